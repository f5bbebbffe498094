"""The program `longtake`: its commands, its help, and one place where failures are told."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import click

from longtake.cli import failure
from longtake.cli.assemble import assemble
from longtake.cli.check import check
from longtake.cli.compose import compose
from longtake.cli.emulate import emulate
from longtake.cli.export import export
from longtake.cli.inspect import inspect
from longtake.cli.jobs import jobs
from longtake.cli.judge import approve, reject
from longtake.cli.make import make
from longtake.cli.models import models
from longtake.cli.plan import plan
from longtake.cli.quote import quote
from longtake.cli.receive import receive
from longtake.cli.say import say
from longtake.cli.schema import schema
from longtake.cli.settings import settings_of, shared_options
from longtake.cli.status import status
from longtake.cli.stopping import STOP
from longtake.cli.storyboard import storyboard
from longtake.cli.usage import budget, usage
from longtake.cli.verify import verify
from longtake.cli.voices import voices

__all__ = ["app", "main"]

_EPILOGUE = """\b
Exit codes:
  0    done
  1    the film could not be made, or a bug in Longtake
  2    the input is wrong: nothing was started, nothing was lost
  3    stopped by the budget or by a missing approval
  4    a provider needs its operator (a key, the balance)
  130  stopped by Ctrl-C; the same command goes on where it stopped
  143  stopped by SIGTERM; likewise

\b
Begin with:
  longtake quote storyboard.yaml
  longtake make storyboard.yaml -o out/film
"""

_SWEEPS = 50_000, 50
"""New objects after which garbage is looked for among them, and after how many such sweeps among all that they left.
What a command builds, it needs to its end: looking at all of it every 700 objects and every ten sweeps, as is usual,
takes a tenth of the time of a small edit and finds nothing."""


class _Program(click.Group):
    """A group of commands whose every failure is told in one manner and ends with its documented code."""

    def invoke(self, context: click.Context) -> Any:
        settings = settings_of(context)
        try:
            super().invoke(context)
        except click.exceptions.Exit:
            raise
        except (Exception, KeyboardInterrupt) as error:
            context.exit(failure.tell(error, settings))


@click.group(cls=_Program, epilog=_EPILOGUE, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="longtake", message="longtake %(version)s")
@shared_options
def app() -> None:
    """Make one long film out of many short clips: an MP4 and an HLS ladder."""


for _command in (make, assemble, storyboard, plan, quote, models, voices, inspect, status, schema, emulate, check):
    app.add_command(_command)
for _command in (compose, verify, approve, reject, jobs, usage, budget, receive, export, say):
    app.add_command(_command)


def main() -> None:
    """The console script."""
    STOP.answer()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it reads what every installed package declares
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # an old code page must not stop a film
    gc.set_threshold(*_SWEEPS)
    try:
        app(prog_name="longtake")
    finally:
        gc.freeze()  # else the interpreter looks at everything again, several times, before it ends
