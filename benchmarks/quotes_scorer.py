"""Score quotes against a gold file, document by document, so that documents can be drawn again for intervals.

A gold file is JSON lines: doc_id, lang, text, quotes; a quote has start, end, text, kind, speaker_text, speaker_start,
speaker_end, cue_text, cue_start, cue_end and may have speaker_resolved. Offsets are code points. Gold quotes in marks
are cut into what stands in one pair of marks; predicted ones are taken as they are. Two spans match if the characters
that they share are at least 80 % of those that either has (50 % for clauses without marks), one to one, best first.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from quotes_segments import quote_segments

Quote = dict[str, Any]
Segment = tuple[int, int, Quote]

MARKS = "“”\"«»„‟‘’'`‚‹›"
EDGE = MARKS + " \t\r\n.,;:!?\u00a0—–"
TITLES = {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "president", "prof", "sir", "the", "a", "an"}
#: Words behind which the head word of a speaker is not looked for.
TAIL = re.compile(r"(,|\(| of | who | whose | for | in | at | from | on | that | with | to | and | which |\n)")
MARKED, CLAUSES = ("direct", "mixed"), ("indirect", "mixed")


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The documents of a gold file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def scorer_quotes(documents: Sequence[Any], records: Iterable[Quote]) -> list[list[Quote]]:
    """Records of `extract_quotes` under the names of a gold file, by document."""
    found: list[list[Quote]] = [[] for _ in documents]
    for record in records:
        quote = dict(record) | {"speaker_resolved": record["speaker_name"]}
        quote |= {"speaker_text": record["speaker"], "cue_text": record["cue"]}
        found[record["row"]].append(quote)
    return found


def judged(documents: Sequence[Any], records: Iterable[Quote]) -> Iterator[list[tuple[Quote, bool]]]:
    """For each document its quotes with a speaker, and whether quote and speaker are right."""
    for document, quotes in zip(documents, scorer_quotes(documents, records), strict=True):
        text = document["text"]
        gold = gold_segments(document, MARKED)
        clauses = [(*stripped(text, q["start"], q["end"]), q) for q in document["quotes"] if q["kind"] in CLAUSES]
        judgements = []
        for kinds, wanted, threshold in ((MARKED, gold, 0.8), (("indirect",), clauses, 0.5)):
            guessed = own_segments(text, quotes, kinds, content=kinds != MARKED)
            matched = {b: a for a, b in match(wanted, guessed, threshold)}
            for index, (_, _, quote) in enumerate(guessed):
                if quote["speaker_text"]:
                    right = index in matched and same_head(wanted[matched[index]][2], quote)
                    judgements.append((quote, right))
        yield judgements


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks, points and spaces at its ends."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def overlap(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Shared characters over all characters."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if shared <= 0 else shared / (max(a[1], b[1]) - min(a[0], b[0]))


def match(gold: Sequence[Segment], guessed: Sequence[Segment], threshold: float) -> list[tuple[int, int]]:
    """Pairs of gold and guessed segments, best first, each in one pair."""
    scored = [
        (-overlap(a, b), i, j)
        for i, a in enumerate(gold)
        for j, b in enumerate(guessed)
        if a[0] < b[1] and b[0] < a[1] and overlap(a, b) >= threshold
    ]
    used_gold: set[int] = set()
    used_guessed: set[int] = set()
    pairs = []
    for _, i, j in sorted(scored):
        if i not in used_gold and j not in used_guessed:
            used_gold.add(i)
            used_guessed.add(j)
            pairs.append((i, j))
    return pairs


def normal(name: str | None) -> str:
    """A name without marks at its ends, possessive and case."""
    return re.sub(r"\s+", " ", re.sub(r"[’']s\b|[’']$", "", (name or "").strip().strip(EDGE))).lower()


def head(name: str | None) -> str:
    """The last word of a name before what hangs on it."""
    plain = normal(name)
    tail = TAIL.search(" " + plain)
    if tail and tail.start() > 1:
        plain = (" " + plain)[: tail.start()].strip()
    words = [word for word in re.findall(r"[\w’'&.-]+", plain) if word.strip(".") not in TITLES]
    words = words or re.findall(r"\w+", plain)
    words = [word for word in words if word not in ("jr.", "sr.", "jr", "iii")] or words
    return words[-1].strip(".'’") if words else ""


def words_of(text: str | None) -> set[str]:
    """The words of a text, lower."""
    return set(re.findall(r"\w+", (text or "").lower()))


def same_head(gold: Quote, quote: Quote) -> bool:
    """Whether the head word of the speaker is the gold speaker's, or a word of it at the same place."""
    if not gold.get("speaker_text") or not quote.get("speaker_text"):
        return False
    ours = head(quote["speaker_text"])
    return ours == head(gold["speaker_text"]) or (meet(gold, quote) and ours in words_of(gold["speaker_text"]))


