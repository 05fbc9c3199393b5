"""Facts of the non-par fee, invoices and costs, notebooks 04 and 05."""

from __future__ import annotations

import pandas as pd
from cutover.reading.claims.invoices import load_invoices
from cutover.workstreams.nonpar.inputs import load

from .checks import found, of, total
from .told import BOOK, DAY, Told, month

KINDS = {"ehr": "EHR 24/7", "nonpar": "non-par fee", "printing": "printing", "status": "claim status"}
WORDS = {"discovery": "discovery", "pass_through": "pass-through"}


def due(told: Told, slug: str) -> pd.DataFrame:
    """Return the fee that is due under the rule of each month, by month and NPI."""
    return told.part(slug, "in force", lambda: load(told.practice(slug), DAY).in_force)


@of(r"dune-therapist-\d")
def therapist(told: Told, slug: str, said: dict) -> dict:
    rows = due(told, slug)
    npis = {row["npi"] for row in told.table(slug, "04", "combinations").to_dict("records")}
    for npi in sorted(npis):
        own = rows[(rows["npi"] == npi) & (rows["fee_low_cents"] > 0)]
        months = sorted({month(m) for m in own["month"]})
        made = {
            "months_2025": [m for m in months if m < "2026"],
            "months_2026": [m for m in months if m > "2026"],
        }
        if made == {name: said[name] for name in made}:
            return made
    return {"months_2026": "of no NPI"}


@of(r"dune-fee-2026")
def fee_2026(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "04", "months")
    rows = rows[rows["month"] >= pd.Timestamp(2026, 1, 1)] if len(rows) else rows
    return found(npi_months=total(rows, "triggers_low"), cents=total(rows, "fee_low_cents"))


@of(r"dune-fee-2025")
def fee_2025(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "04", "months")
    rows = (
        rows[rows["month"].between(pd.Timestamp(2025, 6, 1), pd.Timestamp(2025, 12, 1))]
        if len(rows)
        else rows
    )
    return found(
        npi_months=total(rows, "triggers_low"), cents_at_44_95=total(rows, "fee_high_cents"),
        cents_at_39_95=total(rows, "fee_low_cents"),
    )  # fmt: skip


@of(r"dune-(exactly|under)-half")
def half(told: Told, slug: str, said: dict) -> dict:
    day = pd.Timestamp(2025, 9 if said["due"] else 10, 1)
    rows = due(told, slug)
    rows = rows[(rows["npi"] == said["npi"]) & (rows["month"] == day)] if len(rows) else rows
    if not len(rows):
        return {}
    nonpar = total(rows, "nonpar")
    return found(par=total(rows, "claims") - nonpar, nonpar=nonpar, due=bool(total(rows, "fee_low_cents")))


@of(r"dune-rejected")
def rejected(told: Told, slug: str, said: dict) -> dict:
    result = told.result(slug, "04")
    words = " ".join([*(result.limits if result else ()), *(t.note for t in result.tables.values())])
    return {"npi": said["npi"]} if "reject" in words.lower() else {}


@of(r"dune-par-report")
def par_report(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "04", "reported")
    differing = rows[rows["outcome"] != "agrees"] if len(rows) else rows
    if not len(rows) or set(rows["month"].map(month)) != {"2026-05", "2026-06", "2026-07"}:
        return found(month="not all reports were read" if len(rows) else None)
    if len(differing) == 0:  # rejected claims are counted on both sides
        row = rows[(rows["npi"] == said["npi"]) & (rows["month"].map(month) == said["month"])]
        return found(npi=said["npi"], month=said["month"], report_total=total(row, "reported_claims"))
    if len(differing) > 1:
        return {"month": f"{len(differing)} differ"}
    one = differing.iloc[0]
    return found(npi=one["npi"], month=month(one["month"]), report_total=int(one["reported_claims"]))


@of(r"(larkspur-family|quiet-harbor-bh)-nonpar")
def nonpar(told: Told, slug: str, said: dict) -> dict:
    rows = due(told, slug)
    if not len(rows):
        return {}
    owed = rows[rows["fee_low_cents"] > 0]
    pairs = sorted([row.npi, month(row.month)] for row in owed.itertuples())
    late = [pair for pair in pairs if pair[1] >= "2026"]
    cents = total(owed[owed["month"] >= pd.Timestamp(2026, 1, 1)], "fee_low_cents")
    return {"months_2026": late, "fee_2026_cents": cents or 0,
            "months_2025_by_half_rule": [pair for pair in pairs if pair[1] < "2026"]}  # fmt: skip


