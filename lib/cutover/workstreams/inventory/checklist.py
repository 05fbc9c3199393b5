"""The guide's planning checklist, what exports and what does not, support requests, and the attestations."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.intake.sheets import PRACTICE
from cutover.money import dollars
from cutover.reading.claims.claims import load_claims
from cutover.reading.practice.tables import OPENS
from cutover.reference import load_checklist
from cutover.result import Severity, Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.attested import Word, last_words
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.findings import finding, table
from cutover.workstreams.inventory.inputs import Inputs
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
    none_asked,
    not_asked,
    requests,
)

_DELIVERED = PRACTICE.field("support_delivered_on").header
HOLDS, UNSIGNED = "holds", "not signed with name and day"


@once
def contradicted(inputs: Inputs) -> pd.DataFrame:
    """Return statements of the intake that the files contradict, one row per statement.

    Delivered without a file; said to open and does not; a named file that is not here; exports said to have
    been opened while some do not open; reports said to be exported and none is here; a provider who had left by the
    service of claims that name them as rendering.
    """
    rows, asked = [], requests(inputs)
    for r in asked[asked["subject"].isin(list(BY_SUPPORT))].itertuples():
        files = inputs.files[inputs.files["subject"] == BY_SUPPORT[r.subject]]
        shut = files[files["state"] != OPENS]
        if r.state == "delivered" and files.empty:
            rows.append(
                ("support requests", f"{r.subject} were delivered", "no such file is here", r.source_row)
            )
        elif r.opens is True and len(shut):
            rows.append(
                ("support requests", f"{r.subject} open and are complete", _not_open(len(shut)), r.source_row)
            )
    for r in named_files_absent(inputs).itertuples():
        rows.append(
            ("fee schedules", "a file with the rates is named", "no file of that name is here", r.source_row)
        )
    told, shut = inputs.sheet("attestations"), inputs.files[inputs.files["state"] == "does not open"]
    opened = told[(told["item"] == "exports-opened") & told["holds"].fillna(False)]
    if len(shut):
        rows += [
            ("attestations", "every export has been opened", _not_open(len(shut)), n)
            for n in opened["source_row"]
        ]
    reports = inputs.sheet("client reporting")
    if not (inputs.holdings.files["folder"] == "reports").any():
        exported = reports[reports["exported"].fillna(False)]
        rows += [
            ("client reporting", "past reports are exported", "the folder reports is empty or absent", n)
            for n in exported["source_row"]
        ]
    rows += _after_the_last_day(inputs)
    rows += _of_support(inputs)
    told = pd.DataFrame(rows, columns=["sheet", "statement", "files_say", "source_row"])
    named = inputs.sheet("fee schedules").set_index("source_row")
    words = (named["payer"].fillna("") + ": " + named["file"].fillna("")).str.strip(": ")
    return told.assign(
        named=told["source_row"].map(words.to_dict()).where(told["sheet"].eq("fee schedules")).astype("str")
    )


def _of_support(inputs: Inputs) -> list[tuple]:
    """The answer that support has delivered nothing, where the sheet of its requests says otherwise."""
    if inputs.holdings.intake is None:
        return []
    wrong = inputs.holdings.intake.problems
    wrong = wrong[wrong["sheet"].eq(PRACTICE.name) & wrong["column"].eq(_DELIVERED)]
    wrong = wrong[wrong["found"].str.startswith("No, and ")]
    return [
        (PRACTICE.name, "support has delivered nothing", found.removeprefix("No, and "), row)
        for found, row in zip(wrong["found"], wrong["source_row"], strict=True)
    ]


def _after_the_last_day(inputs: Inputs) -> list[tuple[str, str, str, object]]:
    """Providers whose last day lies before the service of claims that name them as rendering."""
    providers = inputs.sheet("providers").dropna(subset=["npi"])
    rows = providers.groupby("npi").agg(
        last=("ends_on", "max"),
        stays=("ends_on", lambda days: days.isna().any()),
        row=("source_row", "first"),
    )
    over = rows[~rows["stays"].astype(bool)]
    if over.empty:
        return []
    claims = load_claims(inputs.holdings.practice, inputs.holdings.era).history
    late = claims[claims["service_from"] > claims["rendering_npi"].map(over["last"])]
    return [
        (
            "providers",
            f"a provider works until {over['last'][npi]:%Y-%m-%d}",
            _claims_after(own),
            over["row"][npi],
        )
        for npi, own in late.groupby("rendering_npi")
    ]


def _claims_after(claims: pd.DataFrame) -> str:
    charged = claims["charge_cents"].dropna()
    money = f", {dollars(int(charged.sum()))} charged" if len(charged) else ""
    number = several(len(claims), "claim of later service names", "claims of later service name")
    return f"{number} them as rendering{money}"


def _not_open(number: int) -> str:
    return several(number, "file does not open", "files do not open")


@once
def attestations(inputs: Inputs) -> pd.DataFrame:
    """Return the agreements and checks with their answers, one row per item of the checklist.

    The answer is the last word of the intake and of the sheets of the day that came back, as in the report on
    readiness; without name and day it is not signed. Agreements are due before the planned cutover, the checks of day
    zero on it, those of the closeout after it; without a planned day none has one.
    """
    said = last_words(_sheets(inputs), inputs.returned, inputs.today)
    days = {"closeout": inputs.closeout_days}
    rows = []
    for item in load_checklist("day_zero").items:
        word = said.get(item.code, Word())
        due = None if inputs.cutover is None else inputs.cutover + pd.Timedelta(days=days.get(item.phase, 0))
        rows.append({"item": item.code, "phase": item.phase, "text": item.text, "who": item.who, "due": due,
                     "answer": _answer(word), "attested_on": word.on})  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.assign(due=pd.to_datetime(frame["due"]), attested_on=pd.to_datetime(frame["attested_on"]))


def _sheets(inputs: Inputs) -> dict[str, pd.DataFrame]:
    return {name: inputs.sheet(name) for name in ("attestations", "contacts", "users")}


def _answer(word: Word) -> str | None:
    if word.holds is None:
        return None
    if not word.counts:
        return UNSIGNED
    return HOLDS if word.holds else "does not hold"


_ATTESTATION = (
    text("phase", "When"),
    text("text", "What must hold"),
    text("answer", "Answer", "of the sheet attestations, or of the sheet of the day"),
    date("attested_on", "Attested"),
    date("due", "Due"),
    text("who", "Who usually answers"),
)
_BY_PHASE = (
    text("phase", "When"), count("items", "Items"), count("attested", "Attested as holding"),
    count("left", "Not yet"), date("due", "Due"),
)  # fmt: skip
_ROW = Column("source_row", Kind.COUNT, "Row", "row of the sheet, from 1", Privacy.DESK)


def _by_phase(inputs: Inputs) -> pd.DataFrame:
    """How many items of each phase are attested: the items themselves stand in the report on readiness."""
    rows = attestations(inputs)
    told = rows.assign(held=rows["answer"].eq(HOLDS).fillna(False).astype("int64"))
    sums = told.groupby("phase", sort=False, as_index=False).agg(
        items=("item", "size"), attested=("held", "sum"), due=("due", "max")
    )
    return sums.assign(left=sums["items"] - sums["attested"])


def _attest(inputs: Inputs) -> tuple:
    """Agreements are asked for from the start; the other checks once their day has come."""
    rows = attestations(inputs)
    if inputs.holdings.intake is None:
        return ()
    lacking = rows[(rows["answer"] != HOLDS) | rows["answer"].isna()]
    lacking = lacking[(lacking["phase"] == "before") | (lacking["due"] <= inputs.today)]
    late = bool((lacking["due"] <= inputs.today).any())
    due = inputs.cutover.date() if inputs.cutover is not None else None
    return finding("inv-not-attested", lacking, _ATTESTATION, ["item"], due=due, otherwise=late)


def _intake(inputs: Inputs) -> tuple:
    holdings = inputs.holdings
    if holdings.intake is None:
        case = pd.DataFrame({"found": [holdings.intake_problem]})
        return finding("inv-intake-absent", case, (text("found", "What was found"),), ["found"])
    problems = holdings.intake.problems
    wrong = problems[problems["severity"] == Severity.HIGH.value]
    columns = (
        text("sheet", "Sheet"), text("column", "Column"), text("cell", "Cell"),
        text("found", "Found", privacy=Privacy.DESK), text("wanted", "Wanted"),
    )  # fmt: skip
    return finding("inv-intake-problem", wrong, columns, ["sheet", "cell", "column", "found"])


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and tables of the checklists."""
    asked, hand = requests(inputs), by_hand(inputs)
    due = inputs.cutover.date() if inputs.cutover is not None else None
    contradiction = (
        text("sheet", "Sheet"),
        text("statement", "The intake says"),
        text("files_say", "The files say"),
        text("named", "What the row names", "payer and file", Privacy.DESK),
        _ROW,
    )
    npi = (
        text("npi", "NPI"), text("role", "As"), count("times", "Times"),
        cents("paid_cents", "Paid"), date("last_paid", "Last paid"),
    )  # fmt: skip
    findings = (
        *_intake(inputs),
        *finding("inv-npi-unlisted", unlisted_npis(inputs), npi, ["npi", "role"], "paid_cents"),
        *finding(
            "inv-intake-contradicted",
            contradicted(inputs),
            contradiction,
            ["sheet", "statement", "source_row"],
        ),
        *finding(
            "inv-support-not-asked",
            not_asked(inputs),
            (text("subject", "What"), text("pattern", "Pattern")),
            ["subject"],
            due=due,
        ),
        *_waiting(inputs, asked[asked["state"] == "waiting"], due),
        *_by_hand_missing(inputs, hand),
        *_attest(inputs),
    )
    return Answer(findings, _tables(inputs))


