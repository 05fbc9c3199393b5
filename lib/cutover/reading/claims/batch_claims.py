"""What the 837 files of a practice say of submissions: each claim in them was made ready to be sent on the file's day.

An 837 is what was sent, not what arrived: a file summary or a claim history that has the same submission is believed
before it, a remittance after it. A claim that replaces an earlier one (CLM05-3 is 7) is another submission of the same
claim, and so is one that stands again in a later file; one that takes an earlier one back (8) is no submission of a
claim, and what it takes back is no charge. Receipts that refuse a file or a claim make its submission a rejected one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import conform, empty
from cutover.lookup import days_of
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.batches import SOURCE, Batches, load_batches
from cutover.reading.claims.history import aside
from cutover.reading.claims.receipts import ACCEPTED, OLD_FOLDER, REJECTED, Receipts, load_receipts
from cutover.reading.claims.submissions import keys
from cutover.reading.claims.tables import CLAIM_HISTORY, CLAIMS_SET_ASIDE, SUBMITTED_CLAIMS
from cutover.reading.claims.ways import ways
from cutover.reading.mapping.record import PARTLY, READ
from cutover.reading.practice.book import Practice
from cutover.reading.practice.whose import NOT_OWN

TEST, VOID = (
    "a test file (ISA15 is T): nothing was sent",
    "it takes back an earlier claim: no claim of its own",
)
COPY = "the same claim of the same group is in another file"
CUT = "an 837 that is cut: claims behind the cut are not counted"
DAY_BASIS = "file of claims (837)"
_REPLACES, _VOIDS = "7", "8"
_LATER_PAYERS = ("S", "T", *"ABCDEFGH")  # SBR01; U is a payer of unknown turn
_SUFFIX = r"[\s,.]+(?:inc|llc|corp|corporation|co)\.?$"
_CLAIM = ["place", "turn"]


@dataclass(frozen=True)
class BatchClaims:
    """The submissions of 837 files (`submitted`: SUBMITTED_CLAIMS), and what is none (`set_aside`: CLAIMS_SET_ASIDE).

    `filed` (CLAIM_HISTORY) has each claim of them once, as it was sent last, without those that were taken back, whose
    `keys` are in `voided`, and without those to a later payer. `files` are rows of CLAIM_FILES, `not_own` counts what
    is not known to be the practice's.
    """

    submitted: pd.DataFrame = field(default_factory=lambda: empty(SUBMITTED_CLAIMS))
    set_aside: pd.DataFrame = field(default_factory=lambda: empty(CLAIMS_SET_ASIDE))
    filed: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    voided: frozenset[str] = frozenset()
    files: tuple[dict, ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))


def load_batch_claims(practice: Practice) -> BatchClaims:
    """Return the submissions of the 837 files that lie beside the file summaries."""
    batches = load_batches(practice, OLD_FOLDER)
    if batches.claims.empty:
        return BatchClaims(not_own=batches.not_own)
    return of_batches(batches, load_receipts(practice, OLD_FOLDER))


def of_batches(batches: Batches, receipts: Receipts) -> BatchClaims:
    """Return what the claims of 837 files are as submissions, by the receipts of their folder."""
    rows = batches.claims.sort_values(
        ["sent_on", "source_file", "source_row"], kind="stable", ignore_index=True
    )
    place = keys(rows["patient_control_number"], rows["service_from"])
    bare = (rows["source_file"] + "#" + rows["source_row"].astype("str")).where(place.isna())
    rows = rows.assign(place=place.fillna(bare), source=SOURCE, source_sheet=None)
    group = ["source_file", "group_number", "place"]
    rows = rows.assign(turn=rows.groupby(group, dropna=False).cumcount())
    reason = _reasons(rows)
    left = aside(rows[reason.notna()], "submitted", reason.dropna())
    voids = rows[reason.eq(VOID).fillna(False)]
    used = rows[reason.isna()].reset_index(drop=True)
    used = used.assign(state=_states(used, receipts), submission=_kinds(used))
    return BatchClaims(
        _submissions(used), left, _filed(used, voids), frozenset(voids["place"]), _files(rows, reason, batches.notes),
        batches.not_own,
    )  # fmt: skip


def _reasons(rows: pd.DataFrame) -> pd.Series:
    """Why a claim of a file is no submission, null where it is one."""
    reason = pd.Series(None, rows.index, dtype="str")
    reason = reason.mask(rows["is_test"].fillna(False).astype(bool), TEST)
    reason = reason.mask(reason.isna() & rows["frequency_code"].eq(_VOIDS).fillna(False), VOID)
    same = ["sent_on", "group_number", "charge_cents", "frequency_code", *_CLAIM]
    again = rows["group_number"].notna() & rows[reason.isna()].duplicated(same).reindex(
        rows.index, fill_value=False
    )
    return reason.mask(again, COPY)


def _kinds(rows: pd.DataFrame) -> pd.Series:
    """Which submissions are to a later payer, and which send a claim again; unknown where the file does not tell.

    Several claims of one account and day in one group are as many claims.
    """
    several = rows.duplicated(["source_file", "group_number", "place"], keep=False)
    kind = pd.Series("unknown", rows.index, dtype="str").mask(several, "original")
    again = rows["frequency_code"].eq(_REPLACES).fillna(False) | rows.duplicated(_CLAIM)
    kind = kind.mask(again.astype(bool), "resubmitted")
    return kind.mask(rows["payer_order"].isin(_LATER_PAYERS), "secondary")


def _submissions(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows.assign(
        claim_number=None,
        submission_date=rows["sent_on"],
        date_basis=pd.Series(None, rows.index, dtype="str").mask(rows["sent_on"].notna(), DAY_BASIS),
        is_paper=False,
        sent_through=ways(rows["receiver"].str.replace(_SUFFIX, "", case=False, regex=True)),
        payer_state=None,
    )
    return conform(told[[c.name for c in SUBMITTED_CLAIMS]].reset_index(drop=True), SUBMITTED_CLAIMS)


def _filed(rows: pd.DataFrame, voids: pd.DataFrame) -> pd.DataFrame:
    """Each claim once, as it was sent last; not one that was taken back afterwards."""
    first = rows[rows["submission"].ne("secondary")]
    last = first[~first.duplicated(_CLAIM, keep="last")]
    gone = days_of(last["place"], voids.groupby("place")["sent_on"].max())
    last = last[~(gone >= last["sent_on"]).fillna(False)]
    told = last.reindex(columns=[c.name for c in CLAIM_HISTORY]).assign(
        state=claim_states.NOT_TOLD, submission_date=last["sent_on"]
    )
    return conform(told.reset_index(drop=True), CLAIM_HISTORY)


def _files(rows: pd.DataFrame, reason: pd.Series, notes: tuple[str, ...]) -> tuple[dict, ...]:
    """The files with how many claims of each are submissions and how many are set aside."""
    used = reason.isna().groupby(rows["source_file"]).agg(["sum", "size"])
    cut = {note.partition(": ")[0] for note in notes}
    return tuple(
        {"source": SOURCE, "source_file": name, "state": PARTLY if name in cut else READ,
         "reason": CUT if name in cut else None,
         "rows_in": int(n), "rows_used": int(u), "rows_set_aside": int(n - u)}
        for name, u, n in used.itertuples()
    )  # fmt: skip


def _states(rows: pd.DataFrame, receipts: Receipts) -> pd.Series:
    """What receipts say of each submission: a refused file's claims are rejected, and so is a refused claim."""
    state = pd.Series("unknown", rows.index, dtype="str")
    refused = receipts.files[receipts.files["state"].eq(REJECTED)]
    number = rows["group_number"].str.lstrip("0")
    for answered_on, group in zip(
        refused["answered_on"], refused["group_number"].str.lstrip("0"), strict=True
    ):
        same = number.eq(group).fillna(False)
        before = rows["sent_on"].le(answered_on).fillna(False) if pd.notna(answered_on) else same
        of = rows.loc[same & before, "sent_on"]
        if len(of):  # numbers come again: the file that was sent last before the receipt
            state = state.mask(same & rows["sent_on"].eq(of.max()), REJECTED)
    return _by_claim(rows, receipts.claims, state)


def _by_claim(rows: pd.DataFrame, answers: pd.DataFrame, state: pd.Series) -> pd.Series:
    """The states with those of the receipts for single claims: of the submission that was sent last before it."""
    said = answers[answers["state"].isin([ACCEPTED, REJECTED])]
    said = said.assign(place=keys(said["patient_control_number"], said["service_from"])).dropna(
        subset="place"
    )
    if said.empty:
        return state
    told = rows[["place", "sent_on"]].rename_axis("row").reset_index()
    both = said[["place", "answered_on", "state"]].rename_axis("answer").reset_index().merge(told, on="place")
    both = both[~(both["sent_on"] > both["answered_on"]).fillna(False)].sort_values(["sent_on", "row"])
    both = both.drop_duplicates("answer", keep="last").sort_values("answered_on", na_position="first")
    last = both.drop_duplicates("row", keep="last").set_index("row")["state"]
    return last.reindex(rows.index).fillna(state).astype("str")
