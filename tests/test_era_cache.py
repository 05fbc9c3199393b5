"""What was read once is not read again, and a damaged cache is never believed."""

from __future__ import annotations

import json
import threading

import numpy as np
import pandas as pd
import pytest
from cutover.columns import DTYPES, Column, Kind, conform
from cutover.reading.era.batches import Found
from cutover.reading.era.cache import EraCache, to_arrow
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

ROWS = (*(Column(f"{kind}_column", kind, "") for kind in Kind), Column("content", Kind.TEXT, ""))
OTHER = (Column("content", Kind.TEXT, ""), Column("amount_cents", Kind.CENTS, ""))
CONTRACTS = {"rows": ROWS, "other": OTHER}


def one_row(content: str, **values) -> dict:
    return dict.fromkeys(c.name for c in ROWS) | {"content": content} | values


def tables_of(rows: list[dict], others: list[tuple[str, int]] = ()):
    frame = conform(pd.DataFrame(rows, columns=[c.name for c in ROWS], dtype=object), ROWS)
    other = conform(pd.DataFrame(others, columns=["content", "amount_cents"], dtype=object), OTHER)
    return {"rows": to_arrow(frame, ROWS), "other": to_arrow(other, OTHER)}


def cache(folder, version="1") -> EraCache:
    return EraCache(folder, version, CONTRACTS)


def filled(folder, *contents: str) -> EraCache:
    """A cache with one batch for each content, of one row with one cent."""
    made = cache(folder)
    for content in contents:
        made.add({content: Found("835")}, tables_of([one_row(content, cents_column=1)]))
    return made


def test_what_was_stored_is_there_the_next_time_in_the_types_of_its_contract(tmp_path):
    values = {
        "text_column": "00332",
        "cents_column": -(2**53) - 1,  # a float would lose the last cent
        "count_column": 3,
        "number_column": 0.25,
        "share_column": 0.5,
        "date_column": pd.Timestamp("2024-02-29"),
        "month_column": pd.Timestamp("2024-02-01"),
        "flag_column": True,
    }
    found = {"a": Found("835"), "b": Found("text ERA", "Cut at line 4."), "c": Found("unknown")}
    before = cache(tmp_path)
    before.add(found, tables_of([one_row("a", **values), one_row("b"), one_row("b", text_column="")]))
    after = cache(tmp_path)
    assert after.found == found
    pd.testing.assert_frame_equal(after.tables({"a", "b"})["rows"], before.tables({"a", "b"})["rows"])
    rows = after.tables({"a", "b"})["rows"]
    assert {c.name: str(rows[c.name].dtype) for c in ROWS} == {c.name: DTYPES[c.kind] for c in ROWS}
    assert rows.loc[0, list(values)].to_dict() == values
    assert rows.loc[1, list(values)].isna().all()
    assert rows.loc[2, "text_column"] == ""


def test_a_content_that_is_no_longer_wanted_stays_out(tmp_path):
    made = cache(tmp_path)
    made.add(
        {"a": Found("835"), "b": Found("835")}, tables_of([one_row("a"), one_row("b")], [("a", 1), ("b", 2)])
    )
    tables = cache(tmp_path).tables({"b", "never read"})
    assert list(tables["rows"]["content"]) == ["b"]
    assert list(tables["other"]["amount_cents"]) == [2]


def test_a_content_that_two_batches_hold_is_given_once(tmp_path):
    filled(tmp_path, "a")
    second = cache(tmp_path / "second")
    second.add({"a": Found("835"), "b": Found("835")}, tables_of([one_row("a"), one_row("b")]))
    (batch,) = (tmp_path / "second").iterdir()
    batch.rename(tmp_path / batch.name)
    assert sorted(cache(tmp_path).tables({"a", "b"})["rows"]["content"]) == ["a", "b"]


def test_another_version_of_the_reader_or_of_a_contract_makes_the_cache_anew(tmp_path):
    filled(tmp_path, "a")
    assert cache(tmp_path, "1").found.keys() == {"a"}
    assert cache(tmp_path, "2").found == {}
    filled(tmp_path, "a")
    assert EraCache(tmp_path, "1", {"rows": ROWS}).found == {}


@pytest.mark.parametrize("name", ["rows.arrow", "other.arrow", "manifest.json"])
@pytest.mark.parametrize("harm", ["missing", "empty", "cut", "changed", "rubbish"])
def test_a_damaged_batch_is_not_used_and_the_others_are(tmp_path, name, harm):
    filled(tmp_path, "a", "b")
    path = next(p for p in tmp_path.iterdir() if '"a"' in (p / "manifest.json").read_text()) / name
    data = path.read_bytes()
    middle = len(data) // 2
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(
            {
                "empty": b"",
                "cut": data[:middle],
                "changed": data[:middle] + bytes([data[middle] ^ 0x80]) + data[middle + 1 :],
                "rubbish": b'["rubbish"]',
            }[harm]
        )
    assert cache(tmp_path).found.keys() == {"b"}
    filled(tmp_path, "a")  # read again
    assert cache(tmp_path).found.keys() == {"a", "b"}


