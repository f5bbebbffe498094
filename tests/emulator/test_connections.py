"""Over a real connection: broken off, dripped, silent, endless; many at once; and in-process by ASGI."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from time import monotonic

import httpx
import pytest
from emulator_bench import exchange

from longtake.emulator import Emulator, Fault, ManualClock
from longtake.errors import InputError

_HEADERS = {"authorization": "Bearer k", "x-runway-version": "2024-11-06"}
_ORDER = exchange("runway", "create-text").request["body"]


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(clock=ManualClock())


@pytest.fixture
def client(emulator: Emulator) -> Iterator[httpx.Client]:
    with emulator.running() as address, httpx.Client(base_url=address, headers=_HEADERS, trust_env=False) as client:
        yield client


def link_of_a_take(client: httpx.Client) -> str:
    made = client.post("/runway/v1/text_to_video", json=_ORDER).json()
    client.post("/_emulator/clock", json={"advance": 3_600_000})
    return str(client.get(f"/runway/v1/tasks/{made['id']}").json()["output"][0])


def test_a_whole_order_goes_over_one_connection(client: httpx.Client) -> None:
    answer = client.get(link_of_a_take(client))
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) == len(answer.content) > 10_000
    assert client.get(answer.url, headers={"range": "bytes=10-19"}).content == answer.content[10:20]


@pytest.mark.parametrize(("kind", "jobs"), [("reset", 0), ("lost", 1)])
def test_a_connection_breaks_off_before_an_answer(
    client: httpx.Client, emulator: Emulator, kind: str, jobs: int
) -> None:
    emulator.studio.faults.add(Fault(kind, on="create"))
    with pytest.raises(httpx.TransportError):
        client.post("/runway/v1/text_to_video", json=_ORDER)
    assert len(emulator.studio.jobs()) == jobs


def test_a_truncated_download_ends_before_its_length(client: httpx.Client, emulator: Emulator) -> None:
    link = link_of_a_take(client)
    whole = client.get(link).content
    emulator.studio.faults.add(Fault("truncated"))
    with client.stream("GET", link) as answer:
        assert int(answer.headers["content-length"]) == len(whole)
        pieces: list[bytes] = []
        with pytest.raises(httpx.TransportError):
            pieces.extend(answer.iter_bytes())
    assert len(b"".join(pieces)) < len(whole)


def test_a_wrong_length_looks_complete_and_is_not(client: httpx.Client, emulator: Emulator) -> None:
    link = link_of_a_take(client)
    emulator.studio.faults.add(Fault("wrong-length"))
    short, whole = client.get(link).content, client.get(link).content
    assert len(short) == len(whole) // 2


def test_a_silent_provider_lets_the_caller_run_into_its_time_limit(client: httpx.Client, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("hang", on="create"))
    with pytest.raises(httpx.ReadTimeout):
        client.post("/runway/v1/text_to_video", json=_ORDER, timeout=0.2)
    assert len(emulator.studio.jobs()) == 1


def test_a_slow_answer_drips(client: httpx.Client, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("slow", on="create", milliseconds=200))
    began = monotonic()
    assert client.post("/runway/v1/text_to_video", json=_ORDER).status_code == 200
    assert monotonic() - began >= 0.15


def test_an_endless_take_goes_on_until_the_caller_stops(client: httpx.Client, emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("take-endless"))
    received = 0
    with client.stream("GET", link_of_a_take(client)) as answer:
        assert "content-length" not in answer.headers
        for piece in answer.iter_bytes():
            received += len(piece)
            if received > 20_000_000:
                break
    assert client.get("/_emulator/clock").status_code == 200


def test_a_link_may_lead_to_a_private_address(client: httpx.Client, emulator: Emulator) -> None:
    link = link_of_a_take(client)
    emulator.studio.faults.add(Fault("redirect-private"))
    answer = client.get(link)
    assert (answer.status_code, answer.headers["location"].split("/")[2]) == (302, "169.254.169.254")


def test_hundreds_of_connections_are_answered_at_once(emulator: Emulator) -> None:
    async def many(address: str) -> list[int]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=address, headers=_HEADERS, limits=limits, trust_env=False) as client:
            calls = [client.post("/runway/v1/text_to_video", json=_ORDER, timeout=30) for _ in range(200)]
            return [answer.status_code for answer in await asyncio.gather(*calls)]

    with emulator.running() as address:
        assert asyncio.run(many(address)) == [200] * 200
    assert len({job.id for job in emulator.studio.jobs()}) == 200


def test_what_is_no_http_is_let_go_and_the_next_is_answered(emulator: Emulator) -> None:
    with emulator.running() as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as raw:
            raw.sendall(b"\x16\x03\x01 not http\r\n\r\n")
            assert raw.recv(100) == b""
        assert httpx.get(f"{address}/_emulator/clock", trust_env=False).status_code == 200


def test_a_taken_port_is_an_error_that_says_so(emulator: Emulator) -> None:
    with emulator.running() as address:
        port = int(address.rsplit(":", 1)[1])
        with (
            pytest.raises(InputError, match=rf"port {port} cannot be listened on.*\n.*--port"),
            Emulator().running(port),
        ):
            pass


def test_the_same_is_answered_in_process(emulator: Emulator) -> None:
    async def order() -> httpx.Response:
        transport = httpx.ASGITransport(emulator.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8099") as client:
            return await client.post("/runway/v1/text_to_video", json=_ORDER, headers=_HEADERS)

    answer = asyncio.run(order())
    assert answer.json()["id"] == emulator.studio.jobs()[0].id


def test_in_process_a_broken_connection_is_a_connection_error(emulator: Emulator) -> None:
    emulator.studio.faults.add(Fault("lost"))
    transport = httpx.ASGITransport(emulator.application)

    async def order() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8099") as client:
            return await client.post("/runway/v1/text_to_video", json=_ORDER, headers=_HEADERS)

    with pytest.raises(ConnectionError, match="as a fault asked"):
        asyncio.run(order())
    assert len(emulator.studio.jobs()) == 1


def test_the_command_serves_says_where_and_stops_quietly() -> None:
    command = [sys.executable, "-m", "longtake", "emulate", "--port", "0", "--speed", "100", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        told = json.loads(running.stdout.readline())
        variables = told["environment"]
        assert variables["RUNWAYML_BASE_URL"] == f"{told['address']}/runway"
        answer = httpx.get(f"{told['address']}/_emulator/bill", trust_env=False)
        assert answer.json() == {"charges": [], "totals": {}, "jobs": 0}
        running.terminate()
        _, complaints = running.communicate(timeout=20)
    assert (running.returncode, complaints) == (143, "")


def test_the_variables_can_be_read_by_a_shell() -> None:
    command = [sys.executable, "-m", "longtake", "emulate", "--port", "0", "--print-env"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        running.terminate()
    assert line.startswith("export LONGTAKE_GOOGLE_URL=http://127.0.0.1:")
