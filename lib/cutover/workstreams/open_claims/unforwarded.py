"""Claims that the first payer left to somebody else and did not send on, of patients who have a further coverage."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.lookup import among
from cutover.reading.claims.crossovers import forwarding_remarks, stems
from cutover.reading.patients.other_sources import letters, plain_id
from cutover.reading.payers.names import compared as named
from cutover.reading.payers.names import loosely
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.decisions import LATER_PAYERS, PAID, SECONDARY, SHARE
from cutover.workstreams.open_claims.claims import numbered
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.remittance_items import compared

UNFORWARDED = (
    PAYER, text("to", "Further coverage of the patient", "the first one that covers the day of service"),
    cents("left_cents", "Left by the first payer", "what its remittance calls the patient's share"),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
    text("source_file", "File", "", Privacy.PHI), count("source_row", "Row"),
)  # fmt: skip
_FIRST = "1"
_LEFT = [PAID, SHARE, SECONDARY]
_PLACES = ["secondary", "tertiary"]


def unforwarded(inputs: Inputs, every: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of both systems that wait for a bill to a further coverage, one row each (UNFORWARDED).

    `every` are the claims before the cutover (`Book.every`). The last word on a claim is a first payer's (CLP02 1) that
    left money to the patient and named nobody to whom it sent the claim. The practice's own export gives the patient
    another payer on that day. No later payer answered, no row of the history is a later payer's, and the history has
    no more paid than the first payer did.
    """
    rows = _left(inputs)
    if rows.empty:
        return empty(UNFORWARDED)
    rows = rows[~_answered(inputs, every, rows)]
    told = rows.assign(to=covered_by(rows, *inputs.patients), left_cents=rows["patient_responsibility_cents"])
    return conform(told.loc[told["to"].notna(), [column.name for column in UNFORWARDED]], UNFORWARDED)


def _left(inputs: Inputs) -> pd.DataFrame:
    """The last decision on each claim where a first payer leaves money to others and sends the claim to nobody."""
    decided = inputs.decisions
    number = compared(decided["patient_control_number"])
    last = decided.assign(number=number, key=_at(number, decided["service_from"]))
    last = last.dropna(subset=["key"]).drop_duplicates("key", keep="last")
    sent = last["crossover_payer_name"].notna() | _is(last["remarks"].str.contains(forwarding_remarks()))
    waits = last["status"].eq(_FIRST) & last["outcome"].isin(_LEFT) & ~sent
    return last[waits & _is(last["patient_responsibility_cents"] > 0)]


