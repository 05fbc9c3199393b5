"""The verdict and the figures of a cost comparison: fair both ways, and plain about what is not known."""

from __future__ import annotations

from cutover.money import dollars
from cutover.reading.claims.invoices import OTHER
from cutover.result import Figure, State
from cutover.wording import and_joined, several
from cutover.workstreams.cost.comparing import Outcome, Subject, best_set
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.model import HORIZON, RHYTHM
from cutover.workstreams.cost.moved import opening
from cutover.workstreams.cost.sensitivity import OFFICE_ALLY, more_to_end
from cutover.workstreams.cost.tables import month_word
from cutover.workstreams.cost.volumes import NO_CLAIMS

COLUMN = f"saved in {HORIZON} months, default reading"
NAMED = 3  # things that a sentence names; more would not be heard, and stand in the tables
_NO_BILL = "nothing of Office Ally's bill is known, the non-par fee apart"
GAINS = "a view across practices, denial workflows and access by role"


def verdict(comparison: Comparison, name: str) -> str:
    """Return what an owner should know: which way is cheaper, by how much, from when, and what is missing."""
    if not comparison.counted:
        return f"What leaving Office Ally would cost {name} cannot be calculated: {_uncounted(comparison)}"
    words = {Outcome.LEAVE: _leave, Outcome.STAY: _stay, Outcome.OPEN: _open}[comparison.outcome](
        comparison, name
    )
    return " ".join(
        filter(
            None,
            (
                opening(comparison, name),
                words,
                _fragile(comparison),
                _for_the_book(comparison),
                _not_known(comparison),
            ),
        )
    )


def _uncounted(comparison: Comparison) -> str:
    """Why no claim can be counted, and what to fetch."""
    why = {f.flows["claim"].known_from for f in comparison.own}
    if not comparison.own:
        return _nobody(comparison)
    if len(comparison.own) > 1:
        return (
            f"the number of claims of all its {len(comparison.own):,} practices is not known. Fetch their claim "
            "histories or state monthly numbers in their intakes."
        )
    if why <= {NO_CLAIMS}:
        return "its number of claims is not known. Fetch its claim history or state monthly numbers in the intake."
    return f"{why.pop()}. Export the claim history again, or state monthly numbers in the intake."


def _nobody(comparison: Comparison) -> str:
    """Why there is nobody to compare."""
    if not comparison.left:
        return "it has no practice that moves."
    one = len(comparison.left) == 1
    return (
        f"{'its only practice' if one else f'none of its {len(comparison.left):,} practices'} "
        f"{'cannot' if one else 'can'} be read. Correct the files that the findings name."
    )


def state(comparison: Comparison) -> State:
    """Return whether it is decided that leaving is cheaper, by the rules of `signals.toml`."""
    leaves = bool(comparison.counted) and comparison.outcome is Outcome.LEAVE
    return State.OK if leaves else State.ATTENTION


def _leave(comparison: Comparison, name: str) -> str:
    low, high = (month_word(comparison, comparison.subject.break_even(high)) for high in (False, True))
    when = low if low == high else f"{high} (at the latest {low})"
    return (
        f"Leaving Office Ally is cheaper for {name} in every reading of Medi's prices. It saves "
        f"{between(*comparison.span)} over {HORIZON} months. From {when} on it has cost no more than staying."
    )


def _stay(comparison: Comparison, name: str) -> str:
    low, high = comparison.span
    return (
        f"Staying with Office Ally is cheaper for {name}. Leaving would cost {between(-high, -low)} "
        f"more over {HORIZON} months in every reading of Medi's prices. On what is known, leaving never breaks even"
        f"{_turning(comparison)}. What leaving would buy is {GAINS}, not a lower bill."
    )


def _turning(comparison: Comparison) -> str:
    """At which bill of Office Ally the answer would turn, against the one that is known."""
    bill = next(e for e in comparison.effects if e.name == OFFICE_ALLY)
    up = bill.turns[1]
    known = _bill(comparison.subject)
    return (
        f". It would pay only if it ended {up} of Office Ally's charges, and {known} is known" if up else ""
    )


