"""Claims that the first payer sent on by itself: nobody submitted them, and a later payer's silence is said."""

from __future__ import annotations

import pandas as pd
import pytest
from baseline_makers import billed, value
from baseline_makers import book as monthly
from cutover.reading.claims.crossovers import stems
from cutover.reading.claims.history import read_claim_history
from cutover.reading.patients.tables import COVERAGES, PATIENTS
from cutover.workstreams.open_claims.counted import counted
from cutover.workstreams.open_claims.crossovers import silent as silent_claims
from cutover.workstreams.open_claims.due import NO_RULE, PAID_FOR
from cutover.workstreams.open_claims.due import SENT_ON as ASK
from cutover.workstreams.open_claims.report import report
from open_claims_makers import book, day, decided, findings, history, one
from parallel_frames import frame
from test_claims import REPORT, assert_every_row_is_accounted_for, era, loaded, report_row

PAID, SENT_ON = [("K7", 1, 110, 80, "20260302")], [("K7", 19, 110, 80, "20260302")]


def rows(*later, first="K7"):
    """A report with the first payer's claim of March 2, and later payers' rows as (number, payer)."""
    own = report_row(claim=first, account=first)
    return REPORT + own + "".join(
        report_row(claim=n, account=n, payer=p, paid="$0.00", status="Pending", sent="03/20/2026") for n, p in later
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "stem"),
    [("K7S", "K7"), ("k7-s", "K7"), ("K7 SEC", "K7"), ("66149-2", "66149"), ("66149-02", "66149"), ("K7B", "K7"),
     ("661492", None), ("K7", None), ("S", None), ("CLASS", None), ("66149-3", None)],
)  # fmt: skip
def test_a_later_payers_number_is_the_first_ones_with_a_known_ending(number, stem):
    found = stems(pd.Series([number], dtype="str")).iloc[0]
    assert found == stem if stem else pd.isna(found)


@pytest.mark.parametrize(
    ("eras", "number", "payer", "sent"),
    [
        (SENT_ON, "K7S", "Gulf Supplement", 1),
        (PAID, "K7S", "Gulf Supplement", 2),  # the first payer sent nothing on: the practice did
        (SENT_ON, "K7S", "Aetna", 2),  # the same payer again is no later payer
        (SENT_ON, "K8S", "Gulf Supplement", 2),  # another claim
        (SENT_ON, "K7", "Gulf Supplement", 1),  # the same number, two payers
    ],
)
def test_a_row_of_the_later_payer_is_no_submission_where_the_first_payer_sent_it_on(
    tmp_path, eras, number, payer, sent
):
    found = loaded(tmp_path, claims__h_csv=rows((number, payer)), era__a=era(eras))
    assert len(found.history) == 2 and len(found.submitted) == sent
    assert found.history["forwarded_on"].notna().sum() == 2 - sent
    if sent == 1:
        assert found.history["forwarded_on"].dropna().tolist() == [day("2026-03-20")]
    assert_every_row_is_accounted_for(found)


def test_the_later_payers_own_remittance_under_its_number_proves_no_submission_either(tmp_path):
    answer = era([("K7S", 2, 110, 20, "20260302")], name="GULF SUPPLEMENT", date="20260410")
    found = loaded(
        tmp_path, claims__h_csv=rows(("K7S", "Gulf Supplement")), era__a=era(SENT_ON), era__b=answer
    )
    assert found.submitted["payer_name"].tolist() == ["Aetna"]
    alone = loaded(tmp_path / "alone", era__a=era(SENT_ON), era__b=answer)
    assert alone.submitted["payer_name"].tolist() == ["AETNA"]
    for claims in (found, alone):
        assert_every_row_is_accounted_for(claims)


@pytest.mark.parametrize(("other", "crossed"), [(19, ["K7S", "K9S"]), (1, [])])
def test_where_the_first_remittance_is_not_held_the_other_claims_of_the_two_payers_decide(
    tmp_path, other, crossed
):
    told = rows(("K7S", "Gulf Supplement"))
    told += report_row(claim="K9", account="K9", served="03/03/2026")
    told += report_row(claim="K9S", account="K9S", served="03/03/2026", payer="Gulf Supplement", paid="$0.00",
                       status="Pending", sent="03/25/2026")  # fmt: skip
    found = loaded(tmp_path, claims__h_csv=told, era__a=era([("K7", other, 110, 80, "20260302")])).history
    assert sorted(found.loc[found["forwarded_on"].notna(), "claim_number"]) == crossed


