"""Single pictures of the film as JPEG: its poster, and the cover of the film in one file.

Workers take them, so this knows nothing of planning, which takes them a third of a second to import.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from longtake.media import Digest, Size, digest_of
from longtake.pipeline.photos import Picture
from longtake.store import Store

if TYPE_CHECKING:
    import av

__all__ = ["Still"]

_VERSION = 2
_QUALITIES = (85, 70, 50, 30, 10)  # the last fits whatever the picture shows


@dataclass(frozen=True, slots=True)
class Still:
    """One picture of the film. size: in pixels; most: bytes it may have, None where there is room."""

    kind: Literal["poster", "cover"]
    picture: Picture
    size: Size
    most: int | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return (self.picture,)

    @property
    def key(self) -> Digest:
        return digest_of([self.kind, _VERSION, list(self.picture), str(self.size), self.most])

    def made(self, decoded: Mapping[Picture, av.VideoFrame], store: Store) -> bytes:
        """A JPEG, as good as its room allows."""
        from PIL import Image

        shape = {"width": self.size.width, "height": self.size.height}
        colours = decoded[self.picture].reformat(
            **shape, format="rgb24", interpolation="BICUBIC", src_colorspace="ITU709"
        )
        image = Image.fromarray(colours.to_ndarray())
        for quality in _QUALITIES:
            kept = io.BytesIO()
            image.save(kept, "JPEG", quality=quality, optimize=True)
            if self.most is None or kept.tell() <= self.most:
                break
        return kept.getvalue()
