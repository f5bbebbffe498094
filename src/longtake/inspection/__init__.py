"""What a file is: admitted by digest after it was decoded whole, once, in a limited child."""

from longtake.inspection.admission import (
    MEASURING,
    SURVEY,
    Admission,
    Admitted,
    DigestStore,
    FactsStore,
    Refused,
    admit,
    known_facts,
)
from longtake.inspection.describe import describe, rows, verdict_rows
from longtake.inspection.limits import ChildLimits, Role
from longtake.inspection.measuring import check_measurable
from longtake.inspection.sequences import sequence_files
from longtake.inspection.sighting import Sighting
from longtake.inspection.verdict import Reason, Verdict

__all__ = [
    "MEASURING",
    "SURVEY",
    "Admission",
    "Admitted",
    "ChildLimits",
    "DigestStore",
    "FactsStore",
    "Reason",
    "Refused",
    "Role",
    "Sighting",
    "Verdict",
    "admit",
    "check_measurable",
    "describe",
    "known_facts",
    "rows",
    "sequence_files",
    "verdict_rows",
]
