"""Storyboard, facts and catalogue become a plan. Pure: no files, no clocks, no chance; same input, same bytes."""

from longtake.planning.assembling import join_words, storyboard_of_clips
from longtake.planning.campaign import quoted_together
from longtake.planning.marking import marked_lines
from longtake.planning.plan import (
    CriticalPath,
    Notice,
    Plan,
    PlannedLut,
    PlannedOverlay,
    PlannedScene,
    PlannedShot,
    PlannedTitle,
)
from longtake.planning.plan_json import plan_from_json, plan_to_json
from longtake.planning.planned_join import PlannedJoin
from longtake.planning.planned_sound import PlannedSpeech, SoundCue
from longtake.planning.planner import plan
from longtake.planning.prompts import explained, origin_path
from longtake.planning.quote import Quote, QuoteRow, SpeechRow
from longtake.planning.saying import guessed_lines
from longtake.planning.timings import Timings, speech_key
from longtake.planning.translating import translated_lines, untranslated

__all__ = [
    "CriticalPath",
    "Notice",
    "Plan",
    "PlannedJoin",
    "PlannedLut",
    "PlannedOverlay",
    "PlannedScene",
    "PlannedShot",
    "PlannedSpeech",
    "PlannedTitle",
    "Quote",
    "QuoteRow",
    "SoundCue",
    "SpeechRow",
    "Timings",
    "explained",
    "guessed_lines",
    "join_words",
    "marked_lines",
    "origin_path",
    "plan",
    "plan_from_json",
    "plan_to_json",
    "quoted_together",
    "speech_key",
    "storyboard_of_clips",
    "translated_lines",
    "untranslated",
]
