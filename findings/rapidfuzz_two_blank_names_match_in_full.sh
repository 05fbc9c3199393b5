#!/usr/bin/env bash
# rapidfuzz: two blank names are the same by some scorers and strangers by others, and None is neither.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile rapidfuzz==3.14.6 numpy==2.4.6
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('rapidfuzz', 'numpy'):
    print(name, version(name))

from rapidfuzz import fuzz, process

print("Two empty texts score 100 with ratio and partial_ratio, 0 with WRatio and token_set_ratio; cdist pairs them above near names.")
scorers = [fuzz.ratio, fuzz.partial_ratio, fuzz.token_sort_ratio, fuzz.WRatio, fuzz.QRatio, fuzz.token_set_ratio]
blank = {scorer.__name__: scorer("", "") for scorer in scorers}
missing = {scorer.__name__: scorer("", None) for scorer in scorers}
pairs = process.cdist(["", "SMITH"], ["", "SMYTH"], scorer=fuzz.ratio).tolist()
best = process.extractOne("", ["SMITH", ""], scorer=fuzz.ratio), process.extractOne("", ["SMITH", ""])[1]
print("'' and ''  ", blank)
print("'' and None", missing)
print("cdist", pairs, "extractOne", best)
assert list(blank.values()) == [100.0, 100.0, 100.0, 0.0, 0.0, 0.0]
assert set(missing.values()) == {0}
assert pairs == [[100.0, 0.0], [0.0, 80.0]]
assert best == (("", 100.0, 1), 0.0)
PY
