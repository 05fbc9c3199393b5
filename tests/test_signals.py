"""A sign answers its report's question: green, amber and red by the stated rule of each report, on both sides of it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Stub

import pandas as pd
import pytest
from conftest import PROJECT
from cutover.reporting import findings
from cutover.result import Severity, State
from cutover.signals import rules, signals
from cutover.wording import load_words
from cutover.workstreams.answers import signed
from cutover.workstreams.cost import verdict as cost
from cutover.workstreams.cost.comparing import Outcome
from cutover.workstreams.demographics import report as demographics
from cutover.workstreams.enrollment import verdict as enrollment
from cutover.workstreams.era_audit import verdict as era_audit
from cutover.workstreams.fee_schedules import verdict as fee_schedules
from cutover.workstreams.inventory import verdict as inventory
from cutover.workstreams.nonpar import verdict as nonpar
from cutover.workstreams.open_claims import verdict as open_claims
from cutover.workstreams.parallel_run import verdict as parallel_run
from cutover.workstreams.readiness import verdict as readiness
from cutover.workstreams.reporting_baseline import verdict as baseline
from cutover.workstreams.rollout import verdict as rollout
from cutover.workstreams.scrub_rules import verdict as scrub_rules
from notebook_maker import one_finding, one_result

RED, AMBER, GREEN = State.BLOCKED, State.ATTENTION, State.OK
TODAY = dt.date(2026, 7, 31)


def always(value):
    """A function that returns one value whatever it is asked."""
    return lambda *_, **__: value


def test_every_rule_is_a_sentence_with_its_figures_and_no_report_is_without_green_and_amber():
    for one in rules().values():
        said = [one.sentence(state) for state in State]
        assert all(said[1:]) and not any("{" in sentence for sentence in said), one.code
    assert "5 %" in rules()["era_audit"].sentence(RED) and signals().always.startswith("No sign is green")


@pytest.mark.parametrize(
    ("wanted", "found", "rests", "shown"),
    [
        (GREEN, [], True, GREEN),
        (GREEN, [(Severity.HIGH, "x")], True, GREEN),
        (GREEN, [(Severity.BLOCKER, "x")], True, AMBER),
        (GREEN, [(Severity.HIGH, "files-not-read")], True, AMBER),
        (GREEN, [(Severity.HIGH, "files-not-read")], False, GREEN),
        (GREEN, [(Severity.HIGH, "files-intake-cell")], False, AMBER),
        (AMBER, [(Severity.BLOCKER, "x")], True, AMBER),
        (RED, [], True, RED),
    ],
)
def test_green_never_stands_beside_what_blocks_or_was_not_read_and_no_finding_turns_amber_red(
    wanted, found, rests, shown
):
    result = one_result(*(one_finding(severity, code) for severity, code in found))
    assert findings.state(signed(result, "cost", wanted, rests_on_all_files=rests)) is shown


@pytest.mark.parametrize(
    ("patients", "providers", "file", "sign"),
    [
        ("missing", "on file", "opens", RED),
        ("partly", "on file", "opens", AMBER),
        ("on file", "missing", "opens", AMBER),  # a person still knows it after the account is gone
        ("on file", "on file", "cannot be opened", AMBER),
        ("on file", "on file", "opens", GREEN),
        ("not in Office Ally", "on file", "opens", GREEN),
    ],
)
def test_the_inventory_is_red_only_where_what_goes_with_the_account_is_missing(
    monkeypatch, patients, providers, file, sign
):
    elsewhere = inventory.ELSEWHERE if patients == "not in Office Ally" else patients
    told = {"patients": Stub(state=elsewhere), "provider-identifiers": Stub(state=providers)}
    monkeypatch.setattr(inventory, "statuses", always(told))
    shut = inventory.SHUT if file != "opens" else "opens"
    assert inventory.state(Stub(files=pd.DataFrame({"state": [shut]}))) is sign


@pytest.mark.parametrize(
    ("there", "missing", "readiness_of", "confirmed", "sign"),
    [
        (False, [], [], True, AMBER),
        (True, ["birth date"], ["ready"], True, RED),
        (True, [], ["blocked"], True, RED),  # nobody at all can be imported
        (True, [], ["ready", "blocked"], True, AMBER),
        (True, [], ["ready with warnings"], False, AMBER),
        (True, [], ["ready with warnings"], True, GREEN),
    ],
)
def test_patients_are_red_where_nobody_can_be_imported_and_green_where_nobody_is_blocked(
    there, missing, readiness_of, confirmed, sign
):
    tables = [Stub(is_used=True, crosswalk=Stub(is_confirmed=confirmed))]
    people = pd.DataFrame({"readiness": pd.Series(readiness_of, dtype="str")})
    assert (
        demographics.state(Stub(is_there=there, missing=missing, tables=tables), Stub(people=people)) is sign
    )


@pytest.mark.parametrize(
    ("paid", "lacking", "months", "code", "sign"),
    [
        ([], 0, 0, None, RED),  # nothing can be read
        ([100_000], 4_999, 6, "era-text-only", AMBER),  # below 5 % of $1,000.00
        ([100_000], 5_000, 6, "era-text-only", RED),
        ([100_000], 0, 5, None, RED),  # five months, six are the least
        ([100_000], 0, 6, "era-payment-twice", AMBER),
        ([100_000], 0, 6, "era-interest", GREEN),
        ([0], 0, 6, None, GREEN),  # nothing paid and nothing missing
    ],
)
def test_the_archive_is_red_from_five_percent_missing_or_below_six_months(
    monkeypatch, paid, lacking, months, code, sign
):
    monkeypatch.setattr(era_audit, "to_fetch", always(pd.DataFrame({"amount_cents": [lacking]})))
    monkeypatch.setattr(era_audit, "month_range", always(range(months)))
    monkeypatch.setattr(era_audit, "empty_months", always([]))
    inputs = Stub(counted=pd.DataFrame({"paid_cents": pd.Series(paid, dtype="Int64")}))
    found = (one_finding(Severity.HIGH, code),) if code else ()
    assert era_audit.state(inputs, found) is sign


@pytest.mark.parametrize(
    ("claims", "lists", "alone", "cents", "code", "sign"),
    [
        ([], [TODAY], False, 0, None, AMBER),
        ([1], [], False, 0, None, AMBER),
        ([1], [TODAY], True, 0, None, AMBER),
        ([1], [TODAY], False, 1, None, AMBER),
        ([1], [TODAY], False, 0, "nonpar-charged-twice", AMBER),
        ([1], [TODAY], False, 0, "nonpar-few-claims", GREEN),
    ],
)
def test_the_fee_is_green_where_none_is_in_sight_and_none_was_charged_wrongly(
    monkeypatch, claims, lists, alone, cents, code, sign
):
    monkeypatch.setattr(nonpar, "forecast", always(pd.DataFrame({"high_cents": [cents]})))
    inputs = Stub(
        claims=Stub(submitted=pd.DataFrame({"x": claims})), lists=Stub(dates=lists), is_remitted_alone=alone,
        is_uncounted=False, is_silent=False,
    )  # fmt: skip
    assert nonpar.state(inputs, [one_finding(Severity.HIGH, code)] if code else []) is sign


@pytest.mark.parametrize(
    ("counted", "outcome", "sign"),
    [
        ((1,), Outcome.LEAVE, GREEN),
        ((1,), Outcome.STAY, AMBER),
        ((1,), Outcome.OPEN, AMBER),
        ((), Outcome.LEAVE, AMBER),
    ],
)
def test_the_cost_is_green_where_leaving_is_cheaper_in_every_reading(counted, outcome, sign):
    assert cost.state(Stub(counted=counted, outcome=outcome)) is sign


@pytest.mark.parametrize(
    ("ready", "top", "impossible", "planned", "chance", "unfiled", "still", "sign"),
    [
        (True, ["A"], 0, None, None, 0, 0, GREEN),
        (True, ["A"], 0, None, None, 0, 1, AMBER),  # another payer's stands still
        (False, ["A"], 1, TODAY, None, 0, 0, RED),
        (False, [], 0, TODAY, None, 0, 0, AMBER),
        (False, ["A"], 0, None, None, 0, 0, AMBER),
        (False, ["A"], 0, TODAY, None, 0, 0, RED),  # the day is past
        (False, ["A"], 0, TODAY, 0.499, 0, 0, RED),
        (False, ["A"], 0, TODAY, 0.5, 0, 0, AMBER),
        (False, ["A"], 0, TODAY, 0.899, 0, 0, AMBER),
        (False, ["A"], 0, TODAY, 0.9, 0, 0, GREEN),
        (False, ["A"], 0, TODAY, 0.9, 0, 1, AMBER),
        (False, ["A"], 0, TODAY, 0.9, 1, 0, AMBER),  # only if somebody files it today
    ],
)
def test_enrollment_is_red_below_half_a_chance_and_green_from_nine_in_ten(
    ready, top, impossible, planned, chance, unfiled, still, sign
):
    shut = pd.DataFrame({"x": [1] * impossible})
    known = {"is_ready": ready, "top": top, "is_known": bool(top) and shut.empty, "impossible": shut}
    known |= {"unfiled": pd.DataFrame({"x": [1] * unfiled}), "stands_still": pd.DataFrame({"x": [1] * still})}
    plan = Stub(**known, inputs=Stub(cutover=planned), chance=always(chance), deciding=None)
    assert enrollment.state(plan) is sign


@pytest.mark.parametrize(
    ("handed", "cutover", "sign"),
    [
        ([open_claims.NO_OWNER], TODAY + dt.timedelta(1), AMBER),
        ([open_claims.NO_OWNER], TODAY, RED),
        ([open_claims.NO_OWNER], None, AMBER),
        (["owner without a next action"], TODAY, AMBER),
        ([open_claims.HANDED], TODAY, GREEN),
        ([], TODAY, GREEN),
    ],
)
def test_open_claims_are_red_from_the_cutover_on_where_one_has_no_owner(handed, cutover, sign):
    rows = pd.DataFrame({"handed": pd.Series(handed, dtype="str")})
    inputs = Stub(cutover=cutover, as_of=TODAY)
    told = {"is_known": True, "worked": rows, "inputs": inputs}
    assert open_claims.state(Stub(**told, is_answered_alone=False)) is sign
    alone = AMBER if sign is GREEN else sign  # of claims that no payer answered nothing is seen
    assert open_claims.state(Stub(**told, is_answered_alone=True)) is alone
    assert open_claims.state(Stub(is_known=False)) is AMBER


@pytest.mark.parametrize(
    ("said", "planned", "first", "sign"),
    [
        (readiness.GO, 10, 0, GREEN),
        (readiness.CONDITIONS, 10, 0, AMBER),
        ("NO-GO", None, 0, AMBER),
        ("NO-GO", 10, 10, AMBER),  # what is open can be done by the very day
        ("NO-GO", 10, 11, RED),
        ("NO-GO", 10, None, RED),
    ],
)
def test_readiness_is_red_where_what_is_open_cannot_be_done_by_the_date(
    monkeypatch, said, planned, first, sign
):
    def day(after):
        return None if after is None else TODAY + dt.timedelta(after)

    monkeypatch.setattr(readiness, "gates", always(None))
    monkeypatch.setattr(readiness, "decision", always(said))
    monkeypatch.setattr(readiness, "first_day", always(day(first)))
    assert readiness.state(Stub(cutover=day(planned), as_of=TODAY)) is sign


@pytest.mark.parametrize(
    ("cutover", "running", "severity", "postings", "missing", "sign"),
    [
        (None, False, None, [], [], AMBER),
        (TODAY, False, None, [1], [], GREEN),  # it has not begun
        (TODAY, False, None, [], [], AMBER),  # money that was paid, posted and banked cannot be compared
        (TODAY, False, Severity.LOW, [], [], AMBER),
        (TODAY, False, Severity.HIGH, [], [], RED),  # money is wrong before the move all the same
        (TODAY, True, Severity.HIGH, [1], [], RED),
        (TODAY, True, Severity.MEDIUM, [1], ["the bank"], AMBER),
        (TODAY, True, None, [], [], AMBER),  # without postings nobody knows
        (TODAY, True, Severity.MEDIUM, [1], [], GREEN),
    ],
)
def test_the_parallel_run_is_red_where_money_is_at_risk_and_green_where_it_may_close(
    cutover, running, severity, postings, missing, sign
):
    found = (one_finding(severity),) if severity else ()
    run = Stub(cutover=cutover, is_running=running, postings=postings, counted=[1], deposits=[1])
    assert parallel_run.state(run, found, missing) is sign


@pytest.mark.parametrize(
    ("lines", "few", "expected", "code", "sign"),
    [
        (0, False, [None], None, AMBER),
        (1, True, [1], None, AMBER),
        (1, False, [None], None, AMBER),
        (1, False, [1], "fees-underpaid", AMBER),
        (1, False, [1], "fees-overpaid", GREEN),
    ],
)
def test_fee_schedules_are_green_where_rates_are_known_and_nothing_is_paid_short(
    lines, few, expected, code, sign
):
    rates = Stub(lines=pd.DataFrame({"expected_cents": pd.Series(expected, dtype="Int64")}))
    found = (one_finding(Severity.HIGH, code),) if code else ()
    assert (
        fee_schedules.state(Stub(lines=Stub(every=[1] * lines), is_too_few=few, rates=rates), found) is sign
    )


@pytest.mark.parametrize(
    ("whole", "state", "sign"),
    [
        ((0, 0), "agrees", AMBER),
        ((5, 6), "agrees", AMBER),
        ((6, 6), baseline.DIFFERS, AMBER),
        ((6, 6), "agrees", GREEN),
    ],
)
def test_the_monthly_report_is_green_where_every_month_is_whole_and_no_figure_differs(
    monkeypatch, whole, state, sign
):
    monkeypatch.setattr(baseline, "against", always(pd.DataFrame({"state": [state]})))
    assert baseline.state(Stub(whole_months=whole)) is sign


@pytest.mark.parametrize(
    ("lines", "few", "missing", "sign"),
    [(0, False, 0, AMBER), (1, True, 0, AMBER), (1, False, 1, AMBER), (1, False, 0, GREEN)],
)
def test_scrub_rules_are_green_where_each_is_written_down(monkeypatch, lines, few, missing, sign):
    monkeypatch.setattr(scrub_rules, "to_add", always([1] * missing))
    assert scrub_rules.state(Stub(lines=Stub(every=[1] * lines), is_too_few=few)) is sign


@pytest.mark.parametrize(
    ("conflict", "left", "held", "sign"),
    [(["a rule"], 0, [], RED), ([], 1, [], AMBER), ([], 0, ["waits"], AMBER), ([], 0, [], GREEN)],
)
def test_the_rollout_is_red_where_wishes_conflict_and_green_where_nothing_holds_a_day(
    monkeypatch, conflict, left, held, sign
):
    monkeypatch.setattr(rollout, "counted", always({"left": left}))
    monkeypatch.setattr(rollout, "_held", always(held))
    assert rollout.state(Stub(conflict=conflict)) is sign


def test_each_finding_leads_to_a_table_that_its_notebook_shows():
    shown = "".join(path.read_text("utf-8") for path in sorted((PROJECT / "notebooks" / "text").glob("*.py")))
    lost = {
        one.code for one in load_words().finding if one.table and f'report.table("{one.table}"' not in shown
    }
    assert lost == set()
