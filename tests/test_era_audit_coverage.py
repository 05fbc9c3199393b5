"""Coverage: which silences are findings and which are not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cutover.result import Finding, Severity, Table
from cutover.workstreams.answers import Answer
from cutover.workstreams.claim_reconciliation import PAID_NO_ERA
from cutover.workstreams.era_audit import coverage
from cutover.workstreams.era_audit.cut_checks import of_cut_checks
from cutover.workstreams.era_audit.downloads import download_table, found_and_missing, to_fetch
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.verdict import figures
from cutover.workstreams.run_rules import load_rules
from era_frames import (
    AS_OF,
    PRACTICE,
    WITH_FINDINGS,
    archive,
    audit,
    check,
    file,
    findings,
    paired,
    payment,
    weekly,
)


def found(payments, *questions):
    """The findings of coverage, or of other questions."""
    return findings(archive(payments=payments, files=paired(payments)), *(questions or (coverage,)))


def in_figures(payments, label):
    given = Inputs(archive(payments=payments, files=paired(payments)), PRACTICE, AS_OF)
    return next(f for f in figures(given) if f.label == label)


def payers_of(payments):
    """The table of payers."""
    given = Inputs(archive(payments=payments, files=paired(payments)), PRACTICE, AS_OF)
    return dict(coverage.findings_and_tables(given).tables)["payers"].frame


def days(*dates, payer="CIGNA"):
    return [payment(f"{payer}{n}", date, payer_name=payer) for n, date in enumerate(dates)]


def with_gap(gap, every=7):
    """Six payments at a steady interval, then a silence of `gap` days, then one more."""
    start = pd.Timestamp("2026-01-05")
    steady = [start + pd.Timedelta(days=every * n) for n in range(6)]
    return days(*[str(day.date()) for day in (*steady, steady[-1] + pd.Timedelta(days=gap))])


def test_a_steady_year_has_no_coverage_finding():
    assert found(weekly(), *WITH_FINDINGS) == {}


@pytest.mark.parametrize(("gap", "cases"), [(21, 0), (22, 1)])
def test_a_weekly_payer_may_be_silent_for_21_days_and_not_for_22(gap, cases):
    codes = found([*weekly(), *with_gap(gap)])  # 1.6 * 7 = 11.2 lies below three weeks
    assert codes["era-payer-gap"].count == 1 if cases else "era-payer-gap" not in codes


@pytest.mark.parametrize(("gap", "cases"), [(22, 0), (23, 1)])
def test_a_payer_of_every_14_days_may_be_silent_for_1_6_times_14_and_not_longer(gap, cases):
    codes = found([*weekly(), *with_gap(gap, every=14)])  # 1.6 * 14 = 22.4
    assert codes["era-payer-gap"].count == 1 if cases else "era-payer-gap" not in codes


@pytest.mark.parametrize(("gap", "cases"), [(14, 0), (15, 1)])
def test_a_payer_of_every_2_days_may_be_silent_for_14_days(gap, cases):
    codes = found([*weekly(), *with_gap(gap, every=2)])  # 1.6 * 2 = 3.2 lies below 14
    assert ("era-payer-gap" in codes) == bool(cases)


@pytest.mark.parametrize(("dates", "cases"), [(4, 0), (5, 1)])
def test_a_payer_with_fewer_than_five_payment_days_has_no_rhythm(dates, cases):
    start = pd.Timestamp("2026-01-05")
    steady = [start + pd.Timedelta(days=7 * n) for n in range(dates - 1)]
    paid = days(*[str(day.date()) for day in (*steady, start + pd.Timedelta(days=180))])
    assert ("era-payer-gap" in found([*weekly(), *paid])) == bool(cases)


def test_two_payments_on_one_day_are_one_payment_day():
    paid = days("2026-01-05", "2026-01-05", "2026-01-12", "2026-01-19", "2026-06-01")
    assert "era-payer-gap" not in found([*weekly(), *paid])  # four days alone


@pytest.mark.parametrize(("last", "cases"), [("2026-07-06", 0), ("2026-07-05", 1)])
def test_a_payer_has_stopped_where_the_archive_goes_on_for_more_than_21_days(last, cases):
    end = pd.Timestamp(last)
    paid = days(*[str((end - pd.Timedelta(days=7 * n)).date()) for n in range(8)])
    codes = found([*weekly(), *paid])  # the archive's last payment: 2026-07-27, 21 and 22 days later
    assert ("era-payer-stopped" in codes) == bool(cases)


@pytest.mark.parametrize(("first", "cases"), [("2025-08-31", 0), ("2025-09-01", 1)])
def test_twelve_calendar_months_before_the_report_are_enough_and_eleven_are_not(first, cases):
    paid = [payment("first", first), *weekly(first="2025-09-02", count=47)]
    assert ("era-short-history" in found(paid)) == bool(cases)  # 2025-08 .. 2026-07 are twelve


@pytest.mark.parametrize(("last", "cases"), [("2026-07-10", 0), ("2026-07-09", 1)])
def test_an_archive_is_stale_after_21_days_of_a_weekly_rhythm(last, cases):
    first = pd.Timestamp(last) - pd.Timedelta(days=7 * 51)
    codes = found(weekly(first=str(first.date())))  # 2026-07-31 is 21 and 22 days later
    assert ("era-stale" in codes) == bool(cases)


def test_a_monthly_archive_is_not_stale_after_three_weeks():
    assert "era-stale" not in found(
        weekly(first="2025-08-01", count=12, every=30)
    )  # last: 2026-06-27, 34 < 90


def test_each_month_without_a_payment_between_the_first_and_the_last_is_a_case():
    paid = [p for p in weekly() if p["payment_date"].strftime("%Y-%m") not in ("2025-11", "2026-02")]
    finding = found(paid)["era-month-empty"]
    assert finding.evidence.frame["month"].dt.strftime("%Y-%m").tolist() == ["2025-11", "2026-02"]


def test_a_payment_that_is_set_aside_fills_no_month():
    paid = [p for p in weekly() if p["payment_date"].strftime("%Y-%m") != "2025-11"]
    aside = payment("again", "2025-11-03", set_aside="same payment again")
    assert found([*paid, aside])["era-month-empty"].count == 1


def test_spellings_of_a_payer_that_differ_in_case_and_signs_are_one_payer():
    half = [p | {"payer_name": "Aetna, Inc."} if n % 2 else p for n, p in enumerate(weekly("AETNA INC"))]
    assert payers_of(half)["payer"].tolist() == ["AETNA INC"]


def test_the_trend_of_a_payer_compares_half_years():
    new = weekly("CIGNA", first="2026-01-05", count=29)
    payers = payers_of([*weekly(first="2025-06-02", count=61), *new]).set_index("payer")
    assert payers["trend"].to_dict() == {"AETNA": "steady", "CIGNA": "new"}


def test_without_twelve_full_months_no_trend_is_claimed():
    assert payers_of(weekly())["trend"].isna().all()


@pytest.mark.parametrize(
    ("stated", "paid_on"),
    [
        ("1990-01-01", "1990-01-01"),
        ("1989-12-31", "2026-03-05"),  # a day before: DTM*405 stands for it
        ("0202-01-01", "2026-03-05"),
        ("2027-08-01", "2027-08-01"),  # 2026-07-31 + 366 days
        ("2027-08-02", "2026-03-05"),
        ("9999-12-31", "2026-03-05"),
    ],
)
def test_a_day_that_cannot_be_a_day_of_payment_gives_way_to_the_next_date_in_the_file(stated, paid_on):
    odd = payment("odd", stated, production_date=pd.Timestamp("2026-03-05"))
    assert str(Inputs(archive(payments=[odd]), PRACTICE, AS_OF).payments["paid_on"][0].date()) == paid_on


def test_a_mistyped_year_makes_no_empty_months_and_is_said():
    odd = payment("odd", "0202-01-01", production_date=pd.Timestamp("2026-03-05"))
    paid = [*weekly(), odd]
    assert found(paid, *WITH_FINDINGS) == {}
    period = in_figures(paid, "Period")
    assert (period.value, period.note.split("; ")[1]) == (
        "2025-08-04 to 2026-07-27",
        "1 payment has an impossible date, so another date is used",
    )


def test_payments_without_a_payer_are_said_and_are_no_payer():
    paid = [*weekly(), payment("x", "2026-03-02", payer_name=None)]
    payers = in_figures(paid, "Payers")
    assert (payers.value, payers.note) == ("1", "1 payment names none")


def test_a_download_of_unknown_money_is_not_said_to_hold_0_dollars():
    paid = [p for p in weekly() if p["payment_date"].strftime("%Y-%m") != "2025-11"]
    given = Inputs(archive(payments=paid, files=paired(paid)), PRACTICE, AS_OF)
    assert download_table(given).note.endswith(
        "save what is named. 1 download."
    )  # the month, which the payer's silence is


def test_a_practice_without_identifiers_is_told_that_payees_were_not_checked():
    nobody = replace(PRACTICE, npis=frozenset(), tins=frozenset())
    said = [audit(archive(payments=weekly()), who, AS_OF).limits[0] for who in (nobody, PRACTICE)]
    assert ["every payment is counted as its own" in limit for limit in said] == [True, False]
    only_npi = replace(nobody, npis=PRACTICE.npis)
    assert "counted as its own" not in audit(archive(payments=weekly()), only_npi, AS_OF).limits[0]


def told_paid(cases: pd.DataFrame) -> Answer:
    """What a claim history answers that calls these claims paid."""
    evidence = Table("Paid without an ERA", cases, ())
    one = Finding(PAID_NO_ERA, Severity.HIGH, "", "", len(cases), None, "", "", None, evidence)
    return Answer((one,))


def days_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Claims marked paid with the days that a history may have of each, null where it has none."""
    wanted, names = ("paid_on", "sent_on", "served"), ("account", "claim_number")
    return rows.reindex(columns=list(dict.fromkeys([*rows.columns, *wanted, *names]))).astype(
        dict.fromkeys(wanted, "datetime64[ms]") | dict.fromkeys(names, "str")
    )


