"""Write the client: python -m second_client OUTDIR, where OUTDIR is a data/raw folder."""

import sys
from pathlib import Path

from . import (
    book_facts,
    dune,
    enrollments,
    harbor,
    intake,
    invoice_book,
    larkspur,
    money_oddities,
    payer_list,
)
from .world import World


def main(outdir):
    """Write everything below outdir; returns the world with its facts and oddities."""
    world = World(Path(outdir))
    payer_list.write(world)
    money_oddities.styles(world)
    stray = dune.build(world)
    larkspur.build(world, stray)
    last_eras = harbor.build(world)
    enrollments.write(world, last_eras)
    invoice_book.write(world)
    book_facts.write(world)
    intake.write(world)
    world.write_facts()
    world.write_oddities()
    return world


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m second_client OUTDIR")
    made = main(sys.argv[1])
    print(f"{len(made.facts)} facts, {len(made.oddities)} oddities")
