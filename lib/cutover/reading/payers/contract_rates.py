"""Rates of the client's own contracts, one row per procedure and rate, from the practice's folder `fee_schedules`.

The payer is told by a column, by the header of its own column of rates (`wide_rates`), by the title above the table
(`table_titles`), or by the row of the intake's sheet `fee schedules` that names the file; so are the schedule's name
and its dates, and where none tells when they begin the name of the sheet or the file does. Else it is the one payer of
the remittances whose name the file or the sheet bears. A row without payer, procedure or rate is set aside, and so is
what the practice itself charges (`own_charges`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import conform
from cutover.reading.era.archive import Archive
from cutover.reading.files import values as text_values
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.folder import Mapped
from cutover.reading.mapping.record import FILES
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers import (
    anesthesia_rates,
    contract_sheets,
    credentials,
    own_charges,
    percent_rates,
    priced_places,
    rate_units,
    schedule_shares,
    table_titles,
)
from cutover.reading.payers.dated_rates import begins_by_name
from cutover.reading.payers.names import PayerName, brand, compared, lines_of, loosely, own_words
from cutover.reading.payers.states import state_code
from cutover.reading.payers.tables import CONTRACT_RATES, CONTRACT_RATES_ASIDE
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, stem
from cutover.reading.practice.known_columns import knowledge_of
from cutover.wording import several

_WORD = re.compile(r"[^\W\d_]+")
_STATE = re.compile(r"\b[A-Z]{2}\b")
_WITH_MODIFIERS = re.compile(
    r"^([A-Z0-9]{5})(?:((?:[-\s:.,;/(]+[A-Z0-9]{2}(?![A-Z0-9])\)?)+)|([A-Z][A-Z0-9]))?$"
)
_A_NAME = 4  # letters of a first word by which a payer is known
_SHARED = "blue"  # a first word that many plans have
FOLDER, SOURCE = "fee_schedules", "fee schedules"
OF_MEDICARE = "{percent}, and the file has no list of Medicare's amounts: what it pays is unknown"
NO_RATE, NO_PROCEDURE, NO_PAYER = "no rate can be read in it", "no procedure", "nothing names its payer"
ONE_PATIENT = "agreed for one patient alone: no rate of the payer's other patients"
_ROWS_OF_A_PATIENT = 5  # fewer rows under a name of words alone are a patient's, more a practice's
OWN_CHARGE = "what the practice itself charges: no payer's rate"


def payers_of(*feeds: Archive) -> set[str]:
    """Return the names of the payers of remittances, each as one of them writes it.

    A payer whose remittances are there as text alone is one too; a text that names the payer of an 835 adds no name.
    """
    found = {name for feed in feeds for name in feed.payments["payer_name"].dropna().unique()}
    texts = {name for feed in feeds for name in feed.text_checks["payer_name"].dropna().unique()}
    known = {mark for name in found for mark in _marks(name)}
    return found | {name for name in texts if known.isdisjoint(_marks(name))}


def _marks(name: str) -> set[str]:
    """What tells that two names may be one payer's: all their words, or the first one."""
    return {compared(name).words, *(word for word in _first_word(name) if word != _SHARED)} - {""}


def _first_word(name: str) -> list[str]:
    """The first word of a payer's name; none where the name begins with a state's, which many payers' do."""
    words = _WORD.findall(brand(name).lower())
    return [] if any(state_code(" ".join(words[:count])) for count in (1, 2, 3)) else words[:1]


