"""Random parallel runs: each claim payment in one class, planted faults found and no others, legs that tie."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.parallel_run.postings import POSTING_CLASSES, Posted
from era_frames import claim, payment, plb
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parallel_frames import CUTOVER, deposit, posting, run

# fate of an amount -> its class where it was neither reversed nor copied; `posted` is the fault-free one
FATES = {
    "posted": "posted",
    "in parts": "posted",
    "undone and posted": "posted",
    "lost": "not posted",
    "twice": "posted twice",
    "both": "posted in both systems",
    "elsewhere": "posted in the other system",
    "amount": "posted with another amount",
    "swapped": "posted with another amount",
    "no check": "posted",
    "half and half": "posted in parts in both systems",
    "claim": "posted to the wrong claim",
}
LOOSE_FATES = ("posted", "lost", "twice", "both", "elsewhere")
AMOUNTS = (1_000, 2_000, 2_000, 12_340, 98_760)  # several equal ones: pairing must not depend on rare amounts
SWAPPED = {12_340: 13_240, 98_760: 97_860}  # two neighboring digits change places
FIRST = dt.date(2026, 5, 1)
OTHER = {MEDI: OFFICE_ALLY, OFFICE_ALLY: MEDI}


@dataclass
class Story:
    """A run as it was played: what goes into the files, and what must come out."""

    payments: dict = field(default_factory=lambda: {OFFICE_ALLY: [], MEDI: []})
    claims: dict = field(default_factory=lambda: {OFFICE_ALLY: [], MEDI: []})
    loose: dict = field(default_factory=lambda: {OFFICE_ALLY: [], MEDI: []})
    postings: list = field(default_factory=list)
    deposits: list = field(default_factory=list)
    classes: Counter = field(default_factory=Counter)
    surplus: Counter = field(default_factory=Counter)
    unpaid: Counter = field(default_factory=Counter)
    strays: Counter = field(default_factory=Counter)


def post(story: Story, fate: str, side: str, number: str | None, check: str, cents: int, kind: str) -> None:
    """Put the postings of one amount on the books."""
    put = lambda where, amount, to=number, under=check: story.postings.append(  # noqa: E731
        posting(where, to, under, amount, kind=kind)
    )
    if fate in ("posted", "twice", "both", "undone and posted"):
        put(side, cents)
    if fate == "in parts":
        put(side, cents - cents // 3)
        put(side, cents // 3)
    if fate == "twice":
        put(side, cents)
    if fate == "both":
        put(OTHER[side], cents)
    if fate == "elsewhere":
        put(OTHER[side], cents)
    if fate == "amount":
        put(side, cents + (7 if cents > 0 else -7))  # amounts end in 0, so no other one is met
    if fate == "swapped":
        put(side, SWAPPED.get(cents, cents + 7))
    if fate == "no check":
        put(side, cents, under=None)
    if fate == "half and half":
        put(side, cents - cents // 2)
        put(OTHER[side], cents // 2)
    if fate == "claim":
        put(side, cents, f"F{number}")
    if fate == "undone and posted" and cents > 0:
        put(side, cents)
        put(side, -cents)
    if fate in ("twice", "both"):
        story.surplus["again", cents] += 1
    if fate == "undone and posted" and cents > 0:
        story.surplus["taken back", cents] += 1
        story.surplus["taken back", -cents] += 1


def told_class(fate: str, feed: str, side: str, paid: dt.date, cents: int) -> str:
    """The class that a fate must lead to: an old claim's remittance that came to Medi may be posted there."""
    if fate == "elsewhere" and (feed, side) == (MEDI, OFFICE_ALLY):
        return "posted in Medi, where it came"
    if fate == "lost" and cents == 0:
        return "nothing to post"
    if fate == "lost" and feed == OFFICE_ALLY and paid < CUTOVER:
        return "to post in Office Ally"
    return FATES[fate]


