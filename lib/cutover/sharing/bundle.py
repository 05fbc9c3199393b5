"""What is shared with an owner: the pages of one practice that may leave, held against the gate once more."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cutover.errors import InputError, UsageError
from cutover.reading.practice import book
from cutover.reporting import findings, places, run_marks
from cutover.reporting.overview.index import INDEX
from cutover.reporting.privacy import gate_values, gated

_MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)
_FOOTER = re.compile(r"<footer>.*?</footer>", re.DOTALL)
_OF_THE_DESK = 'class="cw-banner"'  # what every page of a consultant begins with


@dataclass(frozen=True)
class Page:
    """One owner's report: `stem` names it, `body` is its HTML without frame, `digest` the SHA-256 of the file.

    `state`, `word`, `verdict` and `tally` are those of its `findings.json`; `as_of` is its day.
    """

    stem: str
    title: str
    as_of: str
    state: str
    word: str
    verdict: str
    tally: dict[str, int]
    body: str
    digest: str


@dataclass(frozen=True)
class Bundle:
    """The pages for one owner; `withheld` texts the gate took out now, `left_out` says why which stay."""

    client: str
    practice: str
    name: str
    pages: tuple[Page, ...]
    withheld: int
    left_out: tuple[str, ...]

    @property
    def as_of(self) -> str:
        """The latest day of its reports."""
        return max(page.as_of for page in self.pages)

    def content(self, to: str, made: dt.date) -> bytes:
        """Return what is sealed: whom for, of which day, and each page; JSON that the page in the browser reads."""
        pages = [{"stem": p.stem, "title": p.title, "state": p.state, "word": p.word, "verdict": p.verdict,
                  "as_of": p.as_of, "body": p.body} for p in self.pages]  # fmt: skip
        said = {
            "practice": self.name,
            "as_of": self.as_of,
            "to": to,
            "made": made.isoformat(),
            "pages": pages,
        }
        return json.dumps(said, ensure_ascii=False).encode()


def of_practice(home: Path, client: str, practice: str, notebooks: tuple[str, ...] = ()) -> Bundle:
    """Return the owner's pages of a practice, all or those whose names begin as `notebooks` say.

    A page without its own findings, of another run than they, or of the desk is left out with a reason. Raises
    UsageError where none is there.
    """
    folder = home / "reports" / client / practice
    stems = [p.stem for p in sorted(folder.glob("*.html")) if p.name != INDEX and not p.name.startswith(".")]
    chosen = [stem for stem in stems if not notebooks or stem.startswith(notebooks)]
    taken: Counter = Counter()
    pages, left_out = [], []
    for stem in chosen:
        try:
            pages.append(_page(home, folder, client, practice, stem, taken))
        except InputError as error:
            left_out.append(f"{stem}: {error.found}")
    if not pages:
        why = f" ({'; '.join(left_out)})" if left_out else ""
        raise UsageError(
            f"there is no report of {client}/{practice} to share{why}. Run cutover report {client}/{practice} first."
        )
    name = book.load_practice(home, client, practice).name
    return Bundle(client, practice, name, tuple(pages), sum(taken.values()), tuple(left_out))


def _page(home: Path, folder: Path, client: str, practice: str, stem: str, taken: Counter) -> Page:
    path = folder / f"{stem}.html"
    html = path.read_text("utf-8")
    said = _findings(folder, stem, path)
    main = _MAIN.search(html)
    if main is None or _OF_THE_DESK in html or said.get("audience") != "owner":
        raise InputError(path.name, "not a page for an owner", "Run the report again.")
    held = gate_values.of(home, client, (practice,), said["as_of"])
    body = gated.page(_FOOTER.sub("", main[1]), held, taken, stem)
    return Page(stem, said["title"], said["as_of"], said["state"], findings.STATES[said["state"]],
                gated.text(said["verdict"], held, stem, taken), dict(said["tally"]), body,
                hashlib.sha256(html.encode()).hexdigest())  # fmt: skip


def _findings(folder: Path, stem: str, path: Path) -> dict:
    desk = places.desk_of(folder)
    if (desk / f"{stem}{places.FAILED}").is_file():
        raise InputError(path.name, "its last run failed", "Run the report again.")
    try:
        said = findings.read(desk / f"{stem}{places.FINDINGS}")
    except FileNotFoundError:
        raise InputError(path.name, "its findings are not there", "Run the report again.") from None
    if run_marks.run_of(path) != said.get("run"):
        raise InputError(path.name, "not of the run of its findings", "Run the report again.")
    return said
