# %% [markdown]
# # Office Ally against Medi, in dollars
#
# **What does staying cost, what does leaving cost, and from which month is leaving cheaper?**
#
# Reads the practice's claims, remittances, invoices and intake, and the payer lists. The volumes of the other practices of the book decide the tiers. Writes its findings and the evidence workbook into the practice's reports. An option that is empty is left to the data.

# %% tags=["parameters"]
client = "sample-billing"
practice = "cedar-grove"
as_of = "2026-07-31"
audience = "owner"
parallel_weeks = ""
commitment = ""
tiers = ""
pooling = ""
eligibility_price = ""
first_month = ""
volume_percent = ""
work_dollars = ""
eligibility_a_month = ""
claim_status_a_month = ""
cob_a_month = ""
attachments_a_month = ""

# %%
from cutover.desk.cost import CostDesk, cumulative_chart, swings_chart
from cutover.reading.practice.book import opened
from cutover.reporting.page import Report
from cutover.workstreams.cost.inputs import load
from cutover.workstreams.cost.options import chosen
from cutover.workstreams.cost.report import assess, period

who, day = opened(client, practice, as_of)
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
    name="05_cost_comparison",
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
# ## Is it the practice or the book that gains?
#
# A practice is charged its share of a price that falls with the volume of the book. What it adds to the book's bill can be less.

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
report.table("inputs")

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
