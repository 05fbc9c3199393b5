"""What the remittances of both systems say: each remittance, and each amount in it that somebody must post."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.identifiers import check_compared, compared
from cutover.lookup import among
from cutover.reading.era.archive import Archive
from cutover.reading.era.parts import as_payments, repeats, shared
from cutover.reading.era.same_payment import reported
from cutover.reading.postings.tables import CLAIM, MEDI, OFFICE_ALLY, PROVIDER_LEVEL
from cutover.reading.practice.places import side_is_told
from cutover.workstreams.came_through import came_through
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittances import EARLIEST, LATEST_DAYS

ID = ["feed", "content", "payment_id"]
NOT_TOLD = "a system that nothing names"
ACROSS, WITHIN, STRANGER = "in both systems", "same payment again", "other payee"
_FEWEST = 10  # postings of a file by which its accounts are known to be of another numbering
_PAYMENT = ["payment_key", "paid_cents", "method", "trace_number", "payer_name", "payee_npi", "payee_tin",
            "difference_cents", "set_aside", "isa_sender", "source_file", "source_row"]  # fmt: skip
_OF_PARTS = ["stated_cents", "is_balanced", "claims_paid_cents", "provider_adjustment_cents"]
_CLAIM = ["claim_id", "patient_control_number", "payer_claim_number", "original_reference_number", "status",
          "paid_cents", "patient_responsibility_cents", "statement_from", "statement_through", "source_file",
          "source_row"]  # fmt: skip


def remittances(
    office_ally: Archive, medi: Archive, as_of: dt.date, sent: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """Return the payments of both systems, one row per payment of a feed.

    `counts` is null where it counts, else why not: another payee's, the same payment again in one feed, or in both
    feeds. That of the system counts then through which it came (`came_through`; `sent` has the keys of claims that
    Medi's lists name, `submissions.sent_keys`), and that of Office Ally where nothing tells it; `came` says by what.
    One check whose claims were split between the systems is one payment in parts: both count, each with what its claims
    come to (`stated_cents`: BPR02). `payment` is 1, and 0 for a further part of a
    payment and what does not count. `payee` is Tax ID and NPI, by which payers enroll. `feed` is the archive that it
    is in, `side` the system that it came through: NOT_TOLD where it lies elsewhere and nothing there names a system.
    """
    feeds = ((OFFICE_ALLY, office_ally), (MEDI, medi))
    both = pd.concat(
        [
            a.payments[["content", "payment_id", *_PAYMENT, *_OF_PARTS]].assign(
                feed=f, paid_on=_paid_on(a, as_of)
            )
            for f, a in feeds
        ],
        ignore_index=True,
    )
    both = both.assign(payer=one_name(both["payer_name"]))
    came = _came(both, medi, sent)
    again = _again(both, office_ally, medi, came)
    payee = both["payee_tin"].fillna("?") + " / " + both["payee_npi"].fillna("?")
    both = _in_parts(both.assign(counts=both["set_aside"].mask(again, ACROSS)))
    number = as_payments(both[both["counts"].isna()]).reindex(both.index, fill_value=0)
    return both.drop(columns=_OF_PARTS[1:]).assign(
        payment=number,
        came=both["payment_key"].map(came["why"]).astype("str"),
        payee=payee,
        side=_side(both),
        check=check_compared(both["trace_number"]),
    )


def _side(both: pd.DataFrame) -> pd.Series:
    """The system through which each remittance came."""
    told = {path: side_is_told(path) for path in both["source_file"].dropna().unique()}
    return both["feed"].where(both["source_file"].map(told).ne(False), NOT_TOLD)


def _came(both: pd.DataFrame, medi: Archive, sent: frozenset[str]) -> pd.DataFrame:
    """Through which system each payment came that stands in both feeds, by its key (`came_through`)."""
    usable = both["set_aside"].isna()
    across = _in_both_feeds(both, usable)
    if not across.any():
        return pd.DataFrame({"system": [], "why": []}, dtype="str")
    theirs = both.loc[across & both["feed"].eq(MEDI), ["content", "payment_id", "payment_key"]]
    claims = _claims(MEDI, medi).merge(theirs) if sent else theirs.head(0)  # no list: archives may be slim
    return came_through(both[across], both[usable & ~across], claims, sent)


def _again(both: pd.DataFrame, office_ally: Archive, medi: Archive, came: pd.DataFrame) -> pd.Series:
    """Tell which payments in Medi report no claim that the same payment in Office Ally does not report.

    Of those that came through Medi (`came`) it is the payments in Office Ally of which this is told.
    """
    found = both[_in_both_feeds(both, both["set_aside"].isna())].rename(columns={"payment_key": "key"})
    if found.empty:
        return pd.Series(False, both.index)
    keyed = found[["content", "payment_id"]].assign(payment_key=found["key"])
    held = office_ally.payments["content"]
    new = [t[~t["content"].isin(held)] for t in (medi.claims, medi.provider_adjustments)]
    old = (office_ally.claims, office_ally.provider_adjustments)
    lines = reported(keyed, *(pd.concat(pair) for pair in zip(old, new, strict=True)))
    own = found["key"].isin(came.index[came["system"].eq(MEDI)])
    found = found.assign(is_copy=found["feed"].eq(MEDI) ^ own).sort_values("is_copy", kind="stable")
    return (repeats(found, lines) & found["is_copy"]).reindex(both.index, fill_value=False)


def _in_both_feeds(both: pd.DataFrame, wanted: pd.Series) -> pd.Series:
    """Tell which of the wanted payments stand in the other feed too, by their key."""
    keys = [
        set(both["payment_key"][wanted & (both["feed"] == feed)].dropna()) for feed in (OFFICE_ALLY, MEDI)
    ]
    return wanted & among(both["payment_key"], keys[0] & keys[1])


def _in_parts(both: pd.DataFrame) -> pd.DataFrame:
    """Give each part of a check that was split between the systems what its claims come to (`parts.shared`)."""
    across = _in_both_feeds(both, both["counts"].isna())
    parts = both[across]
    parts = shared(parts.assign(paid_cents=parts["stated_cents"].fillna(parts["paid_cents"])))
    for name in ("paid_cents", "difference_cents"):
        both.loc[across, name] = parts[name]
    return both


def _paid_on(archive: Archive, as_of: dt.date) -> pd.Series:
    """BPR16, else DTM*405, else the interchange's date: the first that can be a day of payment, as in the audit."""
    last = pd.Timestamp(as_of) + pd.Timedelta(days=LATEST_DAYS)
    days = [archive.payments[name] for name in ("payment_date", "production_date", "isa_date")]
    first, second, third = (said.where(said.between(EARLIEST, last)) for said in days)
    return first.fillna(second).fillna(third)


def items(office_ally: Archive, medi: Archive, paid: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return every amount to post, one row per claim payment (CLP) and per amount at provider level (PLB pair).

    `cents` is money received: CLP04, and the PLB amount with its sign turned, so that the items of a balanced
    payment add up to its BPR02. `claim` is CLP01 as compared; days of service come from the remittance, else
    from the claim history.
    """
    parts = [
        part for f, a in ((OFFICE_ALLY, office_ally), (MEDI, medi)) for part in (_claims(f, a), _loose(f, a))
    ]
    carried = paid[
        [*ID, "side", "payer", "payee", "paid_on", "check", "trace_number", "counts", "payment_key"]
    ]
    whole = pd.concat(parts, ignore_index=True).merge(carried, on=ID, how="left")
    whole = whole.assign(
        claim=compared(whole["patient_control_number"]),
        payer_claim=compared(whole["payer_claim_number"]),
        unreadable=whole["cents"].isna(),
        cents=whole["cents"].fillna(0).astype("int64"),
    )
    whole = whole.assign(names_claim=_named(whole))
    return _with_days(whole, history)


def _claims(feed: str, archive: Archive) -> pd.DataFrame:
    keys = ["content", "payment_id", "claim_id"]
    lines = archive.services[[*keys[::2], "service_date", "service_end"]]
    lines = lines.assign(end=lines["service_end"].fillna(lines["service_date"]))
    days = lines.groupby(keys[::2], as_index=False).agg(first=("service_date", "min"), last=("end", "max"))
    found = archive.claims[["content", "payment_id", *_CLAIM]].merge(days, on=keys[::2], how="left")
    return found.rename(columns={"paid_cents": "cents"}).assign(
        feed=feed,
        kind=CLAIM,
        service_from=found["first"].fillna(found["statement_from"]),
        service_through=found["last"].fillna(found["statement_through"]),
    ).drop(columns=["first", "last", "statement_from", "statement_through"])  # fmt: skip


def _loose(feed: str, archive: Archive) -> pd.DataFrame:
    wanted = ["content", "payment_id", "reason_code", "reference", "pair", "source_file", "source_row"]
    found = archive.provider_adjustments
    return found[wanted].assign(feed=feed, kind=PROVIDER_LEVEL, cents=-found["amount_cents"])


def _named(whole: pd.DataFrame) -> pd.Series:
    """The claim that the reference of a provider-level amount names: a word of it that is a claim's number."""
    loose = whole[whole["kind"] == PROVIDER_LEVEL]
    words = loose["reference"].astype("str").str.split().explode().dropna()
    words = compared(words.astype("str"))
    claims = whole[whole["kind"] == CLAIM]
    own = claims["claim"].dropna().unique()
    found = _through(words, pd.concat([pd.Series(own, own), _by_payer(claims)])).dropna()
    return found[~found.index.duplicated()].reindex(whole.index).astype("str")


def _with_days(whole: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    days = pd.concat(
        [
            pd.DataFrame(
                {
                    "claim": compared(history[name]),
                    "known_from": history["service_from"],
                    "known_through": history["service_through"],
                }
            )
            for name in ("patient_control_number", "claim_number")
        ]
    ).dropna(subset=["claim", "known_from"])
    days = days.drop_duplicates("claim").set_index("claim")
    lacks = whole["service_from"].isna() & whole["service_through"].isna()
    found = days.reindex(whole["claim"]).set_axis(whole.index)
    first, last = found["known_from"], found["known_through"]
    return whole.assign(
        from_history=lacks & first.notna(),
        service_from=whole["service_from"].where(~lacks, first).astype("datetime64[ms]"),
        service_through=whole["service_through"].where(~lacks, last).astype("datetime64[ms]"),
    )


def posted(postings: pd.DataFrame, whole: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the postings with `claim` and `check` as they are compared with the items, and `cents`.

    A system may write the claim under its own number: the claim is that item whose CLP01 is the posting's claim
    number or account, whose CLP07 is its claim number, which the claim history joins to it, or whose CLP01 is account
    and claim number in a row; else its own number. A file that names accounts alone, and not one that a remittance
    has, numbers its patients: such a posting (`by_amount`) is of the claim that has its check and amount.
    """
    number, account = compared(postings["claim_number"]), compared(postings["account"])
    claims = whole[whole["kind"] == CLAIM]
    known = pd.Index(claims["claim"].dropna().unique())
    joined = history[["claim_number", "patient_control_number"]].dropna()
    by_history = pd.Series(
        compared(joined["patient_control_number"]).to_numpy(), compared(joined["claim_number"]).to_numpy()
    )
    claim = number.where(among(number, known))
    both, turned = account + number, number + account
    ways = ((both, None), (turned, None), (number, by_history), (account, None), (number, _by_payer(claims)))
    for texts, way in ways:
        left = claim.index[claim.isna() & texts.notna()]
        found = texts.loc[left] if way is None else _through(texts.loc[left], way)
        claim = claim.fillna(found[among(found, known)].reindex(claim.index))
    check, cents = check_compared(postings["check_number"]), postings["paid_cents"].fillna(0).astype("int64")
    alone = number.isna() & account.notna()
    found = pd.Series(None, postings.index, dtype="str")
    if (alone & claim.isna()).sum() >= _FEWEST:
        of_file = [
            rows.groupby(postings["source_file"]).transform("sum")
            for rows in (alone & claim.isna(), alone & claim.notna())
        ]
        asked = alone & claim.isna() & (of_file[0] >= _FEWEST) & of_file[1].eq(0)
        found = _by_amount(check, cents, claims, asked)
    return postings.assign(
        claim=claim.fillna(found).fillna(number).fillna(account).astype("str"),
        check=check,
        cents=cents,
        by_amount=found.notna(),
    )


def _by_amount(check: pd.Series, cents: pd.Series, claims: pd.DataFrame, asked: pd.Series) -> pd.Series:
    """The claim of each posting that is asked for by check and amount, in order; of surplus ones the first of these."""
    none = pd.Series(None, check.index, dtype="str")
    rows = asked & check.notna() & cents.ne(0)
    if not rows.any():
        return none
    known = claims[claims["counts"].isna() & claims["claim"].notna()]
    keys = known["check"].astype("str") + "|" + known["cents"].astype("str")
    mine = (check.astype("str") + "|" + cents.astype("str"))[rows]
    turn, theirs = mine.groupby(mine).cumcount(), keys.groupby(keys).cumcount()
    of = dict(zip(zip(keys, theirs, strict=True), known["claim"], strict=True))
    told = [of.get(pair) or of.get((pair[0], 0)) for pair in zip(mine, turn, strict=True)]
    return none.where(~rows, pd.Series(told, mine.index, dtype="str").reindex(check.index)).astype("str")


def _by_payer(claims: pd.DataFrame) -> pd.Series:
    known = claims[["payer_claim", "claim"]].dropna()
    return known.set_index("payer_claim")["claim"]


def _through(texts: pd.Series, way: pd.Series) -> pd.Series:
    """Each text through a table of numbers, the first where a number stands in it twice."""
    way = way[~way.index.duplicated()]
    return pd.Series(way.reindex(texts.to_numpy()).to_numpy(), texts.index, dtype="str")