def test_a_claim_marked_paid_without_a_day_of_payment_is_searched_from_the_month_in_which_it_was_sent():
    told = [
        {"payer": "AETNA", "sent_on": "2026-03-08", "served": "2026-02-27", "history_paid_cents": 5_000},
        {"payer": "AETNA", "sent_on": None, "served": "2026-04-30", "history_paid_cents": 700},
        {"payer": "AETNA", "paid_on": "2026-03-20", "history_paid_cents": 4_000},
        {"payer": "CIGNA", "history_paid_cents": 90},
    ]
    marked = days_of(pd.DataFrame(told).assign(key=[f"E-{n}" for n in range(4)], check_number=None))
    given = Inputs(archive(payments=weekly()), PRACTICE, AS_OF, further=(told_paid(marked),))
    rows = to_fetch(given)
    rows = rows[rows["step"] == "claims marked paid"]
    # sent on 03-08 and, of unknown sending, served on 04-30: one search from March until today; the dated claim apart
    assert rows["amount_cents"].tolist() == [5_700, 4_000, 90]
    said = rows["from_day"].dt.strftime("%Y-%m-%d").fillna("unknown").tolist()
    assert said == ["2026-03-01", "2026-03-15", "unknown"]  # the dated one five days before its payment
    assert rows["to_day"].dt.date.tolist()[:2] == [AS_OF, dt.date(2026, 4, 3)]  # 14 days after it
    months = found_and_missing(given).frame.query("what == 'known to be missing'")
    assert months["cents"].tolist() == [9_000, 700]  # March: 5,000 + 4,000; April


