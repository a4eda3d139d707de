"""Classes in, the pairs that reach the threshold out: candidates by the engine's joins, each measured on the workers.

The bands are those of the local functions, key by key, so a pair is a candidate here if it is one there. Where these
take a join (`method="exact"`, containment, low thresholds, texts of one template), there is a prefix-filter join here:
of a set of n shingles that has to share o with its partner, the rarest n − o + 1 are looked up, of which the partner
has at least one (Bayardo, Ma and Srikant 2007). It misses nothing.
"""

from __future__ import annotations

from functools import partial

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from copydesk.spark.documents import Settings
from copydesk.spark.kept import Kept
from copydesk.spark.kernels import (
    bucketed,
    measured,
    pairs_of_buckets,
    pairs_of_tasks,
    placed,
    split_buckets,
    stars_of_buckets,
)

__all__ = ["joined_pairs", "measured_pairs", "near_pairs"]

#: As in the core (`duplicate/banded.rs`): documents up to which a bucket is compared pair by pair where only components
#: are wanted, and candidates, for each document and for any column, past which texts are taken to share a template.
LARGE = 256
_MOST_A_DOCUMENT = 24
_AT_LEAST_MOST = 100_000

_BUCKET = "place long, nodes array<long>"
_PAIR = "left long, right long, band long"
_MEASURED = (
    "left long, right long, jaccard double, containment_left double, containment_right double, "
    "left_shingles long, right_shingles long"
)


def near_pairs(
    sets: DataFrame, settings: Settings, kept: Kept, *, all_pairs: bool
) -> tuple[DataFrame, DataFrame | None]:
    """The pairs of classes that reach the threshold, and the large buckets of which only some pairs were compared.

    With `all_pairs` every pair is found; else large buckets are tied to a few of their members, as locally.
    """
    if settings.shape is None:
        return measured_pairs(joined_pairs(sets, settings), sets, settings, kept), None
    buckets = kept.keep(_buckets(sets.select("_node", "_keys").mapInArrow(placed, "place long, node long")))
    size = F.size("nodes").cast("long")
    small = buckets.filter(size <= LARGE)
    large = buckets.filter(size > LARGE)
    bands, _, agreeing = settings.shape
    counted = buckets.agg(F.sum(size * (size - 1)), F.max(size)).first()
    twice, largest = (counted[0] or 0, counted[1] or 0) if counted else (0, 0)
    if all_pairs:
        # Texts of one template agree in nearly every band, so the same pair is met in each.
        if twice > 2 * bands * (_AT_LEAST_MOST + _MOST_A_DOCUMENT * sets.count()):
            return measured_pairs(joined_pairs(sets, settings), sets, settings, kept), None
        found = _pairs(small).unionByName(_split_pairs(large)) if largest > LARGE else _pairs(small)
        candidates = found.groupBy("left", "right").agg(F.count("band").alias("bands"))
        candidates = candidates.filter(F.col("bands") >= agreeing)
    elif largest > LARGE:
        candidates = _completed(_pairs(small), large, agreeing).union(_stars(large)).distinct()
    else:
        candidates = _pairs(small).groupBy("left", "right").agg(F.count("band").alias("bands"))
        candidates = candidates.filter(F.col("bands") >= agreeing)
    capped = large if largest > LARGE and not all_pairs else None
    return measured_pairs(candidates.select("left", "right"), sets, settings, kept), capped


def measured_pairs(candidates: DataFrame, sets: DataFrame, settings: Settings, kept: Kept) -> DataFrame:
    """The candidates that reach the threshold, measured exactly: both nodes, the scores, shingles of either side."""
    candidates = kept.keep(candidates)
    met = candidates.select(F.explode(F.array("left", "right")).alias("_node")).distinct()
    sets = sets.join(met, "_node", "left_semi")
    for side in ("left", "right"):
        hashes = sets.select(F.col("_node").alias(side), F.col("_hashes").alias(f"{side}_hashes"))
        candidates = candidates.join(hashes, side)
    candidates = candidates.select("left", "right", "left_hashes", "right_hashes")
    kernel = partial(measured, threshold=settings.threshold, containment=settings.containment)
    return candidates.mapInArrow(kernel, _MEASURED)


def _buckets(members: DataFrame) -> DataFrame:
    """The nodes of each place that has two or more, ascending; `members` has the columns place and node."""
    return members.repartition("place").sortWithinPartitions("place", "node").mapInArrow(bucketed, _BUCKET)


def _pairs(buckets: DataFrame) -> DataFrame:
    return buckets.mapInArrow(pairs_of_buckets, _PAIR)


def _stars(buckets: DataFrame) -> DataFrame:
    return buckets.mapInArrow(stars_of_buckets, _PAIR).select("left", "right").distinct()


def _split_pairs(buckets: DataFrame) -> DataFrame:
    """All pairs of large buckets, their chunks spread over the tasks by chance (salted), so that no task has it all."""
    tasks = buckets.mapInArrow(split_buckets, f"{_BUCKET}, others array<long>")
    return tasks.repartition(F.rand(seed=1)).mapInArrow(pairs_of_tasks, _PAIR)


def _completed(pairs: DataFrame, large: DataFrame, agreeing: int) -> DataFrame:
    """The pairs whose agreement is completed in a small bucket.

    So `Bands::completes` in the core has it, which counts the large buckets too.
    """
    of_node = large.select(F.explode("nodes").alias("node"), "place").groupBy("node")
    of_node = of_node.agg(F.collect_list("place").alias("places"))
    met = pairs.groupBy("left", "right").agg(F.collect_list("band").alias("bands"))
    for side in ("left", "right"):
        met = met.join(of_node.select(F.col("node").alias(side), F.col("places").alias(f"{side}_places")), side, "left")
    none = F.array().cast("array<long>")
    shared = F.array_intersect(F.coalesce("left_places", none), F.coalesce("right_places", none))
    in_large = F.transform(shared, lambda place: F.shiftright(place, 32))
    every = F.sort_array(F.concat("bands", in_large))
    completing = F.get(every, F.lit(agreeing - 1))
    return met.filter(F.array_contains("bands", completing)).select("left", "right")


def joined_pairs(sets: DataFrame, settings: Settings) -> DataFrame:
    """The pairs that a prefix-filter join finds."""
    sets = sets.select("_node", "_hashes", F.size("_hashes").alias("count"))
    every = sets.select("_node", "count", F.explode("_hashes").alias("hash"))
    holders = every.groupBy("hash").agg(F.count("hash").alias("holders"))
    rarest = Window.partitionBy("_node").orderBy("holders", "hash")
    # A hair is given to rounding; scores are rounded to 1e-9.
    needed = F.greatest(F.ceil(F.col("count") * F.lit(settings.threshold - 1e-8)), F.lit(1))
    prefix = (
        every.join(holders, "hash")
        .withColumn("rank", F.row_number().over(rarest))
        .filter((F.col("rank") <= F.col("count") - needed + 1) & (F.col("holders") > 1))
        .select(F.col("hash").alias("place"), F.col("_node").alias("node"))
    )
    if not settings.containment:
        buckets = _buckets(prefix)
        size = F.size("nodes")
        small, large = buckets.filter(size <= LARGE), buckets.filter(size > LARGE)
        return _pairs(small).unionByName(_split_pairs(large)).select("left", "right").distinct()
    holding = every.select(F.col("_node").alias("other"), "hash")
    met = prefix.join(holding, F.col("place") == F.col("hash")).filter(F.col("node") != F.col("other"))
    return met.select(F.least("node", "other").alias("left"), F.greatest("node", "other").alias("right")).distinct()
