"""A claim report with one row per service line: its claims, their money, and where a person must look."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import NPI, practice, put, workbook
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.history import NO_CLAIM, read_claim_history
from cutover.reading.claims.line_rules import line_rules
from cutover.reading.claims.service_lines import AGAIN, FURTHER
from cutover.reading.era.archive import load_archive
from cutover.reading.mapping.record import LOOK
from cutover.workstreams import unread_files
from cutover.workstreams.claim_reconciliation import set_aside_table, sources_table
from hypothesis import given
from hypothesis import strategies as st
from open_claims_makers import CUTOVER, book, one
from test_claims import assert_every_row_is_accounted_for

HEADER = (
    "Claim ID",
    "Acct #",
    "CPT",
    "Mod",
    "DOS",
    "Payer",
    "Billed",
    "Paid",
    "Adj",
    "Balance",
    "Status",
    "Submitted",
)
PAID, DENIED = "Paid", "Denied"


def line(claim="C1", cpt="99213", billed="110.00", paid="", **said) -> tuple:
    """One row of a report of service lines."""
    row = {"account": f"A{claim}" if claim else "", "mod": "", "served": "03/02/2026", "payer": "Aetna", "adj": "",
           "balance": "", "status": PAID, "sent": "03/05/2026"} | said  # fmt: skip
    return (claim, row["account"], cpt, row["mod"], row["served"], row["payer"], billed, paid, row["adj"],
            row["balance"], row["status"], row["sent"])  # fmt: skip


def csv(*rows: tuple, header=HEADER) -> bytes:
    return "\n".join(
        ",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in (header, *rows)
    ).encode()


def read(*rows: tuple, header=HEADER):
    return read_claim_history(csv(*rows, header=header), "claims/h.csv")


def loaded(tmp_path, *files: bytes):
    made = practice(tmp_path)
    for place, data in enumerate(files):
        put(made, f"claims/{place}.csv", data)
    return load_claims(made, load_archive(made))


def charges(found) -> dict[str, int]:
    return found.claims.set_index("claim_number")["charge_cents"].to_dict()


def doubts(found) -> list[str]:
    return [note for note in found.notes if LOOK in note]


TWO = (line(cpt="99213", mod="25", billed="110.00", paid="80.00", adj="30.00", balance="0.00"),
       line(cpt="36415", billed="20.00", paid="12.00", adj="3.00", balance="5.00"),
       line("C2", "99214", "150.00", "0.00", adj="0.00", balance="150.00"))  # fmt: skip


def test_the_lines_of_a_claim_are_one_claim_with_the_sum_of_their_amounts():
    found = read(*TWO)
    row = found.claims.iloc[0]
    assert found.claims["claim_number"].tolist() == ["C1", "C2"]
    assert row["charge_cents"] == 11_000 + 2_000
    assert (row["paid_cents"], row["adjusted_cents"]) == (8_000 + 1_200, 3_000 + 300)
    assert (row["balance_cents"], row["source_row"], row["state"]) == (0 + 500, 2, "paid")
    assert "one row per service line: 3 rows are 2 claims" in found.notes and doubts(found) == []


def test_rows_in_are_the_claims_and_their_further_lines_whose_charge_is_in_the_claim_alone(tmp_path):
    found = loaded(tmp_path, csv(*TWO))
    file = found.files.iloc[0]
    assert (file["rows_in"], file["rows_used"], file["rows_set_aside"]) == (3, 2, 1)
    assert_every_row_is_accounted_for(found)
    aside = found.set_aside.sort_values("table")
    assert aside["reason"].tolist() == [FURTHER] * 2 and aside["table"].tolist() == ["history", "submitted"]
    assert aside["charge_cents"].isna().all() and aside["source_row"].tolist() == [3, 3]
    assert set_aside_table(found).frame["rows"].tolist() == [1]
    assert sources_table(found).frame[["rows_in", "used", "aside", "history"]].values.tolist() == [
        [3, 2, 1, 2]
    ]
    assert (
        found.history["charge_cents"].sum() == found.submitted["charge_cents"].sum() == 28_000
    )  # 110 + 20 + 150


def test_lines_of_several_days_are_one_claim_from_the_first_day_to_the_last():
    found = read(line(cpt="97110", served="03/09/2026"), line(cpt="97110", served="03/02/2026"),
                 line("C2"))  # fmt: skip
    row = found.claims.iloc[0]
    assert (row["service_from"], row["service_through"]) == (
        pd.Timestamp(2026, 3, 2),
        pd.Timestamp(2026, 3, 9),
    )
    assert row["charge_cents"] == 2 * 11_000 and len(found.claims) == 2


@pytest.mark.parametrize(("days", "claims"), [(92, 1), (93, 2)])
def test_rows_of_one_number_are_lines_of_one_claim_up_to_92_days_apart(days, claims):
    last = dt.date(2026, 1, 5) + dt.timedelta(days)
    found = read(line(served="01/05/2026"), line(cpt="99214", billed="150.00", served=f"{last:%m/%d/%Y}"))
    assert (len(found.claims), int(found.claims["charge_cents"].sum())) == (claims, 11_000 + 15_000)
    assert ["more than 92 days apart" in note for note in doubts(found)] == [True] * (claims - 1)


@pytest.mark.parametrize(
    ("states", "state", "word"),
    [(("Paid", "Denied"), "denied", "Denied"), (("Paid", "Pending"), "pending", "Pending"),
     (("Paid", "Rejected"), "open", "Rejected"), (("Denied", "Appealed"), "denied", "Denied"),
     (("Paid", "Sorted"), "unknown", "Sorted"), (("Paid", ""), "paid", "Paid"), (("", ""), "unknown", None),
     (("Written off", "Paid"), "paid", "Paid"), (("Paid", "Patient balance"), "patient responsibility",
                                                 "Patient balance")],
)  # fmt: skip
def test_a_claim_is_not_paid_while_a_line_of_it_is_denied_or_waits(states, state, word):
    for order in (states, states[::-1]):
        row = read(line(status=order[0]), line(cpt="36415", status=order[1]), line("C9")).claims.iloc[0]
        assert (row["state"], row["state_as_written"] if pd.notna(row["state_as_written"]) else None) == (
            state,
            word,
        )


def test_a_claim_without_a_day_of_submission_was_sent_where_a_line_of_it_is_decided(tmp_path):
    """Open alone was never sent; open beside paid waits, and is a submission; a rejection says itself that it was."""
    rows = [line(claim, cpt, billed, status=state, sent="") for claim, states in (
                ("C1", ("On hold", "On hold")), ("C2", ("On hold", "Paid")), ("C3", ("Rejected", "Paid")))
            for cpt, billed, state in (("99213", "110.00", states[0]), ("36415", "20.00", states[1]))]  # fmt: skip
    found = loaded(tmp_path, csv(*rows))
    assert found.history["state"].tolist() == ["open", "pending", "open"]
    assert found.submitted["claim_number"].tolist() == ["C2", "C3"]
    assert found.submitted["charge_cents"].tolist() == [13_000, 13_000]


def test_every_state_of_a_claim_has_its_place_in_the_order():
    assert line_rules().order[0] == "denied"
    assert line_rules().order[-4:] == ("paid", "written off", "replaced", "voided")


def test_a_sum_is_null_where_no_line_has_an_amount_and_is_said_to_be_of_the_others_where_one_lacks():
    found = read(
        line(paid="80.00"), line(cpt="36415", billed="20.00"), line("C2"), line("C2", "36415", "20.00")
    )
    assert found.claims["paid_cents"].fillna(-1).tolist() == [8_000, -1]
    assert charges(found) == {"C1": 13_000, "C2": 13_000}
    assert "Paid (`Paid`) is missing from lines of 1 claim: the sum is of the other lines" in found.notes
    assert not any("Billed" in note for note in found.notes)


def test_a_void_line_of_a_claim_with_others_adds_nothing_and_a_claim_of_void_lines_alone_is_void():
    void = line(cpt="36415", billed="20.00", paid="5.00", status="VOID")
    row = read(line(billed="110.00", paid="80.00"), void, line("C9")).claims.iloc[0]
    assert (row["charge_cents"], row["paid_cents"], row["state"]) == (11_000, 8_000, "paid")
    both = read(line(billed="110.00", status="Voided"), void, line("C9")).claims.iloc[0]
    assert (both["charge_cents"], both["state"]) == (11_000 + 2_000, "voided")


def total(*claims: tuple[str, str, str], header="Billed") -> object:
    """A report of lines: claim, procedure, amount; the amount under this header."""
    rows = [line(claim, cpt, billed) for claim, cpt, billed in claims]
    return read(*rows, header=[header if name == "Billed" else name for name in HEADER])


REPEATED = [("C1", "99213", "130.00"), ("C1", "36415", "130.00"), ("C2", "99213", "190.00"), ("C2", "20610", "190.00"),
            ("C3", "99214", "170.00"), ("C3", "36415", "170.00"), ("C4", "99213", "110.00")]  # fmt: skip


@pytest.mark.parametrize("header", ["Total Charge", "Claim Amount", "Billed"])
def test_the_amount_of_the_claim_that_stands_on_every_line_of_it_counts_once(header):
    found = total(*REPEATED, header=header)
    assert charges(found) == {"C1": 13_000, "C2": 19_000, "C3": 17_000, "C4": 11_000}
    said = f"Billed (`{header}`) is taken for the claim's own, repeated on its lines: counted once"
    assert said in found.notes and doubts(found) == []  # 99213 is 130, 190 and 110: no price of its own


def test_amounts_of_lines_that_differ_are_the_lines_own_whatever_the_header_says():
    found = total(("C1", "99213", "110.00"), ("C1", "36415", "20.00"), ("C2", "99213", "110.00"),
                  ("C2", "20610", "80.00"), header="Total Charge")  # fmt: skip
    assert charges(found) == {"C1": 11_000 + 2_000, "C2": 11_000 + 8_000}


@pytest.mark.parametrize(
    ("header", "same", "first", "asked"),
    [
        ("Total Charge", 9, 10_000, 2),
        ("Total Charge", 8, 20_000, 0),
        ("Billed", 9, 20_000, 1),
        ("Billed", 8, 20_000, 0),
    ],
)
def test_a_header_that_says_total_is_believed_where_nine_claims_of_ten_bear_one_amount_on_all_lines(
    header, same, first, asked
):
    """Of 10 claims 9 are 90 of 100; of 9 claims 8 are fewer. The claim that differs is added up: $110 + $20."""
    rows = [(f"C{n}", cpt, f"{100 + n}.00") for n in range(same) for cpt in ("99213", "36415")]
    found = total(*rows, ("D", "99213", "110.00"), ("D", "36415", "20.00"), header=header)
    assert (charges(found)["C0"], charges(found)["D"]) == (first, 11_000 + 2_000)
    assert len(doubts(found)) == asked


def test_a_claim_of_several_lines_was_paid_on_the_last_day_that_a_line_was():
    header = ["Paid Date" if name == "Mod" else name for name in HEADER]
    rows = [
        line(mod="03/20/2026"),
        line(cpt="36415", mod="04/02/2026", billed="20.00"),
        line("C2", mod="03/01/2026"),
    ]
    found = read(*rows, header=header).claims
    assert found["paid_date"].tolist() == [pd.Timestamp(2026, 4, 2), pd.Timestamp(2026, 3, 1)]


def test_one_amount_under_a_header_that_says_line_is_the_line_s_own():
    found = total(*REPEATED, header="Line Charge")
    assert charges(found) == {"C1": 2 * 13_000, "C2": 2 * 19_000, "C3": 2 * 17_000, "C4": 11_000}


def test_one_price_of_every_procedure_is_no_repeated_total_and_a_person_is_asked():
    flat = [("C1", "97110", "50.00"), ("C1", "97140", "50.00"), ("C2", "97110", "50.00")]
    found = total(*flat)
    assert charges(found) == {"C1": 2 * 5_000, "C2": 5_000}
    assert ["one price" in note for note in doubts(found)] == [True]
    dearer = [*flat[:2], ("C2", "97110", "60.00")]  # a procedure without one price: the claim's own amount
    found = total(*dearer)
    assert charges(found) == {"C1": 5_000, "C2": 6_000}


def test_few_claims_with_one_amount_on_every_line_count_it_once_and_a_person_is_asked():
    assert doubts(total(*REPEATED)) == []  # three claims
    found = total(*REPEATED[:4])
    assert charges(found) == {"C1": 13_000, "C2": 19_000}
    assert ["seen on 2 claims alone" in note for note in doubts(found)] == [True]


def test_one_procedure_on_several_days_has_one_price_and_is_added_up():
    rows = [line(cpt="90834", billed="150.00", served=f"03/0{day}/2026") for day in (2, 4, 6)]
    found = read(*rows)
    assert charges(found) == {"C1": 3 * 15_000} and len(doubts(found)) == 1


def test_the_balance_of_the_claim_on_every_line_counts_once_beside_charges_that_are_added_up():
    header = ["Claim Balance" if name == "Balance" else name for name in HEADER]
    rows = [line(f"C{n}", cpt, billed, balance=f"{n}5.00") for n in (1, 2, 3)
            for cpt, billed in (("99213", "110.00"), ("36415", "20.00"))]  # fmt: skip
    found = read(*rows, header=header).claims
    assert found["balance_cents"].tolist() == [1_500, 2_500, 3_500] and set(found["charge_cents"]) == {13_000}


def test_the_claim_s_own_row_above_its_lines_is_not_added_to_them():
    whole = line(cpt="", billed="130.00", paid="90.00")
    lines = (line(cpt="99213", billed="110.00", status=""), line(cpt="36415", billed="20.00", status=""))
    row = read(whole, *lines).claims.iloc[0]
    assert (row["charge_cents"], row["paid_cents"], row["state"]) == (11_000 + 2_000, 9_000, "paid")
    found = read(line(cpt="", billed="131.00"), *lines)
    assert charges(found) == {"C1": 13_100 + 13_000}
    assert ["rows without a procedure" in note for note in doubts(found)] == [True]


def test_a_claim_sent_again_with_the_same_lines_is_two_submissions_of_one_claim(tmp_path):
    again = [line(cpt=cpt, billed=billed, sent=sent) for sent in ("03/05/2026", "04/20/2026")
             for cpt, billed in (("99213", "110.00"), ("36415", "20.00"))]  # fmt: skip
    found = loaded(tmp_path, csv(*again))
    assert found.history["charge_cents"].tolist() == [13_000]
    assert found.submitted["charge_cents"].tolist() == [13_000, 13_000]
    assert sorted(found.submitted["submission"]) == ["original", "resubmitted"]
    reasons = found.set_aside.loc[found.set_aside["table"] == "history", "reason"].tolist()
    assert reasons.count(FURTHER) == 2 and len(reasons) == 3  # 4 rows = 1 claim + 3


def test_lines_of_one_claim_that_were_sent_on_two_days_are_told_from_a_claim_sent_again():
    lines = [line(), line(cpt="36415", billed="20.00"), line(cpt="99000", billed="9.00", sent="03/20/2026")]
    assert ["sent on several days" in note for note in doubts(read(*lines))] == [True]
    assert doubts(read(*lines[:2], line(sent="03/20/2026"))) == []  # 99213 a second time: sent again


def test_a_claim_that_stands_twice_with_one_procedure_and_one_charge_stands_again_as_ever(tmp_path):
    found = loaded(tmp_path, csv(line(), line(), line("C2")))
    assert found.history["charge_cents"].tolist() == [11_000, 11_000]
    assert set(found.set_aside["reason"]) == {"the same row stands twice in the file"}
    corrected = loaded(tmp_path / "b", csv(line(billed="100.00"), line(billed="110.00")))
    assert corrected.history["charge_cents"].tolist() == [11_000]
    assert set(corrected.set_aside["reason"]) == {"the same claim stands again further down in the file"}
    assert "different charges" in corrected.files.iloc[0]["reason"]


def test_a_line_that_stands_twice_in_a_claim_of_several_counts_once_and_a_person_is_asked(tmp_path):
    found = loaded(tmp_path, csv(line(cpt="97110", billed="50.00"), line(cpt="97110", billed="50.00"),
                                 line(cpt="97140", billed="40.00")))  # fmt: skip
    assert found.history["charge_cents"].tolist() == [5_000 + 4_000]
    aside = found.set_aside[found.set_aside["table"] == "history"]
    assert sorted(aside["reason"]) == sorted([AGAIN, FURTHER]) and aside["charge_cents"].sum() == 5_000
    assert LOOK in found.files.iloc[0]["reason"]
    assert any(LOOK in said for said in unread_files.limits(found.files))


def test_two_lines_of_one_procedure_and_charge_are_two_where_the_report_numbers_its_lines(tmp_path):
    header = ["Line No" if name == "Mod" else name for name in HEADER]
    rows = [line(cpt="97110", billed="50.00", mod=n) for n in ("1", "2")]
    found = loaded(tmp_path, csv(*rows, header=header))
    assert found.history["charge_cents"].tolist() == [2 * 5_000]
    twice = loaded(tmp_path / "b", csv(*rows, rows[1], header=header))  # line 2 a second time
    assert twice.history["charge_cents"].tolist() == [2 * 5_000]
    assert_every_row_is_accounted_for(twice)


def test_a_column_that_numbers_the_rows_of_the_report_numbers_no_lines(tmp_path):
    """A counter that goes on from claim to claim: a claim that stands twice still stands twice."""
    header = ["Line No" if name == "Mod" else name for name in HEADER]
    rows = [line("C1", mod="1"), line("C2", mod="2"), line("C2", mod="3"), line("C3", mod="4")]
    found = loaded(tmp_path, csv(*rows, header=header))
    assert found.history["charge_cents"].tolist() == [11_000] * 3
    again = [line(claim, mod=n) for claim in ("C1", "C2", "C3") for n in ("1", "2")]
    assert charges(read(*again, header=header)) == dict.fromkeys(("C1", "C2", "C3"), 2 * 11_000)


def test_without_claim_numbers_numbered_lines_of_one_account_and_day_are_one_claim():
    header = ["Line No" if name == "Mod" else name for name in HEADER][1:]
    visits = [line(f"V{n}", mod="1")[1:] for n in range(20)]
    lines = [line("C1", mod="1")[1:], line("C1", "36415", "20.00", mod="2")[1:]]
    found = read(*lines, *visits, header=header).claims
    assert (len(found), found["charge_cents"].max()) == (21, 13_000)
    two = [line("C1", mod="1")[1:], line("C1", "36415", "20.00", mod="1")[1:]]  # two claims of one day
    assert len(read(*two, *visits, header=header).claims) == 22


def test_a_modifier_alone_tells_two_lines_apart():
    assert charges(read(line(mod="LT"), line(mod="RT"))) == {"C1": 2 * 11_000}


def test_a_report_of_claims_with_the_first_procedure_of_each_is_read_as_without_that_column():
    rows = [line("C1"), line("C2", served="03/03/2026"), line("C2", "99214", payer="Cigna"),
            line("C3", sent="04/01/2026")]  # fmt: skip
    drop = HEADER.index("CPT")
    bare = [row[:drop] + row[drop + 1 :] for row in rows]
    found, plain = read(*rows), read(*bare, header=HEADER[:drop] + HEADER[drop + 1 :])
    known, without = (read_.claims.drop(columns="procedures") for read_ in (found, plain))
    pd.testing.assert_frame_equal(known, without)
    assert len(found.lines) == 0 and not any("service line" in note for note in found.notes)


@pytest.mark.parametrize(("visits", "claims"), [(6, 7), (7, 9)])
def test_without_claim_numbers_rows_of_one_account_and_day_are_lines_where_they_are_a_quarter_of_the_report(
    visits, claims
):
    """Two rows of one account and day among 8 are 25 of 100, among 9 fewer: two claims of one day."""
    header, drop = HEADER[1:], slice(1, None)
    pair = [line("C1")[drop], line("C1", "90832", "70.00")[drop]]
    found = read(*pair, *(line(f"V{n}")[drop] for n in range(visits)), header=header)
    assert (len(found.claims), found.claims["charge_cents"].sum()) == (
        claims,
        11_000 + 7_000 + visits * 11_000,
    )
    assert ["each is counted as a claim" in note for note in doubts(found)] == [True] * (visits - 6)


def below(cpt: str, billed: str, **said) -> tuple:
    """A further line of the claim above, without its number."""
    return line("", cpt, billed, **({"served": "", "payer": "", "status": "", "sent": ""} | said))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_claim_number_on_the_first_line_alone_holds_for_the_lines_below_it(form):
    rows = (line(), below("36415", "20.00"), below("36415", "20.00"), line("C2"), below("20610", "80.00"))
    data = csv(*rows) if form == "csv" else workbook(("Claims of March",), (), HEADER, *rows)
    found = read_claim_history(data, f"claims/h.{form}")
    assert charges(found) == {"C1": 11_000 + 2 * 2_000, "C2": 11_000 + 8_000}
    assert len(found.set_aside) == 0 and found.claims["payer_name"].tolist() == ["Aetna", "Aetna"]
    assert "3 rows without a claim number below a claim's row are taken for its lines" in found.notes


def test_what_cannot_be_of_the_claim_above_keeps_its_money_in_sight():
    """Below another payer's row, below a total, or without any procedure: set aside with the charge."""
    other = below("36415", "20.00", payer="Cigna")
    bare = below("", "30.00")
    sums = ("Total", "", "", "", "", "", "130.00", "", "", "", "", "")
    after = below("99000", "7.00")  # of the row above it, which is of nobody
    found = read(line(), other, after, line("C2"), bare, line("C3"), sums, below("20610", "80.00"))
    assert charges(found) == dict.fromkeys(("C1", "C2", "C3"), 11_000)
    assert found.set_aside["reason"].eq(NO_CLAIM).all()
    assert found.set_aside["charge_cents"].tolist() == [2_000, 700, 3_000, 8_000]


