"""The pages in a browser: accessible in light and dark, whole on a phone and on paper, silent."""

from __future__ import annotations

import datetime as dt
import shutil
import warnings
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from cutover.reporting import findings
from cutover.reporting.drawing import charts
from cutover.reporting.jobs import Job, RunError
from cutover.reporting.overview import index
from cutover.reporting.page import AUDIENCES, Report
from cutover.reporting.pages import exporter
from cutover.reporting.running import one_report
from cutover.result import Severity, Signal, State
from examples import ALL
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebook_maker import AS_OF, MONTHS, one_case, one_finding, one_practice, one_result, one_table

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: pages are not looked at"
)
LONG = "Providence Health Plan of the Pacific Northwest, Medicare Advantage Division " * 2


def rich_report(audience, folder):
    """A report with every kind of piece."""
    found = [one_finding(s, f"era-{s.value}", [one_case(n) for n in range(9)]) for s in Severity]
    rows = [
        [pd.Timestamp(2024, 8, 1) + pd.DateOffset(months=m), payer, m % 4, m * 12_345]
        for m in range(24)
        for payer in ("Moda Health", LONG, "Aetna")
    ]
    coverage = one_table(MONTHS, rows, "Payments by month", "payments that count")
    result = one_result(*found, verdict="Three remittances exist only as text. " * 4, coverage=coverage)
    return Report(
        result,
        subject="Cedar Grove " + LONG,
        as_of=AS_OF,
        audience=audience,
        period="2024-08 to 2026-07",
        folder=folder,
        name="03_audit",
    )


def rich_page(audience, folder):
    """The page of such a report, as the batch writes it."""
    report = rich_report(audience, folder / "c" / "p")
    coverage = report.result.tables["coverage"]
    shown = [
        report.head(),
        report.verdict(),
        report.figures(),
        report.findings(),
        charts.grid(coverage, "month", "payer_name", "payments", "A map.", title="Map"),
        charts.bars(coverage, "month", "paid_cents", "Bars.", by="payer_name", title="Bars"),
        charts.line(coverage, "month", "payments", "Lines.", by="payer_name", title="Lines"),
        report.table("coverage"),
        report.table("era-high"),
        report.limits(),
        report.sources(),
        report.save(),
    ]
    made = [new_markdown_cell("## Who paid?\n\nA *word* and `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |")]
    for piece in shown:
        data, metadata = piece._repr_mimebundle_()
        made.append(new_code_cell("x", outputs=[new_output("display_data", data=data, metadata=metadata)]))
    made.insert(7, made.pop(0))
    path = folder / f"{audience}.html"
    path.write_text(exporter.page_of(new_notebook(cells=made)), "utf-8", newline="\n")
    return path


