"""What the check says of contract files agrees with what 12 does with them: a payer that nothing names is told."""

from __future__ import annotations

import pytest
from cutover.reading.payers.contract_rates import load_contract_rates
from cutover.reading.practice.book import practice_at
from cutover.reading.practice.preflight import of_practice
from notebook_maker import one_practice
from test_contract_rates import NOBODY

TABLE = "HCPCS,Contracted rate,Our charge\nE0570,21.50,60.00\nE0143,48.10,120.00\n"
FILES = {
    "rates 2026.csv": (f"Agreed rates,MassHealth,eff 2/1/2026\n{TABLE}", True),  # a program's short name
    "contract rates 2026.csv": (f"Agreed rates,eff 2/1/2026\n{TABLE}", False),
    "contract Prairie 2026.csv": (TABLE, True),  # 12 asks the remittances whether Prairie is one of theirs
    "fee schedule.csv": (f"Payer,{TABLE}".replace("\nE", "\nPrairie,E"), True),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the check says of each file, and the files of which 12 uses rates."""
    home = tmp_path_factory.mktemp("contracts")
    one_practice(home, "book", "cedar-grove", "Cedar Grove")
    folder = home / "data" / "raw" / "book" / "cedar-grove" / "fee_schedules"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (text, _) in FILES.items():
        (folder / name).write_text(text)
    told = [
        one
        for one in of_practice(home, "book", "cedar-grove")
        if "nothing in the file names its payer" in one.found
    ]
    assert [one.found.count("2 of those used") for one in told] == [1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUTOVER_HOME", str(home))
        found = load_contract_rates(practice_at(folder / "rates 2026.csv"), NOBODY, {"PRAIRIE HEALTH"})
    return {one.where.rpartition("/")[2] for one in told}, {
        name.rpartition("/")[2] for name in found.rows["source_file"]
    }


@pytest.mark.parametrize("name", FILES)
def test_the_check_says_that_nothing_names_a_payer_where_12_sets_the_rates_aside(said, name):
    unnamed, used = said
    assert (name not in unnamed, name in used) == (FILES[name][1], FILES[name][1])
