"""The answer in short sentences, and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from cutover.money import dollars
from cutover.reading.claims.either_way import sent_first
from cutover.reading.claims.ways import through_office_ally
from cutover.reading.payers.lists import TO_DO
from cutover.result import Figure, Finding, Source, State
from cutover.wording import and_joined, several, wording
from cutover.workstreams.nonpar import actions
from cutover.workstreams.nonpar.inputs import Inputs
from cutover.workstreams.nonpar_fees.exposure import closing, forecast, on_file
from cutover.workstreams.nonpar_fees.submissions import (
    NO_MONTH,
    NO_NPI,
    NO_TIN,
    ON_PAPER,
    OTHERWISE,
    days_sent,
)

YEAR = 12  # months
_AHEAD = ["low_cents", "likely_cents", "high_cents"]
_LACKING = {NO_MONTH: "a date", NO_TIN: "a Tax ID", NO_NPI: "an NPI"}
_UNKNOWN = (
    "Next twelve months, likely",
    "Last 12 months, rule in force",
    "Last 24 months, rule in force",
    "The same 24 months under today's rule",
    "Non-par claims, last 12 months",
    "Fee per non-par claim",
)
COLUMN = "a year, likely"
_LEAST = "Claims that no payer answered are not in it, so it may be more: bring in the claim history."
# what an invoice charges beyond what is owed
OVERCHARGED = (
    "nonpar-charged-twice",
    "nonpar-twice-or-two",
    "nonpar-charged-without-cause",
    "nonpar-more-fees",
    "nonpar-amount-differs",
)


def verdict(inputs: Inputs, findings: Sequence[Finding] = ()) -> str:
    """Return short sentences an owner can act on; where nothing is owed or known it says so.

    It names at most three things: the cost ahead, what to do about it, and what is wrong or open besides.
    """
    if inputs.claims.submitted.empty:
        return "Non-par fees are not known: no claim history, file summary or remittance shows a claim."
    if lacks := inputs.lists.lacking:
        return f"Non-par fees are not known yet: there is {lacks}. {TO_DO[lacks]}"
    if inputs.is_uncounted or inputs.is_silent:
        return _not_known(inputs)
    ahead = forecast(inputs)[_AHEAD].sum()
    if not ahead["high_cents"]:
        return " ".join((_no_fee(inputs), *_overcharged(findings), *uncounted_limits(inputs)))
    seen = _seen(inputs, YEAR)
    held = f", {seen}" if seen else ""
    least = (_LEAST,) if inputs.is_remitted_alone else ()
    return f"{_cost(ahead)}{held}. {' '.join((*least, *_what_to_do(inputs), *_besides(inputs, findings)))}"


def _not_known(inputs: Inputs) -> str:
    """That nobody can tell the fee, how many claims that hides and how much they charge, and what to do first."""
    if not inputs.is_uncounted:
        last = inputs.submissions["month"].max()
        return (
            f"Non-par fees are not known: no claim of the last twelve months is on file, and the latest is of "
            f"{last:%Y-%m}. Export the claim history again, up to today."
        )
    return (
        f"Non-par fees are not known: {_uncounted_of(inputs)} of the last twelve months{_worth(inputs)} could not be "
        f"counted. They lack {_lacks(inputs)}.{_counted_alone(inputs)} {wording('nonpar-not-counted').action}"
    )


def _uncounted_of(inputs: Inputs) -> str:
    lacking, of = len(inputs.uncounted), len(inputs.uncounted) + len(inputs.recent)
    return f"{lacking:,} of {several(of, 'claim')}"


def _worth(inputs: Inputs) -> str:
    charged = inputs.uncounted["charge_cents"]
    least = "at least " if charged.isna().any() else ""
    return f", worth {least}{dollars(int(charged.sum()))}," if charged.notna().any() else ""


def _lacks(inputs: Inputs) -> str:
    said = set(inputs.uncounted["left_out"])
    return " or ".join(words for reason, words in _LACKING.items() if reason in said)


def _counted_alone(inputs: Inputs) -> str:
    year = inputs.in_force[inputs.in_force["month"].isin(inputs.months[-YEAR:])]
    owed = int(year["fee_low_cents"].sum())
    return f" The others alone owe {dollars(owed)} for these months." if owed else ""


def uncounted_limits(inputs: Inputs) -> tuple[str, ...]:
    """Return what the numbers leave out where few claims of the last twelve months could not be counted."""
    if inputs.uncounted.empty or inputs.is_uncounted:
        return ()
    claims = several(len(inputs.uncounted), "claim")
    one = len(inputs.uncounted) == 1
    return (
        f"{claims}{_worth(inputs)} could not be counted for lack of {_lacks(inputs)}. A fee that "
        f"{'it causes' if one else 'they cause'} is not in these numbers.",
    )


def state(inputs: Inputs, findings: Sequence[Finding]) -> State:
    """Return whether the fee is a matter for anybody, by the rules of `signals.toml`."""
    if inputs.claims.submitted.empty or not inputs.lists.dates or inputs.is_remitted_alone:
        return State.ATTENTION
    if inputs.is_uncounted or inputs.is_silent:
        return State.ATTENTION
    costs = bool(forecast(inputs)["high_cents"].sum()) or any(f.code in OVERCHARGED for f in findings)
    return State.ATTENTION if costs else State.OK


def _no_fee(inputs: Inputs) -> str:
    """That no fee is seen, and of what that holds: of all claims of a year, or of what is on file."""
    seen = inputs.on_file_of(YEAR)
    of = "1 month" if seen == 1 else f"{seen} months"
    if inputs.is_remitted_alone:
        return (
            f"The remittances on file ({of} of the last twelve) show no non-par fee. That is not the whole: a non-par "
            "payer may never send a remittance, so bring in the claim history."
        )
    counted = " that could be counted" if len(inputs.uncounted) else ""
    if seen < YEAR:
        return (
            f"The claims on file, which cover {of} of the last twelve, show no non-par fee. None{counted} went to a "
            "payer that is or may be non-par, so as far as is seen this fee is no reason to leave."
        )
    return (
        f"No non-par fee is owed and none is in sight. No claim of the last twelve months{counted} went to a "
        "payer that is or may be non-par, so this fee is no reason to leave."
    )


def _cost(ahead) -> str:
    low, likely, high = (int(ahead[name]) for name in ("low_cents", "likely_cents", "high_cents"))
    if low == high:
        return (
            f"Staying costs {dollars(low)} in non-par fees over the next twelve months if claims go on as now"
        )
    span = f"between {dollars(low)} and {dollars(high)}"
    return f"Staying is likely to cost {dollars(likely)} in non-par fees over the next twelve months ({span})"


def _what_to_do(inputs: Inputs) -> tuple[str, ...]:
    clear = actions.clearing(inputs)
    if clear.empty:
        return ()
    moved, avoided = int(clear["moved"].sum()), int(clear["avoided_cents"].sum())
    claims, held = f"{moved:,} claim{'' if moved == 1 else 's'}", inputs.on_file_of(YEAR)
    if held < YEAR:
        return (
            f"Sending {claims} of the {several(held, 'month')} on file to non-par payers another way would have "
            f"avoided {dollars(avoided)}.",
        )
    return (f"Sending {claims} a year to non-par payers another way would avoid {dollars(avoided)}.",)


def _overcharged(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The fees on invoices that the claims do not explain; nothing where there are none."""
    wrong = [f for f in findings if f.code in OVERCHARGED]
    if not wrong:
        return ()
    fees, money = sum(f.count for f in wrong), sum(f.amount_cents or 0 for f in wrong)
    said = "1 fee on the invoices does" if fees == 1 else f"{fees:,} fees on the invoices do"
    return (f"{said} not follow from the claims: ask Office Ally about {dollars(money)}.",)


