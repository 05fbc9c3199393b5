"""Every service line of the remittances once: what the payer allowed for it, or why that cannot be told.

Allowed is AMT*B6 where the payer states it and has not paid more than that, at most the charge. Else it is paid + the
patient's share + what was cut from the payment after the price was set (sequestration and the like). It is told only of
lines that a first payer decided, that balance, and of which nothing was refused, bundled, capitated or lowered as a
further procedure. Each other line has one reason.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from cutover.reading.era.archive import Archive
from cutover.reading.era.row_ids import Places, positions
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.workstreams.allowed_lines.adjusted import (
    BUNDLED,
    CAPITATED,
    COPAY,
    CUT,
    MULTIPLE,
    PARTS,
    PATIENT,
    PRIOR,
    REFUSED,
    part_of,
    sums,
)
from cutover.workstreams.allowed_lines.decided_twice import TWICE, without_twice
from cutover.workstreams.allowed_lines.taken_back import taken_back
from cutover.workstreams.remittances import UNNAMED

KEY = ["payer", "tin", "procedure", "modifiers", "place"]
UNSTATED = "not stated"
NO_UNIT, NO_DAY, NO_CODE, NO_PAYER = (
    "units are not a whole number", "no day of service", "no procedure", "payer not named",
)  # fmt: skip
_NO_PRICE = (NO_UNIT, NO_DAY, NO_CODE, NO_PAYER, TWICE)  # allowed is known, and not for what
REVERSAL, TAKEN_BACK, NO_DECISION, SECONDARY = (
    "reversal", "later taken back", "no decision on payment", "paid after another payer",
)  # fmt: skip
SUPPLIED = "supplied free, such as a vaccine of the state: no payment is right"
UNBALANCED, AS_A_WHOLE, FREE, DENIED, NOTHING, PARTLY, SEVERAL, BUNDLE, CAPITATION = (
    "does not balance, or an amount cannot be read", "adjusted on the claim as a whole", "nothing was charged",
    "denied", "paid nothing, and nothing refuses it", "partly refused",
    "lowered as a further procedure of the day", "bundled into another line", "capitated",
)  # fmt: skip
_LOWERED = ("lines", "amount_cents", "whole_count", "whole_cents")
_SERVICE = ["content", "payment_id", "claim_id", "service_id", "charge_cents", "paid_cents", "allowed_cents",
            "is_balanced", "service_date", "paid_units", "rendering_npi"]  # fmt: skip
_CLAIM = [
    "status",
    "facility_code",
    "statement_from",
    "service_count",
    "patient_control_number",
    "rendering_id",
]


class Inputs(Protocol):
    """What the lines are told from: the remittances of both systems on a day (`remittance_items.remittances`)."""

    @property
    def as_of(self) -> dt.date:
        """The report's date."""
        ...

    @property
    def remittances(self) -> pd.DataFrame:
        """The payments of both systems."""
        ...

    @property
    def feeds(self) -> tuple[Archive, Archive]:
        """The archives of Office Ally and of Medi; of their largest tables NEEDED is enough."""
        ...


# the columns of an archive's largest tables that lines rest on: half of its memory
NEEDED = {
    "services": ("content", "payment_id", "claim_id", "service_id", "code_qualifier", "procedure_code", "modifier_1",
                 "modifier_2", "modifier_3", "modifier_4", "charge_cents", "paid_cents", "allowed_cents", "is_balanced",
                 "service_date", "paid_units", "rendering_npi", "source_file", "source_row"),
    "claims": ("content", "payment_id", "claim_id", "status", "facility_code", "statement_from", "service_count",
               "charge_cents", "paid_cents", "patient_control_number", "payer_claim_number", "rendering_id",
               "patient_last_name", "patient_first_name"),
    "adjustments": ("content", "claim_id", "service_id", "group_code", "reason_code", "amount_cents"),
}  # fmt: skip


