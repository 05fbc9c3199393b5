"""The cost comparison: what inputs rest on, what ends at Office Ally, what turns the answer, what is said."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from conftest import PROJECT
from cost_cases import AS_OF, MONTHS, one_book, one_case, one_files, one_intake, one_invoice, submissions
from cutover.desk.cost import cumulative_chart, swings_chart
from cutover.errors import UsageError
from cutover.money import dollars
from cutover.reading.claims.cost_files import Left
from cutover.reading.claims.invoices import Invoices, charge_of
from cutover.reporting.drawing import charts
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.comparing import Outcome, Subject, best_set, outcome, standings
from cutover.workstreams.cost.facts import facts, load_rules
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.model import Readings, months_touched
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.prices import Commitment, TierReading
from cutover.workstreams.cost.sensitivity import above, below, effects, levers
from cutover.workstreams.cost.verdict import verdict
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

RULES = load_rules(AS_OF)
NEXT = dt.date(2026, 8, 1)


def facts_of(**files):
    """The facts of one practice."""
    return facts(one_files(**files), RULES, AS_OF, NEXT)


def flows_of(**files):
    """How many of each transaction a practice has, where the forecast of the non-par fee is not asked for."""
    made = one_files(**files)
    unasked = {("ahead", made.practice.slug, AS_OF): (None, 0)}
    return facts(made, RULES, AS_OF, NEXT, known=unasked).flows


def part(said, charge):
    """One kind of charge of a practice."""
    return next(one for one in said.parts if one.charge == charge)


def answer(*files, practice="elm", **said):
    """The result of a comparison."""
    return cost.assess(Inputs(files, (), AS_OF, practice, "Elm Clinic", options(**said)))


def codes(result):
    """The number of cases of each finding."""
    return {finding.code: finding.count for finding in result.findings}


def planned(day: dt.date | None, weeks: int, practice=None, **said):
    """The comparison of a practice whose move is planned so; of the book where no practice is named."""
    intake = one_intake(
        **({"cutover_date": day, "parallel_weeks": weeks} if day else {"parallel_weeks": weeks})
    )
    made = one_files(claims=submissions(MONTHS, 10), intake=intake)
    return Inputs((made,), (), AS_OF, practice, "Elm Clinic", options(**said)).comparison


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (dt.date(2026, 11, 20), 2),  # 4 weeks from 20 November end on 17 December
        (dt.date(2026, 11, 1), 1),  # through 28 November
        (dt.date(2026, 8, 20), 2),  # in the first month: through 16 September
        (dt.date(2026, 7, 10), 1),  # has moved: through 6 August, July is before the first month
        (dt.date(2026, 6, 1), 0),  # has moved and its run is over
    ],
)
def test_the_book_takes_the_day_that_a_practice_states_in_whatever_month_it_lies(day, months):
    of = planned(day, 4)
    assert (of.first, of.own[0].cutover) == (NEXT, day)
    assert of.own[0].cutover_from == ("stated", "intake")
    assert of.subject.scenario.cases[0].parallel_months == months


def test_the_book_and_the_practices_own_report_count_the_same_parallel_months():
    day = dt.date(2026, 11, 20)
    twice = [planned(day, 4, who).subject.scenario.cases[0].parallel_months for who in (None, "elm")]
    assert twice == [2, 2]


def test_a_month_that_a_person_sets_or_no_day_at_all_is_an_assumption():
    for of in (planned(dt.date(2026, 11, 20), 4, "elm", first_month="2026-10"), planned(None, 4)):
        assert (of.own[0].cutover, of.own[0].cutover_from[0]) == (of.first, "assumed")


def test_counted_claims_come_before_what_the_intake_says():
    intake = one_intake(volumes=[("2026-05", "claim", 999), ("2026-05", "eligibility", 30)])
    flows = flows_of(claims=submissions(MONTHS, 10), intake=intake)
    assert (flows["claim"].monthly, flows["claim"].basis) == ((10,) * 12, "counted")
    assert (flows["eligibility"].monthly, flows["eligibility"].basis) == ((30,) * 12, "stated")


def test_what_nobody_counts_or_states_is_assumed_for_each_100_claims_and_says_so():
    flow = flows_of(claims=submissions(MONTHS, 30))["eligibility"]
    assert (flow.monthly, flow.basis) == ((15,) * 12, "assumed")  # 30 * 50 / 100


def test_without_claims_nothing_is_assumed_and_nothing_is_compared():
    flows = flows_of()
    assert flows["claim"].monthly is None and flows["eligibility"].monthly is None
    result = answer(one_files())
    assert "cannot be calculated" in result.verdict and codes(result)["cost-volume-unknown"] == 1


def test_a_busy_month_comes_again_in_its_own_month_of_the_year():
    parts = [submissions([m], 20 if m == "2026-01" else 10) for m in MONTHS]
    claims = (
        pd.concat([p[0] for p in parts], ignore_index=True),
        pd.concat([p[1] for p in parts], ignore_index=True),
    )
    monthly = flows_of(claims=claims)["claim"].monthly
    assert monthly[5] == 20 and sum(monthly) == 130  # the sixth month from August is January; 11 * 10 + 20


def test_a_month_without_claims_between_others_is_not_taken_for_a_quiet_one():
    claims = submissions([m for m in MONTHS if m != "2026-01"], 10)
    assert flows_of(claims=claims)["claim"].monthly == (10,) * 12


def test_the_latest_months_known_from_remittances_alone_are_left_out():
    frame, par = submissions(MONTHS, 10)
    frame = frame.assign(source="ERA")
    keep = (frame["submission_date"] < "2026-06-01") | (
        frame.index % 2 == 0
    )  # half of June and July unanswered
    claims = frame[keep].reset_index(drop=True), par[keep].reset_index(drop=True)
    assert flows_of(claims=claims)["claim"].monthly == (10,) * 12


def remitted(months, each):
    """Claims that only remittances tell of."""
    frame, par = submissions(months, each)
    return frame.assign(source="ERA"), par


@pytest.mark.parametrize("months", [MONTHS[-2:], MONTHS[-1:], []])
def test_a_practice_of_which_the_last_two_months_of_remittances_alone_are_known_leaves_the_book_whole(months):
    oak = one_files("oak", "Oak", claims=remitted(months, 5))
    elm = one_files(claims=submissions(MONTHS, 100))
    for who in (None, "elm", "oak"):
        said = verdict(Inputs((oak, elm), (), AS_OF, who, "This one", options()).comparison, "This one")
        assert ("cannot be calculated" in said) == (who == "oak")


def test_what_the_intake_states_comes_before_what_remittances_imply():
    stated = one_intake(volumes=[("2026-06", "claim", 310), ("2026-07", "claim", 310)])
    assert flows_of(claims=remitted(MONTHS[:10], 211), intake=stated)["claim"].monthly == (310,) * 12
    # claims that were counted go before it: ten months of 211 and two of 310, (10 * 211 + 2 * 310) / 12
    assert sum(flows_of(claims=submissions(MONTHS[:10], 211), intake=stated)["claim"].monthly) == 2730
    # without a word of the intake remittances are all there is
    assert flows_of(claims=remitted(MONTHS[:10], 211))["claim"].monthly == (211,) * 12


def checks(*lines, intake=None):
    """The claim status checks of a practice with these invoice lines."""
    claims = submissions(MONTHS, 100)
    return flows_of(claims=claims, intake=intake, invoices=one_invoice(*lines))["claim status"]


OTHER_LINES = [(m, "Practice Mate", "29.00") for m in MONTHS]  # an invoice of every month


@pytest.mark.parametrize(
    ("invoices", "billed", "each"),
    [
        (7, 1, 4),  # 28 / 7
        (7, 6, 24),  # 6 * 28 / 7
        (7, 7, 28),
        (1, 1, 28),  # the other months have no invoice: they are unknown, not zero
        (11, 1, 3),  # 28 / 11 = 2.5...
    ],
)
def test_a_month_whose_invoice_has_no_line_of_the_checks_had_none(invoices, billed, each):
    lines = [(m, "Claim status 276/277", "28", "2.80") for m in MONTHS[-billed:]]
    flow = checks(*OTHER_LINES[-invoices:], *lines)
    assert (flow.monthly, flow.basis) == ((each,) * 12, "counted")
    assert flow.known_from == f"invoices ({invoices} month{'s' if invoices > 1 else ''})"


def test_twelve_invoices_of_which_one_has_the_checks_are_a_year_with_them_once():
    flow = checks(*OTHER_LINES, (MONTHS[3], "Claim status 276/277", "28", "2.80"))
    assert flow.monthly == (0, 0, 0, 28, *[0] * 8)


@pytest.mark.parametrize(
    "other",
    [
        ("2026-05", "Claim status 276/277", "", "2.80"),  # billed, and the number is not stated
        ("2026-05", "Payment received", "1", "-29.00"),  # no invoice: what was paid on one
    ],
)
def test_a_month_of_which_the_invoices_do_not_tell_the_checks_is_no_zero(other):
    flow = checks(("2026-06", "Claim status 276/277", "28", "2.80"), other)
    assert (flow.monthly, flow.known_from) == ((28,) * 12, "invoices (1 month)")


def test_a_file_of_invoices_with_a_line_that_cannot_be_read_has_no_zero():
    line = ("2026-06", "Claim status 276/277", "28", "2.80")
    assert checks(line, ("2026-05", "Gizmo", "1.00")).monthly == (14,) * 12  # 28 / 2
    assert (
        checks(line, ("2026-05", "Gizmo", "1.00"), ("2026-05", "Claim status", "n/a")).monthly == (28,) * 12
    )


def test_what_the_intake_states_goes_before_a_line_that_is_not_there():
    intake = one_intake(volumes=[(MONTHS[-2], "claim status", 10)])
    line = (MONTHS[-1], "Claim status 276/277", "28", "2.80")
    assert checks(*OTHER_LINES[-4:], line, intake=intake).monthly == (10,) * 12  # (28 + 10 + 0 + 0) / 4 = 9.5
    # what no invoice ever has is no zero: Office Ally may not bill it by the number
    assert checks(*OTHER_LINES).basis == "assumed"


def test_the_nonpar_fee_ahead_is_reckoned_from_the_claims_under_the_rule_of_today():
    said = facts_of(claims=submissions(MONTHS, 40, nonpar=1, npis=3), intake=one_intake(3))
    assert part(said, "non-par fee").ends_low == (134_85,) * 12  # 3 * $44.95


def test_payers_of_unknown_status_make_the_fee_a_range():
    one = part(facts_of(claims=submissions(MONTHS, 40, unknown=1)), "non-par fee")
    assert (one.ends_low, one.ends_high) == ((0,) * 12, (44_95,) * 12)


def test_without_claims_and_invoices_the_fee_lies_between_no_and_every_npi():
    one = part(facts_of(intake=one_intake(2)), "non-par fee")
    assert (one.ends_low, one.ends_high) == ((0,) * 12, (89_90,) * 12)  # 2 * $44.95


def test_what_no_invoice_shows_is_unknown_and_never_zero():
    said = facts_of(claims=submissions(MONTHS, 10), intake=one_intake(usage="Practice Mate"))
    assert part(said, "Practice Mate").ends_low is None
    found = codes(answer(one_files(claims=submissions(MONTHS, 10), intake=one_intake(usage="Practice Mate"))))
    assert (
        found["cost-office-ally-unknown"] == 9
    )  # discovery, pass-through, EHR, Practice Mate, statements, printing, status, eligibility, other


@pytest.mark.parametrize(
    ("plan", "low", "high"),
    [("move", 44_95, 44_95), ("stay read-only", 0, 0), ("undecided", 0, 44_95), (None, 0, 44_95)],
)
def test_ehr_247_ends_only_where_the_charts_move(plan, low, high):
    intake = one_intake(usage="EHR 24/7", **({"charts_plan": plan} if plan else {}))
    invoices = one_invoice(*[(m, "EHR 24/7 subscription", "44.95") for m in MONTHS])
    one = part(facts_of(intake=intake, invoices=invoices), "EHR 24/7")
    assert (one.charged_low[0], one.ends_low[0], one.ends_high[0]) == (44_95, low, high)


def test_two_charges_of_44_95_are_told_apart_by_their_words():
    words = pd.Series(["Non-Par processing fee", "EHR 24/7, one provider", "Paper claims printed", "Gizmo"])
    assert charge_of(words).tolist() == ["non-par fee", "EHR 24/7", "printing", "other"]


def test_a_line_of_an_invoice_that_cannot_be_read_is_a_finding_and_in_no_total():
    invoices = one_invoice(("2026-05", "Practice Mate", "29.00"), ("2026-06", "Practice Mate", "n/a"))
    result = answer(one_files(claims=submissions(MONTHS, 10), invoices=invoices))
    assert codes(result)["cost-invoice-unread"] == 1
    assert result.tables["invoiced"].frame["total_cents"].tolist() == [29_00]


def test_the_same_row_of_two_sheets_of_an_invoice_is_two_cases_with_two_keys():
    one = one_invoice(("2026-05", "Gizmo", "29.00"), ("2026-06", "Practice Mate", "n/a"))
    both = Invoices(
        *(
            pd.concat([frame.assign(source_sheet=name) for name in ("May", "June")], ignore_index=True)
            for frame in (one.lines, one.problems)
        )
    )
    result = answer(one_files(claims=submissions(MONTHS, 10), invoices=both))
    for code in ("cost-invoice-unclear", "cost-invoice-unread"):
        frame = next(f for f in result.findings if f.code == code).evidence.frame
        assert (frame["source_sheet"].tolist(), frame["key"].nunique()) == (["May", "June"], 2), code


def test_a_solo_practice_on_the_free_tier_is_told_to_stay_and_what_leaving_would_buy():
    invoices = one_invoice(*[(m, "Practice Mate", "0.00") for m in MONTHS])
    result = answer(one_files(claims=submissions(MONTHS, 100), invoices=invoices))
    assert result.verdict.startswith("Staying with Office Ally is cheaper for Elm Clinic. Leaving would cost")
    assert "never breaks even" in result.verdict and "not a lower bill" in result.verdict
    (finding,) = [f for f in result.findings if f.code == "cost-cheaper-to-stay"]
    # 36 * ($20 + 100 * $0.70 + 50 * $0.25 + 20 * $0.20 + 2 * $1.50 + 2 * $1.50)
    assert finding.amount_cents == 36 * (20_00 + 70_00 + 12_50 + 4_00 + 3_00 + 3_00)


def test_a_group_whose_every_npi_owes_the_fee_is_told_to_leave_and_from_when():
    claims = submissions(MONTHS, 20, nonpar=1, npis=6)
    result = answer(one_files(claims=claims, intake=one_intake(6, usage="clearinghouse-only")))
    assert result.verdict.startswith("Leaving Office Ally is cheaper for Elm Clinic in every reading")
    # Medi: $20 + 120 * $0.70 + 60 * $0.25 + 24 * $0.20 + 2 * $1.50 + 2 * $1.50 = $129.80
    # August costs both, $399.50 against 6 * $44.95 = $269.70; through September $529.30 against $539.40
    assert result.tables["months"].frame["medi_cents"][0] == 129_80
    assert "From 2026-09 on" in result.verdict


def test_shares_of_the_practices_add_up_to_the_bill_of_the_book():
    book = one_book(one_case("ash", claims=333), one_case("elm", claims=334), one_case("oak", claims=71))
    assert sum(s.share for s in standings(book)) == int(Subject(book).costs.medi_total.sum())


def test_a_practice_may_be_cheaper_to_take_along_than_its_share_says():
    # alone in the second tier: it adds 36 * ($20 + 500 * $0.65), its share is 36 * ($20 + $337.50)
    book = one_book(one_case("elm", claims=500), one_case("oak", claims=500, oa=350_00))
    one = standings(book)[1]
    assert (one.saving("share"), one.saving("incremental")) == (36 * -7_50, 36 * 5_00)
    assert one.verdict == "leaving is cheaper for the book, not by its share"


def test_only_practices_that_surely_cost_the_book_more_are_left_behind():
    book = one_book(one_case("elm", claims=100), one_case("oak", claims=100, oa=200_00))
    assert best_set(book) == ("oak",)
    assert best_set(one_book(one_case("elm", claims=100, oa=0, oa_high=200_00))) == ("elm",)


def turning(subject, name):
    """The nearest values below and above today's at which the answer turns."""
    lever = next(
        one for one in levers(subject, {"claim": (80, 120)}, (2, 2, 4), _touched) if one.name == name
    )
    return below(subject, lever), above(subject, lever)


