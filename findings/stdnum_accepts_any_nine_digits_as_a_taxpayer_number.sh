#!/usr/bin/env bash
# python-stdnum: us.tin accepts numbers that its own us.ein and us.ssn refuse, and writes an EIN like an SSN.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile python-stdnum==2.2
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('python-stdnum',):
    print(name, version(name))

from stdnum.us import ein, ssn, tin

print("us.tin also tries ATIN, which takes any nine digits, so 000-00-0000 is valid; and it writes the EIN 123456789 as an SSN.")
seen = {}
for number in ["000-00-0000", "666-12-3456", "070000000"]:
    seen[number] = ein.is_valid(number), ssn.is_valid(number), tin.is_valid(number), tin.guess_type(number)
    print(number, "ein, ssn, tin, guess", *seen[number])
print(ein.format("123456789"), tin.format("123456789"))
for verdict in seen.values():
    assert verdict == (False, False, True, ["atin"])
assert (ein.format("123456789"), tin.format("123456789")) == ("12-3456789", "123-45-6789")
PY
