"""The non-par fee triggers and costs what Office Ally's rules of the month say."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.errors import ReferenceDataError
from cutover.workstreams.nonpar_fees.rule import counted_npi, exposure, load_fee_rules
from hypothesis import given, settings
from hypothesis import strategies as st

RULES = load_fee_rules()
BEFORE, AFTER = dt.date(2025, 12, 1), dt.date(2026, 1, 1)


def submissions(month, *, par=0, nonpar=0, unknown=0, npi="1234567893", tax_id="123456789"):
    """So many submissions of one combination in one month."""
    states = ["par"] * par + ["non-par"] * nonpar + ["unknown"] * unknown
    return pd.DataFrame({"month": pd.Timestamp(month), "tax_id": tax_id, "npi": npi, "par": states})


def fee(frame, **options):
    """The lowest and highest fee of all rows together, in cents."""
    rows = exposure(frame, RULES, **options)
    return int(rows["fee_low_cents"].sum()), int(rows["fee_high_cents"].sum())


@pytest.mark.parametrize(
    ("nonpar", "of", "owes"),
    [
        (499, 1000, False),  # 49.9 %
        (500, 1000, True),  # 50.0 %: the rule says "50 % or more"
        (501, 1000, True),  # 50.1 %
    ],
)
def test_until_december_2025_the_fee_is_owed_from_fifty_percent_on(nonpar, of, owes):
    rows = exposure(submissions(BEFORE, nonpar=nonpar, par=of - nonpar), RULES)
    assert rows["triggers_low"].tolist() == [owes]


@pytest.mark.parametrize(("nonpar", "owes"), [(0, False), (1, True)])
def test_from_january_2026_one_nonpar_claim_is_enough(nonpar, owes):
    rows = exposure(submissions(AFTER, nonpar=nonpar, par=1000), RULES)
    assert rows["triggers_low"].tolist() == [owes]


def test_the_rule_changes_between_december_2025_and_january_2026():
    assert RULES.trigger(dt.date(2025, 12, 31)).rule == "share"
    assert RULES.trigger(dt.date(2026, 1, 1)).rule == "any"


def test_ten_rendering_npis_with_one_nonpar_claim_each_owe_449_50():
    frames = [submissions(AFTER, nonpar=1, npi=str(npi)) for npi in range(1_000_000_000, 1_000_000_010)]
    assert fee(pd.concat(frames)) == (449_50, 449_50)  # 10 * $44.95


def test_a_month_between_two_known_amounts_has_a_range():
    amount = RULES.amount(BEFORE)
    assert (amount.low_cents, amount.high_cents) == (39_95, 44_95)
    assert "not known" in amount.note


@pytest.mark.parametrize(
    ("month", "cents"),
    [(dt.date(2024, 1, 1), 35_00), (dt.date(2024, 2, 1), 39_95), (dt.date(2026, 1, 1), 44_95)],
)
def test_an_amount_known_for_a_month_is_one_number(month, cents):
    assert (RULES.amount(month).low_cents, RULES.amount(month).high_cents) == (cents, cents)


def test_a_month_before_the_first_known_amount_is_an_error_in_words():
    with pytest.raises(ReferenceDataError, match="no amount is known for 2023-12"):
        RULES.amount(dt.date(2023, 12, 1))


def test_an_unknown_payer_makes_a_range_and_is_counted_as_neither():
    assert fee(submissions(AFTER, par=3, unknown=1)) == (0, 44_95)


def test_two_tax_ids_of_one_npi_owe_two_fees():
    both = [submissions(AFTER, nonpar=1, tax_id=tax_id) for tax_id in ("111111111", "222222222")]
    assert fee(pd.concat(both)) == (89_90, 89_90)  # 2 * $44.95


def test_the_back_cast_applies_the_new_trigger_and_keeps_the_amount_of_the_time():
    frame = submissions(BEFORE, nonpar=1, par=9)
    assert fee(frame) == (0, 0)
    assert fee(frame, trigger_of=AFTER) == (39_95, 44_95)


def test_the_npi_counted_falls_back_as_the_form_says():
    claims = pd.DataFrame(
        {
            "form": ["professional", "professional", "institutional", "institutional", None],
            "rendering_npi": ["R", None, None, None, None],
            "attending_npi": ["A", "A", "A", None, "A"],
            "billing_npi": ["B", "B", "B", "B", "B"],
        },
        dtype="str",
    )
    assert counted_npi(claims, RULES).tolist() == ["R", "B", "A", "B", "B"]


combination = st.tuples(
    st.sampled_from([BEFORE, AFTER]),
    st.sampled_from(["11", "22"]),
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from(["par", "non-par", "unknown"]),
)


@settings(deadline=None)
@given(st.lists(combination, max_size=60))
def test_a_plain_loop_over_the_claims_finds_the_same_fees(claims):
    frame = pd.DataFrame(claims, columns=["month", "tax_id", "npi", "par"])
    frame["month"] = pd.to_datetime(frame["month"])
    expected = {}
    for month, tax_id, npi in {claim[:3] for claim in claims}:
        own = [claim[3] for claim in claims if claim[:3] == (month, tax_id, npi)]
        low, high = own.count("non-par"), own.count("non-par") + own.count("unknown")
        if month == AFTER:
            expected[npi, tax_id, month] = (44_95 * (low > 0), 44_95 * (high > 0))
        else:
            expected[npi, tax_id, month] = (
                39_95 * (low > 0 and low / len(own) >= 0.5),
                44_95 * (high > 0 and high / len(own) >= 0.5),
            )
    rows = exposure(frame, RULES)
    found = {
        (r.npi, r.tax_id, r.month.date()): (r.fee_low_cents, r.fee_high_cents) for r in rows.itertuples()
    }
    assert found == expected
