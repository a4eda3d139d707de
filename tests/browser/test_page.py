"""The report as its reader uses it: it opens anywhere, filters, sets versions side by side, and can be read out."""

import re

import pytest
import report_page

from browser.accessibility import serious_faults
from browser.visit import count, cut_off, overflow, shown
from copydesk import sample

LOOKS = {
    "light": {},
    "dark": {"dark": True},
    "narrow": {"width": 390},
    "narrow and dark": {"width": 390, "dark": True},
    "print": {"media": "print", "width": 760},
    "without script": {"javascript": False},
}
SHOWN = f"{report_page.ENTRIES}:not([hidden])"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    report_page.desk_of(sample.articles()).report(path, title="The Saltmere papers")
    return path


@pytest.fixture
def page(opened, path):
    return opened(path)


def counts(page):
    """How many entries each section shows."""
    return {name: page.locator(f"#{name} {SHOWN}").count() for name in report_page.FILTERED}


def settled(page):
    """Waits until the page has answered what was typed or chosen."""
    page.wait_for_timeout(300)


def choose(page, choice, label):
    page.select_option(report_page.CHOICES[choice][0], label=label)
    settled(page)


# It opens


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_opens_silently_with_every_section_and_nothing_cut_off(opened, path, look):
    page = opened(path, **LOOKS[look])
    assert page.title() == "The Saltmere papers"
    for name in report_page.SECTIONS:
        assert page.locator(f"#{name} > h2").is_visible()
    assert overflow(page) == 0
    assert cut_off(page) == []


