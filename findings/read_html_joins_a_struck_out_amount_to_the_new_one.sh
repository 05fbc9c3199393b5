#!/usr/bin/env bash
# pandas.read_html: a corrected amount and a footnote mark are read as digits of the amount.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1 lxml==6.1.3
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pandas', 'lxml'):
    print(name, version(name))

import io

import pandas as pd

print("read_html joins all text of a cell, so a struck out 100 before 90 gives 10090 and 44.95 with footnote 2 gives 44.952.")
PAGE = """<table><tr><th>item</th><th>price</th></tr>
<tr><td>corrected</td><td><del>100</del>90</td></tr>
<tr><td>footnote</td><td>44.95<sup>2</sup></td></tr>
<tr><td>plain</td><td>20</td></tr></table>"""
table = pd.read_html(io.StringIO(PAGE), flavor="lxml")[0]
print(table.to_string())
assert str(table["price"].dtype) == "float64"
assert table["price"].tolist() == [10090.0, 44.952, 20.0]
PY
