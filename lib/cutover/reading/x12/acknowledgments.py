"""Receipts for claims: 999 (005010X231A1) says whether a file was taken, 277CA (005010X214) what became of each claim.

`read_acknowledgments` gives tables with contracts; what has no column is kept in `unread` with its place, as for the
835. Counts and ids are as the sender states them, amounts in whole cents. Beside each status code stands nothing of
its meaning: the lists of X12 (external code lists 507 and 508) belong to whoever shows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cutover import money
from cutover.columns import conform
from cutover.errors import InputError
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12.acknowledgment_tables import ACKNOWLEDGMENTS, ASIDE, ERRORS, SETS, STATUSES
from cutover.reading.x12.places import Piece
from cutover.reading.x12.segments import ELEMENT, SEGMENT, Segments

RECEIPTS = ("999", "997", "277")
_TABLES = {
    "acknowledgments": ACKNOWLEDGMENTS, "sets": SETS, "errors": ERRORS, "statuses": STATUSES, "unread": ASIDE,
}  # fmt: skip
_LEVELS = {
    "20": "source",
    "21": "receiver",
    "19": "provider",
    "PT": "claim",
    "22": "subscriber",
    "23": "dependent",
}
_ANSWERS = (
    "subscriber",
    "dependent",
)  # of an answer to a question for the status (277, 005010X212): a TRN is a claim
_SHOWN = 200
_REFERENCES = {"1K": "payer_claim_number", "D9": "clearinghouse_number", "BLT": "bill_type",
               "EJ": "patient_control_number"}  # fmt: skip
ACCEPTED, REJECTED = frozenset({"A", "E"}), frozenset({"R", "M", "W", "X"})


@dataclass(frozen=True)
class Acknowledgments:
    """The tables of one file of receipts; columns and dtypes as in their contracts."""

    acknowledgments: pd.DataFrame
    sets: pd.DataFrame
    errors: pd.DataFrame
    statuses: pd.DataFrame
    unread: pd.DataFrame


def read_acknowledgments(data: x12.FileBytes, source_file: str) -> Acknowledgments:
    """Read every 999, 997 and 277CA of a file.

    Damage is a row of `unread` and the rest still counts. Raises InputError where no receipt is in the file.
    """
    reading = _Reading(source_file)
    for segments in x12.chunks(x12.decoded(data), ()):
        for name, elements, separator in each(segments):
            reading.take(name, elements, separator)
    reading.end()
    if not reading.rows["acknowledgments"]:
        raise InputError(source_file, "no 999, 997 or 277 in it", "Put the receipt itself here.")
    return Acknowledgments(
        **{name: _frame(rows, _TABLES[name], source_file) for name, rows in reading.rows.items()}
    )


def accepted(outcomes: pd.Series) -> pd.Series:
    """Tell of 999 outcomes (AK901, IK501) whether they let the claims through; null for P and what is unknown."""
    known = outcomes.isin(ACCEPTED | REJECTED)
    return outcomes.isin(ACCEPTED).astype("boolean").where(known)


def claims_accepted(statuses: pd.DataFrame) -> pd.DataFrame:
    """Return each claim of a 277CA once, with `is_accepted`: one row per acknowledgment and claim.

    STC03 decides: U anywhere in the claim rejects it, WQ accepts it; null where no status of it says either.
    """
    claims = statuses.dropna(subset="claim_id")
    said = claims.assign(
        no=claims["outcome"].eq("U").fillna(False), yes=claims["outcome"].eq("WQ").fillna(False)
    )
    keys = ["acknowledgment_id", "claim_id"]
    found = said.groupby(keys).agg(no=("no", "any"), yes=("yes", "any"),
                                   patient_control_number=("patient_control_number", "first"),
                                   payer_claim_number=("payer_claim_number", "first")).reset_index()  # fmt: skip
    verdict = found["yes"].astype("boolean").where(found["yes"] | found["no"]).mask(found["no"], False)
    return found.drop(columns=["no", "yes"]).assign(is_accepted=verdict)


def each(segments: Segments) -> Iterator[tuple[str, list[str], str]]:
    """Yield id, elements from 1 and component separator of each segment, blanks around them apart.

    A segment that the file cuts off has no id, and `cut` before what is left of it.
    """
    body = segments.text[: int(segments.marks[segments.last[-1]]) + 1] if len(segments) else b""
    cut = set(segments.cut.tolist())
    at = 0
    for number, raw in enumerate(body.split(bytes([SEGMENT]))[:-1]):
        piece = next((p for p in reversed(segments.pieces) if p.at <= at), segments.pieces[0])
        at += len(raw) + 1
        parts = [part.strip() for part in raw.decode("utf-8", "replace").split(chr(ELEMENT))]
        if number in cut:
            yield "", ["cut", *parts], ""
        elif parts != [""]:
            yield parts[0], parts[1:], _separator(piece)


def _separator(piece: Piece) -> str:
    delimiters = piece.stretch.delimiters
    mark = delimiters.component if delimiters else None
    return ":" if mark is None else chr(mark) if mark >= 32 else "\x1f"


@dataclass
class _Reading:
    """One file on its way through: what was read so far, and what holds now."""

    source_file: str
    rows: dict[str, list[dict]] = field(default_factory=lambda: {name: [] for name in _TABLES})
    number: int = 0
    isa: dict[str, Any] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)  # the receipt; empty outside any, and so are the next
    in_set: dict[str, Any] = field(default_factory=dict)
    segment: dict[str, Any] = field(default_factory=dict)  # the IK3
    level: str | None = None
    above: dict[str, Any] = field(default_factory=dict)  # what holds for the claims below
    claim: dict[str, Any] = field(default_factory=dict)
    claims: int = -1
    other: bool = False  # in a transaction that is no receipt

    def take(self, name: str, e: list[str], separator: str) -> None:
        """Read one segment."""
        if name == "" and e[:1] == ["cut"]:
            return self.aside(e[1], e[2:], "cut")
        self.number += name not in (x12.OUTSIDE, x12.BARE, x12.UNREADABLE)
        if name in (x12.OUTSIDE, x12.BARE, x12.UNREADABLE):
            return None if name == x12.BARE else self.aside(name, e, "damaged")
        name = name.upper()
        if name == "ISA":
            self.close(whole=False)
            self.isa = {"isa_sender": _at(e, 6), "isa_receiver": _at(e, 8), "isa_control": _at(e, 13),
                        "isa_date": self.day(name, e, 9)}  # fmt: skip
            return None
        if name in ("ST", "SE"):
            return self.start(e) if name == "ST" else self.finish(e)
        if self.other:
            return None
        if not self.now:
            return None if name in ("GS", "GE", "IEA", "TA1") else self.aside(name, e, "out of place")
        return self.inside(name, e, separator)

    def start(self, e: list[str]) -> None:
        """Begin a receipt, or a transaction of another kind."""
        self.close(whole=False)
        kind = (_at(e, 1) or "").strip()
        self.other = kind not in RECEIPTS
        if self.other:
            return self.aside("ST", e, "another transaction")
        self.now = {"acknowledgment_id": len(self.rows["acknowledgments"]), "kind": kind, **self.isa,
                    "st_control": _at(e, 2), "source_row": self.number}  # fmt: skip
        return self.rows["acknowledgments"].append(self.now)

    def finish(self, e: list[str]) -> None:
        """Read an SE: its count and control number show whether a segment was lost."""
        if self.now:
            stated = self.count("SE", e, 1)
            if stated != self.number - self.now["source_row"] + 1 or _at(e, 2) != self.now["st_control"]:
                self.aside("SE", e, "counts differ")
        self.close(whole=True)

    def close(self, whole: bool) -> None:
        """End what is open; a receipt without its SE was cut, one without an outcome says nothing."""
        if self.now:
            self.now["is_whole"] = whole
            if not whole:
                self.aside("ST", [self.now["kind"]], "cut")
            if self.now["kind"] != "277":
                self.weigh()
        elif whole and not self.other:
            self.aside("SE", [], "out of place")
        self.now, self.in_set, self.claim, self.above, self.segment = {}, {}, {}, {}, {}
        self.level, self.other = None, False

    def weigh(self) -> None:
        """Say where a 999 decides nothing, or its total is not what its sets say."""
        if not self.now.get("outcome"):
            return self.aside("ST", [self.now["kind"]], "no outcome")
        mine = [s for s in self.rows["sets"] if s["acknowledgment_id"] == self.now["acknowledgment_id"]]
        good = sum(s.get("outcome") in ACCEPTED for s in mine)
        bad = sum(s.get("outcome") in REJECTED for s in mine)
        received, taken = (self.now.get(f"sets_{name}") for name in ("received", "accepted"))
        more = (received is not None and len(mine) > received) or (taken is not None and good > taken)
        if more or (bad and self.now["outcome"] in ACCEPTED) or (good and self.now["outcome"] in REJECTED):
            self.aside("AK9", [self.now["outcome"]], "counts differ")
        return None

    def end(self) -> None:
        """Close the file."""
        self.close(whole=False)

    def inside(self, name: str, e: list[str], separator: str) -> None:
        """Read one segment of a receipt."""
        if self.now["kind"] == "277":
            self.of_claims(name, e, separator)
        else:
            self.of_file(name, e)

    # 999 and 997

    def of_file(self, name: str, e: list[str]) -> None:
        """Read one segment of a 999 or a 997."""
        if name == "AK1":
            self.now |= {"group_kind": _at(e, 1), "group_control": _at(e, 2)}
        elif name == "AK9":
            counts = {n: self.count(name, e, i) for i, n in ((2, "stated"), (3, "received"), (4, "accepted"))}
            self.now |= {"outcome": _code(e, 1)} | {f"sets_{n}": value for n, value in counts.items()}
        elif name == "AK2":
            self.segment = {}
            self.in_set = {"acknowledgment_id": self.now["acknowledgment_id"], "set_id": len(self.rows["sets"]),
                           "set_kind": _at(e, 1), "set_control": _at(e, 2), "source_row": self.number}  # fmt: skip
            self.rows["sets"].append(self.in_set)
        elif not self.in_set or name not in ("IK3", "AK3", "IK4", "AK4", "IK5", "AK5", "CTX"):
            self.aside(name, e, "no column" if name not in ("IK3", "IK4", "IK5", "AK5") else "out of place")
        elif name in ("IK5", "AK5"):
            self.in_set |= {
                "outcome": _code(e, 1),
                "reasons": " ".join(part for part in e[1:] if part) or None,
            }
            if not e or not e[0]:
                self.aside(name, e, "no outcome")
        else:
            self.error(name, e)

    def error(self, name: str, e: list[str]) -> None:
        """Read an error of a segment (IK3) or an element (IK4), or the context of the last one."""
        of_set = {key: self.in_set[key] for key in ("acknowledgment_id", "set_id")}
        if name == "CTX":
            if self.segment:
                last = self.rows["errors"][-1]
                last["context"] = " ".join(filter(None, [last.get("context"), *e]))
            else:
                self.aside(name, e, "no column")
        elif name in ("IK3", "AK3"):
            self.segment = {"segment": _at(e, 1), "place": self.count(name, e, 2), "loop": _at(e, 3)}
            self.rows["errors"].append(
                {**of_set, **self.segment, "code": _at(e, 4), "source_row": self.number}
            )
        else:
            said = {"element": _at(e, 1), "code": _at(e, 3), "value": _at(e, 4), "source_row": self.number}
            self.rows["errors"].append({**of_set, **self.segment, **said})

    # 277CA

    def of_claims(self, name: str, e: list[str], separator: str) -> None:
        """Read one segment of a 277CA."""
        if name == "HL":
            self.rise(_code(e, 3))
        elif name == "NM1" and _code(e, 1) == "PR":
            self.above["payer_name"] = _at(e, 3)
        elif name == "NM1" and _at(e, 1) == "85":
            self.above["provider_npi"] = _at(e, 9) if _at(e, 8) == "XX" else None
        elif name == "TRN" and self.level in _ANSWERS:
            self.begin(_at(e, 2))
        elif name == "TRN" and self.claim and "patient_control_number" in self.claim:
            self.aside(name, e, "out of place")
        elif name == "TRN" and self.claim:
            self.claim["patient_control_number"] = _at(e, 2)
        elif name == "REF" and self.claim and (column := _REFERENCES.get(_at(e, 1) or "")):
            self.claim[column] = _at(e, 2)
        elif name == "DTP" and self.claim and _at(e, 1) == "472":
            self.claim["service_from"], self.claim["service_through"] = self.period(name, e)
        elif name == "SVC" and self.level in ("claim", "line"):
            self.level = "line"
            self.aside(name, e, "no column")
        elif name == "STC":
            self.status(e, separator)
        elif name != "BHT":
            self.aside(name, e, "no column")

    def rise(self, level: str | None) -> None:
        """Begin a level; a claim holds until the next."""
        self.level = _LEVELS.get(level or "", level)
        self.claim = {}
        if self.level == "source":
            self.above = {}
        elif self.level == "provider":
            self.above.pop("provider_npi", None)
        elif self.level == "claim":
            self.begin()

    def begin(self, number: str | None = None) -> None:
        """Begin a claim, by its number where the segment that begins it names it."""
        self.claims += 1
        self.claim = {"claim_id": self.claims} | ({"patient_control_number": number} if number else {})

    def status(self, e: list[str], separator: str) -> None:
        """Read an STC: one row for each of its up to three statuses."""
        level = "claim" if self.level in _ANSWERS else self.level
        shared = {"acknowledgment_id": self.now["acknowledgment_id"], "level": level, "outcome": _code(e, 3),
                  "status_date": self.day("STC", e, 2), "amount_cents": self.amount("STC", e, 4),
                  "message": _at(e, 12), "source_row": self.number}  # fmt: skip
        found = [text for place in (1, 10, 11) if (text := _at(e, place))]
        if not found:
            self.aside("STC", e, "no outcome")
        for composite in found:
            parts = [part.strip().upper() or None for part in composite.split(separator)] + [None, None]
            said = dict(zip(("category", "status", "entity"), parts[:3], strict=True))
            holder = self.claim
            self.rows["statuses"].append(_Late(shared | said, self.above, holder))

    # values

    def amount(self, name: str, e: list[str], place: int) -> int | None:
        """Read an amount in cents; name what is none."""
        text = _at(e, place)
        value = None if text is None else money.cents(text)
        if text is not None and value is None:
            self.aside(name, e, "not an amount")
        return value

    def count(self, name: str, e: list[str], place: int) -> int | None:
        """Read a whole number; name what is none."""
        text = _at(e, place)
        if text is None or (text.isascii() and text.isdigit() and len(text) < 16):
            return None if text is None else int(text)
        self.aside(name, e, "not a number")
        return None

    def day(self, name: str, e: list[str], place: int) -> dt.date | None:
        """Read a day; name what is none."""
        text = _at(e, place)
        found = None if text is None else _day(text)
        if text is not None and found is None:
            self.aside(name, e, "not a date")
        return found

    def period(self, name: str, e: list[str]) -> tuple[dt.date | None, dt.date | None]:
        """Read a DTP: a day, or a period."""
        said = _at(e, 3) or ""
        days = [_day(text) for text in said.split("-")]
        if None in days or len(days) > 2:
            self.aside(name, e, "not a date")
            return None, None
        return days[0], days[-1]

    def aside(self, name: str, e: list[str], reason: str) -> None:
        """Keep a segment that no column holds."""
        known = name if name.isalnum() and len(name) <= 3 else None
        self.rows["unread"].append(
            {
                "acknowledgment_id": None if not self.now else self.now["acknowledgment_id"],
                "segment": known,
                "reason": reason,
                "text": "*".join([name, *e])[:_SHOWN],
                "source_row": self.number,
            }
        )


class _Late(dict):
    """A status whose claim is named by segments behind it as well."""

    def __init__(self, said: dict, above: dict, claim: dict):
        super().__init__(said)
        self.above, self.claim = dict(above), claim


def _at(e: list[str], place: int) -> str | None:
    return (e[place - 1].strip() or None) if len(e) >= place else None


def _code(e: list[str], place: int) -> str | None:
    """A code, which may be written in lower case."""
    found = _at(e, place)
    return found if found is None else found.upper()


def _day(text: str) -> dt.date | None:
    if not (text.isascii() and text.isdigit() and len(text) in (6, 8)):
        return None
    text = text if len(text) == 8 else f"20{text}"
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _frame(rows: list[dict], columns: tuple, source_file: str) -> pd.DataFrame:
    whole = [row.above | row.claim | row if isinstance(row, _Late) else row for row in rows]
    frame = pd.DataFrame(whole, columns=[c.name for c in columns], dtype=object)
    return conform(frame.assign(source_file=source_file), columns)