def _answered(inputs: Inputs, every: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Whether somebody paid, works or was sent the rest already, as far as the files tell."""
    decided, history = inputs.decisions, inputs.history
    numbers = [history["patient_control_number"], history["claim_number"]]
    later = decided.loc[decided["status"].isin(LATER_PAYERS), "patient_control_number"]
    later = pd.concat([later, history.loc[history["forwarded_on"].notna(), "patient_control_number"]])
    done = among(rows["number"], compared(later)) | among(rows["number"], stems(pd.concat([later, *numbers])))
    for said in numbers:
        place = _at(compared(said), history["service_from"])
        done |= among(rows["key"], place[place.duplicated()])  # a row of its own for the next payer
    more = _is(every["history_paid_cents"] > every["era_paid_cents"])
    in_work = every["status"].eq(SECONDARY) | _is(every["is_with_next"])
    return done | among(rows["number"], numbered(every[more | in_work]))


def _at(numbers: pd.Series, days: pd.Series) -> pd.Series:
    return (numbers + "|" + days.dt.strftime("%Y-%m-%d").astype("str")).astype("str")


def covered_by(rows: pd.DataFrame, people: pd.DataFrame, coverages: pd.DataFrame) -> pd.Series:
    """Return the payer of the patient's further coverage on the day of service of each claim, null where none is known.

    `people` (PATIENTS) and `coverages` (COVERAGES) are those of the practice's export. A patient is known by member ID
    with the first name, by the member ID that one patient alone has, or by the account before a sign in the claim's
    number. A coverage is no further one where it is of the payer that decided the claim, or where the first coverage
    did not hold on that day: then it was the first itself. Nor is one of another line of business: a vision plan pays
    no rest of a medical claim.
    """
    account = _accounts(rows, people, coverages)
    further = coverages[coverages["priority"].isin(_PLACES)].dropna(subset=["payer_name"])
    found = pd.DataFrame({
        "row": rows.index, "account_number": account.to_numpy(), "day": rows["service_from"].to_numpy(),
        "own": rows["payer"].astype("str").to_numpy(),
    }).dropna(subset=["account_number"]).merge(further, on="account_number")  # fmt: skip
    found = found[_in_force(found)].sort_values("priority", kind="stable")
    at = ["account_number", "day"]
    asked = pd.DataFrame({"account_number": account, "day": rows["service_from"]}).dropna(subset=at)
    first = asked.drop_duplicates().merge(coverages[coverages["priority"].eq("primary")], on="account_number")
    other_days = pd.MultiIndex.from_frame(first.loc[~_in_force(first), at])
    found = found[~pd.MultiIndex.from_frame(found[at]).isin(other_days)]
    found = found[found["line"].isna() | found["line"].eq(found["row"].map(_lines(found, coverages)))]
    other = [not _is_one(*pair) for pair in zip(found["own"], found["payer_name"], strict=True)]
    first = found[pd.Series(other, found.index, dtype=bool)].drop_duplicates("row").set_index("row")
    return first["payer_name"].reindex(rows.index).astype("str")


def _lines(found: pd.DataFrame, coverages: pd.DataFrame) -> pd.Series:
    """The line of business of each claim: of the coverage whose payer decided it, else of the first; by `row`."""
    rows = (
        found[["row", "account_number", "own"]]
        .drop_duplicates("row")
        .merge(
            coverages[["account_number", "priority", "payer_name", "line"]].dropna(subset=["payer_name"]),
            on="account_number",
        )
    )
    by_payer = [_is_one(*pair) for pair in zip(rows["own"], rows["payer_name"], strict=True)]
    rows = rows.assign(by_payer=pd.Series(by_payer, rows.index, dtype=bool))
    rows = rows[rows["by_payer"] | rows["priority"].eq("primary")]
    rows = rows.sort_values(["by_payer", "priority"], ascending=[False, True], kind="stable")
    return rows.drop_duplicates("row").set_index("row")["line"]


def _in_force(rows: pd.DataFrame) -> pd.Series:
    return ~(_is(rows["effective_from"] > rows["day"]) | _is(rows["effective_through"] < rows["day"]))


def _accounts(rows: pd.DataFrame, people: pd.DataFrame, coverages: pd.DataFrame) -> pd.Series:
    """The account of the export's patient whom a claim of a remittance names, null where none is known."""
    known = coverages[["account_number", "member_id"]].dropna().drop_duplicates()
    known = known.merge(people[["account_number", "first_name"]], on="account_number")
    member = plain_id(known["member_id"])
    first = letters(known["first_name"])
    theirs = plain_id(rows["patient_id"].fillna(rows["insured_id"]))
    name = letters(rows["patient_first_name"])
    by_both = _alone((member + "|" + first).where(first != ""), known["account_number"])
    by_member = _alone(member, known["account_number"])
    numbers = compared(people["account_number"])
    by_number = _alone(numbers, people["account_number"])
    before = (
        rows["patient_control_number"].astype("str").str.extract(r"^\s*(.+?)[^0-9A-Za-z]+[0-9A-Za-z]+\s*$")
    )
    found = (theirs + "|" + name).map(by_both).fillna(theirs.map(by_member))
    for said in (rows["patient_control_number"], before[0]):
        found = found.fillna(compared(said.astype("str")).map(by_number))
    return found.astype("str")


def _alone(keys: pd.Series, accounts: pd.Series) -> dict[str, str]:
    """The account of each key that one account alone has."""
    pairs = pd.DataFrame({"key": keys, "account": accounts}).dropna().drop_duplicates()
    pairs = pairs[~pairs["key"].duplicated(keep=False)]
    return dict(zip(pairs["key"], pairs["account"], strict=True))


def _is_one(one: str, other: str) -> bool:
    return named(one) == named(other) or loosely(one).words == loosely(other).words


def _is(flags: pd.Series) -> pd.Series:
    return flags.astype("boolean").fillna(False).astype(bool)
