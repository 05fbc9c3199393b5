"""What absolutely must move: for each item what is in hand, whether it opens, and what is still to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from cutover.reading.mapping.folder import Mapped
from cutover.reading.patients.parts import PARTS
from cutover.reading.payers.contract_rates import NO_PAYER
from cutover.reading.payers.parts import by_part
from cutover.reading.payers.same import same_for
from cutover.reading.payers.spellings import Spellings
from cutover.reading.payers.states import state_code
from cutover.reading.practice import file_subject
from cutover.reading.practice.file_names import base_name
from cutover.reference import load_checklist
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.findings import BILLER, CONSULTANT, OWNER, finding, table
from cutover.workstreams.inventory import claim_rows
from cutover.workstreams.inventory.claim_history import lines_told
from cutover.workstreams.inventory.inputs import (
    Inputs,
    asked_months,
    contract_rates,
    is_of_medi,
    last_service,
    missing_months,
    month_list,
    patient_parts,
    patients_day,
    span,
    tracked_enrollments,
    wanted_months,
)
from cutover.workstreams.inventory.patient_rows import (
    NOUN,
    account_numbers,
    without_authorizations,
    years_taken_words,
)
from cutover.workstreams.inventory.rows_read import rows_of
from cutover.workstreams.inventory.unread_lists import NOT_READ, lies_unread
from cutover.workstreams.inventory.usage_pattern import other_system, uses_practice_mate
from cutover.workstreams.provider_gaps import without_taxonomy

IN_HAND, PARTLY, STALE, MISSING = "on file", "partly", "out of date", "missing"
ELSEWHERE, OPEN = "not in Office Ally", "open question"
SHORT = {
    "patients": "patient records",
    "provider-identifiers": "provider identifiers",
    "enrolment-status": "the enrollment status",
    "users-and-access": "users and their access",
    "fee-schedules": "fee schedules",
    "paid-history": "the paid history",
    "era-835": "the ERAs",
}


@dataclass(frozen=True)
class Status:
    """Where one item stands: what is in hand and what is not, in words, and the next step with its owner."""

    state: str
    held: str = ""
    missing: str = ""
    action: str = ""
    owner: str = CONSULTANT
    files: int | None = None
    rows: int | None = None
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None


def held(inputs: Inputs, *about: str, noun: str = "rows", exported: bool = False) -> Status:
    """Return what is in hand of files about these subjects; where nothing opens it is missing.

    `exported` asks for what Office Ally exported, without the folders of Medi.
    """
    files, shut = inputs.open_files(*about), inputs.shut_files(*about)
    if exported:
        files, shut = (part[~is_of_medi(part)] for part in (files, shut))
    counted = rows_of(inputs, files)
    rows = int(counted.sum()) if counted.notna().any() else None
    if about == (file_subject.ERA,) and rows is not None:
        both = (inputs.holdings.era, inputs.holdings.medi_era)
        archived = files["source_file"].isin([name for one in both for name in one.files["source_file"]])
        payments = inputs.payments_of_office_ally if exported else inputs.payments_held
        rows, noun = payments + int(files.loc[~archived, "rows"].sum()), "payments"
    rows = claim_rows.held_once(inputs, rows, *about)
    first, last = files["first_day"].min(), files["last_day"].max()
    one = noun.replace("rows ", "row ", 1) if " " in noun else noun.removesuffix("s")
    parts = [
        several(len(files), "file", "files"),
        several(rows, one, noun) if rows is not None else "",
        span(first, last),
        claim_rows.told(inputs, *about) if rows is not None else "",
    ]
    does = ("1 file does not open or was not read", f"{len(shut):,} files do not open or were not read")
    bad = does[len(shut) > 1] if len(shut) else ""
    if files.empty:
        return Status(MISSING, missing=bad or "nothing is here")
    said = ", ".join(filter(None, parts))
    return Status(PARTLY if bad else IN_HAND, said, bad, files=len(files), rows=rows, first=first, last=last)


def _but(status: Status, state: str, missing: list[str], action: str, owner: str) -> Status:
    """The status with what is missing besides; without anything missing it stays as it is."""
    lacks = [*filter(None, [status.missing]), *missing]
    if not lacks:
        return status
    worst = state if missing else status.state
    return Status(
        worst,
        status.held,
        "; ".join(lacks),
        action,
        owner,
        status.files,
        status.rows,
        status.first,
        status.last,
    )


def keeps(inputs: Inputs) -> str:
    """Return in words the system that keeps patients and ledger: beside a clearinghouse the intake's other one."""
    if uses_practice_mate(inputs) is not False:
        return "Practice Mate"
    return other_system(inputs) or "the system that keeps them"


