"""The monthly report: on which day a measure counts, when a month is whole, and what is a drop and what a hole."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest
from baseline_makers import billed, book, changed, every_month, figure, remitted, state, value
from claim_makers import submission
from cutover.reading.claims.tables import CLAIM_HISTORY, SENT_CLAIMS
from cutover.reading.era.not_read import ERA
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams import unread_files
from cutover.workstreams.reporting_baseline.against import (
    AGREES,
    DIFFERS,
    NOT_SAID,
    POSTED,
    UNKNOWN,
    UNSEEN,
    against,
    beside,
    cause,
    shown,
)
from cutover.workstreams.reporting_baseline.charges import goes_on, not_in_history
from cutover.workstreams.reporting_baseline.findings import made
from cutover.workstreams.reporting_baseline.report import report
from cutover.workstreams.reporting_baseline.rules import load_measures
from cutover.workstreams.reporting_baseline.served import all_months
from cutover.workstreams.reporting_baseline.tables import tables
from cutover.workstreams.reporting_baseline.verdict import verdict
from era_frames import check, day
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from parallel_frames import frame

CODES = {"baseline-hole-like-drop", "baseline-drop", "baseline-month-not-whole", "baseline-measure-ends",
         "baseline-figure-differs"}  # fmt: skip


def codes(told) -> dict[str, tuple]:
    return {f.code: (f.count, f.amount_cents) for f in made(told)}


@cache
def steady():
    """The report of a practice with one remittance of $80.00 in each month, and nothing else."""
    return book(eras=every_month())


def one(told):
    """The only figure of the client, held against ours."""
    (row,) = against(told).to_dict("records")
    return row


def by_measure(told, columns=("state", "why")) -> dict[str, list]:
    """What each figure of the client is held against ours, in their order, by the name of the measure."""
    rows = against(told)
    return {name: part[list(columns)].to_numpy().tolist() for name, part in rows.groupby("measure")}


def test_charges_go_by_the_month_of_service_and_payments_by_that_of_payment():
    told = book(
        [billed("A1", "2026-03-31", sent := 10_000)], [remitted("A1", "2026-05-02", 8_000, on="2026-03-31")]
    )
    assert value(told, "charges", "2026-03") == sent and value(told, "charges", "2026-05") is None
    assert value(told, "payments", "2026-05") == 8_000 and value(told, "payments", "2026-03") is None
    assert value(told, "days", "2026-05") == 32  # March 31 to May 2


def in_parts(number: str, cents: int, stated: int, key: str):
    """One remittance of a check over `stated` whose other claims stand in another file."""
    whole, of, taken = remitted(number, "2026-05-02", cents)
    off = {"stated_cents": stated, "is_balanced": False, "difference_cents": stated - cents}
    return whole | off | {"payment_key": key}, of, taken


def test_a_check_whose_claims_stand_in_two_files_is_one_payment():
    parts = [in_parts("A1", 14_000, 20_000, "one"), in_parts("A2", 6_000, 20_000, "one")]
    (row,) = book(eras=[*parts, remitted("A3", "2026-05-09", 5_000)]).payers.to_dict("records")
    assert (row["payments"], row["paid_cents"]) == (2, 25_000)  # one of 140.00 + 60.00, one of 50.00
    (row,) = book(eras=[parts[0], in_parts("A2", 6_000, 20_000, "two")]).payers.to_dict("records")
    assert row["payments"] == 2  # of two checks each a part


def test_interest_and_take_backs_at_provider_level_are_in_the_payments():
    told = book(
        eras=[remitted("A1", "2026-05-02", 8_000, extra=-500), remitted("A2", "2026-05-09", 1_000, extra=70)]
    )
    assert value(told, "payments", "2026-05") == 8_570  # 80.00 - 5.00 + 10.00 + 0.70


def test_payments_on_claims_are_those_before_take_backs_and_interest_and_reversals_lower_them():
    back = remitted("A2", "2026-05-16", -2_000, -10_000, status="22", taken=())
    told = book(
        eras=[remitted("A1", "2026-05-02", 8_000, extra=-500), remitted("A2", "2026-05-09", 2_000), back]
    )
    assert value(told, "payments", "2026-05") == 7_500  # 80.00 - 5.00 + 20.00 - 20.00
    assert value(told, "on_claims", "2026-05") == 8_000
    assert value(told, "on_claims", "2026-04") is None


@pytest.mark.parametrize(
    ("missing", "on_claims", "expected"),
    [
        # of 99.00 the checks are 75.00 and the claims 80.00
        (None, 8_000, ("$80.00, difference +$19.00", None)),
        (1_200, 8_000, ("$80.00, difference +$19.00",
                        "$12.00; without it the difference is +$12.00, by payments on claims +$7.00")),
        (1_200, 7_500, ("$75.00, difference +$24.00", "$12.00; without it the difference is +$12.00")),
        (2_400, None, (None, "$24.00; without it the difference is $0.00")),
    ],
)  # fmt: skip
def test_a_figure_of_payments_is_held_against_payments_on_claims_and_what_is_missing(
    missing, on_claims, expected
):
    month, measures = day("2026-05-01"), load_measures(dt.date(2026, 7, 31))
    monthly = pd.DataFrame({"payments": [7_500], "on_claims": [on_claims]}, index=[month]).astype("Int64")
    rows = pd.DataFrame({"source": ["remittances", "claims"], "month": [month] * 2,
                         "missing_cents": pd.array([missing, 9_999], dtype="Int64")})  # fmt: skip
    told = SimpleNamespace(monthly=monthly, coverage=rows)
    assert beside(told, measures.named("payments"), month, 9_900) == expected
    assert beside(told, measures.named("charges"), month, 9_900) == (None, None)


def test_what_an_earlier_payer_paid_is_no_adjustment_and_the_patients_part_is_told_apart():
    taken = (("CO", "45", 1_000), ("PR", "2", 2_000), ("OA", "23", 4_000), ("PI", "97", 500))
    told = book(eras=[remitted("A1", "2026-05-02", 2_500, 10_000, taken=taken)])
    assert value(told, "adjusted", "2026-05") == 1_500  # 10.00 + 5.00
    assert value(told, "patient", "2026-05") == 2_000


def test_a_claim_that_was_denied_first_and_paid_later_has_not_passed_at_first():
    denied = remitted("A1", "2026-04-07", 0, taken=(("CO", "197", 10_000),))
    told = book(
        eras=[
            denied,
            remitted("A1", "2026-05-02", 8_000, on="2026-04-07"),
            remitted("A2", "2026-05-03", 8_000),
        ]
    )
    assert (value(told, "decided", "2026-04"), value(told, "denied", "2026-04")) == (1, 1)
    assert (value(told, "first_pass", "2026-04"), value(told, "denial_rate", "2026-04")) == (0, 1)
    # of May's two decisions only A2's is a first one
    assert (value(told, "decided", "2026-05"), value(told, "first_pass", "2026-05")) == (2, 1)


def test_a_claim_that_only_the_patient_owes_is_not_denied():
    told = book(eras=[remitted("A1", "2026-04-07", 0, taken=(("PR", "1", 10_000),))])
    assert (value(told, "denied", "2026-04"), value(told, "first_pass", "2026-04")) == (0, 1)


def test_a_month_without_a_remittance_is_not_known_and_never_zero():
    eras = [era for era in every_month() if era[0]["payment_date"].month != 4]
    told = book(eras=eras)
    assert value(told, "payments", "2026-04") is None and value(told, "decided", "2026-04") is None
    assert state(told, "payments", "2026-04")[0] == "not known"
    assert "no remittance of the month on file" in state(told, "payments", "2026-04")[1]
    assert steady().monthly["payments"].notna().all()


def test_the_first_month_and_the_one_that_runs_are_not_whole_and_no_finding():
    told = book(eras=every_month(), as_of=dt.date(2026, 7, 30))
    assert state(told, "payments", "2025-08") == ("in part", "the remittances on file begin in this month")
    assert state(told, "payments", "2026-07") == ("in part", "the month has not ended")
    assert state(steady(), "payments", "2026-07") == ("whole", "")
    assert codes(told) == {}


def test_the_number_of_whole_months_says_what_whole_means_and_that_the_inventory_counts_otherwise():
    (shown,) = [one for one in report(steady()).figures if one.label == "Whole months"]
    assert shown.value == "11"  # of twelve months with a remittance the first is an edge
    assert (
        "nothing is known to be missing" in shown.note
        and "Notebook 01 counts months with anything" in shown.note
    )


@pytest.mark.parametrize(("low", "falls"), [(5_600, 1), (5_601, 0)])
def test_a_whole_month_that_is_three_tenths_below_the_usual_one_is_a_drop(low, falls):
    eras = [remitted(f"L{n}", f"2026-0{n}-15", 8_000) for n in range(1, 6)] + [
        remitted("L6", "2026-06-15", low)
    ]
    told = book(eras=[*every_month("2025-08", "2025-12"), *eras, remitted("L7", "2026-07-15")])
    assert len(told.falls) == falls  # 70 % of 80.00 is 56.00
    assert codes(told) == ({"baseline-drop": (1, 8_000 - low)} if falls else {})
    if falls:
        assert "Payments fell in 2026-06; nothing is known to be missing, and no bank file tells." in verdict(
            told
        )


def test_a_month_that_is_low_because_a_check_is_there_as_text_alone_is_a_hole_and_no_drop():
    eras = [
        *every_month("2025-08", "2026-05"),
        remitted("L6", "2026-06-15", 2_000),
        remitted("L7", "2026-07-15"),
    ]
    whole = book(eras=eras)
    texts = replace(whole.inputs.office_ally, text_checks=_checks(check("t", "991", 6_000, "2026-06-16")))
    told = changed(whole, office_ally=texts)
    assert codes(whole) == {"baseline-drop": (1, 6_000)}
    assert codes(told) == {"baseline-hole-like-drop": (1, 6_000)}
    assert state(told, "payments", "2026-06") == ("in part", "1 check is on file as text alone")
    assert "2026-06 looks like a drop and is a hole in the data." in verdict(told)


def _checks(*rows):
    from era_frames import rows as framed

    return framed("text_checks", *rows)


def test_a_claim_that_the_history_calls_paid_without_a_remittance_is_a_hole_in_the_month_of_its_payment():
    eras = every_month()
    paid = billed("X1", "2026-03-20", 9_000, "paid", paid_date=day("2026-04-10"), paid_cents=7_000)
    told = book([billed("M9", "2026-04-20"), paid], eras)
    assert state(told, "payments", "2026-04") == (
        "in part", "1 claim is paid in the claim history without a remittance",
    )  # fmt: skip
    assert codes(told)["baseline-month-not-whole"][1] == 7_000
    assert state(book([billed("M9", "2026-04-20")], eras), "payments", "2026-04") == ("whole", "")


@pytest.mark.parametrize(("paid", "is_other"), [(7_000, False), (7_100, True)])
def test_a_claim_whose_check_is_there_as_text_is_told_with_the_text_alone(paid, is_other):
    dated = billed("X1", "2026-03-20", 9_000, "paid", paid_date=day("2026-04-10"), paid_cents=paid)
    undated = billed("X2", "2026-03-20", 9_000, "paid", paid_cents=paid)
    whole = book([billed("M9", "2026-04-20"), dated, undated], every_month())
    texts = _checks(check("t", "991", 14_000, "2026-04-09", claim_accounts="X1=7000; X2=7000"))
    told = changed(whole, office_ally=replace(whole.inputs.office_ally, text_checks=texts))
    more = "; 1 claim is paid in the claim history without a remittance" if is_other else ""
    assert state(told, "payments", "2026-04") == ("in part", f"1 check is on file as text alone{more}")
    assert any("a remittance and a day" in text for text in report(told).limits) is is_other


def test_a_claim_paid_without_a_remittance_and_without_a_day_of_payment_is_in_no_month_and_said():
    rows = [billed("A1", "2026-03-05", 10_000, "paid", paid_cents=8_000),
            billed("A2", "2026-03-05", 10_000, "paid", paid_cents=500, paid_date=day("2026-04-01"))]  # fmt: skip
    said = [
        text for text in report(book(rows, every_month())).limits if "without a remittance and a day" in text
    ]
    assert [text.rpartition(": ")[2] for text in said] == ["1, $80.00."]  # the other has its month


def test_a_file_of_remittances_that_was_not_read_makes_the_month_in_its_name_not_whole():
    whole = steady()
    files = unread_files.of_paths(ERA, [("era/123_ERA_835_5010_20260412.835", "cut")])
    told = changed(whole, files=files)
    assert state(told, "payments", "2026-04") == ("in part", "1 file of remittances is not read")
    assert "files-not-read" in {f.code for f in report(told).findings}


@pytest.mark.parametrize(("reach", "expected"), [("2026-06-14", "whole"), ("2026-06-13", "in part")])
def test_charges_of_a_month_are_whole_once_the_claims_reach_two_weeks_past_its_end(reach, expected):
    told = book([*(billed(f"A{n}", f"2026-0{n}-10") for n in range(1, 6)), billed("B1", reach)])
    assert state(told, "charges", "2026-05")[0] == expected
    assert state(told, "charges", "2026-01") == ("in part", "the claims on file begin here")
    assert state(told, "charges", "2026-03") == ("whole", "")
    assert state(told, "charges", "2026-07") == ("not known", f"the claims on file end on {reach}")


def test_from_the_cutover_on_charges_are_not_known_and_in_its_month_they_are_in_part():
    claims = [billed(f"A{n}", f"2026-0{n}-10") for n in range(1, 8)]
    eras = every_month("2025-08", "2025-12")
    told = book(claims, eras, cutover=dt.date(2026, 5, 18))
    assert state(told, "charges", "2026-05") == ("in part", "billed in Medi from 2026-05-18 on")
    assert value(told, "charges", "2026-05") == 10_000 and value(told, "gross", "2026-05") is None
    assert value(told, "charges", "2026-06") is None  # a claim of June in Office Ally is not all of June
    assert state(told, "charges", "2026-06")[0] == "not known"
    first = book(claims, eras, cutover=dt.date(2026, 5, 1))
    assert value(first, "charges", "2026-05") is None and state(first, "charges", "2026-04")[0] == "whole"
    assert codes(told)["baseline-measure-ends"] == (4, None)
    later = book(claims, eras, cutover=dt.date(2026, 8, 1))
    assert value(later, "charges", "2026-06") == 10_000 and "will go on" in verdict(later)


def sent_in_medi(*numbers: str):
    """Medi's list: L6 and L7 with their days of service, others in July."""
    days = {"L6": "2026-06-10", "L7": "2026-07-10"}
    rows = [
        {
            "patient_control_number": number,
            "service_from": day(days.get(number, "2026-07-12")),
            "charge_cents": 4_000,
            "state": "accepted",
            "source_row": n,
        }
        for n, number in enumerate(numbers)
    ]
    return frame(SENT_CLAIMS, rows)


