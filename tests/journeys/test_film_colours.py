"""Colours through the whole make: HDR beside SDR, a LUT over a film, and what a change of either encodes again."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import PIL
import pytest
from films import SMALL, encoding, same_bytes
from make_fixtures import colour_of, make_one

import longtake
from longtake.artwork import AnimaticCard
from longtake.errors import InputError
from longtake.libav.colouring import Colouring
from longtake.libav.cube import cube_of
from longtake.libav.planes import planes_of
from longtake.libav.probing import probe
from longtake.media import ColourTags, Digest, FrameRate, PictureFacts, Size
from longtake.pipeline.materials import Drawn, Footage, Lut, Stamp, Still
from longtake.render import FilmFormat, FootageReader, Sight, conform_for
from longtake.timeline import Shown

FILM = FilmFormat(Size(1280, 720), FrameRate(24))
STAMP, BYTES = Stamp(Path("/a.mp4"), 1, 1), Digest("0" * 64)
CLOSE = 2
TEAL, GOLD = Lut(Digest("1" * 64), STAMP), Lut(Digest("2" * 64), STAMP)

STORY = """\
storyboard: 1
frame: {size: 320x180, rate: 24}
style: {lut: looks/look.cube}
scenes:
- shots:
  - clip: plain.mp4
  - {clip: square.mp4, lut: off}
  - dawn over the sea
"""


def picture(**tags: object) -> PictureFacts:
    size, ticks = Size(640, 360), tuple(range(24))
    return PictureFacts(
        "h264", size, size, Fraction(1), 0, "yuv420p", 8, False, False, ColourTags(**tags), Fraction(1, 24), ticks, 24,
        (0,),
    )  # type: ignore[arg-type]  # fmt: skip


def footage(lut: Lut | None = None, **tags: object) -> str:
    return Footage(BYTES, STAMP, picture(**tags), "fill", Sight((), "", False, 0, 24), lut=lut).source(FILM).key


def still(camera: str, lut: Lut | None = None) -> str:
    sight = Sight((), camera, True, 0, 48)
    return Still(BYTES, STAMP, Size(640, 360), "fill", sight, 48, lut=lut).source(FILM).key


def test_the_recipes_of_plain_sources_are_what_they_were_before_there_was_a_colour_stage() -> None:
    full_601 = {"matrix": "smpte170m", "primaries": "smpte170m", "transfer": "smpte170m", "full": True}
    assert [footage(), footage(**full_601)] == [
        "17b01bcea71c6f790ba703f1ca3a7bf8ff606cb34d8d1b8d42b4914b67035a41",
        "36d8489ef85d3f8de286c6264b6bc0405badfed683d4e51f71272d3c0b8a1108",
    ]


def test_what_pillow_draws_is_named_after_its_build() -> None:
    card = AnimaticCard("one", "opening", "a quiet street")
    still = Still(BYTES, STAMP, Size(640, 360), "fill", Sight((), "", True, 0, 48), 48)
    for source in (still.source(FILM), Drawn(card, 48).source(FILM)):
        assert f"Pillow {PIL.__version__}" in source.recipe


def test_everything_that_decides_colours_is_in_the_recipe() -> None:
    pq = {"transfer": "smpte2084", "primaries": "bt2020"}
    keys = [
        footage(), footage(TEAL), footage(GOLD), footage(**pq), footage(**pq, peak=4000), footage(TEAL, **pq),
        footage(primaries="bt2020"), footage(primaries="smpte432"),
        *(still("", lut) for lut in (None, TEAL, GOLD)),
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)


def test_an_hdr_film_shows_the_colours_of_an_sdr_one_nearly(made_clips: Path, tmp_path: Path) -> None:
    """The fixtures' colours are coded as BT.2020 and then called PQ: bright and saturated, so only order is asked."""
    clips = [made_clips / "hdr.mp4", made_clips / "hlg.mp4"]
    package = longtake.assemble(clips, tmp_path / "out", join="cut", **SMALL)
    with av.open(str(package.film)) as container:
        frames = [frame.to_ndarray(format="rgb24")[4, 4].astype(int) for frame in container.decode(video=0)]
    assert len(frames) == 48
    for number in (0, 8, 16):
        assert np.argmax(frames[number]) == np.argmax(frames[24 + number]) == np.argmax(colour_of(number))


def test_one_worker_or_two_map_hdr_to_the_same_bytes(made_clips: Path, tmp_path: Path) -> None:
    path = tmp_path / "flat.cube"
    path.write_text(cube(0.1, 0.9))
    found = []
    for workers in (1, 2):
        options = {**SMALL, "workers": workers, "lut": path, "workspace": tmp_path / f"workspace-{workers}"}
        clips = [made_clips / "hdr-4000.mp4", made_clips / "hlg.mp4"]
        found.append(same_bytes(longtake.assemble(clips, tmp_path / f"out-{workers}", **options).folder))
    assert found[0] == found[1]


