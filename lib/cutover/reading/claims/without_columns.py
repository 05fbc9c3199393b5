"""Claim lists without a column of states, or without a claim's number, and what their own cells say instead.

A list that was typed by hand says in its notes how a claim stands, or by its amounts alone. Where neither says it the
state is unknown; a list of visits or charges alone tells nothing of its claims. Rows of a list of denials repeat claims
of other files and are none of their own: how far each was worked, which it may say, is no state of a claim history.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.amounts_by_sums import with_amounts
from cutover.reading.claims.bare_amounts import with_bare_amount
from cutover.reading.claims.denial_codes import with_denial_codes
from cutover.reading.claims.named_as_kinds import with_payers_of_kinds
from cutover.reading.claims.only_day import with_only_day
from cutover.reading.claims.patient_numbers import with_patient_number
from cutover.reading.claims.rendering_npis import with_rendering_npi
from cutover.reading.claims.stand_ins import with_stand_in
from cutover.reading.claims.state_columns import with_states
from cutover.reading.files import values as text_values
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.said_once import MADE, is_said_once
from cutover.reading.mapping.suggest import apply, suggest
from cutover.reading.mapping.tables_of import MappedTable, title_of
from cutover.reading.mapping.vague_numbers import Asked, Remitted, are_numbers, with_claim_number
from cutover.reading.mapping.yearless import with_years_after, without_years
from cutover.reading.postings.ledgers import PAYMENT, kinds
from cutover.reading.practice.file_names import base_name

STATE, NUMBER, SERVED = "state_as_written", "claim_number", "service_from"
NO_DAYS = f"no day of service{MADE}"
BY_NOTES, DENIALS = f"what the notes say of the state{MADE}", f"a list of denials{MADE}"
UNTOLD = f"what became of its claims, which no column tells{MADE}"
_NUMBERS = ("claim_number", "patient_control_number", "patient_name", "patient_last_name")
_NEEDED = ("service_from", "payer_name", "charge")
_ANSWERS = ("paid", "balance", "submission_date")  # one of them makes a list of charges one of claims
_OF_CLAIMS = ("rendering_npi", "attending_npi", "billing_npi")
_LATER = ("paid_date", "submission_date")  # days on or after the day of service
_CODE = re.compile(r"(CO|PR|OA|PI|CR)\s?-?\s?(\d{1,3}|[A-Z]\d{1,2})\b", re.IGNORECASE)
_BARE = re.compile(r"\d{1,3}|[A-Za-z]\d{1,2}")  # a code without the group before it
_REMARKS = re.compile(r"(?:M|MA|N)\d{1,3}(?:[\s,;/]+(?:M|MA|N)\d{1,3})*", re.IGNORECASE)
_MOSTLY = 0.9  # share of rows with a denial reason, and of those with its code, that make a list of denials
_NAMED = re.compile(r"\b(denial|denials|denied)\b")


def shaped(
    table: MappedTable, remitted: Asked = Remitted, providers: frozenset[str] = frozenset()
) -> MappedTable:
    """Return a table of claims with what it lacks and its own cells tell: days, states, claim numbers, who treated.

    `remitted` tells the numbers of the remittances, where a header leaves open what its column numbers; `providers` are
    the NPIs of the practice's clinicians.
    """
    table = with_states(with_payers_of_kinds(table))
    table = with_claim_number(with_denial_codes(with_bare_amount(table)), remitted)
    table = with_rendering_npi(with_amounts(with_patient_number(table), remitted), providers)
    return with_stand_in(_with_state(_with_years(with_only_day(table))))


def _with_years(table: MappedTable) -> MappedTable:
    """The table with the years of its days of payment and of submission, from the day of service of each row."""
    walk, sheet = table.crosswalk, table.sheet
    if "service_from" not in walk.used:
        return table
    columns = [name for name in sheet.columns if not is_said_once(name) and name != walk.used["service_from"]]
    columns = without_years(sheet, columns)
    if not columns:
        return table
    dated = with_years_after(sheet, text_values.dates(apply(sheet, walk)["service_from"]), columns)
    known = suggest(dated, walk.target, walk if (walk.rows["state"] == "confirmed").any() else None)
    later = {known.used[key] for key in _LATER if key in known.used}
    changed = [name for name in columns if not dated.frame[name].equals(sheet.frame[name])]
    if not later & set(changed):
        return table
    back = {name: sheet.frame[name] for name in changed if name not in later}
    return replace(table, sheet=replace(dated, frame=dated.frame.assign(**back)), crosswalk=known)


def _with_state(table: MappedTable) -> MappedTable:
    """A table that lacks the state of its claims with one of its notes, null without one; any other as it is.

    A log of denials has its own word of how far each was worked, which is no state of a claim history.
    """
    if is_log_of_denials(table):
        log = table if SERVED in table.crosswalk.used else _without_days(table)
        return _as_denials(_with_reason(log))
    walk = table.crosswalk
    state, number = (walk.target.field(key).label for key in (STATE, NUMBER))
    served = walk.target.field(SERVED).label
    if state not in walk.missing or not set(walk.missing) <= {state, number, served}:
        return table
    if served in walk.missing:
        table, given = _with_likely_number(_with_reason(table)), table
        if number in table.crosswalk.missing or not is_of_denials(table):
            return given
        table = _without_days(table)
        walk = table.crosswalk
    if number not in walk.missing and is_of_denials(coded := _with_reason(table)):
        return _as_denials(coded)
    if not set(_NEEDED) <= set(walk.used):
        return table
    is_answered = bool(set(_ANSWERS) & set(walk.used))
    if not is_answered and not _is_of_visits(table):
        return table
    column = _only_one(table, claim_states.note_rules().headers)
    notes = table.sheet.frame[column] if column else pd.Series(None, table.sheet.frame.index, dtype=TEXT)
    said = f"no column of states; `{column}` says some" if column else "no column of states"
    states = notes.where(_is_borne_out(table, notes)).astype(TEXT)
    whole = column if states.equals(notes) else None
    return _with_column(table, BY_NOTES if is_answered else UNTOLD, states, said, whole, owes_column(table))


def _is_of_visits(table: MappedTable) -> bool:
    """Whether each row is a visit with its payer, day and charge, and none a payment, as a ledger has them."""
    used, frame = table.crosswalk.used, table.sheet.frame
    if not set(_NUMBERS) & set(used) or frame.empty:
        return False
    rows = apply(table.sheet, table.crosswalk)
    charged = text_values.cents(rows["charge"]).gt(0).fillna(False)
    whole = charged & text_values.dates(rows["service_from"]).notna() & rows["payer_name"].notna()
    if whole.mean() < _MOSTLY:
        return False
    return not any(kinds(frame[name]).eq(PAYMENT).any() for name in table.free_columns)


def is_of_denials(table: MappedTable) -> bool:
    """Return whether a table without states lists denials: each row has a reason, by codes or by the table's name."""
    walk, sheet = table.crosswalk, table.sheet
    if "denial_reason" not in walk.used or sheet.frame.empty:
        return False
    paid = text_values.cents(apply(sheet, walk)["paid"]).gt(0).fillna(False)
    has_reason = sheet.frame[walk.used["denial_reason"]].notna().mean() >= _MOSTLY
    files = sheet.frame["source_file"].head(1)
    is_named = _is_named(*map(base_name, files), sheet.name or "", title_of(sheet), *sheet.header)
    return bool(has_reason and not paid.any() and (is_named or _code_column(table)))


