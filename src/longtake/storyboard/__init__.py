"""What the author wrote: one model, its readers with line and column, its JSON Schema, its assets.

Knows no prompts, no prices, no pictures.
"""

from longtake.storyboard.assets import asset_paths, assets_of, resolve, resolve_sequence, sequence_paths
from longtake.storyboard.consistency import contradictions, each_lut, each_shot
from longtake.storyboard.framing import FitWord, ViewWords, parse_fit
from longtake.storyboard.luts import lut_of
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
from longtake.storyboard.names import label, scene_name, shot_keys, shot_name, spoken
from longtake.storyboard.reading import WrittenStoryboard, load, parse, read
from longtake.storyboard.refusals import refusals
from longtake.storyboard.schema import schema
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
from longtake.storyboard.writing import written

__all__ = [
    "ANIMATIC",
    "Brand",
    "CastMember",
    "ContinuingWay",
    "Cue",
    "Edit",
    "Enhance",
    "Fade",
    "FitWord",
    "FrameShape",
    "JoinWords",
    "KeyPath",
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
    "Storyboard",
    "Style",
    "Title",
    "Trim",
    "Variable",
    "ViewMove",
    "ViewWords",
    "WrittenStoryboard",
    "asset_paths",
    "assets_of",
    "checked_size",
    "contradictions",
    "each_lut",
    "each_shot",
    "label",
    "load",
    "lut_of",
    "parse",
    "parse_fit",
    "parse_retime",
    "read",
    "refusals",
    "resolve",
    "resolve_sequence",
    "scene_name",
    "schema",
    "seconds_text",
    "sequence_paths",
    "shot_keys",
    "shot_name",
    "speed_text",
    "spoken",
    "written",
]
