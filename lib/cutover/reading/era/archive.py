"""A practice's archive of remittances: every file accounted for, every content read once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.columns import conform, empty
from cutover.errors import InputError
from cutover.reading.era import lists, same_payment, text_pairing
from cutover.reading.era.batches import Found, joined, lean, numbered, schema
from cutover.reading.era.cache import EraCache, to_arrow
from cutover.reading.era.parts import shared
from cutover.reading.era.reader import Remittance, kind_of, read_era
from cutover.reading.era.small_files import Plain, plain, read_joined
from cutover.reading.era.stored import SOURCE, Stored
from cutover.reading.era.tables import ARCHIVE_FILES, IN_ARCHIVE, LISTED_PAYMENTS, REMITTANCE, TEXT_CHECKS
from cutover.reading.era.text import text_frame, text_rows
from cutover.reading.files.zips import CAPS, READ, Caps, Entry, walk
from cutover.reading.kept import made_of, store
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, file_id, is_clutter, name_date, names_an_era
from cutover.reading.practice.whose import NOT_OWN, UNKNOWN, counts, strangers

ERA, TEXT = "remittances", "remittances as text"
_BATCH_BYTES = 64 << 20  # read before a batch is stored, so that an interrupted first run is not lost
_READ_TOGETHER = 1_000  # small 835s by one call of the reader
_BYTES_TOGETHER = 16 << 20  # of them, above which no further one costs less by being joined
_SMALL = (
    "files",
    "payments",
    "text_checks",
    "not_own",
    "listed",
)  # tables of an archive that are always in memory
_CONTENT = IN_ARCHIVE["claims"]  # the column `content` alone
_STORED = {
    name: (*columns, *_CONTENT) for name, columns in (REMITTANCE | {"text_checks": TEXT_CHECKS}).items()
}
_NOT_AN_ERA = {
    "997": "A receipt for a file of claims (997), not an ERA. Move it to submissions.",
    "999": "A receipt for a file of claims (999), not an ERA. Move it to submissions.",
    "TA1": "A receipt for an interchange (TA1), not an ERA. Move it to submissions.",
    "277": "The status of claims (277), not an ERA. Move it to submissions.",
    "837": "Claims that were submitted (837), not an ERA. Move it to submissions.",
    "file summary": "A summary of submitted claims, not an ERA. Move it to submissions.",
    "zip": "An Office document, not an ERA. Move it to another folder.",
    "system file": "Made by an operating system, holds no data. Nothing to do.",
    "empty": "The file is empty. Download it again.",
}
_NOTHING = "An empty ERA file: it holds no remittance. Download it again."
_OTHER = "not an ERA"
_MAY_LIST = ("unknown", "zip")  # a zip that is read as one file is an Office document
_A_LIST = "It lists remittances and is none. By their check numbers"
_RUBBISH = "Its name is that of an ERA, its content is something else. Download it again."
_UNKNOWN = "Its kind is not known. Open it and see what it is; move it if it is no ERA."


@dataclass(frozen=True)
class Archive:
    """Everything that the remittance files of a practice say.

    `files` has one row per file (ARCHIVE_FILES). The remittance tables have the columns of their contracts
    (REMITTANCE) and then those of IN_ARCHIVE; each content stands in them once, however many files hold it, also
    where its payments are set aside: (`content`, `payment_id`) names a payment. `text_checks` has the columns of
    TEXT_CHECKS and `content`, without those of other payees. `not_own` (NOT_OWN) counts the checks of texts and
    payments of others, and those of which it cannot be told. `listed` (LISTED_PAYMENTS) are the payments that lists
    in the folder name.
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
    reading = _Reading(cache, read)
    entries = [
        reading.take(entry) for entry in walk(practice.raw / folder, practice.raw, caps, documents=True)
    ]
    reading.store()
    if not entries:
        cache.tidy(set())
        return _without_files()
    files = same_payment.mark_duplicates(_files([_row(entry, reading.known) for entry in entries]))
    cache.tidy(set(files["content"].dropna()) & cache.found.keys())
    stored = _stored(cache, files)
    return StoredArchive(_small(files, stored, practice, reading.strange), stored, folder)


def _cache(folder: Path) -> EraCache:
    return EraCache(folder, made_of.program(), _STORED)


def _without_files() -> Archive:
    """The archive of a folder without files, which is the same for every practice; its frames are the caller's own."""
    known = _made_without_files()
    return Archive(**{one.name: getattr(known, one.name).copy(deep=False) for one in fields(Archive)})


def make_ready() -> None:
    """Make what all practices without remittances share, which is else made when it is first asked for."""
    _made_without_files()


