"""What is wrong with the charts of the sample client, practice by practice.

No second defect meets the same patient, so that each can be counted for itself; only what follows from a
date (an authorization that still holds) is counted over all charts.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from random import Random

from cutover_sample.book import AS_OF, Coverage, Patient
from cutover_sample.cast import PAYERS
from cutover_sample.patient_charts import Chart, Charts, chart, insured

MINOR_BORN = AS_OF.replace(year=AS_OF.year - 18)


class Desk:
    """The charts of one practice while dirt is put into them."""

    def __init__(self, charts: Charts, seed: int):
        self.told, self.rng = charts, Random(f"{seed}:{charts.practice.slug}:dirt")
        self.plain = list(charts.rows)
        self.rng.shuffle(self.plain)
        self.next_account = 20_001

    def take(self, suits: Callable[[Chart], object] = lambda c: True) -> Chart | None:
        """Return a chart that nothing has met yet, or None where none suits."""
        found = next((c for c in self.plain if suits(c)), None)
        if found is not None:
            self.plain.remove(found)
        return found

    def spoil(self, kind: str, concept: str, values: list, suits: Callable[[Chart], object] = lambda c: True):
        """Put each value into that cell of a plain chart; a callable makes it from the cells there."""
        for value in values:
            one = self.take(suits)
            if one is not None:
                one.cells[concept] = value(one.cells) if callable(value) else value
                one.marks.append((kind, concept))

    def add(self, patient: Patient, kind: str = "", concept: str = "account", **cells: object) -> Chart:
        """Register one more patient, never seen, under a new account."""
        patient = replace(patient, account=str(self.next_account))
        self.next_account += 1
        practice = self.told.practice
        made = chart(practice, patient, self.next_account - 20_002 + 900, [], self.told.cutover, self.rng)
        made.cells = {k: v for k, v in made.cells.items() if not k.startswith("auth_")} | cells
        if kind:
            made.marks.append((kind, concept))
        self.told.rows.append(made)
        return made

    def again(self, **changes: object) -> None:
        """Enter a person a second time, under a new account and with these cells changed."""
        first = self.take(lambda c: c.patient.birth.day > 12 and len(c.patient.coverages) == 1)
        if first is None:
            return
        twice = Chart(first.patient, dict(first.cells), [("same person", "account")])
        twice.cells["account"] = str(self.next_account)
        self.next_account += 1
        twice.cells = {k: v for k, v in twice.cells.items() if not k.startswith("auth_")}
        for concept, value in changes.items():
            twice.cells[concept] = value(twice.cells) if callable(value) else value
        twice.cells["of"] = first.cells["account"]
        self.told.rows.append(twice)


def soiled(charts: Charts, seed: int) -> Charts:
    """Return the charts with their practice's dirt, and every authorization that must come along marked."""
    desk = Desk(Charts(**{**vars(charts), "rows": copy.deepcopy(charts.rows)}), seed)
    script = {"cedar-grove": _cedar_grove, "juniper-hill": _juniper_hill}.get(charts.practice.slug)
    if script:
        script(desk)
    for one in desk.told.rows:
        if "auth_left" in one.cells and one.cells["auth_through"] >= charts.cutover:
            one.marks.append(("auth open" if one.cells["auth_left"] else "auth used up", "auth_left"))
    return desk.told


def _cedar_grove(desk: Desk) -> None:
    """Kept with care: a handful of things that any practice has."""
    for _ in range(3):
        one = desk.take(lambda c: len(c.patient.coverages) == 2)
        if one is not None:  # a third coverage, which has never paid
            third = Coverage(PAYERS["60054"], f"W{desk.rng.randrange(10**9):09d}", "G00417", "self")
            one.cells |= insured("3", third, one.patient, one.patient, desk.told.practice.first, desk.rng)
    desk.spoil(
        "coverage expired",
        "ins1_through",
        [dt.date(2025, 12, 31), dt.date(2026, 3, 31), AS_OF - dt.timedelta(1)],
    )
    _expire(desk, [dt.date(2026, 5, 31)])
    desk.spoil("inactive", "status", ["Inactive", "Inactive"])
    desk.spoil("deceased", "status", ["Deceased"])
    _lose_member(desk, 1)
    one = desk.take(lambda c: _is_commercial(c) and len(c.patient.coverages) == 1)
    if one is not None:  # without its number the only coverage is set aside
        one.cells["ins1_member"] = 12345678901234567
        one.marks += [
            (kind, "ins1_member") for kind in ("identifier damaged", "member missing", "coverage lost")
        ]
    desk.spoil("unit in street", "street", [lambda c: f"{c['street']} Apt 3B"])
    desk.again(home="(614) 555-0199")