@pytest.mark.parametrize("look", [look for look in LOOKS if look not in ("print", "without script")])
def test_the_page_has_no_serious_accessibility_fault(opened, path, look):
    page = opened(path, **LOOKS[look])
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert serious_faults(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_navigation_leads_to_every_section(opened, path, javascript):
    page = opened(path, javascript=javascript)
    links = page.locator(report_page.NAVIGATION)
    assert [link.get_attribute("href") for link in links.all()] == [f"#{name}" for name in report_page.SECTIONS]
    for link in links.all():
        link.click()
        page.wait_for_timeout(100)
        box = page.locator(link.get_attribute("href")).bounding_box()
        assert box["y"] < 450
        assert box["y"] + box["height"] > 0


def test_without_a_script_everything_is_there_and_no_control_that_does_nothing(opened, path):
    page = opened(path, javascript=False)
    assert counts(page) == {name: page.locator(f"#{name} {report_page.ENTRIES}").count() for name in counts(page)}
    assert all(counts(page).values())
    assert not page.locator(report_page.FILTER).is_visible()
    assert count(page, report_page.CHIP) == 0
    assert count(page, report_page.VERSION) == page.locator(report_page.VERSION).count() > 2


# It filters


def test_a_search_shows_what_holds_every_word_whatever_the_case_and_clear_shows_all(page):
    everything = counts(page)
    page.fill(report_page.SEARCH, "TRAWLER diver")
    settled(page)
    found = page.locator(SHOWN)
    assert 0 < found.count() < sum(everything.values())
    for text in found.evaluate_all("entries => entries.map(entry => entry.textContent.toLowerCase())"):
        assert "trawler" in text
        assert "diver" in text
    page.click(report_page.CLEAR)
    settled(page)
    assert counts(page) == everything


def test_a_search_for_nothing_that_is_there_says_so(page):
    page.fill(report_page.SEARCH, "zyzzyva")
    settled(page)
    assert set(counts(page).values()) == {0}
    for name in report_page.FILTERED:
        assert page.locator(f"#{name} .none").is_visible()


@pytest.mark.parametrize("choice", report_page.CHOICES)
def test_a_choice_shows_exactly_what_carries_it(page, choice):
    field, key = report_page.CHOICES[choice]
    options = page.locator(f"{field} option:not([value=''])")
    assert options.count() > 1
    for value in options.evaluate_all("options => options.slice(0, 8).map(option => option.value)"):
        page.select_option(field, value)
        settled(page)
        carriers = page.locator(report_page.ENTRIES).evaluate_all(
            """(entries, [key, value]) => entries.map(entry =>
                [entry.hidden, (entry.dataset[key] ?? value).split(" ").includes(value)])""",
            [key, value],
        )
        assert [hidden for hidden, _ in carriers] == [not carries for _, carries in carriers]
        assert any(carries for _, carries in carriers)


def test_a_speaker_chosen_leaves_only_their_quotes(page):
    name = page.locator(f"{report_page.CHOICES['speaker'][0]} option").nth(1).inner_text()
    choose(page, "speaker", name)
    assert shown(page, "#quotes h3") == [name]


def test_choices_and_words_narrow_each_other_and_the_counts_say_what_is_shown(page):
    choose(page, "outlet", "Saltmere Courier")
    chosen = counts(page)
    page.fill(report_page.SEARCH, "wall")
    settled(page)
    both = counts(page)
    assert 0 < sum(both.values()) < sum(chosen.values())
    assert all(both[name] <= chosen[name] for name in both)
    told = [int(number) for number in re.findall(r"(\d+) of", page.locator(report_page.FOUND).inner_text())]
    assert told == list(both.values())


def test_the_filter_works_by_keyboard_alone(page):
    page.focus(report_page.SEARCH)
    page.keyboard.type("wall")
    page.keyboard.press("Enter")
    settled(page)
    narrowed = counts(page)
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.closest('form')?.id")
    assert f"#{focused}" == report_page.FILTER
    page.keyboard.press("ArrowDown")
    settled(page)
    assert sum(counts(page).values()) < sum(narrowed.values())


# It sets versions side by side


def story(page):
    """The first story that lets its versions be chosen."""
    return page.locator(report_page.STORY).filter(has=page.locator(report_page.CHIP)).first


def test_versions_are_chosen_and_one_always_stays(page):
    one = story(page)
    chips, versions = one.locator(report_page.CHIP), one.locator(".version")
    assert chips.count() == versions.count() > 2
    for chip in chips.all():
        if chip.get_attribute(report_page.CHOSEN) == "false":
            chip.click()
    assert versions.locator("visible=true").count() == versions.count()
    for chip in chips.all():
        chip.click()
    assert versions.locator("visible=true").count() == 1
    assert [chip.get_attribute(report_page.CHOSEN) for chip in chips.all()].count("true") == 1


def last_words(mark):
    """A place on a mark, clear of its first words, which are a link, and of what stays at the top of the window."""
    # Twice, since what comes near the window is laid out only then.
    for _ in range(2):
        mark.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
        mark.page.wait_for_timeout(60)
    box = mark.evaluate("one => [...one.getClientRects()].at(-1).toJSON()")
    return box["right"] - 4, box["top"] + box["height"] / 2


def room(version):
    """By how much a version can still bring its text down, and up."""
    return version.evaluate("one => [one.scrollTop, one.scrollHeight - one.clientHeight - one.scrollTop]")


def pair(page):
    """The first two versions of a story, and for each wording that both have its marks."""
    versions = story(page).locator(".version").locator("visible=true")
    sides = versions.nth(0), versions.nth(1)
    groups = [side.locator("[data-g]").evaluate_all("all => all.map(one => one.dataset.g)") for side in sides]
    shared = sorted(set(groups[0]) & set(groups[1]), key=int)
    return sides, [[side.locator(f"[data-g='{group}']").first for side in sides] for group in shared]


def test_a_click_brings_a_shared_wording_to_one_height_as_far_as_versions_scroll(page):
    (first, second), marks = pair(page)
    level = 0
    for mark, counterpart in marks:
        page.mouse.click(*last_words(mark))
        lower = counterpart.bounding_box()["y"] - mark.bounding_box()["y"]
        level += abs(lower) <= 1
        down, up = zip(room(first), room(second), strict=True)
        # What is not level could not be brought nearer from either side.
        assert lower <= 1 or (down[0] <= 1 and up[1] <= 1)
        assert lower >= -1 or (up[0] <= 1 and down[1] <= 1)
    assert level > len(marks) / 2


def test_a_shared_wording_lights_up_in_every_version_and_nothing_else_does(page):
    _, marks = pair(page)
    for mark, counterpart in marks[:4]:
        page.mouse.move(*last_words(mark))
        group = mark.get_attribute(report_page.SHARED_AS)
        assert set(page.locator(".on").evaluate_all("all => all.map(one => one.dataset.g)")) == {group}
        assert "on" in counterpart.get_attribute("class").split()


def test_what_has_the_same_number_shares_its_wording_with_another_version(page):
    words = page.locator(report_page.SHARED).evaluate_all(
        """marks => marks.map(mark => {
            const same = [...mark.querySelectorAll(".same")].map(one => one.textContent.toLowerCase()).join(" ")
            return [mark.closest(".story").id + " " + mark.dataset.g, same.match(/\\p{L}+/gu) ?? []]
        })"""
    )
    groups = {}
    for group, found in words:
        groups.setdefault(group, []).append(set(found))
    alike = [[found for found in group if found] for group in groups.values()]
    assert sum(len(group) > 1 for group in alike) > 5
    for group in alike:
        for place, found in enumerate(group):
            assert any(found & other for other in group[:place] + group[place + 1 :])


# Links


def test_every_link_shows_where_it_leads_though_that_is_folded_or_filtered_out(page):
    anchors = page.locator("main a[href^='#']").evaluate_all("all => [...new Set(all.map(one => one.hash))]")
    assert len(anchors) > 20
    for anchor in anchors[:: max(1, len(anchors) // 12)]:
        page.fill(report_page.SEARCH, "zyzzyva")
        settled(page)
        page.evaluate("anchor => { location.hash = ''; location.hash = anchor }", anchor)
        settled(page)
        target = page.locator(anchor)
        assert target.is_visible(), anchor
        box = target.bounding_box()
        assert box["y"] < 900, anchor
        assert box["y"] + box["height"] > 0, anchor


# On paper


def test_paper_has_what_the_screen_folds_and_no_controls(opened, path):
    page = opened(path, media="print", width=760)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator(f"{report_page.VERSION}[hidden]").count() == 0
    assert not page.locator(report_page.FILTER).is_visible()
    assert cut_off(page) == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0
