"""At the desk a long cell says what it does and how long it took; a short one and a batch say nothing."""

from __future__ import annotations

import itertools

import pytest
from cutover import at_work
from cutover.surroundings import RUN_FOLDER_VARIABLE


def told(*is_over: bool) -> list[str]:
    """What a cell says that has or has not ended each time that a second went by."""
    waits, seconds, said = iter(is_over), itertools.count(), []
    at_work.tell("Reading", lambda _: next(waits), said.append, lambda: next(seconds))
    return said


def test_a_cell_that_ends_within_a_second_says_nothing():
    assert told(True) == []


def test_a_longer_one_says_what_it_does_while_it_does_it_and_at_last_how_long_it_took():
    assert told(False, False, True) == [
        "Reading: 1 s so far.",
        "Reading: 2 s so far.",
        "Reading: it took 3 s.",
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("who, day = opened(client)\ninputs = load(who, day)", "Reading what is on file"),
        ("report.save()", "Writing the files"),
        ("mapping_desk(inputs.export, who, day, inputs.known)", "Making the desk ready"),
        ("1 + 1", "At work"),
    ],
)
def test_what_a_cell_does_is_said_in_words(source, words):
    assert at_work.what_it_does(source).startswith(words)


def test_outside_a_kernel_and_in_a_batch_nothing_is_watched(monkeypatch):
    at_work.watch()
    monkeypatch.setenv(RUN_FOLDER_VARIABLE, "somewhere")
    at_work.watch()
    assert at_work._under_way == []
