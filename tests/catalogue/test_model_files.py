"""A model's file: what is taken, and what each mistake is told."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from model_files import TINY, changed, read

from longtake.catalogue import InputRange, Lengths, Slot, load_catalogue
from longtake.errors import CatalogueError
from longtake.media import FrameRate, Money, Size


def refusal(folder: Path, text: str) -> str:
    """The error of a file, with the folder's name left out."""
    with pytest.raises(CatalogueError) as caught:
        read(folder, text)
    return str(caught.value).replace(f"{folder.as_posix()}/", "")


def test_a_file_becomes_a_model(tmp_path: Path) -> None:
    model = read(tmp_path, TINY)
    mode = model.modes[0]
    assert (model.name, model.provider, model.wire_name, model.reconcile) == ("tiny-1", "tiny", "tiny", "blind")
    assert (mode.kind, mode.inputs, mode.lengths) == ("text", (), Lengths((Fraction(4), Fraction(8))))
    assert (mode.sizes, mode.rates, mode.sound) == ((Size(1280, 720),), (FrameRate(24),), "asked")
    assert mode.source.said_by == "Tiny's manual"
    assert mode.source.read_on == date(2026, 11, 21)
    slot = Slot(mode, Fraction(8), Size(1280, 720), FrameRate(24), has_sound=True)
    assert model.price(slot).amount == Money("1.60", "USD")
    assert model.price(slot).is_sure


def test_inputs_are_exactly_so_many_or_from_and_to(tmp_path: Path) -> None:
    inputs = 'kind = "image"\ninputs = {first_frame = 1, reference = [0, 3]}'
    assert read(tmp_path, changed('kind = "text"', inputs)).modes[0].inputs == (
        InputRange("first frame", 1, 1),
        InputRange("reference", 0, 3),
    )


def test_a_mode_may_have_forms_of_sound_and_avatars_of_its_own(tmp_path: Path) -> None:
    inputs = 'kind = "avatar"\ninputs = {audio = 1}\nforms = ["mp3", "wav"]\nown = {avatar = "avatar_id"}'
    mode = read(tmp_path, changed('kind = "text"', inputs)).modes[0]
    assert (mode.forms, mode.own) == (("mp3", "wav"), (("avatar", "avatar_id"),))


def test_lengths_may_go_in_steps(tmp_path: Path) -> None:
    lengths = read(tmp_path, changed("[4, 8]", "{from = 2, to = 10, step = 0.5}")).modes[0].lengths
    assert (lengths.reaching(Fraction("3.2")), lengths.longest) == (Fraction("3.5"), 10)


def test_sizes_may_be_named_lists(tmp_path: Path) -> None:
    text = changed('["1280x720"]', '["hd", "640x640"]').replace(
        "[modes.text]", '[sizes]\nhd = ["1280x720", "720x1280"]\n\n[modes.text]'
    )
    assert read(tmp_path, text).modes[0].sizes == (Size(1280, 720), Size(720, 1280), Size(640, 640))


