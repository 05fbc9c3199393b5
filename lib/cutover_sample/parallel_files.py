"""The files of a played run: 835s of both feeds, postings of both systems, deposits, claim history, intake."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from cutover.intake.template import template
from cutover.money import plain

from cutover_sample import (
    handoff_files,
    handoff_key,
    parallel_cast,
    parallel_enrollment_key,
    parallel_enrollments,
    parallel_key,
    ready_cast,
)
from cutover_sample.parallel_play import NEW, OLD, Played, Remitted, play, side

FOLDERS = {OLD: "era", NEW: "medi_era"}
_HEADERS = {
    "postings": ("Posted Date", "Claim Number", "Payer", "Check Number", "Payment Amount", "Posting Type"),
    "bank": ("Date", "Description", "Amount"),
    "claims": ("Claim Number", "Patient Account", "Patient Name", "Service Date", "Submission Date", "Payer",
               "Total Charge", "Amount Paid", "Adjustment", "Balance", "Claim Status", "Paid Date"),
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """The client's files by path, and how many cases the key holds."""

    files: dict[str, bytes]
    cases: int


def client(until: dt.date = parallel_cast.AS_OF, seed: int = 2026) -> Written:
    """Return every file of the client of parallel runs, played through a day."""
    found, all_cases = {}, []
    for practice in parallel_cast.practices():
        told = play(practice, until, seed)
        found |= {f"{practice.slug}/{path}": data for path, data in files(told)}
        all_cases += parallel_key.cases(told)
        all_cases += parallel_enrollment_key.cases(told)
        all_cases += handoff_key.of_run(told)
    found |= parallel_enrollments.client_files(until) | handoff_files.client_files()
    found |= {f"{ready_cast.MAPLE}/{path}": data for path, data in handoff_files.files()}
    all_cases += handoff_key.of_maple()
    key = {
        "as_of": until.isoformat(),
        "seed": seed,
        "defects": parallel_key.entries(all_cases),
        "cases": all_cases,
    }
    found["answer_key.json"] = (json.dumps(key, indent=1) + "\n").encode()
    found["client.toml"] = f'name = "{parallel_cast.CLIENT_NAME}"\n'.encode()
    return Written(found, len(all_cases))


