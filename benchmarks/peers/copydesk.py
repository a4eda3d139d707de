"""copydesk, as it is installed beside the benchmark: near_duplicates, and signatures alone."""

from __future__ import annotations

from typing import Any

import copydesk


def prepare(texts: list[str]) -> list[str]:
    return texts


def find(texts: list[str], threshold: float, setting: str, threads: int) -> Any:
    if setting == "signatures":
        return copydesk.signatures(texts, n_threads=threads)
    if setting == "containment":
        return copydesk.near_duplicates(texts, threshold=threshold, measure="containment", n_threads=threads)
    return copydesk.near_duplicates(texts, threshold=threshold, method=setting, n_threads=threads)


def pairs(result: Any) -> list[tuple[int, int]]:
    return list(zip(result["left"], result["right"], strict=True)) if isinstance(result, copydesk.Records) else []
