"""How a practice uses Office Ally, computed from its files and held against what its intake says."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from cutover.columns import Column, Kind
from cutover.reading.practice import file_subject
from cutover.reference import code_list
from cutover.result import Table
from cutover.wording import and_joined, several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import count, text
from cutover.workstreams.findings import finding, table
from cutover.workstreams.inventory import claim_rows
from cutover.workstreams.inventory.inputs import Inputs
from cutover.workstreams.inventory.patient_rows import authorization_rows
from cutover.workstreams.inventory.rows_read import rows_of

UPLOADS, PM, EHR = "uploads", "pm", "ehr"
PARTS = {
    UPLOADS: "claims that another system uploads to Service Center",
    PM: "Practice Mate",
    EHR: "EHR 24/7",
}
_PM_LINES = "invoice lines for Practice Mate"
_SUMMARIES, _UPLOADS = "file summaries", "uploaded claims and their receipts (837, 999, 997)"
NOT_SAID = ("unknown", None)

_SIGNALS = (
    text("signal", "What was looked for"),
    text("points_to", "Points to"),
    text("outcome", "Outcome", "for, against, not there"),
    count("files", "Files"),
    text("found", "What is there"),
)


@dataclass(frozen=True)
class Signal:
    """One thing that tells how Office Ally is used: what it points to and what was found of it."""

    name: str
    part: str
    files: int
    found: str
    decides: bool = True  # false: it fits more than one pattern, or is a statement of the intake


@once
def signals(inputs: Inputs) -> tuple[Signal, ...]:
    """Return what was looked for in the files and the intake, found or not.

    File summaries alone decide nothing: Office Ally may write them for claims of Practice Mate, too. Nor does a
    patient export decide where the intake names another system, which may have made it. Claims and postings are in
    the ledger of any system: they do not decide against an intake that says clearinghouse-only.
    """
    other = other_system(inputs)
    may_be = f"; it may come from {other}" if other else ""
    elsewhere = stated(inputs) == "clearinghouse-only"
    ledger = may_be or ("; it may come from the system that the practice bills in" if elsewhere else "")
    return (
        _patients(inputs, may_be, decides=not other),
        _files(
            inputs,
            "claim history and posted payments",
            PM,
            (file_subject.CLAIMS, file_subject.POSTINGS),
            ledger,
            not other and not elsewhere,
        ),
        _files(inputs, "appointments", PM, (file_subject.APPOINTMENTS,), may_be, decides=not other),
        _files(inputs, "clinical charts", EHR, (file_subject.CHARTS,), may_be, decides=not other),
        _lines(inputs, _PM_LINES, PM, "Practice Mate"),
        _lines(inputs, "invoice lines for EHR 24/7", EHR, "EHR 24/7"),
        _files(
            inputs,
            _UPLOADS,
            UPLOADS,
            (file_subject.SUBMITTED, file_subject.RECEIPT),
        ),
        _files(inputs, _SUMMARIES, UPLOADS, (file_subject.SUMMARY,), decides=False),
        *_said(inputs),
    )


def other_system(inputs: Inputs) -> str:
    """Return the other PM or EHR that the intake names, "" where it names none."""
    said = str(inputs.answered("other_system") or "").strip()
    return "" if said.casefold() in ("none", "no", "n/a", "unknown") else said


def sends_by_intake(inputs: Inputs) -> bool:
    """Tell whether the intake names a system that sends claims to Office Ally."""
    return bool(inputs.sheet("connections")["direction"].eq("claims to Office Ally").any())


def _files(
    inputs: Inputs, name: str, part: str, about: tuple[str, ...], more: str = "", decides: bool = True
) -> Signal:
    """A signal of files in their own folders; receipts among ERAs tell nothing of uploads, nor do Medi's files."""
    files = inputs.open_files(*about)
    files = files[(files["folder"] != "era") & ~files["folder"].str.startswith("medi_", na=False)]
    counted = rows_of(inputs, files)
    rows = claim_rows.held_once(inputs, int(counted.sum()) if counted.notna().any() else None, *about)
    said = several(len(files), "file", "files") + (
        f" with {several(rows, 'row', 'rows')}" if rows is not None else ""
    )
    return Signal(name, part, len(files), said + more if len(files) else "", decides)


def _patients(inputs: Inputs, more: str, decides: bool) -> Signal:
    """The signal of patient exports; lists of authorizations are told apart."""
    told = _files(inputs, "patient exports", PM, (file_subject.PATIENTS,), decides=decides)
    number = authorization_rows(inputs)
    rows = rows_of(inputs, inputs.from_office_ally(file_subject.PATIENTS)).sum()
    said = several(int(rows), "row")
    if 0 < number < rows and said in told.found:
        left = several(int(rows) - number, "row of patients", "rows of patients")
        told = replace(told, found=told.found.replace(said, f"{left} and {number:,} of authorizations", 1))
    return replace(told, found=told.found + more) if told.found else told


