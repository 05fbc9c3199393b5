"""What the scrub rules say first: one sentence, and the figures behind it."""

from __future__ import annotations

from cutover.money import dollars
from cutover.result import Figure, Finding, State
from cutover.wording import several
from cutover.workstreams.scrub_rules.book import Book
from cutover.workstreams.scrub_rules.few import few_and_once
from cutover.workstreams.scrub_rules.findings import to_add
from cutover.workstreams.scrub_rules.often import often


def verdict(book: Book, findings: tuple[Finding, ...]) -> str:
    """Return one sentence: how many denials rules explain, what they cost, and what to do first."""
    first, every = len(book.lines.first), len(book.lines.every)
    if not every:
        return "Too few: no remittance here has service lines, so no rule can be seen."
    if book.is_too_few:
        return (
            f"Too few: {first:,} of {several(every, 'service line')} tell a first decision, and rules are looked for "
            f"from {book.inputs.rules.least_lines:,} on.{_most_denied(book)}"
        )
    denied = int(book.lines.first["denied"].sum())
    if book.rules.empty:
        said = f"No rule is to be seen: {denied:,} of {first:,} lines with a first decision are denied, none by a rule."
        return f"{said}{_most_denied(book)}"
    rules, hits = len(book.rules), int(book.rules["denied"].sum())
    said = (
        f"{several(rules, 'rule')} of payers {'explains' if rules == 1 else 'explain'} {hits:,} of "
        f"{several(denied, 'denied line')} ({dollars(int(book.rules['denied_cents'].sum()))})"
    )
    missing = len(to_add(book))
    said += f"; {_missing(missing)}{_through(len(book.through_now))}"
    if not findings:
        return f"{said}."
    action = findings[0].action
    return f"{said}; first of all, {action[:1].lower()}{action[1:]}"


def _most_denied(book: Book) -> str:
    """What was denied more than once with the most money, said without calling it a rule."""
    cases, once = few_and_once(book)
    known, open_ = (cases[told] for told in (cases["edit"].notna(), cases["edit"].isna()))
    worth, unknown = (dollars(int(part["denied_cents"].sum())) for part in (known, open_))
    others = [
        *([f"{unknown} for which no edit is known"] if len(open_) else []),
        *([f"{dollars(once)} denied in one claim alone for its reason"] if once else []),
    ]
    beside = f" Not in this sum: {' and '.join(others)}." if others else ""
    edits = "" if known.empty else f" Of {worth} in few cases an edit is named below.{beside}"
    rows = often(book)
    if rows.empty:
        return edits
    row = rows.iloc[0]
    what = f"{row['procedure']} by {row['payer']}, {row['reason']}, {dollars(int(row['denied_cents']))}"
    return f" Denied more than once so far, first of all: {what}.{edits}"


def state(book: Book) -> State:
    """Return whether every rule that is seen is written down, by the rules of `signals.toml`."""
    few = not len(book.lines.every) or book.is_too_few
    return State.ATTENTION if few or len(to_add(book)) else State.OK


def _through(number: int) -> str:
    """What is said of rules that are new in Medi, empty where there is none."""
    return (
        f", and {number:,} {'is' if number == 1 else 'are'} new since Medi sends the claims" if number else ""
    )


def _missing(number: int) -> str:
    if not number:
        return "the intake names each of them"
    return f"the intake does not name {number:,} of them"


def figures(book: Book) -> tuple[Figure, ...]:
    """Return the headline numbers; what cannot be known from so few lines is unknown."""
    first, few, rules = book.lines.first, book.is_too_few, book.rules if not book.is_too_few else None
    denied = first[first["denied"]]
    cents = {
        name: 0 if rules is None else int(rules[name].sum()) for name in ("denied_cents", "recovered_cents")
    }
    return (
        Figure("First decisions", f"{len(first):,}", f"of {len(book.lines.every):,} lines; the rest is named below"),
        Figure("Denied lines", f"{len(denied):,}", dollars(int(denied["refused_cents"].sum()))) if len(first) else
        Figure("Denied lines", None, "no remittance with service lines is on file that could be read"),
        Figure("Rules", None if rules is None else f"{len(rules):,}",
               f"of {book.found.tried:,} that were tried" if not few else "too few lines"),
        Figure("Denied by rules", None if rules is None else dollars(cents["denied_cents"]),
               "" if rules is None else several(int(rules["denied"].sum()), "line")),
        Figure("Of it paid later", None if rules is None else dollars(cents["recovered_cents"]),
               "" if rules is None else several(int(rules["recovered"].sum()), "line")),
        Figure("Not in the intake", None if rules is None else f"{len(to_add(book)):,}", "rules to agree and set up",
               column="rules to add"),
    )  # fmt: skip
