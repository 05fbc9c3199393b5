"""What the clearinghouse delivered, and what became of it on the practice's disk.

A `Delivery` is one 835 with its text version. Its marks say what a person or a fault did to it; the
writers obey the marks, and the answer key is counted from them, never from the written bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from cutover_sample.payments import Payment


@dataclass(frozen=True)
class TextChange:
    """How a text ERA differs from its 835: another amount, or its last claim left out."""

    trace: str
    added_cents: int = 0
    drops_claim: bool = False


@dataclass
class Delivery:
    """One 835 file and its text version, by File ID; `date` stands in their names."""

    file_id: str
    date: dt.date
    payments: tuple[Payment, ...]
    control: int = 0
    has_835: bool = True
    has_text: bool = True
    is_cut: bool = False  # the 835 ends inside its last claim
    rubbish: str = ""  # what was saved under the 835's name instead: a `page`, or a `stub` without payments
    refused: str = ""  # the zip both stand in is `encrypted` or `cut`
    counts_off: str = ""  # `SE01`, `GE01` or `IEA02` is wrong
    damage: list[tuple[str, int, str]] = field(default_factory=list)  # segment, element, what stands there
    blank_line: bool = False  # the last service line states no payment (SVC03)
    strange_segment: str = ""  # a segment that the 835 does not have, before the first SE
    text_change: TextChange | None = None
    is_foreign: bool = False  # its payee is another practice
    copies: list[str] = field(default_factory=list)  # further places of the same 835 bytes
    zip_copies: list[str] = field(default_factory=list)  # further places of the same portal zip
    renamed: str = ""  # the 835's name where a person renamed it
    conflict: bool = False  # another 835 under the same name: the same payments sent again
    marked: bool = False  # taken by a defect: no second one meets it

    @property
    def gateway(self) -> str:
        """Who wrote the file; the payments of one file come from one gateway."""
        return self.payments[0].payer.gateway

    @property
    def name_835(self) -> str:
        """Its name from the portal."""
        return f"{self.file_id}_ERA_835_5010_{self.date:%Y%m%d}.835"

    @property
    def name_text(self) -> str:
        """The name of its text version."""
        return f"{self.file_id}_ERA_STATUS_5010_{self.date:%Y%m%d}.txt"

    @property
    def name_zip(self) -> str:
        """The name of the zip that the portal puts both into."""
        return f"{self.file_id}_ERA_STATUS_5010_{self.date:%Y%m%d}.zip"

    @property
    def is_readable(self) -> bool:
        """Whether its 835 is on the disk, opens and gives payments."""
        return self.has_835 and not self.rubbish and not self.refused

    @property
    def paid_cents(self) -> int:
        """What its payments say that they pay."""
        return sum(p.amount_cents for p in self.payments)


@dataclass(frozen=True)
class Extra:
    """A file in `era` that is no remittance: `code` is the finding that it is a case of."""

    path: str
    data: bytes
    code: str


@dataclass
class Shelf:
    """All that lies in the `era` folder of one practice."""

    deliveries: list[Delivery] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)


def deliveries(payments: Iterable[Payment], start: int) -> list[Delivery]:
    """Return the files in which payments arrive: one a day and gateway, File IDs rising from `start`.

    File IDs have ten digits, as Office Ally's have had since about 2022.
    """
    groups: dict[tuple, list[Payment]] = {}
    for payment in payments:
        groups.setdefault((payment.date, payment.payer.gateway), []).append(payment)
    made = []
    for number, ((date, _), together) in enumerate(sorted(groups.items(), key=lambda g: g[0])):
        file_id = f"{start + 37 * number:010d}"
        made.append(Delivery(file_id, date + dt.timedelta(1), tuple(together), control=10_001 + number))
    return made
