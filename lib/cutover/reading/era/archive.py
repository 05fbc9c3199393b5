"""A practice's archive of remittances: every file accounted for, every content read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.era import archive_files, same_payment, text_pairing
from cutover.reading.era.cache import EraCache
from cutover.reading.era.contents import STORED, Reading
from cutover.reading.era.kind import PAPER
from cutover.reading.era.parts import shared
from cutover.reading.era.reader import Remittance, read_era
from cutover.reading.era.stored import Stored
from cutover.reading.era.tables import ARCHIVE_FILES, IN_ARCHIVE, LISTED_PAYMENTS, REMITTANCE
from cutover.reading.files.zips import CAPS, Caps
from cutover.reading.kept import program, store
from cutover.reading.practice.book import Practice
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import NOT_OWN, UNKNOWN, counts, strangers

ERA, TEXT = "remittances", "remittances as text"
_PAYMENT = ["content", "payment_id"]
_CUT = "the file ends inside a payment"
# places in a file behind which payments or amounts are lost
_LOST = {
    "unreadable interchange": "an interchange in it cannot be read",
    "second BPR": "the end of one payment and the beginning of the next are lost",
    "not an amount": "an amount in it cannot be read",
}
_SMALL = (
    "files",
    "payments",
    "text_checks",
    "not_own",
    "listed",
    "papers",
)  # tables of an archive that are always in memory


@dataclass(frozen=True)
class Archive:
    """Everything that the remittance files of a practice say.

    `files` has one row per file (ARCHIVE_FILES). The remittance tables have the columns of their contracts
    (REMITTANCE) and then those of IN_ARCHIVE; each content stands in them once, however many files hold it, also
    where its payments are set aside: (`content`, `payment_id`) names a payment. `text_checks` has the columns of
    TEXT_CHECKS and `content`, without those of other payees. `not_own` (NOT_OWN) counts the checks of texts and
    payments of others, and those of which it cannot be told. `listed` (LISTED_PAYMENTS) are the payments that lists
    in the folder name. `papers` has the checks of explanations on paper as `text_checks` has those of texts: of their
    payers no 835 may ever come.
    """

    files: pd.DataFrame
    payments: pd.DataFrame
    claims: pd.DataFrame
    services: pd.DataFrame
    adjustments: pd.DataFrame
    provider_adjustments: pd.DataFrame
    unread: pd.DataFrame
    text_checks: pd.DataFrame
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    listed: pd.DataFrame = field(default_factory=lambda: empty(LISTED_PAYMENTS))
    papers: pd.DataFrame = field(default_factory=lambda: empty(STORED["text_checks"]))

    def with_columns(self, names: Mapping[str, Sequence[str]]) -> Archive:
        """Return the archive with these columns alone of the tables that are named."""
        return replace(
            self, **{table: getattr(self, table)[list(columns)] for table, columns in names.items()}
        )

    def rows(self, table: str) -> int:
        """Return how many rows a table has."""
        return len(getattr(self, table))

    def part(self, table: str, columns: Sequence[str], rows: np.ndarray | None = None) -> pd.DataFrame:
        """Return these columns of a table, of all its rows or of those that are marked, numbered anew.

        `content` and `source_file` may be categories, which take a fraction of the memory of texts.
        """
        found = getattr(self, table)[list(columns)]
        return (found if rows is None else found[rows]).reset_index(drop=True)

    @cached_property
    def lost(self) -> dict[str, str]:
        """Why a file that was read is not read in full, by its path; payments that are set aside lose nothing."""
        payments = self.payments
        aside = pd.MultiIndex.from_frame(payments.loc[payments["set_aside"].notna(), _PAYMENT])
        doubtful = self.part("unread", ["reason"])["reason"].isin(list(_LOST)).to_numpy(bool)
        places = self.part("unread", [*_PAYMENT, "source_file", "reason"], doubtful)
        inside = pd.MultiIndex.from_frame(places[_PAYMENT]).isin(aside)
        places = places[~inside].drop_duplicates("source_file")
        said = {name: _LOST[why] for name, why in zip(places["source_file"], places["reason"], strict=True)}
        cut = payments[payments["set_aside"].isna() & ~payments["is_whole"].fillna(False).astype(bool)]
        return said | dict.fromkeys(cut["source_file"], _CUT)

    @cached_property
    def others(self) -> frozenset[str]:
        """The files all of whose payments or checks are of other payees, and the zips that hold such files alone."""
        files = self.files
        aside = self.payments["set_aside"].eq("other payee").fillna(False)
        theirs = set(self.payments["content"][aside]) - set(self.payments["content"][~aside])
        texts = files[(files["kind"] == "text ERA") & files["payment_count"].gt(0).fillna(False)]
        theirs |= set(texts["content"]) - set(self.text_checks["content"])
        strange = files["content"].isin(theirs)
        inside = strange.groupby(files["container"]).all()
        return frozenset(files["source_file"][strange]) | set(inside.index[inside])


class StoredArchive(Archive):
    """An archive whose large tables lie in the cache of a folder and are read when they are asked for."""

    _stored: Stored
    _folder: str
    _columns: Mapping[str, Sequence[str]]

    def __init__(
        self,
        small: Mapping[str, pd.DataFrame],
        stored: Stored,
        folder: str,
        columns: Mapping[str, Sequence[str]] | None = None,
    ):
        held = {**small, "_stored": stored, "_folder": folder, "_columns": columns or {}}
        for name, value in held.items():
            object.__setattr__(self, name, value)

    def with_columns(self, names: Mapping[str, Sequence[str]]) -> Archive:
        """Return the archive with these columns alone of the tables that are named."""
        small = {n: getattr(self, n)[list(names[n])] if n in names else getattr(self, n) for n in _SMALL}
        return StoredArchive(small, self._stored, self._folder, {**self._columns, **names})

    def part(self, table: str, columns: Sequence[str], rows: np.ndarray | None = None) -> pd.DataFrame:
        """Return these columns of a table, of all its rows or of those that are marked, numbered anew."""
        if table in _SMALL:
            return super().part(table, columns, rows)
        return self._stored.frame(table, columns, rows=rows, lean=True)

    def rows(self, table: str) -> int:
        """Return how many rows a table has."""
        return super().rows(table) if table in _SMALL else len(self._stored.frame(table, []))

    def kept_fields(self) -> dict[str, object]:
        """Return what is kept of the archive: its large tables stay in the cache."""
        return {n: getattr(self, n) for n in _SMALL} | {
            "folder": self._folder,
            "contents": self._stored.digest(),
        }

    @classmethod
    def from_kept(cls, path: Path, folder: str, contents: str, **small: pd.DataFrame) -> Archive:
        """Return the archive of what was kept; raises ValueError where the cache holds other contents."""
        cache = _cache(path.parents[1] / folder)
        stored = _stored(cache, small["files"])
        if stored.digest() != contents:
            raise ValueError("not the remittances that were read")
        return cls(small, stored, folder)

    def _whole(self, table: str) -> pd.DataFrame:
        return self._stored.frame(table, self._columns.get(table))

    claims = cached_property(lambda self: self._whole("claims"))
    services = cached_property(lambda self: self._whole("services"))
    adjustments = cached_property(lambda self: self._whole("adjustments"))
    provider_adjustments = cached_property(lambda self: self._whole("provider_adjustments"))
    unread = cached_property(lambda self: self._whole("unread"))


def load_archive(
    practice: Practice,
    folder: str = "era",
    read: Callable[[bytes, str], Remittance] = read_era,
    caps: Caps = CAPS,
) -> Archive:
    """Return the archive in a folder of a practice; an absent folder is an archive without files.

    Contents that were read before come from `data/processed`; `read` is called for new ones alone. No file
    raises: what cannot be read is a row of `files` with its reason.
    """
    if read is not read_era or caps is not CAPS:
        return _read_archive(practice, folder, read, caps)
    return store.of(practice, f"archive-{folder}", lambda: _read_archive(practice, folder, read, caps))


def _read_archive(practice: Practice, folder: str, read: Callable, caps: Caps) -> Archive:
    cache = _cache(practice.processed / folder)
    reading = Reading(cache, read)
    entries = [
        reading.take(entry) for entry in walk_home(practice.raw / folder, practice.raw, caps, documents=True)
    ]
    reading.store()
    if not entries:
        cache.tidy(set())
        return without_files()
    rows = [archive_files.row_of(entry, reading.known) for entry in entries]
    files = same_payment.mark_duplicates(archive_files.frame_of(rows))
    cache.tidy(set(files["content"].dropna()) & cache.found.keys())
    stored = _stored(cache, files)
    return StoredArchive(_small(files, stored, practice, reading.strange), stored, folder)


def _cache(folder: Path) -> EraCache:
    return EraCache(folder, program.digest(), STORED)


def without_files() -> Archive:
    """The archive of a folder without files, which is the same for every practice; its frames are the caller's own."""
    known = _made_without_files()
    return Archive(**{one.name: getattr(known, one.name).copy(deep=False) for one in fields(Archive)})