def test_claims_marked_paid_are_asked_for_by_payer_and_month_and_not_twice():
    told = [
        {"payer": "AETNA", "paid_on": "2026-03-02", "history_paid_cents": 5_000, "check_number": "C1"},
        {"payer": "AETNA", "paid_on": "2026-03-20", "history_paid_cents": 7_000, "check_number": "C2"},
        {"payer": "AETNA", "paid_on": "2026-04-01", "history_paid_cents": 900, "check_number": "C3"},
        {"payer": "AETNA", "paid_on": "2026-03-09", "history_paid_cents": 100, "check_number": "Tcut"},
    ]
    marked = pd.DataFrame(told).assign(key=[f"E-{n}" for n in range(4)])
    marked = days_of(marked)
    cut = payment("cut", "2026-03-09", is_whole=False)  # the check of the fourth claim: asked for by itself
    found = to_fetch(
        Inputs(archive(payments=[*weekly(), cut]), PRACTICE, AS_OF, further=(told_paid(marked),))
    )
    rows = found[found["step"] == "claims marked paid"]
    assert rows["amount_cents"].tolist() == [12_000, 900]  # March: 5,000 + 7,000; April
    assert rows["from_day"].dt.strftime("%m-%d").tolist() == ["02-25", "03-27"]  # 5 days before the first
    assert rows["to_day"].dt.strftime("%m-%d").tolist() == ["04-03", "04-15"]  # 14 days after the last


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [
        ([{"account": "P1-77", "history_paid_cents": 5_000}], [False]),  # read before the file ends
        ([{"claim_number": "p177", "history_paid_cents": 5_000}], [False]),
        ([{"account": "P1-77", "history_paid_cents": 4_999}], [True]),  # another claim of that account
        ([{"history_paid_cents": 2_000}], [False]),  # what the check lacks: 7,000 - 5,000
        ([{"history_paid_cents": 1_999}], [True]),
        ([{"history_paid_cents": 1_500}, {"history_paid_cents": 500}], [False, False]),
        ([{"history_paid_cents": 2_000}, {"history_paid_cents": 2_000}], [True, True]),  # either may be
        ([{"history_paid_cents": 2_000, "payer": "CIGNA"}], [True]),
        ([{"history_paid_cents": 2_000, "sent_on": "2026-03-10"}], [True]),  # sent after the check
        ([{"history_paid_cents": 2_000, "sent_on": "2026-03-09"}], [False]),
        ([{"history_paid_cents": 2_000, "check_number": "C9"}], [True]),  # of another check
        ([{"history_paid_cents": 1, "check_number": "00TC"}], [False]),
        ([{"history_paid_cents": 2_000, "paid_on": "2026-03-12"}], [False]),
        ([{"history_paid_cents": 2_000, "paid_on": "2026-05-29"}], [True]),
    ],
)
def test_a_claim_marked_paid_of_a_check_that_was_cut_is_asked_for_with_that_check_alone(said, is_asked):
    nothing = dict.fromkeys(["account", "claim_number", "check_number", "paid_on"])
    rows = [
        {"payer": "Aetna", "served": "2026-02-02", "sent_on": "2026-02-03"} | nothing | one for one in said
    ]
    days = ["served", "sent_on", "paid_on"]
    marked = pd.DataFrame(rows).astype(dict.fromkeys(days, "datetime64[ms]") | {"check_number": "str"})
    cut = pd.DataFrame([{"content": "c", "payment_id": 1, "payer": "AETNA", "trace_number": "TC",
                         "paid_on": pd.Timestamp("2026-03-09"), "difference_cents": 2_000}])  # fmt: skip
    read = [("c", 1, "P177", 5_000), ("c", 2, "P2", 1_999), ("c", 1, None, 1_999)]
    claims = pd.DataFrame(read, columns=["content", "payment_id", "patient_control_number", "paid_cents"])
    found = of_cut_checks(marked, cut, claims, load_rules(AS_OF))
    assert (~found).tolist() == is_asked


