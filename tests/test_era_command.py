"""`cutover era`: one row a file, sentences for what cannot be read."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from cutover.cli import main
from cutover.commands.era import COLUMNS

GOOD = (
    b"ISA*00*          *00*          *ZZ*A              *ZZ*B              "
    b"*250131*1200*^*00501*000000007*0*P*:~"
    b"GS*HP*A*B*20250131*1200*7*X*005010X221A1~ST*835*1~BPR*I*80.5*C*CHK************20250131~LX*1~"
    b"CLP*ACCOUNT*1*100*80.5~CAS*CO*45*19.5~SE*6*1~GE*1*7~IEA*1*000000007~"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "one.835").write_bytes(GOOD)
    (tmp_path / "notes.csv").write_text("a,b\n")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/two.835", GOOD)
    return tmp_path


def test_a_folder_gives_one_row_for_each_835_also_in_a_zip(folder, capsys):
    assert main(["era", str(folder), "--format", "csv"]) == 0
    shown = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(shown.out)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["file"] for row in rows] == ["a.zip!in/two.835", "b/one.835"]
    assert (rows[0]["bpr02"], rows[0]["cas_claim"], rows[0]["unbalanced_claims"]) == ("80.50", "19.50", "0")
    assert "notes.csv: left out, no 835 (unknown)" in shown.err


def test_json_holds_the_same_columns(folder, capsys):
    assert main(["era", str(folder / "b" / "one.835"), "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert tuple(row) == COLUMNS
    assert row["clp03"] == "100.00"


def test_the_table_ends_with_the_total_of_all_files_and_counts_a_copy_once(folder, capsys):
    (folder / "b" / "other.835").write_bytes(GOOD.replace(b"80.5", b"70.25"))
    assert main(["era", str(folder)]) == 0
    shown = capsys.readouterr()
    total = shown.out.splitlines()[-1].split()
    assert total[:3] == ["total", "of", "2"] and len(shown.out.splitlines()) == 5  # a head and three files
    assert total[9] == "150.75"  # 80.50 + 70.25
    assert "b/one.835: a copy of a.zip!in/two.835. The total counts it once." in shown.err


def test_a_file_that_cannot_be_read_is_a_sentence_and_the_others_are_printed(folder, capsys):
    bad = folder / "bad.835"
    bad.write_bytes(b"")
    assert main(["era", str(bad), str(folder / "b"), "--format", "csv"]) == 1
    shown = capsys.readouterr()
    assert "bad.835: no 835 (empty)" in shown.err
    assert len(shown.out.splitlines()) == 2


def test_a_damaged_zip_is_a_sentence(tmp_path, capsys):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut off")
    assert main(["era", str(tmp_path)]) == 1
    assert "a.zip: the zip is cut or damaged" in capsys.readouterr().err


def test_a_zip_in_a_zip_is_opened_once_and_a_zip_named_by_itself_gives_its_835s(folder, capsys):
    with zipfile.ZipFile(folder / "year.zip", "w") as archive:
        archive.write(folder / "a.zip", "march.zip")
        archive.writestr("notes.txt", "nothing")
    assert main(["era", str(folder / "year.zip"), "--format", "csv"]) == 0
    shown = capsys.readouterr()
    assert [row["file"] for row in csv.DictReader(io.StringIO(shown.out))] == [
        "year.zip!march.zip!in/two.835"
    ]
    assert "year.zip!notes.txt: left out, no 835 (unknown)" in shown.err


def test_a_path_that_is_not_there_is_refused(capsys):
    assert main(["era", "nowhere/at/all"]) == 2
    assert "there is no such file or folder" in capsys.readouterr().err


def check(cents: str, *claims: tuple[str, str], trace: str = "T1", plb: str = "") -> bytes:
    """One 835 of a payer's check over so many dollars, with claims of (account, paid)."""
    said = "".join(f"CLP*{account}*1*{paid}*{paid}~" for account, paid in claims)
    return (
        GOOD[: GOOD.index(b"BPR")]
        + f"BPR*I*{cents}*C*CHK************20250131~TRN*1*{trace}*1999999999~LX*1~{said}{plb}".encode()
        + b"SE*9*1~GE*1*7~IEA*1*000000007~"
    )


def totals_of(folder, capsys, *files: bytes) -> tuple[dict, str]:
    for number, data in enumerate(files):
        (folder / f"{number}.835").write_bytes(data)
    assert main(["era", str(folder)]) == 0
    shown = capsys.readouterr()
    head, *_, last = shown.out.splitlines()
    numbers = last.split()[3:]  # after `total of 2`
    return dict(zip(head.split()[1:], numbers, strict=True)), shown.err


def test_a_check_over_two_files_each_stating_all_of_it_counts_once_in_the_total(tmp_path, capsys):
    parts = check("200", ("A", "140")), check("200", ("B", "60"))
    total, said = totals_of(tmp_path, capsys, *parts, check("50", ("C", "50"), trace="T2"))
    assert total["bpr02"] == "250.00"  # 140.00 + 60.00 + 50.00
    assert (total["clp"], total["clp04"], total["unbalanced_payments"]) == ("3", "250.00", "0")
    assert "1.835: payment T1 is paid in parts in several files, each stating $200.00" in said


def test_what_the_parts_of_a_check_lack_stays_in_the_total_as_what_does_not_balance(tmp_path, capsys):
    total, _ = totals_of(tmp_path, capsys, check("200", ("A", "140")), check("200", ("B", "50")))
    assert (total["bpr02"], total["clp04"], total["unbalanced_payments"]) == ("200.00", "190.00", "1")


def test_a_payment_again_in_other_bytes_counts_once_with_all_its_claims(tmp_path, capsys):
    once = check("200", ("A", "140"), ("B", "60"))
    total, said = totals_of(tmp_path, capsys, once, once.replace(b"~", b"~\n"))
    assert (total["st"], total["clp"], total["bpr02"], total["clp04"]) == ("1", "2", "200.00", "200.00")
    assert "1.835: payment T1 is in another file too. The total counts it once." in said


def test_two_whole_checks_that_share_a_number_and_an_amount_are_two(tmp_path, capsys):
    total, said = totals_of(tmp_path, capsys, check("60", ("A", "60")), check("60", ("B", "60")))
    assert (total["bpr02"], said) == ("120.00", "")
