"""The process that serves: what pages leave behind in it goes."""

from __future__ import annotations

import re
import subprocess
import sys

import httpx2

from tests.conftest import Desk

_SERVED = """
import os, signal, sys, threading, time, weakref
from conduct.cli import run_main

class Left:
    pass

def look():
    sys.stdin.readline()
    one = Left()
    one.itself, seen, until = one, weakref.ref(one), time.monotonic() + 60
    del one
    kept = []
    while seen() is not None and time.monotonic() < until:
        kept.append([])
    print("stays" if seen() is not None else "gone", file=sys.stderr, flush=True)
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=look, daemon=True).start()
run_main()
"""


def test_what_is_left_in_cycles_while_it_serves_goes(desk: Desk) -> None:
    """Commands are run without looking for cycles, and end; a server would grow by whatever pages leave in them."""
    command = [sys.executable, "-c", _SERVED, "--sector", "insurance", "serve", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=desk.folder, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        (address,) = re.findall(r"http://[^/\s]+", process.stdout.readline())[:1]
        assert httpx2.get(f"{address}/sign-in").status_code == 200
        _, said = process.communicate("look\n", timeout=120)
    assert said.split() == ["gone"]