@pytest.mark.parametrize(
    ("written", "is_joined"), [("0004711", True), ("tr-4711", False), ("4711.", True), ("4712", False)]
)
def test_a_claim_of_a_check_on_the_list_is_not_asked_for_again_however_its_number_is_written(
    written, is_joined
):
    told = {"payer": "AETNA", "paid_on": "2026-03-02", "history_paid_cents": 5_000, "check_number": written}
    marked = days_of(pd.DataFrame([told]).assign(key="E-1"))
    texts = [check("t1", "4711", 5_000), check("t2", "004711", 5_000)]  # one check in two texts
    held = archive(payments=weekly(), text_checks=texts)
    rows = to_fetch(Inputs(held, PRACTICE, AS_OF, further=(told_paid(marked),)))
    assert rows["step"].tolist().count("text only") == 1
    assert ("claims marked paid" not in rows["step"].tolist()) is is_joined


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"account": "P1-77"}, []),
        ({"account": "P1", "claim_number": "p1 77"}, []),  # by its number, however it is written
        ({"account": "P1-77", "history_paid_cents": 5_001}, [5_001]),  # another amount is another claim
        ({"account": "P1-77", "history_paid_cents": None}, []),  # the history has no amount
        ({"account": "P1-78"}, [5_000]),
        ({"account": "P1-77", "check_number": "990"}, [5_000]),  # it names another check
    ],
)
def test_a_claim_that_the_text_of_a_check_names_is_not_asked_for_beside_that_check(said, left):
    told = {
        "payer": "AETNA",
        "served": "2026-02-27",
        "history_paid_cents": 5_000,
        "check_number": None,
    } | said
    marked = days_of(pd.DataFrame([told]).assign(key="E-1")).astype({"history_paid_cents": "Int64"})
    texts = [check("t1", "4711", 9_000, claim_accounts="P1-77=5000; P2=4000")]
    given = Inputs(
        archive(payments=weekly(), text_checks=texts), PRACTICE, AS_OF, further=(told_paid(marked),)
    )
    rows = to_fetch(given)
    assert rows.loc[rows["step"] == "claims marked paid", "amount_cents"].tolist() == left
    months = found_and_missing(given).frame.query("what == 'known to be missing'")
    assert months["cents"].sum() == 9_000 + sum(left)