@dataclass(frozen=True)
class Lines:
    """The service lines of both systems.

    `every` has one row per SVC: KEY, `key` (a number for those), `service_on`, `paid_on`, `units`, `charge_cents`,
    `paid_cents`, `patient_cents`, `copay_cents` (of it), `cut_cents`, `further_cents` (taken off as from a further
    procedure), `allowed_cents`, `stated` (AMT*B6 was taken),
    `provider` (NPI of who gave it, else of the payee), `left_out` (null: used), `feed` and `row` (its place in that
    archive's services).
    `keys` has one row per `key`. `without` counts claims decided as a whole, without a line: `claims`, `charge_cents`,
    `paid_cents`. `lowered` has one row per reason that lowered a line after its price was set, or as a further
    procedure, of used lines and of such procedures: `reason`, `lines`, `amount_cents`; `whole_count` and `whole_cents`
    are of all adjustments of the reason in remittances that count, also of lines that are not used and of claims, those
    taken back with their sign.
    """

    every: pd.DataFrame
    keys: pd.DataFrame
    without: pd.DataFrame
    lowered: pd.DataFrame

    @property
    def used(self) -> pd.DataFrame:
        """The lines that tell a price: of which it is known what the payer allowed, for what and for how many units."""
        return self.every[self.every["left_out"].isna()]

    @property
    def allowed(self) -> pd.DataFrame:
        """The lines of which it is known what the payer allowed, also those that tell no price for one unit."""
        out = self.every["left_out"]
        return self.every[out.isna() | out.isin(_NO_PRICE)]


def owed_by_patients(rows: pd.DataFrame) -> pd.Series:
    """Return on which lines all that the payer allowed is the patient's share. One flag per row.

    The payer owes nothing on them, but where a copayment took it all (`taken_by_copay`).
    """
    return rows["paid_cents"].le(0) & rows["patient_cents"].gt(0)


def taken_by_copay(rows: pd.DataFrame) -> pd.Series:
    """Return on which lines a copayment took all that the payer allowed. One flag per row.

    A deductible grows with the price, and a copayment ends at its fixed amount: what the price lacks beyond that is
    the payer's. A line that allows less than the copayment does not tell how much that is.
    """
    return owed_by_patients(rows) & rows["copay_cents"].gt(0)


def lines(inputs: Inputs) -> Lines:
    """Return the service lines of a practice; rows in = lines used + lines left out, each with its reason."""
    feeds = list(zip((OFFICE_ALLY, MEDI), inputs.feeds, strict=True))
    back = taken_back([(feed, archive.claims) for feed, archive in feeds], inputs.remittances, inputs.as_of)
    parts = [
        _of_feed(inputs, feed, archive, flags) for (feed, archive), flags in zip(feeds, back, strict=True)
    ]
    every = pd.concat([part[0] for part in parts if len(part[0])] or [parts[0][0]], ignore_index=True)
    every = without_twice(every)
    keyed, keys = keyed_lines(every)
    without = pd.concat([part[1] for part in parts], ignore_index=True).sum().to_frame().T
    lowered = pd.concat([part[2] for part in parts], ignore_index=True)
    summed = lowered.groupby("reason", as_index=False)[list(_LOWERED)].sum()
    return Lines(keyed, keys, without, summed)