def _juniper_hill(desk: Desk) -> None:
    """Typed by many hands over many years, and exported through a spreadsheet."""
    _births(desk)
    _styles(desk)
    _missing(desk)
    _insurance(desk)
    _persons(desk)


def _births(desk: Desk) -> None:
    wrong = ["6/28/198+", "10/13/19/3", "9/26/19991", "2/30/1985"]
    desk.spoil("birth impossible", "birth", wrong, _is_adult)
    desk.spoil("birth in future", "birth", [dt.date(2067, 3, 14)], _is_adult)
    seen = lambda c: c.cells["last_seen"] and _is_adult(c)  # noqa: E731
    desk.spoil("birth after visit", "birth", [lambda c: c["last_seen"] + dt.timedelta(9)], seen)
    desk.spoil("two-digit year", "birth", [lambda c: f"{c['birth']:%m/%d/%y}"] * 3, _is_old)


def _styles(desk: Desk) -> None:
    words = {"M": ("Male", "male", "m"), "F": ("Female", "female", "f")}
    for place in range(24):
        desk.spoil("sex spelled", "sex", [lambda c, place=place: words[c["sex"]][place % 3]])
    desk.spoil("sex unknown", "sex", ["U", "U", "Unknown"])
    desk.spoil("state spelled", "state", ["Maine"] * 3, _in_state("ME"))
    desk.spoil("state spelled", "state", ["Ohio"] * 5, _in_state("OH"))
    desk.spoil("zip restored", "zip", [lambda c: c["zip"][1:]] * 9, _in_state("ME"))
    desk.spoil("zip wrong", "zip", [lambda c: c["zip"][:4]], _in_state("OH"))
    units = [" Apt 4", ", Apt. 12", " #7", " Unit B", " Ste 210"]
    desk.spoil("unit in street", "street", [lambda c, unit=unit: c["street"] + unit for unit in units])
    desk.spoil("phone wrong", "home", ["555-0143", "555-0171"])
    desk.spoil("formula", "street2", ["=cmd|' /C calc'!A0", "@SUM(1+1)*2"])
    desk.spoil("formula", "email", ['=HYPERLINK("http://example.invalid","mail")'])


def _missing(desk: Desk) -> None:
    desk.spoil("birth missing", "birth", [None, None])
    desk.spoil("sex unknown", "sex", [None, None])
    desk.spoil("address missing", "street", [None])
    desk.spoil("address missing", "zip", [None])
    desk.spoil("name missing", "last", [None])
    _lose_member(desk, 3)
    desk.spoil("inactive", "status", ["Inactive"] * 12)
    desk.spoil("deceased", "status", ["Deceased"] * 3)
    desk.spoil("npi wrong", "npi", [lambda c: f"{c['npi'][:9]}{(int(c['npi'][9]) + 3) % 10}"])


def _lose_member(desk: Desk, times: int) -> None:
    for _ in range(times):
        one = desk.take(lambda c: _is_commercial(c) and len(c.patient.coverages) == 1)
        if one is not None:
            one.cells["ins1_member"] = None
            one.marks += [("member missing", "ins1_member"), ("coverage lost", "ins1_member")]


def _insurance(desk: Desk) -> None:
    for payer_id, names in _VARIANTS.items():
        for name in names:
            one = desk.take(lambda c, payer_id=payer_id: c.cells["ins1_payer_id"] == payer_id)
            if one is not None:
                one.cells |= {"ins1_payer": name, "ins1_payer_id": None}
                kind = "payer vague" if name in _VAGUE else "payer variant"
                one.marks.append((kind, "ins1_payer"))
    over = [dt.date(2025, 6, 30), dt.date(2025, 12, 31), dt.date(2025, 12, 31), dt.date(2026, 2, 28)]
    desk.spoil("coverage expired", "ins1_through", [*over, dt.date(2026, 3, 31), AS_OF - dt.timedelta(1)])
    ended = [dt.date(2026, 2, 15), dt.date(2026, 3, 1), dt.date(2026, 5, 31), dt.date(2026, 6, 30)]
    _expire(desk, [*ended, AS_OF - dt.timedelta(1)])
    is_medicare = lambda c: c.patient.coverages[0].payer.kind == "medicare"  # noqa: E731
    spelled = [lambda c, bad=bad: c["ins1_member"][0] + bad + c["ins1_member"][2:] for bad in "OS"]
    desk.spoil("mbi wrong", "ins1_member", spelled, is_medicare)


