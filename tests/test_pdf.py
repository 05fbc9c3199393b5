"""A report printed as PDF is numbered, tagged, bears practice and date; without a browser that is said."""

from __future__ import annotations

import shutil
import stat

import pytest
from cutover.cli import main
from cutover.errors import CutoverError, UsageError
from cutover.reporting import markup
from cutover.reporting.pages import pdf

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def test_without_a_browser_the_reports_are_not_begun_and_what_to_do_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="no Chromium, Chrome or Edge was found"):
        pdf.browser()
    assert main(["report", "--pdf"]) == 2 and "Install one" in capsys.readouterr().err


def test_a_browser_that_fails_is_a_sentence_and_leaves_the_old_pdf(tmp_path):
    page = tmp_path / "03.html"
    page.write_text("<p>x</p>", "utf-8")
    page.with_suffix(".pdf").write_bytes(b"old")
    with pytest.raises(CutoverError, match=r"^03.html: the browser"):
        pdf.printed(page, shutil.which("false"))
    assert page.with_suffix(".pdf").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("Cedar Grove, P.C.", "Cedar Grove, P.C."),
        ('A "B" \\ </style>', r"A \22 B\22  \5c  \3c \2f style\3e "),
    ],
)
def test_the_name_at_the_foot_of_a_printed_page_cannot_end_the_style_sheet(name, css):
    assert markup.css_text(name) == css


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_page_is_printed_on_letter_paper_tagged_and_for_this_user_alone(tmp_path):
    page = tmp_path / "03.html"
    page.write_text(
        f"<html lang=en><style>{markup.style()}</style><h1>Audit</h1><h2>Answer</h2></html>", "utf-8"
    )
    made = pdf.printed(page, CHROMIUM)
    data = made.read_bytes()
    assert data.startswith(b"%PDF-") and b"/MediaBox [0 0 612 792]" in data  # 8.5 by 11 inches of 72 points
    assert b"/MarkInfo" in data and b"/Outlines" in data
    assert stat.S_IMODE(made.stat().st_mode) == 0o600 and len(list(tmp_path.iterdir())) == 2
