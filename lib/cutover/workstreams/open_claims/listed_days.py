"""The last days to appeal that the client's lists of denials print, beside those that the payers' rules give."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.claims.denial_lists import by_number
from cutover.reading.claims.tables import DENIALS
from cutover.reading.payers.deadlines import APPEAL
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.columns import cents, text
from cutover.workstreams.decisions import DENIED, PARTLY, REVERSED
from cutover.workstreams.findings import table
from cutover.workstreams.open_claims.book import Book, book_of
from cutover.workstreams.open_claims.claims import RESOLVED
from cutover.workstreams.open_claims.listed import keys_on
from cutover.workstreams.open_claims.since_cutover import of_any_day
from cutover.workstreams.payer_spellings import one_name

TO_COME, NONE, PASSED, OTHERWISE = "to come", "none is printed", "passed", "nothing to appeal"
SAME, NO_RULE, BY_RULE, NEITHER = (
    "as the payer's rule has it",
    "the list's own word: no rule of the payer is known",
    "the list prints none; the payer's rule gives one",
    "the list prints none, and no rule of the payer is known",
)
BARRED = "no appeal by its remark: correct it and send it again"
NO_CLAIM = "no other file has the claim"
LISTED_DAYS = (
    text("payer", "Payer", "as its claim has it, else as the list writes it"),
    text("standing", "What it is now", "by all files; appealed: an appeal was filed since"),
    text("when", "Last day of the list", f"{TO_COME}, {NONE}, {PASSED}, or {OTHERWISE} any more"),
    text("says", "Beside the payer's rule", "the rule counts from the day of the denial in the list"),
    cents("charge_cents", "Denied", "as the list writes it; null: it does not say"),
    Column("appeal_by", Kind.DATE, "Last day to appeal, by the list", "null: it prints none", Privacy.DESK),
    Column("rule_on", Kind.DATE, "Last day to appeal, by the rule", "null: none is known", Privacy.DESK),
    Column("denied_on", Kind.DATE, "Denied on, by the list", "", Privacy.DESK),
    text("denial_reason", "Denial reason", "by the list", Privacy.DESK),
    text("listed_remarks", "Remarks", "by the list", Privacy.DESK),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)  # fmt: skip
TITLE = "The last days to appeal that the lists of denials print"
NOTE = "what can still be appealed first, by the list's day; what is settled, under appeal or barred from it comes last"
ABSENT = "no list of denials on file prints a last day to appeal"


@once
def listed_days(book: Book) -> pd.DataFrame:
    """Return each denial of the lists that print a last day to appeal, with that day and the rule's (LISTED_DAYS)."""
    rows = book.inputs.denials.reindex(columns=[c.name for c in DENIALS]).reset_index(drop=True)
    printed = rows.loc[rows["appeal_by"].notna(), "source_file"]
    rows = rows[rows["source_file"].isin(printed)]
    if rows.empty:
        return empty(LISTED_DAYS)
    told = _beside(rows, book)
    known, payer = book.inputs.deadlines, told["payer"]
    barred = known.bars_appeal(payer, told["listed_remarks"])
    rule_on = known.last_days(payer, APPEAL, told["paid_date"]).mask(barred)
    told = told.assign(is_barred=barred, rule_on=rule_on)
    is_open = told["standing"].isin([DENIED, PARTLY, REVERSED, NO_CLAIM]) & ~told["is_barred"]
    by = told["appeal_by"]
    when = (
        pd.Series(TO_COME, told.index, dtype="str").mask(by < book.inputs.today, PASSED).mask(by.isna(), NONE)
    )
    when = when.mask(~is_open, OTHERWISE)
    turn = when.map([TO_COME, NONE, PASSED, OTHERWISE].index)
    told = told.assign(when=when, turn=turn, says=_says(told), denied_on=told["paid_date"])
    ordered = told.sort_values(["turn", "appeal_by", "source_file", "source_row"], kind="stable")
    return conform(ordered[[c.name for c in LISTED_DAYS]].reset_index(drop=True), LISTED_DAYS)


def shown(book: Book) -> Table:
    """Return the table of those days."""
    return table(TITLE, listed_days(book), LISTED_DAYS, NOTE, ABSENT)


def limits(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return what is said of the days that lists of denials print: how many there are, lack, and differ."""
    if rows.empty:
        return ()
    none, both = int(rows["appeal_by"].isna().sum()), rows[["appeal_by", "rule_on"]].notna().all(axis=1)
    apart = int((both & rows["appeal_by"].ne(rows["rule_on"])).sum())
    alone = int((rows["appeal_by"].notna() & rows["says"].eq(NO_RULE)).sum())
    return (
        f"The lists of denials print a last day to appeal for {len(rows) - none:,} of {several(len(rows), 'denial')}. "
        f"It differs from the payer's rule for {apart:,} and is the only one known for {alone:,}.",
    )


def _beside(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """The denials with the payer of their claim, and what it is now."""
    every = of_any_day(book).drop_duplicates("case").set_index("case")
    now = pd.concat(
        [
            part["status"].set_axis(part["case"])
            for part in (book.open, book_of(book.inputs.since_cutover).open)
        ]
    )
    status = now[~now.index.duplicated()].reindex(every.index).fillna(every["status"]).astype("str")
    settled = every["history_state"].where(status.eq(RESOLVED)).astype("str")
    every = every.assign(standing=settled.fillna(status)).reset_index()
    keyed = by_number(rows)
    key = keys_on(every, pd.Index(keyed["key"]))
    known = every.assign(key=key).dropna(subset="key").drop_duplicates("key").set_index("key")
    found = known[["payer", "standing"]].reindex(keyed["key"]).set_axis(keyed.index).groupby(level=0).first()
    named = one_name(rows["payer_name"], book.inputs.remittances["payer"], book.inputs.same)
    told = found.reindex(rows.index)
    standing = told["standing"].astype("str").fillna(NO_CLAIM)
    return rows.assign(payer=told["payer"].astype("str").fillna(named), standing=standing)


def _says(told: pd.DataFrame) -> pd.Series:
    """How the list's day stands to the rule's, in words."""
    apart = (told["appeal_by"] - told["rule_on"]).dt.days
    said = apart.map(
        lambda n: f"{several(abs(int(n)), 'day')} {'after' if n > 0 else 'before'} the payer's rule",
        na_action="ignore",
    )
    said = said.astype("str").mask(apart.eq(0), SAME).mask(told["rule_on"].isna(), NO_RULE)
    said = said.mask(told["appeal_by"].isna(), BY_RULE).mask(
        told[["appeal_by", "rule_on"]].isna().all(axis=1), NEITHER
    )
    return said.mask(told["is_barred"], BARRED)
