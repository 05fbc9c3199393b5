"""The text version of an ERA: enough of it to prove or refute that an 835 is the same remittance.

The layout is that of the one public sample of Office Ally's text (diasks2/era_835_parser,
spec/test_era.txt): columns padded with blanks under a header line, in which a value that is too long pushes
the rest of its line to the right. So a line is read by the shape of its values, and the header's columns
decide only what is blank. The text names no reason by its code (CARC, RARC): it cannot replace the 835.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import framed
from cutover.errors import InputError
from cutover.money import cents
from cutover.reading.era import text_labels
from cutover.reading.era.tables import TEXT_CHECKS
from cutover.reading.era.text_labels import MONEY
from cutover.reading.files.values import date_of

_CHECK = re.compile(
    rf"\s*(?:(?P<number>\S.*?)\s+)??(?P<amount>{MONEY})\s+(?P<claims>\d[\d,]*)\s+(?P<payee>.*?)"
    r"\s*(?P<date>\d{1,2}/\d{1,2}/\d{4})?\s*"
)
_CLAIM_AMOUNTS = re.compile(rf"(?<![\d.,$(-])(?P<charge>{MONEY})\s+(?P<paid>{MONEY})(?=\s|$)")
_PAYEE_ID = re.compile(r"(?P<id>\d{9,10}|\d{2}-\d{7}|\d{3}-\d{2}-\d{4})(?:\s+(?P<name>.*))?")
# a claim may stand under labels instead of in columns: "Check#: 100  Patient ID: 7", then its amounts on a further line
_LABEL = re.compile(
    r"(?:^|(?<=\s))(?P<label>Check#|Patient ID|Charge Amt|Payment Amt|Accnt#|Status|Payer|Tax ID"
    r"|Payer Claim Control Number|Claim Statement Period)\s*:",
    re.IGNORECASE,
)
# the same without colons, all of it in one line: a blank behind each label, two and more before the next
_BARE = re.compile(
    r"(?:^\s*|(?<=\s{2}))(?P<label>Check#|Patient ID|Charge Amt|Payment Amt|Accnt#|Status|Payer)"
    r" (?P<said>\S+(?: \S+)*)",
    re.IGNORECASE,
)
_LABELED, _AMOUNTS = "labeled claim", {"charge amt", "payment amt"}
_UNDER_LABELS = "check under labels"
# claims may follow the summaries without a header of their own; who paid stands in the line beneath, before its number
_BARE_CLAIM = "claim without a header"
_DAY = re.compile(r"\s*\d{1,2}/\d{1,2}/\d{2,4}(?:\s|$)")
_PERSON = re.compile(r"[^\W\d][^,\d]*,\s?[^\W\d]")
_PAYER_BENEATH = re.compile(
    r"\s+(?:Payer\s*:\s*(?P<labeled>\S+(?: \S+)*)"
    r"|(?P<named>\S+(?: \S+)*)\s{2,}(?:Payer )?(?:Claim )?(?:Control|ICN|Claim)\b).*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[=\-_*]{5,}\s*")
_PAGE = re.compile(r"\s*Page\s*:?\s*\d+(?:\s+of\s+\d+)?\s*", re.IGNORECASE)
SEPARATOR = "; "  # of the claims in `claim_accounts`
_LONGEST_LINE = 2_000  # the sample's longest has 165 characters
_HINT = "Download the text version again; the 835 beside it counts without it."


@dataclass
class _Check:
    """One check summary and what its claims come to."""

    number: str | None
    row: int | None
    amount: int | None = None
    stated: int | None = None
    payee_id: str | None = None
    payee_name: str | None = None
    date: dt.date | None = None
    payers: list[str] = field(default_factory=list)
    counted: int = 0
    paid: int = 0
    accounts: list[str] = field(default_factory=list)


@dataclass
class _Text:
    """Where the reader stands in the text."""

    source_file: str
    checks: list[_Check] = field(default_factory=list)
    section: str = "preamble"
    columns: dict[str, int] = field(default_factory=dict)
    awaits_claim: bool = False
    number: str | None = None  # of the check of a claim under labels
    held: _Check | None = (
        None  # the check of the last claim under labels, or of one whose payer stands beneath
    )

    def error(self, row: int, found: str) -> InputError:
        return InputError(self.source_file, found, _HINT, f"line {row}")


def read_text_era(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the checks that a text ERA names (contract TEXT_CHECKS).

    One row per check summary, with the claims beneath that bear its number; amounts in whole cents.
    `source_row` is the line. Where several summaries share a number, or have none, their claims are taken
    in order, each summary as many as it states. Claims of a check without a summary have a row of their
    own, whose `amount_cents` and `claims_stated` are null, so that no claim is lost. Provider adjustments
    are not read: the check's amount already contains them.

    Raises InputError with the line where a check or a claim cannot be read, or where there is none at all.
    """
    return text_frame(text_rows(data, source_file))