def load_contract_rates(practice: Practice, asked: pd.DataFrame, payers: Iterable[str] = ()) -> Mapped:
    """Return the contract rates of a practice (`rows`: CONTRACT_RATES); `asked` is the intake's sheet.

    `payers` are names of remittances: a file that bears the first word of one payer's name alone is that payer's. An
    absent folder is one without files, and no file raises: what cannot be read is a row of `files` (FILES).
    """
    kind = mapped_files.Kind(
        SOURCE, load_target("fee_schedules"), CONTRACT_RATES, CONTRACT_RATES_ASIDE, FILES, typed,
        opened=contract_sheets.opened,
    )  # fmt: skip
    read = mapped_files.load(practice.raw / FOLDER, practice.raw, knowledge_of(practice), kind)
    read = replace(read, rows=_without_own_name(read.rows, practice))
    own = read.rows["payer_name"].isna() & read.rows["schedule"].map(own_charges.is_own).astype(bool)
    payers = list(payers)
    told = _told_by_intake(_told_by_sheet(read.rows, payers), asked)
    rows = _told_by_name(_told_by_sentence(_begun_by_name(told), payers), payers)
    nobody = own | rows["payer_name"].isna()
    own |= nobody & rows["source_file"].map(lambda file: _is_own_file(file, practice)).astype(bool)
    reason = own[nobody].map({True: OWN_CHARGE, False: NO_PAYER}).astype("str")
    aside = rows[nobody].assign(source=SOURCE, reason=reason)
    parts = [part for part in (read.set_aside, aside) if len(part)]
    return replace(
        read,
        rows=rows[~nobody].reset_index(drop=True),
        set_aside=mapped_files.whole(parts, CONTRACT_RATES_ASIDE),
        notes=(*read.notes, *_agreements(read.set_aside)),
    )


def _agreements(aside: pd.DataFrame) -> Iterator[str]:
    """What a person must compare by hand: agreements for one patient, which no rate of the payer is."""
    if number := int(aside["reason"].eq(ONE_PATIENT).sum()) if len(aside) else 0:
        yield (
            f"{several(number, 'rate')} agreed for one patient alone: in no comparison. Hold that patient's sessions "
            "of these days against it, those that the payer sent to the patient too."
        )


def _is_own_file(file: str, practice: Practice) -> bool:
    """Whether a file's name says that it holds what the practice charges."""
    return own_charges.is_own(stem(file), _names_of(practice))


def _names_of(practice: Practice) -> frozenset[str]:
    return frozenset(_WORD.findall(f"{practice.name} {practice.slug}".casefold().replace("_", " ")))


def _without_own_name(rows: pd.DataFrame, practice: Practice) -> pd.DataFrame:
    """The rates without a payer that a title names and that is the practice itself."""
    names = _names_of(practice)
    pairs = rows[["payer_name", "schedule"]].astype(object)
    own = [
        table_titles.is_of_title(payer, title) and set(_WORD.findall(payer.casefold())) <= names
        for payer, title in pairs.itertuples(index=False, name=None)
    ]
    return rows.assign(payer_name=rows["payer_name"].mask(pd.Series(own, rows.index, dtype=bool)))