@pytest.mark.parametrize(
    ("way", "numbers", "expected", "lost"),
    [
        ("Medi", (), True, 0),  # by its own column
        ("Office Ally", (), False, 0),
        ("paper", (), False, 0),
        (
            None,
            ("L6", "L7", "L7", "X9"),
            True,
            1,
        ),  # it has two of three of Medi's claims, one of them sent again
        (None, ("L6", "L7", "X8", "X9"), False, 2),  # two of four: they may have gone out twice
        (None, ("X9",), False, 1),
    ],
)
def test_a_history_that_has_what_medi_bills_goes_on_past_the_cutover(way, numbers, expected, lost):
    rows = [billed(f"L{n}", f"2026-0{n}-10", sent_through="Medi" if n < 5 else way) for n in range(1, 8)]
    claims, sent = SimpleNamespace(history=frame(CLAIM_HISTORY, rows)), sent_in_medi(*numbers)
    moved = day("2026-05-18")
    assert goes_on(claims, sent, moved) is expected
    assert len(not_in_history(claims, sent, moved)) == lost
    assert not goes_on(claims, sent, None)  # without a cutover nothing goes past it


def test_charges_and_what_is_open_since_the_cutover_are_known_where_the_history_goes_on():
    claims = [billed(f"L{n}", f"2026-0{n}-10", sent_through="Medi" if n > 5 else None) for n in range(1, 8)]
    eras = every_month("2025-08", "2025-12")
    told = book(claims, eras, cutover=dt.date(2026, 5, 18), sent=sent_in_medi("L6", "X9"))
    assert (value(told, "charges", "2026-06"), value(told, "open", "2026-06")) == (10_000, 60_000)  # L1 to L6
    assert state(told, "charges", "2026-05") == ("whole", "")
    # X9 is in Medi's list alone: $100.00 of L7 and its $40.00 are July's charges, and what it leaves open is not known
    assert value(told, "charges", "2026-07") == 14_000
    assert "1 claim of Medi's lists missing from the claim history" in state(told, "open", "2026-07")[1]
    assert "baseline-measure-ends" not in codes(told)
    assert verdict(told).startswith(
        "All 14 measures go on after the cutover of 2026-05-18: the claim history has"
    )


