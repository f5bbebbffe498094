from __future__ import annotations

from fractions import Fraction

import av
import pytest
from av.codec.context import Flags
from made_film import encode_span

from longtake.errors import PackagingError
from longtake.media import FrameRate, Size
from longtake.packaging.h264 import ParameterSets, nal_units, to_sample

RATE = FrameRate(24)


def parameters(size: Size, **options: str) -> ParameterSets:
    return ParameterSets.of(encode_span(range(2), size, RATE, **options).extradata)


@pytest.mark.parametrize(
    "size", [Size(192, 108), Size(96, 54), Size(108, 192), Size(1920, 1080), Size(120, 250)], ids=str
)
def test_the_size_is_the_coded_one_less_its_cropping(size: Size) -> None:
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt, context.time_base = (
        size.width,
        size.height,
        "yuv420p",
        Fraction(1, 24),
    )
    context.flags |= Flags.global_header
    context.open()
    assert ParameterSets.of(bytes(context.extradata or b"")).picture_format().size == size


def test_profile_level_and_colour_are_read_from_the_bitstream() -> None:
    picture = parameters(Size(96, 54)).picture_format()
    assert (picture.profile, picture.level) == (100, 30)
    assert picture.colour == (1, 1, 1)
    assert not picture.is_full_range
    assert picture.has_square_pixels


def test_a_scaling_list_does_not_lead_the_reading_astray() -> None:
    options = {"x264-params": "keyint=240:bframes=0:cqm=jvt:stitchable=1"}
    picture = parameters(Size(96, 54), **options).picture_format()
    assert picture.size == Size(96, 54)
    assert picture.colour == (1, 1, 1)


def test_baseline_profile_has_no_chroma_fields() -> None:
    picture = parameters(Size(96, 54), profile="baseline", **{"x264-params": "bframes=0"}).picture_format()
    assert (picture.profile, picture.chroma_format, picture.luma_depth) == (66, 1, 8)


def test_pixels_that_are_not_square_are_seen() -> None:
    options = {"x264-params": "sar=4/3:bframes=0"}
    assert not parameters(Size(96, 54), **options).picture_format().has_square_pixels


def test_start_codes_of_three_and_four_bytes_part_units() -> None:
    assert list(nal_units(b"\0\0\0\1\x65abc\0\0\1\x41de\0\0\0\1\x41f")) == [b"\x65abc", b"\x41de", b"\x41f"]


def test_a_sample_is_its_units_after_their_lengths() -> None:
    sample, is_idr = to_sample(b"\0\0\0\1\x65abc\0\0\1\x65d", parameters(Size(96, 54)))
    assert sample == b"\0\0\0\4\x65abc\0\0\0\2\x65d"
    assert is_idr


def test_repeated_parameter_sets_are_left_out_of_samples() -> None:
    span = encode_span(range(2), Size(96, 54), RATE)
    sets = ParameterSets.of(span.extradata)
    assert to_sample(span.extradata + span.packets[0].data, sets) == to_sample(span.packets[0].data, sets)


def test_other_parameter_sets_in_a_packet_are_refused() -> None:
    with pytest.raises(PackagingError, match="parameter sets of its own"):
        to_sample(b"\0\0\0\1\x67abc\0\0\1\x65d", parameters(Size(96, 54)))


def test_a_packet_that_is_not_annex_b_is_refused() -> None:
    with pytest.raises(PackagingError, match="a packet of 6 bytes holds no picture in Annex B form"):
        to_sample(b"\0\0\0\2\x65a", parameters(Size(96, 54)))


def test_extradata_without_parameter_sets_is_refused_with_advice() -> None:
    with pytest.raises(PackagingError, match=r"0 sequence and 0 picture parameter sets[\s\S]*global_header"):
        ParameterSets.of(b"")


def test_a_parameter_set_that_is_cut_short_is_refused() -> None:
    with pytest.raises(PackagingError, match="cut short"):
        ParameterSets(bytes.fromhex("6764"), (b"\x68",)).picture_format()
