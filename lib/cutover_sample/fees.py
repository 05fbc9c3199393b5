"""The non-par fee of every month, Tax ID and NPI, by a plain loop over what was sent.

The rates stand here as literals because the generator shares nothing with the library. Sources: Office Ally
support, How Par vs Non-Par payers affect your claim fees (50 % or more of a combination's claims before
2026, any claim from 2026-01-01 on; $39.95 from 2024-02-01, $44.95 by 2026-01-01). The day of that step is not
known, so that a month between has a range; a payer that is on no list makes a range too.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from cutover_sample.book import Practice
from cutover_sample.payer_lists import status
from cutover_sample.submissions import Submission

ANY_CLAIM_FROM = dt.date(2026, 1, 1)
OLD_CENTS, NEW_CENTS = 3_995, 4_495


def fees(practice: Practice, sent: list[Submission]) -> list[dict[str, object]]:
    """Return one entry per month of submission and NPI, over the accepted claims.

    `low` takes payers on no list as par and the lower amount, `high` as non-par and the higher one;
    `back_cast` is the fee under the rule and amount of 2026. Rejected claims are counted apart.
    """
    counts: dict[tuple, Counter] = {}
    for one in (one for one in sent if one.state != "unsent"):
        key = (one.sent_on.replace(day=1), one.npi(practice))
        found = counts.setdefault(key, Counter())
        if one.state == "accepted":
            found["claims"] += 1
            found[status(one.claim.coverage.payer, one.sent_on)] += 1
        else:
            found["rejected"] += 1
    return [_entry(practice, month, npi, found) for (month, npi), found in sorted(counts.items())]


def _entry(practice: Practice, month: dt.date, npi: str, counts: Counter) -> dict[str, object]:
    sure, doubtful, claims = counts["non-par"], counts["unlisted"], counts["claims"]
    low, high = amounts(month)
    return {
        "practice": practice.slug,
        "month": f"{month:%Y-%m}",
        "tax_id": practice.tin,
        "npi": npi,
        "claims": claims,
        "nonpar": sure,
        "unknown": doubtful,
        "rejected": counts["rejected"],
        "rule": "any" if month >= ANY_CLAIM_FROM else "share",
        "low_cents": low if triggers(month, sure, claims) else 0,
        "high_cents": high if triggers(month, sure + doubtful, claims) else 0,
        "back_cast_low_cents": NEW_CENTS if sure else 0,
        "back_cast_high_cents": NEW_CENTS if sure + doubtful else 0,
    }


def triggers(month: dt.date, nonpar: int, claims: int) -> bool:
    """Tell whether so many non-par claims of so many owe the fee: any since 2026, half or more before."""
    if month >= ANY_CLAIM_FROM:
        return nonpar >= 1
    return nonpar >= 1 and 2 * nonpar >= claims


def amounts(month: dt.date) -> tuple[int, int]:
    """Return the lowest and the highest fee that may have been in force in a month from 2024-03 on."""
    return (NEW_CENTS if month >= ANY_CLAIM_FROM else OLD_CENTS), NEW_CENTS
