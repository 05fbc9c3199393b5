"""Switch dates, silence, the bank, the old claims, the close and the meeting."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.errors import InputError, UsageError
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.postings.meetings import hold, last_meeting
from cutover.reading.postings.postings import load_postings, system_of
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reading.practice.book import Practice
from cutover.wording import wordings
from cutover.workstreams.bank import sums
from cutover.workstreams.parallel_run.aging import aging, closeout
from cutover.workstreams.parallel_run.closing import payers
from cutover.workstreams.parallel_run.meeting import minutes, next_meeting, sheet
from cutover.workstreams.parallel_run.report import assess
from cutover.workstreams.parallel_run.switch_dates import by_system, in_medi, switches
from era_frames import AS_OF, claim, day, payment
from parallel_frames import CUTOVER, deposit, findings, known, posting, run, went

ALL = frozenset(wordings("parallel_run"))


def weeks(letter: str, first: str, count: int) -> dict:
    """Weekly remittances of one claim each, and their claims."""
    days = pd.date_range(first, periods=count, freq="7D")
    paid = [payment(f"{letter}{n}", str(d.date()), 10_000) for n, d in enumerate(days)]
    rows = [claim(f"{letter}{n}", statement_from=d - pd.Timedelta(days=20)) for n, d in enumerate(days)]
    return {"payments": paid, "claims": rows}


@pytest.mark.parametrize(("last", "state"), [("2026-07-17", "switched"), ("2026-07-16", "silent")])
def test_a_weekly_payer_is_silent_after_more_than_the_two_weeks_of_receipt(last, state):
    # 1.6 of its 7 days are 11.2, less than the floor of a move; from 07-17 to 07-31 it is fourteen days and no alarm
    first = day(last) - pd.Timedelta(days=7 * 9)
    found = run(weeks("o", str(first.date()), 5), weeks("m", str((first + pd.Timedelta(days=35)).date()), 5))
    assert switches(found)["state"].tolist() == [state]


@pytest.mark.parametrize(("last", "state"), [("2026-07-09", "switched"), ("2026-07-08", "silent")])
def test_a_payer_of_every_other_week_is_silent_after_more_than_one_and_a_half_intervals(last, state):
    # 1.6 of its 14 days are 22.4: 22 days from 07-09 to 07-31 are no alarm, 23 are
    days = pd.date_range(end=last, periods=8, freq="14D")
    paid = [payment(f"m{n}", str(d.date()), 10_000) for n, d in enumerate(days)]
    found = run({"payments": paid[:5]}, {"payments": paid[5:]})
    assert switches(found)["state"].tolist() == [state]


def test_the_switch_date_is_the_first_remittance_in_medi_and_the_overlap_ends_with_the_last_in_office_ally():
    found = switches(run(weeks("o", "2026-06-02", 6), weeks("m", "2026-06-23", 6))).iloc[0]
    assert (found["first_medi"], found["last_office_ally"]) == (day("2026-06-23"), day("2026-07-07"))
    assert (found["overlap_days"], found["state"]) == (14, "in both systems")  # 23 June to 7 July


def test_a_remittance_in_both_systems_is_told_apart_in_each_and_counts_once():
    def sent(letter: str, on: str, cents: int, key: str) -> tuple[dict, dict]:
        paid = payment(letter, on, cents, payment_key=key, trace_number=f"T{key}")
        return paid, claim(letter, paid_cents=cents, patient_control_number=f"A{key}")

    old = [sent("a", "2026-06-02", 10_000, "1"), sent("b", "2026-07-07", 4_000, "2")]
    new = [sent("c", "2026-07-07", 4_000, "2"), sent("d", "2026-07-14", 2_500, "3")]
    found = run(*({"payments": [p for p, _ in rows], "claims": [c for _, c in rows]} for rows in (old, new)))
    rows = by_system(found)[["feed", "remittances", "paid_cents", "both", "both_cents"]]
    assert rows.values.tolist() == [
        ["Office Ally", 2, 14_000, 1, 4_000],
        ["Medi", 2, 6_500, 1, 4_000],
        ["both systems, each once", 3, 16_500, 1, 4_000],  # 100.00 + 40.00 + 25.00
    ]
    came = in_medi(found)
    assert came[["paid_cents", "also"]].values.tolist() == [[2_500, "no"], [4_000, "yes"]]
    stands = switches(found).iloc[0]
    assert (stands["last_office_ally"], stands["first_medi"]) == (day("2026-06-02"), day("2026-07-07"))


def test_a_remittance_to_office_ally_counts_against_a_payer_only_after_the_overlap():
    late = switches(run(weeks("o", "2026-06-02", 7), weeks("m", "2026-06-23", 6))).iloc[0]
    assert (late["state"], late["late_cents"]) == ("still sends to Office Ally", 10_000)  # that of 14 July


def split(letter: str, account: str, cents: int, stated: int) -> dict:
    """One remittance of a check over so much, with one claim of it."""
    said = {"claims_paid_cents": cents, "provider_adjustment_cents": 0, "stated_cents": stated}
    off = {"is_balanced": cents == stated, "difference_cents": stated - cents}
    paid = payment(letter, "2026-07-14", stated, trace_number="T1", payment_key="T1", **said, **off)
    return {"payments": [paid], "claims": [claim(letter, paid_cents=cents, patient_control_number=account)]}


def test_a_check_whose_claims_were_split_between_the_systems_counts_in_both_each_with_its_claims():
    found = run(split("o", "A1", 7_000, 10_000), split("m", "A2", 3_000, 10_000)).remittances
    assert found["counts"].isna().all()
    assert found["paid_cents"].tolist() == [7_000, 3_000]  # of 10,000, which both state
    assert found["difference_cents"].tolist() == [0, 0]


def test_a_check_with_the_same_claims_in_both_systems_counts_once():
    found = run(split("o", "A1", 10_000, 10_000), split("m", "A1", 10_000, 10_000)).remittances
    assert found["counts"].fillna("").tolist() == ["", "in both systems"]
    assert found["paid_cents"].tolist() == [10_000, 10_000]


def in_both(*accounts: str) -> tuple[dict, dict]:
    """The same remittance in both systems, with a claim for each account, served on CUTOVER."""
    made = []
    for letter in "om":
        paid = payment(letter, "2026-07-14", 10_000, trace_number="T1", payment_key="T1")
        rows = [claim(letter, n, patient_control_number=one, statement_from=pd.Timestamp(CUTOVER))
                for n, one in enumerate(accounts)]  # fmt: skip
        made.append({"payments": [paid], "claims": rows})
    return made[0], made[1]


@pytest.mark.parametrize(
    ("accounts", "named", "copy"),
    [
        (["K1"], [], MEDI),  # that of Office Ally counts
        (["K1"], ["K1"], OFFICE_ALLY),  # Medi sent the claim
        (["K1"], ["K2"], MEDI),
        (["K1", "K2"], ["K1"], MEDI),  # one of its claims is not known to be Medi's
        (["K1", "K2"], ["K1", "K2"], OFFICE_ALLY),
    ],
)
def test_a_remittance_in_both_systems_counts_in_medi_where_its_list_names_all_claims_of_it(
    accounts, named, copy
):
    sent = [went(one, served=f"{CUTOVER}") for one in named]
    made = run(*in_both(*accounts), sent=sent)
    rows = made.remittances
    assert rows.loc[rows["counts"].notna(), "feed"].tolist() == [copy]
    landed = made.items[made.items["counts"].isna()]
    assert set(landed["feed"]) == {MEDI, OFFICE_ALLY} - {copy} and len(landed) == len(accounts)
    told = {f.code: f for f in findings(made)}["run-copy-across"].evidence.frame
    other = OFFICE_ALLY if copy == MEDI else MEDI
    [said] = told["what"]
    assert said.startswith(f"landed in {copy}, is in {other} too: ")
    assert said.endswith("by the list of claims sent" if copy == OFFICE_ALLY else f"{OFFICE_ALLY}'s counts")
    rules = assess(made).tables["routing"].frame["rule"]
    assert rules.str.endswith(f"; in both systems, counted in {other}").sum() == 1


def banked(*deposits, paid=((10_000, "2026-07-14"),)):
    rows = [payment(f"x{n}", on, cents) for n, (cents, on) in enumerate(paid)]
    return run(medi={"payments": rows}, deposits=deposits).bank


def test_a_deposit_is_found_by_its_number_in_its_own_column_or_among_the_banks_words():
    paid = ((10_000, "2026-07-14"), (10_000, "2026-07-14"))
    # check numbers of fewer than four signs are no evidence among words
    found = banked(
        deposit("2026-07-14", 10_000, trace="00TX1"), deposit("2026-07-30", 10_000, "AETNA"), paid=paid
    )
    assert found.remittances["how"].tolist()[1] == "number and amount"
    assert found.deposits["how"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("on", "is_found"),
    [("2026-07-17", True), ("2026-07-20", False), ("2026-07-09", True), ("2026-07-08", False)],
)
def test_without_a_number_a_deposit_lies_within_three_working_days_of_its_remittance(on, is_found):
    # Tuesday the 14th: Friday the 17th is three working days later, Monday the 20th four; likewise before it
    found = banked(deposit(on, 10_000), deposit("2026-07-01", 3))
    assert found.deposits["how"].notna().tolist() == [is_found, False]


def test_a_deposit_of_three_remittances_is_suggested_and_called_ambiguous_where_another_sum_does_as_well():
    three = ((1_000, "2026-07-14"), (2_000, "2026-07-14"), (4_000, "2026-07-15"))
    found = banked(deposit("2026-07-15", 7_000), paid=three)
    assert found.deposits.values.tolist() == [["sum of several", False]]
    found = banked(deposit("2026-07-15", 7_000), paid=(*three, (3_000, "2026-07-15")))  # 3,000 + 4,000 too
    assert found.deposits["is_ambiguous"].tolist() == [True]


def test_a_sum_has_at_most_the_stated_number_of_parts():
    assert list(sums((1, 2, 4, 8, 16), 31, 4)) == []
    assert list(sums((1, 2, 4, 8, 16), 30, 4)) == [(1, 2, 3, 4)]


def test_a_deposit_whose_number_is_right_and_whose_amount_is_not_shows_the_difference():
    found = run(
        medi={"payments": [payment("x0", "2026-07-14", 10_000)]},
        deposits=[deposit("2026-07-14", 9_900, trace="TX0")],
    )
    codes = {f.code: f.amount_cents for f in findings(found)}
    assert codes["run-deposit-differs"] == 100  # 10,000 - 9,900
    assert found.legs["bank"]["remains"] == 0


def test_old_claims_stand_in_the_bucket_of_their_age_and_new_ones_in_none():
    ages = {"A": 30, "B": 31, "C": 121}
    rows = [
        known(name, service_from=day(str(AS_OF - dt.timedelta(age))), charge_cents=1_000, balance_cents=700)
        for name, age in ages.items()
    ]
    found = aging(run(history=rows, cutover=dt.date(2026, 7, 20)))
    row = found.iloc[0]
    assert (row["days_0_30_cents"], row["days_31_60_cents"], row["days_over_120_cents"]) == (700, 700, 700)
    assert row["open_cents"] == 2_100
    assert closeout(run(history=rows, cutover=dt.date(2026, 7, 20)))["days_left"] == 49  # 60 - 11


def test_an_open_claim_becomes_a_finding_on_the_day_after_the_sixty_days():
    said = [known("A", service_from=day("2026-05-01"), charge_cents=1_000, balance_cents=700)]
    for cutover, codes in ((dt.date(2026, 6, 1), []), (dt.date(2026, 5, 31), ["run-closeout-over"])):
        found = assess(run(history=said, cutover=cutover))  # 1 June + 60 days is 31 July
        assert [f.code for f in found.findings] == codes


@pytest.mark.parametrize(("first", "may_close"), [("2026-07-17", True), ("2026-07-18", False)])
def test_a_payer_may_close_after_two_weeks_of_receipt_in_medi(first, may_close):
    old = weeks("o", "2026-05-01", 6)
    days = [first, "2026-07-24", "2026-07-30"]
    new = {"payments": [payment(f"m{n}", on, 100) for n, on in enumerate(days)]}
    done = [posting(OFFICE_ALLY, f"Ao{n}0", f"To{n}", 10_000) for n in range(6)]
    found = payers(run(old, new, done)).iloc[0]
    assert bool(found["may_close"]) is may_close
    assert (found["missing"] == "1 more day of receipt in Medi") is not may_close


def test_an_unexplained_amount_of_the_limit_does_not_hold_a_payer_and_a_cent_more_does():
    for cents, may_close in ((10_000, True), (10_001, False)):
        medi = weeks("m", "2026-06-18", 7)
        done = [posting(MEDI if n > 1 else OFFICE_ALLY, f"Am{n}0", f"Tm{n}", 10_000) for n in range(7)]
        found = run(medi=medi, postings=[*done, posting(MEDI, "Z1", "Q1", cents)])
        row = payers(found).iloc[0]
        assert (row["unexplained_cents"], bool(row["may_close"])) == (cents, may_close)


def two_meetings(amount):
    medi = {
        "payments": [payment("a", "2026-07-14")],
        "claims": [claim("a", statement_from=day("2026-07-01"))],
    }
    return run(medi=medi, postings=[posting(MEDI, "Aa0", "Ta", amount)])


def test_an_item_keeps_key_owner_and_first_day_from_meeting_to_meeting_until_it_is_settled():
    first = sheet(findings(two_meetings(9_000)), None, dt.date(2026, 7, 30), ALL)
    assert first["change"].tolist() == ["new"]
    written = minutes(first).assign(owner="Robin")
    again = sheet(findings(two_meetings(9_000)), written, AS_OF, ALL).iloc[0]
    assert (again["change"], again["owner"], again["first_seen"]) == ("carried", "Robin", day("2026-07-30"))
    assert sheet(findings(two_meetings(8_000)), written, AS_OF, ALL)["change"].tolist() == ["amount changed"]
    settled = sheet(findings(two_meetings(10_000)), written, AS_OF, ALL)
    assert settled["change"].tolist() == ["settled"] and minutes(settled).empty


def test_a_meeting_is_written_once_and_the_last_one_before_the_day_is_read(tmp_path):
    who = Practice("c", "p", "P", frozenset(), frozenset(), tmp_path)
    assert last_meeting(who, AS_OF)[0] is None
    rows = minutes(sheet(findings(two_meetings(9_000)), None, dt.date(2026, 7, 30), ALL))
    hold(who, rows, dt.date(2026, 7, 30))
    on, back = last_meeting(who, AS_OF)
    assert on == dt.date(2026, 7, 30)
    pd.testing.assert_frame_equal(back, rows)
    assert last_meeting(who, dt.date(2026, 7, 30))[0] is None  # a meeting does not follow itself
    with pytest.raises(UsageError, match="written down already"):
        hold(who, rows, dt.date(2026, 7, 30))
    (who.desk / "meetings" / "2026-07-30.csv").write_text("what\n1\n", "utf-8")
    with pytest.raises(InputError, match="not a meeting's list"):
        last_meeting(who, AS_OF)


def test_meetings_are_daily_for_two_weeks_over_weekends_and_weekly_after():
    rules = run().rules
    assert next_meeting(CUTOVER, dt.date(2026, 6, 26), rules) == dt.date(2026, 6, 29)  # Friday to Monday
    assert next_meeting(CUTOVER, dt.date(2026, 6, 29), rules) == dt.date(2026, 7, 6)  # the fourteenth day
    assert next_meeting(dt.date(2026, 9, 1), AS_OF, rules) is None


@pytest.mark.parametrize(
    ("text", "system"),
    [("postings/medi/july.csv", MEDI), ("postings/Office-Ally.xlsx", OFFICE_ALLY),
     ("postings/OA_july.csv", OFFICE_ALLY), ("postings/practice mate.csv", OFFICE_ALLY),
     ("postings/medical.csv", None), ("postings/medi-and-office-ally.csv", None)],
)  # fmt: skip
def test_the_system_of_a_file_of_postings_is_told_by_its_path(text, system):
    assert system_of(text) == system


def test_postings_and_deposits_are_read_with_every_row_used_or_set_aside(tmp_path):
    who = Practice("c", "p", "P", frozenset(), frozenset(), tmp_path)
    for path, text in {
        "postings/medi.csv": "Posted Date,Claim Number,Payer,Check Number,Payment Amount,Posting Type\n"
        '07/02/2026,C1,AETNA,0012345,"$1,000.50",Insurance\n'
        "07/02/2026,C2,AETNA,0012345,none,Insurance\n07/03/2026,,AETNA,0012345,(30.00),Provider level recoupment\n",
        "postings/july.csv": "Posted Date,Claim Number,Payer,Check Number,Payment Amount\n"
        "07/02/2026,C1,AETNA,0012345,5.00\n",
        "bank/july.csv": "Date,Description,Amount\n07/02/2026,TRN*1*0012345,970.50\n07/05/2026,RENT,-100.00\n",
    }.items():
        (who.raw / path).parent.mkdir(parents=True, exist_ok=True)
        (who.raw / path).write_text(text, "utf-8")
    found, bank = load_postings(who), load_deposits(who)
    assert found.rows["paid_cents"].tolist() == [
        500,
        100_050,
        -3_000,
    ]  # the first of a system that nobody names
    assert found.rows["system"].isna().tolist() == [True, False, False]
    assert found.rows["kind"].tolist() == ["claim", "claim", "provider-level"]
    assert found.set_aside["reason"].tolist() == ["no amount can be read in it"]
    assert (found.files["rows_in"] == found.files["rows_used"] + found.files["rows_set_aside"]).all()
    assert bank.rows["amount_cents"].tolist() == [97_050]
    assert bank.set_aside["reason"].tolist() == ["money drawn, not a deposit"]
