"""What is lacking or odd in the folders of a client, told before anything is run: seconds, not minutes.

Nothing large is read as a whole: names are looked at, the first bytes of files, small tables, and the intake.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from cutover import reference
from cutover.errors import CutoverError, InputError
from cutover.reading.claims.joined_remits import CHOOSE
from cutover.reading.era.kind import kind_of
from cutover.reading.files.mail import mail_of
from cutover.reading.files.prose import note_of
from cutover.reading.files.zips import walk
from cutover.reading.intake.reader import Intake, read_intake
from cutover.reading.patients import id_maps
from cutover.reading.payers.client_workbook import WORKBOOK, read_workbook
from cutover.reading.payers.families import load_families
from cutover.reading.practice import book, file_subject, papers, places, preflight_claims, preflight_files
from cutover.reading.practice.contract import commitment_of
from cutover.reading.practice.file_names import is_clutter, shown
from cutover.reading.practice.wishes import FILE
from cutover.result import Severity
from cutover.wording import several

# the folders of a practice that some notebook reads, and those of a client; all else is read by nobody
OF_PRACTICE = frozenset(
    {
        *(
            "demographics",
            "claims",
            "era",
            "submissions",
            "postings",
            "bank",
            "enrollments",
            "invoices",
            "reports",
            "aging",
            "denials",
        ),
        *(
            "fee_schedules",
            "handoff",
            "meetings",
            "crosswalks",
            "medi_era",
            "medi_patients",
            "medi_submissions",
        ),
    }
)
OF_CLIENT = frozenset({"payer_list", "stedi_payers", "enrollments", "crosswalks"})
# no report at all; something goes unread; an answer stays open; how many rows of a file are used, where all is well
STOPS, ODD, LACKS, ROWS = "stops", "odd", "lacks", "rows"
EMPTY = "it is absent or empty"  # of a folder
_SEE_ROWS = "See the columns with `cutover columns FILE`; correct them, or ask for another export"
_ALIKE = 70  # of 100: from here on a folder's name is taken for a slip of another
_MAILS = 3  # e-mails and notes of a folder that are named
_READ_MAIL = "A person must read it: no report takes facts from it. Write what it says where it is asked for."
_LOOKED_AT = 200  # files of a folder that nobody reads whose content is looked at
# what belongs beside the folders; the last is the sample's
_WORKBOOKS = frozenset({"intake.xlsx", "enrollment.xlsx", "client.toml", "answer_key.json"})

_UNREAD = "what is written there cannot be read"


@dataclass(frozen=True)
class Word:
    """One thing to settle: `where` it is, what was `found`, and what to do; `weight` is stops, odd, lacks or rows."""

    weight: str
    where: str
    found: str
    todo: str


@dataclass(frozen=True)
class Need:
    """A folder that a notebook needs, of a practice or its client, what it cannot say without, what to `ask` for."""

    notebook: str
    folder: str
    says: str
    of_client: bool = False
    ask: str = ""


@dataclass(frozen=True)
class Needs:
    """The file `data/reference/preflight.toml`."""

    need: tuple[Need, ...]


def of_practice(home: Path, client: str, practice: str, *, looks_in: bool = True) -> list[Word]:
    """Return what is to be settled in one practice, what stops its reports first; no file raises.

    `looks_in` also looks at the beginning of each file that lies where it should, and reads the intake anew: without
    it, cells of the intake are named by their place alone.
    """
    folder, where = home / "data" / "raw" / client / practice, f"{client}/{practice}"
    said = [
        *_identity(home, client, practice, looks_in=looks_in),
        *_strays(folder, where, OF_PRACTICE),
        *(_in_folders(folder, folder.parent, where, OF_PRACTICE) if looks_in else ()),
        *(_unmet(folder, where) if looks_in else ()),
        *_lacking(folder, where),
    ]
    return sorted(said, key=lambda word: (STOPS, ODD, LACKS, ROWS).index(word.weight))


def _unmet(folder: Path, where: str) -> Iterator[Word]:
    """That the claim histories and the remittances of a practice hardly share a number."""
    if said := preflight_claims.unmet(folder):
        yield Word(ODD, f"{where}/claims", said, CHOOSE)


def of_client(home: Path, client: str) -> list[Word]:
    """Return what is to be settled in a client's own folder, beside its practices."""
    folder = home / "data" / "raw" / client
    practices = set(book.practices(home, client))
    if not practices:
        return [Word(STOPS, client, "it has no practice", f"Make one with: cutover new {client}/PRACTICE")]
    odd = _in_folders(folder, folder, client, OF_CLIENT)
    told = dict(papers.said(home, client))
    strays = [*_strays(folder, client, OF_CLIENT | practices | set(told)), *_of_papers(home, client, told)]
    return [*strays, *_of_settings(folder, client), *_of_workbook(folder, client), *odd]


