"""Patients and guarantors: the wide rows read into people, with what is wrong noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from cutover.reading.patients.exports import ADDRESS_OF
from cutover.reading.patients.merged_lists import BIRTH_ELSEWHERE
from cutover.reading.patients.words import names_nobody, names_test
from cutover.reading.payers.states import zip_prefixes
from cutover.workstreams.demographics import values
from cutover.workstreams.demographics.cells import DATE, Desk, by_value, holds, without_blanks
from cutover.workstreams.demographics.claim_accounts import last_days
from cutover.workstreams.demographics.name_order import ordered
from cutover.workstreams.demographics.services import service_days
from cutover.workstreams.demographics.values import Reading

CLAIM_ACCOUNT_LENGTH = 20  # CLM01 of a professional claim carries 20 characters (005010X222A1)
OLDEST = 115  # years; the oldest living American is about that old, a placeholder of 1900 is older
# who may know when a patient was seen last
SOURCES = EXPORT, REMITTANCES, HISTORY = "the last visit in the export", "remittances", "the claim history"
_PARTS = ("last_name", "first_name", "middle_name")
_BESIDE = {"last_name": "first_name", "first_name": "last_name", "middle_name": "middle_name"}


def patients(
    desk: Desk,
    as_of: dt.date,
    services: pd.DataFrame | None = None,
    accounts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row per row of the export with the columns of PATIENTS but `readiness`, same index, and `told_by`.

    `services` are the days of service that remittances know (SERVICES), `accounts` those of the claim history by
    account (CLAIM_ACCOUNTS); `last_seen` is the latest of them and the last visit, `told_by` names who knows a day
    (SOURCES), "" where nobody does.
    """
    rows = desk.rows
    out = pd.DataFrame(index=rows.index)
    out["account_number"] = desk.read("account_number", values.identifier)
    out["chart_number"] = desk.read("chart_number", values.identifier)
    desk.note("account-missing", out["account_number"].isna(), "account_number", rows["account_number"])
    long = out["account_number"].str.len().gt(CLAIM_ACCOUNT_LENGTH)
    desk.note("account-long", long, "account_number", rows["account_number"])
    out = pd.concat([out, _names(desk, services)], axis=1)
    for key in ("created_date", "first_visit", "last_visit"):
        out[key] = desk.read(key, lambda text: values.event_date(text, as_of), DATE)
    days = service_days(out, rows, services)
    last = [out["last_visit"], days["last_day"], last_days(rows, accounts, as_of)]
    out["last_seen"] = pd.concat(last, axis=1).max(axis=1).astype(DATE)
    out["told_by"] = _told_by(last)
    known = [out["first_visit"], out["last_visit"], days["first_day"]]
    out["birth_date"] = _birth(desk, as_of, pd.concat(known, axis=1).min(axis=1).astype(DATE))
    out["sex"] = desk.read("sex", values.sex, keep_blank_words=True).fillna("U")
    desk.note("sex-unknown", rows["sex"].isna(), "sex", rows["sex"])
    out = pd.concat([out, _address(desk, "")], axis=1)
    _note_address(desk, out)
    for key in ("home_phone", "cell_phone", "work_phone"):
        out[key] = desk.read(key, values.phone)
    for key, meaning in (("ssn", values.ssn), ("provider_npi", values.npi), ("tax_id", values.tax_id)):
        out[key] = desk.read(key, meaning)
    out["email"], out["language"] = desk.text("email"), desk.text("language")
    out["is_active"] = _is_active(rows)
    return out


def nobody(rows: pd.DataFrame) -> pd.Series:
    """Return which wide rows are no person: named so, without a birth date, and without an address or a phone."""
    named = holds(_whole_name(rows), names_nobody)
    phones = without_blanks(rows["home_phone"]).fillna(rows["cell_phone"]).fillna(rows["work_phone"])
    lacks = without_blanks(rows["street"]).isna() | phones.isna()
    return named & without_blanks(rows["birth_date"]).isna() & lacks


def test_records(rows: pd.DataFrame) -> pd.Series:
    """Return which wide rows are test records, by their whole names alone."""
    return holds(_whole_name(rows), names_test)


def _whole_name(rows: pd.DataFrame) -> pd.Series:
    whole = (rows["last_name"].fillna("") + " " + rows["first_name"].fillna("")).str.strip()
    return rows["full_name"].fillna(whole)


def _told_by(last: list[pd.Series]) -> pd.Series:
    """Which of SOURCES know a day of each patient, in one text."""
    told = pd.Series("", index=last[0].index, dtype="str")
    for source, days in zip(SOURCES, last, strict=True):
        told = told.mask(days.notna(), told + source + "; ")
    return told


