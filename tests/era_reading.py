"""Our reader's answers in the form of the independent one (`era_oracle`): one file alone, many at once, an archive."""

from __future__ import annotations

import bisect
from pathlib import Path

import pandas as pd
from cutover.errors import InputError
from cutover.reading.era.archive import load_archive
from cutover.reading.era.reader import Remittance, kind_of, read_era
from cutover.reading.era.tables import UNREAD_REASONS
from cutover.reading.practice.book import Practice
from cutover.workstreams.era_audit.carried import open_by_payer
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.payers_and_denials import denied
from era_build import Remit, envelope, render, rng_of
from era_frames import AS_OF

CONTROL = "outside an interchange"  # text around an envelope, or none: understood, so no loss


def reading(data: bytes) -> dict:
    """One file by itself, as `era_oracle.read` gives it; what cannot be read is damage."""
    kind = kind_of(data)
    if kind != "835":
        return {"payments": [], "damage": [(0, kind)]}
    try:
        found = read_era(data, "a.835")
    except InputError as error:
        return {"payments": [], "damage": [(0, error.found)]}
    (only,) = _parts(found, [(0, len(data) + 10**9)])
    return only


def readings(files: list[bytes]) -> list[dict]:
    """Many files by one call, each between two sound remittances; what it says of each is as if it were alone."""
    sound = render(envelope([Remit(rng_of(1, "between")).segments()])).encode()
    text, spans = sound, []
    for data in files:
        spans.append((len(text), len(text) + len(data)))
        text += data + sound
    return _parts(read_era(text, "a.835"), spans)


def _parts(found: Remittance, spans: list[tuple[int, int]]) -> list[dict]:
    """What the tables say of each of these stretches of a file."""
    said = [{"payments": [], "damage": []} for _ in spans]
    starts = [begin for begin, _ in spans]
    rows = {name: _rows(getattr(found, name), columns) for name, columns in _READ.items()}
    plb = rows["provider_adjustments"]
    places = _places(found, spans)
    payments = {row["payment_id"]: _payment(row) for row in rows["payments"]}
    for key, payment in payments.items():
        if places.get(key) is not None:
            said[places[key]]["payments"].append(payment)
    claims = {row["claim_id"]: payments[row["payment_id"]] for row in rows["claims"]}
    own = {}
    for row in rows["claims"]:
        own[row["claim_id"]] = _claim(row)
        claims[row["claim_id"]]["claims"].append(own[row["claim_id"]])
    lines = {row["service_id"]: _line(row) for row in rows["services"]}
    for row in rows["services"]:
        own[row["claim_id"]]["services"].append(lines[row["service_id"]])
    for row in rows["adjustments"]:
        holder = own[row["claim_id"]] if row["service_id"] is None else lines[row["service_id"]]
        holder["cas"].append((row["group_code"] or "", row["reason_code"] or "", row["amount_cents"]))
    for row in plb:
        payments[row["payment_id"]]["plb"].append(
            (row["reason_code"] or "", row["reference"] or "", row["amount_cents"])
        )
    _add_damage(found, said, spans, starts, places)
    return said


def _add_damage(found: Remittance, said, spans, starts, places) -> None:
    for row in _rows(found.unread, ("reason", "byte", "source_row")):
        at = bisect.bisect_right(starts, row["byte"]) - 1
        if UNREAD_REASONS[row["reason"]][0] and at >= 0 and row["byte"] < spans[at][1]:
            said[at]["damage"].append((row["source_row"], row["reason"]))
    for name in ("payments", "claims", "services"):
        table = getattr(found, name)
        unknown = table["difference_cents"].isna()
        for payment in table.loc[unknown, "payment_id"].unique():
            if places.get(int(payment)) is not None:
                said[places[int(payment)]]["damage"].append((0, f"unknown balance of {name}"))
    for part in said:
        if not part["payments"] and not part["damage"]:
            part["damage"].append((0, "no payment"))


