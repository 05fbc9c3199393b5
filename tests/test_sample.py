"""The sample client: its files look like real ones, and its answer key says what is wrong with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from itertools import pairwise

import openpyxl
import pytest
from conftest import PROJECT
from cutover.cli import main
from cutover.errors import UsageError
from cutover.identifiers import is_mbi, is_npi, is_taxonomy
from cutover.money import cents
from cutover_sample.book import book
from cutover_sample.generate import MARKER, generate
from cutover_sample.silence import counted_days, longest_usual

TABLE = re.findall(
    r"^\| `(era-[a-z-]+)` \| (\w+) \|", (PROJECT / "docs/findings.md").read_text("utf-8"), re.M
)


def files_of(home):
    """Every file below the sample client, by its path."""
    root = home / "data" / "raw" / "sample-billing"
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_every_name_below_the_sample_client_is_legal_on_windows_and_macos(sample_home):
    for path in sorted((sample_home / "data").rglob("*")):
        assert not re.search(r'[<>:"|?*\\\x00-\x1f]|[. ]$', path.name), path.name
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", path.name), path.name
    folded = Counter(str(path).casefold() for path in (sample_home / "data").rglob("*"))
    assert max(folded.values()) == 1  # no two names that differ in capitals alone


def unpacked(path, data):
    """The file itself, or the members of a zip that opens, at any depth."""
    if not path.endswith(".zip"):
        yield path, data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield from unpacked(f"{path}!{info.filename}", archive.read(info))
    except (zipfile.BadZipFile, RuntimeError):
        yield path, None


def segments(data):
    """The segments of an 835 by its own delimiters, as lists of elements."""
    text = data.decode("iso-8859-1")
    element, end = text[3], text[105]
    return [s.strip("\r\n").split(element) for s in text.split(end) if s.strip("\r\n")]


def transactions(data):
    """The ST..SE of an 835, each a list of segments; a last one without SE where the file was cut."""
    found = []
    for segment in segments(data):
        if segment[0] == "ST":
            found.append([])
        if segment[0] not in ("ISA", "GS", "GE", "IEA"):
            found[-1].append(segment)
    return found


def first(st, name, *starts):
    """The first segment of a name whose elements begin so."""
    return next(s for s in st if s[0] == name and tuple(s[1 : 1 + len(starts)]) == starts)


def group_npi(workbook):
    """The group's NPI in an intake workbook: the first provider below the example row."""
    page = openpyxl.load_workbook(io.BytesIO(workbook))["providers"]
    header = [str(cell.value).rstrip(" *") for cell in page[1]]
    return page[3][header.index("NPI")].value


class Said:
    """What one transaction says, added up by a plain loop."""

    def __init__(self, st, file):
        bpr, self.file, self.whole = first(st, "BPR"), file, st[-1][0] == "SE"
        self.amount = cents(bpr[2]) * (-1 if bpr[3] == "D" else 1)
        self.date = dt.datetime.strptime(bpr[16], "%Y%m%d").date()  # noqa: DTZ007
        self.check, self.payer = first(st, "TRN")[2], first(st, "N1", "PR")[2]
        self.npi = first(st, "N1", "PE")[4]
        self.claims, self.plb, self.blank, claim, line = [], [], 0, None, None
        for s in st if self.whole else []:
            if s[0] == "CLP":
                charge, paid = cents(s[3]), cents(s[4])
                claim = {"number": s[1], "status": s[2], "paid": paid, "off": charge - paid, "interest": 0}
                claim["lines"], line = [], None
                self.claims.append(claim)
            elif s[0] == "SVC":
                line = [cents(s[2]) - cents(s[3])] if s[3] else None  # one line states no payment
                claim["lines"] += [line] if line else []
                self.blank += line is None
            elif s[0] == "CAS":
                taken = sum(cents(amount) for amount in s[3::3])
                claim["off"] -= taken
                if line is not None:
                    line[0] -= taken
            elif s[0] == "AMT" and s[1] == "I":
                claim["interest"] = cents(s[2])
            elif s[0] == "PLB":
                reasons = (re.split("[:>]", what, maxsplit=1) for what in s[3::2])
                self.plb += [(*r, cents(a)) for r, a in zip(reasons, s[4::2], strict=True)]
        self.off = self.amount - sum(c["paid"] for c in self.claims) + sum(p[2] for p in self.plb)


