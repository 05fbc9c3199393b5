"""The parallel run against a plain outer merge: `python -m benchmarks.parallel_run [claim payments a side]`.

Generates claim payments in both feeds and the postings of both systems with planted faults, reconciles them, then
runs `pandas.merge(how="outer")` on claim, check and amount in the same process, and prints what each of them finds.
The time is that of routing, matching and classing; memory is the highest of the process.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from cutover.columns import conform, empty
from cutover.reading.era.archive import Archive
from cutover.reading.era.tables import ARCHIVE_FILES, IN_ARCHIVE, REMITTANCE, TEXT_CHECKS
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY, POSTINGS
from cutover.reading.practice.book import Practice
from cutover.workstreams.parallel_run.inputs import Inputs

CUTOVER, AS_OF = dt.date(2026, 6, 15), dt.date(2026, 9, 30)
PER_CHECK, EVERY = 25, 100  # claims of a remittance; one claim in so many has each fault
FAULTS = ("lost", "twice", "both", "elsewhere", "amount", "swapped", "claim", "undone", "reversed")


def archive(feed: str, claims: pd.DataFrame) -> Archive:
    """An archive that holds these claim payments, one remittance per check."""
    columns = {n: (*c, *IN_ARCHIVE[n]) for n, c in REMITTANCE.items()}
    columns |= {"files": ARCHIVE_FILES, "text_checks": (*TEXT_CHECKS, *IN_ARCHIVE["claims"])}
    frames = {name: empty(of) for name, of in columns.items()}
    told = claims.assign(content=claims["check"], payment_id=0, status="1", source_file=f"{feed}.835")
    frames["claims"] = conform(told.reindex(columns=[c.name for c in columns["claims"]]), columns["claims"])
    paid = claims.groupby("check", as_index=False).agg(
        paid_cents=("paid_cents", "sum"), payment_date=("paid", "first")
    )
    paid = paid.assign(content=paid["check"], payment_id=0, trace_number=paid["check"], payer_name="AETNA",
                       payment_key=paid["check"], source_file=f"{feed}.835")  # fmt: skip
    frames["payments"] = conform(
        paid.reindex(columns=[c.name for c in columns["payments"]]), columns["payments"]
    )
    return Archive(**frames)


def feeds(size: int) -> pd.DataFrame:
    """Claim payments of both feeds with their fates; amounts repeat as fee schedules do."""
    rng = np.random.default_rng(2026)
    n = np.arange(2 * size)
    fate = np.where(
        n % EVERY < len(FAULTS), np.array(FAULTS, object)[np.minimum(n % EVERY, len(FAULTS) - 1)], "posted"
    )
    paid = pd.Timestamp("2026-05-01") + pd.to_timedelta((n // PER_CHECK) % 120, unit="D")
    service = paid - pd.to_timedelta(rng.integers(1, 40, 2 * size), unit="D")
    return pd.DataFrame({
        "feed": np.where(n < size, OFFICE_ALLY, MEDI), "claim_id": n % PER_CHECK, "paid": paid, "fate": fate,
        "patient_control_number": "C" + pd.Series(n).astype("str").str.zfill(8),
        "check": "T" + pd.Series(n // PER_CHECK).astype("str").str.zfill(7),
        "paid_cents": rng.choice([9_210, 9_210, 11_845, 14_500, 21_060], 2 * size), "statement_from": service,
        "side": np.where(service < pd.Timestamp(CUTOVER), OFFICE_ALLY, MEDI),
    })  # fmt: skip


def posted(claims: pd.DataFrame) -> pd.DataFrame:
    """The postings of both systems: each claim payment as its fate has it."""
    base = pd.DataFrame({
        "system": claims["side"], "posted_date": claims["paid"], "claim_number": claims["patient_control_number"],
        "check_number": claims["check"], "paid_cents": claims["paid_cents"], "kind": "claim", "payer_name": "AETNA",
        "fate": claims["fate"],
    })  # fmt: skip
    other = np.where(base["system"] == MEDI, OFFICE_ALLY, MEDI)
    fate = base["fate"]
    base["system"] = base["system"].where(fate != "elsewhere", other)
    swapped = base["paid_cents"].map({9_210: 9_120, 11_845: 11_854, 14_500: 15_400, 21_060: 20_160})
    base["paid_cents"] = base["paid_cents"].mask(fate == "amount", 7_777).mask(fate == "swapped", swapped)
    base["claim_number"] = base["claim_number"].mask(fate == "claim", "X" + base["claim_number"])
    again = base[fate.isin(["twice", "undone"])]
    both = base[fate == "both"].assign(system=other[fate == "both"])
    undone = base[fate == "undone"].assign(paid_cents=lambda rows: -rows["paid_cents"])
    loose = base[fate == "reversed"].assign(
        claim_number=lambda rows: "Z" + rows["claim_number"], check_number="Q1"
    )
    whole = pd.concat([base[fate != "lost"], again, both, undone, loose], ignore_index=True)
    return conform(whole.reindex(columns=[c.name for c in POSTINGS]), POSTINGS)


def measured(size: int) -> tuple[float, Inputs, pd.DataFrame]:
    """Reconcile so many claim payments a side and return the seconds, the run and the claims."""
    claims = feeds(size)
    parts = {feed: archive(feed, rows) for feed, rows in claims.groupby("feed")}
    practice = Practice("c", "p", "P", frozenset(), frozenset(), Path())
    run = Inputs(
        practice,
        parts[OFFICE_ALLY],
        parts[MEDI],
        AS_OF,
        CUTOVER,
        postings=posted(claims),
        since=dt.date(2026, 1, 1),
    )
    begun = time.perf_counter()
    _ = run.items, run.posted, run.legs
    return time.perf_counter() - begun, run, claims


def merged(run: Inputs) -> tuple[float, pd.Series]:
    """A plain outer merge on claim, check and amount: the seconds, and how many rows it leaves on either side."""
    begun = time.perf_counter()
    ours = run.items[["claim", "check", "cents"]]
    found = ours.merge(run.posted[["claim", "check", "cents"]], how="outer", indicator=True)
    return time.perf_counter() - begun, found["_merge"].astype("str").value_counts()


def main(size: int) -> None:
    """Print the table."""
    small, *_ = measured(size // 4)
    seconds, run, claims = measured(size)
    plain, left = merged(run)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    expected = 4 * np.log2(2 * size) / np.log2(size / 2)
    print(
        f"{size:,} claim payments a side, {len(run.postings):,} postings: {seconds:.1f} s, peak {peak:,.0f} MB"
    )
    print(f"a quarter of them: {small:.1f} s; grown {seconds / small:.1f}-fold (n log n: {expected:.1f})")
    print("remains of the legs:", {name: leg["remains"] for name, leg in run.legs.items()})
    print("planted:", claims["fate"].value_counts().to_dict())
    print("found, claim payments:", run.items["class"].value_counts().to_dict())
    print("found, postings:", run.posted["class"].value_counts().to_dict())
    print(f"plain outer merge: {plain:.1f} s; {left.to_dict()}")
    print(
        "  It leaves rows on both sides and no more. It takes a second posting as matched (twice, both systems and a "
        "posting undone all read `both`), shows one wrong amount or claim as two unrelated rows, and knows no side: a "
        "posting in the wrong system is matched."
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
