"""Files of claims (837) and the 999s that answer them: what a refused file held, and whether it was sent again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.claims.batches import BATCH_CLAIMS, load_batches, read_batch
from cutover.reading.claims.receipts import FILES_ANSWERED, answer_of, load_receipts
from cutover.reading.claims.summary_errors import SUMMARY_ANSWERS
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.practice.book import found_practice
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.open_claims.sent_files import BY_NUMBER, not_in_history, sent_claims, sent_files
from open_claims_makers import book, day, decided, findings, history, summary
from parallel_frames import frame
from practice_folder import folder, practice_answers


def claims_file(
    *accounts: str, group: str = "31", on: str = "20260504", usage: str = "P", end: bool = True
) -> bytes:
    """An 837 of one provider with a claim of $120.50 for each account, two lines each."""
    head = [
        f"ISA*00*          *00*          *ZZ*SENDER         *ZZ*CLEARING       *{on[2:]}*0900*^*00501*"
        f"00000{group:>04}*0*{usage}*:",
        f"GS*HC*SENDER*CLEARING*{on}*0900*{group}*X*005010X222A1",
        "ST*837*0001*005010X222A1",
        "HL*1**20*1",
        "NM1*85*2*OAK CLINIC*****XX*1234567893",
        "REF*EI*123456789",
    ]
    body: list[str] = []
    for number, account in enumerate(accounts, 2):
        body += [
            f"HL*{number}*1*22*0",
            "NM1*PR*2*LAKE HEALTH*****PI*777",
            f"CLM*{account}*120.5***11:B:1*Y*A*Y*Y",
            "NM1*PR*2*SECOND PLAN*****PI*888",
            "LX*1",
            "SV1*HC:99213*100*UN*1***1",
            "DTP*472*D8*20260502",
            "LX*2",
            "SV1*HC:36415*20.5*UN*1***1",
            "DTP*472*RD8*20260501-20260502",
        ]
    tail = ["SE*99*0001", f"GE*1*{group}", "IEA*1*000000031"] if end else []
    return ("~".join([*head, *body, *tail]) + "~").encode()


def receipt(
    group: str, state: str = "rejected", on: str = "2026-05-05", codes: str = "R 5", kind: str = "HC"
) -> dict:
    """One set that a 999 answers."""
    return {"answered_on": day(on), "state": state, "codes": codes, "group_kind": kind, "group_number": group,
            "source_file": f"submissions/{group}.999", "source_row": 5}  # fmt: skip


def batch(
    *accounts: str, group: str = "31", sent: str = "2026-05-04", file: str = "submissions/one.txt"
) -> list[dict]:
    """The claims of an 837 as they are read."""
    return [
        {
            "sent_on": day(sent),
            "group_number": group,
            "patient_control_number": account,
            "source_file": file,
            "service_from": day("2026-05-01"),
            "charge_cents": 12_050,
            "is_test": False,
        }
        for account in accounts
    ]


def told(receipts=(), batches=(), lines=(), sent=(), eras=()):
    given = {
        "file_receipts": frame(FILES_ANSWERED, list(receipts)),
        "batches": frame(BATCH_CLAIMS, list(batches)),
    }
    return book((), sent, eras, summary_lines=frame(SUMMARY_ANSWERS, list(lines)), **given)


def accepted(account: str) -> dict:
    return {"patient_control_number": account, "service_from": day("2026-05-01"), "state": "accepted",
            "source_file": "submissions/s.txt", "source_row": 1}  # fmt: skip


def test_an_837_is_read_claim_by_claim_with_its_charges_and_first_days_of_service():
    rows, is_whole = read_batch(claims_file("Q1", "Q2"), "x.txt")
    assert is_whole and list(rows["patient_control_number"]) == ["Q1", "Q2"]
    assert rows["charge_cents"].sum() == 24_100  # 2 x $120.50
    assert set(rows["service_from"]) == {day("2026-05-01")}  # the earlier of two lines
    assert set(rows["payer_name"]) == {"LAKE HEALTH"}  # not the payer behind the claim
    (one,) = set(rows[["group_number", "tax_id", "billing_npi"]].itertuples(index=False, name=None))
    assert one == ("31", "123456789", "1234567893")


def test_an_837_that_is_cut_counts_what_is_there_and_says_so():
    rows, is_whole = read_batch(claims_file("Q1", end=False)[:-20], "x.txt")
    assert len(rows) == 1 and not is_whole


def test_a_file_of_claims_and_its_999_are_one_row():
    rows = sent_files(told([receipt("031", "accepted")], batch("Q1", "Q2"), [accepted("Q1")]))
    (row,) = rows.to_dict("records")
    assert (row["state"], row["claims"], row["charge_cents"], row["accepted"]) == ("accepted", 2, 24_100, 1)
    assert not row["is_open"]


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        (
            [],
            (None, None),
        ),  # a 999 took the file, and no file summary tells of its claims: not known, never 0
        ([accepted("Z9")], (None, None)),  # a file summary of other claims
        ([accepted("Q1")], (1, 0)),
        ([accepted("Q1"), accepted("Q2") | {"state": "rejected"}], (1, 1)),
    ],
)
def test_without_a_file_summary_of_its_claims_nobody_knows_how_many_were_taken(lines, counts):
    (row,) = sent_files(told([receipt("031", "accepted")], batch("Q1", "Q2"), lines)).to_dict("records")
    found = tuple(None if pd.isna(row[name]) else row[name] for name in ("accepted", "rejected"))
    assert (row["state"], found) == ("accepted", counts)


def test_of_the_file_after_a_refused_one_no_count_is_told_that_no_file_summary_has():
    rows = sent_files(told([receipt("30", "rejected", "2026-05-03")], batch("Q1")))
    (then,) = rows["then"].dropna()
    assert then.endswith("1 claim, $120.50, in no file summary.")


def test_a_receipt_from_before_the_file_answers_another_file_of_that_number():
    rows = sent_files(told([receipt("31", "accepted", "2026-05-03")], batch("Q1")))
    assert sorted(rows["state"]) == ["accepted", "no receipt is on file"]


@pytest.mark.parametrize(
    ("source", "whose", "state"),
    [
        ("receipts (999)", "unknown", "not known: a receipt that lies here names no practice"),
        ("receipts (999)", "sibling", "no receipt is on file"),  # another practice's answers nothing here
        ("claim history", "unknown", "no receipt is on file"),
    ],
)
def test_where_a_receipt_lies_that_names_no_practice_none_is_called_absent(source, whose, state):
    of_others = {
        "source": source,
        "whose": whose,
        "why": "another practice has it too",
        "rows": 1,
        "counts": False,
    }
    given = told(batches=batch("Q1"))
    given = replace(given, inputs=replace(given.inputs, not_own=frame(NOT_OWN, [of_others])))
    assert sent_files(given)["state"].tolist() == [state]


def test_of_two_files_of_one_number_a_receipt_is_of_the_one_sent_last_before_it():
    both = [*batch("Q1"), *batch("Q2", sent="2026-06-01", file="submissions/two.txt")]
    rows = sent_files(told([receipt("31", "accepted", "2026-06-02")], both)).set_index("source_file")["state"]
    assert (rows["submissions/one.txt"], rows["submissions/two.txt"]) == ("no receipt is on file", "accepted")


@pytest.mark.parametrize(("again", "is_open"), [(("Q1", "Q2"), False), (("Q1",), True)])
def test_a_refused_file_is_done_once_each_of_its_claims_is_in_a_later_file(again, is_open):
    later = batch(*again, group="32", sent="2026-05-06", file="submissions/two.txt")
    given = told([receipt("31")], [*batch("Q1", "Q2"), *later])
    row = sent_files(given).set_index("group_number").loc["31"]
    assert row["then"] == f"{len(again)} of 2 claims in a later file, file summary or remittance"
    assert bool(row["is_open"]) is is_open
    found = [f for f in report(given).findings if f.code == "handoff-batch-refused"]
    assert [f.amount_cents for f in found] == ([24_100] if is_open else [])


@pytest.mark.parametrize(("sent", "number"), [("2026-05-04", 0), ("2026-05-05", 1)])
def test_a_file_summary_counts_as_sending_again_from_the_day_of_the_refusal_on(sent, number):
    given = told([receipt("31")], batch("Q1"), sent=[summary("Q1", "accepted", sent, "2026-05-01")])
    assert sent_files(given).iloc[0]["then"].startswith(f"{number} of 1 claim ")


def test_a_payers_answer_shows_that_a_claim_of_a_refused_file_arrived_after_all():
    given = told([receipt("31")], batch("Q1"), eras=[decided("Q1", "2026-06-01", 10_000, on="2026-05-01")])
    assert not sent_files(given).iloc[0]["is_open"]


def test_of_a_refused_file_that_is_not_here_its_claims_are_unknown_and_the_next_file_is_named():
    later = batch("Q1", "Q2", group="412", sent="2026-05-07")
    given = told([receipt("31")], later, [accepted("Q1")])
    row = sent_files(given).set_index("group_number").loc["31"]
    assert row["is_open"] and pd.isna(row["claims"]) and pd.isna(row["charge_cents"])
    assert row["then"] == ("Not known: the refused file is not here. The next file that is here is of 2026-05-07: "
                           "2 claims, $241.00, 1 of them accepted by a file summary.")  # fmt: skip


def test_an_earlier_file_is_not_named_as_the_next_one():
    row = sent_files(told([receipt("31", on="2026-05-08")], batch("Q1", group="412"))).set_index(
        "group_number"
    )
    assert row.loc["31", "then"].endswith("No later file is here either.")


def test_a_receipt_of_an_inquiry_is_no_receipt_of_claims():
    assert sent_files(told([receipt("31", kind="HS")])).empty


def test_a_group_with_one_refused_set_is_refused():
    rows = sent_files(told([receipt("31", "accepted", codes="A"), receipt("31")]))
    assert list(rows["state"]) == ["rejected"]


def test_without_files_and_receipts_nothing_is_known_of_them():
    assert report(told()).tables["sent_files"].absent.startswith("not known")


def test_files_of_claims_and_their_receipts_are_read_from_the_folder(tmp_path):
    ack = "~".join(["ISA*00*          *00*          *ZZ*CLEARING       *ZZ*SENDER         *260505*0700*^*00501*"
                    "000000031*0*P*:", "GS*FA*C*S*20260505*0700*31*X*005010X231A1", "ST*999*0001*005010X231A1",
                    "AK1*HC*31*005010X222A1", "AK2*837*0001*005010X222A1", "IK5*R*5", "AK9*R*1*1*0", "SE*6*0001",
                    "GE*1*31", "IEA*1*000000031"]) + "~"  # fmt: skip
    files = {"submissions/a.999": ack.encode(), "submissions/b.txt": claims_file("Q1"),
             "submissions/c.txt": claims_file("Q1", usage="T")}  # fmt: skip
    folder(tmp_path, files, practice_answers())
    practice = found_practice(tmp_path, "acme", "cedar-grove")[0]
    (one,) = load_receipts(practice, "submissions").files.to_dict("records")
    assert (one["group_kind"], one["group_number"], one["state"], one["codes"]) == (
        "HC",
        "31",
        "rejected",
        "5",
    )
    claims = load_batches(practice, "submissions").claims
    assert list(claims["is_test"]) == [False, True] and claims["charge_cents"].sum() == 24_100


def lacked(*accounts: str) -> pd.DataFrame:
    """Submissions of 837 files that the history lacks."""
    return frame(SUBMITTED_CLAIMS, [{"patient_control_number": account, "service_from": day("2026-05-01"),
                                     "payer_id": "777", "payer_name": "LAKE HEALTH"}
                                    for account in accounts])  # fmt: skip


def beside_history(*accounts: str, missing: tuple[str, ...], eras=(), batches=()):
    rows = [history(account, on="2026-05-01") for account in accounts if account not in missing]
    given = frame(BATCH_CLAIMS, list(batches) or batch(*accounts))
    return book(rows, eras=eras, batches=given, filed=lacked(*missing))


@pytest.mark.parametrize(("missing", "number"), [((), 0), (("Q2",), 1), (("Q2", "Q3"), 2)])
def test_claims_of_an_837_that_no_history_has_are_counted_by_file_and_named_one_by_one(missing, number):
    given = beside_history("Q1", "Q2", "Q3", missing=missing)
    assert sent_files(given)["missing"].tolist() == [number]
    assert not_in_history(given)["patient_control_number"].tolist() == list(missing)
    said = sent_claims(given).set_index("patient_control_number")["in_history"]
    assert said.to_dict() == {
        q: "missing from the claim history" if q in missing else "yes" for q in ("Q1", "Q2", "Q3")
    }
    found = [f for f in findings(given) if f.code == "handoff-file-claim-missing"]
    assert [(f.count, f.amount_cents) for f in found] == ([(number, number * 12_050)] if number else [])


def test_without_a_claim_history_nobody_says_what_it_lacks():
    given = book((), batches=frame(BATCH_CLAIMS, batch("Q1")), filed=lacked("Q1"))
    assert sent_files(given)["missing"].isna().all() and sent_claims(given)["in_history"].isna().all()
    assert not_in_history(given).empty


def test_a_missing_claim_that_was_sent_twice_is_one_and_its_answer_is_named():
    later = batch("Q2", group="32", sent="2026-05-06", file="submissions/two.txt")
    paid = [decided("Q2", "2026-06-01", 10_000, on="2026-05-01")]
    given = beside_history("Q1", "Q2", missing=("Q2",), eras=paid, batches=[*batch("Q1", "Q2"), *later])
    assert not_in_history(given)[["source_file", "answered"]].values.tolist() == [
        ["submissions/two.txt", "paid"]
    ]
    assert sent_files(given)["missing"].tolist() == [1, 1]  # each file holds it


@pytest.mark.parametrize(
    ("group", "on", "is_ours"),
    [
        ("31", "2026-05-04", True),  # the day of the file of group 31
        ("0031", "2026-05-20", True),
        ("31", "2026-05-03", False),  # from before that file
        ("32", "2026-05-05", False),  # of a group that is not ours
        (None, "2026-05-05", False),
        ("31", None, False),
    ],
)
def test_a_999_answers_the_group_that_it_names_from_the_day_of_its_file_on(group, on, is_ours):
    one = receipt(group, on="2026-05-05") | {"group_number": group, "answered_on": on and day(on)}
    told = answer_of(frame(FILES_ANSWERED, [one]), frame(BATCH_CLAIMS, batch("Q1")))
    assert told.tolist() == [is_ours]


@pytest.mark.parametrize(("group", "state"), [("31", "accepted"), ("99", "no receipt is on file")])
def test_a_999_that_two_practices_hold_is_of_the_file_here_whose_group_it_names(tmp_path, group, state):
    ack = "~".join(["ISA*00*          *00*          *ZZ*CLEARING       *ZZ*SENDER         *260505*0700*^*00501*"
                    "000000031*0*P*:", "GS*FA*C*S*20260505*0700*31*X*005010X231A1", "ST*999*0001*005010X231A1",
                    f"AK1*HC*{group}*005010X222A1", "AK2*837*0001*005010X222A1", "IK5*A", "AK9*A*1*1*1",
                    "SE*6*0001", "GE*1*31", "IEA*1*000000031"]) + "~"  # fmt: skip
    folder(tmp_path, {"submissions/a.999": ack, "submissions/b.txt": claims_file("Q1")}, practice_answers())
    folder(
        tmp_path,
        {"submissions/a.999": ack},
        practice_answers("Oak Hill", "987654321", "1245319599"),
        "oak-hill",
    )
    practice = found_practice(tmp_path, "acme", "cedar-grove")[0]
    received, sent = load_receipts(practice, "submissions"), load_batches(practice, "submissions").claims
    given = book((), batches=sent, file_receipts=received.files)
    [row] = sent_files(given).to_dict("records")
    assert row["state"] == state
    assert (row["told_by"] == BY_NUMBER) is (state == "accepted")
    assert len(received.not_own) == (0 if state == "accepted" else 1)