def test_a_claim_whose_number_nobody_wrote_is_not_taken_for_a_line_of_the_one_above():
    """With payer and account of its own it is a line on the same day and of another procedure alone."""
    own = {"served": "03/02/2026", "payer": "Aetna", "sent": "03/05/2026", "status": PAID}
    for cpt, served, aside in (("36415", "03/02/2026", []), ("36415", "03/03/2026", [2_000]),
                               ("99213", "03/02/2026", [2_000])):  # fmt: skip
        found = read(line(), below(cpt, "20.00", **(own | {"served": served})))
        assert found.set_aside["charge_cents"].tolist() == aside
        assert found.claims["charge_cents"].sum() + sum(aside) == 11_000 + 2_000


def test_details_below_a_row_with_the_claim_s_whole_charge_are_not_added_to_it():
    found = read(line(cpt="", billed="130.00"), below("99213", "110.00"), below("36415", "20.00"))
    assert charges(found) == {"C1": 13_000} and found.set_aside["charge_cents"].sum() == 13_000
    found = read(line(cpt="", billed=""), below("99213", "110.00"), below("36415", "20.00"))
    assert charges(found) == {"C1": 13_000} and found.set_aside.empty


def test_lines_without_a_day_of_submission_are_lines_of_one_day_and_a_person_is_asked():
    rows = [line(sent=""), line(cpt="36415", billed="20.00", sent=""), line(served="03/09/2026", sent="")]
    found = read(*rows)
    assert found.claims["charge_cents"].tolist() == [13_000, 11_000]
    assert ["without a day of submission" in note for note in doubts(found)] == [True]


