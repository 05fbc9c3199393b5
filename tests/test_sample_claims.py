"""The sample's claims, payer lists and invoices: fees and defects counted again from the bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter, defaultdict

import openpyxl
import pytest
from cutover.identifiers import is_npi
from cutover.money import cents
from cutover_sample.generate import generate
from test_sample import Sample

PRACTICES = ("cedar-grove", "harbor-point", "juniper-hill", "alder-creek", "birch-landing", "cobble-hill",
             "dunewood", "eastmere")  # fmt: skip
SUMMARIZED = ("harbor-point", "alder-creek")


@pytest.fixture(scope="module")
def sample(sample_home):
    return Sample(sample_home)


@pytest.fixture(scope="module")
def lists(sample):
    """The payer lists by their day: payer ID on claims -> whether it is non-par."""
    found = {}
    for path, data in sample.files.items():
        if path.startswith("payer_list/"):
            rows = list(openpyxl.load_workbook(io.BytesIO(data))["Payers"].iter_rows(values_only=True))
            head = rows[0]
            day = dt.date.fromisoformat(path[-15:-5])
            found[day] = {}
            for row in rows[1:]:
                said = dict(zip(head, row, strict=True))
                if "TYP" in said:
                    found[day][said["PAYER ID"]] = said["TYP"] == "NP"
                elif "837" in said["TRANSACTION"]:
                    found[day][said["PAYER ID"]] = said["NON PAR"] == "Yes"
    return found


def us_day(text):
    return dt.datetime.strptime(text, "%m/%d/%Y").date() if text else None  # noqa: DTZ007


def summarized(data):
    """The claim lines of a file summary, cut at the columns' places, with their section and day."""
    lines = data.decode("iso-8859-1").split("\r\n")
    day = us_day(lines[1].removeprefix("Date Processed: "))
    section = ""
    for line in lines:
        if line[:8] in ("ACCEPTED", "ERROR CL", "PENDING "):
            section = line.split()[0].lower()
        elif line[:6].strip().endswith(")"):
            yield {"section": section, "sent": day, "id": line[7:17].strip(), "tin": line[109:119].strip(),
                   "number": line[121:135].strip(), "npi": line[135:145], "payer": line[146:151].strip(),
                   "error": line[153:]}  # fmt: skip


def histories(sample, practice):
    """The claims of a practice's history, in one shape for both layouts; amounts in cents; read once."""
    read = sample.__dict__.setdefault("histories", {})
    if practice not in read:
        found = {p: d for p, d in sample.files.items() if p.startswith(f"{practice}/claims/")}
        rows = (_list(d) if p.endswith(".csv") else _printed(d) for p, d in found.items())
        read[practice] = [claim for table in rows for claim in table]
    return read[practice]


def _list(data):
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield {"number": row["PCN"], "sent": us_day(row["Date Billed"]), "payer": row["Payer Code"],
               "npi": row["Rendering Provider NPI"] or row["Billing Provider NPI"],
               "status": row["Claim Status"], "paid": cents(row["Paid Amount"]),
               "balance": cents(row["Bal"]), "charge": cents(row["Total Charge"]),
               "adj": cents(row["Adj"]), "pt": cents(row["Patient Paid"])}  # fmt: skip


def _printed(data):
    page = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["Claim History"]
    rows = list(page.iter_rows(min_row=5, values_only=True))
    head = rows[0]
    for cells in rows[1:]:
        row = dict(zip(head, cells, strict=True))
        if row["Patient Control #"]:
            npi = row["Rendering NPI"] or (row["Form"] == "UB-04" and row["Attending NPI"])
            day = row["Submitted"]
            named = tuple(bool(row[f"{who} NPI"]) for who in ("Rendering", "Attending"))
            yield {"number": row["Patient Control #"], "sent": day and day.date(), "payer": row["Payer ID"],
                   "npi": npi or row["Billing NPI"], "form": row["Form"],
                   "named": named, "status": row["Visit Status"]} | _amounts(row)  # fmt: skip


_AMOUNTS = (
    ("charge", "Charges"),
    ("paid", "Ins Paid"),
    ("adj", "Adjustments"),
    ("pt", "Pt Paid"),
    ("balance", "Balance"),
)


