"""Any remittance, however it is written, is read back; whatever bytes come, nothing breaks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
from cutover.errors import InputError
from cutover.reading.era import tables
from cutover.reading.era.reader import kind_of, read_era
from cutover.reading.x12 import chunks as x12
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SETTINGS = settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
SMALL = 300  # bytes: so small a chunk cuts these files at every claim


@dataclass(frozen=True)
class Habit:
    """How a sender writes: delimiters, line habit, encoding."""

    element: str
    component: str
    segment: str
    line: str
    encoding: str


def habits():
    """Delimiters that differ from each other, and the line habits that public files show."""
    marks = st.permutations(list("*|^~!>:+\x1d\x1f")).map(lambda marks: marks[:3])
    lines = st.sampled_from(["none", "after", "crlf", "before", "wrapped", "is the terminator"])
    return st.builds(
        lambda m, line, encoding: Habit(
            m[0], m[1], "\n" if line == "is the terminator" else m[2], line, encoding
        ),
        marks,
        lines,
        st.sampled_from(["latin-1", "utf-8"]),
    )


TEXTS = st.text("ABCDEFGHIJ 0123456789.'-ÄÉÑöß", min_size=1, max_size=12).map(str.strip).filter(bool)
CODES = st.text("ABC0123456789", min_size=1, max_size=4)
CENTS = st.integers(-(10**11), 10**11)
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
OPTIONAL_TEXT = st.none() | TEXTS
ADJUSTMENT = st.tuples(CODES, CENTS, st.none() | st.integers(1, 99))
GROUPS = st.lists(
    st.tuples(st.sampled_from(["CO", "PR", "OA"]), st.lists(ADJUSTMENT, min_size=1, max_size=6)), max_size=2
)
LINE = st.fixed_dictionaries(
    {"code": CODES, "modifiers": st.lists(CODES, max_size=4), "charge": CENTS, "paid": CENTS}
    | {"date": st.none() | DATES, "control": OPTIONAL_TEXT, "adjustments": GROUPS}
    | {"remarks": st.lists(CODES, max_size=3)}
)
CLAIM = st.fixed_dictionaries(
    {"account": TEXTS, "status": CODES, "charge": CENTS, "paid": CENTS, "number": OPTIONAL_TEXT}
    | {"last": OPTIONAL_TEXT, "first": OPTIONAL_TEXT, "received": st.none() | DATES}
    | {"allowed": st.none() | CENTS, "adjustments": GROUPS, "lines": st.lists(LINE, max_size=3)}
)
PAIR = st.tuples(st.text("ABC0123456789", min_size=2, max_size=2), OPTIONAL_TEXT, CENTS)
PAYMENT = st.fixed_dictionaries(
    {"paid": CENTS, "date": DATES, "trace": TEXTS, "payer": TEXTS, "payee": TEXTS}
    | {"claims": st.lists(CLAIM, max_size=3), "pairs": st.lists(PAIR, max_size=6)}
)
REMITTANCES = st.lists(PAYMENT, min_size=1, max_size=3)


def amount(cents):
    """Cents as a sender writes them: without a needless fraction."""
    whole, part = divmod(abs(cents), 100)
    text = f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)
    return "-" + text if cents < 0 else text


def day(date):
    return "" if date is None else date.strftime("%Y%m%d")


def cas(groups):
    for group, triples in groups:
        parts = [p for code, cents, count in triples for p in (code, amount(cents), str(count or ""))]
        yield ["CAS", group, *parts]


def claim_segments(claim):
    """The segments of a claim; a list within a segment is a composite."""
    yield [
        "CLP",
        claim["account"],
        claim["status"],
        amount(claim["charge"]),
        amount(claim["paid"]),
        "",
        "",
        claim["number"] or "",
    ]
    yield from cas(claim["adjustments"])
    if claim["last"] or claim["first"]:
        yield ["NM1", "QC", "1", claim["last"] or "", claim["first"] or ""]
    if claim["received"]:
        yield ["DTM", "050", day(claim["received"])]
    if claim["allowed"] is not None:
        yield ["AMT", "AU", amount(claim["allowed"])]
    for line in claim["lines"]:
        yield ["SVC", ["HC", line["code"], *line["modifiers"]], amount(line["charge"]), amount(line["paid"])]
        if line["date"]:
            yield ["DTM", "472", day(line["date"])]
        yield from cas(line["adjustments"])
        if line["control"]:
            yield ["REF", "6R", line["control"]]
        for remark in line["remarks"]:
            yield ["LQ", "HE", remark]


def payment_segments(payment, control):
    body = [
        ["ST", "835", control],
        ["BPR", "I", amount(payment["paid"]), "C", "CHK", *[""] * 11, day(payment["date"])],
        ["TRN", "1", payment["trace"], "1234567890"],
        ["N1", "PR", payment["payer"]],
        ["N1", "PE", payment["payee"], "XX", "1234567893"],
        ["LX", "1"],
        *[segment for claim in payment["claims"] for segment in claim_segments(claim)],
    ]
    if payment["pairs"]:
        pairs = [p for code, ref, cents in payment["pairs"] for p in ([code, ref or ""], amount(cents))]
        body.append(["PLB", "1234567893", "20251231", *pairs])
    return [*body, ["SE", str(len(body) + 1), control]]


def written(remittance, habit):
    """A whole interchange as bytes, in one sender's habit."""
    isa = ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", "SENDER".ljust(15), "ZZ", "RECEIVER".ljust(15)]
    isa += ["250131", "1200", "U", "00501", "000000007", "0", "P", habit.component]
    body = [s for n, payment in enumerate(remittance) for s in payment_segments(payment, f"{n + 1:04d}")]
    segments = [isa, ["GS", "HP", "S", "R", "20250131", "1200", "7", "X", "005010X221A1"], *body]
    segments += [["GE", str(len(remittance)), "7"], ["IEA", "1", "000000007"]]
    marks = {habit.element, habit.component, habit.segment}
    ends = {"after": habit.segment + "\n", "crlf": habit.segment + "\r\n", "before": "\n" + habit.segment}
    end = ends.get(habit.line, habit.segment)
    texts = []
    for segment in segments:
        parts = [
            habit.component.join(p).rstrip(habit.component) if isinstance(p, list) else p for p in segment
        ]
        assert segment is isa or not any(m in p for p in segment if isinstance(p, str) for m in marks)
        texts.append(
            habit.element.join(parts) if segment is isa else habit.element.join(parts).rstrip(habit.element)
        )
    text = "".join(t + end for t in texts)
    if habit.line == "wrapped":
        text = "\n".join(text[at : at + 80] for at in range(0, len(text), 80))
    return text.encode(habit.encoding)


