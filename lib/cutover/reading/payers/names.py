"""Payers' names as they are compared: abbreviations written out, the state taken out.

The words that tell a payer keep their order: `First Lakes Health` and `Health First Lakes` are two payers. Those of a
line of business or a product may stand anywhere; beside a word of its own so may those that any plan may bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.payers.legal_names import A_NAME, by_law, law, trade_name
from cutover.reading.payers.programs import agencies, programs
from cutover.reading.payers.states import codes, state_code

_BLUE = "Blue Cross Blue Shield"
EQUIPMENT = "dme medicare"  # Medicare's equipment, as `loosely` calls it


@dataclass(frozen=True)
class PayerName:
    """A name as it is compared: its words, those that may stand anywhere last, and the states it names."""

    words: str
    states: frozenset[str] = frozenset()


_LEAST_LETTERS = 4  # of a word that tells a payer


@cache
def compared(name: str) -> PayerName:
    """Return a payer's name as it is compared, with its alias written out.

    `BCBS of Texas`, `Blue Cross Blue Shield - TX` and `TX BLUE CROSS BLUE SHIELD` are one; `Medicaid - Ohio`
    and `Medicaid - Texas` are two, and so are `Aetna` and `Aetna Medicare`.
    """
    told = legal_name(name) or _agency(name)
    return told or (compared(trade) if (trade := trade_name(name)[1]) else _written_out(_plain(name)))


def _agency(name: str) -> PayerName | None:
    """Medicaid of the state whose agency or program bears this name, and nothing else; None where it is no such name.

    `Medicaid` may stand beside it: `AHCCCS (AZ Medicaid)`.
    """
    words, states = _in_order(name)
    for said in (words, tuple(word for word in words if word != "medicaid")):
        state = programs().get(" ".join(said))
        if state and states <= {state}:
            return PayerName("medicaid", frozenset([state]))
        allowed = _agencies().get(tuple(word for word in said if word != "state"), frozenset())
        if len(states) == 1 and states <= allowed:
            return PayerName("medicaid", states)
    return None


@cache
def legal_name(name: str) -> PayerName | None:
    """Return the brand of the insurer that bears a name by law, with its states; None where the name is no such one.

    A remittance prints `ROCKY MOUNTAIN HOSPITAL AND MEDICAL SERVICE` for Anthem Blue Cross Blue Shield of Colorado.
    """
    found = _companies().get(by_law(name)) or _companies().get(by_law(trade_name(name)[0]))
    return found[1] if found else None


@cache
def brand(name: str) -> str:
    """Return the brand of an insurer that is named by law, as people write it; any other name as it is.

    One that says under which name it trades (`Elm Health Inc DBA Juniper`) has that for a brand.
    """
    legal, trade = trade_name(name)
    found = _companies().get(by_law(name)) or _companies().get(by_law(legal))
    return found[0] if found else trade or name


@cache
def run_together(name: str) -> PayerName:
    """Return a payer's name as one run of letters: `QualCare`, `QUAL CARE` and `Qual-Care, Inc.` are one."""
    words, states = _in_order(name)
    said = compared(name)
    return PayerName("".join(words), states | said.states)


@cache
def lines_of(name: str) -> frozenset[str]:
    """Return the lines of business that a name bears: Medicare Advantage of a plan is not the plan's own."""
    return frozenset(compared(name).words.split()) & _reference().lines


def lines_of_health(name: str) -> frozenset[str]:
    """Return the lines of business that a name bears but for workers' compensation and auto."""
    return lines_of(name) - _reference().casualty


@cache
def is_short_for(name: str, other: str) -> bool:
    """Return whether a name can be a short one of another: the same words but for its states, or the first of them.

    `BC/BS` is short for a Blue plan of any state, `Sundial` for Sundial Mutual. A short name has a word of its own,
    names no state and no line of business: `Medicaid` is short for none.
    """
    words, states = _in_order(name)
    own = [word for word in words if len(word) >= _LEAST_LETTERS and word not in _reference().generic]
    if states or not own or lines_of(name):
        return False
    return compared(name).words == compared(other).words or _in_order(other)[0][: len(words)] == words


