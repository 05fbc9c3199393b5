"""The first page of the desk: a choice that notebooks open with, and what a person does there without any code."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pandas as pd
import pytest
from cutover.cli import main
from cutover.desk.parts import Whom
from cutover.desk.running import BOOK, RunDesk
from cutover.desk.start import Start
from cutover.errors import UsageError
from cutover.reading.intake.returned import load_returned
from cutover.reading.postings import meetings
from cutover.reading.practice import book, choice, preflight
from cutover.reporting import registry
from cutover.surroundings import HOME_VARIABLE, RUN_FOLDER_VARIABLE
from notebook_maker import one_practice

DAY = dt.date(2026, 7, 31)
CELL = ("sample-billing", "cedar-grove", "2026-07-31")  # as notebooks have it


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Two practices of one client, and the home of notebooks that run outside a batch."""
    for slug in ("cedar", "elm"):
        one_practice(tmp_path, "acme", slug, f"{slug.title()} Clinic")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.delenv(RUN_FOLDER_VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def page(home):
    """The page with Elm Clinic chosen as of a day."""
    made = Start(home)
    made.choice.day.value = DAY
    made.choice.list.value = ("acme", "elm")
    return made


def test_a_notebook_opens_with_the_practice_that_was_chosen(page, capsys):
    who, day = book.opened(*CELL)
    assert (who.client, who.slug, day) == ("acme", "elm", DAY)
    assert "As chosen in 00_start: acme/elm, as of 2026-07-31." in capsys.readouterr().out
    assert book.opened_book("sample-billing", "2026-07-31")[0].client == "acme"


def test_a_cell_that_was_edited_after_the_choice_wins(page):
    assert book.opened("acme", "cedar", "2026-07-31")[0].slug == "cedar"


def test_in_a_batch_the_parameters_count_and_no_choice(page, monkeypatch):
    monkeypatch.setenv(RUN_FOLDER_VARIABLE, "somewhere")
    assert choice.instead(page.home, *CELL) is None


def test_a_choice_of_a_practice_that_is_gone_is_none(page, home):
    (home / "data/raw/acme/elm").rename(home / "gone")
    assert choice.chosen(home) is None


def test_the_choice_is_for_nobody_elses_eyes(page, home):
    assert choice.path_of(home).stat().st_mode & 0o077 == 0


def test_a_part_of_a_name_finds_a_practice(page):
    page.choice.find.value = "clinic CED"
    assert [one for _, one in page.choice.list.options] == [("acme", "cedar")]
    assert page.choice.whom == Whom(page.home, "acme", "cedar", DAY)
    page.choice.find.value = "nobody"  # the list stays as it was
    assert page.choice.list.value == ("acme", "cedar") and "No practice" in page.choice.message.value


@pytest.mark.parametrize("text", ["7/31/2026", "07/31/2026", "2026-07-31", " 2026-07-31 "])
def test_a_day_may_be_written_as_people_write_it(text):
    assert book.read_day(text) == DAY


def test_the_desk_is_told_where_data_and_reports_lie(home, monkeypatch):
    begun = {}

    def begin(command, env, **_):
        begun.update(env)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", begin)
    assert main(["lab"]) == 0
    assert begun[HOME_VARIABLE] == str(home)  # its kernels work elsewhere


def test_at_the_desk_an_error_is_its_sentence_and_in_a_batch_its_place_too(monkeypatch):
    monkeypatch.delenv(RUN_FOLDER_VARIABLE, raising=False)
    with pytest.raises(UsageError) as found:
        book.read_day("31/07/2026")
    assert found.value._render_traceback_() == [
        "as_of is '31/07/2026', not a day that there is. Write it as 2026-07-31."
    ]
    monkeypatch.setenv(RUN_FOLDER_VARIABLE, "somewhere")
    assert not hasattr(found.value, "_render_traceback_")


def test_the_first_page_is_in_no_batch():
    assert registry.HOME not in registry.notebooks() and registry.notebooks()


def test_a_new_client_is_made_by_a_form_and_its_list_of_what_to_ask_for_shrinks(tmp_path):
    page = Start(tmp_path)
    assert page.parts.layout.display == "none" and page.folded.selected_index == 0  # the form alone
    page.new.client.value, page.new.practice.value = "Acme Billing, Inc.", "Oak & Sons"
    assert "Tax ID or an NPI" in page.new.message.value
    page.new.tin.value, page.new.cutover.value = "12-3456789", dt.date(2026, 9, 1)
    page.new.button.click()
    who = book.load_practice(tmp_path, "acme-billing-inc", "oak-sons")
    assert (who.name, who.tins, who.cutover) == ("Oak & Sons", {"123456789"}, dt.date(2026, 9, 1))
    assert page.choice.whom.target == "acme-billing-inc/oak-sons" and page.parts.layout.display is None
    assert book.client_name(tmp_path, "acme-billing-inc") == "Acme Billing, Inc."
    assert "9 of 9 still to ask for" in page.hand.view.value
    page.hand.folder.value = "era"
    page.hand.files.value = ({"name": "a.835", "content": memoryview(b"ISA"), "size": 3, "type": "",
                              "last_modified": dt.datetime.now(dt.UTC)},)  # fmt: skip
    assert (who.raw / "era" / "a.835").read_bytes() == b"ISA"
    assert "8 of 9 still to ask for" in page.hand.view.value and "1 of 1 files" in page.hand.message.value


def test_a_file_that_is_there_is_never_written_over(page):
    given = {"name": "x/../a.835", "content": memoryview(b"new"), "size": 3, "type": "",
             "last_modified": dt.datetime.now(dt.UTC)}  # fmt: skip
    folder = page.hand.whom.raw / "era"
    folder.mkdir()
    (folder / "a.835").write_bytes(b"old")
    page.hand.files.value = (given,)
    assert (folder / "a.835").read_bytes() == b"old" and "left as they are: a.835" in page.hand.message.value


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("tin", "12-34567", "nine digits"), ("npi", "1234567890", "no NPI"), ("client", " ", "Name the client")],
)
def test_a_form_that_is_not_complete_says_what_it_lacks_and_makes_nothing(page, name, value, said):
    page.new.client.value, page.new.practice.value, page.new.tin.value = "acme", "Ash", "123456789"
    getattr(page.new, name).value = value
    page.new.button.click()
    assert said in page.new.message.value and book.practices(page.home, "acme") == ["cedar", "elm"]


