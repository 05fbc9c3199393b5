"""Claims as they were sent: the 837 files that lie beside the file summaries, one row per claim.

Of an 837 what tells of the batch and of each claim is read: group, day, receiver, who bills and who renders, payer,
charge, days of service, and whether a claim replaces or takes back an earlier one. What its claims are as submissions
is told in `batch_claims`.
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
    Column(
        "service_from",
        Kind.DATE,
        "Service from",
        "the first DTP*472 of the claim, else DTP*434",
        Privacy.DESK,
    ),
    Column("service_through", Kind.DATE, "Service through", "the last of them", Privacy.DESK),
    Column("charge_cents", Kind.CENTS, "Charged", "CLM02; null where it is no amount"),
    Column("payer_name", Kind.TEXT, "Payer", "NM1*PR of the subscriber"),
    Column("payer_id", Kind.TEXT, "Payer id", "NM109 there"),
    Column(
        "form", Kind.TEXT, "Form", "by GS08: professional, institutional, dental; null where it tells none"
    ),
    Column("frequency_code", Kind.TEXT, "Frequency", "CLM05-3: 7 replaces, 8 takes back an earlier claim"),
    Column("payer_order", Kind.TEXT, "Payer's turn", "SBR01: P is the first payer"),
    Column("receiver", Kind.TEXT, "Sent to", "NM1*40"),
    Column("is_test", Kind.FLAG, "Test", "ISA15 is T"),
    Column("tax_id", Kind.TEXT, "Tax ID", "REF*EI of the billing provider"),
    Column("billing_npi", Kind.TEXT, "Billing NPI"),
    Column("rendering_npi", Kind.TEXT, "Rendering NPI", "NM1*82, else of a billing provider who is a person"),
    Column("attending_npi", Kind.TEXT, "Attending NPI", "NM1*71"),
    Column("billing_taxonomy", Kind.TEXT, "Taxonomy of who bills", "PRV03 of PRV*BI"),
    Column(
        "rendering_taxonomy",
        Kind.TEXT,
        "Taxonomy of who renders",
        "PRV03 of each PRV*PE or PRV*AT of the claim and its lines, with blanks between",
    ),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Segment", "", Privacy.DESK),
)
_NEW_SUBSCRIBER = ("20", "22")
_FORMS = {"222": "professional", "223": "institutional", "224": "dental"}  # GS08: 005010X222A1
_PERSON, _BY_NPI = "1", "XX"  # NM102, NM108
_BILLS, _RENDERS = "BI", ("PE", "AT")  # PRV01: who bills; who performs, or attends in an institution
_SERVED, _STATED = "472", "434"  # DTP01: days of a service, and of a whole institutional claim


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
    days = {name: pd.to_datetime(frame[name]) for name in ("sent_on", "service_from", "service_through")}
    npis = ("billing_npi", "rendering_npi", "attending_npi")
    ids = {name: text_values.npis(frame[name]) for name in npis}
    ids |= {
        "tax_id": text_values.tax_ids(frame["tax_id"]),
        "payer_id": text_values.identifiers(frame["payer_id"]),
    }
    return conform(frame.assign(source_file=source_file, **days, **ids), BATCH_CLAIMS), reading.is_whole


@dataclass
class _Reading:
    """One 837 on its way through: what holds for the next claim, and the claims so far."""

    rows: list[dict] = field(default_factory=list)
    number: int = 0
    above: dict = field(default_factory=dict)  # of the interchange and its group
    provider: dict = field(default_factory=dict)
    payer: dict = field(default_factory=dict)  # of the subscriber
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
            self.above |= {
                "group_number": _at(e, 6), "sent_on": _day(_at(e, 4)) or self.above.get("sent_on"),
                "form": next((form for part, form in _FORMS.items() if f"X{part}" in (_at(e, 8) or "")), None),
            }  # fmt: skip
        elif name in ("ST", "SE"):
            self.was_cut |= name == "ST" and self.is_open
            self.is_open, self.claim = name == "ST", None
            self.above.pop("receiver", None)
        else:
            self._in_set(name, e)

    def _in_set(self, name: str, e: list[str]) -> None:
        if name == "HL":
            self.claim = None
            self.payer = {} if _at(e, 3) in _NEW_SUBSCRIBER else self.payer
            self.provider = {} if _at(e, 3) == "20" else self.provider
        elif name == "NM1":
            self._named(_at(e, 1), e)
        elif name == "REF" and self.claim is None and _at(e, 1) == "EI":
            self.provider |= {"tax_id": _at(e, 2)}
        elif name == "PRV":
            self._specialty(_at(e, 1), _at(e, 3))
        elif name == "SBR" and self.claim is None:
            self.payer = {"payer_order": _at(e, 1)}
        elif name == "CLM":
            charge, place = _at(e, 2), (_at(e, 5) or "").split(":")
            self.claim = {
                **self.above, **self.provider, **self.payer, "patient_control_number": _at(e, 1),
                "charge_cents": None if charge is None else money.cents(charge), "source_row": self.number,
                "frequency_code": (place[2].strip() or None) if len(place) > 2 else None,
            }  # fmt: skip
            self.rows.append(self.claim)
        elif name == "DTP" and self.claim is not None and _at(e, 1) in (_SERVED, _STATED):
            self._served(_at(e, 3), is_stated=_at(e, 1) == _STATED)

    def _named(self, role: str | None, e: list[str]) -> None:
        """Keep who a segment names: receiver, billing provider, payer, and of a claim the first who renders it."""
        if role == "40":
            self.above |= {"receiver": _at(e, 3)}
        elif role == "85":
            alone = _at(e, 2) == _PERSON and _at(e, 8) == _BY_NPI
            self.provider |= {"billing_npi": _at(e, 9), "rendering_npi": _at(e, 9) if alone else None}
        elif role == "PR" and self.claim is None:
            self.payer |= {"payer_name": _at(e, 3), "payer_id": _at(e, 9)}
        elif role in ("82", "71") and self.claim is not None and not self.claim.get(f"named {role}"):
            column = "rendering_npi" if role == "82" else "attending_npi"
            self.claim |= {column: _at(e, 9), f"named {role}": True}

    def _specialty(self, role: str | None, code: str | None) -> None:
        """Keep the taxonomy code of who bills, and each one of who renders the claim or a line of it."""
        if role == _BILLS and self.claim is None:
            self.provider |= {"billing_taxonomy": code}
        elif role in _RENDERS and self.claim is not None and code:
            known = (self.claim.get("rendering_taxonomy") or "").split()
            self.claim["rendering_taxonomy"] = " ".join(dict.fromkeys([*known, code]))

    def _served(self, said: str | None, *, is_stated: bool) -> None:
        """Keep the first and the last day of service of the claim, by its lines where they tell one."""
        if self.claim is None:
            return
        first, _, last = (said or "").partition("-")
        begin, end = _day(first), _day(last) or _day(first)
        if self.claim.get("is_stated") and not is_stated:
            self.claim |= {"service_from": None, "service_through": None, "is_stated": False}
        if begin is None or end is None or (is_stated and self.claim.get("service_from")):
            return
        known, through = self.claim.get("service_from"), self.claim.get("service_through")
        self.claim["service_from"] = begin if known is None else min(known, begin)
        self.claim["service_through"] = end if through is None else max(through, end)
        self.claim["is_stated"] = is_stated


def _at(e: list[str], place: int) -> str | None:
    return (e[place - 1].strip() or None) if len(e) >= place else None


def _day(text: str | None) -> dt.date | None:
    text = f"20{text}" if text and len(text) == 6 else text
    return text_values.date_of(text) if text and len(text) == 8 and text.isdigit() else None


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), columns) if filled else empty(columns)
