"""The command line: words, tables, progress bars and exit codes. It holds no rule that a library user would miss."""

from longtake.cli.app import main

__all__ = ["main"]