def _expire(desk: Desk, days: list[dt.date]) -> None:
    for day in days:
        one = desk.take(lambda c: "auth_left" in c.cells)
        if one is not None:
            one.cells |= {"auth_from": day - dt.timedelta(90), "auth_through": day, "auth_left": 2}
            one.marks.append(("auth expired", "auth_through"))


# other spellings of a payer's name, the payer ID not filled in
_VARIANTS = {
    "15202": ("Medicare", "MEDICARE PART B OF OHIO"),
    "87726": ("UHC", "United Health Care", "UNITED HEALTHCARE INS CO"),
    "60054": ("Aetna PPO", "AETNA HEALTH INC."),
    "00332": ("Anthem Blue Cross Blue Shield", "Anthem BC/BS (OH)", "BCBS"),
    "BWCT9": ("Buckeye Workers Comp", "BUCKEYE W/C TRUST"),
}

# those that tell another state than the list, or whose name may be that of several; of one that tells no state the list
# has one payer only, which is proposed
_VAGUE = frozenset({"MEDICARE PART B OF OHIO", "BCBS"})


def _persons(desk: Desk) -> None:
    desk.again(home="(614) 555-0198")
    desk.again(first=lambda c: c["first"].upper(), last=lambda c: c["last"].upper(), middle="")
    desk.again(first=lambda c: c["first"] + c["first"][-1])
    desk.again(street="77 Canal St", home="(740) 555-0197")
    for _ in range(2):
        first, second = desk.take(_is_adult), desk.take(_is_adult)
        if second is not None:
            second.cells["account"] = first.cells["account"]
            for one in (first, second):
                one.marks.append(("account shared", "account"))
    for surplus in (1, 2):
        holders = [desk.take(_holds_anthem)]
        for _ in range(surplus):
            names = {h.patient.last for h in holders if h}
            holders.append(desk.take(lambda c, n=names: _holds_anthem(c) and c.patient.last not in n))
        for place, other in enumerate(holders):
            if place and other is not None:
                other.cells["ins1_member"] = holders[0].cells["ins1_member"]
                other.marks += [("member shared", "ins1_member")] * place  # a pair with each before it
    _families(desk)


def _families(desk: Desk) -> None:
    """Twins, and a father and son of one name: what looks like a duplicate and is none."""
    shared = (Coverage(PAYERS["60054"], "W77120401", "G07712", "child"),)
    young = Patient("", "Quillfeather", "Noor", "", dt.date(2014, 4, 9), "F", "12 Quarry Rd", "Millbend",
                    "OH", "45097", "", shared)  # fmt: skip
    other = replace(young.coverages[0], member_id="W77120402")
    desk.add(young)
    desk.add(replace(young, first="Nils", sex="M", coverages=(other,)), "twin", "birth")
    policy = (Coverage(PAYERS["00332"], "X55010001", "G05501", "self"),)
    father = Patient("", "Ashdown", "Otis", "", dt.date(1951, 2, 3), "M", "8 Old Mill Ln", "Fairhollow",
                     "OH", "43099", "", policy)  # fmt: skip
    own = replace(father.coverages[0], member_id="X90210002", group="G09021")
    desk.add(father, suffix="Sr")
    son = replace(father, birth=dt.date(1979, 11, 21), coverages=(own,))
    desk.add(son, "father and son", "birth", suffix="Jr")


def _is_adult(one: Chart) -> bool:
    return one.patient.birth < MINOR_BORN


def _is_old(one: Chart) -> bool:
    return one.patient.birth.year < 1950


def _is_commercial(one: Chart) -> bool:
    return one.patient.coverages[0].payer.kind == "commercial"


def _holds_anthem(one: Chart) -> bool:
    return one.patient.coverages[0].payer.payer_id == "00332" and one.cells["ins1_relation"] == "Self"


def _in_state(state: str) -> Callable[[Chart], bool]:
    return lambda one: one.cells["state"] == state
