"""Did the patients arrive? The import against what Medi exports, to the row and field, both ways.

A patient is looked up as a biller does: by account number, by last name and birth date, by member ID. The first of
these that finds one patient alone decides with whom the record is compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cutover.columns import Privacy, conform, empty
from cutover.identifiers import check_compared
from cutover.reading.mapping.lent import given
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.parts import SECOND, parts_of
from cutover.reading.patients.stand_ins import is_made
from cutover.workstreams.answers import once
from cutover.workstreams.columns import count, text
from cutover.workstreams.demographics.patient_import import TEST, UNCOUNTED, Prepared
from cutover.workstreams.demographics.people import as_of_year_ago
from cutover.workstreams.demographics.rules import rules
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.respelled import Written, written_zips

INACTIVE, DECEASED = "inactive by the practice's export", "deceased by the practice's export"
KEYS = ("account number", "last name and birth date", "member ID")
# fields of a patient that are compared; a number that Medi gives anew is no change
FIELDS = {"last_name": "last name", "first_name": "first name", "birth_date": "birth date", "sex": "sex",
          "street": "street", "city": "city", "state": "state", "zip": "ZIP", "home_phone": "home phone",
          "cell_phone": "cell phone", "email": "e-mail"}  # fmt: skip
_OF_COVERAGE = {"payer_name": "payer", "member_id": "member ID", "group_number": "group number"}
_COVERAGE = tuple(_OF_COVERAGE)
# the fields of each key of which both exports need a column; a number is always there, if need be one made of the name
_SEARCHED_IN = {KEYS[0]: frozenset[str](), KEYS[1]: frozenset({"last_name", "birth_date"}),
                KEYS[2]: frozenset({"member_id"})}  # fmt: skip
ESSENTIAL = frozenset(
    {"last name", "first name", "birth date", "payer", "member ID"}
)  # without them no claim is paid
_FURTHER = {
    "secondary": "second coverage",
    "tertiary": "third coverage",
}  # compared as a whole, by the member ID
MISSING = (
    text("account_number", "Account no.", "", Privacy.PHI), text("last_name", "Last name", "", Privacy.PHI),
    text("first_name", "First name", "", Privacy.PHI), text("source_file", "File", "", Privacy.PHI),
    count("source_row", "Row"),
)  # fmt: skip
TWICE = (*MISSING, text("arrived_as", "Arrived as account no.", "", Privacy.PHI))
ASIDE = (*MISSING, text("where", "Set aside in"), text("why", "Why"))
ABSENT = (text("why", "What is known of it"), *MISSING)
CHANGED = (
    text("field", "Field"), text("account_number", "Account no.", "", Privacy.PHI),
    text("was", "In the import", "", Privacy.PHI), text("now", "In Medi", "", Privacy.PHI),
    text("source_file", "File", "", Privacy.PHI), count("source_row", "Row"),
)  # fmt: skip
SEARCHED = (text("searched_by", "Searched by"), count("patients", "Patients with it"), count("found", "Found"),
            count("several", "Found more than once"), count("lost", "Not found"))  # fmt: skip


@dataclass(frozen=True)
class ReadBack:
    """The import held against Medi's export: `missing` (MISSING) of the import, `extra` (MISSING) in Medi alone,
    `twice` (TWICE) further charts of a person who arrived under another one, `changed` (CHANGED) one row per field,
    `searched` (SEARCHED) per key; `compared` patients are on both sides. `inactive` (MISSING) are not in Medi either,
    and the practice's own export calls them inactive or deceased: nobody misses them (`dead` tells which). `again`
    (TWICE) are further rows of Medi alone of a person who arrived under another one. `doubled` (TWICE) are those that
    arrived too, since the import has the person twice; they are among those compared. `aside` (ASIDE) are on one side,
    and on the other set aside for what is wrong there; or in Medi's export alone and set aside. Each other patient of
    the import and of Medi's export is in one of them.
    `absent` (ABSENT) is everybody of the practice's export who is not in Medi's, with what is known of it: whoever is
    set aside there, too. `uncompared` are the labels of fields of which one export alone has a column. `respelled` are
    the fields in which the two sides write one payer, or one ZIP, in their own ways: no change. `tests` (MISSING) are
    the test records of Medi's export.
    """

    missing: pd.DataFrame
    inactive: pd.DataFrame
    extra: pd.DataFrame
    twice: pd.DataFrame
    again: pd.DataFrame
    aside: pd.DataFrame
    changed: pd.DataFrame
    searched: pd.DataFrame
    compared: int
    absent: pd.DataFrame
    uncompared: tuple[str, ...] = ()
    respelled: int = 0
    tests: pd.DataFrame = field(default_factory=lambda: empty(MISSING))
    doubled: pd.DataFrame = field(default_factory=lambda: empty(TWICE))


@once
def read_back(inputs: Inputs) -> ReadBack | None:
    """Return what became of the patients, None where a side has no export or none of which a patient can be read.

    A file of Medi whose patients cannot be told apart shows nobody to be missing.
    """
    if not (inputs.here.is_there and inputs.there.is_there):
        return None
    if inputs.imported.patients.empty or inputs.arrived.patients.empty:
        return None
    left, right = _keyed(inputs.imported), _keyed(inputs.arrived)
    left = _numbered_alike(left, right)
    found, searched = _found(left, right)
    searched = _searchable(searched, right, _fields_of(inputs.here), _fields_of(inputs.there))
    pairs = left.assign(other=found).dropna(subset=["other"])
    extra = right[~right.index.isin(pairs["other"])]
    lost = left[found.isna()]
    same = _arrived_as(lost, left[found.notna()])
    again = _arrived_as(extra, right[right.index.isin(pairs["other"])])
    ours, theirs = _set_aside(inputs.imported), _set_aside(inputs.arrived)
    here, there = _among(extra[again.isna()], ours), _among(lost[same.isna()], theirs)
    open_still = same.isna() & ~lost.index.isin(there.index)
    dead = lost["account_number"].isin(_deceased(inputs))
    stays = open_still & (dead | lost["account_number"].isin(_inactive(inputs)))
    told = _given(inputs)
    differs = _changed(pairs, right, told, Written(inputs))
    alike = differs["is_alike"].astype(bool)
    return ReadBack(
        missing=lost[open_still & ~stays],
        inactive=(gone := lost[stays].assign(dead=dead[stays])),
        extra=extra[again.isna() & ~extra.index.isin(here.index)],
        twice=lost.assign(arrived_as=same)[same.notna()],
        again=extra.assign(arrived_as=again)[again.notna()],
        aside=_aside(extra.loc[here.index], ours.loc[here], lost.loc[there.index], theirs, there),
        changed=differs.loc[~alike, [c.name for c in CHANGED]].reset_index(drop=True),
        searched=searched,
        compared=len(pairs),
        absent=_absent(lost[open_still & ~stays], gone, ours.drop(here), right, theirs),
        uncompared=_uncompared(inputs, told),
        respelled=int(alike.sum()),
        tests=_tests(inputs.arrived),
        doubled=_doubled(pairs, right),
    )


def _doubled(pairs: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The rows of Medi that arrived and are of a person who arrived under an earlier row too (TWICE).

    A member ID that Medi does not export is that of the import.
    """
    member = pd.Series(pairs[KEYS[2]].to_numpy(), pairs["other"].astype("int64"), dtype="str")
    rows = right.loc[member.index].sort_index()
    rows = rows.assign(**{KEYS[2]: rows[KEYS[2]].fillna(member)})
    further = _named(rows)["name"].duplicated() & _named(rows)["name"].notna()
    same = _arrived_as(rows[further], rows[~further])
    found = rows[further].assign(arrived_as=same)[same.notna()]
    return conform(found[[c.name for c in TWICE]].reset_index(drop=True), TWICE)


