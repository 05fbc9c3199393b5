"""How long the handoff of open claims takes, beside a plain merge on the same numbers that finds less.

Run: `python -m benchmarks.open_claims [claims remitted]` (100,000 open claims and 500,000 claims of remittances unless
given). Each size runs in a process of its own, also at half and a quarter; the merge joins the last remittance of each
account number to the history and counts the same conflicts.
"""

from __future__ import annotations

import datetime as dt
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cutover.columns import conform, empty
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.era.archive import Archive
from cutover.reading.payers.deadlines import load_deadlines
from cutover.reading.payers.families import load_families
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.report import assess
from era_frames import AS_OF, COLUMNS, PRACTICE

PAYERS = np.array(["AETNA", "CIGNA", "HUMANA", "MEDICARE OHIO", "OHIO MEDICAID", "UNITEDHEALTHCARE"])
A_PAYMENT = 50  # claims of one remittance
DENIED = 8  # of so many decisions one is a denial
CUTOVER = AS_OF + dt.timedelta(3)


def main() -> None:
    """Run the sizes, or one of them where a third argument names it."""
    claims, remitted = (
        (int(a) for a in [*sys.argv[1:3], 100_000, 500_000][:2]) if len(sys.argv) > 2 else (100_000, 500_000)
    )
    if len(sys.argv) > 3:
        print(one(claims, remitted))
        return
    print(
        "| open claims | claims remitted | 07 CPU s | peak MB | merge CPU s "
        "| conflicts 07 | conflicts merge | in both |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for part in (4, 2, 1):
        told = [
            sys.executable,
            "-m",
            "benchmarks.open_claims",
            str(claims // part),
            str(remitted // part),
            "one",
        ]
        print(
            subprocess.run(told, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1],
            flush=True,
        )


def one(claims: int, remitted: int) -> str:
    """Return the line of one size."""
    history, archive = frames(claims, remitted)
    given = Inputs(PRACTICE, AS_OF, archive, _archive({}), load_deadlines(Path("none"), load_families(AS_OF), AS_OF),
                   CUTOVER, history)  # fmt: skip
    began = time.process_time()
    result = assess(given)
    took, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    codes = ("handoff-paid-in-era", "handoff-denied-unnoticed", "handoff-reversed")
    ours = {n for f in result.findings if f.code in codes for n in f.evidence.frame["claim_number"]}
    began = time.process_time()
    theirs = merged(history, archive)
    cpu = time.process_time() - began
    said = f"| {claims:,} | {remitted:,} | {took:.1f} | {peak:,.0f} | {cpu:.1f} "
    return f"{said}| {len(ours):,} | {len(theirs):,} | {len(ours & theirs):,} |"


def merged(history: pd.DataFrame, archive: Archive) -> set[str]:
    """Claims in conflict by a plain merge on account numbers without signs: the last remittance against the state."""
    days = archive.payments[["content", "payment_id", "payment_date"]]
    rows = archive.claims.merge(days, on=["content", "payment_id"])
    last = rows.sort_values("payment_date").drop_duplicates("patient_control_number", keep="last")
    number = history["patient_control_number"].str.replace("-", "", regex=False)
    both = history.assign(patient_control_number=number).merge(
        last, on="patient_control_number", suffixes=("", "_era")
    )
    waits, paid = both["state"].isin(["open", "pending"]), both["paid_cents_era"]
    back = both["state"].eq("paid") & both["status"].eq("22")
    hit = ((waits | both["state"].eq("denied")) & (paid > 0)) | (waits & (paid == 0)) | back
    return set(both.loc[hit.fillna(False), "claim_number"])


def frames(claims: int, remitted: int) -> tuple[pd.DataFrame, Archive]:
    """A claim history, and remittances that write the number otherwise, decide a claim twice or take it back."""
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
    return conform(history.reindex(columns=[c.name for c in CLAIM_HISTORY]), CLAIM_HISTORY), _remitted(
        history, remitted, rng
    )


def _remitted(history: pd.DataFrame, remitted: int, rng: np.random.Generator) -> Archive:
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
    return _archive({"claims": claims, "adjustments": adjustments, "payments": payments})


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
    main()