def test_payments_of_both_systems_are_one_line_over_the_cutover():
    old, new = every_month("2025-08", "2026-04"), every_month("2026-05", "2026-07", cents=8_100)
    told = book(eras=old, medi=new, cutover=dt.date(2026, 5, 1))
    assert (value(told, "payments", "2026-04"), value(told, "payments", "2026-05")) == (8_000, 8_100)
    assert state(told, "payments", "2026-06") == ("whole", "")
    assert codes(told) == {"baseline-measure-ends": (4, None)}


def test_what_is_open_at_a_months_end_is_what_was_served_and_not_resolved_by_then():
    claims = [
        billed("A1", "2026-01-31", 10_000, "paid", paid_date=day("2026-04-30"), balance_cents=0),
        billed("A2", "2026-04-30", 4_000), billed("A3", "2026-05-01", 1_000),
        billed("A0", "2025-06-01", 500, "paid", paid_date=day("2025-07-01"), balance_cents=0),
    ]  # fmt: skip
    told = book(claims)
    assert (value(told, "open", "2026-03"), value(told, "open_over_90", "2026-03")) == (10_000, 0)  # 59 days
    assert (value(told, "open", "2026-04"), value(told, "open", "2026-05")) == (4_000, 5_000)
    now = billed("A9", "2026-07-30", 1)
    late = book(
        [billed("A1", "2026-01-31", 10_000, "paid", paid_date=day("2026-05-02"), balance_cents=0), now]
    )
    assert value(late, "open_over_90", "2026-04") == 0  # 89 days on April 30
    more = book([billed("A1", "2026-01-29", 10_000), now])
    assert value(more, "open_over_90", "2026-04") == 10_000  # 91 days


