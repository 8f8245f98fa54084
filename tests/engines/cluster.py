"""A Spark cluster of processes on this machine alone: a master and small workers, which end with the test whatever happens."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import frozen

WORKER_MEMORY = "640m"
SETTINGS = """\
spark.executor.memory 512m
spark.executor.cores 1
spark.driver.memory 512m
spark.driver.host 127.0.0.1
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


@frozen
class Cluster:
    """A running cluster: where its master listens, its workers, and what a command that uses it needs in its environment."""

    master: str
    workers: tuple[subprocess.Popen[bytes], ...]
    environment: dict[str, str]

    def wait_until_working(self, worker: int, seconds: float = 120) -> None:
        """Until one of the workers judges cases: its executor has started Python."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(b"pyspark.daemon" in line for line in _lines_of_group(self.workers[worker].pid)):
                return
            time.sleep(0.02)
        raise TimeoutError(f"worker {worker} has had nothing to do for {seconds} s")

    def kill(self, worker: int) -> None:
        """Ends a worker and all that it started, without a word."""
        os.killpg(self.workers[worker].pid, signal.SIGKILL)
        self.workers[worker].wait()


@contextmanager
def cluster(workers: int = 2) -> Iterator[Cluster]:
    """A cluster of this package's own Spark, for as long as the block runs."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        (Path(folder) / "spark-defaults.conf").write_text(SETTINGS, encoding="utf-8")
        environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_CONF_DIR": folder,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "192m",
            "SPARK_DAEMON_JAVA_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            "PYSPARK_PYTHON": sys.executable,
        }
        port = _free_port()
        started: list[subprocess.Popen[bytes]] = []

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            with (Path(folder) / f"log{len(started)}").open("wb") as log:
                command = [str(home / "bin" / "spark-class"), *arguments]
                process = subprocess.Popen(
                    command, env=environment, stdout=log, stderr=log, start_new_session=True, preexec_fn=_dies_with_its_parent
                )
            started.append(process)
            return process

        try:
            at = ("--host", "127.0.0.1", "--webui-port", "0")
            start("org.apache.spark.deploy.master.Master", *at, "--port", str(port))
            _wait_for(port)
            own = ("--cores", "1", "--memory", WORKER_MEMORY, "--work-dir", f"{folder}/work")
            url = f"spark://127.0.0.1:{port}"
            running = tuple(start("org.apache.spark.deploy.worker.Worker", *at, *own, url) for _ in range(workers))
            yield Cluster(url, running, environment)
        finally:
            for process in started:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _dies_with_its_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on {port} after {seconds} s")


def _lines_of_group(group: int) -> Iterator[bytes]:
    """The command lines of the processes of a group."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ProcessLookupError):
                if os.getpgid(int(entry.name)) == group:
                    yield (entry / "cmdline").read_bytes()