def is_log_of_denials(table: MappedTable) -> bool:
    """Return whether a table with a column of states is a log of denials, whatever its columns are called.

    Each row has a reason, none is paid, and none has what a report of claims has: who rendered or billed it. Beside
    that it says on which day each was denied, or its file, sheet or title is called by denials.
    """
    walk, sheet = table.crosswalk, table.sheet
    used = set(walk.used)
    if not {STATE, NUMBER} <= used or used & set(_OF_CLAIMS) or sheet.frame.empty:
        return False
    named = _with_reason(table)
    if not is_of_denials(named):
        return False
    days = _only_one(table, claim_states.note_rules().denied_on)
    filled = 0.0 if days is None else text_values.dates(sheet.frame[days]).notna().mean()
    files = sheet.frame["source_file"].head(1)
    return bool(filled >= _MOSTLY or _is_named(*map(base_name, files), sheet.name or "", title_of(sheet)))


def _is_named(*texts: str) -> bool:
    return _NAMED.search(re.sub(r"[^a-z]+", " ", " ".join(texts).lower())) is not None


def _with_reason(table: MappedTable) -> MappedTable:
    """A table with its column of codes as that of reasons, where no other has them in most rows; any other as it is."""
    walk, reason = table.crosswalk, "denial_reason"
    column = _code_column(table)
    taken = {name for key, name in walk.used.items() if key != "procedure_code"}  # `CO 16` is no procedure
    told = table.sheet.frame[walk.used[reason]].notna().mean() if reason in walk.used else 0.0
    if told >= _MOSTLY or column is None or column in taken:
        return table
    return replace(table, crosswalk=walk.with_column(reason, column, "nothing but adjustment codes"))


