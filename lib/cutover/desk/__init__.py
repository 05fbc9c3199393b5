"""For a consultant in JupyterLab: widgets to explore frames, confirm mappings and try what-ifs; never in a batch."""

from cutover import at_work
from cutover.desk import keys

at_work.watch()  # what is imported next takes its time
keys.give()
