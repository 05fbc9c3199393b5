"""A portal's list of downloads that names files and no checks: the files that are not on file are told by name."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.era.lists import listed

PAYMENTS = pd.DataFrame({"trace_number": ["770012345", "770012346"], "paid_cents": [100, 200],
                         "payer_name": ["A", "B"]}).astype({"trace_number": "str", "payer_name": "str"})  # fmt: skip
FILES = ["era/2026-05/AA_100.835", "era/2026-06.zip!AA_101.835", "era/old/AA_102.835"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # three of four on file, wherever they lie; letters' case tells no file from another
        ("What,When\naa_100.835,5/2\nAA_101.835,6/2\nAA_102.835,6/9\nAA_103.835,6/30\n",
         {"aa_100.835": True, "AA_101.835": True, "AA_102.835": True, "AA_103.835": False}),
        ("What,When\nAA_100.835,5/2\nAA_200.835,6/2\nAA_201.835,6/9\nAA_202.835,6/30\n", None),  # one alone is none
        ("What,When\nAA_100.835,5/2\nAA_101.835,6/2\nB_1.835,6/9\nB_2.835,6/9\nB_3.835,6/9\n", None),  # 2 of 5
        ("Note,Sum\nlunch,12.50\ncoffee,3.20\n", None),
        # check numbers go before names of files
        ("Name,Check\nAA_100.835,770012345\nAA_101.835,770012346\nAA_103.835,770012347\n",
         {"770012345": True, "770012346": True, "770012347": False}),
    ],
)  # fmt: skip
def test_a_list_of_files_is_compared_with_the_files_on_file_by_their_names(text, told):
    rows = listed(text.encode(), "era/log.csv", PAYMENTS, FILES)
    found = (
        None
        if rows is None
        else dict(zip(rows["check_number"], rows["is_on_file"].astype(bool), strict=True))
    )
    assert found == told
