"""What Spark gives is what one machine gives, record for record, and nothing comes as a surprise."""

import datetime as dt
import doctest
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

import copydesk
from corpora import corpus
from frames import frame, records

TEXTS = corpus()
QUOTED = ["“We stay,” said Ana Pell. “The pier is closed,” she said.", None, "Nothing is said.", "“So it is,” he said."]


def assert_pairs_equal(cs, df, texts, **arguments):
    local = copydesk.near_duplicates(texts, ids=range(100, 100 + len(texts)), **arguments)
    for one_task in (0, 10**9):
        found = cs.near_duplicates(df, one_task=one_task, **arguments)
        assert found.columns == local.columns
        assert records(found, local.columns, "left", "right") == local.to_list()
    assert len(local) > 0


def assert_clusters_equal(cs, df, texts, *, driver_edges=10_000_000, **arguments):
    ids = range(100, 100 + len(texts))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        local = copydesk.cluster(texts, ids=ids, **arguments)
        for one_task in (0, 10**9):
            found = cs.cluster(df, driver_edges=driver_edges, one_task=one_task, **arguments)
            assert records(found, local.columns, "row") == local.to_list()
    assert max(local["members"], key=lambda members: members or 0) > 1


@pytest.fixture(scope="module")
def df(spark):
    return frame(spark, TEXTS).cache()


def test_shingles_are_the_local_ones_with_the_other_columns_beside(cs, spark):
    df = frame(spark, TEXTS[:50], outlet=("string", [f"outlet {row}" for row in range(50)]))
    found = {row["id"]: row for row in cs.shingle(df, size=3, positions=True).collect()}
    for record in copydesk.shingle(TEXTS[:50], size=3, positions=True, ids=range(100, 150)):
        row = found[record["id"]]
        assert row["outlet"] == f"outlet {record['row']}"
        assert (row["starts"], row["ends"]) == (record["starts"], record["ends"])
        unsigned = None if row["shingles"] is None else [hash & 0xFFFFFFFFFFFFFFFF for hash in row["shingles"]]
        assert unsigned == record["shingles"]


def test_quotes_are_the_local_ones_numbered_within_each_document(cs, spark):
    made = cs.extract_quotes(frame(spark, QUOTED))
    local = copydesk.extract_quotes(QUOTED, ids=range(100, 104)).to_list()
    first = {quote["id"]: quote["quote"] for quote in reversed(local)}
    for quote in local:
        del quote["row"]
        quote["quote"] -= first[quote["id"]]
        if quote["continues"] is not None:
            quote["continues"] -= first[quote["id"]]
    assert records(made, list(local[0]), "id", "quote") == local


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"expand": False},
        {"method": "exact"},
        {"measure": "containment", "threshold": 0.9},
        {"threshold": 0.3},
        {"unit": "char", "size": 9},
    ],
    ids=str,
)
def test_pairs_are_the_local_ones(cs, df, arguments):
    assert_pairs_equal(cs, df, TEXTS, **arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        {"level": "exact"},
        {},
        {"driver_edges": 0},
        {"method": "exact"},
        {"level": "partial"},
        {"level": "partial", "driver_edges": 700, "method": "exact"},
    ],
    ids=str,
)
def test_clusters_are_the_local_ones(cs, df, arguments):
    texts = TEXTS
    if "method" in arguments and "driver_edges" in arguments:
        texts = corpus(copies=30, seed=6)
        df = frame(df.sparkSession, texts)
    assert_clusters_equal(cs, df, texts, **arguments)


def test_dates_say_which_was_first_and_columns_ride_along(cs, spark):
    texts = ["one text of five words", "ONE text of five words", "another text altogether", "One text of five words…"]
    days = [None, dt.date(2026, 3, 2), dt.date(2026, 3, 1), dt.date(2026, 3, 2)]
    df = frame(spark, texts, day=("date", days), outlet=("string", list("abcd")))
    for one_task in (0, 10**9):
        rows = cs.cluster(df, dates="day", one_task=one_task).orderBy("row").collect()
        assert [row["first"] for row in rows] == copydesk.cluster(texts, dates=days)["first"] == [1, 1, 2, 1]
        assert [row["outlet"] for row in rows] == list("abcd")
        assert [row["day"] for row in rows] == days


