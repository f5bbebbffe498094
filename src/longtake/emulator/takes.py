"""The takes that are served: made once for each order, good, or spoilt as a fault asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from longtake.emulator.job import Job
from longtake.libav.emulated import EmulatedTake, last_picture, make_take
from longtake.media import Digest, FrameRate, Size, digest_of, round_half_up

__all__ = ["Takes"]

_KEPT_BYTES = 256 * 2**20
_PAGE = b"<!doctype html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
_NOTE = b'{"error":{"code":"ContentExpired","message":"The content is not available."}}'


class Takes:
    """Bytes of takes, kept while there is room. Safe for threads."""

    def __init__(self) -> None:
        self._made: OrderedDict[Digest, bytes] = OrderedDict()
        self._fetched: dict[str, int] = {}
        self._lock = Lock()

    def kept(self, job: Job, file: str = "video") -> bytes | None:
        """The bytes if they are made."""
        with self._lock:
            return self._made.get(_key(job, file))

    def of(self, job: Job, file: str = "video") -> bytes:
        """The bytes of a job's take, or of its last picture for `frame`."""
        kept = self.kept(job, file)
        if kept is not None:
            return kept
        made = last_picture(make_take(_take(job))) if file == "frame" else _spoilt(job)
        with self._lock:
            self._made[_key(job, file)] = made
            while sum(map(len, self._made.values())) > _KEPT_BYTES and len(self._made) > 1:
                self._made.popitem(last=False)
        return made

    def fetched(self, job: Job, file: str) -> bytes:
        """The bytes as one more fetch gets them: a take that changes differs in its last byte from the fetch before."""
        data = self.of(job, file)
        if job.fate.media != "take-changes":
            return data
        with self._lock:
            self._fetched[job.id] = nth = self._fetched.get(job.id, -1) + 1
        return data[:-1] + bytes([(data[-1] + nth) % 256])


def _key(job: Job, file: str) -> Digest:
    take = _take(job)
    return digest_of([str(take.size), str(take.rate), take.frames, take.look, take.has_sound, job.fate.media, file])


def _take(job: Job) -> EmulatedTake:
    """What a job makes: its pictures follow from model, words, seed and inputs."""
    asked, offer = job.asked, job.offer
    look = digest_of([asked.model, asked.prompt, job.seed, list(asked.inputs)])
    return EmulatedTake(
        offer.size, offer.rate, round_half_up(asked.seconds * offer.rate.fraction), look, offer.has_sound
    )


def _spoilt(job: Job) -> bytes:
    """The take, with the fault that its fate names."""
    fault, take = job.fate.media, _take(job)
    if fault in _OTHER_TAKES:
        return make_take(_OTHER_TAKES[fault](take))
    return _OTHER_BYTES.get(fault, bytes)(make_take(take))


def _halved(take: EmulatedTake) -> EmulatedTake:
    return replace(take, size=Size(take.size.width // 4 * 2, take.size.height // 4 * 2))


def _at_30(take: EmulatedTake) -> EmulatedTake:
    rate = FrameRate(30 if take.rate != FrameRate(30) else 25)
    return replace(take, rate=rate, frames=round_half_up(take.frames / take.rate.fraction * rate.fraction))


_OTHER_TAKES: dict[str, Callable[[EmulatedTake], EmulatedTake]] = {
    "take-no-pictures": lambda take: replace(take, frames=0),
    "take-wrong-size": _halved,
    "take-wrong-rate": _at_30,
    "take-short": lambda take: replace(take, frames=take.frames // 2),
    "take-no-sound": lambda take: replace(take, has_sound=False),
}


def _damaged(data: bytes) -> bytes:
    """A tenth of the middle overwritten."""
    middle, length = len(data) // 2, len(data) // 10
    return data[:middle] + b"\xff" * length + data[middle + length :]


_OTHER_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "take-damaged": _damaged,
    "take-cut-off": lambda data: data[: len(data) // 2],
    "take-html": lambda _: _PAGE,
    "take-json": lambda _: _NOTE,
    "take-nothing": lambda _: b"",
}
