"""The browser is the one that is installed or named, and where there is none the message says what to do."""

import re

import pytest
from chromium import NAMES, NoBrowserError, browser_path


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A machine on which only the programs run that a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("COPYDESK_BROWSER", raising=False)

    def install(name):
        path = tmp_path / name
        path.touch(mode=0o755)
        return str(path)

    return install


@pytest.mark.parametrize("name", NAMES)
def test_an_installed_browser_is_found_by_each_of_its_names(programs, name):
    path = programs(name)
    assert browser_path() == path


def test_a_named_browser_comes_before_an_installed_one(programs, monkeypatch):
    programs("chromium")
    other = programs("other")
    for named in ("other", other):
        monkeypatch.setenv("COPYDESK_BROWSER", named)
        assert browser_path() == other


def test_no_browser_is_told_with_what_to_install(programs):
    with pytest.raises(NoBrowserError, match=r"install one of chromium, .*apt install chromium.*COPYDESK_BROWSER"):
        browser_path()


def test_a_named_browser_that_is_not_there_is_told_by_its_name(programs, monkeypatch):
    programs("chromium")
    monkeypatch.setenv("COPYDESK_BROWSER", "/nowhere/chrome")
    with pytest.raises(NoBrowserError, match=re.escape("COPYDESK_BROWSER is '/nowhere/chrome', which is no program")):
        browser_path()