def rows(frame, *columns):
    """A frame as plain Python rows, None for null."""
    return [
        tuple(None if pd.isna(v) else v for v in row) for row in frame[list(columns)].itertuples(index=False)
    ]


def expected_adjustments(remittance):
    claim_number = line_number = -1
    for number, payment in enumerate(remittance):
        for claim in payment["claims"]:
            claim_number += 1
            owners = [(None, claim["adjustments"])]
            for line in claim["lines"]:
                line_number += 1
                owners.append((line_number, line["adjustments"]))
            for owner, groups in owners:
                for group, triples in groups:
                    for place, (code, cents, count) in enumerate(triples, start=1):
                        yield number, claim_number, owner, group, code, cents, count, place


def stamp(date):
    return None if date is None else pd.Timestamp(date)


def assert_reads_back(found, remittance):
    claims = [c for payment in remittance for c in payment["claims"]]
    lines = [line for c in claims for line in c["lines"]]
    assert rows(
        found.payments, "paid_cents", "payment_date", "trace_number", "payer_name", "payee_name", "payee_npi"
    ) == [(p["paid"], stamp(p["date"]), p["trace"], p["payer"], p["payee"], "1234567893") for p in remittance]
    assert found.payments["is_whole"].all()
    assert found.payments["counts_agree"].all()
    differences = [  # BPR02 - (paid on claims - provider adjustments)
        p["paid"] - sum(c["paid"] for c in p["claims"]) + sum(cents for *_, cents in p["pairs"])
        for p in remittance
    ]
    assert found.payments["difference_cents"].tolist() == differences
    names = ("patient_control_number", "status", "charge_cents", "paid_cents", "payer_claim_number")
    names += ("patient_last_name", "patient_first_name", "received_date", "coverage_cents")
    assert rows(found.claims, *names) == [
        (
            c["account"],
            c["status"],
            c["charge"],
            c["paid"],
            c["number"],
            c["last"],
            c["first"],
            stamp(c["received"]),
            c["allowed"],
        )
        for c in claims
    ]
    names = ("procedure_code", "modifier_1", "modifier_4", "charge_cents", "paid_cents", "service_date")
    assert rows(found.services, *names, "line_control_number", "remark_codes") == [
        (
            s["code"],
            *[s["modifiers"][n] if n < len(s["modifiers"]) else None for n in (0, 3)],
            s["charge"],
            s["paid"],
            stamp(s["date"]),
            s["control"],
            " ".join(s["remarks"]) or None,
        )
        for s in lines
    ]
    keys = ("payment_id", "claim_id", "service_id", "group_code", "reason_code")
    assert rows(found.adjustments, *keys, "amount_cents", "quantity", "triple") == list(
        expected_adjustments(remittance)
    )
    assert rows(
        found.provider_adjustments, "payment_id", "reason_code", "reference", "amount_cents", "pair"
    ) == [
        (n, *pair, place)
        for n, payment in enumerate(remittance)
        for place, pair in enumerate(payment["pairs"], start=1)
    ]
    assert not len(found.unread)


