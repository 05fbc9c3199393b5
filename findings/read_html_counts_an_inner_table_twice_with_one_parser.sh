#!/usr/bin/env bash
# pandas.read_html: the rows of a table inside a cell join the outer table with one parser and not with the other.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1 lxml==6.1.3 html5lib==1.1 beautifulsoup4==4.15.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pandas', 'lxml', 'html5lib', 'beautifulsoup4'):
    print(name, version(name))

import io

import pandas as pd

print("With html5lib the rows of an inner table are also rows of the outer one, so its total doubles; with lxml they are not.")
PAGE = """<table><tr><th>claim</th><th>paid</th></tr>
<tr><td>A1<table><tr><td>line 1</td><td>60</td></tr><tr><td>line 2</td><td>40</td></tr></table></td><td>100</td></tr>
</table>"""
totals = {}
for parser in ["lxml", "bs4"]:
    outer = pd.read_html(io.StringIO(PAGE), flavor=parser)[0]
    print(parser)
    print(outer.to_string())
    totals[parser] = int(outer["paid"].sum()), len(outer)
print("total and rows", totals)
assert totals == {"lxml": (100, 1), "bs4": (200, 3)}
PY
