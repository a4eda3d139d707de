"""Any column of dates in, microseconds since 1970 (UTC) out."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from copydesk.arguments import number, shown
from copydesk.errors import ParameterError

__all__ = ["MISSING", "from_iso", "microseconds", "window_microseconds"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
#: The first and the last moment that a datetime of Python has; in a zone of its own a moment can lie a day beyond.
_FIRST = (dt.datetime.min.replace(tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND
_LAST = (dt.datetime.max.replace(tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND
#: Units of NumPy finer than a microsecond, which fit always.
_FINER = ("ns", "ps", "fs", "as")
#: How files and libraries write a date that is missing.
MISSING = frozenset({"", "nan", "nat", "none", "null", "<na>"})


def microseconds(dates: Any, *, stacklevel: int = 3) -> list[int | None] | None:
    """Microseconds since 1970 for each row: date, datetime, pandas or NumPy datetimes, ISO 8601 strings.

    Times without a zone are UTC, a date is its midnight. What is missing is None: None, NaN, NaT, `pd.NA`, a blank
    string and the words for these in files. So are strings that are no dates, and moments outside the years 1 to 9999,
    which no calendar date can be; one warning counts both.

    Raises:
        TypeError: `dates` is no column, or a row is neither a date nor a string.
    """
    if dates is None:
        return None
    unread: list[Any] = []
    found = [_moment(value, row, unread) for row, value in enumerate(_rows(dates))]
    if unread:
        warnings.warn(
            f"{len(unread)} of {len(found)} `dates` are no ISO 8601 dates of the years 1 to 9999 and count as missing, "
            f"such as {shown(unread[0])}; write them as 2024-05-31 or 2024-05-31T18:30",
            RuntimeWarning,
            stacklevel=stacklevel,
        )
    return found


def from_iso(written: str) -> dt.datetime:
    """The moment that an ISO 8601 string names.

    Raises:
        ValueError: it is no ISO 8601 date. A row of digits longer than a day is none: Python would read milliseconds
            since 1970 as a day of the 18th century with a time.
    """
    if written.isdecimal() and len(written) > len("20240531"):
        raise ValueError(f"not an ISO 8601 date: {shown(written)}")
    return dt.datetime.fromisoformat(written)


def window_microseconds(window: Any, dates: Any) -> int | None:
    """The window, a number of days or a timedelta, in microseconds.

    Raises:
        ParameterError: it is not above 0, or there are no dates.
        TypeError: it is neither a number nor a timedelta.
    """
    if window is None:
        return None
    span = _window_span(window)
    if not 0 < span < math.inf:
        way_out = "; pass None for no window" if span == math.inf else ""
        raise ParameterError(f"`window` must be a number of days above 0, got {shown(window)}{way_out}")
    if dates is None:
        raise ParameterError("`window` must come with `dates`, got None; pass one date per document")
    return max(1, int(min(span, 2**62)))


def _window_span(window: Any) -> float:
    """Microseconds of a number of days, a timedelta or a NumPy one; NaN for a missing one."""
    if isinstance(window, np.timedelta64):
        if np.datetime_data(window)[0] in ("Y", "M", "generic"):
            raise ParameterError(f"`window` must be a number of days above 0, got {shown(window)} of no fixed length")
        return math.nan if np.isnat(window) else float(window / np.timedelta64(1, "us"))
    if isinstance(window, dt.timedelta):
        return window / _MICROSECOND
    return number("window", window, expected="a number of days or a timedelta") * 86_400_000_000


def _rows(dates: Any) -> Iterable[Any]:
    kind, library = type(dates).__name__, type(dates).__module__.split(".")[0]
    no_column = isinstance(dates, str | bytes | dict | set | dt.date | np.generic) or kind in ("NaTType", "NAType")
    if no_column or hasattr(dates, "__next__"):
        raise _no_column(kind)
    if hasattr(dates, "columns"):
        raise TypeError('`dates` is a table; pass one column, such as dates["date"]')
    if getattr(dates, "ndim", 1) != 1:
        raise TypeError(f"`dates` is an array of {dates.ndim} dimensions, expected one; pass a single column")
    if isinstance(dates, np.ma.MaskedArray) and dates.dtype.kind == "M":
        dates = dates.filled(np.datetime64("NaT"))
    if library == "numpy" and getattr(dates, "dtype", None) is not None:
        array: Iterable[Any] = dates if dates.dtype.kind == "M" else dates.tolist()
        return array
    for method in ("to_list", "tolist", "to_pylist"):
        if hasattr(dates, method):
            listed: Iterable[Any] = getattr(dates, method)()
            return listed
    if not hasattr(dates, "__iter__") or not hasattr(dates, "__len__"):
        raise _no_column(kind)
    rows: Iterable[Any] = dates
    return rows


def _no_column(kind: str) -> TypeError:
    return TypeError(f"`dates` is {kind}, expected a list, array or Series of dates, one for each row")


def _moment(value: Any, row: int, unread: list[Any]) -> int | None:
    """Microseconds of one row; what is a date and cannot be read, or counted, goes to `unread`."""
    date = value
    if isinstance(value, str):
        written = value.strip()
        if written.lower() in MISSING:
            return None
        try:
            date = from_iso(written)
        except ValueError:
            unread.append(value)
            return None
    # By name, before anything is compared: `pd.NA == pd.NA` is neither true nor false. pandas itself need not be there.
    if date is None or type(date).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(date, float | np.floating) and math.isnan(date):
        return None
    if isinstance(date, np.datetime64):
        if np.isnat(date):
            return None
        moment = _of_numpy(date)
    elif isinstance(date, dt.date):
        moment = _since_epoch(date)
    else:
        raise TypeError(
            f"row {row} of `dates` is {type(date).__name__}, expected a date, a datetime or an ISO 8601 string"
        )
    if moment is None:
        unread.append(value)
    return moment


def _of_numpy(date: np.datetime64) -> int | None:
    """Microseconds of a date of any unit; not by `astype` alone, which wraps around where a coarse one does not fit."""
    if np.datetime_data(date)[0] in _FINER:
        date = date.astype("datetime64[us]")
    # Outside the years 1 to 9999 NumPy gives a number.
    plain = date.item()
    return _since_epoch(plain) if isinstance(plain, dt.date) else None


def _since_epoch(date: dt.date) -> int | None:
    """Microseconds of a date or datetime; None outside the years 1 to 9999."""
    if not isinstance(date, dt.datetime):
        date = dt.datetime(date.year, date.month, date.day)
    try:
        moment = int(((date if date.tzinfo else date.replace(tzinfo=dt.UTC)) - _EPOCH) // _MICROSECOND)
    except (OverflowError, ValueError):  # pandas has Timestamps that it cannot subtract
        return None
    return moment if _FIRST <= moment <= _LAST else None