class Sample:
    """A generated sample: its files, its key, and what its 835s say."""

    def __init__(self, home):
        self.files = files_of(home)
        self.key = json.loads(self.files["answer_key.json"])
        self.members = {p: d for path, data in self.files.items() for p, d in unpacked(path, data)}
        self.eras = {
            p: d for p, d in self.members.items() if d and d[:3] == b"ISA" and b"ST" in d and _is_835(d)
        }

        self._said = {}

    def said(self, practice):
        """The transactions of a practice's distinct contents, read once."""
        if practice not in self._said:
            self._said[practice] = self._read(practice)
        return self._said[practice]

    def _read(self, practice):
        contents = {d: p for p, d in self.eras.items() if p.startswith(f"{practice}/")}
        return [Said(st, path) for data, path in contents.items() for st in transactions(data)]

    def counting(self, practice):
        """Those that count: of this practice, each once, by date."""
        npis = {group_npi(self.files[f"{practice}/intake.xlsx"])}
        once = {s.check: s for s in self.said(practice) if s.npi in npis}
        return sorted(once.values(), key=lambda s: s.date)

    def cases(self, code, practice):
        return [c for c in self.key["cases"] if c["code"] == code and c["practice"] == practice]

    def keyed(self, code, practice):
        """Count and cents of an entry; nothing where there is none."""
        found = (d for d in self.key["defects"] if d["code"] == code and d["practice"] == practice)
        return next(((d["count"], d["cents"]) for d in found), (0, 0))


def _is_835(data):
    return any(s[:2] == ["ST", "835"] for s in segments(data))


@pytest.fixture(scope="module")
def sample(sample_home):
    return Sample(sample_home)


PRACTICES = ("cedar-grove", "harbor-point", "juniper-hill")


def summed(amounts):
    """Count and sum, as in the key."""
    found = list(amounts)
    return len(found), sum(found)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(small_home, tmp_path):
    for name, seed in (("two", 2026), ("three", 8)):  # the small sample is of the seed 2026, too
        generate(tmp_path / name, practices=6, months=6, claims=20, seed=seed)
    one, two, three = map(files_of, (small_home, tmp_path / "two", tmp_path / "three"))
    assert one == two
    assert one["answer_key.json"] != three["answer_key.json"]


def test_every_finding_of_the_table_is_planted(sample):
    assert len(TABLE) == 33
    planted = {d["code"] for d in sample.key["defects"] if d["code"].startswith("era-")}
    # the sample has no list of payments among its remittances, no deposit that nothing else asks for, no remittance in
    # another folder and no cut copy: test_era_lists, test_lone_deposits, test_files_in_other_places and
    # test_named_not_hidden write their own
    elsewhere = {"era-listed-missing", "era-deposit-alone", "era-lies-elsewhere", "era-copy-cut"}
    assert planted == {code for code, _ in TABLE} - elsewhere


def test_the_nearly_clean_practice_has_findings_of_low_severity_alone(sample):
    low = {code for code, severity in TABLE if severity == "low"}
    found = {d["code"] for d in sample.key["defects"] if d["practice"] == "harbor-point"}
    found = {code for code in found if code.startswith("era-")}
    assert (
        "era-elsewhere" in found
    )  # a remittance of it lies with another practice, which is nothing of its own making
    assert found <= low | {"era-elsewhere"}


def test_every_entry_of_the_key_is_the_sum_of_its_cases(sample):
    groups = defaultdict(list)
    for case in sample.key["cases"]:
        era_alone = case["code"].startswith("enroll-") and case["transaction"] != "835"
        assert not era_alone or case["cents"] is None  # an ERA brings the money; claims would count it twice
        groups[case["code"], case["practice"]].append(0 if era_alone else case["cents"])
    eras = {(c["code"], c["practice"]) for c in sample.key["cases"] if c["cents"] is not None}
    entries = {(d["code"], d["practice"]): (d["count"], d["cents"]) for d in sample.key["defects"]}
    assert entries == {k: (len(v), None if None in v or k not in eras else sum(v)) for k, v in groups.items()}


