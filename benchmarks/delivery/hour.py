"""A film as long as is wanted, cheaply: a few spans of real footage, really encoded, follow each other over and over.

Its essence lies in a store, as that of any film: 1080p at 24 frames a second in four rungs, sound and captions in two
languages. Packaging neither knows nor minds that pictures come again. The last span is shorter than the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import av
import numpy as np
from material import RATE, film

from longtake.captions import Cue, CueWord, webvtt, webvtt_part
from longtake.libav.encoding import SpanEncoder
from longtake.media import (
    SAMPLE_RATE,
    EncodedSound,
    FrameRate,
    Ladder,
    Rung,
    Size,
    SoundRung,
    digest_bytes,
    ladder_for,
    nearest_to_parts,
    thumbnail_frames,
    thumbnail_size,
)
from longtake.packaging import (
    FilmEssence,
    RungEssence,
    SoundEssence,
    Stored,
    SubtitleEssence,
    ThumbnailEssence,
    Tile,
    TimedText,
)
from longtake.packaging.segments import packets_for
from longtake.packaging.thumbnails import tiles_for
from longtake.pipeline.tiling import sheet_of
from longtake.render.thumbnails import ThumbnailTaker
from longtake.store import Store

__all__ = ["encode", "essence_of"]

_FRAME_RATE = FrameRate(RATE)
_SPAN, _LAST_SPAN = 2 * RATE, 31
_PIECE = 282  # packets of a piece of sound: six seconds
_CUE, _GAP = 3 * RATE, 12
_TONGUES = {"en": ("English", "Somebody says something"), "de": ("Deutsch", "Jemand sagt etwas")}
_LISTED = "listed.json"


def encode(folder: Path, *, quick: bool) -> None:
    """Fills the store below `folder`, unless it is full already. quick: two small rungs of little footage."""
    if (folder / _LISTED).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    store, clips = Store(folder / "store"), film(quick=False)[: 2 if quick else 8]
    size, sides = (Size(320, 180), [180, 90]) if quick else (Size(1920, 1080), [1080, 720, 540, 360])
    shots = [list(_pictures(clip)) for clip in clips]
    rungs = {
        rung.name: [_kept_span(store, rung, shown) for shown in (*shots, shots[0][:_LAST_SPAN])]
        for rung in _ladder(size, sides).rungs
    }
    thumbnails = [_kept_thumbnails(store, size, shown) for shown in (*shots, shots[0][:_LAST_SPAN])]
    sounds = {language: _kept_sound(store, seed) for seed, language in enumerate(_TONGUES)}
    listed = {"size": [size.width, size.height], "sides": sides}
    kept = {"rungs": rungs, "thumbnails": thumbnails, "sounds": sounds}
    (folder / _LISTED).write_text(json.dumps(listed | kept))


def essence_of(folder: Path, minutes: Fraction) -> FilmEssence:
    """The film of about so many minutes out of the store below `folder`."""
    listed, store = json.loads((folder / _LISTED).read_text()), Store(folder / "store")
    count = int(minutes * 60 * RATE) // _SPAN
    frames = count * _SPAN + _LAST_SPAN
    size = Size(*listed["size"])
    ladder = _ladder(size, listed["sides"])
    rungs = tuple(RungEssence(rung, _spans(listed["rungs"][rung.name], count)) for rung in ladder.rungs)
    samples = _FRAME_RATE.samples(frames)
    sound, *dubs = (_sound(store, listed["sounds"][language], language, samples) for language in _TONGUES)
    words = tuple(_words(language, frames) for language in _TONGUES)
    thumbnails = _thumbnails(store, size, _spans(listed["thumbnails"], count))
    film = FilmEssence("An hour", _FRAME_RATE, rungs, sound, store.read, words, tuple(dubs))
    return replace(film, thumbnails=thumbnails)


def _ladder(size: Size, sides: list[int]) -> Ladder:
    return ladder_for(size, _FRAME_RATE, short_sides=sides)


def _pictures(clip: Path) -> Iterator[av.VideoFrame]:
    """As many as a span has."""
    with av.open(str(clip)) as container:
        yield from islice(container.decode(video=0), _SPAN)


def _kept_span(store: Store, rung: Rung, shown: list[av.VideoFrame]) -> str:
    encoder = SpanEncoder(rung, _FRAME_RATE)
    for picture in shown:
        encoder.add(picture.reformat(rung.size.width, rung.size.height, "yuv420p"))
    return _kept(store, encoder.finish().to_bytes())


def _spans(keys: list[str], count: int) -> list[Stored]:
    *whole, last = keys
    return [*(Stored(key, _SPAN) for key in islice(cycle(whole), count)), Stored(last, _LAST_SPAN)]


def _kept_thumbnails(store: Store, size: Size, shown: list[av.VideoFrame]) -> str:
    taker = ThumbnailTaker(len(shown), size, _FRAME_RATE)
    for number, picture in enumerate(shown):
        taker.see(number, picture.reformat(size.width, size.height, "yuv420p"))
    return _kept(store, taker.finish().to_bytes())


def _thumbnails(store: Store, size: Size, spans: list[Stored]) -> ThumbnailEssence:
    """As the pipeline chooses and lays them out."""
    frames, tiles, start = list[int](), list[Tile](), 0
    for span in spans:
        kept = thumbnail_frames(span.length, _FRAME_RATE)
        frames += (start + number for number in kept)
        tiles += ((span.key, place) for place in range(len(kept)))
        start += span.length
    chosen = [tiles[place] for place in nearest_to_parts(frames, start, tiles_for(_FRAME_RATE.seconds(start)))]
    small = thumbnail_size(size)
    return ThumbnailEssence(small, chosen, partial(sheet_of, small, store.read), "the benchmark")


def _kept_sound(store: Store, seed: int) -> str:
    """A piece of noise."""
    context = av.CodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = SAMPLE_RATE, "stereo", "fltp"
    context.bit_rate = SoundRung().bitrate
    context.flags |= av.codec.context.Flags.global_header
    noise, packets = np.random.default_rng(seed), []
    for start in range(0, (_PIECE - 1) * 1024, 1024):
        heard = noise.normal(0, 0.1, (2, 1024)).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(heard, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        packets += [bytes(packet) for packet in context.encode(frame)]
    packets += [bytes(packet) for packet in context.encode(None)]
    assert len(packets) == _PIECE
    return _kept(store, EncodedSound(bytes(context.extradata or b""), tuple(packets)).to_bytes())


def _sound(store: Store, key: str, language: str, samples: int) -> SoundEssence:
    """The piece over and over, the last time as much of it as the film still needs."""
    count, rest = divmod(packets_for(samples), _PIECE)
    pieces = [Stored(digest_bytes(store.read(key)), _PIECE)] * count
    if rest:
        whole = EncodedSound.from_bytes(store.read(key))
        pieces.append(Stored(_kept(store, EncodedSound(whole.extradata, whole.packets[:rest]).to_bytes()), rest))
    rung = SoundRung(f"sound-{language}")
    return SoundEssence(rung, pieces, language, _TONGUES[language][0])


def _words(language: str, frames: int) -> SubtitleEssence:
    """A cue every three seconds."""
    name, said = _TONGUES[language]
    cues = [
        Cue(start, start + _CUE - _GAP, ((CueWord(f"{said}, {number}.", start, False),),), start)
        for number, start in enumerate(range(_GAP, frames - _CUE, _CUE))
    ]
    texts = tuple(TimedText(cue.start, cue.end, cue.text) for cue in cues)
    beside = {f"film.{language}.vtt": webvtt(cues, _FRAME_RATE)}

    def part(start: int, end: int) -> bytes:
        return webvtt_part(cues, _FRAME_RATE, start, end)

    return SubtitleEssence(language, name, part, beside, (), texts)


def _kept(store: Store, content: bytes) -> str:
    key = digest_bytes(content)
    store.write(key, content)
    return key
