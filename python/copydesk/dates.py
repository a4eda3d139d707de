"""Any column of dates in, microseconds since 1970 (UTC) out."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from collections.abc import Iterable
from typing import Any

__all__ = ["microseconds", "window_microseconds"]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def microseconds(dates: Any, *, stacklevel: int = 3) -> list[int | None] | None:
    """Microseconds since 1970 for each row: date, datetime, pandas or NumPy datetimes, ISO 8601 strings.

    Times without a zone are UTC, a date is its midnight. What is missing or no date is None; strings that are none are
    counted in one warning.

    Raises:
        TypeError: `dates` is no column, or a row is neither a date nor a string.
    """
    if dates is None:
        return None
    unread: list[str] = []
    found = [_moment(value, row, unread) for row, value in enumerate(_rows(dates))]
    if unread:
        warnings.warn(
            f"{len(unread)} of {len(found)} `dates` are no ISO 8601 dates and count as missing, such as {unread[0]!r}; "
            "convert them, for instance with pandas.to_datetime",
            RuntimeWarning,
            stacklevel=stacklevel,
        )
    return found


def window_microseconds(window: float | None, dates: Any) -> int | None:
    """The window in microseconds.

    Raises:
        ParameterError: it is not a positive number of days, or there are no dates.
    """
    from copydesk.errors import ParameterError

    if window is None:
        return None
    if not isinstance(window, int | float) or isinstance(window, bool) or math.isnan(window) or window <= 0:
        raise ParameterError(f"`window` must be a number of days above 0, got {window!r}")
    if dates is None:
        raise ParameterError("`window` must come with `dates`, got None; pass one date per document")
    return int(min(window * 86_400_000_000, 2**62))


def _rows(dates: Any) -> Iterable[Any]:
    if isinstance(dates, str | bytes | dict | set) or hasattr(dates, "__next__"):
        kind = type(dates).__name__
        raise TypeError(f"`dates` is {kind}, expected a list, array or Series of dates, one for each row")
    if type(dates).__module__.split(".")[0] == "numpy" and getattr(dates, "dtype", None) is not None:
        array: Iterable[Any] = dates if dates.dtype.kind == "M" else dates.tolist()
        return array
    for method in ("to_list", "tolist", "to_pylist"):
        if hasattr(dates, method):
            listed: Iterable[Any] = getattr(dates, method)()
            return listed
    if not hasattr(dates, "__iter__") or not hasattr(dates, "__len__"):
        raise TypeError(f"`dates` is {type(dates).__name__}, expected a list, array or Series of dates")
    rows: Iterable[Any] = dates
    return rows


def _moment(value: Any, row: int, unread: list[str]) -> int | None:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value.strip())
        except ValueError:
            unread.append(value)
            return None
    if value is None or value != value:  # NaN and NaT differ from themselves
        return None
    library = type(value).__module__.split(".")[0]
    if library == "numpy" and hasattr(value, "astype") and value.dtype.kind == "M":
        return int(value.astype("datetime64[us]").astype("int64"))
    if library == "pandas" and not isinstance(value, dt.date):
        if type(value).__name__ in ("NAType", "NaTType"):
            return None
    elif isinstance(value, dt.datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return (moment - _EPOCH) // _MICROSECOND
    elif isinstance(value, dt.date):
        return (dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND
    raise TypeError(
        f"row {row} of `dates` is {type(value).__name__}, expected a date, a datetime or an ISO 8601 string"
    )
