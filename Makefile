# Without make: python tools/tasks.py demo, and so for test, lint, lab and setup.
#
# make demo   from a bare machine to the sample client's reports
# make test   from a bare machine to a green test run
# make lab    JupyterLab on the notebooks
# make hooks  checks each commit before it is made
# make docs   the pages of docs/ that are made from the reference data
# make pair   folds the code of notebooks and writes them as text beside them
# make lock   writes requirements.txt and benchmarks/rivals.txt anew
# make bench-era   our 835 reader against others, one table

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup demo test lint lab hooks docs pair lock bench-era clean

TASKS := $(PYTHON) tools/tasks.py

setup:
	@$(TASKS) setup

$(READY): requirements.txt pyproject.toml
	@$(TASKS) setup

demo test lint lab:
	@$(TASKS) $@

hooks: $(READY)
	$(BIN)/pre-commit install

docs: $(READY)
	$(BIN)/cutover docs

pair: $(READY)
	$(BIN)/python tools/notebook_pairs.py

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	  --upgrade --no-config --custom-compile-command "make lock" --quiet -o requirements.txt
	.venv-lock/bin/uv pip compile benchmarks/rivals.in --override benchmarks/rivals-override.in -c requirements.txt \
	  --universal --python-version 3.11 --generate-hashes --no-annotate --no-config --custom-compile-command "make lock" \
	  --quiet -o benchmarks/rivals.txt

bench-era: $(READY)
	$(BIN)/python -m benchmarks.era_rivals

clean:
	rm -rf .venv .venv-lock .venv-rivals benchmarks/work data/processed/* reports/*
