"""The package with what it needs outside its code: reference data and notebooks travel in `cutover/installed`."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
TRAVELS = {"reference": HERE / "data" / "reference", "notebooks": HERE / "notebooks"}


class WithItsFiles(build_py):
    """Copies the folders into the built package; an editable install reads those of the checkout."""

    def run(self):
        """Build the modules, then put the folders beside them."""
        super().run()
        if self.editable_mode:
            return
        for name, folder in TRAVELS.items():
            target = Path(self.build_lib) / "cutover" / "installed" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder, target, ignore=shutil.ignore_patterns(".*", "__pycache__", "text"))


setup(cmdclass={"build_py": WithItsFiles})
