"""`longtake receive`: it says where it listens, on this machine, and ends when it is told to."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from subprocess import PIPE, Popen
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest


def test_it_listens_on_this_machine_until_it_is_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "longtake", "receive", "--port", "0", "--json", "--workspace", str(tmp_path)]
    with Popen(command, stdout=PIPE, stderr=PIPE, text=True) as receiver:
        assert receiver.stdout is not None
        told = json.loads(receiver.stdout.readline())
        assert told["address"].startswith("http://127.0.0.1:")
        call = Request(f"{told['address']}/callbacks/ark/none", b"{}", {"content-type": "application/json"})
        with pytest.raises(HTTPError) as caught:
            urlopen(call, timeout=10)
        caught.value.close()
        assert caught.value.code == 404
        receiver.send_signal(signal.SIGINT)
        assert receiver.wait(10) == 130
