"""The answer key for patients, the intake and files outside `era`, counted from the marks.

`cases` are what must be found; `dirt` is what a reader has to live with; `facts` are counts that any
reading must come to: rows in, by what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from cutover_sample import chart_files, intake
from cutover_sample.book import AS_OF
from cutover_sample.cast import PAYERS
from cutover_sample.codes import CODES, IN_DEMOGRAPHICS
from cutover_sample.misplaced_files import Stray
from cutover_sample.patient_charts import RANKS, Chart, Charts
from cutover_sample.payments import History

Case = dict[str, object]


def chart_cases(charts: Charts) -> Iterator[Case]:
    """Yield a case for each mark of each chart: file, row, field and account.

    `code` is empty for mere dirt.
    """
    path, rows = chart_files.placed(charts)
    code, _ = IN_DEMOGRAPHICS["unconfirmed"]
    if any(kind == "formula" for _, one in rows for kind, _ in one.marks):
        yield _case(charts.practice.slug, "formula cells", file=path)
    yield {"practice": charts.practice.slug, "code": code, "cents": None, "kind": "unconfirmed", "file": path}
    for name in _unlisted([one for _, one in rows]):
        yield _case(charts.practice.slug, "payer unlisted", file=path, payer=name)
    for row, one in rows:
        for kind, concept in one.marks:
            what = {"file": path, "row": row, "field": concept, "account": str(one.cells["account"])}
            if "of" in one.cells:
                what["of"] = str(one.cells["of"])
            yield _case(charts.practice.slug, kind, **what)


def _unlisted(charts: list[Chart]) -> list[str]:
    """The names of payers of coverages that no payer list holds."""
    absent = {payer.name for payer in PAYERS.values() if payer.par == "unlisted"}
    return sorted(absent & {str(one.cells.get(f"ins{rank}_payer")) for one in charts for rank in RANKS})


def file_cases(slug: str, strays: list[Stray]) -> Iterator[Case]:
    """Yield a case for each stray file, and a second one where it lies among the patient exports."""
    for stray in strays:
        case = _case(slug, stray.kind, file=stray.path, **({"why": stray.note} if stray.note else {}))
        yield case
        if stray.path.startswith("demographics/") and stray.kind in IN_DEMOGRAPHICS:
            yield {**case, "code": IN_DEMOGRAPHICS[stray.kind][0]}


def intake_cases(slug: str, answers: intake.Answers) -> Iterator[Case]:
    """Yield a case for each wrong thing in an intake workbook."""
    for kind, sheet, row, header in answers.wrong:
        where = {"file": "intake.xlsx", "sheet": sheet, "row": row, "field": header}
        yield _case(slug, kind, **{k: v for k, v in where.items() if v})


def age_cases(charts: Charts, history: History) -> Iterator[Case]:
    """Yield the case of an export that was taken before the last claim that was remitted."""
    last = max((d.claim.visit for p in history.payments for d in p.decisions), default=charts.taken_on)
    if last > charts.taken_on:
        path, _ = chart_files.placed(charts)
        yield _case(charts.practice.slug, "demographics stale", file=path, taken=str(charts.taken_on))


def facts(charts: Charts) -> dict[str, object]:
    """Return what a practice's export holds, in rows."""
    path, rows = chart_files.placed(charts)
    cells = [one.cells for _, one in rows]
    year_ago = AS_OF.replace(year=AS_OF.year - 1)
    return {
        "practice": charts.practice.slug,
        "file": path,
        "taken_on": str(charts.taken_on),
        "cutover": str(charts.cutover),
        "patients": len(cells),
        **{f"coverages_{rank}": sum(bool(c.get(f"ins{rank}_payer")) for c in cells) for rank in RANKS},
        "guarantors": sum(bool(c.get("guarantor")) for c in cells),
        "guarantors_other_than_self": sum(c.get("guarantor_relation") == "Child" for c in cells),
        "authorizations": sum(bool(c.get("auth_number")) for c in cells),
        "seen_in_last_year": sum(bool(c.get("last_seen")) and c["last_seen"] > year_ago for c in cells),
        "never_seen": sum(not c.get("last_seen") for c in cells),
        "first_seen_after_export": charts.left_out,
    }


def _case(slug: str, kind: str, **what: object) -> Case:
    return {"practice": slug, "code": CODES[kind][0], "cents": None, "kind": kind, **what}