def _touched(weeks):
    return months_touched(NEXT, weeks)


def test_the_bill_of_office_ally_at_which_the_answer_turns_is_exact_to_the_cent():
    subject = Subject(one_book(one_case(claims=100, oa=0)), "elm")
    # $20 + 100 * $0.70 = $90.00 a month: at $90.00 both cost the same, one cent more and leaving is cheaper
    assert turning(subject, "Office Ally's charges that end") == (None, 90_01)


def test_the_work_at_which_the_answer_turns_is_all_that_leaving_saves():
    subject = Subject(one_book(one_case(claims=100, oa=100_00)), "elm")
    assert turning(subject, "Work of the move, once") == (
        None,
        360_00,
    )  # 36 * ($100 - $90); at it nothing is saved


@pytest.mark.parametrize("tiers", list(TierReading))
@settings(max_examples=examples(6, least=3), deadline=None)  # each tries a thousand values
@given(claims=st.integers(1, 1200), oa=st.integers(0, 900_00))
def test_the_volume_at_which_the_answer_turns_agrees_with_trying_every_percentage(tiers, claims, oa):
    subject = Subject(one_book(one_case(claims=claims, oa=oa), readings=Readings(tiers), months=2), "elm")
    lever = next(x for x in levers(subject, {"claim": (80, 120)}, (2, 2, 4), _touched) if x.name == "Claims")
    base = subject.saving() > 0
    other = [v for v in range(1001) if (lever.put(subject, v).saving() > 0) != base]
    assert above(subject, lever) == min((v for v in other if v > 100), default=None)
    assert below(subject, lever) == max((v for v in other if v < 100), default=None)


