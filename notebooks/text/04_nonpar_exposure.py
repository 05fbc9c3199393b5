# %% [markdown]
# # Non-par exposure
#
# **What has Office Ally's non-par fee cost, what will it cost, was it charged rightly, and what would end it?**
#
# Reads the practice's claims, submissions, ERAs, invoices and reports, and the client's payer lists. Writes its findings and the evidence workbook into the practice's reports.

# %% tags=["parameters"]
client = "sample-billing"
practice = "cedar-grove"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.reading.practice.book import opened
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.nonpar.inputs import load
from cutover.workstreams.nonpar.report import assess, period

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
    name="04_nonpar_exposure",
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

# %%
report.scenarios(who)

# %% [markdown]
# ## What was counted, and what was left out?
#
# Before any fee is shown: which files tell of claims, what each submission's month rests on, and what is in no number below.

# %%
report.table("claim_sources")

# %%
report.table("basis")

# %% [markdown]
# Several sources tell of one claim. Each submission counts once; the other rows are named here with the reason.

# %%
report.table("claims_set_aside")

# %% [markdown]
# ## What did the fee cost month by month, and what would today's rule have made of it?
#
# The fee is one amount for each Tax ID and NPI that triggers it. Until December 2025 half of the month's claims had to go to non-par payers, since January 2026 one claim is enough. A month that runs is a row of its own.

# %%
charts.bars(
    result.tables["months"],
    "month",
    "cast_fee_low_cents",
    title="The fee under today's rule, at least",
    alt="One bar a month: what the claims of that month would cost under today's rule. The running month is so far.",
)

# %%
report.table("months")

# %% [markdown]
# How many fees arise by the rule of each month, by the former rule and by today's. First the sums by year, then each provider and month.

# %%
report.table("rules_by_period", limit=24)

# %%
report.table("rules_by_month", limit=24)

# %% [markdown]
# ## Which providers owe it?
#
# The last twelve months under today's rule: this lies ahead too if nothing changes, but for providers who have ended.

# %%
charts.bars(
    result.tables["combinations"],
    "npi",
    "fee_low_cents",
    title="The fee of the last twelve months by provider, under today's rule, at least",
    alt="One bar for each NPI: what its claims of the last twelve months would cost under today's rule.",
    leads=True,
)

# %%
report.table("combinations")

# %% [markdown]
# ## What would the next twelve months cost?
#
# A simple forecast whose method stands below it; it knows no season and no new payer.

# %%
report.table("forecast")

# %% [markdown]
# ## Whose status would close the range?
#
# A payer that is in no list is neither par nor non-par here. Only the payers below matter: a fee depends on them.

# %%
report.table("closing")

# %%
report.table("payers", limit=30)

# %% [markdown]
# ## Was it charged as it is owed?
#
# Where charge and claims differ, every reading that could explain it was computed, and the one that gives the charge is named.

# %%
report.table("charged")

# %% [markdown]
# Office Ally's own Par/Non-Par Report counts claims; a difference there is a difference in claims or in the rule.

# %%
report.table("reported")

# %% [markdown]
# ## What can be done about it?
#
# First the fees that come from one to three claims: they are the cheapest to send another way.

# %%
report.table("few_claims", limit=24)

# %% [markdown]
# Then payer by payer, and the smallest set of payers that clears a provider altogether. The last column is what each claim that moves avoids: hold it against what that claim costs another way.

# %%
report.table("payers_to_move")

# %%
report.table("clearing")

# %% [markdown] tags=["interactive"]
# ## What if?
#
# Choose payers whose claims go another way, or whose status is another: the fee follows. Keep an answer by a name, and choose whether the report shows it.

# %% tags=["interactive"]
from cutover.desk.nonpar import NonparDesk

NonparDesk(inputs)

# %% [markdown] tags=["interactive"]
# ## Is every column of these files what it is taken for?
#
# What was confirmed once holds for every later file with these headers.

# %% tags=["interactive"]
from cutover.desk.columns import columns_desk

columns_desk(who, "claims", "invoices", "reports", "payer-list", as_of=day)

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
claims = inputs.counted
claims.groupby(["payer", "par"])["charge_cents"].agg(["size", "count", "sum"]).nlargest(10, "size")

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(claims, by=["payer", "par", "npi", "month"])

# %% [markdown]
# ## What does this not show?
#
# Where the rules and lists come from, and where the data end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
