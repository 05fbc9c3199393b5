"""What a row of a file can be recognized by without an identifier of its practice: numbers, traces, people.

Marks are hashes, so that an index of a practice's marks holds no name and no number of a patient in plain text. A
strong mark is hardly shared by two practices by chance; a weak one (a name, an account number alone) counts only by
the dozen.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.identifiers import compared
from cutover.reading.files import values as text_values

MARKS = {"row": "int64", "mark": "uint64", "strong": "bool"}
_KEY = "cutover rows key"  # sixteen characters; hashes are the same on every machine
_SHORTEST = 6  # signs of a number that is told from a counter
_TOKEN = r"([A-Z0-9]{6,})"


def of_history(found: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of a mapped claim history: claim and day of service, check, name of the patient."""
    day = days_of(found["service_from"])
    numbers = [
        compared(found[name]) for name in ("claim_number", "patient_control_number", "payer_claim_number")
    ]
    last, first = _names(found["patient_name"], found["patient_last_name"], found["patient_first_name"])
    return together(
        [
            *(claim_and_day(number, day) for number in numbers),
            *(marks("claim", number, strong=False) for number in numbers),
            trace(found["check_number"]),
            name(last, first),
        ]
    )


def of_sent(found: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of a mapped list of sent claims: claim and day of service, claim, name of the patient."""
    last, first = _names(found["patient_name"], found["patient_last_name"], found["patient_first_name"])
    numbers = [found[number] for number in ("patient_control_number", "claim_number")]
    return together([of_numbers(numbers, found["service_from"]), name(last, first)])


def of_postings(found: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of mapped postings: the check, the claim with its amount, the claim."""
    cents = text_values.cents(found["paid"])
    numbers = [compared(found[name]) for name in ("claim_number", "account")]
    return together(
        [
            trace(found["check_number"]),
            *(claim_and_cents(number, cents) for number in numbers),
            *(marks("claim", number, strong=False) for number in numbers),
        ]
    )


def of_deposits(found: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of mapped bank lines: every number in them that a check or EFT may bear."""
    words = found["description"].str.upper().str.extractall(_TOKEN)[0]
    words = words[words.str.contains(r"\d", na=False)].droplevel(1)
    return together([trace(found["trace_number"]), trace(words)])


def of_numbers(numbers: list[pd.Series], days: pd.Series) -> pd.DataFrame:
    """Return the marks of rows that name claims or accounts and a day of service, one number a row in each series."""
    day, said = days_of(days), [compared(number) for number in numbers]
    return together(
        [
            *(claim_and_day(number, day) for number in said),
            *(marks("claim", number, strong=False) for number in said),
        ]
    )


def of_patients(found: pd.DataFrame) -> pd.DataFrame:
    """Return the marks of mapped patients: name with birth date, and name."""
    last, first = _names(found["full_name"], found["last_name"], found["first_name"])
    return together([person(last, first, found["birth_date"]), name(last, first)])


def person(last: pd.Series, first: pd.Series, birth: pd.Series) -> pd.DataFrame:
    """Return people by name and birth date; a name that a report cuts short counts by its beginning."""
    born = days_of(birth)
    return marks("person", _letters(last).str[:8] + "|" + _letters(first).str[:3] + "|" + born, strong=True)


def name(last: pd.Series, first: pd.Series) -> pd.DataFrame:
    """Return people by name alone."""
    return marks("name", _letters(last) + "|" + _letters(first), strong=False)


def claim_and_day(number: pd.Series, day: pd.Series) -> pd.DataFrame:
    """Return claims by a number and their day of service (2026-07-15)."""
    return marks("claim on day", number + "|" + day, strong=True)


def claim_and_cents(number: pd.Series, cents: pd.Series) -> pd.DataFrame:
    """Return claims by a number and what was paid."""
    paid = cents.mask(cents.eq(0)).astype("str")
    return marks("claim paid", number + "|" + paid, strong=True)


def trace(numbers: pd.Series) -> pd.DataFrame:
    """Return checks and EFTs by their number, without the leading zeros that banks add."""
    said = compared(numbers).str.lstrip("0")
    return marks("trace", said.where(said.str.len() >= _SHORTEST), strong=True)


def marks(kind: str, texts: pd.Series, *, strong: bool) -> pd.DataFrame:
    """Return texts as marks (MARKS), one row per text that is not null; `row` is the label of its row."""
    there = texts.dropna()
    said = (kind + ":" + there.astype(object)).to_numpy(object)
    hashed = (
        pd.util.hash_array(said, hash_key=_KEY, categorize=True) if len(said) else np.array([], np.uint64)
    )
    held = {"row": there.index.to_numpy(), "mark": hashed, "strong": np.full(len(hashed), strong)}
    return pd.DataFrame({name: np.asarray(held[name]).astype(dtype) for name, dtype in MARKS.items()})


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of marks as one."""
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True).astype(MARKS)


def days_of(texts: pd.Series) -> pd.Series:
    """Return days as text, the century left out: reports write two digits."""
    days = texts if pd.api.types.is_datetime64_any_dtype(texts) else text_values.dates(texts)
    return days.dt.strftime("%m-%d-").astype("str") + (days.dt.year % 100).astype("Int64").astype("str")


def _letters(texts: pd.Series) -> pd.Series:
    said = texts.astype("str").str.casefold().str.replace(r"[^\w]|[\d_]", "", regex=True)
    return said.where(said != "").astype("str")


def _names(full: pd.Series, last: pd.Series, first: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Last and first name, from a full name such as `Doe, Ann` where they have no columns of their own."""
    parts = full.astype("str").str.extract(r"^([^,]*),\s*(\S*)")
    whole = [parts[0].astype("str"), parts[1].astype("str")]
    return tuple(
        one.astype("str").where(one.notna(), other) for one, other in zip((last, first), whole, strict=True)
    )
