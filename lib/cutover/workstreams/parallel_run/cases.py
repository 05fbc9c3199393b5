"""The cases behind the findings: rows of items, postings, deposits and payers, all in one shape."""

from __future__ import annotations

import pandas as pd

from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.came_through import NOT_TOLD as UNTOLD
from cutover.workstreams.parallel_run.aging import closeout, legacy, paid_and_open
from cutover.workstreams.parallel_run.bank_cases import (
    bank_cases,
    in_other_folders,
    of_remittances,
    posted_words,
    shape,
)
from cutover.workstreams.parallel_run.closing import payer_of
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.list_systems import BY_REMITTANCES
from cutover.workstreams.parallel_run.not_posted import late_and_listed
from cutover.workstreams.parallel_run.numbers import of_items, of_list
from cutover.workstreams.parallel_run.posted_again import AGAIN_ALONE
from cutover.workstreams.parallel_run.postings import WRONG, Posted
from cutover.workstreams.parallel_run.routing import REVERSAL
from cutover.workstreams.parallel_run.sent_claims import sent_cases
from cutover.workstreams.parallel_run.switch_dates import SILENT
from cutover.workstreams.parallel_run.whole_checks import as_checks
from cutover.workstreams.parallel_run.written_off import then_paid, without_appeal, written_off
from cutover.workstreams.remittance_items import ACROSS, ID, compared
from cutover.workstreams.unread_cells import is_unread

Cases = dict[str, pd.DataFrame]

# findings that rest on the postings of both systems
OF_POSTINGS = frozenset({
    "run-both-systems", "run-twice", "run-perhaps-twice", "run-digits-swapped", "run-other-amount", "run-wrong-claim",
    "run-at-cutover", "run-plb-not-posted", "run-reversal-not-posted", "run-not-posted",
    "run-not-posted-cut", "run-other-system",
    "run-side-unknown", "run-old-claim-in-medi", "run-other-check", "run-zero-of-two", "run-no-remittance",
    "run-denial-written-off", "run-write-off-without-appeal", "run-written-off-then-paid",
})  # fmt: skip

# findings of which nothing can be said before the practice has moved: until then there is one system alone
OF_A_SWITCH = frozenset({"run-at-cutover", "run-side-unknown"})


def cases(run: Inputs, stands: pd.DataFrame) -> Cases:
    """Return the cases of every finding by its code; each frame has COLUMNS and `identity`.

    A finding that could not be looked for, for want of a file or before the cutover, has no frame; one that was
    looked for in vain has an empty one. Before the cutover money is compared all the same: what is posted wrongly or
    lacks its deposit is wrong whatever the date; what a switch alone can do wrong is not looked for.
    """
    told = pd.DataFrame([{"identity": run.practice.slug, "what": "the intake names no cutover date"}])
    is_asked = run.practice.has_intake and not is_unread(run.practice, "cutover_date")
    is_undated = run.cutover is None and is_asked
    undated = {"run-no-cutover-date": shape(told if is_undated else told.iloc[0:0])}
    if not run.is_running:
        found = undated | _remittances(run) | _money(run) | sent_cases(run)
        return {code: rows for code, rows in found.items() if code not in OF_A_SWITCH}
    found = undated | _payers(run, stands) | _remittances(run) | _unseen(run) | _money(run) | _closeout(run)
    return found | sent_cases(run)


def _money(run: Inputs) -> Cases:
    """What postings and deposits say beside the remittances, as far as there are any.

    Before the cutover all is posted in Office Ally: without its postings nobody can say what is not posted. Where no
    cutover date is known, postings of which no file names the system are all the same those of the practice.
    """
    is_posted = len(run.postings) > 0 if run.is_running else OFFICE_ALLY in run.in_hand
    is_posted |= run.cutover is None and bool(run.placed["system"].isna().any())
    found = _with_again_alone(run, _items(run)) | _postings(run) if is_posted else {}
    return found | in_other_folders(run) | (bank_cases(run) if len(run.deposits) else {})


