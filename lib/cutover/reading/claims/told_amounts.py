"""What a status says of a payment in so many words: `pd 41.20 on 3/9/26` is an amount and its day.

It is believed where the list has no column of payments, the whole status is such words, and the claim stands once.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from cutover.reading.claims import states as claim_states
from cutover.reading.files import values as text_values

_AMOUNT = r"(?P<amount>\$\s*\d[\d,]*(?:\.\d{2})?|\d[\d,]*\.\d{2})"
_DAY = r"(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2})"


def with_told(table: pd.DataFrame, used: dict[str, str]) -> pd.DataFrame:
    """Return claims (CLAIM_HISTORY) with the payment that their statuses tell, where no column has it.

    A day before the service or without a year is none: the amount is believed alone.
    """
    if "paid" in used or "state_as_written" not in used or table.empty:
        return table
    said = table["state_as_written"].where(table["state"].eq("paid") & _is_alone(table)).dropna()
    hits = {text: hit for text in said.unique() if (hit := _pattern().fullmatch(text.strip()))}
    if not hits:
        return table
    amounts = {text: hit["amount"] for text, hit in hits.items()}
    days = {text: hit["day"] for text, hit in hits.items() if hit["day"]}
    paid = text_values.cents(said.map(amounts).astype("str")).reindex(table.index).astype("Int64")
    on = text_values.dates(said.map(days).astype("str")).reindex(table.index)
    on = on.where(~(on < table["service_from"]).fillna(False)).astype(table["paid_date"].dtype)
    return table.assign(paid_cents=table["paid_cents"].fillna(paid), paid_date=table["paid_date"].fillna(on))


def _is_alone(table: pd.DataFrame) -> pd.Series:
    """Whether a claim stands in one row: what its lines say of one payment would count with each of them."""
    number = table["claim_number"].fillna(table["patient_control_number"])
    return ~pd.DataFrame({"number": number, "day": table["service_from"]}).duplicated(keep=False)


@cache
def _pattern() -> re.Pattern:
    rules = claim_states.note_rules()
    paid, on = (
        "|".join(sorted(map(re.escape, words), key=len, reverse=True)) for words in (rules.paid, rules.on)
    )
    return re.compile(rf"(?:{paid})[\s:.-]*{_AMOUNT}(?:[\s,;-]*(?:{on})?[\s:]*{_DAY})?\.?", re.IGNORECASE)