def _with_likely_number(table: MappedTable) -> MappedTable:
    """A list of denials with the column that is likely its claims' number, where each row has another number there.

    Its claims are found in other files by these numbers, so that a wrong one counts nothing.
    """
    walk, frame = table.crosswalk, table.sheet.frame
    rows = walk.rows[walk.rows["key"].eq(NUMBER) & walk.rows["state"].eq("unsure")]
    likely = rows["source_column"].dropna().tolist()
    if len(likely) != 1 or not is_of_denials(table) or not are_numbers(frame[likely[0]]):
        return table
    if frame[likely[0]].isna().any() or frame[likely[0]].duplicated().any():
        return table
    said = "each denial has a number of its own, by which its claim is found"
    return replace(table, crosswalk=walk.with_column(NUMBER, likely[0], said))


def _as_denials(table: MappedTable) -> MappedTable:
    """A list of denials: each row says denied, and how far it was worked is its own word."""
    told = pd.Series("denied", table.sheet.frame.index, dtype=TEXT)
    said = "its rows are denials of claims that other files have"
    return _with_column(table, DENIALS, told, said, _code_column(table))


def _without_days(table: MappedTable) -> MappedTable:
    """A list of denials without days of service: the number of its claim alone tells which claim a row is of."""
    sheet = table.sheet.with_column(NO_DAYS, pd.Series(None, table.sheet.frame.index, dtype=TEXT))
    said = "a list of denials without days: its claims are found by their numbers"
    return replace(table, sheet=sheet, crosswalk=table.crosswalk.with_column(SERVED, NO_DAYS, said))


def is_list_of_denials(table: MappedTable) -> bool:
    """Return whether a table, as `shaped`, is a list of denials and none of claims."""
    return table.crosswalk.used.get(STATE) == DENIALS


def has_no_states(table: MappedTable) -> bool:
    """Return whether a table, as `shaped`, has no column of states."""
    return table.crosswalk.used.get(STATE) == BY_NOTES


def tells_nothing(table: MappedTable) -> bool:
    """Return whether a table, as `shaped`, tells nothing of what became of its claims: visits and charges alone."""
    return table.crosswalk.used.get(STATE) == UNTOLD


def reasons(table: MappedTable) -> pd.Series:
    """Return the reason of each denial: its code as `CO-16`, then the words of another column, where both are there."""
    written = apply(table.sheet, table.crosswalk)["denial_reason"]
    column = _code_column(table)
    if column is None:
        return written
    codes = code_of(table.sheet.frame[column])
    if table.crosswalk.used["denial_reason"] == column:
        return codes.fillna(written)
    return (codes + " " + written.fillna("")).str.strip().astype(TEXT).fillna(written)


def worked_column(table: MappedTable) -> str | None:
    """Return the column in which a list of denials says whether each was worked, None where there is none.

    That is one called so, else one that a claim history would have as its states.
    """
    if not is_list_of_denials(table):
        return None
    states = frozenset(table.crosswalk.target.field(STATE).aliases)
    return _only_one(table, claim_states.note_rules().worked) or _only_one(table, states)


def worked(table: MappedTable) -> pd.Series:
    """Return what a list of denials writes of whether each was worked, null where it has no column of its own."""
    column = worked_column(table)
    blank = pd.Series(None, table.sheet.frame.index, dtype=TEXT)
    return blank if column is None else table.sheet.frame[column].astype(TEXT)


def denied_on_column(table: MappedTable) -> str | None:
    """Return the column with the day of each denial that no field of claims has, None where there is none."""
    return _only_one(table, claim_states.note_rules().denied_on) if is_list_of_denials(table) else None


def denied_on(table: MappedTable) -> pd.Series:
    """Return the day of each denial of a list by a column that no field of claims has; null where there is none."""
    column = denied_on_column(table)
    nothing = pd.Series(None, table.sheet.frame.index, dtype=TEXT)
    return text_values.dates(table.sheet.frame[column] if column else nothing)


