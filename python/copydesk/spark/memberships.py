"""Documents in; out, for each its cluster and what ties it in, at the levels up to "partial", by the engine's joins."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from copydesk.spark.candidates import near_pairs
from copydesk.spark.columns import named
from copydesk.spark.components import EDGE, ties
from copydesk.spark.containers import container_edges
from copydesk.spark.documents import Documents, Settings, read
from copydesk.spark.kept import Kept

__all__ = ["memberships"]


def memberships(
    df: DataFrame,
    kept: Kept,
    *,
    text: str,
    order: list[str],
    ride: list[str],
    dates: str | None,
    level: str,
    settings: Settings,
    driver_edges: int,
) -> tuple[DataFrame, int]:
    """The documents with the columns of `cluster`, and how many groups were cut short without being one cluster."""
    documents = read(df, text=text, ride=ride, order=order, settings=settings, kept=kept)
    if level == "exact":
        return _memberships(documents, None, dates), 0
    pairs, large = near_pairs(documents.sets, settings, kept, all_pairs=False)
    near = pairs.withColumn("similarity", F.col("jaccard")).withColumn("partial", F.lit(False)).select(*EDGE)
    edges = kept.keep(near)
    tied = ties(edges, kept, driver_edges)
    split = 0 if large is None else _split(large, tied)
    if level == "partial":
        inner = container_edges(documents.sets, tied, settings, kept, driver_edges)
        tied = ties(edges.unionByName(inner), kept, driver_edges)
    return _memberships(documents, tied, dates), split


def _split(large: DataFrame, tied: DataFrame) -> int:
    """How many large buckets did not turn out to be of one cluster."""
    members = large.select("place", F.explode("nodes").alias("_node")).join(
        tied.select("_node", "_root"), "_node", "left"
    )
    roots = members.groupBy("place").agg(F.countDistinct(F.coalesce("_root", "_node")).alias("roots"))
    return int(roots.filter(F.col("roots") > 1).count())


def _memberships(documents: Documents, tied: DataFrame | None, dates: str | None) -> DataFrame:
    classes = documents.classes
    if tied is None:
        empty = "_node long, _root long, _next long, similarity double, partial boolean"
        tied = classes.sparkSession.createDataFrame([], empty)
    classes = classes.join(tied, "_node", "left").withColumn("_root", F.coalesce("_root", "_node"))
    clusters = classes.groupBy("_root").agg(F.min("_first").alias("cluster"), F.sum("_members").alias("members"))

    def representative_of(node: str, name: str) -> DataFrame:
        return documents.classes.select(F.col("_node").alias(node), F.col("_representative").alias(name))

    classes = (
        classes.join(clusters, "_root")
        .join(representative_of("_root", "representative"), "_root")
        .join(representative_of("_next", "_link"), "_next", "left")
        .select("_node", "cluster", "members", "representative", "similarity", "partial", "_link")
    )
    rows = documents.rows.join(classes, "_node", "left").withColumnRenamed("_row", "row")
    rows = rows.withColumn("first", F.lit(None).cast("long"))
    if dates is not None:
        dated = rows.filter(named(dates).isNotNull() & F.col("cluster").isNotNull())
        earliest = dated.groupBy("cluster").agg(F.min_by("row", F.struct(named(dates), F.col("row"))).alias("first"))
        rows = rows.drop("first").join(earliest, "cluster", "left")
    copy = F.col("_representative") != F.col("row")
    kind = F.when(F.col("partial"), "partial").otherwise("near")
    tie = F.col("_link").isNotNull()
    return (
        rows.withColumn("relation", F.when(copy, "exact").when(tie, kind))
        .withColumn("similarity", F.when(copy, 1.0).when(tie, F.col("similarity")))
        .withColumn("link", F.when(copy, F.col("_representative")).when(tie, F.col("_link")))
        .withColumn("why", F.lit(None).cast("string"))
    )
