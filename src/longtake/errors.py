"""Every error Longtake raises on purpose: one root, one branch per room.

A message says what was asked, what was found, where, and what to do next. Nothing here knows how a message is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

__all__ = [
    "ArtworkError",
    "BrokenFilmError",
    "BudgetError",
    "CatalogueError",
    "DirectorAccessError",
    "DirectorError",
    "Finding",
    "FolderError",
    "ForbiddenAddressError",
    "GenerationError",
    "InputError",
    "LedgerError",
    "LongtakeError",
    "LostAnswerError",
    "MediaError",
    "MissingExtraError",
    "NotYetError",
    "OperatorError",
    "PackagingError",
    "PipelineError",
    "PlanningError",
    "QuarantineError",
    "RenderError",
    "SoundError",
    "SpeechError",
    "StoreError",
    "StoryboardError",
    "TimelineError",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: where it stands, what is wrong, and the ways out.

    `place` is what a person can jump to: `storyboard.yaml:31:15`, a clip's path, or a shot's name.
    """

    place: str
    message: str
    advice: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"{self.place}: {self.message}" if self.place else self.message
        return head if not self.advice else f"{head}\n  {' · '.join(self.advice)}"


class LongtakeError(Exception):
    """Root of all errors of this library. `exit_code` is what the command returns for it."""

    exit_code = 1

    def __init__(self, message: str, *, place: str = "", advice: Iterable[str] = ()) -> None:
        self.findings: tuple[Finding, ...] = (Finding(place, message, tuple(advice)),)
        super().__init__(str(self.findings[0]))

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Self:
        """One error that carries several findings, in the order given (file order, by custom)."""
        error = cls.__new__(cls)
        error.findings = tuple(findings)
        Exception.__init__(error, "\n".join(str(finding) for finding in error.findings))
        return error


class InputError(LongtakeError):
    """What the author gave is wrong: nothing was started, nothing was lost."""

    exit_code = 2


class StoryboardError(InputError):
    """The storyboard cannot be read or means something impossible."""


class CatalogueError(InputError):
    """A model's file cannot be read or contradicts itself, or something is asked of a model that it does not have."""


class DirectorError(LongtakeError):
    """A language model was asked for a storyboard and gave none that holds."""


class DirectorAccessError(DirectorError):
    """Its endpoint turned us away: the key, or the balance behind it."""

    exit_code = 4


class LostAnswerError(DirectorError):
    """No answer came to a question that may have been taken, and be paid for."""


class PlanningError(InputError):
    """The storyboard is well-formed but no plan can honour it."""


class NotYetError(PlanningError):
    """The storyboard asks for something this version does not do; it is refused, never dropped."""


class MediaError(InputError):
    """A media file is missing, damaged, hostile, or of a kind that is not taken."""


class TimelineError(InputError):
    """The edit is impossible: a join longer than its handles, a range outside its clip."""


class MissingExtraError(InputError):
    """An optional package is needed; the message names the extra that installs it."""


class FolderError(InputError):
    """The output folder is somebody else's, held by another maker, or not writable."""


class ArtworkError(LongtakeError):
    """A picture that we draw could not be drawn."""


class SoundError(LongtakeError):
    """The mix could not be made."""


class SpeechError(InputError):
    """Words that a voice cannot say, or a voice that is not there."""


class RenderError(LongtakeError):
    """A span could not be encoded."""


class QuarantineError(RenderError):
    """A source brought a worker down twice and is set aside by name."""


class PackagingError(LongtakeError):
    """The encoded film could not be packaged as promised."""


class BrokenFilmError(PackagingError):
    """The packaged film breaks a rule of delivery: it was not published."""


class StoreError(LongtakeError):
    """The workspace cannot be read or written (a full disk, a read-only folder)."""


class LedgerError(LongtakeError):
    """What was bought cannot be looked up or written down; nothing is bought without that."""


class BudgetError(LedgerError):
    """The budget does not allow the purchase. Nothing was reserved, nothing was sent."""

    exit_code = 3


class PipelineError(LongtakeError):
    """The order of work itself failed; a bug in Longtake rather than in the input."""


class GenerationError(LongtakeError):
    """A provider could not be asked, or what it sent could not be taken."""


class ForbiddenAddressError(GenerationError):
    """An address from outside leads where nothing is asked: to this machine, to an inner network, past https."""


class OperatorError(GenerationError):
    """A provider needs its user: a key that is missing or not taken, a balance that is spent."""

    exit_code = 4
