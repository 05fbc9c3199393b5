"""What a parallel run says in sentences: the verdict, what is due when, and what nobody could see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from cutover.money import dollars
from cutover.reading.postings.postings import BY_DAY, BY_INTAKE
from cutover.reading.postings.tables import CHECK, CLAIM, MEDI, OFFICE_ALLY
from cutover.result import Finding, Severity, State, as_shown
from cutover.wording import and_joined, several
from cutover.workstreams.paid_by_list import listed_words
from cutover.workstreams.parallel_run.aging import closeout
from cutover.workstreams.parallel_run.bank_cases import BANK, BESIDE
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.list_systems import BY_REMITTANCES
from cutover.workstreams.parallel_run.not_posted import LATE, late_and_listed, listed
from cutover.workstreams.parallel_run.postings import Posted
from cutover.workstreams.parallel_run.whole_checks import as_checks
from cutover.workstreams.remittance_items import ID
from cutover.workstreams.unread_cells import day_lacks, is_unread

SYSTEMS = (OFFICE_ALLY, MEDI)
UNDATED = "run-no-cutover-date"  # no money of it is wrong
_COMPARED = {
    "remittances": "postings and deposits",
    "postings": "remittances and postings",
    "deposits of the bank": "remittances and deposits",
}
TOLD_TWICE = (
    "run-zero-of-two"  # its money is that of the amounts that cancel, which are findings of their own
)


def verdict(run: Inputs, findings: tuple[Finding, ...], missing: list[str]) -> str:
    """Return a few sentences: whether both systems stay open, and what to do first."""
    # in the order of the page, so that the first that is named here is the first that is shown there
    urgent = [f for f in as_shown(findings) if f.severity in (Severity.BLOCKER, Severity.HIGH)]
    if not run.is_running:
        wrong = _before_move([f for f in urgent if f.code != UNDATED])
        # a date that is there is no news where money is wrong: what is wrong is the first sentence, which lists show
        told = (wrong, _before(run)) if run.cutover is not None else (_before(run), wrong)
        return " ".join(filter(None, (*told, not_compared(run))))
    if urgent:
        return f"Keep both systems open: {_need(urgent)}. First of all, {_first(urgent[0])}"
    if not len(run.postings):
        rest = [words for words in missing if "postings" not in words]
        also = f", and {and_joined(rest)}" if rest else ""
        return (
            f"Keep both systems open: without postings nobody knows whether every dollar landed once{also}."
        )
    small = sum(f.count for f in findings)
    less = (
        f"{several(small, 'small item')} {'is' if small == 1 else 'are'} left to tidy"
        if small
        else _all_posted(run)
    )
    if missing:
        return f"{_no_risk(run)} and {less}. Keep both systems open because {and_joined(missing)}."
    return f"The parallel run may close: {less}, and nothing is missing."


def _before(run: Inputs) -> str:
    """When the practice moves, and what holds until then."""
    if run.cutover is not None:
        return f"The practice moves on {run.cutover}; until then everything is posted in Office Ally."
    if is_unread(run.practice, "cutover_date"):
        return (
            "The cutover date in the intake cannot be read, so nothing can be routed. "
            "Correct it before anything is posted."
        )
    if not run.practice.has_intake:
        return f"Nothing can be routed: {day_lacks(run.practice, '')}."
    lacks = day_lacks(run.practice, "no cutover date is set")
    return f"Nothing can be routed: {lacks}. Write the date into the intake before anything is posted."


def lacking(run: Inputs) -> list[str]:
    """Return what no row is read of, and without which nobody can compare money that was paid, posted and banked."""
    held = {
        "remittances": len(run.counted),
        "postings": len(run.postings),
        "deposits of the bank": len(run.deposits),
    }
    return [what for what, rows in held.items() if not rows]


def not_compared(run: Inputs) -> str:
    """Return which comparison of money nobody could make before the move, empty where all were made."""
    lacks = lacking(run)
    if not lacks:
        return ""
    what = "what was paid, posted and banked" if len(lacks) > 1 else _COMPARED[lacks[0]]
    return f"No {' and no '.join(lacks)} could be read: whether {what} agree is not known."


def _before_move(urgent: list[Finding]) -> str:
    """What is wrong with money already, before any system was left; empty where nothing is."""
    if not urgent:
        return ""
    return f"Before the move, {_need(urgent)}. First of all, {_first(urgent[0])}"


def _need(urgent: list[Finding]) -> str:
    """How many items need a person, with their money."""
    counted = [f for f in urgent if f.code != TOLD_TWICE]
    number, worth = sum(f.count for f in counted), sum((f.amount_cents or 0) - _beside(f) for f in counted)
    money = f" worth {dollars(worth)}" if worth else ""
    return f"{several(number, 'item')}{money} {'needs' if number == 1 else 'need'} a person"


def _beside(one: Finding) -> int:
    """The cents of postings whose deposit is a case of its own: they are the same money."""
    if one.code != "run-no-remittance":
        return 0
    rows = one.evidence.frame
    return int(rows.loc[rows["what"].str.contains(BESIDE, regex=False, na=False), "amount_cents"].sum())


def state(run: Inputs, findings: tuple[Finding, ...], missing: list[str]) -> State:
    """Return whether the run may close, by the rules of `signals.toml`."""
    urgent = [f for f in findings if f.severity in (Severity.BLOCKER, Severity.HIGH) and f.code != UNDATED]
    if urgent:
        return State.BLOCKED
    if not run.is_running:
        return State.ATTENTION if run.cutover is None or findings or lacking(run) else State.OK
    return State.ATTENTION if missing or not len(run.postings) else State.OK


def _no_risk(run: Inputs) -> str:
    """What may be said of risk: without the bank or with files unread, of what was compared alone."""
    if len(run.deposits) and run.unread.empty:
        return "No money is at risk today"
    return "No money is at risk in what could be compared"


def _all_posted(run: Inputs) -> str:
    waiting = _cents(run, (Posted.WAITING,))
    return "every amount that is due is posted once" + (
        f" ({dollars(waiting)} is not due yet)" if waiting else ""
    )


def _first(finding: Finding) -> str:
    rows = finding.evidence.frame
    is_named = finding.count == 1 and pd.notna(rows["payer"].iloc[0]) and rows["payer"].iloc[0] != BANK
    who = f" ({rows['payer'].iloc[0]})" if is_named else ""
    if finding.code in ("run-no-postings", "run-postings-unread"):
        who = f" ({and_joined(list(rows['what']))})"
    return f"{_lower(finding.title)}{who}: {_lower(finding.action)}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _cents(run: Inputs, kinds: tuple[str, ...]) -> int:
    rows = as_checks(run.items[run.items["class"].isin(kinds)])
    return int(rows["cents"].abs().sum())


def late_cents(run: Inputs) -> int:
    """Return the cents that were paid on claims, should be posted and are not: as 07 and 08 count them, by claim."""
    rows = _late(run)
    return int(rows.loc[rows["kind"].eq(CLAIM), "cents"].clip(lower=0).sum())


def _late(run: Inputs) -> pd.DataFrame:
    return as_checks(run.items[run.items["class"].isin(LATE)])


def _apart(run: Inputs) -> str:
    """What is not posted either and is no payment on a claim: take-backs of claims, and amounts at provider level."""
    rows = _late(run)
    of_claim = rows["kind"].eq(CLAIM)
    kinds = (
        ("take-back of a claim", "take-backs of claims", of_claim & (rows["cents"] < 0)),
        ("amount at provider level", "amounts at provider level", ~of_claim),
    )
    told = ""
    for one, many, mask in kinds:
        if number := int(mask.sum()):
            told += f"; not in it {several(number, one, many)}, {_change(int(rows.loc[mask, 'cents'].sum()), number)}"
    return told


def _change(cents: int, number: int) -> str:
    """By how much amounts with their signs change what was paid: one may raise it and another lower it."""
    if not cents:
        return "in sum nothing"
    verb = ("raises" if cents > 0 else "lowers") if number == 1 else ("raise" if cents > 0 else "lower")
    return f"{'which' if number == 1 else 'which in sum'} {verb} the payments by {dollars(abs(cents))}"


def late_note(run: Inputs) -> str:
    """Return what stands beside the figure of what is not posted: what it counts, and what is not posted besides."""
    waiting, whole = _cents(run, (Posted.WAITING,)), late_cents(run)
    more = f"; {dollars(waiting)} more is not due yet{_of_posted(run)}" if waiting else ""
    of = "late, or of remittances that Office Ally had before the cutover" if run.is_running else "late"
    is_listed = late_and_listed(run) & run.items["class"].isin(LATE)
    told = listed_words(int(run.items.loc[is_listed, "cents"].sum()), whole)
    return f"paid on claims; {of}{'; ' if told else ''}{told}{_apart(run)}{_cut(run)}{more}{_off(run)}"


def _cut(run: Inputs) -> str:
    """What is not posted either, of remittances whose files are cut: they are downloaded again first."""
    rows = as_checks(run.items[run.items["class"].eq(Posted.CUT)])
    rows = rows[rows["kind"].eq(CLAIM)]
    if rows.empty:
        return ""
    files = several(len(rows[ID].drop_duplicates()), "file that is cut", "files that are cut")
    return (
        f"; apart from {several(len(rows), 'claim payment')} of {files}, {dollars(int(rows['cents'].sum()))}"
    )


def _off(run: Inputs) -> str:
    """What payers paid with remittances of which something is not posted, beside the amounts on their claims.

    07 and 08 count such a remittance as it was paid, claims that are on file or not.
    """
    open_ones = run.items[
        run.items["class"].isin((*LATE, Posted.CUT, Posted.WAITING)) & run.items["cents"].ne(0)
    ]
    rows = run.unbalanced.merge(open_ones[ID].drop_duplicates())
    rows = rows[rows["difference_cents"].gt(0)]
    if rows.empty:
        return ""
    money = dollars(int(rows["difference_cents"].sum()))
    return f"; {money} more of {several(len(rows), 'remittance')} is on no claim in the files"


def _of_posted(run: Inputs) -> str:
    """What of the money that is not due yet is of remittances of which something is posted, as interest of one may be.

    The rest is of remittances without a posting, as 07 and 08 count them.
    """
    rows = run.items[run.items["cents"].ne(0) & run.items["counts"].isna()]
    waits = rows["class"].eq(Posted.WAITING)
    is_whole = waits.groupby([rows[name] for name in ID]).transform("all")
    part, whole = rows[waits & ~is_whole], rows[waits & is_whole]
    if part.empty:
        return ""
    money, number = dollars(int(part["cents"].abs().sum())), len(whole[ID].drop_duplicates())
    if whole.empty:
        return ", all of it of remittances that are posted otherwise"
    alone = f"{dollars(int(whole['cents'].sum()))} of {several(number, 'remittance')} without a posting"
    return f": {alone}, and {money} of ones that are posted otherwise"


def due(run: Inputs) -> dict[str, dt.date]:
    """Return by when a finding is to be settled, by its code, where a date follows from the data."""
    last = closeout(run)["last_day"]
    return {"run-silence": run.as_of, "run-no-postings": run.as_of, "run-postings-unread": run.as_of} | (
        {"run-at-cutover": last} if last else {}
    )


def _untold(run: Inputs) -> Iterator[str]:
    """Of postings whose system no file says, how it was told or that it is not known."""
    by_day = "{them} taken as posted in Office Ally, since that was before the cutover."
    by_intake = "{them} taken as posted in the practice's other PM or EHR, which the intake names."
    by_remittances = "{them} taken as posted in {system}: the checks of their list came through it."
    nobody = "{them} compared all the same; whether the system is the right one is not known."
    rows, source = run.placed, run.placed["source_of_system"]
    inferred = source.eq(BY_REMITTANCES)
    for mask, said in (
        (source.eq(BY_DAY), by_day),
        (source.eq(BY_INTAKE), by_intake),
        *(
            (inferred & rows["system"].eq(system), by_remittances.replace("{system}", system))
            for system in SYSTEMS
        ),
        (rows["system"].isna(), nobody),
    ):
        untold = rows[mask.fillna(False).astype(bool)]
        if len(untold):
            money = dollars(int(untold["cents"].sum()))
            them = "It is" if len(untold) == 1 else "They are"
            yield f"Of {several(len(untold), 'posting')}, {money}, no file says the system. {said.format(them=them)}"


def _by_check(run: Inputs) -> Iterator[str]:
    """Of postings by check, that no claim stands in them."""
    rows = run.postings[run.postings["kind"].eq(CHECK).fillna(False)]
    if len(rows):
        money = dollars(int(rows["paid_cents"].fillna(0).sum()))
        yield (
            f"{several(len(rows), 'check')} worth {money} {'is' if len(rows) == 1 else 'are'} in a posting log that "
            "names no claims. A claim counts as posted with its whole check; what each claim was credited is not known."
        )


def unseen(run: Inputs) -> Iterator[str]:
    """Yield what is in hand and could not be judged, with its number and money."""
    rows = run.items[run.items["class"] == Posted.EARLIER]
    if early := len(rows):  # a take-back is taken off, as in the table of classes
        amounts = f"{several(early, 'amount')}, {dollars(int(rows['cents'].sum()))} in all"
        first = f"the first posting on file ({run.first_posting:%Y-%m-%d})"
        yield f"Paid before {first}, so that nobody can say whether they are posted: {amounts}."
    yield from listed(run)
    yield from _by_check(run)
    yield from _untold(run)
    for (source, reason), rows in run.aside.groupby(["source", "reason"]):
        money = dollars(int(rows["amount_cents"].fillna(0).abs().sum()))
        yield f"Set aside in the files of {source}: {several(len(rows), 'row')}, {money} ({reason})."
    lost = run.history[run.history["service_from"].isna()]
    if len(lost):
        owed = dollars(int(lost["balance_cents"].fillna(0).sum()))
        yield f"Without a day of service and in no row of the aging: {several(len(lost), 'claim')}, {owed} open."
