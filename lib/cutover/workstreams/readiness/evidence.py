"""What the files show of each gate: that it holds, that it does not, or nothing; and in words why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from cutover.money import dollars
from cutover.reading.claims.aging_reports import AgingReports
from cutover.reading.claims.batches import SOURCE as BATCH
from cutover.reading.claims.era_submissions import SOURCE as OF_ERA
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.receipts import ACCEPTED, REJECTED
from cutover.reading.mapping.record import NOT_READ
from cutover.reading.payers.families import ERA
from cutover.reading.postings.tables import MEDI
from cutover.shares import of_hundred
from cutover.wording import and_joined, several
from cutover.workstreams.aging_weeks import missing
from cutover.workstreams.answers import once
from cutover.workstreams.enrollment.dates import SURE, day_of
from cutover.workstreams.enrollment.filed_rows import MISFILED
from cutover.workstreams.enrollment.plan import live_on_the_day
from cutover.workstreams.enrollment.standing import LIVE, NOT_FILED, READY, UNREAD, UNSAID, left_unsaid
from cutover.workstreams.enrollment.verdict import no_file
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.patients import ESSENTIAL, read_back
from cutover.workstreams.readiness.providers import ENDED, SEEN, STRANGE, providers
from cutover.workstreams.readiness.users import LESS, MORE, ON_PURPOSE, SAME, UNKNOWN, bills, told_out, users
from cutover.workstreams.unposted import Unposted
from cutover.workstreams.unread_cells import NO_WORKBOOK, is_unread
from cutover.workstreams.unread_files import not_read_words, unread

_TAKEN = (ACCEPTED, "decided")  # states of a list of claims: the payer has it


@dataclass(frozen=True)
class Evidence:
    """What data says of a gate: `shows` is null where it says nothing; `days` until it is likely to be shown.

    `against` is whether the files say that it does not hold yet: no fault before the day, and no ground to attest it.
    """

    shows: bool | None
    words: str
    days: int | None = None
    against: bool = False


def evidence(inputs: Inputs) -> dict[str, Evidence]:
    """Return what the files show of each gate that they can tell of, by its code."""
    return {code: tell(inputs) for code, tell in _OF.items()}


@once
def new_claims(inputs: Inputs) -> pd.DataFrame:
    """Return the submissions through Office Ally of services from the cutover on, one row each.

    A submission without a day was sent after its service: it is new where the service is.
    """
    rows = inputs.submitted[inputs.submitted["source"] != OF_ERA]
    if inputs.cutover is None:
        return rows.head(0)
    since = pd.Timestamp(inputs.cutover)
    sent = rows["submission_date"].fillna(rows["service_from"])
    new = (sent >= since) & (rows["service_from"] >= since) & (sent <= inputs.today)
    return rows[new.fillna(False).astype(bool)].reset_index(drop=True)


def _old_is_closed(inputs: Inputs) -> Evidence:
    if not inputs.has_come:
        return Evidence(None, "the day has not come")
    new, since = new_claims(inputs), pd.Timestamp(inputs.cutover)
    if len(new):
        return Evidence(
            False, f"{several(len(new), 'claim')} with service from the cutover on went through Office Ally"
        )
    sent = inputs.submitted.loc[inputs.submitted["source"] != OF_ERA, "submission_date"]
    told = sent[sent <= inputs.today].max()
    undated = int(sent.isna().sum())
    without = f"; {several(undated, 'claim')} without a day of submission" if undated else ""
    answered = _until(inputs.old_receipts.files, inputs)["answered_on"]
    late = int((answered > since).sum())
    also = f"; {several(late, 'file')} acknowledged there since" if late else ""
    if pd.isna(told) or told < since:
        return Evidence(None, f"no list of claims of Office Ally reaches to the cutover{also}{without}")
    if shut := _unread(inputs):
        verb = "is" if shut == 1 else "are"
        lacks = f"{several(shut, 'file')} of what was sent there {verb} not read"
        return Evidence(None, f"no new claim in files that reach to {told:%Y-%m-%d}; {lacks}{also}{without}")
    return Evidence(True, f"no new claim in files that reach to {told:%Y-%m-%d}{also}{without}")


def _unread(inputs: Inputs) -> int:
    """How many files that may name claims sent through Office Ally were not read."""
    rows = unread(inputs.files)
    return int((rows["source"].isin([HISTORY, SUMMARY, BATCH]) & rows["state"].eq(NOT_READ)).sum())


def _arrived(inputs: Inputs) -> Evidence:
    """Patients and providers: both must be shown, and either can refute or leave it open."""
    patients, (whole, words) = _patients(inputs), _providers(inputs)
    shows = None if patients.shows and not whole else patients.shows
    return Evidence(shows, f"{patients.words}; {words}")


def _patients(inputs: Inputs) -> Evidence:
    found = read_back(inputs)
    if found is None:
        lacks = "export from Medi" if inputs.here.is_there else "import to hold it against"
        if inputs.here.is_there and inputs.there.is_there:
            side = "Medi's export" if inputs.arrived.patients.empty else "the import"
            return Evidence(None, f"of {side} no patient could be read, so nothing was compared")
        return Evidence(None, f"there is no patient {lacks}")
    wrong = [several(n, *what.split("|")) for n, what in (
        (len(found.missing), "patient of the import is missing|patients of the import are missing"),
        (len(found.changed), "field differs|fields differ"),
    ) if n]  # fmt: skip
    more = f"; {several(len(found.extra), 'patient')} in Medi alone" if len(found.extra) else ""
    if len(found.twice):
        more = f"; {several(len(found.twice), 'second chart')} of a person who arrived as one" + more
    if len(found.again):
        more += f"; {several(len(found.again), 'further row')} in Medi of a person who arrived"
    if len(found.aside):
        more += f"; {several(len(found.aside), 'patient')} set aside on one side"
    dead = int(found.inactive["dead"].sum())
    if off := len(found.inactive) - dead:
        more += f"; {several(off, 'inactive patient')} not in Medi"
    if dead:
        more += f"; {several(dead, 'deceased patient')} not in Medi"
    if unseen := [label for label in found.uncompared if label in ESSENTIAL]:
        more += f"; not compared: {and_joined(unseen)}"
    if wrong:
        return Evidence(False, " and ".join(wrong) + more)
    return Evidence(True, f"{several(found.compared, 'patient')} in Medi as in the import{more}")


def _providers(inputs: Inputs) -> tuple[bool, str]:
    """Whether Medi's files name every provider of the intake and no other, and in words."""
    states = providers(inputs)["state"]
    seen, strange = int((states == SEEN).sum()), int((states == STRANGE).sum())
    listed = len(states) - strange - int((states == ENDED).sum())
    words = f"{seen} of {several(listed, 'provider')} named in files from Medi"
    if strange:
        words += f", and {several(strange, 'NPI')} that the intake does not list"
    return bool(listed) and seen == listed and not strange, words


