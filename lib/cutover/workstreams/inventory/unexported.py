"""What a practice exports itself, what only a support request delivers, and what must be written down by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.columns import Privacy
from cutover.intake.handoff_workbook import OF_APPEALS, OF_PEOPLE
from cutover.reading.intake.office_words import NOT_ASKED, OF_CHARTS, note_says
from cutover.reading.practice import file_subject, papers
from cutover.reading.practice.appointment_lists import OFF
from cutover.reading.practice.visits import CANCELED, KEPT, NO_SHOW, UNKNOWN, load_visits, visits_too_early
from cutover.reference import load_checklist
from cutover.wording import and_joined, several
from cutover.workstreams import own_lists
from cutover.workstreams.answers import once
from cutover.workstreams.columns import count, date, text
from cutover.workstreams.findings import BILLER, OWNER
from cutover.workstreams.inventory.inputs import Inputs, span
from cutover.workstreams.inventory.must_move import (
    ELSEWHERE,
    IN_HAND,
    MISSING,
    OPEN,
    PARTLY,
    Status,
    held,
    status_rows,
)
from cutover.workstreams.inventory.patient_rows import NOUN, without_authorizations
from cutover.workstreams.inventory.unread_lists import NOT_READ, lies_unread
from cutover.workstreams.inventory.usage_pattern import (
    EHR,
    PM,
    other_system,
    parts_found,
    pattern,
    stated,
    uses_practice_mate,
)

_HANDED_OVER = ("open claims", "open appeals")  # sheets that the handoff's workbook takes the place of
UNASKED = "not asked"  # of a request that its note says nobody made
WITH_CANCELED = "canceled ones included"
BY_SUPPORT = {"appointments": file_subject.APPOINTMENTS, "charts": file_subject.CHARTS}


@once
def requests(inputs: Inputs) -> pd.DataFrame:
    """Return the support requests with the days they waited and what is in hand, one row per request.

    `days` runs from the day asked to the delivery, else to the report's date; null where no day is noted.
    A row whose note says that it was not asked yet, without day and ticket, is no request that waits.
    """
    rows = inputs.sheet("support requests")
    until = rows["delivered_on"].fillna(inputs.today)
    files = rows["subject"].map(lambda s: len(inputs.open_files(BY_SUPPORT[s])) if s in BY_SUPPORT else None)
    return rows.assign(
        days=(until - rows["asked_on"]).dt.days.astype("Int64"),
        files=files.astype("Int64"),
        state=_states(rows),
    )


def none_asked(inputs: Inputs) -> str:
    """Return why nobody can say that no request was made, though the intake has none: notes are not read for one.

    Empty where there is no note.
    """
    there = _notes(inputs)
    return f"none in the intake. A person must look for one in {there}: no report does" if there else ""


def _notes(inputs: Inputs, about: str = "") -> str:
    """The notes that no report reads, in words: their number by folder, with `about` those that speak of it.

    They lie in the practice's own folders and in those of papers beside the practices.
    """
    who, rows = inputs.holdings.practice, inputs.holdings.notes
    own = (rows[note_says(rows["text"], about)] if about else rows)["source_file"].nunique()
    there = [f"{several(own, *papers.NOTES)} in the practice's own folders"] if own else []
    return and_joined([*there, *papers.notes(who.home, who.client, about)])


def _states(rows: pd.DataFrame) -> pd.Series:
    """Delivered, waiting, or not asked: without day, ticket and delivery, and the note says so."""
    bare = rows[["asked_on", "delivered_on", "ticket"]].isna().all(axis=1)
    came = rows["delivered_on"].notna()
    states = pd.Series("waiting", rows.index, dtype="str").mask(came, "delivered")
    return states.mask(bare & note_says(rows["note"], NOT_ASKED), UNASKED)


REQUEST = (
    text("subject", "What"),
    text("state", "State"),
    date("asked_on", "Asked"),
    date("delivered_on", "Delivered"),
    text("ticket", "Ticket", "", Privacy.DESK),
    count("days", "Days waited"),
    count("files", "Files here"),
)


@once
def not_asked(inputs: Inputs) -> pd.DataFrame:
    """Return what only support delivers, is in use and was neither asked for nor is in hand, one row each.

    Appointments where patients are in Office Ally; charts where EHR 24/7 is in use by the pattern or the files
    and the intake does not say that charts are not used or stay behind a read-only login.
    """
    plan, rows = inputs.answered("charts_plan"), []
    ehr = pattern(inputs) == "EHR 24/7" or EHR in parts_found(inputs) or plan == "move"
    wanted = {
        "appointments": (
            uses_practice_mate(inputs) is True and (pattern(inputs) != "hybrid" or PM in parts_found(inputs))
        ),
        "charts": ehr and plan not in ("not used", "stay read-only"),
    }
    made = requests(inputs)
    asked = set(made.loc[made["state"].ne(UNASKED), "subject"].dropna())
    for subject, needed in wanted.items():
        if needed and subject not in asked and inputs.open_files(BY_SUPPORT[subject]).empty:
            rows.append({"subject": subject, "pattern": pattern(inputs)})
    return pd.DataFrame(rows, columns=["subject", "pattern"], dtype="str")


@once
def exports(inputs: Inputs) -> pd.DataFrame:
    """Return what Office Ally exports and what of it is in hand, one row per export."""
    found = {}
    for item in load_checklist("exports").items:
        is_of_patients = item.evidence == file_subject.PATIENTS
        status = held(inputs, item.evidence, noun=NOUN if is_of_patients else "rows", exported=True)
        if is_of_patients:
            rows, said = without_authorizations(inputs, status.rows, status.held)
            status = replace(status, rows=rows, held=said)
        applies = uses_practice_mate(inputs) is not False or item.code.startswith("ERA")
        if item.code == "charts" and not _may_have_charts(inputs):
            applies = False
        if status.state == MISSING and not applies:
            status = _not_in_use(inputs, item.code)
        if item.code == "appointments":
            status = _with_visits(inputs, _not_by_support(inputs, status))
        found[item.code] = replace(status, action=_step(inputs, item, status), owner=BILLER)
    return status_rows(load_checklist("exports").items, found)


def _not_in_use(inputs: Inputs, code: str) -> Status:
    """The status of what nothing shows to be in use; a question where notes that no report reads name charts."""
    if code == "charts" and (there := _notes(inputs, OF_CHARTS)):
        return Status(OPEN, missing=f"not known: {there} name charts, and no report reads them")
    return Status(ELSEWHERE)


def _not_by_support(inputs: Inputs, status: Status) -> Status:
    """The status of appointments on file while support has delivered none: they may be the practice's own list."""
    asked = requests(inputs)
    states = set(asked.loc[asked["subject"] == "appointments", "state"])
    if status.state != IN_HAND or "waiting" not in states or "delivered" in states:
        return status
    missing = "support has delivered nothing yet, so this may be the practice's own list"
    return replace(status, state=PARTLY, missing=missing)


