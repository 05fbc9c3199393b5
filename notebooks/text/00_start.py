# %% [markdown]
# # Start
#
# **Whose work is it today, what is on file, what was found, and what waits for you?**
#
# Choose *Run*, then *Run All Cells*. Everything here is chosen by clicks and keys; no code is edited. What you choose is what every notebook opens with. There, Ctrl+Shift+K shows the list of contents, and a click on a folded bar shows its code.

# %%
from cutover.desk.start import Start

Start()
