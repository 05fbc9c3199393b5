"""What was read of a practice's files is read once in a test, however many reports ask for it and however small it is.

A batch keeps the readings that are worth it in `data/processed`; those of a test's few rows are not, and each report
reads them anew. Here they are kept in memory until a file of the client or of what is confirmed of it is another.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

from cutover.reading.intake import kept as kept_intakes
from cutover.reading.kept import opened, store


@contextlib.contextmanager
def read_in_memory(*, written: bool = True) -> Iterator[None]:
    """Give each reading of the store once until the end; what rests on it is told what it rests on, as always.

    Without `written` none of them is kept in a file besides: nobody comes to the home of such a test again.
    """
    store_of, intake_of, known = store.of, kept_intakes.of, {}
    read = store_of if written else _made

    def of(practice, name, make, *given, **worth):
        try:
            asked = store._asked(practice, name, given)
        except TypeError:  # it was given what has no name
            return make()
        with opened.unheard():
            client = practice.raw.parent
            folders = (client, client.parents[1] / "crosswalks" / client.name)
            state = "".join(opened.tree(str(folder)) for folder in folders)
        key = hashlib.sha256(f"{practice.raw} {asked} {state}".encode()).hexdigest()
        if key not in known:
            with opened.watched(practice.home) as rests_on:
                value = read(practice, name, make, *given, **worth)
            if store.origin(value) is None:
                store._with_origin(value, key)  # so that what is made of it is asked for by its name
            known[key] = value, rests_on
        value, rests_on = known[key]
        opened.noted(rests_on)
        return value

    store.of = of
    if not written:
        kept_intakes.of = lambda _path, _data, _form, make: make()
    try:
        yield
    finally:
        store.of, kept_intakes.of = store_of, intake_of


def _made(_practice, _name, make, *_given, **_worth):
    """A reading as it is made, without a look for one that is kept."""
    return make()
