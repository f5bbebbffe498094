"""Choosing together which frames of every clip show: the cheapest way through a film of clips and joins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["cheapest"]

Costs = NDArray[np.signedinteger[Any]]


def cheapest(nodes: Sequence[Costs], edges: Sequence[Costs]) -> tuple[int, ...]:
    """For each clip the number of its choice, so that all costs together are least; the earlier ones of equal ways.

    nodes: for each clip the cost of each of its choices. edges: for each join a table of what it costs between each
    choice before it and each after it. Whole numbers, so that sums are exact.
    """
    best, origins = nodes[0], list[NDArray[np.intp]]()
    for edge, node in zip(edges, nodes[1:], strict=True):
        sums = best[:, None] + edge
        origins.append(sums.argmin(axis=0))
        best = sums.min(axis=0) + node
    chosen = [int(best.argmin())]
    for origin in reversed(origins):
        chosen.append(int(origin[chosen[-1]]))
    return tuple(reversed(chosen))
