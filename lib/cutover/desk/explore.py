"""Any frame as a table to look through: searched, filtered, sorted, paged, and saved as Excel or CSV."""

from __future__ import annotations

import re
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from cutover.columns import Column, Kind
from cutover.desk import text_sheets
from cutover.desk.parts import clicked
from cutover.reporting import cells
from cutover.reporting.markup import render, styled
from cutover.result import Table

ALL = "(all)"
PAGE_ROWS = 25
CHOICES = 500  # values of one filter; more are found by the search
_BY_DTYPE = (("datetime", Kind.DATE), ("bool", Kind.FLAG), ("int", Kind.COUNT), ("float", Kind.NUMBER))
_NARROW = {"width": "16em"}


def explore(
    table: pd.DataFrame | Table,
    by: list[str] | tuple[str, ...] = (),
    sort: str | None = None,
    folder: Path | str | None = None,
    name: str = "table",
) -> Explorer:
    """Return a frame as a table to look through at the desk; it holds what the frame holds, patients too.

    `by` names the columns that get a filter, `sort` the one by which the rows stand at first, largest or newest
    first (the first column of money, else of days, unless told). Saved files go to `folder` as `name`, the
    working folder unless told. Raises KeyError for a column that the frame does not have.
    """
    return Explorer(table, tuple(by), sort, Path(folder) if folder else Path.cwd(), name)


