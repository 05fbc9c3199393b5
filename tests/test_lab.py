"""JupyterLab as `make lab` starts it: what it saves holds no output, is private, and the network is asked nothing."""

from __future__ import annotations

import json
import os
import stat
from collections import namedtuple
from pathlib import Path

import pytest
from conftest import PROJECT
from cutover.cli import main
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import PyFileConfigLoader

Done = namedtuple("Done", "returncode")
CONFIG = "lib/cutover/reporting/lab_config.py"


def config():
    """What the project's own file sets."""
    before = os.umask(0o022)
    try:
        return PyFileConfigLoader(str(PROJECT / CONFIG)).load_config(), os.umask(0o022)
    finally:
        os.umask(before)


def test_the_command_lab_uses_the_projects_own_configuration_and_hands_on_its_options(monkeypatch):
    asked = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: asked.append(command) or Done(0))
    assert main(["lab", "--no-browser", "--port", "9999"]) == 0
    ((_, *words),) = asked
    assert words[:2] == ["-m", "jupyterlab"] and f"--config={PROJECT / CONFIG}" in words
    assert {"--no-browser", "--port=9999"} <= set(words) and words[-1] == str(PROJECT / "notebooks")


@pytest.mark.filterwarnings(
    "ignore:Overriding existing pre_save_hook"
)  # the manager says so of its own first one
def test_a_notebook_is_saved_without_outputs_and_its_words_and_code_stay(tmp_path):
    said, umask = config()
    cells = [
        new_markdown_cell("# Who?"),
        new_code_cell("who", execution_count=7, outputs=[new_output("stream", text="Quillfeather, Anna")]),
    ]
    notebook = new_notebook(
        cells=cells,
        metadata={
            "widgets": {"state": "Quillfeather"},
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "name": "python3"},
        },
    )
    manager = LargeFileManager(root_dir=str(tmp_path), config=said)
    manager.save({"type": "notebook", "format": "json", "content": notebook}, "a.ipynb")
    saved = (tmp_path / "a.ipynb").read_text("utf-8")
    assert "Quillfeather" not in saved
    kept = json.loads(saved)["cells"]
    assert ["".join(cell["source"]) for cell in kept] == ["# Who?", "who"] and kept[1][
        "execution_count"
    ] is None
    assert json.loads(saved)["metadata"]["kernelspec"]["display_name"] == "Python 3"
    assert umask == 0o077


def test_jupyterlab_asks_for_no_news_and_no_updates():
    said, _ = config()
    assert said.LabApp.news_url is None and said.LabApp.check_for_updates_class.endswith(
        "NeverCheckForUpdate"
    )
    settings = Path(said.LabApp.app_settings_dir) / "overrides.json"
    news = json.loads(settings.read_text("utf-8"))["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}
    assert said.LabApp.extension_manager == "readonly" and said.FileContentsManager.delete_to_trash is False


def test_no_notebook_of_the_project_holds_an_output():
    for path in (PROJECT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")], path.name


def test_private_means_for_nobody_else(tmp_path):
    from cutover import private

    before = os.umask(0)
    try:
        private.by_default()
        (tmp_path / "a").write_text("x", "utf-8")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
