"""Identity: what stands in the archive twice, and what is not this practice's."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.columns import Privacy
from cutover.reading.era.elsewhere import ELSEWHERE
from cutover.reading.era.same_payment import name_conflicts
from cutover.reading.practice.book import siblings
from cutover.result import Finding, Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import ORIGIN, PAID_ON, PAYER, TRACE, canonical, cents, count, renamed, text
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.findings import finding, table
from cutover.workstreams.remittances import ID, UNNAMED

_SET_ASIDE = (
    PAYER,
    PAID_ON,
    TRACE,
    *canonical("payments", "paid_cents", "payee_name", "payee_npi", "payee_tin"),
)
_BELONGS_TO = text(
    "belongs_to", "Belongs to", "another practice of the client with this NPI or Tax ID", Privacy.DESK
)
_ELSEWHERE = (
    PAYER,
    renamed(PAID_ON, "check_date", "Paid on"),
    renamed(TRACE, "check_number", "Check or EFT no."),
    cents("amount_cents", "Amount"),
    *(c for c in ELSEWHERE if c.name in ("payee_npi", "payee_tin", "folder")),
    ORIGIN[0],
)
_COUNTED_IN = renamed(ORIGIN[0], "counted_in", "Counted in", "the file whose payment counts in its stead")


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and tables of identity."""
    copies = duplicates(inputs)
    columns = canonical("files", "source_file", "kind", "duplicate_of", "payment_count", "paid_cents")
    conflicts = conflicting_names(inputs)
    cut, other = cut_copies(inputs), set_aside(inputs, "other payee")
    twice = again(inputs).drop(cut.index)  # a copy that is cut off has a finding of its own
    found = (
        *finding("era-duplicate-file", copies, columns, ["source_file"], "paid_cents"),
        *finding("era-name-conflict", conflicts, _CONFLICT_COLUMNS, ["name"]),
        *finding("era-payment-twice", twice, (*ORIGIN, _COUNTED_IN, *_SET_ASIDE), ID, "paid_cents"),
        *finding("era-copy-cut", cut, (*ORIGIN, _COUNTED_IN, *_SET_ASIDE), ID, "paid_cents"),
        *_others(inputs, other),
        *_elsewhere(inputs),
    )
    return Answer(found, (("set_aside", set_aside_table(inputs)),))


def _others(inputs: Inputs, other: pd.DataFrame) -> tuple[Finding, ...]:
    """The payments to another payee, each with the practice of the client whose it is, where one alone has its ids."""
    told = other.assign(belongs_to=belongs_to(inputs, other))
    known = int(told["belongs_to"].notna().sum())
    facts: dict[str, Any] = {"of_client": several(known, "of them is", "of them are")} if known else {}
    return finding("era-other-payee", told, (*ORIGIN, _BELONGS_TO, *_SET_ASIDE), ID, "paid_cents", **facts)


def _elsewhere(inputs: Inputs) -> tuple[Finding, ...]:
    rows = inputs.elsewhere.assign(payer=inputs.elsewhere["payer_name"].fillna(UNNAMED))
    return finding("era-elsewhere", rows, _ELSEWHERE, ["check_number", "amount_cents"], "amount_cents")


def belongs_to(inputs: Inputs, other: pd.DataFrame) -> pd.Series:
    """Return the client's other practice that has the payee's NPI or Tax ID, null where none or several have."""
    others = siblings(inputs.practice)
    whose = [
        {one.name for one in others if row.payee_npi in one.npis or row.payee_tin in one.tins}
        for row in other.itertuples()
    ]
    return pd.Series([min(names) if len(names) == 1 else None for names in whose], other.index, dtype="str")


def duplicates(inputs: Inputs) -> pd.DataFrame:
    """Return the surplus copies of 835s, one row per file; copies of texts and zips post nothing."""
    files = inputs.archive.files
    return files[(files["state"] == "duplicate") & (files["kind"] == "835")]


_CONFLICT_COLUMNS = (
    renamed(ORIGIN[0], "name", "Name", "without folder and zip"),
    count("contents", "Contents", "how many different ones bear the name"),
    renamed(ORIGIN[0], "files", "Files", "the first file of each content"),
    text("kind", "Kind", "of the contents"),
)


def conflicting_names(inputs: Inputs) -> pd.DataFrame:
    """Return the names that stand for different bytes, one row per name."""
    found = name_conflicts(inputs.archive.files)
    grouped = found.assign(folded=found["name"].str.casefold()).groupby("folded")
    return grouped.agg(
        name=("name", "first"),
        contents=("contents", "first"),
        files=("source_file", "; ".join),
        kind=("kind", lambda kinds: ", ".join(sorted(set(kinds)))),
    ).reset_index()


def set_aside(inputs: Inputs, reason: str) -> pd.DataFrame:
    """Return the payments that are set aside for a reason (code of SET_ASIDE), one row per payment."""
    return inputs.payments[inputs.payments["set_aside"] == reason]


def again(inputs: Inputs) -> pd.DataFrame:
    """Return the surplus occurrences of payments, with the file in which each is counted."""
    counted = inputs.counted.drop_duplicates("payment_key").set_index("payment_key")["source_file"]
    found = set_aside(inputs, "same payment again")
    return found.assign(counted_in=found["payment_key"].map(counted).astype("str"))


@once
def cut_copies(inputs: Inputs) -> pd.DataFrame:
    """Return the surplus occurrences whose file ends inside the payment, while a whole one counts, one row each."""
    found = again(inputs)
    counted = inputs.counted
    whole = set(counted.loc[counted["whole"], "payment_key"])
    return found[~found["whole"] & found["payment_key"].isin(whole)]


def set_aside_table(inputs: Inputs) -> Table:
    """Return what was set aside, one row per reason."""
    aside = inputs.payments[inputs.payments["set_aside"].notna()]
    frame = aside.groupby("set_aside").agg(
        payment_count=("payment_id", "size"), paid_cents=("paid_cents", "sum")
    )
    columns = (
        text("set_aside", "Why", "code of the reason"),
        count("payment_count", "Payments"),
        cents("paid_cents", "Paid"),
    )
    return table("Payments set aside", frame.reset_index(), columns, "They are in no total of this report.")
