"""What the search for scrub rules must find at the practice of known denials, counted by plain loops."""

from __future__ import annotations

from collections.abc import Iterator

from cutover_sample import scrub_cast as cast
from cutover_sample import scrub_receipts
from cutover_sample.scrub_play import (
    CORRECTION,
    DENIED,
    FIRST_TRY,
    NEW_CLAIM,
    OTHER_NUMBER,
    PAID,
    Claim,
    Line,
    broken,
)

RESEND_DAYS = 365  # a service longer ago is too late to be sent again
_NAMED = 2  # the rule that the intake names


def rules(claims: list[Claim]) -> list[dict]:
    """Return each rule with what it denied: denied lines and cents, lines paid later, and whether it is new in Medi.

    Lines of a month or a provider that a payer denies across the board are not counted, nor is what was sent again.
    """
    later, made = _paid_later(claims), []
    for number, rule in enumerate(cast.RULES):
        denied = _denied(claims, number)
        paid = [1 for claim, line in denied if (claim.number, _code(rule, line)) in later]
        cents = sum(line.charge for _, line in denied)
        made.append({"payer": rule.payer, "form": rule.form, "procedure": rule.procedure, "other": rule.other,
                     "modifier": rule.modifier, "place": rule.place, "units": rule.units, "days": rule.days,
                     "reason": rule.reason, "denied": len(denied), "paid_later": len(paid),
                     "cents": cents, "is_new": rule.since == cast.CUTOVER})  # fmt: skip
    return made


def cases(claims: list[Claim]) -> Iterator[dict]:
    """Yield every case of a finding: code and cents."""
    later = _paid_later(claims)
    for number, (rule, told) in enumerate(zip(cast.RULES, rules(claims), strict=True)):
        if told["is_new"]:
            yield _case("scrub-through-now", rule.payer, told["cents"])
        if number != _NAMED:
            yield _case("scrub-rule-to-add", rule.payer, told["cents"])
        for claim, line in _denied(claims, number) if rule.fix else ():
            in_time = (cast.AS_OF - claim.day).days <= RESEND_DAYS
            if in_time and (claim.number, _code(rule, line)) not in later:
                yield _case("scrub-send-again", rule.payer, line.charge)
    for payer, reason in ((cast.BAD_MONTH[0], cast.BAD_MONTH[2]), (cast.STRANGER[0], cast.STRANGER[2])):
        lines = [line for claim in claims if claim.kind == FIRST_TRY and claim.payer == payer and across(claim)
                 for line in claim.lines if line.fate == DENIED and line.reason == reason]  # fmt: skip
        yield _case("scrub-denied-across", payer, sum(line.charge for line in lines))
    yield _case("scrub-contradicted", cast.HUMANA, None)
    charged = [line.charge for claim in scrub_receipts.rejected(claims) for line in claim.lines]
    yield _case("scrub-rejected", scrub_receipts.PAYER, sum(charged))


def _case(code: str, payer: str, cents: int | None) -> dict:
    return {"practice": cast.SLUG, "code": code, "payer": payer, "cents": cents}


def _denied(claims: list[Claim], number: int) -> list[tuple[Claim, Line]]:
    """The first tries that a rule denied."""
    rule = cast.RULES[number]
    lines = [(claim, line) for claim in claims if claim.kind == FIRST_TRY and not claim.whole and not across(claim)
             for line in claim.lines if claim.payer == rule.payer and broken(claim, line) == number]  # fmt: skip
    return [(claim, line) for claim, line in lines if line.fate == DENIED and line.reason == rule.reason]


def _paid_later(claims: list[Claim]) -> set[tuple[str, str]]:
    """The claims and procedures that were sent again and paid."""
    kinds = (NEW_CLAIM, OTHER_NUMBER, CORRECTION)
    return {(c.of, line.code) for c in claims for line in c.lines if c.kind in kinds and line.fate == PAID}


def _code(rule: cast.Rule, line: Line) -> str:
    """The procedure under which a line is sent again."""
    return rule.fix[1] if rule.fix and rule.fix[0] == "code" else line.code


def across(claim: Claim) -> bool:
    """Return whether a claim lies in a month or with a provider that its payer denies across the board."""
    payer, month, _ = cast.BAD_MONTH
    if claim.payer == payer and claim.paid_on.replace(day=1) == month:
        return True
    return claim.payer == cast.STRANGER[0] and cast.DOCTORS[claim.doctor] == cast.STRANGER[1]


def apart(claims: list[Claim]) -> dict[str, int]:
    """Return how many denied lines each class of reasons has that is no rule of the practice's own."""
    lines = [line for claim in claims for line in claim.lines if line.fate == DENIED and not claim.whole]
    reasons = {"national edit": "CO-236", "coverage": "CO-27", "duplicate": "CO-18"}
    return {name: sum(line.reason == reason for line in lines) for name, reason in reasons.items()}