def _of_papers(home: Path, client: str, told: dict[str, str]) -> Iterator[Word]:
    """Folders that are taken for no practices, each with its files: a person reads them, and may know better."""
    quotes = set(papers.quotes_of_medi(home, client)) if told else set()
    for name, files in told.items():
        reads = "no report does"
        if name in quotes:
            reads = "report 05 of the book only says that a quote of Medi is among them"
        found = f"papers of the office and no practice: no intake and no export lies in it. Files: {files}"
        yield Word(ODD, f"{client}/{name}", found, f"A person must read them; {reads}. "
                   f"Is it a practice? Make its intake with: cutover new {client}/{name}")  # fmt: skip


def _of_settings(folder: Path, client: str) -> Iterator[Word]:
    """What of the client's settings cannot be read."""
    try:
        commitment_of(folder)
    except InputError as error:
        yield Word(ODD, f"{client}/{FILE}", error.found, error.todo)


def _of_workbook(folder: Path, client: str) -> Iterator[Word]:
    """What of the client's workbook about payers is not read."""
    today = dt.date.today()  # noqa: DTZ011  the day at the desk
    said, why = read_workbook(folder, load_families(today))
    yield from (Word(ODD, f"{client}/{WORKBOOK}", one.removeprefix(f"{WORKBOOK}: "), "") for one in why)
    if said is not None:
        yield from _cells(said, f"{client}/{WORKBOOK}")


def _identity(home: Path, client: str, practice: str, *, looks_in: bool) -> Iterator[Word]:
    """What the intake must say before any report can be made, and cells of it that cannot be read."""
    try:
        who = book.remembered(home, client, practice) or book.load_practice(home, client, practice)
    except CutoverError as error:
        where = f"{client}/{practice}/intake.xlsx"
        yield Word(STOPS, where, str(error).removeprefix(f"{where}: "), "")
        return
    if not who.has_intake:
        yield Word(ODD, f"{client}/{practice}/intake.xlsx", "missing: its answers are unknown",
                   f"Make one with: cutover new {client}/{practice}")  # fmt: skip
    where = f"{client}/{practice}/intake.xlsx"
    said = read_intake(home / "data" / "raw" / where) if looks_in and who.has_intake else None
    named = (
        set(book.unread_identity(said)) if said is not None else set()
    )  # `_cells` names each with its cell
    for problem in who.problems:
        if problem not in named:
            yield Word(ODD, where, problem, "Correct the cell.")
    for one in who.assumed:
        todo = "Write it where it is asked for." if who.has_intake else "Ask the practice whether it is so."
        yield Word(ODD, f"{client}/{practice}/intake.xlsx", one, todo)
    if said is not None:
        yield from _cells(said, where)
    else:
        yield from (Word(ODD, where, f"sheet {cell.sheet}: {_UNREAD}", "") for cell in who.unread_cells)
    for what, there in (("Tax ID", who.tins), ("NPI", who.npis)):
        if not there:
            yield Word(
                ODD,
                f"{client}/{practice}/intake.xlsx",
                f"it names no {what}",
                "Fill it in: it tells whose rows are whose.",
            )
    if who.cutover is None:
        yield Word(LACKS, f"{client}/{practice}/intake.xlsx", "it names no cutover date",
                   "06, 07, 08 and 09 cannot say what is late.")  # fmt: skip


def _cells(said: Intake, where: str) -> Iterator[Word]:
    """What a workbook holds that is not read, or is read with a doubt: each with its place and what was found."""
    wrong = said.problems[said.problems["severity"].isin([Severity.HIGH.value, Severity.MEDIUM.value])]
    for cell in wrong.astype(object).where(wrong.notna(), None).to_dict("records"):
        place = cell["cell"] or (f"row {cell['source_row']}" if cell["source_row"] else "")
        at = " ".join(
            filter(None, (f"sheet {cell['sheet']}", place, cell["column"] and f"({cell['column']})"))
        )
        found = f"{_UNREAD}: " if cell["severity"] == Severity.HIGH.value else ""
        yield Word(ODD, where, f"{at}: {found}{cell['found']}", f"Wanted {cell['wanted']}.")


