"""A file that is there and was not read is said in every report that would have used it, and is never nothing."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from cost_cases import AS_OF, MONTHS, one_files, one_invoice, submissions
from cutover.columns import conform
from cutover.reading.mapping.record import DUPLICATE, FILES, NOT_READ, PARTLY, READ
from cutover.reading.practice.book import load_practice
from cutover.result import Result, Severity
from cutover.workstreams import unread_files
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.inputs import Inputs as CostInputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.nonpar.report import assess as nonpar
from cutover.workstreams.open_claims import inputs as open_claims_inputs
from cutover.workstreams.open_claims import report as open_claims
from cutover.workstreams.parallel_run.cases import cases, looked_for
from cutover.workstreams.parallel_run.closing import payers, practice_missing
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.report import assess
from cutover.workstreams.parallel_run.switch_dates import switches
from cutover.workstreams.readiness import inputs as readiness_inputs
from cutover.workstreams.readiness import report as readiness
from nonpar_makers import basis_of, sent
from open_claims_makers import book, decided, history
from parallel_frames import deposit, run
from practice_folder import era, folder, practice_answers, zipped
from test_parallel_close import in_their_place, weekly
from whose_rows_play import results

pytestmark = pytest.mark.usefixtures("in_memory")


def files(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """A record of files, each (source, path, state)."""
    told = [
        (source, path, state, "no column for an amount", None, None, None) for source, path, state in rows
    ]
    return conform(pd.DataFrame(told, columns=[c.name for c in FILES], dtype=object), FILES)


THREE = files(*(("postings", f"postings/{month}.csv", NOT_READ) for month in ("may", "june", "july")))


def found(result: Result) -> dict[str, int]:
    return {one.code: one.count for one in result.findings}


def test_files_that_were_not_read_are_one_finding_with_a_key_for_each_file():
    finding = unread_files.with_findings((), THREE)[0]
    assert (finding.code, finding.count, finding.severity) == ("files-not-read", 3, Severity.HIGH)
    assert finding.evidence.frame["key"].nunique() == 3
    assert finding.evidence.frame["used_for"].unique().tolist() == ["what was posted where"]


@pytest.mark.parametrize(
    ("rows", "title", "todo"),
    [
        (
            [("ERA", "era/a.835", PARTLY)],
            "1 file is there and was read only in part",
            "download the remittance again.",
        ),
        (
            [("ERA", "era/a.835", NOT_READ)],
            "1 file is there and was not read",
            "download the remittance again.",
        ),
        (
            [("bank", "bank/a.csv", NOT_READ)],
            "1 file is there and was not read",
            "confirm what its columns mean, or export the file again.",
        ),
        (
            [("bank", "bank/a.csv", NOT_READ), ("ERA", "era/a.835", PARTLY)],
            "2 files are there and were not read, or not in full",
            "download the remittance again; otherwise confirm what its columns mean, or export the file again.",
        ),
    ],
)
def test_a_remittance_that_ends_in_the_middle_was_read_in_part_and_is_downloaded_again(rows, title, todo):
    told = unread_files.with_findings((), files(*rows))[0]
    assert (told.title, told.action) == (title, f"Read the reason in the consultant's workbook, then {todo}")


def test_a_file_that_was_read_or_is_a_copy_of_one_is_not_told():
    fine = files(("postings", "postings/a.csv", READ), ("postings", "postings/b.csv", DUPLICATE))
    assert unread_files.with_findings((), fine) == ()
    assert (unread_files.sentence(fine), unread_files.limits(fine)) == ("", ())


def test_the_verdict_says_how_many_files_of_each_kind_nobody_could_read():
    assert (
        unread_files.sentence(THREE)
        == "3 files of postings lie there and are not read; nothing here counts them."
    )
    bank = files(("bank", "bank/july.csv", NOT_READ))
    assert (
        unread_files.sentence(bank)
        == "1 file of the bank lies there and is not read; nothing here counts it."
    )
    cut = files(("ERA", "era/april.835", PARTLY))
    assert unread_files.sentence(cut) == (
        "1 file of remittances lies there and is read only in part; "
        "what was read of it counts, the rest counts nowhere."
    )
    assert unread_files.limits(cut) == (
        "1 file is there and is read only in part: what was not read is in no figure of this report.",
    )
    half = unread_files.together([THREE, files(("bank", "bank/july.csv", PARTLY))])
    assert unread_files.sentence(half) == (
        "3 files of postings and 1 file of the bank lie there and are not read in full; "
        "what was not read is counted nowhere here."
    )


def test_the_parallel_run_names_posting_files_that_it_could_not_read():
    told = assess(dataclasses.replace(run(), files=THREE))
    assert found(told)["files-not-read"] == 3
    assert "3 files of postings lie there and are not read" in told.verdict
    assert any(limit.startswith("3 files are there and are not read") for limit in told.limits)


def settled(**said) -> Inputs:
    """A run past its shortest weeks: seven weekly payments of 100.00 in Medi, each posted, three as legacy."""
    return run(medi=weekly("2026-06-18", 7), postings=in_their_place(7, 3), **said)


IN_BANK = [deposit(str(day.date()), 10_000) for day in pd.date_range("2026-06-18", periods=7, freq="7D")]
BANK = files(("bank", "bank/july.csv", NOT_READ))


def lacking(inputs: Inputs) -> list[str]:
    return practice_missing(inputs, payers(inputs))


def test_without_a_bank_file_the_third_comparison_is_missing_and_the_run_may_not_close():
    assert "the third comparison, deposits against remittances, is missing" in lacking(settled())[-1]
    assert not [said for said in lacking(settled(deposits=IN_BANK)) if "bank" in said]
    told = assess(settled()).verdict
    assert "may close" not in told
    assert "there is no file of the bank" in told


def test_a_bank_file_that_was_not_read_is_no_missing_bank_file_and_holds_the_close():
    for deposits in ([], IN_BANK):
        assert "1 file of the bank is not read" in lacking(settled(files=BANK, deposits=deposits))
    told = assess(settled(files=BANK))
    assert "no file of the bank" not in told.verdict + " ".join(figure.note for figure in told.figures)


def test_postings_that_lie_there_unread_are_not_asked_for_again():
    told = assess(run(medi=weekly("2026-06-18", 7), files=THREE))
    # six of the seven were paid long enough ago: of the last nobody is late yet
    assert found(told)["run-postings-unread"] == 2  # legacy in Office Ally, the rest in Medi
    assert "run-no-postings" not in found(told)
    assert "xport" not in told.verdict
    assert "no postings" not in " ".join(
        [*lacking(run(files=THREE)), *(figure.note for figure in told.figures)]
    )


def test_a_fault_is_not_called_mended_while_a_file_of_postings_is_unread():
    whole = settled()
    half = dataclasses.replace(whole, files=THREE)
    kinds = [looked_for(inputs, cases(inputs, switches(inputs))) for inputs in (whole, half)]
    assert ["run-twice" in kind for kind in kinds] == [True, False]


def test_staying_is_not_called_cheaper_where_nothing_of_the_bill_is_known():
    told = compared(one_files(claims=submissions(MONTHS, 100)))
    assert told.verdict.startswith(
        "Whether leaving is cheaper for Elm Clinic is not decided: nothing of Office Ally's"
    )
    assert "cost-cheaper-to-stay" not in found(told)
    shown = {figure.label: figure.value for figure in told.figures}
    assert (shown["Office Ally's monthly charges that would end"], shown["Breaks even"]) == (None, None)


def test_staying_is_cheaper_where_invoices_say_what_it_costs():
    invoices = one_invoice(*[(month, "Practice Mate", "0.00") for month in MONTHS])
    told = compared(one_files(claims=submissions(MONTHS, 100), invoices=invoices))
    assert told.verdict.startswith("Staying with Office Ally is cheaper")


def test_invoices_that_were_not_read_stand_in_the_verdict_on_cost():
    shut = files(*(("invoices", f"invoices/{n}.html", NOT_READ) for n in range(8)))
    told = compared(dataclasses.replace(one_files(claims=submissions(MONTHS, 100)), files=shut))
    assert "8 files of invoices lie there and are not read; nothing here counts them." in told.verdict
    assert found(told)["files-not-read"] == 8


def compared(one) -> Result:
    """The cost comparison of one practice."""
    return cost.assess(CostInputs((one,), (), AS_OF, "elm", "Elm Clinic", options()))


def test_months_before_the_first_and_after_the_last_claim_on_file_are_left_out_and_a_quiet_one_between_is_none():
    told = nonpar(basis_of(*sent("Sunrise", on="2026-04-02"), *sent("Sunrise", on="2026-06-02")))
    table = told.tables["months"]
    assert [f"{month:%Y-%m}" for month in table.frame["month"]] == [
        "2026-04",
        "2026-05",
        "2026-06",
    ]
    assert table.frame["claims"].tolist() == [1, 0, 1]
    assert "Of 20 earlier months no claims are on file." in table.note  # 24 - April to July
    said = "After 2026-06 no claims through Office Ally are on file: the fee of 1 whole month since then is not known."
    assert said in table.note
    assert nonpar(basis_of()).tables["months"].frame.empty


def test_no_fee_from_remittances_alone_is_of_what_was_seen():
    told = nonpar(basis_of(*sent("Aetna", on="2026-04-02", source="ERA")))
    assert "That is not the whole" in told.verdict
    assert (
        "(1 month of the last twelve)" in told.verdict
    )  # April: nobody knows whether claims were sent since
    notes = {figure.label: figure.note for figure in told.figures}
    assert (
        notes["Last 12 months, rule in force"]
        == "at least; of 1 claim in remittances only, of 1 month with claims on file"
    )


def test_no_fee_of_a_whole_year_of_claims_is_exact():
    first = pd.Timestamp("2025-08-05")
    days = [first + pd.DateOffset(months=n) for n in range(12)]
    for given, whole in ((days, True), (days[1:], False)):
        told = nonpar(basis_of(*(one for on in given for one in sent("Aetna", on=on))))
        assert told.verdict.startswith("No non-par fee is owed and none is in sight") == whole
        note = next(one.note for one in told.figures if one.label == "Last 12 months, rule in force")
        assert note == ("exact" if whole else "of 11 months with claims on file")


# a table of which no column is known: what each report would have used it for
STRANGE = "Alpha,Beta\nfoo,bar\nbaz,qux\n"
TABLES = {
    "claims/a.csv": ("02", "03", "04", "05", "06", "07", "08", "09"),
    "submissions/a.csv": ("02", "03", "04", "05", "06", "07", "08"),
    "demographics/a.csv": ("02", "08"),
    "medi_patients/a.csv": ("08",),
    "invoices/a.csv": ("04", "05"),
    "reports/par_nonpar_a.csv": ("04",),
    "postings/a.csv": ("09",),
    "bank/a.csv": ("09",),
    "enrollments/a.csv": ("06", "08"),
}
EVERY = ("02", "03", "04", "05", "06", "07", "08", "09")
REMITTANCES = {
    "era/mainframe.835": (era("2026-06-15").decode().encode("cp037"), EVERY),
    "era/cut.835": (era("2026-05-15")[:-100], EVERY),
    "era/broken.zip": (zipped({"a.835": era("2026-04-15")})[:100], EVERY),
    "era/page.835": (b"<html>Please log in</html>", EVERY),
    "era/damaged.835": (era("2026-03-15").replace(b"BPR*I*100.00", b"BPR*I*1OO.00"), EVERY),
    "medi_era/broken.zip": (zipped({"b.835": era("2026-04-16")})[:100], ("06", "07", "08", "09")),
}
USED_BY = TABLES | {path: names for path, (_, names) in REMITTANCES.items()}
TOLD_BY = {"files-not-read", *unread_files._OTHERS}
OPEN = ("02", "03", "04", "05", "06", "09")


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, Result]:
    """Every report of a practice none of whose files can be read, one remittance apart."""
    home = tmp_path_factory.mktemp("shut")
    shut = {path: data for path, (data, _) in REMITTANCES.items()}
    tables = {path: f"{STRANGE}row,{n}\n" for n, path in enumerate(TABLES)}
    good = {"era/good.835": era("2026-07-15")}
    folder(home, tables | shut | good, practice_answers())
    made = results(home, "acme", "cedar-grove", OPEN)
    who = load_practice(home, "acme", "cedar-grove")
    return made | {
        "07": open_claims.assess(open_claims_inputs.load(who, AS_OF)),
        "08": readiness.assess(readiness_inputs.load(who, AS_OF)),
    }


@pytest.mark.parametrize(
    ("path", "name"), [(path, name) for path, names in USED_BY.items() for name in names]
)
def test_each_report_that_would_use_a_file_tells_once_that_it_was_not_read(reports, path, name):
    told = {one.code: one.evidence.frame for one in reports[name].findings if one.code in TOLD_BY}
    by = [code for code, rows in told.items() if path in rows["source_file"].tolist()]
    # a finding of its kind of file goes before the one of all kinds
    assert by == ["files-not-read"] or (by and "files-not-read" not in by)
    assert all(told[code]["key"].notna().all() for code in by)
    assert "not read" in reports[name].verdict
    assert any("not read, or not in full" in limit for limit in reports[name].limits)


@pytest.mark.parametrize("name", EVERY)
def test_no_report_tells_of_a_file_that_it_would_not_use_or_that_was_read(reports, name):
    told = [one.evidence.frame for one in reports[name].findings if one.code in TOLD_BY]
    others = {path for path, names in USED_BY.items() if name not in names} | {"era/good.835"}
    assert not others & set(pd.concat(told)["source_file"])


@pytest.fixture(scope="module")
def poor(tmp_path_factory) -> dict[str, Result]:
    """Every report of a practice of whose files some rows lack a day, a claim or an amount."""
    home = tmp_path_factory.mktemp("poor")
    tables = {
        "claims/a.csv": "Claim,Patient,Service Date,CPT,Charge,Payer,Paid,Status\n"
        "C1,Doe Ann,07/01/2026,99213,100.00,Aetna,80.00,Paid\nC2,Doe Ann,,99213,100.00,Aetna,80.00,Paid\n"
        "C3,Doe Ann,07/03/2026,99213,,Aetna,80.00,Paid\n,Doe Ann,07/04/2026,99213,100.00,Aetna,80.00,Paid\n",
        "bank/a.csv": "Date,Description,Amount\n07/01/2026,AETNA EFT,100.00\n07/02/2026,AETNA EFT,see note\n"
        ",AETNA EFT,70.00\n",
    }
    folder(home, tables, practice_answers())
    made = results(home, "acme", "cedar-grove", OPEN)
    who = load_practice(home, "acme", "cedar-grove")
    return made | {"07": open_claims.assess(open_claims_inputs.load(who, AS_OF))}


@pytest.mark.parametrize(
    ("name", "files"),
    [(name, {"claims/a.csv"}) for name in ("02", "03", "04", "05", "06", "07")]
    + [("09", {"claims/a.csv", "bank/a.csv"})],
)
def test_rows_without_a_day_a_claim_or_an_amount_are_a_finding_with_the_key_of_their_file(poor, name, files):
    found = next(one for one in poor[name].findings if one.code == "rows-lacking")
    rows = found.evidence.frame.set_index("source_file")
    assert (set(rows.index), rows["key"].notna().all()) == (files, True)
    said = rows.loc["claims/a.csv", "reason"]
    assert "1 row: neither a day of service nor one of submission" in said
    assert "1 row: no amount that was charged" in said
    assert "1 row: neither a claim number nor an account number" in said
    many = f"{len(files)} files have" if len(files) > 1 else "1 file has"
    assert f"{many} rows without a day, a claim or an amount" in poor[name].verdict
    assert any(limit.startswith(f"{many} rows without a day") for limit in poor[name].limits)


def test_rows_of_a_bank_file_without_a_day_or_an_amount_are_counted(poor):
    found = next(one for one in poor["09"].findings if one.code == "rows-lacking")
    said = found.evidence.frame.set_index("source_file").loc["bank/a.csv", "reason"]
    assert said == "1 row: no amount can be read in it; 1 row: no day can be read in it"


@pytest.mark.parametrize("name", EVERY)
def test_no_verdict_calls_anything_ready_beside_files_that_were_not_read(reports, name):
    ready = ("may close", "they can move", "every gate is shown", "Every remittance we know of", "In order")
    assert not [words for words in ready if words in reports[name].verdict]


def shown(result: Result) -> dict[str, tuple[str | None, str]]:
    return {figure.label: (figure.value, figure.note) for figure in result.figures}


def test_nothing_is_handed_over_and_nothing_is_zero_where_the_only_claim_history_was_not_read(reports):
    told = reports["07"]
    assert told.verdict.startswith(
        "Nobody can say yet what is open, or that anything is handed over: "
        "2 files of claims are here and were not read."
    )
    assert "nothing to hand over" not in told.verdict
    figures = shown(told)
    for label in (
        "Open with payers",
        "Handed over",
        "Claims without an owner",
        "Can be expected",
        "Patients' part",
    ):
        assert figures[label] == (None, "2 files of claims are here and were not read"), label
    assert told.tables["counted"].frame[["rows", "amount_cents"]].head(3).isna().all(axis=None)


def test_what_payers_denied_beside_an_unread_history_is_no_least_since_it_may_be_closed_there():
    """Denied of 100.00; the history that was not read may call it the patient's, or written off."""
    denied = [decided("A1", "2026-07-01", 0, "CO-197")]
    told = open_claims.report(book(eras=denied, files=files(("claim history", "claims/b.csv", NOT_READ))))
    assert shown(told)["Open with payers"] == ("$100.00", "1 claim, of what could be read")


