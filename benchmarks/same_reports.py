"""Whether two folders of reports say the same: every `findings.json` and the visible text of every page.

Run: `python -m benchmarks.same_reports BEFORE AFTER`. Prints each difference with its file; exit status 1 where
there is one. Files that only BEFORE has are counted and left out with `--common`, for a run of part of the sample.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

HIDDEN = {"script", "style", "head", "template"}
MOST = 40  # differences printed for one file


class Visible(HTMLParser):
    """Collects the text that a reader of a page sees, one entry for each piece of text."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Count how deep we are inside what nobody sees."""
        self.hidden += tag in HIDDEN

    def handle_endtag(self, tag: str) -> None:
        """Leave what nobody sees."""
        self.hidden -= tag in HIDDEN

    def handle_data(self, data: str) -> None:
        """Keep a piece of text, its blanks made one."""
        text = re.sub(r"\s+", " ", data).strip()
        if text and not self.hidden:
            self.pieces.append(text)


def page_text(path: Path) -> list[str]:
    """Return the visible text of a page, one line for each piece."""
    parser = Visible()
    parser.feed(path.read_text("utf-8"))
    return parser.pieces


def json_lines(path: Path) -> list[str]:
    """Return a `findings.json` as lines, its keys in order."""
    return json.dumps(
        json.loads(path.read_text("utf-8")), indent=1, sort_keys=True, ensure_ascii=False
    ).splitlines()


READERS = {"*.html": page_text, "*findings.json": json_lines}


def differences(before: Path, after: Path, common: bool) -> Iterator[str]:
    """Yield one line for each file that one side lacks and for each line in which two files differ."""
    for pattern, read in READERS.items():
        old, new = ({str(p.relative_to(root)) for p in root.rglob(pattern)} for root in (before, after))
        for name in sorted((old ^ new) - (old if common else set())):
            yield f"{name}: only {'before' if name in old else 'after'}"
        for name in sorted(old & new):
            changed = difflib.unified_diff(read(before / name), read(after / name), lineterm="", n=0)
            found = [line for line in changed if not re.match(r"---|\+\+\+|@@", line)]
            yield from (f"{name}: {line}" for line in found[:MOST])
            if len(found) > MOST:
                yield f"{name}: ... and {len(found) - MOST:,} lines more"


def main() -> int:
    """Compare two folders of reports and say how much was compared."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--common", action="store_true", help="leave out files that only BEFORE has")
    args = parser.parse_args()
    found = list(differences(args.before, args.after, args.common))
    print("\n".join(found) or "no difference")
    counts = {pattern: sum(1 for _ in args.after.rglob(pattern)) for pattern in READERS}
    print(
        f"{len(found):,} lines differ in {counts['*.html']} pages and {counts['*findings.json']} files of findings"
    )
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
