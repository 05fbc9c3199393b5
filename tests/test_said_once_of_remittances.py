"""What is missing of remittances is said once, and a month in which a payer paid as usual lacks nothing of it."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from claim_makers import claim
from cutover.workstreams.claim_reconciliation import each_paid_is_remitted, findings_and_tables
from cutover.workstreams.era_audit import duplicates, verdict
from cutover.workstreams.era_audit.verdict import MISSING
from cutover.workstreams.reporting_baseline.holes import came_all_the_same
from test_claim_reconciliation import claims, found, remitted


@pytest.mark.parametrize(
    ("above", "said"),
    [
        (
            [40_000, 5_000],
            "1 claim worth $70.00 that is marked paid without a remittance",
        ),  # 520.00 less 450.00
        ([], "3 claims worth $520.00 that are marked paid without a remittance"),
        ([40_000, 5_000, 7_000], ""),  # each is the money of a deposit
    ],
)
def test_claims_that_a_deposit_brought_are_no_second_reason(monkeypatch, above, said):
    rows = pd.DataFrame({"history_paid_cents": above}, dtype="Int64")
    monkeypatch.setattr(verdict, "asked_above", lambda _: rows)
    found = SimpleNamespace(count=3, amount_cents=52_000)
    monkeypatch.setattr(verdict, "replace", lambda one, **new: SimpleNamespace(**vars(one) | new))
    told = verdict._each_once(None, {"claims-paid-no-era": found})
    assert "".join(verdict._phrases(told, MISSING)) == said


def test_a_copy_that_is_cut_off_is_not_named_a_second_time(monkeypatch):
    rows = pd.DataFrame({"whole": [True, False], "payment_key": ["A", "B"], "paid_cents": [9_000, 4_000]})
    named = []
    inputs = SimpleNamespace(
        counted=pd.DataFrame({"whole": [True, True], "payment_key": ["A", "B"]}), known={},
        archive=SimpleNamespace(files=pd.DataFrame({"state": [], "kind": []})), elsewhere=pd.DataFrame(),
    )  # fmt: skip
    monkeypatch.setattr(duplicates, "again", lambda _: rows)
    for part in ("conflicting_names", "set_aside"):
        monkeypatch.setattr(duplicates, part, lambda *_: pd.DataFrame())
    for part in ("_others", "_elsewhere"):
        monkeypatch.setattr(duplicates, part, lambda *_: ())
    monkeypatch.setattr(duplicates, "set_aside_table", lambda _: None)
    monkeypatch.setattr(duplicates, "finding", lambda code, rows, *_: named.append((code, len(rows))) or ())
    duplicates.findings_and_tables(inputs)
    assert dict(named)["era-payment-twice"] == 1 and dict(named)["era-copy-cut"] == 1


@pytest.mark.parametrize(
    ("in_history", "second", "told"),
    [
        (
            8_000,
            [("2", 2_000)],
            {"claims-further-payer": (1, 2_000)},
        ),  # 80 of the first payer, 20 of the second
        (8_000, [("2", 1_500), ("3", 500)], {"claims-further-payer": (1, 2_000)}),  # 15 + 5
        (7_900, [("2", 2_000)], {"claims-amount-differs": (1, 2_100)}),  # 100 - 79
        (8_000, [("1", 2_000)], {"claims-amount-differs": (1, 2_000)}),  # twice by the first payer
        (10_000, [("2", 2_000)], {}),  # the history has both
    ],
)
def test_a_history_that_has_the_first_payers_part_alone_does_not_differ_from_it(in_history, second, told):
    later = [remitted(paid=paid, status=status) for status, paid in second]
    assert found([claim(paid_cents=in_history)], [remitted(paid=8_000), *later]) == told


@pytest.mark.parametrize(
    ("paid", "usual", "came"),
    [
        (["2026-05-28"], 25, True),  # 31 days of May // 25 = 1, and 1 came
        (["2026-04-30", "2026-06-01"], 25, False),
        (["2026-05-28"], 14, False),  # 31 // 14 = 2, and 1 came
        (["2026-05-02", "2026-05-28"], 14, True),
        (["2026-05-28"], 45, True),  # of a payer that pays more seldom one is enough
    ],
)
def test_a_payer_that_paid_as_often_as_usual_in_a_month_was_not_silent_in_it(paid, usual, came):
    asked = pd.DataFrame({"day": pd.to_datetime(["2026-05-11"]), "payer": ["Alder"]})
    counted = pd.DataFrame({"payer": "Alder", "paid_on": pd.to_datetime(paid)})
    silences = pd.DataFrame({"payer": ["Alder"], "usual_days": [float(usual)]})
    assert came_all_the_same(asked, counted, silences).tolist() == [came]


@pytest.mark.parametrize(
    ("in_history", "remittances", "is_so"),
    [
        ([8_000], [8_000], True),
        ([8_000, 5_000], [8_000], False),  # the second claim lacks its remittance
        ([8_000], [7_000], False),  # a rest may be missing
        ([None], [8_000], True),  # the history states no amount
        ([], [8_000], False),  # nothing to compare
    ],
)
def test_it_is_said_where_every_paid_claim_has_its_remittance(in_history, remittances, is_so):
    told = [
        claim(claim_number=f"C{n}", patient_control_number=f"A{n}", paid_cents=paid, state="paid")
        for n, paid in enumerate(in_history, 1)
    ]
    eras = [remitted(f"A{n}", paid) for n, paid in enumerate(remittances, 1)]
    assert each_paid_is_remitted(findings_and_tables(claims(told, eras))) is is_so
