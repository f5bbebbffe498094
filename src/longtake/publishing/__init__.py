"""What leaves the machine with a film: the report page."""

from longtake.publishing.facts import (
    FileFacts,
    JoinFacts,
    NoticeFacts,
    Photo,
    PriceFacts,
    RenditionFacts,
    ReportFacts,
    ShotFacts,
    Strip,
)
from longtake.publishing.report import report_page

__all__ = [
    "FileFacts",
    "JoinFacts",
    "NoticeFacts",
    "Photo",
    "PriceFacts",
    "RenditionFacts",
    "ReportFacts",
    "ShotFacts",
    "Strip",
    "report_page",
]