@pytest.mark.parametrize(
    "headers",
    [("Procedure Code", "Modifier"), ("CPT/HCPCS", "Mod 1"), ("Proc Cd", "MODIFIERS"), ("HCPCS Code", "x"),
     ("Service Code", "x"), ("x", "Svc Line #"), ("x", "Line Item No."), ("Procedure Description", "x"),
     ("  cpt  code ", "x")],
)  # fmt: skip
def test_messy_headers_of_procedures_and_lines_are_known(headers):
    header = [*HEADER[:2], *headers, *HEADER[4:]]
    numbered = "Line" in headers[1]
    rows = [line(cpt="a" if headers[0] == "x" else cpt, billed=billed, mod=n if numbered else "")
            for n, cpt, billed in (("1", "99213", "110.00"), ("2", "36415", "20.00"))]  # fmt: skip
    assert charges(read(*rows, header=header)) == {"C1": 13_000}


@pytest.mark.parametrize("header", ["Procedure Date", "Service Line"])
def test_a_date_or_a_department_is_no_service_line(header):
    rows = [line(mod="03/02/2026" if "Date" in header else "Cardiology", billed="110.00"),
            line("C2", mod="03/03/2026" if "Date" in header else "Oncology")]  # fmt: skip
    found = read(*rows, header=[header if name == "Mod" else name for name in HEADER])
    assert not {"line_number", "modifier"} & set(found.crosswalks[0].used)
    assert not any("nobody has confirmed" in note for note in found.notes if "Date" in header)


