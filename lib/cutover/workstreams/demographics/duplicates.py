"""Records that may be one person, numbers that stand on several: a review list with evidence, no merge.

Twins and a father and son of one name at one address are not duplicates: the first differ in the first name,
the second in the birth date. Nor are two of one name and birth date of whom all else differs, the sex too. They are
shown as two who look alike, for one of the birth dates may be wrong.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from cutover.identifiers import check_compared, is_mbi
from cutover.reading.patients.other_sources import letters
from cutover.reading.patients.words import names_newborn
from cutover.reading.payers.names import core
from cutover.reading.payers.spellings import Spellings, likely_one
from cutover.workstreams.demographics.cells import holds
from cutover.workstreams.demographics.payers import lines
from cutover.workstreams.demographics.values import known

BLOCK = 300  # records with one key in common that are compared each with each; larger blocks are counted only
SAME_LAST = 0.93  # likeness of last names (Jaro-Winkler): one letter of a usual name
TWICE, ALIKE = "person-twice", "persons-alike"  # codes of pairs: one person, and two who look alike
PAIRS = {"left": "int64", "right": "int64", "code": "str", "evidence": "str"}
_MAPPED = {True: "; one Medi ID in the client's map", False: "; two Medi IDs in the client's map"}
_AGREE = ("last", "first", "birth", "sex", "ssn", "phone", "street", "email", "member", "guarantor")


def comparable(
    people: pd.DataFrame,
    covered: pd.DataFrame,
    guaranteed: pd.DataFrame | None = None,
    family_phones: pd.Series | None = None,
) -> pd.DataFrame:
    """Return what people are compared by, one row each: letters of names, digits, the own member ID, the guarantor.

    `personal` is the member ID where it belongs to one person. `newborn` tells whose first name is a newborn's
    placeholder. That counts whole: `Baby Girl` is no `Baby Boy`. Who has no phone is reached by that of the family.
    """
    out = pd.DataFrame(index=people.index)
    out["account"] = people["account_number"]
    out["last"], out["first"] = letters(people["last_name"]), letters(people["first_name"])
    whole = (people["first_name"].fillna("") + " " + people["middle_name"].fillna("")).str.strip()
    out["newborn"] = holds(whole, names_newborn)
    bare = whole.str.lower().str.replace(r"[^a-z0-9]", "", regex=True)
    out["first"] = out["first"].mask(out["newborn"], bare)
    out["middle"] = letters(people["middle_name"]).str[:1]
    out["suffix"] = people["suffix"].fillna("").str.lower().str.rstrip(".")
    out["birth"] = people["birth_date"]
    out["sex"] = people["sex"].where(people["sex"].ne("U"))
    out["ssn"] = people["ssn"]
    out["phone"] = people["home_phone"].fillna(people["cell_phone"])
    if family_phones is not None:
        out["phone"] = out["phone"].fillna(family_phones)
    out["street"] = letters(people["street"]) + people["street"].fillna("").str.replace(r"\D", "", regex=True)
    out["zip"] = people["zip"].fillna("").str[:5].replace("", None)
    out["street"] = out["street"].where(people["street"].notna()) + people["zip"].fillna("").str[:5]
    out["email"] = people["email"].str.lower()
    own = covered[covered["relationship"].fillna("self").eq("self") & covered["member_id"].notna()]
    own = own.drop_duplicates("row").set_index("row")
    member = own["member_id"].str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
    out["member"] = member.reindex(people.index)
    out["payer"] = own["payer_name"].map(_payer, na_action="ignore").astype("str").reindex(people.index)
    out["personal"] = member.where(_of_one_person(own)).reindex(people.index)
    out["guarantor"] = _guarantor(guaranteed, people.index)
    return out


def _payer(name: str) -> str:
    return " ".join(sorted(core(name))) or name.casefold().strip()


def _of_one_person(covered: pd.DataFrame) -> pd.Series:
    """Which coverages have a member ID that belongs to one person: those of Medicare and Medicaid."""
    return covered["payer_name"].map(lines, na_action="ignore").isin(["Medicare", "Medicaid"])


def _guarantor(guaranteed: pd.DataFrame | None, index: pd.Index) -> pd.Series:
    """The name of each patient's first guarantor in letters, null where none is named in full."""
    blank = pd.Series(None, index=index, dtype="str")
    if guaranteed is None or guaranteed.empty:
        return blank
    told = guaranteed.dropna(subset=["last_name", "first_name"]).drop_duplicates("row").set_index("row")
    return (letters(told["last_name"]) + "|" + letters(told["first_name"])).reindex(index).astype("str")


