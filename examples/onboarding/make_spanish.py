"""Make the Spanish recordings of this film: recordings/*.es.ogg, as a studio would send them.

Run `python make_spanish.py` in an environment with `longtake[voices]` and Kokoro's voices (`make voices`). The voice
is Dora of Kokoro 82M (weights and voices Apache-2.0), which Longtake does not offer, for it reads no Spanish by itself:
how the words sound is written here, in the International Phonetic Alphabet. What is made is given away (CC0).
"""

from __future__ import annotations

import asyncio
import io
import sys
import wave
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import av
import numpy as np

from longtake.media import Digest, Pause, Phrase
from longtake.speech.embedded import EmbeddedSpeaker
from longtake.speech.kokoro import Kokoro
from longtake.speech.sources import VoiceFile, files_of, read
from longtake.speech.stretches import Sounded
from longtake.speech.voice import Utterance

HERE = Path(__file__).parent
DORA = VoiceFile("ef_dora.bin", Digest("f66ec66bd295acb18372e37008533a9a3228483ccd294e7538d5d9294ac9a532"), 522_240, "")
LINES = {
    "welcome": (
        "Bienvenida a Fernweh. Hoy preparas tres cosas, y ninguna dura más que un café.",
        "bjˌembenˈiða a fˈeɾnwe ˈoɪ pɾepˈaɾas tɾˈes kˈosas i niŋɡˈuna ðˈuɾa mˈas ke ˈun kafˈe",
    ),
    "keys": (
        "Primero, tu tarjeta. Acércala una vez, y aquí te conocen todas las puertas.",
        "pɾimˈeɾo tu taɾxˈeta aθˈeɾkala ˈuna βˈeθ i akˈi te konˈoθen tˈoðas las pwˈeɾtas",
    ),
    "calendar": (
        "Después, tu calendario. Mueve una reunión, y ya conoces a tu equipo.",
        "despwˈes tu kˌalendˈaɾjo mwˈeβe ˈuna reʊnjˈon i ʝˈa konˈoθes a tu ekˈipo",
    ),
    "table": (
        "Y por último, tu mesa. Es la de la ventana, y la planta que hay encima es cosa tuya.",
        "i poɾ ˈultimo tu mˈesa ˈes la ðe la βentˈana i la plˈanta ke ˈaɪ enθˈima ˈes kˈosa tˈuʝa",
    ),
    "ask": (
        "Para todo lo demás, pregunta. Aquí todo el mundo tuvo un primer día.",
        "pˌaɾa tˈoðo lo ðemˈas pɾeɣˈunta akˈi tˈoðo el mˈundo tˈuβo ˈum pɾimˈeɾ ðˈia",
    ),
}
"""Each recording: what is said, and its sounds, word by word."""


class Read:
    """Reads what LINES says how to read."""

    def sounded(self, parts: Sequence[Phrase | Pause]) -> list[Sounded | Pause]:
        (phrase,) = (part for part in parts if isinstance(part, Phrase))
        sounds = next(sounds for text, sounds in LINES.values() if text == phrase.text)
        return [Sounded(*pair) for pair in zip(phrase.text.split(), punctuated(phrase.text, sounds), strict=True)]


def punctuated(text: str, sounds: str) -> list[str]:
    """The sounds of each word with the signs that stand behind it, which the voice heeds."""
    pairs = zip(text.split(), sounds.split(), strict=True)
    return [sound + "".join(takewhile(lambda sign: sign in ",.", reversed(word))) for word, sound in pairs]


def written(path: Path, sound: bytes) -> None:
    """A WAV as Ogg with Opus, mono, 32 kbit/s."""
    with wave.open(io.BytesIO(sound)) as file:
        rate, samples = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")
    with av.open(path, "w", options={"fflags": "bitexact"}) as ogg:
        stream = ogg.add_stream("libopus", rate, layout="mono", bit_rate=32_000)
        for first in range(0, len(samples), 480):
            frame = av.AudioFrame.from_ndarray(samples[None, first : first + 480], "s16", "mono")
            frame.sample_rate, frame.pts = rate, first
            ogg.mux(stream.encode(frame))
        ogg.mux(stream.encode())


def main() -> None:
    model, _ = files_of("heart")
    engine = Kokoro(Kokoro.opened(read(model, "dora")), read(DORA, "dora"), "dora")
    speaker = EmbeddedSpeaker("dora", engine, Read(), ("es",), emphasises=False)
    (HERE / "recordings").mkdir(exist_ok=True)
    for name, (text, _) in LINES.items():
        spoken = asyncio.run(speaker.say(Utterance((Phrase(text),), "es")))
        written(HERE / f"recordings/{name}.es.ogg", spoken.sound)
        sys.stdout.write(f"recordings/{name}.es.ogg\n")


if __name__ == "__main__":
    main()