def _strays(folder: Path, where: str, known: frozenset[str] | set[str]) -> Iterator[Word]:
    """Files without a folder, and folders that nobody reads."""
    try:
        inside = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield Word(
            STOPS,
            where,
            f"the folder cannot be read ({error.strerror})",
            "Give yourself the right to read it.",
        )
        return
    homes = places.look(str(folder)) if known is OF_PRACTICE else {}
    yield from _placed(homes, where)
    placed = {
        one.partition("/")[0] for one, home in homes.items() if "/" not in one or _is_of_folder(one, home)
    }
    for path in inside:
        if path.name in placed:
            continue
        if path.is_dir() and path.name not in known and not path.name.startswith("."):
            yield from _unread_folder(path, f"{where}/{shown(path.name)}", known)
        elif (
            path.is_file()
            and not path.name.startswith(".")
            and path.name not in _WORKBOOKS
            and not is_clutter(path.name)
        ):
            found = "this file lies in no folder, so only 01 sees it"
            if known is not OF_PRACTICE:
                found = "this file lies beside the practices: 10 alone reads it, if it plans their moves"
            yield Word(
                ODD,
                f"{where}/{shown(path.name)}",
                found,
                f"Move it into the folder of its kind{_kind(path)}.",
            )


def _placed(homes: dict[str, str], where: str) -> Iterator[Word]:
    """Folders of another name that are read as one of a kind, and remittances that lie in no ERA folder."""
    folders = Counter(
        (path.partition("/")[0], home) for path, home in homes.items() if _is_of_folder(path, home)
    )
    for (name, home), number in sorted(folders.items()):
        yield Word(
            ODD,
            f"{where}/{shown(name)}",
            f"its name is no folder's; read as {home}/: {several(number, 'file')}",
            f"Rename it to {home}/ or move its files there.",
        )
    alike: dict[tuple[str, bool], list[str]] = {}
    for path, home in sorted(homes.items()):
        if home not in places.ARCHIVES and "/" not in path:
            found = f"it lies in no folder; its columns are those of {home}/, and it is read there"
            yield Word(ODD, f"{where}/{shown(path)}", found, f"Move it into {home}/.")
        elif home not in places.ARCHIVES and _is_stray(path, home):
            found = f"it lies in {path.partition('/')[0]}/, and is read as {home}/: its table is one of those"
            yield Word(ODD, f"{where}/{shown(path)}", found, f"Move it into {home}/.")
        elif not _is_of_folder(path, home):
            above, _, name = path.rpartition("/")
            alike.setdefault((above, places.side_is_told(path)), []).append(shown(name))
    for (above, is_told), names in alike.items():
        side = "" if is_told else "; nothing tells whether through Office Ally or Medi"
        yield Word(
            ODD,
            f"{where}/{above}/{preflight_files.names_of(names)}"
            if above
            else f"{where}/{preflight_files.names_of(names)}",
            f"{several(len(names), '835 file')} outside the ERA folders, read with the remittances{side}",
            "Move what lies here into the ERA folder of the system it came through.",
        )


def _is_of_folder(path: str, home: str) -> bool:
    first, _, rest = path.partition("/")
    return bool(rest) and first not in OF_PRACTICE and places.home_of(first) == home


def _is_stray(path: str, home: str) -> bool:
    """Whether a file lies in a known folder of another kind than its own."""
    first, _, rest = path.partition("/")
    return bool(rest) and places.is_known(first) and first != home


def _in_folders(folder: Path, client: Path, where: str, known: frozenset[str]) -> Iterator[Word]:
    """Files in the right folder that nothing reads, and tables that wait for a person."""
    named = dict.fromkeys(sorted(known), "")
    if known is OF_PRACTICE:
        named |= {path.partition("/")[0]: home for path, home in places.look(str(folder)).items()
                  if _is_of_folder(path, home)}  # fmt: skip
    loose = places.look(str(folder)) if known is OF_PRACTICE else {}
    for name, home in named.items():
        for said in preflight_files.of_folder(folder / name, client, home):
            yield Word(ODD, f"{where}/{name}/{said.name}", said.found, said.todo)
        beside = [folder / path for path, read in sorted(loose.items())
                  if read == name and ("/" not in path or _is_stray(path, name))]  # fmt: skip
        for rows in preflight_files.rows_of_folder(folder / name, client, home, beside):
            weight, todo = (ODD, _SEE_ROWS) if rows.is_odd else (ROWS, "")
            path = rows.name.removeprefix("./") if rows.name.startswith("./") else f"{name}/{rows.name}"
            yield Word(weight, f"{where}/{path}", rows.words, todo)