def crossover(number: str, on: str, cents: int = 1_840, **said) -> dict:
    return history(number, "pending", cents, payer_name="GULF SUPPLEMENT", forwarded_on=day(on), **said)


def silent(given) -> tuple[int, int | None]:
    """The claims whose later payer is silent with their money, of which the finding is made."""
    found = silent_claims(given)
    return (len(found), int(found["worth_cents"].sum())) if len(found) else (0, None)


@pytest.mark.parametrize(("on", "cases"), [("2026-06-01", 0), ("2026-05-31", 1)])
def test_a_later_payer_is_silent_from_the_61st_day_on(on, cases):
    # 2026-06-01 and 60 days is 2026-07-31
    given = book([crossover("K7S", on)])
    assert silent(given) == ((1, 1_840) if cases else (0, None))
    told = [(f.count, f.amount_cents) for f in findings(given) if f.code == "handoff-crossover-silent"]
    assert told == [(1, 1_840)] * cases


def test_what_was_sent_on_is_open_with_its_payer_and_counted_as_such():
    given = book(
        [history("K7", "denied", 5_000), crossover("K7S", "2026-07-14"), crossover("K8S", "2026-07-20", 700)]
    )
    shown = counted(given).set_index("what")
    assert shown.loc["open claims that wait on a payer", ["rows", "amount_cents"]].tolist() == [3, 7_540]
    assert shown.loc["of them claims that the first payer sent on", "amount_cents"] == 1_840 + 700


@pytest.mark.parametrize(
    ("status", "answers", "found"),
    [("19", "K8S", (1, 2_000)), ("1", "K8S", (0, None)), ("19", "K7S", (0, None)), ("19", None, (0, None))],
)
def test_without_a_history_a_rest_sent_on_is_silent_where_later_payers_answer_others(status, answers, found):
    eras = [decided("K7", "2026-04-20", 8_000, status=status, patient_responsibility_cents=2_000)]
    if answers:
        eras += [decided(answers, "2026-05-20", 900, status="2", payer="GULF SUPPLEMENT")]
    assert silent(book(eras=eras)) == found


def test_a_month_is_charged_once_for_a_claim_that_was_sent_on():
    told = [
        billed("K7", "2026-03-02", 9_500),
        billed("K7S", "2026-03-02", 924, forwarded_on=day("2026-03-20")),
    ]
    assert value(monthly(told), "charges", "2026-03") == 9_500
    told[1]["forwarded_on"] = None
    assert value(monthly(told), "charges", "2026-03") == 9_500 + 924


CLOSED = [
    (
        8_000,
        2_000,
        "paid",
        False,
        (1, 2_000),
    ),  # closed with what the first payer left: the next never answered
    (8_000, 0, "paid", False, (0, None)),  # nothing is left
    (10_000, 2_000, "paid", False, (0, None)),  # more was paid than by the first payer: somebody answered
    (8_000, 2_000, "voided", False, (0, None)),
    (8_000, 2_000, "pending", False, (1, 2_000)),  # open with what was sent on: it waits for the next payer
    (
        8_000,
        2_001,
        "pending",
        False,
        (0, None),
    ),  # more is open than was sent on: the first payment is not in
    (8_000, 2_000, "pending", True, (1, 1_840)),  # it waits by the later payer's own row
    (8_000, 2_000, "paid", True, (1, 1_840)),  # the later payer's own row waits, and is told once
]


@pytest.fixture(scope="module")
def silent_ones():
    """Cases and cents of each of these claims with its row of the later payer, which answers the claim of another."""
    eras = [decided("X8S", "2026-05-20", 900, status="2", payer="GULF SUPPLEMENT")]
    eras += [decided(f"K{n}", "2026-04-20", 8_000, status="19", patient_responsibility_cents=2_000)
             for n in range(len(CLOSED))]  # fmt: skip
    rows = [
        history(f"K{n}", state, balance, paid_cents=paid)
        for n, (paid, balance, state, *_) in enumerate(CLOSED)
    ]
    rows += [crossover(f"K{n}S", "2026-04-21") for n, (*_, later, _) in enumerate(CLOSED) if later]
    told = silent_claims(book(rows, eras=eras))
    mine = [told[told["claim_number"].isin([f"K{n}", f"K{n}S"])]["worth_cents"] for n in range(len(CLOSED))]
    return [(len(cents), int(cents.sum()) if len(cents) else None) for cents in mine]