@SETTINGS
@given(REMITTANCES, habits(), st.sampled_from([SMALL, x12.CHUNK]))
def test_a_remittance_is_read_back_exactly_in_any_delimiters_and_line_habit(remittance, habit, chunk):
    assert_reads_back(read_era(written(remittance, habit), "a.835", chunk), remittance)


def same(one, other):
    for name in tables.REMITTANCE:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


@SETTINGS
@given(REMITTANCES, habits(), st.integers(1, 2000))
def test_the_size_of_a_chunk_changes_nothing(remittance, habit, chunk):
    data = written(remittance, habit)
    same(read_era(data, "a.835", chunk), read_era(data, "a.835"))


@SETTINGS
@given(REMITTANCES, REMITTANCES, habits(), habits())
def test_two_files_joined_give_the_tables_of_both(first, second, habit, other):
    joined = read_era(written(first, habit) + written(second, other), "a.835")
    assert_reads_back(joined, first + second)
    assert joined.payments["interchange"].tolist() == [0] * len(first) + [1] * len(second)


def check_tables(data, chunk=x12.CHUNK):
    """Read any bytes: tables in their contract, keys that exist, or an InputError and nothing else."""
    assert isinstance(kind_of(data), str)
    try:
        found = read_era(data, "a.835", chunk)
    except InputError as error:
        assert str(error).startswith("a.835: ")
        return None
    for name, contract in tables.REMITTANCE.items():
        frame = getattr(found, name)
        assert list(frame.columns) == [c.name for c in contract]
        assert all(frame[c.name].dtype == c.dtype for c in contract)
        for column in frame.select_dtypes("str"):
            frame[column].to_list()  # decodes every text
    assert found.claims["payment_id"].isin(found.payments["payment_id"]).all()
    assert found.services["claim_id"].isin(found.claims["claim_id"]).all()
    assert found.unread["reason"].isin(list(tables.UNREAD_REASONS)).all()
    assert found.unread["byte"].between(0, len(data)).all()
    return found


@SETTINGS
@given(st.binary(max_size=400))
def test_any_bytes_give_tables_or_an_error_in_words(data):
    check_tables(data)


PIECES = st.sampled_from(
    [
        b"ISA*",
        b"GS*HP*",
        b"ST*835*1",
        b"ST*999*1",
        b"BPR*I*1",
        b"CLP*1*1",
        b"CLP*1*22*1*2",
        b"SVC*HC:1*2*x",
        b"CAS*CO*45*1*2*3",
        b"CAS",
        b"PLB*1*20250101*WO:1*5",
        b"N1*PE*A*XX*1",
        b"N1*PR*B",
        b"REF*TJ*1",
        b"SE*1*1",
        b"GE*1*1",
        b"IEA*1*1",
        b"TA1*1",
        b"DTM*472*20250229",
        b"LQ*HE*M1",
        b"NM1*QC*1*X",
        b"~",
        b"~",
        b"\n",
        b"*",
        b":",
        b"\x00",
        b"\xff",
        b" ",
        b"\x1c",
        b"MOA***MA01",
        b"AMT*AU*1.005",
        b"LX*1",
        b"ABCDEFG",
        b"\xc3\x84",
    ]
)
ISA = b"ISA*00*          *00*          *ZZ*A              *ZZ*B              "
ISA += b"*250131*1200*^*00501*000000007*0*P*:~"