def _tests(prepared: Prepared) -> pd.DataFrame:
    """The test records of Medi's export (MISSING), which are compared with nobody."""
    rows = prepared.people[prepared.people["aside"].eq(TEST).fillna(False)]
    return conform(rows[[c.name for c in MISSING]].reset_index(drop=True), MISSING)


def _absent(
    missing: pd.DataFrame, stays: pd.DataFrame, aside: pd.DataFrame, right: pd.DataFrame, theirs: pd.DataFrame
) -> pd.DataFrame:
    """Who of the practice's export is not in Medi's (ABSENT), whoever is set aside in the import included."""
    gone = aside
    for there in (right, theirs):
        gone = gone[~gone.index.isin(_among(gone, there).index)]
    parts = [
        missing.assign(why="in the import"),
        stays.assign(why=stays["dead"].map({True: DECEASED, False: INACTIVE})),
        gone.assign(why="set aside in the import: " + gone["why"].astype("str").str.lower()),
    ]
    return pd.concat([part[[c.name for c in ABSENT]] for part in parts], ignore_index=True)


def _arrived_as(lost: pd.DataFrame, there: pd.DataFrame) -> pd.Series:
    """The account under which the person of a chart arrived: one of the same names, birth date and member ID.

    A member ID, or the initial behind a first name (`Ada R`), that one of the two lacks does not part them; two that
    differ do.
    """
    own, people = (_named(rows).dropna(subset=["name"]).reset_index(names="row") for rows in (lost, there))
    both = own.merge(people, on="name", suffixes=("", "_there"))
    other = {
        part: (
            both[part].notna() & both[f"{part}_there"].notna() & both[part].ne(both[f"{part}_there"])
        ).fillna(False)
        for part in ("member", "initial", "first")
    }
    same = both[~(other["member"] | (other["initial"] & other["first"])).astype(bool)]
    first = same.drop_duplicates("row").set_index("row")["account_there"]
    return first.reindex(lost.index).astype("str")


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The `name` and birth date without the `initial` that stands behind the first name, or is the middle name's."""
    parts = rows["first_name"].astype("str").str.extract(r"^(.+?)(?:\s+([^\W\d_])\.?)?\s*$")
    initial = _plain(parts[1]).fillna(_plain(rows["middle_name"]).str[:1])
    return pd.DataFrame(
        {"name": _plain(parts[0]) + "|" + rows[KEYS[1]], "first": _plain(rows["first_name"]), "initial": initial,
         "member": rows[KEYS[2]], "account": rows["account_number"]}
    )  # fmt: skip


