"""Which encoder makes a film: x264, or hardware that was asked for and was seen to work. One for all rungs."""

from __future__ import annotations

from collections.abc import Callable

from longtake.errors import InputError
from longtake.libav.hardware import HARDWARE
from longtake.media import FrameRate, Ladder
from longtake.pipeline.events import Listener, Notice
from longtake.pipeline.trial import EncoderTrial, tried_apart

__all__ = ["equipped"]

_PLACE = "encoder"
_HOW = "--encoder x264 always works"


def equipped(
    ladder: Ladder,
    rate: FrameRate,
    workers: int,
    wanted: str,
    say: Listener,
    flaw_of: Callable[[EncoderTrial], str] = tried_apart,
) -> Ladder:
    """The ladder with its rungs given to the hardware that was asked for: by name, or `hardware` for any that works.

    Asked for by name, it works or InputError says why not and what does. `hardware` falls back to x264, with a notice.
    flaw_of: tries an encoder; "" if it does.
    """

    def flaw(name: str) -> str:
        return flaw_of(EncoderTrial(ladder.encoded_by(name), rate, workers))

    if wanted != "hardware":
        if wrong := flaw(wanted):
            raise _useless(wanted, wrong, [other for other in HARDWARE if other != wanted and not flaw(other)])
        return ladder.encoded_by(wanted)
    flaws: dict[str, str] = {}
    for name in HARDWARE:
        if not (wrong := flaw(name)):
            say(Notice(_PLACE, f"{name} encodes this film; made again elsewhere, its bytes may differ"))
            return ladder.encoded_by(name)
        flaws[name] = wrong
    reasons = "; ".join(f"{name}: {wrong}" for name, wrong in flaws.items())
    say(Notice(_PLACE, f"no hardware encoder works here, so x264 encodes this film ({reasons})"))
    return ladder


def _useless(wanted: str, wrong: str, working: list[str]) -> InputError:
    found = f"{', '.join(working)} works here" if working else "no other hardware encoder works here either"
    return InputError(f"{wanted} does not work here: {wrong}", place=_PLACE, advice=(found, _HOW))
