"""Claims that went out through Medi, as a list in `medi_submissions` says: one row per submission.

Such a list is an export of Medi, a claims page of Medi or Stedi saved as a table, or what somebody kept. No layout is
public: columns are found as those of every table (aliases_medi_submissions.toml). The words of a list are
data/reference/medi_submissions.toml and claim_states.toml.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache, partial

import pandas as pd

from cutover import reference
from cutover.columns import conform, framed
from cutover.identifiers import compared
from cutover.lookup import among
from cutover.reading.claims import coded
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.batches import load_batches
from cutover.reading.claims.continued import LINE
from cutover.reading.claims.sent_numbers import as_remitted, with_number
from cutover.reading.claims.service_lines import AGAIN, FURTHER, joined
from cutover.reading.claims.stand_ins import is_made, told
from cutover.reading.claims.submissions import keys, sent_keys
from cutover.reading.claims.tables import CLAIM_HISTORY, SENT_CLAIMS
from cutover.reading.era.kind import may_be_table
from cutover.reading.files import values as text_values
from cutover.reading.kept import store
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.folder import Mapped
from cutover.reading.mapping.record import FILES, READ
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.listed_ids import with_listed_ids
from cutover.reading.postings.tables import POSTED_FILES, POSTED_SET_ASIDE
from cutover.reading.practice.book import Practice
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of
from cutover.reading.practice.marks import claim_and_day, days_of
from cutover.reading.practice.whose import NOT_OWN
from cutover.reference import code_list

FOLDER, SOURCE = "medi_submissions", "claims sent through Medi"
FIELDS = "medi_submissions"
NO_CLAIM = "neither a claim number nor an account number"
TEST = "a test claim or a test patient: no payer was asked"
HELD = "its status says that it was not sent"
TOTAL = "a total of the rows above, not a claim"
IN_A_LIST = "a list of claims has the same claim, with its state"
EARLIER = "the same submission is in a later list, with its later state"
TWICE = "the same submission stands again further down in the list"
ORIGINAL, REPLACEMENT, VOID = "original", "replacement", "void"
_MOSTLY = 0.5  # share of a list's accepted claims with an acknowledgment from which on one without it is not answered
# one submission: the claim in Medi, its account, its days, its amount, and whether it replaces another
_ONE = ["claim_number", "patient_control_number", "service_from", "sent_on", "charge_cents", "frequency"]


@dataclass(frozen=True)
class _Frequency:
    kind: str
    codes: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class _Words:
    test_flags: frozenset[str]
    test_names: frozenset[str]
    frequency: tuple[_Frequency, ...]


def is_taken_back(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows (SENT_CLAIMS) take a claim back or were withdrawn: they are no claim that was sent."""
    return (rows["state"].eq("withdrawn") | rows["frequency"].eq(VOID)).fillna(False).astype(bool)


def load_sent(practice: Practice) -> Mapped:
    """Return the claims that lists in `medi_submissions` say were sent, one row per submission (`rows`: SENT_CLAIMS).

    `set_aside` (POSTED_SET_ASIDE) has the rows that are none, with the reason and their charge; `files` (POSTED_FILES)
    says what was read. Of lists of overlapping days the one that reaches furthest tells a submission's state. Claims of
    the folder's 837 files that no list has are submissions too. No file raises; receipts are passed over.
    """
    return store.of(practice, "sent-claims", lambda: _with_batches(_read(practice), practice), worth=1 << 14)


def _with_batches(lists: Mapped, practice: Practice) -> Mapped:
    """The lists, and the claims of 837 files in the folder that they do not have: each was sent on the file's day."""
    batches = load_batches(practice, FOLDER)
    if batches.claims.empty and batches.not_own.empty:
        return lists
    found = batches.claims
    sent = conform(found.assign(state="sent").reindex(columns=[c.name for c in SENT_CLAIMS]), SENT_CLAIMS)
    known = among(keys(found["patient_control_number"], found["service_from"]), sent_keys(lists.rows))
    reason = pd.Series(None, found.index, dtype="str").mask(known, IN_A_LIST)
    reason = reason.mask(found["is_test"].fillna(False).astype(bool), TEST)
    aside = sent[reason.notna()].rename(columns={"charge_cents": "amount_cents", "sent_on": "day"})
    aside = aside.assign(source=SOURCE, reason=reason.dropna())
    used = reason.isna().groupby(found["source_file"]).agg(["sum", "size"])
    made = [(SOURCE, name, READ, None, int(n), int(u), int(n - u)) for name, u, n in used.itertuples()]
    return Mapped(
        mapped_files.whole([lists.rows, sent[reason.isna()]], SENT_CLAIMS),
        mapped_files.whole(
            [lists.set_aside, aside.reindex(columns=lists.set_aside.columns)], POSTED_SET_ASIDE
        ),
        conform(pd.concat([lists.files, framed(made, FILES)], ignore_index=True), POSTED_FILES),
        (*lists.notes, *batches.notes),
        mapped_files.whole([lists.not_own, batches.not_own], NOT_OWN),
    )