def test_what_moves_the_answer_most_stands_first():
    subject = Subject(one_book(one_case(claims=1000, oa=100_00, eligibility=10)), "elm")
    found = effects(subject, {"claim": (80, 120), "eligibility": (80, 120)}, (2, 2, 4), _touched)
    sizes = [one.size for one in found]
    assert sizes == sorted(sizes, reverse=True) and found[0].name == "Claims"


def test_month_to_month_costs_the_move_once():
    said = Subject(one_book(one_case(claims=100)), "elm")
    assert said.saving() - said.changed(commitment=Commitment.MONTHLY).saving() == 100_00


def test_whichever_reading_holds_the_answer_must_hold_or_it_is_not_decided():
    # 501 claims: $370.65 graduated, $345.65 whole-volume: a bill of $360 lies between
    subject = Subject(one_book(one_case(claims=501, oa=360_00)), "elm")
    assert outcome(subject) is Outcome.OPEN


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("parallel_weeks", "4.5"),
        ("parallel_weeks", "-1"),
        ("parallel_weeks", "four"),
        ("commitment", "yearly"),
        ("first_month", "2026-13"),
        ("work_dollars", "1,500"),
        ("volume_percent", "0"),
        ("paralel_weeks", "4"),
    ],
)
def test_an_option_that_is_not_well_formed_is_refused_in_words(name, text):
    with pytest.raises(UsageError, match=name):
        options(**{name: text})


