"""What each page asks of an owner: words, tables, charts, links, printed pages and the smallest type on paper.

Run `python -m benchmarks.pages [HOME] [--pdf]` after `cutover report`. Words and tables are counted as the page opens,
with its sections folded, and in all. With `--pdf` each page is printed, too. Ends with 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cutover.reporting.pages import pdf
from playwright.sync_api import Page, sync_playwright

from benchmarks.printed_type import pages_of

MOST_WORDS, MOST_ROWS, MOST_PAGES, LEAST_TYPE = (
    900,
    10,
    8,
    6.5,
)  # words as it opens, rows before "more", pages, points
PAPER = 702  # pixels between the margins of a Letter page
COUNTS = """() => {
  const main = document.querySelector('main');
  const words = () => main.innerText.split(/\\s+/).filter(Boolean).length;
  const all = (what) => [...main.querySelectorAll(what)];
  const said = { tables: all('table').length, charts: all('figure svg').length, links: all('a[href]').length };
  said.empty = all('*').filter((one) => !one.children.length && /^No rows/.test(one.textContent.trim())).length;
  const bare = (table) => !table.closest('.cw-more') && !table.matches('.cw-later, .cw-reports, .cw-book-table');
  said.rows = Math.max(0, ...all('table').filter(bare).map((table) => table.tBodies[0].rows.length));
  for (const one of all('details')) one.open = true;
  said.whole = words();
  for (const one of all('details')) one.open = false;
  for (const one of all('details > :not(summary)')) one.style.display = 'none';
  said.words = words();
  for (const one of all('details > :not(summary)')) one.style.display = '';
  return said;
}"""
WIDEST = """() => Math.max(0, ...[...document.querySelectorAll('table, svg')]
  .map((one) => one.getBoundingClientRect().right))"""


@dataclass(frozen=True)
class Asked:
    """One page: `words` as it opens and `whole` unfolded; `printed` the pages on paper, `smallest` type in points."""

    name: str
    words: int
    whole: int
    tables: int
    rows: int
    empty: int
    charts: int
    links: int
    printed: int | None = None
    smallest: float | None = None
    is_too_wide: bool = False

    def broken(self) -> list[str]:
        """Which limits it breaks, in words."""
        found = {
            f"more than {MOST_WORDS} words": self.words > MOST_WORDS,
            f"more than {MOST_ROWS} rows before more": self.rows > MOST_ROWS,
            "a table without rows": self.empty > 0,
            "not one link": self.links == 0,
            f"more than {MOST_PAGES} printed pages": (self.printed or 0) > MOST_PAGES,
            f"type below {LEAST_TYPE} points": self.smallest is not None and self.smallest < LEAST_TYPE,
            "wider than the paper": self.is_too_wide,
        }
        return [limit for limit, is_broken in found.items() if is_broken]


def pages(home: Path) -> list[Path]:
    """Return every page that may leave: the reports of each practice and of each book, and the first pages."""
    return sorted(path for path in (home / "reports").glob("**/*.html") if "desk" not in path.parts)


def asked(browser, path: Path, home: Path, printed: bytes | None) -> Asked:
    """Return what a page asks of its reader; `printed` is its PDF, where it was made."""
    page: Page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(path.as_uri())
    said = page.evaluate(COUNTS)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 900})
    is_too_wide = path.name != "index.html" and page.evaluate(WIDEST) > PAPER
    page.close()
    types = pages_of(printed) if printed else []
    small = min((size for size in types if size), default=None)
    name = path.relative_to(home / "reports").with_suffix("").as_posix()
    return Asked(name, printed=len(types) or None, smallest=small, is_too_wide=is_too_wide, **said)


def printed(paths: Iterable[Path], at_once: int) -> dict[Path, bytes]:
    """Return each page as PDF: the one beside it where `cutover report --pdf` made it, else printed from a copy."""
    program, there = pdf.browser(), {path: _beside(path) for path in paths}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(at_once) as several:
        todo = [path for path, made in there.items() if made is None]
        copies = [shutil.copy(path, Path(folder) / f"{n}.html") for n, path in enumerate(todo)]
        made = several.map(lambda copy: pdf.printed(copy, program).read_bytes(), copies)
        return {**there, **dict(zip(todo, made, strict=True))}


def _beside(path: Path) -> bytes | None:
    """The PDF of a page as it stands, None where there is none of it."""
    made = path.with_suffix(".pdf")
    is_there = made.is_file() and made.stat().st_mtime >= path.stat().st_mtime
    return made.read_bytes() if is_there else None


def table(found: list[Asked]) -> str:
    """Return the pages as one table, and below it the sums of each practice."""
    head = ("page", "words", "in all", "tables", "charts", "links", "no rows", "printed", "smallest", "")
    rows = [(one.name, one.words, one.whole, one.tables, one.charts, one.links, one.empty,
             one.printed or "", one.smallest or "", ", ".join(one.broken())) for one in found]  # fmt: skip
    for folder in dict.fromkeys(one.name.rpartition("/")[0] for one in found):
        own = [
            one for one in found if one.name.rpartition("/")[0] == folder and not one.name.endswith("index")
        ]
        if not own:
            continue
        sums = (sum(getattr(one, name) or 0 for one in own)
                for name in ("words", "whole", "tables", "charts", "links", "empty", "printed"))  # fmt: skip
        rows.append(
            (f"{folder}: {len(own)} reports", *sums, min((o.smallest or 99 for o in own), default=""), "")
        )
    wide = [max(len(str(row[n])) for row in (head, *rows)) for n in range(len(head))]
    lines = [[str(cell).rjust(width) for cell, width in zip(row, wide, strict=True)] for row in (head, *rows)]
    named = [[str(row[0]).ljust(wide[0]), *line[1:]] for row, line in zip((head, *rows), lines, strict=True)]
    return "\n".join("  ".join(line).rstrip() for line in named)


def main() -> int:
    """Print the table; 1 where a page breaks a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", nargs="?", type=Path, default=Path(os.environ.get("CUTOVER_HOME", ".")))
    parser.add_argument("--pdf", action="store_true", help="print each page, too")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    args = parser.parse_args()
    paths = [path for path in pages(args.home) if args.only in path.as_posix()]
    paper = printed(paths, 2) if args.pdf else {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=pdf.browser(), args=["--no-sandbox", "--disable-gpu"])
        found = [asked(browser, path, args.home, paper.get(path)) for path in paths]
        browser.close()
    print(table(found))
    return 1 if any(one.broken() for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
