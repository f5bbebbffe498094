"""An avatar that a provider has of somebody, as it is written in the cast."""

from __future__ import annotations

import pytest
from said import film, said_of

from longtake.storyboard import parse


def of_mara(avatar: str) -> str:
    return film("{avatar: mara, says: Hello.}", head=f"language: de\ncast: {{mara: {{avatar: {avatar}}}}}\n")


TOLD = {
    "{heygen: a1}": {"heygen": {"avatar": "a1"}},
    "{synthesia: b2}": {"synthesia": {"avatar": "b2", "background": "white_studio", "language": "de"}},
    "{heygen: {avatar: a1}, synthesia: {avatar: b2, background: green_screen, language: de-AT}}": {
        "heygen": {"avatar": "a1"},
        "synthesia": {"avatar": "b2", "background": "green_screen", "language": "de-AT"},
    },
}


@pytest.mark.parametrize("avatar", TOLD)
def test_a_provider_is_told_its_avatar_and_the_films_language_where_no_other_is_written(avatar: str) -> None:
    board = parse(of_mara(avatar))
    own = board.cast["mara"].avatar
    assert own is not None
    assert own.told(board.language) == TOLD[avatar]


WRONG = {
    "{sythesia: b2}": "unknown key 'sythesia' in cast.mara.avatar\n  did you mean synthesia?",
    "{synthesia: {avatar: b2, backgrund: x}}": "unknown key 'backgrund' in cast.mara.avatar.synthesia\n"
    "  did you mean background?",
    "{heygen: {avatar: a1, background: x}}": "unknown key 'background' in cast.mara.avatar.heygen\n"
    "  known here: avatar",
    "{synthesia: {background: x}}": "cast.mara.avatar.synthesia needs avatar",
    "{}": "cast.mara.avatar: the avatar of mara names no provider\n"
    "  write the provider and its id: {synthesia: …} or {heygen: …} · or take avatar out",
}


@pytest.mark.parametrize("avatar", WRONG)
def test_what_no_provider_knows_is_told_with_its_place_and_a_way_out(avatar: str) -> None:
    first = said_of(of_mara(avatar))[0]
    place, _, words = first.partition(": ")
    assert place.startswith("film.yaml:3:")
    assert words == WRONG[avatar]