def appeal_by_column(table: MappedTable) -> str | None:
    """Return the column with the last day on which each denial can be appealed, None where there is none.

    Each of its filled cells is a day: what says something else is not the list's word on a day.
    """
    column = _only_one(table, claim_states.note_rules().appeal_by) if is_list_of_denials(table) else None
    filled = pd.Series(dtype=TEXT) if column is None else table.sheet.frame[column].dropna()
    filled = filled[filled.str.strip().ne("")]
    return column if len(filled) and days_told(filled).notna().all() else None


def appeal_by(table: MappedTable) -> pd.Series:
    """Return the last day to appeal that a list of denials prints beside each, null where it prints none."""
    column = appeal_by_column(table)
    blank = pd.Series(None, table.sheet.frame.index, dtype=TEXT)
    return days_told(table.sheet.frame[column] if column else blank)


def days_told(texts: pd.Series) -> pd.Series:
    """Return days that may lie ahead."""
    return text_values.dates(texts, latest=pd.Timestamp(2099, 12, 31).date())


def remarks_column(table: MappedTable) -> str | None:
    """Return the column of remark codes (RARC) of a list of denials that no field of claims has, None without one."""
    if not is_list_of_denials(table):
        return None
    named = [name for name in table.free_columns if words_of(name) in claim_states.note_rules().remarks]
    found = [name for name in named if _are_remarks(table.sheet.frame[name])]
    return found[0] if len(found) == 1 else None


def remarks(table: MappedTable) -> pd.Series:
    """Return the remark codes that a list of denials prints beside each denial, null where it prints none."""
    column = remarks_column(table)
    blank = pd.Series(None, table.sheet.frame.index, dtype=TEXT)
    return blank if column is None else table.sheet.frame[column].str.strip().str.upper().astype(TEXT)


def _are_remarks(cells: pd.Series) -> bool:
    """Whether each filled cell holds remark codes and nothing else: `MA130`, `N115 M76`."""
    filled = cells.dropna().str.strip()
    filled = filled[filled.ne("")]
    return len(filled) > 0 and all(_REMARKS.fullmatch(text) for text in filled)


def code_of(texts: pd.Series) -> pd.Series:
    """Return the first code of an adjustment in each text as `CO-16`, null without one that names its group."""
    found = {text: _CODE.search(text) for text in texts.dropna().unique()}
    named = {text: f"{hit[1].upper()}-{hit[2].upper()}" for text, hit in found.items() if hit}
    return texts.map(named).astype(TEXT)


def by_amounts(table: pd.DataFrame, owes: pd.Series) -> pd.Series:
    """Return the states of claims (CLAIM_HISTORY) without a word for it, by their amounts; else unknown.

    A payer that paid, or wrote off a part of the charge, has answered: a stated balance of zero leaves nothing open.
    What it left to the patient (`owes`, cents) is the patient's, where nothing else is open, and so is what a payer and
    its write-off leave together. A charge that is written off whole is written off.
    """
    mute = table["state_as_written"].isna() & table["state"].eq(claim_states.UNKNOWN)
    paid, off, rest = (table[name] for name in ("paid_cents", "adjusted_cents", "balance_cents"))
    has_paid, has_cut = (amounts.gt(0).fillna(False).astype(bool) for amounts in (paid, off))
    is_whole = ~has_paid & has_cut & off.eq(table["charge_cents"]).fillna(False).astype(bool)
    answered = mute & (has_paid | has_cut)
    is_done = answered & rest.eq(0).fillna(False).astype(bool)
    left = (owes.gt(0) & rest.eq(owes)).fillna(False) | (has_cut & rest.gt(0).fillna(False))
    at_patient = answered & ~is_whole & left.astype(bool)
    told = table["state"].mask(is_done, "paid").mask(is_done & is_whole, "written off")
    return told.mask(at_patient, "patient responsibility")


def balances(table: pd.DataFrame, owes: pd.Series) -> pd.Series:
    """Return the balances of claims (CLAIM_HISTORY), where none is stated what the patient owes after an answer.

    Before that it says nothing of what the payer owes: zero beside a claim that waits is no balance.
    """
    answered = table["paid_cents"].gt(0).fillna(False) | table["paid_date"].notna()
    decided = table["state"].isin(["paid", "patient responsibility", "denied", claim_states.UNKNOWN])
    return table["balance_cents"].fillna(owes.where((answered & decided).astype(bool)))