def _besides(inputs: Inputs, findings: Sequence[Finding]) -> tuple[str, ...]:
    """The most urgent thing beside the cost: charges to be disputed, payers to ask about, where to begin."""
    clear, unknown = actions.clearing(inputs), closing(inputs)
    if wrong := _overcharged(findings):
        return wrong
    if clear.empty and unknown.empty:
        return (
            "It all depends on whether Office Ally counts rejected claims: ask for its Par/Non-Par Report.",
        )
    if clear.empty:
        return (
            f"It all depends on {_payers(len(unknown))} of unknown status. Find out first whether they are par.",
        )
    if len(unknown):
        return (f"{_payers(len(unknown))} of unknown status can raise the cost.",)
    best = clear.iloc[0]
    each = dollars(int(best["per_claim_cents"]))
    return (f"Begin with NPI {best['npi']}, where each claim moved avoids {each}.",)


def _payers(number: int) -> str:
    return f"{number:,} payer{'' if number == 1 else 's'}"


def figures(inputs: Inputs) -> tuple[Figure, ...]:
    """Return the headline numbers."""
    past, cast = inputs.in_force, inputs.back_cast
    if why := _why_unknown(inputs):
        return _unknown(inputs, why)
    ahead, least = forecast(inputs)[_AHEAD].sum(), inputs.is_remitted_alone or bool(inputs.in_part)
    year = past["month"].isin(inputs.months[-12:])
    nonpar = int(past.loc[year, "nonpar"].sum())
    fees = int(past.loc[year, "fee_low_cents"].sum())
    return (
        Figure(
            "Next twelve months, likely",
            dollars(int(ahead["likely_cents"])),
            "; ".join(filter(None, (_span(ahead["low_cents"], ahead["high_cents"]), _seen(inputs, YEAR)))),
            column=COLUMN,
        ),
        Figure("Last 12 months, rule in force", *_range(past[year], _told_of(inputs, YEAR), least)),
        Figure("Last 24 months, rule in force", *_range(past, _told_of(inputs), least)),
        Figure("The same 24 months under today's rule", *_range(cast, _told_of(inputs), least)),
        *_so_far(inputs),
        Figure(
            "Non-par claims, last 12 months",
            f"{nonpar:,}",
            f"of {int(past.loc[year, 'claims'].sum()):,} submitted{_may_be(int(past.loc[year, 'unknown'].sum()))}",
        ),
        Figure(
            "Fee per non-par claim",
            dollars(fees // nonpar) if nonpar else None,
            "last 12 months, at least" if nonpar else "no non-par claim",
        ),
        Figure(
            "Payers whose status would close the range",
            f"{len(closing(inputs)):,}",
            "asking about others changes nothing",
        ),
    )


def _may_be(unknown: int) -> str:
    return f"; up to {unknown:,} more may be" if unknown else ""


def _why_unknown(inputs: Inputs) -> str:
    """Why nothing can be said of the fee; empty where something can."""
    if inputs.claims.submitted.empty:
        return "no claim is known"
    if lacks := inputs.lists.lacking:
        return f"there is {lacks}"
    if inputs.is_uncounted:
        return f"{_uncounted_of(inputs)} could not be counted"
    return "no claim of these months is on file" if inputs.is_silent else ""


def _unknown(inputs: Inputs, why: str) -> tuple[Figure, ...]:
    """The figures where nothing can be said of the fee, and why."""
    claims = None if inputs.claims.submitted.empty else f"{len(inputs.recent) + len(inputs.uncounted):,}"
    first, *rest = (Figure(label, None, why) for label in _UNKNOWN)
    return (replace(first, column=COLUMN), *rest, Figure("Claims, last 12 months", claims))


def _seen(inputs: Inputs, months: int = 24) -> str:
    """Of what the fees of so many months hold, where that is not all claims of them."""
    held = inputs.on_file_of(months)
    said = (
        [f"of {several(len(inputs.submissions), 'claim')} in remittances only"]
        if inputs.is_remitted_alone
        else []
    )
    parts = inputs.parts_of(months)
    said += [f"of {on_file(held, parts)}"] if held and (held < months or parts) else []
    return ", ".join(said)


def _told_of(inputs: Inputs, months: int = 24) -> str:
    """What the fees of so many months rest on: the months on file, and of them those whose file summary is lost."""
    lost = len([month for month in inputs.without_summary if month in inputs.months[-months:]])
    more = f"no file summary of {several(lost, 'month')} is on file" if lost else ""
    return "; ".join(filter(None, (_seen(inputs, months), more)))


def lost_limits(inputs: Inputs) -> tuple[str, ...]:
    """Return what is said of months whose file summary is lost, where others have one."""
    lost = [f"{month:%Y-%m}" for month in inputs.without_summary]
    if not lost:
        return ()
    return (
        f"No file summary of {and_joined(lost)} is on file. What was submitted then is known from other files alone, "
        "so that a fee of these months, or none, is inferred.",
    )


def _range(fees, seen: str, least: bool) -> tuple[str, str]:
    """The fees with what they are; of remittances alone and of months in part (`least`) nobody knows the most."""
    low, high = int(fees["fee_low_cents"].sum()), int(fees["fee_high_cents"].sum())
    more = "at least" if least else "" if low == high else f"at least; at most {dollars(high)}"
    return dollars(low), "; ".join(filter(None, (more, seen))) or "exact"


def _so_far(inputs: Inputs) -> tuple[Figure, ...]:
    """What the claims of the running month owe already, in no sum of whole months; none where none is on file."""
    fees, rows = inputs.fees_so_far, inputs.so_far
    if rows.empty:
        return ()
    month = rows["month"].iloc[0]
    own = len(rows) - int(rows["left_out"].isin([ON_PAPER, OTHERWISE]).sum())
    other = _by_another_way(inputs, month)
    known = f"{month:%Y-%m} until {inputs.as_of}, {several(own, 'claim')}"
    known += f"; {several(other, 'claim')} not through Office Ally, without this fee" if other else ""
    known += "; in no sum of whole months"
    lost = int(rows["left_out"].isin(_LACKING).sum())
    lacking = f"{several(lost, 'claim')} of it could not be counted" if lost else ""
    least = month in inputs.answered_alone
    owed, said = _range(fees, "; ".join(filter(None, (known, lacking))), least)
    whole = pd.concat([inputs.in_force, fees])
    low, high = (dollars(int(whole[name].sum())) for name in ("fee_low_cents", "fee_high_cents"))
    both = f"{low} at least" if least else low if low == high else f"{low} to {high}"
    return (Figure("The running month so far", owed, f"{said}; with the whole months {both}"),)


def _by_another_way(inputs: Inputs, month: pd.Timestamp) -> int:
    """How many claims of the running month went another way: by the claims on file, and by Medi's own lists."""
    every = sent_first(inputs.claims.submitted, inputs.sent)
    rows = every[days_sent(every)[0].between(month, pd.Timestamp(inputs.as_of))]
    on_paper = rows["is_paper"].fillna(False).astype(bool)
    return int((on_paper | ~through_office_ally(rows)).sum())


def _span(low: int, high: int) -> str:
    low, high = int(low), int(high)
    return "if claims go on as now" if low == high else f"between {dollars(low)} and {dollars(high)}"


def sources(inputs: Inputs) -> tuple[Source, ...]:
    """Return where rules and statuses come from."""
    rules = inputs.rules
    said = {trigger.source: trigger.where for trigger in rules.triggers}
    found = [Source(f"Trigger of the fee: {source}", where, rules.read_on) for source, where in said.items()]
    found.append(
        Source(
            "Amounts of the fee by period",
            "data/reference/nonpar_fee.toml, each with its source",
            rules.read_on,
        )
    )
    days = inputs.lists.dates
    return (*found, *(Source("Office Ally payer list", "Service Center, payer list", day) for day in days))
