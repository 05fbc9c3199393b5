"""Every page that may leave, in a browser: accessible in light and dark, on desk and telephone, within its limits.

With CUTOVER_ALL_PAGES=FOLDER the pages of that home are looked at, after `cutover sample` and `cutover report` were run
in it, and a shared file of one of its practices; this takes minutes. Without it the play is skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from pathlib import Path

import pytest
from conftest import PROJECT
from cutover.cli import main

sys.path.insert(0, str(PROJECT))
from benchmarks import pages

HOME = Path(os.environ.get("CUTOVER_ALL_PAGES") or "/none")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(
        not HOME.is_dir(), reason="takes minutes: set CUTOVER_ALL_PAGES to a home with reports"
    ),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: pages are not looked at"),
]
ALL = pages.pages(HOME) if HOME.is_dir() else [Path("none.html")]
LOOKS = [("light", 1200), ("dark", 1200), ("light", 390), ("dark", 390)]
# what to do and who, of each finding that is shown: within the screen, not beside it
SEEN = """() => [...document.querySelectorAll('.cw-findings > li, .cw-later tbody tr')].filter((one) => {
  const parts = one.matches('li') ? [...one.querySelectorAll('dd')] : [...one.cells];
  return parts.length < 2 || parts.some((part) => part.getBoundingClientRect().right > innerWidth + 1);
}).map((one) => one.id)"""


@pytest.fixture(scope="module")
def browser():
    """The machine's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def name_of(path):
    """How a page is called in the list of tests."""
    return path.relative_to(HOME / "reports").as_posix() if HOME in path.parents else path.name


def violations(page):
    """What the accessibility checker finds on the page as it stands, with every section unfolded."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_a_page_that_may_leave_passes_the_checker_and_never_scrolls_sideways(browser, path):
    page, wrong = browser.new_page(bypass_csp=True), []
    page.goto(path.as_uri())
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [(scheme, width, one) for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((scheme, width, "scrolls sideways"))
    wrong += [(390, "a finding without what to do and who", one) for one in page.evaluate(SEEN)]
    page.close()
    assert wrong == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_a_page_that_may_leave_keeps_its_limits(browser, path):
    asked = pages.asked(browser, path, HOME, pages.printed([path], 1)[path])
    assert asked.broken() == []


def test_a_shared_file_passes_the_checker_on_each_of_its_pages(browser, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CUTOVER_HOME", str(HOME))
    practice = next(path.parent for path in ALL if path.name.startswith("03"))
    target = practice.relative_to(HOME / "reports").as_posix()
    register = HOME / "data" / "shares" / f"{practice.parent.name}.csv"
    kept = register.read_bytes() if register.is_file() else None
    assert main(["share", target, "--to", "the owner", "--output", str(tmp_path)]) == 0
    register.unlink() if kept is None else register.write_bytes(kept)
    words = re.search(r"^passphrase: (.+)$", capsys.readouterr().out, re.M)[1]
    page, wrong = browser.new_page(bypass_csp=True), []
    page.goto(next(tmp_path.glob("*.html")).as_uri())
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_selector("#report h1")
    for number in range(page.locator(".sh-nav a").count()):
        page.locator(".sh-nav a").nth(number).click()
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [(number, scheme, width, one) for one in violations(page)]
    page.close()
    assert wrong == []