@pytest.mark.parametrize("source", ["claim history", "file summary"])
def test_what_is_open_beside_an_unread_file_of_claims_is_at_least_what_could_be_read(source):
    shut = files((source, "claims/b.csv", NOT_READ))
    claims = [history("A", cents=6_000), history("B", cents=4_000)]
    for record, least in ((shut, "at least "), (files(), "")):
        told = open_claims.report(book(claims, files=record))
        assert shown(told)["Open with payers"] == (f"{least}$100.00", f"{least}2 claims")  # 60 + 40
        assert shown(told)["Claims without an owner"][0] == f"{least}2"
        assert told.verdict.startswith("Of what could be read, $0.00 of $100.00") == bool(least)


def test_a_history_without_open_claims_says_nothing_to_hand_over_only_where_every_file_was_read():
    done = [history("A", "paid", cents=0, paid_cents=10_000)]
    for record, known in ((files(("claim history", "claims/a.csv", READ)), True), (THREE, True),
                          (files(("claim history", "claims/b.csv", PARTLY)), False)):  # fmt: skip
        told = open_claims.report(book(done, files=record))
        assert ("there is nothing to hand over" in told.verdict) == known
        assert shown(told)["Open with payers"][0] == ("$0.00" if known else None)


def test_what_landed_is_not_zero_where_the_remittances_of_a_system_were_not_read(reports):
    assert shown(reports["09"])["Landed in Medi"][0] is None
    assert "not read" in shown(reports["09"])["Landed in Medi"][1]
    assert shown(reports["09"])["Landed in Office Ally"][0] is not None  # one remittance was read
    said = "claims less provider adjustments; no remittance of it is on file"  # after the move some are due
    assert shown(assess(run()))["Landed in Medi"] == (None, said)
    assert shown(reports["09"])["Legacy claims open"][0] is None