def files(run: Played) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one practice: path below its folder and bytes."""
    yield "intake.xlsx", _intake(run)
    for number, paid in enumerate(run.remitted):
        feeds = (OLD, NEW) if paid.fault == "copy across" else (paid.feed,)
        for feed in feeds:
            name = f"{1_700_000_000 + number}_ERA_835_5010_{paid.paid:%Y%m%d}.835"
            yield f"{FOLDERS[feed]}/{name}", _835(run, paid, number + (500_000 if feed == NEW else 0))
    for system, name in ((OLD, "office-ally"), (NEW, "medi")):
        rows = [(f"{d:%m/%d/%Y}", claim, payer, check, plain(cents), kind)
                for where, d, claim, payer, check, cents, kind in run.postings if where == system]  # fmt: skip
        yield f"postings/{name}.csv", _csv("postings", rows)
    yield (
        "bank/deposits.csv",
        _csv("bank", [(f"{d:%m/%d/%Y}", what, plain(c)) for d, c, what in run.deposits]),
    )
    yield "claims/claim-history.csv", _csv("claims", list(_history(run)))
    yield from handoff_files.receipts(
        run.practice.slug, ready_cast.stands()[run.practice.slug], run.practice.npi
    )


def _csv(kind: str, rows: list[tuple]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_HEADERS[kind], *rows])
    return out.getvalue().encode()


def _intake(run: Played) -> bytes:
    who = run.practice
    answers = {"name": who.name, "tins": [who.tin], "usage": who.usage, "cutover_date": who.cutover,
               "parallel_weeks": 4}  # fmt: skip
    group = {"name": who.name, "npi": who.npi, "npi_type": "group", "tin": who.tin, "bills": True}
    filed = parallel_enrollments.intake_rows(who, run.until)
    people = handoff_files.intake_of(who.slug)
    return template({"practice": answers, "providers": [group], "enrollments": filed} | people)


def _history(run: Played) -> Iterator[tuple]:
    """Every claim of a remittance as paid, and the open claims from before the cutover."""
    last = {a.number: (r, a) for r in run.remitted for a in r.amounts if a.number and a.status == "1"}
    for number, (paid, amount) in last.items():
        if side(run.practice, amount.service) == OLD:
            yield _row(number, amount.service, paid.payer.name, amount.cents, amount.cents, "Paid", paid.paid)
    for n in range(run.practice.open_claims):
        service = run.practice.cutover - dt.timedelta(12 + 17 * n)
        payer = run.practice.payers[n % len(run.practice.payers)].name
        yield _row(
            f"{run.practice.slug[0].upper()}OPEN{n}", service, payer, 15_000 + 1_700 * n, 0, "Billed", None
        )


def _row(
    number: str, service: dt.date, payer: str, cents: int, paid: int, state: str, on: dt.date | None
) -> tuple:
    charge, sent = cents + 4_000, service + dt.timedelta(2)
    left = 0 if on else charge
    served, submitted = f"{service:%m/%d/%Y}", f"{sent:%m/%d/%Y}"
    money = (charge, paid, charge - paid - left, left)
    resolved = f"{on:%m/%d/%Y}" if on else ""
    return (number, number, "SAMPLE, PATIENT", served, submitted, payer, *map(plain, money), state, resolved)


def _835(run: Played, paid: Remitted, control: int) -> bytes:
    """One remittance as 005010X221A1; a provider-level amount is written with its sign turned."""
    who, day = run.practice, f"{paid.paid:%Y%m%d}"
    body = [
        ["ST", "835", "0001"],
        ["BPR", "I", _amount(paid.cents), "C", "ACH", "CCP", "01", "999999992", "DA", "7000", "1999999999", "",
         "01", "999999992", "DA", "8000", day],
        ["TRN", "1", paid.trace, "1999999999"],
        ["DTM", "405", day],
        ["N1", "PR", paid.payer.name, "XV", paid.payer.payer_id],
        ["N1", "PE", who.name, "XX", who.npi],
        ["REF", "TJ", who.tin],
        ["LX", "1"],
    ]  # fmt: skip
    loose = []
    for n, amount in enumerate(paid.amounts):
        if amount.reference:
            loose.append(
                ["PLB", who.npi, f"{paid.paid:%Y}1231", f"WO:{amount.reference}", _amount(-amount.cents)]
            )
            continue
        held = 4_000 if amount.cents > 0 else -4_000
        body += [
            ["CLP", amount.number, amount.status, _amount(amount.cents + held), _amount(amount.cents), "", "12",
             f"{paid.trace}{n}", "11", "1"],
            ["CAS", "CO", "45", _amount(held)],
            ["NM1", "QC", "1", "SAMPLE", f"PATIENT{n}"],
            ["DTM", "232", f"{amount.service:%Y%m%d}"],
            ["DTM", "233", f"{amount.service:%Y%m%d}"],
        ]  # fmt: skip
    body += loose
    body.append(["SE", str(len(body) + 1), "0001"])
    number = f"{control + 1:09d}"
    head = [
        ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{'RUNGATE':<15}", "ZZ", f"{'RECEIVER':<15}",
         f"{paid.paid:%y%m%d}", "0700", "^", "00501", number, "0", "P", ":"],
        ["GS", "HP", "RUNGATE", "RECEIVER", day, "0700", "1", "X", "005010X221A1"],
    ]  # fmt: skip
    tail = [["GE", "1", "1"], ["IEA", "1", number]]
    return "".join("*".join(s) + "~\n" for s in (*head, *body, *tail)).encode()


def _amount(cents: int) -> str:
    return plain(cents)
