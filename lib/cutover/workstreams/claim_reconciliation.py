"""Do claim history and remittances tell the same story? Claim by claim, by account or number and dates.

The findings are listed in ARCHITECTURE.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cutover.columns import Column, Kind, Privacy, empty
from cutover.identifiers import check_compared, compared
from cutover.lookup import among
from cutover.money import dollars
from cutover.reading.claims.claim_keys import own_keys
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.era_submissions import SECONDARY
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.submissions import LIST, keys
from cutover.reading.claims.tables import CLAIM_FILES
from cutover.reading.era.text import claims_told
from cutover.reading.payers.lists import PayerLists, without_era
from cutover.reading.payers.spellings import Spellings
from cutover.result import Finding
from cutover.wording import and_joined, several
from cutover.workstreams import status_words
from cutover.workstreams.answers import Answer
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.findings import finding, placed, table, total
from cutover.workstreams.payer_spellings import one_payer
from cutover.workstreams.remittances import payer_names
from cutover.workstreams.sent_numbers import are_of_claims
from cutover.workstreams.unread_files import unread

DIFFERS, LATER = "amount differs", "the history lacks what a further payer paid"
ON_PAPER, IN_OTHER_FOLDER = "paid on paper", "remittance in another practice's folder"
AS_TEXT, NOTHING = "a remittance as text", "nothing"
UNDATED = "remittance without its day of service"
IN_FILE = "sent in a file of claims (837)"
IN_LIST = "in a list of claims sent"
LACKING, NOT_IN_WHAT_WAS_READ = "not in history", "not in what was read of the history"
NO_HISTORY_OF_IT = "no history of its Tax ID"
PAID_NO_ERA = "claims-paid-no-era"  # the audit of the archive puts these on its list of downloads
PAID_OTHERWISE = "claims-amount-differs"
_CASE = (
    text("payer", "Payer"),
    Column("month", Kind.MONTH, "Month of service"),
    Column("paid_on", Kind.DATE, "Paid on"),
    Column("served", Kind.DATE, "Service from", "", Privacy.DESK),
    Column("sent_on", Kind.DATE, "Sent on", "as the claim history states it", Privacy.DESK),
    cents("history_paid_cents", "Paid, claim history"),
    cents("era_paid_cents", "Paid, remittances"),
    cents("difference_cents", "Difference", "claim history less remittances"),
    text("account", "Account no.", privacy=Privacy.PHI),
    text("claim_number", "Claim no.", privacy=Privacy.PHI),
    text("check_number", "Check or EFT no.", privacy=Privacy.DESK),
    text("source_file", "File", privacy=Privacy.PHI),
    text("source_sheet", "Sheet", privacy=Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "row of the report, or segment of the 835", Privacy.DESK),
)
_LACKING = (*_CASE, text("shown_by", "On file", "what shows the payment: a remittance as text, or nothing"))


@dataclass(frozen=True)
class Reconciled:
    """History and remittances side by side, one row per claim (`pairs`), and what lies outside the history's
    period.

    `has_medi` tells whether remittances of Medi were compared too. `pairs` has the columns of a case and `outcome`:
    agrees, amount differs, the history lacks what a further payer paid, no ERA, paid on paper, came to Medi,
    remittance in another practice's folder, remittance without its day of service, not in history, not in what was
    read of the history, no history of its Tax ID, sent in a file of claims, in a list of claims sent, not paid,
    outside the period. `shown_by` says of a claim without an ERA whether a text of its remittance is on file.
    """

    pairs: pd.DataFrame
    has_medi: bool = False

    def of(self, outcome: str) -> pd.DataFrame:
        """Return the claims of one outcome."""
        return self.pairs[self.pairs["outcome"] == outcome].reset_index(drop=True)


def reconcile(claims: Claims, lists: PayerLists | None = None) -> Reconciled:
    """Return each claim of history and remittances once, with what both say was paid.

    A payer of which the payer lists say that it sends no remittance through Office Ally, and of which none is held,
    pays on paper: nothing of it can be fetched. Nor of a claim whose explanation on paper is on file, nor of one whose
    remittance lies in another practice's folder. A remittance that tells no day of service, as where its file is cut
    off, is that of the one claim of its number and amount.

    A claim is an account (else a claim number) and the first day of service; several rows or remittances of
    it are added up, a reversal with its sign. Remittances that are set aside in the archive do not count. A claim
    whose remittance came to Medi lacks none, and one that went out through Medi or in an 837 that is on file is missing
    from no history: another system keeps it. What came
    to Medi of a claim that has a remittance here too, such as a later payer's part, counts where the history has it:
    where its amount is nearer to both than to that of this archive alone. Where a
    claim history was not read, or not in full, none is missing from it: a claim may stand in what was not read. Nor is
    one of a Tax ID of which there is no claim history, where each row of those that are on file states its Tax ID.
    """
    remitted = _remitted(claims.era_claims)
    eras, elsewhere = claims.era_claims, set()
    if claims.medi_claims is not None:
        eras = pd.concat([eras, claims.medi_claims], ignore_index=True)
        elsewhere = set(_remitted(claims.medi_claims).index) - set(remitted.index)
    told = _known_claims(claims.history, eras, set(remitted.index) | elsewhere)
    pairs = told.merge(remitted, how="outer", left_index=True, right_index=True, suffixes=("", "_era"))
    number = "claim_number" if are_of_claims(eras["patient_control_number"], claims.history) else "account"
    for name in ("payer", "paid_on", number, "source_file", "source_row"):
        other = "account_era" if name == number else f"{name}_era"
        pairs[name] = pairs[name].where(pairs[name].notna(), pairs[other])
    pairs["month"] = pairs["served"].fillna(pairs["served_era"]).dt.to_period("M").dt.to_timestamp()
    pairs["era_paid_cents"] += _came_too(pairs, claims)
    pairs["difference_cents"] = pairs["history_paid_cents"].fillna(0) - pairs["era_paid_cents"].fillna(0)
    outcome = _outcome(pairs, claims.history)
    outcome = outcome.mask(outcome.eq("no ERA") & pairs.index.isin(elsewhere), "came to Medi")
    outcome = outcome.mask(
        outcome.eq(LACKING) & pairs.index.isin(list(claims.medi_sent)), "sent through Medi"
    )
    filed, is_listed = own_keys(claims.filed), claims.filed["source"].eq(LIST)
    for words, files in ((IN_FILE, filed[~is_listed]), (IN_LIST, filed[is_listed])):
        outcome = outcome.mask(outcome.eq(LACKING) & among(pairs.index.to_series(), files), words)
    outcome = outcome.mask(outcome.eq(LACKING) & _of_another_tax_id(pairs, claims.history), NO_HISTORY_OF_IT)
    if unread(claims.files)["source"].eq(HISTORY).any():
        outcome = outcome.mask(outcome.eq(LACKING), NOT_IN_WHAT_WAS_READ)
    outcome = outcome.mask(outcome.eq("no ERA") & _in_undated(pairs, eras), UNDATED)
    for checks, there in ((claims.papers, ON_PAPER), (claims.elsewhere, IN_OTHER_FOLDER)):
        alone = outcome.eq("no ERA")
        if len(checks) and alone.any():
            explained = in_texts(pairs[alone], checks).reindex(pairs.index, fill_value=False)
            outcome = outcome.mask(explained, there)
    if lists is not None and outcome.eq("no ERA").any():
        payers = pairs[["stated_payer", "stated_payer_id"]].set_axis(["payer_name", "payer_id"], axis=1)
        on_paper = pays_on_paper(payers, eras["payer_name"], lists)
        outcome = outcome.mask(outcome.eq("no ERA") & on_paper, ON_PAPER)
    lacking = pairs[outcome.eq("no ERA")]
    as_text = in_texts(lacking, claims.texts).reindex(pairs.index, fill_value=False)
    shown = pd.Series(NOTHING, pairs.index, dtype="str").mask(as_text, AS_TEXT)
    named = pairs.assign(outcome=outcome, shown_by=shown).reset_index(names="claim")
    return Reconciled(named, claims.medi_claims is not None)


def _came_too(pairs: pd.DataFrame, claims: Claims) -> pd.Series:
    """What came to Medi of claims with a remittance of Office Ally too, as far as the history has it; else 0.

    A claim payment that stands in both archives is one.
    """
    none = pd.Series(0, pairs.index, dtype="Int64")
    if claims.medi_claims is None:
        return none
    first, second = (_counted(eras) for eras in (claims.era_claims, claims.medi_claims))
    same = ["claim", "payer_claim_number", "status", "paid_cents", "paid_on"]
    copies = pd.MultiIndex.from_frame(second[same]).isin(pd.MultiIndex.from_frame(first[same]))
    more = second[~copies].groupby("claim")["paid_cents"].sum().reindex(pairs.index)
    alone = pairs["history_paid_cents"] - pairs["era_paid_cents"]
    nearer = (alone - more).abs() < alone.abs()
    return more.astype("Int64").where(nearer.fillna(False).astype(bool), none)


def _in_undated(pairs: pd.DataFrame, eras: pd.DataFrame) -> pd.Series:
    """Which claims have the number and the amount of a remittance without a day of service, each alone."""
    counted = eras[eras["set_aside"].isna() & eras["service_from"].isna()].dropna(subset="paid_cents")
    found = pd.Series(False, pairs.index, dtype=bool)
    if counted.empty:
        return found
    told = _numbered(counted["patient_control_number"], counted["paid_cents"]).dropna()
    for name in ("claim_number", "account"):
        own = _numbered(pairs[name], pairs["history_paid_cents"])
        found |= own.isin(told) & ~own.duplicated(keep=False)
    return found


def _numbered(numbers: pd.Series, amounts: pd.Series) -> pd.Series:
    """Number and amount of each claim as one text, null where one is not known."""
    return compared(numbers.astype("str")) + "|" + amounts.astype("Int64").astype("str")


def pays_on_paper(payers: pd.DataFrame, met: pd.Series, lists: PayerLists) -> pd.Series:
    """Return which payers (`payer_name`, `payer_id`) send no remittance by the payer lists.

    One of those of whom a remittance is held (`met`: names) does send them, whatever a list says.
    """
    sent = Spellings(met.dropna().unique())
    names = payers["payer_name"]
    sends = names.map({name: sent.find(name) is not None for name in names.dropna().unique()})
    return without_era(payers, lists) & ~sends.astype("boolean").fillna(False).astype(bool)


def _remitted(eras: pd.DataFrame) -> pd.DataFrame:
    named = _counted(eras)
    later = named["paid_cents"].where(named["status"].isin(SECONDARY), 0)
    named = named.assign(payer=payer_names(named["payer_name"]), later_cents=later)
    return named.groupby("claim").agg(
        era_paid_cents=("paid_cents", "sum"),
        later_cents=("later_cents", "sum"),
        payer=("payer", "first"),
        paid_on=("paid_on", "max"),
        served=("service_from", "min"),
        account_era=("patient_control_number", "first"),
        source_file=("source_file", "first"),
        source_row=("source_row", "first"),
        **({"tax_id": ("tax_id", "first")} if "tax_id" in named else {}),
    )


def _of_another_tax_id(pairs: pd.DataFrame, history: pd.DataFrame) -> pd.Series:
    """Which claims are of a Tax ID that no claim history on file is of; none where a row of one states no Tax ID."""
    told = history["tax_id"]
    if told.isna().any() or "tax_id" not in pairs:
        return pd.Series(False, pairs.index, dtype=bool)
    return pairs["tax_id"].notna() & ~pairs["tax_id"].isin(told)


def _counted(eras: pd.DataFrame) -> pd.DataFrame:
    """The claim payments that count, each with the key of its `claim`."""
    counted = eras[eras["set_aside"].isna()]
    claim = keys(counted["patient_control_number"], counted["service_from"])
    return counted.assign(claim=claim).dropna(subset="claim")


def _known_claims(history: pd.DataFrame, eras: pd.DataFrame, known: set[str]) -> pd.DataFrame:
    """The history by claim: under the key by which a remittance knows it, where one does."""
    by_account = keys(history["patient_control_number"], history["service_from"])
    by_number = keys(history["claim_number"], history["service_from"])
    numbers = history["payer_claim_number"]
    by_payer = numbers.map(_by_payer_number(eras[eras["payer_claim_number"].isin(numbers.dropna())]))
    found = by_account.where(among(by_account, known), by_number.where(among(by_number, known), by_payer))
    alone = by_account.fillna(by_number).fillna(history["source_file"] + "|" + placed(history)["place"])
    said = history.assign(
        claim=found.fillna(alone), payer=one_payer(history["payer_name"], history["payer_id"])
    )
    marked = said["state"].eq("paid") & ~said["paid_cents"].eq(0).fillna(False)
    said = said.assign(is_paid=(marked | said["paid_cents"].gt(0).fillna(False)).astype(bool))
    grouped = said.groupby("claim")
    return grouped.agg(
        payer=("payer", "first"),
        stated_payer=("payer_name", "first"),
        stated_payer_id=("payer_id", "first"),
        paid_on=("paid_date", "max"),
        served=("service_from", "min"),
        sent_on=("submission_date", "min"),
        account=("patient_control_number", "first"),
        claim_number=("claim_number", "first"),
        check_number=("check_number", "first"),
        source_file=("source_file", "first"),
        source_sheet=("source_sheet", "first"),
        source_row=("source_row", "first"),
        is_paid=("is_paid", "max"),
    ).assign(history_paid_cents=grouped["paid_cents"].sum(min_count=1))


def in_texts(claims: pd.DataFrame, texts: pd.DataFrame) -> pd.Series:
    """Return which claims of `Reconciled` a text of a remittance (TEXT_CHECKS) tells of, a flag per row of `claims`.

    By the number of the check, or without one by account or claim number and what was paid, where the history tells
    that; each claim of a text is one claim's.
    """
    checks = check_compared(claims["check_number"].astype("str"))
    found = checks.isin(check_compared(texts["check_number"]).dropna())
    said = claims_told(texts["claim_accounts"])
    left: dict[str, list[int]] = {}
    for account, amount in zip(compared(said["account"]), said["cents"], strict=True):
        left.setdefault(account, []).append(int(amount))
    loose = claims[checks.isna()] if left else claims.iloc[:0]
    names = zip(compared(loose["account"]), compared(loose["claim_number"]), strict=True)
    for row, name, amount in zip(loose.index, names, loose["history_paid_cents"], strict=True):
        found[row] = _taken(left, name, amount)
    return found


def _taken(left: dict[str, list[int]], names: tuple[str, ...], amount: Any) -> bool:
    """Whether one of these numbers has this amount left, which it then has no more."""
    for amounts in (left.get(name, []) for name in names):
        if amounts and (pd.isna(amount) or amount in amounts):
            amounts.remove(amounts[0] if pd.isna(amount) else amount)
            return True
    return False


def _by_payer_number(eras: pd.DataFrame) -> dict[str, str]:
    place = keys(eras["patient_control_number"], eras["service_from"])
    found = pd.DataFrame({"number": eras["payer_claim_number"], "claim": place}).dropna()
    return found.drop_duplicates("number").set_index("number")["claim"].to_dict()


def _outcome(pairs: pd.DataFrame, history: pd.DataFrame) -> pd.Series:
    in_history, in_era = pairs["is_paid"].notna(), pairs["era_paid_cents"].notna()
    is_paid = pairs["is_paid"].astype("boolean").fillna(False).astype(bool)
    first, last = history["service_from"].min(), history["service_from"].max()
    inside = pairs["served_era"].between(first, last)
    differs = pairs["difference_cents"].ne(0) & pairs["history_paid_cents"].notna()
    outcome = pd.Series("agrees", pairs.index, dtype="str")
    outcome = outcome.mask(in_history & in_era & differs, DIFFERS)
    more = pairs["later_cents"].gt(0) & pairs["later_cents"].eq(-pairs["difference_cents"])
    outcome = outcome.mask(outcome.eq(DIFFERS) & more.fillna(False).astype(bool), LATER)
    outcome = outcome.mask(in_history & ~in_era, "not paid").mask(in_history & ~in_era & is_paid, "no ERA")
    paid = pairs["era_paid_cents"].gt(0).fillna(False).astype(bool)
    lacks = ~in_history & inside
    outcome = outcome.mask(~in_history, "outside the period")
    return outcome.mask(lacks & paid, LACKING).mask(lacks & ~paid, "not paid")


def findings_and_tables(claims: Claims, lists: PayerLists | None = None) -> Answer:
    """Return what the sources say of each other: findings and tables, for the audit of the archive and
    notebook 04.

    Without a claim history there is nothing to compare and only files that cannot be read are found.
    """
    found, reconciled = list(_unread(claims)), None
    if len(claims.history):
        reconciled = reconcile(claims, lists)
        found += [*_cases(reconciled), *status_words.findings(claims.history)]
    tables = (
        ("claim_sources", sources_table(claims)),
        ("claims_set_aside", set_aside_table(claims)),
        ("claims_reconciled", reconciled_table(reconciled)),
    )
    return Answer(tuple(found), tables, claims.not_own, claims.files)


def _cases(reconciled: Reconciled) -> list[Finding]:
    found: list[Finding] = []
    for code, outcome, amount in (
        (PAID_NO_ERA, "no ERA", "history_paid_cents"),
        ("claims-not-in-history", LACKING, "era_paid_cents"),
        (PAID_OTHERWISE, DIFFERS, "absolute_cents"),
        ("claims-further-payer", LATER, "absolute_cents"),
    ):
        cases = reconciled.of(outcome)
        cases = cases.assign(absolute_cents=cases["difference_cents"].abs())
        cases = cases.sort_values(["absolute_cents", "claim"], ascending=[False, True])
        more = _shown(cases) if code == PAID_NO_ERA else {}
        found += finding(code, cases, _LACKING if more else _CASE, ["claim"], amount, **more)
    return found


def _shown(cases: pd.DataFrame) -> dict[str, Any]:
    """What the files show of claims without an ERA: those that a text tells, and the others, with their money."""
    as_text = cases["shown_by"].eq(AS_TEXT)
    if not as_text.any():
        return {"form": "remittance"}
    parts = [(cases[as_text], "by a remittance as text"), (cases[~as_text], "by nothing")]
    said = [f"{several(len(rows), 'claim')}{_worth(rows)} {how}" for rows, how in parts if len(rows)]
    return {"form": "835", "shown": and_joined(said)}


def _worth(rows: pd.DataFrame) -> str:
    money = total(rows["history_paid_cents"])
    return "" if money is None else f" worth {dollars(money)}"


def _unread(claims: Claims) -> tuple[Finding, ...]:
    columns = tuple(c for c in CLAIM_FILES if c.name in ("source", "source_file", "reason"))
    files = claims.files[claims.files["state"].eq("not read") & claims.files["source"].ne(ERA)]
    return finding("claims-file-not-read", files, columns, ["source_file"])


def sources_table(claims: Claims):
    """Return the rows of each source: how many came in, are used as submissions, as history, and are set
    aside.
    """
    read = claims.files[claims.files["rows_used"].gt(0) | claims.files["state"].eq("read")]
    rows = read.groupby("source", as_index=False).agg(
        files=("source_file", "size"), rows_in=("rows_in", "sum")
    )
    used = claims.submitted["source"].value_counts()
    aside = claims.set_aside[claims.set_aside["table"] == "submitted"]["source"].value_counts()
    told = rows["source"].eq("claim history")
    frame = rows.assign(
        used=rows["source"].map(used).fillna(0),
        aside=rows["source"].map(aside).fillna(0),
        history=told.astype("int64") * len(claims.history),
    )
    columns = (
        text("source", "Source"),
        count("files", "Files"),
        count("rows_in", "Rows"),
        count("used", "Submissions"),
        count("aside", "Not a submission of its own"),
        count("history", "Claims in the history"),
    )
    return table(
        "Which files tell of claims?", frame, columns, "Rows = submissions + rows that are none of their own."
    )


def set_aside_table(claims: Claims):
    """Return why rows are no submission of their own, with their number and charges."""
    rows = claims.set_aside[claims.set_aside["table"] == "submitted"]
    grouped = rows.groupby(["source", "reason"], as_index=False)
    frame = grouped.agg(rows=("table", "size"), charge_cents=("charge_cents", lambda c: c.sum(min_count=1)))
    columns = (
        text("source", "Source"),
        text("reason", "Why"),
        count("rows", "Rows"),
        cents("charge_cents", "Charged"),
    )
    return table("What was set aside?", frame.sort_values("rows", ascending=False), columns)


def reconciled_table(reconciled: Reconciled | None):
    """Return how history and remittances agree, one row per outcome; no row without a claim history."""
    frame = _agreement(reconciled) if reconciled is not None else empty(_AGREEMENT)
    note = "A claim in a remittance outside the dates of the history is not compared."
    if reconciled is not None and len(reconciled.of(ON_PAPER)):
        note += " Paid on paper: by the payer list, the payer sends no remittance through Office Ally,"
        note += " or its explanation on paper is on file."
    if reconciled is not None and len(reconciled.of(UNDATED)):
        note += " A remittance without its day of service, as where its file is cut off, has number and amount alone."
    if reconciled is not None and reconciled.has_medi:
        note += " What came to Medi counts where the history has it."
    if reconciled is None:
        note = "There is no claim history to compare the remittances with."
    return table("Do claim history and remittances agree?", frame, _AGREEMENT, note)


_AGREEMENT = (
    text("outcome", "Outcome"),
    count("claims", "Claims"),
    cents("history_paid_cents", "Paid, claim history"),
    cents("era_paid_cents", "Paid, remittances"),
)


def each_paid_is_remitted(answer: Answer) -> bool:
    """Tell whether every claim that the history calls paid has its remittance, and some have one."""
    frame = dict(answer.tables)["claims_reconciled"].frame
    claims = frame.set_index("outcome")["claims"] if len(frame) else pd.Series(dtype="Int64")
    lacks = any(one.code == "claims-file-not-read" for one in answer.findings)
    return bool(claims.get("agrees", 0)) and not lacks and not {"no ERA", DIFFERS} & set(claims.index)


def _agreement(reconciled: Reconciled) -> pd.DataFrame:
    return reconciled.pairs.groupby("outcome", as_index=False).agg(
        claims=("claim", "size"),
        history_paid_cents=("history_paid_cents", lambda c: c.sum(min_count=1)),
        era_paid_cents=("era_paid_cents", lambda c: c.sum(min_count=1)),
    )