MISTAKES = {
    "an unknown key": (
        ("wire_name", "wirename"),
        "tiny.toml:11: unknown key 'wirename' in service\n  did you mean wire_name?",
    ),
    "a form of sound that is none": (
        ('kind = "text"', 'kind = "text"\nforms = ["mp4"]'),
        "tiny.toml:30: modes.text.forms has 'mp4', which is no form of sound\n  known: wav, mp3, m4a, aac, ogg, flac",
    ),
    "an avatar where none is made": (
        ('kind = "text"', 'kind = "text"\nown = {avatar = "id"}'),
        "tiny.toml:30: modes.text.own is of an avatar, and the mode is of kind text\n  take it out",
    ),
    "an avatar that is not named": (
        ('kind = "text"', 'kind = "avatar"\ninputs = {audio = 1}\nown = {language = "x"}'),
        'tiny.toml:31: modes.text.own does not say which avatar\n  write own = {avatar = "avatar_id"}',
    ),
    "an unknown key far from any": (
        ("wire_name", "quux"),
        "tiny.toml:11: unknown key 'quux' in service\n  known here: source, wire_name, reconcile, tiers, concurrency, "
        "expires_hours",
    ),
    "a missing key": (('words = "Tiny 1"\n', ""), "tiny.toml: the file needs words"),
    "a missing group": (
        ("[latency]\np50_seconds = 60\np95_seconds = 120\n", ""),
        "tiny.toml: the file needs latency",
    ),
    "a unit that nobody knows": (
        ('unit = "characters"', 'unit = "chars"'),
        "tiny.toml:16: prompt.unit is 'chars', which is not known here\n  did you mean characters?",
    ),
    "seconds as text": (
        ("p50_seconds = 60", 'p50_seconds = "60s"'),
        'tiny.toml:21: latency.p50_seconds is the text "60s"; a number above zero is meant\n'
        "  write p50_seconds = 5 or p50_seconds = 2.5",
    ),
    "milliseconds": (
        ("seconds = [4, 8]", "seconds = [4000, 80000]"),
        "tiny.toml:30: modes.text.seconds reaches 80000 s\n  lengths are in seconds, ten hours at most",
    ),
    "a negative price": (
        ('amount = "0.10 USD"', 'amount = "-0.10 USD"'),
        "tiny.toml:38: prices.second.rows.1.amount is '-0.10 USD', which is less than nothing\n"
        '  write it with its currency: amount = "0.10 USD"',
    ),
    "a price without a currency": (
        ('amount = "0.10 USD"', "amount = 0.10"),
        "tiny.toml:38: prices.second.rows.1.amount is 0.10; an amount of money is meant\n"
        '  write it with its currency: amount = "0.10 USD"',
    ),
    "two currencies": (
        ('amount = "0.10 USD"', 'amount = "0.10 EUR"'),
        "tiny.toml:38: prices.second.rows have several currencies\n  write one currency",
    ),
    "a price that is missing for what a mode offers": (
        (', {sound = true, amount = "0.20 USD"}', ""),
        "tiny.toml:38: prices.second.rows have no price for text: 1280x720, 8 s, with sound\n"
        "  add a row, or widen up_to of the last one",
    ),
    "a price that no mode has": (
        ('price = "second"', 'price = "minute"'),
        "tiny.toml:34: modes.text.price is 'minute', which is not known here\n  write one of: second",
    ),
    "credits beside an amount": (
        ('amount = "0.10 USD"', 'amount = "0.10 USD", credits = 5'),
        "tiny.toml:38: prices.second.rows.1.amount stands beside credits\n  write one of the two",
    ),
    "rows of a price that is unknown": (
        ('per = "second"', 'per = "unknown"'),
        "tiny.toml:38: prices.second.rows stand beside a price that is unknown\n  take them out, or say per = what",
    ),
    "credits without their price": (
        ('amount = "0.10 USD"', "credits = 5"),
        "tiny.toml:38: prices.second.rows.1.credits has no price\n"
        '  say above the rows what one costs: credit = "0.01 USD"',
    ),
    "tokens without a frame rate": (
        (
            'rates = [24]\nsound = "asked"\nprice = "second"\n\n[prices.second]\nper = "second"',
            'sound = "asked"\nprice = "second"\n\n[prices.second]\nper = "1000 tokens"',
        ),
        "tiny.toml:36: prices.second.per counts frames, and a mode names no rate\n  write rates = [24] in the mode",
    ),
    "a tier that the model does not have": (
        ("{sound = false, amount", '{sound = false, tier = "flex", amount'),
        "tiny.toml:38: prices.second.rows name the tier 'flex'\n  add it to tiers of [service]",
    ),
    "a frame rate that is not exact": (
        ("rates = [24]", "rates = [29.97]"),
        "tiny.toml:32: modes.text.rates has 29.97 is no exact rate: write 30000/1001\n  write rates = [24]",
    ),
    "a size that is none": (
        ('["1280x720"]', '["720p"]'),
        "tiny.toml:31: modes.text.sizes has '720p', which is no size\n"
        "  write 1280x720, or the name of a list in [sizes]",
    ),
    "a mode that cannot be": (
        ('kind = "text"', 'kind = "image"'),
        "tiny.toml:28: modes.text is of kind image and takes no first_frame\n  write inputs = {first_frame = 1}",
    ),
    "a retirement without a replacement": (
        ("[latency]", "[retirement]\non = 2026-09-24\n\n[latency]"),
        'tiny.toml:20: retirement names no replacement\n  say what to take instead: replacement = "veo-3.1"',
    ),
    "a replacement that nobody knows": (
        ("[latency]", '[retirement]\non = 2026-09-24\nreplacement = "veo-3.0"\n\n[latency]'),
        "tiny.toml:22: 'veo-3.0' is no model to take instead\n  did you mean veo-3.1?",
    ),
    "a day in quotes": (
        ("read_on = 2026-11-21", 'read_on = "21 November"'),
        'tiny.toml:8: sources.manual.read_on is the text "21 November"; a day is meant\n'
        "  write read_on = 2026-11-21, without quotes",
    ),
    "no certainty": ((', sure = "documented"', ""), "tiny.toml:8: sources.manual needs sure"),
    "figures without a source": (
        ('source = "manual"\n', ""),
        "tiny.toml:27: modes.text names no source for its figures\n"
        "  name one of [sources], here or once for the whole file above all tables",
    ),
    "a dialect that nobody speaks": (
        ('"generic"', '"klin"'),
        "tiny.toml:4: dialect is 'klin', which is not known here\n  did you mean kling?",
    ),
    "latencies the wrong way round": (
        ("p95_seconds = 120", "p95_seconds = 12"),
        "tiny.toml:22: latency.p95_seconds is less than p50_seconds\n  19 of 20 takes come after half of them",
    ),
    "a table where a figure is meant": (
        ("limit = 500", "limit = {count = 500}"),
        "tiny.toml:15: prompt.limit is a table; a whole number from 0 on is meant\n  write limit = 5",
    ),
    "no model's name": (
        ('model = "tiny-1"\n', ""),
        "tiny.toml: the file does not say which model it is of\n"
        '  write it in small letters, figures, dots and hyphens: model = "veo-3.1-fast"',
    ),
    "no TOML": (
        ('words = "Tiny 1"', "words: Tiny 1"),
        "tiny.toml:2: this is no TOML: Expected '=' after a key in a key/value pair\n"
        "  text stands in quotes, tables in [brackets]",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_a_way_out(mistake: str, tmp_path: Path) -> None:
    (old, new), told = MISTAKES[mistake]
    assert refusal(tmp_path, changed(old, new)) == told


def test_a_file_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be opened: no such file"):
        load_catalogue([tmp_path / "nowhere.toml"])


def test_a_file_that_is_no_text_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_bytes(b"model = \xff")
    with pytest.raises(CatalogueError, match="no UTF-8 text"):
        load_catalogue([path])


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 20_000, "a = " + "9" * 9000, "a = {b = 1"], ids=["deep", "long", "open"]
)
def test_hostile_toml_is_one_error(text: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, text).startswith("tiny.toml")


@pytest.mark.parametrize("figure", ["nan", "inf", "1e-999999999", "1e999999999"])
def test_a_figure_that_is_no_number_is_refused_at_once(figure: str, tmp_path: Path) -> None:
    assert "a number above zero is meant" in refusal(tmp_path, changed("p50_seconds = 60", f"p50_seconds = {figure}"))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text("#" * 300_000)
    with pytest.raises(CatalogueError, match="larger than 200 kB"):
        load_catalogue([path])


def test_every_faulty_file_is_told(tmp_path: Path) -> None:
    paths = [tmp_path / "one.toml", tmp_path / "two.toml"]
    for path in paths:
        path.write_text("model = 1")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(paths)
    assert [finding.place for finding in caught.value.findings] == [path.as_posix() for path in paths]
