"""Arguments that are not columns, as the plain values that the core takes; a wrong type is refused by name."""

from __future__ import annotations

import operator
from numbers import Real
from typing import Any

import numpy as np

from copydesk.errors import ParameterError

__all__ = ["flag", "maybe_whole", "number", "one_of", "several_of", "shown", "whole"]

_SHOWN_CHARACTERS = 60


def number(name: str, value: Any, *, expected: str = "a number") -> float:
    """A number of any type, also of NumPy; one that is too large for a float is taken as infinite.

    Raises:
        TypeError: it is none; True and False are none either.
    """
    if not isinstance(value, Real) or isinstance(value, bool | np.timedelta64):
        raise _wrong_type(name, expected, value)
    try:
        return float(value)
    except OverflowError:
        return float("-inf") if value < 0.0 else float("inf")


def whole(name: str, value: Any) -> int:
    """A whole number of any type, also of NumPy.

    Raises:
        TypeError: it is none; True and False are none either.
    """
    if isinstance(value, bool | np.bool_ | np.timedelta64) or not hasattr(value, "__index__"):
        raise _wrong_type(name, "a whole number", value)
    try:
        return int(operator.index(value))
    except TypeError:
        raise _wrong_type(name, "a whole number", value) from None


def maybe_whole(name: str, value: Any) -> int | None:
    """A whole number, or None.

    Raises:
        TypeError: it is neither.
    """
    if value is not None and not hasattr(value, "__index__"):
        raise _wrong_type(name, "a whole number or None", value)
    return None if value is None else whole(name, value)


def one_of(name: str, value: Any, *choices: str) -> str:
    """One of a few words.

    Raises:
        TypeError: it is no string.
        ParameterError: it is another string.
    """
    expected = " or ".join(f'"{choice}"' for choice in choices)
    if not isinstance(value, str):
        raise _wrong_type(name, expected, value)
    if value not in choices:
        got = f'"{value}"' if len(value) <= _SHOWN_CHARACTERS and value.isprintable() else shown(value)
        raise ParameterError(f"`{name}` must be {expected}, got {got}")
    return str(value)


def several_of(name: str, value: Any, *choices: str) -> list[str] | None:
    """Some of a few words, in a list or another collection; None stays None.

    Raises:
        TypeError: it is one string or no collection, or a word is no string.
        ParameterError: a word is another string.
    """
    if value is None:
        return None
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        raise _wrong_type(name, f'a list of words such as ["{choices[0]}"], or None', value)
    return [one_of(name, word, *choices) for word in value]


def flag(name: str, value: Any) -> bool:
    """True or False, also of NumPy.

    Raises:
        TypeError: it is neither.
    """
    if not isinstance(value, bool | np.bool_):
        raise _wrong_type(name, "True or False", value)
    return bool(value)


def shown(value: Any) -> str:
    """A value for a message, cut where it is long."""
    try:
        text = repr(value)
    except Exception:  # a number of thousands of digits, or a class whose `__repr__` fails
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def _wrong_type(name: str, expected: str, value: Any) -> TypeError:
    got = "None" if value is None else f"{shown(value)} ({type(value).__name__})"
    return TypeError(f"`{name}` must be {expected}, got {got}")