def test_without_a_claim_history_nothing_is_known_of_charges_and_balances():
    told = steady()
    assert all(told.monthly[code].isna().all() for code in ("charges", "gross", "open", "open_over_90"))
    assert state(told, "open", "2026-05") == ("not known", "no claim history on file")


def test_an_empty_practice_is_not_known():
    assert verdict(book()).startswith("Not known: neither claims nor remittances are on file")


PAYMENTS = "Payments of payers"
AMOUNTS = [(8_100, AGREES), (8_101, DIFFERS), (7_900, AGREES), (7_899, DIFFERS)]  # of 80.00
RATES = [(0.995, AGREES), (0.9949, DIFFERS)]
LARGE = [(1_000_100, AGREES), (1_000_101, DIFFERS), (1_005_000, DIFFERS)]  # the same dollar, of 10,000.00


@pytest.fixture(scope="module")
def near():
    """Whether figures of the client agree with ours, by their measure."""
    figures = [figure("2026-05", "payments", amount_cents=cents) for cents, _ in AMOUNTS]
    figures += [figure("2026-05", "first-pass rate", rate=rate) for rate, _ in RATES]
    return by_measure(book(eras=every_month(), figures=figures), ["state"])


@pytest.fixture(scope="module")
def near_a_large_one():
    figures = [figure("2026-05", "payments", amount_cents=cents) for cents, _ in LARGE]
    eras = every_month(cents=1_000_000, charge=1_000_000)
    return by_measure(book(eras=eras, figures=figures), ["state"])


