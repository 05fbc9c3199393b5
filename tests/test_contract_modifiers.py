"""Which rate of a contract holds for a line with modifiers, and what is said where none does."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.payers import credentials
from cutover.reading.payers.contract_rates import load_contract_rates
from cutover.reading.payers.tables import CONTRACT_RATES
from cutover.workstreams.fee_schedules import inputs as fee_inputs
from cutover.workstreams.fee_schedules.contracts import ABOVE
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.unseen import _several_rates
from era_frames import PRACTICE, archive, claim
from fee_makers import book, line, lines
from parallel_frames import frame
from test_contract_rates import NOBODY, held


def rate(cents: int, modifiers: str | None = None, code: str = "97110", **said) -> dict:
    return {"payer_name": "AETNA", "procedure_code": code, "rate_cents": cents, "modifiers": modifiers} | said


def shown(*given, contracts) -> list[tuple]:
    """Contract rate, its row, lines and state of each row of the table."""
    rows = book(*given, contracts=contracts).contracts
    rows = rows.astype({"contract_row": object}).where(rows.notna(), None)
    return rows[["contract_cents", "contract_row", "lines", "state"]].values.tolist()


def said(*given, contracts) -> str:
    return " ".join(report(book(*given, contracts=contracts)).limits)


PLAIN, GP = rate(3_000), rate(2_500, "GP")


@pytest.mark.parametrize(
    ("marks", "contracts", "row"),
    [
        (("GP",), (PLAIN, GP), (2_500, None)),  # the modifier's own row
        ((), (PLAIN, GP), (3_000, None)),  # and the plain one without it
        (("GP",), (PLAIN,), (3_000, "plain, no row for GP")),  # a modifier that changes no price
        (("26",), (PLAIN,), None),  # one that does is not compared
        (("26",), (PLAIN, rate(1_100, "26")), (1_100, None)),
        ((), (GP,), None),  # a rate of another modifier alone
        (("LT",), (PLAIN, GP), (3_000, None)),  # the side prices nothing
        (("LT",), (PLAIN, rate(3_300, "LT")), (3_300, "LT")),  # unless the contract says so
        (("RT",), (PLAIN, rate(3_300, "LT")), (3_000, None)),
        (("RT",), (PLAIN, rate(3_300, "LT/RT")), (3_300, "LT/RT")),
        (("RR", "KH"), (rate(9_000, "NU"), rate(900, "RR")), (900, None)),
        (("RR", "KH"), (rate(9_000, "NU"), rate(900, "RR"), rate(950, "RR KH")), (950, "RR KH")),
        (("50",), (PLAIN, rate(4_500, "50")), (4_500, None)),
        (("50",), (PLAIN,), None),
        (("50", "GP"), (PLAIN, GP), None),
    ],
)
def test_a_line_is_held_against_the_row_of_its_modifiers(marks, contracts, row):
    paid = row[0] if row else 2_000
    got = shown(line(paid, code="97110", marks=marks), contracts=contracts)
    assert got == ([[row[0], row[1], 1, "as contracted"]] if row else [])


def test_what_has_no_row_of_its_own_is_said_compared_or_not():
    rows = [*lines(3, 3_000, code="97110", marks=("GP",)), line(1_100, code="97110", marks=("26",))]
    told = said(*rows, contracts=(PLAIN,))
    assert (
        "3 lines with a modifier without a row in the contract (97110 GP) are compared with its row" in told
    )
    assert "1 line with modifiers for which the contract has no row (97110 26) are not compared" in told
    assert "no row" not in said(line(2_500, code="97110", marks=("GP",)), contracts=(PLAIN, GP))
    assert "(97110 without any)" in said(line(3_000, code="97110"), contracts=(GP,))


@pytest.mark.parametrize(("allowed", "above"), [(8_700, 0), (8_701, 0), (8_702, 2), (9_000, 300)])
def test_a_line_above_the_rate_seen_is_too_much_by_what_is_above_its_contract(allowed, above):
    # ten lines at 80.00; the contract is 87.00, and a cent may be rounding
    told = book(*lines(10), line(allowed, on="2026-01-07"), contracts=(rate(8_700, code="99213"),))
    assert told.differences.empty
    assert told.contracts.loc[told.contracts["state"].eq(ABOVE), "amount_cents"].sum() == above
    assert len(book(*lines(10), line(allowed, on="2026-01-07")).differences) == 1


def test_a_line_short_of_the_rate_seen_is_not_short_at_its_contract():
    told = book(*lines(10), line(7_000, on="2026-01-07"), contracts=(rate(7_000, code="99213"),))
    assert told.differences.empty
    less = book(*lines(10), line(6_900, on="2026-01-07"), contracts=(rate(7_000, code="99213"),))
    # 70.00 - 69.00: not 80.00 - 69.00, since the contract of its day asks for no more
    assert less.differences.empty and less.below_contract["short_cents"].tolist() == [100]


@pytest.mark.parametrize(
    ("code", "mod", "read"),
    [("11720-59", "", ("11720", "59")), ("97110 GP", "", ("97110", "GP")), ("97110GP", "", ("97110", "GP")),
     ("E0601-RR-KH", "", ("E0601", "RR KH")), ("L4361", "RT/LT", ("L4361", "RT/LT")),
     ("L4361", "rt or lt", ("L4361", "RT/LT")),
     ("K0001", "NU, KX", ("K0001", "NU KX")), ("99213", "None", ("99213", None)), ("99213", "n/a", ("99213", None)),
     ("9921325", "", ("9921325", None)), ("99213", "-25", ("99213", "25"))],
)  # fmt: skip
def test_a_modifier_is_read_from_the_code_or_from_its_own_column(tmp_path, code, mod, read):
    text = f'Payer,HCPCS,Mod,Rate\nAlder Mutual,"{code}","{mod}",10.00\nAlder Mutual,99499,GT,12.00\n'
    found = load_contract_rates(held(tmp_path, text), NOBODY).rows
    row = found.astype(object).where(found.notna(), None).iloc[0]
    assert (row["procedure_code"], row["modifiers"]) == read


CLINICIANS = {
    "1000000012": frozenset({"MD"}),
    "1000000020": frozenset({"LCSW"}),
    "1000000038": frozenset({"DC"}),
}
BY_CREDENTIAL = (rate(8_000, credential="MD/PhD"), rate(6_000, credential="Licensed clinical social worker"))


MD, LCSW, DC, NOBODY_KNOWS = *CLINICIANS, "1000000046"
OF_MD, OF_LCSW = BY_CREDENTIAL
LATE, EARLY = (
    rate(cents, effective_from=pd.Timestamp(year, 1, 1)) for cents, year in ((5_000, 2026), (8_000, 2025))
)
WHOSE = [
    (MD, BY_CREDENTIAL, (8_000, "MD/PhD")),
    (LCSW, BY_CREDENTIAL[::-1], (6_000, OF_LCSW["credential"])),
    (DC, BY_CREDENTIAL, None),  # a credential without a row
    (NOBODY_KNOWS, BY_CREDENTIAL, None),  # a clinician whose credential is not known
    (
        NOBODY_KNOWS,
        (OF_MD, OF_LCSW | {"rate_cents": 8_000}),
        (8_000, OF_LCSW["credential"]),
    ),  # one rate in both
    (DC, (*BY_CREDENTIAL, rate(5_000)), (5_000, None)),  # the rate of all others
    (LCSW, (LATE, *BY_CREDENTIAL), (6_000, OF_LCSW["credential"])),
    (NOBODY_KNOWS, (*BY_CREDENTIAL, rate(5_000)), None),
    (MD, (*BY_CREDENTIAL, rate(9_000, credential="Tier 2")), None),  # nobody knows whose it is
    (MD, (rate(8_000), rate(6_000)), None),  # nothing tells them apart: never the last
    (MD, (rate(8_000), rate(8_000)), (8_000, None)),
    (MD, (EARLY, rate(6_000)), (8_000, None)),
]


def test_a_line_is_held_against_the_row_of_its_clinicians_credential():
    codes = [f"970{n:02}" for n in range(len(WHOSE))]
    given = [line(row[0] if row else 7_000, code=code, rendering_npi=npi)
             for code, (npi, _, row) in zip(codes, WHOSE, strict=True)]  # fmt: skip
    held_to = [
        one | {"procedure_code": code}
        for code, (_, rates, _) in zip(codes, WHOSE, strict=True)
        for one in rates
    ]
    rows = book(*given, contracts=held_to, credentials=CLINICIANS).contracts
    rows = rows.astype({"contract_row": object}).where(rows.notna(), None).sort_values("procedure")
    got = rows[["procedure", "contract_cents", "contract_row", "state"]].values.tolist()
    wanted = [(code, row) for code, (_, _, row) in zip(codes, WHOSE, strict=True) if row]
    assert got == [[code, *row, "as contracted"] for code, row in wanted]


def test_lines_with_several_rates_are_said_with_what_they_may_be():
    unknown, other = line(7_000, code="97110"), line(7_000, code="97110", rendering_npi=DC)
    found = " ".join(_several_rates(book(unknown, other, contracts=BY_CREDENTIAL, credentials=CLINICIANS)))
    assert (
        "1 line (97110 without any) is not compared: the contract's rate depends on the credential" in found
    )
    assert "$60.00 to $80.00" in found and "no row for the credential" in found
    alike = _several_rates(book(unknown, contracts=(rate(8_000), rate(6_000))))
    assert "several rows of the code, $60.00 to $80.00," in " ".join(alike)


def test_a_rate_seen_over_all_clinicians_is_not_held_against_the_row_of_one_credential():
    # a physician's ten lines at 80.00, a social worker's at 60.00: the rate seen, 80.00, is not 20.00 above hers
    rows = [*lines(10, 8_000, code="97110", rendering_npi="1000000012"),
            line(6_000, on="2026-01-20", code="97110", rendering_npi="1000000020"),
            line(5_000, on="2026-01-21", code="97110", rendering_npi="1000000020")]  # fmt: skip
    told = book(*rows, contracts=BY_CREDENTIAL, credentials=CLINICIANS).contracts
    assert dict(zip(told["state"], told["amount_cents"], strict=False)) == {
        "below the contract": -1_000,
        "as contracted": 0,
    }
    assert told["lines"].sum() == 12


@pytest.mark.parametrize(
    ("name", "taxonomies", "cell", "fit"),
    [
        ("Dana Vale, Ph.D.", (), "PsyD / PhD", True), ("Vale, Dana LCSW", (), "MD", False),
        ("Dana Vale", ("1041C0700X",), "LCSW", True), ("Dana Vale", (), "LCSW", None),
        ("Dana Vale", ("363LF0000X",), "Mid-level provider", True), ("Dana Vale MD", (), "207Q00000X", None),
        ("Dana Vale", ("207R00000X",), "207Q00000X", False), ("Dana Vale", ("207Q00000X",), "207Q00000X", True),
        ("Dana Vale LMFT", (), "Masters level", True), ("Dana Vale MD", (), "MD or Tier 1", True),
        ("Dana Vale PA-C", (), "Tier 1", None), ("Dana Vale MD", (), "Marriage and Family Therapist", False),
    ],
)  # fmt: skip
def test_whose_rate_a_cell_is(name, taxonomies, cell, fit):
    assert credentials.fits(credentials.of_provider(name, taxonomies), cell) is fit


def test_the_column_of_credentials_is_read_and_all_is_everybodys(tmp_path):
    text = "Payer,Provider Type,CPT,Rate\nAlder Mutual,Any Provider,99213,10.00\nAlder Mutual,NP,99213,8.50\n"
    found = load_contract_rates(held(tmp_path, text), NOBODY).rows
    assert found["credential"].fillna("").tolist() == ["", "NP"]


def test_the_credentials_come_from_intake_history_and_remittances_and_only_where_a_rate_asks(monkeypatch):
    seen = pd.DataFrame(
        {"rendering_npi": ["1000000020", None], "rendering_name": ["Vale, Ann LCSW", "Roe, Bo MD"]}
    )
    monkeypatch.setattr(fee_inputs, "load_claims", lambda *_: SimpleNamespace(history=seen))
    paid = [
        claim("a", rendering_id=DC, rendering_suffix="D.C."),
        claim("b", rendering_id=MD, rendering_suffix="JR"),
    ]
    listed = pd.DataFrame({"npi": [MD, NOBODY_KNOWS], "name": ["Kit Lo", "Kim Poe"],
                           "taxonomy": ["2084P0800X", None], "other_taxonomies": [None, ["103T00000X"]]})  # fmt: skip
    given = (PRACTICE, listed, archive(claims=paid), archive())
    found = fee_inputs._credentials(*given, frame(CONTRACT_RATES, list(BY_CREDENTIAL)))
    assert found == {
        LCSW: {"LCSW"},
        DC: {"DC"},
        MD: {"MD", "2084P0800X"},
        NOBODY_KNOWS: {"PhD", "103T00000X"},
    }
    assert fee_inputs._credentials(*given, frame(CONTRACT_RATES, [PLAIN])) == {}