def text_rows(data: bytes, source_file: str) -> list[dict[str, object]]:
    """Return the rows that `read_text_era` makes a frame of, so that those of many texts can share one.

    One dict per check summary, by the columns of TEXT_CHECKS; raises as `read_text_era` does.
    """
    text = _Text(source_file)
    for row, line in enumerate(text_labels.in_one_line(text_lines(data)), 1):
        _read_line(text, row, line)
    if text.awaits_claim:
        raise text.error(row, "the text ends where a claim should stand")
    if not text.checks:
        raise text.error(1, "no check summary (Check#, Amount, # Claims) is in the text")
    return _rows(text)


def text_frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return rows of one or several texts as a frame (contract TEXT_CHECKS)."""
    return framed(rows, TEXT_CHECKS)


def claims_told(claim_accounts: pd.Series) -> pd.DataFrame:
    """Return the claims that checks name (`claim_accounts`): `account` and `cents` paid, one row per claim.

    The index is that of the checks.
    """
    told = claim_accounts.dropna().str.split(SEPARATOR).explode().astype("str")
    said = told.str.extract(r"^(?P<account>.*)=(?P<cents>-?\d+)$").dropna()
    return said.astype({"cents": "int64"})


def text_lines(data: bytes) -> list[str]:
    """Return the lines of a text without tabs and form feeds; UTF-8 where it is valid, else latin-1."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = re.split(r"\r\n|\r|\n", text.replace("\x0c", ""))
    return [line.replace("\x00", "").expandtabs().rstrip() for line in lines]


def _read_line(text: _Text, row: int, line: str) -> None:
    if not line or _RULE.fullmatch(line) or _PAGE.fullmatch(line):
        return
    if len(line) > _LONGEST_LINE:
        raise text.error(row, f"a line of {len(line):,} characters, which no text ERA has")
    if told := text_labels.summary(line):
        if text.awaits_claim:
            raise text.error(row, "no charge and payment amount where a claim should be")
        text.section, text.held = _UNDER_LABELS, None
        _read_told(text, row, told)
        return
    labeled = _labeled(line)
    if _begins_a_claim(labeled):
        if text.awaits_claim:
            raise text.error(row, "no charge and payment amount where a claim should be")
        text.section, text.awaits_claim, text.number, text.held = _LABELED, True, labeled.get("check#"), None
    if text.section == _LABELED and labeled:
        _read_labels(text, row, labeled)
        return
    section = _section_of(line)
    if section:
        text.section, text.awaits_claim = section, section == "claim"
        text.columns = {found[0]: found.start() for found in re.finditer(r"\S+(?: \S+)*", line)}
    elif text.section in ("checks", _BARE_CLAIM):
        _read_summary_or_claim(text, row, line)
    elif text.awaits_claim or _is_further_claim(text, line):
        _read_claim(text, row, line)
        text.awaits_claim = False


def _labeled(line: str) -> dict[str, str | None]:
    """What stands behind each label of a line, null where nothing does."""
    found = list(_LABEL.finditer(line)) if ":" in line else []
    if not found:
        return _labeled_without_colons(line)
    ends = [label.start() for label in found[1:]] + [len(line)] * bool(found)
    return {
        re.sub(r"\s+", " ", label["label"]).lower(): line[label.end() : end].strip() or None
        for label, end in zip(found, ends, strict=True)
    }


def _labeled_without_colons(line: str) -> dict[str, str | None]:
    """What stands behind the labels of a line that holds a whole claim; nothing for a header or any other line."""
    if "amt" not in line.lower():  # most lines: told without a look at each label
        return {}
    said: dict[str, str | None] = {found["label"].lower(): found["said"] for found in _BARE.finditer(line)}
    whole = said.keys() >= _AMOUNTS and bool({"check#", "patient id"} & said.keys())
    return said if whole and all(re.fullmatch(MONEY, said[name] or "") for name in _AMOUNTS) else {}


