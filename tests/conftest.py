"""Shared fixtures of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from cutover.sample.generate import generate

PROJECT = Path(__file__).resolve().parents[1]
ERA_SAMPLES = PROJECT.parent / "shared" / "era-samples"


@pytest.fixture(scope="session")
def era_samples() -> Path:
    """The folder of public 835 files with independently computed totals; skips where it is absent."""
    if not ERA_SAMPLES.is_dir():
        pytest.skip("the folder of public 835 samples is not beside this checkout")
    return ERA_SAMPLES


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory) -> Path:
    """A home with the whole sample client, written once a run."""
    home = tmp_path_factory.mktemp("sample")
    generate(home)
    return home
