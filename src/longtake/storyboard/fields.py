"""The kinds of value that storyboard fields take: how each is read, written, and told to an editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from longtake.media import FrameRate, Money, Size, parse_seconds
from longtake.storyboard.framing import FIT_WORDS, FitWord, ViewWords, parse_fit
from longtake.storyboard.marks import checked_marks
from longtake.storyboard.matching import MATCH_WORDS, MatchWord, parse_match
from longtake.storyboard.signs import printable
from longtake.storyboard.units import (
    POSITIONS,
    RETIME_WORDS,
    TITLE_STYLES,
    JoinWords,
    Refused,
    RetimeWord,
    Trim,
    decibels_text,
    parse_decibels,
    parse_position,
    parse_retime,
    parse_share,
    parse_size,
    parse_speed,
    parse_title_style,
    seconds_text,
    share_text,
    speed_text,
)

__all__ = [
    "NAME",
    "Budget",
    "Files",
    "FilmRate",
    "FilmSize",
    "FitText",
    "JoinText",
    "LanguageText",
    "Length",
    "Level",
    "Line",
    "MatchText",
    "Moment",
    "Name",
    "NativeSound",
    "OneOrMore",
    "PathText",
    "PositionText",
    "RetimeText",
    "Said",
    "Seconds",
    "Seed",
    "Several",
    "Share",
    "SpeedText",
    "TitleStyle",
    "TrimText",
    "VariableText",
    "ViewText",
    "Words",
    "Written",
]

_T = TypeVar("_T")

NAME = r"[A-Za-z][A-Za-z0-9_-]{0,63}"


class Written(BaseModel):
    """Root of all parts of a storyboard: frozen, no unknown keys, and perhaps a short form.

    short: the field that a lone text stands for ("a shot may be one line of text"). short_type: what an editor takes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    short: ClassVar[str] = ""
    short_type: ClassVar[str | tuple[str, ...]] = "string"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {cls.short: value} if cls.short and isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        reference = handler(core)
        if cls.short:
            schema = handler.resolve_ref_schema(reference)
            long_form = dict(schema)
            schema.clear()
            schema["description"] = long_form.get("description", "")
            kind = list(cls.short_type) if isinstance(cls.short_type, tuple) else cls.short_type
            schema["anyOf"] = [{"type": kind, "description": f"Short for `{cls.short}:`."}, long_form]
        return reference


def _name(text: str) -> str:
    if not re.fullmatch(NAME, text):
        raise Refused(
            f"{text!r} is no name",
            "a name begins with a letter of A to Z and has such letters, digits, - and _: opening-2",
        )
    return text


def _list(value: object) -> object:
    """`warm white, walnut` means the same as `[warm white, walnut]`."""
    return [item for item in (part.strip() for part in value.split(",")) if item] if isinstance(value, str) else value


