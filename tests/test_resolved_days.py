"""When a claim of the history was resolved: by which number its remittance is found, and what stays unknown."""

from __future__ import annotations

import pandas as pd
import pytest
from baseline_makers import billed, book, remitted, state, value
from cutover.workstreams.legacy_claims import last_answer
from cutover.workstreams.open_claims.forecast import EVERY
from cutover.workstreams.open_claims.report import report
from era_frames import day
from open_claims_makers import book as handoff
from open_claims_makers import decided, history

SERVED, OTHER = "2026-03-04", "2026-04-08"


def claim(account: str | None, number: str | None, on: str = SERVED, payer: str = "AETNA") -> dict:
    return {
        "patient_control_number": account,
        "claim_number": number,
        "service_from": day(on),
        "payer": payer,
    }


def paid(number: str, on: str, served: str | None = SERVED, payer: str = "AETNA") -> dict:
    return {
        "patient_control_number": number,
        "service_from": day(served) if served else pd.NaT,
        "payer": payer,
        "paid_on": day(on),
    }


def days(claims: list[dict], answers: list[dict]) -> list[str | None]:
    told = last_answer(pd.DataFrame(claims), pd.DataFrame(answers))
    return [None if pd.isna(one) else f"{one:%m-%d}" for one in told]


@pytest.mark.parametrize(("account", "number", "named"), [
    ("51000", "3059", "3059"), ("51000", "3059", "51000"), ("51000", None, "51-000"), (None, "c 3059", "C3059"),
])  # fmt: skip
def test_a_claim_is_found_by_either_number_and_its_day_of_service(account, number, named):
    asked = [claim(account, number)]
    assert days(asked, [paid(named, "2026-03-20"), paid(named, "2026-04-02")]) == ["04-02"]  # the last one
    assert days(asked, [paid(named, "2026-03-20", OTHER)]) == [None]  # of another visit


def test_an_account_of_several_visits_gives_each_its_own_day():
    visits = [claim("51000", "3059"), claim("51000", "3060", OTHER), claim("51000", "3061", "2026-05-01")]
    assert days(visits, [paid("51000", "2026-03-20"), paid("51000", "2026-04-20", OTHER)]) == [
        "03-20", "04-20", None,
    ]  # fmt: skip
    assert days(visits, [paid("3060", "2026-04-20", OTHER)]) == [None, "04-20", None]


def test_a_number_that_is_one_claims_and_another_patients_account_is_told_by_the_day():
    both = [claim("51000", "3059"), claim("3059", "3100", OTHER)]
    assert days(both, [paid("3059", "2026-04-20", OTHER)]) == [None, "04-20"]
    assert days(both, [paid("3059", "2026-04-20")]) == ["04-20", None]


@pytest.mark.parametrize(("claims", "named", "expected"), [
    ([claim("51000", "3059")], "3059", ["03-20"]), ([claim("51000", "3059")], "51000", ["03-20"]),
    ([claim("51000", "3059"), claim("51000", "3060", OTHER)], "51000", [None, None]),  # whose is it?
    ([claim("51000", "3059"), claim("51000", "3060", OTHER)], "3060", [None, "03-20"]),
    ([claim("51000", "3059"), claim("3059", "3100", OTHER)], "3059", [None, None]),
    ([claim(None, "3059"), claim(None, "3059")], "3059", ["03-20", "03-20"]),  # one claim in two rows
])  # fmt: skip
def test_a_remittance_without_a_day_of_service_is_of_the_only_claim_with_its_number(claims, named, expected):
    assert days(claims, [paid(named, "2026-03-20", None)]) == expected


def test_claims_of_two_payers_on_one_account_and_day_have_each_the_answer_of_its_own():
    both = [claim("51000", "3045", payer="VSP"), claim("51000", "3046", payer="NOVITAS")]
    one = paid("51000", "2026-03-20", payer="NOVITAS")
    assert days(both, [one]) == [None, "03-20"]
    assert days(both, [one, paid("51000", "2026-04-02", payer="VSP")]) == ["04-02", "03-20"]
    alike = [claim("51000", "3045"), claim("51000", "3046")]  # a second payer answers the one claim too
    assert days(alike, [one, paid("51000", "2026-04-02", payer="VSP")]) == ["04-02", "04-02"]


def settled(number: str, on: str, cents: int = 10_000) -> dict:
    """A claim of the account 51000 that is paid, without a day."""
    return billed("51000", on, cents, "paid", balance_cents=0, claim_number=number)


def test_what_was_open_at_a_months_end_counts_claims_that_remittances_name_by_their_number():
    claims = [settled("3059", SERVED), settled("3060", OTHER, 6_000), billed("A9", "2026-07-30", 1)]
    told = book(claims, [remitted("3059", "2026-04-15", on=SERVED), remitted("3060", "2026-05-15", on=OTHER)])
    # March: 100.00. April: 60.00, since 3059 was paid on the 15th. May: nothing.
    assert [value(told, "open", f"2026-0{n}") for n in (3, 4, 5)] == [10_000, 6_000, 0]
    assert "resolved on no known day" not in "".join(
        state(told, "open", f"2026-0{n}")[1] for n in (3, 4, 5, 6)
    )


def test_a_month_is_not_whole_at_whose_end_a_claim_of_an_unknown_day_may_have_been_open():
    claims = [
        billed("A1", "2025-06-02", 500, "paid", paid_date=day("2025-07-01"), balance_cents=0),
        settled("3059", SERVED), settled("3060", "2026-04-30"), billed("A9", "2026-07-30", 1),
    ]  # fmt: skip
    told = book(claims, [remitted("3059", "2026-04-15", on=SERVED)])
    assert state(told, "open", "2026-03") == ("whole", "")  # 3060 was served on the last day of April
    said = "1 claim resolved on no known day, not counted"
    assert [state(told, "open", f"2026-0{n}") for n in (4, 5, 6)] == [("in part", said)] * 3
    assert state(told, "open", "2026-07") == ("whole", "")  # by the report's day it is resolved
    void = book([*claims[:2], settled("3060", "2026-04-30") | {"state": "voided"}, claims[3]],
                [remitted("3059", "2026-04-15", on=SERVED)])  # fmt: skip
    assert state(void, "open", "2026-05") == ("whole", "")  # nobody ever owed it


@pytest.mark.parametrize(("named", "cases"), [("30", 3), ("99", 0)])
def test_the_forecast_learns_from_claims_that_remittances_name_by_their_number(named, cases):
    claims = [history("51000", "paid", 0, on=f"2026-05-0{n}", claim_number=f"30{n}") for n in (1, 2, 3)]
    eras = [decided(f"{named}{n}", "2026-06-05", 8_000, on=f"2026-05-0{n}") for n in (1, 2, 3)]
    rows = report(handoff([*claims, history("A9")], eras=eras)).tables["forecast"].frame
    assert rows.loc[rows["payer"].eq(EVERY), "cases"].item() == cases
