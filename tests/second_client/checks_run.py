"""Facts of the parallel run, notebook 09, and of enrollments, notebook 06."""

from __future__ import annotations

import pandas as pd
from cutover.reading.postings.run_files import load_run

from .checks import found, of, total, words
from .payers import PAYERS
from .told import DAY, Told

NAMES = {spelled: payer.listed for payer in PAYERS.values() for spelled in (payer.era, payer.short)}


def _run(told: Told, slug: str):
    return told.part(slug, "run", lambda: load_run(told.practice(slug), DAY))


@of(r"harbor-feeds")
def feeds(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "09", "switches")
    medi = total(rows, "landed_medi_cents")
    paid = _run(told, slug).medi.payments
    inside = paid[(paid["payment_date"] >= pd.Timestamp(2026, 7, 13)) & paid["set_aside"].isna()]
    copy = told.finding(slug, "09", "run-copy-across")
    return {"MEDI": {"payments": len(inside) - len(copy), "cents": medi}} if medi is not None else {}


@of(r"harbor-switches")
def switches(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "09", "switches")
    first, never = {}, []
    copy = set(told.finding(slug, "09", "run-copy-across").get("check_number", []))
    for row in rows.itertuples():
        name = NAMES.get(row.payer, row.payer)
        if pd.isna(row.first_medi):
            never.append(name)
            continue
        own = _run(told, slug).medi.payments
        own = own[own["payer_name"].eq(row.payer) & ~own["trace_number"].isin(copy)]
        first[name] = f"{own['payment_date'].min():%Y-%m-%d}"
    return {"first_in_medi": first, "never_in_medi": sorted(never)} if len(rows) else {}


@of(r"harbor-crossed")
def crossed(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "09", "routing")
    if not len(rows):
        return {}
    one = rows[(rows["landed"] == "Medi") & (rows["belongs"] == "Office Ally")]
    two = rows[(rows["landed"] == "Office Ally") & (rows["belongs"] == "Medi")]
    return found(
        legacy_in_medi=total(one, "items"), legacy_in_medi_cents=total(one, "amount_cents"),
        new_in_office_ally=total(two, "items"), new_in_office_ally_cents=total(two, "amount_cents"),
    )  # fmt: skip


@of(r"harbor-both-feeds")
def both(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "09", "run-copy-across")
    return found(trace=rows["check_number"].iloc[0] if len(rows) else None, cents=total(rows, "amount_cents"))


@of(r"harbor-posting-.*")
def posting(told: Told, slug: str, said: dict) -> dict:
    """An error is found where a case of the run names its check and claim; its cents are looked for in that row."""
    result = told.result(slug, "09")
    for finding in result.findings if result else ():
        frame = finding.evidence.frame
        for row in frame.to_dict("records"):
            words = " ".join(map(str, row.values()))
            if said["claim"] in words:
                cents = abs(int(row["amount_cents"])) if pd.notna(row.get("amount_cents")) else None
                close = cents in (said["error_cents"], said["paid_cents"])
                return {"claim": said["claim"], "error_cents": said["error_cents"] if close else cents}
    return {}


@of(r"harbor-posted")
def posted(told: Told, slug: str, said: dict) -> dict:
    rows = _run(told, slug).postings
    if not len(rows):
        return {}
    sums = rows.groupby("system")["paid_cents"].sum()
    return {
        "rows": len(rows),
        "OA_cents": int(sums.get("Office Ally", 0)),
        "MEDI_cents": int(sums.get("Medi", 0)),
    }


@of(r"harbor-net")
def net(told: Told, slug: str, said: dict) -> dict:
    """Postings of remittances since the cutover, less what was remitted since."""
    run = _run(told, slug)
    if not len(run.postings):
        return {}
    day = pd.Timestamp(2026, 7, 13)
    feeds = [a.payments[(a.payments["payment_date"] >= day) & a.payments["set_aside"].isna()]
             for a in (run.office_ally, run.medi)]  # fmt: skip
    both = set(told.finding(slug, "09", "run-copy-across").get("check_number", []))
    old, new = feeds
    new = new[~new["trace_number"].isin(both)]
    remitted = int(old["paid_cents"].sum() + new["paid_cents"].sum())
    traces = set(old["trace_number"]) | set(new["trace_number"])
    own = run.postings[run.postings["check_number"].isin(traces)]
    return {"posted_cents": int(own["paid_cents"].sum()), "remitted_cents": remitted}


def _bank(told: Told, slug: str, code: str, trace: str) -> pd.DataFrame:
    rows = told.finding(slug, "09", code)
    return rows[words(rows).str.contains(trace, regex=False)] if len(rows) else rows


@of(r"harbor-bank-lost")
def lost(told: Told, slug: str, said: dict) -> dict:
    rows = _bank(told, slug, "run-remittance-unpaid", said["trace"])
    return found(trace=said["trace"] if len(rows) else None, cents=total(rows, "amount_cents"))


@of(r"harbor-bank-short")
def short(told: Told, slug: str, said: dict) -> dict:
    rows = _bank(told, slug, "run-deposit-differs", said["trace"])
    return found(
        trace=said["trace"] if len(rows) else None,
        difference_cents=-total(rows, "amount_cents") if len(rows) else None,
    )


@of(r"harbor-bank-no-era")
def no_era(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "09", "run-deposit-open")
    rows = (
        rows[(rows["amount_cents"] == said["cents"]) & (rows["opened"] == pd.Timestamp(said["day"]))]
        if len(rows)
        else rows
    )
    return found(cents=total(rows, "amount_cents"), day=said["day"] if len(rows) else None)