@cache
def loosely(name: str) -> PayerName:
    """Return the payer that a name means where nothing tells its plans apart.

    The words of a product are left out beside a payer that is of no line of business: `Cigna PPO` is Cigna, `Medicare
    HMO` stays. Original Medicare is its contractor in the contractor's states: `Novitas JL`, `Medicare Part B`; its
    equipment (DME) is apart, with contractors and states of its own.
    """
    said = compared(name)
    if legal_name(name):
        return said
    if trade := trade_name(name)[1]:
        return loosely(trade)
    words = set(said.words.split())
    medicare = _equipment(name, said) or _original_medicare(name, said)
    if medicare or words & _reference().lines:
        return medicare or said
    kept = _without_products(name)
    return _written_out(PayerName(_arranged(kept), said.states)) if kept else said


@cache
def core(name: str, loose: bool = True) -> frozenset[str]:
    """Return the words that tell a payer apart from every other, without those that any health plan may bear.

    `Sundial`, `Sundial Health Plan` and `Sundial Benefit Administrators` are {sundial}; with `loose` the words of a
    product are left out as well. Empty where what is left could be many payers' (`American`, `Blue Cross`, `Medicaid`).
    """
    known = _reference()
    words = set((loosely(name) if loose else compared(name)).words.split())
    if " health care " in f" {' '.join(_in_order(name)[0])} ":
        words -= {"health", "care"}
    words -= known.generic
    own = words - known.lines - known.shared - known.products
    return frozenset(words) if any(len(word) >= _LEAST_LETTERS for word in own) else frozenset()


@cache
def own_words(name: str) -> frozenset[str]:
    """Return the words of a name that no other payer is likely to bear: `Sundial` of `Sundial Preferred Network`."""
    known = _reference()
    many = known.lines | known.products | known.generic | known.shared
    return frozenset(w for w in compared(name).words.split() if len(w) >= _LEAST_LETTERS and w not in many)


@cache
def first_own_word(name: str) -> str | None:
    """Return the word of its own with which a payer's name begins: `Sundial` of `Sundial Health`; null where none does.

    `First Health` and `American Dental` begin with a word of many payers.
    """
    known, words = _reference(), _in_order(name)[0]
    many = known.lines | known.products | known.generic | known.shared
    own = bool(words) and len(words[0]) >= _LEAST_LETTERS and words[0] not in many
    return words[0] if own else None


def loose_run(name: str) -> str:
    """Return what `loosely` leaves of a name as one run of letters."""
    found = loosely(name)
    return "".join(_without_products(name)) if found != compared(name) else run_together(name).words


@cache
def _without_products(name: str) -> tuple[str, ...]:
    """The words of a name in its own order without those of a product; none where no name would be left."""
    text = f" {' '.join(_in_order(name)[0])} "
    for phrase in _reference().product_phrases:
        text = text.replace(f" {phrase} ", " ")
    kept = tuple(word for word in text.split() if word not in _reference().products)
    return kept if any(len(word) >= A_NAME for word in kept) else ()


@cache
def of_casualty(name: str) -> PayerName:
    """Return a payer's name without the words for workers' compensation, auto and what such a plan covers.

    `Prairie Auto (MedPay)` is Prairie, and `Prairie EAP` too. A name that has nothing but such words stays as it is.
    """
    said, known = compared(name), _reference()
    kept = [word for word in said.words.split() if word not in known.lines | known.coverages | known.services]
    telling = any(len(word) > A_NAME for word in kept)
    return PayerName(" ".join(kept), said.states) if telling else said


def _original_medicare(name: str, said: PayerName) -> PayerName | None:
    """Original Medicare with the states that it may be of; None where the name is another payer's."""
    known = _contractors()
    text = f" {' '.join(re.findall(r'[a-z0-9]+', name.lower()))} "
    words, said = _placed(said)
    own = [c for c in known.contractor if words >= c.words and (not words & known.jurisdictions or
                                                                words & set(c.jurisdictions))]  # fmt: skip
    of_own = {word for c in own for word in c.words}
    allowed = known.words | known.jurisdictions | of_own | (known.beside if own else frozenset())
    if (
        not (own or "medicare" in words)
        or not words <= allowed
        or any(f" {w} " in text for w in known.others)
    ):
        return None
    if said.states or not own:
        placed = [c for c in known.contractor if words & set(c.jurisdictions)]
        return PayerName("medicare", said.states or frozenset(s for c in placed for s in c.states))
    return PayerName("medicare", frozenset(state for c in own for state in c.states))