def _is_active(rows: pd.DataFrame) -> pd.Series:
    """Whether the export says active, by the header of the column that says it (the field's own: `status`).

    Of a row without a status the title of its sheet says it.
    """
    if "status_header" not in rows:
        rows = rows.assign(status_header="status")
    headers = rows["status_header"].fillna("status")
    out = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    for header in headers.unique():
        here = headers.eq(header)
        text = without_blanks(rows.loc[here, "status"])
        value, _, _ = by_value(text, lambda one, name=header: values.is_active(one, name), "boolean")
        out[here] = value
    if "source_sheet" in rows:
        untold = without_blanks(rows["status"]).isna()
        titles = by_value(rows["source_sheet"].where(untold), values.is_active_sheet, "boolean")[0]
        out = out.fillna(titles)
    return out


def guarantors(desk: Desk, as_of: dt.date) -> pd.DataFrame:
    """Return one row per row that names a guarantor, with the columns of GUARANTORS but "
    "account and origin."""
    rows, prefix = desk.rows, "guarantor_"
    full = by_full_name(desk.text(f"{prefix}full_name"))
    out = pd.DataFrame(index=rows.index)
    for part in _PARTS:
        out[part] = desk.name(f"{prefix}{part}", f"{prefix}{_BESIDE[part]}").fillna(full[part])
    there = out["last_name"].notna() | out["first_name"].notna()
    out["birth_date"] = desk.read(
        f"{prefix}birth_date", lambda text: values.birth_date(text, as_of), DATE, codes=_OF_OTHERS
    )
    out["relationship"] = desk.read(f"{prefix}relationship", values.relationship)
    out = pd.concat([out, _address(desk, prefix)], axis=1)
    for part in ("home_phone", "cell_phone"):
        out[part] = desk.read(f"{prefix}{part}", values.phone)
    return out[there]


def family_phones(rows: pd.DataFrame) -> pd.Series:
    """Return the phone of the guarantor, or of the parent, of each wide row; `guarantors` notes what cannot be read."""
    home, cell = (without_blanks(rows[f"guarantor_{kind}_phone"]) for kind in ("home", "cell"))
    return by_value(home.fillna(cell), values.phone, "str")[0]


# what blocks a patient is, of a guarantor or policy holder, a date that cannot be read
_OF_OTHERS = {"birth-impossible": "date-unread", "birth-future": "date-unread"}


def by_full_name(text: pd.Series) -> pd.DataFrame:
    """Return last, first and middle name and `is_certain` of names in one cell."""
    places, distinct = pd.factorize(text)
    parts = [values.full_name(one) for one in distinct]
    frame = pd.DataFrame(parts, columns=[*_PARTS, "is_certain"])
    frame = frame.astype(dict.fromkeys(_PARTS, "str") | {"is_certain": "boolean"})
    return frame.reindex(places).set_axis(text.index, axis=0)


def _names(desk: Desk, services: pd.DataFrame | None) -> pd.DataFrame:
    rows = desk.rows
    full = ordered(desk.text("full_name"), by_full_name(desk.text("full_name")), services)
    out = pd.DataFrame(index=rows.index)
    for part in _PARTS:
        told = desk.name(part, _BESIDE[part])
        out[part] = desk.read(part, values.name, text=told).fillna(full[part])
    from_full = desk.name("last_name", "first_name").isna() & full["last_name"].notna()
    desk.note(
        "name-order",
        from_full & ~full["is_certain"].fillna(True).astype(bool),
        "full_name",
        rows["full_name"],
    )
    for part in ("last_name", "first_name"):
        _, code, _ = by_value(out[part].where(from_full), values.name, "str")
        for found in code.dropna().unique():
            desk.note(found, code.eq(found), part, rows["full_name"])
    out["suffix"] = desk.text("suffix")
    for part in ("last_name", "first_name"):
        _split_suffix(desk, out, part, values.without_suffix)
    _split_suffix(desk, out, "middle_name", values.without_suffix_in_middle)
    missing = out["last_name"].isna() | out["first_name"].isna()
    desk.note("name-missing", missing, "last_name", rows["last_name"].fillna(rows["full_name"]))
    return out


def _split_suffix(desk: Desk, out: pd.DataFrame, part: str, split_off: Callable) -> None:
    """Move a suffix from behind a name into its own column, in the frame being made."""
    places, distinct = pd.factorize(out[part])
    split = pd.DataFrame([split_off(one) for one in distinct], columns=["name", "suffix"])
    split = split.astype("str").reindex(places).set_axis(out.index, axis=0)
    has = split["suffix"].notna()
    desk.note("name-suffix", has, part, out[part], split["name"].fillna("") + " | " + split["suffix"])
    out[part] = split["name"].where(has, out[part])
    out["suffix"] = out["suffix"].fillna(split["suffix"])