def make_ready() -> None:
    """Make what all practices without remittances share, which is else made when it is first asked for."""
    _made_without_files()


@cache
def _made_without_files() -> Archive:
    nobody = Practice("nobody", "nobody", "", frozenset(), frozenset(), Path(__file__))  # without siblings
    files, nothing = same_payment.mark_duplicates(archive_files.frame_of([])), Stored([], STORED)
    large = {name: nothing.frame(name) for name in STORED}
    return Archive(**(large | _small(files, nothing, nobody)))


def compare(archive: Archive) -> pd.DataFrame:
    """Return what the 835s say of each check that a text ERA names (`pairing.compare`)."""
    return text_pairing.compare(archive.files, archive.payments, archive.text_checks)


def _stored(cache: EraCache, files: pd.DataFrame) -> Stored:
    """The rows of the contents of files, with the names that the files have now, whatever they were when read."""
    counted = files[files["state"] != "duplicate"].dropna(subset="content").drop_duplicates("content")
    names = dict(zip(counted["content"], counted["source_file"], strict=True))
    return cache.stored(set(files["content"].dropna()) & cache.found.keys(), names)


def _small(
    files: pd.DataFrame,
    stored: Stored,
    practice: Practice,
    strange: Mapping[str, bytes] = MappingProxyType({}),
) -> dict[str, pd.DataFrame]:
    """The small tables: payments judged, files paired, payments and money counted per file, and what lists name."""
    payments, told = _judged(stored, files, practice), stored.frame("text_checks")
    on_paper = told["content"].isin(files.loc[files["kind"].eq(PAPER), "content"].dropna())
    checks, papers = (told[rows].reset_index(drop=True) for rows in (~on_paper, on_paper))
    files, listed = archive_files.without_lists_and_notes(files, payments, strange)
    files = archive_files.with_papers(files, papers)
    whole = archive_files.counted(files, payments, checks)
    paired = text_pairing.pairs(whole, payments, checks)
    whole = conform(whole.assign(paired_with=text_pairing.paired_with(whole, paired)), ARCHIVE_FILES)
    ours, strange_ones = zip(*(_own(rows, practice, payments) for rows in (checks, papers)), strict=True)
    not_own = conform(pd.concat([_of_others(payments, practice), *strange_ones]), NOT_OWN)
    return dict(zip(_SMALL, (whole, payments, ours[0], not_own, listed, ours[1]), strict=True))