@pytest.mark.parametrize(("place", "expected"), [(n, state) for n, (_, state) in enumerate(AMOUNTS)])
def test_two_amounts_agree_within_a_dollar(near, place, expected):
    assert near[PAYMENTS][place] == [expected]


@pytest.mark.parametrize(("place", "expected"), [(n, state) for n, (_, state) in enumerate(LARGE)])
def test_a_large_amount_agrees_within_the_same_dollar(near_a_large_one, place, expected):
    assert near_a_large_one[PAYMENTS][place] == [expected]


@pytest.mark.parametrize(("place", "expected"), [(n, state) for n, (_, state) in enumerate(RATES)])
def test_two_rates_agree_within_half_a_percentage_point(near, place, expected):
    assert near["First-pass rate"][place] == [expected]


LOOKS = [  # those of a measure one after the other
    ("charges", {"amount_cents": 30_000}, "Charges", "counted by month of submission, not of service"),
    ("payments", {"amount_cents": 5_000}, PAYMENTS, "counted by month of service, not of payment"),
    ("payments", {"amount_cents": 8_000}, PAYMENTS,
     "amounts at provider level left out, such as take-backs and interest"),
    ("payments", {"amount_cents": 1}, PAYMENTS, UNSEEN),
    ("adjustments", {"amount_cents": 2_000}, "Adjustments", "the patient's part is counted as well"),
]  # fmt: skip


