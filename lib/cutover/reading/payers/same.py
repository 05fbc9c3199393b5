"""Which names are one payer's by proof: the one place that decides it for whoever compares payers by name.

Spelling is judged elsewhere (`names`, `spellings`). Here names join that no spelling joins, each by what the client's
own files prove: a payer list sends one on to the other under its id; both bear one id, in claims, enrollments or lists
of patients, and a word of their own, or are likely one by their spelling, or are the only two that bear it; one payer
answered nearly all claims of a name, and hardly any claim of another; or a list of the client's own gives the claims
of a name another one. An id of many (a clearinghouse's), a payer that answers for several (an administrator), two
states, two lines of business, or two rows of the list with ids of their own stay apart: better two payers than the
wrong one. Each proof is kept in words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, product

import pandas as pd

from cutover import identifiers, reference
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.era_submissions import REVERSAL, few_era_claims
from cutover.reading.claims.era_submissions import SOURCE as OF_ERA
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.submissions import keys
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.intake.own_lists import load_own_lists
from cutover.reading.kept import store
from cutover.reading.payers.enrollments import enrolled_payers
from cutover.reading.payers.ids_of_patients import ids_of_patients
from cutover.reading.payers.lists import PayerLists, latest, lists_for
from cutover.reading.payers.names import (
    PayerName,
    bare_id,
    compared,
    lines_of,
    lines_of_health,
    of_casualty,
    own_words,
)
from cutover.reading.payers.spellings import Spellings, agree, likely_one, of_one_id
from cutover.reading.practice.book import Practice

_PAYER = ["payer_name", "payer_id"]
_CLAIM = ["patient_control_number", "claim_number", "service_from"]
_ANSWER = ["patient_control_number", "service_from", "payer_name", "submission", "status", "set_aside"]
_LEAST_CLAIMS = 3  # answered claims of a name from which on they prove who it is
_NEARLY_ALL = 90  # percent of them
_MOST = 80  # percent of the answered claims below which they speak against an id
_SHORTEST_ID = 3
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PAIR = 2
Ids = dict[PayerName, set[str]]  # the ids of each name, in capitals


@dataclass(frozen=True)
class SamePayers:
    """Names that are one payer's: each group as its sources write them, the name that it goes by first.

    `proofs` says of names, as the groups write them, by what they were joined.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    proofs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _of(self) -> dict[PayerName, tuple[str, ...]]:
        return {compared(name): group for group in self.groups for name in group}

    def main(self, name: str) -> str:
        """Return the name that the payer goes by, the name itself where nothing proves another."""
        group = self._of.get(compared(name))
        return group[0] if group else name

    def names(self, name: str) -> tuple[str, ...]:
        """Return every name of the payer that bears this one, itself included; none where nothing proves another."""
        return self._of.get(compared(name), ())

    def proof(self, name: str) -> str:
        """Return by what a name was joined with the others of its payer, in words; "" where nothing proves any."""
        return self._proofs.get(compared(name), "")

    @property
    def told(self) -> tuple[str, ...]:
        """In words which names are taken as another one, and by what."""
        return tuple(
            f"{name} is taken as {group[0]}: {self.proof(name)}."
            for group in self.groups
            for name in group[1:]
            if self.proof(name)
        )

    @cached_property
    def _proofs(self) -> dict[PayerName, str]:
        return {compared(name): said for name, said in self.proofs}

    def among(self, told: Iterable[str]) -> dict[PayerName, str]:
        """Return the one name of `told` that each proven name means, by the name as it is compared.

        Where several of `told` are in a group, nothing says which of them is meant.
        """
        held: dict[tuple[str, ...], dict[PayerName, str]] = defaultdict(dict)
        for name in told:
            if group := self._of.get(compared(name)):
                held[group].setdefault(compared(name), name)
        ours = {group: next(iter(names.values())) for group, names in held.items() if len(names) == 1}
        return {compared(name): one for group, one in ours.items() for name in group}


NONE_PROVEN = SamePayers()


def same_for(practice: Practice) -> SamePayers:
    """Return the payers of a practice that its own files prove to be one; kept with its other readings."""
    return store.of(practice, "same_payers", lambda: _read(practice), worth=0)


