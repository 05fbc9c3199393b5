"""The files that readers are measured on are right: repeatable, of the wanted size, balanced to the cent."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date
from decimal import Decimal

import pytest
from conftest import PROJECT

_spec = importlib.util.spec_from_file_location("era_files", PROJECT / "benchmarks" / "era_files.py")
era_files = sys.modules["era_files"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(era_files)

SIZE = 400_000


@pytest.fixture(scope="module", params=[False, True], ids=["many ST", "single ST"])
def written(request, tmp_path_factory):
    """One file: its path, its truth, its segments as lists of elements."""
    path = tmp_path_factory.mktemp("files") / "one.835"
    truth = era_files.write_file(path, SIZE, seed=7, single=request.param)
    return path, truth, segments_of(path)


def segments_of(path):
    """The segments of a file, by a plain split."""
    text = path.read_text("ascii")
    return [segment.split("*") for segment in text.replace("\n", "").split("~") if segment]


def cents(text):
    """An amount as whole cents."""
    return int(Decimal(text) * 100)


def triples(segment):
    """The amounts of a CAS."""
    return [cents(amount) for amount in segment[3::3]]


def groups(segments, head, *ends):
    """Runs of segments that begin with a head and end before the next head or one of the ends."""
    found, inside = [], False
    for segment in segments:
        if segment[0] == head:
            found.append([])
        inside = segment[0] == head or (inside and segment[0] not in ends)
        if inside:
            found[-1].append(segment)
    return found


def payments_of(segments):
    return groups(segments, "ST", "GE", "IEA", "ISA", "GS")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_bytes(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        era_files.write_file(tmp_path / f"{name}.835", 60_000, seed=seed)
    a, b, c = ((tmp_path / f"{name}.835").read_bytes() for name in "abc")
    assert a == b
    assert a != c


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("size", [1_000_000, 3_000_000])
def test_a_file_is_within_five_percent_of_the_wanted_size(tmp_path, size, single):
    truth = era_files.write_file(tmp_path / "one.835", size, single=single)
    assert (tmp_path / "one.835").stat().st_size == truth.bytes
    assert abs(truth.bytes - size) <= size * 5 // 100


def test_each_payment_is_its_claims_less_its_provider_adjustments(written):
    for payment in payments_of(written[2]):
        paid = next(cents(s[2]) for s in payment if s[0] == "BPR")
        claims = sum(cents(s[4]) for s in payment if s[0] == "CLP")
        adjusted = sum(cents(amount) for s in payment if s[0] == "PLB" for amount in s[4::2])
        assert paid == claims - adjusted
        assert paid >= 0


def test_each_claim_is_charged_less_adjusted_and_its_patient_part_is_its_pr_adjustments(written):
    claims = groups(written[2], "CLP", "PLB", "SE")
    assert len(claims) > 500
    for claim in claims:
        _, _, _, charge, paid, patient, *_ = claim[0]
        cas = [s for s in claim if s[0] == "CAS"]
        assert cents(charge) - sum(sum(triples(s)) for s in cas) == cents(paid)
        assert cents(patient) == sum(sum(triples(s)) for s in cas if s[1] == "PR")


def test_each_service_line_is_charged_less_adjusted(written):
    for line in groups(written[2], "SVC", "CLP", "PLB", "SE"):
        adjusted = sum(sum(triples(s)) for s in line if s[0] == "CAS")
        assert cents(line[0][2]) - adjusted == cents(line[0][3])


def test_counts_and_control_numbers_of_the_envelopes_are_right(written):
    segments = written[2]
    for payment in payments_of(segments):
        assert payment[-1] == ["SE", str(len(payment)), payment[0][2]]
    for interchange in groups(segments, "ISA"):
        header, trailer = interchange[0], interchange[-1]
        assert trailer == ["IEA", "1", header[13]]
        transactions = sum(s[0] == "ST" for s in interchange)
        assert interchange[-2] == ["GE", str(transactions), interchange[1][6]]


def test_the_truth_beside_a_file_is_what_stands_in_it(written):
    path, truth, segments = written
    assert json.loads(path.with_suffix(".json").read_text("utf-8"))["claims"] == truth.claims
    rows = {name: [s for s in segments if s[0] == name] for name in ("ST", "BPR", "CLP", "SVC", "CAS", "PLB")}
    assert (truth.payments, truth.claims, truth.services) == tuple(len(rows[n]) for n in ("ST", "CLP", "SVC"))
    assert truth.triples == sum(len(triples(s)) for s in rows["CAS"])
    assert truth.adjusted_cents == sum(sum(triples(s)) for s in rows["CAS"])
    assert truth.pairs == sum(len(s[4::2]) for s in rows["PLB"])
    assert truth.pairs_cents == sum(cents(amount) for s in rows["PLB"] for amount in s[4::2])
    assert truth.paid_cents == sum(cents(s[2]) for s in rows["BPR"])
    assert truth.claims_charge_cents == sum(cents(s[3]) for s in rows["CLP"])
    assert truth.claims_paid_cents == sum(cents(s[4]) for s in rows["CLP"])
    assert truth.services_paid_cents == sum(cents(s[3]) for s in rows["SVC"])


def test_the_shape_has_what_readers_stumble_over(tmp_path):
    era_files.write_file(tmp_path / "one.835", 2_000_000)
    segments = segments_of(tmp_path / "one.835")
    payments = payments_of(segments)
    assert all(20 <= sum(s[0] == "CLP" for s in payment) <= 60 for payment in payments)
    assert any(s[0] == "CLP" and s[2] == "22" and cents(s[4]) < 0 for s in segments)  # a reversal
    assert any(s[0] == "CAS" and len(triples(s)) > 1 for s in segments)
    assert any(
        claim[-1][0] != "SVC" and not any(s[0] == "SVC" for s in claim)
        for claim in groups(segments, "CLP", "PLB", "SE")
    )
    assert sum(s[0] == "PLB" for s in segments) > 3
    assert sum(s[0] == "ISA" for s in segments) > 1


def test_a_payment_below_zero_pays_nothing_and_forwards_the_balance():
    for seed in range(30):  # with and without a WO or an L6 beside it
        plb, total = era_files.Writer(seed).provider_adjustments("1234567893", date(2026, 3, 31), -4_500)
        assert total == -4_500  # BPR02 = -$45.00 - (-$45.00) = $0
        assert [s.split("*")[0] for s in plb] == ["PLB"]
        assert sum(cents(amount) for amount in plb[0].split("*")[4::2]) == -4_500
        assert "FB:" in plb[0].split("*")[-2]


def test_every_npi_has_its_check_digit():
    # 80840 + 123456789: the published example 1234567893
    assert era_files.npi("123456789") == "1234567893"


@pytest.mark.parametrize(
    ("cents_in", "text"),
    [(0, "0"), (5, "0.05"), (50, "0.5"), (1_200, "12"), (-1_234, "-12.34"), (-10, "-0.1")],
)
def test_amounts_are_written_without_trailing_zeros(cents_in, text):
    assert era_files.dollars(cents_in) == text
