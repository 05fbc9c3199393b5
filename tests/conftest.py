"""Shared fixtures of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from cutover_sample.generate import generate
from filelock import FileLock

PROJECT = Path(__file__).resolve().parents[1]
ERA_SAMPLES = PROJECT.parent / "shared" / "era-samples"
SHARED_CASES = PROJECT.parent / "shared" / "cases"


@pytest.fixture(scope="session")
def era_samples() -> Path:
    """The folder of public 835 files with independently computed totals; skips where it is absent."""
    if not ERA_SAMPLES.is_dir():
        pytest.skip("the folder of public 835 samples is not beside this checkout")
    return ERA_SAMPLES


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory, worker_id) -> Path:
    """A home with the whole sample client, written once a run, whichever worker needs it first."""
    home = tmp_path_factory.getbasetemp() / "sample"
    if worker_id != "master":  # the workers' folders lie side by side
        home = tmp_path_factory.getbasetemp().parent / "sample"
    with FileLock(f"{home}.lock"):
        if not home.exists():
            generate(home.with_name("sample-unfinished"))
            home.with_name("sample-unfinished").rename(home)
    return home


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The folder of small inputs on which the workbook was wrong; skips where it is absent."""
    if not SHARED_CASES.is_dir():
        pytest.skip("the folder of shared cases is not beside this checkout")
    return SHARED_CASES