def _set_aside(prepared: Prepared) -> pd.DataFrame:
    """Who is set aside for what is wrong with the record (MISSING, `why`), with keys as `_among` compares them."""
    people = prepared.people
    wrong = people["aside"].notna() & ~people["aside"].isin(UNCOUNTED)
    rows = people[wrong]
    why = rows["aside"].map({code: rule.words.one for code, rule in rules().items()})
    birth = rows["birth_date"].dt.strftime("%Y-%m-%d").astype("str")
    account, name = _plain(rows["account_number"]), _plain(rows["last_name"]) + "|" + birth
    return rows.assign(why=why, **{KEYS[0]: account, KEYS[1]: name})


def _among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """The row of `others` of each of `rows` that is there: by account number, else by names and birth date.

    Under one account number another last name is another person.
    """
    places = []
    for key in (others[KEYS[0]], _bare(others), _plain(others["first_name"]) + "|" + others[KEYS[1]]):
        known = key.dropna().drop_duplicates()
        places.append(pd.Series(known.index, index=known.to_numpy()).to_dict())
    by_number = rows[KEYS[0]].map(places[0])
    last = _plain(rows["last_name"])
    other = by_number.map(_plain(others["last_name"]).dropna().to_dict())
    by_number = by_number.mask(other.notna() & other.ne(last).fillna(False))
    found = by_number.astype("Int64")
    for key, place in (
        (_bare(rows), places[1]),
        (_plain(rows["first_name"]) + "|" + rows[KEYS[1]], places[2]),
    ):
        found = found.fillna(key.map(place).astype("Int64"))
    return found.dropna().astype("int64")


def _bare(rows: pd.DataFrame) -> pd.Series:
    """The account number without the zeros that one side drops, with the names: zeros alone may part two people."""
    return check_compared(rows[KEYS[0]]) + "|" + _plain(rows["last_name"]) + "|" + _plain(rows["first_name"])


def _aside(
    extra: pd.DataFrame, ours: pd.DataFrame, lost: pd.DataFrame, theirs: pd.DataFrame, there: pd.Series
) -> pd.DataFrame:
    """Whom one side has and the other sets aside, and whom Medi's export alone has and sets aside (ASIDE)."""
    medi = "Medi's export"
    free = theirs[~theirs.index.isin(there)]
    parts = [
        extra.assign(where="the import", why=ours["why"].to_numpy()),
        lost.assign(where=medi, why=theirs["why"].reindex(there).to_numpy()),
        free.assign(where=medi),
    ]
    return pd.concat([part[[c.name for c in ASIDE]] for part in parts], ignore_index=True)


def _inactive(inputs: Inputs) -> set[str]:
    """The accounts that the practice's own export calls inactive, without those that it saw within a year."""
    people = inputs.imported.people
    seen = people["last_seen"].ge(as_of_year_ago(inputs.as_of)).fillna(False).astype(bool)
    off = people["is_active"].eq(False).fillna(False).astype(bool)
    return set(people.loc[off & ~seen, "account_number"].dropna()) - set(
        people.loc[~off, "account_number"].dropna()
    )


def _deceased(inputs: Inputs) -> set[str]:
    """The accounts that the practice's own export marks as deceased: nobody imports them again."""
    people = inputs.imported.people
    return set(people.loc[people["deceased"], "account_number"].dropna())


