# %% [markdown]
# # Fee schedules
#
# **What does each payer really pay for each procedure, since when, and where did it pay less?**
#
# Reads the practice's ERAs of both systems, contract files in `fee_schedules`, the intake and the client's `enrollment.xlsx`. Writes its findings, the evidence workbook, the rates to load, the intake's sheet and the handoff workbook into the practice's reports.

# %% tags=["parameters"]
client = "sample-rates"
practice = "quarry-lane"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.intake.handoff_workbook import HANDOFF
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.practice.book import opened
from cutover.reporting.attachments import handoff, schedule_files
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.fee_schedules.book import book_of
from cutover.workstreams.fee_schedules.inputs import load
from cutover.workstreams.fee_schedules.report import assess, period
from cutover.workstreams.fee_schedules.schedule import intake_rows
from cutover.workstreams.fee_schedules.workbook import filled

who, day = opened(client, practice, as_of)
inputs = load(who, day)
result = assess(inputs)

# %%
report = Report(
    result,
    subject=who.name,
    as_of=day,
    audience=audience,
    period=period(inputs),
    folder=who.reports,
    name="12_fee_schedules",
)
report.head()

# %% [markdown]
# ## The answer

# %%
report.verdict()

# %%
report.figures()

# %%
report.findings()

# %% tags=["interactive"]
from cutover.desk.case import CaseDesk

CaseDesk(result, who, day)

# %% [markdown]
# ## What was counted, and what was left out?
#
# What a payer allows for a line is what it states. Else it is what it paid, what the patient owes and what was cut from the payment afterwards. A line that was refused, taken back, paid after another payer or does not balance tells no price.

# %%
report.table("counted")

# %%
report.table("lowered")

# %%
report.table("reduced")

# %% [markdown]
# ## Where was less paid than the payer's own rate?
#
# The proof is the payer's own rate for the same service; it is beside each line in the workbook below. One letter to each payer is enough: attach its lines, say what they look like, and ask for all of them to be processed again. What can still be appealed comes first, then what nobody knows a last day for: ask the payer, or write it into `enrollment.xlsx`.

# %%
report.table("letters")

# %%
report.table("reasons")

# %% [markdown]
# A claim that the payer took back and decided again for less is one case: what it paid first, and what it pays now. Its first remittance is the proof. Where the price is the same and the patient owes more of it, the payer is short of nothing.

# %%
report.table("corrections", limit=24)

# %%
charts.bars(
    result.tables["months"],
    "month",
    "short_cents",
    title="Paid short by month of the remittance",
    alt="One bar a month: how much less than its own rates the payers paid.",
)

# %%
handoff.save(report, HANDOFF, filled(book_of(inputs)))

# %% [markdown]
# ## Where was more paid?
#
# A payer that finds such a line takes the money back, often years later. Keep it apart until then, and do not load these amounts as rates.

# %%
report.table("overpaid")

# %% [markdown]
# ## Is the contract paid?
#
# The contract file against the rate that is seen. A payer that has always paid less looks steady everywhere else in this report; only its contract shows it. Each line is compared with the contract rate of its own day of service. A remittance that is cut off is in no sum. The consultant's workbook lists each line below its contract, to send along.

# %%
report.table("contract")

# %% [markdown]
# Anesthesia is due its base units and its time, times a conversion factor. Base units, the minutes of a unit and shares are the contract's own words.

# %%
report.table("anesthesia")

# %% [markdown]
# Medicare limits what a practice that is non-par may charge where it takes no assignment. A list of such visits is compared with that limit.

# %%
report.table("limiting")

# %%
report.table("uncontracted")

# %% [markdown]
# ## What does each payer pay?
#
# A payer whose rates are steady can be checked line by line. One that pays a percentage of the charge follows the practice's own charges. Where no rate is to be seen, ask the payer for its schedule.

# %%
report.table("payers")

# %% [markdown]
# What was paid for each procedure in all, whether or not a rate is seen: lines, units, and what one unit was allowed.

# %%
report.table("by_procedure", limit=40)

# %% [markdown]
# What went out by the lists of both systems, answered or not.

# %%
report.table("sent_procedures", limit=24)

# %%
report.table("clinicians")

# %%
report.table("multiples")

# %%
report.table("changes", limit=12)

# %% [markdown]
# ## Which rates belong into Medi?
#
# With them Medi knows what to expect of each claim. Check them against the contract before they are loaded: a rate here is what was paid, not what was agreed.

# %%
report.table("rates", limit=80)

# %%
rows = intake_rows(
    result.tables["schedule"].frame,
    result.tables["multiples"].frame,
    inputs,
    schedule_files.name_of(report.stem),
)
schedule_files.save(report, "schedule", FEE_SCHEDULES, rows)

# %% [markdown] tags=["interactive"]
# ## Is every column of the contract files what it is taken for?
#
# What was confirmed once holds for every later file with these headers.

# %% tags=["interactive"]
from cutover.desk.columns import columns_desk

columns_desk(who, "fee-schedules", as_of=day)

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
remittances = inputs.remittances
remittances.groupby("payer")["paid_cents"].sum().nlargest(10)

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(book_of(inputs).differences, by=["payer", "procedure", "pattern"])

# %% [markdown]
# ## What does this not show?
#
# Where rules and figures come from, and where the data end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