def _read(practice: Practice) -> Mapped:
    judge = Judge(practice)
    kind = mapped_files.Kind(
        SOURCE,
        load_target(FIELDS),
        SENT_CLAIMS,
        POSTED_SET_ASIDE,
        POSTED_FILES,
        typed,
        aside=lambda rows: rows.rename(columns={"charge_cents": "amount_cents", "sent_on": "day"}),
        day="sent_on",
        owner=lambda sheet, found, content: judge.of_sheet(sheet, content, FOLDER, found),
        lacking=frozenset({NO_CLAIM}),
        is_of=may_be_table,
        shaped=partial(with_number, knows=partial(_are_known, judge)),
    )
    read = _latest(mapped_files.load(practice.raw / FOLDER, practice.raw, knowledge_of(practice), kind))
    notes = (*read.notes, *(f"{SOURCE}: {said}" for said in told(read.rows["claim_number"])))
    rows = with_listed_ids(practice, read.rows)
    return replace(read, rows=as_remitted(practice, rows), notes=notes)


def _are_known(judge: Judge, numbers: pd.Series, days: pd.Series) -> pd.Series:
    """Which numbers the practice's own files have for a claim of that day of service."""
    found = claim_and_day(compared(numbers.astype("str")), days_of(days.astype("str")))
    told = [judge.known.knows(found["mark"].to_numpy(), proven=p, without=frozenset()) for p in (True, False)]
    return pd.Series(numbers.index.isin(found.loc[told[0] | told[1], "row"]), numbers.index)


