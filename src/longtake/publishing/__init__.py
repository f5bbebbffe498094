"""What leaves the machine with a film: the report page."""

from longtake.publishing.facts import (
    FidelityFacts,
    FileFacts,
    JoinFacts,
    NoticeFacts,
    OverFacts,
    Photo,
    PriceFacts,
    RenditionFacts,
    ReportFacts,
    SeamFacts,
    ShotFacts,
    Strip,
)
from longtake.publishing.report import compile_page, report_page

__all__ = [
    "FidelityFacts",
    "FileFacts",
    "JoinFacts",
    "NoticeFacts",
    "OverFacts",
    "Photo",
    "PriceFacts",
    "RenditionFacts",
    "ReportFacts",
    "SeamFacts",
    "ShotFacts",
    "Strip",
    "compile_page",
    "report_page",
]
