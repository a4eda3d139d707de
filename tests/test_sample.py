"""The sample articles hold what the documentation and the demo say of them."""

import copydesk
from copydesk.sample import articles


def by_id():
    return {article["id"]: article for article in articles()}


def test_every_article_has_an_id_a_title_an_outlet_a_date_and_a_text():
    sample = articles()
    assert len(sample) == 12
    assert len(by_id()) == 12
    for article in sample:
        assert list(article) == ["id", "title", "source", "date", "text"]
        assert all(article.values())
        assert 100 <= len(article["text"].split()) <= 400


def test_each_call_returns_lists_of_its_own():
    articles()[0]["text"] = "changed"
    assert articles()[0]["text"] != "changed"


def test_the_reprint_differs_from_the_original_only_in_typography():
    sample = by_id()
    original, reprint = sample["courier-harbour-wall"]["text"], sample["wire-harbour-wall"]["text"]
    assert original != reprint
    assert copydesk.similarity([original], [reprint])[0]["jaccard"] == 1.0


def test_the_edited_copy_is_a_near_duplicate_and_the_rewrites_are_not():
    ids = list(by_id())
    records = copydesk.cluster([article["text"] for article in articles()], ids=ids)
    clusters = {}
    for record in records:
        clusters.setdefault(record["cluster"], set()).add(record["id"])
    assert sorted(map(sorted, (group for group in clusters.values() if len(group) > 1))) == [
        ["courier-harbour-wall", "gazette-harbour-wall", "wire-harbour-wall"],
        ["courier-library-clock", "wire-library-clock"],
    ]


def test_the_trimmed_copy_is_contained_in_the_original():
    sample = by_id()
    original, trimmed = sample["courier-harbour-wall"]["text"], sample["lantern-harbour-wall"]["text"]
    score = copydesk.similarity([trimmed], [original])[0]
    assert score["containment_left"] > 0.9
    assert score["jaccard"] < 0.7
