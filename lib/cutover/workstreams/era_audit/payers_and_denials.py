"""What the archive says of the business: who pays, how, how soon, and what is refused."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from cutover.columns import Column, Kind, contract, empty
from cutover.identifiers import compared
from cutover.money import dollars
from cutover.reading.claims.crossovers import FORWARDED, stems
from cutover.reading.era.archive import Archive
from cutover.reading.era.row_ids import Places, as_texts
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import PAYER, canonical, cents, count, number, share, text
from cutover.workstreams.decisions import LATER_PAYERS
from cutover.workstreams.denials import DENIED, claims_once, refusals
from cutover.workstreams.denied_claims import NOT_DECIDED, adjustments_of, by_reason, denied_once, shares
from cutover.workstreams.era_audit import refused_in_medi
from cutover.workstreams.era_audit.coverage import with_whole
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.paid_later import PAID_LATER, after, paid_later_table
from cutover.workstreams.findings import table, total
from cutover.workstreams.remittances import ID

NINE_OF_TEN = 0.9
BY_LATER = "by a later payer"  # the first one's answer tells whether the claim was denied
CUT = (
    count("cut_count", "Cut off", "of these, in remittances that are cut off"),
    cents("cut_cents", "Charged, cut off"),
)
_CLAIM = ["content", "claim_id"]
_DECIDED = [*_CLAIM, "payment_id", "status", "payer", "paid_on", "charge_cents", "paid_cents", "patient_control_number",
            "statement_from", "statement_through", "compared_number"]  # fmt: skip
_PLACES = {"19": 1, "2": 2, "20": 2, "3": 3, "21": 3}  # of the payer that processed the claim, by CLP02
_SENT_ON = ["content", "status", "claim_id", "payment_id", "patient_control_number", "statement_from", "paid_cents",
            "patient_responsibility_cents", "crossover_payer_name"]  # fmt: skip


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the tables of the business; it has no findings of its own."""
    tables = (
        ("payers_paid", payers_paid_table(inputs)),
        ("methods", methods_table(inputs)),
        ("days_to_payment", days_table(inputs)),
        ("sent_on", sent_on_table(inputs)),
        ("zero_paid", zero_paid_table(inputs)),
        ("denials_by_payer", denials_by_payer_table(inputs)),
        ("denials_by_reason", denials_by_reason_table(inputs)),
        ("denials", denials_table(inputs)),
        ("denials_paid", paid_later_table(paid_later(inputs))),
    )
    return Answer((), tables)


def decided(inputs: Inputs) -> pd.DataFrame:
    """Return the claims on which the payer decided: no reversals, predeterminations, other payers' claims."""
    return inputs.claim_rows.loc[_are_decided(inputs), _DECIDED]  # not held: of a large archive it is large


@once
def _are_decided(inputs: Inputs) -> np.ndarray:
    """Which claims a payer decided, one flag per row of `claim_rows`."""
    roles = code_list("claim_status", inputs.as_of).meaning(inputs.claim_rows["status"], "role")
    return ~roles.isin(NOT_DECIDED).to_numpy(bool)


@once
def zero_paid(inputs: Inputs) -> pd.DataFrame:
    """Return the decided claims with a charge and without payment, one row per claim, with `outcome`.

    Outcomes: `patient's share` (all that is not contractual is PR-1, 2, 3 or the like), `paid to the patient` (the
    payer sent its money there), `capitation` (covered by a fixed monthly payment, and nothing refused), `prior payer`
    (likewise, with what an earlier payer paid, or a later payer's contract alone), `no reason` (no CAS at all), else
    `denied`. CLP02 alone never decides: a zero-paid denial usually has status 1, and 4 says that the patient
    was not recognized (domain facts, 5).
    `reason_code`, `group_code` are of the largest refusing adjustment, null where nothing refuses.
    """
    claims = _paid_nothing(inputs)
    if claims.empty:
        return claims.assign(**empty(_REFUSED))
    told = refusals(claims, _adjustments(inputs), inputs.as_of)
    return claims.merge(told[[*_CLAIM, "group_code", "reason_code", "zero"]], on=_CLAIM, how="left").rename(
        columns={"zero": "outcome"}
    )


@once
def _paid_nothing(inputs: Inputs) -> pd.DataFrame:
    """The decided claims with a charge and without payment."""
    claims = decided(inputs)
    nothing = (claims["paid_cents"] == 0) & (claims["charge_cents"] > 0)
    return claims[nothing.fillna(False).astype(bool)]