def test_everything_balances_to_the_cent_unless_the_key_says_otherwise(sample):
    for practice in PRACTICES:
        whole = [s for s in sample.counting(practice) if s.whole]
        claims = [c for s in whole for c in s.claims]
        lines = [line[0] for c in claims for line in c["lines"]]
        assert summed(abs(s.off) for s in whole if s.off) == sample.keyed("era-payment-unbalanced", practice)
        assert summed(abs(c["off"]) for c in claims if c["off"]) == sample.keyed(
            "era-claim-unbalanced", practice
        )
        assert summed(abs(off) for off in lines if off) == sample.keyed("era-service-unbalanced", practice)


def test_recoupments_interest_and_negative_payments_in_the_bytes_are_those_of_the_key(sample):
    for practice in PRACTICES:
        whole = [s for s in sample.counting(practice) if s.whole]
        pairs = [(s, *pair) for s in whole for pair in s.plb]
        taken = [amount for _, reason, _, amount in pairs if reason == "WO" and amount > 0]
        interest = [-amount for _, reason, _, amount in pairs if reason == "L6"]
        paid_by_l6 = {s.check for s, reason, *_ in pairs if reason == "L6"}
        interest += [
            c["interest"] for s in whole if s.check not in paid_by_l6 for c in s.claims if c["interest"]
        ]
        assert summed(taken) == sample.keyed("era-recoupment", practice)
        assert summed(interest) == sample.keyed("era-interest", practice)
        below = summed(-s.amount for s in whole if s.amount < 0)
        assert below == sample.keyed("era-negative-payment", practice)


def test_forward_balances_and_reversals_without_an_end_in_the_bytes_are_those_of_the_key(sample):
    for practice in PRACTICES:
        whole = [s for s in sample.counting(practice) if s.whole]
        open_balances, open_reversals = [], []
        for s in whole:
            after = [t for t in whole if t.payer == s.payer and t.date > s.date]
            back = [p for t in after for p in t.plb if p[0] in ("FB", "WO") and p[2] > 0]
            for reason, reference, amount in s.plb:
                if (
                    reason == "FB"
                    and amount < 0
                    and not any(reference == b[1] or b[2] == -amount for b in back)
                ):
                    open_balances.append(-amount)
            for claim in s.claims if any(c["status"] == "22" for c in s.claims) else []:
                again = {c["number"] for t in [s, *after] for c in t.claims if c["status"] != "22"}
                if claim["status"] == "22" and claim["number"] not in again:
                    open_reversals.append(-claim["paid"])
        assert summed(open_balances) == sample.keyed("era-forward-balance-open", practice)
        assert summed(open_reversals) == sample.keyed("era-reversal-open", practice)


def test_a_forward_balance_that_comes_back_is_in_the_sample_too(sample):
    returned = [p for s in sample.counting("cedar-grove") for p in s.plb if p[0] == "FB"]
    assert {p[2] > 0 for p in returned} == {True, False}
    assert sample.keyed("era-forward-balance-open", "cedar-grove") == (0, 0)


def test_counts_and_control_numbers_are_right_unless_the_key_says_otherwise(sample):
    wrong = {c["file"] for c in sample.key["cases"] if c["code"] == "era-counts-wrong"}
    cut = {c["file"] for c in sample.key["cases"] if c["code"] == "era-truncated"}
    for path, data in sample.eras.items():
        name = re.split("[/!]", path)[-1]
        found = segments(data)
        sts = transactions(data)
        trailers = [(s[1], s[2]) for s in found if s[0] in ("SE", "GE", "IEA")]
        controls = {s[0]: s for s in found if s[0] in ("ISA", "GS")}
        expected = [(str(len(st)), st[0][2]) for st in sts]
        expected += [(str(len(sts)), controls["GS"][6]), ("1", controls["ISA"][13])]
        assert (trailers == expected) == (name not in wrong | cut), path


