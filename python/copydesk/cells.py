"""One cell of any column that the functions take."""

from __future__ import annotations

from typing import Any

__all__ = ["text_at"]


def text_at(texts: Any, row: int) -> str | None:
    """The text of a row of any column, by position whatever its index; None where it cannot be had."""
    try:
        value = texts.iloc[row] if hasattr(texts, "iloc") else texts[row]
        value = value.as_py() if hasattr(value, "as_py") else value
    except Exception:  # whatever the caller's column does by now, what is shown of it may lack a text
        return None
    return value if isinstance(value, str) else None