def _amounts(row):
    return {name: round(row[header] * 100) for name, header in _AMOUNTS}


def sent(sample, practice):
    """What was submitted and accepted, in its last state: payer ID on claims, NPI that counts, day."""
    if practice not in SUMMARIZED:
        return [(c["payer"], c["npi"], c["sent"]) for c in histories(sample, practice) if c["sent"]]
    last = {}
    for path, data in sorted(sample.files.items()):
        if path.startswith(f"{practice}/submissions/"):
            for row in summarized(data):
                if row["id"] not in last or row["sent"] > last[row["id"]]["sent"]:
                    last[row["id"]] = row
    rows = [r for r in last.values() if r["section"] != "error"]
    return [(r["payer"], r["npi"], r["sent"]) for r in rows]


def status(lists, payer, day):
    """non-par, par or unknown by the latest list on a day."""
    said = lists[max(d for d in lists if d <= max(day, min(lists)))]
    return "unknown" if payer not in said else "non-par" if said[payer] else "par"


def test_every_fee_of_every_month_comes_out_of_the_files_to_the_cent(sample, lists):
    for practice in PRACTICES:
        counts = defaultdict(Counter)
        for payer, npi, day in sent(sample, practice):
            counts[f"{day:%Y-%m}", npi]["claims"] += 1
            counts[f"{day:%Y-%m}", npi][status(lists, payer, day)] += 1
        keyed = {(f["month"], f["npi"]): f for f in sample.key["facts"]["fees"] if f["practice"] == practice}
        gone = 4 if practice == "cedar-grove" else 0  # claims that the history lacks
        assert sum(f["claims"] for f in keyed.values()) == sum(c["claims"] for c in counts.values()) + gone
        for (month, npi), found in counts.items():
            fee = keyed[month, npi]
            if not gone:
                assert (fee["claims"], fee["nonpar"], fee["unknown"]) == (
                    found["claims"], found["non-par"], found["unknown"])  # fmt: skip
            old, new = (3_995, 4_495) if month < "2026" else (4_495, 4_495)
            for nonpar, amount, name in (
                (found["non-par"], old, "low_cents"),
                (found["non-par"] + found["unknown"], new, "high_cents"),
            ):
                owes = nonpar >= 1 if month >= "2026" else nonpar >= 1 and nonpar / found["claims"] >= 0.5
                assert fee[name] == (amount if owes else 0), (practice, month, npi)


def test_one_provider_is_just_above_exactly_at_and_just_below_half(sample):
    fees = {
        f["month"]: f
        for f in sample.key["facts"]["fees"]
        if f["practice"] == "cobble-hill" and f["npi"].startswith("170005001")
    }
    shares = {month: 2 * fees[month]["nonpar"] - fees[month]["claims"] for month in fees}
    assert (shares["2025-08"], shares["2025-09"], shares["2025-10"]) == (1, 0, -1)
    assert [fees[m]["low_cents"] for m in ("2025-08", "2025-09", "2025-10")] == [3_995, 3_995, 0]
    assert [fees[m]["high_cents"] for m in ("2025-08", "2025-09", "2025-10")] == [4_495, 4_495, 0]


def test_the_rule_of_2026_makes_one_practice_pay_and_another_not(sample):
    facts = {f["practice"]: f for f in sample.key["facts"]["claims"]}
    assert facts["alder-creek"]["fees_24_months_high_cents"] == 0
    before = [
        f for f in sample.key["facts"]["fees"] if f["practice"] == "birch-landing" and f["month"] < "2026"
    ]
    assert sum(f["high_cents"] for f in before) == 0
    after = [
        f for f in sample.key["facts"]["fees"] if f["practice"] == "birch-landing" and f["month"] >= "2026"
    ]
    assert sum(f["low_cents"] for f in after) > 20 * 4_495  # four providers in seven months, nearly each


def test_the_book_is_above_a_tier_that_no_practice_reaches(sample):
    months = defaultdict(Counter)
    for fee in sample.key["facts"]["fees"]:
        months[fee["month"]][fee["practice"]] += fee["claims"]
    recent = [months[m] for m in sorted(months)[-13:-1]]
    assert min(sum(m.values()) for m in recent) > 500 > max(max(m.values()) for m in recent)


