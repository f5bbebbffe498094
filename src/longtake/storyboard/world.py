"""What is defined once and meant wherever it is named: the look of everything, people, places, things, the brand."""

from __future__ import annotations

from pydantic import Field

from longtake.storyboard.avatars import OwnAvatars
from longtake.storyboard.fields import Files, LanguageText, Line, MatchText, PathText, Words, Written

__all__ = ["Brand", "CastMember", "Place", "Prop", "Style"]


class Style(Written):
    """How everything looks. Repeated for every shot that is made; stands on the cards of an animatic."""

    short = "look"
    look: Words = Field(default="", description="The look in a few words: clean product commercial, 35 mm.")
    light: Words = Field(default="", description="The light: soft morning light from the left.")
    palette: Line = Field(default=(), description="Colours, by name or as #rrggbb. Animatics are drawn in them.")
    avoid: Line = Field(default=(), description="What must not be seen. For video models; an animatic has none of it.")
    camera: Words = Field(default="", description="The camera move of every drawn shot that names none of its own.")
    lens: Words = Field(default="", description="The lens: 35 mm, shallow depth of field.")
    grain: Words = Field(default="", description="Film grain: none, fine, 16 mm.")
    lut: PathText | None = Field(
        default=None, description="A .cube file that the colours of all clips and stills go through."
    )
    match: MatchText | None = Field(
        default=None,
        description="Whether clips of one scene are matched in light and colour where they meet: auto or off. By "
        "default at joins that are chosen by what is measured.",
    )


class CastMember(Written):
    """Somebody in the film, defined once and named in shots as @name."""

    short = "is"
    looks: Words = Field(default="", alias="is", description="Who this is: a woman in her thirties, short black hair.")
    wears: Words = Field(default="", description="The clothes: a teal linen shirt.")
    reference: Files = Field(
        default=(), description="Pictures of this person, for video models; an animatic shows none."
    )
    voice: Words = Field(
        default="", description="The voice that speaks this person's lines: openai/nova, heart; else words for it."
    )
    voices: dict[LanguageText, Words] = Field(
        default={},
        description="This person's voice in other languages: {ja: alpha}. By default the narrator's there.",
    )
    avatar: OwnAvatars | None = Field(
        default=None,
        description="This person's avatar at a provider, for its models instead of a portrait: {synthesia: an id}.",
    )


class Place(Written):
    """Where scenes play, defined once; scenes name it with `at:`, shots as @name."""

    short = "is"
    looks: Words = Field(default="", alias="is", description="What it is: a small bright kitchen, one window.")
    reference: Files = Field(
        default=(), description="Pictures of this place, for video models; an animatic shows none."
    )


class Prop(Written):
    """A thing that matters, defined once and named in shots as @name."""

    short = "is"
    looks: Words = Field(default="", alias="is", description="What it is: a matt black kettle with a walnut handle.")
    reference: Files = Field(default=(), description="Pictures of this thing, for video models.")


class Brand(Written):
    """What makes a film its owner's: laid over it, put before and after it, and drawn in its colours."""

    name: Words = Field(default="", description="The brand's name, as it is written.")
    logo: PathText | None = Field(
        default=None, description="A picture with transparency, small in the top right corner of the whole film."
    )
    font: PathText | None = Field(default=None, description="The font file (.ttf, .otf) of titles that name no other.")
    colours: Line = Field(default=(), description="Its colours; where style has no palette, they are the palette.")
    intro: PathText | None = Field(default=None, description="A clip or still of its own that the film begins with.")
    outro: PathText | None = Field(default=None, description="A clip or still of its own that the film ends with.")
    call_to_action: Words = Field(
        default="", description="Words over the film's last shot: Start free at aurora.example."
    )
