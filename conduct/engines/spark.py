"""Facts in Parquet that a Spark cluster reads: each of its tasks looks at some of the cases, all their actions with them.

Spark reads, joins each case with its actions and keeps the tasks going; the duties and counts of each task's cases are judged by
the run's own SQL. So every worker needs this package and the sector's, of the same versions.
"""

from __future__ import annotations

import os
import pickle
import shutil
import socket
import sys
import tempfile
import time
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.base.faults import fault
from ..core.base.frozen import frozen
from ..core.law.conditions import name
from ..core.law.sector import Sector
from ..core.ledger.schema import table
from .apart import CASES, LookedAt, Row, Task, columns_of, look, shards, together
from .layout import digest_of_file

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark import SparkContext
    from pyspark.sql import DataFrame, SparkSession

_ROOM = 50_000  # cases that one look takes
_FEWEST = 4  # looks, however few the cases are, so that what one worker loses is a part
_ROOMS_OF_A_TASK = 4  # so that the chance by which rooms fall into tasks evens out
_PATIENCE = 60.0  # seconds for which a cluster is waited for that has no worker to give
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.jars": "",
    "spark.jars.packages": "",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.maxResultSize": "0",
    "spark.executorEnv.PYTHONHASHSEED": "0",
}
_LOGGING = """\
rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
"""