def _equipment(name: str, said: PayerName) -> PayerName | None:
    """Medicare's equipment (DME) with the states that its contractor may pay for; None where the name is another's."""
    known = _contractors()
    words, said = _placed(said)
    letter = re.search(r"\b(?:jurisdiction|jur|region|(?:dme)?mac)[ -]+([a-d])\b", name.lower())
    named = {f"j{letter[1]}"} if letter else words & {one.jurisdiction for one in known.equipment_contractor}
    own = [one for one in known.equipment_contractor if words >= one.words]
    of_own = {word for one in own for word in (*one.words, *known.beside)}
    allowed = known.words | known.equipment | known.beside_equipment | named | of_own
    if (
        not words & known.equipment
        or not words <= allowed
        or not (own or words & {"medicare", "mac", "dmerc"})
    ):
        return None
    where = [one for one in own or known.equipment_contractor if not named or one.jurisdiction in named]
    if not where or not (own or named):
        return PayerName(EQUIPMENT, said.states)
    return PayerName(EQUIPMENT, frozenset(state for one in where for state in one.states))


def _placed(said: PayerName) -> tuple[set[str], PayerName]:
    """The words of a name that may be Medicare's without the states among them, and the name with these states."""
    words, known = set(said.words.split()), _contractors()
    states = {word for word in words - known.not_states if len(word) == 2 and state_code(word)}
    return words - states, PayerName(said.words, said.states | {word.upper() for word in states})


def _written_out(plain: PayerName) -> PayerName:
    """A name with its alias written out, and a Blue plan that has one brand and one state as that state's."""
    words = _aliases().get(plain.words, plain.words)
    if words in _state_brands() and plain.states and plain.states <= _state_brands()[words]:
        return PayerName(_plain(_BLUE).words, plain.states)
    state = _state_plans().get(words)
    if state and plain.states <= {state}:
        return PayerName(_plain(_BLUE).words, frozenset([state]))
    return PayerName(words, plain.states)


def _plain(name: str) -> PayerName:
    words, states = _in_order(name)
    return PayerName(_arranged(words), states)


def _arranged(words: Iterable[str]) -> str:
    """Words each once: those that tell in their order, then by alphabet those whose place tells nothing."""
    known, ordered = _reference(), list(words)
    own = set(ordered) - known.lines - known.products - known.generic - known.shared
    free = known.lines | known.products | known.anywhere
    if any(len(word) >= _LEAST_LETTERS for word in own):
        free |= known.placeless
        text = " ".join(ordered).replace(
            "health plan", "plan health_"
        )  # of a plan, and no name: in any place
        ordered = text.split()
    fixed = dict.fromkeys(word for word in ordered if word not in free and word != "health_")
    moved = {word.rstrip("_") for word in ordered} - set(fixed)
    return " ".join([*fixed, *sorted(moved)])


