"""The contents of an archive of remittances: each is read once, and handed to the cache in batches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.errors import InputError
from cutover.reading.era import lists
from cutover.reading.era.batches import Found, joined, lean, numbered, schema
from cutover.reading.era.cache import EraCache, to_arrow
from cutover.reading.era.kind import PAPER
from cutover.reading.era.paper import paper_rows
from cutover.reading.era.reader import Remittance, kind_of
from cutover.reading.era.small_files import Plain, plain, read_joined
from cutover.reading.era.stored import SOURCE
from cutover.reading.era.tables import IN_ARCHIVE, REMITTANCE, TEXT_CHECKS
from cutover.reading.era.text import text_frame, text_rows
from cutover.reading.files.zips import Entry

_BATCH_BYTES = 64 << 20  # read before a batch is stored, so that an interrupted first run is not lost
_READ_TOGETHER = 1_000  # small 835s by one call of the reader
_BYTES_TOGETHER = 16 << 20  # of them, above which no further one costs less by being joined
_CONTENT = IN_ARCHIVE["claims"]  # the column `content` alone
STORED = {
    name: (*columns, *_CONTENT) for name, columns in (REMITTANCE | {"text_checks": TEXT_CHECKS}).items()
}
_MAY_LIST = ("unknown", "zip")  # a zip that is read as one file is an Office document


@dataclass
class Reading:
    """Reads contents that the cache does not hold, and hands them to it in batches.

    `take` one file after the other, then `store` once. `known` tells of each content, by its digest, what it is;
    `strange` holds the bytes of those that may be lists of remittances.
    """

    cache: EraCache
    read: Callable[[bytes, str], Remittance]
    found: dict[str, Found] = field(default_factory=dict)
    tables: dict[str, list[pa.Table]] = field(default_factory=lambda: {name: [] for name in STORED})
    texts: list[tuple[str, dict[str, object]]] = field(
        default_factory=list
    )  # of text ERAs and of papers: content, row
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
            elif kind == PAPER:
                self.texts += ((content, row) for row in paper_rows(data, source_file))
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
            columns = tuple(c for c in STORED[name] if c.name not in ("content", SOURCE))
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
            nothing = {n: lean(schema(columns).empty_table()) for n, columns in STORED.items()}
            self.cache.add(self.found, {n: joined([nothing[n], *self.tables[n]]) for n in STORED})
        self.found, self.tables, self.texts, self.size = {}, {name: [] for name in STORED}, [], 0
        pa.default_memory_pool().release_unused()  # else a large archive is held twice while it is judged


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