def _own(
    checks: pd.DataFrame, practice: Practice, payments: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The checks of texts, or of papers, that count as the practice's, and those that are not known to be (NOT_OWN)."""
    if checks.empty:
        return checks, empty(NOT_OWN)
    told = same_payment.text_payees(checks, practice, payments)
    aside = strangers(told, TEXT, checks["source_file"], checks["amount_cents"])
    return checks[counts(told)].reset_index(drop=True), aside


def _of_others(payments: pd.DataFrame, practice: Practice) -> pd.DataFrame:
    """The payments that are not the practice's, or that cannot be told where it is known who the practice is."""
    told = same_payment.payees(payments, practice)
    judged = told["whose"].ne(UNKNOWN) | bool(practice.npis or practice.tins)
    rows = payments[judged]
    return strangers(told[judged], ERA, rows["source_file"], rows["paid_cents"])


def _judged(stored: Stored, files: pd.DataFrame, practice: Practice) -> pd.DataFrame:
    payments = stored.frame("payments")
    claims, provider_adjustments = stored.table("claims"), stored.table("provider_adjustments")
    keys = same_payment.payment_keys(payments, claims, provider_adjustments)
    keyed = payments.assign(payment_key=keys)
    ranks = files.assign(rank=same_payment.preference(files["source_file"])).groupby("content")["rank"].min()
    lines = same_payment.reported(keyed, claims, provider_adjustments)
    judged = keyed.assign(set_aside=same_payment.set_aside(keyed, ranks, practice, lines))
    return conform(shared(judged), (*REMITTANCE["payments"], *IN_ARCHIVE["payments"]))