def typed(found: pd.DataFrame, _source_file: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as contract rates (CONTRACT_RATES), and of each why it is none; null where it is."""
    rate = text_values.cents(found["rate"])
    code = text_values.identifiers(found["procedure"]).str.upper()
    told = code.str.extract(_WITH_MODIFIERS)  # 73562-26, 97110 GP and 97110GP name theirs
    marks = [
        told[1].str.replace("/", " ").fillna(told[2]),
        *(text_values.identifiers(found[name]).str.upper() for name in ("modifier", "modifier_2")),
    ]
    columns = {
        "payer_name": found["payer"],
        "schedule": found["schedule"],
        "procedure_code": told[0].fillna(code),
        "modifiers": _joined(marks),
        "place": _places(found["place"]),
        "credential": found["credential"].mask(
            found["credential"].map(credentials.is_of_all, na_action="ignore").eq(True).fillna(False)
        ),
        "rate_cents": rate,
        "per": found["per"].map(rate_units.per_of, na_action="ignore").astype("str"),
        "base_units": pd.to_numeric(found["base_units"], errors="coerce").astype("Int64"),
        "factor": found["factor"].map(_hundredths, na_action="ignore").astype("Int64"),
        "formula": found["formula"],
        "limiting_cents": text_values.cents(found["limiting"]),
        "effective_from": text_values.dates(found["effective_from"]),
        "effective_through": text_values.dates(found["effective_through"]),
        "notes": found["notes"],
    }
    columns |= {name: found[name] for name in ("source_file", "source_sheet", "source_row")}
    reason = (
        pd.Series(None, found.index, dtype="str").mask(rate.isna(), NO_RATE).mask(code.isna(), NO_PROCEDURE)
    )
    reason = reason.mask(found["factor"].notna() & code.isna() & rate.notna(), anesthesia_rates.ALONE)
    reason = reason.mask(_of_one_patient(found["patient"]) & reason.isna(), ONE_PATIENT)
    measure = (
        found["per"]
        .map(lambda text: rate_units.NOT_KNOWN.format(text=text), na_action="ignore")
        .astype("str")
    )
    other = found["per"].notna() & columns["per"].isna() & reason.isna() & found["factor"].isna()
    reason = reason.mask(other, measure)
    schedule = found["schedule"].astype("str")
    unknown = schedule.str.endswith(
        (schedule_shares.NOT_KNOWN, schedule_shares.ROUNDED, schedule_shares.IN_PART)
    )
    reason = reason.mask(unknown.fillna(False).astype(bool) & rate.isna(), schedule)
    for said in (percent_rates.BASE, anesthesia_rates.LIST):
        reason = reason.mask(schedule.eq(said).fillna(False), said)
    share = schedule.str.endswith(percent_rates.OF_MEDICARE).fillna(False).astype(bool) & rate.isna()
    reason = reason.mask(
        share, schedule.map(lambda text: OF_MEDICARE.format(percent=text), na_action="ignore").astype("str")
    )
    return conform(pd.DataFrame(columns, index=found.index), CONTRACT_RATES), reason


def _hundredths(text: str) -> int | None:
    """The hundredths of a cent of an amount in dollars; null where it is none."""
    return int(Decimal(text) * 10_000) if re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", text) else None


def _places(texts: pd.Series) -> pd.Series:
    """Places of service in two digits, or which places in a word: `facility`, `non-facility`."""
    settings = texts.map(priced_places.setting_of, na_action="ignore").astype("str")
    return settings.fillna(text_values.identifiers(texts).str.zfill(2))


def _of_one_patient(names: pd.Series) -> pd.Series:
    """Which rows are a single-case agreement: they name a patient, by a number, as `Last, First`, or for a few rows."""
    written = names.astype("str").str.contains(r"[\d,]", regex=True, na=False)
    few = names.groupby(names).transform("size") < _ROWS_OF_A_PATIENT
    return (names.notna() & (written | few)).fillna(False).astype(bool)


def _joined(parts: list[pd.Series]) -> pd.Series:
    """Modifiers in one text, one blank between; null where there is none. `LT/RT`, either of them, stays one word."""
    whole = pd.Series("", parts[0].index, dtype="str")
    none = _none()
    for part in parts:
        said = part.astype("str").str.upper().str.strip()
        whole = whole + " " + said.mask(said.isin(none)).fillna("")
    plain = whole.str.replace(r"\s*(?:/|\bOR\b)\s*", "/", regex=True)
    plain = plain.str.replace(r"[\s,;:.()+&-]+", " ", regex=True).str.strip(" /")
    return plain.where(plain != "").astype("str")


@dataclass(frozen=True)
class _Words:
    none: tuple[str, ...]


@cache
def _none() -> list[str]:
    return [word.upper() for word in reference.load("modifier_words", _Words).none]


def _told_by_intake(rows: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """The rates with what the intake says of their file, where the file itself does not.

    A file of several payers, by itself or by the intake, has the rates of each: what is said of a rate's own payer
    holds.
    """
    known = asked.dropna(subset=["file"]).assign(place=asked["file"].str.strip().str.lower())
    known = known.assign(who=[_key(payer) for payer in known["payer"]])
    single = known.drop_duplicates(["place", "who"])
    single = single[~single["place"].duplicated(keep=False)].set_index("place")
    of_payer = known.drop_duplicates(["place", "who"]).set_index(["place", "who"])
    names = [base_name(path).lower() for path in rows["source_file"]]
    whose = [_key(payer) for payer in rows["payer_name"]]
    of_file = {"payer_name": "payer", "schedule": "name", "effective_from": "effective_on",
               "effective_through": "ends_on"}  # fmt: skip
    several = (
        pd.Series(whose, rows.index).where(rows["payer_name"].notna()).groupby(names).transform("nunique") > 1
    )
    alone = single.reindex(names).set_axis(rows.index).mask(several & rows["payer_name"].notna())
    own = of_payer.reindex(pd.MultiIndex.from_arrays([names, whose])).set_axis(rows.index)
    told = own.where(own["payer"].notna(), alone)
    said = {name: rows[name].fillna(told[field].astype(rows[name].dtype)) for name, field in of_file.items()}
    return conform(rows.assign(**said), CONTRACT_RATES)


def _begun_by_name(rows: pd.DataFrame) -> pd.DataFrame:
    """The rates with the day on which they begin by their sheet or file, where no column, title or intake tells it.

    `contracts 2026` holds from the first of January 2026 on: what it allows for a service before is not known.
    """
    places = rows[["source_sheet", "source_file"]].astype(object)
    listed = list(places.where(places.notna(), None).itertuples(index=False, name=None))
    begun = {one: begins_by_name(one[0], stem(one[1])) for one in set(listed)}
    days = text_values.dates(pd.Series([begun[one] for one in listed], rows.index, dtype="str"))
    days = days.mask((rows["effective_through"] < days).fillna(False).astype(bool))
    return conform(rows.assign(effective_from=rows["effective_from"].fillna(days)), CONTRACT_RATES)


def _key(payer: object) -> str:
    """A payer as it is compared with others, empty where none is named."""
    return (
        " ".join([compared(payer).words, *sorted(compared(payer).states)]) if isinstance(payer, str) else ""
    )


def _told_by_sheet(rows: pd.DataFrame, payers: Iterable[str]) -> pd.DataFrame:
    """The rates with the payer that their sheet is named after, where all that names one is a line of business.

    A column `Medicaid rate` on a sheet `Juniper` has the rates of Juniper's Medicaid plan where such a payer sends
    remittances, and it alone of those that the sheet may mean.
    """
    bare = rows["payer_name"].map(_is_line_alone, na_action="ignore").eq(True).fillna(False).astype(bool)
    if not bare.any():
        return rows
    place = [rows["source_file"], rows["source_sheet"]]
    alone = rows["payer_name"].groupby(place, dropna=False).transform("nunique").eq(1)
    known = {name: compared(name) for name in sorted({one for one in payers if isinstance(one, str)})}
    named = {sheet: _payer_in((sheet,), known) for sheet in rows.loc[bare, "source_sheet"].dropna().unique()}
    own = rows["source_sheet"].map(named).astype("str")
    return rows.assign(payer_name=rows["payer_name"].mask(bare & alone & own.notna(), own))


def _is_line_alone(name: str) -> bool:
    """Whether a payer's name is that of a line of business, and of no state: `Medicaid`."""
    return bool(lines_of(name)) and not own_words(name) and not compared(name).states


def _told_by_sentence(rows: pd.DataFrame, payers: Iterable[str]) -> pd.DataFrame:
    """The rates that a sentence makes (`schedule_shares`) with the payer of remittances whom it names, if one alone."""
    made = rows["payer_name"].notna() & rows["payer_name"].eq(rows["schedule"]) & rows["notes"].notna()
    known = {payer: compared(payer) for payer in sorted({name for name in payers if isinstance(name, str)})}
    pairs = rows.loc[made.fillna(False), ["payer_name", "notes"]].drop_duplicates()
    meant = {
        name: payer
        for name, note in pairs.itertuples(index=False)
        if schedule_shares.sentence_in(note) and (payer := _payer_in((name,), known))
    }
    return rows.assign(payer_name=rows["payer_name"].replace(meant)) if meant else rows


def _told_by_name(rows: pd.DataFrame, payers: Iterable[str]) -> pd.DataFrame:
    """The rates with the payer whose name their title, file or sheet bears, where no column and no intake tells it.

    One alone must fit. The name in a title becomes that of the payer of remittances who is meant.
    """
    known = {payer: compared(payer) for payer in sorted({name for name in payers if isinstance(name, str)})}
    columns = ["payer_name", "schedule", "source_file", "source_sheet"]
    plain = rows[columns].astype(object)
    listed = list(plain.where(plain.notna(), None).itertuples(index=False, name=None))
    cases = {
        (payer, title, file, sheet): _payer_of(payer, title, file, sheet, known)
        for payer, title, file, sheet in set(listed)
    }
    told = [cases[case] for case in listed]
    return conform(rows.assign(payer_name=pd.Series(told, rows.index, dtype="str")), CONTRACT_RATES)


def _payer_of(
    payer: str | None, title: str | None, file: str, sheet: str | None, known: dict[str, PayerName]
) -> str | None:
    """The payer of rates, by its column or the intake, else by the title, the file and the sheet."""
    if payer is not None and not table_titles.is_of_title(payer, title):
        return payer
    if payer is not None:
        told = _named_by_title(payer, known) or _named_as(base_name(file), known)
        return told or _meant((payer,), known) or payer
    by_title = _named_by_title(title, known) if title is not None else None
    name = stem(file)
    return by_title or _payer_in((name, sheet), known) or _meant((title, sheet, name), known)


def _meant(texts: tuple[str | None, ...], known: dict[str, PayerName]) -> str | None:
    """The one payer of remittances whom a text means, loosely named: Medicare of a state is its contractor there."""
    names = [payer for text in texts if isinstance(text, str) and (payer := table_titles.payer_in(text))]
    for own in map(loosely, names):
        fits = [payer for payer in known if (told := loosely(payer)).words == own.words
                and not (own.states and told.states and not own.states & told.states)]  # fmt: skip
        if len(fits) == 1:
            return fits[0]
    return None


def _named_as(file: str, known: dict[str, PayerName]) -> str | None:
    """The payer of remittances whose whole name a file's name is, as payers' names are compared: `BCBSTX.csv`."""
    own = compared(file.rpartition(".")[0])
    fits = [payer for payer, name in known.items() if name == own]
    return fits[0] if len(fits) == 1 else None


def _named_by_title(title: str, known: dict[str, PayerName]) -> str | None:
    """The payer of remittances that a title means: of no other state, and of the same line of business."""
    states = compared(title).states | {word for word in _STATE.findall(title) if state_code(word)}
    fits = {
        payer: name
        for payer, name in known.items()
        if not (states and name.states and not states & name.states) and lines_of(payer) == lines_of(title)
    }
    return _payer_in((title,), fits)


def _payer_in(texts: tuple[str | None, ...], known: dict[str, PayerName]) -> str | None:
    """The payer whose name, or the first word of it, stands in these texts; null where several do, or none."""
    words = {word for text in texts if isinstance(text, str) for word in _WORD.findall(text.lower())}
    whole = {word for text in texts if isinstance(text, str) for word in compared(text).words.lower().split()}
    found: dict[str, str] = {}
    stated: list[frozenset[str]] = []  # the states of which the payers that fit say to be
    for payer, name in known.items():
        first = [word for word in _first_word(payer) if word != _SHARED]
        own = set(name.words.lower().split())
        if (first and first[0] in words and len(first[0]) >= _A_NAME) or (own and own <= whole):
            found.setdefault(name.words, payer)
            stated += [frozenset(name.states)] * bool(name.states)
    is_one = len(found) == 1 and (not stated or bool(frozenset.intersection(*stated)))
    return next(iter(found.values())) if is_one else None
