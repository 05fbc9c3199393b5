"""Writes a practice in whose files one invented patient stands in every place: each element, cell, header and name.

Each place has a patient of its own, so that a leak tells where it came from. All of them are in the patient export.
An ordinary run writes each element of a remittance in one of the four forms of a person, in the next one with the next
element; with CUTOVER_EXAMPLES=all in each.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from pathlib import Path

import xlsxwriter
from cutover.intake.fields import Answer
from cutover.intake.handoff_workbook import HANDOFF, OF_PEOPLE
from cutover.intake.sheets import SHEETS
from cutover.intake.template import Typed, template, write_intake
from examples import ALL

CLIENT, PRACTICE = "canary", "coal-mine"
FORMS, PEOPLE = (4, 1_300) if ALL else (1, 700)
TRACE = re.compile(r"zq[b-z][aeiou][b-z]|qx7\d{4}")  # in small letters: a last name or an account
SEGMENTS = """\
BPR*I*80.00*C*ACH*CCP*01*999999992*DA*123456*1999999999**01*888888888*DA*98765*20260715
TRN*1*CHK{n}*1999999999*SUB
CUR*PR*USD
REF*EV*RECEIVER
REF*F2*V1
DTM*405*20260715
N1*PR*AETNA*XV*12345
N3*1 PAYER ST*FLOOR 2
N4*COLUMBUS*OH*43004
REF*2U*60054
PER*CX*CALLS*TE*8005551000*EX*12
PER*BL*TECH*TE*8005551001*EM*a@example.org
N1*PE*COAL MINE CLINIC*XX*1234567893
N3*2 PAYEE ST
N4*COLUMBUS*OH*43004
REF*TJ*123456789
LX*1
TS3*1234567893*11*20261231*1*100.00
CLP*ACC{n}*1*100.00*80.00*20.00*12*PCN{n}*11*1
CAS*PR*1*10.00*1*2*5.00
NM1*QC*1*DOE*ANN*M**JR*MI*M{n}
NM1*IL*1*ROE*BOB****MI*M{n}
NM1*74*1*POE*CAL****C*M{n}
NM1*82*1*DOC*DANA****XX*1234567893
NM1*TT*2*CROSSOVER*****PI*12345
NM1*PR*2*CORRECTED*****PI*12345
NM1*GB*1*MOE*DEE****MI*M{n}
MOA***MA01*MA02
REF*EA*MR{n}
REF*1L*GRP{n}
REF*G1*AUTH{n}
DTM*232*20260701
DTM*050*20260703
PER*CX*CLAIMS*TE*8005551000
AMT*AU*100.00
QTY*CA*1
SVC*HC:99213*100.00*80.00**1
DTM*472*20260701
CAS*CO*45*5.00
REF*6R*LINE{n}
REF*HPI*1234567893
AMT*B6*95.00
LQ*HE*N130
PLB*1234567893*20261231*WO:REF{n}*10.00*FB:CARRIED{n}*-10.00""".splitlines()
TABLES = {
    "claims/history": "Claim Number,Patient Account,Patient Name,Service Date,Submission Date,Payer,"
    "Total Charge,Amount Paid,Adjustment,Balance,Claim Status,Paid Date,NPI,Tax ID\n"
    "W1,A1,Doe Ann,07/01/2026,07/03/2026,AETNA,100.00,80.00,20.00,0.00,Paid,07/15/2026,1234567893,123456789",
    "medi_submissions/list": "Medi Claim ID,Patient Control Number,Patient Name,Service Date,Submitted At,Payer,"
    "Payer ID,Charge,Status,Claim Frequency,Mode,Billing NPI\n"
    "M1,A1,Doe Ann,2026-07-13,2026-07-14,AETNA,60054,100.00,submitted,1,production,1234567893",
    "postings/medi": "Posted Date,Claim Number,Payer,Check Number,Payment Amount,Posting Type\n"
    "07/17/2026,W1,AETNA,CHK1,80.00,claim",
    "postings/office-ally": "Posted Date,Claim Number,Payer,Check Number,Payment Amount,Posting Type\n"
    "07/17/2026,W2,AETNA,CHK2,80.00,claim",
    "bank/deposits": "Date,Description,Amount\n07/16/2026,HCCLAIMPMT TRN*1*CHK1*1999999999,80.00",
    "enrollments/export": "Payer Name,Payer ID,Transaction,NPI,Tax ID,Status,Submitted Date,Effective Date,Notes\n"
    "AETNA,60054,835,1234567893,123456789,Approved,06/01/2026,06/20/2026,none",
    "invoices/lines": "Invoice Date,Month,Description,NPI,Quantity,Amount\n"
    "07/01/2026,2026-06,Non-par fee,1234567893,1,44.95",
    "reports/par_nonpar_2026-06": "Month,NPI,Payer,Payer Status,Claims\n2026-06,1234567893,AETNA,Par,10",
    "submissions/sent": "Claim Number,Patient Name,Service Date,Submission Date,Payer,Total Charge\n"
    "W1,Doe Ann,07/01/2026,07/03/2026,AETNA,100.00",
    "medi_patients/medi": "Patient ID,Last Name,First Name,Date of Birth,Primary Insurance,Policy Number\n"
    "A1,Doe,Ann,04/11/1958,AETNA,M1",
}  # fmt: skip


def syllable(number: int) -> str:
    """Three letters that stand for a number, no two alike."""
    front, rest = divmod(number, 5 * 20)
    return "bcdfghjklmnpqrstvwxz"[front] + "aeiou"[rest // 20] + "bcdfghjklmnpqrstvwxz"[rest % 20]


ANSWER = """\
BHT*0085*08*1*20260728*0700*TH
HL*1**20*1
NM1*PR*2*AETNA*****46*GATE
HL*2*1*21*1
NM1*41*2*MEDI*****46*MEDI
HL*3*2*19*1
NM1*85*2*COAL MINE CLINIC*****XX*1234567893
HL*4*3*PT
NM1*QC*1*DOE*ANN****MI*T1
TRN*2*A1
STC*A7:562*20260728*U*100
REF*1K*PCN1
DTP*472*D8*20260701""".splitlines()

# who the practice is: names of its own are not a patient's, and without numbers it is nobody
OWN = ("name", "other_names", "npi", "npi_type", "tins", "tin", "usage", "cutover_date")


class Cage:
    """Gives out one patient after the other, as a text in one of the forms that people write."""

    def __init__(self) -> None:
        self.numbers = itertools.count()
        self.places: dict[str, str] = {}  # trace -> place

    def next(self, place: str) -> str:
        """Return the next patient as a text, and keep where it was put."""
        number = next(self.numbers)
        last, first, account = f"Zq{syllable(number)}", f"Vk{syllable(number)}", f"QX{70000 + number}"
        self.places |= {last.lower(): place, account.lower(): place}
        return (f"{last}, {first}", account, f"{first} {last}", f"{last} {first}".upper())[number % 4]


def write(home: Path) -> Cage:
    """Write the practice below a home; return what stands where."""
    raw, cage = home / "data/raw" / CLIENT / PRACTICE, Cage()
    raw.mkdir(parents=True)
    (raw.parent / "client.toml").write_text('name = "Canary Billing"\n', "utf-8")
    _remittances(raw, cage)
    for name, text in TABLES.items():
        _table(raw / f"{name}.csv", text, cage)
    _sheets(raw / "claims" / f"{_name(cage, 'file of claims')}.xlsx", cage)
    for folder in ("era", "claims", "demographics", "reports", "postings", "elsewhere"):
        (raw / folder).mkdir(exist_ok=True)
        (raw / folder / f"{_name(cage, f'file in {folder}')}.txt").write_text(
            cage.next(f"text in {folder}"), "utf-8"
        )
    _receipts(raw, cage)
    _returned(raw / "handoff", cage)
    _intake(raw, cage)
    _patients(raw / "demographics")
    return cage


def _name(cage: Cage, place: str) -> str:
    return cage.next(place).replace(",", "")


def _remittances(raw: Path, cage: Cage) -> None:
    """An 835 as it should be for each of ten checks, and one for each element with a patient in its place."""
    for folder in ("era", "medi_era"):
        (raw / folder).mkdir(parents=True)
    for n in range(10):
        (raw / "era" / f"plain{n}.835").write_bytes(_remittance(n, SEGMENTS))
    number, members = itertools.count(10), {}
    for place, segment in enumerate(SEGMENTS):
        for element in range(1, segment.count("*") + 1):
            for _ in range(FORMS):
                parts = segment.split("*")
                parts[element] = cage.next(f"{parts[0]}{element:02}")
                changed = [*SEGMENTS[:place], "*".join(parts), *SEGMENTS[place + 1 :]]
                n = next(number)
                folder = "medi_era" if n % 7 == 0 else "era"
                (raw / folder / f"r{n}.835").write_bytes(_remittance(n, changed))
    for n in range(3):
        members[f"{_name(cage, 'member of a zip')}.835"] = _remittance(next(number), SEGMENTS)
        members[f"plain{n}.835"] = _remittance(next(number), SEGMENTS)
    with zipfile.ZipFile(raw / "era" / f"{_name(cage, 'zip')}.zip", "w") as held:
        for name, data in members.items():
            held.writestr(name, data)


def _remittance(n: int, segments: list[str]) -> bytes:
    body = [segment.replace("{n}", f"{n:05}") for segment in segments]
    return _interchange("HP", "835*0001", n, body)


def _interchange(group: str, kind: str, n: int, body: list[str]) -> bytes:
    head = f"ISA*00*          *00*          *ZZ*PAYER          *ZZ*RECEIVER       *260715*1200*^*00501*{n:09}*0*P*:"
    whole = [
        head,
        f"GS*{group}*P*R*20260715*1200*{n}*X*{'005010X221A1' if group == 'HP' else '005010X214'}",
        f"ST*{kind}",
        *body,
        f"SE*{len(body) + 2}*0001",
    ]
    return "".join(f"{segment}~" for segment in [*whole, f"GE*1*{n}", f"IEA*1*{n:09}"]).encode()


def _receipts(raw: Path, cage: Cage) -> None:
    """A 277CA with a patient in each of its elements in turn, in both folders of receipts."""
    numbers = itertools.count(5_000)
    for place, segment in enumerate(ANSWER):
        for element in range(1, segment.count("*") + 1):
            parts = segment.split("*")
            if parts[0] in ("BHT", "HL"):
                continue
            n, folder = next(numbers), raw / ("submissions" if element % 2 else "medi_submissions")
            parts[element] = cage.next(f"277CA {parts[0]}{element:02}")
            body = [*ANSWER[:place], "*".join(parts), *ANSWER[place + 1 :]]
            folder.mkdir(exist_ok=True)
            (folder / f"r{n}.277").write_bytes(_interchange("HN", "277*0001*005010X214", n, body))


def _returned(folder: Path, cage: Cage) -> None:
    """A workbook that came back with a patient in every field that people fill in."""
    filled = {}
    for sheet in HANDOFF.sheets:
        fields = [f for f in sheet.fields if f.kind in (Answer.TEXT, Answer.CODE, Answer.CHOICE)]
        filled[sheet.name] = [
            {f.name: Typed(cage.next(f"handoff {sheet.name}: {f.header}")) for f in fields},
            {
                "claim_number": Typed("W1"),
                **{f.name: Typed(cage.next(f.header)) for f in fields if f.name in OF_PEOPLE},
            },
        ]
    folder.mkdir()
    (folder / f"{_name(cage, 'workbook that came back')}.xlsx").write_bytes(
        template(filled, False, kind=HANDOFF)
    )


def _table(path: Path, text: str, cage: Cage) -> None:
    """A table with a patient in each of its columns, one row each, and one more column named after a patient."""
    header, row = list(csv.reader(io.StringIO(text)))
    rows = [[*row, ""] for _ in range(5)]
    for place, name in enumerate(header):
        changed = [*row, ""]
        changed[place] = cage.next(f"{path.stem}: {name}")
        rows.append(changed)
    rows.append([*row, cage.next(f"{path.stem}: cell of a strange column")])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([[*header, cage.next(f"{path.stem}: header")], *rows])


def _sheets(path: Path, cage: Cage) -> None:
    header, row = list(csv.reader(io.StringIO(TABLES["claims/history"])))
    with xlsxwriter.Workbook(path) as book:
        for n in range(3):
            sheet = book.add_worksheet(_name(cage, "name of a sheet"))
            sheet.write_row(0, 0, [cage.next("title of a sheet")])
            sheet.write_row(2, 0, header)
            sheet.write_row(3, 0, [f"X{n}", *row[1:]])


def _intake(raw: Path, cage: Cage) -> None:
    """An intake with a patient in every field that takes free text or a code, of the practice's own names apart."""
    practice = {
        "name": "Coal Mine Clinic",
        "tins": ["123456789"],
        "usage": "hybrid",
        "cutover_date": "2026-09-01",
    }
    filled: dict[str, object] = {}
    for sheet in SHEETS:
        told = {}
        for field in sheet.fields:
            if sheet.name in ("practice", "providers") and field.name in OWN:
                continue
            if field.kind in (Answer.TEXT, Answer.CODE, Answer.NPI, Answer.CHOICE):
                told[field.name] = Typed(cage.next(f"intake {sheet.name}: {field.header}"))
            elif field.required:
                told[field.name] = Typed(field.example)
        filled[sheet.name] = told if sheet.form else [told]
    provider = {"name": "Dana Doc MD", "npi": "1234567893", "npi_type": "individual"}
    filled["practice"] = {**filled["practice"], **practice}
    filled["providers"] = [{**filled["providers"][0], **provider}]
    write_intake(raw / "intake.xlsx", filled, examples=False)


def _patients(folder: Path) -> None:
    """The patient export: everybody who may stand anywhere."""
    header = "Patient ID,Last Name,First Name,Date of Birth,Sex,Address,City,State,Zip,Home Phone"
    header += ",Primary Insurance,Policy Number"
    lines = [header]
    for n in range(PEOPLE):
        said = syllable(n)
        born = f"{1 + n % 12:02}/{1 + n % 28:02}/{1930 + n % 70}"
        lives = f"{n + 1} Coal Seam Rd,Columbus,OH,43004,614555{n:04}"
        lines.append(f"QX{70000 + n},Zq{said},Vk{said},{born},F,{lives},AETNA,MB{n:06}")
    (folder / "patients.csv").write_text("\n".join(lines) + "\n", "utf-8")
