#!/usr/bin/env bash
# duckdb: a row whose first field starts with # is taken for a comment, though nobody asked for comments.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile duckdb==2.0.0 pandas==3.1.1 polars==2.1.0
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('duckdb', 'pandas', 'polars'):
    print(name, version(name))

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

print("duckdb guesses # as the comment mark when a row starts with it, and leaves out that account with its money; comment='' keeps it.")
Path("paid.csv").write_text("account,paid\n1001,5.00\n#1002,70.00\n1003,9.00\n")
Path("quoted.csv").write_text('account,paid\n1001,5.00\n"#1002",70.00\n1003,9.00\n')
Path("second.csv").write_text("paid,account\n5.00,1001\n70.00,#1002\n9.00,1003\n")


def told(source):
    return duckdb.sql(f"select count(*), sum(paid::decimal(9, 2))::varchar from {source}").fetchall()[0]


seen = {
    "duckdb": told("'paid.csv'"),
    "duckdb, comment=''": told("read_csv('paid.csv', comment='')"),
    "duckdb, account in quotes": told("'quoted.csv'"),
    "duckdb, account second": told("'second.csv'"),
    "pandas": (len(pd.read_csv("paid.csv")), f"{pd.read_csv('paid.csv')['paid'].sum():.2f}"),
    "polars": (pl.read_csv("paid.csv").height, f"{pl.read_csv('paid.csv')['paid'].sum():.2f}"),
}
for reader, (rows, total) in seen.items():
    print(f"{reader}: {rows} rows, {total}")
guessed = duckdb.sql("select comment from sniff_csv('paid.csv')").fetchall()[0][0]
print("guessed comment mark", guessed)
assert guessed == "#"
assert seen.pop("duckdb") == (2, "14.00")
assert set(seen.values()) == {(3, "84.00")}, seen
PY
