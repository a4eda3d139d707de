"""Two tables of documents in, the pairs across them out, as `duplicate/across.rs` makes them.

Each table has classes of its own. Both go through one prefix-filter join, of which the pairs across are kept, and
classes of equal words meet by their fingerprint.
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from copydesk.spark.candidates import joined_pairs, measured_pairs
from copydesk.spark.columns import named
from copydesk.spark.documents import Documents, Settings
from copydesk.spark.kept import Kept

__all__ = ["SCORES", "across", "related"]

#: Nodes of the second table stand beyond those of the first.
_SECOND = 1 << 48
SCORES = ("jaccard", "containment_left", "containment_right")


def across(
    one: Documents, other: Documents, id: str, settings: Settings, kept: Kept, *, expand: bool
) -> tuple[DataFrame, int]:
    """The pairs of documents, not made yet, and how many there are.

    With `expand` each document of a class is paired, else only its representative; of two classes with equal words each
    document is paired with the representative of the other side.
    """
    beyond = F.col("_node") + F.lit(_SECOND)
    sets = one.sets.unionByName(other.sets.withColumn("_node", beyond))
    candidates = joined_pairs(sets, settings).filter((F.col("left") < _SECOND) & (F.col("right") >= _SECOND))
    measured = measured_pairs(candidates, sets, settings, kept)
    measured = measured.select("left", (F.col("right") - F.lit(_SECOND)).alias("right"), *SCORES)
    same = _named_classes(one, "left").join(_named_classes(other, "right"), "_class").select("left", "right")
    same = kept.keep(same)
    near = kept.keep(measured.join(same, ["left", "right"], "left_anti"))
    total = _count(one, other, same, near, expand)
    left, right = _members(one, id, "left"), _members(other, id, "right")
    heads_of_left, heads_of_right = left.filter("left_head"), right.filter("right_head")
    if expand:
        exact = same.join(left, "left").join(right, "right")
        near = near.join(left, "left").join(right, "right")
    else:
        to_heads = same.join(left, "left").join(heads_of_right, "right")
        from_heads = same.join(heads_of_left, "left").join(right.filter("not right_head"), "right")
        exact = to_heads.unionByName(from_heads)
        near = near.join(heads_of_left, "left").join(heads_of_right, "right")
    names = [F.col("left_row").alias("left"), F.col("right_row").alias("right"), "left_id", "right_id"]
    return related(exact.select(*names), near.select(*names, *SCORES), settings.threshold), total


def related(exact: DataFrame, near: DataFrame, threshold: float) -> DataFrame:
    """Pairs of equal words, and measured ones with their scores, as one table with scores and relations."""
    whole = {name: F.lit(1.0) for name in SCORES}
    relation = F.when(F.col("jaccard") >= threshold, "near").otherwise("partial")
    exact = exact.withColumns(whole | {"relation": F.lit("exact")})
    return exact.unionByName(near.withColumn("relation", relation))


def _count(one: Documents, other: Documents, same: DataFrame, near: DataFrame, expand: bool) -> int:
    """How many pairs of documents the pairs of classes make."""

    def members(pairs: DataFrame) -> DataFrame:
        for documents, side in ((one, "left"), (other, "right")):
            members = F.col("_members").cast("decimal(20,0)").alias(f"{side}_members")
            pairs = pairs.join(documents.classes.select(F.col("_node").alias(side), members), side)
        return pairs

    every = F.col("left_members") * F.col("right_members")
    of_same = every if expand else F.col("left_members") + F.col("right_members") - 1
    counted = [members(same).agg(F.sum(of_same)), members(near).agg(F.sum(every if expand else F.lit(1)))]
    return sum(int(row[0] or 0) for counts in counted for row in counts.collect())


def _named_classes(documents: Documents, side: str) -> DataFrame:
    """The classes that have words, by the fingerprint of these."""
    return documents.classes.filter(F.col("_class").isNotNull()).select("_class", F.col("_node").alias(side))


def _members(documents: Documents, id: str, side: str) -> DataFrame:
    """Each document with the node of its class, and whether it stands for it."""
    rows = documents.rows.filter(F.col("_node").isNotNull())
    return rows.select(
        F.col("_node").alias(side),
        F.col("_row").alias(f"{side}_row"),
        named(id).alias(f"{side}_id"),
        (F.col("_row") == F.col("_representative")).alias(f"{side}_head"),
    )
