"""Claims that were rejected before a payer decided, told by 277CA receipts."""

from __future__ import annotations

from cutover.reading.claims.file_summary import error_lines
from cutover.reading.claims.summary_errors import SUMMARY_ANSWERS
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.scrub_rules.report import report
from era_frames import day
from parallel_frames import frame
from scrub_makers import book


def answer(
    number: int, payer: str, state: str = "accepted", codes: str = "A2:20", on: str = "2026-05-04"
) -> dict:
    return {"patient_control_number": f"N{number:04d}", "payer_name": payer, "service_from": day("2026-05-01"),
            "answered_on": day(on), "state": state, "codes": codes, "charge_cents": 10_000}  # fmt: skip


def answers(rejected: int, accepted: int, payer: str, first: int) -> list[dict]:
    """So many claims of a payer, rejected for A7:562 or taken."""
    bad = [answer(first + n, payer, "rejected", "A7:562") for n in range(rejected)]
    return [*bad, *(answer(first + rejected + n, payer) for n in range(accepted))]


def test_a_payer_that_rejects_a_code_more_often_than_others_is_a_finding():
    told = book(answers=(*answers(8, 12, "AETNA", 0), *answers(1, 39, "CIGNA", 100)))
    (found,) = report(told).findings
    assert (found.code, found.count, found.amount_cents) == ("scrub-rejected", 1, 80_000)
    rows = told.rejections.rows.set_index("payer")
    assert (rows.loc["AETNA", "rejected"], rows.loc["AETNA", "claims"]) == (8, 20)
    assert rows.loc["AETNA", "elsewhere"] == 1 / 40


def test_a_code_that_all_payers_reject_alike_is_no_finding():
    told = book(answers=(*answers(8, 32, "AETNA", 0), *answers(8, 32, "CIGNA", 100)))
    assert report(told).findings == () and len(told.rejections.rows) == 2


def test_a_claim_that_is_rejected_twice_counts_once_and_is_told_to_be_taken_later():
    twice = [
        answer(1, "AETNA", "rejected", "A7:562", "2026-05-04"),
        answer(1, "AETNA", "rejected", "A7:562", "2026-05-06"),
    ]
    told = book(answers=(*twice, answer(1, "AETNA", on="2026-05-08")))
    (row,) = told.rejections.rows.to_dict("records")
    assert (row["rejected"], row["accepted_later"], row["claims"]) == (1, 1, 1)


def summary(number: int, payer: str, error: str | None = None, procedure: str = "99213") -> dict:
    return {"patient_control_number": f"S{number:04d}", "payer_id": payer, "procedure": procedure,
            "service_from": day("2026-05-01"), "submission_date": day("2026-05-04"),
            "state": "rejected" if error else "accepted", "error": error}  # fmt: skip


def test_the_errors_of_file_summaries_are_told_in_their_words_without_long_numbers():
    bad = [summary(n, "60054", f"Subscriber {n:09d} not found") for n in range(8)]
    fine = [summary(100 + n, payer) for n, payer in enumerate(["60054"] * 12 + ["87726"] * 40)]
    told = book(summaries=frame(SUMMARY_ANSWERS, [*bad, *fine]))
    (row,) = told.rejections.rows.to_dict("records")
    assert (row["payer"], row["code"], row["rejected"]) == ("payer id 60054", "SUBSCRIBER # NOT FOUND", 8)
    assert (row["procedure"], row["accepted_later"], row["elsewhere"]) == ("99213", 0, 0.0)
    assert [f.code for f in report(told).findings] == ["scrub-rejected"]


def test_an_owner_is_not_told_of_fewer_than_five_rejected_claims():
    told = book(summaries=frame(SUMMARY_ANSWERS, [summary(n, "60054", "NO NPI") for n in range(4)]))
    table = report(told).tables["rejections"]
    assert table.frame.empty and "1 more payers and codes have fewer than 5 claims each" in table.note
    assert table.absent.startswith("4 claims; no payer and code has 5 or more.")


