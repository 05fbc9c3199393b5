"""Coverages and authorizations: from columns side by side to one row each, with what is wrong noted."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.identifiers import is_mbi
from cutover.reading.mapping.header_words import words_of
from cutover.reading.patients.tables import PRIORITIES
from cutover.reading.patients.words import is_self_pay
from cutover.workstreams.demographics import values
from cutover.workstreams.demographics.by_day import ENDED, LATER
from cutover.workstreams.demographics.cells import DATE, Desk, holds
from cutover.workstreams.demographics.granted import has_begun
from cutover.workstreams.demographics.payers import is_original_medicare
from cutover.workstreams.demographics.people import by_full_name
from cutover.workstreams.demographics.rules import rules

_TELLS = ("payer_name", "payer_id", "member_id", "group_number", "plan_name")
_AUTHORIZATION = ("number", "service", "valid_from", "valid_through", "visits_authorized", "visits_left")
# of a policy holder, a birth date that cannot be read blocks nobody
_OF_HOLDER = {"birth-impossible": "date-unread"}


def coverages(desk: Desk, found: pd.DataFrame, as_of: dt.date, cutover: dt.date) -> pd.DataFrame:
    """Return one row per coverage of the export: `row` of the wide table, the columns of COVERAGES, `aside`.

    A coverage is there where payer, payer ID, member ID, group or plan is filled in `found`, the rows as
    found. `aside` is the rule that sets it aside, null where it goes into the import.
    """
    parts = [_of_priority(desk, found, priority, as_of, cutover) for priority in PRIORITIES]
    frame = pd.concat(parts, ignore_index=True).sort_values(["row"], kind="stable", ignore_index=True)
    return frame


def _of_priority(
    desk: Desk, found: pd.DataFrame, place: str, as_of: dt.date, cutover: dt.date
) -> pd.DataFrame:
    there = pd.concat([_filled(found[f"{place}_{part}"]) for part in _TELLS], axis=1).any(axis=1)
    part = Desk(desk.rows[there])
    key = f"{place}_"
    out = pd.DataFrame({"row": part.rows.index}, index=part.rows.index)
    out["place"], out["priority"], out["is_told"] = place, place, True
    if place == "primary":
        said = part.read("coverage_priority", values.priority)
        out["priority"] = said.fillna(place)
        out["is_told"] = said.notna() | _says_primary(part.rows)
    out["payer_name"] = part.rows[f"{key}payer_name"].str.strip()
    for name in ("payer_id", "group_number"):
        out[name] = part.read(f"{key}{name}", values.identifier, priority=place)
    out["plan_name"] = part.text(f"{key}plan_name")
    out["line"] = part.rows.get(f"{key}line")
    out["member_id"] = part.read(f"{key}member_id", values.member_id, priority=place)
    out["relationship"] = part.read(f"{key}relationship", values.relationship, priority=place)
    out = pd.concat([out, _holder(part, key, as_of, place)], axis=1)
    for name in ("effective_from", "effective_through"):
        out[name] = part.read(f"{key}{name}", lambda t: values.event_date(t, as_of), DATE, place)
    for name in ("copay", "deductible"):
        out[f"{name}_cents"] = part.read(f"{key}{name}", values.money, "Int64", place)
    out["aside"] = _aside(part, out, key, place)
    _note(part, out, key, place, cutover)
    desk.found += part.found
    return out


def _says_primary(rows: pd.DataFrame) -> pd.Series:
    """Whether the header of the coverage says that it is the primary one."""
    if "primary_header" not in rows:
        return pd.Series(True, index=rows.index)
    headers = rows["primary_header"]
    return holds(headers, lambda text: bool({"primary", "1"} & set(words_of(text).split())))


def _filled(text: pd.Series) -> pd.Series:
    return text.notna()


def _holder(part: Desk, key: str, as_of: dt.date, place: str) -> pd.DataFrame:
    full = by_full_name(part.text(f"{key}holder_name"))
    out = pd.DataFrame(index=part.rows.index)
    for name in ("last_name", "first_name"):
        beside = "first_name" if name == "last_name" else "last_name"
        told = part.name(f"{key}holder_{name}", f"{key}holder_{beside}")
        out[f"holder_{name}"] = told.fillna(full[name])
    out["holder_birth_date"] = part.read(
        f"{key}holder_birth_date", lambda t: values.birth_date(t, as_of), DATE, place, codes=_OF_HOLDER
    )
    out["holder_sex"] = part.read(
        f"{key}holder_sex", lambda t: values.sex(t)._replace(code=None), priority=place
    )
    return out


def _aside(part: Desk, out: pd.DataFrame, key: str, place: str) -> pd.Series:
    """The rule that sets a coverage aside, noted too."""
    self_pay = holds(out["payer_name"], is_self_pay) & out["member_id"].isna()
    no_payer = out["payer_name"].isna() & out["payer_id"].isna()
    aside = pd.Series(None, index=out.index, dtype="str")
    for code, at, name in (
        ("self-pay", self_pay, "payer_name"),
        ("payer-missing", no_payer, "payer_name"),
        ("member-missing", out["member_id"].isna(), "member_id"),
    ):
        at = at & aside.isna()
        part.note(code, at, f"{key}{name}", part.rows[f"{key}{name}"], priority=place)
        aside = aside.mask(at, code)
    return aside


def _note(part: Desk, out: pd.DataFrame, key: str, place: str, cutover: dt.date) -> None:
    kept, day, rows = out["aside"].isna(), pd.Timestamp(cutover), part.rows

    def note(code: str, at: pd.Series, name: str) -> None:
        part.note(code, at & kept, f"{key}{name}", rows[f"{key}{name}"], priority=place)

    medicare = holds(out["payer_name"], is_original_medicare)
    good = holds(out["member_id"], is_mbi)
    note("mbi-wrong", medicare & ~good, "member_id")
    if rows[f"{key}relationship"].notna().any():
        note("relationship-unread", part.text(f"{key}relationship").isna(), "relationship")
    other = out["relationship"].isin(["spouse", "child", "other"])
    note(
        "holder-missing",
        other & (out["holder_last_name"].isna() | out["holder_birth_date"].isna()),
        "holder_name",
    )
    ended = out["effective_through"].lt(day)
    turned = out["effective_through"].lt(out["effective_from"])
    note("coverage-dates", turned, "effective_through")
    note(ENDED, ended & ~turned, "effective_through")
    note(LATER, out["effective_from"].gt(day) & ~turned, "effective_from")


def authorizations(
    desk: Desk, found: pd.DataFrame, covered: pd.DataFrame, as_of: dt.date, cutover: dt.date
) -> pd.DataFrame:
    """Return one row per authorization of the export: `row`, the columns of AUTHORIZATIONS, `aside`.

    An authorization is there where its number, service, dates or visits are filled. The payer is the one it
    names, else that of the primary coverage. Visits left are those stated, else those authorized less those used.
    """
    key = "authorization_"
    there = pd.concat([_filled(found[f"{key}{part}"]) for part in _AUTHORIZATION], axis=1).any(axis=1)
    part = Desk(desk.rows[there])
    out = pd.DataFrame({"row": part.rows.index}, index=part.rows.index)
    out["number"] = part.read(f"{key}number", values.identifier)
    primary = covered[covered["priority"] == "primary"].drop_duplicates("row").set_index("row")["payer_name"]
    out["payer"] = part.text(f"{key}payer").fillna(primary.reindex(out.index))
    out["service"] = part.text(f"{key}service")
    for name in ("valid_from", "valid_through"):
        out[name] = part.read(f"{key}{name}", lambda t: values.event_date(t, as_of), DATE)
    for name in ("visits_authorized", "visits_left"):
        out[name] = part.read(f"{key}{name}", values.count, "Int64")
    used = part.read(f"{key}visits_used", values.count, "Int64")
    is_unread = _filled(part.rows[f"{key}visits_left"]) & out["visits_left"].isna()  # it is noted already
    by_count = (out["visits_authorized"] - used).mask(is_unread)
    differs = by_count.lt(0) | by_count.ne(out["visits_left"]).where(out["visits_left"].notna())
    more = out["visits_left"].gt(out["visits_authorized"])
    contradicts = differs.fillna(False).astype(bool) | more.fillna(False).astype(bool)
    out["visits_left"] = out["visits_left"].fillna((out["visits_authorized"] - used).clip(lower=0))
    out["aside"] = pd.Series(None, index=out.index, dtype="str").mask(
        out["number"].isna(), "auth-number-missing"
    )
    soon = _ends_soon(out["valid_through"], as_of, cutover)
    _note_authorizations(part, out, key, as_of, contradicts, soon, _untold(out) & ~is_unread)
    desk.found += part.found
    return out.reset_index(drop=True)


def _untold(out: pd.DataFrame) -> pd.Series:
    """Whether the visits left of an authorization are blank, where the export counts visits at all."""
    counts = out["visits_left"].notna().any() or out["visits_authorized"].notna().any()
    return out["visits_left"].isna() & bool(counts)


def _ends_soon(last: pd.Series, as_of: dt.date, cutover: dt.date) -> pd.Series:
    """Whether an authorization goes on at the report's date and ends within days of it, or before the cutover."""
    until = pd.Timestamp(as_of) + pd.Timedelta(days=rules()["auth-ends-soon"].days)
    before = pd.Timestamp(cutover) - pd.Timedelta(days=1)
    return last.between(pd.Timestamp(as_of), max(until, before)).fillna(False).astype(bool)


def _note_authorizations(
    part: Desk,
    out: pd.DataFrame,
    key: str,
    as_of: dt.date,
    contradicts: pd.Series,
    soon: pd.Series,
    untold: pd.Series,
) -> None:
    kept, rows = out["aside"].isna(), part.rows
    ended = out["valid_through"].lt(pd.Timestamp(as_of)).fillna(False)
    left = out["visits_left"]
    for code, at, name in (
        ("auth-number-missing", ~kept, "number"),
        ("auth-expired", kept & ended, "valid_through"),
        ("auth-ends-soon", kept & soon, "valid_through"),
        ("auth-visits-unknown", kept & ~ended & untold, "visits_left"),
        ("auth-open", kept & ~ended & has_begun(out, as_of) & left.gt(0).fillna(False), "visits_left"),
        ("auth-used-up", kept & left.le(0).fillna(False), "visits_left"),
        ("auth-visits-wrong", kept & contradicts, "visits_left"),
    ):
        part.note(code, at, f"{key}{name}", rows[f"{key}{name}"])
