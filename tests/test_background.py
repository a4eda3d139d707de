"""The background table is counted from two collections and from nothing that is measured."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "background.py"
TABLE = Path(__file__).parent.parent / "src" / "story" / "background_en.txt"

pytestmark = pytest.mark.skipif(not SCRIPT.is_file(), reason="the benchmarks are not here")

#: Runs the script and writes down every file below the data folder that is opened, by whatever means Python has.
AUDITED = """
import runpy, sys
opened = []
def note(event, arguments):
    if event == "open" and str(arguments[0]).startswith({data!r}):
        opened.append(str(arguments[0]))
sys.addaudithook(note)
sys.argv = ["background.py", "--out", {out!r}]
sys.path.insert(0, {folder!r})
runpy.run_path({script!r}, run_name="__main__")
print("\\n".join(sorted(set(opened))))
"""


def test_the_build_script_opens_no_scored_file(tmp_path):
    data = tmp_path / "data"
    for name in (
        "news/bbc",
        "news/isot_true",
        "news/basil",
        "news/isot_fake",
        "news/reuters21578",
        "families/articles",
    ):
        file = data / f"{name}{'' if 'families' in name else '.docs'}.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps({"id": n, "text": f"{name} storm"}) + "\n" for n in range(3)))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "000.txt").write_text("seed storm")
    out = tmp_path / "table.txt"
    code = AUDITED.format(data=str(tmp_path), out=str(out), folder=str(SCRIPT.parent), script=str(SCRIPT))
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"COPYDESK_DATA": str(data), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    opened = {line for line in done.stdout.splitlines() if line.startswith(str(tmp_path)) and line != str(out)}
    assert opened == {str(data / "news" / f"{name}.docs.jsonl") for name in ("bbc", "isot_true")}
    assert "documents 6\n" in out.read_text()
    assert "storm 6\n" in out.read_text()


def test_the_table_names_its_collections_and_holds_counts_only():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert "Counted from the collections bbc and isot_true" in "".join(lines[:3])
    entries = [line.removesuffix(" n").split(" ") for line in lines if not line.startswith("#")]
    assert len(entries) <= 50_001
    assert all(2 <= len(entry) <= 3 and entry[-1].isdigit() for entry in entries)
