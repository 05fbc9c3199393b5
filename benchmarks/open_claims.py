"""How long the handoff of open claims takes, beside a plain merge on the same numbers that finds less.

Run: `python -m benchmarks.open_claims [claims remitted]` (100,000 open claims and 500,000 claims of remittances unless
given), also at half and a quarter. What is measured starts from tables on disk, as a report does: they are written by a
process of its own, and each size is read and assessed in another. The merge joins the last remittance of each account
number to the history. Both are held against what was planted: the claims whose last decision differs from their state.
"""

from __future__ import annotations

import datetime as dt
import math
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cutover.columns import conform, empty
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.era.archive import Archive
from cutover.reading.payers.deadlines import load_deadlines
from cutover.reading.payers.families import load_families
from cutover.workstreams.decisions import needed
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.report import assess
from era_frames import AS_OF, COLUMNS, PRACTICE

PAYERS = np.array(["AETNA", "CIGNA", "HUMANA", "MEDICARE OHIO", "OHIO MEDICAID", "UNITEDHEALTHCARE"])
A_PAYMENT = 50  # claims of one remittance
DENIED = 8  # of so many decisions one is a denial
CUTOVER = AS_OF + dt.timedelta(3)
PARTS = (4, 2, 1)
CODES = ("handoff-paid-in-era", "handoff-denied-unnoticed", "handoff-reversed")
HEAD = (
    "open claims", "claims remitted", "07 CPU s", "peak MB", "merge CPU s", "planted", "07 finds", "07 wrongly",
    "merge finds", "merge wrongly",
)  # fmt: skip