def looked_for(run: Inputs, cases: Cases) -> frozenset[str]:
    """Return the findings of which an empty frame means that there is none.

    Where the postings of one system are missing, or a file of them was not read, a fault that is gone with them is not
    mended; the same holds of the bank's files.
    """
    half = bool((run.items["class"] == Posted.UNSEEN).any()) or run.shut("postings")
    unsure = OF_POSTINGS if half else frozenset()
    if run.shut("bank") and len(run.deposits):
        unsure |= frozenset(bank_cases(run))
    if run.shut(SENT):
        unsure |= frozenset(sent_cases(run))
    return frozenset(cases) - unsure


def _items(run: Inputs) -> Cases:
    items = as_checks(run.items.assign(listed=late_and_listed(run) & ~run.items["by_check"]))
    rows = items.assign(size=items["cents"].abs(), identity=_item_identity(items))
    kind, swapped = rows["class"], rows["swapped"].notna()
    off = (rows["posted_cents"] - rows["cents"]).abs()
    surplus = _surplus(run, rows)
    absent, loose = kind == Posted.LATE, rows["kind"] != "claim"
    picked = {
        "run-both-systems": (kind == Posted.BOTH, surplus),
        "run-twice": (kind == Posted.TWICE, surplus),
        "run-perhaps-twice": (kind == Posted.MAYBE_TWICE, surplus),
        "run-digits-swapped": (swapped & (rows["again"] == 0), off.where(off > 0, rows["size"])),
        "run-other-amount": ((kind == Posted.OTHER_AMOUNT) & ~swapped, off),
        "run-wrong-claim": ((kind == Posted.WRONG_CLAIM) & ~swapped, rows["size"]),
        "run-at-cutover": (kind == Posted.AT_CUTOVER, rows["size"]),
        "run-plb-not-posted": (absent & loose, rows["size"]),
        "run-reversal-not-posted": (absent & ~loose & (rows["cents"] < 0), rows["size"]),
        "run-not-posted": (absent & ~loose & (rows["cents"] >= 0), rows["size"]),
        "run-not-posted-cut": (kind == Posted.CUT, rows["size"]),
        "run-other-system": (
            kind.isin([Posted.ASTRAY, Posted.SPREAD]),
            rows["size"].where(kind == Posted.ASTRAY, rows["astray_cents"].abs()),
        ),
        "run-old-claim-in-medi": (kind.eq(Posted.LANDED) & ~rows["claim"].isin(_closed(run)), rows["size"]),
        "run-side-unknown": (kind == Posted.SIDE_UNKNOWN, rows["size"]),
        "run-other-check": ((kind == Posted.OTHER_CHECK) & ~swapped, rows["size"]),
    }
    told = {code: _of_items(run, rows[mask], cents[mask]) for code, (mask, cents) in picked.items()}
    rows = run.items.assign(size=run.items["cents"].abs(), identity=_item_identity(run.items), listed=False)
    given_up, then = written_off(run), then_paid(run)
    why = without_appeal(run, given_up)
    runs, over = given_up[why.isna()], given_up[why.notna()]
    told["run-denial-written-off"] = _of_items(run, rows.loc[runs.index], runs)
    gone = _of_items(run, rows.loc[over.index], over)
    told["run-write-off-without-appeal"] = gone.assign(what=gone["what"] + "; " + why[over.index])
    told["run-written-off-then-paid"] = _of_items(run, rows.loc[then.index], then)
    return told | {"run-reversal-open": _open_reversals(run, rows), "run-zero-of-two": _zeros(run, rows)}


def _closed(run: Inputs) -> frozenset[str]:
    """The old claims, as they are compared, that Office Ally's history calls resolved."""
    found = legacy(run)
    done = found[found["is_resolved"]]
    names = ("patient_control_number", "claim_number")
    return frozenset(number for name in names for number in compared(done[name]).dropna())


