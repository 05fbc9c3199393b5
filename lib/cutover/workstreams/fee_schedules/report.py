"""Fee schedules: what does each payer really pay, since when, and where did it pay less?

The rule by which a rate is seen stands in `stretches`, what a line allows in `lines`, the findings in `findings`.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, conform
from cutover.reference import code_list
from cutover.result import Result, Table
from cutover.workstreams import absences, unread_cells, unread_files, whose_rows
from cutover.workstreams.answers import signed
from cutover.workstreams.columns import PAYER, cents, count, number, share, text
from cutover.workstreams.fee_schedules import findings as fee_findings
from cutover.workstreams.fee_schedules.anesthesia import LISTED
from cutover.workstreams.fee_schedules.book import Book, book_of
from cutover.workstreams.fee_schedules.contract_table import AS_READ, as_read
from cutover.workstreams.fee_schedules.corrections import CORRECTED
from cutover.workstreams.fee_schedules.differences import PATTERNS, where_of
from cutover.workstreams.fee_schedules.findings import (
    CONTRACT,
    OF_CONTRACT,
    in_time,
    overpaid,
    underpaid,
    with_month,
)
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.limiting import LIMITING, charged_above, note
from cutover.workstreams.fee_schedules.paid_lines import NOTE, PAID_LINES, paid_lines
from cutover.workstreams.fee_schedules.rates import CLASSES
from cutover.workstreams.fee_schedules.schedule import CHANGES, RATES, SCHEDULE
from cutover.workstreams.fee_schedules.sent_procedures import NOTE as NOTE_OF_SENT
from cutover.workstreams.fee_schedules.sent_procedures import SENT, sent_procedures
from cutover.workstreams.fee_schedules.sent_procedures import TITLE as TITLE_OF_SENT
from cutover.workstreams.fee_schedules.several_procedures import reductions
from cutover.workstreams.fee_schedules.several_procedures import sources as reduction_sources
from cutover.workstreams.fee_schedules.unseen import unseen, without_contract
from cutover.workstreams.fee_schedules.verdict import figures, state, verdict
from cutover.workstreams.findings import table

TITLE = "Fee schedules"
USED = "used"
_APPEALS = ("in time", "last day not known", "too late")
_ASK = dict(zip(PATTERNS, (
    "to use the rate of the day of service", "to read modifiers and place as they were billed",
    "why it was halved: no code names a further procedure", "which rate it used",
), strict=True))  # fmt: skip
COUNTED = (text("why", "Used, or why not"), count("lines", "Lines"), cents("charge_cents", "Charged"),
           cents("paid_cents", "Paid"), cents("allowed_cents", "Allowed", "null: not known"))  # fmt: skip
LOWERED = (text("reason", "Reason"), text("name", "What it is"), count("lines", "Lines", "that tell a price"),
           cents("amount_cents", "Amount", "on these lines"),
           count("whole_count", "In all", "adjustments of the reason in all remittances, each once"),
           cents("whole_cents", "Amount in all", "less what was taken back"))  # fmt: skip
REDUCED = (PAYER, text("what", "Looks like"), text("procedure", "Procedure"), count("lines", "Lines"),
           cents("less_cents", "Below the rate"), share("least", "Left of the rate, least"),
           share("most", "Most"))  # fmt: skip
UNCONTRACTED = (
    PAYER,
    count("lines", "Lines"),
    cents("charge_cents", "Charged"),
    cents("allowed_cents", "Allowed"),
)
BY_PAYER = (
    PAYER, count("lines", "Lines used"), cents("allowed_cents", "Allowed"),
    *(count(kind.replace(" ", "_"), kind.capitalize()) for kind in CLASSES),
    share("rated", "At a known rate", "of the money that was allowed"),
)  # fmt: skip
LETTERS = (
    PAYER, count("cases", "Lines to appeal"), cents("in_time", "In time"), cents("unknown", "Last day not known"),
    Column("first_due", Kind.DATE, "First last day"), cents("late", "Too late"),
)  # fmt: skip
BY_REASON = (
    PAYER, cents("short_cents", "Short"), count("cases", "Lines"), text("appeal", "Appeal"),
    Column("first_due", Kind.DATE, "First last day"), text("pattern", "Looks like"), text("ask", "Ask the payer"),
    text("codes", "Adjustments"), number("age", "Oldest, days", "from the remittance to the date of the report"),
)  # fmt: skip
MULTIPLES = (
    PAYER, text("reference", "Is a multiple of"), share("factor", "Factor"),
    count("fits", "Rates that fit to the cent"),
    count("shared", "Rates compared"), share("share", "Share that fits"),
    share("least_share", "At least, with 95 % confidence"),
)  # fmt: skip
OVER = (PAYER, text("pattern", "Looks like"), text("codes", "Adjustments"), count("cases", "Lines"),
        cents("short_cents", "Too much"), Column("last_month", Kind.MONTH, "Last paid"))  # fmt: skip
CLINICIANS = (PAYER, text("provider", "Provider NPI"), share("factor", "Of the rate"), count("lines", "Lines"),
              count("at", "At exactly this share"))  # fmt: skip
BY_MONTH = (
    Column("month", Kind.MONTH, "Month paid"),
    cents("short_cents", "Paid short"),
    count("cases", "Lines"),
)
LIMITS = (
    "A rate is what a payer allowed time after time, not what its contract says; only a contract file shows that.",
    "A payer that has paid one wrong amount all along looks steady here.",
    "Two plans of one payer under one name look like no rate; the remittance does not always name the plan.",
    "A line that is allowed as charged tells only that the rate is the charge or more.",
    "A reduction for a further procedure without its own code shows by its amount alone: it is likely, not proven.",
    "A percentage of the charge and a steady rate look alike where charges are a fixed multiple of a payer's schedule "
    "and never changed. The rate is then called steady.",
)


def assess(inputs: Inputs) -> Result:
    """Return what payers pay a practice for each procedure on a day, and what was paid otherwise.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    return report(book_of(inputs))