def meet(gold: Quote, quote: Quote) -> bool:
    """Whether the speakers share a character."""
    if quote.get("speaker_start") is None or gold.get("speaker_start") is None:
        return False
    return bool(quote["speaker_start"] < gold["speaker_end"] and gold["speaker_start"] < quote["speaker_end"])


def gold_segments(document: dict[str, Any], kinds: Sequence[str]) -> list[Segment]:
    """The gold quotes of these kinds, cut into what stands in one pair of marks."""
    text, lang = document["text"], document.get("lang", "en")
    cuts = quote_segments(text, german=lang == "de", single=lang == "en")
    segments: dict[tuple[int, int], Segment] = {}
    for quote in document["quotes"]:
        if quote["kind"] not in kinds:
            continue
        inside = [
            (max(a, quote["start"]), min(b, quote["end"])) for a, b in cuts if a < quote["end"] and b > quote["start"]
        ]
        for start, end in inside or [(quote["start"], quote["end"])]:
            span = stripped(text, start, end)
            if span[1] > span[0]:
                segments.setdefault(span, (*span, quote))
    return list(segments.values())


def own_segments(text: str, quotes: Sequence[Quote], kinds: Sequence[str], *, content: bool = False) -> list[Segment]:
    """The predicted quotes of these kinds as they are, or their reported clauses, each once."""
    segments: dict[tuple[int, int], Segment] = {}
    for quote in quotes:
        if quote["kind"] not in kinds:
            continue
        start, end = ("content_start", "content_end") if content else ("start", "end")
        start, end = (start, end) if quote.get(start) is not None else ("start", "end")
        span = stripped(text, quote[start], quote[end])
        if span[1] > span[0]:
            segments.setdefault(span, (*span, quote))
    return list(segments.values())


def reference_class(quote: Quote) -> str:
    """How the gold speaker is named: by a pronoun, a role or group, a surname alone, a fuller name."""
    words = (quote.get("speaker_text") or "").split()
    if not words:
        return "none"
    if len(words) == 1:
        return "pronoun" if words[0].lower() in PRONOUNS else "surname"
    capitals = [word for word in words if word[:1].isupper()]
    return "role" if len(capitals) <= (words[0][:1].isupper()) else "name"


PRONOUNS = {
    *("he", "she", "they", "it", "we", "i", "you", "who", "his", "her"),
    *("er", "sie", "es", "wir", "ich", "il", "elle", "ils", "elles", "on", "nous", "je"),
}