def _unseen(run: Inputs) -> Cases:
    """One case per system whose postings are not in hand, with the money that may stand there and is not seen.

    Where files of postings lie there and were not read, nobody is asked to export them again.
    """
    rows = run.items[run.items["class"] == Posted.UNSEEN]
    rows = rows.assign(belongs=rows["belongs"].fillna("a system that is not known"))
    found = rows.assign(amount_cents=rows["cents"].abs()).groupby("belongs", as_index=False)
    told = found.agg(opened=("paid_on", "min"), amount_cents=("amount_cents", "sum"))
    code = "run-postings-unread" if run.shut("postings") else "run-no-postings"
    return {code: shape(told.assign(what=told["belongs"], identity=told["belongs"]))}


def _surplus(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    again = run.posted[run.posted["class"] == "again"]
    return again["cents"].abs().groupby(again["item"]).sum().reindex(rows.index).fillna(0).astype("int64")


def _of_items(run: Inputs, rows: pd.DataFrame, amounts: pd.Series) -> pd.DataFrame:
    posted = rows["posted_in"].fillna("nowhere").mask(rows["class"] == Posted.SPREAD, "part in each system")
    posted = ("posted in " + posted).mask(posted == "nowhere", "posted nowhere")
    posted = posted.mask(rows["listed"].astype(bool), "in no posting on file")
    where = "landed in " + rows["side"] + ", belongs to " + rows["belongs"].fillna("an unknown side")
    digits = ("; " + rows["swapped"] + " swapped").fillna("")
    inferred = frozenset(run.placed.index[run.placed["source_of_system"].eq(BY_REMITTANCES).fillna(False)])
    digits = digits + rows["posting"].isin(inferred).map({True: "; its list's system is inferred", False: ""})
    digits = digits + rows["by_check"].map({True: "; by its whole check", False: ""})
    digits = digits + rows["listed"].map({True: "; the claim list has it as paid: look first", False: ""})
    return shape(
        rows.assign(
            opened=rows["paid_on"],
            amount_cents=amounts,
            what=where + ", " + posted + digits,
            check_number=rows["trace_number"],
            **of_items(run, rows["patient_control_number"]),
        )
    )


def _item_identity(rows: pd.DataFrame) -> pd.Series:
    """What an item is, wherever it stands in a file: two amounts that say the same of one payment are told by turn."""
    words = ["payment_key", "kind", "claim", "status", "reason_code", "reference", "cents"]
    said = rows[words].astype("str").fillna("")
    turn = said.groupby(words).cumcount().astype("str")
    return said.agg("|".join, axis=1) + "|" + turn if len(rows) else turn


def _open_reversals(run: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Reversals older than the overlap that no other decision of the same claim and payer follows."""
    counted = rows[rows["counts"].isna() & (rows["kind"] == "claim")]
    turned = counted["status"].eq(REVERSAL).fillna(False)
    if not turned.any():
        return _of_items(run, counted.iloc[0:0], counted["size"].iloc[0:0])
    last = counted[~turned].groupby(["payer", "claim"])["paid_on"].max().rename("decided")
    back = counted[turned].join(last, on=["payer", "claim"])
    recent = run.today - pd.Timedelta(days=run.rules.overlap_days)
    # the first payment itself lies before the reversal; a correction lies in the same payment or a later one
    left = back[~(back["decided"] >= back["paid_on"]) & (back["paid_on"] < recent)]
    begun = run.first_posting
    left = left[left["paid_on"] >= begun] if begun is not None else left
    return _of_items(run, left, left["size"])


def _zeros(run: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """Remittances with wrong amounts whose postings, surplus included, add up to what they say."""
    counted = rows[rows["counts"].isna()]
    posted = (counted["posted_cents"].where(counted["how"].notna(), 0) + counted["again_cents"]).astype(
        "int64"
    )
    wrong = counted["class"].isin(WRONG)
    off = (posted - counted["cents"]).abs().where(wrong, 0)
    sums = (
        counted.assign(net=posted - counted["cents"], off=off, wrong=wrong)
        .groupby(ID)[["net", "off", "wrong"]]
        .sum()
    )
    found = sums[(sums["net"] == 0) & (sums["off"] > 0)].reset_index()
    both = found.merge(run.counted, on=ID)
    return of_remittances(both, both["off"], "errors in its parts cancel")


def _postings(run: Inputs) -> Cases:
    rows = run.posted[run.posted["class"] == "no remittance"]
    return {"run-no-remittance": _of_postings(run, rows, posted_words(run, rows))}


def _with_again_alone(run: Inputs, found: Cases) -> Cases:
    """The cases with those of postings that stand twice and of which no remittance is on file."""
    rows = run.posted[run.posted["class"] == AGAIN_ALONE]
    told = _of_postings(run, rows, " again, and no remittance of it is on file")
    return found | {"run-twice": pd.concat([one for one in (found["run-twice"], told) if len(one)] or [told])}


def _of_postings(run: Inputs, rows: pd.DataFrame, words: pd.Series | str) -> pd.DataFrame:
    turn = rows.groupby(["system", "claim", "check", "cents", "posted_date"], dropna=False).cumcount()
    identity = rows[["system", "claim", "check", "cents", "posted_date"]].astype("str").fillna("")
    told = rows.assign(
        payer=payer_of(run, rows["payer_name"]),
        opened=rows["posted_date"],
        amount_cents=rows["cents"].abs(),
        what="posted in " + rows["system"] + words,
        identity=identity.agg("|".join, axis=1) + "|" + turn.astype("str") if len(rows) else "",
    )
    return shape(told)


def _remittances(run: Inputs) -> Cases:
    copies = run.remittances[run.remittances["counts"] == ACROSS]
    off = run.unbalanced
    other = copies["feed"].map({OFFICE_ALLY: MEDI, MEDI: OFFICE_ALLY})
    return {
        "run-copy-across": of_remittances(
            copies, copies["paid_cents"].abs(), "is in " + other + " too: " + _came_words(copies, other)
        ),
        "run-unbalanced": of_remittances(off, off["difference_cents"].abs(), _off_words(off)),
    }


def _came_words(copies: pd.DataFrame, other: pd.Series) -> pd.Series:
    """Through which system a remittance of both came, and what tells it; the one of `other` counts."""
    unknown = copies["came"].isna() | copies["came"].eq(UNTOLD)
    return ("it came through " + other + ", " + copies["came"]).mask(
        unknown, UNTOLD + ", and " + other + "'s counts"
    )


def _off_words(off: pd.DataFrame) -> pd.Series:
    """What is wrong with each remittance that does not add up: a cut file is downloaded again."""
    said = pd.Series("its parts do not add up", off.index, dtype="str")
    return said.mask(off["is_cut"], "its file is cut: download it again")


def _payers(run: Inputs, stands: pd.DataFrame) -> Cases:
    silent, still = stands[stands["state"] == SILENT], stands[stands["late_cents"] > 0]
    days = silent["days_silent"].astype("str")
    return {
        "run-silence": shape(
            silent.assign(
                opened=silent["last_any"],
                what="nothing in either system for " + days + " days",
                identity=silent["payer"] + "|" + silent["payee"],
            )
        ),
        "run-still-office-ally": shape(
            still.assign(
                opened=still["last_office_ally"],
                amount_cents=still["late_cents"],
                what="sent to Office Ally after the overlap",
                identity=still["payer"] + "|" + still["payee"],
            )
        ),
    }


def _closeout(run: Inputs) -> Cases:
    found = legacy(run)
    is_over = closeout(run)["days_left"] < 0
    left = found[~found["is_resolved"] & ~paid_and_open(run)] if is_over else found.iloc[0:0]
    told = left.assign(opened=left["service_from"], what="open: " + left["state"])
    number = left["claim_number"].fillna(left["patient_control_number"])
    return {"run-closeout-over": shape(told.assign(**of_list(left), identity=number))}
