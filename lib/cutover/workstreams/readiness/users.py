"""Who may see what: each user's practices in Office Ally against those in Medi, and whether they have logged in."""

from __future__ import annotations

import re

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.intake.fields import SEPARATOR
from cutover.reading.intake.office_words import NARROWER, note_says
from cutover.reading.intake.users import plain
from cutover.reading.practice.book import Practice
from cutover.wording import and_joined
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
    "administrator",
)
MORE, LESS, SAME, UNKNOWN = "sees more in Medi", "sees less in Medi", "sees the same", "not stated"
ON_PURPOSE = "fewer practices on purpose"
USERS = (
    text("role", "Role"),
    Column("is_billing", Kind.FLAG, "Counts as billing", f"{and_joined(list(BILLS))}, and who has no role"),
    text("engagement", "Engagement"),
    text(
        "access",
        "Access",
        f"{MORE}, {LESS}, {SAME}, {UNKNOWN}, or {ON_PURPOSE} by the intake's note; more and less at once is both",
    ),
    Column("has_account", Kind.FLAG, "Account in Medi"),
    date("login_on", "First login"),
    Column(
        "has_logged_in",
        Kind.FLAG,
        "Logged into Medi",
        "also where the day is not known; null: the intake has no answer for any user",
    ),
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
    frame = frame.assign(has_logged_in=_logged_in(inputs.users, inputs.today).set_axis(frame.index))
    outside = frame["engagement"].fillna("employee") != "employee"
    return frame.assign(outside=outside).sort_values(["outside", "role"], kind="stable", ignore_index=True)[
        [c.name for c in USERS]
    ]


def _user(row: dict, practices: list[str], inputs: Inputs) -> dict:
    old, new = (
        _seen(row[name], practices, inputs.practice) for name in ("sees_in_office_ally", "sees_in_medi")
    )
    more, less = ([], []) if old is None or new is None else (sorted(new - old), sorted(old - new))
    email = plain(row["email"])
    elsewhere = [slug for slug, emails in inputs.others.items() if email in emails]
    logged = row["medi_login"]
    login_on = logged if pd.isna(logged) or logged <= inputs.today else pd.NaT
    differs = " and ".join([MORE] * bool(more) + [LESS] * bool(less)) or SAME
    if differs == LESS and note_says(pd.Series([row.get("note")], dtype="str"), NARROWER).all():
        differs = ON_PURPOSE
    return {
        "role": row["role"], "is_billing": row["role"] in BILLS or pd.isna(row["role"]),
        "engagement": row["engagement"], "name": row["name"],
        "access": UNKNOWN if old is None or new is None else differs,
        "has_account": row["medi_account"], "login_on": login_on, "has_logged_in": None,
        "elsewhere": ", ".join(elsewhere) or None, "more": ", ".join(more) or None, "less": ", ".join(less) or None,
    }  # fmt: skip


def _logged_in(rows: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Whether each user has logged into Medi by that day; null where the intake answers it for nobody.

    A day is an answer, and so are yes and no. An empty cell beside answers of others is no login; a column that
    nobody filled in tells of nobody.
    """
    day, flag = rows["medi_login"], rows["logged_in"].astype("boolean")
    there = (day <= today) | (day.isna() & flag.fillna(False))
    answered = bool((day.notna() | flag.notna()).any())
    return there.astype("boolean").where(there | answered)


def told_out(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the users of whom the intake tells that they have not logged in."""
    return rows[~rows["has_logged_in"].fillna(True).astype(bool)]


def _seen(said: object, practices: list[str], own: Practice) -> set[str] | None:
    """The practices that a cell names, by slug where one practice alone is meant; the word all is every practice."""
    if not isinstance(said, str):
        return None
    named = {part.strip().casefold() for part in said.split(SEPARATOR.strip()) if part.strip()}
    return set(practices) if EVERY in named else {_meant(one, practices, own) for one in named}


def _meant(said: str, practices: list[str], own: Practice) -> str:
    """The slug that a name as an office writes it means: whole, or by first words that one practice alone has."""
    words = _words(said)
    names = {slug: [_words(slug)] for slug in practices}
    names[own.slug] += [_words(name) for name in (own.name, own.stated_name) if name]
    whole = [slug for slug, told in names.items() if words in told]
    begun = [slug for slug, told in names.items() if words and any(t[: len(words)] == words for t in told)]
    found = whole or begun
    return found[0] if len(found) == 1 else said


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.casefold())


def bills(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the users who bill: they must have logged in before the day."""
    return rows[rows["is_billing"].astype(bool)]
