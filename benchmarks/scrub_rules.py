"""How long the search for scrub rules takes, and how many come out wrong, beside a plain table of frequencies.

Run: `python -m benchmarks.scrub_rules [lines ...]` (250,000, 500,000 and 1,000,000 service lines unless given). Each
size runs in a process of its own. The lines are made from rules that are known: pairs, modifiers, places, units,
procedures and filing limits of 40 payers; beside them noise, three payers' months and two providers that are denied for
everything. The table of frequencies is `groupby(["payer", "procedure", "reason"])`: what is denied for one reason at
least five times and in at least 60 % (or 20 %) of the procedure's lines. A rule is right where what it would stop is
what the planted rule denies: the table names no condition, so it is right about whole procedures alone. Beside it
stands how many good lines the edits of each would hold back: lines that were paid.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cutover.columns import conform, empty
from cutover.reading.era.archive import Archive
from cutover.workstreams.scrub_rules.book import book_of
from cutover.workstreams.scrub_rules.inputs import Inputs, slim
from cutover.workstreams.scrub_rules.report import assess
from era_frames import AS_OF, COLUMNS, PRACTICE

PAYERS, PROCEDURES, DAYS, A_CLAIM, A_PAYMENT = 40, 120, 730, 2, 50
FIRST = np.datetime64("2024-06-01")
MARKS, PLACES = ("25", "59", "95", "RT"), ("11", "02", "22")
REASONS = {"procedure": "197", "modifier": "4", "without": "16", "place": "5", "units": "151", "pair": "97"}
A_KIND, LATE, LIMIT = 2, "29", 120  # rules of each kind at each payer; a filing limit at every fourth payer
BAD_MONTHS, STRANGERS = (
    ((3, 400), (11, 200), (27, 610)),
    ((5, 7), (19, 3)),
)  # payer and first day; payer and provider
SELDOM = 100  # the first of the procedures that those bill, and hardly others
SECONDS = 60  # wanted of 1,000,000 lines


def main() -> None:
    """Run the sizes; with `one` behind the size, that size here."""
    if sys.argv[2:] == ["one"]:
        print(one(int(sys.argv[1])))
        return
    head = "| lines | 13 CPU s | peak MB | tried | planted | 13: right | wrong | missed | good lines held "
    print(
        f"{head}| table, 60 %: right | wrong | good lines held | table, 20 %: right | wrong | good lines held |"
    )
    print("|---" * 15 + "|")
    for size in sys.argv[1:] or ("250000", "500000", "1000000"):
        told = [sys.executable, "-m", "benchmarks.scrub_rules", size, "one"]
        print(subprocess.run(told, capture_output=True, text=True, check=True).stdout.strip(), flush=True)


def one(size: int) -> str:
    """Return the line of one size."""
    lines, rules = made(size)
    given = Inputs(PRACTICE, AS_OF, slim(archive_of(lines)), slim(_archive({})))
    began = time.process_time()
    assess(given)
    took = time.process_time() - began
    book = book_of(given)
    found = {(r.payer, r.form, r.procedure, r.what) for r in book.rules.itertuples()}
    ours = {told(rule) for rule in rules}
    right = {(payer, what) for payer, _, _, what in found} & ours
    held = int((book.rules["lines"] - book.rules["denied"]).sum())
    whole = {
        (rule["payer"], rule["procedure"], rule["reason"]) for rule in rules if rule["kind"] == "procedure"
    }
    said = []
    for percent in (60, 20):
        named, good = frequencies(lines, percent)
        said.append(f"{len(named & whole):,} | {len(named - whole):,} | {good:,}")
    peak = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
    return (
        f"| {size:,} | {took:.1f} | {int(peak.split()[1]) / 1024:,.0f} | {book.found.tried:,} | {len(rules):,} "
        f"| {len(right):,} | {len(found) - len(right):,} | {len(ours - right):,} | {held:,} | {said[0]} | {said[1]} |"
    )


def told(rule: dict) -> tuple[str, str]:
    """Payer and condition of a planted rule in the words of the report."""
    payer, code, other = f"PAYER {rule['payer']:02d}", rule["procedure"] + 20_000, rule["other"] + 20_000
    return payer, {
        "procedure": f"{code}", "modifier": f"{code} with modifier {MARKS[rule['mark']]}",
        "without": f"{code} without modifier {MARKS[rule['mark']]}",
        "place": f"{code} in place {PLACES[rule['place']]}",
        "units": f"{code} with more than 2 units",
        "pair": f"{code} with {other} on one day without modifier {MARKS[rule['mark']]}",
        "age": f"any claim received more than {LIMIT} days after the service",
    }[rule["kind"]]  # fmt: skip


def frequencies(lines: pd.DataFrame, percent: int) -> tuple[set[tuple], int]:
    """Return payer, procedure and reason of which so many percent of lines are denied, and the paid lines of those."""
    keys = ["payer", "procedure"]
    every, paid = lines.groupby(keys).size(), lines[lines["reason"] == ""].groupby(keys).size()
    denied = lines[lines["reason"] != ""].groupby([*keys, "reason"]).size()
    share = denied / every.reindex(denied.index.droplevel(2)).to_numpy()
    named = denied.index[(denied >= 5) & (100 * share >= percent)]
    return set(named), int(paid.reindex(named.droplevel(2).unique()).fillna(0).sum())


def made(size: int) -> tuple[pd.DataFrame, list[dict]]:
    """Return lines, two on each claim, and the rules by which they are denied."""
    rng = np.random.default_rng(13)
    claims = size // A_CLAIM
    payer, place = (np.repeat(rng.integers(0, most, claims), A_CLAIM) for most in (PAYERS, len(PLACES)))
    provider, day = (np.repeat(rng.integers(0, most, claims), A_CLAIM) for most in (12, DAYS - 30))
    first = rng.integers(0, PROCEDURES, claims)
    near = rng.integers(0, 3, claims)  # a procedure has few that come along with it
    procedure = np.stack([first, (first + 1 + near) % PROCEDURES], axis=1).ravel()
    age = np.repeat(np.where(rng.random(claims) < 0.03, rng.integers(90, 200, claims), rng.integers(3, 30, claims)),
                    A_CLAIM)  # fmt: skip
    for number, inside in enumerate(
        _across(payer, provider, day)
    ):  # each has a procedure that hardly others do
        seldom = (payer == payer[inside][0]) & (procedure == SELDOM + number) & ~inside
        procedure[seldom] = 0
        procedure[inside & (np.arange(size) % A_CLAIM == 0) & (rng.random(size) < 0.5)] = SELDOM + number
    mark = rng.choice(len(MARKS) + 1, size, p=[0.15, 0.15, 0.1, 0.2, 0.4])  # the last one: none
    units = rng.choice([1, 2, 3, 4], size, p=[0.6, 0.25, 0.1, 0.05])
    lines = pd.DataFrame(
        {
            "payer": payer,
            "procedure": procedure,
            "place": place,
            "provider": provider,
            "day": day,
            "age": age,
            "mark": mark,
            "units": units,
            "other": procedure.reshape(-1, 2)[:, ::-1].ravel(),
        }
    )
    rules = _rules(rng)
    reason = np.where(rng.random(size) < 0.02, rng.choice(["11", "50", "252", "16"], size), "")
    for rule in rules:
        hit = _met(rule, lines) & (rng.random(size) < 0.95)
        reason[hit] = rule["reason"]
    for inside in _across(payer, provider, day):
        reason[inside & (rng.random(size) < 0.95)] = "16"
    return lines.assign(reason=reason), rules


def _across(payer: np.ndarray, provider: np.ndarray, day: np.ndarray) -> list[np.ndarray]:
    """The lines of each month and provider that is denied for everything."""
    months = [(payer == number) & (day >= start) & (day < start + 31) for number, start in BAD_MONTHS]
    return [*months, *((payer == number) & (provider == who) for number, who in STRANGERS)]


def _rules(rng: np.random.Generator) -> list[dict]:
    """Rules of each kind at each payer, each about a procedure of its own."""
    rules = []
    for payer in range(PAYERS):
        codes = rng.permutation(SELDOM)[: A_KIND * len(REASONS)]
        for number, code in enumerate(codes):
            kind = list(REASONS)[number % len(REASONS)]
            rules.append({"payer": payer, "kind": kind, "procedure": int(code), "reason": REASONS[kind],
                          "mark": int(rng.integers(0, 4)), "place": int(rng.integers(1, 3)),
                          "other": int(code + 1) % PROCEDURES})  # fmt: skip
        if payer % 4 == 0:
            rules.append({"payer": payer, "kind": "age", "procedure": -1, "reason": LATE, "mark": 0, "place": 0,
                          "other": 0})  # fmt: skip
    return rules


def _met(rule: dict, lines: pd.DataFrame) -> np.ndarray:
    inside = (lines["payer"] == rule["payer"]).to_numpy()
    if rule["kind"] == "age":
        return inside & (lines["age"] > LIMIT).to_numpy()
    bears = lines["mark"] == rule["mark"]
    return inside & (lines["procedure"] == rule["procedure"]).to_numpy() & {
        "procedure": True, "modifier": bears.to_numpy(), "without": ~bears.to_numpy(),
        "place": (lines["place"] == rule["place"]).to_numpy(), "units": (lines["units"] > 2).to_numpy(),
        "pair": ((lines["other"] == rule["other"]) & ~bears).to_numpy(),
    }[rule["kind"]]  # fmt: skip


def archive_of(lines: pd.DataFrame) -> Archive:
    """Return the archive of these lines: two lines a claim, fifty claims of one payer a payment."""
    order = np.lexsort((lines["day"].to_numpy()[::A_CLAIM], lines["payer"].to_numpy()[::A_CLAIM]))
    rows = lines.iloc[(order[:, None] * A_CLAIM + np.arange(A_CLAIM)).ravel()].reset_index(drop=True)
    heads, number, claim = (
        rows.iloc[::A_CLAIM].reset_index(drop=True),
        np.arange(len(rows)),
        np.arange(len(order)),
    )
    payer = heads["payer"].to_numpy()
    payment = pd.factorize(payer * len(claim) + claim // A_PAYMENT)[0]
    names = pd.Series(pd.array([f"{n:064x}" for n in range(payment.max() + 1)], "str"))
    served = FIRST + heads["day"].to_numpy().astype("timedelta64[D]")
    decided = served + (heads["age"].to_numpy() + 10).astype("timedelta64[D]")
    head = {"content": names.take(payment).to_numpy(), "payment_id": 0, "claim_id": claim}
    part = {name: np.repeat(value, A_CLAIM) if name != "payment_id" else 0 for name, value in head.items()}
    paid = np.where(rows["reason"] == "", 10_000, 0)
    marks = pd.Series(pd.array([*MARKS, None], "str")).take(rows["mark"]).reset_index(drop=True)
    doctors = pd.Series(pd.array([f"{1_000_000_000 + n}" for n in range(12)], "str"))
    services = pd.DataFrame({**part, "service_id": number, "procedure_code": (rows["procedure"] + 20_000).astype("str"),
                             "modifier_1": marks, "charge_cents": 10_000, "paid_cents": paid,
                             "paid_units": rows["units"], "service_date": np.repeat(served, A_CLAIM),
                             "rendering_npi": doctors.take(rows["provider"]).reset_index(drop=True)})  # fmt: skip
    place = pd.Series(pd.array(PLACES, "str")).take(heads["place"]).reset_index(drop=True)
    received = served + heads["age"].to_numpy().astype("timedelta64[D]")
    claims = pd.DataFrame({**head, "status": "1", "facility_code": place, "received_date": received,
                           "patient_control_number": "A" + pd.Series(claim).astype("str"),
                           "patient_id": "M" + pd.Series(claim).astype("str"), "service_count": A_CLAIM,
                           "charge_cents": 20_000, "paid_cents": 0})  # fmt: skip
    last = np.maximum.reduceat(decided.astype("int64"), np.unique(payment, return_index=True)[1])
    payments = pd.DataFrame(
        {
            "content": names,
            "payment_id": 0,
            "payment_date": last.astype("datetime64[D]"),
            "payer_name": "PAYER "
            + pd.Series(payer[np.unique(payment, return_index=True)[1]]).astype("str").str.zfill(2),
            "paid_cents": 1,
            "payment_key": names,
            "is_whole": True,
        }
    )
    denied = number[(rows["reason"] != "").to_numpy()]
    adjustments = pd.DataFrame({"content": part["content"][denied], "payment_id": 0,
                                "claim_id": part["claim_id"][denied], "service_id": denied, "level": "service",
                                "group_code": "CO", "triple": 1,
                                "reason_code": rows["reason"].to_numpy()[denied], "amount_cents": 10_000})  # fmt: skip
    tables = {"services": services, "claims": claims, "payments": payments, "adjustments": adjustments}
    return _archive(tables)


def _archive(tables: dict[str, pd.DataFrame]) -> Archive:
    """Return an archive of these tables, every one with all the columns of its contract."""
    parts = {}
    for name, columns in COLUMNS.items():
        frame = tables.get(name)
        known = None if frame is None else frame.reindex(columns=[c.name for c in columns])
        parts[name] = empty(columns) if known is None else conform(known, columns)
    return Archive(**parts)


if __name__ == "__main__":
    main()