def typed(found: pd.DataFrame, _source_file: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as claims that were sent (SENT_CLAIMS), and of each why it is none; null where it is.

    An acknowledgment without a column of states beside it is the state.
    """
    if found["state_as_written"].isna().all():
        alone = {"state_as_written": found["acknowledgment"], "acknowledgment": found["state_as_written"]}
        found = found.assign(**alone)
    last, first = _names(found)
    columns: dict[str, object] = {
        name: text_values.dates(found[name]) for name in ("sent_on", "service_from", "service_through")
    }
    numbers = ("claim_number", "patient_control_number", "patient_number", "payer_id")
    columns |= {name: text_values.identifiers(found[name]) for name in numbers}
    columns |= {name: text_values.npis(found[name]) for name in ("rendering_npi", "billing_npi")}
    columns |= {name: found[name] for name in ("payer_name", "source_file")}
    columns |= {name: found[name] for name in ("source_sheet", "source_row")}
    columns |= {
        "patient_last_name": last,
        "patient_first_name": first,
        "charge_cents": text_values.cents(found["charge"], credit=-1),
        "frequency": found["frequency"].map(frequency_of, na_action="ignore").astype("str"),
        "state": _states(found["state_as_written"], found["acknowledgment"]),
        "tax_id": text_values.tax_ids(found["tax_id"]),
        "procedures": coded.every_procedure(
            found, {key: key for key in LINE if found[key].notna().any()}, list(found)
        ),
    }
    columns["state_as_written"] = _with_reasons(found, columns["state"])
    rows = conform(pd.DataFrame(columns, index=found.index), SENT_CLAIMS)
    rows, lines = _whole_claims(rows, found)
    return rows, _not_used(rows, found).fillna(lines)


def _whole_claims(rows: pd.DataFrame, found: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The claims of a list with a row per service line, each in the row of its first line, and why the others are none.

    The charge of a further line is null, since it is in the claim's row.
    """
    none = pd.Series(None, rows.index, dtype="str")
    used = {name: name for name in ("charge", *LINE) if found[name].notna().any()}
    if not set(used) & set(LINE):
        return rows, none
    table = rows.assign(submission_date=rows["sent_on"], state=claim_states.states(rows["state_as_written"]))
    table = conform(table.reindex(columns=[c.name for c in CLAIM_HISTORY]), CLAIM_HISTORY)
    whole = joined(table, found, used, pd.Series(False, rows.index))
    if whole.further.empty and whole.again.empty:
        return rows, none
    why = none.mask(rows.index.isin(whole.further.index), FURTHER).mask(
        rows.index.isin(whole.again.index), AGAIN
    )
    of_claims = whole.claims[[c.name for c in SENT_CLAIMS if c.name in whole.claims]].drop(columns="state")
    made = rows.copy()
    made.loc[of_claims.index, of_claims.columns] = of_claims
    made = made.assign(
        charge_cents=made["charge_cents"].mask(why.eq(FURTHER).fillna(False)),
        state=_states(made["state_as_written"], found["acknowledgment"]),
    )
    return conform(made, SENT_CLAIMS), why


def _states(written: pd.Series, answers: pd.Series) -> pd.Series:
    """The state of each submission by its status and by its acknowledgment.

    What an acknowledgment rejects is rejected, whatever the status. Where a list has acknowledgments, a claim that its
    status calls accepted and that has none was sent, and nothing shows that it arrived. A list may have codes of
    acknowledgments as its only states: there an empty cell is a claim that was sent, and no answer.
    """
    state, acks = claim_states.sent_states(written), answers.astype("str")
    if acks.isna().all():
        return _of_codes(written.astype("str"), state)
    role = _roles(acks).fillna(claim_states.sent_states(acks))
    is_there = acks.notna() & acks.str.strip().ne("")
    accepted = state.eq("accepted")
    has_column = is_there[accepted].mean() >= _MOSTLY if accepted.any() else False
    state = state.mask(role.eq("accepted") & state.isin(["sent", claim_states.UNKNOWN]), "accepted")
    state = state.mask(accepted & ~is_there & has_column, "sent")
    return state.mask(role.eq("rejected") & ~state.isin(["decided", "withdrawn"]), "rejected")


def _of_codes(written: pd.Series, state: pd.Series) -> pd.Series:
    """The states of a list whose only states may be codes of acknowledgments (`A2`, `A7: member not found`).

    They are, where most of what is written is such a code.
    """
    there = written.notna() & written.str.strip().ne("")
    role = _roles(written.str.strip(), first=True)
    if not there.any() or role[there].notna().mean() < _MOSTLY:
        return state
    state = state.mask(role.eq("accepted") & state.isin(["sent", claim_states.UNKNOWN]), "accepted")
    state = state.mask(role.eq("rejected") & ~state.isin(["decided", "withdrawn"]), "rejected")
    return state.mask(~there, "sent")


def _roles(texts: pd.Series, first: bool = False) -> pd.Series:
    """What the code of a category in each text comes to, null where there is none; `first`: where it begins with it."""
    code = texts.str.upper().str.extract(r"^([A-Z]\d)\b" if first else r"\b([A-Z]\d)\b")[0]
    return code.map(_categories()).astype("str")


def _with_reasons(found: pd.DataFrame, state: pd.Series) -> pd.Series:
    """The status as written, of what was rejected with its acknowledgment behind it: it says why."""
    written, acks = found["state_as_written"].astype("str"), found["acknowledgment"].astype("str")
    both = (written.fillna("") + "; " + acks).str.removeprefix("; ")
    return written.mask(state.eq("rejected") & acks.notna(), both)


@cache
def _categories() -> dict[str, str]:
    """What each category of a claim's status comes to: accepted or rejected."""
    return dict(
        code_list("status_categories", dt.date.max).frame[["code", "role"]].itertuples(index=False, name=None)
    )


def _not_used(rows: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Why a row of a list tells of no submission, null where it does."""
    nameless = rows["claim_number"].isna() & rows["patient_control_number"].isna()
    why = pd.Series(None, rows.index, dtype="str").mask(nameless, NO_CLAIM)
    why = why.mask(nameless & _are_totals(rows), TOTAL)
    why = why.mask(why.isna() & _are_labels(rows), TOTAL)
    why = why.mask(why.isna() & rows["state"].eq("held"), HELD)
    return why.mask(why.isna() & _are_tests(rows, found), TEST)


def _are_totals(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows bear no day and the sum of all claims above, or of those since the total before."""
    is_total, whole, part = [], 0, 0
    bare = rows["service_from"].isna() & rows["sent_on"].isna()
    for is_bare, cents in zip(bare, rows["charge_cents"].fillna(0).astype("int64"), strict=True):
        total = bool(is_bare) and cents != 0 and cents in (whole, part)
        is_total.append(total)
        whole, part = (whole, 0) if total else (whole + cents, part + cents)
    return pd.Series(is_total, rows.index, dtype=bool)


def _are_labels(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows have a word for a number, and neither a day nor an amount: `Count` below a list."""
    number = rows["claim_number"].fillna(rows["patient_control_number"]).fillna("")
    told = rows[["service_from", "sent_on", "charge_cents"]].notna().any(axis=1)
    return ~told & number.ne("") & ~number.str.contains(r"\d")


def _are_tests(rows: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Tell which rows are tests: by a flag of the list, a word of the patient's name, or the claim's own number."""
    words = _known()
    flagged = found["test"].map(_plain, na_action="ignore").isin(words.test_flags)
    names = (rows["patient_last_name"].fillna("") + " " + rows["patient_first_name"].fillna("")).map(_plain)
    named = names.str.split().map(lambda parts: not words.test_names.isdisjoint(parts))
    told = flagged | named.astype(bool)
    begins = "|".join(map(re.escape, sorted(words.test_names)))
    for name in ("claim_number", "patient_control_number"):
        told |= rows[name].str.lower().str.fullmatch(rf"(?:{begins})(?:[^a-z]*)", na=False)
    return told.astype(bool)


def frequency_of(text: str) -> str | None:
    """Return what a claim's frequency says: original, replacement or void; None for another word.

    A code stands alone or before its words (`7 - Replacement`).
    """
    said = _plain(text).split()
    for one in _known().frequency:
        if said and (said[0] in one.codes or (not said[0].isdigit() and not one.words.isdisjoint(said))):
            return one.kind
    return None


def _names(found: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Last and first name, taken from a full name (`Doe, Ann` or `Ann Doe`) where they have no columns of their own."""
    full = found["patient_name"].astype("str").str.strip()
    comma = full.str.extract(r"^([^,]*),\s*(.*)$")
    blank = full.where(~full.str.contains(",", na=False)).str.extract(r"^(?:(.*)\s)?(\S+)$")
    parts = (comma[0].fillna(blank[1]), comma[1].fillna(blank[0]))
    own = (found["patient_last_name"], found["patient_first_name"])
    last, first = (mine.where(mine.notna(), part) for mine, part in zip(own, parts, strict=True))
    return last.astype("str"), first.astype("str")


@cache
def _known() -> _Words:
    return reference.load("medi_submissions", _Words)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", str(text).lower()))


def _latest(read: Mapped) -> Mapped:
    """Each submission once, in the state of the list that reaches furthest; the same one twice in a list is one claim.

    Where the list gives no number of Medi's own, equal rows of one list are as many submissions.
    """
    rows = read.rows
    unnumbered = rows["claim_number"].isna() | is_made(rows["claim_number"])
    if rows["source_file"].nunique() < 2 and unnumbered.all():
        return read
    reach = rows["sent_on"].groupby(rows["source_file"]).transform("max")
    ordered = rows.assign(reach=reach).sort_values(
        ["reach", "source_file", "source_row"], kind="stable", na_position="first"
    )
    bare = unnumbered[ordered.index]
    turn = ordered.groupby([*_ONE, "source_file"], dropna=False).cumcount().where(bare, 0)
    again = ordered.assign(turn=turn).duplicated([*_ONE, "turn"], keep="last")
    left = ordered[again]
    if left.empty:
        return read
    last = ordered.assign(turn=turn).groupby([*_ONE, "turn"], dropna=False)["source_file"].transform("last")
    reason = pd.Series(EARLIER, left.index, dtype="str").mask(last[again] == left["source_file"], TWICE)
    aside = left.rename(columns={"charge_cents": "amount_cents", "sent_on": "day"}).assign(
        source=SOURCE, reason=reason
    )
    kept = rows[~again.reindex(rows.index)].reset_index(drop=True)
    return replace(
        read,
        rows=conform(kept, SENT_CLAIMS),
        set_aside=mapped_files.whole([read.set_aside, aside], POSTED_SET_ASIDE),
        files=_counted(read.files, left["source_file"].value_counts()),
    )


def _counted(files: pd.DataFrame, left: pd.Series) -> pd.DataFrame:
    """The record of files with the rows that a later list has counted as set aside."""
    number = files["source_file"].map(left).fillna(0).astype("int64")
    number = number.where(files["rows_used"].fillna(0) >= number, 0)
    moved = files.assign(
        rows_used=files["rows_used"] - number, rows_set_aside=files["rows_set_aside"] + number
    )
    return conform(moved, POSTED_FILES)
