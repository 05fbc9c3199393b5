"""Who a practice is: every fault of its settings is one clear sentence that names the file."""

from __future__ import annotations

import pytest
from cutover.errors import InputError
from cutover.reading.book import load_practice
from cutover.reporting import index

SOUND = 'name = "Cedar Grove"\nnpis = ["1234567893"]\ntins = ["11-1223333"]\n'


def practice_of(home, said: str | bytes):
    """A practice whose settings file holds these bytes."""
    folder = home / "data" / "raw" / "billing" / "cedar"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "practice.toml").write_bytes(said.encode() if isinstance(said, str) else said)
    return load_practice(home, "billing", "cedar")


def test_a_practice_is_known_by_its_name_npis_and_tax_ids(tmp_path):
    who = practice_of(tmp_path, SOUND)
    assert (who.name, who.npis, who.tins) == ("Cedar Grove", {"1234567893"}, {"111223333"})


def test_a_byte_order_mark_and_stray_blanks_do_no_harm(tmp_path):
    assert practice_of(tmp_path, b"\xef\xbb\xbf" + 'name = " Café\u00a0Grove "'.encode()).name == "Café Grove"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (SOUND.replace("npis", "npi"), "unknown line 'npi'. It may hold name, npis, tins"),
        ("name = 5", "no name"),
        ('name = " "', "no name"),
        ('[name]\na = "b"', "no name"),
        ('name = "x"\nnpis = "1234567893"', "npis is not a list of texts"),
        ('name = "x"\nnpis = [1234567893]', "npis is not a list of texts"),
        ('name = "x"\nnpis = ["1234567890"]', "npis, entry 1 is not a valid NPI"),
        ('name = "x"\ntins = ["12345678"]', "tins, entry 1 is not nine digits"),
        ('name = "a\\u202Eb"', "characters that cannot be shown"),
        (f'name = "{"x" * 201}"', "a name of more than 200 characters"),
        (SOUND.encode("utf-16"), "not UTF-8 text. Save it as plain text in UTF-8."),
        ("name = 'Café'".encode("cp1252"), "not UTF-8 text"),
        ('name = "x"\nnpis = ' + "[" * 5_000, "not valid TOML (nested too deep)"),
        ("name = ", "not valid TOML"),
    ],
)
def test_a_faulty_settings_file_is_refused_in_words(tmp_path, said, found):
    with pytest.raises(InputError) as refused:
        practice_of(tmp_path, said)
    assert str(refused.value).startswith("billing/cedar/practice.toml: ") and found in str(refused.value)


def test_a_name_of_200_characters_is_not_too_long(tmp_path):
    assert len(practice_of(tmp_path, f'name = "{"x" * 200}"').name) == 200


def test_a_folder_in_the_place_of_the_settings_file_is_refused_in_words(tmp_path):
    (tmp_path / "data/raw/billing/cedar/practice.toml").mkdir(parents=True)
    with pytest.raises(InputError, match="cannot be opened"):
        load_practice(tmp_path, "billing", "cedar")


@pytest.mark.parametrize("said", ["x = " + "[" * 5_000, "name = 5", 'name = "a\\u0001b"'])
def test_faulty_settings_of_one_practice_or_of_the_client_do_not_stop_the_index_pages(tmp_path, said):
    practice_of(tmp_path, SOUND)
    other = tmp_path / "data/raw/billing/oak/practice.toml"
    other.parent.mkdir()
    other.write_text(said, "utf-8")
    (tmp_path / "data/raw/billing/client.toml").write_text(said, "utf-8")
    page = index.write_client(tmp_path, "billing").read_text("utf-8")
    assert "<h1>billing</h1>" in page and "Cedar Grove" in page and "oak" in page
