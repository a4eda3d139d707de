"""A session in, workers that can do the work out: this copydesk, this Python, and so many cores."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from copydesk import __version__
from copydesk.errors import CopydeskError

__all__ = ["check_workers", "executor_cores"]

#: Applications whose workers were asked already.
_asked: set[str] = set()


def executor_cores(spark: SparkSession) -> int:
    """The cores of an executor, 1 where the settings do not say."""
    context = spark.sparkContext
    if local := re.match(r"local\[(\d+|\*)[,\]]", context.master):
        return (os.cpu_count() or 1) if local[1] == "*" else int(local[1])
    return int(context.getConf().get("spark.executor.cores") or 1)


def check_workers(spark: SparkSession) -> None:
    """Ask the workers once an application whether they have this copydesk and this Python.

    Raises:
        CopydeskError: one has not; says which of the two, and the way out.
    """
    application = spark.sparkContext.applicationId
    if application in _asked:
        return
    tasks = spark.sparkContext.defaultParallelism
    try:
        answers = spark.range(0, tasks, 1, tasks).mapInArrow(_question(), "host string, version string").distinct()
        found = answers.collect()
    except PySparkException as error:
        if "PYTHON_VERSION_MISMATCH" not in str(error):
            raise
        mine = ".".join(map(str, sys.version_info[:2]))
        raise CopydeskError(
            f"the workers run another Python than the driver's {mine}; set PYSPARK_PYTHON (or spark.pyspark.python) to "
            f"a Python {mine} on every worker"
        ) from error
    for row in found:
        if row["version"] != __version__:
            has = f"has copydesk {row['version']}" if row["version"] else "cannot import copydesk"
            raise CopydeskError(
                f"the worker on {row['host']} {has}, the driver has {__version__}; on every worker run "
                f"pip install 'copydesk[spark]=={__version__}' for the Python of PYSPARK_PYTHON"
            )
    _asked.add(application)


def _question() -> Callable[[Any], Any]:
    """A function that travels as its own code, so that a worker without this package can answer too."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    exec(  # a function of this module would travel as its name, and fail where the module is missing
        "def answer(batches):\n"
        "    import socket\n"
        "    import pyarrow\n"
        "    try:\n"
        "        from copydesk import __version__ as version\n"
        "    except ImportError:\n"
        "        version = None\n"
        "    for _ in batches:\n"
        "        names = ['host', 'version']\n"
        "        columns = [pyarrow.array([value], pyarrow.string()) for value in (socket.gethostname(), version)]\n"
        "        yield pyarrow.RecordBatch.from_arrays(columns, names)\n",
        scope,
    )
    answer: Callable[[Any], Any] = scope["answer"]
    return answer