def _with_visits(inputs: Inputs, status: Status) -> Status:
    """The status of appointments with all days of their lists and what became of the visits; later ones are asked of.

    Of other files a day after the report's date is an error. Here it is an appointment.
    """
    days, said = planned(inputs).index.get_level_values("day"), status.held
    if len(days):
        before, whole = span(status.first, status.last), span(days.min(), days.max())
        said = said.replace(before, whole) if before else f"{said}, {whole}"
        status = replace(status, first=days.min(), last=days.max())
    early = visits_too_early(load_visits(inputs.holdings.practice), inputs.today)
    return replace(
        status,
        held=", ".join(filter(None, [said, what_became(inputs), to_come(inputs)])),
        missing="; ".join(filter(None, [status.missing, early])),
    )


def _may_have_charts(inputs: Inputs) -> bool:
    """Whether charts may be in EHR 24/7: by the files or the intake, or where nothing tells where they are.

    Where the intake names another system, or invoices without a line for EHR 24/7 are on file, nothing asks for them.
    """
    plan = inputs.answered("charts_plan")
    shown = EHR in parts_found(inputs) or "EHR 24/7" in (pattern(inputs), stated(inputs))
    asked = inputs.sheet("support requests")["subject"].eq("charts").any()
    if shown or asked or plan in ("move", "stay read-only"):
        return True
    return not other_system(inputs) and inputs.open_files(file_subject.INVOICE).empty


@once
def what_became(inputs: Inputs) -> str:
    """Return how many visits of the practice's lists were kept or not, in words; "" where no list tells it."""
    counts = load_visits(inputs.holdings.practice)["state"].value_counts()
    kinds = ((KEPT, "kept"), (NO_SHOW, "no shows"), (CANCELED, "canceled"), (UNKNOWN, "not known"))
    shown = [f"{counts[kind]:,} {said}" for kind, said in kinds if counts.get(kind, 0)]
    return ", ".join(shown)


def to_come(inputs: Inputs) -> str:
    """Return how many appointments in hand are of a later day than the report's and not canceled, in words.

    Blocked time is none of them, nor is one that was missed. "" where nothing tells a day. Where a list does not tell
    which are canceled, that is said.
    """
    days = planned(inputs)
    if days.empty:
        return ""
    number, told = from_day_on(inputs, pd.Timestamp(inputs.today) + pd.Timedelta(days=1))
    after = f"{number:,} after {pd.Timestamp(inputs.today):%Y-%m-%d}"
    return f"{after}, {WITH_CANCELED}" if not told else f"{after} and not canceled"


