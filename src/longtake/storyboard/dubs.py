"""A film that is heard in other languages: in which, by whom, and what it says there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from longtake.storyboard.marks import text_key
from longtake.storyboard.model import CastMember, Narration, Scene, Shot, Storyboard
from longtake.storyboard.tree import KeyPath, Remark

__all__ = ["avatars_in_language", "dub_languages", "in_language", "shot_in_language", "wrong_dubs"]


def dub_languages(storyboard: Storyboard) -> tuple[str, ...]:
    """The languages besides its own that a film is heard in: those in which a voice or a recording is named. The
    others of its languages have captions alone."""
    spoken = {language for _, language in _named(storyboard)}
    return tuple(one for one in dict.fromkeys(storyboard.languages) if one in spoken and one != storyboard.language)


def in_language(storyboard: Storyboard, language: str, texts: Mapping[str, str]) -> Storyboard:
    """The same film as it is heard in a language. texts: what is said, by the `text_key` of what is said in the film's
    own. A scene's narration without a recording or a text in it is left out."""
    narrator = storyboard.narrator
    if narrator:
        narrator = narrator.model_copy(update={"voice": narrator.voices.get(language, "")})
    cast = {name: _member(member, language) for name, member in storyboard.cast.items()}
    scenes = tuple(_scene(scene, language, texts) for scene in storyboard.scenes)
    update = {"language": language, "narrator": narrator, "cast": cast, "scenes": scenes}
    return storyboard.model_copy(update=update)


def shot_in_language(shot: Shot, texts: Mapping[str, str]) -> Shot:
    """The same shot with its lines in another language; those without a text in it are left out."""
    lines = [line.model_copy(update={"text": text}) for line in shot.says if (text := texts.get(text_key(line.text)))]
    return shot.model_copy(update={"says": tuple(lines)}) if shot.says else shot


def avatars_in_language(storyboard: Storyboard, language: str) -> Storyboard:
    """The same film with the avatars that providers have of its cast told to speak a language, whichever they speak in
    the film's own."""
    cast = dict(storyboard.cast)
    for name, member in cast.items():
        if member.avatar and (own := member.avatar.synthesia):
            avatar = member.avatar.model_copy(update={"synthesia": own.model_copy(update={"language": language})})
            cast[name] = member.model_copy(update={"avatar": avatar})
    return storyboard.model_copy(update={"cast": cast})


def wrong_dubs(storyboard: Storyboard) -> Iterator[Remark]:
    """Voices and recordings of languages that the film is not made in."""
    for path, language in _named(storyboard):
        if language == storyboard.language:
            own = ("narration", "file") if path[0] == "scenes" else ("voice",)
            yield Remark(path, f"{language} is the film's own language", (f"write it as {own[-1]}:",), on_key=True)
        elif language not in storyboard.languages:
            every = ", ".join([*storyboard.languages, language])
            yield Remark(path, f"the film is not made in {language}", (f"add it: languages: [{every}]",), on_key=True)


def _named(storyboard: Storyboard) -> Iterator[tuple[KeyPath, str]]:
    """Each voice and each recording of another language with its key path: the language."""
    if storyboard.narrator:
        yield from ((("narrator", "voices", language), language) for language in storyboard.narrator.voices)
    for name, member in storyboard.cast.items():
        yield from ((("cast", name, "voices", language), language) for language in member.voices)
    for number, scene in enumerate(storyboard.scenes):
        files = scene.narration.files if scene.narration else {}
        yield from ((("scenes", number, "narration", "files", language), language) for language in files)


def _member(member: CastMember, language: str) -> CastMember:
    return member.model_copy(update={"voice": member.voices.get(language, "")})


def _scene(scene: Scene, language: str, texts: Mapping[str, str]) -> Scene:
    narration = _narration(scene.narration, language, texts) if scene.narration else None
    shots = tuple(shot_in_language(shot, texts) for shot in scene.shots)
    return scene.model_copy(update={"narration": narration, "shots": shots})


def _narration(narration: Narration, language: str, texts: Mapping[str, str]) -> Narration | None:
    file, text = narration.files.get(language), texts.get(text_key(narration.text), "")
    cues = tuple(
        cue.model_copy(update={"text": said}) for cue in narration.cues if (said := texts.get(text_key(cue.text)))
    )
    if not (file or text or cues):
        return None
    return narration.model_copy(update={"file": file, "text": text, "cues": cues})