def _one(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class _OneOrMoreSchema:
    """Tells an editor that one item may stand without its list."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        listed = handler(core)
        return {"anyOf": [listed["items"], {**listed, "minItems": 1}]}


def _some(items: tuple[_T, ...]) -> tuple[_T, ...]:
    if not items:
        raise Refused("nothing is in this list", "write at least one")
    return items


def _reader(kind: type[_T], parse: Callable[[str], _T]) -> Callable[[object], _T]:
    """Takes the author's text, or the value itself from Python."""

    def read(value: object) -> _T:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            raise Refused(f"one word or line of text is meant, not {_kind_of(value)}")
        return parse(value)

    return read


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def _positive_seconds(text: str) -> Fraction:
    seconds = parse_seconds(text)
    if not 0 < seconds <= 3600:
        raise Refused(f"{text!r} is no length that a film can use", "write more than 0 s and at most 60m")
    return seconds


def _moment(text: str) -> Fraction:
    seconds = parse_seconds(text)
    if seconds > 3600:
        raise Refused(f"{text!r} is no time in a film", "write 60m at most")
    return seconds


_Auto = Literal["auto"]


def _read_length(value: object) -> Fraction | _Auto:
    if isinstance(value, str) and value.strip() == "auto":
        return "auto"
    return _reader(Fraction, _positive_seconds)(value)


def _read_trim(value: object) -> Trim | _Auto:
    if isinstance(value, str) and value.strip() == "auto":
        return "auto"
    return _reader(Trim, Trim.parse)(value)


def _read_native_sound(value: object) -> Fraction | Literal["off"]:
    if isinstance(value, str) and value.strip() == "off":
        return "off"
    return _reader(Fraction, parse_decibels)(value)


def _read_fit(value: object) -> FitWord:
    return parse_fit(_reader(str, str)(value))


def _text(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^({pattern})$", "examples": list(examples)})


def _text_or_list(words: str) -> WithJsonSchema:
    text = {"type": "string", "minLength": 1}
    return WithJsonSchema({"anyOf": [{**text, "description": words}, {"type": "array", "items": text}]})


_SECONDS = r"\s*\d*\.?\d+\s*s\s*|\s*\d+\s*ms\s*|\s*\d+\s*m(in)?(\s*\d+(\.\d+)?\s*s)?\s*"
_DECIBELS = r"\s*[-+−]?\s*\d{1,3}(\.\d{1,2})?\s*[dD][bB]\s*"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(printable)]
"""Text that people or models read. Never empty; no control characters."""

Said = Annotated[Words, AfterValidator(checked_marks)]
"""Words that are said, perhaps with marks of how."""

Line = Annotated[tuple[Words, ...], BeforeValidator(_list), _text_or_list("Several, with commas between them.")]
"""A list of short words, which may also be written in one line with commas."""

PathText = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
"""The path of an asset as it is written; `assets.resolve` decides whether it is taken."""

Files = Annotated[tuple[PathText, ...], BeforeValidator(_one), _text_or_list("One path.")]
"""One path, or a list of paths."""

Several = Annotated[tuple[_T, ...], AfterValidator(_some), Field(json_schema_extra={"minItems": 1})]
"""A list with at least one item. (pydantic's own min_length would also complain of items that are faulty.)"""

OneOrMore = Annotated[tuple[_T, ...], BeforeValidator(_listed), AfterValidator(_some), _OneOrMoreSchema()]
"""One item, or a list of items."""

Name = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": f"^{NAME}$"})]
"""What scenes, shots, cast and places are called."""

FilmRate = Annotated[
    FrameRate,
    PlainValidator(_reader(FrameRate, FrameRate.parse)),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+(/\d+|\.\d+)?$"}],
            "examples": [24, "24000/1001"],
        }
    ),
]
FilmSize = Annotated[
    Size, PlainValidator(_reader(Size, parse_size)), PlainSerializer(str), _text(r"\d{2,4}[x×]\d{2,4}", "1280x720")
]
Budget = Annotated[
    Money,
    PlainValidator(_reader(Money, Money.parse)),
    PlainSerializer(str),
    _text(r"\d+(\.\d+)? [A-Za-z]{3}", "12 USD"),
]
Seconds = Annotated[
    Fraction,
    PlainValidator(_reader(Fraction, _positive_seconds)),
    PlainSerializer(seconds_text),
    _text(_SECONDS, "2s", "0.5s"),
]
Moment = Annotated[
    Fraction,
    PlainValidator(_reader(Fraction, _moment)),
    PlainSerializer(seconds_text),
    _text(_SECONDS, "0s", "1.5s"),
]
Length = Annotated[
    Fraction | _Auto,
    PlainValidator(_read_length),
    PlainSerializer(lambda value: value if isinstance(value, str) else seconds_text(value)),
    _text(f"auto|{_SECONDS}", "4s", "auto"),
]
Level = Annotated[
    Fraction,
    PlainValidator(_reader(Fraction, parse_decibels)),
    PlainSerializer(decibels_text),
    _text(_DECIBELS, "-20 dB"),
]
Share = Annotated[
    Fraction,
    PlainValidator(_reader(Fraction, parse_share)),
    PlainSerializer(share_text),
    _text(r"\s*\d{1,3}(\.\d{1,2})?\s*%\s*", "12%", "80%"),
]
TitleStyle = Annotated[
    str, AfterValidator(parse_title_style), WithJsonSchema({"type": "string", "enum": [*TITLE_STYLES]})
]
PositionText = Annotated[str, AfterValidator(parse_position), WithJsonSchema({"type": "string", "enum": [*POSITIONS]})]
NativeSound = Annotated[
    Fraction | Literal["off"],
    PlainValidator(_read_native_sound),
    PlainSerializer(lambda value: value if isinstance(value, str) else decibels_text(value)),
    _text(f"off|{_DECIBELS}", "-6 dB", "off"),
]
TrimText = Annotated[
    Trim | _Auto, PlainValidator(_read_trim), PlainSerializer(str), _text(r"auto|.*\.\..*", "1.5s..6s", "auto")
]
JoinText = Annotated[
    JoinWords,
    PlainValidator(_reader(JoinWords, JoinWords.parse)),
    PlainSerializer(str),
    _text(
        r"(cut|auto|continue( (from last frame|by extension|with references))?|(dissolve|flow)([: ][^,]*)?)"
        r"(,\s*sound\s+(leads|lags)\s.*)?",
        *("cut", "dissolve 0.5s", "flow 0.5s", "continue by extension", "auto", "cut, sound leads 0.3s"),
    ),
]
FitText = Annotated[FitWord, PlainValidator(_read_fit), WithJsonSchema({"type": "string", "enum": list(FIT_WORDS)})]
ViewText = Annotated[
    ViewWords,
    PlainValidator(_reader(ViewWords, ViewWords.parse)),
    PlainSerializer(str),
    _text(r"[\d.]+(%|px)?([,\s]+([\d.]+(%|px)?|auto)){3}", "10% 0% 60% 60%", "35% 0% auto 100%"),
]
SpeedText = Annotated[
    Fraction,
    PlainValidator(_reader(Fraction, parse_speed)),
    PlainSerializer(speed_text),
    WithJsonSchema(
        {
            "anyOf": [{"type": "number", "minimum": 0.25, "maximum": 4}, {"type": "string", "pattern": r"^\d+/\d+$"}],
            "examples": [0.5, 2],
        }
    ),
]