@pytest.mark.parametrize("label", ["Total", "Grand Total", "TOTALS:"])
def test_a_row_of_the_bare_word_total_is_no_claim(tmp_path, label):
    empty = ("",) * (len(HEADER) - 1)
    found = loaded(tmp_path, csv(line(), line("C2"), (label, *empty)))
    assert found.history["claim_number"].tolist() == ["C1", "C2"]
    assert set(found.set_aside["reason"]) == {"a total of the report, not a claim"}


def test_a_patient_whose_last_name_is_total_is_no_total():
    header = ("Last Name", "First Name", "Claim ID", "DOS", "Payer", "Billed", "Status")
    rows = [("Rowan", "Ada", "C1", "03/02/2026", "Aetna", "110.00", "Paid"),
            ("Total", "Ann", "C2", "03/02/2026", "Aetna", "90.00", "Paid"),
            ("Total", "Ann", "", "", "", "", "")]  # fmt: skip
    found = read(*rows, header=header)
    assert charges(found) == {"C1": 11_000, "C2": 9_000}
    assert len(found.set_aside) == 1 and len(found.no_claims) == 0  # a person without a claim, and no total


def test_the_handoff_of_open_claims_has_the_denied_line_s_balance_and_not_the_last_line_s():
    """$110 paid in full and $20 denied: one open claim, denied, with $20."""
    rows = read(line(billed="110.00", paid="80.00", adj="30.00", balance="0.00", served="06/01/2026"),
                line(cpt="36415", billed="20.00", paid="0.00", balance="20.00", status=DENIED,
                     served="06/01/2026")).claims  # fmt: skip
    assert dt.date(2026, 6, 1) < CUTOVER  # the day of service
    claim = one(book(rows.to_dict("records")))
    assert (claim["status"], claim["balance_cents"], claim["charge_cents"]) == ("denied", 2_000, 13_000)