def test_no_rows_give_no_rows(cs, spark):
    empty = frame(spark, ["a"]).filter("false")
    for one_task in (0, 10**9):
        assert cs.cluster(empty, one_task=one_task).count() == 0
        assert cs.near_duplicates(empty, one_task=one_task).count() == 0


def test_another_order_numbers_the_rows_as_a_list_in_that_order(cs, spark):
    texts = TEXTS[:80]
    df = frame(spark, texts, place=("int", [-row for row in range(80)]))
    local = copydesk.cluster(texts[::-1], ids=range(179, 99, -1))
    for one_task in (0, 10**9):
        made = cs.cluster(df, order="place", one_task=one_task)
        assert records(made, local.columns, "row") == local.to_list()


@pytest.mark.parametrize("kind", ["string", "date", "decimal(9,2)", "binary", "boolean"])
def test_ids_are_of_any_type(cs, spark, kind):
    df = frame(spark, ["one text of five words"] * 2).selectExpr(
        "cast(cast(id % 2 as string) as string) as name", "text"
    )
    ids = {
        "string": "name",
        "date": "date_add(date '2026-01-01', cast(name as int))",
        "decimal(9,2)": "cast(name as decimal(9,2))",
        "binary": "cast(name as binary)",
        "boolean": "name = '1'",
    }
    df = df.selectExpr(f"{ids[kind]} as name", "text")
    pair = cs.near_duplicates(df, id="name", one_task=0).first()
    assert dict(df.dtypes)["name"] == kind
    assert pair["left_id"] != pair["right_id"]
    assert pair["left_id"] == df.selectExpr("min(name)").first()[0]
    assert cs.near_duplicates(df, id="name").first() == pair


def test_batches_of_any_size_and_a_checkpoint_folder_change_nothing(cs, spark, tmp_path):
    texts = corpus(families=15, copies=4, chain=6)
    before = spark.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "3")
    spark.sparkContext.setCheckpointDir(str(tmp_path))
    try:
        assert_clusters_equal(cs, frame(spark, texts), texts)
        assert any(tmp_path.rglob("part-*"))
    finally:
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", before)
        spark.sparkContext._jsc.sc().setCheckpointDir(None)


def test_no_text_goes_to_the_driver(cs, df, monkeypatch):
    from pyspark.sql.classic.dataframe import DataFrame

    seen = []
    for name in ("collect", "toArrow"):
        whole = getattr(DataFrame, name)

        def watched(self, *, whole=whole):
            seen.append({field.dataType.simpleString() for field in self.schema})
            return whole(self)

        monkeypatch.setattr(DataFrame, name, watched)
    cs.cluster(df, level="partial", method="exact", one_task=0).unpersist()
    assert len(seen) > 3
    assert not [types for types in seen if "string" in types or any("array" in kind for kind in types)]
    seen.clear()
    cs.cluster(df).unpersist()
    # What the task has to say, which is nothing here, and, where there is no guess, the bytes of the texts.
    assert seen in ([{"string"}], [{"bigint"}, {"string"}])


def test_small_tables_are_kept_in_few_partitions(cs, spark):
    from copydesk.spark.plans import persisted, shortened

    names = ("spark.sql.shuffle.partitions", "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning")
    before = [spark.conf.get(name) for name in names]
    spark.conf.set(names[0], "64")
    try:
        numbers = spark.range(1000).groupBy("id").count()
        kept = persisted(numbers)
        assert shortened(kept).rdd.getNumPartitions() < 8
        kept.unpersist()
    finally:
        spark.conf.set(names[0], before[0])
    assert [spark.conf.get(name) for name in names] == before


