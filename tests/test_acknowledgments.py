"""Receipts for claims: what a 999 and a 277CA accept and reject, and that no damage passes without a word."""

from __future__ import annotations

import random

import pytest
from cutover.errors import InputError
from cutover.reading.x12.acknowledgment_tables import ASIDE_REASONS
from cutover.reading.x12.acknowledgments import accepted, claims_accepted, read_acknowledgments

ISA = "ISA*00*          *00*          *ZZ*PAYERX         *ZZ*CLINICX        *260301*0900*^*00501*000000001*0*P*:"
RECEIPT = (
    "ST*999*0001*005010X231A1",
    "AK1*HC*17*005010X222A1",
    "AK2*837*0001*005010X222A1",
    "IK5*A",
    "AK2*837*0002*005010X222A1",
    "IK3*NM1*8*2010*8",
    "CTX*CLM01:ACCT7",
    "IK4*9*67*7*123456789",
    "IK5*R*5",
    "AK9*P*2*2*1",
    "SE*11*0001",
)
STATUS = (
    "ST*277*0001*005010X214",
    "BHT*0085*08*1*20260301*0900*TH",
    "HL*1**20*1",
    "NM1*PR*2*EXAMPLE HEALTH*****PI*99001",
    "HL*2*1*21*1",
    "NM1*41*2*CLINIC*****46*C1",
    "STC*A1:19:PR*20260301*WQ*250",
    "HL*3*2*19*1",
    "NM1*85*2*CLINIC*****XX*1234567893",
    "HL*4*3*PT",
    "NM1*QC*1*DOE*A****MI*M1",
    "TRN*2*ACCT1",
    "STC*A2:20:PR*20260301*WQ*100.50",
    "REF*1K*ICN1",
    "DTP*472*RD8*20260201-20260203",
    "HL*5*3*PT",
    "NM1*QC*1*ROE*B****MI*M2",
    "TRN*2*ACCT2",
    "STC*A7:562:85*20260301*U*149.5******A7:507**BAD NPI",
    "REF*D9*CH2",
    "SE*21*0001",
)


def file(*sets: tuple[str, ...], end: str = "~", pad: str = "") -> bytes:
    body = [ISA, "GS*FA*P*C*20260301*0900*1*X*005010X231A1", *[s for one in sets for s in one]]
    text = "".join(s + pad + end for s in (*body, f"GE*{len(sets)}*1", "IEA*1*000000001"))
    return text.encode()


def read(*sets: tuple[str, ...], **how):
    return read_acknowledgments(file(*sets, **how), "a.999")


@pytest.mark.parametrize("how", [{}, {"end": "~\r\n"}, {"pad": " "}, {"end": "\n"}])
def test_a_999_says_which_sets_were_taken_and_why_not(how):
    found = read(RECEIPT, **how)
    receipt = found.acknowledgments.iloc[0]
    assert receipt[["kind", "group_control", "outcome"]].tolist() == ["999", "17", "P"]
    assert receipt[["sets_stated", "sets_received", "sets_accepted"]].tolist() == [2, 2, 1]
    assert found.sets[["set_control", "outcome"]].values.tolist() == [["0001", "A"], ["0002", "R"]]
    assert accepted(found.sets["outcome"]).tolist() == [True, False]
    assert accepted(found.acknowledgments["outcome"]).isna().tolist() == [True]  # in part
    errors = found.errors[["segment", "place", "element", "code", "value", "context"]].astype(object)
    assert errors.where(errors.notna(), None).values.tolist() == [
        ["NM1", 8, None, "8", None, "CLM01:ACCT7"],
        ["NM1", 8, "9", "7", "123456789", None],
    ]
    assert found.unread.empty


def test_a_277ca_says_of_each_claim_whether_it_was_taken():
    found = read(STATUS)
    claims = claims_accepted(found.statuses)
    assert claims[["patient_control_number", "is_accepted"]].values.tolist() == [
        ["ACCT1", True],
        ["ACCT2", False],
    ]
    rows = found.statuses[["level", "category", "status", "entity", "amount_cents"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["receiver", "A1", "19", "PR", 25_000],
        ["claim", "A2", "20", "PR", 10_050],
        ["claim", "A7", "562", "85", 14_950],
        ["claim", "A7", "507", None, 14_950],
    ]
    first, second = found.statuses.iloc[1], found.statuses.iloc[2]
    assert first[["payer_claim_number", "provider_npi", "payer_name"]].tolist() == [
        "ICN1",
        "1234567893",
        "EXAMPLE HEALTH",
    ]
    assert [str(first[day].date()) for day in ("service_from", "service_through")] == [
        "2026-02-01",
        "2026-02-03",
    ]
    assert second[["clearinghouse_number", "message"]].tolist() == ["CH2", "BAD NPI"]


def test_what_is_not_read_is_kept():
    found = read(STATUS)
    assert found.unread["text"].tolist() == [
        "NM1*41*2*CLINIC*****46*C1",
        "NM1*QC*1*DOE*A****MI*M1",
        "NM1*QC*1*ROE*B****MI*M2",
    ]
    assert not any(ASIDE_REASONS[reason][0] for reason in found.unread["reason"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda s: [x.replace("20260301*U", "2026031*U") for x in s], "not a date"),
        (lambda s: [x.replace("*149.5*", "*14O.5*") for x in s], "not an amount"),
        (
            lambda s: [x.replace("STC*A7:562:85*20260301*U*149.5******A7:507**BAD NPI", "STC") for x in s],
            "no outcome",
        ),
        (lambda s: s[:-1], "cut"),
        (lambda s: s[1:], "out of place"),
    ],
)
def test_damage_of_a_277ca_is_said(change, reason):
    found = read_acknowledgments(file(RECEIPT, tuple(change(list(STATUS)))), "a.277")
    assert reason in found.unread["reason"].tolist()


