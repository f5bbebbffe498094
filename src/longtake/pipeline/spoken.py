"""Speech that exists: its sound and the times of its words, kept in the workspace by the order that it answers."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TypedDict

from longtake.catalogue import load_voices
from longtake.media import ClipFacts, Digest, Sample, SpokenWord, digest_bytes, digest_of
from longtake.pipeline.materials import Stamp
from longtake.planning import Plan, Timings
from longtake.planning.speeches import pieces_kept
from longtake.speech.sources import engine_key
from longtake.store import DamagedObjectError, Workspace
from longtake.storyboard import Storyboard
from longtake.storyboard.dubs import dub_languages, in_language
from longtake.storyboard.translations import Translations

__all__ = ["Heard", "KeptSpeech", "SpeechShelf", "heard", "measured"]

Words = tuple[SpokenWord, ...] | None

_NONE: Translations = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class KeptSpeech:
    """A piece that was spoken. stamp: of its sound file; words: counted from its start, None where nobody told."""

    facts: ClipFacts
    stamp: Stamp
    words: Words


class SpeechShelf:
    """The speech of a workspace. realm: of what is bought; speech of this machine is of none."""

    def __init__(self, workspace: Workspace, realm: str = "live") -> None:
        self._sounds, self._store, self._realm = workspace.speech, workspace.store, realm
        self._found: dict[tuple[Digest, str], KeptSpeech] = {}

    def find(self, order: Digest, voice: str) -> KeptSpeech | None:
        """The piece of that order in that voice; None where it was never spoken, or is gone."""
        if (order, voice) in self._found:
            return self._found[order, voice]
        for told in reversed(list(self._told(order, voice))):
            facts = ClipFacts.from_json(told["facts"])
            path = self._sounds.find(facts.digest)
            if path is not None:
                return self._noted(order, voice, KeptSpeech(facts, Stamp.of(path), _read(told["words"])))
        return None

    def keep(self, order: Digest, voice: str, sound: bytes, facts: ClipFacts, words: Words) -> KeptSpeech:
        """facts: of the sound, as it was admitted; what is kept under an order already stays, if its sound does."""
        assert digest_bytes(sound) == facts.digest
        part = self._sounds.part(secrets.token_hex(8))
        part.write_bytes(sound)
        path = self._sounds.keep(part, facts.digest)
        told = {"facts": facts.to_json(), "words": None if words is None else [[w.text, w.start, w.end] for w in words]}
        number = sum(1 for _ in self._told(order, voice))
        self._store.write(self._key(order, voice, number), json.dumps(told, ensure_ascii=False).encode())
        return self._noted(order, voice, KeptSpeech(facts, Stamp.of(path), words))

    def _noted(self, order: Digest, voice: str, kept: KeptSpeech) -> KeptSpeech:
        """Its sound is read whole to be checked: once is enough."""
        self._found[order, voice] = kept
        return kept

    def _told(self, order: Digest, voice: str) -> Iterator[_Told]:
        """What was written of each time that the order was spoken."""
        number = 0
        while self._store.has(key := self._key(order, voice, number)):
            try:
                yield json.loads(self._store.read(key))
            except DamagedObjectError:
                return
            number += 1

    def _key(self, order: Digest, voice: str, number: int) -> Digest:
        return digest_of(["spoken", order, self._made_by(voice), number])

    def _made_by(self, voice: str) -> list[object]:
        """Speech of this machine is made anew by another version of its model; bought speech stays."""
        embedded = load_voices().embedded(voice)
        return engine_key(embedded.name) if embedded else [self._realm]


class _Told(TypedDict):
    facts: str
    words: list[tuple[str, int, int]] | None


class Heard(TypedDict):
    """Of a planned film: what its speech adds to it."""

    facts: Mapping[str, ClipFacts]
    files: Mapping[str, Stamp]
    spoken: Mapping[Digest, Words]


def measured(
    storyboard: Storyboard, shelf: SpeechShelf, given: Timings | None = None, translations: Translations = _NONE
) -> Timings:
    """How long the speech of a storyboard lasts that was spoken before, in every language that it is heard in. given:
    counts for more."""
    found = dict(_measured(storyboard, shelf))
    for language in dub_languages(storyboard):
        found |= _measured(in_language(storyboard, language, translations.get(language, {})), shelf)
    return Timings({**found, **(given.seconds if given else {})})


def _measured(storyboard: Storyboard, shelf: SpeechShelf) -> Iterator[tuple[Digest, Fraction]]:
    for known_as, order, voice in pieces_kept(storyboard):
        kept = shelf.find(order, voice)
        if kept and kept.facts.sound:
            yield known_as, kept.facts.sound.seconds


def heard(plan: Plan, shelf: SpeechShelf, facts: Mapping[str, ClipFacts], files: Mapping[str, Stamp]) -> Heard:
    """The facts and files of a film with those of its speech, as far as that was spoken, and when each word is."""
    kept = {piece: found for piece in plan.all_speech if (found := shelf.find(piece.order, piece.voice))}
    return {
        "facts": {**facts, **{piece.asset: one.facts for piece, one in kept.items()}},
        "files": {**files, **{piece.asset: one.stamp for piece, one in kept.items()}},
        "spoken": {piece.order: one.words for piece, one in kept.items()},
    }


def _read(told: list[tuple[str, int, int]] | None) -> Words:
    return None if told is None else tuple(SpokenWord(text, Sample(start), Sample(end)) for text, start, end in told)
