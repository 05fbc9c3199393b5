"""How long a payer may be silent: by its clock, by chance, at the year's end, and when an archive ends."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.era_audit import coverage
from cutover.workstreams.era_audit.downloads import to_fetch
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.lone_deposits import _has_hole, nothing_came
from cutover.workstreams.run_rules import load_rules
from cutover.workstreams.silences import break_a_payee, limit_days, measured, rules, year_end
from era_frames import AS_OF, PRACTICE, archive, payment, weekly
from parallel_frames import frame

FIGURES = rules(AS_OF)


def paid_on(*days: str, payer: str = "CIGNA") -> list[dict]:
    return [payment(f"{payer}{n}", day, payer_name=payer) for n, day in enumerate(days)]


def monthly(*left_out: str, payer: str = "CIGNA", through: str = "2026-07") -> list[dict]:
    months = [str(month) for month in pd.period_range("2025-08", through, freq="M")]
    return paid_on(*[f"{month}-10" for month in months if month not in left_out], payer=payer)


def basis(payments: list[dict], medi: list[dict] | None = None) -> Inputs:
    return Inputs(archive(payments=payments), PRACTICE, AS_OF, medi=medi and archive(payments=medi))


@pytest.mark.parametrize(
    ("gaps", "limit"),
    [
        ([30, 31, 30], np.nan),  # four payment days: too few to tell
        ([30, 31, 30, 31], 48.8),  # 1.6 * 30.5
        ([7] * 20, 21),  # 1.6 * 7 lies below three weeks
        ([2] * 30, 14),  # of a payer that pays every few days, two weeks
    ],
)
def test_a_payer_with_a_clock_is_held_to_1_6_of_its_usual_interval(gaps, limit):
    assert limit_days(pd.Series(gaps), FIGURES) == pytest.approx(limit, nan_ok=True)


def test_a_payer_that_pays_by_chance_is_allowed_more_than_its_own_longest_interval():
    gaps = [3, 40, 9, 22, 60, 5, 14, 33, 2, 51]
    assert limit_days(pd.Series(gaps), FIGURES) > 60


def test_one_month_that_is_missing_of_a_monthly_payer_is_found_with_the_days_to_search():
    found = coverage.payer_gaps(basis([*weekly(), *monthly("2026-03")]))
    assert found[["payer", "days"]].values.tolist() == [["CIGNA", 59]]  # February 10 to April 10
    assert found["missing_from"].dt.strftime("%m-%d").tolist() == ["02-11"]
    assert found["missing_to"].dt.strftime("%m-%d").tolist() == ["04-09"]


def test_two_missing_months_do_not_hide_each_other():
    assert len(coverage.payer_gaps(basis([*weekly(), *monthly("2025-11", "2026-03")]))) == 2


def test_one_payment_that_is_missing_of_two_a_month_is_found():
    days = [
        f"{month}-{day}" for month in pd.period_range("2025-08", "2026-07", freq="M") for day in ("01", "15")
    ]
    days.remove("2026-03-15")
    assert len(coverage.payer_gaps(basis([*weekly(), *paid_on(*days)]))) == 1


def test_the_nine_days_of_the_year_s_end_are_not_counted():
    since = pd.to_datetime(pd.Series(["2025-12-20", "2025-12-24", "2026-01-01", "2024-12-23"]))
    until = pd.to_datetime(pd.Series(["2026-01-10", "2025-12-26", "2026-01-20", "2026-01-02"]))
    assert year_end(since, until, 9).tolist() == [9, 2, 0, 18]


@pytest.mark.parametrize(("last", "cases"), [("2026-06", 0), ("2026-05", 1)])
def test_the_day_that_an_archive_ends_is_no_next_payment_of_a_payer(last, cases):
    # the archive ends on July 27: 47 days after June 10, 78 after May 10, of 1.6 * 30.5 usual ones
    assert len(coverage.payers_stopped(basis([*weekly(), *monthly(through=last)]))) == cases


@pytest.mark.parametrize(
    ("medi", "cases"),
    [
        (None, 1),
        (paid_on("2026-06-10"), 0),
        (paid_on("2026-03-01"), 1),
        (paid_on("2026-06-10", payer="X"), 1),
    ],
)
def test_a_payer_that_goes_on_in_medi_has_not_stopped(medi, cases):
    assert len(coverage.payers_stopped(basis([*weekly(), *monthly(through="2026-04")], medi))) == cases


def test_a_hole_that_is_an_empty_month_is_on_the_list_once():
    paid = [p for p in (*weekly(), *monthly()) if p["payment_date"].strftime("%Y-%m") != "2026-03"]
    steps = to_fetch(basis(paid))["step"].tolist()
    assert steps.count("empty month") == 1
    assert "silence of a payer" not in steps


def test_a_silence_beyond_the_empty_month_is_on_the_list_with_its_own_days():
    lost = ("2026-03", "2026-04", "2026-05")
    paid = [p for p in weekly() if p["payment_date"].strftime("%Y-%m") != "2026-03"]
    found = to_fetch(basis([*paid, *monthly(*lost)]))
    rows = found[found["step"] == "silence of a payer"]
    assert rows[["payer", "from_day", "to_day"]].astype("str").values.tolist() == [
        ["CIGNA", "2026-02-11", "2026-06-09"]
    ]


def test_the_limits_say_what_was_measured_of_the_rule():
    assert "false alarms" in measured() and "found" in measured()
    assert rules(dt.date(2026, 1, 1)).clock_percent == 160


def silence(since: str, until: str, payer: str = "CIGNA") -> pd.DataFrame:
    return pd.DataFrame({"payer": [payer], "since": [pd.Timestamp(since)], "until": [pd.Timestamp(until)]})


def counted(**days: list[str]) -> pd.DataFrame:
    """Payments of CIGNA by payee, each of its own amount."""
    rows = [("CIGNA", payee, day) for payee, many in days.items() for day in many]
    frame = pd.DataFrame(rows, columns=["payer", "payee", "paid_on"])
    number = pd.Series([f"900{n}" for n in range(len(frame))], dtype="str")
    cents = pd.Series(range(10_001, 10_001 + len(frame)), dtype="Int64")
    return frame.assign(paid_on=pd.to_datetime(frame["paid_on"]), check=number, trace_number=number,
                        paid_cents=cents, method="ACH", payment_key=number, payment=1,
                        stated_cents=cents)  # fmt: skip


TENTHS = [f"2026-{month:02d}-10" for month in (1, 2, 3, 5, 6, 7)]  # nothing in April


@pytest.mark.parametrize(
    ("left_out", "more", "is_quiet"),
    [
        ((), [], True),  # the bank has the six payments, and others in the days between
        ((), [("2026-04-11", "CIGNA")], False),  # a deposit of it without a remittance
        ((), [("2026-04-11", None)], False),  # one that may be anybody's
        ((), [("2026-04-11", "HUMANA")], True),
        ((), [("2026-06-11", "CIGNA")], True),  # beyond the silence
        (TENTHS[:2], [], False),  # four payments of it are too few to know
        (["2026-05-10"], [], False),  # its payment at the end of the silence is not in the bank's file
        (["2026-07-10"], [], True),  # five of six are enough, where both at its ends are there
        (
            ["2026-04-20"],
            [],
            False,
        ),  # after April 1 the bank's file has nothing for 39 of 61 days: a hole of its own
    ],
)
def test_a_silence_is_no_hole_where_the_bank_has_nothing_of_the_payer_either(left_out, more, is_quiet):
    paid = counted(one=TENTHS)
    others = [
        ("2025-12-30", None, 7),
        ("2026-04-01", None, 8),
        ("2026-04-20", None, 9),
        ("2026-07-30", None, 6),
    ]
    lines = [*zip(TENTHS, paid["trace_number"], paid["paid_cents"], strict=True), *others]
    bank = frame(DEPOSITS, [
        {"deposit_date": pd.Timestamp(day), "amount_cents": cents, "trace_number": number}
        for day, number, cents in lines if day not in left_out
    ])  # fmt: skip
    alone = frame(DEPOSITS, [{"deposit_date": pd.Timestamp(day)} for day, _ in more])
    alone = alone.assign(payer=pd.Series([payer for _, payer in more], dtype="str"))
    rows = silence("2026-03-10", "2026-05-10")
    found = nothing_came(rows, bank, alone, paid, load_rules(AS_OF), FIGURES.fewest_days)
    assert found.tolist() == [is_quiet]


def test_the_report_says_which_silence_the_bank_explains_and_does_not_ask_for_it():
    paid = [*weekly(), *monthly("2026-03")]
    old = archive(payments=paid)
    numbers = old.payments["trace_number"]
    bank = frame(DEPOSITS, [
        {"deposit_date": row["payment_date"], "amount_cents": row["paid_cents"], "trace_number": number}
        for row, number in zip(paid, numbers, strict=True)
    ])  # fmt: skip
    asked, told = (
        Inputs(old, PRACTICE, AS_OF, archive()),
        Inputs(old, PRACTICE, AS_OF, archive(), deposits=bank),
    )
    assert (len(coverage.payer_gaps(asked)), coverage.explained(asked)) == (1, ())
    assert len(coverage.payer_gaps(told)) == 0
    assert [said[:46] for said in coverage.explained(told)] == [
        "No hole: CIGNA from 2026-02-10 to 2026-04-10. "
    ]


@pytest.mark.parametrize(
    ("payees", "breaks"),
    [
        ({"one": TENTHS}, True),  # a payer with one payee is judged as a whole
        ({"one": TENTHS, "two": ["2026-01-24", "2026-02-24", "2026-05-24"]}, True),  # it breaks the rhythm of one
        # every two weeks to one until March, which ended; the other is paid every two months
        ({"one": ["2026-01-10", "2026-01-24", "2026-02-07", "2026-02-21", "2026-03-07"],
          "two": ["2025-07-10", "2025-09-10", "2025-11-10", "2026-01-10", "2026-03-10", "2026-05-10", "2026-07-10"]},
         False),
        ({"one": ["2026-03-10"], "two": ["2026-05-10"]}, True),  # neither is known well enough
    ],
)  # fmt: skip
def test_a_silence_is_measured_by_the_tax_ids_of_a_practice(payees, breaks):
    rows = silence("2026-03-10", "2026-05-10")
    assert break_a_payee(rows, counted(**payees), FIGURES).tolist() == [breaks]


@pytest.mark.parametrize(
    ("on", "payer", "left"),
    [
        ("2026-03-11", "CIGNA", 0),  # 29 and 30 days: no longer than usual on either side
        ("2026-02-15", "CIGNA", 1),  # the 54 days to April 10 are still a silence, without the deposit
        ("2026-03-11", "AETNA", 1),  # another payer's money
        ("2026-03-11", None, 1),
    ],
)
def test_a_deposit_of_the_payer_without_a_remittance_is_not_asked_for_as_a_silence_too(on, payer, left):
    old = archive(payments=[*weekly(), *monthly("2026-03")])
    alone = frame(DEPOSITS, [{"deposit_date": pd.Timestamp(on), "amount_cents": 1_234}])
    alone = alone.assign(payer=pd.Series([payer], dtype="str"))
    gaps = coverage.payer_gaps(Inputs(old, PRACTICE, AS_OF, lone_deposits=alone))
    assert len(gaps) == left
    if left:
        assert (gaps["missing_from"] > pd.Timestamp(on)).tolist() == [payer == "CIGNA"]


@pytest.mark.parametrize(
    ("days", "lacking", "is_hole"),
    [
        # 17 of 30 days without a deposit are more than half; before and after are two more stretches of 17
        (["2026-02-26", "2026-03-15", "2026-04-01", "2026-04-18", "2026-05-01", "2026-05-18"], None, False),
        # a remittance of April 10 paid money, and the bank's file has no deposit of it
        (["2026-02-26", "2026-03-15", "2026-04-01", "2026-04-18", "2026-05-01", "2026-05-18"], "2026-04-10", True),
        (["2026-02-26", "2026-03-15", "2026-04-01", "2026-04-18", "2026-05-01", "2026-05-18"], "2026-04-25", False),
        # one more stretch as long may be a hole too
        (["2026-02-27", "2026-03-15", "2026-04-01", "2026-04-18", "2026-05-01", "2026-05-15"], None, True),
        (["2026-03-15", "2026-03-31", "2026-04-01", "2026-04-16", "2026-05-01"], None, False),  # 15 are just half
    ],
)  # fmt: skip
def test_a_small_practices_bank_is_quiet_for_weeks_and_still_tells_of_a_silence(days, lacking, is_hole):
    bank, half = pd.Series(pd.to_datetime(days)), pd.Timedelta(days=15)
    edges = bank[bank.between("2026-04-01", "2026-05-01")].reset_index(drop=True)
    lost = pd.Series(pd.to_datetime([lacking] if lacking else []))
    assert _has_hole(edges, half, bank, lost) == is_hole
