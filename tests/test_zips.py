"""Files as they come from people are each accounted for, and no zip can do harm."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile

import pytest
from cutover.reading.files.zips import Caps, walk
from cutover.reading.practice.file_names import (
    base_name,
    file_id,
    is_clutter,
    is_copy,
    name_date,
    original_name,
    shown,
)
from examples import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

REMITTANCE = b"ISA*00*ST*835~" * 10


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The bytes of a zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return buffer.getvalue()


def patched(data: bytes, name: str, offset: int, value: bytes, central: bool = True) -> bytes:
    """A zip with bytes changed in a member's entry: in the directory, or in its local header."""
    mark, length = (b"PK\x01\x02", 46) if central else (b"PK\x03\x04", 30)
    at = next(
        i
        for i in range(len(data))
        if data[i : i + 4] == mark and data[i + length : i + length + len(name)] == name.encode()
    )
    return data[: at + offset] + value + data[at + offset + len(value) :]


def walked(tmp_path, files: dict[str, bytes], caps: Caps = Caps()):  # noqa: B008 - frozen
    """The entries of a practice whose era folder holds these files, by source_file."""
    for name, data in files.items():
        path = tmp_path / "era" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    entries = list(walk(tmp_path / "era", tmp_path, caps))
    assert len({entry.source_file for entry in entries}) == len(entries), "a name stands for one row"
    return {entry.source_file: entry for entry in entries}


def test_an_absent_folder_has_no_files(tmp_path):
    assert list(walk(tmp_path / "era", tmp_path)) == []


def test_loose_files_nested_folders_zips_and_zips_in_zips_are_all_walked(tmp_path):
    month = zipped({"day.zip": zipped({"a.835": b"inner"}), "b.835": b"middle"})
    found = walked(tmp_path, {"c.835": b"loose", "2024/03/d.835": b"nested", "march.zip": month})
    assert {name: entry.data for name, entry in found.items()} == {
        "era/2024/03/d.835": b"nested",
        "era/c.835": b"loose",
        "era/march.zip": None,
        "era/march.zip!b.835": b"middle",
        "era/march.zip!day.zip": None,
        "era/march.zip!day.zip!a.835": b"inner",
    }
    assert found["era/march.zip!day.zip!a.835"].container == "era/march.zip!day.zip"
    assert found["era/march.zip!day.zip"].container == "era/march.zip"


def test_a_zip_in_a_zip_in_a_zip_is_refused_and_its_neighbors_count(tmp_path):
    third = zipped({"a.835": REMITTANCE})
    found = walked(tmp_path, {"x.zip": zipped({"y.zip": zipped({"z.zip": third, "b.835": b"good"})})})
    assert found["era/x.zip!y.zip!z.zip"].state == "refused"
    assert "Take the inner zip out" in found["era/x.zip!y.zip!z.zip"].reason
    assert found["era/x.zip!y.zip!b.835"].data == b"good"


def test_a_zip_is_known_by_its_content_not_by_its_name(tmp_path):
    found = walked(tmp_path, {"renamed.835": zipped({"a.835": b"x"}), "text.zip": b"no zip at all"})
    assert found["era/renamed.835!a.835"].data == b"x"
    assert found["era/text.zip"].data == b"no zip at all"