def _unread_folder(path: Path, where: str, known: frozenset[str] | set[str]) -> Iterator[Word]:
    kinds: Counter[str] = Counter()
    mails: list[str] = []
    maps = 0
    for number, entry in enumerate(walk(path, path.parent, documents=True)):
        if number >= _LOOKED_AT:
            break
        if not is_clutter(entry.source_file) and entry.kind != "zip":
            kinds["835" if entry.data is not None and kind_of(entry.data) == "835" else "file"] += 1
            mail = None if entry.data is None else mail_of(entry.data) or note_of(entry.data)
            mails += [mail.words] if mail else []
            is_map = entry.data is not None and id_maps.is_folder(path.name)
            maps += bool(is_map and id_maps.versions_of(entry.data, entry.source_file))
    if not kinds:
        return
    if mails:
        more = f"; and {len(mails) - _MAILS:,} more" if len(mails) > _MAILS else ""
        yield Word(ODD, where, f"{'; '.join(mails[:_MAILS])}{more}", _READ_MAIL)
    kinds["file"] -= len(mails)
    if maps:
        yield Word(ROWS, where, f"{several(maps, 'file')}: {preflight_files.OWN_MAP}", "")
        kinds["file"] -= maps
    if not kinds.total():
        return
    if path.name in file_subject.FOLDERS and not kinds["835"]:
        yield Word(ROWS, where, f"{several(kinds.total(), 'file')}: 01 counts what lies here", "")
        return
    further = "further file" if mails else "file"
    remits = f", {kinds['835']:,} of them 835 remittances" if kinds["835"] else ""
    meant = "era" if kinds["835"] else _meant(path.name, known)
    rename = (
        f"Rename it to {meant}/ or move its files there."
        if meant
        else "Move its files into the folder of their kind."
    )
    yield Word(
        ODD, where, f"no notebook reads this folder: {several(kinds.total(), further)}{remits}", rename
    )


def _meant(name: str, known: frozenset[str] | set[str]) -> str | None:
    found = process.extractOne(name.lower(), sorted(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else None


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            is_era = kind_of(file.read(100_000)) == "835"
            names_claims = preflight_files.is_of_medi(path.name) and "claim" in path.name.lower()
            return ": era/" if is_era else ": medi_submissions/" if names_claims else ""
    except OSError:
        return ""


def _lacking(folder: Path, where: str) -> Iterator[Word]:
    """What a notebook will not be able to say, since the folder that it needs is absent or empty."""
    held = set(places.look(str(folder)).values())
    for need in needs():
        there = (
            (folder / need.folder, folder.parent / need.folder) if need.of_client else (folder / need.folder,)
        )
        if not any(has_files(place) for place in there) and need.folder not in held:
            yield Word(
                LACKS,
                f"{where}/{need.folder}",
                EMPTY,
                f"{need.notebook} cannot say {need.says}.",
            )


@dataclass(frozen=True)
class Asked:
    """One thing to ask a client for: the folder that takes it, its files so far, what waits for it."""

    folder: str
    ask: str
    files: int
    notebooks: tuple[str, ...]
    of_client: bool = False


def to_ask(home: Path, client: str, practice: str) -> list[Asked]:
    """Return what to ask a client for, in the order in which it is asked, with how many files are in hand."""
    folder, needs = home / "data" / "raw" / client / practice, reference.load("preflight", Needs).need
    found = []
    for need in (need for need in needs if need.ask):
        there = [folder / need.folder, *([folder.parent / need.folder] if need.of_client else [])]
        files = sum(_files(place) for place in there)
        waiting = tuple(other.notebook for other in needs if other.folder == need.folder)
        found.append(Asked(need.folder, need.ask, files, waiting, need.of_client))
    return found


def _files(folder: Path) -> int:
    """How many files lie below a folder, without what an operating system leaves there."""
    try:
        return sum(path.is_file() and not is_clutter(path.name) for path in folder.rglob("*"))
    except OSError:
        return 0


def needs() -> tuple[Need, ...]:
    """Return what each notebook needs before it can answer."""
    return reference.load("preflight", Needs).need


def has_files(folder: Path) -> bool:
    """Tell whether a folder holds a file; one that cannot be looked through is taken to hold one."""
    try:
        return any(not is_clutter(path.name) for path in folder.rglob("*") if path.is_file())
    except OSError:
        return True
