"""`cutover lab`: JupyterLab on the notebooks, set up so that no output is saved and files are private."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from cutover import locations
from cutover.surroundings import HOME_VARIABLE

CONFIG = Path(__file__).resolve().parents[1] / "reporting" / "lab_config.py"


def configure(parser: argparse.ArgumentParser) -> None:
    """Let everything else through to JupyterLab, such as --no-browser."""
    parser.add_argument("more", nargs=argparse.REMAINDER, metavar="...", help="further options of JupyterLab")


def run(args: argparse.Namespace) -> int:
    """Run JupyterLab until a person ends it; return what it returns.

    Its kernels work in the folder of the notebooks, so they are told where `data` and `reports` lie.
    """
    from cutover.reading.practice.book import project_home

    command = [sys.executable, "-m", "jupyterlab", f"--config={CONFIG}", *args.more, str(locations.NOTEBOOKS)]
    try:
        home = {HOME_VARIABLE: str(project_home())}
        return subprocess.run(command, check=False, env=os.environ | home).returncode
    except KeyboardInterrupt:
        return 0
