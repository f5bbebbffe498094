"""A film as it is shown in another of its languages: which it may be, its titles there, and to which words lips move.

Everything else of its pictures is as in its own language, to the frame, so that it is encoded and bought once for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from longtake.media import Digest, digest_of
from longtake.planning.dubbing import Dubbing
from longtake.planning.hearing import Spoken
from longtake.planning.material import Material
from longtake.planning.plan import Notice, Plan, PlannedScene, PlannedShot, PlannedTitle
from longtake.planning.speeches import pieces_kept
from longtake.planning.voiced import Placing, scenes_placed
from longtake.storyboard import Remark, Storyboard, each_shot, wordings
from longtake.storyboard.dubs import dub_languages
from longtake.storyboard.translations import text_key

__all__ = ["lips_placed", "shown_in", "wordings_in", "wrong_language", "wrong_titles"]

_WORDS = 50
"""How much of a text a message says."""


def wrong_language(storyboard: Storyboard, language: str) -> Iterator[Remark]:
    """Why a film cannot be shown in a language; nothing where it can, and for its own."""
    if language == storyboard.language:
        return
    if language not in storyboard.languages:
        known = [storyboard.language, *(one for one in storyboard.languages if one != storyboard.language)]
        message = f"the film is to be shown in {language}, and it is made in {' and '.join(known)}"
        every = ", ".join([*storyboard.languages, language])
        others = (f"ask for {' or '.join(known)}",) if len(known) > 1 else ()
        yield Remark(
            ("languages",), message, (*others, f"add it: languages: [{every}]", "and its words: translations: …")
        )
    elif language not in dub_languages(storyboard) and _is_heard(storyboard):
        message = f"the film is to be shown in {language}, and nobody speaks {language} in it"
        ways = (f"name a voice: narrator: {{voices: {{{language}: …}}}}", "longtake voices lists them")
        yield Remark(("languages",), message, (*ways, f"or recordings: narration: {{files: {{{language}: …}}}}"))


def wrong_titles(storyboard: Storyboard, language: str, texts: Mapping[str, str]) -> Iterator[Remark]:
    """Each title that a language has no words for. texts: the translations into it."""
    files = " or ".join(storyboard.translations) or "a file, and name it: translations: words.csv"
    for path, shot in each_shot(storyboard):
        for at, title in enumerate(shot.title):
            if text_key(title.text) not in texts:
                message = f"no translation into {language} of the title “{_brief(title.text)}”"
                ways = (f"add it to {files}", "where it stays as it is, let it be its own translation")
                yield Remark((*path, "title", at, "text"), message, ways)


def shown_in(plan: Plan, own: str, language: str, texts: Mapping[str, str]) -> Plan:
    """The plan with its titles and the names of its chapters in a language. own: the film's own; texts: the
    translations, with one of every title."""
    shots = tuple(
        replace(shot, titles=tuple(_title(one, language, texts) for one in shot.titles)) for shot in plan.shots
    )
    scenes = tuple(replace(one, title=texts.get(text_key(one.title), one.title)) for one in plan.scenes)
    notices = (*plan.notices, *_kept_chapters(plan.scenes, own, language, texts), *_kept_cards(shots, own, language))
    return replace(plan, shots=shots, scenes=scenes, notices=notices, language=language)


def wordings_in(storyboard: Storyboard, plan: Plan) -> dict[str, Digest]:
    """The wording of every shot, by its key. Bought lips that speak another language have another one: what a person
    says of one take is not said of the other; of a sketch, it is. plan: of the storyboard."""
    found = wordings(storyboard)
    if not plan.language:
        return found
    bought = {shot.key.partition("/")[0] for shot in plan.shots if shot.segment}
    for (_, shot), key in zip(each_shot(storyboard), [*found], strict=True):
        if shot.follows_speech and key in bought:
            found[key] = digest_of([found[key], "in", plan.language])
    return found


def lips_placed(
    language: str,
    texts: Mapping[str, str],
    placing: Placing,
    materials: Sequence[Material],
    lengths: Sequence[int],
    sounding: Collection[str],
) -> Spoken:
    """What is said in a language, as `Placing.lines` has it of the film's own, each where and as fast as it is
    heard."""
    own = tuple(placing.lines(materials, lengths, sounding).pieces)
    by, shots = placing, (tuple(materials), tuple(lengths), sounding)
    scenes = scenes_placed(by.storyboard, materials, lengths)
    dubbing = Dubbing(by.storyboard, *shots, scenes, by.facts, by.limits, by.stage, by.timings, by.rate, own)
    return dubbing.spoken_in(language, texts)


def _is_heard(storyboard: Storyboard) -> bool:
    """Whether anybody says a word of it: a voice, or a recording."""
    is_recorded = any(scene.narration and scene.narration.file for scene in storyboard.scenes)
    return is_recorded or any(True for _ in pieces_kept(storyboard))


def _title(title: PlannedTitle, language: str, texts: Mapping[str, str]) -> PlannedTitle:
    """One whose words are the same in both stays as it is, and so does what shows it."""
    text = texts[text_key(title.text)]
    return title if text == title.text else replace(title, text=text, language=language)


def _kept_chapters(
    scenes: Sequence[PlannedScene], own: str, language: str, texts: Mapping[str, str]
) -> Iterator[Notice]:
    for scene in scenes:
        if scene.title and text_key(scene.title) not in texts:
            message = f"its chapter is called “{_brief(scene.title)}” in {own}: no translation into {language} names it"
            yield Notice(scene.name, message)


def _kept_cards(shots: Sequence[PlannedShot], own: str, language: str) -> Iterator[Notice]:
    drawn = [shot.name for shot in shots if shot.kind == "animatic"]
    if drawn:
        more = f" and {len(drawn) - 3} more" if len(drawn) > 3 else ""
        message = f"the cards of {', '.join(drawn[:3])}{more} are for whoever makes the film: their words stay in {own}"
        yield Notice(f"pictures in {language}", message)


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"
