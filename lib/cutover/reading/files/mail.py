"""E-mails kept as files: who wrote when about what, and their own words, which are for a person and quoted at most."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from cutover.reading.files.days import days_named

_BEGIN = 65_536  # bytes at the head of a file that are looked at
_LINE = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:|[ \t])")
_NAMED = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):")
_QUOTES = re.compile(
    r"\s*(?:>|-{3,} ?(?:Original|Forwarded)|On .{4,80} wrote:|From: )", re.IGNORECASE
)  # what follows is older
_FEWEST = 3  # lines of a head
_PAGE = b"snapshot-content-location"  # a web page that a browser saved


@dataclass(frozen=True)
class Mail:
    """The head of an e-mail: who wrote it, on which day, about what; null where it does not say so."""

    written_by: str | None
    written_on: dt.date | None
    subject: str | None

    @property
    def words(self) -> str:
        """In words: `an e-mail of Ann Ito, 2026-03-02, "Move in May"`."""
        by = f"an e-mail of {self.written_by}" if self.written_by else "an e-mail"
        subject = f'"{self.subject}"' if self.subject else "without a subject"
        return ", ".join([by, str(self.written_on) if self.written_on else "without a day", subject])


def mail_of(data: bytes) -> Mail | None:
    """Return the head of a file that is an e-mail, as a mail program saves it or a person copies it; else None."""
    head = re.split(rb"\r?\n[ \t]*\r?\n", data[:_BEGIN].removeprefix(b"\xef\xbb\xbf").lstrip(), maxsplit=1)[0]
    lines = head.splitlines()
    named = {found[1].lower() for line in lines if (found := _NAMED.match(line))}
    is_head = len(lines) >= _FEWEST and all(map(_LINE.match, lines)) and _PAGE not in named
    if (
        not is_head
        or b"from" not in named
        or not named & {b"date", b"sent"}
        or not named & {b"to", b"subject"}
    ):
        return None
    try:
        message = message_from_bytes(head + b"\n\n", policy=default)
        said = {name.lower(): " ".join(str(text).split()) for name, text in message.items()}
    except Exception:  # what `email` raises on headers that no mail program writes is of many kinds
        return Mail(None, None, None)
    name, address = parseaddr(said.get("from", ""))
    subject = said.get("subject", "")[:120]
    day = _day(said.get("date") or said.get("sent") or "")
    return Mail(name or address or said.get("from") or None, day, subject or None)


def body_of(data: bytes) -> list[str]:
    """Return the paragraphs of an e-mail as a person wrote it, each in one line; what it quotes of others is left out.

    Nothing where its text cannot be taken out.
    """
    try:
        message = message_from_bytes(data[:_BEGIN].removeprefix(b"\xef\xbb\xbf").lstrip(), policy=default)
        part = message.get_body(("plain",))
        text = part.get_content() if part is not None else ""
    except Exception:  # as above
        return []
    lines = text.splitlines()
    own = lines[: next((place for place, line in enumerate(lines) if _QUOTES.match(line)), len(lines))]
    parts = "\n".join(line.strip() for line in own).split("\n\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _day(text: str) -> dt.date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError):
        named = days_named(text)  # `25 Nov 2026`, as a person types or a program copies it
        return named[0][0] if named else None