def report(book: Book) -> Result:
    """Return the result of a practice's fee schedules."""
    found, inputs = fee_findings.made(book), book.inputs
    made = Result(
        title=TITLE,
        verdict=unread_files.told(verdict(book, found), inputs.files),
        figures=figures(book),
        findings=unread_files.with_findings(whose_rows.with_findings(found, inputs.not_own), inputs.files),
        tables=_tables(book),
        limits=(*LIMITS, *unseen(book), *unread_files.limits(inputs.files), *whose_rows.limits(inputs.not_own),
                *inputs.notes,
                *(f"Assumption: {said}" for said in inputs.rules.assumptions)),
        sources=(inputs.rules.source, *(code_list(name, inputs.as_of).source for name in
                 ("fee_adjustments", "pricing_modifiers", "supplied_free", "adjustment_reasons")),
                 *reduction_sources(inputs.as_of), inputs.deadlines.source),
    )  # fmt: skip
    made = absences.told(made, "fee_schedules", {
        "remittance with service lines": len(book.lines.every) > 0,
        "contract of a payer": len(inputs.contracts) > 0,
        "list of claims sent": len(inputs.sent) > 0,
        "list of visits without assignment beside a limiting charge": len(inputs.nonassigned) > 0,
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "fee_schedules"))
    return signed(told, "fee_schedules", state(book, found))


def period(inputs: Inputs) -> str:
    """Return the days of service of the used lines, such as `2024-08-01 to 2026-07-20`."""
    days = book_of(inputs).lines.used["service_on"]
    return f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else "no service line"


