#!/usr/bin/env bash
# papermill: a tuple reaches the notebook as one text, and the whole-number keys of a table as texts.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile papermill==2.7.0 nbformat==5.11.1 ipykernel==7.4.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('papermill', 'nbformat', 'ipykernel'):
    print(name, version(name))

import nbformat
import papermill

print("papermill writes a tuple as quoted text, so payer '33' is in ('00332', '60054'), and turns the keys of a dict into text.")
cells = [
    nbformat.v4.new_code_cell("payers = ()\ntiers = {}", metadata={"tags": ["parameters"]}),
    nbformat.v4.new_code_cell("print(['33' in payers, len(payers), tiers.get(500)])"),
]
kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), "in.ipynb")


def shown(given):
    done = papermill.execute_notebook("in.ipynb", "out.ipynb", parameters=given, progress_bar=False)
    print(next(cell.source for cell in done.cells if "injected-parameters" in cell.metadata.get("tags", [])))
    return done.cells[-1].outputs[0].text.strip()


as_tuple = shown({"payers": ("00332", "60054"), "tiers": {500: 0.70}})
as_list = shown({"payers": ["00332", "60054"], "tiers": {500: 0.70}})
print("tuple", as_tuple, "list", as_list)
assert as_tuple == "[True, 18, None]"
assert as_list == "[False, 2, None]"
PY