class Play:
    """Draws a run and writes down what it leads to."""

    def __init__(self, draw):
        self.draw, self.story, self.number = draw, Story(), 0

    def remittance(self, feed: str, paid: dt.date, lines: list, amounts: list) -> str:
        """One payment with claims (number, service, status, cents, fate, side) and provider-level amounts."""
        self.number += 1
        name, story = f"R{self.number:04d}", self.story
        total = sum(line[3] for line in lines) - sum(cents for cents, _ in amounts)
        copied = self.draw(st.booleans()) and self.draw(st.booleans())
        feeds = [feed, OTHER[feed]] if copied else [feed]
        for where in feeds:
            story.payments[where].append(payment(name, str(paid), total, payment_key=name))
        counted = OFFICE_ALLY if copied else feed
        for place, (number, service, status, cents, fate, side) in enumerate(lines):
            for where in feeds:
                said = {"statement_from": service, "status": status, "paid_cents": cents}
                story.claims[where].append(claim(name, place, patient_control_number=number, **said))
            post(story, fate, side, number, f"T{name}", cents, "claim")
            self.told(fate, counted, side, paid, cents, copied)
        for place, (cents, fate) in enumerate(amounts):
            for where in feeds:
                story.loose[where].append(plb(name, "L6", cents, f"X{place}", place + 1))
            post(story, fate, counted, None, f"T{name}", -cents, "provider-level")
            self.told(fate, counted, counted, paid, -cents, copied)
        if total > 0:
            self.bank(name, paid, total)
        return name

    def told(self, fate, feed, side, paid, cents, copied):
        self.story.classes[told_class(fate, feed, side, paid, cents), cents] += 1
        if copied:
            self.story.classes["copy", cents] += 1

    def bank(self, name, paid, total):
        way = self.draw(st.sampled_from(["trace", "words", "amount", "lost"]))
        if way == "lost":
            self.story.unpaid[total] += 1
            return
        said = {"trace": {"trace": f"000T{name}"}, "words": {"description": f"HCCLAIMPMT TRN*1*T{name}*19"}}
        self.story.deposits.append(deposit(str(paid), total, **said.get(way, {})))


@st.composite
def stories(draw) -> Story:
    play = Play(draw)
    days = st.integers(0, 80).map(lambda n: FIRST + dt.timedelta(n))
    fates, feeds = st.sampled_from(sorted(FATES)), st.sampled_from([OFFICE_ALLY, MEDI])
    for turn in range(draw(st.integers(1, 5))):
        paid, feed, lines = draw(days), draw(feeds), []
        for place in range(draw(st.integers(1, 4))):
            service = draw(st.integers(1, 40).map(lambda n, paid=paid: paid - dt.timedelta(n)))
            cents, fate = draw(st.sampled_from((0, *AMOUNTS))), draw(fates)
            fate = fate if cents else draw(st.sampled_from(["posted", "lost"]))
            side = OFFICE_ALLY if service < CUTOVER else MEDI
            lines.append((f"C{turn}{place}", service, "1", cents, fate, side))
        amounts = draw(
            st.lists(st.tuples(st.sampled_from([555, -777]), st.sampled_from(LOOSE_FATES)), max_size=2)
        )
        play.remittance(feed, paid, lines, amounts if len({a for a, _ in amounts}) == len(amounts) else [])
        number, _, _, cents, _, side = lines[0]
        if cents and draw(st.booleans()):
            later, fate = paid + dt.timedelta(7), draw(st.sampled_from(["posted", "lost", "twice", "both"]))
            moved = draw(days)  # the correction may be of another day, on the other side of the cutover
            both = [(number, lines[0][1], "22", -cents, fate, side)]
            both += [(number, moved, "1", cents // 2, draw(fates), side)] if draw(st.booleans()) else []
            play.remittance(draw(feeds), later, both, [])
    for n, system in enumerate(
        (OFFICE_ALLY, MEDI)
    ):  # of each system there are postings, so that nothing is unseen
        play.story.postings.append(posting(system, f"Z{n}", f"Q{n}", 4_321))
        play.story.surplus["no remittance", 4_321] += 1
        play.story.deposits.append(deposit("2026-06-01", 1_111, "COUNTER DEPOSIT"))
        play.story.strays[1_111] += 1
    return play.story


def played(story: Story):
    return run(
        *({"payments": story.payments[f], "claims": story.claims[f], "provider_adjustments": story.loose[f]}
          for f in (OFFICE_ALLY, MEDI)),
        story.postings,
        story.deposits,
    )  # fmt: skip


@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(stories())
def test_every_claim_payment_ends_in_the_class_that_was_planted_and_the_legs_tie_out(story):
    found = played(story)
    items, posted = found.items, found.posted
    assert Counter(zip(items["class"], items["cents"], strict=True)) == story.classes
    extra = posted[~posted["class"].isin(["first", "zero"])]
    assert Counter(zip(extra["class"], extra["cents"], strict=True)) == story.surplus
    assert set(items["class"]) <= set(Posted) and set(posted["class"]) <= set(POSTING_CLASSES)
    typed = items[items["posted_cents"] == items["cents"].map(SWAPPED)]
    assert set(typed["swapped"]) <= {"amount"}
    # all that the files hold is in the classes, to the cent: claims less provider adjustments
    every = [c["paid_cents"] for side in story.claims.values() for c in side]
    every += [-p["amount_cents"] for side in story.loose.values() for p in side]
    assert (len(items), int(items["cents"].sum())) == (len(every), sum(every))
    assert {name: leg["remains"] for name, leg in found.legs.items()} == dict.fromkeys(found.legs, 0)
    # nothing but the strays is left at the bank, nothing but what was lost on the way to it
    paid, bank = found.bank.remittances, found.bank.deposits
    assert not Counter(found.payable["paid_cents"][paid["how"].isna()]) - story.unpaid
    assert Counter(found.deposits["amount_cents"][bank["how"].isna()]) == story.strays
