"""What a denial asks for names nothing of the patient that the denial itself does not tell."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from cutover.workstreams.denial_steps import steps


def test_a_member_who_is_not_found_is_not_taken_for_a_newborn():
    told = steps(pd.Series(["CO-31"]), pd.Series([None]), dt.date(2026, 7, 31)).iloc[0]
    assert (told["code"], told["asks"]) == ("CO-31", "filing")
    assert told["step"].startswith("correct the member") and "newborn" not in told["step"]
