"""In JupyterLab, by clicks alone: a practice is chosen and opened, a what-if tried, a mapping confirmed and taken back.

With CUTOVER_LAB=all every notebook is opened and run and what it says is read, a client is brought in by clicks, and
the start page is gone through by keys alone (some minutes). CUTOVER_LAB=10,13 runs these notebooks alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from pathlib import Path

import pytest
from conftest import PROJECT
from cutover.reading.intake import written
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice import choice
from cutover.reading.practice.book import load_practice
from cutover.reporting import registry

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
PLAYS = os.environ.get("CUTOVER_LAB", "").split(",")
ALL = PLAYS == ["all"]
NOTEBOOKS = [path.stem for path in registry.notebooks().values() if ALL or path.stem[:2] in PLAYS]
MONEY = re.compile(r"\$[0-9][0-9,]*\.[0-9]{2}")
# settings of the one who looks: cells are drawn also where nobody looks
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
}
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture
def own_home(small_home, tmp_path):
    """A home with one practice of the sample, for what is confirmed there is no other test's business."""
    practice = Path("data/raw/sample-billing/cobble-hill")
    shutil.copytree(small_home / practice, tmp_path / "home" / practice)
    return tmp_path / "home"


@pytest.fixture
def lab(own_home, tmp_path):
    """The address of a JupyterLab over a copy of some notebooks and the sample's home."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("00_start", "02_demographics_mapping", "06_payer_enrollment"):
        shutil.copy(PROJECT / f"notebooks/{name}.ipynb", folder)
    with serving(folder, own_home, tmp_path) as address:
        yield address


@contextlib.contextmanager
def serving(folder: Path, home: Path, user: Path):
    """Run JupyterLab over a folder of notebooks; yields the address to which a notebook's name is added."""
    for name, said in SETTINGS.items():
        path = user / f".jupyter/lab/user-settings/@jupyterlab/{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(said), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"CUTOVER_HOME": str(home), "PYTHONPATH": str(PROJECT / "lib"), "HOME": str(user)}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
               "--expose-app-in-browser", "--ServerApp.token=x", f"--ServerApp.root_dir={folder}"]  # fmt: skip
    process = subprocess.Popen(
        command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/api?token=x")
        yield f"http://127.0.0.1:{port}/lab/tree/{{}}.ipynb?token=x&reset"
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str) -> None:
    for _ in range(720):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("JupyterLab did not start")


@pytest.fixture
def page():
    """A page of a browser."""
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1400, "height": 1000})
        opened.set_default_timeout(240_000)
        yield opened
        shot(opened, "last")
        browser.close()


