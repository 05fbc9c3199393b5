"""Claims as they were sent: the 837 files that lie beside the file summaries, one row per claim.

Of an 837 only what tells a batch is read: group, day, claims, charges, payers. Its claims are no submissions of their
own here: file summaries and histories tell those, and a file that lies in a folder is not proven to have gone out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from cutover import money
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.era.kind import kind_of
from cutover.reading.files import values as text_values
from cutover.reading.kept import store
from cutover.reading.practice import marks
from cutover.reading.practice.book import Practice
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import NOT_OWN, counts, strangers
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12.acknowledgments import each

SOURCE, KIND = "submitted claims (837)", "837"
# one row per CLM of an 837
BATCH_CLAIMS = (
    Column("sent_on", Kind.DATE, "Sent on", "GS04, else the interchange's day"),
    Column("group_number", Kind.TEXT, "Group no.", "GS06", Privacy.DESK),
    Column("patient_control_number", Kind.TEXT, "Account no.", "CLM01", Privacy.PHI),
    Column("service_from", Kind.DATE, "Service from", "the first DTP*472 of the claim", Privacy.DESK),
    Column("charge_cents", Kind.CENTS, "Charged", "CLM02; null where it is no amount"),
    Column("payer_name", Kind.TEXT, "Payer", "NM1*PR of the subscriber"),
    Column("is_test", Kind.FLAG, "Test", "ISA15 is T"),
    Column("tax_id", Kind.TEXT, "Tax ID", "REF*EI of the billing provider"),
    Column("billing_npi", Kind.TEXT, "Billing NPI"),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Segment", "", Privacy.DESK),
)
_NEW_SUBSCRIBER = ("20", "22")


@dataclass(frozen=True)
class Batches:
    """The claims of the 837 files of a practice (`claims`, BATCH_CLAIMS), and notes about files that are cut.

    `not_own` (NOT_OWN) counts the claims that are not known to be the practice's; they are in no row of `claims`.
    """

    claims: pd.DataFrame = field(default_factory=lambda: empty(BATCH_CLAIMS))
    notes: tuple[str, ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))


def load_batches(practice: Practice, folder: str) -> Batches:
    """Return the claims of the 837 files in a folder of a practice, each content once; no file raises."""
    return store.of(practice, f"batches-{folder}", lambda: _read(practice, folder), worth=1 << 14)


def _read(practice: Practice, folder: str) -> Batches:
    judge, seen = Judge(practice), set()
    kept, notes, others = [], [], []
    for entry in walk_home(practice.raw / folder, practice.raw):
        content = hashlib.sha256(entry.data or b"").hexdigest()
        if entry.data is None or content in seen or kind_of(entry.data) != KIND:
            continue
        seen.add(content)
        rows, is_whole = read_batch(entry.data, entry.source_file)
        if not is_whole:
            notes.append(f"{entry.source_file}: an 837 that is cut: claims behind the cut are not counted.")
        told = judge.by_identifiers(rows["tax_id"], [rows["billing_npi"]])
        by_numbers = partial(marks.of_numbers, [rows["patient_control_number"]], rows["service_from"])
        told = judge.of_marks(told, by_numbers, content, by_row=True)
        others.append(strangers(told, SOURCE, rows["source_file"], rows["charge_cents"]))
        kept.append(rows[counts(told)])
    return Batches(_whole(kept, BATCH_CLAIMS), tuple(notes), _whole(others, NOT_OWN))


def read_batch(data: x12.FileBytes, source_file: str) -> tuple[pd.DataFrame, bool]:
    """Return the claims of an 837 (BATCH_CLAIMS), and whether each of its sets has an end."""
    reading = _Reading()
    for segments in x12.chunks(x12.decoded(data), ()):
        for name, elements, _ in each(segments):
            reading.take(name.upper(), elements)
    frame = pd.DataFrame(reading.rows, columns=[c.name for c in BATCH_CLAIMS], dtype=object)
    days = {name: pd.to_datetime(frame[name]) for name in ("sent_on", "service_from")}
    ids = {
        "tax_id": text_values.tax_ids(frame["tax_id"]),
        "billing_npi": text_values.npis(frame["billing_npi"]),
    }
    return conform(frame.assign(source_file=source_file, **days, **ids), BATCH_CLAIMS), reading.is_whole


@dataclass
class _Reading:
    """One 837 on its way through: what holds for the next claim, and the claims so far."""

    rows: list[dict] = field(default_factory=list)
    number: int = 0
    above: dict = field(default_factory=dict)  # of the interchange and its group
    provider: dict = field(default_factory=dict)
    payer: str | None = None
    claim: dict | None = None
    is_open: bool = False  # in a set whose SE has not come
    was_cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing was cut and every set has its end."""
        return not self.was_cut and not self.is_open

    def take(self, name: str, e: list[str]) -> None:
        """Read one segment."""
        self.was_cut |= name == "" and e[:1] == ["cut"]
        if name in ("", x12.OUTSIDE, x12.BARE, x12.UNREADABLE):
            return
        self.number += 1
        if name == "ISA":
            self.above = {"sent_on": _day(_at(e, 9)), "is_test": _at(e, 15) == "T"}
        elif name == "GS":
            self.above |= {"group_number": _at(e, 6), "sent_on": _day(_at(e, 4)) or self.above.get("sent_on")}
        elif name in ("ST", "SE"):
            self.was_cut |= name == "ST" and self.is_open
            self.is_open, self.claim = name == "ST", None
        else:
            self._in_set(name, e)

    def _in_set(self, name: str, e: list[str]) -> None:
        if name == "HL":
            self.claim = None
            self.payer = None if _at(e, 3) in _NEW_SUBSCRIBER else self.payer
            self.provider = {} if _at(e, 3) == "20" else self.provider
        elif name == "NM1" and _at(e, 1) == "85":
            self.provider |= {"billing_npi": _at(e, 9)}
        elif name == "REF" and self.claim is None and _at(e, 1) == "EI":
            self.provider |= {"tax_id": _at(e, 2)}
        elif name == "NM1" and _at(e, 1) == "PR" and self.claim is None:
            self.payer = _at(e, 3)
        elif name == "CLM":
            charge = _at(e, 2)
            self.claim = {
                **self.above, **self.provider, "payer_name": self.payer, "patient_control_number": _at(e, 1),
                "charge_cents": None if charge is None else money.cents(charge), "source_row": self.number,
            }  # fmt: skip
            self.rows.append(self.claim)
        elif name == "DTP" and self.claim is not None and _at(e, 1) == "472":
            self._served(_at(e, 3))

    def _served(self, said: str | None) -> None:
        """Keep the earliest day of service of the claim."""
        day = _day((said or "").partition("-")[0])
        known = self.claim.get("service_from") if self.claim else None
        if self.claim is not None and day and (known is None or day < known):
            self.claim["service_from"] = day


def _at(e: list[str], place: int) -> str | None:
    return (e[place - 1].strip() or None) if len(e) >= place else None


def _day(text: str | None) -> dt.date | None:
    text = f"20{text}" if text and len(text) == 6 else text
    return text_values.date_of(text) if text and len(text) == 8 and text.isdigit() else None


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), columns) if filled else empty(columns)
