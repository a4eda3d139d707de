"""What the engine's plan of a table tells and does; all that is no public interface of Spark is here.

A classic session has a plan in the JVM, which PySpark reaches with `_jdf`.
"""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame

__all__ = ["estimated_bytes", "is_read", "persisted", "shortened"]

#: Steps of a plan that reads what is stored and does little to it.
_READING = {
    "DataSourceV2Relation",
    "DataSourceV2ScanRelation",
    "Filter",
    "InMemoryRelation",
    "LocalRelation",
    "LogicalRelation",
    "Project",
    "Union",
}
_FEWER = "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning"
#: Files that one task opens one after another without anyone waiting: where they are remote, some tenths of a second
#: each.
_FEW_FILES = 32


def _optimized(frame: DataFrame) -> Any:
    made: Any = frame
    return made._jdf.queryExecution().optimizedPlan()


def estimated_bytes(frame: DataFrame) -> int:
    """The engine's guess at the size of a table, without reading it; far too much where it has none."""
    return int(str(_optimized(frame).stats().sizeInBytes()))


def is_read(frame: DataFrame) -> bool:
    """Whether a table is read from where it is stored, in few files and without work that is worth spreading."""
    waiting = [_optimized(frame)]
    while waiting:
        step = waiting.pop()
        if step.nodeName() not in _READING:
            return False
        children = step.children()
        waiting += [children.apply(at) for at in range(children.size())]
    return len(frame.inputFiles()) <= _FEW_FILES


def persisted(frame: DataFrame) -> DataFrame:
    """The table, marked to be kept in the partitions that its size asks for.

    By itself the engine keeps the partitions of a shuffle, 200 by default: forty small tables of 200 tasks each take
    minutes. How a table is cut is settled as it is marked.
    """
    settings = frame.sparkSession.conf
    before = settings.get(_FEWER, None)
    settings.set(_FEWER, "true")
    try:
        return frame.persist()
    finally:
        if before is None:
            settings.unset(_FEWER)
        else:
            settings.set(_FEWER, before)


def shortened(frame: DataFrame) -> DataFrame:
    """The same rows under a plan of one step: plans that hold plans grow so fast that the driver spends itself on them.

    `DataFrame.checkpoint` does it so, and has no public way to keep the rows elsewhere than in files; `localCheckpoint`
    forgets how to compute what an executor takes along when it is lost.
    """
    session: Any = frame.sparkSession
    read = frame.select("*")._jdf
    rows = read.queryExecution().toRdd()
    return DataFrame(session._jsparkSession.internalCreateDataFrame(rows, read.schema(), False), session)