def _open(comparison: Comparison, name: str) -> str:
    low, high = comparison.span
    if comparison.has_no_bill and high <= 0:
        return _no_bill(comparison, name)
    first = next((e for e in comparison.effects if e.turns_within), None)
    depends = f" It depends above all on {_lower(first.name)}." if first else ""
    return (
        f"Whether leaving is cheaper for {name} is not decided by what is known. Over {HORIZON} months, leaving "
        f"costs between {money(-low)} more and {money(high)} less than staying, over all readings of Medi's prices."
        f"{depends}"
    )


def _no_bill(comparison: Comparison, name: str) -> str:
    """What can be said where at most the non-par fee is known: what leaving costs, and what it must end (more)."""
    low, high = comparison.span
    of, more = comparison.subject, more_to_end(comparison.subject)
    fees = [int((of.months(f"stay_{end}") - of.months(f"overlap_{end}")).sum()) for end in ("low", "high")]
    costs = f"leaving costs {between(-high, -low)}"
    if not fees[1]:
        return (
            f"Whether leaving is cheaper for {name} is not decided: nothing of Office Ally's bill is known. Over "
            f"{HORIZON} months, {costs} in all readings of Medi's prices, before any saving at Office Ally."
            + (f" It pays if it ends {dollars(more)} a month of Office Ally's charges." if more else "")
        )
    return (
        f"Whether leaving is cheaper for {name} is not decided: of Office Ally's bill only the non-par fee is known. "
        f"Over {HORIZON} months, {costs} more than staying in all readings of Medi's prices. That already counts the "
        f"{between(*fees)} of non-par fees that end."
        + (f" It pays if {dollars(more)} a month more of Office Ally's charges ends." if more else "")
    )


def _lower(words: str) -> str:
    return words if words.startswith(("COB", OFFICE_ALLY)) else words[:1].lower() + words[1:]


def _for_the_book(comparison: Comparison) -> str:
    """For the book, who should stay; for a practice, where its share and what it adds disagree."""
    if comparison.practice is None:
        staying = [
            comparison.name_of(s.practice)
            for s in comparison.standings
            if comparison.stand(s) == Outcome.STAY
        ]
        if not staying or len(staying) == len(comparison.standings):
            return ""
        names = and_joined(staying) if len(staying) <= NAMED else f"{len(staying)} practices"
        best = _best(comparison)
        return (
            f"For {names}, staying with Office Ally costs less, on what is known. Moving only "
            f"the {best.note} that may gain saves {best.value}."
        )
    stand = comparison.standings[0]
    if "for the book" in stand.verdict:
        more = "less" if stand.incremental < stand.share else "more"
        return f"Judged by what it adds to the book's bill, which is {more} than its share, {stand.verdict}."
    return ""


def _fragile(comparison: Comparison) -> str:
    """What would turn an answer that otherwise holds, where that lies within the range of an input."""
    turning = [e for e in comparison.effects if e.turns_within]
    if comparison.outcome is Outcome.OPEN or not turning:
        return ""
    each = "its own range" if len(turning) == 1 else "their own ranges"
    return f"That could still change with {and_joined([_lower(e.name) for e in turning])}, within {each}."


def _not_known(comparison: Comparison) -> str:
    unknown = dict.fromkeys(p.charge for f in comparison.counted for p in f.parts if not p.is_known)
    charges = [name for name in unknown if name != OTHER] + ["anything else"] * (OTHER in unknown)
    if not charges:
        return ""
    if len(charges) > NAMED:
        return (
            f"{len(charges)} kinds of Office Ally's charges are not known and are in none of these figures."
        )
    return f"Not known, and in none of these figures: what Office Ally charges for {and_joined(charges)}."


