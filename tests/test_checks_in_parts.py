"""One check whose claims came in two files is one payment in every report, with the amount that both files state."""

from __future__ import annotations

import datetime as dt

from cutover.reading.era.archive import load_archive
from cutover.reading.era.parts import as_whole
from cutover.reading.practice import book
from cutover.workstreams.enrollment.inputs import load as enrollment
from cutover.workstreams.enrollment.needs import needs
from cutover.workstreams.enrollment.report import assess as enroll
from cutover.workstreams.era_audit import inputs as audit
from cutover.workstreams.era_audit.report import assess
from cutover.workstreams.inventory.inputs import load as inventory
from cutover.workstreams.inventory.inputs import months_by_source
from cutover.workstreams.inventory.must_move import era_835
from cutover.workstreams.parallel_run.inputs import Inputs as Run
from cutover.workstreams.parallel_run.switch_dates import by_system
from cutover.workstreams.remittances import Remittances
from notebook_maker import one_practice
from test_archive import era, one_payment

AS_OF = dt.date(2024, 3, 31)
ENROLLED_ON = dt.date(2026, 1, 15)  # what is known of enrollments begins with 2026
# one check of $70.00: its first file has two claims, $50.00 and $45.00, its second takes $60.00 back and pays $35.00
NINE = one_payment("E9", 1_000, (("Q7", 1_000),))
WHOLE, FIRST, SECOND = 7_000, (("Q1", 5_000), ("Q2", 4_500)), (("Q3", -6_000), ("Q3", 3_500))


def part(claims, trace="EFT77", paid=WHOLE):
    return one_payment(trace, paid, claims)


def held(home, era_files, medi_files=None):
    one_practice(home, "c", "p", "Cedar")
    who = book.load_practice(home, "c", "p")
    for folder, files in (("era", era_files), ("medi_era", medi_files or {})):
        for number, (name, payments) in enumerate(files.items(), 1):
            (who.raw / folder).mkdir(exist_ok=True)
            (who.raw / folder / name).write_bytes(era(*payments, control=number + 10 * len(folder)))
    return who


def audited(who):
    return audit.load(who, AS_OF)


def test_a_check_in_two_files_is_one_payment_and_none_below_zero(tmp_path):
    who = held(tmp_path, {"a.835": [part(FIRST)], "b.835": [part(SECOND)], "c.835": [NINE]})
    result = assess(audited(who))
    assert "era-negative-payment" not in [found.code for found in result.findings]
    assert result.tables["nonpositive"].frame.empty
    assert result.figures[0].value == "2"
    # 95.00 of the first file, -25.00 of the second: each keeps its part, and both are the 70.00 that each states
    counted = audited(who).counted
    assert sorted(counted["paid_cents"]) == [-2_500, 1_000, 9_500]
    whole = as_whole(counted).set_index("trace_number")
    assert whole["paid_cents"].to_dict() == {"EFT77": 7_000, "E9": 1_000}
    assert whole["claim_count"].to_dict() == {"EFT77": 4, "E9": 1}


def test_a_check_that_takes_money_back_in_all_is_below_zero_once(tmp_path):
    # -60.00 + 35.00 = -25.00 and 10.00: the check is -15.00, in two files
    who = held(
        tmp_path, {"a.835": [part(SECOND, paid=-1_500)], "b.835": [part((("Q4", 1_000),), paid=-1_500)]}
    )
    (found,) = [one for one in assess(audited(who)).findings if one.code == "era-negative-payment"]
    assert (found.count, found.amount_cents) == (1, 1_500)


def test_two_checks_of_one_number_and_other_amounts_are_two_payments(tmp_path):
    files = {"a.835": [part((("Q1", 9_500),), paid=9_500)], "b.835": [part((("Q3", -2_500),), paid=-2_500)]}
    result = assess(audited(held(tmp_path, files)))
    assert result.figures[0].value == "2"
    assert [f.count for f in result.findings if f.code == "era-negative-payment"] == [1]


def systems(who) -> dict:
    feeds = [load_archive(who, folder) for folder in ("era", "medi_era")]
    table = by_system(Run(who, *feeds, AS_OF))
    return {row["feed"]: (row["remittances"], row["paid_cents"]) for row in table.to_dict("records")}


def test_both_systems_count_a_check_in_two_files_once(tmp_path):
    files = {"a.835": [part(FIRST)], "b.835": [part(SECOND)]}
    who = held(tmp_path, files, {"m.835": [one_payment("M1", 500, (("Q8", 500),))]})
    assert systems(who) == {
        "Office Ally": (1, 7_000),
        "Medi": (1, 500),
        "both systems, each once": (2, 7_500),
    }


