# %% [markdown]
# # ERA archive audit
#
# **If the Office Ally account closes tomorrow, is every remittance that will ever be needed on disk, readable, and does its money add up?**
#
# Reads the practice's `era` folder, its claim history where there is one, and `intake.xlsx`. Writes its findings and the evidence workbook into the practice's reports.

# %% tags=["parameters"]
client = "sample-billing"
practice = "cedar-grove"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.reading.practice.book import opened
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.era_audit.inputs import load
from cutover.workstreams.era_audit.report import assess, period

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
    name="03_era_archive_audit",
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
# ## What is still to fetch, and in which order?
#
# Checks that are known to be missing come first, the largest amount at the top. Then comes what a claim history calls paid and no remittance proves. Months, silences of payers, and files to download again follow. Access ends with the account, so this list is done before anything else.

# %%
report.table("download")

# %% [markdown]
# A claim history knows of payments whatever became of their remittances. What it calls paid and no remittance here proves is on the list above.

# %%
report.table("claims_reconciled")

# %% [markdown]
# ## Which months and payers does the archive hold?
#
# A month without any payment, between months with payments, was most likely never downloaded. An empty cell of a payer is a reason to look only where that payer usually pays more often.

# %%
charts.bars(
    result.tables["found_and_missing"],
    "month",
    "cents",
    by="what",
    title=result.tables["found_and_missing"].title,
    note=result.tables["found_and_missing"].note,
    alt="One bar a month: what the remittances on file pay, and above it what is known to be missing.",
    leads=True,
)

# %%
charts.grid(
    result.tables["coverage"],
    "month",
    "payer",
    "payment_count",
    title="Payments by payer and month",
    alt="One row a payer, one column a month; the number of payments stands in each cell.",
)

# %% [markdown]
# Each payer is compared with its own rhythm: the median of the days between two of its payment days.

# %%
report.table("payers")

# %% [markdown]
# ## Is every file readable to its end?
#
# Every file of the folder is in exactly one row. Copies are counted once in every total; what is no remittance is named and left out.

# %%
report.table("files")

# %% [markdown]
# ## What was set aside?
#
# Before any money is shown: these payments are in the files and in no total. They are in another file already or were paid to somebody else.

# %%
report.table("set_aside")

# %% [markdown]
# ## Does the money add up?
#
# Each whole equals its parts. What remains between them must be zero; what does not add up in the payers' own remittances is a part of its own.

# %%
report.table("tie")

# %% [markdown]
# Payers also adjust at the level of the practice. The sign surprises people: above zero lowers the payment, below zero raises it.

# %%
report.table("plb")

# %% [markdown]
# Payments of zero and below still carry decisions on claims that must be posted.

# %%
report.table("nonpositive")

# %% [markdown]
# What came to Medi is reconciled in a report of its own. Here both systems are counted together, a remittance in both once.

# %%
report.table("both_systems")

# %% [markdown]
# ## What did payers take back, and did announced balances come back?
#
# A balance that is carried forward must show up again as money taken from a later payment. One that never does is still owed, or its remittance is missing.

# %%
report.table("forward_balances")

# %% [markdown]
# A recoupment lowers a check because of an older claim. Where that claim is in the archive it is named in the consultant's workbook.

# %%
report.table("recoupments")

# %%
report.table("interest")

# %% [markdown]
# A reversal takes back an earlier decision; the correction should follow in the same or a later payment.

# %%
report.table("reversals")

# %% [markdown]
# ## Who pays, how, and how soon?
#
# The payers at the top are those whose enrollment in the new system decides the cutover date.

# %%
charts.bars(
    result.tables["payers_paid"],
    "payer",
    "paid_cents",
    title="Money paid by payer",
    alt="Payers in order of the money that they paid; the largest stands first.",
)

# %%
report.table("payers_paid")

# %% [markdown]
# A payer that sends checks may need an EFT enrollment of its own.

# %%
report.table("methods")

# %% [markdown]
# These are the days from the last service to the payment. They show how long claims from before the cutover will still be paid through the old account.

# %%
report.table("days_to_payment")

# %% [markdown]
# A claim that its first payer sent on by itself is the next payer's. Where that one has not answered, ask it before anything is filed or billed again.

# %%
report.table("sent_on")

# %% [markdown]
# ## What do payers refuse?
#
# A claim that was paid nothing is not always denied: the patient may owe all of it, or an earlier payer may have paid. The rule is below the table.

# %%
report.table("zero_paid")

# %%
report.table("denials_paid")

# %%
charts.bars(
    result.tables["denials_by_payer"],
    "payer",
    "denied_count",
    title="Denied claims by payer",
    alt="Payers in order of the charges on claims that they denied.",
)

# %%
report.table("denials_by_payer")

# %% [markdown]
# First each reason by itself, over all payers: what one edit or one habit would have to prevent. Then each payer by its reasons.

# %%
report.table("denials_by_reason")

# %%
report.table("denials")

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# Which payments make up a month of a payer? In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
claims = inputs.claims
claims.groupby("payer")["charge_cents"].sum().nlargest(10)

# %% tags=["interactive"]
from cutover.desk.explore import explore

payments = inputs.counted
shown = ["payer", "month", "paid_on", "trace_number", "paid_cents", "method", "claim_count", "source_file"]
explore(payments[shown], by=["payer", "month", "method"])

# %% [markdown]
# ## What does this not show?
#
# Where the rates and lists come from, and where the data end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
