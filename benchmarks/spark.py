"""copydesk.spark beside the local functions and beside PySpark's MinHashLSH, on one machine; prints Markdown tables.

    python benchmarks/spark.py --equal 20000                     # are records equal on planted edits?
    python benchmarks/spark.py --sizes 20000,100000 --cores 1,2  # time of cluster, local and Spark
    python benchmarks/spark.py --peer 100000 --tables 1,4,16     # MinHashLSH of pyspark.ml: recall, precision, time
    python benchmarks/spark.py --memory 100000                   # what the worker of one task takes
    python benchmarks/spark.py --settings 20000                  # time of the distributed road under other settings
    python benchmarks/spark.py --project 100000000               # shuffled bytes, from measured distributions

Needs PySpark and a Java, and a /proc for CPU seconds, which are those of the engine's processes and this one together.
Each table has sessions of its own. Generated articles with the planted copies of corpus.py.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from corpus import build, generate_articles
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from tables import table

import copydesk
import copydesk.spark
from copydesk import _copydesk

THRESHOLD = 0.7


BLOCK = 20_000
"""Documents that are generated; more are these again, with words of their own."""


def texts_of(count: int, folder: Path) -> list[str]:
    """Articles and planted copies; the same each run, and kept in `folder`."""
    path = folder / f"{count}.parquet"
    if not path.exists():
        texts = made_texts(count)
        pq.write_table(pa.table({"id": range(count), "text": texts}), path, row_group_size=count // 8 + 1)
    return pq.read_table(path, columns=["text"]).column(0).to_pylist()


def made_texts(count: int) -> list[str]:
    """The same, made."""
    made = min(count, BLOCK)
    block = [document.text for document in build(generate_articles(made), made)]
    texts = list(block)
    while len(texts) < count:
        ending = rf"\g<0>{len(texts) // BLOCK}x"
        texts += [re.sub(r"\w+", ending, text) for text in block[: count - len(texts)]]
    return texts


@contextmanager
def session(cores: int, more: dict[str, str] | None = None) -> Iterator[tuple[SparkSession, float]]:
    """A session of so many cores, and the seconds that it took to start, Python workers included."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    start = time.perf_counter()
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    chosen = {
        "spark.driver.memory": "6g",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in (chosen | (more or {})).items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    small = spark.createDataFrame([(row, "one text of five words") for row in range(4)], "id long, text string")
    copydesk.spark.cluster(small).unpersist()
    try:
        yield spark, time.perf_counter() - start
    finally:
        spark.stop()


def stored(spark: SparkSession, texts: list[str], folder: Path) -> DataFrame:
    """The texts as a Parquet file of eight row groups."""
    return spark.read.parquet(str(folder / f"{len(texts)}.parquet"))


def equality(texts: list[str], folder: Path) -> str:
    """Whether pairs and clusters are those of the local functions, record for record."""
    rows = []
    with session(2) as (spark, _):
        df = stored(spark, texts, folder)
        for name, by, arguments in [
            ("near_duplicates", ["left", "right"], {}),
            ("near_duplicates", ["left", "right"], {"measure": "containment"}),
            ("cluster", ["row"], {"level": "near"}),
            ("cluster", ["row"], {"level": "partial"}),
        ]:
            start = time.perf_counter()
            local = getattr(copydesk, name)(texts, **arguments).to_arrow()
            between = time.perf_counter()
            made = getattr(copydesk.spark, name)(df, one_task=0, **arguments)
            end = time.perf_counter()
            found = made.select(*local.column_names).toArrow().sort_by([(column, "ascending") for column in by])
            made.unpersist()
            equal = found.to_pydict() == local.to_pydict()
            call = f"{name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})"
            cells = [call, f"{local.num_rows:,}", "yes" if equal else "NO"]
            rows.append([*cells, f"{between - start:.2f}", f"{end - between:.1f}"])
    return table(["call", "records", "equal", "local s", "Spark s"], rows)


def cpu_seconds() -> float:
    """CPU seconds of this process and all that come of it, those that have ended included."""
    parents, spent = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
        # Of itself, of it in the kernel, and the same of children that have ended.
        spent[int(folder.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def mine(process: int) -> bool:
        while process > 1 and process != os.getpid():
            process = parents.get(process, 0)
        return process == os.getpid()

    return sum(seconds for process, seconds in spent.items() if mine(process))


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """The seconds of a call, and its CPU seconds."""
    cpu, start = cpu_seconds(), time.perf_counter()
    call()
    return time.perf_counter() - start, cpu_seconds() - cpu


def scaling(sizes: list[int], cores: list[int], repeats: int, folder: Path) -> str:
    """Seconds of `cluster`, local with as many threads, and Spark, in turns; of each the least of its times.

    Both read the texts from the same file, of which Spark keeps nothing.
    """
    rows = []
    for size in sizes:
        texts_of(size, folder)
    for count in cores:
        with session(count) as (spark, start_up):
            for size in sizes:
                path = str(folder / f"{size}.parquet")
                df = spark.read.parquet(path)

                def locally(path: str = path, count: int = count) -> None:
                    copydesk.cluster(pq.read_table(path, columns=["text"]).column(0), n_threads=count)

                def on_spark(one_task: int, df: DataFrame = df) -> None:
                    copydesk.spark.cluster(df, one_task=one_task).unpersist()

                calls = {"local": locally, "one": partial(on_spark, 10**10), "distributed": partial(on_spark, 0)}
                times: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
                for _ in range(repeats):
                    for name, call in calls.items():
                        times[name].append(timed(call))
                        print(size, count, name, times[name][-1], file=sys.stderr)
                least = {name: [min(column) for column in zip(*found, strict=True)] for name, found in times.items()}
                cells = [f"{size:,}", str(count), *(f"{taken:.2f}" for taken in least["local"]), f"{start_up:.1f}"]
                for name in ("one", "distributed"):
                    for taken, local in zip(least[name], least["local"], strict=True):
                        cells += [f"{taken:.1f}", f"{taken / local:.1f}"]
                rows.append(cells)
    columns = ["documents", "cores", "local s", "CPU s", "engine start s"]
    roads = [f"{road} {what}" for road in ("one task", "distributed") for what in ("s", "÷ local", "CPU s", "÷ local")]
    return table([*columns, *roads], rows)


#: Settings that are tried, each alone beside those of `session`.
TRIED = [
    {},
    {"spark.sql.shuffle.partitions": "64"},
    {"spark.sql.shuffle.partitions": "200"},
    {"spark.sql.adaptive.enabled": "false"},
    {"spark.sql.execution.arrow.maxRecordsPerBatch": "1000"},
    {"spark.sql.execution.arrow.maxRecordsPerBatch": "50000"},
    {"spark.shuffle.compress": "false"},
    {"spark.io.compression.codec": "zstd"},
]


def settings(count: int, repeats: int, folder: Path) -> str:
    """Seconds of the distributed `cluster` under each of the settings that are tried, the least of its times."""
    rows = []
    texts_of(count, folder)
    for tried in [*TRIED, "a checkpoint folder"]:
        with session(2, tried if isinstance(tried, dict) else {}) as (spark, _):
            if not isinstance(tried, dict):
                spark.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
            df = spark.read.parquet(str(folder / f"{count}.parquet"))
            times = [timed(lambda df=df: copydesk.spark.cluster(df, one_task=0).unpersist()) for _ in range(repeats)]
        name = ", ".join(f"{key}={value}" for key, value in tried.items()) if isinstance(tried, dict) else tried
        rows.append([name or "those of this script", *(f"{min(column):.1f}" for column in zip(*times, strict=True))])
        print(rows[-1], file=sys.stderr)
    shutil.rmtree(folder / "checkpoints", ignore_errors=True)
    return table(["setting", "s", "CPU s"], rows)


def memory(count: int, folder: Path) -> str:
    """The most memory that the worker of one task takes, beside the bytes of the texts."""
    size = sum(len(text.encode()) for text in texts_of(count, folder))
    rows = []
    for level in ("near", "story"):
        with session(2) as (spark, _):
            copydesk.spark.cluster(spark.read.parquet(str(folder / f"{count}.parquet")), level=level).unpersist()
            peak = max(map(peak_bytes, Path("/proc").glob("[0-9]*")))
        rows.append([f"cluster(level={level!r})", f"{size / 1e6:,.0f}", f"{peak / 1e6:,.0f}", f"{peak / size:.1f}"])
    return table(["call", "MB of text", "MB at most", "÷ text"], rows)


def peak_bytes(process: Path) -> int:
    """The most that a process has held, if it is a Python worker of Spark."""
    try:
        if b"pyspark.daemon" not in (process / "cmdline").read_bytes():
            return 0
        return 1024 * int(re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text())[1])
    except OSError:
        return 0


def peer(texts: list[str], folder: Path, tables: list[int], limit: float) -> str:
    """Pairs at the threshold by Spark's own MinHashLSH and by copydesk, held against the exact join.

    A pipeline that takes longer than `limit` seconds is stopped, and so are those with more tables.
    """
    from pyspark.ml.feature import HashingTF, MinHashLSH, NGram, RegexTokenizer

    truth = {(pair["left"], pair["right"]) for pair in copydesk.near_duplicates(texts, method="exact")}
    rows = []

    def add(name: str, find: Callable[[], set[tuple[int, int]]]) -> None:
        found: set[tuple[int, int]] = set()
        taken = timed(lambda: found.update(find()))
        right = len(found & truth)
        shares = [f"{right / len(truth):.5f}", f"{right / max(1, len(found)):.5f}"]
        rows.append([name, *(f"{seconds:.1f}" for seconds in taken), f"{len(found):,}", *shares])
        print(rows[-1], file=sys.stderr)

    with session(2) as (spark, _):
        df = stored(spark, texts, folder)

        def ours(one_task: int) -> set[tuple[int, int]]:
            made = copydesk.spark.near_duplicates(df, one_task=one_task)
            found = {(row["left"], row["right"]) for row in made.select("left", "right").collect()}
            made.unpersist()
            return found

        def theirs(count: int) -> set[tuple[int, int]]:
            words = RegexTokenizer(inputCol="text", outputCol="words", pattern=r"\W+").transform(df)
            grams = NGram(n=5, inputCol="words", outputCol="grams").transform(words).filter(F.size("grams") > 0)
            # The largest space of features that fits its model comfortably; shingles that meet in one place cost
            # precision.
            places = HashingTF(numFeatures=1 << 20, binary=True, inputCol="grams", outputCol="features")
            hashed = places.transform(grams).select("id", "features")
            model = MinHashLSH(inputCol="features", outputCol="hashes", numHashTables=count, seed=1).fit(hashed)
            joined = model.approxSimilarityJoin(hashed, hashed, 1 - THRESHOLD + 1e-9, "distance")
            pairs = joined.select(F.col("datasetA.id").alias("left"), F.col("datasetB.id").alias("right"))
            pairs = pairs.filter(F.col("left") < F.col("right"))
            return {(row["left"], row["right"]) for row in pairs.collect()}

        add("copydesk.spark.near_duplicates, one task", lambda: ours(10**10))
        add("copydesk.spark.near_duplicates, distributed", lambda: ours(0))
        for count in tables:
            name = f"pyspark.ml MinHashLSH, {count} table{'s' if count > 1 else ''}"
            stop = threading.Timer(limit, spark.sparkContext.cancelAllJobs)
            stop.start()
            try:
                add(name, partial(theirs, count))
            except (PySparkException, Py4JJavaError):
                rows.append([name, f"> {limit:.0f}", "", "", "", ""])
                break
            finally:
                stop.cancel()
    return table(["pipeline", "s", "CPU s", "pairs", "recall", "precision"], rows)


def projection(texts: list[str], documents: int, folder: Path) -> str:
    """Bytes that cross the network for so many documents, from what is measured on these.

    Beside them what Spark writes for these: it compresses, and small tables are sent to all and not shuffled.
    """
    bands, _, _ = shape = _copydesk.band_shape(THRESHOLD, 256, 1e-6)
    _, tokens, keys, hashes, _ = _copydesk.profiles(texts, 5, "word", 256, shape, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classes = copydesk.cluster(texts, level="exact")
        pairs = [(pair["left"], pair["right"]) for pair in copydesk.near_duplicates(texts, expand=False)]
    heads = sorted(set(classes["representative"]) - {None})
    share, shingles, near = len(heads) / len(texts), len(hashes) / len(texts), len(pairs) / len(texts)
    paired = len({row for pair in pairs for row in pair}) / len(texts)
    places = keys[heads].astype(np.int64) + (np.arange(bands, dtype=np.int64) << 32)
    _, sizes = np.unique(places.ravel(), return_counts=True)
    met = int((sizes * (sizes - 1) // 2).sum()) / len(texts)
    # Keys of 32 bits: of as many documents some meet by chance in one band, hardly any in two.
    by_chance = bands * share**2 * documents / 2**33
    one_set = 8 * shingles
    steps = [
        ("ids and fingerprints, sorted by id", 100),
        ("classes by fingerprint, and their numbers", 2 * 60),
        ("band keys and shingles to their class", 16 + 4 * bands + one_set),
        (f"band keys, {bands} of 16 bytes", share * 16 * bands),
        (f"pairs met in bands, {met + by_chance:.1f} of 24 bytes", 24 * (met + by_chance)),
        ("shingles by class, to keep those in pairs", share * (8 + one_set)),
        ("shingles to pairs, two sides, and pairs with one side", 2 * paired * one_set + near * one_set),
        ("clusters to documents", 4 * 60),
    ]
    rows = [[name, f"{size:,.0f}", f"{size * documents / 1e9:,.0f}"] for name, size in steps]
    total = sum(size for _, size in steps)
    rows.append(["all", f"{total:,.0f}", f"{total * documents / 1e9:,.0f}"])
    measured = shuffled(len(texts), folder) / len(texts)
    rows.append([f"written by Spark for {len(texts):,}", f"{measured:,.0f}", f"{measured * documents / 1e9:,.0f}"])
    characters = float(np.mean([len(text) for text in texts]))
    print(
        f"{len(texts):,} documents of {characters:,.0f} characters and {tokens.mean():,.0f} words on average: "
        f"{shingles:,.0f} distinct shingles, {share:.3f} classes and {near:.3f} near pairs a document; the fullest of "
        f"{len(sizes):,} buckets holds {sizes.max()}.\n"
    )
    return table(["step", "bytes a document", f"GB for {documents:,}"], rows)


def shuffled(count: int, folder: Path) -> int:
    """Bytes that Spark writes for its shuffles as it clusters so many documents, by its log of events."""
    log = folder / "events"
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir()
    events = {"enabled": "true", "compress": "false", "dir": log.as_uri()}
    with session(2, {f"spark.eventLog.{name}": value for name, value in events.items()}) as (spark, _):
        copydesk.spark.cluster(spark.read.parquet(str(folder / f"{count}.parquet")), one_task=0).unpersist()
    lines = [line for path in log.rglob("events_*") for line in path.read_text().split("\n") if line]
    ended = [event["Stage Info"] for line in lines if (event := json.loads(line))["Event"].endswith("StageCompleted")]
    sums = (item for stage in ended for item in stage["Accumulables"] if item["Name"].endswith("write.bytesWritten"))
    return sum(int(item["Value"]) for item in sums)


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--equal", type=int, metavar="DOCUMENTS")
    parser.add_argument("--sizes", metavar="DOCUMENTS,…")
    parser.add_argument("--cores", default="1,2")
    parser.add_argument("--peer", type=int, metavar="DOCUMENTS")
    parser.add_argument("--tables", default="1,4,16", help="hash tables of MinHashLSH")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds that a pipeline of MinHashLSH may take")
    parser.add_argument("--repeats", type=int, default=3, help="of which the least time counts")
    parser.add_argument("--memory", type=int, metavar="DOCUMENTS")
    parser.add_argument("--settings", type=int, metavar="DOCUMENTS")
    parser.add_argument("--project", type=int, metavar="DOCUMENTS")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/copydesk-spark"), help="where corpora are written")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.equal:
        print(equality(texts_of(given.equal, given.folder), given.folder), "\n")
    if given.sizes:
        sizes, cores = ([int(part) for part in text.split(",")] for text in (given.sizes, given.cores))
        print(scaling(sizes, cores, given.repeats, given.folder), "\n")
    if given.peer:
        tables = [int(part) for part in given.tables.split(",")]
        print(peer(texts_of(given.peer, given.folder), given.folder, tables, given.limit), "\n")
    if given.memory:
        print(memory(given.memory, given.folder), "\n")
    if given.settings:
        print(settings(given.settings, given.repeats, given.folder), "\n")
    if given.project:
        print(projection(texts_of(BLOCK, given.folder), given.project, given.folder))


if __name__ == "__main__":
    main()