def _enrolled(inputs: Inputs) -> Evidence:
    plan = inputs.plan
    if not plan.impossible.empty:
        return Evidence(False, f"{and_joined(sorted(set(plan.impossible['payer'])))} cannot be enrolled")
    if not plan.is_known:
        return Evidence(None, "which payers have the most claims is not known")
    that_day = live_on_the_day(plan)
    then = f"; {that_day[1]}" if that_day else ""
    if plan.is_ready:
        return Evidence(True, f"{and_joined(plan.top) or 'nobody'} live for claims and ERAs{then}")
    waits = [p for p in plan.top if not plan.deciding[plan.deciding["payer"] == p]["state"].isin(READY).all()]
    dark = [p for p in waits if left_unsaid(plan.deciding[plan.deciding["payer"] == p])]
    away = [p for p in waits if p not in dark]
    unsaid = f"of {and_joined(dark)} {no_file(plan)} tells whether it is live" if dark else ""
    words = "; ".join(part for part in (f"{and_joined(away)} not live" if away else "", unsaid) if part)
    if inputs.has_come and away:
        return Evidence(False, words + then, plan.safe.sure)
    chance = plan.chance(plan.deciding, inputs.cutover)
    more = "" if chance is None else f"; live by the cutover in {of_hundred(chance)}"
    rows = plan.deciding[~plan.deciding["state"].isin([*READY, UNREAD])]
    return Evidence(
        None,
        words + more,
        plan.safe.sure,
        against=bool((rows["status"].notna() | rows["state"].isin(MISFILED)).any()),
    )


