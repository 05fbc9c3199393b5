"""A person corrects a mapping by a click in JupyterLab, confirms it, and the next run uses it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import PROJECT
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice.book import load_practice

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture
def own_home(sample_home, tmp_path):
    """A home with one practice of the sample, for what is confirmed there is no other test's business."""
    practice = Path("data/raw/sample-billing/cedar-grove")
    shutil.copytree(sample_home / practice, tmp_path / "home" / practice)
    return tmp_path / "home"


@pytest.fixture
def lab(own_home, tmp_path):
    """The address of a JupyterLab over a copy of notebook 02 and the sample's home."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(PROJECT / "notebooks/02_demographics_mapping.ipynb", folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"CUTOVER_HOME": str(own_home), "PYTHONPATH": str(PROJECT / "lib"), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
               "--ServerApp.token=x", f"--ServerApp.root_dir={folder}"]  # fmt: skip
    process = subprocess.Popen(
        command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/api?token=x")
        yield f"{address}/lab/tree/02_demographics_mapping.ipynb?token=x&reset"
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


def test_a_mapping_corrected_by_a_click_is_stored_and_used_by_the_next_run(lab, own_home):
    who = load_practice(own_home, "sample-billing", "cedar-grove")
    _click_through(lab)
    assert len(list(folder_of(who.raw.parent).glob("*.toml"))) == 1
    export = read_demographics(who)
    assert export.is_confirmed
    assert "middle_name" not in export.tables[0].crosswalk.used  # what was changed by hand


def _click_through(address: str) -> None:
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(address)
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=240_000)
        page.locator(".jp-Notebook .jp-CodeCell .jp-InputArea-editor").first.click()
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        page.get_by_text("Run All Cells", exact=True).click()
        kernel = page.get_by_role("button", name="Select", exact=True)
        if kernel.count():
            kernel.click()
        choice = page.locator(".widget-dropdown").filter(has_text="Middle name").first.locator("select")
        choice.wait_for(state="attached", timeout=240_000)
        choice.scroll_into_view_if_needed()
        choice.select_option("(no column)")
        button = page.get_by_role("button", name="Accept", exact=True).first
        button.click()
        page.get_by_text("Confirmed: stored in").first.wait_for(timeout=120_000)
        if folder := os.environ.get("CUTOVER_SHOTS"):
            button.scroll_into_view_if_needed()
            page.screenshot(path=Path(folder) / "polishd-jupyterlab.png")
        browser.close()
