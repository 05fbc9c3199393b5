#!/usr/bin/env bash
# pyx12: the acknowledgment of a valid 835 stops after its second segment, and the answer is still True.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pyx12==4.0.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pyx12',):
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


import io
import logging

import pyx12.params
import pyx12.x12n_document

print("An 835 has no ST03, pyx12 needs one for AK2: it logs that, leaves a 999 without AK2, IK5, AK9, SE, GE and IEA, returns True.")
CLAIMS = ["CLP*A1*1*60*60**12*ICN1*11", "NM1*QC*1*DOE*JANE****MI*X1", "SVC*HC:99213*60*60**1", "DTM*472*20251201"]
with open("one.835", "w") as file:
    file.write("\n".join(line + "~" for line in [*HEAD, *payment(1, 60, CLAIMS), "GE*1*1", "IEA*1*000000001"]) + "\n")
log = io.StringIO()
logging.basicConfig(stream=log, level=logging.ERROR)
answer = io.StringIO()
valid = pyx12.x12n_document.x12n_document(pyx12.params.params(), "one.835", answer, None)
segments = [line.split("*")[0] for line in answer.getvalue().split("~") if line.strip()]
segments = [name.strip() for name in segments]
print("valid", valid, "| segments of the 999", segments)
print("log", log.getvalue().splitlines()[0], "...", log.getvalue().splitlines()[-1])
assert valid is True
assert segments == ["ISA", "GS", "ST", "AK1"]
assert "Cannot create AK2" in log.getvalue()
PY