def test_only_a_plain_read_is_left_to_one_task(cs, spark, tmp_path):
    from copydesk.spark.plans import is_read

    frame(spark, TEXTS[:20]).write.parquet(str(tmp_path / "articles"))
    stored = spark.read.parquet(str(tmp_path / "articles"))
    assert is_read(stored)
    assert is_read(stored.filter("id > 3").select("text"))
    frame(spark, TEXTS[:40]).write.option("maxRecordsPerFile", 1).parquet(str(tmp_path / "scattered"))
    assert not is_read(spark.read.parquet(str(tmp_path / "scattered")))
    assert not is_read(stored.join(stored.groupBy("id").count(), "id"))
    assert not is_read(stored.mapInArrow(lambda batches: batches, stored.schema))
    local = copydesk.cluster(TEXTS[:20], ids=range(100, 120))
    for df in (stored, stored.repartition(2)):
        assert records(cs.cluster(df), local.columns, "row") == local.to_list()


def test_a_chain_of_five_thousand_takes_at_most_fifteen_rounds(cs, spark):
    from copydesk.spark.components import components
    from copydesk.spark.kept import Kept

    links = [(node, node + 1) for node in range(5000)] + [(9000, 9001), (9001, 9000), (9002, 9001)]
    found, rounds = components(spark.createDataFrame(links, "left long, right long"), Kept(spark))
    roots = {row["_node"]: row["_component"] for row in found.collect()}
    assert roots == {node: 0 for node in range(5001)} | {9000: 9000, 9001: 9000, 9002: 9000}
    assert rounds <= 15


def test_a_group_that_was_cut_short_is_reported_as_locally(cs, spark):
    # Texts of one template: a quarter of each is its own.
    shared = max((text or "" for text in corpus(families=0, copies=1, chain=0)), key=len).split()[:120]
    texts = [" ".join([*shared, *(f"own{row}x{at}" for at in range(45))]) for row in range(400)]
    with pytest.warns(RuntimeWarning, match="groups of more than 256") as local:
        copydesk.cluster(texts, threshold=0.6)
    with pytest.warns(RuntimeWarning, match="groups of more than 256") as found:
        cs.cluster(frame(spark, texts), threshold=0.6, one_task=0).unpersist()
    assert str(found[0].message) == str(local[0].message)
    assert found[0].filename == __file__
    with pytest.warns(RuntimeWarning, match="groups of more than 256") as found:
        cs.cluster(frame(spark, texts), threshold=0.6).unpersist()
    assert str(found[0].message) == str(local[0].message)
    assert found[0].filename == __file__


def test_nothing_stays_in_the_caches_but_the_result(cs, spark):
    def kept():
        return spark.sparkContext._jsc.getPersistentRDDs().size()

    texts = corpus(families=10, copies=4, chain=6)
    df = frame(spark, texts)
    before = kept()
    for one_task in (0, 10**9):
        cs.cluster(df, one_task=one_task).unpersist(blocking=True)
        cs.near_duplicates(df, one_task=one_task).unpersist(blocking=True)
        with pytest.raises(copydesk.ParameterError, match="`max_pairs`"):
            cs.near_duplicates(df, one_task=one_task, max_pairs=3)
    assert kept() == before


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("cluster", {"threshold": 80}),
        ("cluster", {"level": "nearly"}),
        ("near_duplicates", {"miss": 2}),
        ("near_duplicates", {"measure": 3}),
        ("near_duplicates", {"size": 0}),
        ("near_duplicates", {"max_pairs": 3}),
        ("near_duplicates", {"max_pairs": 3, "expand": False}),
        ("shingle", {"unit": "words"}),
        ("extract_quotes", {"language": "klingon"}),
    ],
    ids=str,
)
def test_errors_are_the_local_ones(cs, spark, function, arguments):
    texts = ["one text of five words"] * 5
    with pytest.raises((copydesk.ParameterError, TypeError)) as local:
        getattr(copydesk, function)(texts, **arguments)
    roads = [{"one_task": 0}, {}] if function in ("cluster", "near_duplicates") else [{}]
    for road in roads:
        with pytest.raises(local.type) as found:
            getattr(cs, function)(frame(spark, texts), **arguments, **road)
        assert str(found.value) == str(local.value)


