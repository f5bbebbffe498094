"""What goes along in orders: the author's bytes as they are, parts of sounds, pictures as the film shows them."""

from __future__ import annotations

import asyncio
import io
import wave
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from recordings import write_recording

import longtake
from longtake.errors import MediaError
from longtake.generation.commission import CommissionInput
from longtake.generation.landing import Arrival
from longtake.generation.provider import Asset
from longtake.libav.emulated import EmulatedTake, make_take
from longtake.media import FrameRate, Size, digest_bytes
from longtake.pipeline.inputs import FilmInputs

TEXT = """
storyboard: 1
frame: {size: 320x180, rate: 24}
route: {final: [kling-3.0]}
music: tone.wav
scenes:
  - shots:
      - {clip: clip.mp4, trim: 1s..2s}
      - {action: and on it goes, join: continue, for: 2s, first_frame: first.png}
"""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> longtake.PlannedFilm:
    folder = tmp_path_factory.mktemp("project")
    look = digest_bytes(b"look")
    (folder / "clip.mp4").write_bytes(make_take(EmulatedTake(Size(640, 360), FrameRate(24), 72, look, has_sound=False)))
    Image.new("RGB", (320, 180), (200, 30, 30)).save(folder / "first.png")
    write_recording(folder / "tone.wav", np.arange(48_000 * 2))
    text = TEXT.replace(", first_frame: first.png", "").replace("clip: clip.mp4", "clip: clip.mp4")
    (folder / "film.yaml").write_text(text)
    return longtake.plan(folder / "film.yaml", workspace=folder / "space")


def sent(planned: longtake.PlannedFilm, one: CommissionInput, before: Arrival | None = None) -> Asset:
    return asyncio.run(FilmInputs(planned).asset(one, before))


def test_a_file_goes_along_as_it_is_with_its_kind(planned: longtake.PlannedFilm) -> None:
    asset = sent(planned, CommissionInput("video", asset="clip.mp4"))
    assert asset.content == planned.files["clip.mp4"].path.read_bytes()
    assert (asset.media_type, asset.digest) == ("video/mp4", digest_bytes(asset.content))


def test_a_picture_of_the_author_s_clip_is_the_frame_that_the_film_shows(planned: longtake.PlannedFilm) -> None:
    first = planned.plan.shots[0]
    asset = sent(planned, CommissionInput("first frame", take=first.key, frame=first.visible.end - 1))
    assert asset.media_type == "image/png"
    picture = Image.open(io.BytesIO(asset.content))
    assert picture.size == (320, 180)
    import av

    with av.open(str(planned.files["clip.mp4"].path)) as container:
        frames = [frame.to_image(width=320, height=180) for frame in container.decode(video=0)]
    off = [np.abs(np.asarray(frame, int) - np.asarray(picture, int)).mean() for frame in frames]
    assert off.index(min(off)) % 24 == 23  # the last of the second second; the clip repeats itself every 24 pictures
    assert min(off) < 2


def test_a_part_of_a_sound_is_that_part_to_the_sample(planned: longtake.PlannedFilm) -> None:
    asset = sent(planned, CommissionInput("audio", asset="tone.wav", start=-100, samples=1100))
    with wave.open(io.BytesIO(asset.content)) as file:
        heard = np.frombuffer(file.readframes(5000), "<i2").reshape(-1, 2)
    assert asset.media_type == "audio/wav"
    assert heard.shape == (1100, 2)
    assert 0 < np.abs(heard[:100]).max() < 50  # room tone, which nobody hears
    assert np.abs(heard[100:, 0] - np.arange(1000)).max() <= 1


def heard_of(asset: Asset) -> np.ndarray:
    import av

    with av.open(io.BytesIO(asset.content)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def test_a_sound_goes_along_in_a_form_that_the_model_takes(planned: longtake.PlannedFilm) -> None:
    one = CommissionInput("audio", asset="tone.wav", start=-480, samples=4800, forms=("flac", "mp3"))
    asset, heard = sent(planned, one), heard_of(sent(planned, one))
    assert asset.media_type == "audio/mpeg"
    assert heard.shape == (2, 4800)
    assert np.abs(heard[:, :400]).max() < 2e-3  # the room tone before it, and what an MP3 smears
    assert np.corrcoef(heard[0, 480:], np.arange(4320))[0, 1] > 0.99


def test_a_whole_sound_is_put_into_another_form_only_where_it_must(planned: longtake.PlannedFilm) -> None:
    whole = planned.files["tone.wav"].path.read_bytes()
    taken = sent(planned, CommissionInput("audio", asset="tone.wav", forms=("wav",)))
    changed = sent(planned, CommissionInput("audio", asset="tone.wav", forms=("mp3",)))
    assert (taken.content, changed.media_type) == (whole, "audio/mpeg")
    assert heard_of(changed).shape == (2, 48_000 * 2)


def test_the_same_sound_is_the_same_mp3(planned: longtake.PlannedFilm) -> None:
    one = CommissionInput("audio", asset="tone.wav", forms=("mp3",))
    assert sent(planned, one) == sent(planned, one)


def test_a_file_that_was_changed_since_is_not_sent(planned: longtake.PlannedFilm, tmp_path: Path) -> None:
    path = planned.files["tone.wav"].path
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(MediaError, match="the file changed while the film was being made"):
        sent(planned, CommissionInput("audio", asset="tone.wav"))
