"""Near clusters in, out for each at most one other that contains it: level "partial", as `duplicate/partial.rs` has it.

Which shingles are rare depends on the whole corpus, so holders are counted by the engine; the choice of containers
depends on the order of all ties, so that these (numbers, not texts) are chosen among on the driver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from copydesk.errors import ParameterError
from copydesk.spark.candidates import measured_pairs, near_pairs
from copydesk.spark.components import EDGE
from copydesk.spark.documents import Settings
from copydesk.spark.kept import Kept

__all__ = ["container_edges"]

#: As in the core: representatives that may hold a rare shingle, at least or one in so many, and rare shingles that tie.
RARE_AT_LEAST = 20
RARE_SHARE = 1000
LEAST_RARE = 8


def container_edges(sets: DataFrame, near: DataFrame, settings: Settings, kept: Kept, driver_edges: int) -> DataFrame:
    """The edges between the roots of near clusters and their containers.

    Raises:
        ParameterError: more ties than `driver_edges` are to be chosen among.
    """
    inner = near.filter(F.col("_node") != F.col("_root")).select("_node")
    roots = kept.keep(sets.join(inner, "_node", "left_anti"))
    settings = replace(settings, containment=True, shape=None)
    pairs, _ = near_pairs(roots, settings, kept, all_pairs=True)
    contained = kept.keep(_directed(pairs))
    rare_sets = kept.keep(_rare_sets(roots, contained))
    rare = measured_pairs(contained.select("left", "right"), rare_sets, replace(settings, threshold=0.0), kept)
    rare = rare.filter(
        (F.col("left_shingles") >= LEAST_RARE) & (F.col("containment_left") >= F.lit(settings.threshold))
    )
    strong = kept.keep(contained.join(rare.select("left", "right"), ["left", "right"]))
    if (count := strong.count()) > driver_edges:
        raise ParameterError(
            f"`driver_edges` must be at least {count}, the number of contained texts, got {driver_edges}; "
            'or pass level="near"'
        )
    related = _related(strong, rare_sets, settings, kept)
    # The tie that fills most of its container first; nodes stand in an order of content.
    rows = sorted(strong.collect(), key=lambda row: (-row["filled"], row["right"], row["left"]))
    chosen = _choose([(row["left"], row["right"]) for row in rows], lambda one, other: (one, other) in related)
    ties = strong.sparkSession.createDataFrame(chosen, "left long, right long")
    return strong.join(ties, ["left", "right"]).select(*EDGE)


def _directed(pairs: DataFrame) -> DataFrame:
    """The smaller of two classes on the left, in the larger; of two of one size the first in the second."""
    turned = F.col("left_shingles") > F.col("right_shingles")

    def column(name: str, other: str) -> Column:
        return F.when(turned, F.col(other)).otherwise(F.col(name))

    return pairs.select(
        column("left", "right").alias("left"),
        column("right", "left").alias("right"),
        column("containment_left", "containment_right").alias("similarity"),
        column("containment_right", "containment_left").alias("filled"),
        F.lit(True).alias("partial"),
        column("left_shingles", "right_shingles").alias("left_shingles"),
        column("right_shingles", "left_shingles").alias("right_shingles"),
    )


def _rare_sets(roots: DataFrame, contained: DataFrame) -> DataFrame:
    """Of each root the shingles that a contained text has and few roots hold."""
    most = max(RARE_AT_LEAST, roots.count() // RARE_SHARE)
    every = roots.select("_node", F.explode("_hashes").alias("hash"))
    wanted = every.join(contained.select(F.col("left").alias("_node")).distinct(), "_node", "left_semi")
    holders = every.groupBy("hash").agg(F.count("hash").alias("holders")).filter(F.col("holders") <= most)
    rare = holders.join(wanted.select("hash").distinct(), "hash", "left_semi").select("hash")
    return every.join(rare, "hash").groupBy("_node").agg(F.array_sort(F.collect_list("hash")).alias("_hashes"))


def _related(strong: DataFrame, rare_sets: DataFrame, settings: Settings, kept: Kept) -> set[tuple[int, int]]:
    """The pairs of contained texts of one container that have text in common, either way round."""
    one = strong.select(F.col("left").alias("one"), "right")
    other = strong.select(F.col("left").alias("other"), "right")
    pairs = one.join(other, "right").filter(F.col("one") < F.col("other"))
    pairs = pairs.select(F.col("one").alias("left"), F.col("other").alias("right")).distinct()
    shared = F.round(F.col("containment_left") * F.col("left_shingles"))
    met = measured_pairs(pairs, rare_sets, replace(settings, threshold=0.0), kept).filter(shared >= LEAST_RARE)
    found = [(row["left"], row["right"]) for row in met.select("left", "right").collect()]
    return {*found, *((right, left) for left, right in found)}


def _choose(ordered: list[tuple[int, int]], related: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Gives each contained class its first container that takes it: one that has taken none yet, or a related one."""
    tied: set[int] = set()
    first_of: dict[int, int] = {}
    chosen = []
    for contained, container in ordered:
        if contained in tied:
            continue
        first = first_of.setdefault(container, contained)
        if first == contained or related(first, contained):
            tied.add(contained)
            chosen.append((contained, container))
    return chosen
