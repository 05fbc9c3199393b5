"""The open claims of a practice on a day, all of it computed once: claims, deadlines, money to expect, handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from cutover.reading.claims.batches import SOURCE as BATCH
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.states import is_untold
from cutover.reading.claims.submissions import LIST
from cutover.result import evidence_key
from cutover.workstreams import aging_by_claim as by_claim
from cutover.workstreams import aging_days, aging_figures
from cutover.workstreams.answers import once
from cutover.workstreams.lone_deposits import are_texts
from cutover.workstreams.open_claims import appeals, expected, visits
from cutover.workstreams.open_claims import notes as people
from cutover.workstreams.open_claims.banked import may_pay, unexplained
from cutover.workstreams.open_claims.claims import OPEN, PATIENT, PENDING, PEOPLE, RESOLVED, STATUSES, claims
from cutover.workstreams.open_claims.due import due
from cutover.workstreams.open_claims.forecast import FORECAST, forecast
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.limits import limits
from cutover.workstreams.open_claims.notes import Notes
from cutover.workstreams.open_claims.unforwarded import unforwarded
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.unread_files import unread

IN_WINDOW, OLDER, UNDATED = "in the window", "older", "no day of service"
_WITH_NULLS = {
    "int64": "Int64",
    "bool": "boolean",
}  # of a claim that people alone know, no source says a number
HANDED, NO_OWNER, INCOMPLETE = "handed over", "no owner", "incomplete"


@dataclass(frozen=True)
class Book:
    """What follows from the inputs, computed once, when first asked for."""

    inputs: Inputs

    @property
    def known(self) -> dict[Callable, object]:
        """The answers to questions about these inputs and what follows from them (`answers.once`)."""
        return self.inputs.known

    @cached_property
    def _read(self) -> tuple[pd.DataFrame, object, pd.DataFrame]:
        return claims(self.inputs)

    @property
    def every(self) -> pd.DataFrame:
        """Every claim from before the cutover, resolved ones too (`claims.claims`)."""
        return self._read[0]

    @property
    def decided(self) -> pd.DataFrame:
        """The decisions of payers with the `claim` of each."""
        return self._read[2]

    @cached_property
    def notes(self) -> Notes:
        """What people wrote down (`notes.notes`)."""
        return people.notes(self.inputs, self.every, self._read[1])

    @cached_property
    def record(self) -> pd.DataFrame:
        """The practice's own record of what was paid in the end (`expected.RECORD`)."""
        return expected.record(self.decided, self.every, self.inputs.today, self.inputs.rules)

    @cached_property
    def open(self) -> pd.DataFrame:
        """Every open claim with its deadline, the money to expect and what people wrote, the most urgent first.

        The patient's part is in it; `waits_on_payer` is false for it. `handed` is one of HANDED, NO_OWNER, INCOMPLETE.
        """
        rows = self.every[self.every["status"] != RESOLVED]
        rows = appeals.with_appeals(self.inputs, _with_people(rows, self.notes))
        rows = rows.assign(deposit=may_pay(rows, self._unknown_deposits, self.inputs.rules.deposit_days))
        rows = rows.join(due(rows, self.inputs.deadlines, self.inputs.today))
        rows = rows.join(limits(rows, self.inputs.deadlines))
        rows = rows.join(expected.expect(rows, self.record))
        return _ordered(rows.assign(
            age=_age(rows["service_from"], self.inputs.window_from), handed=_handed(rows),
            waits_on_payer=rows["status"] != PATIENT, status_order=rows["status"].map(STATUSES.index).fillna(99),
        ), self.inputs)  # fmt: skip

    @cached_property
    def _unknown_deposits(self) -> pd.DataFrame:
        """The deposits without a remittance that no text of one, paid claim of the history or posting explains."""
        alone, rules = self.inputs.lone_deposits, self.inputs.run_rules
        texts = pd.concat(
            [feed.text_checks for feed in (self.inputs.office_ally, self.inputs.medi)], ignore_index=True
        )
        if len(alone) and len(texts):
            alone = alone[~are_texts(alone, texts, rules)]
        return unexplained(alone, self.inputs.history, rules, self.inputs.postings)

    @property
    def worked(self) -> pd.DataFrame:
        """The open claims that somebody must work: all but the patient's part."""
        return self.open[self.open["waits_on_payer"]]

    @cached_property
    def appeals(self) -> pd.DataFrame:
        """Every appeal under way (`appeals.APPEALS`), also one of a claim since the cutover that people wrote down."""
        found = appeals.appeals(self.inputs, self.open, self.every)
        numbers = compared(found.loc[found["case"].isna(), "claim_number"]).dropna()
        if self.inputs.cutover is None or numbers.empty:
            return found
        late = book_of(self.inputs.since_cutover).open
        met = compared(late["patient_control_number"]).isin(numbers) | compared(late["claim_number"]).isin(
            numbers
        )
        if not met.any():
            return found
        return appeals.appeals(self.inputs, pd.concat([self.open, late[met]]), self.every)

    @property
    def is_closed(self) -> bool:
        """Whether the last day of the closeout is before the report's date."""
        return self.inputs.last_day < self.inputs.as_of

    @cached_property
    def forecast(self) -> pd.DataFrame:
        """What will still be open on the last day of the closeout (`forecast.FORECAST`); no row once it is over."""
        if self.is_closed:
            return pd.DataFrame(columns=[c.name for c in FORECAST])
        return forecast(
            self.inputs.legacy, self.inputs.today, pd.Timestamp(self.inputs.last_day), self.inputs.rules
        )

    @cached_property
    def unforwarded(self) -> pd.DataFrame:
        """The claims of both systems that were sent to no further coverage (`unforwarded.UNFORWARDED`)."""
        return unforwarded(self.inputs, self.every)

    @cached_property
    def unbilled_visits(self) -> pd.DataFrame:
        """The kept visits of the practice's own lists without a claim (`visits.UNBILLED`)."""
        return visits.unbilled(self.inputs)

    @cached_property
    def aging_reported(self) -> pd.DataFrame:
        """The client's own A/R aging against the balances of the claim history (`aging_figures.AGED`)."""
        inputs = self.inputs
        return aging_figures.against(inputs.aging, inputs.listed, inputs, inputs.cutover, inputs.posted_again)

    @cached_property
    def aging_by_claim(self) -> pd.DataFrame:
        """The client's own A/R aging by claim against the claim history (`aging_by_claim.BY_CLAIM`)."""
        inputs = self.inputs
        return by_claim.against(
            inputs.aging, inputs.listed, inputs, inputs.cutover, inputs.posted_again, inputs.submitted
        )

    @cached_property
    def unread(self) -> pd.DataFrame:
        """The claim histories, file summaries and 837 files that were not read, or not in full (FILES)."""
        rows = unread(self.inputs.files)
        return rows[rows["source"].isin([HISTORY, SUMMARY, BATCH, LIST])]

    @property
    def is_known(self) -> bool:
        """Whether anything can be said of what is open.

        A claim is known to be open, or claims that were sent are on file and no file that would tell of more was left
        unread. That payers have answered some claims says nothing of those that still wait.
        """
        return len(self.worked) > 0 or (self.unread.empty and not self.is_answered_alone)

    @cached_property
    def is_answered_alone(self) -> bool:
        """Whether no history, file summary or 837 tells of claims: those that no payer answered are not seen."""
        return (
            bool(is_untold(self.inputs.history).all())
            and not self.inputs.submitted["source"].eq(SUMMARY).any()
            and self.inputs.filed.empty
        )

    @cached_property
    def aging_beyond(self) -> pd.Series | None:
        """The client's last A/R aging (a row of `aging_days.BY_DAY`) where it has more than the claims on file.

        None where a claim history tells what is open: the aging is then compared with it.
        """
        row = aging_days.last(self.inputs.aging, self.inputs.today)
        if row is None or int(self.open["worth_cents"].fillna(0).sum()) >= int(row["open_cents"]):
            return None
        mine = self.aging_reported[self.aging_reported["report"].eq(row["report"])]
        untold = mine["why"].isin([aging_figures.NO_HISTORY, aging_figures.NO_STATES])
        return row if untold.any() else None

    @property
    def lacks(self) -> bool:
        """Whether more may be open than is seen here: a file was not read, or a part of the claims alone is on file."""
        return len(self.unread) > 0 or self.is_answered_alone or self.aging_beyond is not None