@once
def patients(inputs: Inputs) -> Status:
    """Patient records; where Office Ally is a clearinghouse alone they are in another system."""
    found, uses = (
        held(inputs, file_subject.PATIENTS, noun=NOUN, exported=True),
        uses_practice_mate(inputs),
    )
    rows, said = without_authorizations(inputs, found.rows, found.held)
    found = replace(
        found,
        rows=rows,
        held=", ".join(filter(None, [said, account_numbers(inputs), years_taken_words(inputs)])),
    )
    export = f"Export the demographics from {keeps(inputs)} to CSV or Excel and put them into demographics."
    if found.state == MISSING and uses is False:
        where = other_system(inputs) or "another system, which the intake does not name"
        return Status(ELSEWHERE, f"patients and ledger are in {where}")
    if found.state == MISSING and uses is None:
        ask = "Find out whether the practice keeps its patients in Practice Mate."
        return Status(OPEN, missing="whether there is anything to export is not known", action=ask)
    if found.state == MISSING:
        return _but(found, MISSING, [], export, BILLER)
    lacks = [f"no column for {part}" for part in _parts_missing(inputs)]
    if stale := _stale_words(inputs):
        return _but(found, STALE, [stale, *lacks], export, BILLER)
    return _but(
        found,
        PARTLY,
        lacks,
        "Look whether a further export or a screen holds it; else write it down.",
        BILLER,
    )


def _parts_missing(inputs: Inputs) -> list[str]:
    files = inputs.from_office_ally(file_subject.PATIENTS)
    there = {part for said in files["coverage_parts"].dropna() for part in said.split("; ")}
    return [part for part in PARTS if part not in there | patient_parts(inputs)]


def _stale_words(inputs: Inputs) -> str:
    """Stale is an export of a day before the last service day; one of the same day is not."""
    made, (last, where) = patients_day(inputs), last_service(inputs)
    if made is None or last is None or made >= last:
        return ""
    return f"its newest day is {made:%Y-%m-%d}, the last service in {where} is of {last:%Y-%m-%d}"


@once
def provider_identifiers(inputs: Inputs) -> Status:
    """Providers of the intake, held against the NPIs that payers pay."""
    rows = inputs.sheet("providers")
    action = (
        "Fill in the sheet 'providers' of the intake: NPI, taxonomy and Tax ID of each provider and group."
    )
    if rows.empty:
        return Status(MISSING, missing="the intake names no provider", action=action)
    lacks = [f"{said} without a taxonomy"] if (said := without_taxonomy(rows)) else []
    if n := int(rows["tin"].isna().sum()):
        lacks.append(f"{several(n, 'provider', 'providers')} without a Tax ID")
    if not rows["bills"].fillna(False).any():
        lacks.append("no billing NPI is marked")
    if n := len(unlisted_npis(inputs)):
        lacks.append(f"{several(n, 'NPI', 'NPIs')} of the remittances not in the list")
    ids = len(inputs.sheet("payer ids"))
    said = f"{several(len(rows), 'provider', 'providers')}, {several(ids, 'payer-assigned ID', 'payer-assigned IDs')}"
    return _but(Status(IN_HAND, said, rows=len(rows)), PARTLY, lacks, action, CONSULTANT)


