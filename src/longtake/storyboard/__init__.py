"""What the author wrote: one model, its readers with line and column, its JSON Schema, its assets.

Knows no prompts, no prices, no pictures.
"""

from longtake.storyboard.assets import asset_paths, assets_of, resolve, resolve_sequence, sequence_paths
from longtake.storyboard.branding import branded, branded_places
from longtake.storyboard.campaign import CampaignFilm, read_campaign
from longtake.storyboard.conditions import LeftOut, in_no_film
from longtake.storyboard.consistency import contradictions, each_lut, each_shot
from longtake.storyboard.framing import FitWord, ViewWords, parse_fit
from longtake.storyboard.luts import lut_of
from longtake.storyboard.matching import MatchWord, parse_match
from longtake.storyboard.model import (
    ANIMATIC,
    Brand,
    CastMember,
    Cue,
    Edit,
    Enhance,
    Fade,
    FrameShape,
    Music,
    Narration,
    Narrator,
    Overlay,
    Place,
    Prop,
    Route,
    Scene,
    Shot,
    Speed,
    SpokenLine,
    Storyboard,
    Style,
    Title,
    Variable,
    ViewMove,
)
from longtake.storyboard.names import (
    MENTION,
    as_read,
    label,
    labelled,
    own_words,
    scene_name,
    shot_keys,
    shot_name,
    shown_name,
)
from longtake.storyboard.reading import WrittenStoryboard, load, parse, read
from longtake.storyboard.references import names_in, names_of_words, unused
from longtake.storyboard.refusals import not_made_yet, refusals
from longtake.storyboard.schema import schema
from longtake.storyboard.stages import Stage, is_own, is_sketch, models_of, stage_of
from longtake.storyboard.tree import KeyPath, Places, Remark
from longtake.storyboard.units import (
    ContinuingWay,
    JoinWords,
    RetimeWord,
    Trim,
    checked_size,
    parse_retime,
    seconds_text,
    speed_text,
)
from longtake.storyboard.values import NO_VALUES, Given, Values, read_set, read_values
from longtake.storyboard.variables import literal, literals
from longtake.storyboard.wording import wording_of, wordings
from longtake.storyboard.writing import written

__all__ = [
    "ANIMATIC",
    "MENTION",
    "NO_VALUES",
    "Brand",
    "CampaignFilm",
    "CastMember",
    "ContinuingWay",
    "Cue",
    "Edit",
    "Enhance",
    "Fade",
    "FitWord",
    "FrameShape",
    "Given",
    "JoinWords",
    "KeyPath",
    "LeftOut",
    "MatchWord",
    "Music",
    "Narration",
    "Narrator",
    "Overlay",
    "Place",
    "Places",
    "Prop",
    "Remark",
    "RetimeWord",
    "Route",
    "Scene",
    "Shot",
    "Speed",
    "SpokenLine",
    "Stage",
    "Storyboard",
    "Style",
    "Title",
    "Trim",
    "Values",
    "Variable",
    "ViewMove",
    "ViewWords",
    "WrittenStoryboard",
    "as_read",
    "asset_paths",
    "assets_of",
    "branded",
    "branded_places",
    "checked_size",
    "contradictions",
    "each_lut",
    "each_shot",
    "in_no_film",
    "is_own",
    "is_sketch",
    "label",
    "labelled",
    "literal",
    "literals",
    "load",
    "lut_of",
    "models_of",
    "names_in",
    "names_of_words",
    "not_made_yet",
    "own_words",
    "parse",
    "parse_fit",
    "parse_match",
    "parse_retime",
    "read",
    "read_campaign",
    "read_set",
    "read_values",
    "refusals",
    "resolve",
    "resolve_sequence",
    "scene_name",
    "schema",
    "seconds_text",
    "sequence_paths",
    "shot_keys",
    "shot_name",
    "shown_name",
    "speed_text",
    "stage_of",
    "unused",
    "wording_of",
    "wordings",
    "written",
]