@pytest.fixture(scope="module")
def looks():
    claims = [billed("A1", "2026-05-30", 20_000, submission_date=day("2026-06-01"))]
    claims += [billed("A2", "2026-05-10", 30_000)]
    claims += [billed(f"C{n}", f"2026-0{n}-10") for n in (1, 2, 3, 4, 6, 7)]
    eras = [era for era in every_month() if era[0]["payment_date"].month not in (5, 6)]
    eras += [
        remitted(
            "P1",
            "2026-05-15",
            8_000,
            taken=(("CO", "45", 1_200), ("PR", "2", 800)),
            on="2026-04-20",
            extra=900,
        )
    ]
    eras += [remitted("P2", "2026-06-15", 5_000, on="2026-05-20")]
    figures = [figure("2026-05", measure, **said) for measure, said, *_ in LOOKS]
    return by_measure(book(claims, eras, figures=figures))


@pytest.mark.parametrize(("measure", "why"), [(measure, why) for *_, measure, why in LOOKS])
def test_a_figure_that_differs_is_told_what_it_looks_like(looks, measure, why):
    of_measure = [one for *_, name, one in LOOKS if name == measure]
    assert looks[measure][of_measure.index(why)] == [DIFFERS, why]


def test_visits_that_patients_pay_themselves_are_no_charge_and_a_figure_with_them_is_known_as_such():
    # 300.00 of the payers; with the visit that the patient pays 300.00 + 125.00
    claims = [billed("A1", "2026-05-10", 30_000), billed("A2", "2026-05-12", 12_500, payer_name="Self Pay")]
    claims += [billed(f"C{n}", f"2026-0{n}-10") for n in (1, 2, 3, 4, 6, 7)]
    figures = [figure("2026-05", "charges", amount_cents=cents) for cents in (30_000, 42_500, 43_000)]
    told = against(book(claims, every_month(), figures=figures))
    assert set(told["ours"]) == {"$300.00"} and told["state"].tolist() == [AGREES, DIFFERS, DIFFERS]
    with_them = "visits that patients pay themselves are counted too"
    assert told["why"].eq(with_them).tolist() == [False, True, False]


