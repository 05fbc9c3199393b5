"""How long the fee schedules take, and how many rates come out wrong, beside a plain median of the same lines.

Run: `python -m benchmarks.fee_schedules [lines ...]` (250,000, 500,000 and 1,000,000 service lines unless given). Each
size runs in a process of its own; its peak of memory holds the archive as the notebook keeps it, and what reading the
whole archive took is told beside it. The lines are made from
contracts that are known: rates that changed on a day, a percentage of the charge, payers without any rate; some lines
are short, denied, sequestrated, paid after another payer or lowered as a further procedure. The median is what
`groupby(["payer", "procedure"]).median()` gives of paid + patient's share, per unit. A rate is right where it is to the
cent what the payer allows for one unit at the end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cutover.columns import conform, empty
from cutover.reading.era.archive import Archive
from cutover.reading.payers.deadlines import load_deadlines
from cutover.reading.payers.families import load_families
from cutover.workstreams.fee_schedules.book import book_of
from cutover.workstreams.fee_schedules.inputs import Inputs, slim
from cutover.workstreams.fee_schedules.report import assess
from era_frames import AS_OF, COLUMNS, PRACTICE

PAYERS, PROCEDURES, DAYS, A_CLAIM, A_PAYMENT = 40, 150, 730, 2, 50
FIRST = np.datetime64("2024-08-01")
PERCENT_PAYERS, NO_RATE_PAYERS, SEQUESTRATED = (36, 37), (38, 39), (0, 1)
SECONDS, MEGABYTES = 20, 2_000  # wanted of 1,000,000 lines


def main() -> None:
    """Run the sizes; with a step and a folder behind the size, that step of it."""
    if len(sys.argv) == 4:
        size, step, folder = sys.argv[1:]
        print({"write": write, "one": one}[step](int(size), Path(folder)))
        return
    head = "| lines | 12 CPU s | peak MB | MB to read the archive | rates | 12: right | wrong | not given "
    print(f"{head}| median: right | wrong | median CPU s |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for size in sys.argv[1:] or ("250000", "500000", "1000000"):
        with tempfile.TemporaryDirectory() as folder:
            for step in ("write", "one"):
                told = [sys.executable, "-m", "benchmarks.fee_schedules", size, step, folder]
                said = subprocess.run(told, capture_output=True, text=True, check=True).stdout.strip()
            print(said, flush=True)


def write(size: int, folder: Path) -> str:
    """Write the tables of an archive as the cache holds them, and the lines for the median."""
    lines = made(size)
    for name, frame in tables_of(lines).items():
        frame.to_parquet(folder / f"{name}.parquet")
    lines[["payer", "procedure", "units", "paid", "patient"]].to_parquet(folder / "lines.parquet")
    return ""


def one(size: int, folder: Path) -> str:
    """Return the line of one size."""
    archive = slim(read(folder))
    held = _peak()
    Path("/proc/self/clear_refs").write_text("5")  # from here on the peak is that of the notebook
    deadlines = load_deadlines(Path("none"), load_families(AS_OF), AS_OF)
    given = Inputs(PRACTICE, AS_OF, archive, Archive(**{n: empty(c) for n, c in COLUMNS.items()}), deadlines)
    began = time.process_time()
    assess(given)
    took, peak = time.process_time() - began, _peak()
    rows, truth = book_of(given).schedule, _truth()
    ours = rows.set_index(["payer", "procedure"])["rate_cents"].dropna()
    lines = pd.read_parquet(folder / "lines.parquet")
    began = time.process_time()
    each = (lines["paid"] + lines["patient"]).div(lines["units"])
    theirs = each.groupby([lines["payer"], lines["procedure"]]).median()
    cpu = time.process_time() - began
    right, wrong = _against(ours, truth)
    good, bad = _against(theirs, truth)
    said = f"| {size:,} | {took:.1f} | {peak:,.0f} | {held:,.0f} | {len(truth):,} | {right:,} | {wrong:,} "
    return f"{said}| {len(truth) - right - wrong:,} | {good:,} | {bad:,} | {cpu:.1f} |"


def _peak() -> float:
    """Return the highest memory of this process since it was last reset, in MB (Linux)."""
    told = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(told.split()[1]) / 1024


def read(folder: Path) -> Archive:
    """Return the archive that was written, every table with all the columns of its contract."""
    parts = {}
    for name, columns in COLUMNS.items():
        path = folder / f"{name}.parquet"
        frame = pd.read_parquet(path).reindex(columns=[c.name for c in columns]) if path.exists() else None
        parts[name] = empty(columns) if frame is None else conform(frame, columns)
    return Archive(**parts)


def _against(rates: pd.Series, truth: pd.Series) -> tuple[int, int]:
    """How many rates are right and how many wrong; one that is given where there is none is wrong too."""
    told = rates.reindex(truth.index).dropna()
    right = int((told == truth.reindex(told.index)).fillna(False).sum())
    return right, len(rates.dropna()) - right


def made(size: int) -> pd.DataFrame:
    """Return lines from known contracts."""
    rng = np.random.default_rng(11)
    payer = np.repeat(rng.integers(0, PAYERS, size // A_CLAIM), A_CLAIM)
    procedure = rng.integers(0, PROCEDURES, size)
    day = np.repeat(rng.integers(0, DAYS, size // A_CLAIM), A_CLAIM)
    units = np.where(procedure % 10 == 0, rng.integers(1, 4, size), 1)
    charge = (4_000 + 173 * procedure) * np.where(day < 400, 100, 104) // 100 * units
    rate = rates_of(payer, procedure, day) * units
    percent = (charge * 13 + 10) // 20  # 65 percent
    random = charge * rng.integers(300, 900, size) // 1_000
    allowed = np.select(
        [np.isin(payer, PERCENT_PAYERS), np.isin(payer, NO_RATE_PAYERS)], [percent, random], rate
    )
    allowed = np.where(rng.random(size) < 0.02, allowed * rng.integers(70, 98, size) // 100, allowed)
    fate = rng.choice(["paid", "denied", "further", "second"], size, p=[0.93, 0.04, 0.02, 0.01])
    fate = np.where(np.arange(size) % A_CLAIM == 0, np.where(fate == "further", "paid", fate), fate)
    second = np.repeat(fate.reshape(-1, A_CLAIM)[:, 0] == "second", A_CLAIM)
    fate = np.where(second, "second", np.where(fate == "second", "paid", fate))
    given = np.select(
        [fate == "denied", fate == "further", fate == "second"], [0, allowed // 2, allowed // 5], allowed
    )
    patient = np.where(fate == "second", 0, np.minimum(given, given * (payer % 3) // 10))
    cut = np.where(np.isin(payer, SEQUESTRATED) & (fate == "paid"), (given - patient) * 2 // 100, 0)
    return pd.DataFrame({"payer": "PAYER " + pd.Series(payer).astype(str).str.zfill(2), "number": payer,
                          "procedure": pd.Series(20_000 + procedure).astype(str), "day": day, "units": units,
                          "charge": charge, "allowed": allowed, "paid": given - patient - cut, "patient": patient,
                          "cut": cut, "fate": fate,
                          "further": np.where(fate == "further", allowed - allowed // 2, 0)})  # fmt: skip


def rates_of(payer: np.ndarray, procedure: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return the rate of a unit: of its own for each payer, three percent more from a day of the payer's on."""
    base = (1_500 + 97 * procedure) * (90 + 2 * payer) // 100
    return np.where((payer % 2 == 0) & (day >= 200 + 10 * payer), base * 103 // 100, base)


def _truth() -> pd.Series:
    steady = [n for n in range(PAYERS) if n not in (*PERCENT_PAYERS, *NO_RATE_PAYERS)]
    payer, procedure = np.repeat(steady, PROCEDURES), np.tile(np.arange(PROCEDURES), len(steady))
    index = pd.MultiIndex.from_arrays([[f"PAYER {n:02d}" for n in payer], [str(20_000 + n) for n in procedure]],
                                      names=["payer", "procedure"])  # fmt: skip
    return pd.Series(rates_of(payer, procedure, np.full(len(payer), DAYS)), index)


def tables_of(lines: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of an archive of these lines: two lines a claim, fifty claims of one payer a payment."""
    order = np.argsort(lines["number"].to_numpy()[::A_CLAIM], kind="stable")
    rows = (order[:, None] * A_CLAIM + np.arange(A_CLAIM)).ravel()
    sorted_ = lines.iloc[rows].reset_index(drop=True)
    claim = np.arange(len(order))
    payer = sorted_["number"].to_numpy()[::A_CLAIM]
    payment = pd.factorize(payer * len(claim) + claim // A_PAYMENT)[0]
    content = pd.Series(pd.array([f"{n:064x}" for n in range(payment.max() + 1)], "str"))
    head = {"content": content.take(payment).to_numpy(), "payment_id": 0, "claim_id": claim}
    part = {name: np.repeat(value, A_CLAIM) if name != "payment_id" else 0 for name, value in head.items()}
    served = FIRST + sorted_["day"].to_numpy().astype("timedelta64[D]")
    services = pd.DataFrame({**part, "service_id": np.arange(len(sorted_)), "code_qualifier": "HC",
                             "procedure_code": sorted_["procedure"], "charge_cents": sorted_["charge"],
                             "paid_cents": sorted_["paid"], "paid_units": sorted_["units"], "service_date": served,
                             "is_balanced": True})  # fmt: skip
    claims = pd.DataFrame({**head, "status": np.where(sorted_["fate"].to_numpy()[::A_CLAIM] == "second", "2", "1"),
                           "patient_control_number": "A" + pd.Series(claim).astype(str), "facility_code": "11",
                           "charge_cents": 1, "paid_cents": 1, "service_count": A_CLAIM})  # fmt: skip
    first = pd.DataFrame({"content": content, "payment_id": 0, "payer_name": "PAYER " +
                          pd.Series(payer[np.unique(payment, return_index=True)[1]]).astype(str).str.zfill(2),
                          "payee_tin": "111223333", "payment_date": np.datetime64("2026-07-20"), "paid_cents": 1,
                          "payment_key": content, "is_whole": True})  # fmt: skip
    return {
        "services": services,
        "claims": claims,
        "payments": first,
        "adjustments": _adjustments(sorted_, part),
    }


def _adjustments(lines: pd.DataFrame, part: dict) -> pd.DataFrame:
    """CO-45, the patient's share, sequestration, the further procedure, the denial, the earlier payer."""
    rest = lines["charge"] - lines["paid"] - lines["patient"] - lines["cut"] - lines["further"]
    main = lines["fate"].map({"denied": "50", "second": "23"}).fillna("45")
    kinds = [
        (main, "CO", rest),
        ("2", "PR", lines["patient"]),
        ("253", "CO", lines["cut"]),
        ("59", "CO", lines["further"]),
    ]
    number = np.arange(len(lines))
    parts = [pd.DataFrame({"content": part["content"], "payment_id": 0, "claim_id": part["claim_id"],
                           "service_id": number, "level": "service", "group_code": group, "reason_code": code,
                           "amount_cents": cents, "triple": 1})[(cents != 0).to_numpy()]
             for code, group, cents in kinds]  # fmt: skip
    return pd.concat(parts).sort_values("service_id", kind="stable", ignore_index=True)


if __name__ == "__main__":
    main()