def _tables(book: Book) -> dict[str, Table]:
    rules, visits = book.inputs.rules, charged_above(book.inputs)
    return {
        "counted": table("Which lines tell what is allowed", counted(book), COUNTED,
                         "each service line of both systems once; claims decided as a whole have no line"),
        "lowered": table("What lowers a payment and is no rate", _lowered(book), LOWERED,
                         "of used lines and further procedures: taken off after the price was set, or as one. "
                         "Beside it all remittances, with lines that tell no price."),
        "reduced": table("Below the rate, and likely a reduction for several procedures of one day", reduced(book),
                         REDUCED, "not called paid short; compare with the payer's policy before anything is written"),
        "payers": table("What is known of each payer", _by_payer(book), BY_PAYER, rules.sentence),
        "by_procedure": table("What each payer paid, by procedure", paid_lines(book), PAID_LINES, NOTE),
        "sent_procedures": table(TITLE_OF_SENT, sent_procedures(book.inputs.sent), SENT, NOTE_OF_SENT),
        "schedule": table("The rates to load", book.schedule, SCHEDULE, rules.sentence),
        "rates": table("The rates in force", book.schedule, RATES, rules.sentence),
        "changes": table("When rates changed", book.changes, CHANGES, "steady rates alone"),
        "multiples": table("Schedules that are a multiple of another one", book.multiples, MULTIPLES),
        "letters": table("Paid short, by payer", _letters(book), LETTERS, "one letter to each payer"),
        "reasons": table("Paid short, by payer and reason", _by_reason(book), BY_REASON,
                         f"{rules.tolerance} below the rate in force"),
        "corrections": table("Reversed and decided again for less", _again_for_less(book), CORRECTED,
                             "each claim once: lines that are short are in no other list of what was paid short. Where "
                             "the patient owes the difference at the same price, nothing is short"),
        "overpaid": table("Paid too much, by payer and reason", _over(book), OVER,
                          f"{rules.tolerance} above the rate in force"),
        "clinicians": table("Clinicians who are paid a share of the rate", book.settled.clinicians, CLINICIANS,
                            "not called short at this share; is one a physician, ask the payer to correct its file"),
        "months": table("Paid short by month of the remittance", _by_month(book), BY_MONTH),
        "contract": table("Contract and rate seen", with_month(book.contracts), CONTRACT,
                          "of contract files in fee_schedules/"),
        "contract_lines": table("Each line below its contract", book.below_contract, OF_CONTRACT,
                                "what to send to the payer with the contract page"),
        "contract_as_read": table("The contract files as they were read", as_read(book), AS_READ,
                                  "each rate with its days; a rate without a paid line was compared with nothing"),
        "anesthesia": table("Anesthesia by units and conversion factor", _anesthesia(book), LISTED,
                            "each line that a contract prices: (base units + time units) x factor x share"),
        "limiting": table("Visits without assignment and the limiting charge", visits, LIMITING, note(visits)),
        "uncontracted": table("Payers of which no contract file has a rate", without_contract(book), UNCONTRACTED,
                              "of remittances; a payer that sends none is not seen here"),
    }  # fmt: skip


