"""An order to one of an aggregator's models, read by the form that the catalogue has for it: its fields' own names and
words. A model without a form is read by the names that most have."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from longtake.catalogue import Choice, Model, OrderForm, Way
from longtake.catalogue.order_form import WayName
from longtake.emulator.asked import Asked, Kind, Shape
from longtake.emulator.offers import model_named
from longtake.emulator.sounds import seconds_given
from longtake.emulator.wire import Call
from longtake.emulator.wires.fields import Fields, media_digest, pixels, shape_of
from longtake.media import Digest, Size

__all__ = ["asked_by_form"]

_EIGHT = Fraction(8)
_RATIO = Choice("aspect_ratio", ())
_GRADE = Choice("resolution", ())


def asked_by_form(call: Call, provider: str, name: str, fields: Fields) -> Asked:
    """name: of the model as it was asked for, with what follows it for the kind of take. Raises Refused."""
    model = model_named(call.studio.catalogue, provider, name)
    form = model.form if model and model.form else OrderForm(())
    way, inputs = _way(model, form, name, fields)
    length, kind = form.seconds.name if form.seconds else "duration", _kind(name, way, fields)
    is_told = length in fields or kind != "avatar"
    return Asked(
        provider,
        name,
        kind,
        fields.text("prompt", ""),
        fields.seconds(length, 8) if is_told else _spoken(call, fields),
        _shape(form, fields),
        call.request,
        fields.flag(form.sound or "generate_audio") is not False,
        fields.whole(form.seed or "seed"),
        inputs,
    )


def _way(model: Model | None, form: OrderForm, name: str, fields: Fields) -> tuple[WayName | None, tuple[Digest, ...]]:
    """The way that the order's path and files are of, and the files; of several, the one that all files fit."""
    below = name.removeprefix(model.wire_name) if model else ""
    fitting = [(word, tuple(_files(way, fields))) for word, way in form.ways if way.path == below]
    if not fitting:
        return None, tuple(_usual_files(fields))
    return max(fitting, key=lambda one: (len(one[1]), not dict(form.ways)[one[0]].inputs))


def _files(way: Way, fields: Fields) -> Iterator[Digest]:
    for field in dict.fromkeys(field for _, field in way.inputs):
        name = field.removesuffix("[]")
        if name in fields:
            yield from map(media_digest, fields.list(name) if field.endswith("[]") else [fields.text(name)])


def _usual_files(fields: Fields) -> Iterator[Digest]:
    yield from (media_digest(fields.get(name)) for name in fields if name.endswith(("_url", "_urls")))


def _kind(name: str, way: WayName | None, fields: Fields) -> Kind:
    if way is not None:
        return "image" if way == "frames" else "avatar" if way == "audio" else way
    if "upscale" in name:
        return "enhance"
    if "audio_url" in fields:
        return "avatar"
    if "reference-to-video" in name:
        return "references"
    return "extension" if "extend" in name else "image" if any(_usual_files(fields)) else "text"


def _spoken(call: Call, fields: Fields) -> Fraction:
    """The length of what an avatar is given to speak."""
    given = (fields.get(name) for name in fields if name.startswith("audio"))
    return next((seconds_given(call, said, _EIGHT) for said in given if isinstance(said, str)), _EIGHT)


def _shape(form: OrderForm, fields: Fields) -> Size | Shape:
    if form.size and form.size.name in fields:
        return pixels(_ours(form.size, fields, ""))
    grade = _ours(form.grade or _GRADE, fields, "")
    return shape_of(_ours(form.ratio or _RATIO, fields, "16:9").replace("auto", "16:9"), grade)


def _ours(choice: Choice, fields: Fields, otherwise: str) -> str:
    """Our word for what a field says; what the form does not know is taken as it stands, and then fits or does not."""
    said = fields.text(choice.name, otherwise)
    return next((ours for ours, theirs in choice.words if theirs == said), said)
