"""Is one MP4 made much sooner than with MoviePy 2?

Contender: `moviepy_film.py` beside this file, with its own FFmpeg at two threads fewer than none: its defaults.
Ours makes the MP4 and, from the same packets, a one-rung HLS, on an empty workspace.
"""
