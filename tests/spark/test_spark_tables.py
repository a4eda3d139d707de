"""Tables of any columns go through a call, what cannot is told by name, and a call leaves nothing behind."""

import datetime as dt
import warnings

import pytest

import copydesk
from corpora import corpus
from frames import frame

TEXT = "the council said no to the new pier plan on monday night"
ROADS = (0, 10**9)
RIDING = {
    "names": "array('x', null)",
    "numbers": "array(1, 2)",
    "shares": "array(1.5D)",
    "nothing": "cast(null as array<string>)",
    "nested": "array(array(named_struct('k', 'v')))",
    "facts": "map('a', array(1.5D))",
    "at": "array(timestamp'2026-03-01 10:00:00')",
    "length": "interval 1 day",
    "a b": "1",
    "select": "2",
    "": "3",
}


def kept(spark):
    return spark.sparkContext._jsc.getPersistentRDDs().size()


def riding_frame(spark, texts):
    df = frame(spark, texts)
    return df.selectExpr("*", *(f"{made} as `{name}`" for name, made in RIDING.items()))


def test_columns_of_any_type_and_name_ride_along_unchanged(cs, spark):
    df = riding_frame(spark, [TEXT, TEXT.upper(), None])
    expected = df.drop("text").orderBy("id").collect()
    made = [cs.shingle(df), *(cs.cluster(df, one_task=one_task) for one_task in ROADS)]
    for result in made:
        found = [row[: len(expected[0])] for row in result.orderBy("id").collect()]
        assert found == [tuple(row) for row in expected]
        result.unpersist()


def test_ids_of_lists_and_structs_stand_in_pairs_as_they_are(cs, spark):
    df = frame(spark, [TEXT, TEXT.upper()]).selectExpr("array(cast(id as int), 7) as a", "struct(id) as s", "text")
    for name, expected in (("a", ([100, 7], [101, 7])), ("s", ((100,), (101,)))):
        for one_task in ROADS:
            found = cs.near_duplicates(df, id=name, one_task=one_task)
            assert [(row["left_id"], row["right_id"]) for row in found.collect()] == [expected]
            found.unpersist()


def test_names_that_spark_does_not_tell_apart_are_refused_unless_it_does(cs, spark):
    df = frame(spark, [TEXT, TEXT.upper()])
    beside = df.selectExpr("*", "1 as Text")
    for function in (cs.shingle, cs.extract_quotes, cs.near_duplicates, cs.cluster):
        with pytest.raises(copydesk.ParameterError, match='got "text" and "Text", which Spark does not tell apart'):
            function(beside)
    with pytest.raises(copydesk.ParameterError, match='got "id" and "id", which'):
        cs.near_duplicates(df.selectExpr("*", "1 as id"))
    with pytest.raises(copydesk.ParameterError, match='no column "Row" beside those used, the result has'):
        cs.cluster(df.selectExpr("*", "1 as Row"))
    with pytest.raises(copydesk.ParameterError, match='no column "_Node", a name of copydesk'):
        cs.near_duplicates(df.withColumnRenamed("id", "_Node"), id="_Node")
    spark.conf.set("spark.sql.caseSensitive", "true")
    try:
        for one_task in ROADS:
            row = cs.cluster(df.selectExpr("*", "1 as Text", "2 as Row"), one_task=one_task).orderBy("row").first()
            assert (row["Text"], row["Row"], row["row"], row["members"]) == (1, 2, 0, 2)
    finally:
        spark.conf.unset("spark.sql.caseSensitive")


def test_what_no_worker_gets_is_told_by_its_column(cs, spark):
    df = frame(spark, [TEXT, TEXT])
    for kind in ("make_interval(1)", "interval '1' month"):
        with pytest.raises(TypeError, match=r'column "long" is interval.*, which Spark hands to no Python; convert'):
            cs.shingle(df.selectExpr("*", f"{kind} as long"))
    for kind in ("map('a', id)", "array(struct(parse_json('1')))"):
        for function in (cs.cluster, cs.near_duplicates):
            with pytest.raises(TypeError, match=r'`id`: column "key" is .*, which Spark does not sort; .*to_json'):
                function(df.selectExpr(f"{kind} as key", "text"), id="key")
            with pytest.raises(TypeError, match='`order`: column "key" is '):
                function(df.selectExpr("*", f"{kind} as key"), order="key")
    with pytest.raises(copydesk.ParameterError, match="`id` must be one of the columns text, got 'id'"):
        cs.cluster(df.drop("id"))
    with pytest.raises(TypeError, match='`dates`: column "day" is string, expected date or timestamp; convert'):
        cs.cluster(df.selectExpr("*", "'2026-03-01' as day"), dates="day")
    stream = spark.readStream.format("rate").load().selectExpr("value as id", "'a b' as text")
    for function in (cs.cluster, cs.near_duplicates):
        with pytest.raises(copydesk.ParameterError, match=r"got a stream; .*foreachBatch"):
            function(stream)


