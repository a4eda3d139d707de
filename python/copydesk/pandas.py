"""The functions of this package as methods of a pandas Series, with results that keep the index of the Series.

`import copydesk.pandas` registers `df["body"].copydesk` for a column of texts and `df.copydesk` for tables. The values
are those of the functions; what changes is the index, so that results join:

- One record a row (`cluster`, `shingle`, `signatures`, `similarity`, `explain`): one line a row, with the index of the
  Series, so that `df.join(df["body"].copydesk.cluster())` has it all. The column `id` is left out, because the index
  says it; with `ids=` it is there. Where labels repeat, `pd.concat([df, clusters], axis=1)` joins line by line.
- Several records a row (`extract_quotes`, `match_quotes`, `credits`, `boilerplate`, `verify_quotes`): one line a
  record, with the label of its row, repeated; `quotes.join(df[["source"]])` has the outlet of each.
- Pairs of rows (`near_duplicates`, `passages`, `overlap`, `discrepancies`): numbered from 0; `left_id` and `right_id`
  are the labels where the index holds integers or strings, as everywhere.

`row`, `left`, `right`, `cluster`, `representative`, `first` and `link` stay row numbers, as the functions have them:
`df.iloc[pairs["left"]]` is right for any index, and `df["body"].copydesk.labels(clusters["link"])` makes labels of
them.
"""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import re
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, Literal, ParamSpec

import numpy as np

try:
    import pandas as pd
except ImportError as error:
    raise ImportError("copydesk.pandas needs pandas; pip install 'copydesk[pandas]'") from error

import copydesk
from copydesk.arguments import shown
from copydesk.errors import ParameterError
from copydesk.progress import Progress
from copydesk.records import Records

__all__ = ["Tables", "Texts"]

_P = ParamSpec("_P")
_Method = Callable[Concatenate["Texts", _P], pd.DataFrame]
_Function = Callable[Concatenate[Any, _P], Records]


def _a_line_a_row(function: _Function[_P]) -> _Method[_P]:
    """A method whose result has every row once, also those that the function has no record of."""

    def method(self: Texts, /, *args: _P.args, **kwargs: _P.kwargs) -> pd.DataFrame:
        frame = function(self._texts, *args, **kwargs).to_pandas()
        return _own_index(frame, self._texts.index, keep_id=kwargs.get("ids") is not None)

    return _described(method, function, "A DataFrame with the index of this Series, one line a row.")


def _a_line_a_record(function: _Function[_P]) -> _Method[_P]:
    """A method whose result repeats the label of a row for each of its records."""

    def method(self: Texts, /, *args: _P.args, **kwargs: _P.kwargs) -> pd.DataFrame:
        return self.align(function(self._texts, *args, **kwargs))

    return _described(method, function, "A DataFrame, one line a record, each with the label of its row.")


def _a_line_a_pair(function: _Function[_P]) -> _Method[_P]:
    """A method whose result is of pairs of rows, and has an index of its own."""

    def method(self: Texts, /, *args: _P.args, **kwargs: _P.kwargs) -> pd.DataFrame:
        return function(self._texts, *args, **kwargs).to_pandas()

    note = 'A DataFrame numbered from 0, one line a pair; `df.iloc[pairs["left"]]` are the left rows.'
    return _described(method, function, note)


def _described(method: _Method[_P], function: Callable[..., Any], note: str) -> _Method[_P]:
    """The method under the name, signature and documentation of the function, but for the first argument."""
    documented = functools.wraps(function)(method)
    signature = inspect.signature(function).replace(return_annotation="pd.DataFrame")
    documented.__signature__ = signature  # type: ignore[attr-defined]
    summary, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    rest = re.sub(
        r"(?s)(?<=^Args:\n)    \w+: .*?(?=^    \w+: )", "", rest.partition("\nExample:")[0], count=1, flags=re.M
    )
    documented.__doc__ = f"{summary}\n\n{note} Else as `copydesk.{function.__name__}`:\n\n{rest}"
    return documented


