"""Grading: bringing a clip's colours to BT.709 where reading them by the right matrix is not enough."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOMINAL_PEAK", "REFERENCE_WHITE", "WIDE_PRIMARIES", "Grading"]

REFERENCE_WHITE = 203
"""Nits of a white page in an HDR picture (ITU-R BT.2408), and what an SDR picture's white stands for."""

NOMINAL_PEAK = 1000
"""Nits of the brightest highlight of a picture that does not say for which screen it was made; HLG's own (BT.2100)."""

WIDE_PRIMARIES = {"bt2020": "BT.2020", "smpte432": "P3 (D65)"}
"""Primaries that hold colours which BT.709 has not, by FFmpeg's names."""

_HDR = {"smpte2084": "PQ", "arib-std-b67": "HLG"}


@dataclass(frozen=True, slots=True)
class Grading:
    """primaries: of the clip, a key of WIDE_PRIMARIES or `bt709`. transfer: `smpte2084` (PQ) or `arib-std-b67` (HLG)
    of an HDR clip, else None. peak: nits of the brightest highlight that an HDR clip is mapped from, else None."""

    primaries: str
    transfer: str | None = None
    peak: int | None = None

    def __str__(self) -> str:
        """What is done, for people: a clause without its subject."""
        gamut = WIDE_PRIMARIES.get(self.primaries)
        cut = f"{gamut} colours are brought to BT.709's, those outside cut to its edge" if gamut else ""
        if not self.transfer:
            return cut
        tone = f"HDR ({_HDR[self.transfer]}, up to {self.peak} nits) is mapped to SDR by BT.2390"
        return f"{tone}; {cut}" if cut else tone