def owes_column(table: MappedTable) -> str | None:
    """Return the column of what the patient owes, where a table has no balance; else none."""
    return None if "balance" in table.crosswalk.used else _only_one(table, claim_states.note_rules().owes)


def patient_owes(table: MappedTable) -> pd.Series:
    """Return what the patient owes of each row in cents, null where no column says it or a balance is stated."""
    column = owes_column(table)
    nothing = pd.Series(None, table.sheet.frame.index, dtype="Int64")
    return text_values.cents(table.sheet.frame[column]) if column else nothing


def _only_one(table: MappedTable, headers: frozenset[str]) -> str | None:
    """The one column without a field whose header is one of these."""
    used = set(table.crosswalk.used.values())
    names = [name for name in table.sheet.columns if name not in used and words_of(name) in headers]
    return names[0] if len(names) == 1 else None


def _is_borne_out(table: MappedTable, notes: pd.Series) -> pd.Series:
    """Whether a note is short, says a state, and the amounts of its row do not speak against it."""
    rows = apply(table.sheet, table.crosswalk)
    state = claim_states.states(notes)
    words = notes.fillna("").str.findall(r"[^\W_]+").str.len()
    paid, rest, owes = (
        text_values.cents(rows["paid"]),
        text_values.cents(rows["balance"]),
        patient_owes(table),
    )
    is_paid = paid.gt(0).fillna(False).astype(bool)
    asks = rest.gt(0).fillna(False).astype(bool)
    fits = ~state.isin(["unknown"])
    fits &= ~state.isin(["paid"]) | (is_paid & ~asks)
    fits &= ~state.isin(["patient responsibility"]) | is_paid | owes.gt(0).fillna(False).astype(bool)
    fits &= ~state.isin(["written off"]) | ~asks
    fits &= ~state.isin(claim_states.WITHDRAWN) | ~is_paid
    return fits & words.le(claim_states.note_rules().most_words)


def _code_column(table: MappedTable) -> str | None:
    """The column of adjustment codes: nearly each value begins with one."""
    names = [name for name in table.sheet.columns if not is_said_once(name)]
    reason = table.crosswalk.used.get("denial_reason")
    for name in sorted(names, key=lambda one: one != reason):
        values = table.sheet.frame[name].dropna().str.strip()
        hits = sum(_CODE.match(text) is not None for text in values)
        if len(values) and hits >= _MOSTLY * len(table.sheet.frame):
            return name
    return _bare_code_column(table)


def _bare_code_column(table: MappedTable) -> str | None:
    """The column of adjustment codes without their group, where a table is called by denials or has their days."""
    sheet, rules = table.sheet, claim_states.note_rules()
    names = [name for name in sheet.columns if words_of(name) in rules.bare_codes and not is_said_once(name)]
    if len(names) != 1:
        return None
    values = sheet.frame[names[0]].dropna().str.strip()
    files = sheet.frame["source_file"].head(1)
    is_denials = _is_named(*map(base_name, files), sheet.name or "", title_of(sheet), *sheet.header) or any(
        words_of(name) in rules.denied_on for name in sheet.columns
    )
    is_coded = len(values) and sum(map(bool, map(_BARE.fullmatch, values))) >= _MOSTLY * len(sheet.frame)
    return names[0] if is_denials and is_coded else None


def _with_column(
    table: MappedTable, column: str, values: pd.Series, why: str, *read: str | None
) -> MappedTable:
    """The table with a made column as the state of its claims; `read` are columns that are wholly in it."""
    sheet, made = table.sheet.with_column(column, values), table.crosswalk.with_column(STATE, column, why)
    walk = made.rows
    if column == DENIALS:  # its one amount is what was denied; what else is unsure of it nobody needs
        unsure = walk["state"].eq("unsure")
        denied = unsure & walk["key"].eq("charge")
        names = walk.loc[denied, "source_column"]
        is_money = all(text_values.cents(table.sheet.frame[name]).notna().all() for name in names)
        walk.loc[denied & is_money, "state"] = "suggested"
        unsure &= ~(denied & is_money)
        walk.loc[unsure, ["source_column", "score", "state"]] = [None, 0.0, "missing"]
    rest = made.unmapped[~made.unmapped["source_column"].isin(read)]
    return replace(table, sheet=sheet, crosswalk=replace(made, rows=walk, unmapped=rest))
