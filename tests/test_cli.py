"""The command line: what it writes, what it refuses, and how it ends."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import copydesk
from copydesk.cli import target
from copydesk.sample import articles

TEXT = "The wall goes, the council said.\r\n“We stay,” said Mayor Ana Pell.\r\n"
COMMANDS = (
    *("cluster", "duplicates", "passages", "overlap", "quotes", "variants", "discrepancies", "analyze"),
    *("speakers", "verify", "credits", "boilerplate", "report", "demo"),
)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def start(*arguments, **options):
    command = [sys.executable, "-m", "copydesk.cli", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def save(name, content):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode())
    return path


def save_sample(name="sample.jsonl"):
    return save(name, "".join(json.dumps(article) + "\n" for article in articles()))


def parse(lines):
    return [json.loads(line) for line in lines.splitlines()]


# What is written


def test_quotes_writes_one_row_per_quote_whose_text_is_the_slice_at_its_offsets(run):
    save_sample()
    code, out, err = run("quotes", "sample.jsonl")
    assert (code, err) == (0, "")
    sample = {article["id"]: article for article in articles()}
    records = parse(out)
    texts, titles = ([article[part] for article in sample.values()] for part in ("text", "title"))
    assert len(records) == len(copydesk.extract_quotes(texts, titles=titles))
    for record in records:
        own = sample[record["id"]]["title" if record["field"] == "title" else "text"]
        assert record["text"] == own[record["start"] : record["end"]]


def test_credits_and_boilerplate_write_the_spans_of_their_articles(run):
    text = "Pier sold\n\nThe pier is sold, she told Reuters.\n\nRead more: Seven piers"
    save("a.jsonl", json.dumps({"id": "a", "text": text, "source": "The Lantern", "title": "Pier sold"}))
    _, out, _ = run("credits", "a.jsonl")
    (credit,) = parse(out)
    assert (credit["id"], credit["phrase"], credit["source_name"]) == ("a", "told Reuters", "Reuters")
    assert text[credit["start"] : credit["end"]] == credit["phrase"]
    code, out, _ = run("boilerplate", "a.jsonl", "--out", "b.jsonl")
    (block,) = parse(Path("b.jsonl").read_text("utf-8"))
    assert (code, out) == (0, "1 block in 1 article: b.jsonl\n")
    assert text[block["start"] : block["end"]] == block["input_text" if "input_text" in block else "text"]
    assert (block["kind"], block["source"]) == ("read_more", "The Lantern")


SHARED = "Work begins in March and ends before the first storms of the autumn, and the pier stays open throughout."


def save_shared(name="a.jsonl", **columns):
    texts = [f"The town gets a wall. {SHARED}", f"Boats out by Friday. {SHARED}", "Rain."]
    rows = [
        {"text": text, "title": f"T{n}", "source": f"S{n}", "date": f"2025-03-0{n + 1}"} for n, text in enumerate(texts)
    ]
    return save(name, "".join(json.dumps(row | columns) + "\n" for row in rows))


@pytest.mark.parametrize("command", ["overlap", "passages"])
def test_records_of_a_pair_carry_headline_outlet_and_date_of_both(run, command):
    save_shared()
    (record,) = parse(run(command, "a.jsonl")[1])
    described = {f"{side}_{role}" for side in ("left", "right") for role in ("title", "source", "date")}
    assert {name: record[name] for name in described} == {
        "left_title": "T0",
        "left_source": "S0",
        "left_date": "2025-03-01",
        "right_title": "T1",
        "right_source": "S1",
        "right_date": "2025-03-02",
    }
    assert record["direction"] == "left_first"
    save("b.jsonl", json.dumps({"text": SHARED, "title": "R", "publisher": "P"}))
    _, out, err = run(command, "a.jsonl", "--against", "b.jsonl")
    assert [(r["left_source"], r["right_title"], r["right_source"]) for r in parse(out)] == [
        ("S0", "R", "P"),
        ("S1", "R", "P"),
    ]
    assert err == "copydesk: took the column `publisher` as the source of the other side\n"


def test_pairs_come_from_a_file_or_from_clusters(run):
    save_shared()
    save("pairs.csv", "left,right,note\n2,0,x\n0,1,y\n")
    save("clusters.jsonl", run("cluster", "a.jsonl", "--threshold", "0.3")[1])

    def pairs(*options):
        return [(record["left"], record["right"]) for record in parse(run("overlap", "a.jsonl", *options)[1])]

    assert pairs("--pairs", "pairs.csv") == [(0, 1), (2, 0)]
    assert pairs("--pairs", "clusters.jsonl") == [(0, 1)]
    assert pairs("--level", "partial") == [(0, 1)]


def test_columns_that_were_guessed_and_findings_that_there_are_not_are_told_beside_the_data(run):
    save("a.jsonl", json.dumps({"content": "The pier is sold.", "outlet": "The Lantern", "date": "2025-03-04"}) + "\n")
    code, out, err = run("credits", "a.jsonl")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "copydesk: took the column `content` as the text, `outlet` as the source",
        "copydesk: 0 credits in 1 article",
    ]
    # What is named by the caller, or by the role's own name, was not guessed.
    assert "took" not in run("credits", "a.jsonl", "--text", "content", "--source", "outlet")[2]


def test_quotes_and_credits_read_the_headline_in_the_language_that_is_given(run):
    row = {
        "text": "Pell sagte, sie bleibe.",
        "title": "Pell zu Reuters: „Wir bleiben“",
        "lang": "de",
        "source": "Reuters",
    }
    save("a.jsonl", json.dumps(row))
    quotes = parse(run("quotes", "a.jsonl", "--language", "lang")[1])
    assert {(quote["text"], quote["field"], quote["language"]) for quote in quotes} >= {
        ("„Wir bleiben“", "title", "de")
    }
    assert {quote["language"] for quote in parse(run("quotes", "a.jsonl", "--language", "none")[1])} == {"none"}
    save("b.jsonl", json.dumps({"text": "She told Reuters.", "headline": "Pell tells MetroWire", "source": "Reuters"}))
    credits = parse(run("credits", "b.jsonl", "--language", "en")[1])
    assert [(credit["field"], credit["source_name"]) for credit in credits] == []
    credits = parse(run("credits", "b.jsonl", "--source", "headline")[1])
    assert [credit["source_name"] for credit in credits] == ["Reuters"]


def test_speakers_writes_one_row_per_person_beside_the_columns_of_the_roster(run):
    save("a.jsonl", json.dumps({"id": "a", "text": "“The pier is sold,” said Ana Pell, the mayor."}))
    save("people.csv", "name,party\nAna Pell,Harbour List\n")
    code, out, err = run("speakers", "a.jsonl", "--people", "people.csv")
    (one,) = parse(out)
    assert (code, err) == (0, "")
    assert (one["speaker_id"], one["quote_numbers"], one["party"]) == ("ana-pell", [0], "Harbour List")
    code, _, err = run("speakers", "a.jsonl", "--people", "missing.csv")
    assert (code, "missing.csv" in err) == (2, True)


VERSIONS = (
    "The ferry enters its fourth year. “The pier will be closed until spring,” said Ana Pell, the mayor.",
    "The ferry enters its eighth year. “The pier will be shut until spring,” said Ana Pell. “Late,” said Jon Hale.",
)


def save_versions(name="v.jsonl"):
    rows = [{"id": f"v{n}", "text": text, "event": "ferry", "source": f"S{n}"} for n, text in enumerate(VERSIONS)]
    return save(name, "".join(json.dumps(row) + "\n" for row in rows))


def test_variants_and_discrepancies_follow_the_stories_of_a_column(run):
    save_versions()
    code, out, err = run("variants", "v.jsonl", "--stories", "event")
    assert (code, err) == (0, "")
    rows = parse(out)
    assert [(row["id"], row["status"]) for row in rows] == [("v0", "identical"), ("v1", "reworded"), ("v1", "alone")]
    assert all(VERSIONS[row["row"]][row["start"] : row["end"]] == row["text"] for row in rows)
    assert {row["event"] for row in rows} == {"ferry"}
    code, out, _ = run("discrepancies", "v.jsonl", "--stories", "event", "--out", "d.jsonl")
    assert (code, out) == (0, "2 discrepancies in 2 articles: d.jsonl\n")
    worst = parse(Path("d.jsonl").read_text("utf-8"))[0]
    assert (worst["type"], worst["left_text"], worst["right_source"]) == ("number", "fourth", "S1")
    code, _, err = run("variants", "v.jsonl", "--stories", "plot")
    assert code == 2
    assert "there is no such column" in err


def test_a_row_without_a_label_has_no_other_version(run):
    save("v.csv", 'text,event\n"“Late,” said Jon Hale.",a\n"“Late,” said Jon Hale.",\n"“Late,” said Jon Hale.",a\n')
    _, out, _ = run("variants", "v.csv", "--stories", "event")
    assert [(row["row"], row["documents"]) for row in parse(out)] == [(0, 2), (2, 2), (1, 1)]


def test_analyze_writes_one_file_per_table_into_a_folder(run):
    save_versions()
    save("people.csv", "name,party\nAna Pell,Harbour List\n")
    code, out, err = run("analyze", "v.jsonl", "--stories", "event", "--people", "people.csv", "--out", "desk")
    assert (code, err) == (0, "")
    assert out.endswith(": desk\n")
    assert {path.stem for path in Path("desk").iterdir()} == set(copydesk.Desk.TABLES)
    tables = {path.stem: parse(path.read_text("utf-8")) for path in Path("desk").iterdir()}
    desk = copydesk.analyze(VERSIONS, stories=["ferry"] * 2, ids=["v0", "v1"], sources=["S0", "S1"])
    assert tables["discrepancies"] == desk.discrepancies.to_list()
    assert [row["party"] for row in tables["speakers"] if row["name"] == "Ana Pell"] == ["Harbour List"]
    assert run("analyze", "v.jsonl", "--format", "csv", "--out", "desk")[0] == 0
    assert len(list(Path("desk").iterdir())) == 2 * len(copydesk.Desk.TABLES)


def test_analyze_refuses_what_is_no_folder_before_it_reads(run):
    save_versions()
    for out, message in (("v.jsonl", "is no folder"), ("no/desk", "there is no folder no")):
        code, _, err = run("analyze", "v.jsonl", "--out", out)
        assert code == 2
        assert message in err
    code, _, err = run("analyze", "v.jsonl", "--window", "3", "--out", "desk")
    assert (code, Path("desk").exists()) == (2, False)


@pytest.mark.parametrize("kind", ["folder", "csv", "jsonl"])
def test_offsets_fit_a_file_with_any_line_ends(run, kind):
    if kind == "folder":
        source = save("news/a.txt", TEXT).parent
    elif kind == "jsonl":
        source = save("a.jsonl", json.dumps({"id": "a", "text": TEXT}))
    else:
        source = save("a.csv", f'id,text\r\na,"{TEXT}"\r\n')
    code, out, _ = run("quotes", source)
    record = next(record for record in parse(out) if record["kind"] != "indirect")
    assert code == 0
    assert (record["id"], record["text"]) == ("a", "“We stay,”")
    assert TEXT[record["start"] : record["end"]] == "“We stay,”"
    assert TEXT[record["speaker_start"] : record["speaker_end"]] == record["speaker"]


def test_cluster_writes_one_row_per_article_and_every_column_rides_along(run):
    save_sample()
    code, _, _ = run("cluster", "sample.jsonl", "--out", "out.jsonl")
    records = parse(Path("out.jsonl").read_text("utf-8"))
    sample = articles()
    assert code == 0
    assert [{name: record[name] for name in sample[0]} for record in records] == sample
    ids, dates = [article["id"] for article in sample], [article["date"] for article in sample]
    expected = copydesk.cluster([article["text"] for article in sample], ids=ids, dates=dates)
    assert [{name: record[name] for name in expected.columns} for record in records] == expected.to_list()


def test_an_article_without_text_keeps_its_row(run):
    save("a.jsonl", '{"id": 1, "text": null}\n{"id": 2, "text": "one two three four five six"}\n')
    _, out, _ = run("cluster", "a.jsonl")
    assert [(record["id"], record["members"]) for record in parse(out)] == [(1, None), (2, 1)]


def test_verify_says_of_each_quote_where_its_transcript_has_it(run):
    save("a.csv", "id,desk,text\nx,town,“We stay here” said Ana Pell.\n")
    save("speech.txt", "Whatever comes, we stay. Here we stay.")
    save("none.txt", "Nothing.")
    code, out, _ = run("verify", "a.csv", "--sources", "none.txt", "--sources", "speech.txt")
    assert code == 0
    [record] = parse(out)
    assert (record["id"], record["desk"], record["status"], record["source"]) == ("x", "town", "verbatim", 1)
    assert record["source_text"] == "we stay. Here"
    assert run("verify", "a.csv")[0] != 0


def test_columns_with_the_name_of_a_result_get_a_prefix_and_the_text_of_the_article_stays_out_of_quotes(run):
    save("a.jsonl", json.dumps({"key": 7, "body": TEXT, "speaker": "desk", "date": "2025-03-04"}))
    _, out, _ = run("quotes", "a.jsonl", "--id", "key")
    record = next(record for record in parse(out) if record["kind"] != "indirect")
    assert (record["id"], record["key"]) == (7, 7)
    assert (record["speaker"], record["input_speaker"]) == ("Mayor Ana Pell", "desk")
    assert record["date"] == "2025-03-04"
    assert "body" not in record


def test_ids_stay_what_they_are_in_the_file(run):
    save("a.csv", "id,text\n007,x\n")
    save("a.jsonl", '{"id": 7, "text": "x"}')
    assert parse(run("cluster", "a.csv")[1])[0]["id"] == "007"
    assert parse(run("cluster", "a.jsonl")[1])[0]["id"] == 7
    save("b.jsonl", '{"text": "x"}')
    assert parse(run("cluster", "b.jsonl")[1])[0]["id"] == 0


def test_the_ending_of_the_file_says_the_format(run):
    save_sample()
    assert run("quotes", "sample.jsonl", "--out", "q.csv")[0] == 0
    rows = list(csv.DictReader(io.StringIO(Path("q.csv").read_bytes().decode(), newline="")))
    assert [row["text"] for row in rows] == [record["text"] for record in parse(run("quotes", "sample.jsonl")[1])]


def test_parquet_has_the_types_of_the_library(run):
    pq = pytest.importorskip("pyarrow.parquet")
    save_sample()
    assert run("cluster", "sample.jsonl", "--out", "c.parquet")[0] == 0
    table = pq.read_table("c.parquet")
    expected = copydesk.cluster(["x"], ids=["a"]).to_arrow().schema
    assert [table.schema.field(name).type for name in expected.names] == expected.types
    assert run("cluster", "c.parquet", "--out", "again.parquet")[0] == 0
    assert "input_cluster" in pq.read_table("again.parquet").column_names


def test_format_says_what_goes_to_standard_output(run):
    save("a.csv", "id,text\n1,=x\n")
    _, out, _ = run("cluster", "a.csv", "--format", "csv", "--out", "-")
    assert out.splitlines()[0].startswith("row,id,cluster,")
    assert out.splitlines()[1].endswith(",'=x")
    assert run("cluster", "a.csv", "--format", "csv", "--raw")[1].splitlines()[1].endswith(",=x")


def test_half_a_surrogate_pair_in_the_input_is_no_problem(run):
    save("a.jsonl", '{"text": "\\ud800 “We stay,” said Ana Pell.", "note": "\\udfff"}')
    code, out, _ = run("quotes", "a.jsonl")
    record = next(record for record in parse(out) if record["kind"] != "indirect")
    assert (code, record["start"], record["note"]) == (0, 2, "\udfff")
    assert run("report", "a.jsonl")[0] == 0


def test_several_inputs_are_one_pile(run):
    save("a/x.txt", TEXT)
    save("b/x.txt", TEXT)
    records = parse(run("cluster", "a/x.txt", "b/x.txt")[1])
    assert [(record["id"], record["cluster"]) for record in records] == [("a/x", 0), ("b/x", 0)]


def test_the_parameters_reach_the_library(run):
    save_sample()

    def groups(*options):
        return len({record["cluster"] for record in parse(run("cluster", "sample.jsonl", *options)[1])})

    texts = [article["text"] for article in articles()]
    for options, keywords in (
        (["--level", "exact"], {"level": "exact"}),
        (["--level", "story"], {"level": "story"}),
        (["--level", "story", "--language", "de"], {"level": "story", "language": "de"}),
        (["--level", "story", "--window", "30"], {"level": "story"}),
        (["--level", "story", "--story-threshold", "0.999"], {"level": "story", "story_threshold": 0.999}),
        (["--threshold", "0.3"], {"threshold": 0.3}),
        (["--size", "2", "--threshold", "0.5", "--threads", "1"], {"size": 2, "threshold": 0.5, "n_threads": 1}),
    ):
        assert groups(*options) == len(set(copydesk.cluster(texts, **keywords)["cluster"]))


RELEASES = """key,body
r1,The council said no to the new harbour wall on Monday
r2,Rain fell on the port all day
"""


def test_duplicates_lists_the_pairs_of_a_pile(run):
    save_sample()
    sample = articles()
    expected = copydesk.near_duplicates([a["text"] for a in sample], ids=[a["id"] for a in sample])
    assert parse(run("duplicates", "sample.jsonl")[1]) == expected.to_list()
    few = copydesk.near_duplicates(
        [a["text"] for a in sample], ids=[a["id"] for a in sample], measure="containment", threshold=0.3, expand=False
    )
    options = ("--measure", "containment", "--threshold", "0.3", "--no-expand", "--threads", "1")
    assert parse(run("duplicates", "sample.jsonl", *options)[1]) == few.to_list()


def test_a_warning_of_groups_that_were_cut_short_names_a_way_out_that_the_command_has(run):
    boilerplate = " ".join(f"word{n}" for n in range(90))
    texts = [f"{boilerplate} " + " ".join(f"n{n}x{place}" for place in range(40)) for n in range(400)]
    save("template.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in texts))
    code, _, err = run("cluster", "template.jsonl")
    assert code == 0
    warning, note = err.splitlines()
    assert re.fullmatch(r'copydesk: warning: .* groups? of more than 256 .*the method "exact" compares all\)', warning)
    assert note == "copydesk: 400 articles, 0 of them in 0 groups of the same text"
    code, exact, err = run("cluster", "template.jsonl", "--method", "exact")
    assert (code, err) == (0, f"{note}\n")
    assert [record["cluster"] for record in parse(exact)] == copydesk.cluster(texts, method="exact")["cluster"]


def test_duplicates_against_another_file_names_the_ids_of_both(run):
    save("releases.csv", RELEASES)
    save("site.jsonl", '{"id": 7, "text": "Sun."}\n{"id": 8, "text": "RAIN fell on the port, all day."}\n')
    save("more/site/9.txt", "The council said no to the new harbour wall on Monday evening")
    arguments = ("duplicates", "releases.csv", "--text", "body", "--id", "key", "--size", "3", "--against")
    records = parse(run(*arguments, "site.jsonl")[1])
    assert [(r["left"], r["right"], r["left_id"], r["right_id"]) for r in records] == [(1, 1, "r2", 8)]
    records = parse(run(*arguments, "more", "--threshold", "0.5")[1])
    assert [(r["left_id"], r["right_id"], r["relation"]) for r in records] == [("r1", "site/9", "near")]
    code, out, err = run(*arguments, "site.jsonl", "--out", "pairs.csv")
    assert (code, out, err) == (0, "1 pair in 2 articles against 2: pairs.csv\n", "")
    rows = list(csv.DictReader(io.StringIO(Path("pairs.csv").read_text(encoding="utf-8"))))
    assert [(row["left_id"], row["right_id"]) for row in rows] == [("r2", "8")]


def test_the_other_file_may_have_columns_of_its_own_names(run):
    save("releases.csv", RELEASES)
    save("site.csv", "text,summary,n\nRain fell on the port all day,x,1\n")
    arguments = ("duplicates", "releases.csv", "--text", "body", "--against", "site.csv")
    assert [r["right_id"] for r in parse(run(*arguments)[1])] == [0]
    records = parse(run(*arguments, "--against-text", "text", "--against-id", "n")[1])
    assert [(r["left_id"], r["right_id"]) for r in records] == [(1, "1")]
    code, _, err = run(*arguments, "--against-text", "content")
    assert (code, "--against-text names `content`" in err) == (2, True)


@pytest.mark.parametrize("level", ["exact", "near", "partial", "story"])
def test_dates_say_which_article_is_first_at_every_level(run, level):
    save("a.csv", "text,day\nthe council said no,2025-03-04\nThe council said no,2024-01-01\n")
    code, out, err = run("cluster", "a.csv", "--level", level, "--date", "day")
    assert (code, err) == (0, "")
    assert [record["first"] for record in parse(out)] == [1, 1]


def test_a_warning_is_one_plain_line(run):
    save(
        "a.jsonl", "".join(json.dumps({"text": TEXT, "date": date}) + "\n" for date in ("last\nTuesday", "2024-01-01"))
    )
    for _ in range(2):
        code, out, err = run("cluster", "a.jsonl", "--level", "story")
        assert (code, [record["first"] for record in parse(out)]) == (0, [1, 1])
        assert re.fullmatch(
            r"copydesk: warning: a.jsonl, line 1: `date` is 'last.nTuesday', not an .* 1 of 2 dates .*\n", err
        )
        assert "pandas" not in err


# The report and the demo


def test_report_writes_a_page_with_every_article(run):
    save_sample()
    code, out, err = run("report", "sample.jsonl", "--out", "r.html")
    page = Path("r.html").read_text("utf-8")
    assert (code, err) == (0, "")
    assert out.startswith("12 articles, 130 quotes, ")
    # One of them has the words of another.
    assert len(re.findall(r'id="article-\d+"', page)) == 11
    assert "<title>sample.jsonl</title>" in page
    assert "The Daily Lantern" in page


def test_report_takes_what_is_known_and_writes_to_standard_output(run):
    rows = [{"text": f"“We wait,” said Ana Pell. Year {n}.", "event": n // 2, "body": "x"} for n in range(4)]
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    code, out, err = run(
        "report", "a.jsonl", "--text", "text", "--stories", "event", "--page-title", "<Mine>", "--out", "-"
    )
    assert (code, err) == (0, "")
    assert "<title>&lt;Mine&gt;</title>" in out
    assert "4 of 4 articles tell 2 stories" in out


def test_demo_prints_a_summary_and_writes_its_page_here(run):
    code, out, err = run("demo")
    assert (code, err) == (0, "")
    assert [path.name for path in Path().iterdir()] == ["copydesk-demo.html"]
    assert "Northshore Wire            exact" in out
    assert "Harbour & Hinterland       rewrite, 99 % likely" in out
    assert 'by 11 centimetres since the autumn. "If' in out
    assert "Orla Penhallow" in out
    # "Head librarian Pascal Denholm", "Mr Denholm", "the librarian" and "he" are one.
    assert out.count("Denholm") == 1
    assert max(map(len, out.splitlines())) <= 80
    assert "The Saltmere papers" in Path("copydesk-demo.html").read_text("utf-8")


def test_demo_gives_the_same_page_every_time(run):
    run("demo", "--out", "a.html")
    run("demo", "--out", "b.html")
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


# What is refused

REFUSALS = {
    "no command": (["nonsense"], "nonsense"),
    "no input": (["cluster"], "INPUT"),
    "missing file": (["cluster", "nothing.csv"], "nothing.csv: no such file"),
    "unknown ending": (["cluster", "a.docx"], "expected .csv"),
    "unknown option": (["cluster", "a.csv", "--fast"], "--fast"),
    "not a number": (["cluster", "a.csv", "--threshold", "high"], "high"),
    "threshold out of range": (["cluster", "a.csv", "--threshold", "80"], "threshold"),
    "size out of range": (["cluster", "a.csv", "--size", "0"], "size"),
    "threads out of range": (["quotes", "a.csv", "--threads", "0"], "--threads must be"),
    "unknown level": (["cluster", "a.csv", "--level", "soft"], "soft"),
    "unknown language": (["cluster", "a.csv", "--level", "story", "--language", "tlh"], "tlh"),
    "a window without dates": (
        ["cluster", "a.csv", "--level", "story", "--window", "3"],
        "--window needs dates; name their column with --date",
    ),
    "story threshold out of range": (
        ["cluster", "a.csv", "--level", "story", "--story-threshold", "1"],
        "--story-threshold must be in (0, 1)",
    ),
    "a story threshold for texts": (
        ["cluster", "a.csv", "--story-threshold", "0.5"],
        "needs --level story, got --level",
    ),
    "unknown column": (["cluster", "a.csv", "--text", "body"], "`id`, `text`"),
    "unclear column": (["cluster", "unclear.csv"], "--text"),
    "unknown encoding": (["cluster", "a.csv", "--encoding", "klingon"], "klingon"),
    "wrong encoding": (["cluster", "latin.csv"], "latin.csv, line 2: not UTF-8"),
    "bad row": (["cluster", "bad.jsonl"], "bad.jsonl, line 2"),
    "not text": (["quotes", "number.jsonl"], "number.jsonl, line 1: `text` is the number 5"),
    "mixed ids": (["quotes", "ids.jsonl"], "ids.jsonl, line 2"),
    "not parquet": (["quotes", "bad.parquet"], "bad.parquet"),
    "unknown output": (["cluster", "a.csv", "--out", "c.xlsx"], ".parquet"),
    "parquet to a terminal": (["cluster", "a.csv", "--format", "parquet"], "--out"),
    "output in no folder": (["cluster", "a.csv", "--out", "no/c.csv"], "no/c.csv"),
    "output is a folder": (["report", "a.csv", "--out", "."], "folder"),
    "output is the input": (["cluster", "a.csv", "--out", "a.csv"], "input"),
    "output is a link to the input": (["cluster", "a.csv", "--out", "link.csv"], "input"),
    "output is one of the texts": (["report", "news", "--out", "news/a.txt"], "input"),
    "no other file": (["duplicates", "a.csv", "--against", "b.csv"], "b.csv: no such file"),
    "no side for a column": (["duplicates", "a.csv", "--against-id", "id"], "name it with --against"),
    "unclear column on the other side": (
        ["duplicates", "a.csv", "--against", "other.csv"],
        "cannot tell which column is the text; choose one with --against-text: `note`, `remark`",
    ),
    "pairs of other columns": (
        ["overlap", "a.csv", "--pairs", "other.csv"],
        "expected columns left and right, or row and",
    ),
    "a pair that is no row": (
        ["overlap", "a.csv", "--pairs", "pairs.csv"],
        "pairs.csv, line 2: `right` is 'b', expected",
    ),
    "pairs found twice": (["overlap", "a.csv", "--pairs", "pairs.csv", "--level", "story"], "leave out --pairs"),
    "a window for texts": (["cluster", "a.csv", "--date", "text", "--window", "3"], "--window needs --level story"),
    "output is the other side": (["duplicates", "a.csv", "--against", "bad.csv", "--out", "bad.csv"], "input"),
    "demo in no folder": (["demo", "--out", "no/demo.html"], "no/demo.html"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_mistake_is_one_line_and_exit_code_2_and_no_file_changes(run, case):
    save("a.csv", "id,text\n1,x\n")
    save("news/a.txt", "x")
    save("a.docx", "x")
    save("unclear.csv", "text,body\nx,y\n")
    save("other.csv", "note,remark\nx,y\n")
    save("pairs.csv", "left,right\n0,b\n")
    save("bad.csv", "id,text\n2,y\n")
    save("bad.jsonl", '{"text": "x"}\n{\n')
    save("number.jsonl", '{"text": 5}\n')
    save("ids.jsonl", '{"id": 1, "text": "x"}\n{"id": "b", "text": "y"}\n')
    save("bad.parquet", "PAR1")
    Path("latin.csv").write_bytes("text\nê\n".encode("latin-1"))
    Path("link.csv").symlink_to("a.csv")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    arguments, expected = REFUSALS[case]
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("copydesk: ")
    assert err.count("\n") == 1
    assert expected in err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_a_file_name_cannot_steer_the_terminal(run):
    _, _, err = run("cluster", "a\n\x1bcb.csv")
    assert err == "copydesk: a \\x1bcb.csv: no such file or folder\n"
    _, _, err = run("cluster", "a\n\x1b[2Jb.csv")
    assert err == "copydesk: a \\x1b[2Jb.csv: no file matches this pattern\n"


def test_an_error_while_writing_leaves_the_old_file(run, monkeypatch):
    save_sample()
    save("out.jsonl", "old")
    monkeypatch.setattr("copydesk.files.writers._plain", lambda _: 1 / 0)
    monkeypatch.setattr("copydesk.files.writers.json.dumps", lambda *_, **__: float("x"))
    code, _, err = run("quotes", "sample.jsonl", "--out", "out.jsonl")
    assert code == 1
    assert re.fullmatch(r"copydesk: this is a bug, please report it: ZeroDivisionError.* at .*\.py:\d+\n", err)
    assert Path("out.jsonl").read_text() == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["out.jsonl", "sample.jsonl"]


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"copydesk {command}" in out.split("Example:")[1]


def test_version(run):
    assert run("--version") == (0, f"copydesk {copydesk.__version__}\n", "")


def test_without_a_command_the_help_is_shown(run):
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out == run("--help")[1]
    assert all(command in out for command in COMMANDS)


# How it ends


def test_a_pipe_that_closes_early_is_no_error():
    record = json.dumps({"id": 1, "text": TEXT * 20, "note": "x" * 1000}) + "\n"
    save("a.jsonl", record * 300)
    with start("quotes", "a.jsonl") as process:
        assert process.stdout.readline().startswith(b'{"row": 0')
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (0, b"")


def test_a_pipe_gets_no_progress():
    save_sample()
    with start("cluster", "sample.jsonl", "--out", "c.csv") as process:
        out, err = process.communicate(timeout=60)
    assert err == b""
    assert out.decode().splitlines() == ["12 articles, 5 of them in 2 groups of the same text: c.csv"]


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_sees_progress():
    import pty
    import termios

    save_sample()
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "copydesk.cli", "quotes", "sample.jsonl", "--out", "q.csv"]
    assert subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False).returncode == 0
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # Linux ends a pseudo-terminal with an error
        while more := os.read(ours, 65536):
            seen += more
    os.close(ours)
    assert b"100%" in seen


def test_an_interrupt_is_quiet_and_leaves_no_file(run, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    save_sample()
    monkeypatch.setattr(target, "beside", interrupted)
    code, out, err = run("quotes", "sample.jsonl", "--out", "q.csv")
    assert (code, out, err.strip()) == (130, "", "")
    assert [path.name for path in Path().iterdir()] == ["sample.jsonl"]


@pytest.mark.skipif(os.name != "posix", reason="sends the signal of Ctrl-C")
def test_ctrl_c_ends_the_process_with_130_and_no_traceback():
    save("a.jsonl", json.dumps({"id": 1, "text": TEXT * 50}) + "\n")
    os.mkfifo("never.csv")  # reading waits here until the signal comes
    with start("quotes", "a.jsonl", "never.csv") as process:
        writer = os.open("never.csv", os.O_WRONLY)  # returns once the command reads
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        os.close(writer)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


def test_ctrl_c_while_the_commands_load_ends_with_130_and_no_traceback():
    code = """
import sys
import copydesk.cli

class Interrupted:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
sys.exit(copydesk.cli.main(["--version"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_the_library_alone_loads_neither_the_command_line_nor_the_templates():
    code = "import sys, copydesk; print({'click', 'jinja2', 'pyarrow', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
