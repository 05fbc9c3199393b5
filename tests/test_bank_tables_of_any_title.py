"""Exports of banks below a title, with any name over the one column of days and the one of words."""

from __future__ import annotations

import pytest
from cutover.columns import Column, Kind
from cutover.reading.files.title_rows import is_title_row
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.practice.book import Practice
from cutover.workstreams.bank import match_bank
from cutover.workstreams.run_rules import load_rules
from parallel_frames import AS_OF, frame

LINES = (("6/4/26", "HCCLAIMPMT CEDAR MUTUAL 771204", "$118.25"), ("6/9/26", "HCCLAIMPMT BIRCH 0052", "$90.00"),
         ("6/11/26", "LOCKBOX 2 ITEMS", "$41.75"))  # fmt: skip


def read(tmp_path, header: str, lines=LINES, title: str = ""):
    """What is read of a bank's export with this title and header over these lines."""
    who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
    (who.raw / "bank").mkdir(parents=True)
    rows = "\n".join(",".join(line) for line in lines)
    (who.raw / "bank" / "a.csv").write_text(f"{title}{header}\n{rows}\n")
    return load_deposits(who)


@pytest.mark.parametrize("title", [
    "Riverbend Savings Bank,checking ...8812\n",
    "Harbor Credit Union,x8812\n",
    "Operating,ending in 8812\n",
    "Elm Foot Clinic,July\n",  # words of nobody, over names that are known as they stand
    "Elm Foot Clinic,Main Street,Welcome\n",
])  # fmt: skip
def test_a_bank_s_title_of_several_cells_is_in_no_name(tmp_path, title):
    found = read(tmp_path, "Date,Description,Deposit", title=title)
    assert found.rows["amount_cents"].tolist() == [118_25, 90_00, 41_75]
    assert found.rows["description"].tolist()[1] == "HCCLAIMPMT BIRCH 0052"


def test_names_that_go_on_in_the_next_row_are_whole_also_where_one_of_them_is_known_alone(tmp_path):
    found = read(tmp_path, "Date,Description,Amount", title="Posting,Bank,Deposit\n")
    assert found.rows["amount_cents"].sum() == 250_00  # 118.25 + 90.00 + 41.75
    assert found.rows["description"].notna().all()


@pytest.mark.parametrize(("row", "is_title"), [
    (["Elm", "acct xx8812"], True),
    (["Elm", "ending 8812"], True),
    (["Elm", "acct 8812", "Memo"], False),  # not hidden: it may be one account of several columns
    (["Box 8812", "Max 100", "Memo"], False),  # a letter x inside a word hides nothing
])  # fmt: skip
def test_an_account_with_its_beginning_hidden_makes_a_title(row, is_title):
    assert is_title_row(row) is is_title


@pytest.mark.parametrize("name", [
    "Post Date", "Value Date", "Txn Date", "Acct Date", "Ledger Date", "Credited on", "Bkg", "Rcvd", "Datum",
])  # fmt: skip
def test_the_only_column_of_days_is_the_day_of_the_deposits(tmp_path, name):
    found = read(tmp_path, f"{name},Description,Deposit")
    assert found.rows["deposit_date"].dt.strftime("%m-%d").tolist() == ["06-04", "06-09", "06-11"]


@pytest.mark.parametrize("name", ["Printed", "Check Written", "DOS", "Statement Run"])
def test_a_day_of_something_else_is_no_day_of_deposits(tmp_path, name):
    assert read(tmp_path, f"{name},Description,Deposit").rows.empty


def test_two_unknown_columns_of_days_and_one_day_all_over_leave_the_day_open(tmp_path):
    two = [(on, on, said, cents) for on, said, cents in LINES]
    assert read(tmp_path / "a", "Abc,Xyz,Description,Deposit", two).rows.empty
    one = [("6/30/26", said, cents) for _, said, cents in LINES]
    assert read(tmp_path / "b", "Abc,Description,Deposit", one).rows.empty


@pytest.mark.parametrize(
    "name", ["Remitter/Trace", "Payer / Check No", "Originator", "Trace", "Ref", "Whoever Sent It"]
)
def test_the_number_among_the_words_of_any_column_finds_the_remittance(tmp_path, name):
    found = read(tmp_path, f"Date,{name},Amount")
    paid = frame_of(("771204", 118_25, "2026-06-01"), ("52", 90_00, "2026-05-04"))
    told = match_bank(found.rows, paid, load_rules(AS_OF))
    # 0052 is 52, a month before: the number and the amount agree, the day need not
    assert told.deposits["how"].fillna("none").tolist() == ["number and amount", "number and amount", "none"]


def test_a_column_with_one_word_all_over_is_no_description(tmp_path):
    found = read(tmp_path, "Date,Standing,Amount", [(on, "Operating", cents) for on, _, cents in LINES])
    assert found.rows["description"].isna().all() and len(found.rows) == 3


def frame_of(*paid):
    """Remittances of these (check, cents, day), sent by transfer."""
    columns = (Column("check", Kind.TEXT, "Check"), Column("paid_cents", Kind.CENTS, "Paid"),
               Column("paid_on", Kind.DATE, "On"), Column("method", Kind.TEXT, "How"))  # fmt: skip
    rows = [
        {"check": check, "paid_cents": cents, "paid_on": on, "method": "ACH"} for check, cents, on in paid
    ]
    return frame(columns, rows)