def test_institutional_claims_have_each_npi_and_none(sample):
    named = Counter((c["form"], c["named"]) for c in histories(sample, "dunewood"))
    assert set(named) == {("CMS-1500", (True, False)), ("CMS-1500", (False, False)), ("UB-04", (True, True)),
                          ("UB-04", (False, True)), ("UB-04", (False, False))}  # fmt: skip


def test_a_payer_turns_nonpar_in_mid_year_and_one_is_on_no_list(lists):
    turned = {day: said["TLHP4"] for day, said in lists.items()}
    assert turned == {dt.date(2024, 6, 3): False, dt.date(2026, 3, 31): False, dt.date(2026, 4, 1): True}
    assert all("LAC05" not in said for said in lists.values())


def test_an_unlisted_payer_leaves_a_range_in_some_month_of_2026(sample):
    late = [f for f in sample.key["facts"]["fees"] if f["month"] >= "2026"]
    assert any(f["low_cents"] == 0 and f["high_cents"] == 4_495 for f in late)


def test_rejected_and_pending_claims_change_no_fee(sample, lists):
    rejected = Counter()
    for practice in SUMMARIZED:
        rows = [
            r
            for p, d in sample.files.items()
            if p.startswith(f"{practice}/submissions/")
            for r in summarized(d)
        ]
        rejected[practice] = sum(r["section"] == "error" for r in rows)
        assert all(status(lists, r["payer"], r["sent"]) == "par" for r in rows if r["section"] != "accepted")
        assert all(bool(r["error"]) == (r["section"] == "error") for r in rows)
        days = defaultdict(set)
        for r in rows:
            days[r["id"]].add((r["sent"], r["section"]))
        twice = [sorted(found) for found in days.values() if len(found) > 1]
        assert twice
        assert all([s for _, s in found] == ["pending", "accepted"] for found in twice)
    keyed = {f["practice"]: f["submissions"].get("rejected", 0) for f in sample.key["facts"]["claims"]}
    assert {p: keyed[p] for p in SUMMARIZED} == rejected


def test_histories_add_up_and_their_subtotals_do(sample):
    for practice in ("cedar-grove", "juniper-hill", "dunewood"):
        for claim in histories(sample, practice):
            assert claim["balance"] == claim["charge"] - claim["paid"] - claim["adj"] - claim["pt"]
    page = openpyxl.load_workbook(io.BytesIO(sample.files["dunewood/claims/Claim History 2025.xlsx"])).active
    running = total = 0
    for row in page.iter_rows(min_row=6, values_only=True):
        if str(row[0]).startswith("Total for"):
            assert round(row[13] * 100) == running
            total, running = total + running, 0
        elif row[0] == "Grand Total":
            assert round(row[13] * 100) == total
        elif row[1]:
            running += round(row[13] * 100)


def test_the_history_and_the_remittances_disagree_as_the_key_says(sample):
    for practice in ("cedar-grove", "juniper-hill", "birch-landing"):
        history = {c["number"]: c for c in histories(sample, practice)}
        paid = Counter()
        for s in sample.counting(practice):
            for claim in s.claims:
                paid[claim["number"]] += claim["paid"]
        cut = {c["check"] for c in sample.cases("era-truncated", practice)}
        lost = [c["paid"] for n, c in history.items() if c["paid"] > 0 and n not in paid]
        count, total = sample.keyed("claims-paid-no-era", practice)
        if cut:  # claims of a cut file are seen by a reader that keeps what was whole
            assert count <= len(lost)
        else:
            assert (len(lost), sum(lost)) == (count, total)
            off = [abs(c["paid"] - paid[n]) for n, c in history.items() if n in paid and c["paid"] != paid[n]]
            assert (len(off), sum(off)) == sample.keyed("claims-amount-differs", practice)
            strange = [cents_paid for n, cents_paid in paid.items() if n not in history and cents_paid > 0]
            assert (len(strange), sum(strange)) == sample.keyed("claims-not-in-history", practice)
    assert sample.keyed("claims-not-in-history", "cedar-grove")[0] == 4
    (strange,) = (c for c in histories(sample, "cedar-grove") if c["status"] == "Z9")
    assert sample.keyed("claims-status-unknown", "cedar-grove") == (1, strange["charge"])


