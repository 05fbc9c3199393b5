#!/usr/bin/env bash
# edi-835-parser: the data frame keeps one reason of each CAS segment and only claims that have service lines.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile edi-835-parser==1.8.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('edi-835-parser', 'pandas'):
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


import warnings

from edi_835_parser import parse

warnings.simplefilter("error")
print("to_dataframe has the first of the two reasons of a CAS segment and no row for a claim that is paid as a whole.")
CLAIMS = [
    "CLP*A1*1*100*60*10*12*ICN1*11", "NM1*QC*1*DOE*JANE****MI*X1", "SVC*HC:99213*100*60**1", "DTM*472*20251201",
    "CAS*CO*45*20**253*10", "CAS*PR*3*10",
    "CLP*A2*1*40*40**12*ICN2*11", "NM1*QC*1*ROE*RICH****MI*X2",
]
with open("one.835", "w") as file:
    file.write("\n".join(line + "~" for line in [*HEAD, *payment(1, 100, CLAIMS), "GE*1*1", "IEA*1*000000001"]))
frame = parse("one.835").to_dataframe()
paid = float(frame["paid_amount"].sum())
amounts = [float(frame[name].sum()) for name in frame if name.startswith("adj_") and name.endswith("_amount")]
print("check 100.00, paid in the frame", paid, "| adjustments of A1 40.00, in the frame", sum(amounts), amounts)
print("claims in the frame", frame["marker"].tolist())
assert frame["marker"].tolist() == ["A1"]
assert (paid, sum(amounts)) == (60.0, 30.0)
PY
