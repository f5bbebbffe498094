"""The kinds of value that storyboard fields take: how each is read, written, and told to an editor."""

from __future__ import annotations

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

from longtake.media import FrameRate, Money, Size
from longtake.storyboard.cutting import CUT_WORDS, CutWord
from longtake.storyboard.field_readers import (
    LANGUAGE,
    NAME,
    Auto,
    positive_seconds,
    read_cut,
    read_fade_out,
    read_fit,
    read_language,
    read_length,
    read_list,
    read_listed,
    read_match,
    read_moment,
    read_name,
    read_native_sound,
    read_one,
    read_retime,
    read_seed,
    read_some,
    read_trim,
    read_variable,
    reader,
)
from longtake.storyboard.framing import FIT_WORDS, FitWord, ViewWords
from longtake.storyboard.marks import checked_marks
from longtake.storyboard.matching import MATCH_WORDS, MatchWord
from longtake.storyboard.signs import printable
from longtake.storyboard.units import (
    POSITIONS,
    RETIME_WORDS,
    TITLE_STYLES,
    JoinWords,
    RetimeWord,
    Trim,
    decibels_text,
    parse_decibels,
    parse_position,
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
    "CutText",
    "FadeOutText",
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


class _OneOrMoreSchema:
    """Tells an editor that one item may stand without its list."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        listed = handler(core)
        return {"anyOf": [listed["items"], {**listed, "minItems": 1}]}


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

Line = Annotated[tuple[Words, ...], BeforeValidator(read_list), _text_or_list("Several, with commas between them.")]
"""A list of short words, which may also be written in one line with commas."""

PathText = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
"""The path of an asset as it is written; `assets.resolve` decides whether it is taken."""

Files = Annotated[tuple[PathText, ...], BeforeValidator(read_one), _text_or_list("One path.")]
"""One path, or a list of paths."""

Several = Annotated[tuple[_T, ...], AfterValidator(read_some), Field(json_schema_extra={"minItems": 1})]
"""A list with at least one item. (pydantic's own min_length would also complain of items that are faulty.)"""

OneOrMore = Annotated[tuple[_T, ...], BeforeValidator(read_listed), AfterValidator(read_some), _OneOrMoreSchema()]
"""One item, or a list of items."""

Name = Annotated[str, AfterValidator(read_name), WithJsonSchema({"type": "string", "pattern": f"^{NAME}$"})]
"""What scenes, shots, cast and places are called."""

FilmRate = Annotated[
    FrameRate,
    PlainValidator(reader(FrameRate, FrameRate.parse)),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d+(/\d+|\.\d+)?$"}],
            "examples": [24, "24000/1001"],
        }
    ),
]
FilmSize = Annotated[
    Size, PlainValidator(reader(Size, parse_size)), PlainSerializer(str), _text(r"\d{2,4}[x×]\d{2,4}", "1280x720")
]
Budget = Annotated[
    Money,
    PlainValidator(reader(Money, Money.parse)),
    PlainSerializer(str),
    _text(r"\d+(\.\d+)? [A-Za-z]{3}", "12 USD"),
]
Seconds = Annotated[
    Fraction,
    PlainValidator(reader(Fraction, positive_seconds)),
    PlainSerializer(seconds_text),
    _text(_SECONDS, "2s", "0.5s"),
]
FadeOutText = Annotated[
    Fraction | Literal["on-beat"],
    PlainValidator(read_fade_out),
    PlainSerializer(lambda value: value if isinstance(value, str) else seconds_text(value)),
    _text(f"on-beat|{_SECONDS}", "2s", "on-beat"),
]
Moment = Annotated[
    Fraction,
    PlainValidator(reader(Fraction, read_moment)),
    PlainSerializer(seconds_text),
    _text(_SECONDS, "0s", "1.5s"),
]
Length = Annotated[
    Fraction | Auto,
    PlainValidator(read_length),
    PlainSerializer(lambda value: value if isinstance(value, str) else seconds_text(value)),
    _text(f"auto|{_SECONDS}", "4s", "auto"),
]
Level = Annotated[
    Fraction,
    PlainValidator(reader(Fraction, parse_decibels)),
    PlainSerializer(decibels_text),
    _text(_DECIBELS, "-20 dB"),
]
Share = Annotated[
    Fraction,
    PlainValidator(reader(Fraction, parse_share)),
    PlainSerializer(share_text),
    _text(r"\s*\d{1,3}(\.\d{1,2})?\s*%\s*", "12%", "80%"),
]
TitleStyle = Annotated[
    str, AfterValidator(parse_title_style), WithJsonSchema({"type": "string", "enum": [*TITLE_STYLES]})
]
PositionText = Annotated[str, AfterValidator(parse_position), WithJsonSchema({"type": "string", "enum": [*POSITIONS]})]
NativeSound = Annotated[
    Fraction | Literal["off"],
    PlainValidator(read_native_sound),
    PlainSerializer(lambda value: value if isinstance(value, str) else decibels_text(value)),
    _text(f"off|{_DECIBELS}", "-6 dB", "off"),
]
TrimText = Annotated[
    Trim | Auto, PlainValidator(read_trim), PlainSerializer(str), _text(r"auto|.*\.\..*", "1.5s..6s", "auto")
]
JoinText = Annotated[
    JoinWords,
    PlainValidator(reader(JoinWords, JoinWords.parse)),
    PlainSerializer(str),
    _text(
        r"(cut|auto|continue( (from last frame|by extension|with references))?|(dissolve|flow)([: ][^,]*)?)"
        r"(,\s*sound\s+(leads|lags)\s.*)?",
        *("cut", "dissolve 0.5s", "flow 0.5s", "continue by extension", "auto", "cut, sound leads 0.3s"),
    ),
]
FitText = Annotated[FitWord, PlainValidator(read_fit), WithJsonSchema({"type": "string", "enum": list(FIT_WORDS)})]
ViewText = Annotated[
    ViewWords,
    PlainValidator(reader(ViewWords, ViewWords.parse)),
    PlainSerializer(str),
    _text(r"[\d.]+(%|px)?([,\s]+([\d.]+(%|px)?|auto)){3}", "10% 0% 60% 60%", "35% 0% auto 100%"),
]
SpeedText = Annotated[
    Fraction,
    PlainValidator(reader(Fraction, parse_speed)),
    PlainSerializer(speed_text),
    WithJsonSchema(
        {
            "anyOf": [{"type": "number", "minimum": 0.25, "maximum": 4}, {"type": "string", "pattern": r"^\d+/\d+$"}],
            "examples": [0.5, 2],
        }
    ),
]


RetimeText = Annotated[RetimeWord, PlainValidator(read_retime), WithJsonSchema({"enum": list(RETIME_WORDS)})]


CutText = Annotated[CutWord, PlainValidator(read_cut), WithJsonSchema({"enum": list(CUT_WORDS)})]
MatchText = Annotated[MatchWord, PlainValidator(read_match), WithJsonSchema({"enum": list(MATCH_WORDS)})]


Seed = Annotated[int, PlainValidator(read_seed), WithJsonSchema({"type": "integer", "minimum": 0})]
LanguageText = Annotated[str, PlainValidator(read_language), _text(LANGUAGE, "en", "pt-BR")]
"""A language as BCP 47 has it: language, script, region."""
VariableText = Annotated[str, PlainValidator(read_variable), WithJsonSchema({"type": ["string", "number", "boolean"]})]
