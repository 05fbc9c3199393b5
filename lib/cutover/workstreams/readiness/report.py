"""Cutover readiness: may this practice move on this day?

The state of each gate is in `gates`, what data shows of it in `evidence`, what people say in `attestations`.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform, empty, framed
from cutover.reading.intake.returned import RETURNED_FILES, RETURNED_TITLE
from cutover.result import Result, Table
from cutover.workstreams import (
    absences,
    dated_notes,
    own_lists,
    unposted,
    unread_cells,
    unread_files,
    whose_rows,
)
from cutover.workstreams.answers import signed
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.enrollment.report import BY_PAYER, by_payer
from cutover.workstreams.findings import table
from cutover.workstreams.provider_gaps import without_taxonomy
from cutover.workstreams.readiness import findings as readiness_findings
from cutover.workstreams.readiness.attestations import printed
from cutover.workstreams.readiness.gates import GATES, STATES, gates
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.patients import ABSENT, MISSING, SEARCHED, read_back
from cutover.workstreams.readiness.providers import PROVIDERS, providers
from cutover.workstreams.readiness.rules import LATER
from cutover.workstreams.readiness.steps import STEPS, steps
from cutover.workstreams.readiness.users import USERS, users
from cutover.workstreams.readiness.verdict import figures, state, verdict

TITLE = "Cutover readiness"
NAMED = (text("name", "Gate"), *(c for c in GATES if c.name != "item"))
PAGE = (text("box", "Done"), text("statement", "What must hold"), text("state", "State now"), text("who", "Who"),
        text("time", "Time"))  # fmt: skip
CHANGES = (
    text("statement", "What must hold"),
    text("was", "When printed"),
    text("now", "Now"),
    date("on", "Printed on"),
)
RECEIVED = (text("kind", "Receipt"), text("state", "State"), count("number", "Number"), text("codes", "Codes"),
            date("last_on", "Last on"))  # fmt: skip
ARRIVED = (text("what", "What"), count("patients", "Number"))
STANDING = (text("state", "State"), count("gates", "Gates"))
LIMITS = (
    "A gate is open until data or a person shows that it holds. Silence never counts as a yes.",
    "What Medi shows on its screens is not in any file. Whether records can be searched is judged from its export.",
    "A provider has arrived where a claim, receipt, ERA or patient export of Medi names the NPI. Other providers are "
    "attested.",
    "Whether users have logged in, and what they may see, is known from the intake alone.",
    "A report of an earlier day uses what the files date up to that day. What has no date is taken from the files as "
    "they are now: accounts in Medi, patient exports, rules and fees set up, undated enrollments.",
    "Days until a gate can be shown are assumptions. For enrollment alone they come from its own report.",
)


def assess(inputs: Inputs) -> Result:
    """Return whether a practice may move on its planned date, gate by gate.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    made = Result(
        title=TITLE,
        verdict=unread_files.told(verdict(inputs), inputs.files),
        figures=figures(inputs),
        findings=whose_rows.with_findings(
            unread_files.with_findings(readiness_findings.made(inputs), inputs.files), inputs.not_own
        ),
        tables=_tables(inputs),
        limits=(
            *LIMITS,
            *unread_files.limits(inputs.files),
            *whose_rows.limits(inputs.not_own),
            *inputs.notes,
        ),
        sources=(inputs.rules.source, inputs.plan.inputs.rules.source),
    )
    made = absences.told(made, "readiness", {
        "patient export of both systems": _is_compared(inputs),
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "readiness"))
    return signed(told, "readiness", state(inputs))


def period(inputs: Inputs) -> str:
    """Return the days around the cutover that are looked at: from the first step to the report or the cutover."""
    if inputs.cutover is None:
        return ""
    first = steps(inputs)["due_on"].min()
    return f"{first:%Y-%m-%d} to {max(inputs.cutover, inputs.as_of)}"


def _is_compared(inputs: Inputs) -> bool:
    """Whether patients of both systems were read."""
    if not (inputs.here.is_there and inputs.there.is_there):
        return False
    return len(inputs.imported.patients) > 0 and len(inputs.arrived.patients) > 0


def _tables(inputs: Inputs) -> dict[str, Table]:
    back = read_back(inputs)
    return {
        "gates": table("Every gate and its state", _by_name(inputs), NAMED, "data decides where it can"),
        "standing": table("Gates by their state", _standing(inputs), STANDING, "without what is due after the cutover"),
        "changes": table("What has changed since the sheet was printed", _changes(inputs), CHANGES),
        "steps": table("The calendar back from the cutover", steps(inputs), STEPS,
                       "days before the cutover are assumptions where the guide names none"),
        "patients": table("Patients: the import compared with Medi", _arrived(back), ARRIVED),
        "absent": table("Patients of the practice's export who are not in Medi",
                        empty(ABSENT) if back is None else back.absent, ABSENT,
                        "inactive ones and those set aside included"),
        **_of_tests(back),
        "providers": table("Providers: the intake compared with Medi's files", providers(inputs), PROVIDERS,
                           _without_taxonomy(inputs)),
        "searched": table("Found as a biller searches", empty(SEARCHED) if back is None else back.searched, SEARCHED,
                          "not known where an export has no column of it"),
        "users": table("Who may see what", users(inputs), USERS, "contractors last"),
        "receipts": table("Receipts of claims sent through Medi", _received(inputs), RECEIVED),
        "enrolled": table("Enrolled payers and open gaps", by_payer(inputs.plan), BY_PAYER,
                          "the list that gate 8 asks for"),
        "notes": dated_notes.payer_notes(inputs.practice, inputs.plan.standing["payer"]),
        "decisions": dated_notes.decisions(inputs.practice, inputs.last_day),
        "unposted": unposted.shown(inputs.unposted),
        "page": table("The page of the day", _page(inputs), PAGE, "tick, sign and note the time"),
        **own_lists.shown(inputs.returned, inputs.today),
        "returned": table(RETURNED_TITLE, inputs.returned.files, RETURNED_FILES),
    }  # fmt: skip