def test_visits_that_patients_pay_themselves_have_their_own_column_and_wait_on_no_payer():
    claims = [billed(f"C{n}", f"2026-0{n}-10") for n in range(1, 8)]
    whole = book([*claims, billed("A2", "2026-05-12", 12_500, payer_name="Cash")], every_month())
    money = tables(whole)["money"].frame.set_index("month")["self_pay_cents"]
    assert money.loc[["2026-05-01", "2026-04-01"]].tolist() == [12_500, 0]
    assert value(whole, "charges", "2026-05") == 10_000
    assert value(whole, "open", "2026-05") == 50_000  # January to May, five claims
    assert value(whole, "gross", "2026-05") == 0.8  # 80.00 of 100.00


@pytest.mark.parametrize(
    ("measure", "off", "why"),
    [
        ("charges", 7_500, "a charge that the ledger takes back is counted"),
        ("charges", 7_501, None),
        ("charges", -7_500, None),  # less than ours is no charge too many
        ("payments", 6_300, "a remittance that is in both systems is counted twice"),
        ("payments", 4_100, "a payment that is posted twice is counted twice"),
        ("payments", 4_101, None),
        ("payments", 10_400, None),
        ("denied", 4_100, None),
    ],
)
def test_what_other_reports_know_is_the_cause_where_it_is_the_difference_to_the_cent(measure, off, why):
    month = day("2026-05-01")
    known = SimpleNamespace(
        remittances=pd.DataFrame({"counts": ["in both systems", None], "paid_on": [day("2026-05-09")] * 2,
                                  "paid_cents": [6_300, 9_999]}),
        posted_again=pd.DataFrame({"posted_on": [day("2026-05-21")], "cents": [4_100]}),
        voided=pd.DataFrame({"day": [day("2026-05-22")], "amount_cents": [-7_500]}),
    )  # fmt: skip
    told = SimpleNamespace(inputs=known)
    assert cause(told, measure, month, off) == why
    assert cause(told, measure, day("2026-06-01"), off) is None  # another month has its own


def test_a_figure_of_a_month_that_is_not_whole_says_what_is_missing():
    paid = billed("X1", "2026-03-20", 9_000, "paid", paid_date=day("2026-04-10"), paid_cents=7_000)
    told = book([paid], every_month(), figures=[figure("2026-04", "payments", amount_cents=16_000)])
    assert one(told)["why"] == (
        "the month is not whole here: 1 claim is paid in the claim history without a remittance"
    )


def test_a_figure_without_a_value_or_without_ours_is_no_difference():
    figures = [
        figure("2026-05", "payments"),
        figure("2026-05", "charges", amount_cents=1),
        figure("2020-01", "payments", amount_cents=1),
    ]
    told = book(eras=every_month(), figures=figures)
    assert sorted(against(told)["state"]) == sorted([NOT_SAID, UNKNOWN, UNKNOWN])
    assert codes(told) == {}


def test_a_difference_is_shown_with_its_sign_and_in_the_form_of_its_measure():
    named = book().inputs.measures.named
    assert shown(-162_700, named("charges"), signed=True) == "\N{MINUS SIGN}$1,627.00"
    assert shown(5, named("decided"), signed=True) == "+5"
    assert (shown(0.935, named("first_pass")), shown(22.5, named("days"))) == ("93.5 %", "22.5")
    assert shown(None, named("days")) is None


@settings(max_examples=examples(40, least=3))
@given(st.lists(st.tuples(st.integers(1, 7), st.integers(0, 99_999), st.integers(0, 99_999), st.integers(0, 99_999),
                          st.sampled_from(["AETNA", "CIGNA"])), min_size=1, max_size=8))  # fmt: skip
