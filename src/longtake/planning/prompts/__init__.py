"""Prompts: what there is to say about a shot, and each model's dialect for it."""

from longtake.planning.prompts.clauses import clauses_of
from longtake.planning.prompts.compiling import COMPILER, NegativePlace, compiled
from longtake.planning.prompts.explaining import explained, origin_path
from longtake.planning.prompts.moment import Beat, Moment
from longtake.planning.prompts.tags import tagged

__all__ = [
    "COMPILER",
    "Beat",
    "Moment",
    "NegativePlace",
    "clauses_of",
    "compiled",
    "explained",
    "origin_path",
    "tagged",
]
