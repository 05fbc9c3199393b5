#!/usr/bin/env bash
# pandas.read_html: a list of reason codes in one cell becomes one large number.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile pandas==3.1.1 pyarrow==26.0.1 lxml==6.1.3
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('pandas', 'lxml'):
    print(name, version(name))

import io

import pandas as pd

print("read_html takes every comma for a thousands mark, so the reasons 45,253 become 45253 and pointers 1,2,3 become 123,")
print("also with converters that ask for text: the comma is gone there too unless thousands=None is given.")
PAGE = "<table><tr><th>reasons</th><th>pointers</th></tr><tr><td>45,253</td><td>1,2,3</td></tr></table>"


def read(**options):
    return pd.read_html(io.StringIO(PAGE), flavor="lxml", **options)[0].iloc[0].tolist()


seen = {
    "as it comes": read(),
    "converters to str": read(converters={"reasons": str, "pointers": str}),
    "thousands=None": read(thousands=None),
}
for how, row in seen.items():
    print(how, row)
assert seen["as it comes"] == [45253, 123]
assert seen["converters to str"] == ["45253", "123"]
assert seen["thousands=None"] == ["45,253", "1,2,3"]
PY
