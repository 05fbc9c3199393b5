"""Three hundred small remittances around every kind of dirt: read rightly, or said to be damaged; never lost.

An ordinary run reads every other one of a kind and the last one, and the mutants of one seed; with CUTOVER_EXAMPLES=all
every one, and those of two.
"""

from __future__ import annotations

import pytest
from era_fuzz import digest, mutant
from era_oracle import read as independent
from era_reading import alone, reading, readings, told
from era_variants import judge, variants
from examples import ALL, some

# kinds that several files, or what the archive makes of them, decide
OF_ARCHIVES = {
    "forward balance", "reversal announced by WO", "one check in several files", "copies", "interest", "capitation",
    "a balance that is off",
}  # fmt: skip
EVERY = variants(1)
SINGLE = [v for v in EVERY if v[1] not in OF_ARCHIVES]
KINDS = sorted({v[1] for v in SINGLE})
PLAYED = [v for kind in sorted(OF_ARCHIVES) for v in some([v for v in EVERY if v[1] == kind], 2, -1)]


def test_there_are_more_than_a_hundred_variants_in_forty_kinds():
    assert len(EVERY) > 300
    assert len({kind for _, kind, *_ in EVERY}) >= 40


@pytest.mark.parametrize("kind", KINDS)
def test_a_remittance_with_this_dirt_is_read_or_said_to_be_damaged(kind):
    wrong = [
        (name, fault)
        for name, of, files, expected in some([v for v in SINGLE if v[1] == kind], 2, -1)
        for fault in judge(expected, alone(files))
        if fault != "says control" and not _counts_alone(of, fault)
    ]
    assert wrong == []


def _counts_alone(kind: str, fault: str) -> bool:
    """Wrong counts are a finding of their own (`era-counts-wrong`), which the reader's damage does not hold."""
    return kind == "control counts" and fault.startswith("silent about control")


@pytest.mark.parametrize(("name", "kind", "files", "expected"), PLAYED)
def test_an_archive_with_these_remittances_counts_them_rightly(tmp_path, name, kind, files, expected):
    assert list(judge(expected, told(tmp_path, files))) == []


@pytest.mark.parametrize("seed", [3, 4] if ALL else [3])
def test_a_mutant_that_is_read_otherwise_than_by_an_independent_reader_is_said_to_be_damaged(seed):
    mutants = [mutant(seed, number) for number in range(120)]
    for (told_of, data), together in zip(mutants, readings([data for _, data in mutants]), strict=True):
        if digest(together) != digest(independent(data)) and not together["damage"]:
            found = reading(data)  # by itself: what stands beside it may have to do with it
            assert digest(found) == digest(independent(data)) or found["damage"], told_of