@pytest.fixture
def project(tmp_path: Path, made_clips: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "looks").mkdir(parents=True)
    for name in ("plain.mp4", "square.mp4"):
        shutil.copy(made_clips / name, folder / name)
    (folder / "looks" / "look.cube").write_text(cube(0, 1))
    (folder / "storyboard.yaml").write_text(STORY)
    return folder


def cube(low: float, high: float) -> str:
    """Every channel from low to high: less contrast."""
    ends = (low, high)
    rows = "".join(f"{r} {g} {b}\n" for b in ends for g in ends for r in ends)
    return f"LUT_3D_SIZE 2\n{rows}"


def made(project: Path, out: Path) -> tuple[longtake.Package, int]:
    """The film, and how many spans were encoded for it."""
    return encoding(project / "storyboard.yaml", out, rungs=SMALL["rungs"], workers=SMALL["workers"])[:2]


def white_of(film: Path, number: int) -> float:
    """The slate's white, past what the scaler's edges overshoot; of 255."""
    with av.open(str(film)) as container:
        frames = list(container.decode(video=0))
    return float(np.percentile(frames[number].to_ndarray(format="gray"), 98))


def test_another_lut_encodes_its_shots_again_and_a_renamed_one_none(project: Path, tmp_path: Path) -> None:
    package, everything = made(project, tmp_path / "out")
    assert white_of(package.film, 10) >= 225
    (project / "looks" / "look.cube").write_text(cube(0.2, 0.6))
    package, again = made(project, tmp_path / "out")
    assert 0 < again < everything
    assert white_of(package.film, 10) == pytest.approx(0.6 * 255, abs=8)
    assert white_of(package.film, 60) >= 225, "the shot whose lut is off changed"
    (project / "looks" / "look.cube").rename(project / "looks" / "other.cube")
    (project / "storyboard.yaml").write_text(STORY.replace("look.cube", "other.cube"))
    package, again = made(project, tmp_path / "out")
    assert again == 0
    shots = json.loads((package.folder / "manifest.json").read_text())["shots"]
    assert [shot.get("lut", {}).get("file") for shot in shots] == ["looks/other.cube", None, None]


def test_a_broken_lut_is_refused_where_the_storyboard_names_it(project: Path, tmp_path: Path) -> None:
    (project / "looks" / "look.cube").write_text("LUT_3D_SIZE 2\n0 0 0\n")
    with pytest.raises(InputError) as refused:
        longtake.make(project / "storyboard.yaml", tmp_path / "out")
    [finding] = refused.value.findings
    assert finding.place.endswith("storyboard.yaml:3:14")
    assert finding.message == ("looks/look.cube: line 2: the file ends after 1 of the 8 rows that its size needs")


def test_assemble_lays_a_lut_over_clips_and_stills_alike(made_clips: Path, tmp_path: Path) -> None:
    path = tmp_path / "flat.cube"
    path.write_text(cube(0.2, 0.6))
    clips = [made_clips / "plain.mp4", make_one(tmp_path, "still-png")]
    package = longtake.assemble(clips, tmp_path / "out", join="cut", lut=path, **SMALL)
    for number in (10, 100):
        assert white_of(package.film, number) == pytest.approx(0.6 * 255, abs=8)


def stays(path: Path) -> float:
    """The share of samples of a clip's first picture that a LUT which changes nothing leaves within two code values."""
    facts = probe(path.absolute()).picture
    assert facts
    size = Size(facts.shown.width // 2 * 2, facts.shown.height // 2 * 2)
    nothing = Colouring(None, cube_of(cube(0, 1).encode(), "nothing.cube"))
    pictures = []
    for way in (None, nothing):
        with closing(FootageReader(path, facts, [Shown(0, 0)], conform_for(facts, size, "fill"), way)) as reader:
            pictures.append(planes_of(reader.frame(0)))
    apart = [np.abs(plain.astype(int) - through).ravel() for plain, through in zip(*pictures, strict=True)]
    return float(np.mean(np.concatenate(apart) <= CLOSE))


@pytest.mark.parametrize(
    "name",
    ["plain", "bt601", "full-range", "ten-bit", "interlaced", "rotated", "anamorphic", "alpha", "alpha-png", "odd"],
)
def test_a_lut_that_changes_nothing_leaves_any_kind_of_clip_as_it_was(name: str, made_clips: Path) -> None:
    [path] = made_clips.glob(f"{name}.*")
    assert stays(path) > 0.97  # what lies outside R'G'B' at hard edges is cut


@pytest.mark.clips
@pytest.mark.long
def test_a_lut_that_changes_nothing_leaves_the_real_clips_as_they_were(clips_folder: Path) -> None:
    paths = sorted([*clips_folder.glob("*.mp4"), *clips_folder.glob("*.gif")])[::3]
    assert min(stays(path) for path in paths) > 0.95
