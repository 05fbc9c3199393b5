"""How long 24 months of non-par exposure take, and how time and memory grow with the number of claims.

    python benchmarks/nonpar.py [CLAIMS ...]        default 125000 250000 500000 1000000

Each size runs in a process of its own, for its own peak of memory: submissions are made, payers resolved,
claims counted, fees reckoned under the rule in force and under today's.
"""

from __future__ import annotations

import datetime as dt
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd
from cutover.columns import conform, empty
from cutover.money import plain
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.tables import (
    CLAIM_FILES,
    CLAIM_HISTORY,
    CLAIMS_SET_ASIDE,
    PAYER_LIST,
    SUBMITTED_CLAIMS,
)
from cutover.reading.payers.lists import PayerLists
from cutover.workstreams.nonpar.inputs import with_rules

AS_OF, PAYERS, PROVIDERS = dt.date(2026, 7, 31), 400, 300


def submitted(claims: int, rng: np.random.Generator) -> pd.DataFrame:
    """So many submissions over 24 months, to 400 payers and from 300 NPIs."""
    day = pd.Timestamp("2024-08-01") + pd.to_timedelta(rng.integers(0, 730, claims), unit="D")
    payer, npi = rng.integers(0, PAYERS, claims), 1_000_000_000 + rng.integers(0, PROVIDERS, claims)
    blank = pd.Series(None, range(claims), dtype="str")
    said = {c.name: blank for c in SUBMITTED_CLAIMS} | {
        "patient_control_number": np.char.add("A", np.arange(claims).astype("U9")),
        "form": "professional",
        "submission_date": day,
        "date_basis": "stated",
        "service_from": day - pd.Timedelta(days=3),
        "service_through": day - pd.Timedelta(days=3),
        "state": "accepted",
        "is_paper": False,
        "tax_id": "123456789",
        "rendering_npi": npi.astype("U10"),
        "payer_name": np.char.add("PAYER ", payer.astype("U4")),
        "charge_cents": 10_000,
        "source": "claim history",
        "source_row": np.arange(claims),
    }
    return conform(pd.DataFrame(said), SUBMITTED_CLAIMS)


def lists() -> PayerLists:
    """Two dated lists; every eighth payer is non-par, every fiftieth is in no list."""
    names = [n for n in range(PAYERS) if n % 50]
    rows = [
        {c.name: None for c in PAYER_LIST}
        | {"list_date": pd.Timestamp(day), "payer_name": f"PAYER {n}", "par": "par" if n % 8 else "non-par"}
        for day in ("2024-06-01", "2026-01-01")
        for n in names
    ]
    return PayerLists(conform(pd.DataFrame(rows), PAYER_LIST), ())


def one(size: int) -> None:
    """Reckon one size and print its row."""
    table = submitted(size, np.random.default_rng(1))
    tables = (empty(c) for c in (CLAIM_HISTORY, CLAIMS_SET_ASIDE, CLAIM_FILES))
    basis = with_rules(Claims(table, *tables, (), pd.DataFrame()), lists(), AS_OF)
    before = time.perf_counter()
    fees, cast = basis.in_force, basis.back_cast
    seconds = time.perf_counter() - before
    dollars = plain(int(cast["fee_high_cents"].sum()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>10,} {seconds:>9.2f} {peak:>9,.0f} {len(fees):>9,} {dollars:>14}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        print(f"{'claims':>10} {'seconds':>9} {'peak MiB':>9} {'fees':>9} {'today, dollars':>14}", flush=True)
        for size in sys.argv[1:] or ("125000", "250000", "500000", "1000000"):
            subprocess.run([sys.executable, __file__, "--one", size], check=True)