CLAIMS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(4, 900), st.sampled_from([PAID, DENIED, "Pending"])),
    min_size=2,
    max_size=6,
)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_claims_split_into_lines_are_the_same_claims_cents_and_counts(claims, chance):
    whole, lines = [], []
    for number, (parts, dollars, status) in enumerate(claims):
        cuts = sorted(chance.sample(range(1, dollars), parts - 1))
        pieces = [b - a for a, b in zip([0, *cuts], [*cuts, dollars], strict=True)]
        if len(set(pieces)) == 1:
            pieces = [dollars]  # one amount on every line may be the claim's own
        whole.append(line(f"C{number}", billed=f"{dollars}.00", balance=f"{dollars}.00", status=status))
        lines += [line(f"C{number}", f"9921{place}", f"{piece}.00", balance=f"{piece}.00", status=status)
                  for place, piece in enumerate(pieces)]  # fmt: skip
    found, told = read(*lines), read(*whole)
    assert found.rows_in == len(lines) == len(found.claims) + len(found.lines)
    apart = ["source_row", "procedures"]  # each line has a procedure of its own
    pd.testing.assert_frame_equal(found.claims.drop(columns=apart), told.claims.drop(columns=apart))


def test_a_stranger_s_lines_are_set_aside_whole(tmp_path):
    header = ["Rendering NPI" if name == "Mod" else name for name in HEADER]
    rows = [line(mod=NPI), line(cpt="36415", mod=NPI, billed="20.00")]
    found = loaded(tmp_path, csv(*rows, header=header))
    assert found.history["charge_cents"].tolist() == [13_000] and found.history["rendering_npi"].tolist() == [
        NPI
    ]
