# %% [markdown]
# # Reporting baseline
#
# **Will the owner's monthly report go on?**
#
# Reads the practice's claims, ERAs of both systems and intake, with the figures of the client's own reports in its sheet `client figures`. Writes its findings, the evidence workbook and the monthly workbook into the practice's reports.

# %% tags=["parameters"]
client = "sample-billing"
practice = "cedar-grove"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.reading.practice.book import opened
from cutover.reporting.attachments import monthly_files
from cutover.reporting.drawing import charts
from cutover.reporting.drawing.monthly_chart import monthly
from cutover.reporting.page import Report
from cutover.workstreams.reporting_baseline.book import book_of
from cutover.workstreams.reporting_baseline.inputs import load
from cutover.workstreams.reporting_baseline.report import assess, period

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
    name="11_reporting_baseline",
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
# ## What came in, month by month?
#
# A drop in a whole month is a drop. A low point in a month that is not whole may be a hole in the data. It is a likely one where nothing but absent remittances shows it. Fetch what is missing before anybody reads it as lost income.

# %%
monthly(
    result.tables["drawn"],
    "payments",
    "payments_state",
    switch=inputs.cutover,
    title="Payments of payers by month of payment",
    alt="One line of payments by month; whole months are filled, others hollow, and the cutover is a dashed line.",
)

# %%
report.table("money", limit=14)

# %%
monthly_files.save(report)

# %% [markdown]
# ## Do the figures agree with the client's own reports?
#
# The figures of the client's last reports beside those of the files. Where another way of counting comes to the client's figure, it is named: agree on one before the first new report.

# %%
report.table("against", limit=24)

# %% [markdown]
# A table that the office keeps of its months is compared by month of service and by month of submission.

# %%
report.table("own_months", limit=24)

# %%
report.table("aging_days", limit=24)

# %% [markdown]
# Each amount of the newest version of each day, beside the claim history.

# %%
report.table("aging_reported", limit=48)

# %% [markdown]
# ## What was billed?
#
# Charges go by month of service, payments by month of payment: most of what is paid in a month was served in the month before.

# %%
monthly(
    result.tables["drawn"],
    "charges",
    "charges_state",
    switch=inputs.cutover,
    title="Charges by month of service",
    alt="One line of charges by month; whole months are filled, others hollow, unknown ones a question mark.",
)

# %%
report.table("kinds", limit=36)

# %%
report.table("payers_served", limit=24)

# %% [markdown]
# ## Who paid?

# %%
charts.bars(
    result.tables["families"],
    "month",
    "paid_cents",
    by="family",
    title="Payments by family of payers",
    alt="One bar a month, parted by families of payers, the one that paid most first.",
)

# %%
report.table("payers", limit=24)

# %% [markdown]
# ## What became of the claims?

# %%
report.table("claims", limit=14)

# %% [markdown]
# By month of service each claim counts once, by what became of it last.

# %%
report.table("served", limit=14)

# %%
report.table("coded", limit=14)

# %%
report.table("groups", limit=14)

# %% [markdown]
# ## How long does a payment take?
#
# From the first day on which a claim was sent to its first payment. The median from the day of service stands by month above.

# %%
report.table("sent_to_paid", limit=24)

# %% [markdown]
# ## What was open, and for how long?
#
# From today's claim history: what waited on payers at each month's end, by days since the first day of service.

# %%
monthly(
    result.tables["drawn"],
    "open",
    "open_state",
    switch=inputs.cutover,
    title="Open with payers at each month's end (A/R)",
    alt="One line of what was open at each month's end; whole months are filled, others hollow.",
)

# %%
report.table("aging", limit=14)

# %% [markdown]
# Today, the whole balance of the claim history, by age: payers and patients, before and since the cutover.

# %%
report.table("balance")

# %% [markdown]
# ## Which months are not whole?

# %%
report.table("coverage", limit=24)

# %% [markdown]
# ## What does each measure mean, and does it go on?

# %%
report.table("definitions")

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame of the book is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
measures, decided = book_of(inputs).monthly, book_of(inputs).decided
decided.groupby(["payer", "outcome"])["paid_cents"].agg(["size", "sum"])

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(book_of(inputs).payers, by=["family", "payer", "feed"])

# %% [markdown]
# ## What does this not show?
#
# Where definitions and limits come from, and where the data end.

# %%
report.limits(heading=None)

# %%
report.sources()

# %%
report.save()
