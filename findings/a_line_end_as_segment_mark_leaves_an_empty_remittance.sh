#!/usr/bin/env bash
# X12 835: where the line end itself ends a segment, three public readers see a file without payments.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile x12sdk==2.2.0 openx12==0.2.1 edi-835-parser==1.8.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('x12sdk', 'openx12', 'edi-835-parser'):
    print(name, version(name))

HEAD = [
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260102*1200*^*00501*000000001*0*P*:",
    "GS*HP*PAYER*CLINIC*20260102*1200*1*X*005010X221A1",
]


def payment(number, amount, claims, adjustments=()):
    """One transaction set 835: a check, its claims, its provider adjustments."""
    lines = [
        f"ST*835*{number:04d}", f"BPR*I*{amount}*C*CHK************20260105", f"TRN*1*CHECK{number}*1123456789",
        "DTM*405*20260102", "N1*PR*EXAMPLE PLAN", "N3*1 MAIN ST", "N4*ALBANY*NY*12207",
        "PER*BL*HELP*TE*8005550100", "N1*PE*EXAMPLE CLINIC*XX*1245319599", "REF*TJ*123456789", "LX*1",
        *claims, *adjustments,
    ]
    return [*lines, f"SE*{len(lines) + 1}*{number:04d}"]


import openx12.x835
from edi_835_parser import parse
from x12sdk.io import X12ModelReader

print("ISA may name the line end as the mark of a segment; x12sdk, openx12 and edi-835-parser then read no claim and raise nothing.")
CLAIMS = [
    "CLP*A1*1*100*60*10*12*ICN1*11", "NM1*QC*1*DOE*JANE****MI*X1", "SVC*HC:99213*100*60**1", "DTM*472*20251201",
    "CAS*CO*45*30", "CAS*PR*3*10",
]
lines = [*HEAD, *payment(1, 60, CLAIMS), "GE*1*1", "IEA*1*000000001"]


def claims(mark):
    with open("one.835", "w", newline="") as file:
        file.write("".join(line + mark for line in lines))
    with X12ModelReader("one.835") as reader:
        sdk = sum(len(list(model.claims())) for model in reader.models())
    with open("one.835", newline="") as file:
        era = openx12.x835.parse(file.read())
    return sdk, len(era.claims), era.payment_amount, len(parse("one.835").to_dataframe())


tilde, line_end = claims("~"), claims("\n")
print("claims by x12sdk, by openx12, payment by openx12, rows by edi-835-parser")
print("tilde   ", tilde)
print("line end", line_end)
assert tilde == (1, 1, 60.0, 1)
assert line_end == (0, 0, 0.0, 0)
PY