class Explorer(widgets.VBox):
    """The table with its controls; `chosen` is the frame as it is filtered and sorted, all its pages.

    The browser is given one page at a time, so that 100,000 rows are as light as 100.
    """

    def __init__(
        self, table: pd.DataFrame | Table, by: tuple[str, ...], sort: str | None, folder: Path, name: str
    ):
        self.frame = table.frame if isinstance(table, Table) else table
        self.title = table.title if isinstance(table, Table) else name
        self.columns = table.columns if isinstance(table, Table) else columns_of(self.frame)
        self.folder, self.name, self.page = folder, name, 0
        labels = [(c.label, c.name) for c in self.columns]
        first = self._known(sort) if sort else _first_sort(self.columns)
        self.search = widgets.Text(placeholder="in any column", description="Search", continuous_update=False)
        self.filters = {column: self._filter(self._known(column)) for column in by}
        self.sort = widgets.Dropdown(
            options=[("(as it is)", ""), *labels], value=first or "", description="Sort by"
        )
        self.descending = widgets.Checkbox(value=True, description="largest or newest first", indent=False)
        self.back, self.forward = (
            widgets.Button(description=word, layout={"width": "7em"}) for word in ("Previous", "Next")
        )
        self.to_excel, self.to_csv = (
            widgets.Button(description=word, layout={"width": "9em"})
            for word in ("Save as Excel", "Save as CSV")
        )
        self.place, self.message = widgets.Label(), widgets.Label()
        self.view = widgets.HTML()
        self._connect()
        choice = widgets.HBox([self.search, *self.filters.values()], layout={"flex_flow": "row wrap"})
        order = widgets.HBox([self.sort, self.descending], layout={"flex_flow": "row wrap"})
        pages = widgets.HBox([self.back, self.forward, self.place, self.to_excel, self.to_csv, self.message])
        super().__init__([choice, order, pages, self.view])
        self._choose()

    def _known(self, column: str) -> str:
        if column not in self.frame.columns:
            raise KeyError(f"no column {column!r} (there: {', '.join(map(str, self.frame.columns))})")
        return column

    def _filter(self, column: str) -> widgets.Widget:
        label = next(c.label for c in self.columns if c.name == column)
        values = self.frame[column].dropna().value_counts().index[:CHOICES]
        options = [(ALL, ALL), *((self._text(value, column), value) for value in values)]
        if self.frame[column].isna().any():
            options.append(("(unknown)", None))
        return widgets.Dropdown(options=options, value=ALL, description=label, layout=_NARROW)

    def _text(self, value: object, column: str) -> str:
        return cells.shown(value, next(c for c in self.columns if c.name == column), mask=False) or ""

    def _connect(self) -> None:
        for widget in (self.search, self.sort, self.descending, *self.filters.values()):
            widget.observe(clicked(self._choose, self.message), names="value")
        self.back.on_click(clicked(lambda: self._turn(-1), self.message))
        self.forward.on_click(clicked(lambda: self._turn(1), self.message))
        self.to_excel.on_click(clicked(lambda: self.save("xlsx"), self.message))
        self.to_csv.on_click(clicked(lambda: self.save("csv"), self.message))

    def _choose(self) -> None:
        """Filter and sort anew, and begin at the first page."""
        rows = self.frame
        for column, chosen in self.filters.items():
            if chosen.value is None:
                rows = rows[rows[column].isna()]
            elif not (isinstance(chosen.value, str) and chosen.value == ALL):
                rows = rows[(rows[column] == chosen.value).fillna(False).astype(bool)]
        rows = _found(rows, self.search.value.strip(), self.columns)
        if self.sort.value:
            rows = rows.sort_values(
                self.sort.value, ascending=not self.descending.value, kind="stable", na_position="last"
            )
        self.chosen, self.page = rows, 0
        self._show()

    def _turn(self, step: int) -> None:
        self.page = min(max(0, self.page + step), max(0, (len(self.chosen) - 1) // PAGE_ROWS))
        self._show()

    def _show(self) -> None:
        first = self.page * PAGE_ROWS
        rows = self.chosen.iloc[first : first + PAGE_ROWS]
        self.place.value = _place(first, len(rows), len(self.chosen), len(self.frame), self._sum())
        self.back.disabled, self.forward.disabled = first == 0, first + PAGE_ROWS >= len(self.chosen)
        shown = [[cells.shown(v, c, mask=False) for v in rows[c.name]] for c in self.columns]
        html = render(
            "explore.html.j2",
            table=Table(self.title, rows, tuple(self.columns)),
            columns=self.columns,
            right=cells.RIGHT_ALIGNED,
            rows=[list(row) for row in zip(*shown, strict=True)],
        )
        self.view.value = str(styled(html))

    def _sum(self) -> str:
        money = next((c for c in self.columns if c.kind is Kind.CENTS), None)
        if money is None:
            return ""
        known = self.chosen[money.name].dropna()
        unknown = len(self.chosen) - len(known)
        least = "at least " if unknown else ""
        return f"; {money.label}: {least}{cells.shown(int(known.sum()), money)}"

    def save(self, kind: str) -> Path:
        """Write the chosen rows, all pages of them, as `xlsx` or `csv`, and say where; money is in dollars.

        Nothing that stands in a cell is ever a formula. The file holds patient data where the frame does; only
        its owner may read it.
        """
        path = self.folder / f"{re.sub(r'[^A-Za-z0-9_.-]+', '_', self.name)}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = text_sheets.texts(self.chosen, self.columns)
        path.touch(mode=0o600)
        path.chmod(0o600)
        if kind == "csv":
            texts.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
        else:
            text_sheets.write(path, {"rows": texts})
        self.message.value = f"Saved {len(self.chosen):,} rows as {path.name}. Share it with nobody."
        return path


def columns_of(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns of a frame without a contract: money by its name's end, the others by their dtype."""
    return tuple(
        Column(str(name), _kind(str(name), frame[name]), _label(str(name))) for name in frame.columns
    )


def _kind(name: str, values: pd.Series) -> Kind:
    dtype = str(values.dtype).lower()
    if name.endswith("_cents") or name == "cents":
        return Kind.CENTS
    return next((kind for mark, kind in _BY_DTYPE if mark in dtype), Kind.TEXT)


def _label(name: str) -> str:
    words = name.removesuffix("_cents").replace("_", " ").strip()
    return (words[:1].upper() + words[1:]) or name


def _first_sort(columns: tuple[Column, ...]) -> str | None:
    """The column by which rows stand at first: the first of money, else the first of days."""
    for kind in (Kind.CENTS, Kind.DATE):
        for column in columns:
            if column.kind is kind:
                return column.name
    return None


def _found(rows: pd.DataFrame, wanted: str, columns: tuple[Column, ...]) -> pd.DataFrame:
    """The rows that have a text in any column; capitals and small letters are the same."""
    if not wanted:
        return rows
    hit = pd.Series(False, index=rows.index)
    for column in columns:
        texts = rows[column.name].astype("str")
        if column.kind is Kind.CENTS:  # as it is read, without the sign and the commas
            wanted_here, texts = re.sub(r"[$,]", "", wanted), text_sheets.dollars(rows[column.name])
        else:
            wanted_here = wanted
        hit |= texts.str.contains(wanted_here, case=False, regex=False, na=False)
    return rows[hit]


def _place(first: int, here: int, chosen: int, of: int, money: str) -> str:
    rows = f"rows {first + 1:,} to {first + here:,} of {chosen:,}" if here else "no row"
    return rows + (f" (of {of:,})" if chosen != of else "") + money