def _again_for_less(book: Book) -> pd.DataFrame:
    """The corrected claims that pay less: those that are short, and behind them those that the patient owes more of."""
    parts = [part for part in (book.corrections, book.moved) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else book.corrections


def counted(book: Book) -> pd.DataFrame:
    """Return how many lines are used and why others are not, with their money; all lines together are the archive's."""
    rows = book.lines.every
    why = rows["left_out"].fillna(USED)
    money = rows.assign(why=why, allowed_cents=rows["allowed_cents"].astype("Int64").where(why == USED))
    sums = money.groupby("why", as_index=False).agg(
        lines=("key", "size"), charge_cents=("charge_cents", "sum"), paid_cents=("paid_cents", "sum"),
        allowed_cents=("allowed_cents", lambda cents: cents.sum(min_count=1)),
    )  # fmt: skip
    ordered = sums.sort_values("lines", ascending=False, kind="stable")
    first = ordered["why"] == USED
    whole = pd.concat([ordered[first], ordered[~first]], ignore_index=True)
    rest = book.lines.without.iloc[0]
    alone = pd.DataFrame([{"why": "claims decided as a whole, without a line", "lines": int(rest["claims"]),
                           "charge_cents": int(rest["charge_cents"]), "paid_cents": int(rest["paid_cents"]),
                           "allowed_cents": None}])  # fmt: skip
    parts = [part for part in (whole, alone) if len(part)]
    return conform(pd.concat([part.astype(object) for part in parts], ignore_index=True), COUNTED)


def _anesthesia(book: Book) -> pd.DataFrame:
    """Each line that a contract prices by time, with its account, in order of payer and payment."""
    rows = book.contracted.timed.lines
    where = where_of(rows, book.inputs) if len(rows) else pd.DataFrame(columns=["patient_control_number"])
    told = rows.join(where[["patient_control_number"]])
    return told.sort_values(["payer", "paid_on", "line"], kind="stable")


def _lowered(book: Book) -> pd.DataFrame:
    rows = book.lines.lowered
    names = code_list("adjustment_reasons", book.inputs.as_of).meaning(rows["reason"])
    return rows.assign(name=names.astype("str")).sort_values("amount_cents", ascending=False)


def reduced(book: Book) -> pd.DataFrame:
    """Return the lines that look like a reduction for several procedures of one day, one row per payer and code."""
    rows = book.reduced
    words = {one.name: one.words for one in reductions(book.inputs.as_of).rule}
    left = rows["allowed_cents"].astype("float64") / rows["expected_cents"].astype("float64")
    told = rows.assign(
        what=rows["reduction"].map(words).astype("str"), less=-rows["difference_cents"], left=left
    )
    sums = told.groupby(["payer", "what", "procedure"], as_index=False).agg(
        lines=("key", "size"), less_cents=("less", "sum"), least=("left", "min"), most=("left", "max")
    )  # fmt: skip
    return sums.sort_values(["less_cents", "payer", "procedure"], ascending=[False, True, True])


def _by_payer(book: Book) -> pd.DataFrame:
    lines, keys = book.rates.lines, book.rates.keys[book.rates.keys["lines"] > 0]
    known = lines["allowed_cents"].where(lines["expected_cents"].notna(), 0)
    sums = lines.assign(known=known).groupby("payer").agg(
        lines=("key", "size"), allowed_cents=("allowed_cents", "sum"), known=("known", "sum")
    )  # fmt: skip
    kinds = (
        pd.crosstab(book.lines.keys["payer"].reindex(keys.index), keys["kind"])
        if len(keys)
        else pd.DataFrame()
    )
    kinds = kinds.reindex(index=sums.index, columns=list(CLASSES), fill_value=0)
    kinds.columns = [kind.replace(" ", "_") for kind in CLASSES]
    whole = sums["allowed_cents"].where(sums["allowed_cents"] > 0)
    made = sums.join(kinds).assign(rated=sums["known"] / whole).reset_index()
    return made.sort_values(["allowed_cents", "payer"], ascending=[False, True])


def _letters(book: Book) -> pd.DataFrame:
    """What was paid short by payer, by whether it can still be appealed; what can comes first."""
    rows, today = underpaid(book), book.inputs.today
    open_, unknown = in_time(rows, today), rows["appeal_through"].isna()
    sums = rows.assign(
        cases=open_.astype("int64"), in_time=rows["short_cents"].where(open_ & ~unknown, 0),
        unknown=rows["short_cents"].where(unknown, 0), late=rows["short_cents"].where(~open_, 0),
        first_due=rows["appeal_through"].where(open_),
    ).groupby("payer", as_index=False).agg({"cases": "sum", "in_time": "sum", "unknown": "sum", "first_due": "min",
                                            "late": "sum"})  # fmt: skip
    order = sums.assign(still=sums["in_time"] + sums["unknown"])
    return order.sort_values(["still", "late", "payer"], ascending=[False, False, True])


def _by_reason(book: Book) -> pd.DataFrame:
    rows, today = underpaid(book), book.inputs.today
    appeal = pd.Series(_APPEALS[0], rows.index, dtype="str").mask(~in_time(rows, today), _APPEALS[2])
    told = rows.assign(
        appeal=appeal.mask(rows["appeal_through"].isna(), _APPEALS[1]), codes=rows["codes"].fillna("")
    )
    sums = told.groupby(["payer", "pattern", "codes", "appeal"], as_index=False).agg(
        cases=("key", "size"), short_cents=("short_cents", "sum"), first_due=("appeal_through", "min"),
        oldest=("paid_on", "min"),
    )  # fmt: skip
    sums = sums.assign(age=(today - sums["oldest"]).dt.days, ask=sums["pattern"].map(_ASK).astype("str"))
    order = sums["appeal"].map(_APPEALS.index)
    return sums.assign(order=order).sort_values(
        ["order", "short_cents", "payer"], ascending=[True, False, True]
    )


def _over(book: Book) -> pd.DataFrame:
    """What was paid too much, by payer and reason."""
    rows = overpaid(book)
    rows = rows.assign(
        codes=rows["codes"].fillna(""), month=rows["paid_on"].dt.to_period("M").dt.to_timestamp()
    )
    sums = rows.groupby(["payer", "pattern", "codes"], as_index=False).agg(
        cases=("key", "size"), short_cents=("short_cents", "sum"), last_month=("month", "max")
    )  # fmt: skip
    return sums.sort_values(["short_cents", "payer"], ascending=[False, True])


def _by_month(book: Book) -> pd.DataFrame:
    rows = underpaid(book)
    month = rows["paid_on"].dt.to_period("M").dt.to_timestamp()
    return rows.assign(month=month).groupby("month", as_index=False).agg(short_cents=("short_cents", "sum"),
                                                                         cases=("key", "size"))  # fmt: skip
