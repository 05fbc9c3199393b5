#!/usr/bin/env bash
# openx12: a file with two checks shows the amount and number of the last and the claims of both.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile openx12==0.2.1
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('openx12',):
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


from openx12 import x835

print("Of two transaction sets in one file openx12 keeps the last check, adds the claims of both, and dates it by the envelope.")
A = ["CLP*A1*1*60*60**12*ICN1*11", "NM1*QC*1*DOE*JANE****MI*X1", "SVC*HC:99213*60*60**1", "DTM*472*20251201"]
B = ["CLP*B1*1*40*40**12*ICN2*11", "NM1*QC*1*ROE*RICH****MI*X2", "SVC*HC:99213*40*40**1", "DTM*472*20251201"]
lines = [*HEAD, *payment(1, 60, A), *payment(2, 40, B), "GE*2*1", "IEA*1*000000001"]
summary = x835.parse("\n".join(line + "~" for line in lines)).summary()
kept = {name: summary[name] for name in ["check_number", "payment_amount", "total_claims", "total_paid", "payment_date"]}
print(kept)
assert kept == {
    "check_number": "CHECK2",
    "payment_amount": 40.0,
    "total_claims": 2,
    "total_paid": 100.0,
    "payment_date": "260102",
}
PY