def same_person(people: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return pairs of `comparable` rows that seem to be one person, and how many records were not compared.

    Pairs share a birth date and the beginning of a name, an SSN or an own member ID; rows of one account
    number are not pairs. With the code ALIKE they are two people: twins and others of one last name and birth date,
    whoever of one name differs in payer, member ID and ZIP, and two of one name with two birth dates.
    """
    keys = {
        "birth and last": people["birth"].dt.strftime("%Y%m%d") + people["last"].str[:4],
        "birth and first": people["birth"].dt.strftime("%Y%m%d") + people["first"],
        "name": people["last"] + "|" + people["first"].mask(people["newborn"]),
        "ssn": people["ssn"],
        "member": people["member"],
    }
    pairs, left_out = [], 0
    for key in keys.values():
        found, skipped = _pairs(key.where(people["last"].ne("") & people["first"].ne("")))
        pairs.append(found)
        left_out += skipped
    both = pd.concat(pairs).drop_duplicates(ignore_index=True)
    return _judged(people, both), left_out


def _pairs(key: pd.Series) -> tuple[pd.DataFrame, int]:
    """All pairs of rows with one key, left before right, and the rows in blocks too large to compare."""
    size = key.map(key.value_counts())
    usable = key[size.between(2, BLOCK)]
    frame = pd.DataFrame({"key": usable, "row": usable.index})
    both = frame.merge(frame, on="key")
    both = both[both["row_x"] < both["row_y"]]
    return both[["row_x", "row_y"]].set_axis(["left", "right"], axis=1), int(size.gt(BLOCK).sum())


def _judged(people: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    a = people.loc[pairs["left"]].reset_index(drop=True)
    b = people.loc[pairs["right"]].reset_index(drop=True)
    same = {name: (a[name].notna() & a[name].eq(b[name]) & a[name].astype("str").ne("")) for name in _AGREE}
    same = {name: at.fillna(False).astype(bool) for name, at in same.items()}
    last_like = same["last"] | (_likeness(a["last"], b["last"]) >= SAME_LAST)
    newborns = a["newborn"] & b["newborn"]  # of two placeholders nobody knows more than that they are alike
    one_newborn = a["newborn"] ^ b["newborn"]
    first_short = ~same["first"] & _one_name(a["first"], b["first"]) & ~a["newborn"] & ~b["newborn"]
    typo = ~same["first"] & ~first_short & (_edits(a["first"], b["first"]) == 1) & a["first"].str.len().ge(4)
    typo &= ~newborns
    # a sex that was keyed wrong parts nobody whose own number is the same
    own_number = same["ssn"] | (a["personal"].notna() & a["personal"].eq(b["personal"])).fillna(False).astype(
        bool
    )
    other_sex = a["sex"].notna() & b["sex"].notna() & ~same["sex"] & ~own_number
    other_suffix = a["suffix"].ne(b["suffix"]) & a["suffix"].ne("") & b["suffix"].ne("")
    reachable = same["phone"] | same["street"] | same["email"] | same["ssn"] | same["member"]
    near_birth = ~same["birth"] & _near_birth(a["birth"], b["birth"])
    other_ssn = a["ssn"].notna() & b["ssn"].notna() & ~same["ssn"]
    namesakes = ~reachable & (other_sex | other_ssn)
    is_pair = same["birth"] & last_like & same["first"] & ~namesakes
    is_pair |= same["birth"] & last_like & first_short & reachable & ~other_sex
    # a Medicare ID is one person's, so that another sex is likelier a slip than a twin of a name so near
    is_pair |= same["birth"] & last_like & first_short & same["member"] & holds(a["member"], is_mbi)
    is_pair |= same["birth"] & last_like & typo & (same["ssn"] | same["member"]) & ~other_sex
    is_pair |= same["birth"] & same["first"] & ~last_like & reachable & ~other_sex
    is_pair |= (
        near_birth & last_like & same["first"] & (same["ssn"] | same["member"]) & a["suffix"].eq(b["suffix"])
    )
    # of one of them no birth date was read: their own number under one name tells as much as a date
    undated = (
        (a["birth"].isna() | b["birth"].isna())
        & same["last"]
        & same["first"]
        & (same["ssn"] | same["member"])
    )
    is_pair |= undated & ~other_sex & a["suffix"].eq(b["suffix"])
    named_later = same["birth"] & last_like & one_newborn & (reachable | same["guarantor"]) & ~other_sex
    is_pair |= named_later
    other_account = a["account"].isna() | b["account"].isna() | a["account"].ne(b["account"])
    other_account = other_account.fillna(True).astype(bool)
    is_pair &= ~other_suffix & other_account
    apart = is_pair & _are_apart(a, b) & ~own_number
    # a name that is short for the other or differs in a letter may be either
    two = same["birth"] & same["last"] & ~is_pair & ~own_number & ~first_short & ~typo
    two &= other_account & a["account"].notna() & b["account"].notna() & ~a["newborn"] & ~b["newborn"]
    dated = a["birth"].notna() & b["birth"].notna() & ~same["birth"] & same["last"] & same["first"]
    other_middle = a["middle"].ne(b["middle"]) & a["middle"].ne("") & b["middle"].ne("")
    dated &= ~is_pair & other_account & ~other_suffix & ~other_middle & ~newborns
    alike = apart | two | dated
    is_pair |= alike
    chosen = pairs[is_pair.to_numpy()].reset_index(drop=True)
    code = (
        pd.Series(TWICE, a.index, dtype="str").mask(alike, ALIKE)[is_pair.to_numpy()].reset_index(drop=True)
    )
    placeholder = pairs["left"].where(a["newborn"].to_numpy(), pairs["right"]).reset_index(drop=True)
    fits = placeholder.where(named_later & is_pair)
    several_fit = named_later & fits.duplicated(keep=False) & fits.notna()
    notes = {
        "one first name is a newborn's placeholder": named_later & ~several_fit,
        "one first name is a newborn's placeholder, and several named children fit, of whom it can be one": several_fit,
        "first name shortened": first_short, "first name differs in one letter": typo,
        "first name": two & ~same["first"],
        "last name differs": ~same["last"], "birth date differs in one digit": near_birth,
        "birth date": dated & ~near_birth,
        "a birth date is not known": undated,
    }  # fmt: skip
    text = _evidence(a, b, same, notes)[is_pair.to_numpy()].reset_index(drop=True)
    return chosen.assign(code=code, evidence=text).astype(PAIRS)


_MAY_DIFFER = ("sex", "ssn", "phone", "street", "email", "member")
APART = "payer and ZIP"  # beside the member ID: whoever differs in all three may be somebody else
_WORDS = {
    "last": "last name",
    "first": "first name",
    "birth": "birth date",
    "sex": "sex",
    "ssn": "Social Security number",
    "phone": "phone",
    "street": "street and ZIP",
    "email": "e-mail",
    "member": "own member ID",
    "guarantor": "guarantor",
}


def _are_apart(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Which pairs differ in payer, member ID and ZIP: two people of one name, or one who moved."""
    other = [a[name].notna() & b[name].notna() & a[name].ne(b[name]) for name in ("payer", "member", "zip")]
    return (other[0] & other[1] & other[2]).fillna(False).astype(bool)


def _evidence(
    a: pd.DataFrame, b: pd.DataFrame, same: dict[str, pd.Series], notes: dict[str, pd.Series]
) -> pd.Series:
    """What agrees and what differs, in words and without any value."""
    agrees, differs = (pd.Series("", index=a.index, dtype="str") for _ in range(2))
    for name, word in _WORDS.items():
        agrees = agrees.where(~same[name], agrees + ", " + word)
        if name in _MAY_DIFFER:
            known_both = a[name].notna() & b[name].notna() & ~same[name]
            differs = differs.where(~known_both, differs + ", " + word)
    apart = _are_apart(a, b)
    differs = differs.mask(apart, differs + ", " + APART)
    for word, at in notes.items():
        differs = differs.where(~at, differs + ", " + word)
    said = "same: " + agrees.str[2:]
    return said.where(differs.eq(""), said + "; different: " + differs.str[2:])


def _likeness(a: pd.Series, b: pd.Series) -> np.ndarray:
    return process.cpdist(a.tolist(), b.tolist(), scorer=JaroWinkler.similarity)


def _edits(a: pd.Series, b: pd.Series) -> np.ndarray:
    return process.cpdist(a.tolist(), b.tolist(), scorer=DamerauLevenshtein.distance)


def _one_name(a: pd.Series, b: pd.Series) -> np.ndarray:
    """One is the initial, the beginning (from three letters) or the nickname of the other."""
    nicknames = known().nicknames

    def one(x: str, y: str) -> bool:
        short, full = sorted((x, y), key=len)
        begins = full.startswith(short) and (len(short) == 1 or len(short) >= 3)
        return bool(short) and (begins or y in nicknames.get(x, ()) or x in nicknames.get(y, ()))

    return np.array([one(x, y) for x, y in zip(a, b, strict=True)], dtype=bool)


def _near_birth(a: pd.Series, b: pd.Series) -> np.ndarray:
    """Birth dates that differ in one digit or in two neighbors that changed places."""
    left, right = (side.dt.strftime("%Y%m%d").fillna("") for side in (a, b))
    near = _edits(left, right) == 1
    return near & left.ne("").to_numpy() & right.ne("").to_numpy()


def shared_members(people: pd.DataFrame, covered: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of different people with one member ID, where that is not one family's policy.

    Two of one policy are a family where one of them is not the policy holder. Medicare and Medicaid IDs
    belong to one person whatever is said of the relationship.
    """
    own = covered[covered["member_id"].notna() & covered["aside"].isna()].copy()
    own["member"] = own["member_id"].str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
    own["personal"] = _of_one_person(own)
    own["self"] = own["relationship"].eq("self")
    usable = [len(member) >= 4 and len(set(member)) > 1 for member in own["member"]]
    own = own[np.array(usable, dtype=bool)]
    size = own["member"].map(own["member"].value_counts())
    own = own.loc[size.between(2, BLOCK), ["row", "member", "personal", "self", "relationship", "payer_name"]]
    both = own.merge(own, on="member")
    both = both[both["row_x"] < both["row_y"]].drop_duplicates(["row_x", "row_y"])
    a, b = (people.loc[both[side]].reset_index(drop=True) for side in ("row_x", "row_y"))
    both = both.reset_index(drop=True)
    different = a["first"].ne(b["first"]) | (
        a["birth"].ne(b["birth"]) & a["birth"].notna() & b["birth"].notna()
    )
    different &= a["account"].isna() | b["account"].isna() | a["account"].ne(b["account"])
    personal, both_self = both["personal_x"] | both["personal_y"], both["self_x"] & both["self_y"]
    unknown = (both["relationship_x"].isna() | both["relationship_y"].isna()) & a["last"].ne(b["last"])
    unknown &= ~(a["street"].eq(b["street"]).fillna(False))
    two = _two_payers(both)
    at = different & (personal | both_self | unknown | two)
    why = pd.Series(
        "neither relationship is known, last name and street differ", index=both.index, dtype="str"
    )
    why = (
        why.mask(two, "it stands under two payers")
        .mask(both_self, "each is the policy holder by its row")
        .mask(personal, "the ID belongs to one person")
    )
    out = pd.DataFrame({"left": both["row_x"], "right": both["row_y"], "code": "member-shared"})
    out["evidence"] = "same: member ID; different people; " + why
    return out[at.fillna(False).to_numpy(dtype=bool)].reset_index(drop=True).astype(PAIRS)


def _two_payers(both: pd.DataFrame) -> pd.Series:
    """Whether the two coverages of a pair name payers that no reading takes for one; a payer not named is no other."""
    told = [
        isinstance(one, str) and isinstance(other, str) and one != other and not _alike(one, other)
        for one, other in zip(both["payer_name_x"], both["payer_name_y"], strict=True)
    ]
    return pd.Series(told, both.index, dtype=bool)


@cache
def _alike(one: str, other: str) -> bool:
    return likely_one(one, other) or Spellings([one]).find(other) is not None or bool(core(one) & core(other))


def account_groups(people: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return for each row whether its account number stands on two people, and whether it repeats a patient.

    Rows of one account are one person where birth date and first name are equal, or birth date and last name
    with one first name short for the other.
    """
    account = people["account"]
    repeated = account.notna() & account.duplicated(keep=False)
    shared, again = (pd.Series(False, index=people.index) for _ in range(2))
    if not repeated.any():
        return shared, again
    some = people[repeated]
    head = some.drop_duplicates("account").set_index("account").loc[some["account"]].reset_index()
    head.index = some.index
    same_birth = some["birth"].eq(head["birth"]) | (some["birth"].isna() & head["birth"].isna())
    same_first = some["first"].eq(head["first"])
    short = pd.Series(_one_name(some["first"], head["first"]), index=some.index) & some["last"].eq(
        head["last"]
    )
    is_same = same_birth & (same_first | short) & some["suffix"].eq(head["suffix"])
    mixed = (~is_same).groupby(some["account"]).transform("any")
    shared.loc[some.index] = mixed.to_numpy()
    again.loc[some.index] = (~mixed & some["account"].duplicated()).to_numpy()
    return shared, again


def with_map(pairs: pd.DataFrame, accounts: pd.Series, id_map: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of records with what the client's map says of both: one Medi ID, or two."""
    if pairs.empty or id_map.empty:
        return pairs
    ids = dict(zip(check_compared(id_map["account_number"]), id_map["other_account_number"], strict=True))
    keys = check_compared(accounts.reindex(pd.Index([*pairs["left"], *pairs["right"]])))
    both = keys.map(ids).to_numpy().reshape(2, -1)
    told = [
        "" if pd.isna(one) or pd.isna(other) else _MAPPED[one == other]
        for one, other in zip(*both, strict=True)
    ]
    return pairs.assign(
        evidence=(pairs["evidence"] + pd.Series(told, pairs.index, dtype="str")).astype("str")
    )