def test_an_option_that_is_set_takes_the_place_of_the_data_and_says_so():
    result = answer(one_files(claims=submissions(MONTHS, 10)), parallel_weeks="9", eligibility_a_month="7")
    rows = result.tables["inputs"].frame.set_index("input")
    assert rows.loc["Weeks of parallel run", ["value", "known_from"]].tolist() == ["9", "set for this report"]
    assert rows.loc["Eligibility checks", "value"] == "7 a month"


def test_a_practices_report_names_no_other_practice():
    others = [one_files("oak", "Quercus", claims=submissions(MONTHS, 30)), one_files("fir", "Abies")]
    result = answer(one_files(claims=submissions(MONTHS, 10)), *others)
    shown = str(result.verdict) + "".join(t.frame.to_string() + t.note for t in result.tables.values())
    shown += "".join(f.title + f.evidence.frame.to_string() for f in result.findings)
    assert "Quercus" not in shown and "Abies" not in shown


def undated(months, each):
    """Claims that tell the day of service alone."""
    frame, par = submissions(months, each)
    return frame.assign(service_from=frame["submission_date"], submission_date=pd.NaT), par


def test_claims_that_tell_the_day_of_service_alone_are_counted_as_in_the_nonpar_report():
    flow = flows_of(claims=undated(MONTHS[5:], 10))["claim"]
    assert (flow.monthly, flow.basis) == ((10,) * 12, "counted")  # the mean of seven months of 10
    assert flow.known_from == "claims, the month of some estimated from the day of service (7 months)"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        (submissions([]), "its number of claims is not known. Fetch its claim history"),
        (
            submissions(["2025-07"], 3),
            "3 claims are on file, none of the 12 whole months from 2025-08 to 2026-07.",
        ),
        (
            remitted(["2026-07"], 1),
            "1 claim is on file, but of the latest 2 months remittances alone tell, too early",
        ),
    ],
)
def test_where_no_claim_can_be_counted_the_report_says_what_is_on_file_and_why_it_does_not_count(claims, why):
    result = answer(one_files(claims=claims))
    assert f"cannot be calculated: {why}" in result.verdict
    flow = flows_of(claims=claims)["claim"]
    assert flow.monthly is None and flow.known_from in (result.figures[0].note, "no claims are on file")
    assert set(result.tables["inputs"].frame["known_from"]) & {flow.known_from}


