"""FFmpeg's numbers for colour (ITU-T H.273, ISO/IEC 23091-2) and their names, as its own tools print them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import cast

import av
from av.buffer import Buffer

from longtake.media import ColourTags

__all__ = ["colour_tags", "is_dolby_vision_alone"]

_MATRICES = {
    0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
    10: "bt2020c", 11: "smpte2085", 12: "chroma-derived-nc", 13: "chroma-derived-c", 14: "ictcp", 15: "ipt-c2",
    16: "ycgco-re", 17: "ycgco-ro",
}  # fmt: skip
_PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 10: "smpte428",
    11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
_TRANSFERS = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100", 10: "log316",
    11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084",
    17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
_UNSPECIFIED = (0, 2)
_RANGES = {1: False, 2: True}
_BRIGHTEST = 10_000  # nits: the end of PQ
_DOLBY_TAGS = frozenset({"dvh1", "dvhe", "dav1", "dva1", "dvav"})


def colour_tags(frame: av.VideoFrame) -> ColourTags:
    """The tags of a decoded picture; None for what is unspecified. Raises ValueError for a number without a name."""
    return ColourTags(
        matrix=None if frame.format.is_rgb else _name(_MATRICES, frame.colorspace, (2,)),
        primaries=_name(_PRIMARIES, frame.color_primaries, _UNSPECIFIED),
        transfer=_name(_TRANSFERS, frame.color_trc, _UNSPECIFIED),
        full=_RANGES.get(frame.color_range),
        peak=_mastering_peak(frame),
    )


def is_dolby_vision_alone(frame: av.VideoFrame, codec_tag: str) -> bool:
    """Whether the picture is in Dolby Vision's own colours, which only Dolby's data can turn into others (profile 5):
    it carries that data and is tagged with no known transfer, or full range, which the other profiles never are."""
    side = cast("Mapping[str, Buffer]", frame.side_data)
    is_dolby = codec_tag in _DOLBY_TAGS or any(side.get(kind) for kind in ("DOVI_METADATA", "DOVI_RPU_BUFFER"))
    return is_dolby and (frame.color_trc in _UNSPECIFIED or frame.color_range == 2)


def _mastering_peak(frame: av.VideoFrame) -> int | None:
    """Nits of the screen that the clip was mastered on (SMPTE ST 2086), if it says so and means it."""
    data = cast("Mapping[str, Buffer]", frame.side_data).get("MASTERING_DISPLAY_METADATA")
    if data is None:
        return None
    # Ten fractions: three primaries and white, x and y each, the darkest and the brightest light; then two flags.
    *_, numerator, denominator, _, has_luminance = struct.unpack_from("=22i", bytes(data))
    if not has_luminance or denominator <= 0:
        return None
    nits = round(numerator / denominator)
    return nits if 0 < nits <= _BRIGHTEST else None


def _name(names: dict[int, str], number: int, unspecified: tuple[int, ...]) -> str | None:
    if number in unspecified:
        return None
    try:
        return names[number]
    except KeyError:
        raise ValueError(f"colour is tagged with number {number}, which H.273 gives no meaning") from None
