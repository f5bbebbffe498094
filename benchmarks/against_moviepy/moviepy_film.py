"""The film in MoviePy 2, as its manual shows: `python moviepy_film.py OUT.mp4 FRAMES CLIP FRAMES CLIP …`"""

from __future__ import annotations

import sys

from moviepy import VideoClip, VideoFileClip, afx, concatenate_videoclips, vfx

RATE, SIZE, DISSOLVE = 24, (1920, 1080), 0.5


def conformed(path: str, frames: int) -> VideoClip:
    """A clip that fills the frame. Its length is said in frames, since MoviePy takes the longer sound for the film."""
    whole = VideoFileClip(path)
    clip = whole.subclipped(0, min(frames / RATE, whole.duration))  # which MoviePy rounds to hundredths of a second
    width, height = min(clip.w, clip.h * 16 // 9), min(clip.h, clip.w * 9 // 16)
    return clip.cropped(x_center=clip.w / 2, y_center=clip.h / 2, width=width, height=height).resized(SIZE)


def dissolving(clip: VideoClip, is_first: bool, is_last: bool) -> VideoClip:
    pictures = [] if is_first else [vfx.CrossFadeIn(DISSOLVE)]
    fade_in = [] if is_first or not clip.audio else [afx.AudioFadeIn(DISSOLVE)]
    fade_out = [] if is_last or not clip.audio else [afx.AudioFadeOut(DISSOLVE)]
    return clip.with_effects([*pictures, *fade_in, *fade_out])


def main(out: str, *pairs: str) -> None:
    clips = [conformed(path, int(frames)) for frames, path in zip(pairs[::2], pairs[1::2], strict=True)]
    ends = [(number == 0, number == len(clips) - 1) for number in range(len(clips))]
    shots = [dissolving(clip, *end) for clip, end in zip(clips, ends, strict=True)]
    film = concatenate_videoclips(shots, method="compose", padding=-DISSOLVE)
    encoding = {"codec": "libx264", "preset": "veryfast", "ffmpeg_params": ["-crf", "21"], "audio_codec": "aac"}
    film.write_videofile(out, fps=RATE, logger=None, temp_audiofile=f"{out}.m4a", **encoding)


if __name__ == "__main__":
    main(*sys.argv[1:])