def test_a_practice_that_is_there_is_not_made_again(page):
    page.new.client.value, page.new.practice.value, page.new.tin.value = "acme", "Elm", "123456789"
    page.new.button.click()
    assert "is there already" in page.new.message.value


def test_each_notebook_is_named_with_a_link_to_it_and_what_it_said(page, home):
    shown = page.said.text
    assert shown.count("No report") == len(registry.notebooks())
    assert 'href="03_era_archive_audit.ipynb"' in shown and "00_start.ipynb" not in shown


def test_reports_are_made_by_the_command_with_the_choice(page):
    page.run.which.value = ("03_era_archive_audit",)
    assert page.run.command()[3:] == [
        "report", "acme/elm", "--as-of", "2026-07-31", "--notebook", "03_era_archive_audit",
    ]  # fmt: skip
    assert "05_cost_comparison_book" not in page.run._offered  # it is about the whole book
    page.run.about.value = BOOK
    assert page.run.command()[4] == "acme" and "05_cost_comparison_book" in page.run.which.value


def batch(monkeypatch, says: str, status: int):
    """A run of the desk whose batch says these words and ends so; how often it told that a report was done."""
    told = []
    desk = RunDesk(lambda: told.append(1))
    desk.follow(Whom(None, "acme", "elm", DAY))
    code = f"import sys; sys.stderr.write({says!r}); sys.exit({status})"
    monkeypatch.setattr(desk, "command", lambda: [sys.executable, "-c", code])
    desk.run()
    desk.watcher.join(30)
    return desk, len(told)