def _begins_a_claim(labeled: dict[str, str | None]) -> bool:
    """A line that names a check or a patient; a header of columns names no amount where it says Charge Amt."""
    amounts = [labeled[name] for name in _AMOUNTS & labeled.keys()]
    named = labeled.get("check#") or labeled.get("patient id")
    return bool(named) and all(re.fullmatch(MONEY, amount or "") for amount in amounts)


def _read_labels(text: _Text, row: int, labeled: dict[str, str | None]) -> None:
    """A line of a claim under labels: its amounts and account, or who paid it."""
    if labeled.keys() >= _AMOUNTS:
        amounts = [re.fullmatch(MONEY, labeled[name] or "") for name in sorted(_AMOUNTS)]
        if not text.awaits_claim or not all(amounts):
            raise text.error(row, "no charge and payment amount where a claim should be")
        paid = _cents(labeled["payment amt"] or "")
        text.awaits_claim, text.held = False, _check_of(text, text.number)
        text.held.counted += 1
        text.held.paid += paid
        if account := labeled.get("accnt#"):
            text.held.accounts.append(f"{account}={paid}")
    payer = labeled.get("payer")
    if text.held and payer and payer not in text.held.payers:
        text.held.payers.append(payer)


def _read_summary_or_claim(text: _Text, row: int, line: str) -> None:
    """A check summary, or a claim that follows the summaries without a header, or what stands beneath such a claim."""
    beneath, text.held = text.held, None
    if _is_bare_claim(text, line):
        text.section, text.columns = _BARE_CLAIM, {}
        _read_claim(text, row, line)
    elif text.section == "checks":
        _read_check(text, row, line)
    elif beneath and (found := _PAYER_BENEATH.fullmatch(line)):
        name = found["labeled"] or found["named"]
        if name not in beneath.payers:
            beneath.payers.append(name)


def _is_bare_claim(text: _Text, line: str) -> bool:
    """A line at the margin with two amounts that bears the number of a check or a name: no sum, no service."""
    amounts = _CLAIM_AMOUNTS.search(line)
    if not text.checks or not amounts or line[0].isspace() or _DAY.match(line):
        return False
    known = any(line.startswith(f"{check.number} ") for check in text.checks if check.number)
    return known or _PERSON.search(line[: amounts.start()]) is not None


def _is_further_claim(text: _Text, line: str) -> bool:
    """A claim without a header of its own begins at the margin; its details are indented."""
    within = text.section in ("claim", "claim details")
    return within and not line[0].isspace() and _CLAIM_AMOUNTS.search(line) is not None


def _section_of(line: str) -> str | None:
    """The section that a header line opens, or None for any other line."""
    folded = re.sub(r"\s+", " ", line).strip().lower().replace("check #", "check#", 1)
    if folded.startswith("check#"):
        return "claim" if "patient id" in folded else "checks" if "amount" in folded else None
    if folded.startswith("adjustment date") and "reason" in folded:
        return "provider adjustments"
    return "claim details" if folded.startswith("line item:") else None


def _column(text: _Text, *names: str, default: int) -> int:
    found = (at for name, at in text.columns.items() if name.lower().replace(" #", "#") in names)
    return next(found, default)


def _read_check(text: _Text, row: int, line: str) -> None:
    """One row of the check summaries, or the rest of a payee's name that was wrapped."""
    begin, end = _column(text, "check#", default=0), _column(text, "amount", default=1)
    found = _CHECK.fullmatch(line)
    if not found:
        if text.checks and not line[: _column(text, "payee", default=end)].strip():
            last = text.checks[-1]
            last.payee_name = " ".join(filter(None, (last.payee_name, line.strip())))
            return
        raise text.error(row, "no check number, amount and number of claims where a check summary should be")
    check = _Check(found["number"] if line[begin:end].strip() else None, row)
    check.amount = _cents(found["amount"])
    check.stated = int(found["claims"].replace(",", ""))
    check.payee_id, check.payee_name = _payee(found["payee"].strip())
    check.date = _date(text, row, found["date"])
    text.checks.append(check)


def _read_told(text: _Text, row: int, told: dict[str, str]) -> None:
    """A check summary under labels."""
    check = _Check(told[text_labels.NUMBER], row)
    check.amount = _cents(told[text_labels.AMOUNT])
    claims = told.get(text_labels.CLAIMS, "").replace(",", "")
    check.stated = int(claims) if claims.isdecimal() else None
    payee_id, payee_name = _payee(told.get(text_labels.PAYEE_ID, ""))
    by_name = _payee(told.get(text_labels.PAYEE, ""))
    check.payee_id, check.payee_name = payee_id or by_name[0], by_name[1] or payee_name
    check.date = date_of(told.get(text_labels.DATE, ""))
    if payer := told.get(text_labels.PAYER):
        check.payers.append(payer)
    text.checks.append(check)


