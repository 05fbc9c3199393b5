"""The check calls no column unused that a reader takes by its values, or as part of a list of the client's own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from cutover.reading.mapping import kinds
from cutover.reading.practice import usable_rows
from cutover.reading.practice.preflight_files import rows_of_folder

CLAIMS = kinds.named("claims")


def told(name: str, *lines: str) -> usable_rows.Usable:
    """What becomes of the rows of a table among the claims."""
    file = kinds.of_bytes("\n".join(lines).encode(), f"claims/{name}", CLAIMS)
    file = SimpleNamespace(**vars(file), lacking=file.lacking, without=file.without)
    file.path = Path("here")
    return usable_rows.of_table(file, file.tables[0])


DENIED = ("Claim,Carrier,CARC,In dispute,Owner,Shelf", "K401,Aetna,CO-50,120.00,Vera,B2",
          "K402,Cigna,CO-97,75.00,Olaf,B3")  # fmt: skip


def test_a_list_of_denials_to_be_worked_is_used_for_its_owners_and_amounts():
    # as a work list its owner and amount are taken; nobody takes the shelf
    assert told("Denials to work.csv", *DENIED).unused == ("Shelf",)


def test_where_nothing_calls_the_list_one_to_be_worked_nobody_takes_them():
    assert told("from Vera.csv", *DENIED).unused == ("In dispute", "Owner", "Shelf")


HEAD = "Claim #,DOS,Payer,Charge,Credited,Status,CRNA NPI,Desk"
OURS, OTHERS = ("1234567893", "1245319599"), ("1679576722", "1245319599")


def history(npis: tuple[str, str]) -> usable_rows.Usable:
    rows = (f"K{n},3/{n}/2026,Aetna,150.00,{90 + n}.00,Paid,{npis[n % 2]},D{n}" for n in range(1, 6))
    return told("history.csv", HEAD, *rows)


@pytest.mark.parametrize(("npis", "unused"), [(OURS, ["Desk"]), (OTHERS, ["Desk", "CRNA NPI"])])
def test_npis_of_clinicians_of_the_intake_are_taken_and_those_of_others_are_not(monkeypatch, npis, unused):
    practice = SimpleNamespace(provider_npis=frozenset({("Ida Ames", OURS[0]), ("Max Cole", OURS[1])}))
    monkeypatch.setattr(usable_rows, "practice_at", lambda _path: practice)
    assert sorted(history(npis).unused) == sorted(unused)


def test_amounts_that_remittances_may_bear_out_are_neither_used_nor_unused(monkeypatch):
    monkeypatch.setattr(usable_rows, "practice_at", lambda _path: None)
    found = history(OURS)
    assert (found.asked, "Credited" in found.unused) == (("Credited",), False)
    assert "used where remittances have the same amounts: Credited" in found.words


def authorized(tmp_path: Path, numbers: tuple[str, str]) -> str:
    folder = tmp_path / "demographics"
    folder.mkdir()
    (folder / "patients.csv").write_text(
        "Account #,Last Name,First Name,Birth Date,Address,City,State,Zip,Primary Insurance,Primary Member ID\n"
        "0051,Ames,Ida,1/2/1980,1 Elm,Bath,ME,04530,Aetna,W1\n0052,Bell,Joe,3/4/1975,2 Oak,Bath,ME,04530,Aetna,W2\n"
    )
    (folder / "auths.csv").write_text(
        "Auth No,Learner,Units Approved,From,Thru\n"
        + "".join(f"A{n},{who},40,1/1/2026,6/30/2026\n" for n, who in enumerate(numbers))
    )
    return next(rows.words for rows in rows_of_folder(folder, tmp_path) if rows.name == "auths.csv")


def test_the_numbers_of_patients_in_a_list_of_authorizations_are_used_as_such(tmp_path):
    assert "not used" not in authorized(tmp_path, ("0051", "0052"))


def test_numbers_that_no_patient_has_go_nowhere(tmp_path):
    assert "columns that are not used: Learner" in authorized(tmp_path, ("0091", "0092"))