def test_no_cent_is_lost_between_charges_payments_and_adjustments(rows):
    eras = [remitted(f"R{n}", f"2026-0{month}-10", paid, paid + co + pr, payer=payer,
                     taken=tuple(a for a in (("CO", "45", co), ("PR", "2", pr)) if a[2]))
            for n, (month, paid, co, pr, payer) in enumerate(rows)]  # fmt: skip
    told, turned = book(eras=eras), book(eras=eras[::-1])
    sums = told.monthly[["payments", "adjusted", "patient"]].fillna(0).sum()
    assert sums.to_dict() == {"payments": sum(r[1] for r in rows), "adjusted": sum(r[2] for r in rows),
                              "patient": sum(r[3] for r in rows)}  # fmt: skip
    assert sums.sum() == told.decided["charge_cents"].sum()
    assert told.payers["paid_cents"].sum() == sums["payments"]
    assert told.monthly.equals(turned.monthly)


def test_charges_known_from_remittances_only_are_never_whole_and_say_of_how_many_claims():
    rows = [submission(source=source, service_from=day(on), submission_date=day(on), charge_cents=10_000,
                       patient_control_number=f"A{n}", claim_number=None, source_row=n)
            for n, (source, on) in enumerate([("ERA", "2026-03-03"), ("ERA", "2026-04-03"), ("ERA", "2026-05-04"),
                                              ("ERA", "2026-05-05"), ("ERA", "2026-06-02"),
                                              ("file summary", "2026-06-03"), ("ERA", "2026-07-20")])]  # fmt: skip
    told = book(submitted=rows, eras=every_month("2026-03"))
    assert state(told, "charges", "2026-05") == ("in part", "of 2 claims in remittances only")
    assert value(told, "charges", "2026-05") == 20_000  # 2 x $100.00, of what was answered
    assert state(told, "charges", "2026-06")[0] == "whole"  # a file summary tells of what was sent
    assert value(told, "gross", "2026-05") is None  # payments over a part of the charges


def posting(on, cents):
    return {"posted_date": day(on), "paid_cents": cents, "kind": "claim"}


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (5_500, POSTED),  # 30.00 + 25.00 are posted in May, of which the remittances of May pay 80.00
        (8_000, AGREES),  # as the remittances have it
        (6_700, DIFFERS),
    ],
)
def test_payments_that_are_reported_by_the_day_of_posting_agree_with_what_was_posted(said, state):
    posted = frame(
        POSTINGS, [posting("2026-05-08", 3_000), posting("2026-05-20", 2_500), posting("2026-06-02", 9_000)]
    )
    told = book(
        eras=every_month(), figures=[figure("2026-05", "payments", amount_cents=said)], postings=posted
    )
    assert one(told)["state"] == state
    if state == POSTED:
        assert one(told)["why"] == "the postings of the month come to $55.00, by the day of posting"
        assert one(told)["difference"] == "\N{MINUS SIGN}$25.00"  # 55.00 less 80.00 stays told
    assert ("baseline-figure-differs" in codes(told)) == (state == DIFFERS)


def test_a_month_with_a_payment_posted_twice_is_not_called_as_posted():
    posted = frame(POSTINGS, [posting("2026-05-08", 3_000), posting("2026-05-20", 2_500)])
    whole = book(
        eras=every_month(), figures=[figure("2026-05", "payments", amount_cents=5_500)], postings=posted
    )
    whole.inputs.__dict__["posted_again"] = pd.DataFrame({"posted_on": [day("2026-05-20")], "cents": [2_500]})
    assert one(whole)["state"] == DIFFERS


@pytest.mark.parametrize(
    ("denied", "decided", "said"),
    [
        ([1, 3], [10, 10], "All months together: 4 of 20 decided claims are denied, 20.0 %. "),
        ([0, 0], [10, 0], "All months together: 0 of 10 decided claims are denied, 0.0 %. "),
        ([0], [0], ""),  # none is decided: no rate
    ],
)
def test_the_denial_rate_of_all_months_is_told_beside_that_of_each(denied, decided, said):
    assert all_months(pd.DataFrame({"denied": denied, "decided": decided}, dtype="Int64")) == said
