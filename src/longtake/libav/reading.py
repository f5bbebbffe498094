"""Reading pictures of a clip by number, forward only: each packet is decoded once, whatever is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import av

from longtake.errors import MediaError
from longtake.libav.opening import open_media, picture_stream
from longtake.media import PictureFacts

__all__ = ["PictureReader"]


class PictureReader:
    """Pictures of an admitted clip by presentation number.

    Made for rising numbers: the same number again is answered from memory, a lower one starts over from its keyframe.
    Pictures that nobody asks for are decoded only as far as others need them. Raises MediaError when the file no longer
    is what its facts say.
    """

    def __init__(self, path: Path, facts: PictureFacts) -> None:
        self._path, self._facts = path, facts
        self._numbers = {tick: number for number, tick in enumerate(facts.ticks)}
        self._stack = ExitStack()
        self._frames: Iterator[av.VideoFrame] | None = None
        self._wanted = 0
        self._held: tuple[int, av.VideoFrame] | None = None

    def close(self) -> None:
        self._frames = self._held = None
        self._stack.close()

    def picture(self, number: int) -> av.VideoFrame:
        if self._held and self._held[0] == number:
            return self._held[1]
        if self._held and number < self._held[0]:
            self.close()
        self._wanted = number
        if self._frames is None:
            self._open(number)
        assert self._frames is not None
        for frame in self._frames:
            found = self._number_of(frame)
            if found >= number:
                if found > number:
                    break
                self._held = (number, frame)
                return frame
        raise MediaError(
            f"picture {number} of {self._facts.frames} is not there any more",
            place=str(self._path),
            advice=("the file changed after it was inspected: run the command again",),
        )

    def _open(self, number: int) -> None:
        container = self._stack.enter_context(open_media(self._path))
        stream = picture_stream(container)
        if stream is None:
            raise MediaError("it holds no pictures", place=str(self._path))
        self._first = self._first_pts(container, stream)
        keyframe = max((key for key in self._facts.keyframes if key <= number), default=0)
        container.seek(self._first + self._facts.ticks[keyframe], stream=stream, backward=True)
        self._frames = self._decoded(container, stream)

    @staticmethod
    def _first_pts(container: av.container.InputContainer, stream: av.VideoStream) -> int:
        """The time of the first picture shown, which is tick 0 of the facts."""
        for frame in container.decode(stream):
            if frame.pts is not None:
                return int(frame.pts)
        raise MediaError("it holds no pictures that decode", place=container.name)

    def _decoded(self, container: av.container.InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
        context = stream.codec_context
        for packet in container.demux(stream):
            # Pictures before the wanted one matter only as references; the rest of them need no decoding.
            wanted = self._first + self._facts.ticks[self._wanted]
            is_early = packet.pts is not None and packet.pts < wanted
            context.skip_frame = "NONREF" if is_early else "DEFAULT"
            yield from packet.decode()

    def _number_of(self, frame: av.VideoFrame) -> int:
        tick = None if frame.pts is None else int(frame.pts) - self._first
        number = self._numbers.get(tick) if tick is not None else None
        if number is None:
            raise MediaError(
                f"a picture stands at tick {tick}, where inspection saw none",
                place=str(self._path),
                advice=("the file changed after it was inspected: run the command again",),
            )
        return number
