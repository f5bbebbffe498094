"""What a package says of itself when all is measured: the multivariant playlist of HLS, the manifest of DASH. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from longtake.media import SAMPLE_RATE
from longtake.packaging.dash import Listed, Pictured, Spoken, Text, manifest
from longtake.packaging.key_pictures import key_playlist_name
from longtake.packaging.package import PackagePlan
from longtake.packaging.playlists import (
    Rates,
    SoundLine,
    SubtitleLine,
    Variant,
    key_picture_line,
    multivariant_playlist,
    title_line,
)
from longtake.packaging.renditions import Rendition
from longtake.packaging.segments import sound_segments_of
from longtake.packaging.thumbnails import COLUMNS, ROWS, image_line

__all__ = ["Told", "dash_manifest", "main_playlist"]


@dataclass(frozen=True, slots=True)
class Told:
    """What was measured: of rungs, of sounds and of low sounds; of subtitles; of key pictures, for each rung that has
    a playlist of them; of sheets of thumbnails."""

    renditions: Sequence[Rates]
    subtitles: Sequence[Rates]
    keys: Sequence[Rates]
    sheets: Rates | None = None


def main_playlist(plan: PackagePlan, told: Told) -> bytes:
    low_from = len(plan.rungs) - plan.essence.low_rungs
    variants = [
        Variant(
            f"{rendition.name}/{rendition.playlist_name}",
            essence.rung.size,
            rendition.codec,
            measured,
            "" if number < low_from else plan.low_soundings[0].name,
        )
        for number, (essence, rendition, measured) in enumerate(
            zip(plan.essence.rungs, plan.rungs, told.renditions, strict=False)
        )
    ]
    lines = [
        SubtitleLine(one.essence.name, one.essence.language, one.essence.characteristics, one.uri, measured)
        for one, measured in zip(plan.subtitles, told.subtitles, strict=True)
    ]
    wound = variants[-len(plan.wound) :]
    keys = [
        replace(variant, uri=f"{rendition.name}/{key_playlist_name(rendition)}", rates=measured)
        for variant, rendition, measured in zip(wound, plan.wound, told.keys, strict=True)
    ]
    images = [image_line(plan.thumbnails, told.sheets)] if plan.thumbnails and told.sheets else []
    others = [*map(key_picture_line, keys), *images, title_line(plan.essence.title)]
    return multivariant_playlist(variants, plan.essence.rate, _sound_lines(plan, told), lines, others).encode()


def _sound_lines(plan: PackagePlan, told: Told) -> list[SoundLine]:
    """A group, and one of low sounds if there are any; each is called as the film's own sound in it."""
    measured = iter(told.renditions[len(plan.rungs) :])
    return [
        SoundLine(
            group[0].name,
            essence.name,
            essence.language,
            reader.sound.channels,
            f"{rendition.name}/{rendition.playlist_name}",
            rendition.codec,
            next(measured),
            essence.characteristics,
        )
        for group in (plan.soundings, plan.low_soundings)
        for essence, reader, rendition in zip(plan.essence.sounds, plan.sounds, group, strict=False)
    ]


def dash_manifest(plan: PackagePlan, told: Told) -> Iterator[bytes]:
    """Beside the film, so that it reaches the files of the stream and the words."""
    pictures = [
        replace(
            _listed(rendition, measured, [segment.frames * reader.video.ticks.frame for segment in plan.segments]),
            scale=reader.video.ticks.scale,
            size=essence.rung.size,
        )
        for essence, rendition, reader, measured in zip(
            plan.essence.rungs, plan.rungs, plan.pictures, told.renditions, strict=False
        )
    ]
    texts = [
        Text(path, one.essence.language, measured)
        for one, measured in zip(plan.subtitles, told.subtitles, strict=True)
        for path in one.essence.sidecars
        if path.endswith(".vtt")
    ]
    sheets = _sheets(plan, told)
    return manifest(pictures, _sounds(plan, told), texts, plan.essence.rate, plan.segments[-1].end, sheets)


def _sheets(plan: PackagePlan, told: Told) -> Pictured | None:
    thumbnails = plan.thumbnails
    if thumbnails is None or told.sheets is None:
        return None
    names = [f"{thumbnails.folder}/{sheet.name}" for sheet in thumbnails.segments]
    return Pictured(thumbnails.size, f"{COLUMNS}x{ROWS}", names, thumbnails.each, told.sheets)


def _sounds(plan: PackagePlan, told: Told) -> list[Spoken]:
    if not plan.sounds:
        return []
    lengths = [segment.samples for segment in sound_segments_of(plan.segments, plan.essence.rate)]
    heard = (*plan.soundings, *plan.low_soundings)
    listed = [
        _listed(rendition, rates, lengths)
        for rendition, rates in zip(heard, told.renditions[len(plan.rungs) :], strict=True)
    ]
    count = len(plan.soundings)
    return [
        Spoken(listed[number::count], essence.language, reader.sound.channels)
        for number, (essence, reader) in enumerate(zip(plan.essence.sounds, plan.sounds, strict=True))
    ]


def _listed(rendition: Rendition, rates: Rates, lengths: Sequence[int]) -> Listed:
    """In ticks of the sample clock, unless somebody says otherwise."""
    names = [segment.name for segment in rendition.segments]
    init, codec = rendition.init_name, rendition.codec
    return Listed(rendition.name, rendition.folder, codec, rates, init, names, lengths, SAMPLE_RATE)