@once
def _adjustments(inputs: Inputs) -> pd.DataFrame:
    """The adjustments of the claims that were paid nothing, one row per triple."""
    return adjustments_of(inputs.archive, _paid_nothing(inputs))


_REFUSED = contract(*((name, Kind.TEXT, name) for name in ("group_code", "reason_code", "outcome")))


def denied(inputs: Inputs) -> pd.DataFrame:
    """Return the denied claims, one row per claim (see `zero_paid`)."""
    return zero_paid(inputs).query("outcome == 'denied'")


@once
def paid_later(inputs: Inputs) -> pd.DataFrame:
    """Return the denied claims that their payer paid later, one row per claim (`paid_later.after`)."""
    return after(inputs, denied(inputs))


def payers_paid_table(inputs: Inputs) -> Table:
    """Return payments and money by payer, one row per payer, in order of money."""
    rows = inputs.counted.assign(unknown=inputs.counted["paid_cents"].isna())
    frame = rows.groupby("payer", as_index=False).agg(
        payment_count=("payment", "sum"),
        claim_count=("claim_count", "sum"),
        paid_cents=("paid_cents", _known),
        unknown_count=("unknown", "sum"),
    )
    whole = int(frame["paid_cents"].sum()) if len(frame) else 0
    sure = whole > 0 and not frame["unknown_count"].any()
    share_of = frame["paid_cents"] / whole if sure else pd.array([None] * len(frame), dtype="Float64")
    frame = frame.assign(share=share_of).sort_values(["paid_cents", "payer"], ascending=[False, True])
    columns = (
        PAYER,
        count("payment_count", "Payments"),
        count("claim_count", "Claims"),
        cents("paid_cents", "Paid"),
        count(
            "unknown_count",
            "Amounts not known",
            "payments without one that can be read: at least this was paid",
        ),
        share("share", "Share of money", "null where an amount is not known"),
    )
    frame, more = with_whole(frame, inputs.counted, "payer")
    return table("Payments by payer", frame, (*columns, *more))


def _known(amounts: pd.Series) -> int | None:
    """The sum of the amounts that are known, None where none is: never zero for what nobody could read."""
    return total(amounts)


def methods_table(inputs: Inputs) -> Table:
    """Return EFT, check and no payment, one row per method."""
    known = code_list("payment_methods", inputs.as_of)
    rows = inputs.counted
    rows = rows.assign(way=known.meaning(rows["method"], "group").fillna("unknown"))
    frame = rows.groupby("way", as_index=False).agg(
        payment_count=("payment", "sum"),
        payer_count=("payer", "nunique"),
        paid_cents=("paid_cents", _known),
    )
    columns = (
        text("way", "Paid by", "EFT (ACH, BOP, FWT), check, or none"),
        count("payment_count", "Payments"),
        count("payer_count", "Payers"),
        cents("paid_cents", "Paid"),
    )
    return table(
        "EFT against check", frame, columns, "A payer that pays by check may need a new EFT enrollment too."
    )


def days_to_payment(inputs: Inputs) -> pd.DataFrame:
    """Return payer and `days` from last service to payment of the decided claims, null where a date is missing.

    The last service day is that of the lines, else the end of the statement, else its beginning. A payment
    before the service is a wrong date: null too.
    """
    claims, places = decided(inputs), Places(inputs.archive)
    services = inputs.archive.part("services", [*_CLAIM, "service_date", "service_end"])
    ends = services["service_end"].fillna(services["service_date"])
    last = ends.groupby(places.ids(services, "claim_id")).max().drop(index=-1, errors="ignore")
    served = last.reindex(places.ids(claims, "claim_id")).set_axis(claims.index)
    served = served.fillna(claims["statement_through"]).fillna(claims["statement_from"])
    days = (claims["paid_on"] - served).dt.days.astype("Int64")
    return pd.DataFrame({"payer": claims["payer"], "days": days.mask(days < 0)})