@cache
def _in_order(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The telling words of a name in its own order, with phrases written out, and the states that it names."""
    found = _state_letters(name)
    text = f" {' '.join(re.findall(r'[a-z0-9]+', name.lower()))} "
    for stem, code in re.findall(r" (h?bcbs)([a-z]{2})(?= )", text):
        if state_code(code):
            found.add(code.upper())
            text = text.replace(f" {stem}{code} ", f" {stem} ")
    said = _reference()
    for phrase, meant in _phrases():
        text = text.replace(f" {phrase} ", f" {meant} ")
    for spelled, code in _state_names():
        if f" {spelled} " in text:
            found.add(code)
            text = text.replace(f" {spelled} ", " ")
    letters = {code.lower() for code in found}
    words = tuple(w for w in text.split() if w not in said.ignored and w not in letters)
    return words, frozenset(found)


def _state_letters(name: str) -> set[str]:
    """States written as two letters of any case: at the beginning or end, after a dash or comma, in brackets."""
    doubtful = _reference().doubtful_states
    set_off = {c for c in re.findall(r"(?:[-,(/]\s*)([A-Za-z]{2})\b", name) if state_code(c)}
    ends = {
        part.upper()
        for parts in re.findall(r"^([A-Za-z]{2})\s|\s([A-Za-z]{2})$", name.strip())
        for part in parts
        if part
    }
    plain = {c for c in ends if state_code(c) and c not in doubtful}
    first = re.match(rf"\s*([A-Z]{{2}})\s+(?i:{'|'.join(_reference().after_a_state)})\b", name)
    plain |= {first[1]} if first and state_code(first[1]) else set()
    return {c.upper() for c in set_off | plain}


@cache
def _state_names() -> list[tuple[str, str]]:
    """Names of states, the longest first: West Virginia is not Virginia."""
    return sorted(((n, c) for n, c in codes().items() if len(n) > 2), key=lambda pair: -len(pair[0]))


@dataclass(frozen=True)
class _Alias:
    name: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class _StatePlan:
    name: str
    state: str


@dataclass(frozen=True)
class _StateBrand:
    name: str
    states: frozenset[str]


@dataclass(frozen=True)
class _Aliases:
    ignored: frozenset[str]
    doubtful_states: frozenset[str]
    after_a_state: tuple[str, ...]
    medicare_contractors: frozenset[str]
    products: frozenset[str]
    product_phrases: tuple[str, ...]
    lines: frozenset[str]
    casualty: frozenset[str]
    coverages: frozenset[str]
    services: frozenset[str]
    phrases: dict[str, str]
    alias: tuple[_Alias, ...]
    state_plan: tuple[_StatePlan, ...]
    state_brand: tuple[_StateBrand, ...]
    generic: frozenset[str]
    placeless: frozenset[str]
    anywhere: frozenset[str]
    shared: frozenset[str]


@dataclass(frozen=True)
class _Contractor:
    words: frozenset[str]
    jurisdictions: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True)
class _EquipmentContractor:
    words: frozenset[str]
    jurisdiction: str
    states: tuple[str, ...]


@dataclass(frozen=True)
class _Contractors:
    words: frozenset[str]
    beside: frozenset[str]
    others: tuple[str, ...]
    not_states: frozenset[str]
    equipment: frozenset[str]
    beside_equipment: frozenset[str]
    contractor: tuple[_Contractor, ...]
    equipment_contractor: tuple[_EquipmentContractor, ...]

    @property
    def jurisdictions(self) -> set[str]:
        """The short names of all jurisdictions."""
        return {name for one in self.contractor for name in one.jurisdictions}


@cache
def _companies() -> dict[str, tuple[str, PayerName]]:
    """The brand of each legal name, by its letters: as people write it, and as it is compared, with its states."""
    known = law().company
    return {
        by_law(legal): (one.brand, PayerName(_written_out(_plain(one.brand)).words, frozenset(one.states)))
        for one in known
        for legal in one.legal
    }


@cache
def _agencies() -> dict[tuple[str, ...], frozenset[str]]:
    """The states that have an agency of a name, by its telling words."""
    return {_in_order(one.name)[0]: one.states for one in agencies()}


@cache
def _contractors() -> _Contractors:
    return reference.load("medicare_contractors", _Contractors)


@cache
def _reference() -> _Aliases:
    return reference.load("payer_aliases", _Aliases)


@cache
def _phrases() -> list[tuple[str, str]]:
    return sorted(_reference().phrases.items(), key=lambda pair: -len(pair[0]))


@cache
def _aliases() -> dict[str, str]:
    return {
        _plain(other).words: _plain(entry.name).words for entry in _reference().alias for other in entry.also
    }


@cache
def _state_plans() -> dict[str, str]:
    """The state of each Blue plan that is the only one there, by its words."""
    return {_plain(entry.name).words: entry.state for entry in _reference().state_plan}


@cache
def _state_brands() -> dict[str, frozenset[str]]:
    """The states in which a brand is the state's one Blue Cross Blue Shield plan, by its words."""
    return {_plain(entry.name).words: entry.states for entry in _reference().state_brand}


def telling_words(name: PayerName) -> frozenset[str]:
    """Return the words by which a name is like another: its own, and Medicare's where it is of a contractor."""
    words = frozenset(name.words.split())
    return words | {"medicare"} if words & _reference().medicare_contractors else words


@cache
def is_a_payers(name: str) -> bool:
    """Tell whether a name has a word of a payer's: one that the aliases know, or of a line of business.

    That of a state's agency or program is one too, as `AHCCCS` is, and that of a contractor of Medicare: `DME MAC D`.
    """
    said = _plain(name)
    if set(said.words.split()) & _known_words() or _written_out(said) != said:
        return True
    return bool(_agency(name)) or loosely(name).words in ("medicare", EQUIPMENT)


@cache
def _known_words() -> frozenset[str]:
    known = _reference()
    names = [*known.phrases.values(), *(entry.name for entry in known.alias), *known.lines]
    words = {word for name in names for word in _plain(name).words.split()}
    return frozenset(word for word in words if len(word) >= _LEAST_LETTERS and word not in known.ignored)


def bare_id(payer_id: str) -> str:
    """Return a payer id without leading zeros, which Excel loses: `00332` and `332` are compared as `332`."""
    plain = payer_id.strip().upper()
    return plain.lstrip("0") or plain
