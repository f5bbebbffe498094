"""The words every room speaks: exact time, sizes, colour, digests, essence, the ladder. Imports nothing heavy."""

from longtake.media.beats import Beats
from longtake.media.cadence import Distinct, distinct_pictures, repeats_of
from longtake.media.clip import ClipFacts, ColourTags, PictureFacts, SoundFacts
from longtake.media.digest import (
    Digest,
    canonical,
    canonical_json,
    digest_bytes,
    digest_file,
    digest_of,
)
from longtake.media.essence import EncodedSound, EncodedSpan, VideoPacket
from longtake.media.grading import NOMINAL_PEAK, REFERENCE_WHITE, WIDE_PRIMARIES, Grading
from longtake.media.ladder import HardwareRung, Ladder, Rung, SoundRung, capped_rung, ladder_for, sides_of
from longtake.media.ladder_choice import RungChoice, RungMeasure, chosen_rungs, ladder_of_choice
from longtake.media.loudness import LOUDNESS_WORDS, STREAMING, GainPoint, LoudnessTarget
from longtake.media.matching import Correction, Fading, Match
from longtake.media.measures import (
    SLICES_A_SECOND,
    THUMB_EDGE,
    THUMB_SIZE,
    Measures,
    PictureMeasures,
    SoundMeasures,
    Thumbs,
)
from longtake.media.money import Money
from longtake.media.phrases import Pause, Phrase
from longtake.media.picture import BT601, BT709, Colour, Size
from longtake.media.retiming import AS_IT_IS, Pace, Retime, RetimeKind
from longtake.media.targets import Target, load_targets
from longtake.media.thumbnails import SpanThumbnails, nearest_to_parts, thumbnail_frames, thumbnail_size
from longtake.media.time import (
    SAMPLE_RATE,
    Frame,
    FrameRange,
    FrameRate,
    Sample,
    SampleRange,
    clock,
    parse_seconds,
    round_half_up,
)
from longtake.media.usable import Cause, Trim, Usable
from longtake.media.view import View
from longtake.media.words import SaidLine, SpokenWord

__all__ = [
    "AS_IT_IS",
    "BT601",
    "BT709",
    "LOUDNESS_WORDS",
    "NOMINAL_PEAK",
    "REFERENCE_WHITE",
    "SAMPLE_RATE",
    "SLICES_A_SECOND",
    "STREAMING",
    "THUMB_EDGE",
    "THUMB_SIZE",
    "WIDE_PRIMARIES",
    "Beats",
    "Cause",
    "ClipFacts",
    "Colour",
    "ColourTags",
    "Correction",
    "Digest",
    "Distinct",
    "EncodedSound",
    "EncodedSpan",
    "Fading",
    "Frame",
    "FrameRange",
    "FrameRate",
    "GainPoint",
    "Grading",
    "HardwareRung",
    "Ladder",
    "LoudnessTarget",
    "Match",
    "Measures",
    "Money",
    "Pace",
    "Pause",
    "Phrase",
    "PictureFacts",
    "PictureMeasures",
    "Retime",
    "RetimeKind",
    "Rung",
    "RungChoice",
    "RungMeasure",
    "SaidLine",
    "Sample",
    "SampleRange",
    "Size",
    "SoundFacts",
    "SoundMeasures",
    "SoundRung",
    "SpanThumbnails",
    "SpokenWord",
    "Target",
    "Thumbs",
    "Trim",
    "Usable",
    "VideoPacket",
    "View",
    "canonical",
    "canonical_json",
    "capped_rung",
    "chosen_rungs",
    "clock",
    "digest_bytes",
    "digest_file",
    "digest_of",
    "distinct_pictures",
    "ladder_for",
    "ladder_of_choice",
    "load_targets",
    "nearest_to_parts",
    "parse_seconds",
    "repeats_of",
    "round_half_up",
    "sides_of",
    "thumbnail_frames",
    "thumbnail_size",
]