def _read(practice: Practice) -> SamePayers:
    old, medi = load_archive(practice), load_archive(practice, folder="medi_era")
    read, columns = load_claims(practice, old), [*_PAYER, *_CLAIM]
    said = read.submitted[read.submitted["source"] != OF_ERA]
    parts = [read.history, said, read.denials, load_sent(practice).rows]
    claims = pd.concat([part.reindex(columns=columns).astype(object) for part in parts], ignore_index=True)
    eras = [read.era_claims, few_era_claims(medi)] if medi.rows("claims") else [read.era_claims]
    answers = pd.concat([rows[_ANSWER] for rows in eras], ignore_index=True)
    enrolled = pd.concat([enrolled_payers(practice)[_PAYER], ids_of_patients(practice)], ignore_index=True)
    listed = load_own_lists(practice).rename(columns={"payer": "payer_name"})[["claim_number", "payer_name"]]
    return same_payers(claims, answers, lists_for(practice), _ids(old, medi), enrolled, listed)


def _ids(*feeds: Archive) -> pd.DataFrame:
    """The names and ids of the payers of remittances; one that N1 names without an id may bear it in REF*2U."""
    paid = pd.concat([feed.payments[[*_PAYER, "payer_id_2u"]] for feed in feeds], ignore_index=True)
    return paid.assign(payer_id=paid["payer_id"].fillna(paid["payer_id_2u"]))[_PAYER].drop_duplicates()


def same_payers(
    claims: pd.DataFrame,
    answers: pd.DataFrame,
    lists: PayerLists,
    paid: pd.DataFrame,
    enrolled: pd.DataFrame | None = None,
    own_lists: pd.DataFrame | None = None,
) -> SamePayers:
    """Return the names that are one payer's.

    `claims` are what the client calls its payers, claim by claim: `payer_name`, `payer_id`, `patient_control_number`,
    `claim_number`, `service_from`; `answers` are the claims of remittances (`era_submissions.era_claims`), `paid` the
    names and ids of their payers (`payer_name`, `payer_id`), `enrolled` those of the client's enrollments. `own_lists`
    are what work lists and the like call the payers of claims: `claim_number`, `payer_name`.
    """
    listed = latest(lists).dropna(subset=["payer_name"]).drop_duplicates([*_PAYER, "notes"])
    worked = own_lists if own_lists is not None else claims[["claim_number", "payer_name"]].head(0)
    named = pd.concat([part[_PAYER].astype(object) for part in (claims, enrolled) if part is not None])
    told = _told(pd.concat([named, worked[["payer_name"]].astype(object)]), paid, listed)
    groups = _Groups(told)
    for one, other in told.notes:
        groups.join(one, other, "a note of the payer list sends one name on to the other")
    for one, other, payer_id in told.alike():
        groups.join(one, other, f"both bear the payer ID {payer_id}")
    pairs, strange = told.alone(groups), told.strange()
    near = {one: other for one, other in told.spelled().items() if groups.find(one) != groups.find(other)}
    if pairs or strange or near:
        answered = _answered(claims, answers)
        for one, other, payer_id in pairs:
            if not answered.speaks_against(groups, one, other, told.listed):
                groups.join(one, other, f"they alone bear the payer ID {payer_id}")
        for one, other, said in answered.proven(groups, {*strange, *near}):
            if told.may_be_proven(groups, one, other) and near.get(one, other) == other:
                groups.join(one, other, said)
    for one, other, said in _worked(claims, worked).proven(groups, set(told.claims)):
        if told.may_be_proven(groups, one, other):
            groups.join(one, other, said)
    counts = claims["payer_name"].dropna().map(compared).value_counts().to_dict()
    first = {target for _, target in told.notes}
    rank = {one: (one not in first, one not in told.listed, -counts.get(one, 0), text)
            for one, text in told.text.items()}  # fmt: skip
    made = (sorted(group, key=lambda one: rank[one]) for group in groups.several())
    proofs = tuple(sorted((told.text[one], said) for one, said in groups.proofs.items()))
    return SamePayers(tuple(sorted(tuple(told.text[one] for one in group) for group in made)), proofs)


