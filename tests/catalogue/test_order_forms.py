"""Order forms: the names and words of an aggregator's model, read from its file."""

from pathlib import Path

import pytest
from model_files import FORM, TINY, read

from longtake.catalogue import Choice, OrderForm, Spelling, Way, load_catalogue
from longtake.errors import CatalogueError

AGGREGATORS = ("atlas", "fal", "kie", "replicate")


def form(folder: Path, text: str = FORM) -> OrderForm:
    found = read(folder, TINY + text).form
    assert found is not None
    return found


def test_a_form_is_read_as_it_is_written(tmp_path: Path) -> None:
    found = form(tmp_path)
    assert found.seconds == Spelling("length", "{}s")
    assert found.ratio == Choice("shape", (("16:9", "16:9"), ("9:16", "9:16")))
    assert (found.sound, found.seed, found.negative) == ("with_sound", "seed", "")
    assert found.always == (("watermark", False),)
    assert found.way("text", has_last_frame=False) == Way("/words")


def test_their_words_stand_for_ours(tmp_path: Path) -> None:
    grade = form(tmp_path).grade
    assert grade is not None
    assert grade.ours == ("720p", "1080p")
    assert grade.theirs("1080p") == "pro"


@pytest.mark.parametrize(("by", "said"), [("number", 8), ("{}", "8"), ("{}s", "8s"), ("PT{}S", "PT8S")])
def test_a_number_is_spelt_as_the_provider_does(by: str, said: object) -> None:
    assert Spelling("duration", by).of(8) == said


def test_a_last_frame_has_a_way_of_its_own_only_where_the_form_says_so(tmp_path: Path) -> None:
    found = form(tmp_path)
    assert found.way("image", has_last_frame=True) == found.way("image", has_last_frame=False)
    own = form(tmp_path, FORM + 'frames = {path = "/between"}\n')
    assert own.way("image", has_last_frame=True) == Way("/between")
    assert own.way("avatar", has_last_frame=False) is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('as = "{}s"', 'as = "seconds"', "form.seconds.as is 'seconds', which has no place for the number"),
        ('without = ["ratio"]', 'without = ["size"]', "names 'size', which the form does not have"),
        ('first_frame = "picture"', 'frist_frame = "picture"', "unknown key 'frist_frame' in form.image"),
        ("watermark = false", "watermark = 0.5", "form.always.watermark is 0.5; a text, a whole number"),
        ('{"720p" = "std", "1080p" = "pro"}', '"std"', "form.grade.of"),
        ('name = "shape", ', "", "form.ratio needs name"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert FORM.count(old) == 1
    with pytest.raises(CatalogueError) as caught:
        form(tmp_path, FORM.replace(old, new))
    finding = caught.value.findings[0]
    assert says in finding.message
    assert finding.place is not None
    assert finding.place.startswith(f"{tmp_path}/tiny.toml:")


def test_a_form_must_say_how_something_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="says of no kind of take how it is asked for"):
        form(tmp_path, '\n[form]\nseed = "seed"\n')


def test_a_form_of_the_catalogue_has_a_field_for_all_that_its_model_takes() -> None:
    for model in load_catalogue().values():
        if model.form is None:
            continue
        assert not model.takes_seed or model.form.seed, model.name
        assert model.negative != "apart" or model.form.negative, model.name
        is_asked = any(mode.sound == "asked" and mode.kind != "enhance" for mode in model.modes)
        assert not is_asked or model.form.sound, model.name


def test_only_models_of_aggregators_have_forms() -> None:
    assert {model.provider for model in load_catalogue().values() if model.form} <= set(AGGREGATORS)
