"""Further films in one file, beside `film.mp4`: what targets get, and scenes to look at. Packets are copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from longtake.errors import PackagingError
from longtake.media import Digest, FrameRate, digest_of
from longtake.packaging.delivery import Delivery, PackagedFile
from longtake.packaging.one_file import Cover, OneFile, written
from longtake.packaging.reels import PictureReel, SoundReel
from longtake.packaging.samples import PictureReader, SoundReader
from longtake.packaging.segments import AAC_FRAME, packets_for

__all__ = ["FURTHER_FOLDERS", "FurtherFile", "part_file", "target_file", "write_further"]

FURTHER_FOLDERS = ("scenes", "targets")
_VERSION = "longtake further films 1"  # raised whenever the same essence would give other bytes


@dataclass(frozen=True, slots=True)
class FurtherFile:
    """A file that is still to be written. recipe: the digest of all that it is made of; most: bytes that it may have,
    None for any number."""

    path: str
    recipe: Digest
    write: Callable[[BinaryIO], None]
    most: int | None = None


def write_further(delivery: Delivery, file: FurtherFile, recipes: Mapping[str, str]) -> PackagedFile:
    """The file, as it stands where its recipe is that of the one known there. recipes: of the files that stand.

    Raises PackagingError for one that is larger than it may be.
    """
    standing = delivery.at_hand(file.path)
    if standing and recipes.get(file.path) == file.recipe:
        return standing
    with delivery.beside(file.path) as out:
        file.write(out)
    made = delivery.describe(file.path)
    if file.most is not None and made.size > file.most:
        raise PackagingError(
            f"{file.path} has {made.size} bytes, {file.most} are allowed: its encoder did not keep its rate",
            advice=("ask for a little less, such as --target NAME:SIZE", "or leave --encoder out, for x264"),
        )
    return made


def part_file(
    path: str,
    title: str,
    rate: FrameRate,
    lengths: Sequence[int],
    spans: range,
    picture: PictureReader,
    sound: SoundReader | None,
) -> FurtherFile:
    """Whole spans of a film as a film of their own, with the sound that is heard there to the sample.

    lengths: frames of every span of the film.
    """
    start, frames = sum(lengths[: spans.start]), [lengths[number] for number in spans]
    begin, end = rate.samples(start), rate.samples(start + sum(frames))
    first = begin // AAC_FRAME  # it is decoded for the next one's sake and skipped, as priming is
    packets = packets_for(end) - first
    sounds = [replace(sound.sound.track, skip=AAC_FRAME + begin % AAC_FRAME)] if sound else []
    film = OneFile(title, rate, frames, picture.video.track, sounds, packets)

    def write(file: BinaryIO) -> None:
        heard = [SoundReel(sound, first)] if sound else []
        _written(file, film, PictureReel(picture, spans), heard, None)

    made_of = [picture.span_keys(spans.start, spans.stop), sound.packet_keys(first, first + packets) if sound else None]
    return FurtherFile(path, digest_of([_VERSION, title, str(rate), frames, begin, made_of]), write)


def target_file(
    path: str,
    film: OneFile,
    picture: PictureReader,
    sound: SoundReader | None,
    cover: tuple[Digest, Cover] | None,
    most: int | None,
    *,
    has_edits: bool = True,
) -> FurtherFile:
    """A whole film for a target. has_edits: else its times begin at 0 by themselves, and the priming is left out, for
    who reads no edit lists; the first 21 ms of its sound fade in then."""
    spans, packets = range(len(film.spans)), packets_for(film.rate.samples(film.frames))
    first = 0 if has_edits else 1
    tracks = [sound.sound.track] if sound else []
    if not has_edits:
        tracks = [replace(track, skip=0, has_edit=False) for track in tracks]
    seen = picture.video.track if has_edits else replace(picture.video.track, has_edit=False)
    film = replace(film, picture=seen, sounds=tracks, packets=packets - first)

    def write(file: BinaryIO) -> None:
        heard = [SoundReel(sound, first)] if sound else []
        _written(file, film, PictureReel(picture, spans), heard, cover[1] if cover else None)

    made_of = [picture.span_keys(0, len(spans)), sound.packet_keys(first, packets) if sound else None]
    said = [film.title, str(film.rate), [[one.start, one.title] for one in film.chapters], film.language]
    words = [bytes(one.run.data).hex() for one in film.texts]
    recipe = digest_of([_VERSION, *said, words, has_edits, cover[0] if cover else None, made_of])
    return FurtherFile(path, recipe, write, most)


def _written(file: BinaryIO, film: OneFile, seen: PictureReel, heard: Sequence[SoundReel], cover: Cover | None) -> None:
    for _ in written(file, film, seen, heard, cover):
        pass
