# %% [markdown]
# # Office Ally against Medi: the whole book
#
# **What does staying cost, what does leaving cost, from which month is leaving cheaper, and for which practices does staying cost less?**
#
# Reads the claims, remittances, invoices and intake of every practice of the client, and its payer lists. Writes its findings and the evidence workbook into the client's reports. An option that is empty is left to the data.

# %% tags=["parameters"]
client = "sample-billing"
as_of = "2026-07-31"
audience = "owner"
parallel_weeks = ""
commitment = ""
tiers = ""
pooling = ""
eligibility_price = ""
first_month = ""
volume_percent = ""

# %%
from cutover.desk.cost import CostDesk, cumulative_chart, swings_chart
from cutover.reading.practice.book import opened_book
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.cost.inputs import load
from cutover.workstreams.cost.options import chosen
from cutover.workstreams.cost.report import assess, period

who, day = opened_book(client, as_of)
inputs = load(who, day, chosen(globals()))
result = assess(inputs)

# %%
report = Report(
    result,
    subject=who.name,
    as_of=day,
    audience=audience,
    period=period(inputs),
    folder=who.reports,
    name="05_cost_comparison_book",
    book=True,
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

# %% [markdown] tags=["interactive"]
# ## What if?
#
# In the notebook: change who moves, the volumes, the contract, the parallel run or a reading, and the answer follows.

# %% tags=["interactive"]
CostDesk(inputs)

# %% tags=["interactive"]
claims = inputs.claims
claims.groupby(["practice", claims["submission_date"].dt.year]).size().unstack()

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(inputs.invoices, by=["practice", "charge"])

# %% [markdown]
# ## From which month is leaving cheaper?
#
# Both ways begin in the same month. Leaving starts higher where the parallel run is paid twice and the move costs something. It is cheaper from the month in which its line stays below for good.

# %%
cumulative_chart(result)

# %%
report.table("totals")

# %%
report.table("months")

# %% [markdown]
# ## Which practices are better left where they are?
#
# Two measures: a practice's share of what Medi charges the book, and what the book is charged more because the practice is in it. Where both say stay, moving it costs money, whatever else it brings.

# %%
charts.bars(
    result.tables["practices"],
    "practice",
    "saved_share_cents",
    title="What leaving saves or costs, by practice, over 36 months",
    note="Right of zero leaving saves money, left of it staying costs less, in the default reading "
    "of Medi's prices. Another reading may turn a bar.",
    alt="One bar a practice: what leaving saves by its share of the book's Medi bill, below zero what it costs.",
    leads=True,
)

# %%
report.table("practices")

# %% [markdown]
# ## What does Office Ally charge?
#
# The fee for non-par payers comes from the claims, under the rule of today; everything else from invoices. What no invoice shows is not known, and it is left out of every total rather than taken for nothing.

# %%
report.table("office_ally")

# %%
report.table("invoiced")

# %%
report.table("past")

# %% [markdown]
# Looking back in dollars: what the invoices charged, what they and the claims count, and what Medi's list makes of the same counts.

# %%
report.table("back", limit=24)

# %% [markdown]
# ## What would Medi charge?
#
# The price list in its default reading: graduated tiers, claims counted over the whole book.

# %%
report.table("medi")

# %%
report.table("prices")

# %%
report.table("commitment")

# %% [markdown]
# What Medi has billed already, and how many claims its own lists have for the same month.

# %%
report.table("medi_bills")

# %%
report.table("by_medi")

# %% [markdown]
# ## What does the price list leave open?
#
# It does not say how a tier applies or over what claims are counted, and two prices of eligibility are published.

# %%
report.table("readings")

# %% [markdown]
# ## What does the answer depend on?
#
# Each input alone is moved through its range; the longest bar is what to find out first.

# %%
swings_chart(result)

# %%
report.table("sensitivity")

# %% [markdown]
# ## What does the comparison rest on?
#
# Each input with its basis. An assumption gives way to a count or a statement as soon as there is one.

# %%
report.table("inputs", limit=200)

# %% [markdown]
# ## What is gained or lost beyond the bill?
#
# Most who leave Office Ally leave for how it works, not for what it costs.

# %%
report.table("beyond")

# %% [markdown]
# ## How old are the prices, and what does this not show?

# %%
report.sources()

# %%
report.limits()

# %%
report.save()
