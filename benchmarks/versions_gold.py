"""Labelled versions in, what a result has of them out: conflicts and groups of the seeds, false joins of families."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles import data_folder

Span = tuple[int, int, int]
"""A document's number, start and end."""

#: Share of the shorter span that has to be common, as in the scorer: of a conflict's value, of a member of a group.
VALUE, MEMBER = 0.3, 0.5
#: A group whose member lies inside a member of another: both are right about that quote.
NESTED = frozenset({"Q6", "Q12"})


def read(path: Path) -> Any:
    """A JSON or JSON Lines file under the data folder."""
    file = data_folder() / path
    if not file.exists():
        raise FileNotFoundError(file)
    text = file.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line] if file.suffix == ".jsonl" else json.loads(text)


@dataclass(frozen=True)
class Conflict:
    """What the labels call one conflict: its values where they stand, each with its wording."""

    name: str
    about: str
    values: tuple[tuple[Span, str], ...]


@dataclass(frozen=True)
class Seeds:
    """The five seed articles with their labels."""

    ids: list[str]
    texts: list[str]
    groups: dict[str, list[Span]]
    conflicts: list[Conflict]


def seeds() -> Seeds:
    """The seeds, their texts from the file of their quotes."""
    gold = read(Path("seeds_gold.json"))
    by_id = {one["doc_id"]: one["text"] for one in read(Path("quotes/seeds_gold.jsonl"))}
    ids = [one["id"] for one in gold["docs"]]
    texts = [by_id[name] for name in ids]
    groups: dict[str, list[Span]] = {}
    wordings: dict[str, tuple[tuple[Span, str], ...]] = {}
    for group in gold["quote_variant_groups"]:
        members = [((m["doc"] - 1, m["begin"], m["end"]), m["text"]) for m in group["members"]]
        groups[group["id"]] = [where for where, _ in members]
        wordings[group["id"]] = tuple(members)
    conflicts = []
    for one in gold["conflicts"]:
        values = wordings[one["group"]] if "group" in one else tuple(_places(one["values"], texts))
        conflicts.append(Conflict(one["id"], one["about"], values))
    return Seeds(ids, texts, groups, conflicts)


def _places(values: Iterable[dict[str, Any]], texts: Sequence[str]) -> Iterable[tuple[Span, str]]:
    """Each place in which a value stands."""
    for value in values:
        for found in re.finditer(re.escape(value["text"]), texts[value["doc"] - 1]):
            yield (value["doc"] - 1, *found.span()), value["text"]


def conflicts_met(scorer: Any, conflicts: Sequence[Conflict], records: Iterable[Any]) -> list[list[str]]:
    """For each record the conflicts that it shows: its two spans touch two values that are worded differently."""
    met = []
    for record in records:
        left = (record["left"], record["left_start"], record["left_end"])
        right = (record["right"], record["right_start"], record["right_end"])
        names = []
        for conflict in conflicts:
            ours = {text.casefold() for where, text in conflict.values if fits(scorer, left, where, VALUE)}
            theirs = {text.casefold() for where, text in conflict.values if fits(scorer, right, where, VALUE)}
            if any(one != other for one in ours for other in theirs):
                names.append(conflict.name)
        met.append(names)
    return met


def fits(scorer: Any, found: Span, wanted: Span, least: float) -> bool:
    """The scorer's rule for two spans, of one document."""
    return found[0] == wanted[0] and bool(scorer.fits(found[1:], wanted[1:], least))


def recovered(scorer: Any, groups: dict[str, list[Span]], records: Iterable[Any]) -> dict[str, str]:
    """For each labelled group "yes", or what is wrong: its members apart, or those of another group among them."""
    places = [((one["row"], one["start"], one["end"]), one["group"]) for one in records]
    at = {name: [(where[0], _group(scorer, where, places)) for where in members] for name, members in groups.items()}
    holds: dict[int, set[str]] = defaultdict(set)
    for name, members in at.items():
        for _, group in members:
            if group is not None:
                holds[group].add(name)
    answer = {}
    for name, members in at.items():
        documents: dict[int, set[int]] = defaultdict(set)
        for document, group in members:
            if group is not None:
                documents[group].add(document)
        several = [group for group, where in documents.items() if len(where) > 1]
        clean = [group for group in several if holds[group] == {name} or holds[group] == NESTED]
        others = sorted(set().union(*(holds[group] for group in several)) - {name}) if several else []
        answer[name] = "yes" if clean else f"mixed with {', '.join(others)}" if several else "apart"
    return answer


def _group(scorer: Any, where: Span, places: Sequence[tuple[Span, int]]) -> int | None:
    """The group of the place that fits best: by the shorter's share, then by the share of both."""

    def closeness(place: Span) -> tuple[float, float]:
        shared = min(place[2], where[2]) - max(place[1], where[1])
        union = max(place[2], where[2]) - min(place[1], where[1])
        return scorer.overlap(place[1:], where[1:]), shared / max(1, union)

    near = [(closeness(place), group) for place, group in places if fits(scorer, place, where, MEMBER)]
    return max(near)[1] if near else None


def false_joins(
    scorer: Any, documents: Sequence[Any], variants: Sequence[Any], records: Sequence[Any]
) -> dict[str, tuple[int, int, list[str]]]:
    """Labelled quotes of no group: by kind how many share a group with another document's, of how many, and which."""
    grouped = defaultdict(list)
    for group in variants:
        for member in group["members"]:
            grouped[member["doc_id"]].append((member["start"], member["end"]))
    groups, by_document = defaultdict(set), defaultdict(list)
    for record in records:
        groups[record["group"]].add(record["id"])
        by_document[record["id"]].append(record)
    counts: dict[str, tuple[int, int, list[str]]] = {}
    for document in documents:
        for quote in document["quotes"]:
            span = (quote["start"], quote["end"])
            if any(scorer.overlap(span, other) >= MEMBER for other in grouped[document["doc_id"]]):
                continue
            kind = "terms and titles in marks" if quote["kind"] == "scare" else "quotes"
            found = [
                one
                for one in by_document[document["doc_id"]]
                if scorer.overlap((one["start"], one["end"]), span) >= MEMBER
            ]
            wrong = any(len(groups[one["group"]]) > 1 for one in found)
            joined, of, which = counts.get(kind, (0, 0, []))
            more = [f"{document['doc_id']}: {quote['text']}"] if wrong else []
            counts[kind] = (joined + wrong, of + 1, which + more)
    return counts


#: A figure and the word behind it.
FIGURE = re.compile(r"(\d[\d.,]*\d|\d)[\s\u202f\u00a0-]+([^\W\d_]{2,})")


def figures_apart(texts: Sequence[str], ids: Sequence[str], stories: Sequence[Any]) -> list[dict[str, Any]]:
    """The baseline for discrepancies: any two different figures before the same word, of two documents of a story."""
    seen: dict[Any, dict[str, Any]] = {}
    for row, text in enumerate(texts):
        for found in FIGURE.finditer(text):
            key = (stories[row], found[2].casefold())
            digits = re.sub(r"\D", "", found[1])
            place = {"id": ids[row], "start": found.start(1), "end": found.end(1)}
            seen.setdefault(key, {}).setdefault(digits, place)
    records = []
    for values in seen.values():
        places = list(values.values())
        for number, left in enumerate(places):
            for right in places[number + 1 :]:
                if left["id"] != right["id"]:
                    sides = {f"left_{name}": value for name, value in left.items()}
                    records.append({"type": "number", **sides, **{f"right_{n}": v for n, v in right.items()}})
    return records