@SETTINGS
@given(st.booleans(), st.lists(PIECES, max_size=40), st.sampled_from([SMALL, x12.CHUNK]))
def test_segments_in_any_order_give_tables(headed, pieces, chunk):
    check_tables((ISA if headed else b"") + b"".join(p if len(p) < 3 else p + b"~" for p in pieces), chunk)


@SETTINGS
@given(REMITTANCES, habits(), st.data())
def test_a_damaged_file_gives_tables_or_an_error_in_words(remittance, habit, data):
    content = bytearray(written(remittance, habit))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        kind = data.draw(st.sampled_from(["cut", "flip", "delete", "double", "insert"]))
        if kind == "cut":
            del content[at:]
        elif kind == "flip" and at < len(content):
            content[at] = data.draw(st.integers(0, 255))
        elif kind == "delete":
            del content[at : at + 3]
        elif kind == "double":
            content[at:at] = content[at : at + 90]
        else:
            content[at:at] = data.draw(st.binary(max_size=5))
    check_tables(bytes(content), data.draw(st.sampled_from([SMALL, x12.CHUNK])))


@SETTINGS
@given(REMITTANCES, st.data())
def test_a_file_cut_anywhere_keeps_every_claim_before_the_cut(remittance, data):
    plain = written(remittance, Habit("*", ":", "~", "none", "latin-1"))
    cut = data.draw(st.integers(200, len(plain)))
    found = check_tables(plain[:cut])
    whole = [s for s in plain[:cut].split(b"~")[:-1] if s.startswith(b"CLP*")]
    assert len(found.claims) == len(whole)
    if b"~IEA" not in plain[:cut]:  # an IEA without its end closes; its counts tell the damage
        assert (found.unread["reason"] == "cut").any()


@SETTINGS
@given(REMITTANCES, st.lists(PIECES, max_size=20), st.integers(0, 10**6))
def test_every_segment_is_structure_in_a_table_or_unread(remittance, pieces, place):
    """Conservation: no segment of a file vanishes, whatever stands between its good ones."""
    segments = written(remittance, Habit("*", ":", "~", "none", "utf-8")).split(b"~")[:-1]
    at = 2 + place % (len(segments) - 2)
    strange = [p for p in pieces if len(p) > 3 and not p.startswith((b"ISA", b"ST*999"))]
    segments[at:at] = strange
    found = check_tables(b"~".join(segments) + b"~")
    held = {"ISA", "GS", "ST", "SE", "GE", "IEA", "LX"}
    tabled = [set(getattr(found, n)["source_row"]) for n in ("payments", "claims", "services")]
    tabled += [set(found.adjustments["source_row"]), set(found.provider_adjustments["source_row"])]
    whole = found.unread[found.unread["element"].isna()]
    counted = set().union(*tabled) | set(whole["source_row"])
    texts = _texts_of(found)
    for row, segment in enumerate(segments, start=1):
        name = segment.split(b"*")[0].decode("latin-1")
        if row not in counted and name not in held:
            assert name in {"BPR", "TRN", "N1", "REF", "DTM", "NM1", "AMT", "LQ", "MOA"}, segment
            value = segment.split(b"*")[2:3]
            assert not value or not value[0] or _is_somewhere(texts, segment), segment


def _texts_of(found):
    """Everything that stands in a table or was set aside, as text."""
    texts = set(found.unread["text"].dropna())
    for name in ("payments", "claims", "services"):
        for _, column in getattr(found, name).items():
            texts |= {str(value) for value in column.dropna().unique()}
    return texts | {part for text in texts for part in text.split(" ")}


def _is_somewhere(texts, segment):
    """Tell whether the last element of a segment that fills columns stands in one, or is set aside."""
    last = segment.split(b"*")[-1].decode()
    shapes = {last.strip(), f"{last[:4]}-{last[4:6]}-{last[6:]} 00:00:00", _cents(last)}
    return bool(shapes & texts)


def _cents(text):
    whole, _, part = text.lstrip("-").partition(".")
    sign = "-" if text.startswith("-") else ""
    return sign + str(int((whole or "0") + part.ljust(2, "0"))) if (whole + part).isdigit() else ""
