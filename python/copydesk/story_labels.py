"""Labels of stories in, out a number for each row and the labels behind the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from copydesk.arguments import shown

__all__ = ["story_labels"]


def story_labels(stories: Any) -> tuple[list[int | None], list[int] | list[str]]:
    """For each row the number of its label, by first appearance, None where it has none; and the labels.

    Records of `cluster` stand for their column of clusters. Whole floats are ints, as pandas makes of ints with gaps.

    Raises:
        TypeError: `stories` is no column, a label is neither int nor str, or ints and strings are mixed.
        ValueError: a label holds a lone surrogate.
    """
    if hasattr(stories, "columns") and "cluster" in list(stories.columns):
        stories = stories["cluster"]
    if isinstance(stories, str | bytes) or hasattr(stories, "__next__") or not hasattr(stories, "__iter__"):
        raise TypeError(
            f"`stories` must be one label per row of `texts`, int or str, or the records of `cluster`, "
            f"got {type(stories).__name__}"
        )
    numbers: list[int | None] = []
    known: dict[Any, int] = {}
    for row, label in enumerate(stories.tolist() if hasattr(stories, "tolist") else stories):
        label = _label(label, row)
        numbers.append(None if label is None else known.setdefault(label, len(known)))
    labels = list(known)
    if any(isinstance(label, str) for label in labels) and not all(isinstance(label, str) for label in labels):
        raise TypeError(
            "`stories` mixes ints and strings; use one of the two, such as [str(label) for label in stories]"
        )
    return numbers, labels


def _label(label: Any, row: int) -> int | str | None:
    if label is None or type(label).__name__ in ("NAType", "NaTType") or label != label:
        return None
    if isinstance(label, str):
        # A replaced surrogate would make two labels one, as with ids.
        if any("\ud800" <= character <= "\udfff" for character in label):
            raise ValueError(
                f"row {row} of `stories` holds a lone surrogate, which no file or table can store; replace it"
            )
        return label
    whole = isinstance(label, float | np.floating) and float(label).is_integer()
    if (isinstance(label, int | np.integer) and not isinstance(label, bool)) or whole:
        number = int(label)
        if -(2**63) <= number < 2**63:
            return number
    raise TypeError(
        f"row {row} of `stories` must be an int, a str or None, got {shown(label)} ({type(label).__name__})"
    )