def _given(inputs: Inputs) -> frozenset[str]:
    """The fields of which both exports have a column: what Medi does not export is not lost, and what the practice's
    own does not tell is not changed.
    """
    here, there = _fields_of(inputs.here), _fields_of(inputs.there)
    used = {key for table in inputs.there.tables for key in table.crosswalk.used}
    # a further coverage is known by its member ID: its payer's name may be in a column that nobody knows
    further = {name for name in _FURTHER if f"{name}_member_id" in used}
    further |= {named for name in further if (named := f"{name}_payer_name") in used}
    return (here & there) | (further if SECOND in parts_of(inputs.here) else frozenset())


def _uncompared(inputs: Inputs, told: frozenset[str]) -> tuple[str, ...]:
    """The labels of fields that were not compared, since one of the exports has no column that is read as one."""
    either = _fields_of(inputs.here) | _fields_of(inputs.there)
    return tuple(label for name, label in (FIELDS | _OF_COVERAGE).items() if name in either - told)


def _fields_of(export: Demographics) -> frozenset[str]:
    """The fields of a patient and of the first coverage that an export has a column of, or one that stands in."""
    used = frozenset[str]().union(*(given(table.crosswalk.used) for table in export.tables))
    fields = {name for name in FIELDS if {name, *export.target.stand_ins(name)} & used}
    return frozenset(fields | {name for name in _COVERAGE if any(_tells(key, name) for key in used)})


def _tells(key: str, name: str) -> bool:
    return key.endswith((name, "payer_and_member") if name != "group_number" else name)


def _keyed(prepared) -> pd.DataFrame:
    """The patients with the three keys, their primary coverage, and each further one in words, one row each.

    A primary coverage counts with what it has: without a payer it is none to import, yet its member ID was read.
    """
    both = pd.concat([prepared.coverages, prepared.incomplete], ignore_index=True)
    covered = both.drop_duplicates(["account_number", "priority"])
    primary = covered.loc[covered["priority"] == "primary", ["account_number", "payer_id", *_COVERAGE]]
    rows = prepared.patients.merge(primary, on="account_number", how="left")
    for kind in _FURTHER:
        own = covered[covered["priority"] == kind].set_index("account_number")
        rows[kind] = rows["account_number"].map(
            own["payer_name"].fillna("") + ", " + own["member_id"].fillna("")
        )
        rows[f"{kind}_member"] = rows["account_number"].map(own["member_id"])
        rows[f"{kind}_key"] = rows["account_number"].map(own["member_id"].fillna(own["payer_name"]))
    birth = rows["birth_date"].dt.strftime("%Y-%m-%d").astype("str")
    account, name, member = (_plain(rows[n]) for n in ("account_number", "last_name", "member_id"))
    found = {KEYS[0]: account, KEYS[1]: name + "|" + birth, KEYS[2]: member}
    return rows.assign(written_zip=written_zips(prepared), **found)


