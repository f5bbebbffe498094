"""Hardware H.264 encoders: their names, and a rung's settings in each one's own options.

All are told the same: closed GOPs longer than any span, the rung's cap and level, High profile, and its rate factor as
the quality that the hardware knows. The scales differ, so the same number is not the same picture. VideoToolbox has no
rate factor on every Mac: it gets an average rate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from longtake.media import HardwareRung

__all__ = ["HARDWARE", "HardwareCodec"]

_BFRAMES = "3"


@dataclass(frozen=True, slots=True)
class HardwareCodec:
    """One libav encoder. pixel_format: what it takes from memory; device: the kind of device that libav has to open for
    it first, "" where the encoder finds its own; options: of a rung, without GOP and B-frames."""

    codec: str
    pixel_format: str
    device: str
    _options: Callable[[HardwareRung], dict[str, str]] = field(repr=False)

    def options(self, rung: HardwareRung, gop: int) -> dict[str, str]:
        cap = {"maxrate": str(rung.maxrate), "bufsize": str(rung.bufsize)}
        return {"g": str(gop), "bf": _BFRAMES, "profile": "high", **cap, **self._options(rung)}


def _nvenc(rung: HardwareRung) -> dict[str, str]:
    speed = {"ultrafast": 1, "superfast": 1, "veryfast": 2, "faster": 3, "fast": 3, "medium": 4, "slow": 5, "slower": 6}
    quality = {"rc": "vbr", "cq": str(rung.crf), "b": "0", "preset": f"p{speed.get(rung.preset, 7)}"}
    return {**quality, "level": rung.level, "no-scenecut": "1", "strict_gop": "1", "forced-idr": "1"}


def _qsv(rung: HardwareRung) -> dict[str, str]:
    preset = {"ultrafast": "veryfast", "superfast": "veryfast"}.get(rung.preset, rung.preset)
    level = rung.level.replace(".", "")
    return {"global_quality": str(rung.crf), **_average(rung), "preset": preset, "level": level, "idr_interval": "0"}


def _vaapi(rung: HardwareRung) -> dict[str, str]:
    return {"global_quality": str(rung.crf), **_average(rung), "level": rung.level, "idr_interval": "0"}


def _videotoolbox(rung: HardwareRung) -> dict[str, str]:
    return {**_average(rung), "level": rung.level, "allow_sw": "0"}


def _average(rung: HardwareRung) -> dict[str, str]:
    """Below the cap: an average equal to it would mean a constant rate."""
    return {"b": str(rung.maxrate * 3 // 4)}


HARDWARE = {
    "nvenc": HardwareCodec("h264_nvenc", "yuv420p", "", _nvenc),
    "qsv": HardwareCodec("h264_qsv", "nv12", "", _qsv),
    "videotoolbox": HardwareCodec("h264_videotoolbox", "yuv420p", "", _videotoolbox),
    "vaapi": HardwareCodec("h264_vaapi", "nv12", "vaapi", _vaapi),
}
"""By the name that `--encoder` takes, in the order in which they are tried."""
