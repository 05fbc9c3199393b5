#!/usr/bin/env bash
# ipywidgets: adding one more choice to a drop-down list selects the first choice.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile ipywidgets==8.1.9
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('ipywidgets',):
    print(name, version(name))

import ipywidgets

print("A new list of choices, even the old ones and one more, moves a Dropdown to its first entry and tells the observers so.")
told = []
payer = ipywidgets.Dropdown(options=["Aetna", "Cigna"], value="Cigna")
payer.observe(lambda change: told.append(change["new"]), names="value")
payer.options = ["Aetna", "Cigna", "Humana"]
several = ipywidgets.SelectMultiple(options=["Aetna", "Cigna"], value=["Cigna"])
several.options = ["Aetna", "Cigna", "Humana"]
box = ipywidgets.Combobox(options=["Aetna", "Cigna"], value="Cigna")
box.options = ["Aetna", "Cigna", "Humana"]
print("Dropdown", payer.value, "told", told, "| SelectMultiple", several.value, "| Combobox", box.value)
assert (payer.value, told, several.value, box.value) == ("Aetna", ["Aetna"], (), "Cigna")
PY
