#!/usr/bin/env bash
# workalendar and holidays: two calendars of the Federal Reserve disagree about Friday, July 3, 2026.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -qq --no-compile workalendar==17.0.0 holidays==0.109
venv/bin/python - <<'PY'
from importlib.metadata import version
for name in ('workalendar', 'holidays'):
    print(name, version(name))

import datetime

import holidays
from workalendar.usa import FederalReserveSystem

print("A holiday on a Saturday closes the offices of the Board on Friday, while the banks pay; FederalReserveSystem of workalendar")
print("means the offices, FED of holidays the banks, so payments that were due on Friday, July 3, 2026 seem due on Monday.")
offices, banks = FederalReserveSystem(), holidays.financial_holidays("FED", years=[2026, 2027])
start = datetime.date(2026, 7, 2)
next_days = {
    "workalendar": offices.add_working_days(start, 1).isoformat(),
    "holidays FED": banks.get_nth_working_day(start, 1).isoformat(),
}
print("one working day after", start, next_days)
days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=number) for number in range(730)]
odd = [day.isoformat() for day in days if offices.is_working_day(day) != banks.is_working_day(day)]
print("days of 2026 and 2027 on which the two disagree", odd)
assert next_days == {"workalendar": "2026-07-06", "holidays FED": "2026-07-03"}
assert odd == ["2026-07-03", "2027-06-18", "2027-12-24", "2027-12-31"]
PY
