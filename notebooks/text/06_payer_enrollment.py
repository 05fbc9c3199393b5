# %% [markdown]
# # Payer enrollment
#
# **With which payers must the practice be enrolled again, where does each enrollment stand, and from when on can it move?**
#
# Reads the practice's claims, ERAs of both systems and intake workbook, exports of enrollments, and what the client's folder says of payers. Writes its findings, the evidence workbook and the work list into the practice's reports.

# %% tags=["parameters"]
client = "sample-run"
practice = "linden-row"
as_of = "2026-07-31"
audience = "owner"

# %%
from cutover.reading.practice.book import opened
from cutover.reporting.attachments import work_list
from cutover.reporting.drawing import charts, gantt
from cutover.reporting.page import Report
from cutover.workstreams.enrollment.inputs import load
from cutover.workstreams.enrollment.plan import BARS, SEEN, plan_of
from cutover.workstreams.enrollment.report import assess, period
from cutover.workstreams.enrollment.verdict import planned_day

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
    name="06_payer_enrollment",
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
# A payer is in use where the last twelve months hold a claim to it or a remittance of it. What is left out is named here with its number.

# %%
report.table("counted")

# %% [markdown]
# ## Which payers are in use, and where does each stand?
#
# Nothing carries over from Office Ally: the submitter ID changes, so claims and ERA are each enrolled again. Live and the first ERA seen are two dates; only the second proves that remittances come.

# %%
report.table("payers")

# %% [markdown]
# What the practice's own list says to be on in Office Ally: nothing of it moves by itself.

# %%
report.table("in_office_ally")

# %%
report.table("eft")

# %%
report.table("notes")

# %%
charts.bars(
    result.tables["payers"],
    "payer",
    "claims",
    title="Claims by payer",
    alt="One bar a payer, the one with the most claims first: the first three must be live before the practice moves.",
)

# %% [markdown]
# ## From when on can the practice move?
#
# By the rule of the guide the three payers with the most claims are live before the practice moves, for claims and ERAs. The first has no exception. How long the open enrollments still take is drawn many times. Half of the draws end by the likely day, nine of ten by the safe one.

# %%
gantt.spans(
    result.tables["drawn"],
    **BARS,
    alt=SEEN,
    today=day,
    plan=planned_day(plan_of(inputs)),
    title="Until when each enrollment takes",
)

# %% [markdown]
# What the date waits for, and what it brings to get a payer live one day sooner.

# %%
report.table("gains")

# %% [markdown] tags=["interactive"]
# ## What if?
#
# Take payers as live, give one of them other days, choose the chance that is wanted and the day: the dates follow. Keep an answer by a name, and choose whether the report shows it.

# %% tags=["interactive"]
from cutover.desk.enrollment import EnrollmentDesk
from cutover.workstreams.enrollment.plan import plan_of

EnrollmentDesk(plan_of(inputs))

# %%
report.table("calendar")

# %% [markdown]
# The days behind the dates: an assumption where nobody knows better, and easily replaced.

# %%
report.table("durations")

# %% [markdown]
# ## What is to be done, in which order?
#
# What brings the date nearest stands first; what only has to be waited for stands last.

# %%
report.table("work", limit=24)

# %%
work_list.save(report, "work")

# %% [markdown]
# ## Who else is touched?
#
# An ERA enrollment may move every NPI of a Tax ID, also in another practice: practices that share one belong in one wave.

# %%
report.table("shared")

# %% [markdown]
# ## What is known of how these payers enroll?

# %%
report.table("facts")

# %% [markdown] tags=["interactive"]
# ## Is every column of these files what it is taken for?
#
# What was confirmed once holds for every later file with these headers.

# %% tags=["interactive"]
from cutover.desk.columns import columns_desk

columns_desk(who, "enrollments", "stedi-payers", as_of=day)

# %% [markdown] tags=["interactive"]
# ## Look for yourself
#
# What if some payers were live already? In the notebook alone; left out of reports. Every frame of `inputs` is a plain pandas frame: take one, ask it, or look through it.

# %% tags=["interactive"]
claims = inputs.claims
claims.groupby("payer")["charge_cents"].sum().nlargest(10)

# %% tags=["interactive"]
from cutover.desk.explore import explore
from cutover.workstreams.enrollment.plan import plan_of

plan = plan_of(inputs)
explore(plan.standing, by=["payer", "transaction", "state"])

# %% [markdown]
# ## What was read?
#
# A file that was not read is a reason to look before anything above is believed.

# %%
report.table("files")

# %%
report.table("lists")

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