def test_every_isa_is_106_characters_and_ends_in_its_delimiters(sample):
    for data in sample.eras.values():
        text = data.decode("iso-8859-1")
        assert [len(e) for e in text[:105].split(text[3])] == [
            3,
            2,
            10,
            2,
            10,
            2,
            15,
            2,
            15,
            6,
            4,
            1,
            5,
            9,
            1,
            1,
            1,
        ]
        assert text[106:].lstrip("\r\n").startswith("GS")


def test_a_truncated_file_ends_inside_its_last_claim(sample):
    for case in [c for c in sample.key["cases"] if c["code"] == "era-truncated"]:
        data = next(d for p, d in sample.eras.items() if p.endswith(case["file"]))
        assert [st[-1][0] for st in transactions(data)] == ["SVC"]


def test_every_text_agrees_with_its_835_unless_the_key_says_otherwise(sample):
    row = re.compile(r"(?m)^(\S+) +(-?\d+\.\d\d) +(\d+) +(\d{10}) .* (\d\d/\d\d/\d{4})\r$")
    for practice in PRACTICES:
        eras = {s.check: s for s in sample.said(practice)}
        only, differing = [], []
        for path, data in sample.members.items():
            if not (path.startswith(practice) and data and data.startswith(b"Dear:")) or " (1)." in path:
                continue
            for check, amount, claims, *_ in row.findall(data.decode("iso-8859-1")):
                era = eras.get(check)
                if era is None:
                    only.append(cents(amount))
                elif cents(amount) != era.amount or (era.whole and int(claims) != len(era.claims)):
                    differing.append(abs(cents(amount) - era.amount))
        assert summed(only) == sample.keyed("era-text-only", practice)
        assert summed(differing) == sample.keyed("era-text-differs", practice)


def test_an_835_without_text_is_in_the_key(sample):
    for practice in PRACTICES:
        texts = b"".join(
            d for p, d in sample.members.items() if d and d[:5] == b"Dear:" and p.startswith(practice)
        )
        alone = defaultdict(int)
        for s in sample.said(practice):
            if s.check.encode() not in texts:
                alone[s.file] += s.amount
        assert summed(alone.values()) == sample.keyed("era-no-text", practice)


def test_copies_and_conflicts_of_835_files_are_in_the_key(sample):
    for practice in PRACTICES:
        mine = {p: d for p, d in sample.eras.items() if p.startswith(practice)}
        surplus = len(mine) - len(set(mine.values()))
        assert surplus == sample.keyed("era-duplicate-file", practice)[0]
        names = defaultdict(set)
        for path, data in mine.items():
            names[re.split("[/!]", path)[-1]].add(hashlib.sha256(data).digest())
        assert sum(len(c) > 1 for c in names.values()) == sample.keyed("era-name-conflict", practice)[0]
        times = Counter(s.check for s in sample.said(practice))
        assert sum(n - 1 for n in times.values()) == sample.keyed("era-payment-twice", practice)[0]


def test_a_payment_of_another_practice_is_in_the_key(sample):
    npis = {p: group_npi(sample.files[f"{p}/intake.xlsx"]) for p in PRACTICES}
    for practice in PRACTICES:
        strange = [s for s in sample.said(practice) if s.npi != npis[practice]]
        assert summed(s.amount for s in strange) == sample.keyed("era-other-payee", practice)
        assert {s.npi for s in strange} <= set(npis.values())


def test_no_payer_is_silent_for_long_unless_the_key_says_so(sample):
    for practice in PRACTICES:
        days = defaultdict(set)
        for s in sample.counting(practice):
            days[s.payer].add(s.date)
        silences = set()
        for payer, found in days.items():
            ordered = sorted(found)
            steps = [(b - a).days for a, b in pairwise(ordered)]
            for a, b in pairwise(ordered):
                if len(ordered) >= 5 and counted_days(a, b) > longest_usual(steps):
                    silences.add((payer, str(a), str(b)))
        gaps = sample.cases("era-payer-gap", practice)
        assert silences == {(c["payer"], c["after"], c["before"]) for c in gaps}


