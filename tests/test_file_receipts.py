"""A file of claims that was refused is followed: taken since by the number that the clearinghouse gave it, or not."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import practice, put
from cutover.reading.claims.file_summary import SOURCE
from cutover.reading.claims.receipts import FILES_ANSWERED, OLD_FOLDER, load_receipts
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.workstreams.open_claims.file_receipts import AGAIN, TAKEN, UNSEEN, limits, received
from parallel_frames import frame


def answered(*files) -> pd.DataFrame:
    """Answers of (day, state, file)."""
    return frame(FILES_ANSWERED, [
        {"answered_on": pd.Timestamp(on), "state": state, "source_file": f"submissions/{name}", "source_row": 3}
        for on, state, name in files
    ])  # fmt: skip


def summary(*claims) -> pd.DataFrame:
    """Claims of file summaries, each by its state and file."""
    return frame(SUBMITTED_CLAIMS, [
        {"state": state, "source": SOURCE, "source_file": f"submissions/{name}"} for state, name in claims
    ])  # fmt: skip


REFUSED = ("2026-05-04", "rejected", "88001234_a.999")


@pytest.mark.parametrize(
    ("others", "claims", "since"),
    [
        ((), (), UNSEEN),
        ((), (("accepted", "SUM_88001234.txt"),), TAKEN),
        ((), (("rejected", "SUM_88001234.txt"),), UNSEEN),  # it lists nothing but errors
        ((), (("accepted", "SUM_88001299.txt"),), UNSEEN),  # of another file
        ((("2026-05-05", "accepted", "88001234_b.999"),), (), AGAIN),
        ((("2026-05-03", "accepted", "88001234_b.999"),), (), UNSEEN),  # before it was refused
        ((("2026-05-05", "accepted", "88001299.999"),), (), UNSEEN),
    ],
)
def test_what_became_of_a_refused_file_is_told_by_its_number_alone(others, claims, since):
    told = received(answered(*others, REFUSED), summary(*claims))
    assert told[["state", "since"]].iloc[0].tolist() == ["rejected", since]
    assert told["since"].iloc[1:].isna().all()


def test_the_report_says_how_many_files_were_refused_and_that_a_999_tells_of_no_claim():
    rows = answered(("2026-05-01", "accepted", "88001111.999"), REFUSED)
    assert limits(received(rows, summary()), has_answers=False) == (
        "A 999 tells of whole files: no 277CA or 277 of these claims was read.",
        "Of 2 answered files of claims 1 was refused (2026-05-04); of 1 nothing shows that it was taken since.",
    )
    taken = received(rows, summary(("accepted", "SUM_88001234.txt")))
    assert limits(taken, has_answers=True) == (
        "Of 2 answered files of claims 1 was refused (2026-05-04); each was taken since, as the table says.",
    )
    assert limits(received(answered(), summary()), has_answers=True) == ()
    assert limits(received(answered(), summary()), has_answers=False) == (
        "No 277CA, 277 or 999 of these claims was read.",
    )


def test_a_receipt_names_the_group_that_it_answers(tmp_path):
    own = practice(tmp_path)
    lines = (
        "ISA*00*          *00*          *ZZ*111111111      *ZZ*222222222      *260504*0700*^*00501*000000009*0*P*:",
        "GS*FA*111111111*222222222*20260504*0700*9*X*005010X231A1", "ST*999*0001*005010X231A1",
        "AK1*HC*412*005010X222A1", "AK2*837*0001*005010X222A1", "IK5*R*5", "AK9*R*1*1*0", "SE*6*0001", "GE*1*9",
        "IEA*1*000000009",
    )  # fmt: skip
    put(own, "submissions/88001234.999", "~".join(lines) + "~")
    told = load_receipts(own, OLD_FOLDER).files
    assert told[["state", "codes", "group_control"]].values.tolist() == [["rejected", "5", "412"]]
