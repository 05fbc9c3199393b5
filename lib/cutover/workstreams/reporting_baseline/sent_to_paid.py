"""Days from the submission of a claim to its first payment, by payer, and which claims are left out and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.columns import conform
from cutover.identifiers import compared
from cutover.lookup import among, days_of
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.states import is_withdrawn
from cutover.reading.claims.submissions import is_self_pay, keys
from cutover.reading.postings.tables import CLAIM, MEDI, OFFICE_ALLY
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.columns import PAYER, count, number, text
from cutover.workstreams.decisions import REVERSAL
from cutover.workstreams.findings import table
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.reporting_baseline.inputs import Inputs

EVERY = "all payers"
POSTED = "posting alone"  # no remittance on file that is whole pays the claim
NO_DAY, BEFORE, CUT, SHARED = (
    "without a day of submission", "paid before the day of submission", "in files that are cut off",
    "of an account with several that day, and which was paid is not known",
)  # fmt: skip
SENT_TO_PAID = (
    text(
        "told_by", "Payment known from", "a whole 835 of Office Ally or of Medi, else a posting, by its day"
    ),
    PAYER,
    count("claims", "Claims", "paid, and of a known day of submission"),
    number("median_days", "Median days", "from submission to the first payment"),
    number("average_days", "Average days", "from submission to the first payment"),
    count("payments", "Payments", "on these claims, without reversals: a claim may be paid again"),
    number("average_of_payments", "Average days, each payment"),
)
_NAMES = ("patient_control_number", "claim_number")


@dataclass(frozen=True)
class SentToPaid:
    """The payments on claims of a known day of submission, and how many claims are left out for which reason.

    `payments` has one row per payment: `told_by`, `payer`, `claim`, `days`, `is_first`, and `by_medi` where lists of
    Medi alone tell the submission. `left` counts claims by reason; `waits` are claims sent of which no payment is
    known, `cut_but_posted` those of files that are cut off which the day of a posting tells.
    """

    payments: pd.DataFrame
    left: dict[str, int]
    waits: int
    cut_but_posted: int


def measured(inputs: Inputs, decided: pd.DataFrame) -> SentToPaid:
    """Return the days from submission to payment; `decided` are the decisions of remittances (`decided.rows`).

    A claim was submitted on the first day that a history, a file summary, an 837 or a list of Medi states; the day on
    which a payer received it is another. Payments are amounts above zero of decisions, reversals left out. A claim that
    no whole remittance pays has the first day on which a payment of it was posted.
    """
    sent = _sent(inputs)
    first = sent.groupby("key")["submitted"].min()
    paid = decided[decided["role"].ne(REVERSAL) & decided["paid_cents"].gt(0).fillna(False).astype(bool)]
    numbered = _numbered(sent)
    paid = paid.assign(of=_claim_of(paid, sent, numbered))
    is_cut, named = _in_cut_files(inputs, paid), paid["of"].notna()
    cut, shared, paid = set(paid.loc[is_cut & named, "of"]), paid[~named], paid[~is_cut & named]
    theirs = set(inputs.medi.payments["content"]) - set(inputs.office_ally.payments["content"])
    by_era = pd.DataFrame({
        "told_by": paid["content"].isin(theirs).map({True: f"835, {MEDI}", False: f"835, {OFFICE_ALLY}"}),
        "payer": paid["payer"].astype("str"), "claim": paid["of"],
        "paid_on": paid["paid_on"],
    })  # fmt: skip
    rows = pd.concat([by_era, _posted(inputs, numbered, set(by_era["claim"]))], ignore_index=True).dropna(
        subset=["paid_on"]
    )
    rows = rows.assign(days=(rows["paid_on"] - days_of(rows["claim"], first)).dt.days)
    rows = rows.sort_values("paid_on", kind="stable", ignore_index=True)
    moved = sent.groupby("key")["listed"].all()
    rows = rows.assign(
        is_first=~rows["claim"].duplicated(), by_medi=among(rows["claim"], pd.Index(moved.index[moved]))
    )
    heads = rows[rows["is_first"]]
    early = set(heads.loc[heads["days"] < 0, "claim"])
    known = set(rows["claim"])
    unsure = set(sent.loc[among(sent["account"], set(shared["claim"])), "key"]) - known - cut
    left = {
        NO_DAY: int(heads["days"].isna().sum()),
        BEFORE: len(early),
        CUT: len(cut - known),
        SHARED: len(unsure),
    }
    kept = rows[rows["days"].notna() & ~rows["claim"].isin(early)]
    posted = cut & set(rows.loc[rows["told_by"].eq(POSTED), "claim"])
    return SentToPaid(kept, left, len(set(first.index) - known - cut - unsure), len(posted))


def _in_cut_files(inputs: Inputs, paid: pd.DataFrame) -> pd.Series:
    """Which decisions are of a payment whose file ends inside it: what else it paid is not known."""
    of = ["content", "payment_id"]
    each = pd.concat([feed.payments[[*of, "is_whole"]] for feed in inputs.feeds]).drop_duplicates(of)
    cut = pd.MultiIndex.from_frame(each.loc[~each["is_whole"].fillna(False).astype(bool), of])
    return pd.Series(pd.MultiIndex.from_frame(paid[of]).isin(cut), paid.index, dtype=bool)


def table_of(inputs: Inputs, decided: pd.DataFrame) -> Table:
    """Return the days from submission to the first payment: all payers by what tells it, then each payer."""
    found = measured(inputs, decided)
    rows = [
        _row(how, payer, part)
        for how, of in found.payments.groupby("told_by")
        for payer, part in [(EVERY, of), *_by_number(of)]
        if part["is_first"].any()
    ]
    names = [column.name for column in SENT_TO_PAID]
    frame = conform(pd.DataFrame(rows, columns=names, dtype=object), SENT_TO_PAID)
    said = "; ".join(f"{several(n, 'claim')} {why}" for why, n in found.left.items() if n)
    out = f" Left out of the paid claims: {said}." if said else ""
    cut = found.cut_but_posted
    if cut:
        out += f" {several(cut, 'claim')} in files that are cut off {'is' if cut == 1 else 'are'} dated by postings."
    waits = f" {several(found.waits, 'claim')} sent with no payment known." if found.waits else ""
    return table(
        "Days from submission to payment, by payer",
        frame,
        SENT_TO_PAID,
        f"From the first day of submission on file to the first payment; reversals are left out.{out}{waits}"
        f"{_without_medi(found.payments)}",
        "not known: no claim with a day of submission is paid by a remittance or a posting",
    )


def _without_medi(payments: pd.DataFrame) -> str:
    """What the days of Office Ally's remittances are without the claims that went out through Medi."""
    rows = payments[payments["is_first"] & payments["told_by"].eq(f"835, {OFFICE_ALLY}")]
    moved, others = rows[rows["by_medi"]], rows.loc[~rows["by_medi"], "days"]
    if moved.empty or others.empty:
        return ""
    said = f"{several(len(moved), 'claim')} that only Medi's lists name"
    rest = f"{several(len(others), 'claim')}, {others.mean():.1f} days on average"
    return f" Office Ally's 835s pay {said}; all others: {rest}."


