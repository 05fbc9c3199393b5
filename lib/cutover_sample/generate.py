"""Writes the sample client: one folder below `data/raw`, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cutover.errors import UsageError

from cutover_sample import (
    book,
    claim_sources,
    client_figures,
    defects,
    enrollment_key,
    key,
    missing_things,
    parallel_client,
    payer_lists,
    payments,
    portal,
    practice_files,
    rates_client,
    scrub_client,
)
from cutover_sample.delivery import Shelf
from cutover_sample.key_notes import FACT_NOTES

MARKER = ".written-by-cutover-sample"


@dataclass(frozen=True)
class Written:
    """What was written: where, and how much of it."""

    folder: Path
    practices: int
    files: int
    claims: int
    payments: int
    cases: int


def generate(
    home: Path, practices: int = 8, months: int = 24, claims: int = 250, seed: int = 2026
) -> Written:
    """Write the sample client below `home`, to the byte the same for the same arguments.

    `claims` is what the first practice submits in a month. Replaces an earlier sample; raises UsageError
    where a folder of that name was not written here, or a number is out of range. Beside it the clients of parallel
    runs, of known contracts and of known denials are written (`parallel_client`, `rates_client`, `scrub_client`), each
    with a key of its own; they are not counted in what is returned.
    """
    _check(practices, months, claims)
    folder = home / "data" / "raw" / book.CLIENT
    _check_replaceable(folder)
    fresh = folder.with_name(f".{book.CLIENT}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        written = _write_client(fresh, folder, book.book(practices, months, claims, seed), seed)
        _replace(folder, fresh)
        parallel_client.write_runs(home, seed=seed)
        rates_client.write_rates(home, seed)
        scrub_client.write_scrub(home, seed)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return written


def _check(practices: int, months: int, claims: int) -> None:
    for name, value, most in (
        ("practices", practices, 400),
        ("months", months, 120),
        ("claims", claims, 100_000),
    ):
        if not 1 <= value <= most:
            raise UsageError(f"--{name} is {value}. Give a number from 1 to {most}.")


def _check_replaceable(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not (folder / MARKER).is_file()):
        raise UsageError(
            f"data/raw/{folder.name} is there and was not written by this command. "
            "Move it away or give another --home."
        )


def _write_client(fresh: Path, folder: Path, practices: tuple[book.Practice, ...], seed: int) -> Written:
    counts = {"files": 0, "claims": 0, "payments": 0}
    found: list[key.Case] = []
    facts: dict[str, list[dict]] = {"patients": [], "claims": [], "fees": []}
    for number, practice in enumerate(practices):
        history = payments.history(practice, seed)
        shelf = defects.shelf_of(history, practices, 1_600_000_000 + number * 5_000_000, seed)
        desk = practice_files.desk_of(history, practices, seed)
        ledger = claim_sources.ledger_of(history, shelf, seed)
        for path, data in _practice_files(shelf, desk, ledger):
            _write(fresh / practice.slug / path, data)
            counts["files"] += 1
        counts["claims"] += len(history.claims)
        counts["payments"] += len(history.payments)
        found += (
            *key.cases(practice, shelf),
            *practice_files.cases(desk, history),
            *claim_sources.cases(ledger, shelf),
            *client_figures.cases(practice, history),
        )
        found += (*missing_things.cases(desk, shelf, ledger), *enrollment_key.cases(desk, shelf, ledger))
        facts["patients"] += practice_files.facts(desk)
        facts["claims"].append(claim_sources.facts(ledger))
        facts["fees"] += ledger.fees
    for path, data in payer_lists.files():
        _write(fresh / path, data)
    _write(fresh / "answer_key.json", _answers(found, facts, seed))
    _write(fresh / "client.toml", f'name = "{book.CLIENT_NAME}"\n'.encode())
    _write(
        fresh / MARKER, b"Written by `cutover sample`, which may replace this folder: keep nothing here.\n"
    )
    return Written(folder, len(practices), cases=len(found), **counts)


def _practice_files(
    shelf: Shelf, desk: practice_files.Desk, ledger: claim_sources.Ledger
) -> Iterator[tuple[str, bytes]]:
    yield from practice_files.files(desk)
    yield from claim_sources.files(ledger)
    for path, data in portal.files(shelf):
        yield f"era/{path}", data


def _answers(entries: list[key.Case], facts: dict[str, list[dict]], seed: int) -> bytes:
    """The answer key: entries and cases of what must be found, mere dirt, and counts of what is there."""
    cases = [case for case in entries if case["code"]]
    answers = {
        "as_of": book.AS_OF.isoformat(),
        "seed": seed,
        "defects": key.entries(cases),
        "cases": cases,
        "dirt": [case for case in entries if not case["code"]],
        "facts": facts,
        "notes": FACT_NOTES,
    }
    return (json.dumps(answers, indent=1, ensure_ascii=False) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:  # two files of one path would be a mistake of the generator
        file.write(data)


def _replace(folder: Path, fresh: Path) -> None:
    old = fresh.with_name(f"{fresh.name}.old")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