@cache
def _made_without_files() -> Archive:
    nobody = Practice("nobody", "nobody", "", frozenset(), frozenset(), Path(__file__))  # without siblings
    files, nothing = same_payment.mark_duplicates(_files([])), Stored([], _STORED)
    large = {name: nothing.frame(name) for name in _STORED}
    return Archive(**(large | _small(files, nothing, nobody)))


def compare(archive: Archive) -> pd.DataFrame:
    """Return what the 835s say of each check that a text ERA names (`pairing.compare`)."""
    return text_pairing.compare(archive.files, archive.payments, archive.text_checks)


@dataclass
class _Reading:
    """Reads contents that the cache does not hold, and hands them to it in batches."""

    cache: EraCache
    read: Callable[[bytes, str], Remittance]
    found: dict[str, Found] = field(default_factory=dict)
    tables: dict[str, list[pa.Table]] = field(default_factory=lambda: {name: [] for name in _STORED})
    texts: list[tuple[str, dict[str, object]]] = field(default_factory=list)  # of text ERAs: content, row
    waiting: dict[str, tuple[Plain, str]] = field(default_factory=dict)  # small 835s, to be read together
    strange: dict[str, bytes] = field(
        default_factory=dict
    )  # of no kind of remittance and not large, by content
    size: int = 0

    def __post_init__(self) -> None:
        self.known = dict(self.cache.found)

    def take(self, entry: Entry) -> Entry:
        """Read a file's content if it is new; return the file without its bytes, with their digest."""
        if entry.data is None:
            return entry
        content = hashlib.sha256(entry.data).hexdigest()
        if content not in self.known and content not in self.waiting:
            if small := plain(entry.data):  # an ordinary 835, as most are: its kind needs no look of its own
                self.waiting[content] = (small, entry.source_file)
            else:
                self._alone(content, kind_of(entry.data), entry.data, entry.source_file)
            self.size += len(entry.data)
            if self.size > _BATCH_BYTES or len(self.waiting) >= _READ_TOGETHER:
                self.store()
            elif small and sum(len(one.data) for one, _ in self.waiting.values()) > _BYTES_TOGETHER:
                self._together()
        if (
            content in self.known
            and self.known[content].kind in _MAY_LIST
            and len(entry.data) <= lists.LARGEST
        ):
            self.strange[content] = entry.data
        return replace(entry, data=None, digest=content)

    def _alone(self, content: str, kind: str, data: bytes, source_file: str) -> None:
        found = Found(kind)
        try:
            if kind == "text ERA":
                self.texts += ((content, row) for row in text_rows(data, source_file))
            elif kind == "835":
                self._remittance(content, self.read(data, source_file))
        except InputError as error:
            place = "" if error.position is None else f" ({error.position})"
            found = Found(kind, f"{_sentence(error.found)}{place}. {error.todo}")
        self.known[content] = self.found[content] = found

    def _remittance(self, content: str, remittance: Remittance) -> None:
        for name in REMITTANCE:
            frame = getattr(remittance, name)
            self._hold(name, frame, [content], np.zeros(len(frame), np.int32))

    def _hold(self, name: str, frame: pd.DataFrame, contents: list[str], owners: np.ndarray) -> None:
        if len(frame):
            columns = tuple(c for c in _STORED[name] if c.name not in ("content", SOURCE))
            table = to_arrow(frame[[c.name for c in columns]], columns)
            self.tables[name].append(lean(table.append_column("content", numbered(contents, owners))))

    def _together(self) -> None:
        """Read the small 835s by one call, and those that it does not settle each by itself."""
        waiting, self.waiting = self.waiting, {}
        settled = np.zeros(len(waiting), bool)
        if len(waiting) > 1:
            frames, owners, settled = read_joined([small for small, _ in waiting.values()], self.read)
            for name, frame in frames.items():
                self._hold(name, frame, list(waiting), owners[name])
        for (content, (small, source_file)), is_settled in zip(waiting.items(), settled, strict=True):
            if is_settled:
                self.known[content] = self.found[content] = Found("835")
            else:
                self._alone(content, "835", small.data, source_file)

    def store(self) -> None:
        """Hand what was read to the cache."""
        self._together()
        contents = list(dict.fromkeys(content for content, _ in self.texts))
        owners = [contents.index(content) for content, _ in self.texts]
        self._hold("text_checks", text_frame([row for _, row in self.texts]), contents, np.array(owners))
        if self.found:
            nothing = {n: lean(schema(columns).empty_table()) for n, columns in _STORED.items()}
            self.cache.add(self.found, {n: joined([nothing[n], *self.tables[n]]) for n in _STORED})
        self.found, self.tables, self.texts, self.size = {}, {name: [] for name in _STORED}, [], 0
        pa.default_memory_pool().release_unused()  # else a large archive is held twice while it is judged


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(entry: Entry, known: dict[str, Found]) -> dict:
    """One row of the files, before copies and pairs are known."""
    name = base_name(entry.source_file)
    row = {
        "source_file": entry.source_file,
        "container": entry.container,
        "bytes": entry.size,
        "content": entry.digest,
        "kind": entry.kind or "unknown",
        "state": entry.state,
        "reason": entry.reason,
        "file_id": file_id(name),
        "name_date": name_date(name),
    }
    return row if entry.kind == "zip" or entry.digest is None else row | _said_of(entry, known[entry.digest])


