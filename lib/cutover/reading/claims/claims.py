"""All that a practice's files say of its claims: what was submitted, and what became of each claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.claims import (
    aged,
    aging_reports,
    denial_lists,
    own_ledgers,
    sent_lists,
    submissions,
)
from cutover.reading.claims.account_balances import ACCOUNT_BALANCES
from cutover.reading.claims.aging_versions import Place, places_of
from cutover.reading.claims.batch_claims import BatchClaims, load_batch_claims
from cutover.reading.claims.batch_pairs import beyond
from cutover.reading.claims.claim_files import DENIALS_FOLDER, HISTORY_FOLDER, SUMMARY_FOLDER, FilesOfClaims
from cutover.reading.claims.claim_keys import own_keys
from cutover.reading.claims.crossovers import forwarded_on
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.era_submissions import era_claims, era_submissions, few_era_claims
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.history import aside
from cutover.reading.claims.joined_remits import hardly_met_note
from cutover.reading.claims.overlaps import each_once
from cutover.reading.claims.payer_ids import (
    known_ids,
    names_answered,
    with_ids,
    with_payers,
    with_providers,
    with_whole_ids,
)
from cutover.reading.claims.provider_names import ProviderNames
from cutover.reading.claims.receipts import told_by_medi
from cutover.reading.claims.remitted_numbers import asked_of
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.stand_ins import as_remitted, numbered
from cutover.reading.claims.tables import (
    CLAIM_FILES,
    CLAIM_HISTORY,
    CLAIMS_SET_ASIDE,
    DENIALS,
    SENT_CLAIMS,
    SUBMITTED_CLAIMS,
)
from cutover.reading.claims.tax_ids import with_tax_ids
from cutover.reading.era.archive import ERA as REMITTANCES
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.not_read import not_read
from cutover.reading.era.row_ids import as_texts
from cutover.reading.era.tables import TEXT_CHECKS
from cutover.reading.files.zips import Entry
from cutover.reading.kept import store
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.payers.listed_ids import with_listed_ids
from cutover.reading.payers.lists import latest, lists_for, one_named
from cutover.reading.postings.ledgers import CHARGE, NO_PAYMENT
from cutover.reading.postings.postings import FOLDER as POSTINGS_FOLDER
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import is_clutter
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import NOT_OWN

MEDI_FOLDER = "medi_era"
_MANY = 1_000  # remittances of claims from which on it takes longer to join them than to keep what was joined


@dataclass(frozen=True)
class Claims:
    """The claims of a practice.

    `submitted` (SUBMITTED_CLAIMS) has one row per submission, `history` (CLAIM_HISTORY) one per claim.
    `set_aside` (CLAIMS_SET_ASIDE) has one row per row of a source that is not in one of them, with the
    reason: for each source and table, rows in = rows used + rows set aside. `files` (CLAIM_FILES) has one row
    per file; `notes` are sentences for a person. `not_own` (NOT_OWN) counts the rows of files that are not known to be
    the practice's: those of others are set aside with that reason. `era_claims` are the claims of the remittances
    (`era_submissions.era_claims`), `medi_claims` those of what came to Medi, where that is known (`with_medi`),
    `medi_sent` the keys (`submissions.keys`) of what Medi's lists say went out through it. `denials` (DENIALS)
    are the rows of lists of denials, which are no claims of their own. `papers` (TEXT_CHECKS) are the checks of
    explanations on paper, `elsewhere` those of remittances in folders of other practices: of none is one missing.
    `texts` (TEXT_CHECKS) are the checks of remittances as text, whose 835 may be missing.
    `aged` (CLAIM_HISTORY) are the open claims that an A/R aging lists and no claim history has.
    `filed` (CLAIM_HISTORY) are the claims of 837 files, and of lists of what was sent, that the history lacks, each
    once; `voided` the keys of those that another 837 took back. `listed` (SENT_CLAIMS) are all rows of such lists.
    `balances` (ACCOUNT_BALANCES) are the client's own sums by account. `told_until` is the last day that a history
    of claims tells of, by the day on which it says it was made; null where none says.
    """

    submitted: pd.DataFrame
    history: pd.DataFrame
    set_aside: pd.DataFrame
    files: pd.DataFrame
    notes: tuple[str, ...]
    era_claims: pd.DataFrame
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    medi_claims: pd.DataFrame | None = None
    medi_sent: frozenset[str] = frozenset()
    denials: pd.DataFrame = field(default_factory=lambda: empty(DENIALS))
    papers: pd.DataFrame = field(default_factory=lambda: empty(TEXT_CHECKS))
    elsewhere: pd.DataFrame = field(default_factory=lambda: empty(TEXT_CHECKS))
    texts: pd.DataFrame = field(default_factory=lambda: empty(TEXT_CHECKS))
    aged: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    filed: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    voided: frozenset[str] = frozenset()
    listed: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    balances: pd.DataFrame = field(default_factory=lambda: empty(ACCOUNT_BALANCES))
    told_until: pd.Timestamp | None = None


def with_medi(claims: Claims, medi: Archive, sent: pd.DataFrame) -> Claims:
    """Return the claims with those of the remittances that came to Medi, and with those that went out through it.

    Their remittances are not missing, and no claim of theirs is missing from the history. `sent` has SENT_CLAIMS.
    """
    gone = submissions.sent_keys(sent)
    return replace(claims, medi_claims=era_claims(medi) if medi.rows("claims") else None, medi_sent=gone)


def load_claims(practice: Practice, archive: Archive, knowledge: Knowledge | None = None) -> Claims:
    """Return the claims of a practice from its claim histories, file summaries, 837 files and remittances.

    `knowledge` tells columns besides their headers, the practice's own unless told. An absent folder is a
    source without rows. No file raises: one that cannot be read is a row of `files` with its reason. A Tax ID
    that no source states is filled where one alone can be meant, and a note says so; a rendering NPI only where the
    intake lists one provider and every claim that names one names that one.
    """
    if knowledge is not None or store.origin(archive) is None:
        return _read_claims(practice, archive, knowledge)
    worth = {"worth": 0} if archive.rows("claims") >= _MANY else {}
    return store.of(practice, "claims", lambda: _read_claims(practice, archive, None), archive, **worth)


def few_of_claims(practice: Practice, archive: Archive) -> Claims:
    """Return the claims as `load_claims`, with fewer columns and not kept: for archives too large to hold them all.

    `submitted` and `era_claims` lack what no comparison of claims with remittances asks: names, identifiers, forms,
    states, and whether a submission is an original. A Tax ID is not filled.
    """
    return _read_claims(practice, archive, None, few=True)


def _read_claims(
    practice: Practice, archive: Archive, knowledge: Knowledge | None, *, few: bool = False
) -> Claims:
    taken = _files_taken(practice, archive, knowledge)
    told, listed_open, denials = (
        with_listed_ids(practice, _whole(parts, columns))
        for parts, columns in (
            (taken.histories, CLAIM_HISTORY), (taken.aged, CLAIM_HISTORY), (taken.denials, DENIALS)
        )
    )  # fmt: skip
    remitted = few_era_claims(archive) if few else era_claims(archive)
    remitted = as_texts(remitted) if few and len(told) else remitted
    counted = remitted[remitted["set_aside"].isna()]
    history, in_later, resent, doubts = each_once(as_remitted(numbered(told, remitted), remitted))
    summaries, earlier = submissions.last_states(_whole(taken.summaries, SUBMITTED_CLAIMS))
    summaries, history = _with_payers(practice, summaries, history, counted)
    open_ = aged.alone(
        as_remitted(listed_open, remitted),
        [history, resent],
        *_days(practice, taken.aged),
    )
    others = [history, resent, open_.claims, summaries, remitted]
    denials, met = _met(practice, denials, others)
    history, of_aging = (denial_lists.with_reasons(rows, denials) for rows in (history, open_.claims))
    listed = [aside(denials, table, met.map({True: denial_lists.KNOWN, False: denial_lists.UNMET}))
              for table in ("history", "submitted")]  # fmt: skip
    if not few:
        ids = known_ids(history, remitted)
        history, resent = (with_providers(with_ids(rows, ids), remitted) for rows in (history, resent))
    history, resent = (rows.assign(forwarded_on=forwarded_on(rows, remitted)) for rows in (history, resent))
    sent, never_sent = submissions.of_history(_whole([history, resent], CLAIM_HISTORY))
    out = _whole(taken.listed, SENT_CLAIMS)
    went = sent_lists.submissions_of(out)
    if not few:
        went = with_providers(went, remitted)
    sent, of_lists = sent_lists.joined(sent, went)
    summaries = sent_lists.with_way(submissions.dated(summaries, sent), went)
    taken.date(summaries)
    proven, not_proven = era_submissions(remitted)
    proven, crossed = submissions.but_crossed(proven, history)
    filed = load_batch_claims(practice)
    submitted, known = submissions.joined(summaries, sent, proven, filed.submitted)
    if not few:
        submitted = own_ledgers.with_ways(practice, told_by_medi(practice, submitted), filed.submitted)
    filled, notes = (submitted, []) if few else _filled(submitted, practice, counted)
    left = [*taken.aside, *listed, open_.set_aside, in_later, earlier, never_sent, not_proven, crossed, known,
            of_lists, filed.set_aside]  # fmt: skip
    return Claims(
        filled,
        history,
        _whole(left, CLAIMS_SET_ASIDE),
        _files([*taken.rows, *filed.files], archive, remitted),
        (
            *taken.notes,
            *doubts,
            *denial_lists.unmet_notes(denials[~met]),
            *denial_lists.unlisted_notes(denials, history),
            *hardly_met_note(history, counted),
            *notes,
        ),
        remitted,
        _whole(
            [*taken.not_own, filed.not_own, archive.not_own[archive.not_own["source"] == REMITTANCES]],
            NOT_OWN,
        ),
        denials=denials,
        papers=archive.papers,
        texts=archive.text_checks,
        aged=of_aging,
        filed=_filed(filed, sent_lists.as_history(out), history, None if few else remitted),
        voided=filed.voided,
        listed=out,
        balances=_whole(taken.balances, ACCOUNT_BALANCES),
        told_until=max(taken.told_until, default=None),
    )


def _files_taken(practice: Practice, archive: Archive, knowledge: Knowledge | None) -> FilesOfClaims:
    """The claim lists, denial lists and file summaries of a practice's folders, and its ledgers, as they were read."""
    taken = FilesOfClaims(
        knowledge or knowledge_of(practice),
        Judge(practice),
        ProviderNames(practice.provider_npis),
        asked_of(lambda: [archive]),
    )
    places = (
        (HISTORY_FOLDER, HISTORY, True), (DENIALS_FOLDER, HISTORY, True), (SUMMARY_FOLDER, SUMMARY, True),
    )  # fmt: skip
    for folder, what, whole in places:
        for entry in walk_home(practice.raw / folder, practice.raw, documents=whole):
            if not is_clutter(entry.source_file):
                taken.take(entry, what)
    for entry in _ledgers(practice):
        taken.take(entry, HISTORY)
    return taken