@dataclass(frozen=True)
class _Told:
    """What the sources call payers: the ids of each name in claims, in remittances and in the list, and its `text`.

    `listed` has the rows of the list that are about a name or id of the others, `every` the ids of all its names.
    """

    claims: Ids
    paid: Ids
    listed: Ids
    notes: list[tuple[PayerName, PayerName]]
    text: dict[PayerName, str]
    every: dict[str, set[str]]

    def _bearers(self) -> dict[str, dict[PayerName, None]]:
        found: dict[str, dict[PayerName, None]] = defaultdict(dict)
        for source in (self.listed, self.claims, self.paid):
            for name, ids in source.items():
                for payer_id in ids:
                    found[payer_id][name] = None
        return found

    def alike(self) -> Iterator[tuple[PayerName, PayerName, str]]:
        """The names of one id, with it, that are one payer's beside it; an id may have lost its leading zeros."""
        bearers: dict[str, dict[PayerName, str]] = defaultdict(dict)
        for payer_id, names in sorted(self._bearers().items(), key=lambda pair: (-len(pair[0]), pair[0])):
            for name in names:
                bearers[bare_id(payer_id)].setdefault(name, payer_id)
        for told in bearers.values():
            payer_id = max(told.values(), key=len)
            for one, other in combinations(told, 2):
                a, b = self.text[one], self.text[other]
                if of_one_id(a, b) or _likely(a, b):
                    yield one, other, payer_id

    def alone(self, groups: _Groups) -> list[tuple[PayerName, PayerName, str]]:
        """The one name of an id that remittances alone write, and the one other name of it; neither has another id."""
        found = []
        for payer_id, names in self._bearers().items():
            bearers = {groups.find(name): name for name in names}
            theirs = {root for root in bearers if groups.members(root) & set(self.paid)}
            if len(bearers) != _PAIR or len(theirs) != 1:
                continue
            one, other = sorted(bearers, key=lambda root: root in theirs)
            ids = [self._ids(groups.members(root)) for root in (one, other)]
            if groups.members(other) & {*self.claims, *self.listed}:
                continue
            if ids[0] == ids[1] == {payer_id} and not self._is_spelled(one):
                found.append((one, other, payer_id))
        return found

    def _ids(self, names: set[PayerName]) -> set[str]:
        sources = (self.claims, self.paid, self.listed)
        return {payer_id for source in sources for name in names for payer_id in source.get(name, ())}

    @cached_property
    def _remitted(self) -> Spellings:
        return Spellings(self.text[name] for name in self.paid)

    def _is_spelled(self, name: PayerName) -> bool:
        return self._remitted.find(self.text[name]) is not None

    def strange(self) -> set[PayerName]:
        """The names of claims that no remittance's payer bears, however it is spelled."""
        return {name for name in self.claims if not self._is_spelled(name)}

    def spelled(self) -> dict[PayerName, PayerName]:
        """The other names of claims, each with that of the remittance's payer whose spelling it is."""
        found = {name: self._remitted.find(self.text[name]) for name in self.claims}
        return {name: compared(other) for name, other in found.items() if other is not None}

    @cached_property
    def _in_list(self) -> tuple[Spellings, set[str]]:
        return Spellings(self.every), {payer_id for ids in self.every.values() for payer_id in ids}

    def may_be_proven(self, groups: _Groups, one: PayerName, other: PayerName) -> bool:
        """Whether two names can be one payer's by claims alone.

        Each has a word of its own, or a name of the one's is likely one of the other's: `Medicare B` that of the
        contractor whose id the remittance bears. The list does not have them as two payers, each under ids of its own.
        """
        names = [[self.text[member] for member in groups.members(name)] for name in (one, other)]
        if not (own_words(self.text[one]) and own_words(self.text[other])) and not any(
            _likely(a, b) for a, b in product(*names)
        ):
            return False
        spelled, known = self._in_list
        ids: list[set[str]] = []
        for name in (one, other):
            found = {spelled.find(self.text[member]) for member in groups.members(name)}
            told = {payer_id for text in found if text for payer_id in self.every[text]}
            ids.append(told | (self._ids(groups.members(name)) & known))
        return not (ids[0] and ids[1]) or bool(ids[0] & ids[1])


def _likely(one: str, other: str) -> bool:
    """Whether two names are likely one by spelling, one of them perhaps without what stands in brackets behind it.

    `Larkspur (Medicaid MCO)` is likely Larkspur, and `Prairie Mutual (WC)` Prairie Mutual; only further proof tells.
    """
    names = [{name, _BRACKETS.sub(" ", name).strip() or name} for name in (one, other)]
    return any(compared(a) == compared(b) or likely_one(a, b) for a, b in product(*names)) or (
        of_casualty(one) == of_casualty(other) and lines_of_health(one) == lines_of_health(other)
    )


