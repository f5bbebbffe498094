"""A film in one MP4, picture and sound interleaved: the whole film, what a target gets of it, or a scene to look at."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO, Protocol

from longtake.media import FrameRate
from longtake.packaging.chapters import Chapter, chapter_list, chapter_track
from longtake.packaging.film_file import FilmWriter, TrackPlan
from longtake.packaging.interleaving import Turn, turn_count, turns_of
from longtake.packaging.segments import Ticks
from longtake.packaging.text_track import TextTrack
from longtake.packaging.tracks import SampleRun, Track
from longtake.packaging.user_data import room_for_user_data, user_data

__all__ = ["Cover", "OneFile", "Reel", "written"]

Cover = Callable[[], bytes]
"""Gives the cover, a JPEG; called once, when all else is written."""


class Reel(Protocol):
    """Samples of a track in decode order, each given once."""

    def take(self, count: int) -> list[SampleRun]: ...


@dataclass(frozen=True, slots=True)
class OneFile:
    """What will stand in the file. spans: frames of each; packets: of every sound, priming included; language: of the
    chapters' titles."""

    title: str
    rate: FrameRate
    spans: Sequence[int]
    picture: Track
    sounds: Sequence[Track]
    packets: int
    texts: Sequence[TextTrack] = ()
    chapters: Sequence[Chapter] = ()
    language: str = "und"

    @property
    def frames(self) -> int:
        return sum(self.spans)

    @property
    def turns(self) -> Iterator[Turn]:
        return turns_of(self.spans, self.rate, self.packets)

    @property
    def chapter_track(self) -> tuple[TextTrack, ...]:
        """None where there are no chapters."""
        ticks = Ticks.of(self.rate)
        return (chapter_track(self.chapters, self.language, ticks, self.frames),) if self.chapters else ()


def written(
    file: BinaryIO, film: OneFile, seen: Reel, heard: Sequence[Reel], cover: Cover | None
) -> Generator[int, None, None]:
    """Writes into `file`, a span at a time; says before each how many are written, and that all are."""
    turns = turn_count(film.spans, film.rate)
    texts = (*film.texts, *film.chapter_track)
    first_text, listed = 1 + len(film.sounds), chapter_list(film.chapters, film.rate)
    chapters = first_text + len(texts) if film.chapters else 0  # the last track, counted from 1
    plans = [TrackPlan(film.picture, film.frames, turns, chapters)]
    plans += [TrackPlan(track, film.packets, turns) for track in film.sounds]
    plans += [TrackPlan(text.track, len(text.run.sizes), 1) for text in texts]
    room = room_for_user_data(film.title, listed, has_cover=cover is not None)
    writer = FilmWriter(file, plans, film.frames * Ticks.of(film.rate).frame, room)
    for number, text in enumerate(texts, first_text):
        writer.add(number, [text.run])  # all at once: an hour's are some 60 kB
    for number, of_span in groupby(film.turns, key=lambda turn: turn.span):
        yield number
        for turn in of_span:
            writer.add(0, seen.take(turn.end - turn.first))
            if turn.sound_end > turn.sound_first:
                for track, reel in enumerate(heard, 1):
                    writer.add(track, reel.take(turn.sound_end - turn.sound_first))
    writer.finish(user_data(film.title, listed, cover() if cover else None))
    yield len(film.spans)
