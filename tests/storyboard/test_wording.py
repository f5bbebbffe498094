"""The wording of a shot: the digest that approvals are bound to for good."""

from __future__ import annotations

import pytest

from longtake.media import Digest
from longtake.storyboard import Shot, Storyboard, parse, shot_keys, wording_of, wordings


def film(shot: str) -> Storyboard:
    return parse(f"storyboard: 1\ncast: {{mara: a woman}}\nscenes:\n  - id: waking\n    shots:\n      - {shot}\n")


def test_an_approval_outlives_an_upgrade() -> None:
    """This digest stands in ledgers: whoever changes it ends the approvals of everybody."""
    shot = "{action: '@mara pours', camera: pan left, for: 4s, says: {who: mara, text: Good morning.}, energy: 20%}"
    found = wordings(film(shot))
    assert list(found) == [key for keys in shot_keys(film(shot)) for key in keys]
    assert list(found.values()) == ["f855e26a5c13ff82cac830b4cc2a9e47c213d2e7ae7b05fad0f6577b15cf5911"]


def worded(**more: object) -> Digest:
    return wording_of(Shot.model_validate({"action": "a door opens", **more}))


@pytest.mark.parametrize(
    "more",
    [
        *({"id": "pour"}, {"join": "cut"}, {"title": "Hello"}, {"overlay": "logo.png"}, {"seed": 7}, {"for": "auto"}),
        *(
            {"model": "veo-3.1-fast"},
            {"fit": "blur"},
            {"lut": "off"},
            {"match": "off"},
            {"sound": "off"},
            {"retime": "blend"},
        ),
    ],
)
def test_its_name_what_lies_over_it_and_who_makes_it_are_no_words(more: dict[str, object]) -> None:
    assert worded(**more) == worded()


@pytest.mark.parametrize(
    "more",
    [
        *({"camera": "pan left"}, {"motion": "wind"}, {"for": "4s"}, {"avoid": "rain"}, {"energy": "80%"}),
        *({"beats": ["it opens", "it shuts"]}, {"first_frame": "a.png"}, {"view": "0% 0% 50% 50%"}),
    ],
)
def test_what_is_written_of_its_picture_is_of_its_words(more: dict[str, object]) -> None:
    assert worded(**more) != worded()


def test_every_field_of_a_shot_is_of_its_words_or_known_not_to_be() -> None:
    from longtake.storyboard.wording import _OF_THE_PICTURE

    others = {"id", "join", "cut", "title", "overlay", "sound", "lut", "match", "fit", "retime", "model", "seed"}
    assert set(Shot.model_fields) == _OF_THE_PICTURE | others
