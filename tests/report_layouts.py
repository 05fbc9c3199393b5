"""The layouts of `layouts/report_layouts.txt` over invented rows; `python report_layouts.py` scores them."""

from __future__ import annotations

import datetime as dt
import io
import sys
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from pathlib import Path

import openpyxl

FILE = Path(__file__).parent / "layouts" / "report_layouts.txt"
ROWS = 14
LAST = [
    "Quimby",
    "Ortega",
    "Okafor",
    "Lindqvist",
    "Marsh",
    "Null",
    "O'Dell",
    "Vance",
    "Bauer",
    "Tran",
    "Ibsen",
    "Poole",
    "Haddad",
    "Ross",
]
FIRST = [
    "Ada",
    "Ben",
    "Cleo",
    "Dov",
    "Edda",
    "Finn",
    "Gia",
    "Hugo",
    "Ines",
    "Jon",
    "Kay",
    "Lev",
    "Mia",
    "Noor",
]
OTHERS = [
    "Ada",
    "Ben",
    "Cleo",
    "Dov",
    "Edda",
    "Finn",
    "Gia",
    "Hugo",
    "Ines",
    "Jon",
    "Kay",
    "Lev",
    "Max",
    "Ola",
]
WORDS = {
    "payer": "Aetna,Medicare Part B,Cigna,Anthem BCBS,UnitedHealthcare,Humana",
    "payer2": "AARP,,Tricare,,,Mutual of Omaha",
    "pid": "60054,SX143,62308,SB923,87726,61101",
    "status": "Paid,Denied,Submitted,Paid,In Process,Rejected",
    "denial": ",CO-16 Lacks information,,,,CO-29 Past timely filing",
    "clinician": "Dr. Ruth Vega,Dr. Sam Iyer,Dr. Ruth Vega,Dr. Lou Hart",
    "cpt": "99213,97110,90834,99214,97140",
    "mod": "25,,GP,,59",
    "units": "1,2,1,4,3",
    "place": "MAIN,EAST,MAIN",
    "method": "EFT,Check,EFT,EFT,Credit Card",
    "txn": "Insurance Payment,Insurance Payment,Patient Payment,Adjustment",
    "user": "rvega,siyer,lhart",
    "carc": "45,,253,45",
    "ach": "AETNA HCCLAIMPMT 4471,DEPOSIT BRANCH 12,CIGNA EDGE TRANS HCCLAIMPMT,MERCHANT SVCS,RENT ACH",
    "crdr": "CR,CR,CR,DR,CR",
    "bai": "142,165,142,455,142",
    "pend": "Posted,Posted,Pending,Posted",
    "txset": "835,837P,270/271,835,837I",
    "enrl": "Live,Submitted,Pending Payer,Rejected,Live",
    "waits": "Payer,Provider signature,,Payer",
    "chgname": "Non-par transaction fee,Claims transmitted,Eligibility inquiry,Paper claim printing,Monthly minimum",
    "yn": "Y,N,Y,Y,N",
    "pnp": "P,NP,P,P,NP",
    "mi": "A,,M,,T",
    "sex": "F,M,F,M,U",
    "sexword": "Female,Male,Female,Male,Unknown",
    "apt": "Apt 4,,,Unit 2B,,",
    "city": "Norfolk,Hampton,Suffolk,Chesapeake",
    "st": "VA,VA,NC,VA",
    "zip": "23502,23669,27909-1102,23320",
    "csz": "Norfolk VA 23502,Hampton VA 23669,Elizabeth City NC 27909-1102",
    "rel": "Self,Spouse,Child,Self",
    "active": "Active,Active,Inactive,Active",
    "lang": "English,Spanish,English",
    "race": "White,Asian,Black",
    "copay": "25.00,40.00,0.00,15.00",
    "visits": "12,20,8,24",
    "pct": "12.5%,40.0%,8.3%,51.2%",
    "debit": ",,,1200.00,",
    "credit": "812.44,95.00,1402.10,,77.31",
    "blank": "",
}  # fmt: skip
MONEY = ["125.00", "0.00", "1,204.55", "80.10", "310.00", "42.75", "96.00"]
STYLES = {
    "plain": lambda m, i: m.replace(",", ""),
    "dollar": lambda m, i: f"${m}",
    "paren": lambda m, i: f"({m})" if i % 3 == 2 else m,
    "cr": lambda m, i: f"{m} CR" if i % 3 == 2 else m,
    "neg": lambda m, i: f"{m}-" if i % 3 == 2 else m,
    "rate": lambda m, i: ["0.35", "1.25", "39.95", "0.10"][i % 4],
}
DAYS = {"mdy": "%m/%d/%Y", "mdY": "%m/%d/%y", "iso": "%Y-%m-%d", "ymd": "%Y%m%d", "dMy": "%d-%b-%Y",
        "long": "%b %d, %Y", "m/d": None}  # fmt: skip
