"""What somebody must act on: edits to set up, claims to send again, and what is no edit at all."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.result import Finding, as_shown
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.findings import finding
from cutover.workstreams.scrub_rules.blankets import BLANKETS
from cutover.workstreams.scrub_rules.book import Book
from cutover.workstreams.scrub_rules.rejections import REJECTIONS
from cutover.workstreams.scrub_rules.sheet import CONTRADICTED, JUDGED, lacking
from cutover.workstreams.scrub_rules.told import RULES, ordered

BEFORE = (
    count("before_lines", "Lines in Office Ally", "first decisions there that the edit would have stopped"),
    count("before_denied", "Denied in Office Ally", "of those, for the same reason"),
)
AGAIN = (
    PAYER, text("what", "What is denied"), text("reason", "Reason"), text("change", "What helped"),
    Column("paid_on", Kind.DATE, "Denied on"), cents("refused_cents", "Denied"),
    Column("service_on", Kind.DATE, "Service", "", Privacy.DESK),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
    text("payer_claim_number", "Payer's claim no.", "", Privacy.PHI),
    text("source_file", "File", "", Privacy.PHI), count("source_row", "Segment"),
)  # fmt: skip
_RULE = ["payer", "what", "reason"]
_OF_CLAIM = ["patient_control_number", "payer_claim_number"]


def made(book: Book) -> tuple[Finding, ...]:
    """Return the findings as the page shows them; of rules none where there are too few lines to look for one."""
    return as_shown(_found(book))


def _found(book: Book) -> Iterator[Finding]:
    if not book.is_too_few:
        now = ordered(book.through_now)
        yield from finding("scrub-through-now", now, (*RULES, *BEFORE), _RULE, "denied_cents")
        yield from finding(
            "scrub-send-again", send_again(book), AGAIN, ["content", "service_id"], "refused_cents"
        )
        yield from finding("scrub-rule-to-add", ordered(to_add(book)), RULES, _RULE, "denied_cents")
        across, identity = named(book.blankets, book), ["payer", "kind", "first_on", "provider", "reason"]
        yield from finding("scrub-denied-across", across, BLANKETS, identity, "denied_cents")
        against = book.sheet[book.sheet["state"] == CONTRADICTED]
        yield from finding("scrub-contradicted", against, JUDGED, ["asked", "payer", "codes"])
    rejected = book.rejections.rows
    yield from finding("scrub-rejected", rejected[rejected["chance"].notna()], REJECTIONS, ["source", "payer", "code"],
                       "charge_cents")  # fmt: skip


def to_add(book: Book) -> pd.DataFrame:
    """Return the rules that no row of the intake's sheet is about."""
    return lacking(book.proposed, book.inputs)


def named(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """Return rows with a reason's name."""
    return rows.assign(name=rows["reason"].map(book.names).astype("str"))


def send_again(book: Book) -> pd.DataFrame:
    """Return the denied lines of a rule for which a change has helped, which no later claim was paid for.

    Only lines served so few days ago that they may still be in time, the latest first.
    """
    rules = book.rules
    helped = rules.index[(rules["changed"] >= book.inputs.rules.least_denied).to_numpy(bool)]
    rows = book.denied[book.denied["rule"].isin(helped) & book.denied["paid_again_cents"].isna()]
    since = pd.Timestamp(book.inputs.as_of) - pd.Timedelta(days=book.inputs.rules.resend_days)
    rows = rows[rows["service_on"] >= since].sort_values(["service_on", "row"], ascending=[False, True])
    told = rules.reindex(rows["rule"]).set_axis(rows.index)
    named = {name: told[name] for name in ("what", "reason", "change")}
    return _with_claim(rows.assign(**named), book).reset_index(drop=True)


def _with_claim(rows: pd.DataFrame, book: Book) -> pd.DataFrame:
    """With the numbers by which the desk finds the claim."""
    parts = []
    for feed, archive in zip(book.feeds, book.inputs.feeds, strict=True):
        mine = rows[rows["feed"] == feed]
        line = archive.services[["content", "claim_id", "service_id", "source_file", "source_row"]]
        line = line.take(mine["row"].to_numpy()).set_axis(mine.index)
        known = archive.claims[["content", "claim_id", *_OF_CLAIM]]
        parts.append(
            mine.join(line.merge(known, on=["content", "claim_id"], how="left").set_axis(mine.index))
        )
    return pd.concat(parts).reindex(rows.index)
