"""What a parallel run starts from, and what follows from it once: remittances, items, postings, deposits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cutover.columns import empty
from cutover.reading.claims.receipts import ANSWERED
from cutover.reading.claims.submissions import sent_keys
from cutover.reading.claims.tables import CLAIM_FILES, CLAIM_HISTORY, DENIALS, SENT_CLAIMS, SUBMITTED_CLAIMS
from cutover.reading.era.archive import Archive
from cutover.reading.era.elsewhere import ELSEWHERE, elsewhere
from cutover.reading.intake.own_lists import OWN_LIST, load_own_lists
from cutover.reading.payers.deadlines import Deadlines, load_deadlines
from cutover.reading.payers.enrollments import lists_with_enrollments
from cutover.reading.payers.families import load_families
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.postings.calls import load_calls
from cutover.reading.postings.postings import told_by_intake
from cutover.reading.postings.run_files import load_run
from cutover.reading.postings.tables import (
    CALLS,
    DEPOSITS,
    NOT_NAMED,
    OFFICE_ALLY,
    OWN,
    POSTED_FILES,
    POSTED_SET_ASIDE,
    POSTINGS,
)
from cutover.reading.practice.book import Practice, intake_of, practice_state
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams import bank as parallel_bank
from cutover.workstreams import remittance_items, unread_files
from cutover.workstreams.bank import BankMatch
from cutover.workstreams.lone_deposits import are_texts, paid_on_paper
from cutover.workstreams.paper_checks import paid_by, posted_on_paper
from cutover.workstreams.parallel_run import postings as parallel_postings
from cutover.workstreams.parallel_run.list_systems import with_systems
from cutover.workstreams.parallel_run.matching import Matched, match
from cutover.workstreams.parallel_run.routing import route, sent_alone
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import check_compared
from cutover.workstreams.remittances import UNNAMED
from cutover.workstreams.run_rules import RunRules, load_rules


@dataclass(frozen=True)
class Inputs:
    """One practice's parallel run on a day: what is given, and frames that are made once, when first asked for.

    `office_ally` and `medi` are the archives of the two feeds; `postings` (POSTINGS), `deposits` (DEPOSITS) and
    `history` (CLAIM_HISTORY) may be empty. `cutover` is null where nobody has set a date; `usage` is the intake's
    word, and `weeks` are those of the run that it plans.
    `meeting` is what the last meeting wrote down (MEETING), empty where there was none; `files` (POSTED_FILES)
    says what was read of postings and deposits, `claim_files` (CLAIM_FILES) of the claim history,
    `aside` (POSTED_SET_ASIDE) which of their rows are not used,
    `not_own` (NOT_OWN) what of all inputs is not known to be the practice's. `sent` (SENT_CLAIMS), `receipts`
    (ANSWERED) and `submitted` (SUBMITTED_CLAIMS) say which claims went out: by lists of Medi, by its 277CAs, through
    Office Ally; `untold` (SUBMITTED_CLAIMS) what nobody knows the way of. `elsewhere` (ELSEWHERE) are the practice's
    remittances that lie in another practice's folder. `lists` say which payers pay on paper, `calls` (CALLS) on which
    days calls were held. `denials` (DENIALS) and `own_lists` (OWN_LIST) are the client's lists of denials, appeals and
    work, `deadlines` what is known of the payers' limits; `has_other_ledger`
    whether the intake names a PM or EHR besides. `known` holds what was asked once (`answers.once`).
    """

    practice: Practice
    office_ally: Archive
    medi: Archive
    as_of: dt.date
    cutover: dt.date | None = None
    usage: str | None = None
    weeks: int | None = None
    postings: pd.DataFrame = field(default_factory=lambda: empty(POSTINGS))
    deposits: pd.DataFrame = field(default_factory=lambda: empty(DEPOSITS))
    history: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    since: dt.date | None = None
    meeting: pd.DataFrame | None = None
    files: pd.DataFrame = field(default_factory=lambda: empty(POSTED_FILES))
    aside: pd.DataFrame = field(default_factory=lambda: empty(POSTED_SET_ASIDE))
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    claim_files: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_FILES))
    lists: PayerLists | None = None
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    receipts: pd.DataFrame = field(default_factory=lambda: empty(ANSWERED))
    submitted: pd.DataFrame = field(default_factory=lambda: empty(SUBMITTED_CLAIMS))
    untold: pd.DataFrame = field(default_factory=lambda: empty(SUBMITTED_CLAIMS))
    listed: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    elsewhere: pd.DataFrame = field(default_factory=lambda: empty(ELSEWHERE))
    same: SamePayers = NONE_PROVEN
    calls: pd.DataFrame = field(default_factory=lambda: empty(CALLS))
    denials: pd.DataFrame = field(default_factory=lambda: empty(DENIALS))
    own_lists: pd.DataFrame = field(default_factory=lambda: empty(OWN_LIST))
    deadlines: Deadlines | None = None
    has_other_ledger: bool = False
    known: dict[Callable, object] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def rules(self) -> RunRules:
        """The lengths and limits that hold on that day."""
        return load_rules(self.as_of)

    @cached_property
    def read(self) -> pd.DataFrame:
        """What was looked at of postings, deposits, claims and remittances (FILES)."""
        return unread_files.together([self.files, self.claim_files])

    @cached_property
    def unread(self) -> pd.DataFrame:
        """The files that a run is told by and that were not read, or not in full (FILES)."""
        return unread_files.unread(self.read)

    def shut(self, source: str) -> int:
        """Return how many files of a kind (`postings`, `bank`, `claim history`) were not read, or not in full."""
        return int((self.unread["source"] == source).sum())

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    @property
    def is_running(self) -> bool:
        """Whether the practice has moved."""
        return self.cutover is not None and self.cutover <= self.as_of

    @property
    def moved_on(self) -> dt.date | None:
        """The cutover date once it has come; null before: nothing waits in a queue that nobody has left."""
        return self.cutover if self.is_running else None

    @cached_property
    def remittances(self) -> pd.DataFrame:
        """The payments of both feeds (`remittance_items.remittances`)."""
        return remittance_items.remittances(self.office_ally, self.medi, self.as_of, sent_keys(self.sent))

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The remittances that count."""
        return self.remittances[self.remittances["counts"].isna()]

    @cached_property
    def _raw_items(self) -> pd.DataFrame:
        found = remittance_items.items(self.office_ally, self.medi, self.remittances, self.history)
        return found.join(route(found, self.cutover, sent_alone(found, self.sent, self.submitted)))

    @cached_property
    def _prepared(self) -> pd.DataFrame:
        told = self.placed
        payer = one_name(told["payer_name"], self.remittances["payer"], self.same)
        system = told["system"].fillna(NOT_NAMED)
        return told.assign(payer=payer.mask(payer == UNNAMED), system=system)

    @cached_property
    def placed(self) -> pd.DataFrame:
        """The postings (POSTINGS) with `claim`, `check`, `cents` and, where their remittances tell it, their system.

        Where the intake names a further ledger, a list without a name may be of that one.
        """
        told = remittance_items.posted(self.postings.reset_index(drop=True), self._raw_items, self.history)
        return told if self.has_other_ledger else with_systems(told, self.remittances, self.rules)

    @cached_property
    def matched(self) -> Matched:
        """Items that count against postings; the rows of `items` are those of the items that count."""
        return match(self._counting, self._prepared)

    @cached_property
    def _counting(self) -> pd.DataFrame:
        raw = self._raw_items
        return raw[raw["counts"].isna()].reset_index(names="row")

    @cached_property
    def items(self) -> pd.DataFrame:
        """Every item with where it belongs, what it was matched with, its `class` and where digits are swapped."""
        counting, matched = self._counting, self.matched
        told = matched.items.assign(
            swapped=parallel_postings.swaps(counting, self._prepared, matched),
            **{
                "class": parallel_postings.classes(
                    counting,
                    matched,
                    self.moved_on,
                    self.late_before,
                    self.first_posting,
                    self.in_hand,
                    self._sent_late,
                )
            },
        )
        told = told.assign(**{"class": self._or_cut(self._or_unseen(told["class"], counting), counting)})
        whole = self._raw_items.join(told.set_index(counting["row"].to_numpy()))
        aside = (
            whole["counts"]
            .map({remittance_items.STRANGER: parallel_postings.Posted.STRANGER})
            .fillna(parallel_postings.Posted.COPY)
        )
        zero = {
            name: whole[name].fillna(0).astype("int64")
            for name in ("posted_cents", "astray_cents", "again", "again_cents")
        }
        by_check = whole["by_check"].fillna(False).astype(bool)
        return whole.assign(
            **zero, by_check=by_check, **{"class": whole["class"].fillna(aside).astype("str")}
        )

    @cached_property
    def posted(self) -> pd.DataFrame:
        """Every posting with its `class` and, in `item`, the row of `items` that it was matched with."""
        found = self.matched.postings
        rows = self._counting["row"].to_numpy(np.int64)
        at = found["item"].to_numpy()
        item = np.where(at >= 0, rows[np.maximum(at, 0)], -1) if len(rows) else at
        met = self.remittances["payer_name"]
        paper = posted_on_paper(self._prepared, self.history, met, self.lists, self.papers)
        there = paid_by(self._prepared, self.elsewhere) & ~paper
        cut = self.unbalanced[self.unbalanced["is_cut"]]
        lacked = pd.DataFrame(
            {"check": check_compared(cut["trace_number"]), "cents": cut["difference_cents"]}
        )
        kinds = parallel_postings.posting_classes(self._prepared, self.matched, paper, there, lacked)
        return self._prepared.assign(how=found["how"], item=item, **{"class": kinds})

    def _or_unseen(self, kinds: pd.Series, counting: pd.DataFrame) -> pd.Series:
        """The classes of items, where what is not posted may stand in files of postings that nobody could read.

        It may where these have as many rows as remittances lack a posting, since one row may post a whole check.
        """
        hidden = unread_files.hidden_rows(self.read, "postings")
        absent = kinds.isin([parallel_postings.Posted.LATE, parallel_postings.Posted.AT_CUTOVER])
        few = len(counting.loc[absent.to_numpy(bool), remittance_items.ID].drop_duplicates()) <= hidden
        return kinds.mask(absent, parallel_postings.Posted.UNSEEN) if hidden and few else kinds

    def _or_cut(self, kinds: pd.Series, counting: pd.DataFrame) -> pd.Series:
        """The classes of items, those apart that are not posted and are of files that are cut."""
        cut = pd.MultiIndex.from_frame(self.unbalanced.loc[self.unbalanced["is_cut"], remittance_items.ID])
        is_cut = pd.MultiIndex.from_frame(counting[remittance_items.ID]).isin(cut)
        absent = kinds.isin([parallel_postings.Posted.LATE, parallel_postings.Posted.AT_CUTOVER])
        return kinds.mask(absent & is_cut, parallel_postings.Posted.CUT)

    @property
    def _sent_late(self) -> frozenset[str]:
        """The claims of the history, as they are compared, that were sent on or after the cutover."""
        if self.cutover is None:
            return frozenset()
        late = self.history[(self.history["submission_date"] >= pd.Timestamp(self.cutover)).fillna(False)]
        names = ("patient_control_number", "claim_number")
        return frozenset(
            number for name in names for number in remittance_items.compared(late[name]).dropna()
        )

    @property
    def in_hand(self) -> frozenset[str]:
        """The systems of which there are postings; the practice's own one is its ledger beside Office Ally."""
        named = frozenset(self.placed["system"].dropna())
        return named | {OFFICE_ALLY} if OWN in named else named

    @cached_property
    def late_before(self) -> pd.Timestamp:
        """The first day of payment that is not late: the stated number of business days before the report."""
        return self.rules.late_before(self.today)

    @cached_property
    def first_posting(self) -> pd.Timestamp | None:
        """From when on a missing posting can be seen: as given, else the first payment that was posted in time.

        In time is within the days of an overlap; a payment that was posted long after says nothing of its neighbors.
        """
        if self.since is not None:
            return pd.Timestamp(self.since)
        first = self.postings["posted_date"].min()
        matched, items = self.matched, self._counting
        rows = matched.items.index[matched.items["posting"] >= 0]
        paid = items.loc[rows, "paid_on"]
        on = self._prepared["posted_date"].to_numpy()[matched.items.loc[rows, "posting"]]
        soon = paid[(on - paid).dt.days.between(0, self.rules.overlap_days)]
        return None if pd.isna(first) else min(first, soon.min()) if len(soon) else first

    @cached_property
    def payable(self) -> pd.DataFrame:
        """The remittances that bring money and lie within the days of the bank's file (`bank.payable`)."""
        return parallel_bank.payable(self.deposits, self.counted, self.rules)

    @cached_property
    def bank(self) -> BankMatch:
        """Deposits against the remittances of `payable`."""
        return parallel_bank.match_bank(self.deposits.reset_index(drop=True), self.payable, self.rules)

    @cached_property
    def on_paper(self) -> pd.Series:
        """Which deposits were explained on paper (`lone_deposits.paid_on_paper`), a flag per row of `bank`."""
        deposits, met = self.deposits.reset_index(drop=True), self.remittances["payer_name"]
        return paid_on_paper(deposits, self.bank, self.history, met, self.lists, self.papers, self.rules)

    @cached_property
    def banked_elsewhere(self) -> pd.Series:
        """Which deposits are of remittances in another practice's folder, a flag per row of `bank`."""
        rows = self.deposits.reset_index(drop=True)
        rows = rows[self.bank.deposits["how"].isna().to_numpy(bool)]
        there = pd.Series(False, self.bank.deposits.index)
        if self.elsewhere.empty or rows.empty:
            return there
        found = are_texts(rows, self.elsewhere, self.rules)
        return found.reindex(there.index, fill_value=False) & ~self.on_paper

    @cached_property
    def papers(self) -> pd.DataFrame:
        """The checks of explanations on paper in either system's folder (TEXT_CHECKS)."""
        return pd.concat([feed.papers for feed in (self.office_ally, self.medi)], ignore_index=True)

    @cached_property
    def legs(self) -> dict[str, dict[str, int]]:
        """The three legs in cents: each with both totals, what is unmatched on either side, and what remains."""
        counted = self.counted
        inside = self.items[self.items["counts"].isna()]
        inner = {
            "remittances": int(counted["paid_cents"].fillna(0).sum()),
            "items": int(inside["cents"].sum()),
            "differences": int(self.unbalanced["difference_cents"].sum()),
        }
        inner |= {"remains": inner["remittances"] - inner["items"] - inner["differences"]}
        return {
            "bank": parallel_bank.leg(
                self.deposits, self.payable, self.bank, self.on_paper, self.banked_elsewhere
            )
            | {"other remittances": inner["remittances"] - int(self.payable["paid_cents"].sum())},
            "claims": inner,
            "postings": parallel_postings.leg(self.items, self.posted),
        }

    @cached_property
    def unbalanced(self) -> pd.DataFrame:
        """Remittances that count and whose items do not add up to their amount.

        `difference_cents` is what is off, `is_cut` whether the file ends in the middle.
        """
        inside = self._counting
        sums = inside.groupby(remittance_items.ID)["cents"].sum().rename("items_cents").reset_index()
        both = self.counted.merge(sums, on=remittance_items.ID, how="left")
        off = both["paid_cents"].fillna(0) - both["items_cents"].fillna(0)
        found = both.assign(difference_cents=off.astype("int64"))[off != 0]
        feeds = [feed.payments for feed in (self.office_ally, self.medi)]
        whole = pd.concat([rows[["content", "payment_id", "is_whole"]] for rows in feeds])
        cut = whole[~whole["is_whole"].fillna(False).astype(bool)]
        names = ["content", "payment_id"]
        cut_off = pd.MultiIndex.from_frame(found[names]).isin(pd.MultiIndex.from_frame(cut[names]))
        return found.assign(is_cut=cut_off)


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice's run as they lie on disk; absent folders are inputs without rows.

    Raises InputError where the last meeting's list cannot be read.
    """
    files = load_run(practice, as_of)
    names = ("cutover", "usage", "weeks", "postings", "deposits", "history", "meeting", "files", "aside", "not_own",
             "claim_files", "sent", "receipts", "submitted", "untold", "listed", "denials")  # fmt: skip
    read = {name: getattr(files, name) for name in names}
    there = elsewhere(practice, [files.office_ally, files.medi])
    lists, same = lists_with_enrollments(practice), same_for(practice)
    home = practice_state(intake_of(practice))
    limits = load_deadlines(practice.raw.parent, load_families(as_of), as_of, home)
    return Inputs(
        practice,
        files.office_ally,
        files.medi,
        as_of,
        **read,
        lists=lists,
        elsewhere=there,
        same=same,
        calls=load_calls(practice),
        own_lists=load_own_lists(practice),
        deadlines=replace(limits, same=same),
        has_other_ledger=bool(told_by_intake(practice).names),
    )
