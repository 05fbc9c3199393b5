"""Wholeness and identity of an archive: both sides of each rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from cutover.reading.practice.book import Practice
from cutover.workstreams.era_audit import duplicates
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.verdict import figures
from era_frames import AS_OF, PRACTICE, archive, check, file, findings, paired, payment, weekly


def found(payments=(), files=(), **tables):
    """The findings on a sound year and these rows besides, by code."""
    every = [*weekly(), *payments]
    held = archive(payments=every, files=[*paired(every), *files], **tables)
    return findings(held)


def cases(codes):
    """How many cases each finding has."""
    return {code: finding.count for code, finding in codes.items()}


FILES = [
    (file("a1.835", state="unreadable"), "era-unreadable"),
    (file("a2.835", kind="unknown", state="refused"), "era-unreadable"),
    (file("a3.835", kind="unknown", state="not an ERA"), "era-unreadable"),
    (file("9_ERA_835_5010_1.x", kind="unknown", state="not an ERA"), "era-unreadable"),
    (file("a4.pdf", kind="unknown", state="not an ERA"), "era-unknown-file"),
    (file("a5.835", kind="empty", state="not an ERA"), "era-unknown-file"),
    (file("a6.835", kind="999", state="not an ERA"), "era-other-transaction"),
    (file("a7.835", kind="999", state="duplicate"), None),
    (file("a8.db", kind="system file", state="not an ERA"), None),
    (file("a9.zip", kind="zip", state="refused"), "era-zip-refused"),
    (file("b1.zip", kind="zip"), None),
    (file("b2.835", state="duplicate"), "era-duplicate-file"),
    (file("b3.txt", kind="text ERA", state="duplicate"), None),
]


@pytest.fixture(scope="module")
def of_files():
    """The findings on a sound year and all files of FILES."""
    return found(files=[row for row, _ in FILES])


@pytest.mark.parametrize(("row", "code"), FILES)
def test_each_file_is_in_the_one_finding_that_its_kind_and_state_call_for(of_files, row, code):
    names = {code: one.evidence.frame["source_file"].tolist() for code, one in of_files.items()}
    assert {code: n for code, files in names.items() if (n := files.count(row["source_file"]))} == (
        {code: 1} if code else {}
    )


def test_no_finding_names_another_file(of_files):
    assert cases(of_files) == Counter(code for _, code in FILES if code)


def test_a_zip_of_which_two_members_were_refused_is_one_case_and_says_two():
    zipped = file("a.zip", kind="zip")
    members = [
        file(f"a.zip!{n}.835", kind="unknown", state="refused", container="era/a.zip", reason="Too large.")
        for n in range(2)
    ]
    finding = found(files=[zipped, *members])["era-zip-refused"]
    assert finding.evidence.frame[["member_count", "reason"]].values.tolist() == [[2, "Too large."]]


def test_a_cut_payment_is_cut_and_neither_unbalanced_nor_of_wrong_counts():
    off = {"counts_agree": False, "is_balanced": False, "difference_cents": -500}
    cut = payment("cut", "2026-03-02", 7_000, is_whole=False, **off)
    assert {c: (f.count, f.amount_cents) for c, f in found([cut]).items()} == {"era-truncated": (1, 7_000)}


@pytest.mark.parametrize(("agree", "said"), [(True, {}), (None, {}), (False, {"era-counts-wrong": 1})])
def test_counts_are_wrong_where_they_are_known_to_differ(agree, said):
    assert cases(found([payment("a", "2026-03-02", counts_agree=agree)])) == said


def test_a_check_of_a_text_alone_counts_once_although_two_texts_name_it():
    texts = [check("t1", "4711", 5_000), check("t2", "4711", 5_000)]
    assert found(text_checks=texts)["era-text-only"].amount_cents == 5_000
    texts[1]["amount_cents"] = 5_001
    assert found(text_checks=texts)["era-text-only"].amount_cents == 10_001  # 5,000 + 5,001


def test_an_835_without_text_counts_only_where_one_of_its_payments_counts():
    lone = payment("lone", "2026-03-02", 7_000)
    held = [*weekly(), lone]
    bare = [*paired(weekly()), file("lone.835")]
    codes = findings(archive(payments=held, files=bare))
    assert codes["era-no-text"].amount_cents == 7_000
    lone["set_aside"] = "other payee"
    codes = findings(archive(payments=held, files=bare))
    assert cases(codes) == {"era-other-payee": 1}


def test_a_payment_to_another_practice_of_the_client_names_that_practice_at_the_desk(monkeypatch):
    bay = Practice(
        "billing", "bay", "Bay Clinic", frozenset({"1245319599"}), frozenset({"222334444"}), Path("home")
    )
    elm = replace(bay, slug="elm", name="Elm Clinic", npis=frozenset({"1932102217"}))  # shares the Tax ID
    monkeypatch.setattr(duplicates, "siblings", lambda _practice: (bay, elm))
    theirs = {"set_aside": "other payee", "payee_npi": "1245319599", "payee_tin": None}
    shared = {"set_aside": "other payee", "payee_npi": None, "payee_tin": "222334444"}
    nobody = {"set_aside": "other payee", "payee_npi": "1679576722", "payee_tin": "999999999"}
    held = [
        payment(name, "2026-03-02", 6_600, **who)
        for name, who in zip("xyz", (theirs, shared, nobody), strict=True)
    ]
    other = found(held)["era-other-payee"]
    frame = other.evidence.frame.set_index("payee_npi")
    assert frame["belongs_to"].dropna().to_dict() == {"1245319599": "Bay Clinic"}
    assert len(frame) == 3
    assert "1 of them is of another practice of the billing company" in other.meaning
    assert "Bay" not in other.meaning
    assert "of them" not in found(held[2:])["era-other-payee"].meaning


def test_a_payment_that_stands_twice_names_the_file_in_which_it_counts():
    first = payment("first", "2026-03-02", 7_000)
    again = first | {"content": "again", "source_file": "era/again.835", "set_aside": "same payment again"}
    finding = found([first, again])["era-payment-twice"]
    assert (finding.count, finding.amount_cents) == (1, 7_000)
    assert finding.evidence.frame["counted_in"].tolist() == ["era/first.835"]


@pytest.mark.parametrize(("name", "said"), [("A.835", 1), ("a (1).835", None)])
def test_a_name_on_two_contents_is_a_conflict_whatever_its_case_and_a_copys_name_is_another(name, said):
    files = [
        file("x/a.835", content="one", kind="999", state="not an ERA"),
        file(f"y/{name}", content="two", kind="999", state="not an ERA"),
    ]
    assert cases(found(files=files)).get("era-name-conflict") == said


@pytest.mark.parametrize(
    ("row", "is_counted"),
    [
        (file("a.835", state="unreadable"), True),
        (file("a.835", kind="unknown", state="not an ERA"), True),
        (file("a.835", kind="empty", state="unreadable"), True),
        (file("notes", kind="empty", state="not an ERA"), False),  # nothing says that it was a remittance
        (file("a.835", kind="999", state="not an ERA"), False),
        (file("a.835", state="duplicate"), False),
    ],
)
def test_a_file_that_the_report_names_as_not_read_is_none_of_those_that_can_be_read(row, is_counted):
    every = weekly()
    given = Inputs(archive(payments=every, files=[*paired(every), row]), PRACTICE, AS_OF)
    share = next(f.value for f in figures(given) if f.label == "Remittance files that can be read")
    read = len(paired(every))
    assert share == (f"{read / (read + 1):.1%}".replace("%", " %") if is_counted else "100.0 %")


def test_a_file_that_is_cut_off_is_none_of_those_that_can_be_read_and_is_named_beside_them():
    every = weekly()
    files = paired(every)
    cut = [every[0] | {"is_whole": False, "set_aside": None}, *every[1:]]

    def readable(payments):
        given = Inputs(archive(payments=payments, files=files), PRACTICE, AS_OF)
        return next(f for f in figures(given) if f.label == "Remittance files that can be read")

    whole, part = readable(every), readable(cut)
    assert whole.value == "100.0 %" and "only in part" not in whole.note
    # one of the files, one for each payment, is not whole
    assert part.value == f"{(len(files) - 1) / len(files):.1%}".replace("%", " %")
    assert part.note.endswith("; 1 file can be read only in part")