def _said_of(entry: Entry, found: Found) -> dict:
    """Kind, state and reason of a file whose content was looked into."""
    if found.unreadable:
        return {"kind": found.kind, "state": "unreadable", "reason": found.unreadable}
    if found.kind in ("835", "text ERA"):
        return {"kind": found.kind, "state": READ}
    clutter = found.kind in ("unknown", "empty") and is_clutter(entry.source_file)
    kind = "system file" if clutter else found.kind
    if kind == "empty" and names_an_era(base_name(entry.source_file)):
        return {"kind": kind, "state": "unreadable", "reason": _NOTHING}
    if kind == "unknown" and "_ERA_" in base_name(entry.source_file).upper():
        return {"kind": kind, "state": "unreadable", "reason": _RUBBISH}
    return {"kind": kind, "state": _OTHER, "reason": _NOT_AN_ERA.get(kind, _UNKNOWN)}


def _files(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[c.name for c in ARCHIVE_FILES], dtype=object)
    return conform(frame, ARCHIVE_FILES).sort_values("source_file", ignore_index=True)


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
    payments, checks = _judged(stored, files, practice), stored.frame("text_checks")
    files, listed = _without_lists(files, payments, strange)
    whole = _counted(files, payments, checks)
    paired = text_pairing.pairs(whole, payments, checks)
    whole = conform(whole.assign(paired_with=text_pairing.paired_with(whole, paired)), ARCHIVE_FILES)
    told = same_payment.text_payees(checks, practice, payments)
    not_own = pd.concat(
        [_of_others(payments, practice), strangers(told, TEXT, checks["source_file"], checks["amount_cents"])]
    )
    ours = checks[counts(told)].reset_index(drop=True)
    return dict(zip(_SMALL, (whole, payments, ours, conform(not_own, NOT_OWN), listed), strict=True))


def _without_lists(
    files: pd.DataFrame, payments: pd.DataFrame, strange: Mapping[str, bytes]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The files with those that list remittances told as such, and what they list (LISTED_PAYMENTS)."""
    told = files.copy()
    found = [empty(LISTED_PAYMENTS)]
    doubtful = files[files["content"].isin(strange) & files["state"].eq(_OTHER)].drop_duplicates("content")
    for content, name in zip(doubtful["content"], doubtful["source_file"], strict=True):
        rows = lists.listed(strange[content], name, payments)
        if rows is not None:
            found.append(rows)
            here, every = int(rows["is_on_file"].sum()), len(rows)
            same = told["content"].eq(content).fillna(False).astype(bool)
            told.loc[same, ["kind", "reason"]] = [
                lists.LIST,
                f"{_A_LIST} {here:,} of its {every:,} are on file.",
            ]
    return told, conform(pd.concat([part for part in found if len(part)] or found), LISTED_PAYMENTS)


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


def _counted(files: pd.DataFrame, payments: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """The files with how many payments are in each and what they come to."""
    said = pd.concat(
        [
            payments.groupby("content")["paid_cents"].agg(["size", "sum"]),
            checks.groupby("content")["amount_cents"].agg(["size", "sum"]),
            pd.DataFrame({"size": pd.Series(dtype="Int64"), "sum": pd.Series(dtype="Int64")}),
        ]
    )
    none = (files["kind"] == "835") & files["content"].notna() & ~files["content"].isin(said.index)
    counted = files.assign(
        payment_count=files["content"].map(said["size"]).astype("Int64").mask(none, 0),
        paid_cents=files["content"].map(said["sum"]).astype("Int64").mask(none, 0),
    )
    return _without_payments(counted)


def _without_payments(files: pd.DataFrame) -> pd.DataFrame:
    """An 835 that was read and yields no payment is as good as unreadable."""
    void = (files["kind"] == "835") & (files["state"] == READ) & (files["payment_count"] == 0)
    reason = "No payment (ST) in it can be read. Download it again."
    return files.assign(
        state=files["state"].mask(void, "unreadable"), reason=files["reason"].mask(void, reason)
    )
