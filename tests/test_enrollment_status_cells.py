"""An office's own words for the status of an enrollment are known, and what they leave in doubt stays unknown."""

from __future__ import annotations

import pytest
from cutover.reading.payers.status_cells import meant, whole_day
from test_enrollments_reading import HEADER, aside, cells, export, one, told

REJECTED, PROVIDER, PROVISIONING, SUBMITTED = (
    "REJECTED",
    "PROVIDER_ACTION_REQUIRED",
    "PROVISIONING",
    "SUBMITTED",
)


def read(text: str, payer: str | None = None) -> tuple[str, str | None] | None:
    """Status and whom it waits on."""
    found = meant(text, payer)
    return (found.status, found.waiting_on) if found else None


@pytest.mark.parametrize(
    ("cell", "status", "waits"),
    [
        ("bounced - taxonomy missing", REJECTED, None),
        ("Kicked back 5/14: group NPI not on file", REJECTED, None),
        ("came back wrong (old address)", REJECTED, None),
        ("sent back to us by payer", REJECTED, None),
        ("denied, Dr to call credentialing", REJECTED, "provider"),
        ("MD must sign", PROVIDER, "provider"),
        ("out for signature since 4/2", PROVIDER, "provider"),
        ("emailed to Dr. Ruiz", PROVIDER, "provider"),
        ("our action - W9 is missing", PROVIDER, "us"),
        ("stalled", PROVIDER, "us"),
        ("on hold at carrier", PROVISIONING, "payer"),
        ("faxed over 3/9", PROVISIONING, "payer"),
        ("overnighted, no answer yet", PROVISIONING, "payer"),
        ("w/ the state since April", PROVISIONING, "payer"),
        ("being worked", PROVISIONING, "payer"),
        ("sent in 2/3, waiting on carrier", PROVISIONING, "payer"),
        ("sent in 2/3", SUBMITTED, None),
        ("signed 2/3", "DRAFT", "us"),
        ("signed, then mailed 2/4", PROVISIONING, "payer"),
        ("turned on 6/30 per rep", "LIVE", None),
        ("Done! confirmed by payer", "LIVE", None),
        ("approved, no ERA yet", "LIVE", None),
        ("N/A", "not needed", None),
        ("no form needed", "not needed", None),
        ("unsupported", "not supported", None),
        ("n/a at Stedi", "not supported", None),
        ("not offered - use their site", "not supported", None),
        ("payer doesn't support (portal only)", "not supported", None),
        ("withdrew - plan left network", "CANCELED", None),
        ("to do", "not filed", None),
    ],
)
def test_a_step_a_reason_and_a_day_in_one_cell_are_understood(cell, status, waits):
    assert read(cell) == (status, waits)


@pytest.mark.parametrize(
    ("plain", "turned"),
    [
        (("signed", "DRAFT"), ("not yet signed", PROVIDER)),
        (("Dr signed", "DRAFT"), ("Dr hasn't signed", PROVIDER)),
        (("sent", SUBMITTED), ("never sent", "not filed")),
        (("mailed", PROVISIONING), ("will be mailed 6/3", "not filed")),
        (("faxed", PROVISIONING), ("not signed or faxed", PROVIDER)),
        (("resubmitted", SUBMITTED), ("needs to be resubmitted", "not filed")),
        (("live", "LIVE"), ("not live", None)),
        (("live", "LIVE"), ("almost live", None)),
        (("approved", "LIVE"), ("until approved", None)),
        (("rejected", REJECTED), ("never rejected", None)),
        (("with payer", PROVISIONING), ("not with payer", None)),
    ],
)
def test_a_word_that_undoes_a_step_turns_it_round_or_leaves_nothing_that_is_sure(plain, turned):
    assert [found and found.status for found in (meant(plain[0]), meant(turned[0]))] == [plain[1], turned[1]]


def test_a_word_undoes_no_step_of_another_part_of_the_cell():
    assert read("not on their list, mailed again") is None  # a step on its way beside a no is not sure
    assert read("rejected, no taxonomy") == (REJECTED, None)
    assert read("not signed but sent") == (PROVIDER, "provider")