@once
def book_of(inputs: Inputs) -> Book:
    """Return the open claims of these inputs, made once."""
    return Book(inputs)


def _with_people(rows: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """The claims with what people wrote, and the claims that only people know."""
    told = rows.join(notes.by_claim)
    strange = notes.unknown
    if strange.empty:
        return told
    number = compared(strange["claim_number"]).fillna(compared(strange["account"])).fillna(strange["case"])
    frame = strange[~number.duplicated(keep="last")]
    state = frame["state"].where(frame["state"].isin(STATUSES), OPEN)
    alone = frame.rename(columns={"account": "patient_control_number", "service_on": "service_from",
                                  "source_file": "found_in", "source_row": "found_at"})  # fmt: skip
    alone = alone.assign(status=state, worth_cents=frame["amount_cents"], balance_cents=frame["amount_cents"],
                         reason=frame["denial_reason"], known_from=PEOPLE, said_in=frame["source"],
                         case=[evidence_key("open-claim", text) for text in number[frame.index]])  # fmt: skip
    alone.index = pd.RangeIndex(_next(rows), _next(rows) + len(alone))
    wanted = alone.reindex(columns=told.columns)
    kinds = {name: _WITH_NULLS.get(str(kind), kind) for name, kind in told.dtypes.items()}
    return pd.concat([told, wanted.astype(kinds)])


def _next(rows: pd.DataFrame) -> int:
    return int(rows.index.max()) + 1_000_000 if len(rows) else 1_000_000


def _age(served: pd.Series, since: pd.Timestamp) -> pd.Series:
    age = pd.Series(OLDER, served.index, dtype="str").mask(served >= since, IN_WINDOW)
    return age.mask(served.isna(), UNDATED)


def _handed(rows: pd.DataFrame) -> pd.Series:
    """Handed over: somebody owns it, and what is next and when is written down."""
    whose, when = rows["owner"].notna(), rows["next_action_on"].notna()
    what = rows["next_step"].notna() | rows["next_action"].notna()
    handed = pd.Series(NO_OWNER, rows.index, dtype="str").mask(whose, INCOMPLETE)
    return handed.mask(whose & when & what, HANDED)


def is_soon(rows: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """Return which claims lose their deadlines within days of the report's date, whatever the closeout."""
    return rows["days_left"].between(0, inputs.rules.soon_days).fillna(False).astype(bool)


def _ordered(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """What loses its deadline soon or in the closeout first, then the rest, then what is too late; most money first.

    While the closeout runs, its last day is what counts; what ends soon after it comes first too.
    """
    left = rows["days_left"]
    ends = (rows["deadline_on"] <= pd.Timestamp(inputs.last_day)) | is_soon(rows, inputs)
    urgent = (
        pd.Series(1, rows.index).mask((left < 0).fillna(False), 2).mask(ends & (left >= 0).fillna(False), 0)
    )
    told = rows.assign(urgent=urgent)
    by = ["urgent", "expected_cents", "worth_cents", "deadline_on", "case"]
    return told.sort_values(by, ascending=[True, False, False, True, True], na_position="last", kind="stable")


def waiting_long(rows: pd.DataFrame, today: pd.Timestamp, days: int) -> pd.Series:
    """Return which claims have been pending at the clearinghouse for longer than it tries."""
    since = rows["summary_pending_since"]
    pending = rows["status"].eq(PENDING) & rows["summary_state"].eq("pending").fillna(False)
    return pending & ((today - since).dt.days > days)
