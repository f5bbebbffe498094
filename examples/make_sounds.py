"""Make the music and the sounds of the explainer and the onboarding film, of numbers alone; they are given away (CC0).

Run `python make_sounds.py`. It needs numpy and PyAV, and the same versions of both write the same bytes.
"""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

HERE = Path(__file__).parent
SAMPLE_RATE = 48_000
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
LEAVES = ["A2 E3 C4 G4", "F2 C3 A3 E4", "C3 G3 E4 B4", "G2 D3 B3 E4"] * 2
OFFICE = ["D3 A3 F#4 C#5", "B2 F#3 D4 A4", "G2 D3 B3 F#4", "A2 E3 B3 D4"] * 2


def seconds_of(length: float) -> Floats:
    """The time of each sample."""
    return np.arange(round(length * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE


def rising(low: float, high: float, x: Floats) -> Floats:
    """From 0 at `low` to 1 at `high`, without a corner."""
    part = np.clip((x - low) / (high - low), 0, 1)
    return part * part * (3 - 2 * part)


def hertz_of(name: str) -> float:
    """Equal temperament from A4 = 440 Hz; 'F#3' is the F sharp below middle C."""
    return 440 * 2 ** ((STEPS[name[0]] + name.count("#") - 9) / 12 + int(name[-1]) - 4)


def mallet(hertz: float) -> Floats:
    """A wooden bar that rings for two seconds: its fourth harmonic is short and bright."""
    t = seconds_of(2)
    tone = np.sin(2 * np.pi * hertz * t) * np.exp(-3.2 * t) + 0.25 * np.sin(8 * np.pi * hertz * t) * np.exp(-14 * t)
    return tone * rising(0, 0.004, t) * rising(2, 1.6, t)


def breath(hertz: float, length: float) -> Floats:
    """A soft tone that swells and goes."""
    t = seconds_of(length)
    tone = sum(np.sin(2 * np.pi * hertz * (1 + off) * t) for off in (-0.0014, 0, 0.0014))
    return tone * rising(0, length / 3, t) * rising(length, length / 2, t) / 3


def placed(sound: Floats, at: float, voice: Floats, side: float = 0.5) -> None:
    """Adds a mono voice at a time. side: 0 left, 1 right."""
    first = round(at * SAMPLE_RATE)
    room = sound[first : first + len(voice)]
    room += voice[: len(room), None] * np.array([1 - side, side], np.float32)


def bed(bars: list[str], beat: float) -> Floats:
    """The last two bars as a lead-in, then all of them: what rings on at the end is what rings at the loop's start, so
    that the music goes round from the end of its second bar without a seam."""
    bar = 4 * beat
    sound = np.zeros((round((len(bars) + 2) * bar * SAMPLE_RATE), 2), np.float32)
    for number, chord in enumerate([*bars[-2:], *bars]):
        notes = chord.split()
        for which, note in enumerate(notes):
            placed(sound, number * bar, 0.10 * breath(hertz_of(note), bar + 2), 0.35 + 0.1 * which)
        for eighth, which in enumerate((0, 2, 1, 3, 2, 1, 3, 2)):
            loud, at = 0.20 if eighth % 4 == 0 else 0.13, number * bar + eighth * beat / 2
            placed(sound, at, loud * mallet(2 * hertz_of(notes[which])), 0.3 + 0.05 * eighth)
    return sound / np.abs(sound).max() * 0.5


def last_leaf() -> Floats:
    """Fourteen seconds that come to rest: four notes that fall, and a chord that goes out under them."""
    sound = np.zeros((14 * SAMPLE_RATE, 2), np.float32)
    for which, note in enumerate(("C2", "G2", "E3", "B3")):
        placed(sound, 0, 0.3 * breath(hertz_of(note), 13), 0.3 + 0.13 * which)
    for number, note in enumerate(("B5", "G5", "E5", "C5")):
        placed(sound, 1.2 + 1.9 * number, 0.3 * mallet(hertz_of(note)), 0.7 - 0.13 * number)
    return sound / np.abs(sound).max() * 0.5


def hiss(length: float, seed: int, middle: float, width: float) -> Floats:
    """Stereo noise around a middle in Hz; its loudest sample is 1."""
    white = np.random.default_rng(seed).standard_normal((round(length * SAMPLE_RATE), 2))
    hertz = np.fft.rfftfreq(len(white), 1 / SAMPLE_RATE)[:, None]
    band = np.exp(-(np.log(np.maximum(hertz, 1) / middle) ** 2) / (2 * width**2))
    heard = np.fft.irfft(np.fft.rfft(white, axis=0) * band, len(white), axis=0)
    return (heard / np.abs(heard).max()).astype(np.float32)


def wind() -> Floats:
    """One breath of wind through dry leaves, four seconds."""
    t = seconds_of(4)[:, None]
    gust = rising(0, 1.6, t) * rising(4, 1.9, t)
    return (0.5 * hiss(4, 7, 320, 0.7) * gust + 0.16 * hiss(4, 8, 4200, 0.5) * gust**3).astype(np.float32)


def card_reader() -> Floats:
    """Two notes of a reader, then the bolt of a door."""
    sound = np.zeros((round(1.2 * SAMPLE_RATE), 2), np.float32)
    for at, hertz in ((0.0, 1046.5), (0.11, 1568.0)):
        t = seconds_of(0.14)
        placed(sound, at, 0.3 * np.sin(2 * np.pi * hertz * t) * rising(0, 0.005, t) * rising(0.14, 0.1, t))
    t = seconds_of(0.3)[:, None]
    bolt = 0.7 * hiss(0.3, 9, 900, 0.8) * np.exp(-26 * t) * rising(0, 0.002, t)
    sound[round(0.6 * SAMPLE_RATE) :][: len(bolt)] += bolt
    return sound


def written(path: Path, sound: Floats, bits: int) -> None:
    """An Ogg file with Opus, so many bits a second."""
    path.parent.mkdir(exist_ok=True)
    with av.open(path, "w", options={"fflags": "bitexact"}) as file:
        stream = file.add_stream("libopus", SAMPLE_RATE, layout="stereo", bit_rate=bits)
        for first in range(0, len(sound), 960):
            planes = np.ascontiguousarray(sound[first : first + 960].T, np.float32)
            frame = av.AudioFrame.from_ndarray(planes, "fltp", "stereo")
            frame.sample_rate, frame.pts = SAMPLE_RATE, first
            file.mux(stream.encode(frame))
        file.mux(stream.encode())


def main() -> None:
    written(HERE / "explainer/sounds/bed.ogg", bed(LEAVES, 0.75), 40_000)
    written(HERE / "explainer/sounds/last_leaf.ogg", last_leaf(), 40_000)
    written(HERE / "explainer/sounds/wind.ogg", wind(), 40_000)
    written(HERE / "onboarding/sounds/bed.ogg", bed(OFFICE, 0.6), 40_000)
    written(HERE / "onboarding/sounds/card_reader.ogg", card_reader(), 40_000)


if __name__ == "__main__":
    main()