def made_on_a_day(folder, day):
    """Save a report as a batch of a day leaves it: on the last day it is blocked, before it is in order."""
    report = rich_report("owner", folder)
    report.as_of, few = day, report.result.findings[:1]
    if day < AS_OF:
        report.result = replace(report.result, findings=few, signal=Signal("cost", State.OK))
    report.save()
    (folder / f"{report.name}.html").write_text('<meta name="cutover-run" content="a1">', "utf-8")
    facts = folder / "desk" / f"{report.name}.findings.json"
    facts.write_text(findings.as_text(findings.read(facts) | {"run": "a1"}), "utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Every kind of page by name."""
    home = tmp_path_factory.mktemp("pages")
    found = {audience: rich_page(audience, home) for audience in AUDIENCES}
    one_practice(home, "sample-billing", "cedar-grove", "Cedar Grove")
    one_practice(home, "sample-billing", "harbor-point", "Harbor Point")
    job = Job(home, "sample-billing", "cedar-grove", home / "03_audit.ipynb", AS_OF)
    for day in (AS_OF - dt.timedelta(7), AS_OF):  # two batches: what changed, and how it went
        made_on_a_day(job.folder, day)
        found["client index"] = index.write_client(home, "sample-billing")
    found["practice index"] = job.folder / "index.html"
    one_report.failed(job, RunError("the kernel died", "code cell 5"))
    found["failed"] = one_report.failed_page(job)
    return found


@pytest.fixture(scope="module")
def browser():
    """The machine's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield opened
        opened.close()


KINDS = ["owner", "consultant", "client index", "practice index", "failed"]


@pytest.fixture(scope="module")
def opened(browser, pages):
    """Returns the page of a kind in a window of its own, opened once; it may be made wider, or dark."""

    def page_of(kind, **told):
        page = browser.new_page(**told)
        page.goto(pages[kind].as_uri())
        return page

    return cache(page_of)


# an ordinary run looks at every kind in one of both schemes
LOOKS = [(kind, scheme) for kind in KINDS for scheme in ("light", "dark")]
ONCE = [(kind, ("light", "dark")[place % 2]) for place, kind in enumerate(KINDS)]


@pytest.mark.parametrize(("kind", "scheme"), LOOKS if ALL else ONCE)
def test_a_page_passes_the_accessibility_checker(opened, kind, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(kind, bypass_csp=True)
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = Axe().run(page)
    found = [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]])
        for rule in results.response["violations"]
    ]
    assert found == []


@pytest.mark.parametrize("width", [360, 390, 1200])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_never_scrolls_sideways(opened, kind, width):
    page = opened(kind)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("words", ["$1,395.00", "by 2026-06-29, overdue by 32 days · $1,395.00"])
def test_a_step_with_a_day_and_money_breaks_its_line_on_a_phone(browser, pages, words):
    """The longest words that a step has: a day, by how much it is overdue, and an amount."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(pages["practice index"].as_uri())
    sizes = page.locator(".cw-size")
    assert sizes.count()
    page.evaluate(
        "(text) => document.querySelectorAll('.cw-size').forEach((one) => { one.textContent = text })", words
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_the_network_for_nothing_and_runs_nothing(browser, pages, kind):
    page, asked, said = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(pages[kind].as_uri())
    assert asked == [pages[kind].as_uri()] and said == []
    page.close()


def shown_names(page):
    """The practices that the first page shows, in their order."""
    return page.locator("#practices tbody tr:visible th").all_inner_texts()


def test_the_first_page_finds_and_sorts_by_keyboard_alone(browser, pages):
    """Offline, from its file: nothing but keys; Cedar Grove is blocked and has a report, Harbor Point has none."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.context.set_offline(True)
    page.goto(pages["client index"].as_uri())
    assert shown_names(page) == ["Cedar Grove", "Harbor Point"]
    page.keyboard.press("Tab")  # what changed since the last batch
    page.keyboard.press("Tab")
    page.keyboard.type("harb")
    assert shown_names(page) == ["Harbor Point"] and page.inner_text("#find-count") == "1 of 2 practices"
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    page.keyboard.press("b")  # the choice that begins so: blocked
    assert shown_names(page) == ["Cedar Grove"]
    page.keyboard.press("Home")
    page.keyboard.press("Tab")  # by which sign
    page.keyboard.press("Tab")  # the region that scrolls
    page.keyboard.press("Tab")
    for order, names in (
        ("ascending", ["Cedar Grove", "Harbor Point"]),
        ("descending", ["Harbor Point", "Cedar Grove"]),
    ):
        page.keyboard.press("Enter")
        assert page.locator("#practices th").first.get_attribute("aria-sort") == order
        assert shown_names(page) == names
    page.keyboard.press("Enter")
    assert shown_names(page) == ["Cedar Grove", "Harbor Point"]
    page.close()


def test_the_first_page_asks_for_the_sign_of_one_report_and_sorts_on_a_phone(browser, pages):
    """Cedar Grove has a report, Harbor Point none; a phone has no headings to click, but a list."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(pages["client index"].as_uri())
    page.select_option("#find-state", "none")
    assert shown_names(page) == ["Harbor Point"]
    page.select_option("#find-column", index=1)
    assert shown_names(page) == ["Harbor Point"]
    page.select_option("#find-state", "blocked")
    assert shown_names(page) == ["Cedar Grove"]
    page.select_option("#find-state", "")
    for choice, names in (("Practice, down", ["Harbor Point", "Cedar Grove"]), ("what needs a person", None)):
        page.select_option("#find-sort", label=choice)
        assert shown_names(page) == (names or ["Cedar Grove", "Harbor Point"])
    page.close()


def test_the_first_page_is_whole_without_its_script_and_on_paper(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["client index"].as_uri())
    assert shown_names(page) == ["Cedar Grove", "Harbor Point"] and not page.locator("#find").is_visible()
    context.close()
    page = browser.new_page()
    page.goto(pages["client index"].as_uri())
    page.emulate_media(media="print")
    assert shown_names(page) == ["Cedar Grove", "Harbor Point"] and not page.locator("#find").is_visible()
    page.close()


def test_no_other_script_runs_beside_the_first_pages_own(browser, pages, tmp_path):
    broken = tmp_path / "broken.html"
    text = pages["client index"].read_text("utf-8")
    broken.write_text(text.replace("<main", "<script>document.title='ran'</script><main", 1), "utf-8")
    page = browser.new_page()
    page.goto(broken.as_uri())
    assert page.title() == "Sample Billing" and page.locator("#find").is_visible()
    page.close()


def test_the_page_stops_a_script_even_where_escaping_was_forgotten(browser, pages, tmp_path):
    broken = tmp_path / "broken.html"
    hostile = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
    text = pages["owner"].read_text("utf-8").replace("<main>", f"<main>{hostile}")
    broken.write_text(text, "utf-8")
    page = browser.new_page()
    page.goto(broken.as_uri())
    assert page.title().startswith("ERA archive audit, Cedar Grove")
    page.close()


def test_a_dark_screen_gives_a_dark_page_and_paper_stays_white(browser, pages):
    page = browser.new_page(color_scheme="dark")
    page.goto(pages["owner"].as_uri())
    ground = "getComputedStyle(document.querySelector('main')).backgroundColor"
    assert page.evaluate(ground) == "rgb(26, 33, 37)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.close()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_report_prints_on_letter_paper(browser, pages, tmp_path, audience):
    page = browser.new_page()
    page.goto(pages[audience].as_uri())
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    page.close()
    printed = (tmp_path / "report.pdf").read_bytes()
    assert printed.startswith(b"%PDF") and b"[0 0 612 792]" in printed  # 8.5 * 72, 11 * 72 points


def test_an_owners_page_leads_to_the_index_and_a_link_opens_the_section_it_leads_into(browser, pages):
    """What changed and how it went stand on the practice's own page; its steps lead to the findings of the report."""
    page = browser.new_page()
    page.goto(pages["owner"].as_uri())
    assert page.locator('nav a[href="index.html"]').count() == 1
    section = page.locator("details:has(#table-coverage)")
    assert not section.evaluate("one => one.open")
    page.evaluate("location.hash = 'table-coverage'")
    page.wait_for_function("document.querySelector('details:has(#table-coverage)').open")
    assert section.locator('a[href="#what-to-do"]').is_visible()
    page.goto(pages["practice index"].as_uri())
    said = page.inner_text("main")
    assert "In order → Blocked" in said and page.locator(".cw-drawings svg").count() == 1
    page.close()


def test_a_report_of_two_years_is_far_below_a_megabyte(pages):
    assert pages["owner"].stat().st_size < 300_000