def _lines(inputs: Inputs, name: str, part: str, term: str) -> Signal:
    held = inputs.holdings.mentions.merge(inputs.files[["source_file", "subject"]], on="source_file")
    held = held[(held["term"] == term) & (held["subject"] == file_subject.INVOICE)]
    lines = int(held["rows"].sum()) if len(held) else 0
    return Signal(name, part, len(held), several(lines, "line", "lines") if lines else "")


def _said(inputs: Inputs) -> list[Signal]:
    """What the intake says besides the pattern itself; shown, never deciding."""
    rules, links = inputs.sheet("scrub rules"), inputs.sheet("connections")
    in_pm = int((rules["configured_in"] == "Practice Mate").sum())
    pushed = int((links["direction"] == "claims to Office Ally").sum())
    charts = str(inputs.answered("charts_plan") or "")
    other = other_system(inputs)
    return [
        Signal(
            "intake: scrub rules set up in Practice Mate", PM, 0, f"{in_pm:,} rules" if in_pm else "", False
        ),
        Signal(
            "intake: systems that send claims to Office Ally",
            UPLOADS,
            0,
            f"{pushed:,} named" if pushed else "",
            False,
        ),
        Signal("intake: another PM or EHR", UPLOADS, 0, other, False),
        Signal(
            "intake: plan for EHR 24/7 charts",
            EHR,
            0,
            charts if charts in ("move", "stay read-only") else "",
            False,
        ),
    ]


@once
def parts_found(inputs: Inputs) -> frozenset[str]:
    """Return the parts of Office Ally that the files show in use."""
    return frozenset(s.part for s in signals(inputs) if s.files and s.decides)


@once
def computed(inputs: Inputs) -> str:
    """Return the pattern that the files show, "unknown" where they fit every one."""
    found = parts_found(inputs)
    if UPLOADS in found and found & {PM, EHR}:
        return "hybrid"
    if EHR in found:
        return "EHR 24/7"
    if PM in found:
        return "Practice Mate"
    return "clearinghouse-only" if UPLOADS in found else "unknown"


def stated(inputs: Inputs) -> str | None:
    """Return the pattern that the intake states, None where it states none."""
    said = inputs.answered("usage")
    return None if said in NOT_SAID else str(said)


@once
def contradictions(inputs: Inputs) -> pd.DataFrame:
    """Return the parts in use that the stated pattern does not have, one row per part."""
    said = stated(inputs)
    surplus = parts_found(inputs) - _parts(inputs, said) if said else frozenset()
    rows = [
        {
            "part": PARTS[part],
            "stated": said,
            "found": and_joined(
                [f"{s.name}: {s.found}" for s in signals(inputs) if s.part == part and s.files and s.decides]
            ),
        }
        for part in PARTS
        if part in surplus
    ]
    rows += [
        {"part": PARTS[UPLOADS], "stated": said, "found": words}
        for words in [in_another_system(inputs)]
        if words
    ]
    return pd.DataFrame(rows, columns=["part", "stated", "found"], dtype="str").drop_duplicates("part")


@once
def in_another_system(inputs: Inputs) -> str:
    """Return what says that the practice bills in the other system that its intake names, "" where nothing does.

    That is where the intake states Practice Mate all the same, what it uploads is on file, and no invoice has a line
    for Practice Mate.
    """
    other, found = other_system(inputs), {one.name: one for one in signals(inputs)}
    sent = [found[name] for name in (_SUMMARIES, _UPLOADS) if found[name].files]
    if stated(inputs) != "Practice Mate" or not other or not sent or found[_PM_LINES].files:
        return ""
    invoices = len(inputs.open_files(file_subject.INVOICE))
    bills = f"no line for Practice Mate on {several(invoices, 'invoice')}" if invoices else ""
    named = [f"the intake names {other}", *(f"{one.name}: {one.found}" for one in sent), bills]
    return and_joined([words for words in named if words])


@once
def not_shown(inputs: Inputs) -> pd.DataFrame:
    """Return the parts that a stated hybrid has and no file shows, one row at most, with what speaks against them.

    Claims that another system uploads are on file then, and either the intake names that system or invoices without a
    line for either part are on file: before anything was exported files show uploads alone, too.
    """
    other, found = other_system(inputs), {one.name: one for one in signals(inputs)}
    invoices = len(inputs.open_files(file_subject.INVOICE))
    shown = (
        stated(inputs) == "hybrid" and computed(inputs) == "clearinghouse-only" and bool(other or invoices)
    )
    bills = f"no line for Practice Mate or EHR 24/7 on {several(invoices, 'invoice')}" if invoices else ""
    named = f"the intake names {other}" if other else ""
    words = [bills, named, f"{_UPLOADS}: {found[_UPLOADS].found}"]
    row = [PARTS[PM] + " or " + PARTS[EHR], "hybrid", and_joined([part for part in words if part])]
    return pd.DataFrame([row] if shown else [], columns=["part", "stated", "found"], dtype="str")


def _parts(inputs: Inputs, pattern: str) -> frozenset[str]:
    return frozenset(_shape(inputs, pattern)["parts"].split())