def days_table(inputs: Inputs) -> Table:
    """Return how soon payers pay, one row per payer: median and ninth decile of the days from service."""
    claims = days_to_payment(inputs)
    grouped = claims.groupby("payer")["days"]
    frame = pd.DataFrame(
        {
            "claim_count": grouped.count(),
            "left_out": grouped.size() - grouped.count(),
            "median_days": grouped.median().astype("Float64"),
            "slow_days": grouped.quantile(NINE_OF_TEN).astype("Float64"),
        }
    ).reset_index()
    columns = (
        PAYER,
        count("claim_count", "Claims"),
        count("left_out", "Left out", "without a date of service or paid before it"),
        number("median_days", "Median days", "from the last day of service to the payment"),
        number("slow_days", "Nine of ten within, days"),
    )
    return table("Days from service to payment", frame.sort_values("payer"), columns)


def zero_paid_table(inputs: Inputs) -> Table:
    """Return the claims that were paid nothing by outcome, one row per outcome; denials paid later have their own."""
    told = paid_later(inputs).set_index(_CLAIM)["later_cents"]
    rows = zero_paid(inputs).join(told, on=_CLAIM)
    frame = (
        rows.assign(outcome=_told(rows))
        .groupby("outcome", as_index=False)
        .agg(
            claim_count=("claim_id", "size"),
            charge_cents=("charge_cents", "sum"),
            later_cents=("later_cents", total),
        )
    )
    there = refused_in_medi.zero_paid_in_medi(inputs)
    frame = refused_in_medi.beside(frame, there.assign(outcome=_apart(there)), ["outcome"])
    columns: tuple[Column, ...] = (
        text("outcome", "Outcome"),
        count("claim_count", "Claims", "of Office Ally's remittances"),
        cents("charge_cents", "Charged"),
        cents("later_cents", "Paid later", "by the same payer on the same claim, less what it took back"),
    )
    frame, columns, cut = _with_cut(inputs, frame, columns, rows.assign(outcome=_told(rows)), ["outcome"])
    columns = refused_in_medi.with_medi(inputs, columns)
    note = cut + (
        "Denied: a charge was paid nothing, for more than the patient's share, a contract's reduction or an "
        "earlier payer's payment. The patient's share is PR-1, 2, 3 and the like. What was paid to the patient is "
        "collected from the patient. A later payer that pays nothing for what its contract takes off has not denied: "
        "the first payer's payment meets what it allows. Reversals, predeterminations and "
        "claims forwarded as another payer's are left out. A denial that its payer paid later is no loss; each one is "
        "in the consultant's workbook with its check."
    )
    feeds = [(inputs.archive, rows), *([] if inputs.medi is None else [(inputs.medi, there)])]
    note = f"{note} {shares(feeds, inputs.as_of, partial(_read_once, inputs))}".strip()
    title, note = refused_in_medi.said(inputs, "Claims that were paid nothing", note)
    return table(title, frame, columns, note)


def _read_once(inputs: Inputs, archive: Archive, claims: pd.DataFrame) -> pd.DataFrame:
    """The adjustments of claims paid nothing; those of Office Ally's archive were read before."""
    return _adjustments(inputs) if archive is inputs.archive else adjustments_of(archive, claims)


def sent_on_table(inputs: Inputs) -> Table:
    """Return the claims that a payer sent on (CLP02 19 to 21), one row per payer and the one that got them."""
    columns = (
        PAYER,
        text("to", "Sent on to", "NM1*TT, as the payer writes it"),
        count("claim_count", "Claims"),
        cents("left_cents", "Left to others", "the patient's share, by its last word"),
        count("answered_count", "Answered", "a later payer's remittance has their number, or it with an ending"),
        cents("answered_cents", "Paid by later payers"),
        cents("open_cents", "Left of the others", "no later payer's remittance is here"),
    )  # fmt: skip
    status = inputs.archive.part("claims", ["status"])["status"]
    sent, later = (
        _numbered(
            inputs.of_counted(inputs.archive.part("claims", _SENT_ON, status.isin(roles).to_numpy(bool)))
        )
        for roles in (FORWARDED, LATER_PAYERS)
    )
    there = _later_in_medi(inputs)
    same = ["number", "statement_from", "place", "paid_cents", "paid_on"]
    copies = pd.MultiIndex.from_frame(there[same]).isin(pd.MultiIndex.from_frame(later[same]))
    later = pd.concat(
        [later[[*same, "patient_control_number"]], there.loc[~copies, [*same, "patient_control_number"]]]
    )
    sent = sent.sort_values("paid_on", kind="stable").drop_duplicates(["key", "payer"], keep="last")
    sent = sent.reset_index(drop=True)
    ends = later.assign(number=stems(later["patient_control_number"])).dropna(subset=["number"])
    named = ["number", "place", "paid_cents"]
    both = pd.concat([later[named], ends[named]]).merge(
        sent[["number", "place"]].reset_index(names="row"), on="number", suffixes=("", "_of_sender")
    )
    paid = both[both["place"] > both["place_of_sender"]].groupby("row")["paid_cents"].sum()
    left = sent["patient_responsibility_cents"].astype("Int64")
    answered = pd.Series(sent.index.isin(paid.index), sent.index)
    frame = (
        sent.assign(
            to=sent["crossover_payer_name"].fillna("(not named)"),
            left_cents=left,
            answered=answered,
            answered_cents=paid.reindex(sent.index).astype("Int64"),
            open_cents=left.mask(answered, 0),
        )
        .groupby(["payer", "to"], as_index=False)
        .agg(
            claim_count=("claim_id", "size"),
            left_cents=("left_cents", "sum"),
            answered_count=("answered", "sum"),
            answered_cents=("answered_cents", "sum"),
            open_cents=("open_cents", "sum"),
        )
    )
    frame = frame.sort_values(["claim_count", "payer", "to"], ascending=[False, True, True])
    note = (
        "The next payer's CAS OA-23 is what the first one paid and lowered: neither a denial nor a write-off."
    )
    if len(there):
        note += " The claims are of Office Ally's remittances; answers that came to Medi count."
    return table("Claims that a payer sent on", frame, columns, note)