def _payee(said: str) -> tuple[str | None, str | None]:
    found = _PAYEE_ID.fullmatch(said)
    if found:
        return found["id"].replace("-", ""), found["name"] or None
    return None, said or None


def _date(text: _Text, row: int, said: str | None) -> dt.date | None:
    if not said:
        return None
    month, day, year = map(int, said.split("/"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise text.error(row, "the date of the check is no date of the calendar") from None


def _cents(said: str) -> int:
    """The cents of an amount as people write it: separators, a minus on either side, or parentheses."""
    negative = "-" in said or said.startswith("(")
    amount = cents(re.sub(r"[^\d.]", "", said)) or 0
    return -amount if negative else amount


def _read_claim(text: _Text, row: int, line: str) -> None:
    """The first line of a claim: whose check it is, what was paid, who paid."""
    amounts = _CLAIM_AMOUNTS.search(line)
    if not amounts:
        raise text.error(row, "no charge and payment amount where a claim should be")
    check, paid = _check_of(text, _claim_number(text, line)), _cents(amounts["paid"])
    check.counted += 1
    check.paid += paid
    values = list(re.finditer(r"\S+(?: \S+)*", line[amounts.end() :]))
    if account := _account(text, values, amounts.end()):
        check.accounts.append(f"{account}={paid}")
    payer = _payer(text, line, values, amounts.end())
    if text.section == _BARE_CLAIM and payer is None:
        text.held = check
    if payer and payer not in check.payers:
        check.payers.append(payer)


def _claim_number(text: _Text, line: str) -> str | None:
    """The check number that a claim bears; those of the summaries may hold blanks."""
    if not line[: _column(text, "patient id", default=1)].strip():
        return None
    known = {check.number for check in text.checks if check.number}
    said = line.strip() + " "
    fitting = [number for number in known if said.startswith(number + " ")]
    return max(fitting, key=len) if fitting else said.split()[0]


def _check_of(text: _Text, number: str | None) -> _Check:
    """The first summary of that number that still waits for claims, else its last, else a new one."""
    same = [check for check in text.checks if check.number == number]
    if not same:
        text.checks.append(_Check(number, None))
        return text.checks[-1]
    return next((c for c in same if c.stated is not None and c.counted < c.stated), same[-1])


def _account(text: _Text, values: list[re.Match[str]], after: int) -> str | None:
    """The account that a claim bears: what stands first behind the amounts, null where its column is blank."""
    if not values:
        return None
    if text.section == _BARE_CLAIM:  # a status has no digits
        return values[0][0] if len(values) > 1 or re.search(r"\d", values[0][0]) else None
    said, begin, status = values[0][0], after + values[0].start(), _column(text, "status", default=0)
    if begin < status < begin + len(said) and said[status - begin - 1] == " ":
        return said[: status - begin].rstrip()  # it fills its column: one blank parts it from the status
    return said if len(values) >= 3 or begin < status else None


def _payer(text: _Text, line: str, values: list[re.Match[str]], after: int) -> str | None:
    """The payer's name: what stands last, after account and status; null where its column is blank."""
    column = _column(text, "payer", default=after)
    if text.section == _BARE_CLAIM:
        return values[-1][0] if len(values) > 2 else None
    if not values or (len(line) <= column and len(values) < 3):
        return None
    begin = after + values[-1].start()
    return line[begin:] if begin >= column or len(values) >= 3 else line[column:].strip()


def _rows(text: _Text) -> list[dict[str, object]]:
    return [
        {
            "check_id": order,
            "check_number": check.number,
            "amount_cents": check.amount,
            "claims_stated": check.stated,
            "payee_id": check.payee_id,
            "payee_name": check.payee_name,
            "check_date": check.date,
            "payer_name": "; ".join(check.payers) or None,
            "claims_counted": check.counted,
            "claims_paid_cents": check.paid,
            "claim_accounts": SEPARATOR.join(check.accounts) or None,
            "source_file": text.source_file,
            "source_row": check.row,
        }
        for order, check in enumerate(text.checks)
    ]