def test_one_service_line_states_no_payment_and_its_balance_is_planted_as_unknown(sample):
    blank = {practice: sum(s.blank for s in sample.counting(practice)) for practice in PRACTICES}
    assert blank == {practice: sample.keyed("era-balance-unknown", practice)[0] for practice in PRACTICES}
    assert sum(blank.values()) == 1


def test_refused_zips_are_one_that_asks_for_a_password_and_one_that_was_cut(sample):
    refused = [p for p, d in sample.members.items() if d is None]
    assert len(refused) == sample.keyed("era-zip-refused", "juniper-hill")[0] == 2
    asked = 0
    for path in refused:
        data = next(d for p, d in sample.files.items() if p == path)
        if zipfile.is_zipfile(io.BytesIO(data)):
            asked += all(i.flag_bits & 1 for i in zipfile.ZipFile(io.BytesIO(data)).infolist())
    assert asked == 1


def test_identifiers_are_well_formed():
    practices = book(15, 3, 50, 1)
    assert len({p.slug for p in practices}) == len({p.npi for p in practices}) == 15
    for practice in practices:
        assert all(is_npi(npi) for npi in (practice.npi, *(p.npi for p in practice.providers)))
        assert all(is_taxonomy(p.taxonomy) for p in practice.providers)
        for patient in practice.patients:
            assert all(is_mbi(c.member_id) for c in patient.coverages if c.payer.kind == "medicare")


def test_names_with_apostrophes_hyphens_accents_and_markup_reach_the_files(sample):
    everything = b"".join(sample.eras.values())
    for text in ("O'BRIEN", "SMITH-ORTEGA", "JOSÉ", "Blue Ridge <b>Benefit</b> & Trust"):
        assert text.encode("iso-8859-1") in everything


def test_a_scaled_up_sample_has_further_practices_with_nothing_planted(tmp_path):
    assert (
        main(["sample", "--home", str(tmp_path), "--practices", "10", "--months", "13", "--claims", "30"])
        == 0
    )
    scaled = Sample(tmp_path)
    planted = {d["code"] for d in scaled.key["defects"] if d["practice"] not in PRACTICES}
    planted -= {"nonpar-amount-differs", "nonpar-charged-twice", "nonpar-charged-without-cause"}  # eastmere
    planted -= {"inv-usage-contradicted"}  # dunewood, and EHR 24/7 on two practices' invoices
    planted -= {"inv-must-move-missing", "inv-must-move-partly", "inv-not-attested"}  # half-filled intakes
    planted -= {"inv-by-hand-missing", "inv-support-not-asked"}  # the same
    planted = {code for code in planted if not code.startswith("enroll-")}  # an enrollment is in every state
    planted -= {"demo-payer-unmatched"}  # dunewood: its payer LAC05 stands on no list, by design
    assert planted <= {
        "era-recoupment",
        "era-interest",
        "demo-auth-open",
        "demo-auth-used-up",
        "demo-unconfirmed",
    }
    assert len([f for f in scaled.files if f.endswith("intake.xlsx")]) == 10


@pytest.mark.parametrize(("months", "claims"), [(1, 1), (2, 3)])
def test_a_tiny_sample_is_written_too(tmp_path, months, claims):
    made = generate(tmp_path, months=months, claims=claims)
    assert made.payments > 0


def test_only_a_folder_that_it_wrote_itself_is_replaced(tmp_path):
    folder = tmp_path / "data" / "raw" / "sample-billing"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="was not written by this command"):
        generate(tmp_path, practices=1, months=1, claims=1)
    assert [p.name for p in folder.iterdir()] == ["mine.txt"]
    (folder / MARKER).write_text("")
    generate(tmp_path, practices=1, months=1, claims=1)
    assert not (folder / "mine.txt").exists()
    assert sorted(p.name for p in folder.parent.iterdir()) == [
        "sample-billing",
        "sample-rates",
        "sample-run",
        "sample-scrub",
    ]


@pytest.mark.parametrize("option", ["--practices", "--months", "--claims"])
def test_a_number_out_of_range_is_refused_in_words(tmp_path, capsys, option):
    assert main(["sample", "--home", str(tmp_path), option, "0"]) == 2
    assert f"{option} is 0" in capsys.readouterr().err
