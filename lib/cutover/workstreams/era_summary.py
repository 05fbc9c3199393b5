"""What the audit says first: one sentence to act on, and the few figures that matter."""

from __future__ import annotations

from cutover.money import dollars
from cutover.result import Figure, Finding
from cutover.workstreams.era_basis import Basis
from cutover.workstreams.era_coverage import MONTHS_WANTED, empty_months, month_range
from cutover.workstreams.era_download import to_fetch
from cutover.workstreams.era_findings import total
from cutover.workstreams.era_money import unbalanced_payments

# finding -> how it is said in the verdict, of one and of many; what is missing or cannot be read
MISSING = {
    "era-text-only": ("1 check", "{n} checks"),
    "era-month-empty": ("1 whole month", "{n} whole months"),
    "era-short-history": ("the months before the first payment", ""),
    "era-stale": ("the weeks since the last payment", ""),
    "era-payer-gap": ("1 unusual silence of a payer", "{n} unusual silences of payers"),
    "era-truncated": ("1 payment that is cut off", "{n} payments that are cut off"),
    "era-unreadable": ("1 file that cannot be read", "{n} files that cannot be read"),
    "era-zip-refused": ("1 zip that does not open", "{n} zips that do not open"),
}
_LACKS = ("era-text-only", "era-month-empty", "era-short-history", "era-stale", "era-payer-gap")
_DOUBTS = {
    "era-payment-unbalanced": ("1 payment does not add up", "{n} payments do not add up"),
    "era-claim-unbalanced": ("1 claim does not add up", "{n} claims do not add up"),
    "era-service-unbalanced": ("1 service line does not add up", "{n} service lines do not add up"),
    "era-payment-twice": ("1 payment stands in two files", "{n} payments stand in two files"),
    "era-other-payee": ("1 payment belongs to somebody else", "{n} payments belong to somebody else"),
    "era-text-differs": ("1 check differs between text and 835", "{n} checks differ between text and 835"),
    "era-name-conflict": ("1 file name stands for two contents", "{n} file names stand for two contents"),
    "era-damage": ("1 place in the files is damaged", "{n} places in the files are damaged"),
}


def verdict(basis: Basis, findings: tuple[Finding, ...]) -> str:
    """Return one sentence that an owner can act on; it claims no more than the files show."""
    by_code = {finding.code: finding for finding in findings}
    if basis.counted.empty:
        return (
            "The archive holds no readable payment of this practice: do not close the Office Ally "
            "account before its remittances are downloaded."
        )
    lacks, broken = _phrases(by_code, _LACKS, MISSING), _phrases(by_code, _broken(), MISSING)
    if lacks or broken:
        said = [f"{_joined(lacks)} must still be fetched"] if lacks else []
        said += [f"{_joined(broken)} must be downloaded again"] if broken else []
        return (
            f"The archive is not complete yet: {' and '.join(said)}; do not close the Office Ally account "
            "before that is done."
        )
    doubts = _phrases(by_code, tuple(_DOUBTS), _DOUBTS)
    if doubts:
        return (
            f"Every remittance we know of is on disk and readable, but {_joined(doubts)}; settle that "
            "while the Office Ally account is still open."
        )
    return (
        "Every remittance we know of is on disk, readable and adds up; hold the list of payments against "
        "the bank's deposits before the Office Ally account is closed."
    )


def _broken() -> tuple[str, ...]:
    return tuple(code for code in MISSING if code not in _LACKS)


def _phrases(by_code: dict[str, Finding], codes: tuple[str, ...], words: dict) -> list[str]:
    return [_phrase(by_code[code], *words[code]) for code in codes if code in by_code]


def _phrase(finding: Finding, one: str, many: str) -> str:
    said = one if finding.count == 1 else many.replace("{n}", f"{finding.count:,}")
    known = finding.code in ("era-text-only", "era-truncated") and finding.amount_cents is not None
    return f"{said} worth {dollars(finding.amount_cents)}" if known else said


def _joined(phrases: list[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def figures(basis: Basis) -> tuple[Figure, ...]:
    """Return the headline numbers; what is not known is None, never 0."""
    counted, files = basis.counted, basis.archive.files
    paid, fetch = total(counted["paid_cents"]), to_fetch(basis)
    money = total(fetch["amount_cents"])
    unbalanced = unbalanced_payments(basis)
    off = total(unbalanced["absolute_cents"]) if len(unbalanced) else (0 if len(counted) else None)
    held = len(basis.payments) - len(counted)
    return (
        Figure("Payments", f"{len(counted):,}", f"{held:,} more are set aside" if held else ""),
        Figure("Money paid", None if paid is None else dollars(paid), "sum of the payments counted"),
        Figure("Period", period(basis) or None, "first to last payment"),
        _months(basis),
        Figure("Payers", f"{counted['payer'].nunique():,}" if len(counted) else None),
        Figure("Files", f"{len(files):,}", _files(basis)),
        Figure(
            "Remittance files that can be read", _readable(basis), "of the 835s, texts and zips, copies apart"
        ),
        Figure(
            "Downloads still to do",
            f"{len(fetch):,}",
            f"{dollars(money)} known to be in them" if money else "",
        ),
        Figure(
            "Payments that do not add up",
            None if off is None else dollars(off),
            f"{len(unbalanced):,} payments",
        ),
    )


def period(basis: Basis) -> str:
    """Return the first and last payment day, such as `2024-08-05 to 2026-07-28`, empty without payments."""
    days = basis.counted["paid_on"].dropna()
    return "" if days.empty else f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"


def _months(basis: Basis) -> Figure:
    every = len(month_range(basis))
    covered = every - len(empty_months(basis))
    value = f"{covered} of {every}" if every else None
    return Figure("Months with payments", value, f"at least {MONTHS_WANTED} months are wanted")


def _files(basis: Basis) -> str:
    duplicates = int((basis.archive.files["state"] == "duplicate").sum())
    return f"{duplicates:,} of them copies" if duplicates else ""


def _readable(basis: Basis) -> str | None:
    files = basis.archive.files
    kept = files[~files["state"].isin(["duplicate", "not an ERA"])]
    return None if kept.empty else f"{(kept['state'] == 'read').sum() / len(kept):.1%}".replace("%", " %")