def test_claims_without_any_day_are_said_to_be_there():
    frame, par = submissions(MONTHS, 1)
    said = answer(one_files(claims=(frame.assign(submission_date=pd.NaT), par)))
    assert "12 claims are on file, none with a day of submission or of service." in said.verdict


@pytest.mark.parametrize("nonpar", [0, 1])
def test_where_the_nonpar_fee_alone_is_known_the_headline_says_that_it_is_counted_and_how_much_more_must_end(
    nonpar,
):
    made = Inputs(
        (one_files(claims=submissions(MONTHS, 300, nonpar=nonpar)),), (), AS_OF, "elm", "Elm", options()
    )
    result, of = cost.assess(made), made.comparison.subject
    assert made.comparison.has_no_bill and made.comparison.span[1] < 0
    assert ("before any saving at Office Ally" in result.verdict) == (not nonpar)
    # 36 months of $44.95, less the two that the parallel run touches
    counts = "That already counts the $1,528.30 of non-par fees that end."
    assert (counts in result.verdict) == bool(nonpar)
    more = -((of.saving() - 1) // 34)  # it ends in 34 months; one cent above zero, rounded up
    words = (
        f"{dollars(more)} a month more of Office Ally's charges ends"
        if nonpar
        else f"ends {dollars(more)} a month"
    )
    assert words in result.verdict


@pytest.mark.parametrize(
    ("files", "left", "why"),
    [
        ((), (), "cannot be calculated: it has no practice that moves."),
        (
            (),
            (Left("elm", "no name"),),
            "cannot be calculated: its only practice cannot be read. Correct the files",
        ),
        ((), (Left("elm", ""), Left("oak", "")), "none of its 2 practices can be read. Correct the files"),
        (
            (one_files(),),
            (),
            "cannot be calculated: its number of claims is not known. Fetch its claim history",
        ),
        (
            (one_files(), one_files("oak", "Oak")),
            (),
            "the number of claims of all its 2 practices is not known.",
        ),
    ],
)
def test_a_book_of_which_no_practice_can_be_compared_says_so_and_has_every_table_of_its_report(
    files, left, why
):
    made = Inputs(files, left, AS_OF, None, "The book", options())
    result = cost.assess(made)
    assert why in result.verdict and {f.value for f in result.figures} == {None}
    assert codes(result).get("cost-practice-left-out", 0) == len(left)
    notebook = (PROJECT / "notebooks/text/05_cost_comparison_book.py").read_text("utf-8")
    assert set(re.findall(r'report\.table\("(\w+)"', notebook)) <= set(result.tables)
    for name, x, y in re.findall(r'result\.tables\["(\w+)"\],\s+"(\w+)",\s+"(\w+)"', notebook):
        assert charts.drawable(result.tables[name], x, y)
    assert made.claims.groupby(["practice", made.claims["submission_date"].dt.year]).size().sum() == 0
    assert made.invoices.groupby(["practice", "charge"]).size().sum() == 0


def test_the_charts_of_a_book_that_cannot_be_compared_are_drawn_without_data():
    result = cost.assess(Inputs((one_files(),), (), AS_OF, None, "The book", options()))
    assert all(chart(result) for chart in (cumulative_chart, swings_chart))


def test_each_past_month_has_its_own_claims_invoice_and_price():
    # May 2026: 21 claims, 20.00 + 21 x 0.70 = 34.70; June: 33 claims, 20.00 + 33 x 0.70 = 43.10; no invoice of June
    sent = [submissions(["2026-05"], each=21), submissions(["2026-06"], each=33)]
    claims = tuple(pd.concat(parts, ignore_index=True) for parts in zip(*sent, strict=True))
    bill = one_invoice(("2026-05", "Non-par processing fee", "44.95"), ("2026-04", "EHR 24/7", "44.95"))
    rows = answer(one_files(claims=claims, invoices=bill)).tables["past"].frame
    told = rows.assign(month=rows["month"].dt.strftime("%Y-%m")).astype(object).where(rows.notna(), None)
    assert told.values.tolist() == [
        ["2026-04", None, None, 4_495, None],
        ["2026-05", 21, 3_470, 4_495, 1_025],  # 44.95 - 34.70
        ["2026-06", 33, 4_310, None, 185],  # May's invoice: 44.95 - 43.10
    ]


def test_the_year_s_price_has_its_month_beside_it_and_the_move_has_none():
    rows = answer(one_files(claims=submissions(MONTHS, each=21))).tables["medi"].frame.set_index("item")
    # 20.00 a month for the platform, 21 x 0.70 = 14.70 for claims
    assert rows.loc[["platform", "claim"], "month_cents"].tolist() == [2_000, 1_470]
    assert rows.loc["platform", "cents"] == 24_000
    assert pd.isna(rows.loc["migration", "month_cents"])


def test_a_book_pays_a_platform_for_each_of_its_practices_whether_or_not_it_sends():
    sent = {"elm": ["2026-05", "2026-06"], "oak": ["2026-06"], "fir": ["2026-04"]}
    three = [one_files(name, claims=submissions(months, each=10)) for name, months in sent.items()]
    past = answer(*three, practice=None).tables["past"]
    # 3 x 20.00 each month, and claims x 0.70: one practice sends in April and in May, two in June
    wanted = [[10, 6_000 + 700], [10, 6_000 + 700], [20, 6_000 + 1_400]]
    assert past.frame[["claims", "medi_cents"]].values.tolist() == wanted
    assert past.note.endswith("The platform counts for each of the 3 practices.")


def test_what_all_invoices_come_to_stands_beside_their_table():
    lines = one_invoice(
        ("2026-05", "Practice Mate", "30.00"), ("2026-06", "Practice Mate", "30.00"),
        ("2026-06", "Non-par fee", "44.95"), ("2026-06", "Payment received", "-30.00"),
    )  # fmt: skip
    sent = submissions(MONTHS, 10)
    note = answer(one_files(claims=sent, invoices=lines)).tables["invoiced"].note
    # 30.00 + 30.00 + 44.95; what was paid is no charge
    assert "In 2 months: $104.95, of it Practice Mate $60.00 and non-par fee $44.95." in note
    assert "In " not in answer(one_files(claims=sent)).tables["invoiced"].note
