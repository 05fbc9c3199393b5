"""A manifest proves what was held on a day, outlives a rebuild, and shows what was added, changed or lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil

import pytest
from cutover.errors import InputError
from cutover.reading.practice import manifest
from practice_folder import TODAY, folder, held, patients

LATER = dt.date(2026, 8, 15)


def kept(home, day=TODAY):
    """The manifest of what is held, kept under this day."""
    found = held(home)
    return manifest.keep(manifest.manifest_of(found, day), found.practice)


def changes(home, before):
    """What changed between a kept manifest and what is held now: change, file."""
    rows = manifest.compare(before, manifest.manifest_of(held(home), LATER))
    return sorted(zip(rows["change"], rows["source_file"], strict=True))


def test_a_manifest_names_every_file_with_the_hash_of_its_bytes(tmp_path):
    folder(tmp_path, {"demographics/p.csv": "a,b\n1,2\n", "Thumbs.db": "x"})
    said = json.loads(kept(tmp_path).path.read_text())
    assert [(f["path"], f["sha256"]) for f in said["files"]] == [
        ("demographics/p.csv", hashlib.sha256(b"a,b\n1,2\n").hexdigest())
    ]
    assert (said["client"], said["practice"], said["day"]) == ("acme", "cedar-grove", "2026-07-31")


def test_it_lies_outside_of_what_is_rebuilt_shared_or_sent_by_the_client(tmp_path):
    folder(tmp_path, {"claims/a.csv": "a,b\n1,2\n"})
    path = kept(tmp_path).path
    assert path == tmp_path / "data" / "manifests" / "acme" / "cedar-grove" / "2026-07-31.json"
    shutil.rmtree(tmp_path / "data" / "processed", ignore_errors=True)
    assert manifest.earlier(held(tmp_path).practice, LATER).path == path


def test_the_same_files_on_the_same_day_are_one_manifest_and_other_files_a_further_one(tmp_path):
    folder(tmp_path, {"claims/a.csv": "a,b\n1,2\n"})
    first = kept(tmp_path)
    assert kept(tmp_path).sha256 == first.sha256
    folder(tmp_path, {"claims/b.csv": "a,b\n3,4\n"})
    second = kept(tmp_path)
    assert second.path.name == "2026-07-31.2.json"
    assert hashlib.sha256(first.path.read_bytes()).hexdigest() == first.sha256  # never written over


def test_a_report_is_held_against_the_last_manifest_of_an_earlier_day_alone(tmp_path):
    folder(tmp_path, {"claims/a.csv": "a,b\n1,2\n"})
    practice = held(tmp_path).practice
    kept(tmp_path, dt.date(2026, 7, 30))
    kept(tmp_path, TODAY)
    assert manifest.earlier(practice, dt.date(2026, 7, 30)) is None
    assert manifest.earlier(practice, TODAY).day == dt.date(2026, 7, 30)
    assert manifest.earlier(practice, dt.date(2026, 8, 1)).day == TODAY


def test_added_changed_and_lost_files_show(tmp_path):
    raw = folder(
        tmp_path, {"claims/a.csv": "a,b\n1,2\n", "claims/b.csv": "a,b\n3,4\n", "claims/c.csv": "a,b\n5,6\n"}
    )
    before = kept(tmp_path)
    assert changes(tmp_path, before) == []
    (raw / "claims/a.csv").unlink()
    folder(tmp_path, {"claims/b.csv": "a,b\n3,5\n", "claims/d.csv": "a,b\n7,8\n"})
    assert changes(tmp_path, before) == [
        ("added", "claims/d.csv"),
        ("changed", "claims/b.csv"),
        ("lost", "claims/a.csv"),
    ]


def test_bytes_that_moved_are_renamed_and_a_removed_copy_is_not_lost(tmp_path):
    raw = folder(
        tmp_path, {"claims/a.csv": "a,b\n1,2\n", "claims/b.csv": "a,b\n3,4\n", "claims/b2.csv": "a,b\n3,4\n"}
    )
    before = kept(tmp_path)
    (raw / "claims/a.csv").rename(raw / "claims/z.csv")
    (raw / "claims/b2.csv").unlink()
    assert changes(tmp_path, before) == [("copy removed", "claims/b2.csv"), ("renamed", "claims/z.csv")]


def test_a_manifest_that_was_altered_later_is_found_out(tmp_path):
    folder(tmp_path, {"claims/a.csv": "a,b\n1,2\n"})
    first = kept(tmp_path)
    kept(tmp_path, LATER)
    practice = held(tmp_path).practice
    assert manifest.check(practice) == []
    first.path.write_text(first.path.read_text().replace("a.csv", "b.csv"))
    assert manifest.check(practice) == [
        "2026-08-15.json follows 2026-07-31.json, which is gone or was changed since."
    ]


def test_a_manifest_that_cannot_be_read_is_said_and_not_passed_over(tmp_path):
    folder(tmp_path, {"demographics/p.csv": patients("2026-07-01")})
    kept(tmp_path).path.write_text("{}")
    with pytest.raises(InputError, match="not a manifest that can be read"):
        manifest.earlier(held(tmp_path).practice, LATER)