def test_a_column_that_is_not_there_or_in_the_way_is_named(cs, spark):
    df = frame(spark, ["a"], row=("int", [1]))
    with pytest.raises(copydesk.ParameterError, match=r"`text` must be one of the columns id, text, row, got 'body'"):
        cs.shingle(df, text="body")
    with pytest.raises(copydesk.ParameterError, match=r'no column "row" beside those used.*withColumnRenamed'):
        cs.cluster(df)
    with pytest.raises(TypeError, match=r'column "row" is int, expected string; convert with'):
        cs.near_duplicates(df, text="row")
    with pytest.raises(copydesk.ParameterError, match=r"no column with a dot .* got 'a\.b'"):
        cs.shingle(df.withColumnRenamed("row", "a.b"))
    with pytest.raises(copydesk.ParameterError, match=r'no column "_node", a name of copydesk'):
        cs.cluster(df.withColumnRenamed("row", "_node"))
    with pytest.raises(TypeError, match="expected a Spark DataFrame"):
        cs.near_duplicates(["a"])


def test_a_worker_without_the_package_is_told_plainly(cs, spark, monkeypatch):
    from copydesk.spark import workers

    monkeypatch.setattr(workers, "_asked", set())
    monkeypatch.setattr(workers, "__version__", "99.0")
    with pytest.raises(copydesk.CopydeskError, match=r"has copydesk .*, the driver has 99\.0; .*pip install"):
        cs.shingle(frame(spark, ["a"]))


def test_the_question_reaches_a_worker_without_the_package(cs, tmp_path):
    from pyspark import cloudpickle

    from copydesk.spark import workers

    (tmp_path / "question").write_bytes(cloudpickle.dumps(workers._question()))
    worker = (
        "import pickle, sys; sys.modules['copydesk'] = None; "
        f"answer = pickle.loads(open({str(tmp_path / 'question')!r}, 'rb').read()); "
        "print(next(answer([None])).to_pydict()['version'])"
    )
    told = subprocess.run([sys.executable, "-c", worker], capture_output=True, text=True, check=True)
    assert told.stdout == "[None]\n"


def _executors():
    """The executor processes of this driver."""
    parents, executors = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        parents[int(folder.name)] = int(status[1])
        if b"CoarseGrainedExecutorBackend" in command and command.startswith(b"/"):
            executors.append(int(folder.name))

    def mine(process):
        while process > 1:
            if process == os.getpid():
                return True
            process = parents.get(process, 0)
        return False

    return [process for process in executors if mine(process)]


def test_an_executor_that_is_killed_in_the_middle_changes_nothing(cs, df, spark):
    local = copydesk.cluster(TEXTS, ids=range(100, 100 + len(TEXTS)), method="exact")
    tracker = spark.sparkContext.statusTracker()
    before = len(tracker.getJobIdsForGroup(None))
    killed = []

    def kill():
        end = time.monotonic() + 60
        while len(tracker.getJobIdsForGroup(None)) < before + 8 and time.monotonic() < end:
            time.sleep(0.02)
        victim = _executors()[0]
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    killer = threading.Thread(target=kill)
    killer.start()
    found = cs.cluster(df, method="exact", one_task=0)
    assert killed, "the job ended before an executor was killed"
    killer.join()
    assert records(found, local.columns, "row") == local.to_list()
    assert killed[0] not in _executors()


def test_the_pages_recipes_print_what_they_show(cs, spark):
    page = Path(__file__).parents[2] / "docs" / "spark.md"
    if not page.is_file():
        pytest.skip("the documentation is not here")
    results = doctest.testfile(str(page), module_relative=False, encoding="utf-8", globs={"spark": spark})
    assert results.attempted > 8
    assert results.failed == 0
