"""An archive counts every payment once, loses no file, and keeps other payees' money out."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.errors import InputError
from cutover.reading.era.archive import Archive, compare, load_archive
from cutover.reading.era.not_read import not_read
from cutover.reading.era.reader import Remittance, read_era
from cutover.reading.era.same_payment import name_conflicts
from cutover.reading.era.tables import ARCHIVE_FILES, IN_ARCHIVE, NAME_CONFLICTS, REMITTANCE, TEXT_COMPARISON
from cutover.reading.files.zips import Caps
from cutover.reading.practice.book import Practice

NPI, TIN = "1234567893", "123456789"
ISA = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*RECEIVER       *240305*1200*^*00501*{0:09}*0*P*:"


def one_payment(
    trace="E1",
    paid=10_000,
    claims=(("A1", 10_000),),
    npi=NPI,
    tin=TIN,
    method="ACH",
    date="20240305",
    production="20240305",
    payee="CEDAR GROVE",
) -> list[str]:
    """The segments between ST and SE; amounts in cents, charged as much as paid."""
    payee_id = f"*XX*{npi}" if npi else f"*FI*{tin}" if tin else ""
    lines = [
        f"BPR*I*{paid / 100:.2f}*C*{method}************{date}",
        f"TRN*1*{trace}*1999999999",
        f"DTM*405*{production}",
        "N1*PR*ABC EAST",
        f"N1*PE*{payee}{payee_id}",
    ]
    lines += [f"REF*TJ*{tin}"] if npi and tin else []
    for account, cents in claims:
        lines.append(f"CLP*{account}*1*{cents / 100:.2f}*{cents / 100:.2f}*0*12*P{account}")
    return lines


def era(*payments: list[str], control=1, cut=False) -> bytes:
    """The bytes of an 835; `cut` leaves out everything from the last SE on."""
    segments = [ISA.format(control), f"GS*HP*P*R*20240305*1200*{control}*X*005010X221A1"]
    for number, payment in enumerate(payments or [one_payment()], 1):
        segments += [f"ST*835*{number:04}", *payment, f"SE*{len(payment) + 2}*{number:04}"]
    segments += [f"GE*{len(payments or [1])}*{control}", f"IEA*1*{control:09}"]
    return "".join(s + "~" for s in (segments[:-3] if cut else segments)).encode()


_RULE = "=" * 152
_CHECK_HEADER = f"{'Check#':<31}{'Amount':<16}{'# Claims':<15}{'NPI or Tax ID':<24}{'Payee':<30}Date"
_CLAIM_HEADER = (
    f"{'Check#':<31}{'Patient ID':<19}{'Last,First':<20}{'Charge Amt':<12}{'Payment Amt':<13}{'Accnt#':<14}"
    f"{'Status':<31}Payer"
)


def text(*checks: tuple[str, str, int], claims=True) -> bytes:
    """A text ERA of these checks: number, amount, number of claims; the first claim is paid everything."""
    lines = [_RULE, _CHECK_HEADER, _RULE]
    lines += [f"{n:<30} {a:<15} {c:<14} {NPI:<23} {'CEDAR GROVE':<29} 03/05/2024" for n, a, c in checks]
    for number, amount, count in checks if claims else ():
        for paid in ([amount] + ["0.00"] * count)[:count]:
            person = f"{'M1':<18} {'DOE,JANE':<19}"
            lines += [
                _CLAIM_HEADER,
                f"{number:<30} {person} {paid:<11} {paid:<12} {'A1':<13} {'DENIED':<30} ABC",
            ]
    return "\r\n".join(lines).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def a_practice(home, npis=(NPI,), tins=(TIN,)) -> Practice:
    return Practice("sample", "cedar", "Cedar Grove", frozenset(npis), frozenset(tins), home)


def archived(home, files: dict[str, bytes], practice: Practice | None = None) -> Archive:
    """The archive of a practice whose era folder holds these files."""
    practice = practice or a_practice(home)
    for name, data in files.items():
        path = practice.raw / "era" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return load_archive(practice)


def by_file(archive: Archive, column: str) -> dict:
    values = archive.files.set_index("source_file")[column].astype(object)
    return {name.removeprefix("era/"): None if pd.isna(v) else v for name, v in values.items()}


def counted_cents(archive: Archive) -> int:
    return int(archive.payments.loc[archive.payments["set_aside"].isna(), "paid_cents"].sum())


def reasons(archive: Archive) -> list:
    said = archive.payments.sort_values(["source_file", "payment_id"])["set_aside"].astype(object)
    return [None if pd.isna(v) else v for v in said]


def assert_contract(frame: pd.DataFrame, columns) -> None:
    assert {n: str(d) for n, d in frame.dtypes.items()} == {c.name: c.dtype for c in columns}
    assert list(frame.columns) == [c.name for c in columns]


def test_an_absent_folder_is_an_archive_without_files_in_the_types_of_the_contracts(tmp_path):
    archive = archived(tmp_path, {})
    assert_contract(archive.files, ARCHIVE_FILES)
    for name in REMITTANCE:
        assert_contract(getattr(archive, name), (*REMITTANCE[name], *IN_ARCHIVE[name]))
        assert len(getattr(archive, name)) == 0
    assert_contract(compare(archive), TEXT_COMPARISON)
    assert_contract(name_conflicts(archive.files), NAME_CONFLICTS)


def test_every_file_has_a_row_with_its_state_and_what_to_do(tmp_path):
    archive = archived(
        tmp_path,
        {
            "renamed.pdf": era(),
            "portal.zip": zipped({"a.835": era(one_payment("E2")), "a.txt": text(("E2", "100.00", 1))}),
            "cut.zip": zipped({"a.835": era()})[:-40],
            "receipt.835": b"ISA*00*~ST*999*0001~".replace(b"ISA*00*~", ISA.format(1).encode() + b"~"),
            "readme.835": b"see the other folder",
            "failed.835": b"",
            ".DS_Store": b"\0\0\0\1Bud1",
        },
    )
    assert by_file(archive, "state") == {
        ".DS_Store": "not an ERA",
        "cut.zip": "refused",
        "failed.835": "unreadable",
        "portal.zip": "read",
        "portal.zip!a.835": "read",
        "portal.zip!a.txt": "read",
        "readme.835": "not an ERA",
        "receipt.835": "not an ERA",
        "renamed.pdf": "read",
    }
    kinds = by_file(archive, "kind")
    assert (kinds["renamed.pdf"], kinds["portal.zip!a.txt"], kinds["receipt.835"]) == (
        "835",
        "text ERA",
        "999",
    )
    assert (kinds[".DS_Store"], kinds["failed.835"], kinds["readme.835"]) == (
        "system file",
        "empty",
        "unknown",
    )
    assert all((reason is None) == (by_file(archive, "state")[name] == "read")
               for name, reason in by_file(archive, "reason").items())  # fmt: skip
    assert_contract(archive.files, ARCHIVE_FILES)
    assert counted_cents(archive) == 20_000  # E1 and E2, $100 each


def test_the_same_bytes_under_two_names_count_once_and_the_portal_name_is_kept(tmp_path):
    portal = "1640601333_ERA_835_5010_20240305.835"
    copy = portal.replace(".835", " (1).835")
    archive = archived(
        tmp_path, {f"zzz/{portal}": era(), f"aaa/{copy}": era(), "b.zip": zipped({"x.835": era()})}
    )
    assert counted_cents(archive) == 10_000  # $100 once
    assert len(archive.payments) == 1
    assert by_file(archive, "duplicate_of") == {
        f"aaa/{copy}": "era/b.zip!x.835",
        "b.zip": None,
        "b.zip!x.835": None,
        f"zzz/{portal}": "era/b.zip!x.835",
    }
    assert set(by_file(archive, "paid_cents").values()) == {10_000, None}
    assert list(archive.payments["source_file"]) == ["era/b.zip!x.835"]


def test_two_empty_files_are_no_copies_of_each_other(tmp_path):
    archive = archived(tmp_path, {"a.835": b"", "b.835": b""})
    assert set(by_file(archive, "duplicate_of").values()) == {None}


@pytest.mark.parametrize(
    ("name", "is_era"),
    [
        ("a.835", True), ("A (1).835", True), ("a.835.txt", True), ("a.ERA", True), ("835/notes.txt", False),
        ("1640601333_ERA_STATUS_5010_20240305.txt", True), ("notes.txt", False), ("camera.csv", False),
    ],
)  # fmt: skip
def test_an_empty_file_with_the_name_of_an_era_is_an_empty_era_file_and_no_other_is(tmp_path, name, is_era):
    for number, data in enumerate((b"", b" \r\n\0")):
        archive = archived(tmp_path / str(number), {name: data})
        said = "An empty ERA file: it holds no remittance. Download it again."
        assert by_file(archive, "state")[name] == ("unreadable" if is_era else "not an ERA")
        assert (by_file(archive, "reason")[name] == said) is is_era
        assert not_read(archive)["source_file"].tolist() == ([f"era/{name}"] if is_era else [])


def test_one_name_with_other_bytes_is_a_conflict_and_with_the_same_bytes_is_none(tmp_path):
    archive = archived(
        tmp_path,
        {
            "1/a.835": era(),
            "2/A.835": era(one_payment("E2")),
            "3/a.835": era(),
            "4/b.835": era(one_payment("E3")),
            "5/b.835": era(one_payment("E3")),
            "6/c.zip": zipped({"d.835": era(one_payment("E4"))}),
            "7/c.zip": zipped({"e.835": era(one_payment("E4"))}),
            "8/a.txt": text(("E1", "100.00", 1)),
            "9/a (1).835": era(one_payment("E5")),
        },
    )
    conflicts = name_conflicts(archive.files)
    assert_contract(conflicts, NAME_CONFLICTS)
    assert list(conflicts["source_file"]) == ["era/1/a.835", "era/2/A.835"]
    assert list(conflicts["contents"]) == [2, 2]


def test_a_payment_in_two_files_counts_once_and_says_so(tmp_path):
    archive = archived(tmp_path, {"b.835": era(control=2), "a.835": era(control=1)})
    assert reasons(archive) == [None, "same payment again"]
    assert counted_cents(archive) == 10_000  # $100 once
    assert len(archive.claims) == 2  # what is set aside stays in the tables


@pytest.mark.parametrize(
    "other",
    [
        one_payment(trace="E2"),
        one_payment(paid=10_001, claims=(("A1", 10_001),)),
        one_payment(date="20240306"),
        one_payment(npi=None),
    ],
    ids=["check number", "amount", "date", "payee"],
)
def test_payments_that_differ_in_one_part_of_their_identity_both_count(tmp_path, other):
    assert reasons(archived(tmp_path, {"a.835": era(), "b.835": era(other)})) == [None, None]


def test_a_payment_twice_in_one_file_counts_once(tmp_path):
    archive = archived(tmp_path, {"a.835": era(one_payment(), one_payment(), one_payment("E2"))})
    assert reasons(archive) == [None, "same payment again", None]


def test_a_whole_payment_counts_before_one_whose_file_was_cut(tmp_path):
    archive = archived(tmp_path, {"a.835": era(cut=True), "b.835": era()})
    assert reasons(archive) == ["same payment again", None]


def cut_before(segment: str, payment: list[str] | None = None, control=1) -> bytes:
    """An 835 whose file ends in the middle of its last segment that begins so."""
    data = era(payment or one_payment(), control=control)
    return data[: data.rindex(f"~{segment}*".encode()) + len(segment) + 3]


@pytest.mark.parametrize("segment", ["N1*PE", "REF*TJ", "CLP", "N1*PR", "DTM"])
def test_a_cut_copy_that_does_not_name_its_payee_repeats_the_whole_payment(tmp_path, segment):
    # $100.00 is whole in the month's zip; the file that was cut before it named the payee adds nothing
    archive = archived(tmp_path, {"a.835": cut_before(segment), "m.zip": zipped({"a.835": era()})})
    assert reasons(archive) == ["same payment again", None]
    assert counted_cents(archive) == 10_000
    assert not_read(archive).empty


def test_a_cut_payment_of_which_no_whole_copy_is_held_counts_and_is_told(tmp_path):
    archive = archived(tmp_path, {"a.835": cut_before("N1*PE"), "b.835": era(one_payment("E2"), control=2)})
    assert reasons(archive) == [None, None]
    assert (
        counted_cents(archive) == 20_000
    )  # $100.00 of E1, of which the claims are missing, and $100.00 of E2
    assert list(not_read(archive)["source_file"]) == ["era/a.835"]


NAMED = "20260000{}_ERA_STATUS_5010_20240305.txt", "20260000{}_ERA_835_5010_20240305.835"


@pytest.mark.parametrize(
    ("text_id", "data", "is_lost"),
    [
        (71, era(), False),  # the 835 of the same File ID tells all that the text could
        (72, era(), True),  # another remittance's text
        (71, cut_before("CLP"), True),  # of which the 835 has lost a claim
        (71, None, True),
    ],
)
def test_a_text_that_cannot_be_read_is_lost_only_where_its_835_is_not_held_whole(
    tmp_path, text_id, data, is_lost
):
    unreadable = text(("E1", "100.00", 1)).replace(b"100.00      100.00", b"")
    files = {NAMED[0].format(text_id): unreadable} | ({NAMED[1].format(71): data} if data else {})
    archive = archived(tmp_path, files)
    assert by_file(archive, "state")[NAMED[0].format(text_id)] == "unreadable"
    lost = f"era/{NAMED[0].format(text_id)}" in not_read(archive)["source_file"].tolist()
    assert lost == is_lost


@pytest.mark.parametrize(
    "whole",
    [one_payment(paid=10_001, claims=(("A1", 10_001),)), one_payment(date="20240306"), one_payment("E2")],
    ids=["amount", "date", "check number"],
)
def test_a_cut_payment_is_no_copy_of_one_that_says_otherwise(tmp_path, whole):
    archive = archived(tmp_path, {"a.835": cut_before("N1*PE"), "b.835": era(whole, control=2)})
    assert reasons(archive) == [None, None]


def test_a_cut_payment_that_may_be_either_of_two_is_a_copy_of_neither(tmp_path):
    others = {"b.835": era(), "c.835": era(one_payment(npi=None), control=2)}
    assert reasons(archived(tmp_path, {"a.835": cut_before("N1*PE")} | others)) == [None, None, None]


@pytest.mark.parametrize(("name", "again"), [("a.835", "same payment again"), ("z.835", None)])
def test_a_file_that_ends_before_the_number_is_a_copy_of_the_whole_one_of_its_name(tmp_path, name, again):
    archive = archived(tmp_path, {f"half/{name}": cut_before("TRN"), "whole/a.835": era()})
    assert reasons(archive) == [again, None]


ZERO_A = one_payment("0", 0, (("A1", 0),), method="NON")
ZERO_B = one_payment("0", 0, (("B1", 0),), method="NON")


def test_two_remittances_without_money_and_with_one_trace_number_both_count(tmp_path):
    assert reasons(archived(tmp_path, {"a.835": era(ZERO_A), "b.835": era(ZERO_B)})) == [None, None]


def test_one_remittance_without_money_in_two_files_counts_once(tmp_path):
    archive = archived(tmp_path, {"a.835": era(ZERO_B, ZERO_A), "b.835": era(ZERO_A, control=7)})
    assert reasons(archive) == [None, None, "same payment again"]


def test_payments_without_a_trace_number_are_told_apart_by_their_claims(tmp_path):
    first, second = one_payment("", claims=(("A1", 10_000),)), one_payment("", claims=(("B1", 10_000),))
    archive = archived(tmp_path, {"a.835": era(first), "b.835": era(second), "c.835": era(first, control=2)})
    assert reasons(archive) == [None, None, "same payment again"]


OTHER_NPI, OTHER_TIN = "1999999984", "987654321"


@pytest.mark.parametrize(
    ("npi", "tin", "checks"),
    [(OTHER_NPI, TIN, 2), (OTHER_NPI, OTHER_TIN, 0), (OTHER_NPI, None, 0)],
    ids=["beside the practice's Tax ID", "beside a stranger's", "alone"],
)
def test_a_text_is_the_practices_where_an_835_names_its_npi_beside_the_practices_tax_id(
    tmp_path, npi, tin, checks
):
    # the intake lists one NPI; a second site is paid under another one, and its texts name that NPI alone
    site = text(("E9", "100.00", 1)).replace(NPI.encode(), OTHER_NPI.encode())
    later = text(("E10", "50.00", 1)).replace(NPI.encode(), OTHER_NPI.encode())
    files = {"a.835": era(one_payment("E9", npi=npi, tin=tin)), "a.txt": site, "b.txt": later}
    archive = archived(tmp_path, {"own.835": era(control=2)} | files)
    assert len(archive.text_checks) == checks
    assert archive.not_own["rows"].sum() == (0 if checks else 3)  # two checks, and the payment of the 835


@pytest.mark.parametrize(
    ("npi", "tin", "npis", "tins", "reason"),
    [
        (NPI, TIN, [NPI], [TIN], None),
        (OTHER_NPI, OTHER_TIN, [NPI], [TIN], "other payee"),
        (OTHER_NPI, TIN, [NPI], [TIN], None),  # a group's other NPI
        (NPI, OTHER_TIN, [NPI], [TIN], None),
        (OTHER_NPI, None, [NPI], [TIN], "other payee"),
        (None, OTHER_TIN, [NPI], [TIN], "other payee"),
        (None, "12-3456789", [NPI], [TIN], None),
        (None, None, [NPI], [TIN], None),
        (OTHER_NPI, OTHER_TIN, [], [], None),
        (OTHER_NPI, None, [], [TIN], None),  # nothing to hold the NPI against
        (None, OTHER_TIN, [NPI], [], None),
        (OTHER_NPI, OTHER_TIN, [NPI], [], "other payee"),
    ],
)
def test_a_payment_to_another_payee_is_set_aside_where_that_can_be_known(
    tmp_path, npi, tin, npis, tins, reason
):
    archive = archived(
        tmp_path, {"a.835": era(one_payment(npi=npi, tin=tin))}, a_practice(tmp_path, npis, tins)
    )
    assert reasons(archive) == [reason]


def test_another_payees_payment_is_set_aside_as_such_each_time(tmp_path):
    foreign = one_payment(npi=OTHER_NPI, tin=OTHER_TIN)
    archive = archived(tmp_path, {"a.835": era(foreign), "b.835": era(foreign, control=2)})
    assert reasons(archive) == ["other payee", "other payee"]
    assert counted_cents(archive) == 0


def test_text_and_835_are_paired_by_file_id_by_zip_and_by_content(tmp_path):
    archive = archived(
        tmp_path,
        {
            "1640601333_ERA_835_5010_20240305.835": era(one_payment("E1")),
            "in/1640601333_ERA_STATUS_5010_20240305 (1).txt": text(("E1", "100.00", 1)),
            "renamed.zip": zipped({"x.835": era(one_payment("E2")), "y.txt": text(("E2", "99.00", 1))}),
            "p.835": era(one_payment("E3")),
            "q.txt": text(("E3", "100.00", 1)),
            "alone.835": era(one_payment("E4")),
            "alone.txt": text(("E9", "1.00", 1)),
        },
    )
    paired = {name: other for name, other in by_file(archive, "paired_with").items() if other}
    assert paired == {
        "1640601333_ERA_835_5010_20240305.835": "era/in/1640601333_ERA_STATUS_5010_20240305 (1).txt",
        "in/1640601333_ERA_STATUS_5010_20240305 (1).txt": "era/1640601333_ERA_835_5010_20240305.835",
        "renamed.zip!x.835": "era/renamed.zip!y.txt",
        "renamed.zip!y.txt": "era/renamed.zip!x.835",
        "p.835": "era/q.txt",
        "q.txt": "era/p.835",
    }


def test_a_zip_of_a_month_pairs_by_file_id_and_not_by_lying_together(tmp_path):
    month = {}
    for number, trace in (("1640601333", "E1"), ("1640601444", "E2")):
        month[f"{number}_ERA_835_5010_20240305.835"] = era(one_payment(trace))
        month[f"{number}_ERA_STATUS_5010_20240305.txt"] = text((trace, "55.00", 1))
    month["stray.txt"] = text(("E7", "1.00", 1))
    paired = by_file(archived(tmp_path, {"march.zip": zipped(month)}), "paired_with")
    assert paired["march.zip!1640601444_ERA_STATUS_5010_20240305.txt"].endswith(
        "1640601444_ERA_835_5010_20240305.835"
    )
    assert paired["march.zip!stray.txt"] is None


def compared(home, files) -> list[tuple]:
    frame = compare(archived(home, files))
    assert_contract(frame, TEXT_COMPARISON)
    shown = frame[["check_number", "outcome", "differs_in", "found_by", "difference_cents"]].astype(object)
    return [tuple(row) for row in shown.where(shown.notna(), None).itertuples(index=False)]


TEXT_NAME, ERA_NAME = "1640601333_ERA_STATUS_5010_20240305.txt", "1640601333_ERA_835_5010_20240305.835"


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([("E1", "100.00", 1)], [("E1", "agrees", None, "pair", 0)]),
        ([("E1", "99.99", 1)], [("E1", "differs", "amount", "pair", -1)]),  # 9999 - 10000
        ([("E1", "100.00", 2)], [("E1", "differs", "number of claims", "pair", 0)]),
        ([("E8", "100.00", 1)], [("E8", "differs", "check number", "pair", 0)]),
        ([("00e-1", "100.00", 1)], [("00e-1", "agrees", None, "pair", 0)]),  # zeros, case and signs apart
        ([("", "100.00", 1)], [(None, "agrees", None, "pair", 0)]),
        ([("", "99.00", 1)], [(None, "differs", "amount", "pair", -100)]),
        ([("E8", "99.00", 3)], [("E8", "differs", "check number, amount, number of claims", "pair", -100)]),
        (
            [("E1", "100.00", 1), ("E8", "5.00", 1)],
            [("E1", "agrees", None, "pair", 0), ("E8", "no 835", None, None, None)],
        ),
    ],
)
def test_a_text_is_held_against_the_835_of_its_file_id(tmp_path, checks, expected):
    assert compared(tmp_path, {TEXT_NAME: text(*checks), ERA_NAME: era()}) == expected


def test_checks_of_one_amount_are_each_held_against_a_payment_of_their_own(tmp_path):
    zeros = [one_payment(f"Z{n}", 0, ((f"A{n}", 0),), method="NON") for n in range(3)]
    files = {TEXT_NAME: text(("", "0.00", 1), ("", "0.00", 1)), ERA_NAME: era(*zeros)}
    frame = compare(archived(tmp_path, files))
    assert list(frame["outcome"]) == ["agrees", "agrees"]
    assert frame["payment_id"].nunique() == 2


def test_a_check_whose_835_lies_elsewhere_is_found_by_its_number(tmp_path):
    files = {"q.txt": text(("E1", "100.00", 1), ("E2", "7.00", 1)), "p.835": era(), "r.835": era(
        one_payment("E2", 700, (("A1", 700),)))}  # fmt: skip
    assert [row[:2] for row in compared(tmp_path, files)] == [("E1", "agrees"), ("E2", "agrees")]


def test_a_check_with_leading_zeros_is_found_in_an_835_that_lies_elsewhere(tmp_path):
    files = {"q.txt": text(("000123", "100.00", 1)), "p.835": era(one_payment("123"))}
    assert [row[:2] for row in compared(tmp_path, files)] == [("000123", "agrees")]


def test_a_check_number_alone_is_no_proof_in_an_835_of_another_file_id(tmp_path):
    files = {"q.txt": text(("E1", "7.00", 1)), "p.835": era(one_payment(date="20230101"))}
    assert compared(tmp_path, files) == [("E1", "no 835", None, None, None)]
    files = {"q.txt": text(("E1", "7.00", 1)), "p.835": era(one_payment(date="20240305"))}
    assert compared(tmp_path, files) == [("E1", "differs", "amount", "number", -9300)]  # 700 - 10000


def test_the_claims_of_a_payment_whose_file_was_cut_are_not_held_against_it(tmp_path):
    cut = era(one_payment(claims=(("A1", 10_000),)), cut=True)
    assert compared(tmp_path, {TEXT_NAME: text(("E1", "100.00", 2)), ERA_NAME: cut}) == [
        ("E1", "agrees", None, "pair", 0)
    ]


def test_a_text_that_lists_fewer_claims_than_it_states_differs(tmp_path):
    both = [one_payment("E1"), one_payment("E2", 700, (("A2", 700),))]
    lists_one = text(("E1", "100.00", 1)) + b"\r\n" + text(("E2", "7.00", 1), claims=False)
    found = compared(tmp_path, {TEXT_NAME: lists_one, ERA_NAME: era(*both)})
    assert [row[:3] for row in found] == [("E1", "agrees", None), ("E2", "differs", "number of claims")]


def test_a_text_of_summaries_alone_lacks_none_of_its_claims_and_is_held_to_the_number_that_it_states(
    tmp_path,
):
    files = {TEXT_NAME: text(("E1", "100.00", 1), claims=False), ERA_NAME: era()}
    assert compared(tmp_path, files) == [("E1", "agrees", None, "pair", 0)]
    files = {TEXT_NAME: text(("E1", "100.00", 2), claims=False), ERA_NAME: era()}
    assert compared(tmp_path, files) == [("E1", "differs", "number of claims", "pair", 0)]


def never_read(data: bytes, source_file: str):
    raise AssertionError("read again")


def assert_same(one: Archive, other: Archive) -> None:
    for name in Archive.__dataclass_fields__:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_the_second_run_reads_no_835_and_says_the_same(tmp_path):
    files = {
        "a.zip": zipped({"a.835": era(), "a.txt": text(("E1", "100.00", 1))}),
        "b.835": era(one_payment("E2")),
    }
    first = archived(tmp_path, files)
    assert_same(first, load_archive(a_practice(tmp_path), read=never_read))


def test_an_unreadable_content_is_remembered_too(tmp_path):
    def fails(data, source_file):
        raise InputError(source_file, "no delimiters", "Download it again.", "byte 0")

    archived(tmp_path, {})
    practice = a_practice(tmp_path)
    (practice.raw / "era").mkdir(parents=True)
    (practice.raw / "era" / "a.835").write_bytes(era())
    first = load_archive(practice, read=fails)
    assert by_file(first, "state") == {"a.835": "unreadable"}
    assert by_file(first, "reason") == {"a.835": "No delimiters (byte 0). Download it again."}
    assert_same(first, load_archive(practice, read=never_read))


def test_an_835_that_yields_no_payment_is_unreadable(tmp_path):
    practice = a_practice(tmp_path)
    (practice.raw / "era").mkdir(parents=True)
    (practice.raw / "era" / "a.835").write_bytes(era())
    nothing = Remittance(**{name: empty(columns) for name, columns in REMITTANCE.items()})
    for read in (lambda *_: nothing, never_read):
        archive = load_archive(practice, read=read)
        assert by_file(archive, "state") == {"a.835": "unreadable"}
        assert by_file(archive, "payment_count") == {"a.835": 0}
        assert "No payment" in by_file(archive, "reason")["a.835"]


def test_something_else_saved_under_the_name_of_an_era_is_unreadable(tmp_path):
    name = "1640601333_ERA_835_5010_20240305.835"
    archive = archived(tmp_path, {name: b"<html>Login</html>", "notes.835": b"<html>Login</html>?"})
    assert by_file(archive, "state") == {name: "unreadable", "notes.835": "not an ERA"}


def test_a_new_file_is_read_alone_and_a_removed_one_is_gone(tmp_path):
    archived(tmp_path, {"a.835": era(), "b.835": era(one_payment("E2", 20_000))})
    practice = a_practice(tmp_path)
    (practice.raw / "era" / "a.835").unlink()
    (practice.raw / "era" / "c.835").write_bytes(era(one_payment("E3", 40_000)))
    asked = []
    archive = load_archive(practice, read=lambda *args: (asked.append(args[1]), read_era(*args))[1])
    assert asked == ["era/c.835"]
    assert counted_cents(archive) == 60_000  # $200 + $400


def test_a_renamed_file_is_known_by_its_new_name_without_being_read(tmp_path):
    archived(tmp_path, {"a.835": era()})
    practice = a_practice(tmp_path)
    (practice.raw / "era" / "a.835").rename(practice.raw / "era" / "z.835")
    archive = load_archive(practice, read=never_read)
    assert set(archive.payments["source_file"]) == set(archive.claims["source_file"]) == {"era/z.835"}


def test_a_damaged_cache_is_read_anew(tmp_path):
    first = archived(tmp_path, {"a.835": era()})
    assert_same(first, first)  # takes its tables from the cache
    for path in (a_practice(tmp_path).processed / "era").rglob("*.arrow"):
        path.write_bytes(path.read_bytes()[:-7])
    assert_same(first, load_archive(a_practice(tmp_path)))


def test_nothing_in_raw_is_changed(tmp_path):
    files = {"a.zip": zipped({"a.835": era()}), "b.835": era()}
    archived(tmp_path, files)
    raw = a_practice(tmp_path).raw
    assert {str(p.relative_to(raw / "era")): p.read_bytes() for p in raw.rglob("*") if p.is_file()} == files


def test_caps_of_the_archive_refuse_and_the_rest_counts(tmp_path):
    archived(
        tmp_path,
        {"a.835": era(), "b.835": era(one_payment("E2", claims=tuple((f"A{n}", 1) for n in range(99))))},
    )
    archive = load_archive(a_practice(tmp_path), caps=Caps(member_bytes=2000))
    assert by_file(archive, "state") == {"a.835": "read", "b.835": "refused"}
    assert counted_cents(archive) == 10_000  # $100 of a.835


def test_the_public_samples_as_a_practice_all_have_a_row(tmp_path, era_samples):
    practice = a_practice(tmp_path, npis=(), tins=())
    practice.raw.mkdir(parents=True)
    files = {
        f"{path.parent.name}/{path.name}": path.read_bytes()
        for path in sorted(era_samples.rglob("*"))
        if path.is_file()
    }
    archive = archived(tmp_path, files, practice)
    assert len(archive.files) == len(files)
    totals = pd.read_csv(era_samples / "truth.csv")
    assert len(archive.payments) == totals["st"].sum()  # no two samples have the same bytes