def _shape(inputs: Inputs, pattern: str) -> pd.Series:
    return code_list("usage_patterns", inputs.as_of).frame.set_index("code").loc[pattern]


@once
def pattern(inputs: Inputs) -> str:
    """Return the pattern to plan by: the stated one unless the files contradict it, else the computed one."""
    said = stated(inputs)
    if said is None:
        return computed(inputs)
    if contradictions(inputs).empty:
        return said
    if in_another_system(inputs) and EHR not in parts_found(inputs):
        return "unknown"  # the intake states one system and describes another one
    both = parts_found(inputs) | _parts(inputs, said)
    if UPLOADS in both and both & {PM, EHR}:
        return "hybrid"
    return "EHR 24/7" if EHR in both else "Practice Mate"


def uses_practice_mate(inputs: Inputs) -> bool | None:
    """Tell whether patients and ledger are in Office Ally; None where it is not known."""
    return None if pattern(inputs) == "unknown" else pattern(inputs) != "clearinghouse-only"


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and tables of the usage pattern."""
    columns = (text("part", "In use"), text("stated", "Stated"), text("found", "What the files show"))
    return Answer(
        (
            *finding("inv-usage-contradicted", contradictions(inputs), columns, ["part"]),
            *finding(
                "inv-usage-not-shown",
                not_shown(inputs),
                (text("part", "Stated and not shown"), *columns[1:]),
                ["part"],
            ),
            *_unknown(inputs),
            *_parallel(inputs),
        ),
        (("usage", signals_table(inputs)), ("project", project_table(inputs))),
    )


def _unknown(inputs: Inputs) -> tuple:
    if pattern(inputs) != "unknown" or stated(inputs) is not None:
        return ()  # what it states and describes otherwise is told by `contradictions`
    case = pd.DataFrame(
        {"stated": [inputs.answered("usage") or "nothing"], "found": ["nothing that decides it"]}
    )
    columns = (text("stated", "Stated"), text("found", "What the files show"))
    return finding("inv-usage-unknown", case, columns, ["stated"])


def _parallel(inputs: Inputs) -> tuple:
    weeks = inputs.answered("parallel_weeks")
    if weeks is None or pattern(inputs) == "unknown":
        return ()
    wanted = int(_shape(inputs, pattern(inputs))["weeks_from"])
    if int(weeks) >= wanted:
        return ()
    case = pd.DataFrame({"pattern": [pattern(inputs)], "weeks": [int(weeks)], "wanted": [wanted]})
    columns = (
        text("pattern", "Pattern"),
        count("weeks", "Weeks planned"),
        count("wanted", "Weeks usual, at least"),
    )
    return finding("inv-parallel-short", case, columns, ["pattern"])


def signals_table(inputs: Inputs) -> Table:
    """Return what speaks for and against each part of Office Ally, one row per signal."""
    said = stated(inputs)
    allowed = _parts(inputs, said) if said else frozenset(PARTS)
    rows = [
        {
            "signal": s.name,
            "points_to": PARTS[s.part],
            "outcome": ("for" if s.decides else "fits") if s.found else "not there",
            "files": s.files if s.files else pd.NA,
            "found": s.found or None,
        }
        for s in signals(inputs)
    ]
    for row, signal in zip(rows, signals(inputs), strict=True):
        if row["outcome"] == "for" and signal.part not in allowed:
            row["outcome"] = "against the intake"
    note = (
        f"Stated in the intake: {said or 'nothing'}. Computed from the files: {computed(inputs)}. Planned by: "
        f"{pattern(inputs)}. A signal that only fits decides nothing alone."
    )
    return table("What shows how the practice uses Office Ally", pd.DataFrame(rows), _SIGNALS, note)


def project_table(inputs: Inputs) -> Table:
    """Return what follows for the project, one row per question."""
    if pattern(inputs) == "unknown":
        rows = [("Size of the project", "Not known before the usage pattern is.")]
    else:
        shape = _shape(inputs, pattern(inputs))
        low, high = int(shape["weeks_from"]), int(shape["weeks_to"])
        usual = f"{low} weeks" if low == high else f"{low} to {high} weeks"
        weeks = inputs.answered("parallel_weeks")
        rows = [
            ("Size of the project", shape["project"]),
            ("What is taken out", shape["extraction"]),
            (
                "Parallel run",
                f"Usually {usual}; planned: {f'{int(weeks)} weeks' if weeks is not None else 'not stated'}.",
            ),
            (
                "What sets the date",
                "Payer enrollment: it starts on the day of the decision, not after the extraction.",
            ),
        ]
    if len(not_shown(inputs)):
        seen = _shape(inputs, computed(inputs))
        rows.append(
            (f"If it is {computed(inputs)}, as the files show", f"{seen['project']} {seen['extraction']}")
        )
    columns = (Column("question", Kind.TEXT, "Question"), Column("what", Kind.TEXT, "What follows"))
    return table("What follows for the project", pd.DataFrame(rows, columns=["question", "what"]), columns)
