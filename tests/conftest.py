"""Shared fixtures of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
ERA_SAMPLES = PROJECT.parent / "shared" / "era-samples"


@pytest.fixture(scope="session")
def era_samples() -> Path:
    """The folder of public 835 files with independently computed totals; skips where it is absent."""
    if not ERA_SAMPLES.is_dir():
        pytest.skip("the folder of public 835 samples is not beside this checkout")
    return ERA_SAMPLES
