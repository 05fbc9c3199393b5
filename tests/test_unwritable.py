"""What cannot be written is a sentence with what to do, never a traceback."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.desk.patient_files import write_import
from cutover.errors import InputError
from cutover.reading.practice import book, manifest
from cutover.reporting.privacy import known, known_state
from notebook_maker import one_practice


@pytest.fixture
def home(tmp_path):
    """A practice of whose processed data and manifests nothing can be kept: files stand where folders belong."""
    one_practice(tmp_path, "c", "p", "Cedar")
    (tmp_path / "data/processed").write_text("a file", "utf-8")
    (tmp_path / "data/manifests").write_text("a file", "utf-8")
    return tmp_path


def test_a_patient_import_that_cannot_be_written_is_said(home):
    with pytest.raises(InputError, match=r"data/processed/c/p: the patient import cannot be written \("):
        write_import(home / "data/processed/c/p", None, None)


def test_a_manifest_that_cannot_be_kept_is_said(home):
    who = book.load_practice(home, "c", "p")
    with pytest.raises(InputError, match=r"data/manifests/c/p: the manifest cannot be written \("):
        manifest.keep(manifest.Manifest(dt.date(2026, 7, 31), ()), who)


def test_known_values_that_cannot_be_kept_are_collected_each_time(home):
    assert "123456789" in known.of_practice(home, "c", "p", known_state.of(home, "c", "p"))[known.NUMBER]