def _birth(desk: Desk, as_of: dt.date, first_service: pd.Series) -> pd.Series:
    text, today = desk.text("birth_date"), pd.Timestamp(as_of)
    value, code, suggestion = by_value(text, lambda one: values.birth_date(one, as_of), DATE)
    earlier = value - pd.DateOffset(years=100)  # the century turns back where the service was before
    late = code.eq("birth-two-digit") & value.gt(first_service) & earlier.dt.day.eq(value.dt.day)
    value = value.mask(late, earlier).astype(DATE)
    suggestion = suggestion.mask(late, value.dt.strftime("%Y-%m-%d"))
    future = value.gt(today)
    for found in code.dropna().unique():
        desk.note(found, code.eq(found), "birth_date", text, suggestion)
    elsewhere = desk.rows.get(BIRTH_ELSEWHERE)
    desk.note("birth-missing", text.isna(), "birth_date", desk.rows["birth_date"], elsewhere)
    desk.note("birth-future", future, "birth_date", text)
    desk.note("birth-after-service", value.gt(first_service) & ~future, "birth_date", text)
    desk.note("birth-old", value.lt(today - pd.DateOffset(years=OLDEST)), "birth_date", text)
    return value.mask(future)


def _address(desk: Desk, prefix: str) -> pd.DataFrame:
    out = pd.DataFrame(index=desk.rows.index)
    for part in ("street", "street_2", "city"):
        out[part] = desk.text(f"{prefix}{part}")
    out["state"] = desk.read(f"{prefix}state", values.state)
    zips = desk.text(f"{prefix}zip")
    both = (zips + "|" + out["state"].fillna("")).where(zips.notna())
    value, code, suggestion = by_value(both, _zip, "str")
    for found in code.dropna().unique():
        desk.note(found, code.eq(found), f"{prefix}zip", zips, suggestion)
    out["zip"] = value
    return out


def _zip(both: str) -> Reading:
    """The ZIP of `ZIP|state`: five or nine digits; lost zeros come back where the state agrees."""
    text, _, state = both.rpartition("|")
    digits = text.strip().removesuffix(".0").replace("-", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit():
        return Reading(None, "zip-unread")
    if len(digits) in (3, 4, 7, 8):
        full = digits.zfill(5 if len(digits) < 5 else 9)
        if state and state in zip_prefixes().get(full[:3], ()):
            return Reading(_hyphened(full), "zip-restored", _hyphened(full))
        return Reading(None, "zip-unread")
    if len(digits) not in (5, 9):
        return Reading(None, "zip-unread")
    wrong = state and state not in zip_prefixes().get(digits[:3], (state,))
    return Reading(_hyphened(digits), "zip-other-state" if wrong else None)


def _hyphened(digits: str) -> str:
    return digits if len(digits) == 5 else f"{digits[:5]}-{digits[5:]}"


def _only_state(prefix: object) -> str | None:
    """The state in which alone a ZIP prefix lies, None where there are several or none."""
    states = zip_prefixes().get(prefix, frozenset()) if isinstance(prefix, str) else frozenset()
    return next(iter(states)) if len(states) == 1 else None


def _note_address(desk: Desk, out: pd.DataFrame) -> None:
    parts = ("street", "city", "state", "zip")
    lacking = pd.Series("", index=out.index, dtype="str")
    for part in parts:  # a state or ZIP that cannot be read is said by its own rule
        lacking = lacking.where(desk.text(part).notna(), lacking + part + " ")
    told = "missing: " + lacking.str.strip()
    by_zip = out["zip"].str[:3].map(_only_state).where(desk.text("state").isna())
    told = told.where(by_zip.isna(), told + " (" + by_zip.fillna("") + " by the ZIP)")
    desk.note("address-missing", lacking.ne(""), "street", None, told)
    if ADDRESS_OF in desk.rows:
        lent = desk.rows[ADDRESS_OF].notna() & out["street"].notna()
        desk.note("address-of-guarantor", lent, "street", out["street"])
    alone = out["street"].where(out["street_2"].isna())
    inside, _, _ = by_value(alone, lambda text: Reading(values.apartment(text)), "str")
    desk.note("apartment-inside", inside.notna(), "street", out["street"], inside)


def as_of_year_ago(as_of: dt.date) -> np.datetime64:
    """Return the day twelve months before a date."""
    return np.datetime64((pd.Timestamp(as_of) - pd.DateOffset(months=12)).date())