def from_day_on(inputs: Inputs, day: pd.Timestamp) -> tuple[int, bool]:
    """Return how many appointments in hand are of a day or later, and whether each list tells which are canceled.

    Those that are known to be canceled or missed are not counted.
    """
    days, off = planned(inputs), canceled(inputs)
    files = set(days.index.get_level_values("source_file"))
    left = int(days[days.index.get_level_values("day") >= day].sum())
    gone = int(off[off.index.get_level_values("day") >= day].sum())
    return left - gone, files <= set(off.index.get_level_values("source_file"))


def planned(inputs: Inputs) -> pd.Series:
    """Return how many appointments in hand each file has of each day; empty where nothing tells a day."""
    days = _days(inputs)
    days = days[days["role"].ne(OFF)]
    return days.groupby(["source_file", "day"])["rows"].max()  # a table may have several columns of days


def canceled(inputs: Inputs) -> pd.Series:
    """Return how many appointments of each file and day were canceled or missed; no row of a file that tells none."""
    days = _days(inputs)
    return days[days["role"].eq(OFF)].groupby(["source_file", "day"])["rows"].sum()


def _days(inputs: Inputs) -> pd.DataFrame:
    files = inputs.open_files(file_subject.APPOINTMENTS)
    return inputs.holdings.days[inputs.holdings.days["source_file"].isin(files["source_file"])]


def _step(inputs: Inputs, item, status: Status) -> str:
    if status.state in (IN_HAND, ELSEWHERE):
        return ""
    if item.comes_from == "self-export":
        return "Export it, and open it once."
    asked = requests(inputs)
    waiting = asked[(asked["subject"] == item.code) & (asked["state"] == "waiting")]
    if len(waiting):
        days = waiting["days"].max()
        return (
            "Asked, no day noted."
            if pd.isna(days)
            else f"Asked {int(days):,} days ago; ask support for a date."
        )
    return "Ask support, or note that it is not used."


def noted(inputs: Inputs, sheet: str) -> int:
    """Return how many rows of a sheet people wrote: in the intake, and in workbooks of the handoff that came back.

    A row that came back counts where people filled a field of it; several copies of one row count once. So does each
    row of the client's own lists.
    """
    told = {
        "open claims": (inputs.returned.claims, OF_PEOPLE),
        "open appeals": (inputs.returned.appeals, OF_APPEALS),
    }
    back, fields = told.get(sheet, (pd.DataFrame(), ()))
    written = back[back[list(fields)].notna().any(axis=1)] if len(back) else back
    names = [name for name in ("case", "payer", "claim_number", "reference") if name in written]
    own = {"open claims": own_lists.as_notes, "open appeals": own_lists.as_appeals}.get(sheet)
    listed = 0 if own is None else len(own(inputs.returned.lists))
    return len(inputs.sheet(sheet)) + len(written.drop_duplicates(names)) + listed


@once
def by_hand(inputs: Inputs) -> pd.DataFrame:
    """Return what no export carries and what people wrote down of it, one row per item."""
    found = {item.code: _written(inputs, item) for item in load_checklist("by_hand").items}
    return status_rows(load_checklist("by_hand").items, found)


def _written(inputs: Inputs, item) -> Status:
    sheet, _, question = item.evidence.partition(": ")
    action = f"Write it down in the sheet '{sheet}' of the intake."
    if sheet in _HANDED_OVER:
        action = (
            "Fill in the workbook of the report Open claims handed over, and put the copy into 'handoff'."
        )
    if question:
        said = inputs.answered(question)
        if (
            question == "charts_plan"
            and said is None
            and EHR not in parts_found(inputs)
            and stated(inputs) != "EHR 24/7"
        ):
            return Status(OPEN, missing="whether EHR 24/7 is used is not stated", action=action, owner=OWNER)
        answer = f"{said:,} counted" if isinstance(said, int) else str(said)
        return (
            Status(IN_HAND, answer)
            if said is not None
            else Status(MISSING, missing="no answer", action=action, owner=item.who)
        )
    rows = noted(inputs, sheet)
    if rows:
        return Status(IN_HAND, several(rows, "row", "rows"), rows=rows)
    if unread := lies_unread(inputs, item.code):
        return Status(NOT_READ, missing=unread, action=action, owner=item.who)
    return Status(MISSING, missing="nothing is written down", action=action, owner=item.who)