def _numbered_alike(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The patients of the import under the number by which Medi knows more of them: the account's or the chart's."""
    charts = _plain(left["chart_number"])
    known = set(right[KEYS[0]].dropna())
    by_chart, by_account = (set(numbers.dropna()) & known for numbers in (charts, left[KEYS[0]]))
    return left.assign(**{KEYS[0]: charts}) if len(by_chart) > len(by_account) else left


def _zeros_alike(left: pd.DataFrame, right: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both sides with account numbers without leading zeros, where those part no two accounts of a side.

    A spreadsheet drops them. An account of which zeros alone make another one stays as it is written, on both sides.
    """
    key, parted = KEYS[0], set[str]()
    bare = [check_compared(side[key]) for side in (left, right)]
    for side, plain in zip((left, right), bare, strict=True):
        parted |= {one for one, number in side[key].groupby(plain).nunique().items() if number > 1}
    kept = [
        side.assign(**{key: plain.mask(plain.isin(parted), side[key])})
        for side, plain in zip((left, right), bare, strict=True)
    ]
    return kept[0], kept[1]


def _plain(texts: pd.Series) -> pd.Series:
    """Texts as they are compared: letters and digits alone, an accent being a way of writing."""
    said = texts.astype("str").str.normalize("NFKD").str.upper().str.replace(r"[^0-9A-Z]+", "", regex=True)
    return said.where(said != "").astype("str")


def _found(left: pd.DataFrame, right: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """The row of Medi's export for each patient of the import, and how each key fares in a search.

    A search finds an account without the zeros that a spreadsheet dropped; who it is, names must bear out (`_bare`).
    """
    searched, among_them = _zeros_alike(left, right)
    place = pd.Series(float("nan"), left.index)
    rows = []
    for key in KEYS:
        known = right[key].dropna()
        once_only = known[~known.duplicated(keep=False)]
        at = pd.Series(once_only.index.to_numpy(), once_only.to_numpy())
        told = left[key].map(at.to_dict()).astype("float64")
        held, wanted = among_them[key].dropna(), searched[key]
        there, again = wanted.isin(set(held)), wanted.isin(set(held[held.duplicated()]))
        has = wanted.notna()
        rows.append(
            (
                key,
                int(has.sum()),
                int((there & has).sum()),
                int((again & has).sum()),
                int((~there & has).sum()),
            )
        )
        free = told.where(~told.isin(place.dropna()) & place.isna())
        place = place.fillna(_one_each(free, left, right))
    bare = _bare(right[~right.index.isin(place.dropna())]).dropna().drop_duplicates(keep=False)
    told = (
        _bare(left[place.isna()])
        .drop_duplicates(keep=False)
        .map(pd.Series(bare.index, bare.to_numpy()).to_dict())
    )
    return place.fillna(told.astype("float64")), pd.DataFrame(rows, columns=[c.name for c in SEARCHED])


def _searchable(
    searched: pd.DataFrame, right: pd.DataFrame, here: frozenset[str], there: frozenset[str]
) -> pd.DataFrame:
    """The searches, of which those by a column that an export lacks tell nothing: nobody knows what they find."""
    numbers = ["patients", "found", "several", "lost"]
    out = searched.astype(dict.fromkeys(numbers, "Int64"))
    for at, key in out["searched_by"].items():
        wanted = _SEARCHED_IN[key]
        if not wanted <= here:
            out.loc[at, numbers] = pd.NA
        elif (not wanted <= there and right[key].isna().all()) or (
            key == KEYS[0] and is_made(right["account_number"]).all()
        ):
            out.loc[at, numbers[1:]] = pd.NA
    return out


def _one_each(told: pd.Series, left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    """The rows of Medi that a key finds, each for one patient: who bears the names there, else the first.

    The others are found by another key, or are not there: a second chart of the person, or the other twin.
    """
    found = told.dropna()
    if found.is_unique:
        return told
    theirs = right.loc[found.astype("int64"), ["last_name", "first_name"]].set_axis(found.index)
    other = pd.DataFrame(
        {n: _plain(left.loc[found.index, n]).ne(_plain(theirs[n])).fillna(True) for n in theirs}
    )
    first = found[other.sum(axis=1).sort_values(kind="stable").index].drop_duplicates()
    return told.where(told.index.isin(first.index))


def _changed(
    pairs: pd.DataFrame, right: pd.DataFrame, given: frozenset[str], written: Written
) -> pd.DataFrame:
    """One row per `given` field that differs but for signs, accents, blanks and case; an absent value is a change.

    `is_alike` are those that differ in writing alone (`respelled`).
    """
    theirs = right.loc[pairs["other"].astype("int64")].set_axis(pairs.index)
    parts = []

    def note(label: str, off: np.ndarray, was: pd.Series, now: pd.Series, alike: np.ndarray) -> None:
        kept = pairs.loc[off, ["account_number", "source_file", "source_row"]]
        parts.append(kept.assign(field=label, was=was[off], now=now[off], is_alike=alike[off]))

    for name, label in (FIELDS | _OF_COVERAGE).items():
        if name not in given:
            continue
        was, now = (_text(side[name]) for side in (pairs, theirs))
        off = (_plain(was).fillna("") != _plain(now).fillna("")).to_numpy(bool)
        note(label, off, was, now, written.alike(name, pairs, theirs, off))
    for name in (one for one in _FURTHER if one in given):
        was, now = (_plain(side[f"{name}_key"]).fillna("") for side in (pairs, theirs))
        off = (was != now).to_numpy(bool)
        if f"{name}_payer_name" not in given:
            # without the payer's name Medi's export has no coverage without a number
            off = off & (pairs[f"{name}_member"].notna() | (now != "")).to_numpy(bool)
        alike = np.zeros(len(pairs), dtype=bool)
        note(_FURTHER[name], off, _text(pairs[name]), _text(theirs[name]), alike)
    if not parts:
        return pairs.head(0).reindex(columns=[*(c.name for c in CHANGED), "is_alike"])
    return pd.concat(parts, ignore_index=True)


def _text(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d").astype("str")
    return values.astype("str")
