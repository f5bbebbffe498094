"""The sound of real clips: 24 and 44.1 kHz stereo, 16 kHz mono, vorbis music; placed and encoded to the sample."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from made_sound import RATE, decode, edit, lag, snr

from longtake.media import Digest, FrameRate, SoundFacts, SoundRung, digest_file
from longtake.sound import Bed, NativeSound, SoundCue, SoundSource, build_mix, packets_of, pieces_of
from longtake.sound.encode import encode_pieces
from longtake.sound.mixing import Mixer

pytestmark = pytest.mark.clips

PRESENTERS = ("turbot2av-01.mp4", "turbot2av-02.mp4", "turbot2av-03.mp4", "turbot2av-04.mp4")
MIXED = ("infinitetalk-01.mp4", "infinitetalk-03.mp4", "humo-06.mp4", "longcat-02.mp4", "fastvideo-05.mp4")


def plain(path: Path) -> tuple[np.ndarray, SoundFacts]:
    """An independent reading: all frames by libav's ready-made resampler, channels averaged, and the facts."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    resampler = av.AudioResampler("fltp", frames[0].layout, RATE)
    blocks = [out.to_ndarray().mean(axis=0) for frame in [*frames, None] for out in resampler.resample(frame)]
    rate, channels = frames[0].sample_rate, frames[0].layout.nb_channels
    assert frames[0].pts == 0
    return np.concatenate(blocks), SoundFacts("", rate, channels, Fraction(0), sum(frame.samples for frame in frames))


class Folder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[Digest, Path] = {}

    def add(self, name: str) -> SoundSource:
        path = self.folder / name
        digest = digest_file(path)
        self.paths[digest] = path
        return SoundSource.of(digest, plain(path)[1], name)

    def __call__(self, digest: Digest) -> Path:
        return self.paths[digest]


@pytest.mark.parametrize("name", MIXED)
def test_a_trimmed_clip_is_heard_from_its_frame_on(clips_folder: Path, name: str) -> None:
    folder = Folder(clips_folder)
    source = folder.add(name)
    mix = build_mix(Bed(edit([(29, 101)], [], FrameRate(24)), (NativeSound(source),)))
    with Mixer(folder) as mixer:
        (piece,) = pieces_of(mix)
        sound = mixer.mix(piece).pcm[:, : mix.samples].mean(axis=0)
    wanted = plain(clips_folder / name)[0][29 * 2000 : 101 * 2000].clip(
        -1, 1
    )  # one clip goes over full scale by itself
    if np.abs(wanted).max() < 1e-4:
        assert np.abs(sound).max() < 1e-4  # one clip carries a silent track
    else:
        assert lag(sound[RATE : 2 * RATE], wanted[RATE : 2 * RATE]) == 0
        loudest = np.abs(sound[RATE : 2 * RATE]).max()
        assert loudest == pytest.approx(np.abs(wanted[RATE : 2 * RATE]).max(), rel=0.01)


def test_a_film_of_clips_folder_with_music_is_in_time_from_start_to_end(clips_folder: Path) -> None:
    folder = Folder(clips_folder)
    natives = tuple(NativeSound(folder.add(name)) for name in PRESENTERS)
    timeline = edit([(6, 115)] * 4, [12, 0, 11])
    music = SoundCue(folder.add("music-01.ogg"), "music", 0, 0, 4 * 109 * 2000, -2000)
    mix = build_mix(Bed(timeline, natives, (music,)))
    pieces = pieces_of(mix)
    made = list(encode_pieces(pieces, folder, SoundRung()))
    with Mixer(folder) as mixer:
        wanted = np.concatenate([mixer.mix(piece).pcm[:, piece.heard] for piece in pieces], axis=1)
    sound = decode(piece.essence for piece in made)
    assert sum(len(piece.essence.packets) for piece in made) == packets_of(4 * 109 * 2000)
    assert sound.shape == wanted.shape
    assert snr(sound, wanted) > 15
    for at in (2 * RATE, 9 * RATE, 16 * RATE):
        assert lag(sound[0, at : at + RATE], wanted[0, at : at + RATE]) == 0


@pytest.mark.parametrize("name", ["music-01.ogg", "music-02.ogg", "speech-01.ogg"])
def test_a_file_of_sound_lasts_as_long_as_its_facts_say(clips_folder: Path, name: str) -> None:
    folder = Folder(clips_folder)
    source = folder.add(name)
    assert abs(source.samples - len(plain(clips_folder / name)[0])) <= 1
