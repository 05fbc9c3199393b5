"""Claims from three sources are one table of submissions and one of claims; every row is used or set
aside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import NPI, TIN, practice, put, summary, summary_line
from cutover.reading.claims import claims as claims_of
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.states import state_of
from cutover.reading.era.archive import load_archive
from cutover.reading.files.values import cents, date_of, npis, tax_ids

REPORT = (
    "Claim ID,Patient Account,Patient,Service Date,Payer Name,Payer ID,Rendering NPI,Total "
    "Charge,Insurance Paid,Claim Status,Submission Date\n"
)


def report_row(
    claim="C1",
    account="A1",
    served="03/02/2026",
    payer="Aetna",
    status="Paid",
    paid="$80.00",
    sent="03/05/2026",
):
    return f'{claim},{account},"Rowan, Ada",{served},{payer},60054,{NPI},"$1,100.00",{paid},{status},{sent}\n'


def era(claims, name="AETNA", received=None, date="20260320") -> str:
    """An 835 with these claims as (account, status, charge, paid, served) in whole dollars."""
    paid = sum(claim[3] for claim in claims)
    body = []
    for account, status, charge, one, served in claims:
        body += [f"CLP*{account}*{status}*{charge}*{one}**12*ICN{account}{status}*11*1"]
        body += [f"CAS*CO*45*{charge - one}"] if charge != one else []
        body += ["NM1*QC*1*ROWAN*ADA", f"NM1*82*1*HALE*JO****XX*{NPI}"]
        body += [f"DTM*050*{received}"] if received else []
        body += [f"SVC*HC:99213*{charge}*{one}**1", f"DTM*472*{served}"]
        body += [f"CAS*CO*45*{charge - one}"] if charge != one else []
    body = [
        line
        for place, line in enumerate(body)
        if not (line.startswith("CAS") and body[place - 1].startswith("CLP"))
    ]
    segments = [
        "ISA*00*          *00*          *ZZ*S              *ZZ*R              "
        "*260320*1200*^*00501*000000001*0*P*:",
        "GS*HP*S*R*20260320*1200*1*X*005010X221A1",
        "ST*835*0001",
        f"BPR*I*{paid}*C*ACH*CCP*01*1*DA*1*1**01*1*DA*1*{date}",
        f"TRN*1*T{date}{paid}*1999999999",
        f"N1*PR*{name}",
        f"N1*PE*PRACTICE*XX*{NPI}",
        f"REF*TJ*{TIN}",
        "LX*1",
        *body,
    ]
    segments += [f"SE*{len(segments) - 1}*0001", "GE*1*1", "IEA*1*000000001"]
    return "~".join(segments) + "~"


def loaded(tmp_path, **files):
    """The claims of a practice with these files, by folder."""
    made = practice(tmp_path)
    for name, data in files.items():
        folder, _, rest = name.partition("__")
        put(made, f"{folder}/{rest or 'file'}", data)
    return load_claims(made, load_archive(made))


def assert_every_row_is_accounted_for(claims):
    """Rows in = rows used + rows set aside, for each source and table."""
    read = claims.files[claims.files["state"] == "read"]
    for source, rows_in in read.groupby("source")["rows_in"].sum().items():
        aside = claims.set_aside[claims.set_aside["source"] == source]
        used = claims.submitted["source"].eq(source).sum()
        assert used + aside["table"].eq("submitted").sum() == rows_in
        if source == "claim history":
            assert len(claims.history) + aside["table"].eq("history").sum() == rows_in


def test_a_claim_that_all_three_sources_tell_of_is_one_submission(tmp_path):
    found = loaded(
        tmp_path,
        claims__h_csv=REPORT + report_row(claim="1000000001"),
        submissions__FS_HCFA_1026347812_IN_C=summary(
            accepted=[summary_line(claim="1000000001", account="A1")]
        ),
        era__a=era([("A1", 1, 110, 80, "20260302")]),
    )
    assert len(found.submitted) == 1
    assert found.submitted["source"].tolist() == ["file summary"]  # the record of a submission
    assert_every_row_is_accounted_for(found)


def test_a_paid_claim_that_no_other_source_has_was_submitted(tmp_path):
    found = loaded(tmp_path, era__a=era([("A1", 1, 110, 80, "20260302")]))
    row = found.submitted.iloc[0]
    assert (row["source"], row["rendering_npi"], row["tax_id"]) == ("ERA", NPI, TIN)
    assert pd.isna(row["submission_date"])  # an 835 does not say when
    assert_every_row_is_accounted_for(found)


def test_the_day_the_payer_received_a_claim_is_taken_for_its_submission_and_said_to_be(tmp_path):
    row = loaded(tmp_path, era__a=era([("A1", 1, 110, 80, "20260302")], received="20260306")).submitted.iloc[
        0
    ]
    assert (row["submission_date"].date(), row["date_basis"]) == (dt.date(2026, 3, 6), "received by payer")


def test_a_reversal_and_its_correction_are_no_submissions(tmp_path):
    found = loaded(
        tmp_path,
        era__a=era([("A1", 1, 110, 80, "20260302")]),
        era__b=era([("A1", 22, -110, -80, "20260302"), ("A1", 1, 110, 90, "20260302")], date="20260420"),
    )
    assert len(found.submitted) == 1
    assert found.set_aside["reason"].str.contains("reversal").sum() == 1
    assert found.set_aside["reason"].str.contains("decided again").sum() == 1
    assert_every_row_is_accounted_for(found)


def test_a_claim_that_the_first_payer_forwarded_was_not_submitted_again(tmp_path):
    found = loaded(
        tmp_path,
        era__a=era([("A1", 19, 110, 80, "20260302")]),
        era__b=era([("A1", 2, 110, 20, "20260302")], name="SUNRISE", date="20260410"),
    )
    assert found.submitted["payer_name"].tolist() == ["AETNA"]
    assert found.set_aside["reason"].str.contains("forwarded").sum() == 1


def test_a_secondary_claim_that_nobody_forwarded_was_submitted(tmp_path):
    found = loaded(
        tmp_path,
        era__a=era([("A1", 1, 110, 80, "20260302")]),
        era__b=era([("A1", 2, 110, 20, "20260302")], name="SUNRISE", date="20260410"),
    )
    assert found.submitted.set_index("payer_name")["submission"].to_dict() == {
        "AETNA": "original",
        "SUNRISE": "secondary",
    }


def test_a_rejected_claim_that_was_sent_again_is_two_submissions_the_second_a_resubmission(tmp_path):
    found = loaded(
        tmp_path,
        submissions__FS_HCFA_1026347812_IN_C=summary(
            rejected=[summary_line(claim="1000000001", error="HC12")]
        ),
        submissions__FS_HCFA_1026347813_IN_C=summary(
            accepted=[summary_line(claim="1000000002")], processed="03/09/2026"
        ),
    )
    table = found.submitted.set_index("claim_number")
    assert table["submission"].to_dict() == {"1000000001": "original", "1000000002": "resubmitted"}


def test_a_pending_claim_that_is_accepted_later_is_one_submission_in_its_last_state(tmp_path):
    found = loaded(
        tmp_path,
        submissions__FS_HCFA_1026347812_IN_C=summary(pending=[summary_line()]),
        submissions__FS_HCFA_1026347813_IN_C=summary(accepted=[summary_line()], processed="03/12/2026"),
    )
    assert found.submitted["state"].tolist() == ["accepted"]
    assert_every_row_is_accounted_for(found)


def test_a_claim_in_two_reports_that_overlap_counts_once_as_the_later_report_has_it(tmp_path):
    found = loaded(
        tmp_path,
        claims__a_csv=REPORT + report_row(status="Pending", paid=""),
        claims__b_csv=REPORT + report_row(status="Paid") + report_row("C2", "A2", served="06/01/2026"),
    )
    assert found.history.set_index("claim_number")["state"].to_dict() == {"C1": "paid", "C2": "paid"}
    assert_every_row_is_accounted_for(found)


def test_the_same_file_twice_is_counted_once_and_said(tmp_path):
    found = loaded(tmp_path, claims__a_csv=REPORT + report_row(), claims__b_csv=REPORT + report_row())
    assert (len(found.history), found.files["state"].tolist()) == (1, ["read", "duplicate"])


def test_a_row_without_claim_and_account_number_is_set_aside(tmp_path):
    found = loaded(tmp_path, claims__a_csv=REPORT + report_row() + report_row(claim="", account=""))
    assert len(found.history) == 1
    assert_every_row_is_accounted_for(found)


def reasons(claims):
    """Why how many rows are not in the history."""
    rows = claims.set_aside[claims.set_aside["table"] == "history"]
    return rows["reason"].value_counts().to_dict()


def test_why_a_claim_s_row_is_set_aside_tells_the_same_row_the_same_file_and_a_later_report_apart(tmp_path):
    twice, later = report_row("C1", "A1"), report_row("C2", "A2", served="06/01/2026")
    changed = report_row("C1", "A1", paid="80.00") + report_row("C1", "A1", paid="70.00")
    same_row = loaded(tmp_path / "1", claims__a_csv=REPORT + twice + twice)
    same_claim = loaded(tmp_path / "2", claims__a_csv=REPORT + changed)
    reports = loaded(tmp_path / "3", claims__a_csv=REPORT + twice, claims__b_csv=REPORT + twice + later)
    assert reasons(same_row) == {"the same row stands twice in the file": 1}
    assert reasons(same_claim) == {"the same claim stands again further down in the file": 1}
    assert reasons(reports) == {"the same claim is in a later report": 1}
    for found in (same_row, same_claim, reports):
        assert_every_row_is_accounted_for(found)


def test_a_total_and_a_row_of_too_many_fields_are_set_aside_with_their_own_reasons(tmp_path):
    row, fields = report_row(), REPORT.count(",") + 1
    total, broken = "Total,,,,,,,220.00,,,\n", report_row("C2", "A2").strip() + ",x,y\n"
    found = loaded(tmp_path, claims__a_csv=REPORT + row + report_row("C3", "A3") + broken + total)
    assert reasons(found) == {
        "a total of the report, not a claim": 1,
        f"{fields + 2} fields where the table has {fields}": 1,
    }
    file = found.files.iloc[0]
    assert (file["rows_in"], file["rows_used"], file["rows_set_aside"]) == (4, 2, 2)
    assert_every_row_is_accounted_for(found)


def test_a_claim_that_was_never_sent_is_in_the_history_and_no_submission(tmp_path):
    found = loaded(
        tmp_path,
        claims__a_csv=REPORT + report_row() + report_row("C2", "A2", status="Ready for claim", sent=""),
    )
    assert (len(found.history), len(found.submitted)) == (2, 1)
    assert_every_row_is_accounted_for(found)


@pytest.mark.parametrize(("payer", "sent", "submissions"), [
    ("Self-pay", "03/05/2026", 0), ("CASH PAY", "", 0), ("None", "", 0),
    ("None", "03/05/2026", 1),  # a blank word: something was sent, to whom is not known
    ("Self Insured Trust", "03/05/2026", 1),
])  # fmt: skip
def test_what_a_patient_pays_was_sent_to_no_payer(tmp_path, payer, sent, submissions):
    row = report_row(payer=payer, sent=sent).replace(",60054,", ",,")
    found = loaded(tmp_path, claims__a_csv=REPORT + row)
    assert (len(found.history), len(found.submitted)) == (1, submissions)
    assert_every_row_is_accounted_for(found)


def test_a_file_that_is_no_report_is_named_with_what_to_do_and_stops_nothing(tmp_path):
    found = loaded(tmp_path, claims__a_csv=REPORT + report_row(), claims__b_csv="color,size\nred,3\nblue,4\n")
    wrong = found.files.set_index("source_file").loc["claims/b_csv"]
    assert wrong["state"] == "not read"
    assert "Confirm which column is which" in wrong["reason"]
    assert len(found.history) == 1


def test_without_any_file_there_are_no_claims_and_no_error(tmp_path):
    found = loaded(tmp_path)
    assert (len(found.submitted), len(found.history), len(found.files)) == (0, 0, 0)


def test_a_tax_id_that_no_source_states_is_the_practice_s_only_one_and_said(tmp_path):
    found = loaded(tmp_path, claims__a_csv=REPORT + report_row())
    assert found.submitted["tax_id"].tolist() == [TIN]
    assert any("state no Tax ID" in note for note in found.notes)


SOLO, OTHER = "1497758544", "1932102084"


@pytest.mark.parametrize(
    ("listed", "named", "taken"),
    [
        ([("Ada Quimby MD", SOLO)], [SOLO], SOLO),
        ([("Ada Quimby MD", SOLO)], [], None),  # no claim proves that she treats there
        ([("Ada Quimby MD", SOLO)], [SOLO, OTHER], None),  # a locum whom nobody has listed
        ([("Ada Quimby MD", SOLO), ("Omar Vance NP", OTHER)], [SOLO], None),
        ([("Ada Quimby MD", SOLO), ("Omar Vance NP", None)], [SOLO], None),  # his number is not known
    ],
)
def test_a_provider_whom_no_source_states_is_the_only_one_of_the_practice(tmp_path, listed, named, taken):
    who = replace(
        practice(tmp_path),
        providers=frozenset(name for name, _ in listed),
        provider_npis=frozenset((name, npi) for name, npi in listed if npi),
    )
    rows = pd.DataFrame({"rendering_npi": [*named, None], "attending_npi": None, "tax_id": TIN}, dtype="str")
    filled, notes = claims_of._filled(rows, who, rows.iloc[:0])
    last = filled["rendering_npi"].iloc[-1]
    assert (None if pd.isna(last) else last) == taken
    assert any("state no provider" in note for note in notes) == (taken is not None)


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Billed Primary", "pending"),
        ("Claim Created Secondary", "open"),
        ("INSURANCE DENIED", "denied"),
        ("Denied - appeal sent", "appealed"),
        ("Patient responsibility", "patient responsibility"),
        ("In Collection", "patient responsibility"),
        ("Paid", "paid"),
        ("Not paid", "unknown"),
        ("Write-Off", "written off"),
        ("zzz", "unknown"),
    ],
)
def test_a_status_in_the_report_s_words_is_one_of_our_states(written, state):
    assert state_of(written) == state


def test_the_words_of_the_report_are_kept_beside_the_state(tmp_path):
    row = loaded(tmp_path, claims__a_csv=REPORT + report_row(status="Insurance Denied")).history.iloc[0]
    assert (row["state"], row["state_as_written"]) == ("denied", "Insurance Denied")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2026", dt.date(2026, 3, 4)),  # month before day
        ("3/4/26", dt.date(2026, 3, 4)),
        ("2026-03-04 00:00:00", dt.date(2026, 3, 4)),
        ("20260304", dt.date(2026, 3, 4)),
        ("4-Mar-2026", dt.date(2026, 3, 4)),
        ("Mar 4, 2026", dt.date(2026, 3, 4)),
        ("13/04/2026", None),  # there is no month 13, and the day is never put first
        ("02/30/2026", None),
    ],
)
def test_dates_are_read_by_their_shape_and_never_guessed(text, day):
    assert date_of(text) == day


def test_money_tax_ids_and_npis_are_read_strictly():
    assert cents(pd.Series(["$1,100.00", "(12.00)", "n/a", None], dtype="str")).tolist() == [
        110_000,
        -1_200,
        pd.NA,
        pd.NA,
    ]
    assert tax_ids(
        pd.Series(["12-3456789", "12345678", "123-45-6789", "12"], dtype="str")
    ).dropna().tolist() == [
        "123456789",
        "012345678",
        "123456789",
    ]
    assert npis(pd.Series([NPI, f"{NPI}.0", "123", "9234567893"], dtype="str")).dropna().tolist() == [
        NPI,
        NPI,
    ]


def test_two_claims_of_one_patient_and_day_in_one_payment_are_two_claims(tmp_path):
    both = era([("A1", 1, 110, 80, "20260302"), ("A1", 1, 200, 150, "20260302")])
    first, second = both.rsplit("ICNA11", 1)
    found = loaded(tmp_path, era__a=f"{first}ICN2{second}")
    assert len(found.submitted) == 2
    assert (
        len(loaded(tmp_path / "same", era__a=both).submitted) == 1
    )  # one number of the payer: decided again
    assert_every_row_is_accounted_for(found)


def test_a_replacement_that_the_payer_received_in_another_month_was_sent_in_that_month_too(tmp_path):
    first = era([("A1", 1, 110, 0, "20260302")], received="20260306")
    again = era([("A1", 1, 110, 80, "20260302")], received="20260402", date="20260420").replace(
        "*11*1", "*11*7"
    )
    found = loaded(tmp_path, era__a=first, era__b=again).submitted.sort_values("submission_date")
    assert found["submission_date"].dt.month.tolist() == [3, 4]
    assert found["submission"].tolist() == ["original", "resubmitted"]
    # where nobody says when it was received it cannot be told from a further decision
    undated = again.replace("DTM*050*20260402~", "")
    assert len(loaded(tmp_path / "undated", era__a=first, era__b=undated).submitted) == 1


def test_a_claim_that_two_reports_show_as_sent_in_two_months_was_sent_in_both(tmp_path):
    early = REPORT + report_row(status="Denied", paid="$0.00", sent="03/05/2026")
    late = REPORT + report_row(sent="04/07/2026") + report_row("C2", "A2", sent="04/08/2026")
    found = loaded(tmp_path, claims__a_csv=early, claims__b_csv=late)
    assert sorted(found.submitted["submission_date"].dt.strftime("%m-%d")) == ["03-05", "04-07", "04-08"]
    assert len(found.history) == 2  # one row a claim, in its last state
    assert_every_row_is_accounted_for(found)
    # the same month in both reports is one submission
    same = loaded(
        tmp_path / "same", claims__a_csv=early, claims__b_csv=REPORT + report_row(sent="03/09/2026")
    )
    assert len(same.submitted) == 1


def test_a_second_claim_of_a_patient_and_day_is_not_taken_for_the_one_in_a_file_summary(tmp_path):
    line = summary_line(claim="1000000001")
    one = loaded(tmp_path, submissions__FS_HCFA_1026347812_IN_C=summary(accepted=[line]))
    sent = one.submitted.iloc[0]
    served = f"{sent['service_from']:%m/%d/%Y}"
    rows = [report_row(claim, sent["patient_control_number"], served) for claim in ("H1", "H2")]
    found = loaded(
        tmp_path / "both",
        submissions__FS_HCFA_1026347812_IN_C=summary(accepted=[line]),
        claims__a_csv=REPORT + "".join(rows),
    )
    assert found.submitted["source"].value_counts().to_dict() == {"file summary": 1, "claim history": 1}


BARE = "Claim ID,Patient Account,Service Date,Payer Name,Total Charge,Insurance Paid,Claim Status,Submission Date\n"


def test_a_report_without_any_npi_has_the_rendering_npi_of_the_remittances_of_its_claims(tmp_path):
    rows = "".join(f"C{n},A{n},03/02/2026,Aetna,110.00,80.00,Paid,03/05/2026\n" for n in (1, 2, 3))
    two = era([("A2", 1, 110, 80, "20260302")], date="20260421").replace(f"XX*{NPI}~DTM", "XX*1245319599~DTM")
    two = two.replace(f"82*1*HALE*JO****XX*{NPI}", "82*1*HALE*JO****XX*1245319599")
    remitted = era([("A1", 1, 110, 80, "20260302"), ("A2", 1, 110, 80, "20260302")])
    found = loaded(tmp_path, claims__a_csv=BARE + rows, era__a=remitted, era__b=two)
    npis = found.history.set_index("patient_control_number")["rendering_npi"].fillna("").to_dict()
    assert npis == {"A1": NPI, "A2": "", "A3": ""}  # two NPIs for A2, no remittance for A3


def test_a_blank_npi_in_a_report_that_writes_npis_stays_blank(tmp_path):
    rows = report_row() + report_row("C2", "A2").replace(NPI, "")
    found = loaded(tmp_path, claims__a_csv=REPORT + rows, era__a=era([("A2", 1, 110, 80, "20260302")]))
    assert found.history.set_index("claim_number")["rendering_npi"].fillna("").to_dict() == {
        "C1": NPI,
        "C2": "",
    }


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("03/09/2026", "2026-03-09"),
        ("", None),
        ("03/01/2026", None),
    ],  # nothing is sent before its service of 03-02
)
def test_a_file_summary_without_a_day_takes_the_one_that_the_history_states_for_its_claim(
    tmp_path, sent, day
):
    found = loaded(
        tmp_path,
        claims__a_csv=REPORT
        + report_row("A1", "A1", sent=sent)
        + report_row("A2", "A2", served="03/03/2026"),
        submissions__b_txt=summary([summary_line(claim="1000000001", account="A1")], processed=""),
    )
    told = found.submitted.set_index("source").loc[["file summary"], "submission_date"]
    assert [None if pd.isna(one) else str(one.date()) for one in told] == [day]
    assert_every_row_is_accounted_for(found)
    record = found.files[found.files["source"] == "file summary"].iloc[0]
    assert record["state"] == ("read" if day else "rows lacking") and pd.isna(record["reason"]) == bool(day)
    assert f"history has: {int(bool(day))} of 1." in " ".join(found.notes)


def test_two_days_in_the_history_tell_no_day_of_an_undated_file_summary(tmp_path):
    early = REPORT + report_row("A1", "A1", sent="03/05/2026")
    late = REPORT + report_row("A1", "A1", sent="04/07/2026") + report_row("A2", "A2", sent="04/08/2026")
    line = summary([summary_line(claim="1000000001", account="A1")], processed="")
    found = loaded(tmp_path, claims__a_csv=early, claims__b_csv=late, submissions__c_txt=line)
    assert found.submitted.loc[found.submitted["source"] == "file summary", "submission_date"].isna().all()
