"""How often the processes of a batch look for objects that hold each other: seldom, since each report's kernel ends."""

import gc

_NEW = 20_000  # objects made since the last look; a table counts as a few, whatever its rows
_LOOKS = 20  # of the young before one at the older


def seldom_collected() -> None:
    """Let this process, and those that it forks, look seldom; of a small report each twentieth second went there."""
    gc.set_threshold(_NEW, _LOOKS, _LOOKS)
