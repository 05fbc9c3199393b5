"""Denials that are too few for a rule, each with the edit that would have prevented it: few cases, not a proven rule.

A small practice has no lines enough to tell a rule from chance. What its payers denied twice or more for one reason is
shown all the same, with what those lines have in common and what the intake already says of it. Where nothing can be
looked for at all, so is one denial that a known edit would have held: it is a case, and no pattern. A modifier that
parts the denied lines from the paid ones goes before what the reason alone says.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.wording import and_joined
from cutover.workstreams.columns import PAYER, cents, text
from cutover.workstreams.denial_steps import edit
from cutover.workstreams.scrub_rules.book import Book
from cutover.workstreams.scrub_rules.lines import MARKS
from cutover.workstreams.scrub_rules.often import LEAST
from cutover.workstreams.scrub_rules.owed import owed
from cutover.workstreams.scrub_rules.sheet import Asked, of_modifiers, read
from cutover.workstreams.scrub_rules.words import number_shown

FEW = (
    PAYER,
    text("procedures", "Procedures"),
    text("reason", "Reason", "group and code of the remittance, then its remarks"),
    text("edit", "Edit that would have prevented it", "null: ask the payer what was missing"),
    text("common", "All of these lines"),
    text("asked", "Rule of the intake", "of this payer and procedure; null: none"),
    text("shown", "Denied, lines"),
    cents("denied_cents", "Denied"),
    Column("denied", Kind.COUNT, "Denied, exactly", "", Privacy.DESK),
)
_GROUP = ["payer", "group", "reason", "remarks"]
_NAMED = 3


def few(book: Book) -> pd.DataFrame:
    """Return what was denied and is too little for a rule (FEW), as `few_and_once`."""
    return few_and_once(book)[0]


def few_and_once(book: Book) -> tuple[pd.DataFrame, int]:
    """Return what was denied and is too little for a rule, one row per payer, reason and remarks (FEW).

    It was denied twice or more; of too few lines to look for rules, once is enough where an edit is known.
    Of first decisions alone, the most money first. Denials of a class of their own (coverage, duplicates, national
    edits) are not among them, nor is what the patient owes (`owed`), nor what has lines and patients enough for a rule.
    The cents of what one claim alone was denied for, and which is therefore left out, come beside it.
    """
    first, rules = book.lines.first, book.inputs.rules
    rows = first[first["denied"] & first["reason"].notna() & ~first["reason"].isin(list(book.classes.index))]
    rows = rows[~owed(rows, book.inputs.as_of)]
    rows = rows.assign(group=rows["group"].fillna(""), remarks=rows["remarks"].fillna(""))
    paid = first[~first["denied"] & first["paid_cents"].gt(0)]
    made, alone = [], 0
    for (payer, group, reason, remarks), part in rows.groupby(_GROUP, sort=True):
        enough = len(part) >= rules.least_denied and part["person"].nunique() >= rules.least_patients
        told = _contrast(part, paid)
        known = told or edit(str(reason), str(remarks), book.inputs.as_of)
        least = 1 if book.is_too_few and known else LEAST
        if part["claim"].nunique() < least:
            alone += int(part["refused_cents"].sum())
            continue
        if enough and not book.is_too_few:
            continue
        about = {str(reason), *str(remarks).split()} | (of_modifiers(book.inputs) if told else set())
        made.append({
            "payer": payer, "procedures": _procedures(part), "reason": f"{group}-{reason} {remarks}".strip(),
            "edit": known, "common": _common(part, first) or None,
            "asked": _asked(book, str(payer), set(part["procedure"].dropna()), about), "shown": number_shown(len(part)),
            "denied_cents": int(part["refused_cents"].sum()), "denied": len(part),
        })  # fmt: skip
    if not made:
        return empty(FEW), alone
    frame = pd.DataFrame(made, columns=[c.name for c in FEW])
    order = ["denied_cents", "payer", "reason"]
    return conform(frame.sort_values(order, ascending=[False, True, True], ignore_index=True), FEW), alone


def _contrast(part: pd.DataFrame, paid: pd.DataFrame) -> str | None:
    """The modifiers that all paid lines of the payer and procedures have and no denied one, or the other way round.

    Of one place of service where lines were paid there too, else of any. Fewer than LEAST lines of either say nothing.
    """
    there = paid[paid["payer"].eq(part["payer"].iloc[0]) & paid["procedure"].isin(part["procedure"])]
    near = there[there["place"].isin(part["place"])]
    there = near if len(near) >= LEAST else there
    if min(len(part), len(there)) < LEAST:
        return None
    refused, taken = _marks(part), _marks(there)
    lacks = sorted(taken[1] - refused[0])
    more = sorted(refused[1] - taken[0])
    if lacks:
        return (
            f"check modifier {and_joined(lacks[:_NAMED])}: all paid lines of the code have it and no denied line does; "
            "add it where the record supports it"
        )
    if more:
        return f"check modifier {and_joined(more[:_NAMED])}: all denied lines of the code have it and no paid line does"
    return None


def _marks(lines: pd.DataFrame) -> tuple[set[str], set[str]]:
    """The modifiers that some of these lines have, and those that all have."""
    each = [set(row) - {""} for row in lines[MARKS].fillna("").itertuples(index=False, name=None)]
    return set().union(*each), set.intersection(*each)


def _procedures(part: pd.DataFrame) -> str:
    names = list(part["procedure"].dropna().value_counts(sort=True).index)
    more = [f"{len(names) - _NAMED:,} more"] if len(names) > _NAMED else []
    return ", ".join([*sorted(names[:_NAMED]), *more])


def _common(part: pd.DataFrame, first: pd.DataFrame) -> str:
    """What all denied lines share: one rendering provider where the practice has several, a procedure beside them."""
    said = []
    providers = part["provider"].dropna().unique()
    if (
        len(providers) == 1
        and part["provider"].notna().all()
        and len(first["provider"].dropna().unique()) > 1
    ):
        said.append(f"rendered by {providers[0]}")
    others = first[first["visit"].isin(part["visit"]) & ~first.index.isin(part.index)]
    visits = others.groupby("procedure")["visit"].nunique()
    beside = sorted(visits.index[visits == part["visit"].nunique()])
    if beside:
        said.append(f"beside {', '.join(beside[:_NAMED])} on one day")
    return "; ".join(said)


def _asked(book: Book, payer: str, procedures: set[str], reasons: set[str]) -> str | None:
    """The rules of the intake that are about this payer and its denials of these procedures for these reasons."""
    asked = book.inputs.asked
    told: list[tuple[str, Asked]] = (
        list(zip(asked["rule"], read(book.inputs), strict=True)) if len(asked) else []
    )
    marked = of_modifiers(book.inputs)
    fits = [
        rule for rule, one in told if one.payer in (None, payer) and one.is_about(procedures, reasons, marked)
    ]
    return "; ".join(fits) or None
