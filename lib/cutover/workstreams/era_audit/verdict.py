"""What the audit says first: a sentence or two to act on, and the few figures that matter."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.money import dollars
from cutover.reading.era.not_read import held_as_835, not_read
from cutover.reading.mapping.record import NOT_READ, PARTLY
from cutover.result import Figure, Finding, State
from cutover.shares import percent
from cutover.signals import signals
from cutover.wording import and_joined, several
from cutover.workstreams.claim_reconciliation import each_paid_is_remitted
from cutover.workstreams.era_audit.balances import PAYMENT, unknown
from cutover.workstreams.era_audit.coverage import MONTHS_WANTED, empty_months, month_range
from cutover.workstreams.era_audit.downloads import asked_above, beside, to_fetch
from cutover.workstreams.era_audit.duplicates import cut_copies
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.money import unbalanced_payments
from cutover.workstreams.era_audit.readability import texts_beside_835s
from cutover.workstreams.findings import total
from cutover.workstreams.remittances import UNNAMED

_MARKED, _ALONE = "claims-paid-no-era", "era-deposit-alone"
# finding -> how it is said in the verdict, of one and of many; what is missing or cannot be read, the surest first
MISSING = {
    "era-text-only": ("1 check{worth} that exists only as text", "{n} checks{worth} that exist only as text"),
    "era-listed-missing": ("1 payment{worth} that a list names", "{n} payments{worth} that lists name"),
    _ALONE: (
        "1 deposit{worth} without a remittance",
        "{n} deposits{worth} without a remittance",
    ),
    _MARKED: (
        "1 claim{worth} that is marked paid without a remittance",
        "{n} claims{worth} that are marked paid without a remittance",
    ),
    "era-truncated": ("1 payment{worth} that is cut off", "{n} payments{worth} that are cut off"),
    "era-unreadable": ("1 file that cannot be read", "{n} files that cannot be read"),
    "era-zip-refused": ("1 zip that does not open", "{n} zips that do not open"),
    "era-month-empty": ("1 month without any payment", "{n} months without any payment"),
    "era-short-history": ("a history of too few months", ""),
    "era-stale": ("no recent payment", ""),
    "era-payer-gap": ("1 unusual silence of a payer", "{n} unusual silences of payers"),
}
# what is known to be missing, beside months and silences in which something may be
_KNOWN = {"era-text-only", "era-listed-missing", _ALONE, _MARKED, "era-truncated"}
_EACH_PAID = "Every claim that the claim history calls paid has its remittance."
UNREAD = {"era-truncated", "era-unreadable", "era-zip-refused"}
NAMED = 3  # kinds of missing things that the verdict names; more would not be heard
_DOUBTS = {
    "era-payment-unbalanced": ("1 payment does not add up", "{n} payments do not add up"),
    "era-claim-unbalanced": ("1 claim does not add up", "{n} claims do not add up"),
    "era-service-unbalanced": ("1 service line does not add up", "{n} service lines do not add up"),
    "era-balance-unknown": ("1 balance cannot be checked", "{n} balances cannot be checked"),
    "era-payment-twice": ("1 payment is in two files", "{n} payments are in two files"),
    "era-other-payee": ("1 payment belongs to somebody else", "{n} payments belong to somebody else"),
    "era-elsewhere": (
        "1 payment lies in another practice's folder",
        "{n} payments lie in another practice's folder",
    ),
    "era-text-differs": ("1 check differs between text and 835", "{n} checks differ between text and 835"),
    "era-name-conflict": ("two files of one name differ", "{n} file names belong to files that differ"),
    "era-damage": ("the files are damaged in 1 place", "the files are damaged in {n} places"),
}


def verdict(inputs: Inputs, findings: tuple[Finding, ...]) -> str:
    """Return what an owner can act on, in one or two sentences; it claims no more than the files show."""
    by_code = {finding.code: finding for finding in findings}
    if inputs.counted.empty:
        return (
            "The archive holds no readable payment of this practice: do not close the Office Ally "
            "account before its remittances are downloaded."
        )
    missing = _phrases(_each_once(inputs, by_code), MISSING | _deposits(inputs))
    if missing:
        downloads = len(to_fetch(inputs))
        said = "1 download is" if downloads == 1 else f"{downloads:,} downloads are"
        first = "The main reasons" if len(missing) > NAMED else "The reasons"
        told = f"Do not close the Office Ally account yet: {said} still to do. {first}: {and_joined(missing[:NAMED])}."
        whole = any(each_paid_is_remitted(one) for one in inputs.further)
        return f"{told} {_EACH_PAID}" if whole and not set(by_code) & _KNOWN else told
    doubts = _phrases(by_code, _DOUBTS)
    if doubts:
        others = [f"{len(doubts) - NAMED} other kinds of doubt remain"] if len(doubts) > NAMED else []
        return (
            f"Every remittance we know of is on disk and readable, but {and_joined(doubts[:NAMED] + others)}. "
            "Settle that while the Office Ally account is still open."
        )
    return (
        "Every remittance we know of is on disk, readable and adds up. Compare the list of payments with "
        "the bank's deposits before the Office Ally account is closed."
    )


def _each_once(inputs: Inputs, by_code: dict[str, Finding]) -> dict[str, Finding]:
    """The findings without the claims marked paid whose check or deposit is one of the reasons by itself."""
    found, above = by_code.get(_MARKED), asked_above(inputs)
    if found is None or above is None or above.empty:
        return by_code
    if found.count == len(above):
        return {code: one for code, one in by_code.items() if code != _MARKED}
    money = total(above["history_paid_cents"])
    left = None if found.amount_cents is None or money is None else found.amount_cents - money
    return by_code | {_MARKED: replace(found, count=found.count - len(above), amount_cents=left)}


def _deposits(inputs: Inputs) -> dict[str, tuple[str, str]]:
    """The words of deposits where some of them have no row of their own: a check or claims of the list have it."""
    if not (others := beside(inputs)):
        return {}
    told = "asked for as a check or claim" if others == 1 else "asked for as checks or claims"
    one, many = (f"{said} ({others:,} of them {told})" for said in MISSING[_ALONE])
    return {_ALONE: (one, many)}


def state(inputs: Inputs, findings: tuple[Finding, ...]) -> State:
    """Return whether the archive is whole, by the rules of `signals.toml`."""
    codes, rules = {finding.code for finding in findings}, signals()
    missing, paid = total(to_fetch(inputs)["amount_cents"]) or 0, total(inputs.counted["paid_cents"]) or 0
    months = len(month_range(inputs)) - len(empty_months(inputs))
    much = missing > 0 and 100 * missing >= rules.missing_percent * paid
    if inputs.counted.empty or months < rules.least_months or much:
        return State.BLOCKED
    return State.ATTENTION if codes & {*MISSING, *_DOUBTS} else State.OK


def names_all_unread(findings: tuple[Finding, ...]) -> bool:
    """Return whether the verdict names every kind of remittance file that was not read, or not in full."""
    there = [code for code in MISSING if code in {finding.code for finding in findings}]
    return not set(there[NAMED:]) & UNREAD and "era-unknown-file" not in {f.code for f in findings}


def _phrases(by_code: dict[str, Finding], words: dict) -> list[str]:
    return [_phrase(by_code[code], *said) for code, said in words.items() if code in by_code]


def _phrase(finding: Finding, one: str, many: str) -> str:
    worth = "" if finding.amount_cents is None else f" worth {dollars(finding.amount_cents)}"
    said = one if finding.count == 1 else many
    return said.replace("{n}", f"{finding.count:,}").replace("{worth}", worth)


def _payments_note(counted: pd.DataFrame, held: int) -> str:
    """What the number of payments leaves out, and that some stand in several files."""
    further = len(counted) - int(counted["payment"].sum())
    parts = (
        f"in {len(counted):,} remittances, {further:,} of them further parts of a payment" if further else ""
    )
    return "; ".join(said for said in (parts, f"{held:,} more are set aside" if held else "") if said)


def figures(inputs: Inputs) -> tuple[Figure, ...]:
    """Return the headline numbers; what is not known is None, never 0."""
    counted, files = inputs.counted, _ours(inputs)
    paid, fetch = total(counted["paid_cents"]), to_fetch(inputs)
    money = total(fetch["amount_cents"])
    unbalanced = unbalanced_payments(inputs)
    off = total(unbalanced["absolute_cents"]) if len(unbalanced) else (0 if len(counted) else None)
    held = len(inputs.payments) - len(counted)
    unsure = int((unknown(inputs)["level"] == PAYMENT).sum())
    return (
        Figure("Payments", f"{int(counted['payment'].sum()):,}", _payments_note(counted, held)),
        _money(inputs, paid),
        Figure("Period", period(inputs) or None, _period_note(inputs)),
        _months(inputs),
        _payers(inputs),
        Figure("Files", f"{len(files):,}", _files(inputs)),
        Figure(
            "Remittance files that can be read",
            _readable(inputs),
            "of the 835s, texts, zips and files that are not read, copies apart"
            + _partly(inputs)
            + _cut_copies(inputs)
            + _beside_835s(inputs),
        ),
        Figure(
            "Downloads still to do",
            f"{len(fetch):,}",
            f"{dollars(money)} known to be in them" if money else "",
            column="to download",
        ),
        Figure(
            "Payments that do not add up",
            None if off is None else _at_least(bool(unsure)) + dollars(off),
            ("1 payment" if len(unbalanced) == 1 else f"{len(unbalanced):,} payments")
            + (f"; {unsure:,} cannot be checked" if unsure else ""),
        ),
    )


def _at_least(partly: bool) -> str:
    return "at least " if partly else ""


def _money(inputs: Inputs, paid: int | None) -> Figure:
    """What was paid; a payment of unknown amount makes the sum a lower bound."""
    lacking = int(inputs.counted["paid_cents"].isna().sum())
    said = "1 payment has" if lacking == 1 else f"{lacking:,} payments have"
    note = "sum of the payments counted" + (f"; {said} no amount that can be read" if lacking else "")
    note += cut_apart(inputs.counted)
    return Figure("Money paid", None if paid is None else _at_least(lacking > 0) + dollars(paid), note)


def cut_apart(counted: pd.DataFrame) -> str:
    """Return how a sum of payments parts into whole remittances and files that are cut, empty where none is cut."""
    cut, whole = counted[~counted["whole"]], counted[counted["whole"]]
    if cut.empty:
        return ""
    sums = [
        (several(len(rows), "remittance"), total(rows["paid_cents"])) for rows in (whole, cut) if len(rows)
    ]
    told = [f"{number}, {'of unknown amount' if money is None else dollars(money)}" for number, money in sums]
    stated = "" if sums[-1][1] is None else " by the amount that their beginning states"
    return "".join([f"; whole: {told[0]}"] * len(whole[:1]) + [f"; cut: {told[-1]}{stated}"])


def period(inputs: Inputs) -> str:
    """Return the first and last payment day, such as `2024-08-05 to 2026-07-28`, empty without payments."""
    days = inputs.counted["paid_on"].dropna()
    return "" if days.empty else f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"


def _period_note(inputs: Inputs) -> str:
    odd = inputs.odd_days
    said = "1 payment has an impossible date" if odd == 1 else f"{odd:,} payments have impossible dates"
    return f"first to last payment; {said}, so another date is used" if odd else "first to last payment"


def _payers(inputs: Inputs) -> Figure:
    """The payers by name; payments that name none are said and are no payer."""
    counted = inputs.counted
    unnamed = int((counted["payer"] == UNNAMED).sum())
    payers = counted.loc[counted["payer"] != UNNAMED, "payer"].nunique()
    said = "1 payment names none" if unnamed == 1 else f"{unnamed:,} payments name none"
    return Figure("Payers", f"{payers:,}" if len(counted) else None, said if unnamed else "")


def _months(inputs: Inputs) -> Figure:
    every = len(month_range(inputs))
    covered = every - len(empty_months(inputs))
    value = f"{covered} of {every}" if every else None
    return Figure("Months with payments", value, f"at least {MONTHS_WANTED} months are wanted")


def _ours(inputs: Inputs) -> pd.DataFrame:
    """The files of the archive without those of other payees alone."""
    files = inputs.archive.files
    return files[~files["source_file"].isin(inputs.archive.others)]


def _files(inputs: Inputs) -> str:
    duplicates = int((_ours(inputs)["state"] == "duplicate").sum())
    said = "1 of them a copy" if duplicates == 1 else f"{duplicates:,} of them copies"
    return said if duplicates else ""


def _readable(inputs: Inputs) -> str | None:
    """The part of the remittance files that was read to its end; what the report names as not read is among them."""
    files, told = _ours(inputs), not_read(inputs.archive)
    part = files["source_file"].isin(told.loc[told["state"] == PARTLY, "source_file"])
    shut = files["source_file"].isin(told.loc[told["state"] == NOT_READ, "source_file"])
    kept = files[~files["state"].isin(["duplicate", "not an ERA"]) | shut]
    kept = kept[kept["state"].eq("read") | ~held_as_835(inputs.archive).reindex(kept.index)]
    return None if kept.empty else percent(((kept["state"] == "read") & ~part).sum() / len(kept))


def _partly(inputs: Inputs) -> str:
    told = not_read(inputs.archive)
    number = int((told["state"] == PARTLY).sum())
    return f"; {several(number, 'file')} can be read only in part" if number else ""


def _cut_copies(inputs: Inputs) -> str:
    number = len(cut_copies(inputs))
    verb = "is" if number == 1 else "are"
    return (
        f"; {several(number, 'file copy', 'file copies')} {verb} cut off beside a whole one" if number else ""
    )


def _beside_835s(inputs: Inputs) -> str:
    number = texts_beside_835s(inputs)
    return f"; without {several(number, 'text')} whose 835s are read in full" if number else ""
