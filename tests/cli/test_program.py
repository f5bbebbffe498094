"""The program as a process: what it imports, and how it leaves."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("av", "numpy", "pydantic", "rich", "jinja2", "PIL", "loky", "ruamel", "asyncio", "sqlalchemy", "sqlite3")


def python(code: str) -> subprocess.Popen[str]:
    """Starts an interpreter of its own with its input and both outputs piped."""
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys, longtake.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert python(code).communicate() == ("[]\n", "")


def test_making_a_film_that_buys_nothing_imports_no_provider_and_no_ledger() -> None:
    heavy = ("httpx", "httpcore", "h11", "sqlalchemy", "sqlite3", "jinja2", "longtake.generation", "longtake.ledger")
    modules = "longtake.cli, longtake.pipeline.api, longtake.pipeline.making"
    code = f"import sys, {modules}; print([name for name in {heavy!r} if name in sys.modules])"
    assert python(code).communicate() == ("[]\n", "")


def test_workers_of_an_edit_are_started_before_anything_heavy_is_imported() -> None:
    heavy = [name for name in HEAVY if name != "asyncio"]
    code = f"import sys, longtake.pipeline.starting; print([name for name in {heavy!r} if name in sys.modules])"
    assert python(code).communicate() == ("[]\n", "")


@pytest.mark.skipif(os.name != "posix", reason="pipes close this way on POSIX")
def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    code = """
import longtake, longtake.cli, sys
from longtake.pipeline.events import Notice
def make(*given, on_event, **named):
    while True:
        on_event(Notice("", "the clip is conformed"))
longtake.make = make
sys.argv[1:] = ["make", "film.yaml", "-o", "out"]
longtake.cli.main()
"""
    with python(code) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
    assert told == ""
    assert process.returncode == 141


@pytest.mark.skipif(os.name != "posix", reason="pipes close this way on POSIX")
def test_an_error_that_nobody_reads_any_more_ends_it_quietly_too() -> None:
    code = """
import longtake, longtake.cli, longtake.errors, sys
def status(out):
    sys.stdin.readline()
    raise longtake.errors.FolderError("gone")
longtake.status = status
sys.argv[1:] = ["--json", "status", "out"]
longtake.cli.main()
"""
    with python(code) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.close()
        told = process.stderr.read()
    assert told == ""
    assert process.returncode == 141


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_a_signal_from_the_keyboard_ends_it_with_130() -> None:
    code = """
import longtake, longtake.cli, sys, threading
def make(*given, **named):
    print("making", flush=True)
    threading.Event().wait()
longtake.make = make
sys.argv[1:] = ["make", "film.yaml", "-o", "out"]
longtake.cli.main()
"""
    with python(code) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "making\n"
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert "what is done is kept" in told
    assert "Traceback" not in told


def test_an_old_code_page_does_not_stop_it(tmp_path: Path) -> None:
    code = """
import longtake, longtake.cli, longtake.errors, sys
longtake.status = lambda out: (_ for _ in ()).throw(longtake.errors.FolderError("a film · 漢字"))
sys.argv[1:] = ["status", "out"]
longtake.cli.main()
"""
    told = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False
    )
    assert (told.returncode, told.stderr) == (2, b"longtake: a film \xb7 ??\n")
