"""Facts of the archive, notebook 03, and of claim histories, notebook 01."""

from __future__ import annotations

import pandas as pd

from .checks import at, found, of, total
from .told import Told, cents_of, month


@of(r".*-era-payments")
def payments(told: Told, slug: str, said: dict) -> dict:
    count, paid = (told.figure(slug, "03", label) for label in ("Payments", "Money paid"))
    cut = told.finding(slug, "03", "era-truncated")  # what a fact leaves out is said beside it
    days = (told.figure(slug, "03", "Period") or "").split(" to ")
    return found(
        payments=int(count) - len(cut) if count else None,
        paid_cents=cents_of(paid) - (total(cut, "paid_cents") or 0) if paid else None,
        first_day=days[0] or None,
        last_day=days[-1] or None,
    )


@of(r".*-era-payers")
def payers(told: Told, slug: str, said: dict) -> dict:
    rows, cut = told.table(slug, "03", "payers_paid"), told.finding(slug, "03", "era-truncated")
    made = {row.payer: {"payments": int(row.payment_count), "cents": int(row.paid_cents)}
            for row in rows.itertuples()}  # fmt: skip
    for row in cut.itertuples():
        made[row.payer]["payments"] -= 1
        made[row.payer]["cents"] -= int(row.paid_cents)
    return made


@of(r".*-era-march")
def march(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "03", "months")
    one = rows[rows["month"] == pd.Timestamp(2026, 3, 1)] if len(rows) else rows
    return found(payments=total(one, "payment_count"), cents=total(one, "paid_cents"))


@of(r".*-era-denials")
def denials(told: Told, slug: str, said: dict) -> dict:
    payers, rows = told.table(slug, "03", "denials_by_payer"), told.table(slug, "03", "denials")
    made: dict[str, int] = {}
    for row in rows.itertuples():
        key = f"{row.group_code}-{row.reason_code}"
        made[key] = made.get(key, 0) + int(row.claim_count)
    return found(
        denied=total(payers, "denied_count"),
        charge_cents=total(payers, "charge_cents"),
        by_reason=made or None,
    )


@of(r"(dune|larkspur)-gap-.*")
def gap(told: Told, slug: str, said: dict) -> dict:
    """A gap is told where a silence of the payer covers the months, or a claim of it lacks its remittance."""
    rows = told.finding(slug, "03", "era-payer-gap")
    rows = rows[rows["payer"] == said["payer"]] if len(rows) else rows
    covered = {
        month(day)
        for row in rows.itertuples()
        for day in pd.date_range(row.silent_from, row.silent_to)
    }  # fmt: skip
    lacking = told.finding(slug, "03", "claims-paid-no-era")
    if len(lacking):
        numbers = set(lacking["check_number"].dropna())
        covered |= set(said["months"]) if set(said["traces"]) <= numbers else set()
    hit = [m for m in said["months"] if m in covered]
    return found(payer=said["payer"] if hit else None, months=hit or None)


@of(r".*-era-silence")
def silence(told: Told, slug: str, said: dict) -> dict:
    """The months must not be called lost: a question about a silence is allowed, a lost file is not."""
    lost = told.table(slug, "03", "download")
    lost = lost[lost["step"].astype("str").str.contains("lost|missing", case=False)] if len(lost) else lost
    return said if not len(lost) or not set(lost["payer"].dropna()) & set(said) else {"called lost": True}


@of(r"larkspur-forward")
def forward(told: Told, slug: str, said: dict) -> dict:
    rows, plb = told.table(slug, "03", "forward_balances"), told.table(slug, "03", "plb")
    rows = (
        rows[rows["reason_code"] == "FB"] if "reason_code" in rows else rows
    )  # announced reversals (WO) stand beside
    open_cents = next((total(rows, n) for n in ("open_cents", "still_open_cents") if n in rows), None)
    if open_cents is None and len(rows) and (rows["state"] == "came back").all():
        open_cents = 0
    came = plb[(plb["reason_code"] == "FB") & (plb["amount_cents"] > 0)] if len(plb) else plb
    return found(
        carried_cents=total(rows, "amount_cents"),
        recovered_cents=total(came, "amount_cents"),
        open_cents=open_cents,
    )


@of(r"larkspur-withheld")
def withheld(told: Told, slug: str, said: dict) -> dict:
    return _any(told, slug, cents=said["cents"], reference=said["reference"])


def _any(told: Told, slug: str, **wanted) -> dict:
    """Whether an evidence table of the archive's report shows all of these values in one row."""
    result = told.result(slug, "03")
    tables = [f.evidence.frame for f in result.findings] if result else []
    for frame in tables:
        for row in frame.astype("str").itertuples(index=False):
            words = " ".join(map(str, row))
            if all(str(abs(v) if isinstance(v, int) else v) in words for v in wanted.values()):
                return wanted
    return {}