def _without_taxonomy(inputs: Inputs) -> str:
    """How many providers of the intake lack a taxonomy code, in words; their names are in the workbook alone."""
    said = without_taxonomy(inputs.intake.tables["providers"])
    return (
        f"{said} without a taxonomy code in the intake, by name in the consultant's workbook" if said else ""
    )


def _standing(inputs: Inputs) -> pd.DataFrame:
    """How many gates are in each state, in the order of STATES; a state without a gate has no row."""
    rows = gates(inputs)
    counted = rows.loc[rows["hold"] != LATER, "state"].value_counts()
    return framed([(state, int(counted[state])) for state in STATES if state in counted], STANDING)


def _by_name(inputs: Inputs) -> pd.DataFrame:
    """The gates under the short names by which the verdict calls them."""
    rows, names = gates(inputs), {gate.code: gate.name for gate in inputs.rules.gate}
    return conform(rows.assign(name=rows["item"].map(names))[[c.name for c in NAMED]], NAMED)


def _changes(inputs: Inputs) -> pd.DataFrame:
    on, before = printed(inputs)
    rows = gates(inputs)
    was = rows["item"].map(before)
    told = rows.assign(was=was, now=rows["state"], on=pd.NaT if on is None else pd.Timestamp(on))
    changed = told[was.notna() & (was != rows["state"])]
    return conform(changed[[c.name for c in CHANGES]].reset_index(drop=True), CHANGES)


def _of_tests(back) -> dict[str, Table]:
    """The test records of Medi's export; no table where none is known."""
    if back is None or back.tests.empty:
        return {}
    note = "each is compared with nobody"
    return {"tests": table("Test records in Medi's export", back.tests, MISSING, note)}


def _arrived(back) -> pd.DataFrame:
    if back is None:
        return empty(ARRIVED)
    rows = [("on both sides", back.compared), ("of the import, not in Medi", len(back.missing)),
            ("inactive by the practice's export, not in Medi", int((~back.inactive["dead"]).sum())),
            ("second charts of a person who arrived as one", len(back.twice)),
            ("further rows in Medi alone of a person who arrived", len(back.again)),
            ("set aside on one side", len(back.aside)),
            ("in Medi alone", len(back.extra)), ("fields that differ", len(back.changed))]  # fmt: skip
    if dead := int(back.inactive["dead"].sum()):
        rows.insert(3, ("deceased by the practice's export, not in Medi", dead))
    if further := len(back.absent) - len(back.missing) - len(back.inactive):
        rows.insert(3, ("set aside in the import, not in Medi", further))
    if len(back.twice):  # who is told as one person has two charts, and Medi lacks one of them
        place = [label for label, _ in rows].index("set aside on one side")
        rows.insert(place, ("charts of the export, not in Medi", len(back.absent) + len(back.twice)))
    if len(back.doubled):
        rows.insert(1, ("of them further rows in Medi of a person who arrived", len(back.doubled)))
    rows += _by_field(back.changed)
    if len(back.tests):
        rows.append(("test records in Medi's export, compared with nobody", len(back.tests)))
    if back.respelled:
        rows.append(("the same payer or ZIP in other writing: no difference", back.respelled))
    if back.uncompared:
        rows.append((f"fields not compared, since one export has no column of them: {', '.join(back.uncompared)}",
                     len(back.uncompared)))  # fmt: skip
    return pd.DataFrame(rows, columns=[c.name for c in ARRIVED])


def _by_field(changed: pd.DataFrame) -> list[tuple[str, int]]:
    """How many patients differ in each field, those with something on both sides apart from a blank on one side."""
    sides = changed[["was", "now"]].astype("str")
    blank = (sides.isna() | sides.eq("")).any(axis=1)
    told: list[tuple[str, int]] = []
    for field, is_blank in blank.groupby(changed["field"], sort=False):
        numbers = (
            ("filled on both sides", int((~is_blank).sum())),
            ("blank on one side", int(is_blank.sum())),
        )
        told += [(f"of them {field}, {where}", number) for where, number in numbers if number]
    return told


def _received(inputs: Inputs) -> pd.DataFrame:
    parts = [("277CA", inputs.receipts.claims), ("999", inputs.receipts.files)]
    rows = [
        {"kind": kind, "state": state, "number": len(own), "last_on": own["answered_on"].max(),
         "codes": " ".join(dict.fromkeys(" ".join(own["codes"].dropna()).split())) or None}
        for kind, frame in parts for state, own in frame.groupby("state")
    ]  # fmt: skip
    return framed(rows, RECEIVED)


def _page(inputs: Inputs) -> pd.DataFrame:
    rows = gates(inputs)
    blank = "_" * 14
    return rows.assign(box="\u2610", who=blank, time="__:__")[[c.name for c in PAGE]]