def _test_claim(inputs: Inputs) -> Evidence:
    claims, files = (_until(rows, inputs) for rows in (inputs.receipts.claims, inputs.receipts.files))
    good, bad = claims[claims["state"] == ACCEPTED], claims[claims["state"] == REJECTED]
    refused = f"; {several(len(bad), 'claim')} rejected ({_codes(bad)})" if len(bad) else ""
    if len(good):
        return _fresh(inputs, good, refused)
    if listed := _by_list(inputs, refused):
        return listed
    if len(bad):
        return Evidence(False, f"{several(len(bad), 'claim')} rejected ({_codes(bad)}), none accepted")
    if len(claims):
        return Evidence(
            None, f"{several(len(claims), 'claim')} answered without a decision ({_codes(claims)})"
        )
    if len(files) and files["state"].eq(REJECTED).all():
        return Evidence(False, "the file itself was rejected (999)")
    if len(files):
        return Evidence(None, "a 999 took the file, and no 277CA tells of a claim yet")
    return Evidence(
        None, "no 999 and no 277CA of a claim sent through Medi, and no list says that one was accepted"
    )


def _by_list(inputs: Inputs, refused: str) -> Evidence | None:
    """What lists of claims sent through Medi say became of them, None where they say neither of any."""
    sent = inputs.sent[~(inputs.sent["sent_on"] > inputs.today)]
    good, bad = sent[sent["state"].isin(_TAKEN)], sent[sent["state"] == REJECTED]
    more = f"; {several(len(bad), 'claim')} rejected by the list" if len(bad) and not refused else ""
    if len(good):
        return _fresh(inputs, good.rename(columns={"sent_on": "answered_on"}), refused or more, by_list=True)
    if len(bad) and inputs.receipts.claims.empty:
        return Evidence(
            False, f"{several(len(bad), 'claim')} rejected by the list of claims sent, none accepted"
        )
    return None


def _fresh(inputs: Inputs, good: pd.DataFrame, refused: str, *, by_list: bool = False) -> Evidence:
    """What accepted claims show: nothing where the last was answered, by a list sent, too long before the cutover."""
    last = good["answered_on"].max()
    source, on = (" by the list of claims sent", "sent on") if by_list else ("", "on")
    words = f"{several(len(good), 'claim')} accepted{source}" + (
        "" if pd.isna(last) else f", the last {on} {last:%Y-%m-%d}"
    )
    day = min(inputs.today, pd.Timestamp(inputs.cutover or inputs.as_of))
    if pd.notna(last) and (day - last).days > inputs.rules.test_days:
        return Evidence(None, f"{words}, more than {inputs.rules.test_days} days before the cutover{refused}")
    return Evidence(True, words + refused)


@once
def era_waits(inputs: Inputs) -> pd.DataFrame:
    """Return the payers whose ERA is live in Medi and has not come in their own time, one row each.

    `days` since it is live; `rhythm` is the payer's usual number of days between remittances, null where unknown. It
    is late after the guide's days or one such interval, whichever is longer.
    """
    rows = inputs.plan.standing
    rows = rows[
        (rows["transaction"] == ERA)
        & (rows["state"] == LIVE)
        & rows["live_on"].notna()
        & rows["first_era"].isna()
        & rows["era_told"].isna()
    ]
    first = rows.groupby("payer", as_index=False).agg(live_on=("live_on", "min"))
    usual = _rhythm(inputs).reindex(first["payer"]).to_numpy()
    told = first.assign(
        rhythm=pd.array(usual, dtype="Float64"), days=(inputs.today - first["live_on"]).dt.days
    )
    return told[told["days"] > told["rhythm"].fillna(0).clip(lower=inputs.rules.era_days)].reset_index(
        drop=True
    )


def _rhythm(inputs: Inputs) -> pd.Series:
    """Median days between the payment days of each payer in either system."""
    days = inputs.enrolled.remittances[["payer", "paid_on"]].dropna().drop_duplicates().sort_values("paid_on")
    gaps = days.groupby("payer")["paid_on"].diff().dt.days
    return gaps.groupby(days["payer"]).median()