@of(r"larkspur-correction")
def correction(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "03", "reversals")
    rows = rows[rows["corrected_cents"].notna()] if len(rows) else rows
    return found(
        first_paid_cents=-total(rows, "paid_cents") if len(rows) else None,
        corrected_paid_cents=total(rows, "corrected_cents"),
    )


@of(r"larkspur-text-differs")
def text_differs(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-text-differs")
    return found(
        trace=rows["check_number"].iloc[0] if len(rows) == 1 else None,
        raw_cents=total(rows, "paid_cents"), text_cents=total(rows, "amount_cents"),
        difference_cents=total(rows, "difference_cents"),
    )  # fmt: skip


@of(r"larkspur-damaged")
def damaged(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-zip-refused")
    return found(
        files=len(rows) or None, name=rows["source_file"].iloc[0].rsplit("/", 1)[-1] if len(rows) else None
    )


@of(r"larkspur-duplicate")
def duplicate(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-duplicate-file")
    return found(copies=len(rows) + 1 if len(rows) else None, cents=total(rows, "paid_cents"))


@of(r"larkspur-stray|harbor-stranger")
def stray(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-other-payee")
    return found(
        payments=len(rows) if "payments" in said and len(rows) else None,
        trace=rows["trace_number"].iloc[0] if len(rows) else None, cents=total(rows, "paid_cents"),
    )  # fmt: skip


@of(r"larkspur-no-text")
def no_text(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-no-text")
    return found(
        files=len(rows) or None, file=rows["source_file"].iloc[0].split("!")[-1] if len(rows) else None
    )


@of(r"larkspur-empty")
def empty(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "01", "files")
    rows = rows[(rows["bytes"] == 0) | rows["state"].eq("empty")] if len(rows) else rows
    return found(
        files=len(rows) or None, name=rows["source_file"].iloc[0].rsplit("/", 1)[-1] if len(rows) else None
    )


@of(r"dune-slip")
def slip(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-payment-unbalanced")
    rows = rows[rows["trace_number"] == said["trace"]] if len(rows) else rows
    return found(
        trace=said["trace"] if len(rows) else None, stated_cents=total(rows, "paid_cents"),
        computed_cents=total(rows, "claims_paid_cents"), difference_cents=total(rows, "difference_cents"),
    )  # fmt: skip


@of(r"dune-split")
def split(told: Told, slug: str, said: dict) -> dict:
    """A split check is right where it is neither unbalanced nor the same payment again."""
    for code in ("era-payment-unbalanced", "era-payment-twice"):
        rows = told.finding(slug, "03", code)
        if len(rows) and (rows["trace_number"] == said["trace"]).any():
            return {"trace": f"{said['trace']} in {code}"}
    return {"trace": said["trace"]}


@of(r"dune-cut")
def cut(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-truncated")
    return found(
        file=rows["source_file"].iloc[0].rsplit("/", 1)[-1] if len(rows) else None,
        stated_cents=total(rows, "paid_cents"),
    )


@of(r"dune-again")
def again(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "03", "era-payment-twice")
    rows = rows[rows["trace_number"].isin(said["traces"])] if len(rows) else rows
    return found(payments=len(rows) or None, cents=total(rows, "paid_cents"))


@of(r"(larkspur|harbor)-claims")
def histories(told: Told, slug: str, said: dict) -> dict:
    rows = told.claims(slug).history
    days = rows["service_from"].dropna()
    return found(
        claims=len(rows) or None, charge_cents=total(rows, "charge_cents"),
        insurance_paid_cents=total(rows, "paid_cents") if "insurance_paid_cents" in said else None,
        first=f"{days.min():%Y-%m-%d}" if "first" in said and len(days) else None,
        last=f"{days.max():%Y-%m-%d}" if "last" in said and len(days) else None,
    )  # fmt: skip


@of(r"larkspur-open")
def open_claims(told: Told, slug: str, said: dict) -> dict:
    rows = told.claims(slug).history
    since = pd.Timestamp(2026, 8, 31) - pd.Timedelta(days=120)
    rows = rows[rows["service_from"] >= since]
    if rows.empty:
        return {}
    billed = rows[rows["state"] == "pending"]
    return {"billed": len(billed), "billed_cents": int(billed["charge_cents"].sum()),
            "denied": int(rows["state"].eq("denied").sum())}  # fmt: skip


@of(r"dune-submissions")
def submissions(told: Told, slug: str, said: dict) -> dict:
    files = told.claims(slug).files
    files = files[files["source"] == "file summary"]
    read = files[files["state"] == "read"]
    return found(
        files=int(files["state"].isin(["read", "duplicate"]).sum()), distinct_files=len(read),
        claims=at({"n": read["rows_used"].sum()}, "n"),
    )  # fmt: skip


@of(r"dune-no-demographics")
def absent(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "01", "must_move")
    faults = rows[
        rows["name"].astype("str").str.contains("patient", case=False) & rows["state"].eq("missing")
    ]
    return {"fault": bool(len(faults))} if len(rows) else {}
