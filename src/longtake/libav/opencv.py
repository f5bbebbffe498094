"""OpenCV, as it is used here: an extra, in one thread, without IPP, so that the same pictures give the same figures."""

from __future__ import annotations

from typing import Any

from longtake.errors import MissingExtraError

__all__ = ["opencv"]


def opencv(purpose: str, *ways_out: str) -> Any:
    """The module. purpose, ways_out: for the error, which names the extra. Raises MissingExtraError."""
    try:
        import cv2
    except ImportError as error:
        message = f"{purpose} needs OpenCV, which is not installed"
        raise MissingExtraError(message, advice=("pip install 'longtake[seams]'", *ways_out)) from error
    cv2.setNumThreads(1)
    cv2.ipp.setUseIPP(False)
    return cv2
