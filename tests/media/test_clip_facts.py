"""Facts of clips: their stored form, their rate, how their colours are read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.media import ClipFacts, ColourTags, Digest, FrameRate, PictureFacts, Size, SoundFacts, round_half_up

DIGEST = Digest("0" * 64)
MILLISECONDS = Fraction(1, 1000)
words = st.text(max_size=8)
sizes = st.builds(Size, st.integers(1, 4096), st.integers(1, 4096))
tags = st.builds(
    ColourTags, st.none() | words, st.none() | words, st.none() | words, st.sampled_from([None, False, True])
)


@st.composite
def pictures(draw: st.DrawFn) -> PictureFacts:
    steps = draw(st.lists(st.integers(1, 3000), max_size=40))
    ticks = tuple(sum(steps[:number]) for number in range(len(steps) + 1))
    return PictureFacts(
        codec=draw(words),
        coded=draw(sizes),
        shown=draw(sizes),
        pixel_aspect=draw(st.fractions(min_value=Fraction(1, 4), max_value=4)),
        rotation=draw(st.sampled_from([0, 90, 180, 270])),
        pixel_format=draw(words),
        bit_depth=draw(st.sampled_from([8, 10])),
        has_alpha=draw(st.booleans()),
        is_interlaced=draw(st.booleans()),
        colour=draw(tags),
        time_base=draw(st.sampled_from([MILLISECONDS, Fraction(1, 12288), Fraction(1001, 30000)])),
        ticks=ticks,
        end_tick=ticks[-1] + draw(st.integers(1, 3000)),
        keyframes=tuple(draw(st.lists(st.integers(0, len(ticks) - 1), max_size=5))),
    )


sounds = st.builds(
    SoundFacts, words, st.sampled_from([16000, 44100, 48000]), st.integers(1, 8), st.fractions(), st.integers(0, 10**9)
)
facts = st.builds(
    ClipFacts,
    st.just(DIGEST),
    st.integers(0, 10**12),
    words,
    st.sampled_from(["video", "still", "sound"]),
    st.none() | pictures(),
    st.none() | sounds,
    st.lists(words, max_size=3).map(tuple),
)


def clip(*ticks: int, end: int, base: Fraction, **other: object) -> PictureFacts:
    """A 720-line clip with these picture times."""
    known = {
        "codec": "h264",
        "coded": Size(1280, 720),
        "shown": Size(1280, 720),
        "pixel_aspect": Fraction(1),
        "rotation": 0,
        "pixel_format": "yuv420p",
        "bit_depth": 8,
        "has_alpha": False,
        "is_interlaced": False,
        "colour": ColourTags(),
        "keyframes": (0,),
    }
    return PictureFacts(time_base=base, ticks=ticks, end_tick=end, **{**known, **other})  # type: ignore[arg-type]


@given(facts)
def test_facts_come_back_as_they_were_stored(clip: ClipFacts) -> None:
    assert ClipFacts.from_json(clip.to_json()) == clip


@given(facts)
def test_facts_are_stored_in_one_spelling(clip: ClipFacts) -> None:
    assert ClipFacts.from_json(clip.to_json()).to_json() == clip.to_json()


def test_an_hour_of_even_steps_is_stored_in_a_few_bytes() -> None:
    even = clip(*range(0, 86_400 * 512, 512), end=86_400 * 512, base=Fraction(1, 12288))
    assert len(ClipFacts(DIGEST, 1, "mov", "video", even).to_json()) < 1000


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"picture": {}}', "null"])
def test_text_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        ClipFacts.from_json(text)


@given(
    st.sampled_from([FrameRate(24), FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001), FrameRate(60)]),
    st.integers(100, 400),
)
def test_a_constant_rate_is_exact_even_on_a_clock_of_milliseconds(rate: FrameRate, frames: int) -> None:
    ticks = [round_half_up(rate.seconds(number) * 1000) for number in range(frames + 1)]
    picture = clip(*ticks[:-1], end=ticks[-1], base=MILLISECONDS)
    assert not picture.is_variable
    assert picture.rate == rate.fraction


def test_a_variable_rate_is_an_average() -> None:
    picture = clip(0, 40, 120, 160, end=200, base=MILLISECONDS)
    assert picture.is_variable
    assert picture.rate == 20


def test_pictures_left_out_on_a_coarse_clock_make_a_rate_variable() -> None:
    assert clip(0, 1, 3, 4, 5, end=6, base=Fraction(1, 24)).is_variable


@pytest.mark.parametrize(("lines", "matrix"), [(720, "bt709"), (1080, "bt709"), (719, "smpte170m"), (480, "smpte170m")])
def test_an_untagged_clip_is_read_by_its_lines(lines: int, matrix: str) -> None:
    read = clip(0, end=1, base=Fraction(1, 24), shown=Size(854, lines)).read_as()
    assert (read.matrix, read.full) == (matrix, False)


def test_a_tag_is_believed() -> None:
    tagged = clip(0, end=1, base=Fraction(1, 24), colour=ColourTags(matrix="bt470bg", full=True))
    assert (tagged.read_as().matrix, tagged.read_as().full) == ("bt470bg", True)


@pytest.mark.parametrize("pixel_format", ["rgb24", "gbrp", "bgra", "pal8", "gray"])
def test_rgb_is_full_range_without_a_matrix(pixel_format: str) -> None:
    read = clip(0, end=1, base=Fraction(1, 24), pixel_format=pixel_format).read_as()
    assert (read.matrix, read.full) == ("rgb", True)


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_hdr_is_known_by_its_transfer(transfer: str) -> None:
    assert ColourTags(transfer=transfer).is_hdr
    assert clip(0, end=1, base=Fraction(1, 24), colour=ColourTags(transfer=transfer)).read_as().is_hdr
