"""A workflow: a graph of nodes that makes takes on a server of the user's own, and where in it a wish is put."""

from __future__ import annotations

from dataclasses import dataclass

from longtake.media import Digest, digest_of

__all__ = ["Place", "Workflow"]

Place = tuple[str, str]
"""A node by its id, and one of its inputs."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """graph: as the server exports it for its API, as JSON with its keys in order. places: where each thing is put, by
    its name (`prompt`, `width`, `first frame`); of inputs, one place for each file. more_frames: pictures that the
    graph is asked for beyond seconds times rate. output: the node whose file is the take, "" for the only one."""

    graph: str
    places: tuple[tuple[str, tuple[Place, ...]], ...]
    more_frames: int = 0
    output: str = ""

    def places_of(self, name: str) -> tuple[Place, ...]:
        return dict(self.places).get(name, ())

    @property
    def digest(self) -> Digest:
        """Of all that changes what it makes."""
        places = [[name, [list(one) for one in places]] for name, places in self.places]
        return digest_of([self.graph, places, self.more_frames, self.output])
