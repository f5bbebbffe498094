"""A language model proposes a storyboard; everything it says is checked as if a stranger had written it.

Asks any OpenAI-compatible endpoint. Knows no prompts of video models, no prices, no pictures, and chooses none of them.
"""

from longtake.directing.address import is_loopback
from longtake.directing.answer import Read, read_answer
from longtake.directing.direction import MOST_ANSWER, Direction, Limits, direct
from longtake.directing.endpoint import Answer, Director, Endpoint
from longtake.directing.schema import proposal_schema
from longtake.directing.subject import Subject, subject_of
from longtake.directing.tokens import Tally, TokenLedger, Tokens

__all__ = [
    "MOST_ANSWER",
    "Answer",
    "Direction",
    "Director",
    "Endpoint",
    "Limits",
    "Read",
    "Subject",
    "Tally",
    "TokenLedger",
    "Tokens",
    "direct",
    "is_loopback",
    "proposal_schema",
    "read_answer",
    "subject_of",
]