@once
def unlisted_npis(inputs: Inputs) -> pd.DataFrame:
    """Return NPIs that payers paid or named as rendering and the intake does not list, one row per NPI.

    Payments that count alone; without any NPI in the intake nothing can be held against it.
    """
    known = inputs.holdings.practice.npis
    claims, payments = inputs.era.claims, inputs.era.counted
    rendering = claims[claims["rendering_id_qualifier"] == "XX"].rename(columns={"rendering_id": "npi"})
    parts = [
        rendering.assign(role="rendering")[["npi", "role", "paid_cents", "paid_on"]],
        payments.rename(columns={"payee_npi": "npi"}).assign(role="payee")[
            ["npi", "role", "paid_cents", "paid_on"]
        ],
    ]
    found = pd.concat(parts)
    found = found[found["npi"].notna() & ~found["npi"].isin(known)] if known else found.head(0)
    return found.groupby(["npi", "role"], as_index=False).agg(
        times=("npi", "size"), paid_cents=("paid_cents", "sum"), last_paid=("paid_on", "max")
    )


@once
def enrollment_status(inputs: Inputs) -> Status:
    """Enrollments of the intake and of trackers, held by name against the payers that paid in the wanted months."""
    rows, tracked = inputs.sheet("enrollments"), tracked_enrollments(inputs)
    action = "Write each payer, NPI and transaction into the sheet 'enrollments' of the intake."
    paying = inputs.era.counted
    payers = sorted(paying.loc[paying["month"].isin(wanted_months(inputs)), "payer"].unique())
    if rows.empty and tracked.empty and len(inputs.open_files(file_subject.ENROLLMENTS)):
        return held(inputs, file_subject.ENROLLMENTS, noun="rows")
    if rows.empty and tracked.empty:
        paid = f"{several(len(payers), 'payer', 'payers')} paid in the last twelve months"
        missing = f"no enrollment is written down; {paid}"
        return Status(MISSING, missing=missing, action=action)
    named = Spellings(str(name) for name in pd.concat([rows["payer"], tracked["payer_name"]]).dropna())
    without = [p for p in payers if named.find(p) is None]
    if without:
        same = same_for(inputs.holdings.practice)
        without = [p for p in without if all(named.find(name) is None for name in same.names(p))]
        without = _without_parts(inputs, pd.concat([rows["payer"], tracked["payer_name"]]), payers, without)
    lacks = (
        [f"{len(without):,} of {len(payers):,} payers that paid have no row of their name"] if without else []
    )
    count_all = len(rows) + len(tracked)
    said = f"{several(count_all, 'enrollment', 'enrollments')} of {several(len(named), 'payer', 'payers')}"
    return _but(Status(IN_HAND, said, rows=count_all), PARTLY, lacks, action, CONSULTANT)


def _without_parts(inputs: Inputs, told: pd.Series, payers: list[str], without: list[str]) -> list[str]:
    """The payers without a row that no row calls by a part of their name either."""
    spelled = Spellings(payers)
    short = [name for name in told.dropna().unique() if spelled.find(str(name)) is None]
    known, home = set(payers) - set(without), state_code(str(inputs.answered("state") or ""))
    meant = by_part(short, {payer: {payer} for payer in payers}, known, home).meant
    return [payer for payer in without if payer not in meant.values()]


@once
def users_and_access(inputs: Inputs) -> Status:
    """Users of the intake and which practices each may see, then and now."""
    rows = inputs.sheet("users")
    action = "List every user with the practices seen today and to be seen in Medi, in the sheet 'users' of the intake."
    if rows.empty:
        unread = lies_unread(inputs, "users-and-access")
        missing = "; ".join(filter(None, ["the intake names no user", unread]))
        return Status(NOT_READ if unread else MISSING, missing=missing, action=action)
    lacks = [
        f"{several(n, 'user', 'users')} without {what}"
        for column, what in (
            ("sees_in_office_ally", "the view of today"),
            ("sees_in_medi", "the view in Medi"),
        )
        if (n := int(rows[column].isna().sum()))
    ]
    return _but(
        Status(IN_HAND, several(len(rows), "user", "users"), rows=len(rows)),
        PARTLY,
        lacks,
        action,
        CONSULTANT,
    )