def _told(claims: pd.DataFrame, paid: pd.DataFrame, listed: pd.DataFrame) -> _Told:
    text: dict[PayerName, str] = {}
    own, theirs = _named(claims, {}), _named(paid, {})
    notes = _noted(listed)
    met = {bare_id(one) for ids in [*own.values(), *theirs.values()] for one in ids}
    names = {*own, *theirs, *(name for pair in notes for name in pair)}
    ids = listed["payer_id"].astype("str").str.strip().str.upper()
    near = ids.map(bare_id, na_action="ignore").isin(met) | listed["payer_name"].map(
        lambda name: compared(name) in names
    ).astype(bool)
    every: dict[str, set[str]] = {}
    for name, payer_id in zip(listed["payer_name"], ids, strict=True):
        every.setdefault(name, set()).update([payer_id] if isinstance(payer_id, str) else [])
    of_list = _named(listed[near], text)  # of equal names the list's spelling is the payer's
    for rows in (claims, paid):
        _named(rows, text)
    return _Told(own, theirs, of_list, notes, text, every)


def _named(rows: pd.DataFrame, text: dict[PayerName, str]) -> Ids:
    found: Ids = {}
    pairs = rows[_PAYER].drop_duplicates().astype(object)
    for name, payer_id in pairs.itertuples(index=False, name=None):
        if isinstance(name, str) and compared(name).words:
            text.setdefault(compared(name), name)
            ids = found.setdefault(compared(name), set())
            if isinstance(payer_id, str) and len(payer_id.strip()) >= _SHORTEST_ID:
                ids.add(payer_id.strip().upper())
    return found


def _noted(listed: pd.DataFrame) -> list[tuple[PayerName, PayerName]]:
    """The names of the list whose note sends one on to another name of it, with that name."""
    rows = listed[listed["notes"].notna()]
    meant = rows["notes"].astype("str").str.extract(_note())[0]
    if meant.isna().all():
        return []
    ids: Ids = defaultdict(set)
    for name, payer_id in zip(listed["payer_name"], listed["payer_id"], strict=True):
        ids[compared(name)] |= {payer_id.strip().upper()} if isinstance(payer_id, str) else set()
    found = []
    for name, said in zip(rows["payer_name"], meant, strict=True):
        if isinstance(said, str) and compared(said) in ids and compared(said) != compared(name):
            mine, theirs = ids[compared(name)], ids[compared(said)]
            if mine & theirs or not (mine and theirs):
                found.append((compared(name), compared(said)))
    return found


class _Groups:
    """Names that are one payer's so far; two that cannot be one are never joined, whatever lies between them.

    Two that the payer list has, each under ids of its own, are two.
    """

    def __init__(self, told: _Told) -> None:
        self.proofs: dict[PayerName, str] = {}  # the first that joined each name
        self._text, self._listed = told.text, told.listed
        self._of: dict[PayerName, set[PayerName]] = {name: {name} for name in told.text}

    def members(self, name: PayerName) -> set[PayerName]:
        return self._of[name]

    def find(self, name: PayerName) -> PayerName:
        return min(self._of[name], key=lambda one: (one.words, sorted(one.states)))

    def join(self, one: PayerName, other: PayerName, said: str) -> None:
        mine, theirs = self._of[one], self._of[other]
        if mine is not theirs and all(self._may_be(a, b) for a in mine for b in theirs):
            for name in (one, other):
                self.proofs.setdefault(name, said)
            mine |= theirs
            self._of.update(dict.fromkeys(theirs, mine))

    def _may_be(self, one: PayerName, other: PayerName) -> bool:
        ids = self._listed.get(one), self._listed.get(other)
        if ids[0] and ids[1] and not ids[0] & ids[1]:
            return False
        left, right = lines_of(self._text[one]), lines_of(self._text[other])
        return agree(one.states, other.states) and (not left or not right or left == right)

    def several(self) -> list[set[PayerName]]:
        return list({id(group): group for group in self._of.values() if len(group) > 1}.values())