def _places(found: Remittance, spans: list[tuple[int, int]]) -> dict[int, int | None]:
    """The stretch of each payment: those between one sound remittance and the next."""
    if len(spans) == 1:
        return {int(n): 0 for n in found.payments["payment_id"]}
    sound = found.payments["trace_number"].eq(Remit(rng_of(1, "between")).trn).fillna(False)
    order = sound.cumsum() - 1
    return {
        int(n): None if is_sound else int(at)
        for n, is_sound, at in zip(found.payments["payment_id"], sound, order, strict=True)
    }


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[dict]:
    """The rows with these columns alone: a million mutants are read so."""
    values = [[None if pd.isna(v) else v for v in frame[name].tolist()] for name in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


_READ = {
    "payments": (
        *("payment_id", "paid_cents", "payment_date", "trace_number", "originator_id", "payer_id"),
        *("payer_name", "payee_npi", "payee_tin"),
    ),
    "claims": (
        *("claim_id", "payment_id", "patient_control_number", "status", "charge_cents", "paid_cents"),
        *("patient_responsibility_cents", "payer_claim_number"),
    ),
    "services": ("service_id", "claim_id", "payment_id", "procedure_code", "charge_cents", "paid_cents"),
    "adjustments": ("claim_id", "service_id", "group_code", "reason_code", "amount_cents"),
    "provider_adjustments": ("payment_id", "reason_code", "reference", "amount_cents"),
}


def _payment(row: dict) -> dict:
    day = row["payment_date"]
    names = {"trn02": "trace_number", "trn03": "originator_id", "payer_id": "payer_id", "npi": "payee_npi"}
    return {
        "bpr02": row["paid_cents"], "bpr16": day and str(day.date()), "tin": row["payee_tin"] or "",
        "payer": row["payer_name"] or row["payer_id"] or "", "claims": [], "plb": [],
        **{key: row[name] or "" for key, name in names.items()},
    }  # fmt: skip


def _claim(row: dict) -> dict:
    return {
        "clp01": row["patient_control_number"] or "", "status": row["status"] or "", "charge": row["charge_cents"],
        "paid": row["paid_cents"], "patient": row["patient_responsibility_cents"],
        "clp07": row["payer_claim_number"] or "", "cas": [], "services": [],
    }  # fmt: skip


def _line(row: dict) -> dict:
    return {
        "code": row["procedure_code"] or "",
        "charge": row["charge_cents"],
        "paid": row["paid_cents"],
        "cas": [],
    }


# an archive of several files, in the form that `era_variants.judge` takes


def told(home: Path, files: dict[str, bytes]) -> dict:
    """What an archive of these files says: totals, facts, and the topics of what it raises."""
    practice = Practice("c", "p", "P", frozenset(), frozenset(), home)
    (practice.raw / "era").mkdir(parents=True)
    for name, data in files.items():
        (practice.raw / "era" / name).write_bytes(data)
    archive = load_archive(practice)
    basis = Inputs(archive, practice, AS_OF.replace(year=AS_OF.year + 1))
    counted, claims, lines = basis.counted, basis.claims, basis.services
    said = set(_damage_topics(archive, basis))
    for table in (counted, claims, lines):
        said |= {"uncheckable"} if table["difference_cents"].isna().any() else set()
        said |= {"unbalanced"} if (table["difference_cents"].fillna(0) != 0).any() else set()
    open_ = open_by_payer(basis)
    said |= {"open_balance"} if open_ else set()
    said |= {"denial"} if len(denied(basis)) else set()
    return {
        "payments": len(counted), "checks": counted["payment_key"].nunique(), "claims": len(claims),
        "paid": int(claims["paid_cents"].fillna(0).sum()), "money": int(counted["paid_cents"].fillna(0).sum()),
        "open": open_, "facts": _facts(counted, claims, lines, basis.provider_adjustments), "said": said,
    }  # fmt: skip


def _damage_topics(archive, basis: Inputs):
    files, unread = archive.files, archive.unread
    reasons = {reason for reason in unread["reason"] if UNREAD_REASONS[reason][0]}
    if reasons - {CONTROL} or (files["state"] == "unreadable").any() or not basis.payments["whole"].all():
        yield "unread"
    if files["kind"].isin(["unknown", "empty"]).any():
        yield "unread"
    if CONTROL in reasons or not basis.payments["counts_agree"].fillna(True).all():
        yield "control"
    if (files["state"] == "duplicate").any() or basis.payments["set_aside"].notna().any():
        yield "duplicate"


def _facts(counted, claims, lines, plb) -> dict:
    def texts(column: pd.Series) -> list[str]:
        return sorted(column.fillna("").astype(str))

    days = pd.concat([lines["service_date"], lines["service_end"]]).dropna()
    known = plb.dropna(subset="amount_cents")
    return {
        "payers": sorted(set(texts(counted["payer_id"]))), "npis": sorted(set(texts(counted["payee_npi"]))),
        "tins": sorted(set(texts(counted["payee_tin"]))), "trns": texts(counted["trace_number"]),
        "days": sorted(counted["payment_date"].dt.strftime("%Y-%m-%d").fillna("")),
        "accounts": texts(claims["patient_control_number"]), "icns": texts(claims["payer_claim_number"]),
        "codes": texts(lines["procedure_code"]), "service_dates": sorted(set(days.dt.strftime("%Y-%m-%d"))),
        "plb": sorted(zip(known["reason_code"].fillna(""), known["reference"].fillna(""),
                          known["amount_cents"].astype(int), strict=True)),
    }  # fmt: skip


def alone(files: dict[str, bytes]) -> dict:
    """What the reader says of files each by itself, in the form that `era_variants.judge` takes."""
    found = [reading(data) for data in files.values()]
    damage = {reason for one in found for _, reason in one["damage"]}
    unknown = {reason for reason in damage if str(reason).startswith("unknown balance")}
    payments = [payment for one in found for payment in one["payments"]]
    claims = [claim for payment in payments for claim in payment["claims"]]
    lines = [line for claim in claims for line in claim["services"]]
    said = {"uncheckable"} if unknown else set()
    said |= {"control"} if CONTROL in damage else set()
    said |= {"unread"} if damage - unknown - {CONTROL} else set()
    said |= {"unbalanced"} if any(map(_is_off, [*claims, *lines])) else set()
    return {
        "payments": len(payments), "claims": len(claims), "paid": sum(claim["paid"] or 0 for claim in claims),
        "facts": _texts_of(payments, claims, lines), "said": said,
    }  # fmt: skip


def _is_off(row: dict) -> bool:
    """Whether a claim or line is off by what is known of it; a claim's lines carry adjustments too."""
    cas = [cents for holder in [row, *row.get("services", [])] for *_, cents in holder["cas"]]
    known = None not in (row["charge"], row["paid"], *cas)
    return known and row["charge"] - sum(cas) != row["paid"]


def _texts_of(payments: list[dict], claims: list[dict], lines: list[dict]) -> dict:
    return {
        "payers": sorted({p["payer_id"] for p in payments}), "npis": sorted({p["npi"] for p in payments}),
        "tins": sorted({p["tin"] for p in payments}), "trns": sorted(p["trn02"] for p in payments),
        "days": sorted(p["bpr16"] or "" for p in payments), "accounts": sorted(c["clp01"] for c in claims),
        "icns": sorted(c["clp07"] for c in claims), "codes": sorted(line["code"] for line in lines),
        "plb": sorted(pair for p in payments for pair in p["plb"] if pair[2] is not None),
    }  # fmt: skip
