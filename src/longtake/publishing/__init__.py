"""What leaves the machine with a film: the report page."""

from longtake.publishing.facts import (
    FidelityFacts,
    FileFacts,
    JoinFacts,
    Photo,
    PriceFacts,
    RenditionFacts,
    ReportFacts,
    ShotFacts,
)
from longtake.publishing.report import report_page

__all__ = [
    "FidelityFacts",
    "FileFacts",
    "JoinFacts",
    "Photo",
    "PriceFacts",
    "RenditionFacts",
    "ReportFacts",
    "ShotFacts",
    "report_page",
]