@dataclass(frozen=True)
class _Answered:
    """Claims by the name that the client gives their payer (`own`) and that of the remittance (`payer`).

    `said` is in words what that is of so many claims.
    """

    pairs: pd.DataFrame
    said: str = "answered claims were answered by this payer's remittances"

    def _counts(self, groups: _Groups, one: PayerName, other: PayerName) -> tuple[int, int]:
        """The claims of the first that the second answered, and the more of all of the first and of the second."""
        own = self.pairs["own"].isin(groups.members(one))
        theirs = self.pairs["payer"].isin(groups.members(other))
        return int((own & theirs).sum()), max(int(own.sum()), int(theirs.sum()))

    def speaks_against(
        self, groups: _Groups, one: PayerName, other: PayerName, listed: Iterable[PayerName]
    ) -> bool:
        """Whether many claims of one name were answered by others than the other name, or the reverse.

        Claims that never bear the first name, which the list alone writes, speak against it where the other answered
        claims of several names, or of another one of the list: it then pays for many.
        """
        both, most = self._counts(groups, one, other)
        if not self.pairs["own"].isin(groups.members(one)).any():
            names = self.pairs.loc[self.pairs["payer"].isin(groups.members(other)), "own"].value_counts()
            return bool(len(names)) and (100 * names.iloc[0] < _MOST * most or names.index[0] in listed)
        return 100 * both < _MOST * most

    def proven(self, groups: _Groups, strange: set[PayerName]) -> list[tuple[PayerName, PayerName, str]]:
        """The strange names with the payer that answered nearly all their claims, and nearly none of other names.

        Each with how many that are, in words.
        """
        found = []
        for one in sorted(strange, key=lambda name: name.words):
            answers = self.pairs.loc[self.pairs["own"] == one, "payer"]
            if len(answers) >= _LEAST_CLAIMS:
                other = answers.value_counts().index[0]
                both, most = self._counts(groups, one, other)
                if 100 * both >= _NEARLY_ALL * most:
                    found.append((one, other, f"{both:,} of its {len(answers):,} {self.said}"))
        return found


def _answered(claims: pd.DataFrame, answers: pd.DataFrame) -> _Answered:
    """The claims of the client that a first payer answered, each once; one that names two payers tells nothing."""
    first = answers["submission"].ne("secondary") & answers["status"].ne(REVERSAL)
    theirs = answers[answers["set_aside"].isna() & first.fillna(True).astype(bool)]
    numbers = theirs["patient_control_number"].astype("str")
    told = pd.DataFrame(
        {"key": keys(numbers, theirs["service_from"]), "payer": _things(theirs["payer_name"])}
    )
    days = claims["service_from"].astype("datetime64[ms]")
    parts = [
        pd.DataFrame({"key": keys(claims[name].astype("str"), days), "own": _things(claims["payer_name"])})
        for name in ("claim_number", "patient_control_number")
    ]
    own, told = (
        pd.concat(parts, ignore_index=True).dropna().drop_duplicates(),
        told.dropna().drop_duplicates(),
    )
    own, told = (rows[~rows["key"].duplicated(keep=False)] for rows in (own, told))
    return _Answered(own.merge(told, on="key"))


def _worked(claims: pd.DataFrame, listed: pd.DataFrame) -> _Answered:
    """The claims of the client's own lists by the payer's name there (`own`) and in its claims (`payer`), each once."""
    own, told = (
        pd.DataFrame({"key": rows["claim_number"].astype("str"), name: _things(rows["payer_name"])})
        for rows, name in ((listed, "own"), (claims, "payer"))
    )
    own, told = (
        rows.assign(key=identifiers.compared(rows["key"])).dropna().drop_duplicates() for rows in (own, told)
    )
    own, told = (rows[~rows["key"].duplicated(keep=False)] for rows in (own, told))
    both = own.merge(told, on="key")
    said = "claims in a list of the client's bear this name in its claims"
    return _Answered(both[both["own"] != both["payer"]], said)


def _things(names: pd.Series) -> pd.Series:
    """Names as they are compared, null where a row names nobody."""
    known = {name: compared(name) for name in names.dropna().unique()}
    return names.astype(object).map({name: one for name, one in known.items() if one.words})


@dataclass(frozen=True)
class _Words:
    words: tuple[str, ...]


@cache
def _note() -> str:
    """The pattern of a note that names the payer whose row counts."""
    words = sorted(reference.load("payer_notes", _Words).words, key=len, reverse=True)
    return rf"(?i)^\W*(?:{'|'.join(map(re.escape, words))})\b[\s:]+([^.;]+)"