def test_nothing_is_unpacked_to_disk_whatever_a_member_is_called(tmp_path):
    names = [
        "/etc/passwd",
        "../../out.835",
        "C:\\windows\\out.835",
        "CON",
        "a\x01b.835",
        "x" * 3000,
        "Zoë.835",
    ]
    before = {"era", "era/odd.zip"}
    found = walked(tmp_path, {"odd.zip": zipped({name: name.encode() for name in names})})
    assert {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")} == before
    assert sorted(e.data for e in found.values() if e.data) == sorted(name.encode() for name in names)
    assert all(len(entry.source_file) < 400 and entry.source_file.isprintable() for entry in found.values())


def test_a_name_that_is_not_utf_8_still_names_its_row(tmp_path):
    (tmp_path / "era").mkdir()
    if sys.platform == "darwin":
        pytest.skip("the file system refuses such names")
    with open(os.fsencode(tmp_path / "era") + b"/\xff.835", "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"x")
    (entry,) = walk(tmp_path / "era", tmp_path)
    assert entry.data == b"x"
    entry.source_file.encode("utf-8")


def test_members_of_one_name_each_have_a_row(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("a.835", b"first")
        archive.writestr("a.835", b"second")
    found = walked(tmp_path, {"twice.zip": buffer.getvalue()})
    assert found["era/twice.zip!a.835"].data == b"first"
    assert found["era/twice.zip!a.835 [2]"].data == b"second"


def test_an_encrypted_member_is_refused_with_what_to_do_and_the_others_count(tmp_path):
    data = patched(zipped({"a.835": REMITTANCE, "b.835": b"good"}), "a.835", 8, b"\x01\x00")
    found = walked(tmp_path, {"x.zip": data})
    assert found["era/x.zip!a.835"].state == "refused"
    assert "password" in found["era/x.zip!a.835"].reason
    assert found["era/x.zip!b.835"].data == b"good"
    assert found["era/x.zip"].state == "read"
    assert found["era/x.zip"].reason == "1 of its 2 members cannot be read; each says why."


def test_a_zip_of_which_nothing_can_be_read_is_refused_itself(tmp_path):
    found = walked(tmp_path, {"x.zip": patched(zipped({"a.835": REMITTANCE}), "a.835", 8, b"\x01\x00")})
    assert found["era/x.zip"].state == "refused"


def test_a_cut_zip_is_refused_and_says_to_download_it_again(tmp_path):
    found = walked(tmp_path, {"cut.zip": zipped({"a.835": REMITTANCE})[:-30]})
    assert found["era/cut.zip"].state == "refused"
    assert "Download it again" in found["era/cut.zip"].reason


def test_a_member_whose_checksum_is_wrong_is_unreadable(tmp_path):
    data = patched(zipped({"a.835": REMITTANCE, "b.835": b"good"}), "a.835", 16, b"\0\0\0\0")
    found = walked(tmp_path, {"x.zip": data})
    assert found["era/x.zip!a.835"].state == "unreadable"
    assert found["era/x.zip!a.835"].data is None
    assert found["era/x.zip!b.835"].data == b"good"


@pytest.mark.parametrize("stated", [1, 10_000])
def test_a_member_whose_stated_size_is_a_lie_is_not_believed(tmp_path, stated):
    data = patched(zipped({"a.835": REMITTANCE}), "a.835", 24, struct.pack("<L", stated))
    entry = walked(tmp_path, {"x.zip": data})["era/x.zip!a.835"]
    assert (entry.state, entry.data) == ("unreadable", None)


def test_members_that_overlap_are_refused_as_a_bomb(tmp_path):
    data = zipped({"a.835": b"x" * 50, "b.835": b"y" * 50, "c.835": b"good"}, zipfile.ZIP_STORED)
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)  # the directory's entry of b.835
    data = data[: at + 42] + struct.pack("<L", 10) + data[at + 46 :]
    found = walked(tmp_path, {"x.zip": data})
    assert {n[-5:]: e.state for n, e in found.items() if "!" in n} == {
        "a.835": "refused",
        "b.835": "refused",
        "c.835": "read",
    }


def test_a_method_of_packing_that_is_not_read_is_refused_in_words(tmp_path):
    entry = walked(tmp_path, {"x.zip": zipped({"a.835": REMITTANCE}, zipfile.ZIP_LZMA)})["era/x.zip!a.835"]
    assert entry.state == "refused"
    assert "method 14" in entry.reason


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("link.835")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert walked(tmp_path, {"x.zip": buffer.getvalue()})["era/x.zip!link.835"].state == "refused"


def test_a_link_that_leaves_the_practice_is_refused_and_one_that_stays_is_read(tmp_path):
    practice = tmp_path / "practice"
    (practice / "era").mkdir(parents=True)
    (tmp_path / "other.835").write_bytes(b"another practice's")
    (practice / "own.835").write_bytes(b"own")
    (practice / "era" / "leaves.835").symlink_to(tmp_path / "other.835")
    (practice / "era" / "stays.835").symlink_to(practice / "own.835")
    (practice / "era" / "broken.835").symlink_to(practice / "nowhere")
    (practice / "era" / "folder").symlink_to(practice, target_is_directory=True)
    found = {entry.source_file: entry for entry in walk(practice / "era", practice)}
    assert {n: e.data for n, e in found.items()} == {
        "era/broken.835": None,
        "era/folder": None,
        "era/leaves.835": None,
        "era/stays.835": b"own",
    }
    assert found["era/leaves.835"].state == "refused"


def test_a_folder_that_is_a_link_out_of_the_practice_is_refused(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.835").write_bytes(b"another practice's")
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "era").symlink_to(tmp_path / "other", target_is_directory=True)
    (entry,) = walk(tmp_path / "practice" / "era", tmp_path / "practice")
    assert (entry.source_file, entry.state) == ("era", "refused")


def test_what_is_not_a_file_is_refused_and_never_waited_for(tmp_path):
    (tmp_path / "era").mkdir()
    os.mkfifo(tmp_path / "era" / "pipe.835")
    (entry,) = walk(tmp_path / "era", tmp_path)
    assert entry.state == "refused"


def test_a_file_that_cannot_be_opened_has_a_row(tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "era").mkdir()
    (tmp_path / "era" / "a.835").write_bytes(b"x")
    monkeypatch.setattr("pathlib.Path.open", denied)
    (entry,) = walk(tmp_path / "era", tmp_path)
    assert entry.state == "unreadable"
    assert "Permission denied" in entry.reason


def test_an_office_document_is_no_zip_of_remittances(tmp_path):
    found = walked(tmp_path, {"list.xlsx": zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<x/>"})})
    assert {n: e.state for n, e in found.items()} == {"era/list.xlsx": "not an ERA"}


def test_folders_in_a_zip_are_no_files_and_empty_files_are(tmp_path):
    found = walked(tmp_path, {"x.zip": zipped({"in/": b"", "in/empty.835": b""}), "nothing.zip": zipped({})})
    assert found["era/x.zip!in/empty.835"].data == b""
    assert "era/x.zip!in/" not in found
    assert found["era/nothing.zip"].state == "read"
    assert "empty" in found["era/nothing.zip"].reason


def states(entries) -> list[str]:
    return [entry.state for name, entry in sorted(entries.items()) if entry.kind != "zip"]


def test_each_cap_lets_the_last_allowed_pass_and_refuses_the_next(tmp_path):
    two = {"a.835": b"x" * 100, "b.835": b"y" * 100}
    # two members of 100 bytes each
    for number, (allowing, refusing) in enumerate(
        [
            (Caps(members=2), Caps(members=1)),
            (Caps(member_bytes=100), Caps(member_bytes=99)),
            (Caps(zip_bytes=200), Caps(zip_bytes=199)),
            (Caps(folder_bytes=200), Caps(folder_bytes=199)),
        ]
    ):
        folder = tmp_path / str(number)
        assert states(walked(folder, {"x.zip": zipped(two)}, allowing)) == ["read", "read"]
        refused = walked(folder, {}, refusing)
        assert any(entry.state == "refused" and entry.reason for entry in refused.values())


def test_loose_files_above_their_caps_are_refused_each_and_counted(tmp_path):
    files = {"a.835": b"x" * 100, "b.835": b"y" * 101}
    assert states(walked(tmp_path, files, Caps(member_bytes=100))) == ["read", "refused"]
    assert states(walked(tmp_path, {}, Caps(folder_bytes=200))) == ["read", "refused"]
    assert states(walked(tmp_path, {}, Caps(folder_bytes=201))) == ["read", "read"]
    assert states(walked(tmp_path, {}, Caps(files=2))) == ["read", "read"]


def test_beyond_the_number_of_files_one_row_says_that_the_rest_was_not_read(tmp_path):
    files = {f"{n}.835": b"x" for n in range(5)}
    for name, data in files.items():
        (tmp_path / "era").mkdir(exist_ok=True)
        (tmp_path / "era" / name).write_bytes(data)
    entries = list(walk(tmp_path / "era", tmp_path, Caps(files=3)))
    assert [entry.state for entry in entries] == ["read", "read", "read", "refused"]
    assert "More than 3 files" in entries[-1].reason


def test_a_member_that_swells_beyond_its_ratio_is_refused_whatever_its_header_says(tmp_path):
    caps = Caps(ratio=10, ratio_floor=1000)
    bomb = zipped({"a.835": b"\0" * 100_000, "b.835": b"good"})
    found = walked(tmp_path, {"bomb.zip": bomb}, caps)
    assert found["era/bomb.zip!a.835"].state == "refused"
    assert "more than is safe" in found["era/bomb.zip!a.835"].reason
    assert found["era/bomb.zip!b.835"].data == b"good"


def test_a_directory_of_members_too_long_to_hold_is_refused_before_it_is_read(tmp_path, monkeypatch):
    data = zipped({f"{n:0600}.835": b"" for n in range(10)})

    def never(*_):
        raise AssertionError("opened")

    monkeypatch.setattr("zipfile.ZipFile.__init__", never)
    found = walked(tmp_path, {"long.zip": data}, Caps(members=10))
    assert found["era/long.zip"].state == "refused"


GOOD = zipped({"a.835": REMITTANCE, "in/b.txt": b"text"})


@settings(max_examples=examples(300), deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail),
        st.binary(max_size=60).map(lambda tail: GOOD + tail),
        st.tuples(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8)).map(
            lambda change: GOOD[: change[0]] + change[1] + GOOD[change[0] + len(change[1]) :]
        ),
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, len(GOOD))).map(
            lambda c: GOOD[c[0] :] + GOOD[: c[1]]
        ),
    )
)
@example(GOOD[:144] + b"\x00" + GOOD[145:])  # a member without a name
def test_any_bytes_as_a_zip_give_rows_or_refusals(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("any")
    (folder / "era").mkdir()
    (folder / "era" / "x.zip").write_bytes(data)
    entries = list(walk(folder / "era", folder))
    assert sum("!" not in entry.source_file for entry in entries) == 1
    for entry in entries:
        assert (entry.data is not None) or entry.kind == "zip" or entry.reason
        entry.source_file.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "number", "date"),
    [
        ("1640601333_ERA_835_5010_20240305.835", "1640601333", "2024-03-05"),
        ("792253152_ERA_STATUS_5010_20210112-2021-01-12-09-37-23-474.txt", "792253152", "2021-01-12"),
        ("from Ann 0640601333_era_835_5010_20240305 (1).835.txt", "0640601333", "2024-03-05"),
        ("1640601333_ERA_835_5010_20241305.835", "1640601333", "None"),  # there is no 13th month
        ("12345678_ERA_835_5010_20240305.835", "None", "2024-03-05"),  # eight digits are no FILEID
        ("FS_HCFA_164060133_IN_C.txt", "164060133", "None"),
        ("JDOE_1640601333_HCFA_277ca_20240305.txt", "1640601333", "2024-03-05"),
        ("1640601333_March claims_999.999", "1640601333", "None"),
        ("remit.835", "None", "None"),
        ("Aetna ERA 2024-03-05.835", "None", "2024-03-05"),
        ("era_2024_03_05 (2).txt", "None", "2024-03-05"),
        ("remits 03-05-2024.zip", "None", "2024-03-05"),
        ("remits-20240305.zip", "None", "2024-03-05"),
        ("remits-2024-03-05-09-37-23-474.zip", "None", "None"),  # when it was downloaded
        ("remits 13-05-2024.zip", "None", "None"),
        ("20240305093723474.835", "None", "None"),
    ],
)
def test_file_id_and_date_are_found_anywhere_in_the_name(name, number, date):
    assert (str(file_id(name)), str(name_date(name))) == (number, date)


