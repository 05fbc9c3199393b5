# %% [markdown]
# # Scrub rules
#
# **Which edits would have prevented the denials?**
#
# Reads the practice's ERAs and 277CA receipts of both systems, Office Ally's file summaries and the intake. Writes its findings, the evidence workbook and the intake's sheet of scrub rules into the practice's reports.

# %% tags=["parameters"]
client = "sample-scrub"
practice = "hazel-court"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.intake.sheets import SCRUB_RULES
from cutover.reading.practice.book import opened
from cutover.reporting.attachments import intake_files
from cutover.reporting.drawing import charts
from cutover.reporting.page import Report
from cutover.workstreams.scrub_rules.book import book_of
from cutover.workstreams.scrub_rules.inputs import load
from cutover.workstreams.scrub_rules.report import assess, period
from cutover.workstreams.scrub_rules.sheet import intake_rows

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
    name="13_scrub_rules",
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
# ## Which claims does each payer deny by a rule?
#
# A rule names the payer, what it denies, how often, and what helped when the claim was sent again. What helped is what the edit must do. Codes are those of the claim; the reason is group and code of the remittance.

# %%
report.table("rules", limit=60)

# %% [markdown]
# ## Which rules belong into Medi?
#
# The intake names the edits that people know of. The data confirm them, contradict them, or do not show them. An edit that works leaves no denials behind, so a rule that is not seen may be needed all the same.

# %%
report.table("sheet")

# %%
intake_files.save(report, SCRUB_RULES, intake_rows(book_of(inputs).proposed, inputs))

# %% [markdown]
# ## What comes through since the cutover?
#
# Claims that Office Ally's edits had caught, and that Medi sends as they are.

# %%
report.table("now")

# %% [markdown]
# ## What are all the other denials?
#
# Not every denial asks for an edit. Known national edits, coverage and duplicates are counted apart, and so are days or a provider of which a payer denied nearly everything. What is denied more than once is counted too, although few lines are no rule.

# %%
report.table("denials")

# %%
charts.bars(
    result.tables["denials"],
    "class",
    "denied_cents",
    title="Denied, by what it asks for",
    alt="One bar for each kind of denial: how much was denied.",
)

# %% [markdown]
# The tables of rules count lines. This one counts whole claims by their reason, over all payers; 03 has them by payer too.

# %%
report.table("denied_claims")

# %% [markdown]
# Of one payer few lines may be one claim of one patient, so a small number of lines is not shown. All payers together are above.

# %%
report.table("often", limit=20)

# %%
report.table("few", limit=20)

# %%
report.table("across")

# %%
report.table("rejections", limit=20)

# %% [markdown]
# ## How sure is each rule?
#
# Each rule is compared with the same thing elsewhere at the same payer. The chance counts everything that was tried, so that many tries do not make a rule.

# %%
report.table("measured", limit=60)

# %%
report.table("counted")

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# In the notebook alone; left out of reports. Every frame is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
remittances = inputs.remittances
remittances.groupby("payer")["paid_cents"].sum().nlargest(10)

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(book_of(inputs).rules, by=["payer", "form", "reason"])

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