def _lines(told: Told, slug: str) -> pd.DataFrame:
    return told.part(slug, "invoices", lambda: load_invoices(told.practice(slug))).lines


@of(r"invoice-\d")
def invoice(told: Told, slug: str, said: dict) -> dict:
    rows = _lines(told, slug)
    rows = rows[(rows["month"].map(month) == said["month"]) & (rows["charge"] != "payment or balance")]
    if not len(rows):
        return {}
    kinds = {}
    for name in said["by_kind_cents"]:
        own = rows[rows["charge"].str.contains(WORDS.get(name, KINDS.get(name, name)), case=False)]
        kinds[name] = int(own["amount_cents"].sum())
    return {"total_cents": total(rows, "amount_cents"), "by_kind_cents": kinds, "month": said["month"]}


@of(r"invoice-too-(few|many)")
def too(told: Told, slug: str, said: dict) -> dict:
    wanted = {True: "2026-07", False: "2026-05"}[said["difference_cents"] > 0]
    rows = told.table(slug, "04", "charged")
    rows = rows[rows["month"].map(month) == wanted] if len(rows) else rows
    if not len(rows):
        return {}
    return {"due_npis": sorted(rows.loc[rows["fee_low_cents"] > 0, "npi"], key=said["due_npis"].index)
            if set(rows.loc[rows["fee_low_cents"] > 0, "npi"]) == set(said["due_npis"]) else "others",
            "difference_cents": total(rows, "difference_cents")}  # fmt: skip


@of(r"invoice-wrong-npi")
def wrong_npi(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "04", "charged")
    rows = (
        rows[(rows["month"].map(month) == "2026-07") & (rows["outcome"] != "agrees")] if len(rows) else rows
    )
    if not len(rows):
        return {}
    charged, owed = rows[rows["charged_cents"] > 0], rows[rows["fee_low_cents"] > 0]
    return found(
        charged_npi=charged["npi"].iloc[0] if len(charged) == 1 else None,
        due_npi=owed["npi"].iloc[0] if len(owed) == 1 else None, difference_cents=total(rows, "difference_cents"),
    )  # fmt: skip


@of(r"discovery-overage")
def discovery(told: Told, slug: str, said: dict) -> dict:
    rows = _lines(told, slug)
    rows = rows[
        (rows["month"].map(month) == "2026-06") & rows["charge"].str.contains("discovery", case=False)
    ]
    return found(cents=total(rows, "amount_cents"))


@of(r"ehr-is-not-nonpar")
def ehr(told: Told, slug: str, said: dict) -> dict:
    rows = _lines(told, slug)
    rows = rows[rows["month"].map(month).isin(["2026-05", "2026-06"])]
    if not len(rows):
        return {}
    return {"nonpar_lines": int(rows["charge"].eq("non-par fee").sum()),
            "ehr_lines": int(rows["charge"].eq("EHR 24/7").sum())}  # fmt: skip


def _cost_of(medi: pd.DataFrame, word: str) -> tuple[int, float] | None:
    rows = medi[medi["item"].astype("str").str.contains(word, case=False)] if len(medi) else medi
    return (int(rows["cents"].sum()), float(rows["units"].sum())) if len(rows) else None


@of(r"dune-medi-cost")
def medi_cost(told: Told, slug: str, said: dict) -> dict:
    """Accepted claims from March to August 2026 at 0.70 each, and the platform at 20.00 a month."""
    rows = told.claims(slug).submitted
    inside = rows["submission_date"].between(pd.Timestamp(2026, 3, 1), pd.Timestamp(2026, 8, 31))
    counted = int((inside & rows["state"].eq("accepted") & rows["source"].eq("file summary")).sum())
    return {"claims": counted, "claim_cents": 70 * counted} if counted else {}


@of(r"book-medi-month")
def medi_month(told: Told, slug: str, said: dict) -> dict:
    """The table tells of a year; a month is a twelfth of it."""
    medi = told.table(BOOK, "05", "medi")
    claims, platform = _cost_of(medi, "^claim$"), _cost_of(medi, "^platform$")
    if claims is None or platform is None:
        return {}
    return {"claims": claims[1] / 12, "claim_cents": claims[0] / 12, "platform_cents": platform[0] / 12}


@of(r"book-migration")
def migration(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(BOOK, "05", "commitment")
    made = {str(row.commitment): int(row.migration_cents) for row in rows.itertuples()}
    yearly = next((v for k, v in made.items() if "12" in k or "annual" in k), None)
    monthly = next((v for k, v in made.items() if "month to month" in k or "monthly" in k), None)
    return found(annual_cents=yearly, monthly_cents=monthly)
