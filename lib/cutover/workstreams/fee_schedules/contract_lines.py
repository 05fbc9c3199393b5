"""Which rate of the client's contracts holds for a line: by procedure, modifiers, place and day of service.

Of the rates whose modifiers the line bears, the one with most of them goes first; then one for the line's place, then
one for all facilities or all other places; then one for the credential of who gave the service; then the one that began
last. Where the credential is not known, or the contract has several rates that nothing tells apart, and these differ,
none holds: the line is not compared. A modifier without a row of its own leaves the
line under the row without it where it usually changes no price (`row` in `pricing_modifiers`: plain). A line with any
other pricing modifier that its row lacks is not compared, unless the payer's own amounts prove that the row is its
(`_proven`).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.reading.era.archive import Archive
from cutover.reading.payers.anesthesia_terms import is_timed
from cutover.reading.payers.contract_terms import with_terms
from cutover.reading.payers.credentials import fits
from cutover.reading.payers.priced_places import setting_of_place
from cutover.reading.payers.rate_units import VISIT
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reference import code_list
from cutover.workstreams.allowed_lines.lines import Lines
from cutover.workstreams.fee_schedules.anesthesia import Timed, timed
from cutover.workstreams.fee_schedules.inputs import Inputs, in_force
from cutover.workstreams.fee_schedules.payers import own_name
from cutover.workstreams.fee_schedules.rates import TENTHS, Rates

PLAIN, LIKELY = "plain", "likely"
BY_CREDENTIAL, ALIKE = "the credential of the clinician is not known", "nothing tells its rows apart"
_MODIFIERS = [f"modifier_{n}" for n in range(1, 5)]
_OF = ["payer", "procedure"]
_LACKS = ["line", *_OF, "marks"]
_LEAST = 2  # lines at one amount, which one alone may be by chance
_NOT, _ALL, _PERHAPS, _OWN = range(4)


@dataclass(frozen=True)
class Contracted:
    """The used lines of procedures that a contract names, by whether a rate of it holds for them.

    `lines` has one row per line under a rate: what `Rates.lines` has, `payer`, `procedure`, `modifiers`, `place`,
    `line` (its label there), `contract_cents` of a unit, `full_cents` of all its units, `due_cents` (that up to its
    charge), `contract_row` (the modifiers of the rate where
    they are not the line's pricing ones), `rest` (pricing modifiers of the line without a row, else empty),
    `credential` (whose rate it is, as the contract writes it; null: everybody's), `by_time` (anesthesia by units),
    `by_visit` (the rate is for the whole line), `proven` (by the payer's amounts, see `_proven`), `rate_row` (the place
    of the rate in the inputs' `contracts`).
    `modifier_lacks` has those lines of which only the modifiers find no row: `line`, `payer`, `procedure`, `marks`,
    `likely_cents` (what the row without them says, see `_likely`).
    `unsure` has those with several rates that differ: these and `why` (BY_CREDENTIAL, ALIKE), `least_cents` and
    `most_cents` of a unit. `others` has those whose clinician's credential has no row. `timed` has the anesthesia.
    """

    lines: pd.DataFrame
    modifier_lacks: pd.DataFrame
    unsure: pd.DataFrame
    others: pd.DataFrame
    timed: Timed


def contracted(told: Lines, seen: Rates, inputs: Inputs) -> Contracted:
    """Return the lines with the rate of their contract, and those whose modifiers no rate of it has."""
    given = inputs.contracts.assign(rate_row=range(len(inputs.contracts)))
    has_factor = given["factor"].notna() & given["base_units"].notna()
    rates = _rates(given[~has_factor], inputs)
    lines = seen.lines.assign(line=seen.lines.index)
    anesthesia = lines[lines["key"].isin(timed_keys(told))]
    by_factor = _rates(given[has_factor], inputs)
    rates, whole = _of_whole_cases(anesthesia, rates, by_factor)
    anesthesia = anesthesia[~whole]
    priced = timed(
        anesthesia.assign(marks=_marks(anesthesia, inputs)), by_factor, pd.MultiIndex.from_frame(rates[_OF])
    )
    lines = lines.drop(anesthesia.index)
    named = pd.MultiIndex.from_frame(told.keys[_OF]).isin(
        pd.MultiIndex.from_frame(rates[_OF].drop_duplicates())
    )
    lines = lines[lines["key"].isin(told.keys.index[named])]
    lines = lines.assign(marks=_marks(lines, inputs))
    both = lines.merge(rates, on=_OF)
    exact = both["at_place"].eq(both["place"]).fillna(False)
    setting = both["at_place"].eq(both["place"].map(setting_of_place)).fillna(False)
    both = both.assign(own_place=exact.astype("int64") * 2 + setting)[
        in_force(both, both["service_on"]) & (both["at_place"].isna() | exact | setting)
    ]
    both = both.join(_fits(both, inputs))
    both = both.assign(own=_own(both, inputs), proven=_proven(both))
    both = both.assign(fits=both["fits"] | both["proven"])
    kept = _first(both[both["fits"] & (both["own"] > _NOT)])
    held, unsure = _settled(kept)
    full = _full(held)
    charged = held["charge_cents"]
    held = held.assign(
        full_cents=full, due_cents=full.mask((full > charged).fillna(False), charged), by_time=False
    )
    rest = both[~both["line"].isin(kept["line"])]
    others = rest[rest["fits"]].drop_duplicates("line")
    lacks = rest[~rest["line"].isin(others["line"])]
    lacks = lacks.assign(likely_cents=_likely(lacks, rates)).drop_duplicates("line")
    return Contracted(
        _together(held, priced),
        lacks[[*_LACKS, "likely_cents"]].reset_index(drop=True),
        unsure,
        others[_LACKS].reset_index(drop=True),
        priced,
    )


def _of_whole_cases(
    lines: pd.DataFrame, rates: pd.DataFrame, by_factor: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the rates, and which of these lines of anesthesia fall under one amount for the whole case.

    A contract without a conversion factor for the code means so where it says that a rate is for a line, or where more
    than half of the payer's lines, and two at least, were allowed exactly that amount, whatever their time. `by_visit`
    of such rates is true.
    """
    pairs = pd.MultiIndex.from_frame(rates[_OF])
    flat = pairs.isin(pd.MultiIndex.from_frame(lines[_OF])) & ~pairs.isin(
        pd.MultiIndex.from_frame(by_factor[_OF])
    )
    rows = rates[flat]
    both = lines[[*_OF, "line", "service_on", "allowed_cents", "charge_cents"]].merge(rows, on=_OF)
    both = both[in_force(both, both["service_on"])]
    at = both["allowed_cents"].eq(both["contract_cents"]) & both["contract_cents"].lt(both["charge_cents"])
    hits = both[at.fillna(False)].groupby(_OF)["line"].nunique()
    every = both.groupby(_OF)["line"].nunique()
    hits = hits.reindex(every.index, fill_value=0)
    proven = every.index[hits.ge(_LEAST) & (2 * hits).gt(every)]
    stated = pd.MultiIndex.from_frame(rows.loc[rows["by_visit"], _OF])
    is_whole = flat & (pairs.isin(proven) | pairs.isin(stated))
    whole = pd.MultiIndex.from_frame(lines[_OF]).isin(pairs[is_whole])
    return rates.assign(by_visit=rates["by_visit"] | is_whole), pd.Series(whole, lines.index)


def _full(rows: pd.DataFrame) -> pd.Series:
    """The contract's amount for all units of a line."""
    return rows["contract_cents"] * rows["units"].mask(rows["by_visit"], 1) * rows["factor"] // TENTHS


def _proven(both: pd.DataFrame) -> pd.Series:
    """Which rates hold for lines with a modifier that changes the price and has no row, by what the payer allowed.

    A contract of one row a code names no modifier at all, also where each line bears one (`E1390 RR`). Its row is
    theirs where the payer allowed one of them that rate to the cent, less than it was charged, and none of them more.
    Two sides or a rental at another rate would show so; a row that fits goes first.
    """
    full = _full(both)
    lacks = both["bare"] & ~both["line"].isin(both.loc[both["fits"], "line"])
    exact = both["allowed_cents"].eq(full) & full.lt(both["charge_cents"])
    by = [both[name] for name in (*_OF, "marks", "of_rate")]
    seen = exact.fillna(False).groupby(by).transform("any")
    more = both["allowed_cents"].gt(full).fillna(False).groupby(by).transform("any")
    return (lacks & seen & ~more).astype(bool)


def _likely(lacks: pd.DataFrame, rates: pd.DataFrame) -> pd.Series:
    """What lines without a row for their modifiers are likely due, null where nobody can say.

    The payer's contract names no modifier at all, those of the line usually change no price there, and none of its
    lines with them was allowed more than the one row.
    """
    full = _full(lacks)
    due = full.mask(full.gt(lacks["charge_cents"]).fillna(False), lacks["charge_cents"])
    named = rates.loc[rates["of_rate"].ne("") & ~rates["of_notes"].astype(bool), "payer"]
    by = [lacks[name] for name in (*_OF, "marks")]
    more = lacks["allowed_cents"].gt(full).fillna(False).groupby(by).transform("any")
    one = lacks.groupby("line")["line"].transform("size").eq(1) & lacks["credential"].isna()
    return due.where(lacks["likely"] & one & ~more & ~lacks["payer"].isin(named)).astype("Int64")


def timed_keys(told: Lines) -> pd.Index:
    """Return the keys of anesthesia that is paid by its time."""
    return told.keys.index[told.keys["procedure"].map(is_timed).astype(bool)]


def _together(held: pd.DataFrame, priced: Timed) -> pd.DataFrame:
    """The lines under a rate and those by time, of which no rate is seen; in order of their labels."""
    if priced.lines.empty:
        return held
    names = {name: priced.lines[name] for name in held if name in priced.lines}
    rows = pd.DataFrame(names, priced.lines.index).assign(
        expected_cents=pd.array([pd.NA] * len(priced.lines), "Int64"), rest="", credential=None, of_notes=False,
        by_time=True, by_visit=False,
    )  # fmt: skip
    plain = {
        name: 0 for name in held if name not in rows and held[name].dtype.kind in "biu"
    }  # of rates by modifier
    rows = rows.assign(**plain).reindex(columns=list(held)).astype(held.dtypes.to_dict())
    parts = [part for part in (held, rows) if len(part)]
    return pd.concat(parts).sort_values("line", kind="stable", ignore_index=True)


def _own(both: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """Whether a rate is that of who gave the service: _NOT, _ALL (everybody's), _PERHAPS, _OWN."""
    said = both["credential"]
    if said.isna().all():
        return pd.Series(_ALL, both.index, dtype="int64")
    pairs = both.loc[said.notna(), ["provider", "credential"]].drop_duplicates()
    known = inputs.credentials
    states = {True: _OWN, False: _NOT, None: _PERHAPS}
    made = {(npi, text): states[fits(known.get(npi, frozenset()), text)]
            for npi, text in pairs.itertuples(index=False)}  # fmt: skip
    told = [made.get(pair, _ALL) for pair in zip(both["provider"], said, strict=True)]
    return pd.Series(told, both.index, dtype="int64").where(said.notna(), _ALL)


def _first(rows: pd.DataFrame) -> pd.DataFrame:
    """The rates that go first for each line: one, or several that nothing of the line tells apart."""
    rank = rows["size"] * 10 + rows["own_place"]
    rows = rows[rank.eq(rank.groupby(rows["line"]).transform("max"))]
    began = rows["effective_from"].fillna(pd.Timestamp(0))  # the latest of each credential
    rows = rows[began.eq(began.groupby([rows["line"], rows["credential"].fillna("")]).transform("max"))]
    most = rows["own"].groupby(rows["line"]).transform("max")
    asks = rows["own"].eq(_PERHAPS).groupby(rows["line"]).transform("any")
    return rows[asks | rows["own"].eq(most)].sort_values("line", kind="stable")


def _settled(kept: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The lines with one rate, whichever row it stands in, and those with several."""
    rates = kept.groupby("line")["contract_cents"]
    is_one = rates.transform("min").eq(rates.transform("max"))
    several = kept[~is_one]
    of_line = several.groupby("line", as_index=False)
    asks = several["own"].eq(_PERHAPS).groupby(several["line"]).any()
    unsure = of_line.agg(payer=("payer", "first"), procedure=("procedure", "first"), marks=("marks", "first"),
                         least_cents=("contract_cents", "min"), most_cents=("contract_cents", "max"))  # fmt: skip
    why = unsure["line"].map(asks).map({True: BY_CREDENTIAL, False: ALIKE}).astype("str")
    return kept[is_one].drop_duplicates("line", keep="last").reset_index(drop=True), unsure.assign(why=why)


def _rates(contracts: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    given = with_terms(contracts)
    return pd.DataFrame({
        "payer": own_name(given["payer_name"], inputs), "procedure": given["procedure_code"],
        "of_rate": given["modifiers"].fillna("").astype("str"), "at_place": given["place"],
        "contract_cents": given["rate_cents"], "effective_from": given["effective_from"],
        "effective_through": given["effective_through"], "of_notes": given["of_notes"],
        "credential": given["credential"], "base_units": given["base_units"], "rate_factor": given["factor"],
        "formula": given["formula"], "by_visit": given["per"].eq(VISIT).fillna(False).astype(bool),
        "rate_row": given["rate_row"],
    })  # fmt: skip


def _marks(lines: pd.DataFrame, inputs: Inputs) -> pd.Series:
    """All modifiers of each line, in order of the alphabet, one blank between."""
    found = pd.Series("", lines.index, dtype="str")
    archive: Archive
    for feed, archive in zip((OFFICE_ALLY, MEDI), inputs.feeds, strict=True):
        rows = lines[lines["feed"] == feed]
        if len(rows):
            services = archive.services[_MODIFIERS].iloc[rows["row"].to_numpy()]
            texts = services[_MODIFIERS[0]].fillna("").astype("str")
            for name in _MODIFIERS[1:]:
                texts = texts + " " + services[name].fillna("").astype("str")
            ordered = {text: " ".join(sorted(set(text.upper().split()))) for text in texts.unique()}
            found.loc[rows.index] = texts.map(ordered).to_numpy()
    return found


def _fits(both: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Whether the modifiers of a line and of a rate go together, how many the rate has, and which are without a row."""
    known = code_list("pricing_modifiers", inputs.as_of).frame.set_index("code")["row"]
    made = {}
    for marks, of_rate in both[["marks", "of_rate"]].drop_duplicates().itertuples(index=False):
        own, wanted = set(marks.split()), [word.split("/") for word in of_rate.split()]  # LT/RT: either
        theirs = {mark for either in wanted for mark in either}
        rest = sorted(mark for mark in own - theirs if mark in known.index)
        priced = {mark for mark in own if mark in known.index}
        row = "" if theirs == priced else of_rate or PLAIN
        bare = all(own & set(either) for either in wanted)
        fits = bare and all(known[mark] == PLAIN for mark in rest)
        likely = not wanted and all(known[mark] in (PLAIN, LIKELY) for mark in rest)
        made[marks, of_rate] = (fits, bare, likely, len(wanted), row, " ".join(rest))
    columns = ["fits", "bare", "likely", "size", "contract_row", "rest"]
    told = [made[pair] for pair in zip(both["marks"], both["of_rate"], strict=True)]
    found = pd.DataFrame(told, both.index, columns)
    texts = {name: found[name].astype("str") for name in ("contract_row", "rest")}
    flags = {name: found[name].astype("bool") for name in ("fits", "bare", "likely")}
    return found.assign(**texts, **flags, size=found["size"].astype("int64"))
