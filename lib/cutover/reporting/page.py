"""What a notebook shows of a Result: each method returns one piece of the report."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pandas as pd

from cutover import private
from cutover.audience import AUDIENCES, OWNER
from cutover.columns import Column
from cutover.errors import UsageError
from cutover.money import dollars
from cutover.reading.practice import scenarios
from cutover.reading.practice.book import Book, Practice
from cutover.reporting import cells, findings, for_owners, places, workbook
from cutover.reporting.markup import Shown, render
from cutover.result import Finding, Result, Severity, Table, as_shown
from cutover.surroundings import RUN_FOLDER_VARIABLE
from cutover.wording import due_by, load_words

ROW_LIMIT = 60  # rows of one table on a page; the others are in the evidence workbook
MOST_URGENT = 9  # findings that an owner sees as cards before unfolding more
OWNER_ROWS = 10  # rows of one table that an owner sees before unfolding more
KEY = "key"  # the column with the key of each case: for the desk alone
KEY_LIMIT = 3  # evidence keys named on a finding
URGENT = (Severity.BLOCKER.value, Severity.HIGH.value)  # shown as cards; the others share one table
PAPER_COLUMNS = 10  # columns of one that are printed; a wider one would shrink the whole paper
PAPER_ROWS = 6  # rows of a table of an owner's that is printed; a longer one is a line on paper
LONG = 32  # letters from which a text gets a wide column, so that it does not stand one word a line


class Report:
    """The report of one Result for one reader; its files have the `name` of its notebook.

    `subject` is whom it is about (the practice's name), `period` what its data cover. An owner sees no
    column that its contract marks as desk or PHI; a consultant sees all of them under a banner. `folder`
    is the practice's report folder (its last two parts name client and practice): at the desk `save` writes into
    the desk's folder in it; a batch run names its own folder in CUTOVER_RUN_FOLDER. A report about the `book` has the
    client as its subject and lies in the client's folder. Raises UsageError for another audience.
    """

    def __init__(
        self,
        result: Result,
        *,
        subject: str,
        as_of: dt.date,
        name: str,
        audience: str = "owner",
        period: str = "",
        folder: Path | None = None,
        book: bool = False,
    ):
        if audience not in AUDIENCES:
            raise UsageError(f"audience is {audience!r}. Use one of: {', '.join(AUDIENCES)}.")
        self.result, self.subject, self.as_of = result, subject, as_of
        self.audience, self.period, self.folder, self.name = audience, period, folder, name
        self.book = book

    def head(self) -> Shown:
        """Return the head of the report: title, subject, period, date and, for a consultant, the banner."""
        title = f"{self.result.title}, {self.subject}, {cells.date(self.as_of)}"
        html = render("head.html.j2", report=self, as_of=cells.date(self.as_of))
        return Shown(html, title, {"title": title, "audience": self.audience})

    def verdict(self) -> Shown:
        """Return the verdict with its sign; one that is in order says what that is about."""
        state, counted = findings.state(self.result), findings.tally(self.result)
        html = render(
            "verdict.html.j2", state=state, text=self.result.verdict, tally=counted,
            about=findings.about(self.result), urgent=sum(counted.get(one, 0) for one in URGENT),
        )  # fmt: skip
        return Shown(html, f"{findings.STATES[state]}: {self.result.verdict}")

    def figures(self) -> Shown:
        """Return the headline numbers, to an owner five and the others folded; an unknown one is said to be unknown."""
        first, more = for_owners.figures(self.result) if self.audience == OWNER else (self.result.figures, ())
        plain = "\n".join(f"{f.label}: {f.value or 'unknown'}" for f in self.result.figures)
        return Shown(render("figures.html.j2", figures=first, more=more), plain)

    def scenarios(self, who: Practice | Book) -> Shown | None:
        """Return what people suppose and chose to show in this report, each marked as an assumption; None without any.

        Raises InputError where the list of scenarios cannot be read.
        """
        found = scenarios.chosen(who, self.name)
        if not found:
            return None
        plain = "\n".join(f"Assumption, {one.name}: {one.told}" for one in found)
        return Shown(render("scenarios.html.j2", scenarios=found), plain)

    def findings(self, heading: str | None = "What to do, most urgent first") -> Shown:
        """Return the findings in order of severity: what each means, who does what by when, its evidence."""
        cards = [self._card(finding) for finding in as_shown(self.result.findings)]
        urgent = [card for card in cards if card["severity"] in URGENT]
        later = [card for card in cards if card["severity"] not in URGENT]
        html = render(
            "findings.html.j2",
            heading=heading,
            urgent=urgent,
            later=later,
            at_desk=self.audience != OWNER,
            most=MOST_URGENT,
        )
        return Shown(html, "\n".join(f"{c['severity']}: {c['title']}" for c in cards))

    def table(self, name: str, limit: int | None = None) -> Shown:
        """Return a table of the Result, or the evidence of the finding with that code.

        At most `limit` rows are shown (60 unless told); how many are not, and where they are, is said. An owner
        sees single cases as months, and no count that points at one patient (see `for_owners`); of more than ten
        rows the others are folded, and a table without rows is a line.
        Raises UsageError where the Result has neither.
        """
        table = self.named(name)
        if self.audience == OWNER:
            table = for_owners.months(name, table)
        columns = self._visible(table.columns)
        rows = self._rows(table, columns, ROW_LIMIT if limit is None else limit)
        if not rows and (self.audience == OWNER or table.absent):
            said = table.absent or "none"
            html = render("no_rows.html.j2", table=table, said=said, place=places.of_table(name))
            return Shown(html, f"{table.title}: {said}")
        at_desk = self.audience != OWNER
        html = render(
            "table.html.j2",
            table=table,
            place=places.of_table(name),
            columns=columns,
            right=cells.RIGHT_ALIGNED,
            rows=rows if at_desk else rows[:OWNER_ROWS],
            more=[] if at_desk else rows[OWNER_ROWS:],
            at_desk=at_desk,
            on_screen=not at_desk and (len(table.frame) > PAPER_ROWS or len(columns) > PAPER_COLUMNS),
            long=_long_columns(rows),
            has_null=any(cell is None for row in rows for cell in row),
            hidden=cells.count(len(table.frame) - len(rows)) if len(table.frame) > len(rows) else None,
            total=cells.count(len(table.frame)),
            sheet=workbook.sheet_of(self.result, name),
        )
        return Shown(html, f"{table.title}: {len(table.frame)} rows")

    def limits(self, heading: str | None = "What this does not show") -> Shown:
        """Return what the report does not show, one sentence each; an owner's names no file."""
        limits = self.result.limits
        limits = for_owners.unnamed(limits) if self.audience == OWNER else limits
        html = render("limits.html.j2", heading=heading, limits=limits)
        return Shown(html, "\n".join(limits))

    def sources(self, heading: str | None = "Sources of rates and rules") -> Shown:
        """Return where rates, rules and code lists come from and how old each of them is."""
        rows = [
            (s, cells.date(s.as_of) if s.as_of else None, self._age(s.as_of)) for s in self.result.sources
        ]
        html = render("sources.html.j2", heading=heading, rows=rows)
        return Shown(html, "\n".join(s.title for s in self.result.sources))

    def sentence(self, text: str) -> Shown:
        """Return a computed sentence as a paragraph; nothing in it is read as Markdown, math or HTML."""
        return Shown(render("sentence.html.j2", text=text), text)

    def save(self) -> Shown:
        """Write findings.json and the evidence workbook of this report, and say where.

        In a batch run they go to the folder of the run, else to the desk's folder in `folder`; UsageError where
        there is neither.
        """
        folder = private.folder(self.target_folder())
        facts, book = folder / f"{self.stem}{places.FINDINGS}", folder / self.workbook_name
        self._facts().write(facts)
        workbook.write(book, self.result, self.subject, self.as_of)
        for path in (facts, book):
            private.file(path)
        return Shown(
            render("saved.html.j2", workbook=self.workbook_name, at_desk=self.audience != OWNER),
            self.workbook_name,
        )

    def target_folder(self) -> Path:
        """Return where the files of this report are written: the folder of a batch run, else that of the desk.

        Raises UsageError where there is neither.
        """
        if folder := os.environ.get(RUN_FOLDER_VARIABLE):
            return Path(folder)
        if self.folder is None:
            raise UsageError("nowhere to save to: give Report a folder, such as practice.reports.")
        return places.desk_of(Path(self.folder))

    @property
    def stem(self) -> str:
        """The name of this report's files without their endings; a consultant's never replace an owner's."""
        return self.name if self.audience == OWNER else f"{self.name}.consultant"

    @property
    def workbook_name(self) -> str:
        """The file name of the evidence workbook."""
        return f"{self.stem}{places.EVIDENCE}"

    def _facts(self) -> findings.Facts:
        client, practice = self.folder.parts[-2:] if self.folder else (None, None)
        if self.book:
            client, practice = practice, None
        return findings.Facts(
            self.result, self.subject, self.as_of, self.period, self.name, self.audience, client, practice
        )

    def named(self, name: str) -> Table:
        """Return a table of the Result or the evidence of a finding's code; UsageError where it has neither."""
        if name in self.result.tables:
            return self.result.tables[name]
        for finding in self.result.findings:
            if finding.code == name:
                return finding.evidence
        known = ", ".join([*self.result.tables, *(f.code for f in self.result.findings)]) or "none"
        raise UsageError(f"no table {name!r} in this result (there: {known}). Check the spelling.")

    def _visible(self, columns: tuple[Column, ...]) -> list[Column]:
        seen = for_owners.seen(columns) if self.audience == OWNER else list(columns)
        return [one for one in seen if one.name != KEY] if self.audience == OWNER else seen

    def _rows(self, table: Table, columns: list[Column], limit: int) -> list[list[str | None]]:
        frame = table.frame[[c.name for c in columns]].head(limit)
        mask = self.audience == OWNER
        shown = {c.name: [cells.shown(v, c, mask) for v in frame[c.name]] for c in columns}
        if mask:
            _hide_few(shown, frame, for_owners.fewest(columns))
        return [list(row) for row in zip(*shown.values(), strict=True)]

    def _card(self, finding: Finding) -> dict:
        keys = list(finding.evidence.frame["key"])
        words = load_words().findings.get(finding.code)
        table = words.table if words else ""
        seen = self.result.tables.get(table)
        return {
            "severity": finding.severity.value,
            "title": finding.title,
            "code": finding.code,
            "place": places.of_finding(finding.code),
            "see": None if seen is None else seen.title,
            "see_at": places.of_table(table),
            "cases": cells.count(finding.count),
            "count": f"{cells.count(finding.count)} case{'' if finding.count == 1 else 's'}",
            "amount": None if finding.amount_cents is None else dollars(finding.amount_cents),
            "meaning": finding.meaning,
            "action": finding.action,
            "owner": finding.owner,
            "due": due_by(finding.due, self.as_of) if finding.due else None,
            "sheet": workbook.sheet_of(self.result, finding.code),
            "keys": keys[:KEY_LIMIT],
            "more": cells.count(len(keys) - KEY_LIMIT) if len(keys) > KEY_LIMIT else None,
        }

    def _age(self, dated: dt.date | None) -> str | None:
        if dated is None:
            return None
        days = (self.as_of - dated).days
        return (
            f"{cells.count(days)} days old on the date of this report"
            if days >= 0
            else "later than this report"
        )


def _hide_few(shown: dict[str, list[str | None]], frame: pd.DataFrame, fewest: dict[str, int]) -> None:
    """Say `fewer than` for counts that are too small, and nothing of what is reckoned per claim beside them."""
    for name, least in fewest.items():
        for row, value in enumerate(frame[name]):
            if words := for_owners.instead(value, least):
                shown[name][row] = words
                for other in shown:
                    if other.startswith("per_"):
                        shown[other][row] = None


def _long_columns(rows: list[list[str | None]]) -> list[int]:
    """Return the places of the columns that hold a long text."""
    return [place for place, column in enumerate(zip(*rows, strict=True)) if max(map(_length, column)) > LONG]


def _length(cell: str | None) -> int:
    return len(cell or "")