def _of_feed(
    inputs: Inputs, feed: str, archive: Archive, back: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The lines of one archive, the claims of it that have none, and what lowered its lines."""
    services, claims, places = archive.services, archive.claims, Places(archive)
    claim_ids, service_ids = places.ids(claims, "claim_id"), places.ids(services, "service_id")
    of_claim = positions(claim_ids, places.ids(services, "claim_id"))
    paid = _payments(inputs.remittances, feed, places, services)
    told, adjusted = _adjusted(inputs, archive, places, claim_ids, service_ids)
    frame = services[_SERVICE].reset_index(drop=True)
    head = claims[_CLAIM]
    head = head.take(of_claim).reset_index(drop=True) if len(claims) else head.reindex(range(len(frame)))
    units = frame["paid_units"].fillna(1).to_numpy("float64", na_value=1.0)
    status = code_list("claim_status", inputs.as_of).frame.set_index("code")
    cents = {name: frame[f"{name}_cents"].to_numpy("int64", na_value=0) for name in ("charge", "paid")}
    copay, cut = told.line[:, PARTS.index(COPAY)], told.line[:, PARTS.index(CUT)]
    patient = told.line[:, PARTS.index(PATIENT)] + copay
    stated = np.minimum(frame["allowed_cents"].to_numpy("int64", na_value=0), cents["charge"])
    has = frame["allowed_cents"].notna().to_numpy(bool) & (stated >= cents["paid"])
    allowed = np.where(has, stated, cents["paid"] + patient + cut)
    made = pd.DataFrame({
        "payer": paid["payer"], "tin": paid["payee_tin"].fillna(UNSTATED), "procedure": _procedure(services),
        "modifiers": _pricing(services, inputs), "place": head["facility_code"].fillna(UNSTATED),
        "service_on": frame["service_date"].fillna(head["statement_from"]), "paid_on": paid["paid_on"],
        "units": np.where(units == np.round(units), units, 0).astype("int64"),
        "charge_cents": cents["charge"], "paid_cents": cents["paid"], "patient_cents": patient, "copay_cents": copay,
        "cut_cents": cut, "further_cents": told.line[:, PARTS.index(MULTIPLE)], "allowed_cents": allowed,
        "stated": has, "feed": feed, "row": np.arange(len(frame)),
        "claim_lines": head["service_count"].to_numpy("int64", na_value=0),
        "account": head["patient_control_number"], "claim": of_claim,
        "provider": frame["rendering_npi"].fillna(head["rendering_id"]).fillna(paid["payee_npi"]),
    })  # fmt: skip
    left_out = _left_out(made, frame, head, paid["counts"], told, back[of_claim], status)
    left_out = left_out.mask(_supplied(services, inputs.as_of) & made["paid_cents"].eq(0), SUPPLIED)
    made["left_out"] = paid["counts"].fillna(left_out)
    counts = _payments(inputs.remittances, feed, places, claims)["counts"].isna().to_numpy(bool)
    return made, _without(claims, archive, places, claim_ids), _lowered(made, adjusted, counts)


@dataclass(frozen=True)
class _Told:
    """Cents by part of each line, and of each line's claim at claim level."""

    line: np.ndarray
    claim: np.ndarray


def _adjusted(
    inputs: Inputs, archive: Archive, places: Places, claim_ids, service_ids
) -> tuple[_Told, pd.DataFrame]:
    rows = archive.adjustments
    part = part_of(rows["group_code"], rows["reason_code"], inputs.as_of)
    cents = rows["amount_cents"].to_numpy("int64", na_value=0)
    on_line = rows["service_id"].notna().to_numpy(bool)
    line = positions(service_ids, places.ids(rows, "service_id"))
    claim = np.where(on_line, -1, positions(claim_ids, places.ids(rows, "claim_id")))
    of_claim = positions(claim_ids, places.ids(archive.services, "claim_id"))
    whole = sums(claim, part, cents, len(claim_ids))
    by_claim = whole[of_claim] if len(whole) else np.zeros((len(service_ids), len(PARTS)), "int64")
    by_claim = np.where((of_claim >= 0)[:, None], by_claim, 0)
    keep = np.isin(part, [PARTS.index(CUT), PARTS.index(MULTIPLE)])
    line = np.where(on_line, line, -1)
    of_row = positions(claim_ids, places.ids(rows, "claim_id"))
    adjusted = pd.DataFrame({"line": line[keep], "claim": of_row[keep], "part": part[keep], "cents": cents[keep],
                             "reason": rows["reason_code"].array[keep]})  # fmt: skip
    return _Told(sums(line, part, cents, len(service_ids)), by_claim), adjusted


def _payments(remittances: pd.DataFrame, feed: str, places: Places, services: pd.DataFrame) -> pd.DataFrame:
    """The payment of each line: payer, payee, day, and why it does not count."""
    of_feed = remittances[remittances["feed"] == feed]
    at = positions(places.ids(of_feed, "payment_id"), places.ids(services, "payment_id"))
    names = ["payer", "payee_tin", "payee_npi", "paid_on", "counts"]
    return of_feed[names].take(at).reset_index(drop=True) if len(of_feed) else of_feed[names]


def _procedure(services: pd.DataFrame) -> pd.Series:
    """The code, with its code set where that is none of procedures: HC, or AD of a dental code, which HC has too."""
    code = services["procedure_code"].str.upper().reset_index(drop=True)
    kind = services["code_qualifier"].reset_index(drop=True)
    dental = kind.eq("AD") & code.str.fullmatch(r"D\d{4}").fillna(False)
    other = kind.notna() & ~(kind.isin(["HC", "HCPCS"]) | dental).fillna(True)
    return code.where(~other, kind + ":" + code) if other.any() else code


def _pricing(services: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """The modifiers that price, in order of the alphabet, one blank between; empty where there is none.

    Each place of a line is one digit of a number, so that texts are made once for each combination that occurs.
    """
    known = sorted(code_list("pricing_modifiers", inputs.as_of).frame["code"])
    base, marks = len(known) + 1, pd.Index(known)
    number = np.zeros(len(services), "int64")
    for place in range(1, 5):
        number = number * base + marks.get_indexer(pd.Index(services[f"modifier_{place}"].str.upper())) + 1
    codes, found = pd.factorize(number)
    texts = [" ".join(sorted({known[d - 1] for d in _digits(int(n), base) if d})) for n in found]
    return pd.Series(pd.array(texts, dtype="str").take(codes) if texts else [], dtype="str")


def _supplied(services: pd.DataFrame, as_of: dt.date) -> np.ndarray:
    """Which lines bear a modifier that says that the item came free of cost."""
    codes = set(code_list("supplied_free", as_of).frame["code"])
    return np.logical_or.reduce([services[f"modifier_{n}"].str.upper().isin(codes) for n in range(1, 5)])


def _digits(number: int, base: int) -> list[int]:
    return [number // base**place % base for place in range(4)]


def _left_out(made, frame, head, counts, told: _Told, back: np.ndarray, status: pd.DataFrame) -> pd.Series:
    """Why each line is left out, the first of these that holds; null where it is used."""
    line, claim = told.line, told.claim
    role = head["status"].map(status["role"]).fillna("decided")
    later = head["status"].map(status["payer"]).eq("later").to_numpy(bool)
    at = {part: line[:, PARTS.index(part)] for part in PARTS}
    above = {part: claim[:, PARTS.index(part)] for part in PARTS}
    whole = np.delete(claim, PARTS.index(CUT), axis=1).any(axis=1)
    paid, charge = made["paid_cents"].to_numpy(), made["charge_cents"].to_numpy()
    nothing = (paid <= 0) & ((at[REFUSED] > 0) | (made["allowed_cents"].to_numpy() <= 0))
    rules = [
        (role.eq("reversal").to_numpy(bool) | (charge < 0), REVERSAL),
        (~role.eq("decided").to_numpy(bool), NO_DECISION),
        (back, TAKEN_BACK),
        (later | (at[PRIOR] != 0) | (above[PRIOR] != 0), SECONDARY),
        ((at[CAPITATED] != 0) | (above[CAPITATED] != 0), CAPITATION),
        (~frame["is_balanced"].fillna(False).to_numpy(bool) | (paid < 0), UNBALANCED),
        (whole, AS_A_WHOLE),
        (charge == 0, FREE),
        (at[BUNDLED] > 0, BUNDLE),
        (nothing & (at[REFUSED] <= 0), NOTHING),
        (nothing, DENIED),
        (at[REFUSED] != 0, PARTLY),
        (at[MULTIPLE] != 0, SEVERAL),
        (made["payer"].eq(UNNAMED).to_numpy(bool), NO_PAYER),
        (made["procedure"].isna().to_numpy(bool), NO_CODE),
        (made["service_on"].isna().to_numpy(bool), NO_DAY),
        (made["units"].to_numpy() <= 0, NO_UNIT),
    ]  # fmt: skip
    chosen = np.select([rule for rule, _ in rules], range(len(rules)), len(rules))
    names = pd.array([*(reason for _, reason in rules), None], dtype="str")
    return counts.fillna(pd.Series(names.take(chosen), dtype="str"))


def _without(claims: pd.DataFrame, archive: Archive, places: Places, claim_ids: np.ndarray) -> pd.DataFrame:
    """How many claims have no line, with what was charged and paid on them."""
    has = np.isin(claim_ids, places.ids(archive.services, "claim_id"))
    rest = claims[~has]
    return pd.DataFrame({"claims": [len(rest)], "charge_cents": [int(rest["charge_cents"].fillna(0).sum())],
                         "paid_cents": [int(rest["paid_cents"].fillna(0).sum())]})  # fmt: skip


def _lowered(made: pd.DataFrame, adjusted: pd.DataFrame, counts: np.ndarray) -> pd.DataFrame:
    """What lowered used lines and further procedures after their price, or as such, by reason; beside it the whole.

    `counts` tells of each claim whether its payment counts.
    """
    every = adjusted[adjusted["claim"].ge(0) & np.append(counts, False)[adjusted["claim"].to_numpy()]]
    whole = every.groupby("reason").agg(whole_count=("cents", "size"), whole_cents=("cents", "sum"))
    adjusted = adjusted[adjusted["line"] >= 0]
    out = made["left_out"].take(adjusted["line"].to_numpy())
    counted = out.isna().to_numpy(bool) | out.eq(SEVERAL).fillna(False).to_numpy(bool)
    rows = adjusted[counted]
    used = rows.groupby("reason").agg(lines=("line", "nunique"), amount_cents=("cents", "sum"))
    told = whole.join(used, how="outer").fillna(0).rename_axis("reason").reset_index()
    return told.astype(dict.fromkeys(_LOWERED, "int64"))[["reason", *_LOWERED]]


def keyed_lines(every: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the lines with the number of their key, and the keys (`Lines.keys`)."""
    number = np.zeros(len(every), "int64")
    for name in KEY:
        codes, found = pd.factorize(every[name], use_na_sentinel=False)
        number = pd.factorize(number * (len(found) + 1) + codes)[0].astype("int64")
    keyed = every.assign(key=number)
    keys = keyed.drop_duplicates("key")[["key", *KEY]].set_index("key").sort_index()
    return keyed, keys