@once
def fee_schedules(inputs: Inputs) -> Status:
    """Fee schedules: rows of the intake and files with rates; a named file must be here."""
    rows, files = inputs.sheet("fee schedules"), held(inputs, file_subject.FEES, noun="rates")
    action = (
        "Collect the contracted rates, note them in the sheet 'fee schedules'; where there are none, write one row "
        "that says so."
    )
    if rows.empty and files.state == MISSING:
        return Status(
            MISSING, missing="neither a row of the intake nor a file with rates", action=action, owner=OWNER
        )
    rates = contract_rates(inputs)
    gone = len(named_files_absent(inputs))
    lacks = (
        [f"{several(gone, 'file with rates is', 'files with rates are')} named and not here"] if gone else []
    )
    if rows.empty and not _says_itself(rates):
        lacks.append("no row of the intake says whose rates the file holds, and from when")
    if len(rates.files) and rates.rows.empty:
        lacks.append("no rate can be read in a file before its columns are confirmed")
    noted = "" if rows.empty else several(len(rows), "schedule", "schedules")
    said = ", ".join(filter(None, [noted, files.held]))
    held_rows = files.rows if rows.empty else len(rows)
    return _but(Status(IN_HAND, said, rows=held_rows, files=files.files), PARTLY, lacks, action, OWNER)


def _says_itself(rates: Mapped) -> bool:
    """Whether contract files say of each rate that can be read whose it is and from when; no row is to say it again."""
    untold = rates.set_aside["reason"].eq(NO_PAYER).any() or rates.rows["effective_from"].isna().any()
    return len(rates.rows) > 0 and not untold


@once
def named_files_absent(inputs: Inputs) -> pd.DataFrame:
    """Return the fee schedules whose file the intake names and the folder does not hold, one row each."""
    rows = inputs.sheet("fee schedules")
    names = {base_name(path).casefold() for path in inputs.holdings.files["source_file"]}
    absent = rows["file"].notna() & ~rows["file"].fillna("").str.strip().str.casefold().isin(names)
    return rows[absent]


@once
def paid_history(inputs: Inputs) -> Status:
    """Twelve months of paid claims and posted payments; for a clearinghouse alone the ERAs are that record."""
    found = held(inputs, file_subject.CLAIMS, file_subject.POSTINGS)
    is_alone = uses_practice_mate(inputs) is False and inputs.shut_files(file_subject.CLAIMS).empty
    if is_alone and inputs.open_files(file_subject.CLAIMS).empty:
        gaps = missing_months(inputs, "ERAs")
        asked = len(asked_months(inputs, "ERAs"))
        whole = asked - len(gaps)
        said = Status(
            IN_HAND if whole else MISSING,
            f"ERAs of {whole} of {asked} months" if whole else "",
        )
        lacks = [f"no ERA of {month_list(gaps)}"] if len(gaps) else []
        return _but(
            said, PARTLY if whole else MISSING, lacks, "Download these months from Service Center.", BILLER
        )
    if found.state == MISSING and uses_practice_mate(inputs) is None and not found.missing.endswith("read"):
        ask = "Find out whether the practice keeps its ledger in Practice Mate."
        return Status(OPEN, missing="whether there is a claim history to export is not known", action=ask)
    action = f"Run the claim history report in {keeps(inputs)} for each missing month and put it into claims."
    if found.state == MISSING:
        return _but(found, MISSING, [], action, BILLER)
    if lines := lines_told(inputs):
        found = replace(found, held=f"{found.held}, {lines}")
    gaps = missing_months(inputs, "claim history", "posted payments")
    return _but(found, PARTLY, [f"nothing of {month_list(gaps)}"] if len(gaps) else [], action, BILLER)


@once
def era_835(inputs: Inputs) -> Status:
    """ERAs in 835 format by month; how whole they are is the question of the ERA archive audit."""
    found = held(inputs, file_subject.ERA, noun="payments")
    action = (
        "Download each missing month from Service Center (Download EOB/ERA); the ERA archive audit lists what to "
        "fetch."
    )
    if found.state == MISSING:
        return _but(found, MISSING, [], action, BILLER)
    gaps = missing_months(inputs, "ERAs")
    return _but(found, PARTLY, [f"no payment of {month_list(gaps)}"] if len(gaps) else [], action, BILLER)


