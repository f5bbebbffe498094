"""Releasing a film: it takes its place only if its files, read back by other code than wrote them, keep every rule.

What was read of a file is kept beside the film by the file's digest, so a small edit of a long film reads only what it
wrote; the rules themselves are checked over the whole film each time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from longtake.errors import BrokenFilmError, Finding
from longtake.packaging import Package, PackageWriter, Seal
from longtake.pipeline.events import Listener, Notice
from longtake.store import OutputFolder

if TYPE_CHECKING:
    from longtake.packaging.verifying import Verification

__all__ = ["load_verifier", "release"]

_READINGS = "readings.json"
_MOST = 5  # findings that are told


def load_verifier() -> None:
    """Imports what `release` needs. That takes some 20 ms, which nobody waits for while the workers encode."""
    import_module("longtake.packaging.verifying")


def release(
    packaged: Package, writer: PackageWriter, folder: OutputFolder, say: Listener, seal: Seal | None = None
) -> Verification:
    """Verifies the package that waits to be published. Raises BrokenFilmError where it breaks a rule; a rule of thumb
    that it breaks is only told. seal: what its stream is encrypted with."""
    from longtake.packaging.verifying import Bundle, Readings, verify_package

    readings = Readings({file.path: file.sha256 for file in packaged.files}, folder.noted(_READINGS))
    found = verify_package(Bundle(folder.path, writer.waiting), readings, seal.reveal() if seal else None)
    if not found.is_good:
        raise BrokenFilmError.of(
            Finding(
                f"{folder.path}/{fault.place}",
                f"{fault.what} (rule {fault.rule}): the film is not published, what was there before is untouched",
                ("make it again into a new folder with -o", "if that ends here too, report it with this line"),
            )
            for fault in found.broken[:_MOST]
        )
    for fault in found.faults:
        say(Notice(fault.place, f"{fault.what} (rule of thumb {fault.rule})"))
    folder.note(_READINGS, readings.to_json())
    return found
