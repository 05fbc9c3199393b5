"""The guide's planning checklist, what exports and what does not, support requests, and the attestations."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.checklists import load_checklist
from cutover.columns import Column, Kind, Privacy
from cutover.reading import subjects
from cutover.reading.holding_columns import OPENS
from cutover.result import Severity, Table
from cutover.workstreams.era_basis import Answer, once
from cutover.workstreams.era_columns import cents, count, date, text
from cutover.workstreams.era_findings import BILLER, CONSULTANT, OWNER, Wording, finding, table
from cutover.workstreams.inventory_basis import Basis, counted
from cutover.workstreams.must_move import (
    ELSEWHERE,
    IN_HAND,
    MISSING,
    OPEN,
    PARTLY,
    STATUS_COLUMNS,
    WHY_COLUMNS,
    Status,
    held,
    named_files_absent,
    status_rows,
    statuses,
    unlisted_npis,
)
from cutover.workstreams.usage_pattern import EHR, PM, parts_found, pattern, stated, uses_practice_mate

_BY_SUPPORT = {"appointments": subjects.APPOINTMENTS, "charts": subjects.CHARTS}
WAITING = Wording(
    Severity.HIGH,
    "1 support request has not been delivered",
    "{n} support requests have not been delivered",
    "Office Ally publishes no time to deliver. What comes after the account is closed does not come at all.",
    "Ask support for a date, in writing, and keep the account open until it is here and opens.",
    BILLER,
)
NOT_ASKED = Wording(
    Severity.HIGH,
    "1 thing that only support delivers has not been asked for",
    "{n} things that only support delivers have not been asked for",
    "Appointments and charts do not export; the time to deliver is not published, so that a late request decides "
    "the date of the cutover.",
    "Open a support request for each today, or write into the intake that it is not used.",
    BILLER,
)
BY_HAND = Wording(
    Severity.MEDIUM,
    "1 thing that no export carries is not written down",
    "{n} things that no export carries are not written down",
    "It exists in people's heads and on Office Ally's screens alone. An empty sheet may also mean that there is "
    "none: then it should say so.",
    "Write each of them down in the intake, from the screens, before the account becomes read-only.",
    CONSULTANT,
)
CONTRADICTED = Wording(
    Severity.HIGH,
    "1 statement of the intake is contradicted by the files",
    "{n} statements of the intake are contradicted by the files",
    "Somebody relies on a statement that the folder does not bear out.",
    "Find the file, or correct the statement in the intake.",
    CONSULTANT,
)
NPI_UNLISTED = Wording(
    Severity.HIGH,
    "1 NPI in the remittances is not in the intake",
    "{n} NPIs in the remittances are not in the intake",
    "Payers know this provider. Without it the enrolments are filed for too few NPIs, and its claims are not paid "
    "through Medi.",
    "Ask the practice who this is, and add it to the sheet 'providers', or note the last day of work.",
    CONSULTANT,
)
ATTEST = Wording(
    Severity.MEDIUM,
    "1 agreement or check is not attested yet",
    "{n} agreements or checks are not attested yet",
    "Written agreements before the cutover protect the money in old claims; the checks of the day itself are due "
    "on the day.",
    "Settle each, and note who attests it and when in the sheet 'attestations' of the intake.",
    CONSULTANT,
)
INTAKE_ABSENT = Wording(
    Severity.HIGH,
    "There is no intake workbook that can be read",
    "There is no intake workbook that can be read",
    "What only people know (providers, users, enrolments, agreements) is not here, and no file can be held against "
    "who the practice is.",
    "Make the workbook with `cutover new`, or repair it, and fill in what is known.",
    CONSULTANT,
)
INTAKE_CELLS = Wording(
    Severity.MEDIUM,
    "1 answer of the intake could not be read",
    "{n} answers of the intake could not be read",
    "What stands there is not what the column holds, so that it counts as not answered.",
    "Correct these cells; each is named by sheet, row and column.",
    CONSULTANT,
)


@once
def requests(basis: Basis) -> pd.DataFrame:
    """Return the support requests with the days they waited and what is in hand, one row per request.

    `days` runs from the day asked to the delivery, else to the report's date; null where no day is noted.
    """
    rows = basis.sheet("support requests")
    until = rows["delivered_on"].fillna(basis.today)
    files = rows["subject"].map(lambda s: len(basis.open_files(_BY_SUPPORT[s])) if s in _BY_SUPPORT else None)
    return rows.assign(
        days=(until - rows["asked_on"]).dt.days.astype("Int64"),
        files=files.astype("Int64"),
        state=rows["delivered_on"].notna().map({True: "delivered", False: "waiting"}).astype("str"),
    )


_REQUEST = (
    text("subject", "What"),
    text("state", "State"),
    date("asked_on", "Asked"),
    date("delivered_on", "Delivered"),
    count("days", "Days waited"),
    count("files", "Files in hand"),
)


@once
def not_asked(basis: Basis) -> pd.DataFrame:
    """Return what only support delivers, is in use and was neither asked for nor is in hand, one row each.

    Appointments where patients are in Office Ally; charts where EHR 24/7 is in use by the pattern or the files
    and the intake does not say that charts are not used or stay behind a read-only login.
    """
    plan, rows = basis.said("charts_plan"), []
    ehr = pattern(basis) == "EHR 24/7" or EHR in parts_found(basis) or plan == "move"
    wanted = {
        "appointments": (
            uses_practice_mate(basis) is True and (pattern(basis) != "hybrid" or PM in parts_found(basis))
        ),
        "charts": ehr and plan not in ("not used", "stay read-only"),
    }
    asked = set(basis.sheet("support requests")["subject"].dropna())
    for subject, needed in wanted.items():
        if needed and subject not in asked and basis.open_files(_BY_SUPPORT[subject]).empty:
            rows.append({"subject": subject, "pattern": pattern(basis)})
    return pd.DataFrame(rows, columns=["subject", "pattern"], dtype="str")


@once
def exports(basis: Basis) -> pd.DataFrame:
    """Return what Office Ally exports and what of it is in hand, one row per export."""
    found = {}
    for item in load_checklist("exports").items:
        status = held(basis, item.evidence, noun="rows")
        applies = uses_practice_mate(basis) is not False or item.code.startswith("ERA")
        if status.state == MISSING and not applies:
            status = Status(ELSEWHERE)
        found[item.code] = replace(status, action=_step(basis, item, status), owner=BILLER)
    return status_rows(load_checklist("exports").items, found)


def _step(basis: Basis, item, status: Status) -> str:
    if status.state in (IN_HAND, ELSEWHERE):
        return ""
    if item.comes_from == "self-export":
        return "Export it, and open it once."
    asked = requests(basis)
    waiting = asked[(asked["subject"] == item.code) & (asked["state"] == "waiting")]
    if len(waiting):
        days = waiting["days"].max()
        return (
            "Asked, no day noted."
            if pd.isna(days)
            else f"Asked {int(days):,} days ago; ask support for a date."
        )
    return "Ask support, or note that it is not used."


@once
def by_hand(basis: Basis) -> pd.DataFrame:
    """Return what no export carries and what the intake holds of it, one row per item."""
    found = {item.code: _written(basis, item) for item in load_checklist("by_hand").items}
    return status_rows(load_checklist("by_hand").items, found)


def _written(basis: Basis, item) -> Status:
    sheet, _, question = item.evidence.partition(": ")
    action = f"Write it down in the sheet '{sheet}' of the intake."
    if question:
        said = basis.said(question)
        if (
            question == "charts_plan"
            and said is None
            and EHR not in parts_found(basis)
            and stated(basis) != "EHR 24/7"
        ):
            return Status(OPEN, missing="whether EHR 24/7 is used is not said", action=action, owner=OWNER)
        answer = f"{said:,} counted" if isinstance(said, int) else str(said)
        return (
            Status(IN_HAND, answer)
            if said is not None
            else Status(MISSING, missing="no answer", action=action, owner=item.who)
        )
    rows = len(basis.sheet(sheet))
    if rows:
        return Status(IN_HAND, counted(rows, "row", "rows"), rows=rows)
    return Status(MISSING, missing="nothing is written down", action=action, owner=item.who)


@once
def workstreams(basis: Basis) -> pd.DataFrame:
    """Return the ten workstreams of the planning checklist with where each stands, one row per workstream."""
    items, move = load_checklist("planning_checklist").items, statuses(basis)
    hand = by_hand(basis).set_index("code")
    found = {
        "usage-pattern": _usage(basis),
        "patient-records": move["patients"],
        "open-claims": _open_claims(basis),
        "era-and-payments": _payments(basis, move["era-835"]),
        "nonpar-exposure": _nonpar(basis),
        "payer-enrolment": _enrolment(basis, move["enrolment-status"]),
        "users-and-roles": move["users-and-access"],
        "scrub-rules": _of_hand(hand.loc["scrub-rules"]),
        "client-reporting": _of_hand(hand.loc["client-reporting"]),
        "appointments-and-charts": _by_support(basis),
    }
    return status_rows(items, found)


def _of_hand(row: pd.Series) -> Status:
    return Status(
        row["state"], row["held"] or "", row["missing"] or "", row["action"] or "", row["owner"] or CONSULTANT
    )


def _usage(basis: Basis) -> Status:
    if pattern(basis) == "unknown":
        return Status(OPEN, missing="neither the intake nor the files tell it", action="Ask the practice.")
    source = "stated in the intake" if stated(basis) else "computed from the files alone"
    lacks = "" if stated(basis) else "the intake does not state it"
    return Status(
        IN_HAND if stated(basis) else PARTLY,
        f"{pattern(basis)}, {source}",
        lacks,
        "Confirm it with the practice." if lacks else "",
    )


def _open_claims(basis: Basis) -> Status:
    """Claims with service in the last 120 days: rows of the history, notes and appeals of the intake."""
    limit = basis.rule("open-claim-days")
    since = basis.today - pd.Timedelta(days=limit)
    days = basis.own_days[
        (basis.own_days["subject"] == subjects.CLAIMS) & (basis.own_days["role"] == "service")
    ]
    rows = int(days.loc[days["day"] >= since, "rows"].sum())
    notes, appeals = len(basis.sheet("open claims")), len(basis.sheet("open appeals"))
    parts = [
        f"{rows:,} rows of claim history with service in the last {limit} days" if rows else "",
        counted(notes, "open-claim note", "open-claim notes") if notes else "",
        counted(appeals, "appeal", "appeals") if appeals else "",
    ]
    said = ", ".join(filter(None, parts))
    lacks = (
        [] if rows or uses_practice_mate(basis) is False else [f"no claim history of the last {limit} days"]
    )
    lacks += [] if notes else ["no note on any open claim"]
    action = "Export the claim history up to today, and write the state of each open claim into the intake."
    return Status(
        PARTLY if said and lacks else IN_HAND if said else MISSING,
        said,
        "; ".join(lacks),
        action if lacks else "",
        BILLER,
    )


def _payments(basis: Basis, era: Status) -> Status:
    """ERAs by month, texts beside them, and the count of what is unposted and unapplied."""
    unposted, unapplied = basis.said("unposted_count"), basis.said("unapplied_cents")
    lacks = [] if unposted is not None else ["how many remittances wait unposted is not said"]
    lacks += [] if unapplied is not None else ["unapplied cash is not said"]
    if basis.open_files(subjects.TEXT_ERA).empty and era.state != MISSING:
        lacks.append("no ERA as text")
    if not lacks:
        return era
    state = MISSING if era.state == MISSING else PARTLY
    action = era.action or "Count unposted remittances and unapplied cash, and write them into the intake."
    return Status(
        state,
        era.held,
        "; ".join(filter(None, [era.missing, *lacks])),
        action,
        BILLER,
        era.files,
        era.rows,
        era.first,
        era.last,
    )


def _nonpar(basis: Basis) -> Status:
    """What the non-par fee can be counted from: the portal's report, claims by payer, invoices."""
    about = {
        "Par/Non-Par reports": (subjects.PAR,),
        "claim history": (subjects.CLAIMS,),
        "file summaries": (subjects.SUMMARY, subjects.SUBMITTED),
        "invoices": (subjects.INVOICE,),
    }
    there = {name: len(basis.open_files(*wanted)) for name, wanted in about.items()}
    said = ", ".join(f"{name}: {counted(n, 'file', 'files')}" for name, n in there.items() if n)
    lacks = [name for name in ("Par/Non-Par reports", "invoices") if not there[name]]
    missing = f"no {' and no '.join(lacks)}" if lacks else ""
    action = "Download the Par/Non-Par Report of each month (Service Center > Reports) and the invoices."
    return Status(
        (PARTLY if lacks else IN_HAND) if said else MISSING, said, missing, action if lacks else "", BILLER
    )