def invoiced(sample, practice):
    """The lines of a practice's invoices: month, description, NPI, cents."""
    for path, data in sorted(sample.files.items()):
        if not path.startswith(f"{practice}/invoices/"):
            continue
        if path.endswith(".csv"):
            for r in csv.DictReader(io.StringIO(data.decode(), newline="")):
                yield r["Billing Period"], r["Description"], r["NPI"], cents(r["Amount"])
            continue
        rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=4, values_only=True))
        *inside, total = rows
        assert round(total[8] * 100) == sum(round(r[8] * 100) for r in inside)
        yield from ((r[2], r[3], r[5] or "", round(r[8] * 100)) for r in inside)


def test_invoiced_fees_are_those_due_but_for_three_mistakes(sample):
    wrong = defaultdict(list)
    for practice in PRACTICES:
        due = Counter()
        for f in sample.key["facts"]["fees"]:
            if f["practice"] == practice and f["high_cents"]:
                month = f"{f['month'][5:]}/{f['month'][:4]}"
                due[month, f["npi"]] = 3_995 if f["month"] < "2025-09" else 4_495  # the sample's own step
        charged = defaultdict(list)
        for month, text, npi, amount in invoiced(sample, practice):
            if text.startswith("Non-Par"):
                charged[month, npi].append(amount)
        months = {month for month, *_ in invoiced(sample, practice)}
        for key in {*charged, *(k for k in due if k[0] in months)}:
            if charged[key] != [due[key]] * (key in due):
                wrong[practice].append((key[0], sum(charged[key]) - due[key]))
    assert {p: sorted(found) for p, found in wrong.items()} == {
        # a fee without a non-par claim; one twice; $49.95 for $44.95
        "eastmere": [("03/2026", 4_495), ("05/2026", 4_495), ("06/2026", 500)]
    }
    planted = {c["code"]: c["cents"] for c in sample.key["cases"] if c["code"].startswith("nonpar-")}
    assert planted == {"nonpar-charged-without-cause": 4_495, "nonpar-charged-twice": 4_495,
                       "nonpar-amount-differs": 500}  # fmt: skip


def test_ehr_lines_of_the_same_amount_stand_beside_the_fee(sample):
    lines = list(invoiced(sample, "eastmere"))
    assert Counter(t for _, t, _, amount in lines if amount == 4_495 and "EHR" in t) == {
        "EHR 24/7 Monthly, per provider": 12
    }
    assert not list(invoiced(sample, "harbor-point"))


def test_par_reports_say_what_the_claims_say(sample):
    for practice in ("birch-landing", "cobble-hill", "eastmere"):
        keyed = {(f["month"], f["npi"]): f for f in sample.key["facts"]["fees"] if f["practice"] == practice}
        paths = [p for p in sample.files if p.startswith(f"{practice}/reports/par_nonpar_")]
        assert len(paths) == 12
        for path in paths:
            for row in csv.DictReader(io.StringIO(sample.files[path].decode(), newline="")):
                fee = keyed[path[-11:-4], row["NPI"]]
                assert (int(row["Total Claims"]), int(row["Non-Par Claims"])) == (
                    fee["claims"],
                    fee["nonpar"],
                )
                assert int(row["Par Claims"]) == fee["claims"] - fee["nonpar"]
    half = sample.files["cobble-hill/reports/par_nonpar_2025-09.csv"].decode()
    assert "50.0%" in half


def test_npis_of_all_claims_are_well_formed(sample):
    for practice in PRACTICES:
        assert all(is_npi(npi) for npi in {npi for _, npi, _ in sent(sample, practice)})


@pytest.mark.parametrize(("practices", "months", "claims"), [(8, 1, 1), (8, 2, 10), (11, 3, 5)])
def test_a_tiny_book_is_written_too(tmp_path, practices, months, claims):
    assert generate(tmp_path, practices=practices, months=months, claims=claims).practices == practices