COUNTS = {"big": 120, "mid": 90, "small": 30}
NPIS = ["1234567893", "1417921636", "1184620700"]


def _day(style: str, day: dt.date) -> str:
    return f"{day.month}/{day.day}/{day.year}" if style == "m/d" else day.strftime(DAYS[style])


def _id(style: str, i: int, seed: int) -> str:
    prefix = style.rstrip("0123456789")
    digits = int(style[len(prefix) :])
    return prefix + str((10 ** (digits - 1) * (1 + seed % 8) + 37 * i + 211 * seed) % 10**digits).zfill(
        digits
    )


def _name(style: str, i: int) -> str:
    last, first = LAST[i % 14], (OTHERS if style.endswith("o") else FIRST)[i % 14]
    said = f"{first} {last}" if style == "FL" else f"{last}, {first}"
    return said.upper() if style.endswith("c") else said


def value(spec: str, i: int, seed: int) -> str:
    """Return the value of a specification in a row."""
    kind, _, style = spec.partition(":")
    if kind in WORDS:
        words = WORDS[kind].split(",")
        return words[i % len(words)]
    simple = {
        "last": LAST[i % 14], "first": FIRST[i % 14], "npi": NPIS[i % 3], "npi1": NPIS[0],
        "tin": "541234567", "tin1": "541234567", "tin-": "54-1234567",
        "chart": f"{LAST[i % 14][:2].upper()}{100 + i:05}", "prn": f"{FIRST[i % 14][:2].upper()}{700 + 13 * i}",
        "member": f"W{100234567 + 9173 * i}", "member2": f"{870 + i}44A" if WORDS["payer2"].split(",")[i % 6] else "",
        "group": f"0{71422 + 7 * (i % 5)}", "auth": f"A{88123 + i}", "ssn": f"900-{10 + i}-{4410 + i}",
        "phone": f"757-555-{100 + i:04}", "email": f"{FIRST[i % 14].lower()}@example.org", "street": f"{10 + i} Elm St",
        "monthtext": "April 2026",
    }  # fmt: skip
    if kind in simple:
        return simple[kind]
    day = dt.date(2026, 4, 3 + i)
    births = dt.date(1950 + 4 * i, 1 + i % 12, 1 + 2 * i)
    makers = {
        "id": lambda: _id(style, i, seed), "id1": lambda: _id(style, 0, seed), "name": lambda: _name(style, i),
        "d": lambda: _day(style, day), "d2": lambda: _day(style, day + dt.timedelta(4 + i % 3)),
        "b": lambda: _day(style, births), "month1": lambda: _day(style, dt.date(2026, 5, 1)),
        "$": lambda: STYLES[style](MONEY[(i + seed) % 7], i), "count": lambda: str(COUNTS[style] + i),
    }  # fmt: skip
    return makers[kind]()


@dataclass
class Layout:
    """One layout: what stands above, the headers with their fields and values, what stands below."""

    name: str
    kind: str
    form: str
    above: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)
    columns: list[tuple[str, str, str]] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def grid(self) -> list[list[str]]:
        """The rows as they stand in the file."""
        rows = [[value(spec, i, n) for n, (_, _, spec) in enumerate(self.columns)] for i in range(ROWS)]
        head = [[line] for line in self.above] + ([self.bands] if self.bands else [])
        return (
            head
            + [[name for name, _, _ in self.columns]]
            + rows
            + ([self._total(rows)] if self.below else [])
        )

    def _total(self, rows: list[list[str]]) -> list[str]:
        return [self._sum(rows, n) if cell == "TOTAL" else cell for n, cell in enumerate(self.below)]

    def _sum(self, rows: list[list[str]], n: int) -> str:
        cents = sum(round(float(row[n].replace("$", "").replace(",", "")) * 100) for row in rows)
        return f"${cents / 100:.2f}" if "dollar" in self.columns[n][2] else f"{cents / 100:.2f}"

    def data(self) -> tuple[str, bytes]:
        """The file's name and bytes."""
        grid = self.grid()
        stem = self.name.replace(" ", "_")
        if self.form == "xlsx":
            return f"{stem}.xlsx", _xlsx(grid, self.bands)
        if self.form == "html":
            return f"{stem}.xls", _html(grid, len(self.columns)).encode()
        comma = "\t" if self.form == "tsv" else ","
        lines = [comma.join(f'"{c}"' if comma in c else c for c in row) for row in grid]
        return f"{stem}.{'txt' if self.form == 'tsv' else 'csv'}", "\r\n".join(lines).encode()


