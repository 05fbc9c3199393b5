"""Public 835 files, real dirt included, against totals that were computed independently."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from cutover.commands.era import AMOUNTS, totals
from cutover.reading.era.reader import kind_of, read_era

# column of the command -> column of truth.csv
COUNTS = {"isa": "isa", "st": "st_835", "clp": "clp", "svc": "svc", "cas": "cas_adj", "plb": "plb_adj"}
MONEY = {name: name for name in AMOUNTS} | {"cas_service": "cas_svc", "plb_amount": "plb"}
BALANCED = {
    "unbalanced_payments": ("st_835", "st_bal"),
    "unbalanced_claims": ("clp", "claim_bal"),
    "unbalanced_services": ("svc", "svc_bal"),
}


@pytest.fixture(scope="module")
def truth(era_samples):
    with (era_samples / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def read(era_samples, truth):
    return {t["file"]: read_era((era_samples / t["file"]).read_bytes(), t["file"]) for t in truth}


def test_there_are_25_files_and_each_is_known_as_an_835(era_samples, truth):
    kinds = [kind_of((era_samples / t["file"]).read_bytes()) for t in truth]
    assert kinds == ["835"] * 25


def test_every_count_amount_and_balance_equals_the_independent_one(truth, read):
    for t in truth:
        ours = totals(read[t["file"]])
        theirs = {name: int(t[column]) for name, column in COUNTS.items()}
        theirs |= {name: int(Decimal(t[column]) * 100) for name, column in MONEY.items()}
        theirs |= {name: int(t[rows]) - int(t[good]) for name, (rows, good) in BALANCED.items()}
        assert {name: ours[name] for name in theirs} == theirs, t["file"]


def test_stated_segment_counts_are_held_against_the_counted_ones(truth, read):
    for t in truth:
        payments = read[t["file"]].payments
        wrong = (payments["se_segments_stated"] != payments["se_segments_counted"]).any()
        assert wrong == ("se01_count_wrong" in t["flags"]), t["file"]


def test_text_before_the_isa_and_a_missing_isa_are_reported(truth, read):
    for t in truth:
        reported = (read[t["file"]].unread["reason"] == "outside an interchange").any()
        assert reported == ("text_before_isa" in t["flags"] or "no_isa" in t["flags"]), t["file"]


def test_every_version_and_reversal_is_found(truth, read):
    for t in truth:
        remittance = read[t["file"]]
        assert set(remittance.payments["gs_version"].dropna()) == ({t["gs08"]} if t["gs08"] else set())
        assert (remittance.claims["status"] == "22").sum() == int(t["reversals"])