def _by_number(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    parts = [(str(payer), part) for payer, part in rows.groupby("payer")]
    return sorted(parts, key=lambda one: (-int(one[1]["is_first"].sum()), one[0]))


def _row(how: str, payer: str, rows: pd.DataFrame) -> tuple:
    first, every = rows.loc[rows["is_first"], "days"], rows["days"]
    return (how, payer, len(first), float(first.median()), round(float(first.mean()), 1), len(every),
            round(float(every.mean()), 1))  # fmt: skip


def _sent(inputs: Inputs) -> pd.DataFrame:
    """Each day of submission on file, `submitted`, with the `key` of its claim.

    `account` is the key by the first of its numbers, `other` that by each; `alone` flags the claims of an account and
    day of which there are several, `listed` the rows of Medi's lists. A row that may be of any of these is left out.
    """
    claims = inputs.claims
    history = claims.history[~is_self_pay(claims.history)]
    listed = inputs.sent.assign(submission_date=inputs.sent["sent_on"])
    told = claims.submitted[claims.submitted["source"].ne(ERA).fillna(True)]
    parts = []
    for rows, is_listed in ((history, False), (claims.filed, False), (told, False), (listed, True)):
        if rows.empty:
            continue
        numbers = [rows[name] for name in _NAMES]
        first, second = (keys(of, rows["service_from"]) for of in numbers)
        payer = rows["payer_name"] if "payer_name" in rows else pd.Series(None, rows.index, dtype="str")
        parts.append(pd.DataFrame({
            "key": first.fillna(second), "account": first, "other": second, "submitted": rows["submission_date"],
            "payer": payer, "number": compared(numbers[0].fillna(numbers[1])), "name": compared(numbers[1]),
            "cents": rows["charge_cents"], "alone": _are_several(rows, first, second) if rows is history else False,
            "listed": is_listed, "file": rows["source_file"],
        }))  # fmt: skip
    names = {
        "key": "str", "account": "str", "other": "str", "submitted": "datetime64[ms]", "payer": "str", "number": "str",
        "name": "str", "cents": "Int64", "alone": "bool", "listed": "bool",
        "file": "str",
    }  # fmt: skip
    if not parts:
        return pd.DataFrame(columns=list(names)).astype(names)
    whole = _met(_apart(pd.concat(parts, ignore_index=True).astype(names)))
    whole = whole.dropna(subset=["key", "submitted"])
    return whole[~(whole["submitted"] > inputs.today)].reset_index(drop=True)


def _are_several(history: pd.DataFrame, account: pd.Series, number: pd.Series) -> pd.Series:
    """Which claims of a history share account and day with others of the same file that have numbers of their own.

    A void or replaced claim beside the one that follows it is no other claim.
    """
    live = number.where(~is_withdrawn(history))
    file = history["source_file"].fillna("")
    several = live.groupby([account, file]).transform("nunique").gt(1).fillna(False).astype(bool)
    return several & number.notna()


def _apart(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, the claims of one account and day that have numbers of their own each by its own number.

    A row of another source is one of these by its number, else by its charge; else its key is null.
    """
    known = set(rows.loc[rows["alone"], "account"])
    if not known:
        return rows
    within = among(rows["account"], known)
    own = rows["other"].where(among(rows["other"], set(rows.loc[rows["alone"], "other"])))
    claims = rows[rows["alone"]]
    key = own.fillna(_by_charge(rows, claims))
    # a charge that two of them have tells neither, also where one of the two was not sent
    alike = claims.groupby(["account", "cents"])["other"].transform("nunique").gt(1)
    cents = rows["cents"].mask(alike.reindex(rows.index, fill_value=False))
    return rows.assign(key=rows["key"].mask(within, key), cents=cents)


def _met(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, a claim that one file knows by the number that another has beside its account under that one's key.

    Where the file with both has the number as an account of that day too, these are two claims, and so they are where
    the number is one of several accounts.
    """
    of = rows[["other", "key", "file"]].dropna(subset=["other", "key"])
    of = of[of["other"].ne(of["key"])]
    own = pd.MultiIndex.from_frame(rows[["account", "file"]])
    two = set(of.loc[pd.MultiIndex.from_frame(of[["other", "file"]]).isin(own), "other"])
    of = of[~of["other"].isin(two)].drop_duplicates(["other", "key"])
    of = of[~of["other"].duplicated(keep=False)].set_index("other")["key"]
    return rows.assign(key=rows["key"].map(of).astype("str").fillna(rows["key"]))


def _by_charge(of: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
    """The key of the one claim of its account and day that has its charge, one per row of `of`; else null.

    Both have `account` and `cents`; `claims` with `other` are those that share an account and day.
    """
    known = claims[["account", "cents", "other"]].dropna().drop_duplicates()
    known = known[~known.duplicated(["account", "cents"], keep=False)]
    return of[["account", "cents"]].merge(known, how="left").set_index(of.index)["other"].astype("str")


def _claim_of(paid: pd.DataFrame, sent: pd.DataFrame, numbered: pd.DataFrame) -> pd.Series:
    """The key of the claim that each decision pays, by each of its numbers; null where it may be one of several.

    A decision without a day of service, as where its file ends before it, is known by a number that is one claim's.
    """
    both = [sent[["other", "key"]].set_axis(["by", "key"], axis=1), sent[["key"]].assign(by=sent["key"])]
    pairs = pd.concat(both).dropna().drop_duplicates("by", keep="last")
    of = dict(zip(pairs["by"], pairs["key"], strict=True))
    found = paid["claim"].map(of).astype("str")
    if (undated := paid["service_from"].isna()).any():
        at = compared(paid["patient_control_number"])
        told = pd.Series(numbered["key"].reindex(at).to_numpy(), paid.index, dtype="str")
        found = found.mask(undated, told)
    found = found.fillna(paid["claim"])
    claims = sent[sent["alone"]]
    shared = among(paid["claim"], set(claims["account"]) - set(pairs["by"]))
    if not shared.any():
        return found
    charged = pd.DataFrame({"account": paid["claim"], "cents": paid["charge_cents"].astype("Int64")})
    return found.mask(shared, _by_charge(charged, claims))


def _posted(inputs: Inputs, numbered: pd.DataFrame, known: set[str]) -> pd.DataFrame:
    """The postings of payments on claims that no remittance pays: by a number that is one claim's alone."""
    rows = inputs.postings
    rows = rows[rows["kind"].eq(CLAIM).fillna(False) & rows["paid_cents"].gt(0).fillna(False)]
    rows = rows[~(rows["posted_date"] > inputs.today)]
    claim = pd.Series(None, rows.index, dtype="str")
    payer = rows["payer_name"].astype("str")
    for name in ("claim_number", "account"):
        at = compared(rows[name])
        claim = claim.fillna(pd.Series(numbered["key"].reindex(at).to_numpy(), rows.index, dtype="str"))
        payer = payer.fillna(pd.Series(numbered["payer"].reindex(at).to_numpy(), rows.index, dtype="str"))
    names = one_name(payer, inputs.remittances["payer"], inputs.same)
    found = pd.DataFrame({"told_by": POSTED, "payer": names, "claim": claim, "paid_on": rows["posted_date"]})
    return found[found["claim"].notna() & ~found["claim"].isin(known)]


def _numbered(sent: pd.DataFrame) -> pd.DataFrame:
    """The `key` and `payer` of the claim by each number that is one claim's alone, whatever the day of service."""
    pairs = pd.concat(
        [sent[["number", "key", "payer"]], sent[["name", "key", "payer"]].rename(columns={"name": "number"})]
    )
    pairs = pairs.dropna(subset=["number"]).drop_duplicates(["number", "key"])
    return pairs[~pairs["number"].duplicated(keep=False)].set_index("number")
