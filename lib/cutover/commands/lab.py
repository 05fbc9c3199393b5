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
    """Add what JupyterLab is most often asked for; everything behind a `--` goes to it as it is."""
    parser.add_argument("--no-browser", action="store_true", help="open no browser; print the address")
    parser.add_argument("--port", type=int, metavar="N", help="where it listens (default: 8888)")
    parser.add_argument(
        "more", nargs="*", metavar="-- ...", help="further options of JupyterLab, behind a --"
    )


def run(args: argparse.Namespace) -> int:
    """Run JupyterLab until a person ends it; return what it returns.

    Its kernels work in the folder of the notebooks, so they are told where `data` and `reports` lie.
    """
    from cutover.reading.practice.book import project_home

    options = ["--no-browser"] if args.no_browser else []
    options += [f"--port={args.port}"] if args.port else []
    command = [sys.executable, "-m", "jupyterlab", f"--config={CONFIG}", *options, *args.more]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in args.more:
        print("Root starts JupyterLab only with: cutover lab -- --allow-root", file=sys.stderr)
    try:
        home = {HOME_VARIABLE: str(project_home())}
        return subprocess.run(
            [*command, str(locations.NOTEBOOKS)], check=False, env=os.environ | home
        ).returncode
    except KeyboardInterrupt:
        return 0
