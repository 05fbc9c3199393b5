"""A denial that its payer paid later is told with the payment, and a provider adjustment with what it names."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from cutover.reading.practice import book
from cutover.workstreams.era_audit import money, payers_and_denials
from cutover.workstreams.era_audit.inputs import load
from notebook_maker import one_practice
from test_archive import era

pytestmark = pytest.mark.usefixtures("in_memory")
AS_OF = dt.date(2024, 6, 30)


def payment(trace, date, *claims, payer="ABC EAST", plb=(), paid=None):
    """A payment of claims: account, first day, charge and paid in dollars, or what follows CLP and DTM besides."""
    said = []
    for account, day, charge, cents in claims:
        status = 22 if cents < 0 else 1
        said += [f"CLP*{account}*{status}*{charge}*{cents}*0*12*P{account}"]
        said += [f"CAS*CO*29*{charge}"] if cents == 0 else []
        said += [f"DTM*232*{day}"] if day else []
    money = sum(cents for *_, cents in claims) - sum(float(one.split("*")[-1]) for one in plb)
    return [
        f"BPR*I*{money if paid is None else paid:.2f}*C*ACH************{date}", f"TRN*1*{trace}*1999999999",
        f"DTM*405*{date}", f"N1*PR*{payer}", "N1*PE*CEDAR GROVE*XX*1234567893", *said, *plb,
    ]  # fmt: skip


def audited(home, payments, medi=(), ask=payers_and_denials):
    """The tables of one answer of the audit."""
    one_practice(home, "c", "p", "Cedar")
    who = book.load_practice(home, "c", "p")
    for folder, rows in (("era", payments), ("medi_era", medi)):
        (who.raw / folder).mkdir()
        for number, one in enumerate(rows, 1):
            (who.raw / folder / f"{folder}{number}.835").write_bytes(
                era(one, control=number + 100 * len(folder))
            )
    return SimpleNamespace(tables=dict(ask.findings_and_tables(load(who, AS_OF)).tables))


def told(result) -> dict:
    rows = result.tables["zero_paid"].frame.astype(object).where(lambda f: f.notna(), None)
    return {
        row["outcome"]: (row["claim_count"], row["charge_cents"], row["later_cents"])
        for row in rows.to_dict("records")
    }


DENIED = payment("D1", "20240305", ("K7", "20240201", 120, 0), ("K8", "20240202", 80, 0))
AGAIN = ("K7", "20240201", 120, 75)


def test_a_claim_that_was_denied_and_paid_later_is_told_with_its_check(tmp_path):
    result = audited(tmp_path, [DENIED, payment("D2", "20240405", AGAIN)])
    assert told(result) == {"denied": (1, 8_000, None), "denied, paid later": (1, 12_000, 7_500)}
    (row,) = result.tables["denials_paid"].frame.to_dict("records")
    assert (row["patient_control_number"], row["later_check"], row["later_cents"]) == ("K7", "D2", 7_500)
    assert (f"{row['paid_on']:%m-%d}", f"{row['later_on']:%m-%d}", row["reason_code"]) == (
        "03-05",
        "04-05",
        "29",
    )
    by_payer = result.tables["denials_by_payer"].frame.iloc[0]
    assert (by_payer["denied_count"], by_payer["later_count"]) == (2, 1)


def test_a_payment_in_medi_ends_a_denial_and_counts_once(tmp_path):
    later = payment("D2", "20240405", AGAIN, payer="Abc East")
    assert told(audited(tmp_path, [DENIED], [later]))["denied, paid later"] == (1, 12_000, 7_500)


def test_a_payment_in_both_systems_is_one(tmp_path):
    later = payment("D2", "20240405", AGAIN)
    assert told(audited(tmp_path, [DENIED, later], [later]))["denied, paid later"] == (1, 12_000, 7_500)


@pytest.mark.parametrize(
    "later",
    [
        payment("D2", "20240405", ("K7", "20240208", 120, 75)),  # another day of service of the account
        payment(
            "D2", "20240405", AGAIN, payer="XYZ WEST"
        ),  # a later payer's payment ends no denial of this one
        payment("D2", "20240301", AGAIN),  # before the denial
        payment("D2", "20240405", ("K7", "20240201", 120, 0)),  # denied again
        payment("D2", "20240405", ("K77", "20240201", 120, 75)),
    ],
)
def test_what_is_no_later_payment_of_the_claim_leaves_it_denied(tmp_path, later):
    result = audited(tmp_path, [DENIED, later])
    assert "denied, paid later" not in told(result)
    assert result.tables["denials_paid"].frame.empty


def test_a_later_payment_that_was_taken_back_leaves_the_claim_denied(tmp_path):
    # 75.00 paid in April, -75.00 in May: nothing is left; with -30.00 it is 45.00
    def with_back(name, cents):
        back = payment("D3", "20240505", ("K7", "20240201", -120, cents), ("K9", "20240301", 200, 200))
        return told(audited(tmp_path / name, [DENIED, payment("D2", "20240405", AGAIN), back]))

    assert "denied, paid later" not in with_back("whole", -75)
    assert with_back("part", -30)["denied, paid later"] == (1, 12_000, 4_500)


def test_every_provider_adjustment_is_told_with_its_check_and_what_its_reference_names(tmp_path):
    plb = [
        "PLB*1234567893*20241231*CS:ADJ-1*15",
        "PLB*1234567893*20241231*CS:PK7 MOVED*-4",
        "PLB*1234567893*20241231*72:D2*2.5",
    ]
    rows = [
        payment("D2", "20240305", AGAIN),
        payment("D5", "20240405", ("K9", "20240301", 200, 200), plb=plb),  # 200 - 15 + 4 - 2.50 = 186.50
        payment("D2", "20240306", ("K6", "20240301", 20, 20), payer="XYZ WEST"),
    ]
    table = audited(tmp_path, rows, ask=money).tables["plb_each"].frame
    said = table.astype(object).where(table.notna(), None)[
        ["trace_number", "reference", "amount_cents", "effect", "patient_control_number", "named_check"]
    ]
    assert sorted(map(tuple, said.to_numpy().tolist()), key=str) == [
        ("D5", "ADJ-1", 1_500, "lowers the payment", None, None),
        ("D5", "D2", 250, "lowers the payment", None, "D2"),
        ("D5", "PK7 MOVED", -400, "raises the payment", "K7", None),
    ]
