"""Whole processes measured: seconds, processor seconds of it and its children, and the most memory it held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

STARTER = """\
import os
import sys
import time

output, errors, *command = sys.argv[1:]
write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
files = [(os.POSIX_SPAWN_OPEN, 1, output, write, 0o644), (os.POSIX_SPAWN_OPEN, 2, errors, write, 0o644)]
began = time.perf_counter()
process = os.posix_spawn(command[0], command, os.environ, file_actions=files)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - began
print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
Command = Sequence[str | Path]


class Cost(NamedTuple):
    """What one process took."""

    seconds: float
    processor: float
    megabytes: float


def measure(command: Command, folder: Path) -> Cost:
    """Runs a process to its end, by way of one that is smaller than any: a process inherits its starter's peak of memory."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONDUCT_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as on a user's machine, nothing is compiled twice
    output, errors = folder / "said.out", folder / "said.err"
    starter = [sys.executable, "-I", "-S", "-c", STARTER, output, errors, *command]
    done = subprocess.run(list(map(str, starter)), cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds, processor, peak, status = done.stdout.split()
    if int(status):
        sys.exit(f"{' '.join(map(str, command))} ended with {status}:\n{errors.read_text(encoding='utf-8')}")
    return Cost(float(seconds), float(processor), int(peak) / (2**20 if sys.platform == "darwin" else 2**10))


def median(costs: Sequence[Cost]) -> Cost:
    """The medians of the seconds, and the most memory of any."""
    return Cost(
        statistics.median(c.seconds for c in costs),
        statistics.median(c.processor for c in costs),
        max(c.megabytes for c in costs),
    )


class Ratio(NamedTuple):
    """How many times another's time: the median of the pairs, by the clock and by the processor."""

    seconds: float
    processor: float


def ratio(ours: Sequence[Cost], others: Sequence[Cost], less: Sequence[Cost] = ()) -> Ratio:
    """The median of the ratios of each pair; ``less`` is taken off ours first."""
    starts = less or [Cost(0, 0, 0)] * len(ours)
    pairs = list(zip(ours, others, starts, strict=False))
    return Ratio(
        statistics.median((a.seconds - s.seconds) / b.seconds for a, b, s in pairs),
        statistics.median((a.processor - s.processor) / max(b.processor, 0.001) for a, b, s in pairs),
    )


def conduct(*arguments: str | Path) -> list[str | Path]:
    """The command as a user starts it, of the environment that the benchmark runs in."""
    script = Path(sys.executable).with_name("conduct")
    return [*([script] if script.exists() else [sys.executable, "-m", "conduct"]), *arguments]
