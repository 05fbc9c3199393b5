"""One payer under several spellings, and days that nobody could have paid on."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.parallel_run.closing import payers
from cutover.workstreams.parallel_run.switch_dates import switches
from cutover.workstreams.payer_spellings import one_name
from era_frames import day, payment
from parallel_frames import known, run


def weekly(letter: str, first: str, count: int, **said) -> list[dict]:
    days = pd.date_range(first, periods=count, freq="7D")
    return [payment(f"{letter}{n}", str(d.date()), **said) for n, d in enumerate(days)]


def test_a_payer_whose_spelling_changes_with_the_switch_is_one_payer_and_not_silent():
    old = weekly("o", "2026-04-02", 10, payer_name="AETNA")
    new = weekly("m", "2026-06-18", 7, payer_name="Aetna, Inc.")
    found = switches(run({"payments": old}, {"payments": new}))
    assert found[["payer", "state"]].values.tolist() == [["AETNA", "switched"]]


def test_an_open_legacy_claim_holds_its_payer_whatever_the_history_calls_it():
    said = known("L", payer_name="Aetna Insurance Co", service_from=day("2026-05-01"), balance_cents=700)
    found = payers(run(medi={"payments": weekly("m", "2026-06-18", 7)}, history=[said]))
    assert found[["payer", "missing"]].values.tolist() == [["AETNA", "$7.00 of legacy claims open"]]


def test_plans_of_two_states_are_two_payers_and_a_blank_names_nobody():
    names = pd.Series(["Medicaid - Ohio", "Medicaid - Texas", "OHIO MEDICAID", " ", None], dtype="str")
    told = one_name(names).tolist()
    assert told[0] == told[2] != told[1]
    assert told[3:] == ["(payer not named)"] * 2


@pytest.mark.parametrize("typed", ["2062-07-24", "0202-07-24", "2026-12-24"])
def test_a_mistyped_day_of_payment_hides_no_silence(typed):
    # weekly until 16 July, then one more whose day cannot be: fifteen days to the report are more than two weeks
    paid = weekly("m", "2026-05-14", 10)
    paid.append(payment("x", "2026-07-09", payment_date=day(typed), production_date=day("2026-07-09")))
    found = switches(run(medi={"payments": paid})).iloc[0]
    assert (found["state"], found["days_silent"], found["first_medi"]) == ("silent", 15, day("2026-05-14"))
    assert found["landed_medi_cents"] == 11 * 10_000
