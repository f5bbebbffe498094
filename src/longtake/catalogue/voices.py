"""Every speech model that is known, by name; and the voice that a storyboard's words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import resources

from longtake.catalogue.music import MusicModel, music_model_of
from longtake.catalogue.speech import SpeechModel, Voice, speech_model_of
from longtake.catalogue.written import Written, in_text
from longtake.errors import CatalogueError

__all__ = ["Voices", "load_music", "load_voices"]


class Voices(Mapping[str, SpeechModel]):
    """Speech models by name, sorted; a model is also found by its aliases, which do not count and are not listed."""

    def __init__(self, models: Sequence[SpeechModel]) -> None:
        self._models = {model.name: model for model in sorted(models, key=lambda model: model.name)}
        self._aliases = {alias: model for model in models for alias in model.aliases}

    def __getitem__(self, name: str) -> SpeechModel:
        """Raises KeyError for a name that is not known."""
        return self._models[name] if name in self._models else self._aliases[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)

    def hosted(self, written: str) -> Voice:
        """The voice of `elevenlabs/rachel`: a service, or one of its models, and the voice there. Raises CatalogueError
        for a service or a voice that is not known, with the nearest."""
        service, _, name = (part.strip() for part in written.partition("/"))
        known = {**self._aliases, **self._models}
        if service not in known:
            near = get_close_matches(service.lower(), sorted(known), n=1, cutoff=0.5)
            advice = (f"did you mean {near[0]}/{name}?",) if near else ()
            message = f"{service!r} is no speech service that is known"
            raise CatalogueError(message, advice=(*advice, "longtake voices lists them all"))
        model = known[service]
        if not name:
            raise CatalogueError(f"{written!r} names no voice of {service}", advice=(_example(service, model),))
        if not model.has_voice(name):
            near_voice = model.nearest_voice(name)
            advice = (f"did you mean {service}/{near_voice}?",) if near_voice else ()
            has = f"it has {', '.join(model.voices)}"
            raise CatalogueError(f"{name!r} is no voice of {model.name}", advice=(*advice, has))
        return Voice(name, model)

    def embedded(self, name: str) -> Voice | None:
        """The voice that is spoken here under that name, if there is one."""
        models = (model for model in self.values() if model.is_embedded and name in model.voices)
        return next((Voice(name, model) for model in models), None)


def _example(service: str, model: SpeechModel) -> str:
    return f"write {service}/{model.voices[0]}" if model.voices else f"write {service}/ and the voice's name or id"


@cache
def load_voices() -> Voices:
    """The speech models that come with Longtake."""
    return Voices([speech_model_of(file) for file in _files("voices")])


@cache
def load_music() -> tuple[MusicModel, ...]:
    """The music models that come with Longtake, by name."""
    return tuple(music_model_of(file) for file in _files("music"))


def _files(folder: str) -> Iterator[Written]:
    found = resources.files(__package__).joinpath(folder).iterdir()
    for file in sorted(found, key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield in_text(file.read_text("utf-8"), file.name)