@of(r"harbor-bank-pair")
def pair(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "09", "run-deposit-suggested")
    rows = rows[rows["amount_cents"] == said["cents"]] if len(rows) else rows
    if len(rows):
        return {"cents": total(rows, "amount_cents")}
    unpaid = told.finding(slug, "09", "run-remittance-unpaid")
    both = set(said["traces"]) <= set(unpaid.get("check_number", []))
    left = told.finding(slug, "09", "run-deposit-open")
    shown = len(left) and (left["amount_cents"] == said["cents"]).any()
    return {"cents": said["cents"]} if both and shown else {}


@of(r"harbor-bank-pending")
def pending(told: Told, slug: str, said: dict) -> dict:
    aside = _run(told, slug).aside
    rows = aside[(aside["source"] == "bank") & aside["reason"].str.contains("pending", case=False)]
    rows = rows[rows["amount_cents"] == said["cents"]]
    return found(deposits=len(rows) or None, cents=total(rows, "amount_cents"))


@of(r"harbor-bank-total")
def bank_total(told: Told, slug: str, said: dict) -> dict:
    """The fact counts the payer's deposit that is still pending, which a report sets aside."""
    run = _run(told, slug)
    rows = run.deposits
    rows = (
        rows[rows["description"].str.contains("HCCLAIMPMT|REMOTE DEPOSIT", na=False)] if len(rows) else rows
    )
    if not len(rows):
        return {}
    aside = run.aside[run.aside["reason"].str.contains("pending", case=False)]
    waits = int(aside["amount_cents"].eq(36984).sum())
    return {"deposits": len(rows) + waits, "cents": total(rows, "amount_cents") + 36984 * waits}


def _standing(told: Told, slug: str, transaction: str = "835") -> pd.DataFrame:
    rows = told.table(slug, "06", "standing")
    return rows[rows["transaction"] == transaction] if len(rows) else rows


def _payers(rows: pd.DataFrame) -> list[str] | None:
    return sorted(NAMES.get(name, name) for name in rows["payer"]) if len(rows) else None


@of(r"enrollment-larkspur-live")
def live(told: Told, slug: str, said: dict) -> dict:
    rows = _standing(told, slug)
    rows = rows[rows["status"].eq("LIVE").fillna(False)] if len(rows) else rows
    return found(live_835=[n.split()[0].lower() for n in rows["payer"]] if len(rows) else None)


@of(r"enrollment-(larkspur-none|dune-missing)")
def none(told: Told, slug: str, said: dict) -> dict:
    rows = pd.concat([told.finding(slug, "06", f"enroll-{code}-filed") for code in ("never", "nothing")])
    rows = rows[rows["transaction"] == "835"] if len(rows) and "transaction" in rows else rows
    named = _payers(rows)
    if slug.startswith("larkspur") and named:
        top = _standing(told, slug).nlargest(7, "remittances")["payer"].map(lambda n: NAMES.get(n, n))
        named = [name for name in named if name in set(top)]  # the fact is about payers of regular volume
    return found(payers=named)


@of(r"enrollment-larkspur-rejected")
def refused(told: Told, slug: str, said: dict) -> dict:
    rows = [told.finding(slug, "06", code) for code in ("enroll-rejected", "enroll-not-on-file")]
    return found(
        payers=_payers(pd.concat([part for part in rows if len(part)]) if any(map(len, rows)) else rows[0])
    )


@of(r"enrollment-larkspur-waiting")
def waiting(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "06", "enroll-waiting-on-provider")
    own = _standing(told, slug)
    own = own[own["payer"].isin(rows["payer"])] if len(rows) else own.head(0)
    days = (pd.Timestamp(DAY) - own["status_on"].fillna(own["filed_on"])).dt.days if len(own) else None
    return found(
        payers=_payers(rows), days=int(days.iloc[0]) if days is not None and days.notna().all() else None
    )


@of(r"enrollment-dune-states")
def states(told: Told, slug: str, said: dict) -> dict:
    rows = _standing(told, slug)
    rows = rows[rows["status"].notna()] if len(rows) else rows
    return {name: int(count) for name, count in rows["status"].value_counts().items()} if len(rows) else {}


@of(r"enrollment-dune-other-npi")
def other_npi(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "06", "enroll-not-needed")
    own = _standing(told, slug)
    ready = own[own["payer"].map(lambda n: NAMES.get(n, n)).eq(said["payer"]) & own["status"].eq("LIVE")]
    hit = len(rows) and words(rows).str.contains(said["npi"]).any()
    return {"payer": said["payer"], "npi": said["npi"]} if hit and ready.empty else {}


@of(r"enrollment-dune-no-era")
def live_no_era(told: Told, slug: str, said: dict) -> dict:
    rows = told.finding(slug, "06", "enroll-no-era-yet")
    own = _standing(told, slug)
    own = own[own["payer"].isin(rows["payer"])] if len(rows) else own.head(0)
    return found(
        payers=_payers(rows), live_since=f"{own['live_on'].iloc[0]:%Y-%m-%d}" if len(own) == 1 else None
    )


@of(r"enrollment-quiet-top-three")
def top(told: Told, slug: str, said: dict) -> dict:
    rows = told.table(slug, "06", "payers").head(3)
    if not len(rows):
        return {}
    return {"top": [NAMES.get(n, n) for n in rows["payer"]], "live": int(rows["era_state"].eq("live").sum())}


@of(r"enrollment-quiet-canceled")
def canceled(told: Told, slug: str, said: dict) -> dict:
    rows = _standing(told, slug)
    return found(payers=_payers(rows[rows["status"].eq("CANCELED").fillna(False)]) if len(rows) else None)