def test_one_claim_in_a_text_is_one_claim_of_the_history():
    told = {"payer": "AETNA", "account": "P1", "history_paid_cents": 5_000, "check_number": None}
    marked = days_of(pd.DataFrame([told, told]).assign(key=["E-1", "E-2"]))
    texts = [check("t1", "4711", 5_000, claim_accounts="P1=5000")]
    held = archive(payments=weekly(), text_checks=texts)
    rows = to_fetch(Inputs(held, PRACTICE, AS_OF, further=(told_paid(marked),)))
    assert rows.loc[rows["step"] == "claims marked paid", "amount_cents"].tolist() == [5_000]


ID = "1640601333_ERA_835_5010_20240305"


@pytest.mark.parametrize(
    ("damaged", "beside", "listed"),
    [
        # (names of files that cannot be read), (names of whole 835s), names on the list
        ((f"{ID}.835",), (), [f"{ID}.835"]),
        ((f"{ID}.835", f"x/{ID.lower()} (1).835.txt"), (), [f"{ID}.835"]),  # one remittance, two writings
        ((f"{ID}.835",), (f"march.zip!{ID}.835",), []),  # it is on file
        ((f"{ID}.835",), ("1640601444_ERA_835_5010_20240305.835",), [f"{ID}.835"]),  # another FILEID
        (("a.835",), ("A (1).835",), []),  # without a FILEID by the name in one folder
        (("a.835",), ("b/a.835",), ["a.835"]),  # another folder: it may be another file
    ],
)
def test_a_damaged_file_is_listed_once_and_not_where_its_remittance_is_on_file(damaged, beside, listed):
    files = [file(name, state="unreadable", content=f"bad{n}") for n, name in enumerate(damaged)]
    files += [file(name, content=f"good{n}") for n, name in enumerate(beside)]
    given = Inputs(archive(payments=weekly(), files=files), PRACTICE, AS_OF)
    rows = to_fetch(given)
    rows = rows[rows["step"] == "damaged file"]
    assert rows["source_file"].tolist() == [f"era/{name}" for name in listed]
    left = len(damaged) - len(listed)
    said = f"Not asked for twice: {left} damaged file whose remittance is on file under another name or in another row."
    assert (said in download_table(given).note) is bool(left)
