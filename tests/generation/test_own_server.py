"""A server of the user's own on this machine is asked, and nothing else there."""

from __future__ import annotations

import asyncio

import pytest
from loopback import HERE, Heard, serving

from longtake.errors import ForbiddenAddressError, OperatorError
from longtake.generation.accounts import account_of, accounts, own_server
from longtake.generation.guard import Target, checked_url
from longtake.generation.http import Ask, Door

SERVER = Target("http", "127.0.0.1", 8188, is_local=True)


async def well(heard: Heard) -> None:
    await heard.answer(200, b"{}")


def test_a_door_opens_to_the_users_own_server_and_to_no_other_on_this_machine() -> None:
    async def run() -> tuple[int, int]:
        async with serving(well) as server, serving(well) as other:
            own = checked_url(server.url, allow_loopback=True)
            async with Door(own=[own], resolver=HERE) as door:
                answer = await door.ask(Ask("GET", f"{server.url}/queue"))
                with pytest.raises(ForbiddenAddressError, match="leads to this machine"):
                    await door.ask(Ask("GET", f"{other.url}/queue"))
                with pytest.raises(ForbiddenAddressError, match="leads to this machine"):
                    await door.ask(Ask("GET", f"http://localhost:{server.port}/queue"))
            return answer.status, len(other.heard)

    assert asyncio.run(run()) == (200, 0)


def test_a_server_of_the_users_own_is_live_and_needs_no_key() -> None:
    found = account_of("comfyui", {"COMFYUI_URL": "http://127.0.0.1:8188/"})
    assert (found.base, found.is_emulated, dict(found.keys)) == ("http://127.0.0.1:8188", False, {})
    assert own_server(found) == SERVER
    assert own_server(account_of("comfyui", {"COMFYUI_URL": "https://comfyui.example.org"})) is None
    emulated = accounts({"LONGTAKE_COMFYUI_URL": "http://127.0.0.1:8099/comfyui", "COMFYUI_URL": "http://x"})("comfyui")
    assert emulated.is_emulated
    assert own_server(emulated) is None


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "comfyui needs a url"),
        ("http://192.168.1.7:8188", "only https is asked"),
        ("https://192.168.1.7:8188", "which is no public address"),
    ],
)
def test_a_server_elsewhere_in_the_house_is_reached_by_a_tunnel(url: str, says: str) -> None:
    with pytest.raises(OperatorError, match=says) as caught:
        account_of("comfyui", {"COMFYUI_URL": url})
    assert "COMFYUI_URL" in str(caught.value)
