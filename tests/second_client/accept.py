"""What a person does at the desk for all files of a home, look and click: `python -m second_client.accept HOME`.

Nothing is chosen that was not proposed; a table of which no column is known is left alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cutover.desk.columns import ColumnsDesk
from cutover.reading.practice import book

from .world import AS_OF, CLIENT


def accept(home: Path) -> int:
    """Accept every proposal at the desk of each practice, and return the number of clicks."""
    clicks = 0
    for folder in sorted((home / "data" / "raw" / CLIENT).glob("*/intake.xlsx")):
        desk = ColumnsDesk(book.load_practice(home, CLIENT, folder.parent.name), as_of=AS_OF)
        for one in desk.tables.values():
            if one.crosswalk is None or not one.crosswalk.used or one.table.crosswalk.is_confirmed:
                continue
            while one.stored is None and clicks < 1000:
                one.accept()
                clicks += 1
    return clicks


if __name__ == "__main__":
    print(accept(Path(sys.argv[1])), "clicks")
