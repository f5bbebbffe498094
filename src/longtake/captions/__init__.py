"""Words as captions: cues by norms, WebVTT and SubRip. Pure; burned-in captions are drawn in `artwork`."""

from longtake.captions.checking import findings_of, unseen_words
from longtake.captions.cue import Cue, CueWord
from longtake.captions.cues import cues_of
from longtake.captions.languages import language_name
from longtake.captions.norms import Norms, columns, norms_for
from longtake.captions.subrip import subrip
from longtake.captions.webvtt import webvtt, webvtt_part

__all__ = [
    "Cue",
    "CueWord",
    "Norms",
    "columns",
    "cues_of",
    "findings_of",
    "language_name",
    "norms_for",
    "subrip",
    "unseen_words",
    "webvtt",
    "webvtt_part",
]