def test_a_manifest_with_other_contents_in_it_does_not_raise(tmp_path):
    filled(tmp_path, "a")
    (batch,) = tmp_path.iterdir()
    said = json.loads((batch / "manifest.json").read_text())
    for wrong in (
        {**said, "contents": {"a": {"kind": "835", "unknown": 1}}},
        {**said, "contents": [1]},
        [],
        7,
    ):
        filled(tmp_path, "a")
        (batch / "manifest.json").write_text(json.dumps(wrong))
        assert cache(tmp_path).found == {}


def test_many_batches_become_one_and_what_is_out_of_use_goes(tmp_path):
    made = filled(tmp_path, *(f"{n:02}" for n in range(13)))
    wanted = {f"{n:02}" for n in range(10)}
    made.tidy(wanted)
    assert len(list(tmp_path.iterdir())) == 1
    after = cache(tmp_path)
    assert after.found.keys() == wanted
    assert after.tables(wanted)["rows"]["cents_column"].sum() == 10  # one cent for each content


def test_few_batches_in_use_are_left_alone(tmp_path):
    made = filled(tmp_path, *(f"{n:02}" for n in range(12)))
    before = sorted(p.name for p in tmp_path.iterdir())
    made.tidy({f"{n:02}" for n in range(6)})  # half of them, exactly
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    made.tidy({f"{n:02}" for n in range(5)})
    assert len(list(tmp_path.iterdir())) == 1


def test_processes_that_write_the_same_at_once_leave_one_whole_batch(tmp_path):
    contents = [f"{n}" for n in range(8)]
    start = threading.Barrier(6)

    def work():
        start.wait()
        filled(tmp_path, *contents)

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    after = cache(tmp_path)
    assert after.found.keys() == set(contents)
    assert after.tables(set(contents))["rows"]["cents_column"].sum() == 8  # one cent for each content
    assert all(p.name.startswith("batch-") for p in tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    made = filled(tmp_path / "file" / "cache", "a")
    assert list(made.tables({"a"})["rows"]["content"]) == ["a"]


# three contents, the files that they have now, and two rows of each, of 1 and 2, 3 and 4, 5 and 6 cents
NAMES = {"x": "b.835", "y": "c.835", "z": "a.835"}
ROWS_OF = {"x": (1, 2), "y": (3, 4), "z": (5, 6)}
BY_NAME = [5, 6, 1, 2, 3, 4]


@pytest.mark.parametrize("parts", [["xyz"], ["zxy"], ["x", "y", "z"], ["y", "xz"], ["yz", "x"]])
@pytest.mark.parametrize(
    "version", ["1", "2", "3"]
)  # a batch is named by a digest of it, so batches change places
def test_rows_stand_in_the_order_of_their_files_whenever_each_was_read(tmp_path, parts, version):
    made = cache(tmp_path, version)
    for part in parts:
        rows = [one_row(content, cents_column=cents) for content in part for cents in ROWS_OF[content]]
        made.add({content: Found("835") for content in part}, tables_of(rows))
    stored = cache(tmp_path, version).stored(set(NAMES), NAMES)
    marked = np.array([False, True, True, False, False, True])  # of 5, 6, 1, 2, 3, 4
    assert list(stored.frame("rows", ["cents_column"], rows=marked)["cents_column"]) == [6, 1, 4]
    whole = stored.frame("rows")
    assert list(whole["cents_column"]) == BY_NAME
    assert list(whole["content"]) == ["z", "z", "x", "x", "y", "y"]
    assert list(stored.frame("rows", ["cents_column"], rows=~marked, lean=True)["cents_column"]) == [5, 2, 3]
    assert list(stored.frame("rows", ["cents_column"], of={"y", "z"})["cents_column"]) == [5, 6, 3, 4]


contents = st.text("abcdef", min_size=1, max_size=4)
cents = st.one_of(st.none(), st.integers(-(2**62), 2**62))


@settings(max_examples=examples(40), deadline=None)
@given(
    st.dictionaries(
        contents, st.lists(st.tuples(cents, st.none() | st.text(max_size=8)), max_size=4), max_size=5
    )
)
def test_rows_and_cents_are_conserved(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("cache")
    made = cache(folder)
    for content, rows in said.items():
        made.add(
            {content: Found("835")},
            tables_of([one_row(content, cents_column=amount, text_column=text) for amount, text in rows]),
        )
    rows = cache(folder).tables(set(said))["rows"]
    for content, expected in said.items():
        here = rows[rows["content"] == content]
        assert [None if pd.isna(c) else int(c) for c in here["cents_column"]] == [c for c, _ in expected]
        assert [None if pd.isna(t) else t for t in here["text_column"]] == [t for _, t in expected]
