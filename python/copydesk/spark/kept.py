"""The tables of one call that are read more than once."""

from __future__ import annotations

from types import TracebackType

from pyspark.sql import DataFrame, SparkSession

from copydesk.spark.plans import persisted, shortened

__all__ = ["Kept"]


class Kept:
    """The tables of one call that are read more than once, kept until it ends, with a result or an error.

    In files where the session has a checkpoint directory; else in memory and on the disks of the executors, where a
    lost part is computed again.
    """

    def __init__(self, spark: SparkSession) -> None:
        self._files = spark.sparkContext.getCheckpointDir() is not None
        self._frames: list[DataFrame] = []

    def keep(self, frame: DataFrame) -> DataFrame:
        """The same table, computed once."""
        if self._files:
            return frame.checkpoint()
        self._frames.append(persisted(frame))
        return shortened(frame)

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for frame in self._frames:
            frame.unpersist()

    def release(self, result: DataFrame) -> DataFrame:
        """The result, computed and kept beyond the call."""
        if self._files:
            return result.checkpoint()
        result = persisted(result)
        try:
            result.count()
        except BaseException:
            result.unpersist()
            raise
        return result
