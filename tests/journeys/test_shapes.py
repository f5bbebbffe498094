"""Films of every shape: circles stay round, bars are black, a changed view costs its own shot."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from films import lumas
from PIL import Image, ImageDraw

import longtake

# A size, and two views around the middle of a picture of 4:3.
SHAPES = {
    "landscape": ("320x180", "10% 20% 80% auto", "15% 24% 70% auto"),
    "portrait": ("180x320", "37% 20% auto 60%", "37.5% 21% auto 58%"),
    "square": ("240x240", "28% 20% auto 60%", "30% 24% auto 52%"),
    "4:5": ("240x300", "32% 20% auto 60%", "33% 24% auto 52%"),
    "21:9": ("420x180", "0% 21% 100% auto", "5% 24% 90% auto"),
}
QUICK = {"rungs": None, "preset": "ultrafast", "workers": 1, "crf": 4}
PICTURE = (320, 240)


def drawn(radius: int = 30) -> Image.Image:
    """A white disc in the middle of dark grey, drawn large and made smaller for a soft edge."""
    large = Image.new("L", (PICTURE[0] * 4, PICTURE[1] * 4), 60)
    x, y, reach = PICTURE[0] * 2, PICTURE[1] * 2, radius * 4
    ImageDraw.Draw(large).ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return large.resize(PICTURE, Image.Resampling.BOX).convert("RGB")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the disc as a still and as a clip of a second."""
    folder = tmp_path_factory.mktemp("discs")
    drawn().save(folder / "disc.png")
    with av.open(str(folder / "disc.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "1", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *PICTURE, "yuv420p"
        for _ in range(24):
            frame = av.VideoFrame.from_image(drawn()).reformat(format="yuv420p", dst_colorspace="ITU709")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return folder


def roundness(luma: np.ndarray) -> float:
    """How much wider than high the disc is, by second moments."""
    weight = np.clip((luma.astype(float) - 180) / 40, 0, 1)
    y, x = np.mgrid[: luma.shape[0], : luma.shape[1]]
    total = weight.sum()
    assert total > 300, "there is a disc to measure"
    spread = [np.sqrt((weight * (at - (weight * at).sum() / total) ** 2).sum() / total) for at in (x, y)]
    return float(spread[0] / spread[1])


def shots_of(shape: str) -> str:
    _, standing, start = SHAPES[shape]
    return f"""
      - {{clip: disc.mp4, trim: 0s..0.25s}}
      - {{image: disc.png, for: 0.25s, camera: static}}
      - {{clip: disc.mp4, trim: 0s..0.25s, camera: pan left}}
      - {{clip: disc.mp4, trim: 0s..0.25s, view: {standing}}}
      - {{image: disc.png, for: 0.25s, view: {{from: {start}, to: {standing}}}}}
      - {{clip: disc.mp4, trim: 0s..0.25s, view: 80px 60px 160px 120px}}
"""


FITS = ["auto", "fill", "blur", "letterbox"]


@pytest.fixture(scope="module", params=SHAPES)
def pictures(
    request: pytest.FixtureRequest, project: Path, shared_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[np.ndarray]:
    """A film of one shape: for each fit a scene of 36 frames."""
    shape = request.param
    size, name = SHAPES[shape][0], shape.replace(":", "-")
    path = project / f"{name}.yaml"
    scenes = "".join(f"\n  - fit: {fit}\n    shots:{shots_of(shape)}" for fit in FITS)
    path.write_text(f"storyboard: 1\nframe: {{size: {size}}}\nscenes:{scenes}", "utf-8")
    return list(lumas(longtake.make(path, tmp_path_factory.mktemp(name) / "out", **QUICK).film))


@pytest.mark.long
@pytest.mark.parametrize("fit", FITS)
def test_a_circle_is_round_in_the_film(fit: str, pictures: list[np.ndarray]) -> None:
    assert len(pictures) == 36 * len(FITS)
    first = 36 * FITS.index(fit)
    for number in range(first + 3, first + 36, 6):
        assert roundness(pictures[number]) == pytest.approx(1, abs=0.01), f"frame {number - first}"


def test_the_bars_of_a_letterboxed_film_are_black(project: Path, tmp_path: Path) -> None:
    path = project / "bars.yaml"
    head = "storyboard: 1\nframe: {size: 180x320}\nscenes:\n  - fit: letterbox\n    shots:"
    path.write_text(head + shots_of("portrait"), "utf-8")
    with av.open(str(longtake.make(path, tmp_path / "out", **QUICK).film)) as container:
        frames = list(container.decode(video=0))
    for number in (3, 9, 15):  # 180x134 of 4:3 in the middle of 320 lines; the encoder's edges have eight lines
        picture = frames[number].to_ndarray(format="yuv420p")
        bars = [picture[:85], picture[235:320]]
        assert {value for bar in bars for value in np.unique(bar)} == {16}


def test_changing_a_view_encodes_only_its_own_shot(project: Path, tmp_path: Path) -> None:
    told: list[int] = []

    def listen(event: object) -> None:
        if getattr(event, "stage", "") == "spans":
            told.append(event.done - event.reused)  # type: ignore[attr-defined]

    path = project / "edit.yaml"
    head = "storyboard: 1\nframe: {size: 180x320}\nscenes:\n  - shots:"
    shots = shots_of("portrait")
    path.write_text(head + shots, "utf-8")
    longtake.make(path, tmp_path / "out", **QUICK)
    path.write_text(head + shots.replace("view: 37%", "view: 36%"), "utf-8")
    longtake.make(path, tmp_path / "out", on_event=listen, **QUICK)
    assert max(told) == 1


def test_a_camera_move_goes_on_through_a_dissolve(project: Path, tmp_path: Path) -> None:
    Image.new("RGB", PICTURE, (60, 60, 60)).save(project / "ground.png")
    path = project / "through.yaml"
    path.write_text("""
storyboard: 1
frame: {size: 320x240}
scenes:
  - shots:
      - {clip: disc.mp4, trim: 0s..0.5s, camera: pan left}
      - {image: ground.png, for: 0.5s, camera: static, join: dissolve 0.25s}
""")
    places = []
    for luma in list(lumas(longtake.make(path, tmp_path / "out", **QUICK).film))[6:14]:  # mixed from frame 9 on
        weight = np.clip(luma.astype(float) - 80, 0, None)
        places.append(float((weight.sum(axis=0) * np.arange(luma.shape[1])).sum() / weight.sum()))
    assert min(np.diff(places)) > 0.3
