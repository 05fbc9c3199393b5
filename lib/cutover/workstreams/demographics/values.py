"""What one value of a patient export means: each function takes a text and returns a `Reading`."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from cutover.identifiers import is_npi, tin_digits
from cutover.reading.files.day_numbers import BIRTH, DAY, is_in_doubt
from cutover.reading.files.values import amount_cents, date_of, is_turned_into_a_date, parts_of, resolved
from cutover.reading.mapping.header_words import words_of
from cutover.reading.patients.words import known, plain, priority_of
from cutover.reading.payers.states import state_code

EARLIEST = dt.date(1850, 1, 1)  # no living patient and no practice's record is older
_FUTURE_YEARS = 30  # how far an end of coverage with a two-digit year may lie ahead
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’`.,()-])*")
LOST_DIGITS = re.compile(r"\d(\.\d+)?E\+\d{2,3}", re.IGNORECASE)
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\s*[$]?[\d(). ,-]*$)(?=.*[\w(])", re.DOTALL)


class Reading(NamedTuple):
    """What a text means: its value (None: nothing is imported), the rule it breaks, and a suggestion."""

    value: object = None
    code: str | None = None
    suggestion: str | None = None


def is_blank(text: str) -> bool:
    """Tell whether a text says that there is no value: `N/A`, `unknown`, `--`."""
    return plain(text) in known().blank or not text.strip()


def is_called_so(text: str) -> bool:
    """Tell whether a word for nothing may be a name: people are called Null, Na, None, Nan, Unknown."""
    return is_blank(text) and plain(text).isalpha()


def runs_as_formula(text: str) -> bool:
    """Tell whether a spreadsheet program would run a text; it does not run a signed number or phone."""
    return _FORMULA.match(text) is not None


def birth_date(text: str, latest: dt.date) -> Reading:
    """Return a birth date; a two-digit year is the last one not after `latest`, and is flagged.

    A number that its column has not shown to be a spreadsheet's day, and that may be another day as well, is none.
    """
    parts = parts_of(text, serials=True)
    if parts and is_in_doubt(text, BIRTH):
        return Reading(None, "birth-impossible", f"{parts.date()}, if it is a spreadsheet's day number")
    if parts is None:
        return Reading(None, "birth-impossible")
    found = resolved(parts, latest)
    if found is None:
        turned = None if parts.is_short else parts._replace(month=parts.day, day=parts.month).date()
        return Reading(None, "birth-impossible", f"{turned}, if the day stands first" if turned else None)
    if parts.is_short:
        return Reading(found, "birth-two-digit", str(found))
    return Reading(found) if found >= EARLIEST else Reading(None, "birth-impossible")


def event_date(text: str, as_of: dt.date) -> Reading:
    """Return the date of a visit or the bound of a coverage; a two-digit year is in this century."""
    furthest = dt.date(as_of.year + _FUTURE_YEARS, 12, 31)
    found = None if is_in_doubt(text, DAY) else date_of(text, latest=furthest, serials=True)
    return Reading(found) if found and found >= EARLIEST else Reading(None, "date-unread")


def name(text: str) -> Reading:
    """Return a name with its letters as found, single spaces; odd characters and placeholders are flagged."""
    found = " ".join(text.split())
    if plain(found) in known().placeholder_names:
        return Reading(found, "name-placeholder")
    return Reading(found) if _NAME.fullmatch(found) else Reading(found, "name-odd")


def without_suffix(text: str) -> tuple[str, str | None]:
    """Return a last name and the suffix that stood behind it: `Smith, Jr.` is Smith and Jr."""
    head, _, tail = " ".join(text.split()).replace(",", " ").rpartition(" ")
    if head.strip() and plain(tail) in known().suffixes:
        return head.strip(), tail.rstrip(".")
    return text, None


def without_suffix_in_middle(text: str) -> tuple[str | None, str | None]:
    """Return a middle name and the suffix in it: `A Jr.` is A and Jr, `Jr` no name and Jr; V alone is an initial."""
    head, _, tail = " ".join(text.split()).replace(",", " ").rpartition(" ")
    if len(plain(tail)) > 1 and plain(tail) in known().suffixes:
        return head.strip() or None, tail.rstrip(".")
    return text, None


def full_name(text: str) -> tuple[str | None, str | None, str | None, bool]:
    """Return last, first, middle name and whether the order is certain, of a name in one cell.

    `Last, First Middle`; without a comma the last word is taken as the last name, a suffix staying with it. One letter
    is no last name, so that of `DOE A` and `Doe Ann M.` the first word is it.
    """
    text = " ".join(text.split())
    last, comma, rest = text.partition(",")
    if comma and plain(rest) in known().suffixes and " " in last.strip():  # `Ann Smith, Jr`
        text, comma = f"{last} {rest.strip()}", ""
    elif comma and len(plain(rest)) > 1 and plain(rest) in known().suffixes:  # `Smith, Jr`, not `Smith, V`
        return f"{last.strip()} {rest.strip()}", None, None, True
    elif comma and (again := rest.partition(","))[1] and plain(again[0]) in known().suffixes:
        last, rest = f"{last} {again[0].strip()}", again[2]  # `Smith, Jr, Ann`
    if comma:
        first, _, middle = rest.strip().partition(" ")
        return last.strip() or None, first.strip(", ") or None, middle.strip() or None, True
    words = text.split()
    if len(words) < 2:
        return text or None, None, None, False
    has_suffix = len(words) > 2 and plain(words[-1]) in known().suffixes
    if not has_suffix and len(plain(words[-1])) == 1 < len(plain(words[0])):
        return words[0], words[1], " ".join(words[2:]) or None, False
    take = 2 if has_suffix else 1
    middle = " ".join(words[1:-take]) or None
    return " ".join(words[-take:]), words[0], middle, False


def sex(text: str) -> Reading:
    """Return F, M or U; U is flagged where the export does not know, or says what we cannot read."""
    found = known().sex.get(plain(text))
    if found is None:
        return Reading("U", "sex-unread")
    return Reading(found, "sex-unknown") if found == "U" else Reading(found)


def relationship(text: str) -> Reading:
    """Return self, spouse, child or other, of the patient to the policy holder."""
    found = known().relationship.get(plain(text))
    return Reading(found) if found else Reading(None, "relationship-unread")


def is_active(text: str, header: str = "active") -> Reading:
    """Return whether a flag or status says active, by its header and its value; None where that is not known.

    Y under `Inactive` is not active; a number or a Y under a header that says neither may mean anything.
    """
    said, words = plain(text), words_of(header).split()
    if said in known().flags_yes | known().flags_no:
        is_yes = said in known().flags_yes
        means = {("active",): is_yes, ("inactive",): not is_yes}
        return Reading(means.get(tuple(w for w in words if w in ("active", "inactive"))))
    return Reading(known().active.get(said))


def is_active_sheet(title: str) -> Reading:
    """Return what the title of a sheet says of all its patients, as `Inactive patients` does; None for another."""
    words = [word for word in words_of(title).split() if word not in known().sheet_nouns]
    return Reading(known().sheets.get(" ".join(words)))


def priority(text: str) -> Reading:
    """Return primary, secondary or tertiary; None for another word."""
    return Reading(priority_of(text))


def state(text: str) -> Reading:
    """Return the two letters of a state."""
    found = state_code(text)
    if found is None:
        return Reading(None, "state-unread")
    return (
        Reading(found) if len(re.sub(r"[^A-Za-z]", "", text)) == 2 else Reading(found, "state-spelled", found)
    )


def phone(text: str) -> Reading:
    """Return ten digits, a leading 1 left out; an extension, which the import has no place for, is flagged with it."""
    bare, extension = _without_extension(text)
    digits = re.sub(r"\D", "", re.sub(r"(?<=\d{10})\.0\s*$", "", bare))  # a number format adds .0
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    good = len(digits) == 10 and digits[0] in "23456789" and len(set(digits)) > 1
    if not good:
        return Reading(None, "phone-unread")
    return Reading(digits, "phone-extension" if extension else None, extension)


def _without_extension(text: str) -> tuple[str, str | None]:
    """A phone number and the extension behind it: `555-0101 x12`, `ext. 12`, `#12`, `extension 12`."""
    words = "|".join(re.escape(word) for word in sorted(known().extension, key=len, reverse=True))
    found = re.fullmatch(rf"(?i)(.*\d[\s,;()/-]*?)(?:{words})[\s.:#]*(\d{{1,8}})[\s)]*", text.strip())
    return (found[1], found[2]) if found else (text, None)


def ssn(text: str) -> Reading:
    """Return nine digits."""
    digits = re.sub(r"[\s-]", "", text)
    good = re.fullmatch(r"\d{9}", digits) and len(set(digits)) > 1
    return Reading(digits) if good else Reading(None, "ssn-unread")


def npi(text: str) -> Reading:
    """Return a valid NPI."""
    return Reading(text.strip()) if is_npi(text.strip()) else Reading(None, "npi-wrong")


def tax_id(text: str) -> Reading:
    """Return the nine digits of a Tax ID."""
    digits = tin_digits(text.strip())
    return Reading(digits) if digits else Reading(None, "tax-id-wrong")


def money(text: str) -> Reading:
    """Return whole cents."""
    value = amount_cents(text.strip())
    return Reading(value) if value is not None else Reading(None, "money-unread")


def count(text: str) -> Reading:
    """Return a whole number from 0."""
    found = re.fullmatch(r"(\d{1,5})(\.0+)?", text.strip())
    return Reading(int(found[1])) if found else Reading(None, "auth-visits-wrong")


def identifier(text: str) -> Reading:
    """Return an identifier as found without blanks around; one that a spreadsheet has cut is left out."""
    found = text.strip()
    if is_turned_into_a_date(found):
        return Reading(None, "identifier-date")
    return Reading(None, "digits-lost") if LOST_DIGITS.fullmatch(found) else Reading(found)


def member_id(text: str) -> Reading:
    """Return a member ID; 4 to 25 letters and digits, hyphens and blanks between them; "
    "no run of one digit."""
    reading = identifier(text)
    if reading.code:
        return reading
    core = re.sub(r"[\s-]", "", text)
    odd = not re.fullmatch(r"[A-Za-z0-9]{4,25}", core) or len(set(core)) == 1 or not re.search(r"\d", core)
    return Reading(text.strip(), "member-odd") if odd else Reading(text.strip())


def apartment(street: str) -> str | None:
    """Return `street | apartment` where an apartment stands inside a street line, else None."""
    words = "|".join(re.escape(word) for word in known().apartment)
    found = re.fullmatch(
        rf"(?i)(.*\S)[\s,]+((?:{words})\b\.?\s*#?\s*\S.{{0,15}}|#\s*\S.{{0,10}})", street.strip()
    )
    return (
        f"{found[1].rstrip(',')} | {found[2]}" if found and re.match(r"\d|(?i:p\.?\s*o)", found[1]) else None
    )