def test_a_999_without_an_outcome_or_cut_is_said():
    assert (
        "no outcome" in read(tuple(s for s in RECEIPT if not s.startswith("AK9"))).unread["reason"].tolist()
    )
    cut = read_acknowledgments(file(RECEIPT)[:300], "a.999")
    assert "cut" in cut.unread["reason"].tolist()
    assert cut.acknowledgments["is_whole"].tolist() == [False]


def test_an_835_is_no_receipt():
    with pytest.raises(InputError, match="no 999, 997 or 277"):
        read_acknowledgments(file(("ST*835*0001", "BPR*I*1*C*ACH", "SE*3*0001")), "a.835")


def decided(data: bytes) -> tuple[list, list, bool]:
    """What a file decides, and whether anything in it is damaged."""
    try:
        found = read_acknowledgments(data, "a")
    except InputError:
        return [], [], True
    statuses = (
        found.statuses[["patient_control_number", "category", "status", "outcome"]].fillna("").values.tolist()
    )
    sets = found.sets[["set_control", "outcome"]].fillna("").values.tolist()
    return statuses, sets, any(ASIDE_REASONS[reason][0] for reason in found.unread["reason"])


def test_a_lost_segment_or_a_cut_never_turns_a_decision_round_in_silence():
    rng, whole = random.Random(5), file(RECEIPT, STATUS)
    statuses, sets, _ = decided(whole)
    for _ in range(150):
        pieces = whole.decode().split("~")
        if rng.random() < 0.5:
            pieces.pop(rng.randrange(2, len(pieces) - 1))
            data = "~".join(pieces).encode()
        else:
            data = whole[: rng.randrange(120, len(whole) - 20)]
        got, got_sets, damaged = decided(data)
        assert damaged or (got, got_sets) == (statuses, sets), data


ANSWER = (
    "ST*277*0001*005010X212", "BHT*0010*08*1*20260301*0900*DG", "HL*1**20*1", "NM1*PR*2*EXAMPLE HEALTH*****PI*99001",
    "HL*2*1*21*1", "NM1*41*2*CLINIC*****46*C1", "HL*3*2*19*1", "NM1*1P*2*CLINIC*****XX*1234567893",
    "HL*4*3*22*0", "NM1*IL*1*DOE*A****MI*M1", "TRN*2*T1", "STC*P1:20*20260301**100", "REF*EJ*ACCT1",
    "DTP*472*D8*20260201", "TRN*2*ACCT2", "STC*A7:562*20260301**149.5", "SE*17*0001",
)  # fmt: skip


def test_an_answer_on_the_status_of_claims_is_read_claim_by_claim():
    found = read(ANSWER).statuses[["patient_control_number", "level", "category", "amount_cents"]]
    assert found.values.tolist() == [["ACCT1", "claim", "P1", 10_000], ["ACCT2", "claim", "A7", 14_950]]


@pytest.mark.parametrize("which", [RECEIPT, STATUS, ANSWER], ids=["999", "277CA", "277"])
def test_codes_in_lower_case_and_other_separators_decide_the_same(which):
    whole = file(which)
    head, body = whole[:106], whole[106:].decode()
    low = (
        head
        + "~".join(
            part.lower() if part.startswith(("IK5", "AK9", "STC", "HL")) else part for part in body.split("~")
        ).encode()
    )
    other = whole.translate(bytes.maketrans(b"*:~", b"|>\n"))
    assert decided(whole) == decided(low) == decided(other)


@pytest.mark.parametrize(
    ("change", "damage"),
    [
        (("AK9*P*2*2*1", "AK9*A*2*2*1"), True),  # one set is rejected
        (("AK9*P*2*2*1", "AK9*R*2*2*1"), True),  # one set is accepted
        (("AK9*P*2*2*1", "AK9*P*2*2*0"), True),  # one set is accepted
        (("AK9*P*2*2*1", "AK9*P*1*1*1"), True),  # two sets are there
        (("IK5*R*5", "IK5**5"), True),  # an outcome left blank
        (("AK9*P*2*2*1", "AK9*P*3*3*2"), False),  # a set without an error need not be listed
    ],
)
def test_a_999_whose_total_differs_from_its_sets_is_said(change, damage):
    found = read(tuple(change[1] if part == change[0] else part for part in RECEIPT))
    assert any(ASIDE_REASONS[reason][0] for reason in found.unread["reason"]) is damage
