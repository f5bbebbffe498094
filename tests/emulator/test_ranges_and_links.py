"""Links live for a time, files are served in parts, and a part is of the same file or it is the whole."""

from __future__ import annotations

import pytest
from emulator_bench import Bench, exchange
from hypothesis import given
from hypothesis import strategies as st

from longtake.emulator.reply import Reply, Request, of_bytes

_DATA = bytes(range(256)) * 4


def part(header: str, if_range: str = "") -> Reply:
    headers = {"range": header} | ({"if-range": if_range} if if_range else {})
    return of_bytes(_DATA, "video/mp4", "abc", Request("GET", "/", headers, b""))


@given(st.integers(0, 1100), st.integers(0, 1100))
def test_a_part_is_the_bytes_that_it_says(first: int, more: int) -> None:
    reply = part(f"bytes={first}-{first + more}")
    if first >= len(_DATA):
        assert (reply.status, reply.headers["content-range"]) == (416, "bytes */1024")
        return
    last = min(first + more, 1023)
    assert reply.body == _DATA[first : last + 1]
    assert reply.headers["content-range"] == f"bytes {first}-{last}/1024"


def test_open_and_backward_ranges_reach_the_end() -> None:
    assert part("bytes=1000-").body == _DATA[1000:]
    assert part("bytes=-24").body == _DATA[1000:]


@pytest.mark.parametrize("header", ["bytes=a-b", "items=0-1", "bytes=", "bytes=1"])
def test_a_range_that_is_not_understood_gets_the_whole_file(header: str) -> None:
    assert (part(header).status, part(header).body) == (200, _DATA)


def test_a_part_of_another_file_is_never_given() -> None:
    assert part("bytes=5-", '"abc"').status == 206
    assert (part("bytes=5-", '"other"').status, part("bytes=5-", '"other"').body) == (200, _DATA)


def test_another_poll_of_runway_gives_a_fresh_link_and_the_old_one_expires(bench: Bench) -> None:
    bench.play(exchange("runway", "create-text"))
    bench.finish()
    (job,) = bench.studio.jobs()
    old, new = (bench.play(exchange("runway", "poll-succeeded"), job.id)[1]["output"][0] for _ in range(2))
    assert old != new
    bench.call("POST", "/_emulator/expire")
    assert bench.fetch(new).status == 403
    fresh = bench.play(exchange("runway", "poll-succeeded"), job.id)[1]["output"][0]
    assert bench.fetch(fresh).status == 200


def test_another_poll_of_veo_gives_the_same_file_which_is_gone_after_two_days(bench: Bench) -> None:
    bench.play(exchange("gemini", "create-text"))
    bench.finish()
    (job,) = bench.studio.jobs()

    def link() -> str:
        body = bench.play(exchange("gemini", "poll-succeeded"), job.id)[1]
        return str(body["response"]["generateVideoResponse"]["generatedSamples"][0]["video"]["uri"])

    key = {"x-goog-api-key": "test-key"}
    assert link() == link()
    assert bench.fetch(link(), key).status == 200
    bench.clock.advance(48 * 3600 * 1000)
    assert bench.fetch(link(), key).status == 404


def test_google_files_need_the_key(bench: Bench) -> None:
    bench.play(exchange("gemini", "create-text"))
    bench.finish()
    (job,) = bench.studio.jobs()
    target = f"/gemini/v1beta/files/{bench.studio.link(job)}:download?alt=media"
    assert bench.call("GET", target)[0].status == 401
