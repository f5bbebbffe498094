"""What leaves the machine with a film: the report page."""

from longtake.publishing.facts import (
    CaptionFacts,
    CaptionFinding,
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
from longtake.publishing.loudness import LoudnessFacts
from longtake.publishing.report import compile_page, report_page
from longtake.publishing.waveform import waveform_svg

__all__ = [
    "CaptionFacts",
    "CaptionFinding",
    "FidelityFacts",
    "FileFacts",
    "JoinFacts",
    "LoudnessFacts",
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
    "waveform_svg",
]
