"""JupyterLab as `make lab` starts it: no output is saved, files are private, and nothing is asked of the network.

Jupyter executes this file and gives it `get_config`.
"""

from pathlib import Path

from cutover import private
from cutover.reporting.lab import without_outputs

private.by_default()
c = get_config()  # type: ignore[name-defined]  # noqa: F821
c.FileContentsManager.pre_save_hook = without_outputs
c.FileContentsManager.delete_to_trash = False  # a trash keeps what a person thinks is gone
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None
# there `overrides.json` says no to the question whether to fetch news
c.LabApp.app_settings_dir = str(Path(private.__file__).parent / "reporting" / "lab_settings")
c.LabApp.extension_manager = "readonly"
c.LabApp.default_url = "/lab/tree/00_start.ipynb"  # what is opened first