def _enrolment(basis: Basis, status: Status) -> Status:
    links = len(basis.sheet("connections"))
    if links:
        return replace(
            status, held=", ".join(filter(None, [status.held, counted(links, "connection", "connections")]))
        )
    missing = "; ".join(filter(None, [status.missing, "no connection is written down"]))
    action = (
        status.action
        or "List what sends to or fetches from Office Ally in the sheet 'connections' of the intake."
    )
    return replace(status, state=PARTLY if status.held else MISSING, missing=missing, action=action)


def _by_support(basis: Basis) -> Status:
    """Appointments and charts: files in hand, requests that wait, requests never made."""
    asked, never = requests(basis), not_asked(basis)
    waiting = asked[asked["state"] == "waiting"]
    files = len(basis.open_files(subjects.APPOINTMENTS, subjects.CHARTS))
    said = ", ".join(
        filter(
            None,
            [
                counted(files, "file", "files") if files else "",
                counted(len(asked), "request", "requests") if len(asked) else "",
            ],
        )
    )
    lacks = [f"{counted(len(waiting), 'request waits', 'requests wait')}"] if len(waiting) else []
    lacks += [f"{subject} not asked for" for subject in never["subject"]]
    if not lacks and not said:
        known = uses_practice_mate(basis)
        return Status(
            ELSEWHERE if known is False else OPEN,
            missing="" if known is False else "not known whether they are used",
            action="" if known is False else "Ask the practice.",
        )
    return Status(
        PARTLY if lacks and said else MISSING if lacks else IN_HAND,
        said,
        "; ".join(lacks),
        "Ask support." if lacks else "",
        BILLER,
    )