def _read_retime(value: object) -> RetimeWord:
    return parse_retime(_reader(str, str)(value))


RetimeText = Annotated[RetimeWord, PlainValidator(_read_retime), WithJsonSchema({"enum": list(RETIME_WORDS)})]


def _read_match(value: object) -> MatchWord:
    return parse_match(_reader(str, str)(value))


MatchText = Annotated[MatchWord, PlainValidator(_read_match), WithJsonSchema({"enum": list(MATCH_WORDS)})]


def _read_seed(value: object) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,10}", text) or int(text) > 2**31 - 1:
        raise Refused(f"{text!r} is no seed", "write a whole number from 0 to 2147483647")
    return int(text)


def _read_language(value: object) -> str:
    text = _reader(str, str)(value).strip()
    if not re.fullmatch(_LANGUAGE, text):
        raise Refused(f"{text!r} is no language", "write its code, such as en, de, ja or pt-BR")
    return text


def _read_variable(value: object) -> str:
    """Values are text until they are put in; numbers and yes or no may be written bare."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(value if isinstance(value, str) else str(value))


_LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?"

Seed = Annotated[int, PlainValidator(_read_seed), WithJsonSchema({"type": "integer", "minimum": 0})]
LanguageText = Annotated[str, PlainValidator(_read_language), _text(_LANGUAGE, "en", "pt-BR")]
"""A language as BCP 47 has it: language, script, region."""
VariableText = Annotated[str, PlainValidator(_read_variable), WithJsonSchema({"type": ["string", "number", "boolean"]})]