@pytest.mark.parametrize("one_task", ROADS)
def test_nothing_stays_cached_after_a_call_that_failed(cs, spark, one_task):
    df = frame(spark, [TEXT] * 3)
    broken = df.selectExpr("id", "if(id > 100, text, raise_error('no such text')) as text")
    before = kept(spark)
    calls = [
        (cs.near_duplicates, df, {"max_pairs": 0}, "`max_pairs` must be at least"),
        (cs.near_duplicates, df, {"max_pairs": 0, "against": df}, "`max_pairs` must be at least"),
        (cs.cluster, broken, {}, "no such text"),
        (cs.near_duplicates, broken, {}, "no such text"),
    ]
    for function, table, arguments, message in calls:
        with pytest.raises(Exception, match=message):
            function(table, one_task=one_task, **arguments)
        assert kept(spark) == before


@pytest.mark.parametrize("one_task", ROADS)
def test_of_a_call_only_its_result_stays_cached(cs, spark, one_task):
    texts = corpus(families=3, copies=3, chain=3)
    df = frame(spark, texts)
    before = kept(spark)
    for function, arguments in ((cs.near_duplicates, {}), (cs.cluster, {"level": "partial", "driver_edges": 40})):
        result = function(df, one_task=one_task, **arguments)
        assert kept(spark) == before + 1
        result.unpersist()
        assert kept(spark) == before


def template(count):
    """Texts of one template: a quarter of each is its own."""
    shared = max((text or "" for text in corpus(families=0, copies=1, chain=0)), key=len).split()[:120]
    return [" ".join([*shared, *(f"own{row}x{at}" for at in range(45))]) for row in range(count)]


def test_warnings_point_to_the_line_of_the_caller(cs, spark):
    texts = template(400)
    length = len("".join(texts))
    # Two blocks, of which the second fills what one task takes of both.
    df = frame(spark, [*texts, "rain " * 100], day=("date", [dt.date(2026, 3, 1)] * 400 + [dt.date(2026, 9, 1)]))
    story = {"level": "story", "dates": "day", "block": 7, "one_task": length}
    for arguments in ({"one_task": 0}, {}, story):
        with pytest.warns(RuntimeWarning, match="groups of more than 256") as heard:
            cs.cluster(df, threshold=0.6, **arguments).unpersist()
        assert {warning.filename for warning in heard} == {__file__}


@pytest.mark.parametrize("one_task", ROADS)
def test_columns_that_do_nothing_at_a_level_are_warned_of_once_as_locally(cs, spark, one_task):
    texts = [TEXT, TEXT.upper()]
    with pytest.warns(RuntimeWarning, match="without effect at level") as local:
        copydesk.cluster(texts, titles=["a", "b"], sources=["a", "b"], language="en")
    df = frame(spark, texts, title=("string", ["a", "b"]))
    with pytest.warns(RuntimeWarning) as heard:
        cs.cluster(df, titles="title", sources="title", language="en", one_task=one_task).unpersist()
    assert [(str(warning.message), warning.filename) for warning in heard] == [(str(local[0].message), __file__)]


def test_limits_beyond_what_java_counts_are_taken_and_below_zero_refused(cs, spark):
    df = frame(spark, [TEXT, TEXT + " again"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cs.cluster(df, driver_edges=10**12, one_task=0, threshold=0.5).first()["members"] == 2
    for function in (cs.cluster, cs.near_duplicates):
        with pytest.raises(copydesk.ParameterError, match="`one_task` must be at least 0, got -1"):
            function(df, one_task=-1)


def test_a_block_that_begins_before_the_calendar_is_named_by_its_first_day(cs, spark):
    df = frame(spark, [TEXT, TEXT], day=("date", [dt.date(1, 1, 1)] * 2))
    with pytest.raises(copydesk.ParameterError, match="the texts of the 1000000 days from 0001-01-01"):
        cs.cluster(df, level="story", dates="day", block=10**6, one_task=20)
