"""`cutover era`: counts, totals and balances of 835 files, one row a file."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from cutover import money
from cutover.errors import InputError, UsageError
from cutover.reading.era.across_files import AGAIN, judged, of_payment
from cutover.reading.era.reader import Remittance, kind_of, read_era
from cutover.reading.files.zips import READ, Entry, walk, walk_file
from cutover.wording import printable

COUNTS = ("isa", "st", "clp", "svc", "cas", "plb")
AMOUNTS = ("bpr02", "clp03", "clp04", "svc02", "svc03", "cas_claim", "cas_service", "plb_amount")
CHECKS = ("unbalanced_payments", "unbalanced_claims", "unbalanced_services", "unread")
COLUMNS = ("file", *COUNTS, *AMOUNTS, *CHECKS)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cutover era`."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="an 835 file, a folder or a zip")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def run(args: argparse.Namespace) -> int:
    """Print one row a file; what cannot be read is a sentence on stderr and makes the exit status 1.

    A file of another kind in a folder or a zip, one with the bytes of another, and a payment that several files state
    are noted and do not change the status; the total counts such bytes and such a payment once.
    """
    first: dict[str, str] = {}
    rows, failed, payments = [], False, {}
    for entry, was_named in _entries(args.paths):
        try:
            remittance = _remittance(entry, was_named)
        except InputError as error:
            print(f"cutover era: {error}", file=sys.stderr)
            failed = True
            continue
        if remittance is None:
            continue
        row = {"file": entry.source_file, **totals(remittance), **_copied(entry, first)}
        rows.append(row)
        if "copy_of" not in row:
            payments[entry.source_file] = remittance.payments
    _WRITERS[args.format](rows, _total(rows, payments, args.paths))
    return 1 if failed else 0


def _entries(paths: list[str]) -> Iterator[tuple[Entry, bool]]:
    """Yield the files at these paths, and whether one was named by itself; a path that is none is refused."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from ((entry, False) for entry in walk(path.resolve(), path.resolve()))
        elif path.is_file():
            yield from ((entry, entry.container is None) for entry in walk_file(path))
        else:
            raise UsageError(f"{path}: there is no such file or folder. Check the path.")


def _remittance(entry: Entry, was_named: bool) -> Remittance | None:
    """Return what a file says, None for a zip, and for another kind that was not named by itself."""
    if entry.state != READ:
        found, _, todo = entry.reason.partition(". ")
        raise InputError(entry.source_file, found[:1].lower() + found[1:].removesuffix("."), todo)
    if entry.data is None:
        return None
    kind = kind_of(entry.data)
    if kind == "835":
        return read_era(entry.data, entry.source_file)
    if was_named:
        raise InputError(entry.source_file, f"no 835 ({kind})", "Name the 835 file of the same remittance.")
    print(f"cutover era: {entry.source_file}: left out, no 835 ({kind}).", file=sys.stderr)
    return None


def _copied(entry: Entry, first: dict[str, str]) -> dict[str, int | str]:
    """Return `copy_of` with the name of an earlier file that has these bytes, nothing for the first with them."""
    original = first.setdefault(hashlib.sha256(entry.data or b"").hexdigest(), entry.source_file)
    if original == entry.source_file:
        return {}
    print(
        f"cutover era: {entry.source_file}: a copy of {original}. The total counts it once.", file=sys.stderr
    )
    return {"copy_of": original}


def _total(rows: list[dict], payments: dict[str, pd.DataFrame], paths: list[str]) -> dict[str, int | str]:
    """Return the sums of all files but copies, each payment once, and say on stderr what stands in several files.

    A payment that only repeats one of another file is in no sum. Of one whose claims are split over files, each of
    which states all of it, the amount counts once, as in the audit of the archive.
    """
    counted = [row for row in rows if "copy_of" not in row]
    total = {name: sum(row[name] for row in counted) for name in COLUMNS if name != "file"}
    kept: dict[str, Remittance] = {}
    for one in judged(payments, lambda names: _again(paths, names, kept)).to_dict("records"):
        off = _repeated(one, kept) if one["set_aside"] == AGAIN else _part(one)
        total = {name: value - off.get(name, 0) for name, value in total.items()}
    return {"file": f"total of {len(counted)}", **total}


