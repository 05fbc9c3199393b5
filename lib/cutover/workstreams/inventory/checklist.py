"""The guide's planning checklist, what exports and what does not, support requests, and the attestations."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.checklists import load_checklist
from cutover.columns import Column, Kind, Privacy
from cutover.reading.practice.tables import OPENS
from cutover.result import Severity, Table
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.findings import BILLER, CONSULTANT, Wording, finding, table
from cutover.workstreams.inventory.inputs import Basis, counted
from cutover.workstreams.inventory.must_move import (
    MISSING,
    STATUS_COLUMNS,
    WHY_COLUMNS,
    named_files_absent,
    unlisted_npis,
)
from cutover.workstreams.inventory.planning import workstreams
from cutover.workstreams.inventory.unexported import (
    BY_SUPPORT,
    REQUEST,
    by_hand,
    exports,
    not_asked,
    requests,
)
from cutover.workstreams.remittances import Answer, once

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
def contradicted(basis: Basis) -> pd.DataFrame:
    """Return statements of the intake that the files contradict, one row per statement.

    Delivered without a file; said to open and does not; a named file that is not here; exports said to have
    been opened while some do not open; reports said to be exported and none is here.
    """
    rows, asked = [], requests(basis)
    for r in asked[asked["subject"].isin(list(BY_SUPPORT))].itertuples():
        files = basis.files[basis.files["subject"] == BY_SUPPORT[r.subject]]
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
        (*REQUEST, _ROW),
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
        ("requests", table("Requests to Office Ally's support", requests(basis), REQUEST)),
        ("attestations", table(agreements, attestations(basis), agreed)),
    )
