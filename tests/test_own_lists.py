"""The client's own lists of appeals, work lists and logs of calls are read under any headers, and count as written."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.reading.files.zips import Entry
from cutover.reading.intake.own_lists import APPEAL, CALL, OWN_LIST, WORK, list_rows
from cutover.reading.intake.returned import Returned, load_returned
from cutover.workstreams.open_claims.appeals import appeals
from cutover.workstreams.open_claims.book import NO_OWNER
from cutover.workstreams.own_lists import as_appeals, as_notes, by_list, calls, rows_of
from open_claims_makers import AS_OF, book, findings, history
from parallel_frames import frame

TODAY = pd.Timestamp(AS_OF)  # 2026-07-31


def read(text: str | bytes, name: str) -> pd.DataFrame:
    data = text.encode() if isinstance(text, str) else text
    return list_rows(Entry(name, None, len(data), data))


APPEALS = {
    "their words": (
        "handoff/disputes.csv",
        "With|Their no.|Our claim|Round|Faxed|In dispute|Kept in|Next date|Who has it\n"
        "Tufts|D-55|Q-1|2nd|7/1/2026|$120.50|blue folder|7/30/2026|Odette\n"
        "Cigna|D-56|Q-2|1st|7/2/2026|80.00||8/4/2026|\n",
        "dispute",
    ),
    "a title alone": (
        "claims/list.csv",
        "Reconsiderations we sent\nCarrier,Reference,Claim No,Mailed,Amount,Due,Owner\n"
        "Tufts,D-55,Q-1,7/1/2026,120.50,7/30/2026,Odette\nCigna,D-56,Q-2,7/2/2026,80.00,8/4/2026,nobody\n",
        "reconsideration",
    ),
    "a column": (
        "denials/open matters.csv",
        "type;who;ref;claim;amount;due;owner\ngrievance;Tufts;D-55;Q-1;$120.50;7/30/2026;Odette\n"
        "grievance;Cigna;D-56;Q-2;$80.00;8/4/2026;n/a\n",
        "grievance",
    ),
}


@pytest.mark.parametrize("which", APPEALS)
def test_a_list_of_appeals_is_read_under_any_headers(which):
    name, text, kind = APPEALS[which]
    rows = read(text, name)
    assert set(rows["list"]) == {APPEAL} and set(rows["kind"]) == {kind}
    assert rows["claim_number"].tolist() == ["Q-1", "Q-2"] and rows["reference"].tolist() == ["D-55", "D-56"]
    assert rows["payer"].tolist() == ["Tufts", "Cigna"] and rows["amount_cents"].tolist() == [12_050, 8_000]
    assert [f"{day:%m-%d}" for day in rows["act_on"]] == ["07-30", "08-04"]
    assert rows["owner"].fillna("").tolist() == ["Odette", ""]  # `nobody` is none
    (told,) = by_list(rows, TODAY).to_dict("records")
    # 120.50 + 80.00 = 200.50; the first is a day late, the second has no owner
    assert (told["rows"], told["past_due"], told["without_owner"], told["amount_cents"]) == (2, 1, 1, 20_050)


def test_an_appeals_sheet_of_a_workbook_of_the_clients_own_is_no_empty_workbook_that_came_back(tmp_path):
    whose = practice(tmp_path)
    made = workbook(
        ("Appeals, what we fight for",),
        (),
        ("Insurer", "Our ticket", "Lvl", "Mailed", "At stake", "Act again"),
        ("Tufts", "Q-1", "1st", "7/1/2026", 120.5, "7/30/2026"),
    )
    put(whose, "handoff/running.xlsx", made)
    put(whose, "handoff/rates of tea.csv", "leaf,cost\nmint,1\nsage,2\n")
    found = load_returned(whose)
    assert found.lists["claim_number"].tolist() == ["Q-1"]
    states = found.files.set_index("source_file")[["state", "appeals"]].apply(tuple, axis=1).to_dict()
    assert states == {
        "handoff/running.xlsx": ("read: a list of the client's own", 1),
        "handoff/rates of tea.csv": ("not used", 0),
    }


WORKED = (
    "Problem claims, July\nClm,Ins,Why,To do by,Whose,What next\nQ-1,Tufts,CO-16,8/3/2026,Odette,send the notes\n"
    "Q-2,Cigna,CO-50,8/1/2026,,\nQ-3,Cigna,CO-50,8/9/2026,Odette,\n"
)


def test_of_a_work_list_owner_next_step_and_first_day_are_counted():
    rows = read(WORKED, "claims/stuck.csv")
    assert set(rows["list"]) == {WORK}
    (told,) = by_list(rows, TODAY).to_dict("records")
    assert (told["rows"], told["without_owner"], told["without_step"]) == (3, 1, 2)
    assert f"{told['first_on']:%Y-%m-%d}" == "2026-08-01"


def test_claims_of_a_work_list_are_somebodys_and_one_that_no_file_has_is_no_open_claim():
    rows = read(WORKED, "claims/stuck.csv")
    made = book([history("Q-1"), history("Q-2"), history("Q-9")], back=Returned(lists=rows))
    told = made.open.set_index("patient_control_number")
    assert set(told.index) == {"Q-1", "Q-2", "Q-9"} and len(made.notes.unmet) == 1  # Q-3 is in no file
    assert told.loc["Q-1", "owner"] == "Odette" and told.loc["Q-1", "next_action"] == "send the notes"
    assert told["handed"].eq(NO_OWNER).to_dict() == {"Q-1": False, "Q-2": True, "Q-9": True}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # a claim history with an owner of each claim and a day: its charges are no work list
        ("claims/all.csv", "Claim,Payer,Charge,Paid,Owner,Follow up\nQ-1,Tufts,90,0,Odette,8/1/2026\n"),
        ("claims/aging.csv", "Claim,Payer,DOS,Due,Days\nQ-1,Tufts,5/1/2026,90.00,91\n"),
        ("notes/visits.csv", "day,patient,provider,room\n7/1/2026,A,Dr. Y,2\n"),
        ("handoff/phone.csv", "name,phone,extension\nOdette,555-0100,4\n"),
    ],
)
def test_what_is_no_such_list_is_none(name, text):
    assert read(text, name).empty


CALLS = (
    "day,plan,claim,said,call again,who\n7/6/2026,Tufts,Q-1,in review,7/20/2026,Odette\n"
    "7/20/2026,Tufts,Q-1,still in review,8/3/2026,Odette\n7/8/2026,Cigna,Q-2,resend,7/15/2026,\n"
    "7/9/2026,Cigna,Q-3,paid,,Odette\n"
)


def test_of_the_calls_for_a_claim_the_last_one_tells_when_to_call_again_and_who():
    rows = read(CALLS, "notes/phone log.csv")
    assert set(rows["list"]) == {CALL} and len(rows) == 4
    told = calls(rows, TODAY).set_index("claim_number")
    assert told["standing"].to_dict() == {"Q-1": "to come", "Q-2": "past due", "Q-3": "no day"}
    assert told["has_owner"].to_dict() == {"Q-1": "yes", "Q-2": "no", "Q-3": "yes"}
    notes = as_notes(rows).set_index("claim_number")
    assert notes.loc["Q-1", "last_action"] == "called the payer: still in review"
    assert notes.loc["Q-1", "next_action"] == "call again" and pd.isna(notes.loc["Q-3", "next_action"])


def test_a_call_that_is_late_and_one_that_nobody_follows_are_findings():
    rows = read(CALLS, "notes/phone log.csv")
    found = {f.code: f.count for f in findings(book([history("Q-8")], back=Returned(lists=rows)))}
    assert found["handoff-call-overdue"] == 1 and found["handoff-call-no-owner"] == 1


def test_an_appeal_with_a_result_is_under_way_no_more():
    rows = frame(OWN_LIST, [
        {"list": APPEAL, "kind": kind, "payer": "AETNA", "reference": ref, "claim_number": ref, "result": result,
         "amount_cents": 100, "act_on": pd.Timestamp("2026-07-01"), "source_file": "handoff/a.csv"}
        for kind, ref, result in (
            ("appeal", "R1", "Overturned, paid"), ("lien", "R2", "waiting"), ("appeal", "R3", None))
    ])  # fmt: skip
    assert as_appeals(rows)["reference"].tolist() == ["R2", "R3"]
    assert rows_of(rows, TODAY).set_index("reference")["standing"].to_dict() == {
        "R2": "past due", "R3": "past due", "R1": "decided"
    }  # fmt: skip
    made = book([history("Q-1")], back=Returned(lists=rows))
    told = appeals(made.inputs, made.open).set_index("reference")
    assert told["kind"].to_dict() == {"R2": "lien", "R3": "appeal"}
    assert "the level" in told.loc["R3", "missing"] and "the level" not in told.loc["R2", "missing"]