def test_rejections_are_none_only_where_answers_were_read():
    fine = book(summaries=frame(SUMMARY_ANSWERS, [summary(n, "60054") for n in range(4)]))
    assert report(fine).tables["rejections"].absent == ""  # all four were taken: none is rejected
    nothing = report(book()).tables["rejections"]
    assert nothing.absent == "not known: no 277CA receipt, file summary or list of Medi tells"


def test_a_line_of_a_file_summary_keeps_its_procedure_and_its_error():
    values = {"CLAIM#": "  1)", "OA CLAIMID": "900000001", "FROM DOS": "05/01/2026", "CPT": "99213",
              "PAYER": "60054", "ERROR": "NPI MISSING"}  # fmt: skip
    words = ("CLAIM#", "OA CLAIMID", "PATIENT ID", "LAST,FIRST", "DOB", "FROM DOS", "TO DOS", "CPT", "DIAG", "TAX ID",
             "ACCNT#", "PHYS.ID", "PAYER", "ERROR")  # fmt: skip
    head, row = (
        "".join(f"{text:<13}" for text in texts) for texts in (words, [values.get(w, "") for w in words])
    )
    (line,) = error_lines(f"{head}\n{row}\n".encode(), "submissions/x.txt").to_dict("records")
    assert (line["source_row"], line["procedure"], line["error"]) == (2, "99213", "NPI MISSING")


def listed(number: int, state: str | None, words: str | None, on: str = "2026-05-04") -> dict:
    return {"patient_control_number": f"N{number:04d}", "payer_name": "AETNA", "service_from": day("2026-05-01"),
            "sent_on": day(on), "state": state, "state_as_written": words, "charge_cents": 4_000}  # fmt: skip


def from_lists(*rows: dict, **said) -> tuple[dict[tuple, int], int]:
    """The rejected claims by source and code, and how many claims were answered."""
    found = book(sent=frame(SENT_CLAIMS, list(rows)), **said).rejections
    return {(row.source, row.code): row.rejected for row in found.rows.itertuples()}, found.claims


def test_a_rejection_that_medis_list_alone_tells_counts_as_one_of_a_277ca():
    rows = [listed(1, "rejected", "Refused a3:21"), listed(2, "rejected", "Member 123456789 unknown"),
            listed(3, "rejected", None), listed(4, "accepted", "taken"), listed(5, None, "?")]  # fmt: skip
    source = "list of claims sent"
    told = {(source, "A3:21"): 1, (source, "MEMBER # UNKNOWN"): 1, (source, "NO REASON STATED"): 1}
    assert from_lists(*rows) == (told, 4)  # of the fifth nobody says what became of it


def test_a_rejection_in_the_list_and_in_a_277ca_is_one_and_the_277ca_decides():
    given = (answer(1, "AETNA", "rejected", "A7:562"), answer(2, "AETNA"))
    rows = [listed(1, "rejected", "rejected"), listed(2, "rejected", "A7:562")]
    assert from_lists(*rows, answers=given) == ({("277CA", "A7:562"): 1}, 2)


def test_a_277ca_that_states_no_day_of_service_answers_the_claim_of_that_number():
    undated = answer(1, "AETNA", "rejected", "A7:562") | {"service_from": None}
    assert from_lists(listed(1, "rejected", "rejected"), answers=(undated,)) == ({("277CA", "A7:562"): 1}, 1)


def test_a_list_that_has_the_account_as_its_claim_number_is_answered_by_the_277ca_too():
    row = listed(1, "rejected", "rejected")
    row["claim_number"] = row.pop("patient_control_number")
    given = (answer(1, "AETNA", "rejected", "A7:562"),)
    assert from_lists(row, answers=given) == ({("277CA", "A7:562"): 1}, 1)


def test_a_claim_of_a_list_that_was_rejected_and_sent_again_is_taken_later():
    rows = [listed(1, "rejected", "A7:562"), listed(1, "accepted", "A2:20", on="2026-05-09")]
    (row,) = book(sent=frame(SENT_CLAIMS, rows)).rejections.rows.to_dict("records")
    assert (row["rejected"], row["accepted_later"], row["claims"]) == (1, 1, 1)