def figures(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the headline numbers of a comparison."""
    if not comparison.counted:
        why = {f.flows["claim"].known_from for f in comparison.own}
        note = why.pop() if len(why) == 1 else "neither counted nor stated"
        return (Figure("Claims a month", None, note, column=COLUMN),)
    of = comparison.subject
    low, high = of.saving(), of.saving(high=True)
    year = of.saving(RHYTHM), of.saving(RHYTHM, high=True)
    bill = _bill(of)
    is_open = comparison.has_no_bill and comparison.outcome is Outcome.OPEN
    even = [month_word(comparison, of.break_even(high)) for high in (True, False)]
    shown = [
        Figure(
            "Leaving saves over 36 months",
            between(low, high),
            "in the default reading of Medi's prices; below zero it costs more",
            column=COLUMN,
        ),
        Figure("Leaving saves in the first year", between(*year), "with the move and the parallel run"),
        Figure(
            "Breaks even",
            None if is_open else even[0] if even[0] == even[1] else f"{even[0]} to {even[1]}",
            _NO_BILL if is_open else "the month from which leaving has cost no more, for good",
        ),
        Figure(
            "Office Ally's monthly charges that would end",
            None if comparison.has_no_bill and bill == dollars(0) else bill,
            _NO_BILL if comparison.has_no_bill else "",
        ),
        Figure("Medi a month", dollars(_monthly(of, "medi_total", RHYTHM)), _terms(comparison)),
        Figure(
            "Leaving saves in any reading, over 36 months",
            between(*comparison.span),
            "from the lowest to the highest reading of Medi's prices",
        ),
    ]
    return (*shown, *_standing_figures(comparison))


def _standing_figures(comparison: Comparison) -> tuple[Figure, ...]:
    stands = comparison.standings
    if comparison.practice is None:
        staying = sum(comparison.stand(s) == Outcome.STAY for s in stands)
        open_ = sum(comparison.stand(s) == Outcome.OPEN for s in stands)
        note = "by their share and by what they add to the book's bill"
        note = f"not decided for {several(open_, 'practice')}; {note}" if open_ else note
        value = None if open_ == len(stands) else f"{staying} of {len(stands)} practices"
        return (
            Figure("Staying with Office Ally costs less for", value, note),
            _best(comparison),
        )
    share, added = stands[0].share, stands[0].incremental
    note = f"over {HORIZON} months, within a book of {len(comparison.subject.scenario.cases)} practices"
    return (
        Figure("Its share of the book's Medi bill", dollars(share), note),
        Figure("What it adds to the book's Medi bill", dollars(added), note),
    )


def _best(comparison: Comparison) -> Figure:
    """What moving saves if the practices that surely cost the book more than they save stay."""
    scenario = comparison.subject.scenario
    movers = best_set(scenario)
    cases = tuple(c for c in scenario.cases if c.practice in movers)
    of = comparison.subject.changed(cases=cases)
    nothing = None if comparison.has_no_bill else dollars(0)
    value = between(of.saving(), of.saving(high=True)) if cases else nothing
    return Figure(
        "Saved over 36 months if only practices that may gain move", value, f"{len(cases)} practices"
    )


def _terms(comparison: Comparison) -> str:
    return f"{comparison.subject.scenario.commitment}, mean of the first year"


def _bill(of: Subject) -> str:
    """What Office Ally charges a month in a usual year of what leaving ends."""
    years = [sum(sum(getattr(case, f"office_ally_{end}")) for case in of.cases) for end in ("low", "high")]
    return between(*((2 * year + RHYTHM) // (2 * RHYTHM) for year in years))


def _monthly(of: Subject, series: str, months: int = HORIZON) -> int:
    whole = int(of.months(series)[:months].sum())
    return (2 * whole + months) // (2 * months)


def between(low: int, high: int) -> str:
    """Return a range of money, one amount where both ends are the same."""
    return dollars(low) if low == high else f"{dollars(low)} to {dollars(high)}"


def money(amount: int) -> str:
    """Return money without a sign: the words around it say which way it goes."""
    return dollars(abs(amount))
