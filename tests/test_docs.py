"""What the documentation says is what the library does."""

import doctest
import inspect
import re
from pathlib import Path

import pytest

import copydesk
from copydesk import _copydesk

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"

SCHEMAS = {name: [column for column, _, _ in columns] for name, columns in _copydesk.schemas()}
FUNCTIONS = [name for name in SCHEMAS if name.isidentifier()]
OF_TWO_COLUMNS = ("similarity", "explain", "verify_quotes")
OF_QUOTES = ("speakers",)

needs_readme = pytest.mark.skipif(not README.is_file(), reason="the README is not here")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    # Examples make indexes.
    monkeypatch.chdir(tmp_path)


@needs_readme
def test_the_readmes_examples_print_what_it_shows():
    results = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert results.attempted > 10
    assert results.failed == 0


@needs_readme
def test_every_picture_is_shown_and_small():
    pages = [README, *(ROOT / "docs").glob("*.md")]
    shown = {
        (page.parent / path).resolve()
        for page in pages
        for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    assert shown == set((ROOT / "docs" / "images").iterdir())
    assert max(path.stat().st_size for path in shown) < 150_000


@needs_readme
@pytest.mark.parametrize("page", ["reuse", "versions", "index", "report", "pandas", "pytest"])
def test_the_recipes_print_what_they_show(page):
    results = doctest.testfile(str(ROOT / "docs" / f"{page}.md"), module_relative=False, encoding="utf-8")
    assert results.attempted >= 5
    assert results.failed == 0


@needs_readme
@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_readmes_table_lists_the_columns_of_the_schema(function):
    rows = re.findall(rf"^\| `{function}` \|[^|]*\| ([^|]*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 1
    columns = rows[0].replace("and with `positions=True` ", "").split(", ")
    assert columns == SCHEMAS.get(f"{function}(positions=True)", SCHEMAS[function])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_docstring_names_every_column_in_order(function):
    returns = inspect.getdoc(getattr(copydesk, function)).split("Returns:")[1].split("Raises:")[0]
    at = 0
    for column in SCHEMAS.get(f"{function}(positions=True)", SCHEMAS[function]):
        found = re.compile(rf"\b{column}\b").search(returns, at)
        assert found, f"{column} is not described, or not in its place"
        at = found.end()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_records_have_the_columns_of_their_schema(function):
    call = getattr(copydesk, function)
    if function in OF_QUOTES:
        records = call(copydesk.extract_quotes(["a"]))
    else:
        records = call(["a"], ["a"]) if function in OF_TWO_COLUMNS else call(["a", "a"])
    assert records.columns == SCHEMAS[function]


@pytest.mark.parametrize("function", [*FUNCTIONS, "signatures"])
def test_a_docstring_follows_the_template_and_names_every_argument(function):
    call = getattr(copydesk, function)
    doc = inspect.getdoc(call)
    places = [doc.index(section) for section in ("Args:", "Returns:", "Raises:", "Example:", "Source:")]
    assert places == sorted(places)
    arguments = doc.split("Args:")[1].split("Returns:")[0]
    assert re.findall(r"^    (\w+):", arguments, re.MULTILINE) == list(inspect.signature(call).parameters)


def test_a_run_reads_texts_by_position_and_all_else_by_keyword():
    for function in [*FUNCTIONS, "signatures"]:
        kinds = [parameter.kind for parameter in inspect.signature(getattr(copydesk, function)).parameters.values()]
        first = 2 if function in OF_TWO_COLUMNS else 1
        assert set(kinds[:first]) == {inspect.Parameter.POSITIONAL_OR_KEYWORD}
        assert set(kinds[first:]) == {inspect.Parameter.KEYWORD_ONLY}


@needs_readme
def test_the_quotes_page_lists_every_rule():
    page = (ROOT / "docs" / "quotes.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)[4:] == _copydesk.quote_rules()