@once
def contradicted(basis: Basis) -> pd.DataFrame:
    """Return statements of the intake that the files contradict, one row per statement.

    Delivered without a file; said to open and does not; a named file that is not here; exports said to have
    been opened while some do not open; reports said to be exported and none is here.
    """
    rows, asked = [], requests(basis)
    for r in asked[asked["subject"].isin(list(_BY_SUPPORT))].itertuples():
        files = basis.files[basis.files["subject"] == _BY_SUPPORT[r.subject]]
        shut = files[files["state"] != OPENS]
        if r.state == "delivered" and files.empty:
            rows.append(
                ("support requests", f"{r.subject} were delivered", "no such file is here", r.source_row)
            )
        elif r.opens is True and len(shut):
            rows.append(
                ("support requests", f"{r.subject} open and are complete", _not_open(len(shut)), r.source_row)
            )
    for r in named_files_absent(basis).itertuples():
        rows.append(
            ("fee schedules", "a file with the rates is named", "no file of that name is here", r.source_row)
        )
    told, shut = basis.sheet("attestations"), basis.files[basis.files["state"] == "does not open"]
    opened = told[(told["item"] == "exports-opened") & told["holds"].fillna(False)]
    if len(shut):
        rows += [
            ("attestations", "every export has been opened", _not_open(len(shut)), n)
            for n in opened["source_row"]
        ]
    reports = basis.sheet("client reporting")
    if not (basis.holdings.files["folder"] == "reports").any():
        exported = reports[reports["exported"].fillna(False)]
        rows += [
            ("client reporting", "past reports are exported", "the folder reports is empty or absent", n)
            for n in exported["source_row"]
        ]
    return pd.DataFrame(rows, columns=["sheet", "statement", "files_say", "source_row"])


