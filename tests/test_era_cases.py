"""Small remittances as payers send them, kept beside the project: what each says, and what must be said of it."""

from __future__ import annotations

import pytest
from conftest import PROJECT
from era_reading import told

CASES = PROJECT.parent / "shared" / "cases" / "era"
TWO = {"payments": 1, "claims": 2, "paid": 18_000, "said": set()}
SECOND = {"payments": 2, "claims": 3, "paid": 26_000, "said": set()}
UNSURE = {"uncheckable"}
RIGHT = {
    "st2_padded": SECOND,
    "pad_qualifier": TWO | {"payers": ["99001"], "tins": ["123456789"]},
    "pad_dtm_cas": TWO | {"service_dates": ["2026-02-01", "2026-02-02"], "accounts": ["ACCT1", "ACCT2"]},
    "trail_space_seg": TWO | {"days": ["2026-03-02"]},
    "comp_mismatch": TWO | {"codes": ["99213", "99214"], "plb": [("WO", "ICN0", 1_000)]},
    "rfi2051_fb_partial": {"payments": 2, "open": {"99001": 30_000}},
    "rfi1756_wo_open": {"payments": 1, "open": {"99001": 8_000}},
    "split_check_full_bpr": {"payments": 2, "checks": 1, "claims": 2, "money": 18_000, "said": set()},
    "cas_no_amount": {"claims": 2, "said": UNSURE},
    "clp04_blank": {"claims": 2, "said": UNSURE},
    "svc03_blank": {"claims": 2, "said": UNSURE},
    "clp_no_amounts": {"claims": 3, "said": UNSURE},
    "isa_surname_5digit": TWO,
}


@pytest.mark.parametrize("case", sorted(RIGHT))
def test_a_case_is_read_as_its_readme_says(tmp_path, case):
    folder = CASES / case
    if not folder.is_dir():
        pytest.skip("the cases lie beside the project, not in it")
    found = told(tmp_path, {path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    got = found | found["facts"]
    assert {name: got[name] for name in RIGHT[case]} == RIGHT[case]