@frozen
class SparkFacts:
    """A sector's facts as a Spark session sees them: as `apart.Whereabouts`."""

    session: SparkSession
    sector: Sector

    def query(self, sql: str) -> list[Row]:
        """The rows that a query finds."""
        with _plain_faults():
            return [tuple(row) for row in self.session.sql(sql).collect()]

    def look(self, task: Task) -> Iterator[LookedAt]:
        """Has every case looked at, by as many tasks as there are rooms for them."""
        from pyspark.sql.functions import expr

        cases = self.query(f"SELECT count(*) FROM {name(table(self.sector, 'incidents'))}")[0][0]
        rooms = max(_FEWEST, -(-int(cases or 0) // _ROOM))
        tasks = max(_FEWEST, rooms // _ROOMS_OF_A_TASK)
        self.session.conf.set("spark.sql.shuffle.partitions", str(tasks))
        parted = [self._cases(of).withColumn("room", expr(f"pmod(hash(incident), {rooms})")) for of in CASES]
        incidents, actions = (one.groupBy("room") for one in parted)
        found = incidents.cogroup(actions).applyInArrow(_looking(task, tasks), "shard int, found binary")
        found = found.groupBy("shard").applyInArrow(_adding, "found binary")
        with _plain_faults():
            rows = found.collect()
        yield from (_loaded(row[0]) for row in rows)

    def _cases(self, of: str) -> DataFrame:
        columns = ", ".join(map(name, columns_of(self.sector, of)))
        return self.session.sql(f"SELECT {columns} FROM {name(table(self.sector, of))} WHERE incident IS NOT NULL")


def _looking(task: Task, tasks: int) -> Callable[[pa.Table, pa.Table], pa.Table]:
    """What a task does with one room's cases and their actions: a piece of what it found for each that adds up."""

    def looked_at(incidents: pa.Table, actions: pa.Table) -> pa.Table:
        import pyarrow

        found = look(task, *(_rows(given, of, task.sector) for given, of in ((incidents, "incidents"), (actions, "actions"))))
        pieces = [_dumped(piece) for piece in shards(found, tasks, task.sector)]
        return pyarrow.table({"shard": pyarrow.array(range(tasks), pyarrow.int32()), "found": pieces})

    return looked_at


def _adding(pieces: pa.Table) -> pa.Table:
    """Adds up the pieces of one shard from all rooms."""
    import pyarrow

    return pyarrow.table({"found": [_dumped(together(map(_loaded, pieces.column("found").to_pylist())))]})


def _dumped(found: LookedAt) -> bytes:
    return zlib.compress(pickle.dumps(found), 1)


def _loaded(piece: bytes) -> LookedAt:
    found: LookedAt = pickle.loads(zlib.decompress(piece))  # what our own tasks wrote
    return found


def _rows(given: pa.Table, of: str, sector: Sector) -> list[Row]:
    return list(zip(*(given.column(column).to_pylist() for column in columns_of(sector, of)), strict=True))


@contextmanager
def _plain_faults(log: Path | None = None) -> Iterator[None]:
    """Says in one sentence why Spark gave up, or what its ``log`` says of it. Raises `Fault` ``spark-failed``."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        said = log.read_text(encoding="utf-8", errors="replace") if log is not None and log.exists() else ""
        raise fault("spark-failed", why=_why(said) or _why(str(error)) or "?") from None


def _why(said: str) -> str:
    """The last error that a text tells of, else its first line; of many only its beginning."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.partition(":")[0].rpartition(" ")[2].endswith(("Error", "Exception"))]
    return (told[-1:] or lines[:1] or [""])[0][:500]


# ---- sessions


@contextmanager
def session(master: str | None) -> Iterator[SparkSession]:
    """A session on a cluster (``spark://HOST:PORT``), or on this machine alone, which ends with the block.

    Raises `Fault`: ``extra-missing``, ``java-missing``, ``spark-master`` where nobody answers there, ``spark-idle`` where nobody
    there has room for work.
    """
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.java_gateway import launch_gateway
        from pyspark.sql import SparkSession
    except ImportError:
        raise fault("extra-missing", package="pyspark", extra="spark") from None
    _need_java()
    if master is not None:
        _need_master(master)
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # which nothing here uses
    scratch = Path(tempfile.mkdtemp(prefix="conduct-spark-"))
    gateway = made = None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        (scratch / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        conf = SparkConf().setAppName("conduct").setAll(_SETTINGS.items())
        conf.set("spark.local.dir", str(scratch))
        conf.set("spark.sql.warehouse.dir", str(scratch / "warehouse"))
        conf.set("spark.driver.defaultJavaOptions", f"-Dlog4j2.configurationFile={(scratch / 'log4j2.properties').as_uri()}")
        if master is not None:
            conf.setMaster(master)
        with _plain_faults(scratch / "log"):
            with (scratch / "log").open("wb") as log:
                gateway = launch_gateway(conf, {"stdout": log, "stderr": log})  # nothing of it is on the command's own
            context = SparkContext(conf=conf, gateway=gateway)
            made = SparkSession(context)
            if master is not None:
                _need_workers(context, master)
        yield made
    finally:
        with suppress(Exception):
            if made is not None:
                made.stop()
        with suppress(Exception):
            if gateway is not None:
                gateway.shutdown()
                gateway.proc.stdin.close()
                gateway.proc.wait(10)
        SparkContext._gateway = SparkContext._jvm = None  # the next session has its own
        shutil.rmtree(scratch, ignore_errors=True)


def _need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home) / "bin" / "java") if home else "java") is None:
        raise fault("java-missing")


def _need_master(master: str) -> None:
    """Raises `Fault` ``spark-master`` unless one of the masters that are named (``spark://HOST:PORT,HOST:PORT``) answers."""
    for one in master.removeprefix("spark://").split(","):
        host, _, port = one.rpartition(":")
        with suppress(OSError, ValueError), socket.create_connection((host.strip("[]"), int(port)), timeout=5):
            return
    raise fault("spark-master", master=master)


def _need_workers(context: SparkContext, master: str) -> None:
    """Raises `Fault` ``spark-idle`` where no worker offers room within a minute: the job would wait for ever."""
    until = time.monotonic() + _PATIENCE
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver counts as one
        if time.monotonic() > until:
            raise fault("spark-idle", master=master, seconds=int(_PATIENCE))
        time.sleep(0.2)


def digests_of(session: SparkSession, paths: list[str]) -> list[str]:
    """The digest of each file, worked out where the work is done."""
    context = session.sparkContext
    with _plain_faults():
        return list(context.parallelize(paths, min(len(paths), 4 * context.defaultParallelism)).map(digest_of_file).collect())