def _first_era(inputs: Inputs) -> Evidence:
    rows = inputs.enrolled.remittances
    came = rows.loc[rows["feed"] == MEDI, "paid_on"].dropna()
    late = era_waits(inputs)
    wait = f"; none yet from {and_joined(list(late['payer']))}" if len(late) else ""
    if len(came):
        return Evidence(True, f"ERAs since {came.min():%Y-%m-%d}, the last on {came.max():%Y-%m-%d}{wait}")
    if len(late):
        row = late.iloc[0]
        return Evidence(False, f"{row['payer']} is live for {int(row['days'])} days and no ERA has come")
    live = inputs.plan.standing.query("transaction == '835' and state == @LIVE")
    eras = inputs.plan.standing.query("transaction == '835'")
    none = "no file tells whether any ERA enrollment is live" if eras["state"].isin(UNSAID).all() else ""
    words = "live, no ERA yet, and it is not late" if len(live) else none or "no ERA enrollment is live yet"
    first = _first_of_eras(inputs, eras)
    if first is None:
        return Evidence(None, words, inputs.rules.era_days + inputs.plan.safe.sure)
    start, later, payer = first
    filed = "" if eras.loc[eras["payer"].eq(payer), "state"].ne(NOT_FILED).any() else " if it is filed today"
    more = f": {payer} is likely the first, live by {inputs.plan.day(start)}{filed}" if not len(live) else ""
    more += f", and usually pays every {later} days" if more and later > inputs.rules.era_days else ""
    return Evidence(None, words + more, start + later)


def _first_of_eras(inputs: Inputs, eras: pd.DataFrame) -> tuple[int, int, str] | None:
    """Of which payer the first ERA is likely: in how many days it is live, and how many days later it pays.

    One payer is enough, so that the soonest decides. It is live now, or by the day of nine cases in ten. None where no
    ERA can be live.
    """
    usual, least = _rhythm(inputs).dropna(), inputs.rules.era_days
    starts = {place: day_of(own, SURE) for place, own in inputs.plan.days.items() if place in eras.index}
    starts |= dict.fromkeys(eras.index[eras["state"].eq(LIVE)], 0)
    payers = eras["payer"]
    waits = eras["state"].eq(NOT_FILED)  # of two alike the one that is filed
    found = [
        ((start, max(int(usual.get(payers[place], 0)), least), payers[place]), bool(waits[place]))
        for place, start in starts.items()
    ]
    first = min(found, key=lambda one: (one[0][0] + one[0][1], one[1], one[0][2]), default=None)
    return None if first is None else first[0]


def _users(inputs: Inputs) -> Evidence:
    rows = users(inputs)
    if rows.empty:
        return Evidence(None, "the intake names no users")
    more, less = rows["access"].str.contains(MORE), rows["access"].str.contains(LESS)
    wrong = [several(int(mask.sum()), *words.split("|")) for mask, words in (
        (more, "user sees more in Medi|users see more in Medi"), (less, "user sees less|users see less"),
    ) if mask.any()]  # fmt: skip
    billing = bills(rows)
    if out := len(told_out(billing)):
        wrong.append(f"{out} of {len(billing)} who bill {'has' if out == 1 else 'have'} not logged in")
    if wrong and (more.any() or less.any() or inputs.has_come):
        return Evidence(False, " and ".join(wrong))
    if wrong or rows["access"].eq(UNKNOWN).any():
        words = wrong[0] if wrong else "which practices users may see is not stated"
        return Evidence(None, words, against=bool(wrong))
    if billing["has_logged_in"].isna().any():
        return Evidence(None, "the intake does not say who has logged in")
    assert rows["access"].isin([SAME, ON_PURPOSE]).all()
    fewer = int(rows["access"].eq(ON_PURPOSE).sum())
    but = f", {fewer} of them fewer on purpose" if fewer else ""
    return Evidence(
        True, f"{several(len(rows), 'user')} with the same practices{but}, all who bill have logged in"
    )


def _unposted(inputs: Inputs) -> Evidence:
    practice = inputs.intake.tables["practice"]
    left, on = practice["unposted_count"].dropna(), practice["counted_on"].dropna()
    on = on[on <= inputs.today]
    found = inputs.unposted
    if found is not None and inputs.has_come:
        return _by_files(inputs, found, left, on)
    shut_files = not_read_words(inputs.posting_files, "postings")
    if left.empty or on.empty or inputs.cutover is None or on.iloc[0] < pd.Timestamp(inputs.cutover):
        fields = ("unposted_count", "counted_on", "cutover_date")
        shut = any(is_unread(inputs.practice, field) for field in fields)
        if not inputs.practice.has_intake:
            return Evidence(None, NO_WORKBOOK)
        words = "what the intake says cannot be read" if shut else "not counted since the cutover"
        return Evidence(None, "; ".join(filter(None, (words, shut_files))))
    said = f"the intake states {int(left.iloc[0]):,} as of {on.iloc[0]:%Y-%m-%d}"
    said = "; ".join(filter(None, (said, shut_files)))
    if int(left.iloc[0]):
        return Evidence(False, said)
    return Evidence(None, said if shut_files else f"{said}; no postings are on file that show it")


