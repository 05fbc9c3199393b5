"""A payer's explanation of payment on paper, typed or scanned to text: its check, and the claims that it paid.

Such letters have no common layout. So a value is read only where a label stands before it, or its column bears one, and
what is not clear is left out: a check without one number and one amount, and claims that do not add up to the check.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from cutover.reading.era.kind import TITLE
from cutover.reading.era.text import SEPARATOR, text_lines
from cutover.reading.files.values import amount_cents, date_of

_MONEY = r"(?:\(\$?[\d,]+\.\d{2}\)|-?\$?-?[\d,]+\.\d{2}-?)(?![\d.])"
_OF = r"\s*(?:#|(?:no|nbr|num|number)\b\.?)"
_NUMBER = r"(?P<said>[A-Za-z]*\d[\w-]*)"
_ALONE = r"(?<![A-Za-z]\s)\b"  # no word stands before it that would make it another thing
_CHECK = re.compile(
    rf"\b(?:check|cheque|draft|warrant|eft|trace|payment)(?:\s*/\s*eft)?{_OF}\s*[:#]?\s*{_NUMBER}",
    re.IGNORECASE,
)
_DAY = (
    r"\s*:?\s*(?P<said>\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    r"|[A-Za-z]{3,9}\.? \d{1,2}, ?\d{4})(?!\d)"
)
_CHECK_DAY = re.compile(rf"\b(?:check|cheque|payment|eft|issue|paid)\s+date{_DAY}", re.IGNORECASE)
_BARE_DAY = re.compile(rf"{_ALONE}date{_DAY}", re.IGNORECASE)
_CHECK_CENTS = re.compile(
    rf"\b(?:check|cheque|eft|net)\s+(?:amount|total)\s*:?\s*(?P<said>{_MONEY})", re.IGNORECASE
)
_BARE_CENTS = re.compile(rf"{_ALONE}amount\s*:?\s*(?P<said>{_MONEY})", re.IGNORECASE)
_SUM = re.compile(
    rf"\b(?:total|payment)\s+(?:amount\s+)?(?:paid|payment|amount)\s*:?\s*(?P<said>{_MONEY})", re.IGNORECASE
)
_ACCOUNT_WORDS = r"(?:(?:patient|pt)\.?\s+)?(?:acct|acnt|accnt|account)"
_ACCOUNT = re.compile(rf"\b{_ACCOUNT_WORDS}(?:{_OF})?\s*[:#]?\s*{_NUMBER}", re.IGNORECASE)
_PAID_WORDS = r"(?:(?:plan|net|insurance|we|amount|amt)\s+)?paid(?:\s+(?:amount|amt))?"
_PAID = re.compile(rf"{_ALONE}{_PAID_WORDS}\s*:?\s*(?P<said>{_MONEY})", re.IGNORECASE)
_ACCOUNT_HEAD = re.compile(rf"{_ACCOUNT_WORDS}(?:{_OF})?", re.IGNORECASE)
_PAID_HEAD = re.compile(_PAID_WORDS, re.IGNORECASE)
_GAP = re.compile(r"\s{2,}")
_PAYEE = re.compile(r"\b(?:payee|pay(?:able)?\s+to|paid\s+to)\s*:?\s*(?P<said>\S+(?: \S+)*)", re.IGNORECASE)
_TIN = re.compile(
    rf"\b(?:tax\s*id|tin|ein)(?:{_OF})?\s*[:#]?\s*(?P<said>\d{{2}}-?\d{{7}})(?!\d)", re.IGNORECASE
)
_NPI = re.compile(rf"\bnpi(?:{_OF})?\s*[:#]?\s*(?P<said>\d{{10}})(?!\d)", re.IGNORECASE)
_PAYER = re.compile(r"\b(?:payer|payor|insurer)\s*:\s*(?P<said>\S+(?: \S+)*)", re.IGNORECASE)

Lines = list[tuple[int, str]]


def paper_rows(data: bytes, source_file: str) -> list[dict[str, object]]:
    """Return the checks that an explanation on paper tells of, one dict each by the columns of TEXT_CHECKS.

    None where no check with one number and one amount is in it. Claims (account and paid cents) are those of lines with
    both labels, or of columns under both; where they do not add up to the check, none is told. Amounts in whole cents.
    """
    lines = list(enumerate(text_lines(data), 1))
    begins = _checks(lines)
    if not begins:
        return []
    payer, payee = _payer(lines), _payee(lines)
    ends = [*(place for _, place in begins[1:]), len(lines)]
    rows: list[dict[str, object]] = []
    for (number, place), end in zip(begins, ends, strict=True):
        part = lines if len(begins) == 1 else lines[place:end]
        if (cents := _cents(part, lines[place][1])) is None:
            continue
        claims = _claims(part)
        claims = claims if sum(paid for _, paid in claims) == cents else []
        rows.append({
            "check_id": len(rows), "check_number": number, "amount_cents": cents, "claims_stated": None, **payee,
            "check_date": _day(part, lines[place][1]), "payer_name": payer, "claims_counted": len(claims),
            "claims_paid_cents": sum(paid for _, paid in claims),
            "claim_accounts": SEPARATOR.join(f"{account}={paid}" for account, paid in claims) or None,
            "source_file": source_file, "source_row": lines[place][0],
        })  # fmt: skip
    return rows


def _checks(lines: Lines) -> list[tuple[str, int]]:
    """Each check's number with the place of its first line; a line of another one in between begins no new one."""
    first: dict[str, int] = {}
    for place, (_, line) in enumerate(lines):
        for found in _CHECK.finditer(line):
            first.setdefault(found["said"], place)
    return list(first.items())