@pytest.mark.parametrize(("place", "found"), [(n, found) for n, (*_, found) in enumerate(CLOSED)])
def test_a_claim_that_the_history_calls_closed_is_silent_too(silent_ones, place, found):
    assert silent_ones[place] == found


# claims that the first payer did not send on: what it left is to be billed to the patient's further coverage


def patient(account="4411", member="1AB2C33DE45", first="Ida", second="Gulf Supplement", **spans):
    """A patient of the export and his two coverages; `spans` are days of either, as `secondary_from`."""
    parts = {"primary": ("Medicare", member), "secondary": (second, "S-1")}
    covered = [
        {"account_number": account, "priority": place, "payer_name": payer, "member_id": number,
         "effective_from": spans.get(f"{place}_from"), "effective_through": spans.get(f"{place}_through")}
        for place, (payer, number) in parts.items() if payer
    ]  # fmt: skip
    return {"account_number": account, "first_name": first}, covered


def asked(*eras, people=(), rows=()):
    given = book(rows, eras=eras)
    made = [person for person, _ in people], [one for _, many in people for one in many]
    columns = PATIENTS, COVERAGES
    vars(given.inputs)["patients"] = tuple(frame(c, part) for c, part in zip(columns, made, strict=True))
    return given


NAMES = {"4411": "44{:02}1", "1AB2C33DE45": "1AB2C33DE{:02}", "OA77": "OA7{:02}7", "9-4411": "9-44{:02}1"}


