"""Storyboard, facts and catalogue become a plan. Pure: no files, no clocks, no chance; same input, same bytes."""

from longtake.planning.assembling import storyboard_of_clips
from longtake.planning.campaign import quoted_together
from longtake.planning.plan import (
    Notice,
    Plan,
    PlannedJoin,
    PlannedLut,
    PlannedOverlay,
    PlannedScene,
    PlannedShot,
    PlannedTitle,
    Quote,
    QuoteRow,
    SoundCue,
)
from longtake.planning.plan_json import plan_from_json, plan_parts, plan_to_json
from longtake.planning.planner import plan

__all__ = [
    "Notice",
    "Plan",
    "PlannedJoin",
    "PlannedLut",
    "PlannedOverlay",
    "PlannedScene",
    "PlannedShot",
    "PlannedTitle",
    "Quote",
    "QuoteRow",
    "SoundCue",
    "plan",
    "plan_from_json",
    "plan_parts",
    "plan_to_json",
    "quoted_together",
    "storyboard_of_clips",
]