def _later_in_medi(inputs: Inputs) -> pd.DataFrame:
    """The claims that a later payer decided in remittances that came to Medi and not to Office Ally, as `_numbered`."""
    columns = ["claim_id", "patient_control_number", "status", "statement_from", "paid_cents"]
    if inputs.medi is None or inputs.medi.payments.empty:
        return _numbered(inputs.claim_rows.iloc[:0][[*columns, "paid_on"]])
    status = inputs.medi.part("claims", ["status"])["status"]
    rows = as_texts(inputs.medi.part("claims", [*ID, *columns], status.isin(LATER_PAYERS).to_numpy(bool)))
    paid = inputs.of_both[inputs.of_both["feed"] == MEDI]
    return _numbered(rows.merge(paid[[*ID, "paid_on"]], on=ID))


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Claims with their number as it is compared, a `key` of the claim (number and day, else the row itself), and the
    `place` of the payer: 1 for the first."""
    number = compared(rows["patient_control_number"])
    day = rows["statement_from"].dt.strftime("%Y-%m-%d").astype("str").fillna("")
    place = rows["status"].map(_PLACES).astype("int64")
    return rows.assign(
        number=number, place=place, key=(number + "|" + day).fillna(rows["claim_id"].astype("str"))
    )


def _told(rows: pd.DataFrame) -> pd.Series:
    """The outcomes with denials that were paid later, and those of payers that are not the first, apart."""
    return _apart(rows).mask(rows["later_cents"].notna(), f"denied, {PAID_LATER}")


def _apart(rows: pd.DataFrame) -> pd.Series:
    """The outcomes with denials of payers that are not the first apart."""
    later = rows["outcome"].eq(DENIED) & rows["status"].isin(LATER_PAYERS)
    return rows["outcome"].mask(later, f"denied, {BY_LATER}")


def denials_by_payer_table(inputs: Inputs) -> Table:
    """Return how often each payer denies, one row per payer."""
    every, gone, paid = (claims_once(rows(inputs)) for rows in (decided, denied, paid_later))
    refused = gone.groupby("payer").agg(
        denied_count=("claim_id", "size"), charge_cents=("charge_cents", "sum")
    )
    later = paid.groupby("payer").agg(later_count=("claim_id", "size"))
    frame = (
        every.groupby("payer")
        .agg(claim_count=("claim_id", "size"))
        .join(refused)
        .join(later)
        .fillna(0)
        .reset_index()
    )
    frame = frame.assign(share=frame["denied_count"] / frame["claim_count"])
    frame = frame.sort_values(["charge_cents", "payer"], ascending=[False, True])
    columns: tuple[Column, ...] = (
        PAYER,
        count("claim_count", "Claims decided"),
        count("denied_count", "Denied"),
        share("share", "Share denied"),
        cents("charge_cents", "Charged on denied"),
        count("later_count", "Paid later", "of the denied, by the same payer"),
    )
    frame, columns, cut = _with_cut(inputs, frame, columns, gone, ["payer"])
    if cut:
        whole, left = (
            claims_once(_of_remittances(inputs, rows(inputs), whole=True)) for rows in (decided, denied)
        )
        cut += (
            f"Without such remittances {len(left):,} of {several(len(whole), 'decided claim')} are denied. "
        )
    title = "Denials by payer, Office Ally"
    note = (
        cut
        + "Whole claims; lines refused on a paid claim are not in it. One that is decided again counts once."
    )
    if there := len(_denied_in_medi(inputs)):
        note += f" Through Medi {several(there, 'more claim')} denied: the next table has them."
    return table(title, frame, columns, note)


def _of_remittances(inputs: Inputs, claims: pd.DataFrame, *, whole: bool) -> pd.DataFrame:
    """Those of claims (ID) whose remittance is whole, or cut off: they can be read, and others of it cannot."""
    return claims.merge(inputs.counted.loc[inputs.counted["whole"].eq(whole), ID], on=ID)


def _with_cut(
    inputs: Inputs, frame: pd.DataFrame, columns: tuple[Column, ...], claims: pd.DataFrame, by: list[str]
) -> tuple[pd.DataFrame, tuple[Column, ...], str]:
    """Sums of claims by `by` with what of them stands in remittances that are cut off, its columns and a sentence.

    Where none does, nothing is added. Such claims are in the sums: the payer's answer can be read.
    """
    cut = _of_remittances(inputs, claims, whole=False)
    if cut.empty:
        return frame, columns, ""
    of = cut.groupby(by, dropna=False, as_index=False)
    sums = of.agg(cut_count=("claim_id", "size"), cut_cents=("charge_cents", "sum"))
    told = frame.merge(sums, on=by, how="left")
    told = told.assign(**{name: told[name].fillna(0).astype("Int64") for name in ("cut_count", "cut_cents")})
    verb = "stands" if len(cut) == 1 else "stand"
    money = dollars(int(cut["charge_cents"].sum()))
    said = f"Of these {several(len(cut), 'claim')}, {money}, {verb} in remittances of Office Ally that are cut off. "
    return told, (*columns, *CUT), said


def _denied_in_medi(inputs: Inputs) -> pd.DataFrame:
    return refused_in_medi.zero_paid_in_medi(inputs).query("outcome == 'denied'")


def denials_by_reason_table(inputs: Inputs) -> Table:
    """Return the denied claims of both systems by reason over all payers, one row per group and reason."""
    if inputs.medi is None:
        feeds, paid = [(OFFICE_ALLY, inputs.archive)], inputs.counted.assign(feed=OFFICE_ALLY)
    else:
        feeds, paid = [(OFFICE_ALLY, inputs.archive), (MEDI, inputs.medi)], inputs.of_both
    claims = denied_once(feeds, paid, inputs.as_of, {OFFICE_ALLY: zero_paid(inputs)})
    return by_reason(claims, refused_in_medi.has_medi(inputs), inputs.as_of)


def denials_table(inputs: Inputs) -> Table:
    """Return denials by payer and main reason, one row per pair of them, in order of money."""
    frame = (
        denied(inputs)
        .groupby(["payer", "group_code", "reason_code"], dropna=False, as_index=False)
        .agg(claim_count=("claim_id", "size"), charge_cents=("charge_cents", "sum"))
    )
    pair = ["payer", "group_code", "reason_code"]
    frame = refused_in_medi.beside(frame, _denied_in_medi(inputs), pair)
    known = code_list("adjustment_reasons", inputs.as_of).meaning(frame["reason_code"])
    frame = frame.assign(reason=known.fillna("not in our list of reasons"))
    frame = frame.sort_values(["all_cents", "payer", "reason_code"], ascending=[False, True, True])
    columns: tuple[Column, ...] = (
        PAYER,
        *canonical("adjustments", "group_code", "reason_code"),
        text("reason", "Meaning", "of the reason with the largest amount on the claim"),
        count("claim_count", "Claims", "of Office Ally's remittances"),
        cents("charge_cents", "Charged"),
    )
    frame, columns, cut = _with_cut(inputs, frame, columns, denied(inputs), pair)
    columns = refused_in_medi.with_medi(inputs, columns)
    note = cut + "A claim counts once, with its largest reason."
    title, note = refused_in_medi.said(inputs, "Denials by payer and reason", note)
    return table(title, frame, columns, note)