@pd.api.extensions.register_series_accessor("copydesk")
class Texts:
    """A column of texts: `df["body"].copydesk`.

    Every method is the function of its name over this column, with the same arguments and values; the docstring of
    `copydesk.pandas` says which index its result has.

    Raises:
        AttributeError: the Series holds no strings.

    Example:
        >>> import copydesk.pandas
        >>> import pandas as pd
        >>> wire = "The board sold the pier on Monday, after a vote that nobody had announced."
        >>> df = pd.DataFrame({"body": [wire, "“Rain,” said Ana Pell.", wire.upper()]}, index=["ard", "bay", "cove"])
        >>> df.join(df["body"].copydesk.cluster())[["cluster", "members", "link"]]
              cluster  members  link
        ard         0        2  <NA>
        bay         1        1  <NA>
        cove        0        2     0
        >>> df["body"].copydesk.extract_quotes()[["text", "speaker"]]
                text   speaker
        bay  “Rain,”  Ana Pell
    """

    def __init__(self, series: pd.Series[Any]) -> None:
        text = series.dtype == object or isinstance(series.dtype, pd.CategoricalDtype)
        if not (text or pd.api.types.is_string_dtype(series.dtype) or series.isna().all()):
            name = "this Series" if series.name is None else f"the Series {shown(series.name)}"
            raise AttributeError(
                f"`.copydesk` reads texts, and {name} is {series.dtype}; take the column of the texts, or convert it "
                "with .astype(str)"
            )
        self._texts = series

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(_elsewhere(name, Tables, "a table", "df.copydesk"))

    shingle = _a_line_a_row(copydesk.shingle)
    cluster = _a_line_a_row(copydesk.cluster)
    similarity = _a_line_a_row(copydesk.similarity)
    explain = _a_line_a_row(copydesk.explain)

    extract_quotes = _a_line_a_record(copydesk.extract_quotes)
    match_quotes = _a_line_a_record(copydesk.match_quotes)
    verify_quotes = _a_line_a_record(copydesk.verify_quotes)
    credits = _a_line_a_record(copydesk.credits)
    boilerplate = _a_line_a_record(copydesk.boilerplate)

    near_duplicates = _a_line_a_pair(copydesk.near_duplicates)
    passages = _a_line_a_pair(copydesk.passages)
    overlap = _a_line_a_pair(copydesk.overlap)
    discrepancies = _a_line_a_pair(copydesk.discrepancies)

    def signatures(
        self,
        *,
        num_hashes: int = 256,
        size: int = 5,
        unit: Literal["word", "char"] = "word",
        n_threads: int | None = None,
        progress: Progress = None,
    ) -> pd.DataFrame:
        """Sketch each text as a fixed number of hashes: `copydesk.signatures`, one line a row, one column a slot.

        Args:
            num_hashes: Slots of a signature, in [16, 4096].
            size: Words or characters in a shingle, in [1, 100].
            unit: "word" or "char"; see `copydesk.shingle`.
            n_threads: Threads, in [1, 1024]; by default one a core.
            progress: True for a bar, or a callable of (done, total) in documents.

        Returns:
            A DataFrame of uint32 with the index of this Series and the columns 0 to num_hashes - 1.
        """
        array = copydesk.signatures(
            self._texts, num_hashes=num_hashes, size=size, unit=unit, n_threads=n_threads, progress=progress
        )
        return pd.DataFrame(array, index=self._texts.index)

    def align(self, records: Records) -> pd.DataFrame:
        """Give records about this column the labels of their rows.

        For what is no method here, such as matches in an index: `df["body"].copydesk.align(archive.query(df["body"]))`.

        Args:
            records: Records with a column `row`, made from this Series or from a column of the same rows.

        Returns:
            A DataFrame, one line a record, with the label of its row as index.

        Raises:
            ParameterError: the records have no column `row`, or a row that this Series has not.
            TypeError: `records` are no Records.
        """
        if not isinstance(records, Records):
            raise TypeError(f"`records` must be Records, what a function returns, got {type(records).__name__}")
        if "row" not in records.columns:
            raise ParameterError(
                f"`records` must have a column `row`, got {', '.join(records.columns)}; records of pairs have two rows "
                'each: take .to_pandas(), and labels(pairs["left"])'
            )
        frame = records.to_pandas()
        frame.index = self._texts.index.take(_positions("records", frame["row"], len(self._texts)))
        return frame

    def labels(self, rows: Any) -> pd.Series[Any]:
        """Turn row numbers into labels of this Series, such as those of `link`, `representative`, `left` or `right`.

        Args:
            rows: A Series of row numbers, or a list; a missing one stays missing.

        Returns:
            A Series of labels with the index of `rows`; the labels of a MultiIndex are tuples.

        Raises:
            ParameterError: a row is not in this Series.

        Example:
            >>> import copydesk.pandas
            >>> import pandas as pd
            >>> texts = pd.Series(["Rain in Ard.", "rain in ard", "Fog."], index=["a", "b", "c"])
            >>> texts.copydesk.labels(texts.copydesk.cluster()["representative"]).to_dict()
            {'a': 'b', 'b': 'b', 'c': 'c'}
        """
        rows = rows if isinstance(rows, pd.Series) else pd.Series(list(rows), dtype="Int64")
        index = self._texts.index
        labels = index.to_flat_index() if isinstance(index, pd.MultiIndex) else index
        known = np.flatnonzero(rows.notna().to_numpy())
        taken = pd.Series(labels.take(_positions("rows", rows.iloc[known], len(index))), index=known)
        if len(known) < len(rows) and pd.api.types.is_integer_dtype(taken.dtype):
            # Whole numbers with gaps would become floats.
            taken = taken.astype("Int64")
        taken = taken.reindex(range(len(rows)))
        taken.index, taken.name = rows.index, rows.name
        return taken


