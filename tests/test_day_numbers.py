"""Days that stand as a spreadsheet's numbers in a text file: judged by the whole column, said, or left in doubt."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.claims.history import read_claim_history
from cutover.reading.files.day_numbers import BIRTH, DAY, judged
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.confirmed import confirm, folder_of, load_confirmed
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.suggest import apply, remapped, suggest
from cutover.reading.mapping.tables_of import EPOCH_TODO, MappedTable
from cutover.reading.mapping.targets import load_target
from cutover.reading.practice import periods
from cutover.reading.practice.book import load_practice
from cutover.reading.practice.files_held import load_holdings
from cutover.workstreams.demographics import values
from hypothesis import given
from hypothesis import strategies as st
from notebook_maker import one_practice

ZERO = dt.date(1899, 12, 30)


def column(*texts: str | None) -> pd.Series:
    """A column of texts."""
    return pd.Series(texts, dtype="str")


def number(*day: int, zero: dt.date = ZERO) -> str:
    """The number under which a spreadsheet stores a day."""
    return str((dt.date(*day) - zero).days)


def test_numbers_in_a_column_of_days_are_the_days_since_the_end_of_1899():
    found = judged(
        column("46237", None, " 46240 ", "46237.5"), DAY
    )  # 2026-08-03 is 46,237 days after 1899-12-30
    assert found.texts.tolist()[:1] + found.texts.tolist()[2:] == ["2026-08-03", "2026-08-06", "2026-08-03"]
    assert (found.numbers, found.read, found.doubt) == (3, 3, "")
    assert (found.first, found.last) == (dt.date(2026, 8, 3), dt.date(2026, 8, 6))


@pytest.mark.parametrize(
    ("shape", "text", "is_day"),
    [
        (DAY, "23924", True),  # 1965-07-01, the first day of Medicare
        (DAY, "23923", False),
        (DAY, "73050", True),  # 2099-12-31
        (DAY, "73051", False),
        (BIRTH, "2102", True),  # 1905-10-02
        (BIRTH, "2101", False),
        (BIRTH, "49674", True),  # 2035-12-31
        (BIRTH, "49675", False),
    ],
)
def test_a_number_counts_within_the_span_of_its_kind_of_day_alone(shape, text, is_day):
    assert judged(column(text), shape).read == is_day


@pytest.mark.parametrize(("wrong", "read"), [(1, 9), (2, 0)])
def test_of_ten_numbers_nine_must_be_plausible(wrong, read):
    good = [number(2026, 8, day) for day in range(1, 11 - wrong)]
    bad = [str(99_000 + n) for n in range(wrong)]
    assert (
        judged(column(*good, *bad), DAY).read == read
    )  # one of ten is left as it is, with two nothing is read


def test_eight_digits_and_written_days_are_no_numbers():
    texts = column("20260803", "8/3/2026", "08032026", "Aug 3, 2026")
    found = judged(texts, DAY)
    assert found.texts is texts and found.numbers == 0


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("70826", "71526", "101526"), "days without separators"),  # 7/08/26, 7/15/26, 10/15/26
        (("42005", "42116"), "days without separators"),  # 2015-01-01 and 2015-04-22, or 4/20/05 and 4/21/16
        (("26237", "26240"), "a year and the day of that year"),  # 2026-08-25, or 1971-10-31
    ],
)
def test_digits_that_may_be_another_writing_of_a_day_are_in_doubt_and_no_day_is_read(texts, words):
    found = judged(column(*texts), DAY)
    assert words in found.doubt and found.read == 0 and found.texts.tolist() == list(texts)


@pytest.mark.parametrize(
    ("plain", "read"), [(9, 0), (8, 10)]
)  # 9 of 10 fit another writing: nearly all; 8 do not
def test_what_nearly_all_numbers_may_be_as_well_leaves_a_column_in_doubt(plain, read):
    both = [f"4{day}05" for day in range(10, 10 + plain)]  # 4/10/05, or the day 41005
    alone = [number(2026, 8, day) for day in range(1, 11 - plain)]  # 46235: there is no 62nd of April
    assert judged(column(*both, *alone), DAY).read == read


def test_years_in_the_column_of_births_are_in_doubt_and_day_numbers_of_four_digits_are_not():
    assert "years" in judged(column("1938", "1951", "2004"), BIRTH).doubt
    found = judged(column("9999", "18698", "28126"), BIRTH)  # 1927-05-17, 1951-03-11, 1977-01-01
    assert found.texts.tolist() == ["1927-05-17", "1951-03-11", "1977-01-01"]


def test_numbers_beside_written_days_must_lie_near_them_and_1904_is_named_where_it_fits():
    written = ("8/10/2026", "9/2/2026")
    assert judged(column(*written, "46237"), DAY).read == 1
    far = judged(column(*written, number(2019, 8, 3)), DAY)
    assert far.read == 0 and "far from the days written out" in far.doubt
    old = judged(column(*written, number(2026, 8, 3, zero=dt.date(1904, 1, 1))), DAY)  # 44775
    assert old.read == 0 and "1904" in old.doubt


@pytest.mark.parametrize(("days", "read"), [(366, 1), (367, 0)])
def test_how_far_numbers_may_lie_from_the_written_days(days, read):
    day = dt.date(2026, 8, 3)
    early = str((day - dt.timedelta(days) - ZERO).days)
    assert judged(column(str(day), early), DAY).read == read


@given(st.lists(st.dates(dt.date(2022, 1, 1), dt.date(2049, 12, 31)), min_size=1, max_size=30))
def test_whatever_the_days_of_these_years_they_are_read_whole(days):
    # from 44562 on the two middle digits are above 31, so that nothing else can be meant
    found = judged(column(*(str((day - ZERO).days) for day in days)), DAY)
    assert found.texts.tolist() == [str(day) for day in days]


CLAIMS = "Claim No\tAccount\tDate of Service\tDate Filed\tPayer\tCharge\tStatus\n" + "".join(
    f"C{n}\t{n}\t{46_000 + n * 7}\t{46_003 + n * 7}\tAetna\t100.00\tPaid\n" for n in range(40, 50)
)


def test_claims_whose_days_are_numbers_have_their_days_and_the_file_says_so():
    read = read_claim_history(CLAIMS.encode(), "claims/a.txt")
    assert read.claims["service_from"].iloc[0] == pd.Timestamp(2026, 9, 15)  # 46,280, 43 days after 3 August
    assert read.claims["submission_date"].notna().all()
    said = "Service from and Submitted: 20 numbers taken for a spreadsheet's days, counted from 1900. "
    assert said + LOOK in read.notes


def test_claims_whose_numbers_may_be_something_else_have_no_day_and_the_file_says_what_to_do():
    text = CLAIMS
    for n in range(40, 50):  # 7/10/26 to 7/19/26 without separators and without the zero
        text = text.replace(f"\t{46_000 + n * 7}\t", f"\t7{n - 30}26\t")
    read = read_claim_history(text.encode(), "claims/a.txt")
    assert read.claims["service_from"].isna().all() and read.claims["submission_date"].notna().all()
    note = next(note for note in read.notes if "Service from" in note and "not read as days" in note)
    assert note.endswith(EPOCH_TODO.removesuffix(".")) or note.endswith(EPOCH_TODO)


TABLES = {
    "postings": (
        "postings",
        "Posted Date,Claim Number,Payer,Check,Paid\n{day},1,Aetna,77,5.00\n",
        "posted_date",
    ),
    "bank": ("deposits", "Date,Description,Amount\n{day},AETNA,5.00\n", "deposit_date"),
    "invoices": ("invoices", "Invoice Date,Description,Amount\n{day},Claim fee,5.00\n", "invoice_date"),
    "patients": ("patients", "Account,Last Name,First Name,DOB\n1,Lee,Ann,{day}\n", "birth_date"),
    "enrollments": (
        "enrollments",
        "Payer Name,Tax ID,NPI,Transaction,Status,Date Filed\nAetna,112223334,1234567893,835,Filed,{day}\n",
        "filed_on",
    ),
    "fee schedules": ("fee_schedules", "CPT,Fee,Effective Date\n99214,128.40,{day}\n", "effective_from"),
}


def table_of(aliases: str, text: str) -> MappedTable:
    """The first table of a text with its proposed columns."""
    target = load_target(aliases)
    sheet = read_spreadsheet(text.encode(), "a.csv", expected=[target.header_words]).sheets[0]
    return MappedTable(sheet, suggest(sheet, target))


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("separator", [",", "\t", "|", ";"])
def test_each_kind_of_table_has_its_days_whatever_parts_its_fields(kind, separator):
    aliases, text, key = TABLES[kind]
    day = "18698" if kind == "patients" else "46237"
    head, row = text.format(day=day).splitlines()
    table = table_of(aliases, "\n".join([head, row, row]).replace(",", separator) + "\n")
    assert key in table.crosswalk.used
    assert set(table.rows[key]) == {"1951-03-11" if kind == "patients" else "2026-08-03"}
    assert len(table.remarks) == 1 and "2 numbers" in table.remarks[0] and not table.doubts


def test_a_person_settles_a_doubt_with_a_word_that_stays_through_a_confirmation(tmp_path):
    text = "Date,Description,Amount\n42005,AETNA,5.00\n42116,AETNA,6.00\n"
    table = table_of("deposits", text)
    assert table.rows["deposit_date"].tolist() == ["42005", "42116"] and EPOCH_TODO in table.doubts
    path = confirm(tmp_path, table.crosswalk)
    for epoch, first in ((1900, "2015-01-01"), (1904, "2019-01-02")):  # 1,462 days later
        said = path.read_text("utf-8").replace("\n[fields]", f"\ndays_from = {epoch}\n\n[fields]", 1)
        path.write_text(said, "utf-8")
        known = load_confirmed(tmp_path, table.crosswalk.signature, table.crosswalk.target)
        walk = suggest(table.sheet, table.crosswalk.target, known)
        assert apply(table.sheet, walk)["deposit_date"].tolist()[0] == first
        assert MappedTable(table.sheet, walk).doubts == ""
        confirm(tmp_path, walk)
        assert f"days_from = {epoch}" in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(f"days_from = {epoch}\n", ""), "utf-8")


def test_another_year_than_the_two_is_refused(tmp_path):
    table = table_of("deposits", "Date,Description,Amount\n46237,AETNA,5.00\n")
    path = confirm(tmp_path, table.crosswalk)
    path.write_text("days_from = 1970\n" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(InputError, match="1970"):
        load_confirmed(tmp_path, table.crosswalk.signature, table.crosswalk.target)


def test_a_birth_date_whose_column_is_in_doubt_is_not_read_from_the_cell_alone():
    on = dt.date(2026, 11, 30)
    assert values.birth_date("13105", on).value is None  # 1935-11-17, or 1/31/05
    assert values.birth_date("18698", on).value == dt.date(1951, 3, 11)  # there is no 86th of January


@pytest.mark.parametrize(
    ("header", "text", "role"),
    [
        ("Date of Service", "46237", "service"),
        ("Date Posted", "Aug 3, 26", "payment"),
        ("Posted Date", "3-Aug-2026", "payment"),
        ("Serv", "46237", None),  # a header that does not say that it is dated
    ],
)
def test_the_days_that_a_table_covers_are_read_as_its_rows_are(header, text, role):
    found = periods.days_of(pd.DataFrame({header: column(text, text)}), [header])
    assert found.values.tolist() == ([[role, pd.Timestamp(2026, 8, 3), 2]] if role else [])


def test_a_mapped_column_tells_which_days_a_claim_history_covers_whatever_its_header(tmp_path, monkeypatch):
    """Headers that a person confirmed, and days as numbers: 28 and 31 August 2026."""
    one_practice(tmp_path, "book", "elm", "Elm Street")
    practice = load_practice(tmp_path, "book", "elm")
    text = "No\tPt\tServ\tSent off\tInsco\tFee\tSt\n1\tLee, Ann\t46262\t46265\tAetna\t9.00\tPaid\n"
    (practice.raw / "claims").mkdir()
    (practice.raw / "claims" / "a.txt").write_text(text, "utf-8")
    table = table_of("claims", text.replace("\t", ","))
    fields = {"claim_number": "No", "service_from": "Serv", "submission_date": "Sent off", "payer_name": "Insco",
              "charge": "Fee", "state_as_written": "St"}  # fmt: skip
    confirm(folder_of(practice.raw.parent), remapped(table.sheet, table.crosswalk.target, fields))
    days = load_holdings(practice).days
    found = days[days["source_file"] == "claims/a.txt"].set_index("role")["day"]
    assert found.to_dict() == {"service": pd.Timestamp(2026, 8, 28), "billed": pd.Timestamp(2026, 8, 31)}
