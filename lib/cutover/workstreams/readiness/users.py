"""Who may see what: each user's practices in Office Ally against those in Medi, and whether they have logged in."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.intake.fields import SEPARATOR
from cutover.reading.intake.users import plain
from cutover.workstreams.answers import once
from cutover.workstreams.columns import date, text
from cutover.workstreams.readiness.inputs import Inputs

EVERY = "all"
BILLS = (
    "billing lead",
    "biller",
    "follow-up specialist",
    "poster",
    "enrollment",
    "enrollment",
    "administrator",
)
MORE, LESS, SAME, UNKNOWN = "sees more in Medi", "sees less in Medi", "sees the same", "not stated"
USERS = (
    text("role", "Role"),
    text("engagement", "Engagement"),
    text("access", "Access", f"{MORE}, {LESS}, {SAME}, {UNKNOWN}; more and less at once is both"),
    Column("has_account", Kind.FLAG, "Account in Medi"),
    date("login_on", "First login"),
    Column("has_logged_in", Kind.FLAG, "Logged into Medi", "also where the day is not known"),
    text("elsewhere", "Also works for", "other practices of the client whose intake names the same e-mail"),
    text("name", "Name", "", Privacy.DESK),
    text("more", "Only in Medi", "", Privacy.DESK),
    text("less", "Only in Office Ally", "", Privacy.DESK),
)


@once
def users(inputs: Inputs) -> pd.DataFrame:
    """Return every user of the practice (USERS), one row each, contractors last."""
    practices = [inputs.practice.slug, *inputs.others]
    rows = [_user(row, practices, inputs) for row in inputs.users.to_dict("records")]
    frame = framed(rows, USERS)
    outside = frame["engagement"].fillna("employee") != "employee"
    return frame.assign(outside=outside).sort_values(["outside", "role"], kind="stable", ignore_index=True)[
        [c.name for c in USERS]
    ]


def _user(row: dict, practices: list[str], inputs: Inputs) -> dict:
    old, new = (_seen(row[name], practices) for name in ("sees_in_office_ally", "sees_in_medi"))
    more, less = ([], []) if old is None or new is None else (sorted(new - old), sorted(old - new))
    email = plain(row["email"])
    elsewhere = [slug for slug, emails in inputs.others.items() if email in emails]
    logged = row["medi_login"]
    login_on = logged if pd.isna(logged) or logged <= inputs.today else pd.NaT
    undated = pd.isna(logged) and not pd.isna(row["logged_in"]) and bool(row["logged_in"])
    differs = " and ".join([MORE] * bool(more) + [LESS] * bool(less)) or SAME
    return {
        "role": row["role"], "engagement": row["engagement"], "name": row["name"],
        "access": UNKNOWN if old is None or new is None else differs,
        "has_account": row["medi_account"], "login_on": login_on, "has_logged_in": undated or not pd.isna(login_on),
        "elsewhere": ", ".join(elsewhere) or None, "more": ", ".join(more) or None, "less": ", ".join(less) or None,
    }  # fmt: skip


def _seen(said: object, practices: list[str]) -> set[str] | None:
    """The practices that a cell names; the word all is every practice of the client."""
    if not isinstance(said, str):
        return None
    named = {part.strip().casefold() for part in said.split(SEPARATOR.strip()) if part.strip()}
    return set(practices) if EVERY in named else named


def bills(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the users who bill: they must have logged in before the day."""
    return rows[rows["role"].isin(BILLS) | rows["role"].isna()]