def _again(paths: list[str], names: list[str], kept: dict[str, Remittance]) -> dict[str, Remittance]:
    """Read these files once more into `kept`; only such as hold a payment that another file states too."""
    for entry, _ in _entries(paths):
        if entry.source_file in names and entry.data is not None:
            kept[entry.source_file] = read_era(entry.data, entry.source_file)
    return kept


def _repeated(one: dict, kept: dict[str, Remittance]) -> dict[str, int]:
    """What a payment adds that another file reports too: all of it, but not its interchange and what was unread."""
    print(f"cutover era: {_named(one)} is in another file too. The total counts it once.", file=sys.stderr)
    own = totals(of_payment(kept[one["content"]], one["payment_id"]))
    return {name: value for name, value in own.items() if name not in ("isa", "unread")}


def _part(one: dict) -> dict[str, int]:
    """What a part of a payment states above its own claims; the parts together come to the payment."""
    stated, share = one["stated_cents"], one["paid_cents"]
    if pd.isna(stated) or stated == share:
        return {}
    print(
        f"cutover era: {_named(one)} is paid in parts in several files, each stating ${money.plain(stated)}. The total "
        f"counts ${money.plain(share)} of it here.",
        file=sys.stderr,
    )
    return {"bpr02": stated - share, "unbalanced_payments": int(bool(one["is_balanced"]))}


def _named(one: dict) -> str:
    return f"{one['content']}: payment {printable(str(one['trace_number']))}"


def totals(remittance: Remittance) -> dict[str, int]:
    """Return the counts and the amounts, in cents, of one file; an amount that is unknown counts nothing.

    `isa` counts the interchanges that hold a payment or anything unread; a balance that is unknown is
    not unbalanced.
    """
    payments, claims, services = remittance.payments, remittance.claims, remittance.services
    adjustments, provider = remittance.adjustments, remittance.provider_adjustments
    on_claim = adjustments["level"] == "claim"
    interchanges = pd.concat([payments["interchange"], remittance.unread["interchange"]])
    values = {
        "isa": interchanges.nunique(),
        "st": len(payments),
        "clp": len(claims),
        "svc": len(services),
        "cas": len(adjustments),
        "plb": len(provider),
        "bpr02": payments["paid_cents"].sum(),
        "clp03": claims["charge_cents"].sum(),
        "clp04": claims["paid_cents"].sum(),
        "svc02": services["charge_cents"].sum(),
        "svc03": services["paid_cents"].sum(),
        "cas_claim": adjustments["amount_cents"][on_claim].sum(),
        "cas_service": adjustments["amount_cents"][~on_claim].sum(),
        "plb_amount": provider["amount_cents"].sum(),
        "unbalanced_payments": (~payments["is_balanced"]).sum(),
        "unbalanced_claims": (~claims["is_balanced"]).sum(),
        "unbalanced_services": (~services["is_balanced"]).sum(),
        "unread": len(remittance.unread),
    }
    return {name: int(value) for name, value in values.items()}


def _shown(row: dict[str, int | str]) -> dict[str, int | str]:
    return {name: money.plain(row[name]) if name in AMOUNTS else row[name] for name in COLUMNS}


def _write_csv(rows: list[dict], _total: dict) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_shown(row) for row in rows)


def _write_json(rows: list[dict], _total: dict) -> None:
    json.dump([_shown(row) for row in rows], sys.stdout, indent=2)
    print()


def _write_table(rows: list[dict], total: dict) -> None:
    """Print columns side by side, texts to the left and numbers to the right, and the total of all but copies."""
    shown = [_shown(row) for row in [*rows, total]]
    cells = [list(COLUMNS), *[[printable(str(row[name])) for name in COLUMNS] for row in shown]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for file, *numbers in cells:
        right = (number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True))
        print("  ".join([file.ljust(widths[0]), *right]))


_WRITERS = {"table": _write_table, "csv": _write_csv, "json": _write_json}
