"""A shared file: opens with its passphrase alone, says nothing before, holds owners' pages and nothing else."""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
import re
import shutil
import stat
from dataclasses import replace
from itertools import pairwise

import pytest
from cutover.cli import main
from cutover.errors import UsageError
from cutover.reporting import findings
from cutover.reporting.overview import index, shares
from cutover.reporting.page import Report
from cutover.sharing import bundle, envelope, page, passphrases
from notebook_maker import AS_OF, one_practice, one_result

TODAY = dt.date(2026, 11, 27)
RULES = passphrases.rules(TODAY)
QUICK = replace(RULES, iterations=1, padding_bytes=64)  # for what does not test the key's price
WORDS = "zone vendor spiffy chive trespass tingling"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def saved(
    home, name="03_audit", audience="owner", run="a1", body="<h1>Audit</h1><p>The answer is $12.50.</p>"
):
    """Write a report of cedar-grove with its findings, and its page with `body`."""
    folder = home / "reports" / "sample-billing" / "cedar-grove"
    result = one_result(verdict=f"Verdict of {name}.")
    Report(result, subject="Cedar Grove", as_of=AS_OF, folder=folder, name=name).save()
    facts = folder / "desk" / f"{name}.findings.json"
    facts.write_text(findings.as_text(findings.read(facts) | {"run": "a1", "audience": audience}), "utf-8")
    head = f'<meta name="cutover-run" content="{run}">'
    (folder / f"{name}.html").write_text(f"{head}<main>{body}<footer>foot</footer></main>", "utf-8")
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A client with one practice that has two reports for its owner."""
    one_practice(tmp_path, "sample-billing", "cedar-grove", "Cedar Grove")
    saved(tmp_path)
    saved(tmp_path, "04_nonpar")
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    return tmp_path


def shared(home, capsys, *more):
    """Share the practice's reports and return the file's text and its passphrase."""
    out = home / "out"
    out.mkdir(exist_ok=True)
    assert (
        main(["share", "sample-billing/cedar-grove", "--to", "Dr. Rivera", "--output", str(out), *more]) == 0
    )
    told = capsys.readouterr().out
    return next(iter(sorted(out.glob("*.html")))), re.search(r"^passphrase: (.+)$", told, re.M)[1]


def test_what_is_sealed_opens_with_its_passphrase_however_blanks_hyphens_and_capitals_are_typed():
    text = envelope.sealed(b"the answer", WORDS, QUICK)
    for typed in (WORDS, WORDS.upper(), f"  {WORDS} ", WORDS.replace(" ", "-"), WORDS.replace(" ", "  ")):
        assert envelope.opened(text, typed, QUICK) == b"the answer"


def test_two_files_of_the_same_content_share_neither_salt_nor_nonce_nor_bytes():
    one, two = (envelope.sealed(b"the answer", WORDS, QUICK).split(".") for _ in range(2))
    first, second = (json.loads(base64.b64decode(parts[0])) for parts in (one, two))
    assert first["salt"] != second["salt"] and first["nonce"] != second["nonce"] and one[1] != two[1]
    assert set(first) == {"format", "version", "kdf", "iterations", "salt", "nonce"}


@pytest.mark.parametrize(("content", "sealed_bytes"), [(b"a", 64 + 16), (b"b" * 50, 64 + 16)])
def test_the_size_of_a_sealed_file_tells_no_more_than_its_padding(content, sealed_bytes):
    # one block of padding and the tag of 16 bytes: 50 equal letters are few bytes when compressed
    within = base64.b64decode(envelope.sealed(content, WORDS, QUICK).split(".")[1])
    assert len(within) == sealed_bytes


def resealed(header: bytes, within: bytes) -> str:
    """An envelope as somebody writes it who knows its form but not the passphrase."""
    return ".".join([envelope._text(header), envelope._text(within), envelope._digest(header, within)])


def test_each_changed_sign_of_a_file_ends_in_a_sentence_and_never_in_a_page():
    text, chance = envelope.sealed(b"the answer" * 20, WORDS, QUICK), random.Random(7)
    for _ in range(500):
        place = chance.randrange(len(text))
        other = chance.choice([c for c in "ABCxyz019+/.= " if c != text[place]])
        try:
            found = envelope.opened(text[:place] + other + text[place + 1 :], WORDS, QUICK)
        except envelope.SealedFileError as refused:
            assert re.search(r"Ask for it again|form that is not known", str(refused))
        else:  # bits of a last sign that stand for nothing, or a blank at the end
            assert found == b"the answer" * 20


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_file_that_was_cut_says_so(share):
    text = envelope.sealed(b"the answer", WORDS, QUICK)
    with pytest.raises(envelope.SealedFileError, match="was cut or changed"):
        envelope.opened(text[: int(len(text) * share)], WORDS, QUICK)


def test_a_header_of_an_older_file_and_swapped_parts_open_nothing_though_their_digest_is_right():
    old, new = (envelope.sealed(said, WORDS, QUICK) for said in (b"old answer", b"new answer"))
    (old_header, old_within, _), (header, within, _) = (
        [base64.b64decode(p) if n < 2 else p for n, p in enumerate(text.split("."))] for text in (old, new)
    )
    for first, second in ((old_header, within), (header, old_within), (header, within[::-1])):
        with pytest.raises(envelope.SealedFileError, match="passphrase does not open"):
            envelope.opened(resealed(first, second), WORDS, QUICK)
    weaker = header.replace(b'"version": 1', b'"version": 0')
    with pytest.raises(envelope.SealedFileError, match="form that is not known"):
        envelope.opened(resealed(weaker, within), WORDS, QUICK)


@pytest.mark.parametrize(
    ("rounds", "sentence"), [(5_000_000, "does not open"), (5_000_001, "not known"), (0, "not known")]
)
def test_a_file_that_asks_for_endless_rounds_is_refused(monkeypatch, rounds, sentence):
    monkeypatch.setattr(envelope, "_key", lambda *a: bytes(32))
    header, within, _ = envelope.sealed(b"a", WORDS, QUICK).split(".")
    told = json.loads(base64.b64decode(header)) | {"iterations": rounds}
    with pytest.raises(envelope.SealedFileError, match=sentence):
        envelope.opened(resealed(json.dumps(told).encode(), base64.b64decode(within)), WORDS, RULES)


def test_a_passphrase_that_is_made_has_six_words_of_the_list_and_would_itself_be_accepted():
    made = {passphrases.made(RULES.words) for _ in range(3)}
    assert len(made) == 3 and all(len(one.split()) == 6 for one in made)
    assert passphrases.checked(WORDS, RULES) == WORDS


@pytest.mark.parametrize(
    ("weak", "sentence"),
    [("short-one-1", "shorter than 14"), ("passwordpassword", "easy to guess"), ("a" * 20, "easy to guess"),
     ("11/27/2026 11/27/2026", "easy to guess"), ("pässe und mehr wörter hier", "plain letters")],
)  # fmt: skip
def test_a_weak_passphrase_is_refused_and_never_repeated(weak, sentence):
    with pytest.raises(UsageError, match=sentence) as refused:
        passphrases.checked(weak, RULES)
    assert weak not in str(refused.value)


def test_a_shared_file_holds_the_owners_pages_and_shows_none_of_it_before_it_is_opened(home, capsys):
    path, words = shared(home, capsys)
    html = path.read_text("utf-8")
    for secret in (
        "Cedar",
        "cedar-grove",
        "Rivera",
        "Verdict",
        "03_audit",
        "12.50",
        words,
        *(f"{one}{gap}{other}" for one, other in pairwise(words.split()) for gap in (" ", "-", "")),
    ):
        assert secret not in html.replace(page._script(), "").replace(page._own(), "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and "Rivera" not in path.name
    said = json.loads(envelope.opened(page.envelope_of(html), words, RULES))
    assert (said["practice"], said["to"], said["as_of"]) == ("Cedar Grove", "Dr. Rivera", AS_OF.isoformat())
    assert [(p["stem"], p["verdict"]) for p in said["pages"]] == [
        ("03_audit", "Verdict of 03_audit."), ("04_nonpar", "Verdict of 04_nonpar.")]  # fmt: skip
    assert said["pages"][0]["body"] == "<h1>Audit</h1><p>The answer is $12.50.</p>"


@pytest.mark.parametrize(
    ("change", "why"),
    [({"audience": "consultant"}, "not a page for an owner"), ({"run": "b2"}, "not of the run of its findings"),
     ({"body": '<p class="cw-banner">desk</p>'}, "not a page for an owner")],
)  # fmt: skip
def test_a_page_of_the_desk_or_of_another_run_cannot_be_put_in(home, capsys, change, why):
    saved(home, "05_cost", **change)
    what = bundle.of_practice(home, "sample-billing", "cedar-grove")
    assert [p.stem for p in what.pages] == ["03_audit", "04_nonpar"] and what.left_out == (f"05_cost: {why}",)


def test_a_page_whose_last_run_failed_or_whose_findings_are_gone_is_left_out(home):
    folder = home / "reports/sample-billing/cedar-grove"
    (folder / "desk/03_audit.failed.html").write_text("failed", "utf-8")
    (folder / "desk/04_nonpar.findings.json").unlink()
    with pytest.raises(
        UsageError, match=r"03_audit: its last run failed; 04_nonpar: its findings are not there"
    ):
        bundle.of_practice(home, "sample-billing", "cedar-grove")


def test_what_the_inputs_of_today_call_a_patient_is_withheld_from_a_page_made_before(home):
    saved(home, body="<p>Seen: Zebulon Quackenbush.</p>")
    folder = home / "data/raw/sample-billing/cedar-grove/demographics"
    folder.mkdir()
    (folder / "patients.csv").write_text(
        "Account No,Last Name,First Name,Date of Birth,Address,City,State,Zip\n"
        "A100234,Quackenbush,Zebulon,03/04/1961,1 Elm St,Springfield,IL,62701\n", "utf-8")  # fmt: skip
    what = bundle.of_practice(home, "sample-billing", "cedar-grove")
    assert "Quackenbush" not in what.pages[0].body and what.withheld == 1


def test_the_register_tells_what_was_shared_and_a_later_report_that_contradicts_it(home, capsys):
    shared(home, capsys)
    rows = shares.rows_of(home, "sample-billing")
    assert [(r.practice, r.report, r.to, r.state) for r in rows] == [
        ("cedar-grove", "03_audit", "Dr. Rivera", "ok"), ("cedar-grove", "04_nonpar", "Dr. Rivera", "ok")]  # fmt: skip
    assert shares.changed(home, "sample-billing") == []
    facts = home / "reports/sample-billing/cedar-grove/desk/03_audit.findings.json"
    facts.write_text(findings.as_text(findings.read(facts) | {"state": "blocked"}), "utf-8")
    assert main(["share", "sample-billing", "--list"]) == 0
    sentence = "It was in order; since 2026-07-31 the report is blocked."
    assert sentence in capsys.readouterr().out
    owners = index.write_client(home, "sample-billing")
    assert sentence in (owners.parent / "desk/index.html").read_text("utf-8")
    assert "Rivera" not in owners.read_text("utf-8")


def test_one_report_can_be_shared_and_an_unknown_one_is_said(home, capsys):
    path, words = shared(home, capsys, "--notebook", "04")
    said = json.loads(envelope.opened(page.envelope_of(path.read_text("utf-8")), words, RULES))
    assert [p["stem"] for p in said["pages"]] == ["04_nonpar"]
    assert main(["share", "sample-billing/cedar-grove", "--to", "A", "--notebook", "13"]) == 2
    assert "there is no report of sample-billing/cedar-grove to share" in capsys.readouterr().err


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_in_a_browser_the_file_opens_by_keyboard_alone_and_says_what_is_wrong_before(home, capsys):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    path, words = shared(home, capsys)
    cut = path.with_name("cut.html")
    cut.write_text(path.read_text("utf-8")[:-20_000], "utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        seen = browser.new_page(bypass_csp=True)
        for file, typed, sentence in (
            (path, "wrong words", "Check each word."),
            (cut, words, "cut or changed"),
        ):
            seen.goto(file.as_uri())
            seen.keyboard.type(typed)
            seen.keyboard.press("Enter")
            seen.wait_for_selector(f'#answer:has-text("{sentence}")')
        assert [rule["id"] for rule in Axe().run(seen).response["violations"]] == []
        seen.goto(path.as_uri())
        seen.keyboard.type(words.upper())
        seen.keyboard.press("Enter")
        seen.wait_for_selector("#report h1:has-text('Cedar Grove')")
        seen.keyboard.press("Tab")
        seen.keyboard.press("Enter")
        seen.wait_for_selector("#report p:has-text('$12.50')")
        assert seen.title() == "ERA archive audit, Cedar Grove"
        seen.go_back()
        seen.wait_for_selector("#report h1:has-text('Cedar Grove')")
        assert [rule["id"] for rule in Axe().run(seen).response["violations"]] == []
        browser.close()
