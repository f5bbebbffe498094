"""The order: the digest of all that goes over the wire for a take, so far as a plan knows it.

Versions of the compiler, prices, names of shots and what is needed of the take are not in it: they change nothing that
is sent, so they never buy anything again. Who is asked (the account, a live service or an emulator) and which take of
the same order it is are added where it is bought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from longtake.media import Digest, digest_of
from longtake.planning.prompt import Prompt
from longtake.planning.routing import Routed
from longtake.planning.segment import SegmentInput

__all__ = ["order_of"]


def order_of(
    routed: Routed,
    prompt: Prompt,
    seed: int | None,
    inputs: Sequence[SegmentInput],
    made: Mapping[str, str],
) -> Digest:
    """The digest of one request. made: for each shot key that an input comes from, what names that input for good: the
    order of the take and what of it is sent (`<order>#<frame>`)."""
    slot, model = routed.slot, routed.model
    return digest_of(
        {
            "provider": model.provider,
            "model": model.wire_name,
            "kind": slot.mode.kind,
            "tier": routed.tier,
            "seconds": slot.seconds,
            "size": str(slot.size),
            "rate": str(slot.rate) if slot.rate else None,
            "sound": slot.has_sound,
            "prompt": prompt.text,
            "negative": prompt.negative,
            "settings": dict(prompt.settings),
            "shots": [[shot.text, shot.seconds] for shot in prompt.shots],
            "seed": seed,
            "inputs": [[one.role, one.digest or made[one.take or ""], *_part(one)] for one in inputs],
            **({"workflow": model.workflow.digest} if model.workflow else {}),
        }
    )


def _part(one: SegmentInput) -> tuple[int | str | None, ...]:
    """What of an input is sent, where that is not all of it, and how fast it is heard, where not as it is."""
    part = () if one.start is None and one.samples is None else (one.start, one.samples)
    return (*part, f"x {one.tempo}") if one.tempo else part