def main(claims: int = 100_000, remitted: int = 500_000) -> None:
    """Print one row per size, how the time grew, and what the merge misses."""
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    took = []
    for part in PARTS:
        with tempfile.TemporaryDirectory() as folder:
            _child("write", folder, str(claims // part), str(remitted // part))
            line = _child("measure", folder, str(claims // part), str(remitted // part))
        print(line, flush=True)
        took.append(float(line.split("|")[3]))
    n = claims + remitted
    grown = PARTS[0] * math.log2(n) / math.log2(n / PARTS[0])
    print(
        f"{PARTS[0]} times the claims took {took[-1] / took[0]:.1f} times the CPU; n log n would be {grown:.1f} times"
    )
    print(
        "The merge knows an account and no claim: it lays the last remittance of an account on each of its claims, and"
    )
    print(
        "takes a remittance that names another of them for news. 07 goes by number and day of service, then by payer."
    )


def _child(*what: str) -> str:
    told = [sys.executable, "-m", "benchmarks.open_claims", *what]
    out = subprocess.run(told, capture_output=True, text=True, check=True).stdout.strip().splitlines()
    return out[-1] if out else ""


def write(folder: Path, claims: int, remitted: int) -> None:
    """Write the tables of one size."""
    history, archive, planted = frames(claims, remitted)
    history.to_parquet(folder / "history.parquet")
    planted.to_frame("claim_number").to_parquet(folder / "planted.parquet")
    for one in fields(archive):
        getattr(archive, one.name).to_parquet(folder / f"era_{one.name}.parquet")


def measure(folder: Path, claims: int, remitted: int) -> str:
    """Return the line of one size: time and memory of 07 from reading to result, then of the merge."""
    began = time.process_time()
    history = pd.read_parquet(folder / "history.parquet")
    deadlines = load_deadlines(Path("none"), load_families(AS_OF), AS_OF)
    given = Inputs(PRACTICE, AS_OF, needed(_stored(folder)), _archive({}), deadlines, CUTOVER, history)
    result = assess(given)
    took, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ours = {n for f in result.findings if f.code in CODES for n in f.evidence.frame["claim_number"]}
    archive = _stored(folder)
    began = time.process_time()
    theirs = merged(history, archive)
    cpu = time.process_time() - began
    truth = set(pd.read_parquet(folder / "planted.parquet")["claim_number"])
    found = [f"{len(n):,}" for mine in (ours, theirs) for n in (mine & truth, mine - truth)]
    size, costs = [f"{claims:,}", f"{remitted:,}"], [f"{took:.1f}", f"{peak:,.0f}", f"{cpu:.1f}"]
    return f"| {' | '.join([*size, *costs, f'{len(truth):,}', *found])} |"


def _stored(folder: Path) -> Archive:
    return Archive(**{name: pd.read_parquet(folder / f"era_{name}.parquet") for name in COLUMNS})


def merged(history: pd.DataFrame, archive: Archive) -> set[str]:
    """Claims in conflict by a plain merge on account numbers without signs: the last remittance against the state."""
    days = archive.payments[["content", "payment_id", "payment_date"]]
    rows = archive.claims.merge(days, on=["content", "payment_id"])
    last = rows.sort_values("payment_date").drop_duplicates("patient_control_number", keep="last")
    number = history["patient_control_number"].str.replace("-", "", regex=False)
    both = history.assign(patient_control_number=number).merge(
        last, on="patient_control_number", suffixes=("", "_era")
    )
    hit = _differs(both["state"], both["paid_cents_era"], both["status"].eq("22"))
    return set(both.loc[hit.fillna(False), "claim_number"])


def _differs(state: pd.Series, paid: pd.Series, back: pd.Series) -> pd.Series:
    """Whether the last decision on a claim is news to its state: paid, denied unnoticed, or taken back."""
    waits = state.isin(["open", "pending"])
    return ((waits | state.eq("denied")) & (paid > 0)) | (waits & (paid == 0)) | (state.eq("paid") & back)


def frames(claims: int, remitted: int) -> tuple[pd.DataFrame, Archive, pd.Series]:
    """A claim history, remittances that write the number otherwise, decide a claim twice or take it back, and the
    numbers of the claims whose last decision is news to the history."""
    rng = np.random.default_rng(7)
    count = claims + remitted // 2
    number = np.arange(count)
    served = np.datetime64("2025-03-01") + rng.integers(0, 500, count).astype("timedelta64[D]")
    state = np.where(number < claims, rng.choice(["open", "denied", "pending"], count), "paid")
    account = pd.Series("A-" + pd.Series(number // 3).astype(str))  # three claims of an account
    history = pd.DataFrame({
        "claim_number": "C" + pd.Series(number).astype(str), "patient_control_number": account, "service_from": served,
        "payer_name": PAYERS[number % len(PAYERS)], "charge_cents": 20_000, "paid_cents": 0, "state": state,
        "balance_cents": np.where(number < claims, 20_000, 0), "source_file": "claims/x.csv", "source_row": number,
    })  # fmt: skip
    archive, planted = _remitted(history, remitted, rng)
    return conform(history.reindex(columns=[c.name for c in CLAIM_HISTORY]), CLAIM_HISTORY), archive, planted


def _remitted(history: pd.DataFrame, remitted: int, rng: np.random.Generator) -> tuple[Archive, pd.Series]:
    of = np.sort(rng.integers(0, len(history), remitted))
    place = np.arange(remitted)
    denied = place % DENIED == 0
    content = pd.Series(place // A_PAYMENT).astype(str)
    status = np.where(place % 97 == 0, "22", "1")
    paid = np.where(denied, 0, np.where(status == "22", -12_000, 12_000))
    claims = pd.DataFrame({
        "content": content, "claim_id": place % A_PAYMENT, "payment_id": 0, "status": status,
        "charge_cents": 20_000, "paid_cents": paid, "source_file": "era/x.835", "source_row": place,
        "patient_control_number": history["patient_control_number"].to_numpy()[of],
        "statement_from": history["service_from"].to_numpy()[of],
    })  # fmt: skip
    claims["patient_control_number"] = claims["patient_control_number"].str.replace("-", "", regex=False)
    adjustments = pd.DataFrame({
        "content": content, "claim_id": place % A_PAYMENT, "payment_id": 0, "level": "claim", "group_code": "CO",
        "reason_code": np.where(denied, "197", "45"), "amount_cents": np.where(denied, 20_000, 8_000), "triple": 1,
    })  # fmt: skip
    ids = pd.Series(np.arange(remitted // A_PAYMENT + 1)).astype(str)
    days = np.datetime64("2025-06-01") + rng.integers(0, 400, len(ids)).astype("timedelta64[D]")
    payments = pd.DataFrame({
        "content": ids, "payment_id": 0, "payment_date": days, "paid_cents": 1,
        "payer_name": PAYERS[np.arange(len(ids)) % 6],
        "trace_number": "T" + ids, "payment_key": ids, "is_whole": True, "source_file": "era/x.835",
    })  # fmt: skip
    told = pd.DataFrame({"of": of, "on": days[place // A_PAYMENT], "first": status != "22", "paid": paid})
    last = told.sort_values(["on", "first"], kind="stable").drop_duplicates("of", keep="last")
    claim = history.loc[last["of"]].set_axis(last.index)
    news = _differs(claim["state"], last["paid"], ~last["first"])
    return _archive({"claims": claims, "adjustments": adjustments, "payments": payments}), claim.loc[
        news, "claim_number"
    ]


def _archive(given: dict[str, pd.DataFrame]) -> Archive:
    parts = {}
    for name, columns in COLUMNS.items():
        frame = given.get(name)
        parts[name] = (
            empty(columns)
            if frame is None
            else conform(frame.reindex(columns=[c.name for c in columns]), columns)
        )
    return Archive(**parts)


if __name__ == "__main__":
    if sys.argv[1:2] in (["write"], ["measure"]):
        folder, *size = sys.argv[2:]
        done = {"write": write, "measure": measure}[sys.argv[1]](Path(folder), *map(int, size))
        print(done or "")
    else:
        main(*map(int, sys.argv[1:3]))