def _with_payers(
    practice: Practice, summaries: pd.DataFrame, history: pd.DataFrame, counted: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The submitted claims with whole payer IDs, and the history with the payers that other files name."""
    if summaries["payer_id"].notna().any():
        listed = latest(lists_for(practice))
        summaries = with_whole_ids(summaries, [history, counted], listed)
    if (history["payer_name"].isna() & history["payer_id"].isna()).any():
        # before a list, which writes payers in its own way
        answered = names_answered(summaries, counted)
        named = answered.combine_first(one_named(lists_for(practice), counted["payer_name"]))
        history = with_payers(history, [summaries, counted], named)
    return summaries, history


def _met(
    practice: Practice, denials: pd.DataFrame, others: list[pd.DataFrame]
) -> tuple[pd.DataFrame, pd.Series]:
    """Listed denials with the days of their claims, and for each whether another file has its claim."""
    denials = denial_lists.dated(denials, others)
    if denials["service_from"].isna().any():  # of services since the cutover Medi's files tell the day
        denials = denial_lists.dated(denials, [*others, *_of_medi(practice)])
    met = denial_lists.is_met(denials, others)
    if not met.all():
        met |= denial_lists.is_met(denials, _of_medi(practice))
    return denials, met


def _filed(
    batches: BatchClaims, listed: pd.DataFrame, history: pd.DataFrame, remitted: pd.DataFrame | None
) -> pd.DataFrame:
    """The claims of 837 files that the history lacks, and those of lists of what was sent that neither has."""
    files = beyond(batches.filed, history)
    if listed.empty:
        return files
    more = beyond(beyond(listed, history), batches.filed)
    more = more[~own_keys(more).isin(list(batches.voided))]
    if remitted is not None:
        more = with_providers(with_ids(more, known_ids(listed, remitted)), remitted)
    return _whole([files, more], CLAIM_HISTORY)


def _days(
    practice: Practice, parts: list[pd.DataFrame]
) -> tuple[dict[Place, pd.Timestamp], frozenset[Place]]:
    """The day of each aging by claim that tells one, by its file and sheet, and those with a newer version.

    Nothing is asked where there is none.
    """
    if not any(map(len, parts)):
        return {}, frozenset()
    reports = aging_reports.load_aging_reports(practice)
    told = (
        reports.rows.dropna(subset="day").groupby(["source_file", "source_sheet"], dropna=False)["day"].max()
    )
    days = {(str(f), s if isinstance(s, str) else None): day for (f, s), day in told.items()}
    return days, frozenset(places_of(reports.superseded))


def _of_medi(practice: Practice) -> list[pd.DataFrame]:
    """The claims that lists say went out through Medi, and those whose remittances came there."""
    return [load_sent(practice).rows, few_era_claims(load_archive(practice, folder=MEDI_FOLDER))]


def _ledgers(practice: Practice) -> Iterator[Entry]:
    """The files of postings that are ledgers: their charges are claims."""
    aside = load_postings(practice).set_aside
    files = set(aside.loc[aside["reason"].eq(NO_PAYMENT[CHARGE]), "source_file"])
    if files:
        below = walk_home(practice.raw / POSTINGS_FOLDER, practice.raw, documents=True)
        yield from (entry for entry in below if entry.source_file in files)


def _whole(parts: list[pd.DataFrame], columns) -> pd.DataFrame:
    rows = [part for part in parts if len(part)]
    return conform(pd.concat(rows, ignore_index=True), columns) if rows else empty(columns)


def _filled(
    submitted: pd.DataFrame, practice: Practice, remitted: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """The submissions with the Tax ID that alone can be meant, and the only provider, where no source states one."""
    submitted, notes = with_tax_ids(submitted, practice, remitted)
    missing = submitted["rendering_npi"].isna() & submitted["attending_npi"].isna()
    if missing.any() and (only := _only_provider(practice, submitted, remitted)):
        npis = submitted["rendering_npi"].mask(missing, only).astype("str")
        submitted = submitted.assign(rendering_npi=npis)
        notes.append(
            f"{int(missing.sum()):,} submissions state no provider; the practice's only one was taken."
        )
    return submitted, notes


def _only_provider(practice: Practice, submitted: pd.DataFrame, remitted: pd.DataFrame) -> str | None:
    """The NPI of the one provider whom the intake lists, where claims and remittances name no other as rendering."""
    people = practice.providers - {practice.name, practice.stated_name}
    listed = {npi for name, npi in practice.provider_npis if name in people}
    named = {npi for rows in (submitted, remitted) for npi in rows["rendering_npi"].dropna()}
    return next(iter(listed)) if len(people) == len(listed) == 1 and named == listed else None


def _files(rows: list[dict], archive: Archive, remitted: pd.DataFrame) -> pd.DataFrame:
    names = [c.name for c in CLAIM_FILES]
    told = pd.DataFrame([*rows, *_era_rows(archive, remitted)], columns=names, dtype=object)
    return conform(told, CLAIM_FILES)


def _era_rows(archive: Archive, remitted: pd.DataFrame) -> Iterator[dict]:
    counts = remitted.groupby("source_file").size()
    shut = {row["source_file"]: row for row in not_read(archive).to_dict("records")}
    for name in dict.fromkeys([*counts.index, *shut]):
        number = int(counts.get(name, 0))
        said = {"source": ERA, "source_file": name, "state": "read", "reason": None} | shut.get(name, {})
        yield said | {"rows_in": number, "rows_used": number, "rows_set_aside": 0}
