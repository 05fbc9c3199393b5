# %% [markdown]
# # Rollout plan of the book
#
# **In which order do the practices move, on which days, what does the plan cost and gain, and what holds it up?**
#
# Reads what the other notebooks know of every practice, and the client's wishes in `client.toml`. Writes its findings, the evidence workbook, and the plan as Excel and as a calendar file into the client's reports. An option that is empty is left to the wishes.

# %% tags=["parameters"]
client = "sample-billing"
as_of = "2026-07-31"
audience = "owner"
chance_percent = ""
most_a_week = ""
fixed_days = ""

# %%
from cutover.reading.practice.book import opened_book
from cutover.reporting.attachments import plan_files, work_list
from cutover.reporting.drawing import charts
from cutover.reporting.drawing.phases import phases
from cutover.reporting.page import Report
from cutover.workstreams.rollout.inputs import load
from cutover.workstreams.rollout.options import chosen
from cutover.workstreams.rollout.report import assess, period
from cutover.workstreams.rollout.tables import BARS, SAID_OF, SEEN

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
    name="10_rollout_plan",
    book=True,
)
report.head()

# %% [markdown]
# ## The answer
#
# Who goes first, when the last one moves, and what to do about it, the most urgent first.

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
# ## When does each practice move?
#
# The proving run stays alone for two full weeks: the practice that the client wishes first, else the smallest, simplest one. The others follow by size as their enrollments allow, and the one of the highest score goes in the last week.

# %%
phases(
    result.tables["drawn"],
    **BARS,
    alt=SEEN,
    today=day,
    title="The plan of the book",
    note=result.tables["drawn"].note,
)

# %%
report.table("waves")

# %%
plan_files.save(report, "waves", "drawn", **BARS, said=SAID_OF)

# %%
report.table("left")

# %% [markdown]
# The client's own plan beside the intakes: its order, its days and its remarks.

# %%
report.table("own")

# %% [markdown]
# Until when each practice works in both systems and on its old claims, and when its account with Office Ally closes.

# %%
report.table("ends")

# %% [markdown] tags=["interactive"]
# ## What if?
#
# In the notebook: ask for another chance, another number a week, a fixed day, or other days of a payer. The plan follows; one that is worth it can be kept, and shown in the report.

# %% tags=["interactive"]
from cutover.desk.rollout import RolloutDesk

RolloutDesk(inputs, who)

# %% tags=["interactive"]
tasks = inputs.tasks
tasks.groupby(["practice", "state"]).size().unstack()

# %% tags=["interactive"]
from cutover.desk.explore import explore

explore(result.tables["waves"].frame, by=["wave", "why"])

# %% [markdown]
# ## How much is it?
#
# What the files of each practice hold, added up over the book.

# %%
report.table("totals")

# %%
report.table("followed")

# %%
report.table("monthly")

# %% [markdown]
# ## Why in this order?
#
# The guide moves the smallest practice with the simplest payers first and the largest last. What makes a practice large or complex is shown part by part.

# %%
report.table("sizes")

# %% [markdown]
# What the plan keeps, and what would change it:

# %%
report.table("rules")

# %%
report.table("otherwise")

# %%
report.table("fixed")

# %%
report.table("closed")

# %% [markdown]
# ## What does the plan cost, and what does it gain?
#
# Office Ally bills by calendar month. Each month that a parallel run touches is paid to both. A day early in a month can cost less than one late in it.

# %%
charts.line(
    result.tables["months"],
    "month",
    "so_far_cents",
    alt="What the plan has saved so far at the least, month by month; below zero it has cost more than staying.",
    title="Saved so far, at the least",
)

# %%
report.table("months")

# %%
report.table("dates")

# %% [markdown]
# ## Which practices are better left where they are?
#
# For these the move costs more than it saves. They are in the plan until somebody decides: move as planned, move later, or stay.

# %%
report.table("stay")

# %% [markdown]
# ## What is to be done about enrollment this week?
#
# Over all practices, in the order of what it brings: first what a day of the plan waits for.

# %%
report.table("file", limit=24)

# %%
work_list.save(report, "file")

# %% [markdown]
# ## Who has too much to do, and when?
#
# Meetings are daily in the first two weeks after a cutover. Names are in the consultant's workbook alone; this page shows roles.

# %%
report.table("load")

# %% [markdown]
# ## What have the practices taught that have moved?
#
# Days from filing to live that were measured take the place of assumptions. A few cases move an assumption a little, many move it far.

# %%
report.table("learned")

# %%
report.table("shifts")

# %% [markdown]
# What people wrote down is carried to each practice that follows.

# %%
report.table("carried")

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
