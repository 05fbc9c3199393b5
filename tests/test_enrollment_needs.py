"""What must be enrolled: every payer, Tax ID, billing NPI and transaction that is really used, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cutover.intake.enrollment_workbook import REQUIRED, SUPPORTED, UNKNOWN
from cutover.reading.claims.batches import BATCH_CLAIMS
from cutover.workstreams.enrollment.needs import needs, top_payers, unnamed
from cutover.workstreams.enrollment.report import assess
from enrollment_makers import NPI, OTHER_NPI, TIN, claims, day, era, filed, frame, payer_list, plan

OTHER_TIN = "444556666"


def used(of) -> dict[tuple[str, str], tuple]:
    """Claims or remittances of each payer and transaction."""
    rows = needs(of.inputs)
    number = rows["claims"].fillna(rows["remittances"])
    return {(r.payer, r.transaction): n for r, n in zip(rows.itertuples(), number.fillna(-1), strict=True)}


def test_a_payer_of_claims_and_eras_needs_both_and_its_shares_are_those_of_claims_and_of_money():
    found = plan(
        [*claims("AETNA", 3), *claims("CIGNA", 1)],
        [era("AETNA", "2026-07-01", 30_000), era("CIGNA", "2026-07-02")],
    )
    assert used(found) == {
        ("AETNA", "837P"): 3,
        ("AETNA", "835"): 1,
        ("CIGNA", "837P"): 1,
        ("CIGNA", "835"): 1,
    }
    rows = needs(found.inputs).set_index(["payer", "transaction"])
    assert rows.loc[("AETNA", "837P"), "claims_share"] == 0.75  # 3 of 4
    assert rows.loc[("CIGNA", "835"), "paid_share"] == 0.25  # $100 of $400


def test_a_payer_without_a_remittance_needs_its_era_all_the_same():
    rows = needs(plan(claims("AETNA", 1)).inputs).set_index("transaction")
    assert (rows.loc["835", "remittances"], rows.loc["835", "basis"]) == (
        0,
        "claims go there; no remittance in the last months",
    )


@pytest.mark.parametrize(("on", "counts"), [("2025-08-01", True), ("2025-07-31", False)])
def test_a_claim_of_the_first_day_of_the_last_twelve_months_counts_and_one_of_the_day_before_does_not(
    on, counts
):
    found = plan(claims("AETNA", 1, on))
    assert (("AETNA", "837P") in used(found)) is counts
    assert found.inputs.left_out["why"].tolist() == ([] if counts else ["older than 12 months"])


def test_claims_on_paper_and_claims_without_a_day_are_left_out_and_counted():
    found = plan(
        [*claims("AETNA", 2, is_paper=True), *claims("CIGNA", 1, submission_date=None), *claims("HUMANA", 1)]
    )
    assert set(used(found)) == {("HUMANA", "837P"), ("HUMANA", "835")}
    assert found.inputs.left_out["why"].value_counts().to_dict() == {"on paper": 2, "without any day": 1}


@pytest.mark.parametrize(
    ("paper", "requirement"),
    [
        (["2026-05-02", "2026-06-02"], SUPPORTED),  # electronic until April, on paper since
        (["2026-06-02"], UNKNOWN),  # one may be an exception
        (["2026-03-02", "2026-03-03"], UNKNOWN),  # one on April 1 went out electronically again
        (["2026-04-01", "2026-06-02"], UNKNOWN),  # of the same day as an electronic one: one after it
    ],
)
def test_claims_that_go_on_paper_ask_for_no_enrollment_of_claims(paper, requirement):
    sent = [one for on in paper for one in claims("AETNA", 1, on, is_paper=True)]
    found = plan([*claims("AETNA", 1, "2026-04-01"), *sent]).inputs
    assert found.requirement("AETNA", "837P")[0] == requirement
    assert found.requirement("AETNA", "835")[0] == REQUIRED  # its remittances may come all the same


def test_each_form_of_claims_is_a_transaction_of_its_own():
    found = plan(
        [*claims("AETNA", 2), *claims("AETNA", 1, form="institutional"), *claims("AETNA", 1, form="dental")]
    )
    assert used(found) == {
        ("AETNA", "837P"): 2,
        ("AETNA", "837I"): 1,
        ("AETNA", "837D"): 1,
        ("AETNA", "835"): 0,
    }


def test_claims_whose_form_no_source_states_are_taken_as_the_practice_s_usual_form():
    found = plan([*claims("AETNA", 2, form="institutional"), *claims("CIGNA", 1, form=None)])
    assert ("CIGNA", "837I") in used(found)
    assert needs(found.inputs).set_index(["payer", "transaction"]).loc[("CIGNA", "837I"), "basis"] == (
        "claims whose form is not stated"
    )


def test_one_payer_under_two_ids_and_spellings_is_enrolled_once():
    sent = [*claims("Ohio Medicaid", 2, payer_id="SKOH0"), *claims("MEDICAID - OHIO", 3, payer_id="SKOH0")]
    found = plan(sent, [era("OHIO MEDICAID", "2026-07-01", payer_id="MMISODJFS")])
    assert used(found) == {("MEDICAID - OHIO", "837P"): 5, ("MEDICAID - OHIO", "835"): 1}


def test_claims_that_bear_a_payer_id_alone_get_its_name_from_the_payer_list():
    listed = payer_list(
        ("Aetna", "60054", "Professional Claims 837P", "Yes", "No", "No", "Yes", "No", "No", "")
    )
    found = plan(claims(None, 2, payer_id="60054"), lists=listed)
    assert used(found) == {("Aetna", "837P"): 2, ("Aetna", "835"): 0}


def test_claims_that_name_no_payer_are_no_need_and_are_kept_apart():
    found = plan([*claims(None, 2), *claims("AETNA", 1)])
    assert set(used(found)) == {("AETNA", "837P"), ("AETNA", "835")}
    assert len(unnamed(found.inputs)) == 2


def test_a_missing_billing_npi_is_that_of_the_payer_s_remittances_then_that_of_the_practice():
    sent = [*claims("AETNA", 1, billing_npi=None, tax_id=None), *claims("CIGNA", 1, billing_npi=None)]
    found = plan(sent, [era("AETNA", "2026-07-01", payee_npi=OTHER_NPI)])
    who = needs(found.inputs).set_index(["payer", "transaction"])[["tax_id", "billing_npi"]]
    assert tuple(who.loc[("AETNA", "837P")]) == (TIN, OTHER_NPI)
    assert tuple(who.loc[("CIGNA", "837P")]) == (TIN, NPI)


def test_a_missing_billing_npi_is_the_one_that_bills_under_the_tax_id_of_the_claim():
    providers = [
        {"name": "North", "npi": NPI, "npi_type": "group", "bills": True, "tin": TIN},
        {"name": "South", "npi": OTHER_NPI, "npi_type": "group", "bills": True, "tin": OTHER_TIN},
    ]
    rows = [*claims("AETNA", 1, billing_npi=None), *claims("AETNA", 1, billing_npi=None, tax_id=OTHER_TIN),
            *claims("AETNA", 1, tax_id=OTHER_TIN, billing_npi=OTHER_NPI)]  # fmt: skip
    found = needs(plan(sent=rows, intake={"providers": providers}).inputs)
    sent = found[found["transaction"] == "837P"]
    assert sorted(zip(sent["tax_id"], sent["billing_npi"], sent["claims"], strict=True)) == sorted(
        [(TIN, NPI, 1), (OTHER_TIN, OTHER_NPI, 2)]
    )


def test_where_several_npis_bill_and_nothing_tells_which_it_stays_unknown():
    several = [
        {"name": n, "npi": npi, "npi_type": "group", "bills": True}
        for n, npi in (("A", NPI), ("B", OTHER_NPI))
    ]
    found = plan(claims("AETNA", 1, billing_npi=None), intake={"providers": several})
    assert needs(found.inputs)["billing_npi"].isna().all()


def test_two_billing_npis_are_two_enrollments():
    found = plan([*claims("AETNA", 2), *claims("AETNA", 1, billing_npi=OTHER_NPI)])
    rows = needs(found.inputs)
    assert rows[rows["transaction"] == "837P"].set_index("billing_npi")["claims"].to_dict() == {
        NPI: 2,
        OTHER_NPI: 1,
    }


def test_eligibility_is_needed_of_the_payers_that_the_intake_names_and_else_of_all_where_it_is_used():
    sent = [*claims("AETNA", 1), *claims("CIGNA", 1)]
    named = plan(sent, enrollments=[filed("AETNA", "270", "not filed", active_in_office_ally=True)])
    assert {key for key in used(named) if key[1] == "270"} == {("AETNA", "270")}
    volume = [{"month": day("2026-06-01").date(), "transaction": "eligibility", "count": 5}]
    assert {key for key in used(plan(sent, intake={"volumes": volume})) if key[1] == "270"} == {
        ("AETNA", "270"),
        ("CIGNA", "270"),
    }
    assert not {key for key in used(plan(sent)) if key[1] == "270"}


def test_the_largest_payers_are_those_with_the_most_claims_whatever_they_pay():
    sent = [*claims("AETNA", 1), *claims("CIGNA", 3), *claims("HUMANA", 2), *claims("MODA", 2)]
    found = plan(sent, [era("AETNA", "2026-07-01", 9_000_000), era("ONLY ERAS", "2026-07-01")])
    assert top_payers(needs(found.inputs), 3) == [
        "CIGNA",
        "HUMANA",
        "MODA",
    ]  # of equals the first by alphabet
    assert top_payers(needs(found.inputs), 9) == [
        "CIGNA",
        "HUMANA",
        "MODA",
        "AETNA",
    ]  # one without claims never


def test_claims_of_which_no_charge_is_known_have_an_unknown_sum_and_not_zero():
    rows = needs(plan([*claims("AETNA", 2, charge_cents=None), *claims("CIGNA", 2)]).inputs)
    charges = rows[rows["transaction"] == "837P"].set_index("payer")["charge_cents"]
    assert charges.isna().to_dict() == {"AETNA": True, "CIGNA": False}
    assert charges["CIGNA"] == 20_000  # 2 claims of $100


def test_a_claim_without_an_npi_is_of_the_one_that_its_payer_pays_and_of_none_where_it_pays_two():
    both = [{"name": "North", "npi": npi, "npi_type": "group", "bills": True} for npi in (NPI, OTHER_NPI)]
    found = plan(
        [*claims("AETNA", 1, billing_npi=None), *claims("CIGNA", 1, billing_npi=None)],
        [era("AETNA", "2026-07-01", payee_npi=OTHER_NPI), era("CIGNA", "2026-07-01"),
         era("CIGNA", "2026-07-02", payee_npi=OTHER_NPI)],
        intake={"providers": both},
    )  # fmt: skip
    rows = needs(found.inputs)
    told = rows[rows["transaction"] == "837P"].set_index("payer")["billing_npi"]
    assert told["AETNA"] == OTHER_NPI
    assert told.isna().to_dict() == {"AETNA": False, "CIGNA": True}


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ([("K1", "05-04", "rejected"), ("K1", "05-04", "accepted")], 1),  # rejected, corrected, sent again
        ([("K1", "05-04", "accepted"), ("K1", "05-04", "rejected")], 1),  # a copy of it was rejected
        (
            [("K1", "05-04", "rejected"), ("K1", "05-04", "rejected")],
            1,
        ),  # never taken: one claim all the same
        ([("K1", "05-04", "rejected")], 1),
        (
            [("K1", "05-04", "accepted"), ("K1", "05-04", "accepted")],
            2,
        ),  # an account may have two claims of a day
        ([("K1", "05-04", "rejected"), ("K1", "05-05", "accepted")], 2),  # another day of service
        ([("K1", "05-04", "rejected"), ("K2", "05-04", "accepted")], 2),
        ([(None, "05-04", "rejected"), (None, "05-04", "accepted")], 2),  # nothing tells that they are one
    ],
)
def test_a_claim_that_was_rejected_and_sent_again_is_one_claim_of_its_payer(sent, number):
    rows = [
        claims("Aetna", 1, patient_control_number=account, service_from=day(f"2026-{on}"), state=state)[0]
        for account, on, state in sent
    ]
    assert top_claims(rows) == {"Aetna": number}
    assert top_claims([*rows, *claims("Sunrise", 1)]) == {"Aetna": number, "Sunrise": 1}


def test_a_claim_that_was_rejected_by_one_payer_and_went_to_another_is_a_claim_of_each():
    said = {"patient_control_number": "K1", "service_from": day("2026-05-04")}
    rows = [*claims("Aetna", 1, state="rejected", **said), *claims("Sunrise", 1, state="accepted", **said)]
    assert top_claims(rows) == {"Aetna": 1, "Sunrise": 1}


def top_claims(rows: list[dict]) -> dict[str, int]:
    """The claims of each payer."""
    found = needs(plan(rows).inputs)
    return dict(zip(found["payer"], found["payer_claims"].astype(int), strict=True))


def test_claims_that_went_through_medi_count_among_those_of_their_payer():
    sent = [*claims("AETNA", 2), *claims("CIGNA", 3, sent_through="Medi"), *claims("CIGNA", 1, "2026-07-02")]
    rows = needs(plan(sent=sent).inputs)
    counts = rows[rows["transaction"] == "837P"].set_index("payer")["claims"]
    assert counts.to_dict() == {"AETNA": 2, "CIGNA": 4}
    assert top_payers(rows, 2) == ["CIGNA", "AETNA"]


def numbers(rows: list[dict]) -> dict[str, int]:
    counted = assess(plan(rows).inputs).tables["counted"].frame
    return {
        what: n
        for what, n in zip(counted["what"], counted["rows"], strict=True)
        if "claims" in what or "of" in what
    }


def test_what_lies_between_all_submissions_and_the_claims_of_payers_is_named_and_ties():
    said = {"patient_control_number": "K9", "service_from": day("2026-05-04")}
    rows = [
        *claims("AETNA", 4),
        *claims("CIGNA", 2, sent_through="Medi"),
        *claims(None, 1, charge_cents=700),
        *claims("CIGNA", 1, "2026-06-01", state="rejected", **said),
        *claims("CIGNA", 1, state="accepted", **said),
    ]
    found = numbers(rows)
    # 4 + 2 + 1 + 2 = 9 submissions, less 1 sent again and 1 of nobody: 4 of AETNA, 3 of CIGNA, 2 of these through Medi
    assert found["claims submitted, each submission"] == 9
    assert list(found.values())[1:] == [1, 1, 7, 2]
    assert sum(top_claims(rows).values()) == 7
    assert list(numbers(claims("AETNA", 3)).values()) == [3]  # nothing lies between


@pytest.mark.parametrize(
    ("files", "form"),
    [
        ({"AETNA": ["professional"]}, "837P"),  # its own file
        ({"CIGNA": ["professional"]}, "837P"),  # no file of it, and the practice has professional ones alone
        ({"AETNA": ["dental"], "CIGNA": ["professional"]}, "837D"),
        ({"AETNA": ["professional", "dental"]}, "837D"),  # it takes both: the remittance is believed
        ({"CIGNA": ["professional"], "UMR": ["dental"]}, "837D"),  # no file of it, and the practice has both
        ({}, "837D"),  # no file at all
    ],
)
def test_a_claim_that_a_remittance_alone_calls_dental_has_the_form_of_the_files_of_claims(files, form):
    """Dental codes on a remittance tell of the service; a history's own word for the form stays."""
    remitted = {"source": "ERA", "form": "dental"}
    others = [one for payer in ("CIGNA", "UMR") for one in claims(payer, 1)]
    found = plan([*claims("AETNA", 1, **remitted), *claims("GUARDIAN", 1, form="dental"), *others]).inputs
    sent = [{"payer_name": payer, "form": one} for payer, forms in files.items() for one in forms]
    made = replace(found, files=replace(found.files, batches=frame(BATCH_CLAIMS, sent)))
    rows = needs(made)
    forms = rows[rows["transaction"] != "835"].groupby("payer")["transaction"].agg(list)
    assert (forms["AETNA"], forms["GUARDIAN"]) == ([form], ["837D"])
