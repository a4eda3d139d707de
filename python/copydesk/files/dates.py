"""A column of dates as a file has it in, dates that the library reads out; what cannot be read is told, not dropped.

A file writes a date as ISO 8601, as a number since 1970, or in a form of its own that the caller names.
"""

import datetime as dt
import math
import re
import warnings
from typing import Any

from copydesk.arguments import shown
from copydesk.dates import MISSING, from_iso
from copydesk.files.table import FileError, Table

#: The seconds from 1970 that a number may stand for, in each unit: from March 1973 to the end of 2100. Each range lies
#: above the one before, so that the number tells its unit. What is smaller than 100,000,000 is more likely a year, a
#: number of an issue, or a date such as 20240531.
_FIRST, _LAST = 100_000_000, 4_133_980_799
_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def dates_of(table: Table, column: str | None, form: str | None = None) -> list[dt.date | str | None] | None:
    """The dates of a column; None without a column.

    Args:
        table: The table as read.
        column: The name of the column.
        form: How its strings are written, as `strptime` has it; by default ISO 8601. Numbers are seconds,
            milliseconds, microseconds or nanoseconds since 1970, whichever makes them a day from 1973 to 2100; a
            number of eight digits such as 20240531 is that day.

    Returns:
        Dates, datetimes and ISO 8601 strings; None for a value that is missing or that is no date. One warning counts
        the latter.

    Raises:
        FileError: values are there, and none of them is a date; the message shows the first.
    """
    if column is None:
        return None
    found: list[dt.date | str | None] = []
    unread: list[int] = []
    for row, value in enumerate(table.columns[column]):
        missing = value is None or (isinstance(value, float) and math.isnan(value))
        missing = missing or (isinstance(value, str) and value.strip().lower() in MISSING)
        date = None if missing else _read(value, form)
        found.append(date)
        if date is None and not missing:
            unread.append(row)
    if unread:
        _tell(table, column, form, unread, read=sum(date is not None for date in found))
    return found


def _tell(table: Table, column: str, form: str | None, unread: list[int], *, read: int) -> None:
    first = shown(table.columns[column][unread[0]])
    place = f"{table.places[unread[0]]}: " if table.places else ""
    expected = f"in the form {form}" if form else "an ISO 8601 date or a number since 1970"
    way_out = "give their form, such as --date-format %d/%m/%Y, name another column with --date, or none with --date ''"
    if not read:
        raise FileError(f"{place}`{column}` is {first}, and none of its values is {expected}; {way_out}")
    warnings.warn(
        f"{place}`{column}` is {first}, not {expected}; {len(unread)} of {read + len(unread)} dates count as missing",
        RuntimeWarning,
        stacklevel=2,
    )


def _read(value: Any, form: str | None) -> dt.date | str | None:
    """The date of a value; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, dt.date | str | int | float):
        return None
    if isinstance(value, dt.date):
        return value
    if isinstance(value, float):
        return _since_1970(value) if form is None else None
    written = str(value).strip()
    try:
        if form is not None:
            return dt.datetime.strptime(written, form)  # without a zone it is UTC, as everywhere
        if re.fullmatch(r"\d{9,19}(\.\d+)?", written):
            return _since_1970(float(written) if "." in written else int(written))
        from_iso(written)
    except ValueError:
        return None
    return written


def _since_1970(number: float) -> dt.datetime | None:
    """The moment so many seconds, or thousandths, millionths, thousand millionths of them, after 1970.

    Example:
        >>> [str(_since_1970(number)) for number in (1709251200, 1709251200000, 1709251200000000000, 2024)]
        ['2024-03-01 00:00:00+00:00', '2024-03-01 00:00:00+00:00', '2024-03-01 00:00:00+00:00', 'None']
    """
    unit = next((unit for unit in _UNITS if _FIRST * unit <= number <= _LAST * unit), None)
    if unit is None:
        return None
    microseconds = number * 1_000_000 // unit if isinstance(number, int) else round(number * 1e6 / unit)
    return _EPOCH + dt.timedelta(microseconds=microseconds)