def test_the_bar_follows_the_batch_and_a_failure_is_said_in_its_words(monkeypatch):
    says = (
        "\rreports:   0%|  | 0/2 [00:00<?]\rreports:  50%|# | 1/2 [00:01<00:01]\n"
        "failed: acme/elm 03, code cell 2: era/a.835: cut off. Export it again.\n        /x/y.html\n"
        "1 of 2 reports made\n"
    )
    desk, told = batch(monkeypatch, says, 1)
    assert (desk.bar.value, desk.bar.max, told) == (1, 2, 2)  # once for the report, once at the end
    assert desk.message.value == "Ended with failures. 1 of 2 reports made"
    assert "cut off. Export it again." in desk.failures.value and "/x/y" not in desk.failures.value
    assert not desk.start.disabled and desk.stop.disabled


def test_a_batch_that_is_stopped_ends_and_says_so(monkeypatch):
    desk = RunDesk(lambda: None)
    desk.follow(Whom(None, "acme", "elm", DAY))
    monkeypatch.setattr(desk, "command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    desk.run()
    process = desk.process
    assert isinstance(process, subprocess.Popen) and desk.start.disabled
    desk.stop.click()
    desk.watcher.join(30)
    assert process.poll() is not None and desk.message.value.startswith("Stopped")


def test_an_attestation_is_written_down_outside_of_what_the_client_sent_and_read_by_every_report(page):
    page.attest.show()
    page.attest.save.click()
    assert "No answer was given" in page.attest.message.value
    page.attest.answers["day-zero-1"].value = "holds"
    page.attest.save.click()
    assert page.attest.message.value == "Say who attests."
    page.attest.who.value = "Dana Example"
    page.attest.save.click()
    who = page.attest.whom.opened()
    (row,) = load_returned(who).attestations.to_dict("records")
    assert (row["item"], row["holds"], row["attested_by"]) == ("day-zero-1", True, "Dana Example")
    assert row["attested_on"] == pd.Timestamp(DAY) and not (who.raw / "handoff").exists()
    page.attest.answers["day-zero-1"].value = "does not hold"  # a later answer stands below the first
    page.attest.save.click()
    assert load_returned(who).attestations["holds"].tolist() == [True, False]


def test_owner_and_note_of_the_last_meeting_are_edited_in_a_grid(page):
    who = page.minutes.whom.opened()
    page.minutes.show()
    assert "No meeting is written down" in page.minutes.none.text
    row = {"key": "E-AAAAAA", "code": "run-not-posted", "first_seen": pd.Timestamp(DAY), "amount_cents": 12_345,
           "owner": "Biller", "note": None}  # fmt: skip
    meetings.hold(who, pd.DataFrame([row]), dt.date(2026, 7, 30))
    page.minutes.show()
    owner, note = page.minutes.boxes["E-AAAAAA"]
    owner.value, note.value = "Kim", "called, waits"
    page.minutes.save.click()
    _, back = meetings.last_meeting(who, DAY)
    assert back[["owner", "note", "amount_cents"]].values.tolist() == [["Kim", "called, waits", 12_345]]
    assert not (who.raw / "meetings").exists()


def test_mappings_that_wait_are_listed_and_confirmed_here(page):
    folder = page.waiting.whom.raw / "claims"
    folder.mkdir()
    (folder / "a.csv").write_text("When,Who,Sum\n2026-01-02,A,1.00\n", "utf-8")
    page.waiting.search()
    assert (
        "claims/a.csv" in page.waiting.list.text
        and 'href="04_nonpar_exposure.ipynb"' in page.waiting.list.text
    )
    assert len(page.waiting.place.children) == 1
    (folder / "a.csv").unlink()
    page.waiting.search()
    assert "nothing waits for you" in page.waiting.list.text and page.waiting.place.children == ()


def test_what_to_ask_for_counts_files_and_no_clutter(home):
    folder = home / "data/raw/acme/elm/era"
    folder.mkdir()
    for name in ("a.835", "b.835", ".DS_Store"):
        (folder / name).write_bytes(b"x")
    asked = {one.folder: one for one in preflight.to_ask(home, "acme", "elm")}
    assert asked["era"].files == 2 and asked["era"].notebooks == ("03", "12")
    assert asked["payer_list"].of_client and asked["payer_list"].files == 0