@pytest.mark.parametrize(
    ("before", "after"),
    [("rejected, resubmitted", SUBMITTED), ("rejected, must resubmit", REJECTED), ("resubmitted, rejected", REJECTED),
     ("rejected, faxed", None), ("rejected, pending", None), ("faxed, rejected", REJECTED)],
)  # fmt: skip
def test_what_follows_a_rejection_is_filed_again_only_where_it_says_again(before, after):
    found = meant(before)
    assert (found.status if found else None) == after


@pytest.mark.parametrize(
    "cell",
    ["live?", "maybe live", "may be approved", "live (claims only)", "live, then kicked back", "approved, pending",
     "working", "complete form", "voided check", "dropped in mail", "failed fax", "sent, never arrived", "waiting",
     "not sent, pending", "waiting on Dr and waiting on payer", "delivered", "liver", "unlive", "see notes",
     "not supported yet", "not supported until 9/1", "supported", "maybe not supported", "not supported, pending",
     "??", "-"],
)  # fmt: skip
def test_a_cell_that_leaves_doubt_is_no_status(cell):
    assert read(cell) is None


def test_the_longest_words_count_and_words_are_whole():
    assert read("sent back") == (REJECTED, None)
    assert read("sent back to payer") == (PROVISIONING, "payer")
    assert read("no enrollment needed") == ("not needed", None)
    assert read("enrollment needed") is None
    assert read("design") is None  # holds "sign"


def test_a_payer_is_waited_on_by_the_name_of_its_row():
    assert read("waiting on Zorvane", "Zorvane Health Plan") == (PROVISIONING, "payer")
    assert read("approved by Zorvane 6/3", "Zorvane Health Plan") == ("LIVE", None)
    assert read("approved by Zorvane 6/3", "Quell Mutual") is None
    assert read("waiting on Zorvane", "Quell Mutual") is None


def test_the_day_of_a_cell_counts_where_it_has_its_year_and_stands_alone():
    assert whole_day("live 7/20/2026") == "7/20/2026"
    assert whole_day("live 7/20") is None
    assert whole_day("faxed 7/1/2026, live 7/20/2026") is None


def test_free_words_reach_the_rows_with_their_reason_and_day_and_the_rest_is_set_aside(tmp_path):
    rows = [
        cells(Status="Bounced - NPI not on file", Status_Since=""),
        cells(Status="turned on 7/20/2026", Status_Since="", Filed=""),
        cells(Status="turned on 7/20/2026", Status_Since="2026-07-21", Filed=""),
        cells(Status="LIVE", Status_Since=""),
        cells(Status="Deb has the folder"),
    ]
    found = one(tmp_path, export(*rows))
    assert told(found, "status", "status_on", "live_on", "reason") == [
        (REJECTED, None, None, "Bounced - NPI not on file"),
        ("LIVE", "2026-07-20", "2026-07-20", "turned on 7/20/2026"),
        ("LIVE", "2026-07-21", "2026-07-21", "turned on 7/20/2026"),
        ("LIVE", None, None, None),
    ]
    assert aside(found) == {6: "its status is none that is known"}
    assert found.set_aside["found"].tolist() == ["Deb has the folder"]


def test_a_column_of_whom_it_waits_on_goes_before_the_words_of_the_status(tmp_path):
    header = (*HEADER, "Waiting On")
    rows = [[*cells(Status="faxed"), ""], [*cells(Status="faxed"), "practice"]]
    assert one(tmp_path, export(*rows, header=header)).rows["waiting_on"].tolist() == ["payer", "practice"]


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("bounced by Stedi - wrong NPI", REJECTED),
        ("bounced by Availity - wrong NPI", None),
        ("still w/ other clearinghouse (Availity, since May)", "with another clearinghouse"),
    ],
)
def test_beside_another_clearinghouse_free_words_are_not_sure(tmp_path, cell, status):
    assert told(one(tmp_path, export(cells(Status=cell))), "status") == ([(status,)] if status else [])
