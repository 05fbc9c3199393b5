"""`cutover lab`: JupyterLab on the notebooks, set up so that no output is saved and files are private."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from cutover import locations

CONFIG = Path(__file__).resolve().parents[1] / "reporting" / "lab_config.py"


def configure(parser: argparse.ArgumentParser) -> None:
    """Let everything else through to JupyterLab, such as --no-browser."""
    parser.add_argument("more", nargs=argparse.REMAINDER, metavar="...", help="further options of JupyterLab")


def run(args: argparse.Namespace) -> int:
    """Run JupyterLab until a person ends it; return what it returns."""
    command = [sys.executable, "-m", "jupyterlab", f"--config={CONFIG}", *args.more, str(locations.NOTEBOOKS)]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
