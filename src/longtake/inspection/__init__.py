"""What a file is: admitted by digest after it was decoded whole, once, in a limited child."""

from longtake.inspection.admission import (
    MEASURING,
    SURVEY,
    Admission,
    Admitted,
    FactsStore,
    Refused,
    admit,
    known_facts,
)
from longtake.inspection.describe import describe, rows
from longtake.inspection.limits import ChildLimits, Role
from longtake.inspection.sequences import sequence_files

__all__ = [
    "MEASURING",
    "SURVEY",
    "Admission",
    "Admitted",
    "ChildLimits",
    "FactsStore",
    "Refused",
    "Role",
    "admit",
    "describe",
    "known_facts",
    "rows",
    "sequence_files",
]
