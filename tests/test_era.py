"""The 835 as tables: what each segment means, what adds up, and what is said of damage."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.era import tables
from cutover.reading.era.reader import kind_of, read_era, read_era_file

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
ISA += "*250131*1200*^*00501*000000007*0*P*:~"


def payment(*segments, paid="80", control="0001", flag="C"):
    """One ST of a remittance with these segments after its header."""
    body = [f"ST*835*{control}", f"BPR*I*{paid}*{flag}*CHK************20250131", "TRN*1*CHECK1*1234567890"]
    body += ["N1*PR*PAYER", "N1*PE*CLINIC*XX*1234567893", "REF*TJ*123456789", "LX*1", *segments]
    return "~".join([*body, f"SE*{len(body) + 1}*{control}"]) + "~"


def interchange(*payments):
    """One interchange around these payments."""
    head = f"{ISA}GS*HP*S*R*20250131*1200*7*X*005010X221A1~"
    return f"{head}{''.join(payments)}GE*{len(payments)}*7~IEA*1*000000007~"


def read(text):
    return read_era(text.encode("latin-1"), "a.835")


CLAIM = "CLP*ACCOUNT*1*100*80*5*12*PAYERCLAIM*11*1"


def test_a_claim_balances_by_the_adjustments_of_claim_and_line_together():
    claims = read(
        interchange(payment(CLAIM, "CAS*CO*45*5", "SVC*HC:99213:25*100*80", "CAS*PR*1*10**2*5"))
    ).claims
    assert claims["difference_cents"].tolist() == [0]  # 100.00 - 5.00 - (10.00 + 5.00) - 80.00
    assert claims["claim_adjustment_cents"].tolist() == [500]
    assert claims["service_adjustment_cents"].tolist() == [1500]


def test_a_claim_one_cent_off_is_unbalanced():
    claims = read(interchange(payment(CLAIM, "CAS*CO*45*19.99"))).claims
    assert claims["difference_cents"].tolist() == [1]  # 100.00 - 19.99 - 80.00
    assert claims["is_balanced"].tolist() == [False]


def test_a_positive_provider_adjustment_lowers_the_payment_and_a_negative_one_raises_it():
    text = payment(CLAIM, "PLB*1234567893*20251231*WO:REF*30*L6*-10", paid="60")
    found = read(interchange(text))
    assert found.payments["provider_adjustment_cents"].tolist() == [2000]  # 30.00 - 10.00
    assert found.payments["difference_cents"].tolist() == [0]  # 60.00 - (80.00 - 20.00)
    assert found.provider_adjustments["reference"].tolist()[0] == "REF"
    assert pd.isna(found.provider_adjustments["reference"].tolist()[1])


@pytest.mark.parametrize("said", ["Fb", "fB", "Wp", "F-", "F", "FBX", "W\xd1"])
def test_a_provider_adjustment_whose_reason_is_no_code_is_said(said):
    unread = read(interchange(payment(CLAIM, f"PLB*1234567893*20251231*{said}:REF*30", paid="50"))).unread
    assert ("PLB", "not a code") in set(zip(unread["segment"], unread["reason"], strict=True))


@pytest.mark.parametrize("said", ["FB", "72", "J1", " WO"])
def test_a_provider_adjustment_of_two_digits_or_capitals_has_a_reason(said):
    unread = read(interchange(payment(CLAIM, f"PLB*1234567893*20251231*{said}:REF*30", paid="50"))).unread
    assert "not a code" not in set(unread["reason"])


@pytest.mark.parametrize("mark", ["~", "\t", "\x1c", "'"])
@pytest.mark.parametrize("line", ["", "\n", "\r\n"])
def test_line_breaks_are_no_part_of_a_remittance_whatever_ends_its_segments(mark, line):
    plain = interchange(payment(CLAIM, "CAS*CO*45*20"))
    wrapped = "".join(c + "\n" * (n % 72 == 71) for n, c in enumerate(plain)).replace("~", mark + line)
    for name in ("payments", "claims", "adjustments"):
        columns = ["source_file", "source_row"]
        one, other = (getattr(read(text), name).drop(columns=columns) for text in (plain, wrapped))
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("damaged", ["\r80", "8\r0", "80\r"])
def test_a_carriage_return_in_an_amount_is_said_where_line_feeds_end_segments(damaged):
    found = read(interchange(payment(CLAIM.replace("*80*", f"*{damaged}*"))).replace("~", "\n"))
    assert found.claims["paid_cents"].isna().all()
    assert "not an amount" in set(found.unread["reason"])


@pytest.mark.parametrize("end", ["\r\n", "\r\r\n", "\n\r"])
def test_a_carriage_return_beside_a_line_feed_ends_the_line_with_it(end):
    plain, lines = interchange(payment(CLAIM, "CAS*CO*45*20")), ["\r\n", "\n", end]
    mixed = "".join(part + lines[n % 3] for n, part in enumerate(plain.split("~")))
    found = read(mixed.replace(":\r\n", ":\n", 1))
    assert found.claims["difference_cents"].tolist() == [0]  # 100.00 - 20.00 - 80.00
    assert found.payments["counts_agree"].tolist() == [True]
    assert found.unread.empty


@pytest.mark.parametrize(
    ("paid", "flag", "cents"), [("80", "C", 8000), ("80", "D", -8000), ("-80", "D", -8000)]
)
def test_a_debit_is_negative_and_one_already_negative_is_not_turned_round(paid, flag, cents):
    assert read(interchange(payment(CLAIM, paid=paid, flag=flag))).payments["paid_cents"].tolist() == [cents]


def test_a_reversal_and_its_correction_are_both_kept():
    text = payment("CLP*A*22*-100*-80", "CLP*A*1*100*70", paid="-10")
    claims = read(interchange(text)).claims
    assert claims["paid_cents"].tolist() == [-8000, 7000]


def test_an_amount_that_is_not_whole_cents_is_null_and_the_balance_unknown():
    found = read(interchange(payment("CLP*A*1*100.005*80", "CAS*CO*45*20")))
    assert found.claims["charge_cents"].isna().tolist() == [True]
    assert found.claims["is_balanced"].isna().tolist() == [True]
    row = found.unread[found.unread["reason"] == "not an amount"].iloc[0]
    assert (row["segment"], row["element"], row["text"]) == ("CLP", 3, "100.005")


def test_the_29th_of_february_exists_in_a_leap_year_alone():
    found = read(interchange(payment(CLAIM, "DTM*232*20240229", "DTM*233*20250229")))
    assert found.claims["statement_from"].tolist() == [pd.Timestamp("2024-02-29")]
    assert found.claims["statement_through"].isna().all()
    assert found.unread["reason"].tolist() == ["not a date"]


def test_the_tax_id_in_n104_counts_before_ref_tj():
    text = interchange(payment(CLAIM)).replace("XX*1234567893", "FI*987654321")
    found = read(text)
    assert found.payments["payee_tin"].tolist() == ["987654321"]
    assert found.payments["payee_npi"].isna().all()
    assert found.unread["reason"].tolist() == ["another name"]  # REF*TJ says 123456789
    same = read(text.replace("TJ*123456789", "TJ*98-7654321"))
    assert same.unread["reason"].tolist() == ["repeated"]


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        ("N1*PE*CLINIC", "N1*PE*CLINIC*XX*1234567893", "payee_npi"),
        ("N1*PE*CLINIC*FI", "N1*PE*CLINIC*FI*123456789", "payee_tin"),
        ("REF*TJ*", "REF*TJ*123456789", "payee_tin"),
        ("N1*PR*PAYER", "N1*PR*PAYER*XV*60054", "payer_id"),
    ],
)
def test_a_segment_without_its_value_gives_way_to_a_later_one_that_holds_it(first, second, column):
    text = interchange(payment(CLAIM))
    plain = {"PE": "N1*PE*CLINIC*XX*1234567893", "PR": "N1*PR*PAYER", "TJ": "REF*TJ*123456789"}[
        first.split("*")[1]
    ]
    text = text.replace("REF*TJ*123456789~", "") if column == "payee_tin" and "N1" in first else text
    found = read(text.replace(plain, f"{first}~{second}")).payments[column].tolist()
    assert found == [second.split("*")[-1]]


def test_a_day_of_another_qualifier_counts_where_the_first_is_absent():
    lines = read(interchange(payment(CLAIM, "SVC*HC:99213*100*80", "DTM*472*", "DTM*150*20250103"))).services
    assert lines["service_date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-03"]


def test_a_second_name_of_the_patient_is_set_aside_as_repeated():
    found = read(interchange(payment(CLAIM, "NM1*QC*1*FIRST", "NM1*QC*1*SECOND")))
    assert found.claims["patient_last_name"].tolist() == ["FIRST"]
    assert found.unread["text"].tolist() == ["NM1*QC*1*SECOND"]


def test_remark_codes_of_a_claim_and_of_a_line_stay_in_order():
    found = read(interchange(payment(CLAIM, "MOA***MA01**MA02", "SVC*HC:1*100*80", "LQ*HE*N1", "LQ*HE*M2")))
    assert found.claims["remark_codes"].tolist() == ["MA01 MA02"]
    assert found.services["remark_codes"].tolist() == ["N1 M2"]


def test_remark_codes_stay_with_their_own_claim_where_others_have_none():
    bare = "CLP*OTHER*1*100*80*20"
    found = read(
        interchange(payment(bare, CLAIM, "MOA***MA01", bare, CLAIM, "MIA*0****MA07", "MOA***MA02", bare))
    )
    assert found.claims["remark_codes"].fillna("none").tolist() == [
        "none",
        "MA01",
        "none",
        "MA07 MA02",
        "none",
    ]


def test_the_service_date_is_dtm_472_else_150():
    lines = ["SVC*HC:1*50*40", "DTM*150*20250102", "SVC*HC:2*50*40", "DTM*472*20250103"]
    dates = read(interchange(payment(CLAIM, *lines))).services["service_date"]
    assert dates.tolist() == [pd.Timestamp("2025-01-02"), pd.Timestamp("2025-01-03")]


def test_wrong_counts_and_control_numbers_are_told():
    good = interchange(payment(CLAIM))
    for wrong in (
        good.replace("SE*9*", "SE*8*"),
        good.replace("GE*1*", "GE*2*"),
        good.replace("IEA*1*", "IEA*2*"),
    ):
        assert read(wrong).payments["counts_agree"].tolist() == [False]
    assert read(good.replace("IEA*1*000000007", "IEA*1*000000008")).payments["counts_agree"].tolist() == [
        False
    ]
    assert read(good).payments["counts_agree"].tolist() == [True]


def test_a_file_cut_in_a_claim_is_not_whole_and_the_half_segment_is_not_read():
    text = interchange(payment(CLAIM, "SVC*HC:1*100*80"))
    found = read(text[: text.index("*100*80~SE") + 3])
    assert found.payments["is_whole"].tolist() == [False]
    assert len(found.services) == 0
    assert found.unread["reason"].tolist() == ["cut"] * 4  # the SVC, and no SE, GE and IEA
    assert set(found.unread["segment"]) == {"SVC", "ST", "GS", "ISA"}


def test_a_999_beside_an_835_is_named_and_not_misread():
    other = "ST*999*0002~AK1*HP*1~CLP*NOT*A*CLAIM~SE*4*0002~"
    found = read(interchange(payment(CLAIM), other))
    assert len(found.payments) == len(found.claims) == 1
    assert found.unread[["reason", "text"]].values.tolist() == [
        ["not an 835", "999"],
        ["out of place", "CLP*NOT*A*CLAIM"],  # a claim in a receipt is never passed over
    ]
    assert found.payments["counts_agree"].tolist() == [True]


def test_damage_in_one_interchange_leaves_the_next_whole():
    cut = interchange(payment(CLAIM))[:260]
    found = read(cut + "\n" + interchange(payment(CLAIM)))
    assert found.payments["is_whole"].tolist() == [False, True]
    assert found.payments["interchange"].tolist() == [0, 1]


def test_the_position_of_what_is_unread_is_that_in_the_file_line_breaks_counted():
    text = "Dear all,\r\n" + interchange(payment(CLAIM, "PER*CX*ÄÖ", "QTY*CA*8")).replace("~", "~\r\n")
    found = read(text)
    at = {row.segment: row.byte for row in found.unread.itertuples()}
    assert (at["PER"], at["QTY"]) == (text.index("PER*"), text.index("QTY*"))


def test_a_remittance_without_any_envelope_is_read_and_told():
    found = read(payment(CLAIM))
    assert found.claims["charge_cents"].tolist() == [10_000]
    assert found.payments["isa_control"].isna().all()
    assert found.unread["reason"].tolist() == ["outside an interchange"]
    assert len(read(payment(CLAIM).split("~", 1)[1]).claims) == 1  # even the ST is lost


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-8"])
def test_a_name_is_the_same_in_every_encoding(encoding):
    text = interchange(payment(CLAIM, "NM1*QC*1*MÜLLER"))
    assert read_era(text.encode(encoding), "a.835").claims["patient_last_name"].tolist() == ["MÜLLER"]


def test_a_patient_called_isa_begins_no_interchange():
    found = read(interchange(payment(CLAIM, "NM1*QC*1*LISA*ISA*M")))
    assert found.claims["patient_first_name"].tolist() == ["ISA"]
    assert len(found.unread) == 0


@pytest.mark.parametrize("data", [b"", b" \r\n\0", b"no remittance at all", b"\x00\xff" * 50])
def test_what_is_no_x12_is_refused_in_a_sentence(data):
    with pytest.raises(InputError, match=r"^a\.835: .*Fetch the file again"):
        read_era(data, "a.835")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (interchange(payment(CLAIM)), "835"),
        (interchange("ST*999*1~AK1*HP*1~SE*3*1~"), "999"),
        (interchange("ST*837*1~BHT*1~SE*3*1~"), "837"),
        (ISA + "TA1*000000007*250131*1200*A*000~IEA*0*000000007~", "TA1"),
        ("PK\x03\x04rest", "zip"),
        ("\r\n", "empty"),
        ("1) 123456 ... ACCEPTED CLAIM DETAIL", "file summary"),
        ("Check#   Amount  # Claims  NPI or Tax ID  Payee  Date", "text ERA"),
        ("file,bytes\na,1\n", "unknown"),
    ],
)
def test_a_file_is_known_by_its_content(data, kind):
    assert kind_of(data.encode("latin-1")) == kind


def test_a_file_on_disk_gives_the_tables_of_its_bytes(tmp_path):
    data = (interchange(payment(CLAIM, "REF*ZZ*NO COLUMN")) * 3).encode()
    (tmp_path / "a.835").write_bytes(data)
    found, expected = read_era_file(tmp_path / "a.835", "a.835"), read_era(data, "a.835")
    for name in tables.REMITTANCE:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))
    (tmp_path / "b.835").write_bytes(b"")
    with pytest.raises(InputError, match="an empty file"):
        read_era_file(tmp_path / "b.835", "b.835")


def test_columns_that_share_their_memory_are_never_written_to():
    claims = read(interchange(payment(CLAIM, CLAIM))).claims
    with pytest.raises(ValueError, match="read-only"):
        claims.loc[0, "tax_cents"] = 5
    changed = claims.copy()
    changed.loc[0, "tax_cents"] = 5
    assert changed["tax_cents"].sum() == 5
    assert claims["tax_cents"].isna().all()
    assert claims["interest_cents"].isna().all()


@pytest.mark.parametrize("line_end", ["", "\r\n"])
@pytest.mark.parametrize("repetition", ["^", "+"])
def test_a_file_whose_separator_is_also_its_repetition_mark_is_read_whole(repetition, line_end):
    text = interchange(payment(CLAIM, "CAS*CO*45*20", "SVC*HC:99213*100*80"))
    other = text.replace("*^*", "*+*").replace("*", "^").replace(":", "*").replace("+", repetition)
    found = read(other.replace("~", f"~{line_end}"))
    assert found.payments["isa_control"].tolist() == ["000000007"]
    assert found.payments["isa_date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-31"]
    assert found.payments["paid_cents"].tolist() == [8000]
    assert found.services["procedure_code"].tolist() == ["99213"]
    assert found.claims["difference_cents"].tolist() == [0]  # 100.00 - 20.00 - 80.00
    assert len(found.unread) == 0
