"""Somebody speaks by an avatar that a provider has of them: which models take it, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from made_facts import film, sound, still
from made_models import MODELS, mode, model

from longtake.catalogue import Catalogue
from longtake.errors import PlanningError
from longtake.media import ClipFacts
from longtake.planning import Plan, plan
from longtake.planning.segment import Segment
from longtake.storyboard import parse

FACTS: Mapping[str, ClipFacts] = {"mara.png": still("640x640"), "line.ogg": sound(7)}
FACES, OWN = mode("avatar", 10, portrait=(1, 1), audio=(1, 1)), mode("avatar", 10, 20, name="own", audio=(1, 1))
ID = replace(OWN, own=(("avatar", "look_id"),))
STUDIO = replace(OWN, own=(("avatar", "who"), ("background", "behind"), ("language", "spoken")))
CATALOGUE = Catalogue.of(
    [
        *MODELS.values(),
        model("looks", ID, provider="heygen"),
        model("both", FACES, ID, provider="heygen"),
        model("studio", STUDIO, provider="synthesia"),
        model("flac-only", replace(FACES, forms=("flac",))),
        model("flac-or-mp3", replace(FACES, forms=("flac", "mp3"))),
    ]
)
PORTRAIT, HEYGEN, SYNTHESIA = "reference: mara.png", "heygen: a1", "synthesia: {avatar: b2, language: en-GB}"


def made(route: str, *members: str, shot: str = "") -> Plan:
    head = f"route: {{final: [{route}]}}\ncast: {{mara: {{is: a woman, {', '.join(members)}}}}}\n"
    text = film(f"{{avatar: mara{shot}}}", head=head, narration="{file: line.ogg}")
    return plan(parse(text), FACTS, stage="final", catalogue=CATALOGUE)


def own(*avatars: str) -> str:
    return f"avatar: {{{', '.join(avatars)}}}"


def bought(*said: str) -> Segment:
    segment = made(*said).shots[0].segment
    assert segment is not None
    return segment


def sent(segment: Segment) -> tuple[str, str, list[str], dict[str, str]]:
    return segment.model, segment.mode, [one.role for one in segment.inputs], dict(segment.prompt.settings)


def refused(*said: str, shot: str = "") -> str:
    with pytest.raises(PlanningError) as caught:
        made(*said, shot=shot)
    return str(caught.value.findings[0]).partition("can make it: ")[2].partition("\n")[0]


def test_a_model_is_told_its_provider_s_own_avatar_and_shown_no_portrait() -> None:
    segment = bought("studio", own(SYNTHESIA, HEYGEN), PORTRAIT)
    told = {"who": "b2", "behind": "white_studio", "spoken": "en-GB"}
    assert sent(segment) == ("studio", "own", ["audio"], told)
    assert "b2" not in segment.prompt.text


def test_the_reason_says_that_an_own_avatar_speaks() -> None:
    assert made("looks", own(HEYGEN)).shots[0].reasons[-1] == "heygen's own avatar a1 speaks"


def test_the_authors_order_of_models_decides_and_not_who_has_an_avatar() -> None:
    assert sent(bought("faces, looks", own(HEYGEN), PORTRAIT)) == ("faces", "avatar", ["portrait", "audio"], {})


def test_a_model_without_avatars_of_its_own_has_the_very_order_that_it_had() -> None:
    assert bought("faces", own(HEYGEN), PORTRAIT).order == bought("faces", PORTRAIT).order


def test_a_model_that_takes_both_takes_the_avatar_where_one_is_named() -> None:
    assert sent(bought("both", own(HEYGEN), PORTRAIT)) == ("both", "own", ["audio"], {"look_id": "a1"})
    assert sent(bought("both", own(SYNTHESIA), PORTRAIT)) == ("both", "avatar", ["portrait", "audio"], {})


def test_another_avatar_is_another_order() -> None:
    assert bought("looks", own("heygen: a1")).order != bought("looks", own("heygen: a2")).order


NOT_MADE = {
    "no avatar there": (
        ("looks", PORTRAIT),
        "looks moves avatars of heygen's alone, and cast names none: write avatar: {heygen: …} there",
    ),
    "an avatar elsewhere": (
        ("looks", own(SYNTHESIA)),
        "looks moves avatars of heygen's alone, and cast names none: write avatar: {heygen: …} there",
    ),
    "a portrait that is not there": (("faces", own(HEYGEN)), "faces needs a portrait"),
    "a form that is not made": (
        ("flac-only", PORTRAIT),
        "flac-only takes sound as FLAC alone, and it is sent as MP3 or WAV",
    ),
}


@pytest.mark.parametrize(("said", "why"), NOT_MADE.values(), ids=NOT_MADE)
def test_what_a_model_lacks_is_told(said: tuple[str, ...], why: str) -> None:
    assert refused(*said) == why


def test_what_is_too_long_with_a_sound_is_told_in_english() -> None:
    why = "looks makes 20 s at most with a sound, and 25 s is needed"
    assert refused("looks", own(HEYGEN), shot=", for: 25s") == why


def test_a_model_that_takes_a_form_which_is_made_is_taken() -> None:
    assert bought("flac-or-mp3", PORTRAIT).model == "flac-or-mp3"


def test_an_avatar_is_told_the_language_that_a_film_is_shown_in() -> None:
    head = f"languages: [ja]\nroute: {{final: [studio]}}\ncast: {{mara: {{is: a woman, {own(SYNTHESIA)}}}}}\n"
    text = film("{avatar: mara}", head=head, narration="{file: line.ogg, files: {ja: line.ogg}}")
    for language, spoken in ((None, "en-GB"), ("ja", "ja")):
        shown = plan(parse(text), FACTS, stage="final", catalogue=CATALOGUE, language=language)
        (segment,) = (shot.segment for shot in shown.shots)
        assert segment is not None
        assert dict(segment.prompt.settings)["spoken"] == spoken
