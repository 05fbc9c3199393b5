"""Days as a calendar file (iCalendar, RFC 5545), hand-written: all-day events without anything about patients."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

_OCTETS = 75  # of a line, without its end (RFC 5545, 3.1)


@dataclass(frozen=True)
class Event:
    """One all-day event: its day, its title, more about it, and what it is told by when the plan is made again."""

    day: dt.date
    title: str
    more: str
    identity: str


def calendar(events: Iterable[Event], name: str, as_of: dt.date) -> bytes:
    """Return a calendar of these events; the same bytes for the same events.

    An event keeps its UID as long as its identity is the same, so that a new plan moves it in a calendar that has
    taken an older one.
    """
    stamp = f"{as_of:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cutover Workbook//Rollout plan//EN", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    for event in events:
        uid = hashlib.sha256(event.identity.encode()).hexdigest()[:24]
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}@cutover-workbook", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + dt.timedelta(1):%Y%m%d}", f"SUMMARY:{_text(event.title)}",
            f"DESCRIPTION:{_text(event.more)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(said: str) -> str:
    """A text value: backslash, comma, semicolon and line ends are escaped (RFC 5545, 3.3.11)."""
    plain = said.replace("\r", " ")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return "".join(c for c in plain.replace("\n", "\\n") if c.isprintable())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, the later ones after a blank; no letter is cut in two."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        limit = _OCTETS - (1 if pieces else 0)
        if len((piece + letter).encode()) > limit:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