def _xlsx(grid: list[list[str]], bands: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in grid:
        book.active.append([cell or None for cell in row])
    at = next((n for n, row in enumerate(grid, 1) if bands and row is bands), None)
    if at:
        starts = [n for n, cell in enumerate(bands) if cell] + [len(bands)]
        for one, after in pairwise(starts):
            if after - one > 1:
                book.active.merge_cells(start_row=at, end_row=at, start_column=one + 1, end_column=after)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _html(grid: list[list[str]], width: int) -> str:
    def cells(row: list[str]) -> str:
        span = f' colspan="{width}"' if len(row) == 1 else ""
        return "".join(f"<td{span}>{escape(cell)}</td>" for cell in row)

    return (
        "<html><body><table>" + "".join(f"<tr>{cells(row)}</tr>" for row in grid) + "</table></body></html>"
    )


def layouts() -> list[Layout]:
    """Return every layout of the file."""
    found: list[Layout] = []
    for line in FILE.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "@":
            found.append(Layout(*(part.strip() for part in rest.split("|"))))
        elif mark == ">":
            found[-1].above.append(rest.strip())
        elif mark in ("^", "<"):
            cells = [part.strip() for part in rest.split("|")]
            setattr(found[-1], "bands" if mark == "^" else "below", cells)
        elif (line and mark != "#") or line.startswith("# ="):
            header, key, spec = (part.strip() for part in line.rsplit(" = ", 2))
            found[-1].columns.append((header, key, spec))
    return found


@dataclass(frozen=True)
class Outcome:
    """One column: what it is (`wanted`), what it is used as, how sure, and what came of it."""

    layout: str
    header: str
    wanted: str
    used_as: str
    score: float
    outcome: str  # right, wrong, missed, fine (nothing was wanted and nothing used)


def outcomes(layout: Layout) -> list[Outcome]:
    """Return what becomes of each column of a layout when its file is read as it is."""
    from cutover.reading.mapping.kinds import named
    from cutover.reading.mapping.tables_of import tables_of

    name, data = layout.data()
    tables = tables_of(data, name, named(layout.kind).target)
    table = max(tables, key=lambda t: len(t.sheet.frame.columns), default=None)
    if table is None:
        return [Outcome(layout.name, header, key, "", 0, "missed") for header, key, _ in layout.columns]
    columns = list(table.sheet.frame.columns)
    rows = table.crosswalk.rows.dropna(subset="source_column")
    used = {row.source_column: row for row in rows.itertuples()}
    found = []
    for n, (header, key, _) in enumerate(layout.columns):
        choice = used.get(columns[n]) if n < len(columns) else None
        sure = choice if choice is not None and choice.state != "unsure" else None
        found.append(_outcome(layout.name, header, key, choice, sure))
    return found


def _outcome(layout: str, header: str, key: str, choice, sure) -> Outcome:
    fits, used_as = key.split("/"), sure.key if sure else ""
    if not used_as:
        outcome = "fine" if "-" in fits or "?" in fits else "missed"
    else:
        outcome = "right" if used_as in fits else "wrong"
    told = used_as or (f"({choice.key})" if choice else "")
    return Outcome(layout, header, key, told, choice.score if choice else 0, outcome)


def main() -> None:
    """Print what is not right, and the share of columns with a field that are."""
    rows = [outcome for layout in layouts() for outcome in outcomes(layout)]
    for row in rows:
        if row.outcome in ("wrong", "missed"):
            print(
                f"{row.outcome:7} {row.layout:36} {row.header:28} {row.wanted:32} {row.used_as} {row.score:.2f}"
            )
    wanted = [row for row in rows if row.outcome in ("right", "missed", "wrong") and row.wanted != "-"]
    right = sum(row.outcome == "right" for row in wanted)
    print(
        f"{right} of {len(wanted)} columns, {right / len(wanted):.1%}; {sum(r.outcome == 'wrong' for r in rows)} wrong"
    )


if __name__ == "__main__":
    sys.exit(main())