def test_a_check_split_between_the_systems_is_one_of_both(tmp_path):
    who = held(tmp_path, {"a.835": [part(FIRST)]}, {"b.835": [part(SECOND)]})
    assert systems(who) == {
        "Office Ally": (1, 9_500), "Medi": (1, -2_500), "both systems, each once": (1, 7_000),
    }  # fmt: skip


def test_a_copy_in_the_other_system_is_no_second_payment(tmp_path):
    who = held(tmp_path, {"a.835": [part(FIRST, paid=9_500)]}, {"b.835": [part(FIRST, paid=9_500)]})
    assert systems(who)["both systems, each once"] == (1, 9_500)


def test_the_inventory_counts_payments_and_not_their_parts(tmp_path):
    files = {"a.835": [part(FIRST)], "b.835": [part(SECOND)], "c.835": [NINE]}
    who = held(tmp_path, files, {"m.835": [one_payment("M1", 500, (("Q8", 500),))]})
    there = inventory(who, AS_OF)
    assert "4 files, 3 payments" in era_835(there).held  # EFT77, E9 and M1
    months = months_by_source(there).query("source == 'ERAs'").set_index("month")["rows"]
    assert months["2024-03-01"] == 2  # those of Office Ally: EFT77 and E9


def test_both_systems_together_tell_what_each_holds_once(tmp_path):
    zero = one_payment("Z1", 0, (("Q5", 0),), method="NON")
    files = {"a.835": [part(FIRST)], "b.835": [part(SECOND)], "c.835": [NINE]}
    medi = {"m.835": [zero], "c.835": [NINE]}
    result = assess(audited(held(tmp_path, files, medi)))
    rows = result.tables["both_systems"].frame.set_index("what")
    said = {what: tuple(row) for what, row in zip(rows.index, rows.to_numpy().tolist(), strict=True)}
    # EFT77 and E9 in Office Ally, Z1 and E9 again in Medi: three payments, 70.00 + 10.00 + 0.00
    assert said["payments"] == (2, 2, 3, 8_000)
    assert said["payments of zero"] == (0, 1, 1, 0)
    assert said["answers to claims (CLP): decided or taken back"] == (
        5,
        2,
        6,
        8_000,
    )  # two, two and one; one and one
    assert "Medi have 1 payment of zero or below more" in result.tables["nonpositive"].note


def test_without_remittances_in_medi_those_of_office_ally_are_counted_alone(tmp_path):
    table = assess(audited(held(tmp_path, {"a.835": [part(FIRST, paid=9_500)]}))).tables["both_systems"]
    rows = table.frame.set_index("what")
    assert rows.loc["remittances that are whole"].tolist() == [1, 0, 1, 9_500]
    assert "No remittance came to Medi" in table.note
    none = assess(audited(held(tmp_path / "bare", {}))).tables["both_systems"]
    assert none.frame.empty


def test_parts_of_payments_whose_amount_nobody_could_read_stay_unknown(tmp_path):
    who = held(tmp_path, {"a.835": [one_payment("E1", 1_000)]})
    counted = Remittances(load_archive(who), who, AS_OF).counted
    lost = counted.assign(stated_cents=None, paid_cents=None)
    assert as_whole(lost.astype({"stated_cents": "Int64", "paid_cents": "Int64"}))["paid_cents"].isna().all()


def of_2026(*payments) -> list:
    return [[segment.replace("20240305", "20260105") for segment in one] for one in payments]


def remittances_to_enroll(who) -> tuple:
    """What payer enrollment counts in Office Ally, in Medi, and of the payer."""
    there = enrollment(who, ENROLLED_ON)
    counted = enroll(there).tables["counted"].frame.set_index("what")["rows"]
    return *(int(counted[f"remittances in {feed}"]) for feed in ("Office Ally", "Medi")), needs(there)[
        "remittances"
    ].sum()


def test_payer_enrollment_counts_a_check_in_two_files_once(tmp_path):
    files = {"a.835": of_2026(part(FIRST)), "b.835": of_2026(part(SECOND)), "c.835": of_2026(NINE)}
    assert remittances_to_enroll(held(tmp_path, files)) == (2, 0, 2)  # EFT77 and E9


def test_payer_enrollment_counts_a_check_split_between_the_systems_in_each_and_once_of_its_payer(tmp_path):
    who = held(tmp_path, {"a.835": of_2026(part(FIRST))}, {"b.835": of_2026(part(SECOND))})
    assert remittances_to_enroll(who) == (1, 1, 1)


def test_two_checks_of_one_number_are_two_to_payer_enrollment(tmp_path):
    one, other = (of_2026(part((("Q1", cents),), paid=cents)) for cents in (9_500, 2_500))
    files = {"a.835": one, "b.835": other}
    assert remittances_to_enroll(held(tmp_path, files)) == (2, 0, 2)
