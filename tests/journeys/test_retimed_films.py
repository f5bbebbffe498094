"""Frame n of a retimed film is what its time map says, on clips whose every picture carries its number."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path

import av
import numpy as np
import pytest
from films import FIXTURES, SMALL, lumas, numbers, same_bytes
from make_fixtures import SyntheticClip, clip_frame, make_clip
from test_sync import clicks, flashes

import longtake

assert FIXTURES.is_dir()


def storyboard(folder: Path, clip: Path, words: str, rate: str = "24") -> Path:
    """A storyboard of one shot beside its clip."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / clip.name).write_bytes(clip.read_bytes())
    path = folder / "storyboard.yaml"
    frame = f"frame: {{size: 320x180, rate: {rate}}}"
    path.write_text(f"storyboard: 1\n{frame}\nscenes:\n- shots:\n  - {{clip: {clip.name}{words}}}\n", "utf-8")
    return path


def made(folder: Path, clip: Path, words: str = "", rate: str = "24") -> longtake.Package:
    options = {name: value for name, value in SMALL.items() if name != "size"}
    return longtake.make(storyboard(folder, clip, words, rate), folder / "out", **options)


def repeated(path: Path, content: int, file: int, frames: int) -> Path:
    """A clip of `content` pictures a second in a file of `file`, as converters write it."""
    clip = SyntheticClip(rate=Fraction(file), frames=frames, tone=None)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=file, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "yuv420p"
        for number in range(frames):
            frame = clip_frame(clip, number * content // file)
            frame.pts, frame.time_base = number, Fraction(1, file)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("kind", "rate", "frames"), [("rate-25", "24", 50), ("plain", "25", 48)])
def test_a_few_per_cent_of_speed_show_every_picture_once(
    kind: str, rate: str, frames: int, made_clips: Path, tmp_path: Path
) -> None:
    assert numbers(made(tmp_path, made_clips / f"{kind}.mp4", "", rate).film) == list(range(frames))


@pytest.mark.parametrize("speed", ["0.5", "2", "4", "0.25"])
def test_whole_speeds_show_pictures_evenly(speed: str, made_clips: Path, tmp_path: Path) -> None:
    """Each as often as its neighbours: the nearest in time, the earlier one on a tie."""
    times = Fraction(speed)
    expected = [min(47, ceil(frame * times - Fraction(1, 2))) for frame in range(int(48 / times))]
    found = numbers(made(tmp_path, made_clips / "plain.mp4", f", speed: {speed}").film)
    assert found == expected
    assert len({found.count(number) for number in set(found) if 4 <= number < 40}) == 1  # type: ignore[operator]


def test_a_blend_mixes_the_pictures_before_and_after_by_their_distance(made_clips: Path, tmp_path: Path) -> None:
    """Every fourth frame of 30 on 24 is a picture as it is; those between are mixtures of the two beside them."""
    clip = SyntheticClip(rate=Fraction(30), frames=60, tone=None)
    path = make_clip(tmp_path / "thirty.mp4", clip)
    pictures = [plain_luma(clip, number) for number in range(60)]
    shown = list(lumas(made(tmp_path, path).film))
    assert len(shown) == 48
    for frame, luma in enumerate(shown):
        first, weight = divmod(Fraction(frame * 30, 24), 1)
        mixed = (1 - float(weight)) * pictures[int(first)] + float(weight) * pictures[min(59, int(first) + 1)]
        assert abs(small(luma) - mixed).mean() < 3


def plain_luma(clip: SyntheticClip, number: int) -> np.ndarray:
    return small(clip_frame(clip, number).to_ndarray(format="gray")[::2, ::2])


def small(luma: np.ndarray) -> np.ndarray:
    height, width = luma.shape[0] // 4 * 4, luma.shape[1] // 4 * 4
    return luma[:height, :width].reshape(height // 4, 4, width // 4, 4).mean(axis=(1, 3), dtype=np.float32)


def test_pictures_doubled_to_fit_a_rate_come_back_alone(tmp_path: Path) -> None:
    path = repeated(tmp_path / "doubled.mp4", 24, 30, 120)
    found = numbers(made(tmp_path, path).film)
    assert found == list(range(96))


def test_a_doubled_clip_of_the_film_s_rate_stays_as_it_is(tmp_path: Path) -> None:
    path = repeated(tmp_path / "doubled.mp4", 16, 24, 72)
    assert numbers(made(tmp_path, path).film) == [number * 16 // 24 for number in range(72)]


def test_a_still_clip_keeps_all_its_pictures(tmp_path: Path) -> None:
    path = repeated(tmp_path / "still.mp4", 0, 24, 72)
    [facts] = longtake.inspect([path])
    assert facts.picture.repeats == ()  # type: ignore[union-attr]
    assert numbers(made(tmp_path, path).film) == [0] * 72


@pytest.mark.parametrize(
    ("words", "rate"), [(", speed: 0.5", "24"), (", speed: 2", "24"), (", speed: 0.8", "24"), ("", "25")]
)
def test_flash_and_click_meet_at_another_speed(words: str, rate: str, made_clips: Path, tmp_path: Path) -> None:
    film = made(tmp_path, made_clips / "sync.mp4", words, rate).film
    seen, heard = flashes(film, int(rate)), clicks(film)
    assert len(seen) == len(heard) == 4
    # The first click is softened by the fade at the film's start, so its beginning can't be told.
    assert max(abs(click - flash) for flash, click in zip(seen[1:], heard[1:], strict=True)) <= 0.001


def test_over_a_ramp_each_frame_shows_the_picture_where_the_speed_has_come_to(made_clips: Path, tmp_path: Path) -> None:
    """From 2 to a half over 48 pictures: at 1.25 on average, 38 frames; frame k stands at the integral of the speed."""
    film = made(tmp_path, made_clips / "plain.mp4", ", retime: nearest, speed: {from: 2, to: 0.5}").film
    places = [2 * k - Fraction(3, 2) * k * k / (2 * 38) for k in range(38)]
    assert numbers(film) == [min(47, ceil(place - Fraction(1, 2))) for place in places]


def test_flow_shows_the_clip_s_own_pictures_where_they_fall_on_frames(tmp_path: Path) -> None:
    pytest.importorskip("cv2", reason="OpenCV is not installed: pip install 'longtake[seams]'")
    path = make_clip(tmp_path / "thirty.mp4", SyntheticClip(rate=Fraction(30), frames=60, tone=None))
    found = numbers(made(tmp_path, path, ", retime: flow").film)
    assert len(found) == 48
    assert found[::4] == list(range(0, 60, 5))


def test_one_worker_and_two_give_the_same_retimed_film(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "thirty.mp4", SyntheticClip(rate=Fraction(30), frames=180, flash=True))
    options = {name: value for name, value in SMALL.items() if name not in ("size", "workers")}
    films = [
        longtake.make(
            storyboard(tmp_path / "one", path, ", speed: 0.7"),
            tmp_path / f"out-{workers}",
            workspace=tmp_path / f"space-{workers}",
            workers=workers,
            **options,
        )
        for workers in (1, 2)
    ]
    assert same_bytes(films[0].folder) == same_bytes(films[1].folder)
