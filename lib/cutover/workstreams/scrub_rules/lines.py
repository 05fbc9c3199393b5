"""Every service line of the remittances once: what was billed, what became of it, and whether it is a first decision.

A rule is looked for among first decisions alone: a line that was sent again after a denial tells what helped
(`recovered`), and would otherwise count the same service twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.reading.era.archive import Archive
from cutover.reading.era.row_ids import Places, positions
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.workstreams.allowed_lines.taken_back import taken_back
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.remittances import UNNAMED
from cutover.workstreams.scrub_rules import refused
from cutover.workstreams.scrub_rules.inputs import Inputs
from cutover.workstreams.scrub_rules.refused import CAPITATION, DENIAL, PRIOR, SHARE, Refused

REVERSAL, TAKEN_BACK, NO_DECISION, SECONDARY, CAPITATED, FREE, NOTHING, PARTLY, AGAIN = (
    "reversal", "later taken back", "no decision on payment", "paid after another payer", "capitated",
    "nothing was charged", "paid nothing, and nothing refuses it", "partly refused", "sent again",
)  # fmt: skip
ON_PURPOSE = "billed to be denied"
SUPPLIED = "supplied free, such as a vaccine of the state: no payment is right"
ASSISTANT = "assistant"  # group of pricing_modifiers
NO_PAYER, NO_CODE, NO_DAY, NO_AMOUNT = (
    "payer not named", "no procedure", "no day of service", "an amount cannot be read",
)  # fmt: skip
MARKS = [f"modifier_{n}" for n in range(1, 5)]
_SERVICE = ["service_id", "charge_cents", "paid_cents", "service_date", "paid_units", "original_units",
            "rendering_npi", "remark_codes"]  # fmt: skip
_CLAIM = ["status", "facility_code", "statement_from", "received_date", "patient_control_number",
          "patient_id", "patient_first_name", "rendering_id", "remark_codes"]  # fmt: skip


_NEVER = pd.Timestamp(2200, 1, 1)


@dataclass(frozen=True)
class Lines:
    """The service lines of both systems, and what was refused without a line.

    `every` has one row per SVC: `payer`, `procedure`, MARKS, `place`, `units`, `age` (days from service to the payer's
    receipt, else to its decision), `provider` (NPI), `service_on`, `paid_on`, `charge_cents`, `paid_cents`,
    `refused_cents`, `reason`, `group`, `remarks`, `denied`, `person` (a number for the patient), `visit` (one for
    payer, patient, day and whether an assistant at surgery bills: that is a service of its own), `claim` (a
    number for its claim), `left_out` (null: a first decision), `feed` and `row` (its place in that archive's services).
    `without` has one row per claim without a line that was refused: `reason`, `charge_cents`.
    """

    every: pd.DataFrame
    without: pd.DataFrame

    @property
    def first(self) -> pd.DataFrame:
        """The lines that tell a first decision."""
        return self.every[self.every["left_out"].isna()]


def lines(inputs: Inputs) -> Lines:
    """Return the service lines of a practice; rows in = first decisions + lines left out, each with its reason."""
    feeds = list(zip((OFFICE_ALLY, MEDI), inputs.feeds, strict=True))
    back = taken_back([(feed, archive.claims) for feed, archive in feeds], inputs.remittances, inputs.as_of)
    parts = [
        _of_feed(inputs, feed, archive, flags) for (feed, archive), flags in zip(feeds, back, strict=True)
    ]
    every = pd.concat([part[0] for part in parts if len(part[0])] or [parts[0][0]], ignore_index=True)
    without = pd.concat([part[1] for part in parts if len(part[1])] or [parts[0][1]], ignore_index=True)
    claim = numbered(every["feed"].eq(MEDI).to_numpy(), every["claim"].to_numpy())
    every = every.assign(claim=claim)
    person = _persons(every)
    every = every.assign(person=person, visit=_visits(every, person, _of_assistants(every, inputs)))
    again = _again(every)
    whole = every.assign(left_out=every["left_out"].mask(every["left_out"].isna() & again, AGAIN))
    return Lines(whole.drop(columns=["account", "patient"]), without)


def _of_feed(
    inputs: Inputs, feed: str, archive: Archive, flags: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The lines of one archive, and the claims of it that are refused without one."""
    services, claims, places = archive.services, archive.claims, Places(archive)
    claim_ids, service_ids = places.ids(claims, "claim_id"), places.ids(services, "service_id")
    of_claim = positions(claim_ids, places.ids(services, "claim_id"))
    own, whole = refused.refused(archive, places, claim_ids, service_ids, inputs.as_of)
    paid = _payments(inputs.remittances, feed, places, services)
    frame, head = services[_SERVICE].reset_index(drop=True), _taken(claims[_CLAIM], of_claim)
    made = _facts(frame, head, services, paid).assign(feed=feed, row=np.arange(len(frame)), claim=of_claim)
    above = (
        np.where((of_claim >= 0)[:, None], whole.cents.take(of_claim, axis=0), 0)
        if len(claims)
        else 0 * own.cents
    )
    by_claim = (own.cents[:, DENIAL] <= 0) & (above[:, DENIAL] > 0)
    made["reason"] = own.reason.mask(by_claim, _taken(whole.reason, of_claim))
    made["group"] = own.group.mask(by_claim, _taken(whole.group, of_claim))
    refusing = np.where(by_claim, made["charge_cents"], own.cents[:, DENIAL])
    made["refused_cents"] = np.maximum(refusing, 0)
    back = flags[of_claim]
    made["left_out"] = _left_out(made, frame, head, paid["counts"], own.cents + above, back, inputs)
    made["denied"] = made["left_out"].isna() & (made["refused_cents"] > 0)
    return made, _without(claims, claim_ids, places, archive, whole, inputs, feed)


def _payments(remittances: pd.DataFrame, feed: str, places: Places, rows: pd.DataFrame) -> pd.DataFrame:
    """The payment of each row: payer, day, and why it does not count."""
    of_feed = remittances[remittances["feed"] == feed]
    at = positions(places.ids(of_feed, "payment_id"), places.ids(rows, "payment_id"))
    return _taken(of_feed[["payer", "payee_npi", "paid_on", "counts"]], at)


def _taken(given, at: np.ndarray):
    """Rows by their place, null where it is -1."""
    return given.reset_index(drop=True).reindex(np.where(at < 0, len(given), at)).reset_index(drop=True)


def _facts(
    frame: pd.DataFrame, head: pd.DataFrame, services: pd.DataFrame, paid: pd.DataFrame
) -> pd.DataFrame:
    """What was billed, and when it came to the payer."""
    day = frame["service_date"].fillna(head["statement_from"])
    units = frame["original_units"].fillna(frame["paid_units"]).fillna(1).to_numpy("float64", na_value=1.0)
    age = (head["received_date"].fillna(paid["paid_on"]) - day).dt.days.fillna(-1)
    marks = {name: services[name].str.upper().reset_index(drop=True) for name in MARKS}
    remarks = frame["remark_codes"].fillna(head["remark_codes"])
    provider = frame["rendering_npi"].fillna(head["rendering_id"]).fillna(paid["payee_npi"])
    patient = head["patient_id"] + "|" + head["patient_first_name"].fillna("")
    return pd.DataFrame({
        "payer": paid["payer"], "procedure": services["procedure_code"].str.upper().reset_index(drop=True), **marks,
        "place": head["facility_code"], "units": np.clip(np.ceil(units), 0, 999).astype("int64"),
        "age": age.astype("int64"), "provider": provider, "service_on": day, "paid_on": paid["paid_on"],
        "charge_cents": frame["charge_cents"].to_numpy("int64", na_value=0),
        "paid_cents": frame["paid_cents"].to_numpy("int64", na_value=0), "remarks": remarks,
        "account": compared(head["patient_control_number"]), "patient": compared(patient),
    })  # fmt: skip


def _left_out(made, frame, head, counts, cents: np.ndarray, back: np.ndarray, inputs: Inputs) -> pd.Series:
    """Why each line is left out, the first of these that holds; null where it is decided. A denial that was taken
    back and paid stays a denial; a payment that was taken back tells nothing."""
    status = code_list("claim_status", inputs.as_of).frame.set_index("code")
    role = head["status"].map(status["role"]).fillna("decided")
    later = head["status"].map(status["payer"]).eq("later").to_numpy(bool)
    paid, charge = made["paid_cents"].to_numpy(), made["charge_cents"].to_numpy()
    unread = frame["paid_cents"].isna().to_numpy(bool) | frame["charge_cents"].isna().to_numpy(bool)
    refusing = made["refused_cents"].to_numpy() > 0
    rules = [
        (role.eq("reversal").to_numpy(bool) | (charge < 0), REVERSAL),
        (~role.eq("decided").to_numpy(bool), NO_DECISION),
        (back & (paid != 0), TAKEN_BACK),
        (later | (cents[:, PRIOR] != 0), SECONDARY),
        (cents[:, CAPITATION] != 0, CAPITATED),
        (unread | (paid < 0), NO_AMOUNT),
        ((paid == 0) & _bear(made, set(code_list("supplied_free", inputs.as_of).frame["code"])), SUPPLIED),
        (charge == 0, FREE),
        ((made["refused_cents"] > 0).to_numpy(bool) & _on_purpose(made, inputs), ON_PURPOSE),
        ((paid > 0) & refusing, PARTLY),
        ((paid == 0) & ~refusing & (cents[:, SHARE] <= 0), NOTHING),
        (made["payer"].eq(UNNAMED).fillna(True).to_numpy(bool), NO_PAYER),
        (made["procedure"].isna().to_numpy(bool), NO_CODE),
        (made["service_on"].isna().to_numpy(bool), NO_DAY),
    ]  # fmt: skip
    chosen = np.select([rule for rule, _ in rules], range(len(rules)), len(rules))
    names = pd.array([*(reason for _, reason in rules), None], dtype="str")
    return counts.fillna(pd.Series(names.take(chosen), dtype="str"))


def _on_purpose(made: pd.DataFrame, inputs: Inputs) -> np.ndarray:
    """Which lines bear a modifier that says that the payer does not cover them."""
    return _bear(made, set(code_list("denied_on_purpose", inputs.as_of).frame["code"]))


def _bear(rows: pd.DataFrame, codes: set[str]) -> np.ndarray:
    return np.logical_or.reduce([rows[name].isin(codes).to_numpy(bool) for name in MARKS])


def _without(claims, claim_ids, places: Places, archive: Archive, whole: Refused, inputs: Inputs, feed: str):
    """The claims of remittances that count which were refused as a whole, without a line."""
    has = np.isin(claim_ids, places.ids(archive.services, "claim_id"))
    paid = _payments(inputs.remittances, feed, places, claims)
    charge, got = claims["charge_cents"].fillna(0), claims["paid_cents"].fillna(0)
    alone = ~has & (whole.cents[:, DENIAL] > 0) & (charge.gt(0) & got.eq(0)).to_numpy(bool)
    alone &= paid["counts"].isna().to_numpy(bool)
    cents = charge.to_numpy("int64", na_value=0)[alone]
    return pd.DataFrame({"reason": whole.reason[alone].reset_index(drop=True), "charge_cents": cents})


def _persons(every: pd.DataFrame) -> np.ndarray:
    """A number for the patient; who has no member ID is told by the account number.

    An account of which one remittance names the patient and another does not is one patient's.
    """
    account = pd.factorize(every["account"])[0]
    patient = pd.factorize(every["patient"])[0]
    named = (
        pd.Series(patient)
        .where(patient >= 0)
        .groupby(account)
        .transform("first")
        .fillna(-1)
        .to_numpy("int64")
    )
    named = np.where(patient >= 0, patient, np.where(account >= 0, named, -1))
    alone = np.where(account >= 0, account, len(every) + every["claim"].to_numpy())
    return np.where(named >= 0, named, len(every) + 1 + alone)


def _visits(every: pd.DataFrame, person: np.ndarray, assistant: np.ndarray) -> np.ndarray:
    """A number for payer, patient, day of service, and whether an assistant at surgery bills."""
    parts = [pd.factorize(every["payer"])[0], pd.factorize(person)[0], pd.factorize(every["service_on"])[0]]
    return numbered(*parts, assistant)


def _of_assistants(every: pd.DataFrame, inputs: Inputs) -> np.ndarray:
    """Which lines bear a modifier of an assistant at surgery: the surgeon bills the same procedure on a claim apart."""
    groups = code_list("pricing_modifiers", inputs.as_of).frame
    return _bear(every, set(groups.loc[groups["group"] == ASSISTANT, "code"]))


def numbered(*parts: np.ndarray) -> np.ndarray:
    """Return one number for each combination of whole numbers (-1 and above), from 0 in order of appearance."""
    number = np.zeros(len(parts[0]), "int64")
    for part in parts:
        part = np.asarray(part, "int64") + 1
        number = pd.factorize(number * (int(part.max(initial=0)) + 1) + part)[0].astype("int64")
    return number


def _again(every: pd.DataFrame) -> np.ndarray:
    """Which decided lines are of a service that another claim of the same visit had before."""
    decided = np.flatnonzero(every["left_out"].isna())
    rows = every.iloc[decided]
    service = numbered(rows["visit"].to_numpy(), pd.factorize(rows["procedure"])[0])
    day = rows["paid_on"].fillna(_NEVER).to_numpy("datetime64[ms]").astype("int64")
    order = np.lexsort((decided, day, service))
    first = order[np.unique(service[order], return_index=True)[1]]
    claim = rows["claim"].to_numpy()
    again = np.zeros(len(every), bool)
    again[decided] = claim != claim[first][service]
    return again