def _by_files(inputs: Inputs, found: Unposted, left: pd.Series, on: pd.Series) -> Evidence:
    """What the postings on file show goes before the number that the intake states; both are said.

    A remittance that was paid after the cutover did not wait at it: it is told, and refutes nothing.
    """
    count = None if left.empty else int(left.iloc[0])
    day = "" if on.empty else f" as of {on.iloc[0]:%Y-%m-%d}"
    said = "the intake states no number" if count is None else f"the intake states {count:,}{day}"
    every = found
    found = every.until(pd.Timestamp(inputs.cutover or inputs.as_of)).of_office_ally()
    words = f"{_that_waited(found, every)}; {said}"
    if len(found.rows):
        return Evidence(False, words)
    counted = not on.empty and on.iloc[0] >= pd.Timestamp(inputs.cutover)
    if count and counted and count > every.count:
        return Evidence(False, words)
    if len(found.waiting) or (
        count and counted
    ):  # what the intake counts may be what did not wait at the cutover
        return Evidence(None, words)
    if found.earlier and not (count == 0 and counted):
        verb, one = ("was", "whether it waits") if found.earlier == 1 else ("were", "which of them wait")
        which = f", so nothing tells {one}" if count else ""
        earlier = f"{several(found.earlier, 'remittance')} {verb} paid before the first posting on file"
        return Evidence(None, f"{words}; {earlier}{which}")
    return Evidence(True, words)


def _that_waited(found: Unposted, every: Unposted) -> str:
    """What the files say of remittances that waited at the cutover, and of those that were paid after it."""
    later = every.count - found.count
    if not later:
        return every.words
    verb = "has" if later == 1 else "have"
    in_medi = every.listed["system"].eq(MEDI).any()
    of, way = (" of Office Ally", ", or in Medi") if in_medi else ("", "")
    then = (
        found.words
        if found.count
        else f"by the files every remittance{of} that was paid until the cutover has a posting"
    )
    more = (
        f", {dollars(int(every.listed['open_cents'].sum() - found.listed['open_cents'].sum()))},"
        if in_medi
        else ""
    )
    return f"{then}; {several(later, 'remittance')} paid after the cutover{way}{more} {verb} none"


def _aged_since(inputs: Inputs) -> Evidence:
    """Agings since the cutover show what was reported, not what was agreed: they are told beside the open gate."""
    if not inputs.has_come:
        return Evidence(None, "")
    since = inputs.aging.rows["day"] >= pd.Timestamp(inputs.cutover)
    reports = AgingReports(inputs.aging.rows[since.fillna(False).astype(bool)])
    days = reports.rows.loc[reports.rows["day"] <= inputs.today, "day"]
    if days.empty:
        return Evidence(None, "")
    many = days.nunique()
    words = f"{several(many, 'A/R aging')} since the cutover {'is' if many == 1 else 'are'} on file"
    within, after = missing(reports, inputs.today)
    lacks = f", and {several(len(within) + len(after), 'week')} without one" if within or after else ""
    return Evidence(None, f"{words}, the last of {days.max():%Y-%m-%d}{lacks}")


_OF: dict[str, Callable[[Inputs], Evidence]] = {
    "day-zero-1": _old_is_closed, "day-zero-2": _arrived, "day-zero-3": _enrolled, "day-zero-4": _test_claim,
    "day-zero-5": _first_era, "day-zero-6": _users, "unposted-posted": _unposted,
    "closeout-agreed": _aged_since,
}  # fmt: skip


def _until(rows: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    return rows[~(rows["answered_on"] > inputs.today)]


def _codes(rows: pd.DataFrame) -> str:
    return ", ".join(dict.fromkeys(" ".join(rows["codes"].dropna()).split()))
