"""When a storyboard's film has to be made again. Nobody waits: at each wait of the watcher the next thing happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat
from pathlib import Path

import pytest

import longtake
from longtake.pipeline import changes
from longtake.storyboard import NO_VALUES, Values

Deed = Callable[[], object]

CLIPS = "{storyboard: 1, title: t, scenes: [{shots: [%s]}]}"


def nothing() -> None:
    pass


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def story(folder: Path, *shots: str) -> Path:
    return written(folder / "storyboard.yaml", CLIPS % ", ".join(shots))


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Iterator[tuple[Path, ...]]]:
    """`watch(storyboard, deeds)`: what is told while at each wait one deed is done, until none is left."""

    def watching(
        storyboard: Path, deeds: Sequence[Deed], values: Values = NO_VALUES, catalogue: Sequence[Path] = ()
    ) -> Iterator[tuple[Path, ...]]:
        waits = iter(deeds)

        def wait(_: float) -> None:
            deed = next(waits, None)
            if deed is None:
                raise KeyboardInterrupt
            deed()

        monkeypatch.setattr(changes.time, "sleep", wait)
        moments = longtake.changes(storyboard, values=values, catalogue=catalogue)
        try:
            yield from moments
        except KeyboardInterrupt:
            return

    return watching


def test_it_begins_with_a_film_to_make(watch, tmp_path) -> None:
    assert list(watch(story(tmp_path, "{action: a}"), [])) == [()]


def test_a_storyboard_that_is_written_counts_once_it_stays_as_it_is(watch, tmp_path) -> None:
    path = story(tmp_path, "{action: a}")
    half = lambda: written(path, "{storyboard: 1, ti")  # noqa: E731
    whole = lambda: story(tmp_path, "{action: bb}")  # noqa: E731
    assert list(watch(path, [nothing, half, whole, nothing, nothing, nothing])) == [(), (path,)]


def test_a_clip_that_is_written_put_there_or_taken_away_counts(watch, tmp_path) -> None:
    clip, path = tmp_path / "clips/a.mp4", story(tmp_path, "{clip: clips/a.mp4}", "{action: b}")
    deeds = chain.from_iterable(
        (deed, nothing, nothing) for deed in (lambda: written(clip, "1"), lambda: written(clip, "22"), clip.unlink)
    )
    assert list(watch(path, [*deeds])) == [(), (clip,), (clip,), (clip,)]


def test_a_file_of_the_same_size_in_the_place_of_another_counts(watch, tmp_path) -> None:
    clip, path = written(tmp_path / "a.mp4", "1"), story(tmp_path, "{clip: a.mp4}")
    was = clip.stat()

    def replace() -> None:
        other = written(tmp_path / "b.mp4", "2")
        os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
        other.replace(clip)

    assert list(watch(path, [replace, nothing])) == [(), (clip,)]


def test_other_files_of_the_folder_do_not_count(watch, tmp_path) -> None:
    path = story(tmp_path, "{clip: a.mp4}")
    assert list(watch(path, [lambda: written(tmp_path / "b.mp4", "1"), *repeat(nothing, 3)])) == [()]


def test_what_the_storyboard_names_now_counts_and_what_it_no_longer_names_does_not(watch, tmp_path) -> None:
    old, new = written(tmp_path / "a.mp4", "1"), written(tmp_path / "b.mp4", "1")
    path = story(tmp_path, "{clip: a.mp4}")
    deeds = [
        *(lambda: story(tmp_path, "{clip: b.mp4, for: 1s}"), nothing),
        *(lambda: written(old, "22"), nothing),
        *(lambda: written(new, "22"), nothing),
    ]
    assert list(watch(path, deeds)) == [(), (path,), (new,)]


def test_while_the_storyboard_cannot_be_read_the_files_of_its_last_state_count(watch, tmp_path) -> None:
    clip, path = written(tmp_path / "a.mp4", "1"), story(tmp_path, "{clip: a.mp4}")
    deeds = [lambda: written(path, "scenes: ["), nothing, lambda: written(clip, "22"), nothing]
    assert list(watch(path, deeds)) == [(), (path,), (clip,)]


def test_what_changes_while_the_film_is_made_counts_after_it(watch, tmp_path) -> None:
    path, seen = story(tmp_path, "{action: a}"), []
    for changed in watch(path, [nothing, nothing]):
        seen.append(changed)
        if len(seen) == 1:
            story(tmp_path, "{action: bb}")
    assert seen == [(), (path,)]


def test_all_that_lies_in_a_folder_of_pictures_counts(watch, tmp_path) -> None:
    frames = tmp_path / "frames"
    first = written(frames / "f_0001.png", "1")
    path = story(tmp_path, "{action: a, overlay: {image: frames/f_%04d.png, rate: 24}}")
    second = frames / "f_0002.png"
    deeds = [lambda: written(first, "22"), nothing, lambda: written(second, "1"), nothing]
    deeds += [lambda: written(second, "22"), nothing]
    assert list(watch(path, deeds)) == [(), (first,), (frames,), (second,)]


def test_translations_values_and_catalogues_count(watch, tmp_path) -> None:
    path = written(
        tmp_path / "storyboard.yaml",
        "{storyboard: 1, title: t, language: en, languages: [de], translations: de.po, variables: {clip: {}},"
        ' scenes: [{shots: [{clip: "${clip}"}]}]}',
    )
    own, clip, words = (tmp_path / name for name in ("models/own.toml", "a.mp4", "de.po"))
    written(own, "1")
    deeds = chain.from_iterable((lambda file=file: written(file, "22"), nothing) for file in (own, clip, words))
    told = list(watch(path, [*deeds], {"clip": "a.mp4"}, [own.parent]))
    assert told == [(), (own,), (clip,), (words,)]


def test_a_text_that_is_no_path_is_the_maker_s_to_refuse(watch, tmp_path) -> None:
    path = written(tmp_path / "storyboard.yaml", CLIPS % r'{clip: "a\0b.mp4"}')
    assert list(watch(path, [nothing])) == [()]