@pytest.mark.parametrize(
    "copy",
    [
        "a_20240305 (1).835",
        "a_20240305 - Copy.835",
        "a_20240305 - Copy (2).835",
        "a_20240305 copy 2.835",
        "Copy of a_20240305.835",
        "a_20240305-2021-01-12-09-37-23-474.835",
        "a_20240305 (1) (2).835",
    ],
)
def test_the_names_of_copies_lead_back_to_the_original(copy):
    assert original_name(copy) == "a_20240305.835"
    assert is_copy(f"era/in/{copy}")
    assert is_copy(f"era/{copy.replace('.835', '.zip')}!a_20240305.835")
    assert not is_copy("era/in/a_20240305.835")


def test_clutter_of_operating_systems_is_known_by_its_name():
    for name in ["era/.DS_Store", "era/x.zip!__MACOSX/._a.835", "era/Thumbs.db", "era/desktop.ini"]:
        assert is_clutter(name)
    assert not is_clutter("era/x.zip!a.835")
    assert base_name("era/x.zip!in/a.835") == "a.835"


@given(st.text())
def test_any_name_is_shown_as_text_that_every_table_can_hold(name):
    assert shown(name).isprintable()
    assert len(shown(name)) <= 255
    shown(name).encode("utf-8")


def test_lone_surrogates_in_a_name_are_escaped():
    assert shown("a\udcff.835").isprintable()


def test_a_folder_inside_one_that_may_not_be_opened_has_no_file_and_raises_nothing(tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "era").mkdir()
    monkeypatch.setattr("pathlib.Path.is_symlink", denied)
    assert list(walk(tmp_path / "era", tmp_path)) == []
