"""Write the quotes of a gold file's texts in the format of quotation scorers.

    python benchmarks/quotes_to_gold.py GOLD.jsonl PRED.jsonl

Both files hold one document a line: doc_id, lang, text, quotes; a quote has start, end, text, kind, speaker_text,
speaker_start, speaker_end, cue_text, cue_start, cue_end. Offsets are code points, half-open.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import copydesk


def scorer_quote(record: dict[str, Any]) -> dict[str, Any]:
    """A record of `extract_quotes` under the scorer's names."""
    quote = {name: record[name] for name in ("start", "end", "text", "kind")}
    for part in ("speaker", "cue"):
        quote |= {f"{part}_text": record[part]}
        quote |= {name: record[name] for name in (f"{part}_start", f"{part}_end")}
    # Columns that later versions add under these names are the scorer's own.
    optional = {"content_start": "content_start", "content_end": "content_end", "speaker_name": "speaker_resolved"}
    return quote | {theirs: record[ours] for ours, theirs in optional.items() if ours in record}


def main(gold: Path, pred: Path) -> None:
    """Read GOLD, write PRED, print the time."""
    with gold.open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    texts = [document["text"] for document in documents]
    start = time.process_time()
    records = copydesk.extract_quotes(texts)
    seconds = time.process_time() - start
    quotes: list[list[dict[str, Any]]] = [[] for _ in documents]
    for record in records:
        quotes[record["row"]].append(scorer_quote(record))
    with pred.open("w", encoding="utf-8") as out:
        for document, found in zip(documents, quotes, strict=True):
            kept = {"doc_id": document["doc_id"], "lang": document.get("lang", "en"), "text": document["text"]}
            out.write(json.dumps({**kept, "quotes": found}, ensure_ascii=False) + "\n")
    print(f"{len(documents)} documents, {len(records)} quotes, {seconds:.3f} CPU s", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
