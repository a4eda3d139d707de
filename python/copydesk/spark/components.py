"""Measured pairs in; out, for each class the root of its component and what ties it in.

Ties go to the driver as numbers while there are at most `driver_edges` of them: 41 bytes each. Beyond,
components are found by the engine (large-star and small-star rounds: Kiveris, Lattanzi, Mirrokni, Rastogi and
Vassilvitskii 2014, "Connected components in MapReduce and beyond") and each is tied together by one task.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from copydesk import _copydesk
from copydesk.errors import CopydeskError
from copydesk.spark.kept import Kept

__all__ = ["EDGE", "components", "grown", "ties"]

#: The columns of an edge.
EDGE = ["left", "right", "similarity", "partial", "left_shingles", "right_shingles"]
#: `DataFrame.limit` takes an int of Java.
_MOST_LIMIT = 2**31 - 1
_TIE = "_node long, _root long, _next long, similarity double, partial boolean"
#: Rounds after which something is wrong: a chain of 5,000 takes a dozen, and a chain of twice the length one more.
MOST_ROUNDS = 60


def ties(edges: DataFrame, kept: Kept, driver_edges: int) -> DataFrame:
    """The strongest ties that hold each component together, one row per class with an edge.

    Columns: _node, _root (the class that stands for the component), _next (the class on the way there; null for the
    root itself), similarity and partial (of the tie to it).
    """
    edges = kept.keep(edges.select(*EDGE))
    spark = edges.sparkSession
    most = min(driver_edges, _MOST_LIMIT - 1)
    if edges.limit(most + 1).count() <= most:
        return spark.createDataFrame(grown(edges.toArrow()), _TIE)
    found, _ = components(edges.select("left", "right"), kept)
    of_edge = edges.join(found.withColumnRenamed("_node", "left"), "left")
    return kept.keep(of_edge.groupBy("_component").applyInArrow(_grown_component, _TIE))


def _grown_component(edges: pa.Table) -> pa.Table:
    return grown(edges.select(EDGE))


def grown(edges: pa.Table) -> pa.Table:
    """The ties of some whole components."""
    columns = [edges.column(name).combine_chunks().to_numpy(zero_copy_only=False) for name in EDGE]
    left, right, similarity, partial, left_shingles, right_shingles = columns
    nodes = np.unique(np.concatenate([left, right]).astype(np.int64))
    one, other = (np.searchsorted(nodes, side).astype(np.uint32) for side in (left, right))
    shingles = np.zeros(len(nodes), np.int64)
    shingles[one], shingles[other] = left_shingles, right_shingles
    similarity = np.ascontiguousarray(similarity, np.float64)
    partial = np.ascontiguousarray(partial, np.bool_)
    root, following, score, kind = _copydesk.forest(shingles, one, other, similarity, partial)
    is_root = following < 0
    return pa.table(
        {
            "_node": nodes,
            "_root": nodes[root],
            "_next": pa.array(nodes[np.where(is_root, 0, following)] if len(nodes) else nodes, mask=is_root),
            "similarity": pa.array(score, mask=is_root),
            "partial": pa.array(kind, mask=is_root),
        }
    )


def components(edges: DataFrame, kept: Kept) -> tuple[DataFrame, int]:
    """The smallest node of the component of each node (columns _node, _component), and the rounds that it took.

    A round is a large-star and a small-star step; each is kept, so that a lost executor costs a step and not the whole.

    Raises:
        CopydeskError: the components did not settle; that is a fault.
    """
    edges = edges.select(F.greatest("left", "right").alias("high"), F.least("left", "right").alias("low")).distinct()
    edges = kept.keep(edges.filter(F.col("high") != F.col("low")))
    before = None
    for rounds in range(1, MOST_ROUNDS + 1):
        edges = kept.keep(_small_star(_large_star(edges)))
        # Two sets of edges with one sum of hashes are one set, but for one chance in 10¹⁹.
        summed = F.sum(F.xxhash64("high", "low").cast("decimal(20,0)"))
        after = edges.agg(F.count("high"), summed).first()
        if after == before:
            stars = edges.select(F.col("high").alias("_node"), F.col("low").alias("_component"))
            centres = edges.select(F.col("low").alias("_node"), F.col("low").alias("_component")).distinct()
            return stars.unionByName(centres), rounds
        before = after
    raise CopydeskError(f"the components did not settle in {MOST_ROUNDS} rounds; please report it")


def _large_star(edges: DataFrame) -> DataFrame:
    """Each larger neighbour of a node is tied to the smallest of the node and its neighbours."""
    turned = edges.select(F.col("high").alias("node"), F.col("low").alias("other"))
    both = turned.unionByName(edges.select(F.col("low").alias("node"), F.col("high").alias("other")))
    smallest = both.groupBy("node").agg(F.min("other").alias("least"))
    larger = both.filter(F.col("other") > F.col("node")).join(smallest, "node")
    return larger.select(F.col("other").alias("high"), F.least("node", "least").alias("low")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """A node and its smaller neighbours are tied to the smallest of these."""
    smallest = edges.groupBy("high").agg(F.min("low").alias("least"))
    smaller = edges.join(smallest, "high").filter(F.col("low") != F.col("least"))
    moved = smaller.select(F.col("low").alias("high"), F.col("least").alias("low"))
    return moved.unionByName(smallest.select("high", F.col("least").alias("low"))).distinct()