ITEMS: dict[str, Callable[[Inputs], Status]] = {
    "patients": patients,
    "provider-identifiers": provider_identifiers,
    "enrolment-status": enrollment_status,
    "users-and-access": users_and_access,
    "fee-schedules": fee_schedules,
    "paid-history": paid_history,
    "era-835": era_835,
}


@once
def statuses(inputs: Inputs) -> dict[str, Status]:
    """Return where each item of the checklist stands, by its code; raises KeyError for an item without a rule."""
    return {item.code: ITEMS[item.code](inputs) for item in load_checklist("must_move").items}


STATUS_COLUMNS = (
    text("name", "Item"),
    text("state", "State"),
    text("held", "On file"),
    text("missing", "Missing or out of date"),
    text("action", "Next step"),
    text("owner", "Owner"),
)
WHY_COLUMNS = (
    STATUS_COLUMNS[0],
    text("item", "What it is"),
    text("why", "Why it matters"),
    text("comes_from", "Comes by"),
    count("files", "Files"),
    count("rows", "Rows"),
    date("first", "From"),
    date("last", "To"),
)


def name_of(code: str) -> str:
    """Return a short name for an item of a checklist."""
    words = SHORT.get(code, code.replace("-", " ")).removeprefix("the ")
    return words[:1].upper() + words[1:]


def status_rows(items: tuple, states: dict[str, Status]) -> pd.DataFrame:
    """Return the items of a checklist with where they stand, one row each, for STATUS_COLUMNS."""
    rows = []
    for item in items:
        s = states[item.code]
        rows.append(
            {
                "code": item.code,
                "name": name_of(item.code), "item": item.text, "why": item.why, "comes_from": item.comes_from,
                "state": s.state, "held": s.held or None, "missing": s.missing or None,
                "action": s.action or None, "owner": s.owner if s.action else None,
                "files": s.files, "rows": s.rows, "first": s.first, "last": s.last,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and the table of what must move."""
    items = load_checklist("must_move").items
    rows = status_rows(items, statuses(inputs))
    columns = STATUS_COLUMNS
    missing = rows[rows["state"] == MISSING]
    partly = rows[rows["state"].isin([PARTLY, NOT_READ])]
    note = (
        f"{int((rows['state'] == IN_HAND).sum())} of {len(rows)} are on file. An item of which a part is missing "
        "is not counted. The newest patient export must not be older than the last service day."
    )
    return Answer(
        (
            *finding("inv-must-move-missing", missing, columns, ["code"]),
            *finding("inv-must-move-partly", partly, columns, ["code"]),
            *_ages(inputs),
        ),
        (
            ("must_move", table("What absolutely must move", rows, STATUS_COLUMNS, note)),
            ("must_move_why", table("What each of them is, and why it matters", rows, WHY_COLUMNS)),
        ),
    )


def _ages(inputs: Inputs) -> tuple:
    files = inputs.from_office_ally(file_subject.PATIENTS)
    if files.empty:
        return ()
    made, (last, where) = patients_day(inputs), last_service(inputs)
    if made is None:
        cases = files[["content", "folder", "rows", "source_file"]]
        columns = (text("folder", "Folder"), count("rows", "Rows"))
        return finding("inv-demographics-undated", cases, columns, ["content"])
    if not _stale_words(inputs):
        return ()
    case = pd.DataFrame(
        {"made": [made], "last_service": [last], "where": [where], "days": [(last - made).days]}
    )
    columns = (
        date(
            "made", "Newest day of the exports", "the day in a name or title, else the newest day in the data"
        ),
        date("last_service", "Last service"),
        text("where", "Seen in"),
        count("days", "Days between"),
    )
    return finding("inv-demographics-stale", case, columns, ["made"], system=keeps(inputs))