def apart(turn: int, value):
    """A value of a case with account and member numbers that no other case has."""
    if isinstance(value, dict):
        return {name: apart(turn, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(apart(turn, one) for one in value)
    if not isinstance(value, str):
        return value
    for old, new in NAMES.items():
        value = value.replace(old, new.format(turn))
    return value


def left_to_others(*cases: dict) -> list[tuple[int, int | None]]:
    """Of each case (`eras`, `people`, `rows`) the claims that nobody sent on and their money; one book has them all."""
    given = asked(
        *(era for n, case in enumerate(cases) for era in apart(n, case["eras"])),
        people=[
            person for n, case in enumerate(cases) for person in apart(n, case.get("people", [patient()]))
        ],
        rows=[row for n, case in enumerate(cases) for row in apart(n, case.get("rows", []))],
    ).unforwarded
    told = []
    for n in range(len(cases)):
        rows = given[given["patient_control_number"].str.contains(f"44{n:02}1|OA7{n:02}7")]
        told.append((len(rows), int(rows["left_cents"].sum()) if len(rows) else None))
    assert sum(count for count, _ in told) == len(given)
    return told


def test_a_claim_that_nobody_sent_on_is_a_finding_with_what_the_first_payer_left():
    given = asked(first(), first("4411-9", left=None), people=[patient()])
    (found,) = [f for f in findings(given) if f.code == "handoff-not-sent-on"]
    assert (found.count, found.amount_cents) == (1, 2_150)
    shown = counted(given).set_index("what")
    assert shown.loc["claims of both systems that were sent to no further coverage", "rows"] == 1


def first(number="4411-7", on="2026-06-01", status="1", left=2_150, payer="MEDICARE", **said):
    """A first payer's word that leaves $21.50 to the patient."""
    about = {"patient_id": "1AB2C33DE45", "patient_first_name": "IDA", "patient_responsibility_cents": left}
    return decided(number, "2026-06-20", 8_000, on=on, status=status, payer=payer, **(about | said))


LEFT_BY_FIRST = [
    ({}, (1, 2_150)),
    ({"status": "19"}, (0, None)),  # sent on
    ({"crossover_payer_name": "GULF"}, (0, None)),  # sent on, by a name beside status 1
    ({"remark_codes": "MA01 MA18"}, (0, None)),  # sent on, by a remark
    ({"remark_codes": "MA19"}, (1, 2_150)),  # the remark says that it was not
    ({"left": 0}, (0, None)),
    ({"payer": "GULF SUPPLEMENT"}, (0, None)),  # the further payer's own word
    ({"patient_id": None}, (1, 2_150)),  # by the account before the sign
    ({"patient_id": None, "number": "9-4411"}, (0, None)),
    ({"patient_id": "1AB2C33DE45", "number": "OA77"}, (1, 2_150)),
]


@pytest.fixture(scope="module")
def left_by_first():
    return left_to_others(*({"eras": [first(**said)]} for said, _ in LEFT_BY_FIRST))


@pytest.mark.parametrize(("place", "found"), [(n, found) for n, (*_, found) in enumerate(LEFT_BY_FIRST)])
def test_what_a_first_payer_left_and_sent_to_nobody_is_to_be_billed(left_by_first, place, found):
    assert left_by_first[place] == found


SPANS = [
    ({"second": None}, 0),
    ({"secondary_through": day("2026-05-31")}, 0),
    ({"secondary_through": day("2026-06-01")}, 1),
    ({"secondary_from": day("2026-06-02")}, 0),
    ({"primary_from": day("2026-06-02")}, 0),  # the first one did not hold yet: the other was the first
    ({"primary_from": day("2026-06-01")}, 1),
]


@pytest.fixture(scope="module")
def beside_the_first():
    return left_to_others(*({"eras": [first()], "people": [patient(**spans)]} for spans, _ in SPANS))


@pytest.mark.parametrize(("place", "cases"), [(n, cases) for n, (*_, cases) in enumerate(SPANS)])
def test_the_further_coverage_holds_beside_the_first_on_the_day_of_service(beside_the_first, place, cases):
    assert beside_the_first[place][0] == cases


def of_line(*lines):
    """The patient, whose coverages are of these lines of business."""
    person, covered = patient()
    return person, [row | {"line": line} for row, line in zip(covered, lines, strict=True)]


LINES = [
    ((None, None), "MEDICARE", 1),  # by rank
    (("medical", "vision"), "MEDICARE", 0),
    (("medical", "medical"), "MEDICARE", 1),
    (("medical", None), "MEDICARE", 1),  # the further one by rank
    ((None, "dental"), "MEDICARE", 0),  # beside a plain one
    (("medical", "vision"), "AETNA", 0),  # no payer of the export's: the first coverage's line counts
    (("medical", "medical"), "AETNA", 1),
]


@pytest.fixture(scope="module")
def of_lines():
    return left_to_others(
        *({"eras": [first(payer=payer)], "people": [of_line(*lines)]} for lines, payer, _ in LINES)
    )


@pytest.mark.parametrize(("place", "cases"), [(n, cases) for n, (*_, cases) in enumerate(LINES)])
def test_a_coverage_of_another_line_of_business_is_no_secondary_payer(of_lines, place, cases):
    assert of_lines[place][0] == cases


def test_the_line_of_a_claim_is_that_of_the_coverage_whose_payer_decided_it():
    person, covered = patient()
    third = {"account_number": "4411", "priority": "tertiary", "payer_name": "Sunvue", "line": "vision"}
    rows = [covered[0] | {"line": "medical"}, covered[1] | {"line": "vision"}, third]
    by_vision = asked(first(payer="GULF SUPPLEMENT"), people=[(person, rows)]).unforwarded
    assert by_vision["to"].tolist() == ["Sunvue"]
    assert asked(first(), people=[(person, rows)]).unforwarded.empty


def ticket(number: str, **said) -> dict:
    """A row of a list that has one number for each claim alone."""
    row = history(number, "pending", 2_150, paid_cents=8_000, **said)
    return row | {"claim_number": number, "patient_control_number": None}


NEXT = [
    ([decided("4411-7", "2026-07-02", 2_150, status="2", payer="GULF SUPPLEMENT")], [], 0),
    ([decided("4411-7S", "2026-07-02", 2_150, status="2", payer="GULF SUPPLEMENT")], [], 0),
    (
        [decided("4411-7", "2026-07-02", 2_150, status="2", payer="GULF", on="2026-06-02")],
        [],
        0,
    ),  # its day
    ([decided("4411-8", "2026-07-02", 2_150, status="2", payer="GULF SUPPLEMENT")], [], 1),
    (
        [],
        [history("4411-7", "paid", 0, paid_cents=8_000)],
        1,
    ),  # closed with the first payer's money alone
    ([], [history("4411-7", "paid", 0, paid_cents=10_150)], 0),  # 80.00 and 21.50 and 0.00 more
    ([], [history("4411-7"), history("4411-7", payer_name="GULF SUPPLEMENT")], 0),  # a row for the next
    ([], [ticket("4411-7", state_as_written="Billed Secondary")], 0),  # by the list's own word
    ([], [ticket("4411-7", state_as_written="Billed")], 1),
]


@pytest.fixture(scope="module")
def after_the_next():
    return left_to_others(*({"eras": [first(), *later], "rows": rows} for later, rows, _ in NEXT))


@pytest.mark.parametrize(("place", "cases"), [(n, cases) for n, (*_, cases) in enumerate(NEXT)])
def test_an_answer_money_or_a_row_of_the_next_payer_says_that_it_was_billed(after_the_next, place, cases):
    assert after_the_next[place][0] == cases


@pytest.mark.parametrize(("name", "cases"), [("OTTO", 1), ("EVA", 0)])
def test_of_two_who_share_a_member_id_the_first_name_tells_who_it_is(name, cases):
    others = [patient("1", first="Otto"), patient("2", first="Ida", second=None)]
    assert len(asked(first(number="Q1", patient_first_name=name), people=others).unforwarded) == cases


WAITS = [
    ("19", 2_000, False, False),  # sent on with 2,000, the later payer has not answered: nobody pays it yet
    ("1", 2_000, False, True),  # kept by the first payer, which has paid it
    ("19", 2_001, False, True),  # more is open than was left to others: the first payment is not posted
    ("19", 2_000, True, True),  # the later payer has answered
]


@pytest.fixture(scope="module")
def told_as_paid():
    """The numbers of the claims that a remittance pays: K0 is the first of these cases."""
    rows = [
        history(f"K{n}", "pending", balance, paid_cents=8_000) for n, (_, balance, *_) in enumerate(WAITS)
    ]
    eras = [decided(f"K{n}", "2026-04-20", 8_000, status=status, patient_responsibility_cents=2_000)
            for n, (status, *_) in enumerate(WAITS)]  # fmt: skip
    eras += [decided(f"K{n}S", "2026-05-20", 900, status="2", payer="GULF SUPPLEMENT")
             for n, (*_, later, _) in enumerate(WAITS) if later]  # fmt: skip
    (found,) = [f for f in findings(book(rows, eras=eras)) if f.code == "handoff-paid-in-era"]
    return set(found.evidence.frame["claim_number"])


@pytest.mark.parametrize(("number", "is_paid"), [(f"K{n}", is_paid) for n, (*_, is_paid) in enumerate(WAITS)])
def test_a_claim_that_waits_for_the_payer_it_was_sent_on_to_is_not_told_as_paid(
    told_as_paid, number, is_paid
):
    assert (number in told_as_paid) is is_paid


def sent_on(*cases: tuple[dict, dict]):
    """The book of a history whose claims K0, K1, ... have $20.00 open of what MEDICARE sent on after $80.00."""
    rows, eras = [], []
    for n, (claim, first) in enumerate(cases):
        said = {
            "status": "19",
            "patient_responsibility_cents": 2_000,
            "crossover_payer_name": "GULF SUPPLEMENT",
        }
        eras.append(decided(f"K{n}", "2026-07-20", 8_000, payer="MEDICARE", **(said | first)))
        row = {"payer_name": "Medicare", "submission_date": day("2026-06-03"), "paid_cents": 8_000} | claim
        rows.append(history(f"K{n}", row.pop("state", "pending"), row.pop("cents", 2_000), **row))
    return book(rows, eras=eras)


def waiting(*cases: tuple[dict, dict]) -> list:
    """The open claim of each case, None where nothing of it waits on a payer."""
    rows = sent_on(*cases).open
    rows = rows[rows["status"] != "patient responsibility"].set_index("claim_number")
    return [rows.loc[f"K{n}"] if f"K{n}" in rows.index else None for n in range(len(cases))]


def test_an_open_claim_that_its_remittance_sent_on_waits_for_the_payer_that_got_it():
    given = sent_on(({}, {}))
    told, claim = report(given), one(given)
    assert (claim["payer"], claim["deadline_unknown"], claim["worth_cents"]) == (
        "GULF SUPPLEMENT",
        ASK,
        2_000,
    )
    assert pd.isna(claim["deadline_on"]) and pd.isna(claim["expected_cents"])
    first = told.tables["first"].frame.iloc[0]
    assert first["sent_on"] == "by MEDICARE on 2026-07-20"
    shown = told.tables["counted"].frame.set_index("what")
    assert shown.loc["of them claims that the first payer sent on", ["rows", "amount_cents"]].tolist() == [
        1,
        2_000,
    ]


OWED = [
    (
        {},
        {"crossover_payer_name": None},
        "(next payer, not named)",
    ),  # sent on to somebody: who is not known
    (
        {"cents": 2_001},
        {},
        "MEDICARE",
    ),  # more is open than was left to others: the first payment is not in
    ({}, {"status": "1"}, "MEDICARE"),  # nobody sent it on
    ({"state": "denied"}, {}, "MEDICARE"),  # denied by the practice's own word
    (
        {"state": "unknown", "state_as_written": None},
        {},
        "GULF SUPPLEMENT",
    ),  # no state: not the patient's yet
    ({"state": "unknown", "state_as_written": None}, {"status": "1"}, None),  # the patient's
]


@pytest.fixture(scope="module")
def owed():
    return waiting(*((claim, first) for claim, first, _ in OWED))


@pytest.mark.parametrize(("place", "payer"), [(n, payer) for n, (*_, payer) in enumerate(OWED)])
def test_whose_a_claim_is_that_the_first_payer_paid(owed, place, payer):
    assert (None if owed[place] is None else owed[place]["payer"]) == payer


LIST = "Ticket,Client,Insurance,{},DOS,Filed,Charges,Paid,Balance,Status\n"
LISTED = 'T{},"Rowan, Ada",Medicare,{},07/0{}/2026,07/1{}/2026,$100.00,$80.00,$20.00,{}\n'


@pytest.mark.parametrize("header", ["Secondary", "Secondary Insurance", "Insurance 2", "Supplement"])
def test_a_list_of_claims_names_the_payer_after_the_first_one(header):
    text = LIST.format(header) + LISTED.format(1, "Gulf Supplement", 1, 1, "Billed")
    text += LISTED.format(2, "", 2, 2, "Billed")
    rows = read_claim_history(text.encode(), "claims/list.csv").claims
    assert rows["payer_name"].tolist() == ["Medicare"] * 2
    assert rows["next_payer_name"].fillna("-").tolist() == ["Gulf Supplement", "-"]


BILLED = [
    ("19", "Billed", "Gulf", "Gulf", ASK),  # sent on: the remittance names nobody, the list does
    ("1", "Billed Secondary", "Gulf", "Gulf", NO_RULE),  # on which day, nobody says
    ("1", "Billed Secondary", None, "(next payer, not named)", NO_RULE),
    ("1", "Not billed secondary", "Gulf", "MEDICARE", PAID_FOR),
    ("1", "Billed", "Gulf", "MEDICARE", PAID_FOR),  # still the first payer's, which has paid
]
LEFT = [(2_000, NO_RULE), (2_001, PAID_FOR)]


@pytest.fixture(scope="module")
def billed_on():
    """The claims of BILLED, then those of LEFT: a remittance that names no next payer, and what the list says."""
    nobody = {"crossover_payer_name": None}
    cases = [({"next_payer_name": named, "state_as_written": written}, nobody | {"status": status})
             for status, written, named, *_ in BILLED]  # fmt: skip
    cases += [
        ({"state_as_written": "Billed Secondary", "cents": cents}, nobody | {"status": "1"})
        for cents, _ in LEFT
    ]
    return waiting(*cases)


@pytest.mark.parametrize(
    ("place", "payer", "why"), [(n, payer, why) for n, (*_, payer, why) in enumerate(BILLED)]
)
def test_what_a_list_calls_billed_to_the_next_payer_waits_for_it(billed_on, place, payer, why):
    assert (billed_on[place]["payer"], billed_on[place]["deadline_unknown"]) == (payer, why)


@pytest.mark.parametrize(("place", "why"), [(n, why) for n, (_, why) in enumerate(LEFT)])
def test_more_than_the_first_payer_left_is_its_own_payment_that_is_not_posted(billed_on, place, why):
    assert billed_on[len(BILLED) + place]["deadline_unknown"] == why
