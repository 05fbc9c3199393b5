"""What the plan of a book needs to know of one practice: its size, its enrollments, its people, its open claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from cutover.columns import Column, Kind, conform, framed
from cutover.intake.fields import SEPARATOR
from cutover.intake.sheets import PRACTICE as ABOUT
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.sent import load_sent
from cutover.reading.intake.office_words import UNDECIDED, note_says
from cutover.reading.kept import store
from cutover.reading.payers.families import ERA
from cutover.reading.payers.lists import lists_for
from cutover.reading.payers.names import first_own_word
from cutover.reading.payers.same import same_for
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import Practice
from cutover.reference import code_list
from cutover.workstreams import unread_cells
from cutover.workstreams.columns import PAYER, count, date, text
from cutover.workstreams.dated_notes import Closing, noted_closing
from cutover.workstreams.denials import DENIED, claims_once, refusals
from cutover.workstreams.enrollment import inputs as enrollment
from cutover.workstreams.enrollment.needs import NPI, SAID, TIN, TRANSACTION
from cutover.workstreams.enrollment.plan import Plan, plan_of, waited_days
from cutover.workstreams.enrollment.standing import CLOSED, READY
from cutover.workstreams.enrollment.work_list import WORK, work
from cutover.workstreams.every_claim import every_claim
from cutover.workstreams.nonpar_fees.rule import load_fee_rules
from cutover.workstreams.nonpar_fees.submissions import FeeInputs
from cutover.workstreams.open_claims import inputs as open_claims
from cutover.workstreams.open_claims.book import Book, book_of
from cutover.workstreams.rollout.totals import Totals, totals_of, with_fee, with_followed

OTHER = "other"
WHOSE = (PAYER, TRANSACTION, TIN, NPI)  # whose enrollment a row is of, in OPEN and in TASKS alike
OPEN = (
    text("name", "Enrollment", "what it is drawn by"),
    PAYER,
    text("family", "Family"),
    text("kind", "For", "835 or other"),
    text("state", "State"),
    Column("decides", Kind.FLAG, "Decides the date"),
    count("waited", "Days waited"),
    count("wished", "Days until asked for"),
    count("low", "At the least, days"),
    count("likely", "Likely, days"),
    count("high", "At the most, days"),
    text("days_from", "Days from"),
    *WHOSE[1:],
)
LIVE_CASES = (
    PAYER,
    text("family", "Family"),
    text("kind", "For", "835 or other"),
    date("filed_on", "Filed"),
    date("live_on", "Live"),
    date("first_era", "First ERA in Medi"),
    text("days_from", "Days from", "whose days the enrollment was planned with"),
)
TASKS = tuple(c for c in WORK if c.name not in ("payer_ids", "rank", "route", "reason", "status"))
PEOPLE = (
    text("person", "Person", "e-mail; the name of one who sees other practices too"),
    text("role", "Role"),
)


@dataclass(frozen=True)
class Facts:
    """One practice on a day; None where its files do not say it.

    `open` (OPEN) are its enrollments of claims and ERAs that are not live and can be, `live` (LIVE_CASES) those that
    are, `tasks` (TASKS) what can be done about the others today, `people` (PEOPLE) who works there, `unread`
    (`unread_cells.CELLS`) what of its intake is needed and cannot be read. `no_date` says why
    no day can be named ("" where one can), `ready_now` whether the top payers are live. `families` are those of its
    payers, none where these are not known, `brands` the words with which names of these begin (`first_own_word`);
    `is_undecided` where its intake says that it has not decided to move. `decided` and `denied` are claims of Office
    Ally's remittances, `whole` both without those that are cut off, None where none is. `totals` are its
    claims, remittances, postings, enrollments and fees in numbers. `closing` is the last day of its account with Office
    Ally by its newest note, None where none tells it.
    """

    practice: str
    name: str
    cutover: dt.date | None
    tins: frozenset[str]
    npis: int
    payers: int
    government_share: float | None
    decided: int
    denied: int
    open_claims: int | None
    open_cents: int | None
    no_date: str
    ready_now: bool
    open: pd.DataFrame
    live: pd.DataFrame
    tasks: pd.DataFrame
    people: pd.DataFrame
    unread: pd.DataFrame
    families: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    is_undecided: bool = False
    totals: Totals = field(default_factory=Totals)
    notes: tuple[str, ...] = ()
    whole: tuple[int, int] | None = None
    closing: Closing | None = None

    @property
    def denial_rate(self) -> float | None:
        """The share of decided claims that were denied, None without a decided claim."""
        return self.denied / self.decided if self.decided else None


def facts_of(practice: Practice, as_of: dt.date) -> Facts:
    """Return the facts of a practice on a day, from the store where nothing that they rest on has changed.

    Raises InputError where its intake cannot be opened.
    """
    return store.of(practice, "rollout_facts", partial(_made, practice, as_of), as_of.isoformat(), worth=0)


def _made(practice: Practice, as_of: dt.date) -> Facts:
    enrolled = enrollment.load(practice, as_of)
    plan = plan_of(enrolled)
    decided, denied, whole = _denials(enrolled, as_of)
    handoff = book_of(open_claims.load(practice, as_of))
    claims, cents = _open(handoff)
    told = load_claims(practice, enrolled.files.office_ally)
    every = every_claim(told, enrolled.files.submitted, load_sent(practice).rows)
    numbers = with_followed(totals_of(handoff, every), load_postings(practice).rows, plan.needed)
    fees = FeeInputs(told, lists_for(practice), load_fee_rules(), as_of, same=same_for(practice))
    return Facts(
        practice=practice.slug, name=practice.name, cutover=practice.cutover, tins=practice.tins,
        npis=len(practice.npis), payers=int(plan.needed["payer"].nunique()),
        government_share=_government(enrolled), decided=decided, denied=denied, open_claims=claims, open_cents=cents,
        no_date=_no_date(plan), ready_now=plan.is_ready, open=_open_enrollments(plan), live=_live(plan),
        tasks=_tasks(plan), people=_people(enrolled), unread=unread_cells.of([practice], "rollout"),
        families=frozenset(plan.needed["family"]), brands=_brands(plan),
        is_undecided=_is_undecided(enrolled),
        totals=with_fee(numbers, fees), whole=whole, closing=noted_closing(practice),
    )  # fmt: skip


def _brands(plan: Plan) -> frozenset[str]:
    every = plan.inputs.payers
    names = {
        name for payer in plan.needed["payer"].unique() for name in every.names_and_ids(payer)[0] | {payer}
    }
    return frozenset(word for name in names if (word := first_own_word(name)))


def _is_undecided(inputs: enrollment.Inputs) -> bool:
    """Whether the intake says in words, where it asks for the day of the decision, that there is none yet."""
    wrong = inputs.files.intake.problems
    cells = wrong.loc[wrong["column"].eq(ABOUT.field("decided_on").header).fillna(False), "found"]
    return inputs.decided_on is None and bool(note_says(cells.astype("str"), UNDECIDED).any())


def _government(inputs: enrollment.Inputs) -> float | None:
    claims = inputs.claims
    if claims.empty:
        return None
    of = {payer: inputs.family(payer).is_government for payer in claims["payer"].unique()}
    return float(claims["payer"].map(of).astype(bool).mean())


def _denials(inputs: enrollment.Inputs, as_of: dt.date) -> tuple[int, int, tuple[int, int] | None]:
    """How many claims payers decided in the last months by Office Ally's remittances, and how many they denied.

    Each counts once. Last is both without the remittances that are cut off, None where none is.
    """
    archive = inputs.files.office_ally
    own = archive.payments[archive.payments["set_aside"].isna()]
    of = own[["content", "payment_id", "payment_date", "payer_name", "is_whole"]]
    of = of.rename(columns={"payment_date": "paid_on", "payer_name": "payer", "is_whole": "in_whole"})
    claims = archive.claims.merge(of, on=["content", "payment_id"])
    recent = (claims["paid_on"] >= inputs.begins) & (claims["paid_on"] <= inputs.today)
    roles = code_list("claim_status", as_of).meaning(claims["status"], "role")
    kept = claims[recent & ~roles.isin(["reversal", "forwarded", "predetermination"])]
    if kept.empty:
        return 0, 0, None
    denied = kept[refusals(kept, archive.adjustments, as_of)["zero"].eq(DENIED).to_numpy(bool)]
    read = [rows[rows["in_whole"].fillna(False).astype(bool)] for rows in (kept, denied)]
    whole = None if len(read[0]) == len(kept) else (len(claims_once(read[0])), len(claims_once(read[1])))
    return len(claims_once(kept)), len(claims_once(denied)), whole


def _open(book: Book) -> tuple[int | None, int | None]:
    """The claims that somebody must work and their money, as the handoff counts them; None where it cannot.

    Where the client's own last A/R aging has more than the claims on file, what it has.
    """
    if not book.is_known:
        return None, None
    if (row := book.aging_beyond) is not None:
        return None if pd.isna(row["claims"]) else int(row["claims"]), int(row["open_cents"])
    worth = book.worked["worth_cents"]
    return len(worth), int(worth.fillna(0).sum()) if worth.notna().any() or worth.empty else None


def _no_date(plan: Plan) -> str:
    if unread_cells.is_unread(plan.inputs.files.practice, "cutover_date"):
        return "the cutover date in the intake cannot be read, so that nobody knows whether it has moved"
    if not plan.top:
        return "no claims tell which payers it must be enrolled with"
    if not plan.impossible.empty:
        payers = ", ".join(sorted(set(plan.impossible["payer"])))
        return f"{payers} cannot be enrolled, and is one of the payers that decide"
    return ""


def _open_enrollments(plan: Plan) -> pd.DataFrame:
    rows = plan.needed[plan.needed.index.isin(plan.days)]
    made = []
    row: Any  # a tuple of a frame's row has no types of its own
    for row in rows.itertuples():
        used = plan.inputs.duration(row.payer, row.transaction)
        wished = (row.wanted_on - plan.inputs.today).days if pd.notna(row.wanted_on) else 0
        made.append({
            "name": " ".join(str(getattr(row, part)) for part in ("payer", "tax_id", "billing_npi", "transaction")),
            "payer": row.payer, "family": row.family, "kind": ERA if row.transaction == ERA else OTHER,
            "state": row.state, "decides": row.Index in plan.deciding.index,
            "waited": waited_days(plan.inputs, row), "wished": wished, "low": used.low, "likely": used.likely,
            "high": used.high, "days_from": used.basis, "transaction": SAID[row.transaction], "tax_id": row.tax_id,
            "billing_npi": row.billing_npi,
        })  # fmt: skip
    return framed(made, OPEN)


def _live(plan: Plan) -> pd.DataFrame:
    rows = plan.needed[plan.needed["state"].isin(READY) & plan.needed["live_on"].notna()]
    each: Iterable[Any] = rows.itertuples()
    made = [
        {"payer": row.payer, "family": row.family, "kind": ERA if row.transaction == ERA else OTHER,
         "filed_on": row.filed_on, "live_on": row.live_on,
         "first_era": row.first_era if row.transaction == ERA else pd.NaT,
         "days_from": plan.inputs.duration(row.payer, row.transaction).basis}
        for row in each
    ]  # fmt: skip
    return framed(made, LIVE_CASES)


def _tasks(plan: Plan) -> pd.DataFrame:
    """What can be done today: not what is only waited for, and not what the payer does not support."""
    rows = work(plan)
    today = rows["by"].eq(plan.inputs.today) & ~rows["state"].eq(CLOSED)
    return conform(rows.loc[today, [c.name for c in TASKS]].reset_index(drop=True), TASKS)


def _people(inputs: enrollment.Inputs) -> pd.DataFrame:
    """Who works there: one who sees other practices is known by name, for her e-mail may differ between them."""
    made = []
    for row in inputs.files.intake.tables["users"].to_dict("records"):
        said = row["sees_in_office_ally"]
        seen = (
            {part.strip().casefold() for part in said.split(SEPARATOR.strip())}
            if isinstance(said, str)
            else set()
        )
        is_shared = bool(seen - {inputs.files.practice.slug, ""})
        named = row["name"] if is_shared or not isinstance(row["email"], str) else row["email"]
        if isinstance(named, str):
            made.append({"person": " ".join(named.split()).casefold(), "role": row["role"]})
    return framed(made, PEOPLE)
