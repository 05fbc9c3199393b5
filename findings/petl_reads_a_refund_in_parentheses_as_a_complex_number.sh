#!/usr/bin/env bash
# petl: convertnumbers turns a refund in parentheses into a positive complex number.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile petl==1.7.30
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('petl',):
    print(name, version(name))

import petl

print("petl tries complex() after float(), and that takes (25.00) for 25+0j, so the total goes up by the refund; a code 5J is imaginary.")
paid = petl.wrap([["claim", "paid", "code"], ["A1", "100.00", "99213"], ["A2", "(25.00)", "5J"]])
numbers = petl.convertnumbers(paid)
amounts, codes = list(petl.values(numbers, "paid")), list(petl.values(numbers, "code"))
totals = list(petl.values(petl.aggregate(numbers, None, {"total": ("paid", sum)}), "total"))
print("paid ", amounts)
print("codes", codes)
print("total", totals, "where 100.00 less 25.00 is 75.00")
assert amounts == [100.0, 25 + 0j] and isinstance(amounts[1], complex)
assert codes == [99213, 5j]
assert totals == [125 + 0j]
PY
