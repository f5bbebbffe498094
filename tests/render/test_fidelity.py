"""Fidelity: which spans are measured, and that the measure tells a poor encode from a good one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longtake.libav.decoding import pictures_of, some_pictures_of
from longtake.libav.encoding import SpanEncoder
from longtake.libav.pattern import moving_pictures
from longtake.libav.planes import planes_of
from longtake.media import Digest, EncodedSpan, FrameRate, Size, digest_of, ladder_for
from longtake.render.fidelity import Fidelity, Witness, fidelity_key, sampled

SIZE, RATE = Size(320, 180), FrameRate(24)
LADDER = ladder_for(SIZE, RATE, short_sides=[180], preset="ultrafast")

recipes = st.lists(st.integers(0, 500).map(lambda number: digest_of(["span", number])), max_size=300)


@given(recipes)
def test_a_film_has_three_measured_spans_while_it_has_them(recipes: list[Digest]) -> None:
    measured = {recipes[place] for place in sampled(recipes)}
    assert len(measured) >= min(3, len(set(recipes)))


@given(recipes, st.randoms())
def test_which_spans_are_measured_does_not_depend_on_their_order(recipes: list[Digest], random: st.random) -> None:  # type: ignore[name-defined]
    turned = random.sample(recipes, len(recipes))
    assert {recipes[place] for place in sampled(recipes)} == {turned[place] for place in sampled(turned)}


def test_in_a_long_film_a_span_is_measured_or_not_whatever_its_neighbours_are() -> None:
    film = [digest_of(["span", number]) for number in range(400)]
    half = film[::2]
    assert {film[place] for place in sampled(film)} & set(half) == {half[place] for place in sampled(half)}
    assert 400 / 24 < len(sampled(film)) < 400 / 6


def encoded(crf: int, frames: int = 24) -> tuple[EncodedSpan, Fidelity]:
    rung = replace(LADDER.top, crf=crf)
    encoder, witness = SpanEncoder(rung, RATE), Witness(frames)
    for number, picture in enumerate(moving_pictures(SIZE, frames)):
        encoder.add(picture)
        witness.see(number, [picture])
    span = encoder.finish()
    (fidelity,) = witness.judge([span])
    return span, fidelity


def test_a_coarser_encode_is_told_as_less_like_what_went_in() -> None:
    fine, middle, coarse = (encoded(crf)[1].ssim for crf in (10, 28, 45))
    assert 9_900 < fine <= 10_000
    assert coarse < middle < fine


@pytest.mark.parametrize("frames", [1, 2, 3, 13])
def test_short_spans_are_measured_too(frames: int) -> None:
    assert 5_000 < encoded(23, frames)[1].ssim <= 10_000


def test_a_picture_is_kept_as_it_was_even_if_it_is_drawn_over() -> None:
    picture = next(moving_pictures(SIZE, 1))
    encoder, witness = SpanEncoder(replace(LADDER.top, crf=10), RATE), Witness(1)
    encoder.add(picture)
    witness.see(0, [picture])
    picture.make_writable()
    for plane in planes_of(picture):
        plane[:] = 128
    assert witness.judge([encoder.finish()])[0].ssim > 9_500


def test_another_film_s_pictures_are_not_like_these() -> None:
    span, fidelity = encoded(10)
    stranger = Witness(24)
    for number, picture in enumerate(reversed(list(moving_pictures(SIZE, 24)))):
        stranger.see(number, [picture])
    assert stranger.judge([span])[0].ssim < fidelity.ssim - 100


def test_some_pictures_are_those_that_decoding_all_gives() -> None:
    span = encoded(23, 48)[0]
    everything = pictures_of(span)
    for frame in some_pictures_of(span, [1, 17, 46]):
        assert frame.pts is not None
        for found, wanted in zip(planes_of(frame), planes_of(everything[frame.pts]), strict=True):
            assert (found == wanted).all()


def test_a_fidelity_is_read_as_it_was_written() -> None:
    assert Fidelity.from_bytes(Fidelity(9_731).to_bytes()) == Fidelity(9_731)
    assert fidelity_key(digest_of("a")) != fidelity_key(digest_of("b"))


@pytest.mark.parametrize("stored", [b"[]", b'{"ssim": 9731}', b"not json"])
def test_what_is_no_fidelity_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match=r"no 'longtake span fidelity 1'|Expecting value"):
        Fidelity.from_bytes(stored)