def _waiting(inputs: Inputs, waiting: pd.DataFrame, due) -> tuple:
    """Requests that wait matter the more the nearer the cutover: high within the lead that is planned for."""
    near = inputs.cutover is not None and inputs.cutover <= inputs.today + pd.Timedelta(
        days=inputs.rule("support-days")
    )
    return finding(
        "inv-support-waiting",
        waiting,
        (*REQUEST, _ROW),
        ["subject", "asked_on", "source_row"],
        due=due,
        otherwise=not near and inputs.cutover is not None,
    )


def _by_hand_missing(inputs: Inputs, hand: pd.DataFrame) -> tuple:
    """Without an intake everything is missing, which is one finding already."""
    lacking = hand[hand["state"] == MISSING] if inputs.holdings.intake is not None else hand.head(0)
    return finding("inv-by-hand-missing", lacking, STATUS_COLUMNS, ["code"])


def _tables(inputs: Inputs) -> tuple[tuple[str, Table], ...]:
    note = "Which claims are open, and who works each, is in the report Open claims handed over."
    item, way, why = STATUS_COLUMNS[0], WHY_COLUMNS[3], WHY_COLUMNS[2]
    exported = (WHY_COLUMNS[1], way, *STATUS_COLUMNS[1:5], why)
    agreements = "Agreements before the cutover, and the checks of day zero"
    asked = requests(inputs)
    absent = "" if len(asked) else none_asked(inputs)
    there = "Each item, and what the files show of it, is in the report Cutover readiness."
    return (
        (
            "workstreams",
            table("The ten workstreams of the planning checklist", workstreams(inputs), STATUS_COLUMNS, note),
        ),
        (
            "workstreams_why",
            table("What to inventory, and why", workstreams(inputs), (item, *WHY_COLUMNS[1:4])),
        ),
        ("exports", table("What Office Ally exports", exports(inputs), exported)),
        ("by_hand", table("What does not export at all", by_hand(inputs), (*STATUS_COLUMNS, why))),
        ("requests", table("Requests to Office Ally's support", asked, REQUEST, "", absent)),
        ("attestations", table(agreements, _by_phase(inputs), _BY_PHASE, there)),
    )