@pd.api.extensions.register_dataframe_accessor("copydesk")
class Tables:
    """A table of articles, or of quotes: `df.copydesk`."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(_elsewhere(name, Texts, "one column of texts", 'df["body"].copydesk'))

    def analyze(
        self,
        texts: Hashable,
        *,
        titles: Any = None,
        sources: Any = None,
        dates: Any = None,
        people: Any = None,
        stories: Any = None,
        window: float | dt.timedelta | np.timedelta64 | None = None,
        language: Any = "auto",
        ids: Any = None,
        n_threads: int | None = None,
        progress: Progress = None,
    ) -> dict[str, pd.DataFrame]:
        """Ask everything at once of a table of articles, by the names of its columns.

        Args:
            texts: The column of the texts.
            titles: The column of the headlines; here as below a name, or any column of as many values.
            sources: The column of the outlets.
            dates: The column of the dates.
            people: A roster for `copydesk.speakers`.
            stories: The column of the stories' labels, where you know them; by default they are found.
            window: Days between two reports of one story at most; needs `dates`.
            language: "auto", a code of two letters, "none", or the column of them.
            ids: The column of the ids; by default an index of integers or strings gives them.
            n_threads: Threads, in [1, 1024]; by default one a core.
            progress: True for a bar, or a callable of (done, total) in steps.

        Returns:
            The tables of `copydesk.analyze` by name. stories has this frame's index, so that `df.join(…)` takes it;
            variants, quotes, credits and boilerplate repeat it; discrepancies, overlap and passages are of pairs and
            speakers of people, and numbered from 0.

        Raises:
            ParameterError: a name is no column of this frame, or a parameter is out of range.
            TypeError: the texts are no strings.

        Example:
            >>> import copydesk.pandas
            >>> import pandas as pd
            >>> from copydesk import sample
            >>> df = pd.DataFrame(sample.articles()).set_index("id")
            >>> tables = df.copydesk.analyze("text", sources="source", dates="date")
            >>> tables["discrepancies"][["type", "left_text"]].head(1)
                type           left_text
            0  money  4.2 million crowns
            >>> len(df.join(tables["stories"]))
            12
        """
        beside = {"titles": titles, "sources": sources, "dates": dates, "stories": stories, "ids": ids}
        columns = {name: self._column(name, value) for name, value in beside.items()}
        column = self._column("texts", texts)
        named = isinstance(language, str) and language in self._frame.columns
        desk = copydesk.analyze(
            column,
            people=people,
            window=window,
            language=self._frame[language] if named else language,
            n_threads=n_threads,
            progress=progress,
            **columns,
        )
        rows = Texts(column)
        tables = {
            name: rows.align(table) if "row" in table.columns else table.to_pandas()
            for name, table in desk.tables().items()
        }
        if ids is None:
            del tables["stories"]["id"]
        return tables

    def verify_quotes(
        self,
        sources: Any,
        *,
        match: str = "any",
        language: Any = "auto",
        source_ids: Any = None,
        n_threads: int | None = None,
        progress: Progress = None,
    ) -> pd.DataFrame:
        """Check whether the quotes of this table stand in a transcript: `copydesk.verify_quotes`.

        Args:
            sources: One string per source.
            match: "any" looks every quote up in all sources, "row" in that of its own row only.
            language: The language of the sources: "auto", a code of two letters, "none", or one per source.
            source_ids: One str or int per source.
            n_threads: Threads, in [1, 1024]; by default one a core.
            progress: True for a bar, or a callable of (done, total).

        Returns:
            A DataFrame with the index of this one, one line a quote; the columns are those of the function.

        Raises:
            ParameterError: this table lacks a column of quotes, or an argument is out of range.
            TypeError: `sources` is no column of strings.
        """
        checked = copydesk.verify_quotes(
            self._frame,
            sources,
            match=match,
            language=language,
            source_ids=source_ids,
            n_threads=n_threads,
            progress=progress,
        )
        frame = checked.to_pandas()
        frame.index = self._frame.index
        return frame

    def speakers(self, *, people: Any = None) -> pd.DataFrame:
        """Count who gets to speak in this table of quotes: `copydesk.speakers`.

        Args:
            people: A roster: a table with the column name, perhaps aliases; its other columns ride along.

        Returns:
            A DataFrame numbered from 0, one line a person; the columns are those of the function.

        Raises:
            ParameterError: this table lacks a column of quotes.
            TypeError: a value has another type than its column.
        """
        return copydesk.speakers(self._frame, people=people).to_pandas()

    def _column(self, parameter: str, column: Any) -> Any:
        """The column of a name; what is no name is a column itself."""
        if column is None or not isinstance(column, str | int | tuple):
            return column
        if column not in self._frame.columns:
            there = ", ".join(shown(name) for name in self._frame.columns)
            raise ParameterError(f"`{parameter}` must name a column, got {shown(column)}; there are {there}")
        return self._frame[column]


def _elsewhere(name: str, other: type, what: str, example: str) -> str:
    """What to say of an attribute that is not here, but perhaps in the other accessor."""
    if name in vars(other) and not name.startswith("_"):
        return f"`{name}` reads {what}; call {example}.{name}(…)"
    return f"`.copydesk` has no '{name}'"


def _own_index(frame: pd.DataFrame, index: pd.Index[Any], *, keep_id: bool) -> pd.DataFrame:
    """One line for each label of the index, missing values where there is no record."""
    if len(frame) < len(index):
        rows = frame["row"]
        frame = frame.set_index(rows).reindex(range(len(index))).assign(row=range(len(index)))
    if "id" in frame.columns and not keep_id:
        frame = frame.drop(columns="id")
    frame.index = index
    return frame


def _positions(parameter: str, rows: pd.Series[Any], count: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Row numbers as an array, each within the column."""
    positions = rows.to_numpy(dtype=np.int64)
    if len(positions) and (positions.min() < 0 or positions.max() >= count):
        raise ParameterError(
            f"`{parameter}` must be of rows 0 to {count - 1}, got {positions.min()} to {positions.max()}"
        )
    return positions