def _cents(lines: Lines, head: str) -> int | None:
    """The one amount of a check, None where labels tell none or two."""
    for wanted, where in ((_CHECK_CENTS, lines), (_BARE_CENTS, [(0, head)]), (_SUM, lines)):
        told = {amount_cents(found["said"]) for _, line in where for found in wanted.finditer(line)}
        if told:
            return told.pop() if len(told) == 1 else None
    return None


def _day(lines: Lines, head: str) -> dt.date | None:
    """The one day of a check, None where labels tell none or two."""
    for wanted, where in ((_CHECK_DAY, lines), (_BARE_DAY, [(0, head)])):
        told = {date_of(found["said"]) for _, line in where for found in wanted.finditer(line)}
        if told:
            return told.pop() if len(told) == 1 else None
    return None


def _claims(lines: Lines) -> list[tuple[str, int]]:
    """Account and paid cents of each claim: of lines that label both, else of the rows of a table."""
    both = [(_ACCOUNT.search(line), _PAID.search(line)) for _, line in lines]
    told = [(account["said"], amount_cents(paid["said"])) for account, paid in both if account and paid]
    return [(account, paid) for account, paid in told or _rows(lines) if paid is not None]


def _rows(lines: Lines) -> Iterator[tuple[str, int | None]]:
    """Account and paid cents of the rows under a header that names both columns."""
    width, account, paid = 0, 0, 0
    for _, line in lines:
        cells = _GAP.split(line.strip())
        heads = [[place for place, cell in enumerate(cells) if head.fullmatch(cell)]
                 for head in (_ACCOUNT_HEAD, _PAID_HEAD)]  # fmt: skip
        if all(len(found) == 1 for found in heads):
            width, account, paid = len(cells), heads[0][0], heads[1][0]
        elif (
            len(cells) == width
            and re.fullmatch(_NUMBER, cells[account])
            and re.fullmatch(_MONEY, cells[paid])
        ):
            yield cells[account], amount_cents(cells[paid])


def _payer(lines: Lines) -> str | None:
    """The payer: as labeled, else the line above the title where it has letters and no digit."""
    for _, line in lines:
        if found := _PAYER.search(line):
            return found["said"]
    above = None
    for _, line in lines:
        if TITLE.match(line):
            return above if above and not re.search(r"\d", above) and re.search(r"[A-Za-z]", above) else None
        above = line.strip() or above
    return None


def _payee(lines: Lines) -> dict[str, str | None]:
    """Whom the letter pays: the number and the name that stand behind labels."""
    found = [next((hit["said"] for _, line in lines if (hit := wanted.search(line))), None)
             for wanted in (_TIN, _NPI, _PAYEE)]  # fmt: skip
    number = found[0].replace("-", "") if found[0] else found[1]
    return {"payee_id": number, "payee_name": found[2]}