def _not_open(number: int) -> str:
    return counted(number, "file does not open", "files do not open")


@once
def attestations(basis: Basis) -> pd.DataFrame:
    """Return the agreements and checks with their answers, one row per item of the checklist.

    Agreements are due before the planned cutover, the checks of day zero on it, those of the closeout after the
    sixty days; without a planned day none has one.
    """
    items = load_checklist("day_zero").items
    told = basis.sheet("attestations").drop_duplicates("item").set_index("item")
    days = {"closeout": basis.rule("closeout-days")}
    rows = []
    for item in items:
        holds = told["holds"].get(item.code) if item.code in told.index else None
        due = None if basis.cutover is None else basis.cutover + pd.Timedelta(days=days.get(item.phase, 0))
        rows.append(
            {
                "item": item.code, "phase": item.phase, "text": item.text, "why": item.why, "who": item.who, "due": due,
                "answer": None if holds is None or pd.isna(holds) else "holds" if holds else "does not hold",
                "attested_on": told["attested_on"].get(item.code), "attested_by": told["attested_by"].get(item.code),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.assign(due=pd.to_datetime(frame["due"]), attested_on=pd.to_datetime(frame["attested_on"]))


_ATTESTATION = (
    text("phase", "When"),
    text("text", "What must hold"),
    text("answer", "Answer", "of the sheet attestations"),
    date("attested_on", "Attested"),
    date("due", "Due"),
    text("who", "Who usually answers"),
)
_BY = Column("attested_by", Kind.TEXT, "Attested by", "", Privacy.DESK)
_ROW = Column("source_row", Kind.COUNT, "Row", "row of the sheet, from 1", Privacy.DESK)


def _attest(basis: Basis) -> tuple:
    """Agreements are asked for from the start; the other checks once their day has come."""
    rows = attestations(basis)
    if basis.holdings.intake is None:
        return ()
    lacking = rows[(rows["answer"] != "holds") | rows["answer"].isna()]
    lacking = lacking[(lacking["phase"] == "before") | (lacking["due"] <= basis.today)]
    late = (lacking["due"] <= basis.today).any()
    wording = replace(ATTEST, severity=Severity.HIGH) if late else ATTEST
    due = basis.cutover.date() if basis.cutover is not None else None
    return finding("inv-not-attested", wording, lacking, _ATTESTATION, ["item"], due=due)


def _intake(basis: Basis) -> tuple:
    holdings = basis.holdings
    if holdings.intake is None:
        case = pd.DataFrame({"found": [holdings.intake_problem]})
        return finding(
            "inv-intake-absent", INTAKE_ABSENT, case, (text("found", "What was found"),), ["found"]
        )
    problems = holdings.intake.problems
    wrong = problems[problems["severity"] == Severity.HIGH.value]
    columns = (
        text("sheet", "Sheet"), text("column", "Column"), text("cell", "Cell"),
        text("found", "Found", privacy=Privacy.DESK), text("wanted", "Wanted"),
    )  # fmt: skip
    return finding("inv-intake-problem", INTAKE_CELLS, wrong, columns, ["sheet", "cell", "column", "found"])


def answer(basis: Basis) -> Answer:
    """Return the findings and tables of the checklists."""
    asked, hand = requests(basis), by_hand(basis)
    due = basis.cutover.date() if basis.cutover is not None else None
    contradiction = (
        text("sheet", "Sheet"),
        text("statement", "The intake says"),
        text("files_say", "The files say"),
        _ROW,
    )
    npi = (
        text("npi", "NPI"), text("role", "As"), count("times", "Times"),
        cents("paid_cents", "Paid"), date("last_paid", "Last paid"),
    )  # fmt: skip
    findings = (
        *_intake(basis),
        *finding("inv-npi-unlisted", NPI_UNLISTED, unlisted_npis(basis), npi, ["npi", "role"], "paid_cents"),
        *finding(
            "inv-intake-contradicted",
            CONTRADICTED,
            contradicted(basis),
            contradiction,
            ["sheet", "statement", "source_row"],
        ),
        *finding(
            "inv-support-not-asked",
            NOT_ASKED,
            not_asked(basis),
            (text("subject", "What"), text("pattern", "Pattern")),
            ["subject"],
            due=due,
        ),
        *_waiting(basis, asked[asked["state"] == "waiting"], due),
        *_by_hand_missing(basis, hand),
        *_attest(basis),
    )
    return Answer(findings, _tables(basis))


def _waiting(basis: Basis, waiting: pd.DataFrame, due) -> tuple:
    """Requests that wait matter the more the nearer the cutover: high within the lead that is planned for."""
    near = basis.cutover is not None and basis.cutover <= basis.today + pd.Timedelta(
        days=basis.rule("support-days")
    )
    wording = WAITING if near or basis.cutover is None else replace(WAITING, severity=Severity.MEDIUM)
    return finding(
        "inv-support-waiting",
        wording,
        waiting,
        (*_REQUEST, _ROW),
        ["subject", "asked_on", "source_row"],
        due=due,
    )


def _by_hand_missing(basis: Basis, hand: pd.DataFrame) -> tuple:
    """Without an intake everything is missing, which is one finding already."""
    lacking = hand[hand["state"] == MISSING] if basis.holdings.intake is not None else hand.head(0)
    return finding("inv-by-hand-missing", BY_HAND, lacking, STATUS_COLUMNS, ["code"])


def _tables(basis: Basis) -> tuple[tuple[str, Table], ...]:
    limit = basis.rule("open-claim-days")
    note = f"Rows with service in the last {limit} days count as open work until somebody says otherwise."
    item, way, why = STATUS_COLUMNS[0], WHY_COLUMNS[3], WHY_COLUMNS[2]
    exported = (WHY_COLUMNS[1], way, *STATUS_COLUMNS[1:5], why)
    agreed = (*_ATTESTATION, text("why", "Why it matters"), _BY)
    agreements = "Agreements before the cutover, and the checks of day zero"
    return (
        (
            "workstreams",
            table("The ten workstreams of the planning checklist", workstreams(basis), STATUS_COLUMNS, note),
        ),
        (
            "workstreams_why",
            table("What to inventory, and why", workstreams(basis), (item, *WHY_COLUMNS[1:4])),
        ),
        ("exports", table("What Office Ally exports", exports(basis), exported)),
        ("by_hand", table("What does not export at all", by_hand(basis), (*STATUS_COLUMNS, why))),
        ("requests", table("Requests to Office Ally's support", requests(basis), _REQUEST)),
        ("attestations", table(agreements, attestations(basis), agreed)),
    )