def notebook(page):
    """The notebook in front."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")


# what JupyterLab itself knows of the notebook in front: its kernel listens, and all its cells were run
LISTENS = """() => {
  const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
  return kernel?.connectionStatus === "connected" && kernel.status === "idle";
}"""
WAS_RUN = """() => {
  const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells].filter(cell => cell.type === "code");
  const failed = cell => cell.outputs.toJSON().some(output => output.output_type === "error");
  return cells.at(-1).executionCount !== null || cells.some(failed);
}"""


def run_all(page) -> float:
    """Run all cells of the notebook in front, and wait until the last one ended; return the seconds."""
    notebook(page).locator(".jp-MarkdownCell").first.click()
    page.wait_for_function(LISTENS)  # what is asked of a kernel that is not there yet is asked of nobody
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    begun = time.monotonic()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    was_run(page)
    return time.monotonic() - begun


def was_run(page) -> None:
    """Wait until the cells of the notebook in front were run, or one of them failed."""
    page.wait_for_function(WAS_RUN, timeout=600_000)
    page.wait_for_function(LISTENS)


def errors(page) -> list[str]:
    """What went wrong in the notebook in front, and what of it is drawn as mathematics."""
    front = notebook(page)
    wrong = front.locator("[data-mime-type='application/vnd.jupyter.error']").all_inner_texts()
    return wrong + front.locator("mjx-container, .MathJax").all_inner_texts()


def barriers(page) -> list[str]:
    """What the accessibility checker finds in what the project draws in the notebook in front."""
    from axe_playwright_python.sync_playwright import Axe

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = Axe().run(page, {"include": [[".jp-NotebookPanel:not(.lm-mod-hidden) .cw"]]})
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found.response["violations"]]


def shot(page, name: str) -> None:
    """Keep a picture where CUTOVER_SHOTS names a folder for it."""
    if folder := os.environ.get("CUTOVER_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_practice_is_chosen_opened_a_what_if_tried_and_a_mapping_confirmed_and_taken_back(
    lab, own_home, page
):
    who = load_practice(own_home, "sample-billing", "cobble-hill")
    _choose(page, lab, own_home)
    _what_if(page)
    _confirm(page, who)


def _choose(page, address: str, home: Path) -> None:
    page.goto(address.format("00_start"))
    notebook(page).wait_for()
    run_all(page)
    page.get_by_label("Find").focus()  # from here on by keys alone
    page.keyboard.type("cobble")
    page.get_by_text("1 of 1 practices").wait_for()
    page.keyboard.press("Tab")  # to the list
    page.keyboard.press("Tab")  # to the day
    page.keyboard.type("07312026")
    page.get_by_text("Chosen: sample-billing/cobble-hill as of 2026-07-31").wait_for()
    assert str(choice.chosen(home).day) == "2026-07-31" and errors(page) == []
    assert barriers(page) == []
    shot(page, "start")


def _open(page, title: str) -> None:
    """Follow the link of a notebook on the first page."""
    page.locator(".lm-TabBar-tabLabel", has_text="00_start.ipynb").first.click()
    notebook(page).locator("a", has_text=title).first.click()
    notebook(page).locator(".jp-MarkdownCell h1", has_text=title).first.wait_for()


def _what_if(page) -> None:
    _open(page, "06 Payer enrollment".removeprefix("06 "))
    run_all(page)
    front = notebook(page)
    front.get_by_text("As chosen in 00_start: sample-billing/cobble-hill").wait_for()
    assert MONEY.search(front.inner_text()) and errors(page) == []
    front.locator("select[multiple]").first.select_option(index=0)
    front.get_by_text("live already: ").wait_for()
    assert front.locator(".cw-table td strong").count() >= 1  # the answer is another
    assert barriers(page) == []
    shot(page, "what-if")


def _confirm(page, who) -> None:
    _open(page, "Demographics mapping")
    run_all(page)
    choice_of = page.locator(".widget-dropdown").filter(has_text="Middle name").first.locator("select")
    choice_of.scroll_into_view_if_needed()
    choice_of.select_option("(no column)")
    page.get_by_text("Changed: ").first.wait_for()
    accept = page.get_by_role("button", name="Accept", exact=True).first
    accept.click()
    page.get_by_text("Confirmed: stored in").first.wait_for()
    shot(page, "mapping")
    assert len(_stored(who)) == 1
    export = read_demographics(who)
    assert export.is_confirmed
    assert "middle_name" not in export.tables[0].crosswalk.used  # what was changed by hand
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_text("Taken back.").first.wait_for()
    assert _stored(who) == [] and errors(page) == []


def _stored(who) -> list[Path]:
    return list(folder_of(who.raw.parent).glob("*.toml"))


@pytest.mark.skipif(not NOTEBOOKS, reason="runs every notebook in JupyterLab: set CUTOVER_LAB=all or =10,13")
def test_every_notebook_runs_in_jupyterlab_without_an_error_and_its_money_is_read_as_text(
    sample_home, run_home, tmp_path, page
):
    folder = tmp_path / "notebooks"
    shutil.copytree(PROJECT / "notebooks", folder, ignore=shutil.ignore_patterns("text"))
    home = tmp_path / "home"
    shutil.copytree(sample_home / "data", home / "data")
    seconds, wrong = {}, {}
    with serving(folder, home, tmp_path) as address:
        for stem in NOTEBOOKS:
            page.goto(address.format(stem))
            notebook(page).wait_for()
            seconds[stem], wrong[stem] = run_all(page), errors(page)
            verdict = notebook(page).locator(".cw-verdict p").first.inner_text()
            print(f"{stem}: {seconds[stem]:.1f} s. {verdict}")
            page.keyboard.press("Control+Shift+K")  # its contents, at the left
            page.locator(".jp-TableOfContents").get_by_text("The answer").wait_for()
    assert {stem: found for stem, found in wrong.items() if found} == {}


@pytest.mark.skipif(not ALL, reason="runs reports from JupyterLab: set CUTOVER_LAB=all")
def test_a_new_client_is_brought_from_a_form_to_verdicts_by_clicks(sample_home, tmp_path, page):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(PROJECT / "notebooks/00_start.ipynb", folder)
    home = tmp_path / "home"
    sent = sample_home / "data/raw/sample-billing/cedar-grove"
    with serving(folder, home, tmp_path) as address:
        page.goto(address.format("00_start"))
        notebook(page).wait_for()
        run_all(page)
        _fill_in(page)
        _hand_in(page, "demographics", [sent / "demographics/Patient Listing.xlsx"])
        _hand_in(page, "claims", sorted((sent / "claims").glob("*.xlsx")))
        _hand_in(page, "era", sorted((sent / "era").glob("*.zip")))
        page.get_by_text("6 of 9 still to ask for").scroll_into_view_if_needed()
        _film(page, 3)
        _make_reports(page)
    assert len(list((home / "reports/northside-billing/cedar-grove-family-medicine").glob("0*.html"))) == 3


def _fill_in(page) -> None:
    for label, text in (("Client", "Northside Billing"), ("Practice", "Cedar Grove Family Medicine"),
                        ("Tax ID", "99-0000137"), ("Group NPI", "1700000007")):  # fmt: skip
        notebook(page).get_by_label(label, exact=True).locator("visible=true").first.fill(text)
    notebook(page).get_by_label("Group NPI").press("Tab")
    page.get_by_text("data/raw/northside-billing/cedar-grove-family-medicine").wait_for()
    _film(page, 1)
    page.get_by_role("button", name="Make the folders").click()
    page.get_by_text("Chosen: northside-billing/cedar-grove-family-medicine").wait_for()
    page.get_by_text("9 of 9 still to ask for").scroll_into_view_if_needed()
    _film(page, 2)


def _hand_in(page, folder: str, files: list[Path]) -> None:
    notebook(page).get_by_label("Folder", exact=True).select_option(folder)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Add files").click()
    chosen.value.set_files(files)
    page.get_by_text(f"{len(files)} of {len(files)} files put into {folder}/.").wait_for()


def _make_reports(page) -> None:
    page.locator("select[multiple]").first.select_option(index=[0, 1, 2])
    page.get_by_role("button", name="Make reports").click()
    page.get_by_text("1 of 3 reports done").wait_for()
    page.get_by_role("button", name="Make reports").scroll_into_view_if_needed()
    _film(page, 4)
    page.get_by_text("3 of 3 reports made").wait_for()
    assert notebook(page).get_by_text("No report").count() == len(registry.notebooks()) - 3
    notebook(page).locator(".jp-MarkdownCell").first.scroll_into_view_if_needed()
    page.get_by_text("What each notebook last showed").scroll_into_view_if_needed()
    _film(page, 5)


def _film(page, number: int) -> None:
    """Keep a picture of the notebook alone where CUTOVER_SHOTS names a folder for it."""
    page.wait_for_timeout(700)
    if folder := os.environ.get("CUTOVER_SHOTS"):
        notebook(page).screenshot(path=Path(folder) / f"start_{number}.png")


@pytest.mark.skipif(not ALL, reason="goes through the start page by keys in JupyterLab: set CUTOVER_LAB=all")
def test_the_start_page_is_gone_through_by_keys_alone(own_home, lab, page):
    who = load_practice(own_home, "sample-billing", "cobble-hill")
    page.goto(lab.format("00_start"))
    notebook(page).wait_for()
    page.wait_for_function(LISTENS)
    page.keyboard.press("Control+Shift+C")  # the palette of commands
    page.keyboard.type("Run All Cells")
    page.keyboard.press("Enter")
    was_run(page)
    reach(page, "Find")
    page.keyboard.type("cobble")
    page.get_by_text("1 of 1 practices").wait_for()
    reach(page, "As of")
    page.keyboard.type("07312026")
    page.get_by_text("as of 2026-07-31").wait_for()
    reach(page, "Notebooks")
    page.keyboard.press("Home")  # the first one alone
    reach(page, "Make reports")
    page.keyboard.press("Enter")
    page.get_by_text("1 of 1 reports made").wait_for()
    reach(page, "Look for them")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Look again").wait_for()
    _attest_by_keys(page, who)
    assert errors(page) == []
    reach(page, "02 Demographics mapping")
    page.keyboard.press("Enter")
    notebook(page).locator(".jp-MarkdownCell h1", has_text="Demographics mapping").first.wait_for()


def _attest_by_keys(page, who) -> None:
    reach(page, "Show the items")
    page.keyboard.press("Enter")
    page.get_by_label("Who attests").wait_for()
    reach(page, "Who attests")
    page.keyboard.type("Kim Park")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the first item's answer: it holds
    reach(page, "Write it down")
    page.keyboard.press("Enter")
    page.get_by_text("Written: 1 answers of Kim Park").wait_for()
    assert len(written.attested(who)) == 1


# the name of what has the focus, as a person who cannot see hears it
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0] ?? document.getElementById(one.getAttribute("aria-labelledby"));
  return (one.getAttribute("aria-label") || label?.innerText || one.innerText || one.title || "").trim();
}"""


def reach(page, name: str, most: int = 200) -> None:
    """Press Tab until what is called so has the focus."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED).splitlines()[:1])
        if passed[-1] == [name]:
            return
    raise AssertionError(f"Tab never came to {name!r}, but to {passed}")
