#!/usr/bin/env bash
# pyx12: a second interchange with marks of its own is not read, and the file is still valid.
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


import collections
import logging

import pyx12.params
import pyx12.x12n_document

logging.basicConfig(level=logging.ERROR)
print("ISA sets the marks of its own interchange; pyx12 keeps those of the first, never sees the second payment, returns True.")
A = ["CLP*A1*1*60*60**12*ICN1*11", "NM1*QC*1*DOE*JANE****MI*X1", "SVC*HC:99213*60*60**1", "DTM*472*20251201"]
B = ["CLP*B1*1*40*40**12*ICN2*11", "NM1*QC*1*ROE*RICH****MI*X2", "SVC*HC:99213*40*40**1", "DTM*472*20251201"]
first = "\n".join(line + "~" for line in [*HEAD, *payment(1, 60, A), "GE*1*1", "IEA*1*000000001"])
second = "".join(line + "'" for line in [*HEAD, *payment(2, 40, B), "GE*1*1", "IEA*1*000000001"])
second = second.replace("000000001", "000000002").replace("*", "|").replace(":", ">")


def read(text):
    with open("file.835", "w") as file:
        file.write(text + "\n")
    seen = collections.Counter()
    valid = pyx12.x12n_document.x12n_document(
        pyx12.params.params(), "file.835", None, None, callback=lambda seg, *_: seen.update([seg.get_seg_id()])
    )
    return valid, seen["ISA"], seen["CLP"]


verdicts = {"first": read(first), "second": read(second), "both": read(first + "\n" + second)}
print("valid, interchanges, claims", verdicts)
assert verdicts == {"first": (True, 1, 1), "second": (True, 1, 1), "both": (True, 1, 1)}
PY