def tallies(document: dict[str, Any], quotes: Sequence[Quote]) -> Counter[str]:
    """What is counted in one document; `rates` makes shares of sums of these."""
    text = document["text"]
    count: Counter[str] = Counter()

    def found(name: str, right: int, guessed: int, wanted: int) -> None:
        count.update({f"{name} tp": right, f"{name} guessed": guessed, f"{name} gold": wanted})

    gold, ours = gold_segments(document, MARKED), own_segments(text, quotes, MARKED)
    found("span exact", len({g[:2] for g in gold} & {o[:2] for o in ours}), len(ours), len(gold))
    pairs = match(gold, ours, 0.8)
    found("span", len(pairs), len(ours), len(gold))
    right = 0
    for a, b in pairs:
        theirs, quote = gold[a][2], ours[b][2]
        if theirs.get("speaker_text"):
            agrees = same_head(theirs, quote)
            right += agrees
            count.update({"head n": 1, "head right": agrees, "speaker given": bool(quote["speaker_text"])})
            count["exact right"] += normal(quote["speaker_text"]) == normal(theirs["speaker_text"])
            count["overlap right"] += meet(theirs, quote)
            error = "right" if agrees else "speaker wrong" if quote["speaker_text"] else "speaker none"
            count[f"error {error}: {quote['rule']}"] += error != "right"
        if theirs.get("speaker_resolved"):
            same = normal(quote["speaker_resolved"] or quote["speaker_text"]) == normal(theirs["speaker_resolved"])
            count.update({"name n": 1, "name right": same})
            kind = reference_class(theirs)
            count.update({f"name of a {kind} n": 1, f"name of a {kind} right": same})
        if theirs.get("cue_text"):
            count.update({"cue n": 1, "cue right": bool(words_of(quote["cue_text"]) & words_of(theirs["cue_text"]))})
            count["cue exact right"] += normal(quote["cue_text"]) == normal(theirs["cue_text"])
    with_speaker = sum(bool(o[2]["speaker_text"]) for o in ours)
    found("end to end", right, with_speaker, sum(bool(g[2].get("speaker_text")) for g in gold))
    count["error span missed"] = len(gold) - len(pairs)
    count["error span spurious"] = len(ours) - len(pairs)
    clauses = [(*stripped(text, q["start"], q["end"]), q) for q in document["quotes"] if q["kind"] in CLAUSES]
    contents = own_segments(text, quotes, CLAUSES, content=True)
    found("clause exact", len({c[:2] for c in clauses} & {c[:2] for c in contents}), len(contents), len(clauses))
    found("clause IoU .8", len(match(clauses, contents, 0.8)), len(contents), len(clauses))
    halves = match(clauses, contents, 0.5)
    found("clause IoU .5", len(halves), len(contents), len(clauses))
    heads = [
        head(clauses[a][2]["speaker_text"]) == head(contents[b][2]["speaker_text"])
        for a, b in halves
        if clauses[a][2].get("speaker_text") and contents[b][2]["speaker_text"]
    ]
    spoken = sum(bool(c[2].get("speaker_text")) for c in clauses)
    found("clause and speaker", sum(heads), sum(bool(c[2]["speaker_text"]) for c in contents), spoken)
    scare, marks = gold_segments(document, ("scare",)), own_segments(text, quotes, ("scare",))
    found("scare", len(match(scare, marks, 0.8)), len(marks), len(scare))
    all_gold = [(*stripped(text, q["start"], q["end"]), q) for q in document["quotes"]]
    all_ours = [(*stripped(text, q["start"], q["end"]), q) for q in quotes]
    for a, b in match(all_gold, all_ours, 0.8):
        count.update({"kind n": 1, "kind right": all_gold[a][2]["kind"] == all_ours[b][2]["kind"]})
    return count


FOUND = (
    "span exact", "span", "end to end", "clause exact", "clause IoU .8", "clause IoU .5", "clause and speaker", "scare",
)  # fmt: skip
SHARES = {
    "speaker head": ("head right", "head n"),
    "speaker exact": ("exact right", "head n"),
    "speaker overlap": ("overlap right", "head n"),
    "speaker given": ("speaker given", "head n"),
    "cue, token overlap": ("cue right", "cue n"),
    "cue exact": ("cue exact right", "cue n"),
    "resolved name": ("name right", "name n"),
    "… pronoun": ("name of a pronoun right", "name of a pronoun n"),
    "… role": ("name of a role right", "name of a role n"),
    "… surname": ("name of a surname right", "name of a surname n"),
    "… name": ("name of a name right", "name of a name n"),
    "kind": ("kind right", "kind n"),
}


def rates(count: Counter[str]) -> dict[str, float]:
    """F1 and shares, in per cent; only those of which there is something to count."""
    rows = {}
    for name in FOUND:
        right, guessed, gold = (count[f"{name} {part}"] for part in ("tp", "guessed", "gold"))
        if gold:
            rows[name] = 200 * right / (guessed + gold)
    for name, (right_name, all_name) in SHARES.items():
        if count[all_name]:
            rows[name] = 100 * count[right_name] / count[all_name]
    return rows
