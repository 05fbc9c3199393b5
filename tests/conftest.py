"""Shared fixtures of the tests."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cutover_sample.generate import generate
from cutover_sample.parallel_client import write_runs
from examples import ALL, examples
from filelock import FileLock
from hypothesis import settings
from read_in_memory import read_in_memory

PROJECT = Path(__file__).resolve().parents[1]
# the files that take longest, the longest first: what is left for the end is short, so that no worker waits for another
LONG = (
    "privacy", "types", "whose_rows", "jupyterlab", "kills", "notebook_shape", "parallel_sample", "enrollment_sample",
    "handoff_sample", "inventory_findings", "open_claims_handoff", "batch", "inventory_must_move", "inventory_sample",
    "nonpar_sample", "shared_cases", "parallel_properties", "open_claims", "intake", "unread_files", "sample",
)  # fmt: skip
ERA_SAMPLES = PROJECT.parent / "shared" / "era-samples"
SHARED_CASES = PROJECT.parent / "shared" / "cases"


# an ordinary run plays the same examples each time and judges no time: it fails for a change, not for luck
settings.register_profile("few", max_examples=examples(100), derandomize=not ALL, deadline=None)
settings.load_profile("few")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the tests of a file stay in their order."""
    places = {f"test_{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays until the end: it took a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def era_samples() -> Path:
    """The folder of public 835 files with independently computed totals; skips where it is absent."""
    if not ERA_SAMPLES.is_dir():
        pytest.skip("the folder of public 835 samples is not beside this checkout")
    return ERA_SAMPLES


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], object]], Path]:
    """Returns a folder by its name, made once a run by whichever worker needs it first; nobody changes what is in it.

    What is read from it is kept there too (`data/processed`), so that no test file of either worker reads it again.
    """
    base = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # the workers' folders lie side by side
        base = base.parent

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        with FileLock(base / f"{name}.lock"):
            if not (base / name).exists():
                make(base / f"{name}-unfinished")
                (base / f"{name}-unfinished").rename(base / name)
        return base / name

    return folder


@pytest.fixture(scope="session")
def sample_home(made_once) -> Path:
    """A home with the whole sample client."""
    return made_once("sample", generate)


@pytest.fixture(scope="session")
def small_home(made_once) -> Path:
    """A home with a small sample client, where its size shows nothing: six practices, half a year, few claims."""
    return made_once("small-sample", lambda home: generate(home, practices=6, months=6, claims=20))


@pytest.fixture(scope="session")
def run_home(made_once) -> Callable[[dt.date], Path]:
    """Returns a home with the parallel runs of the sample as they are on a day."""
    return lambda day: made_once(f"runs-{day}", lambda folder: write_runs(folder, day))


@pytest.fixture(scope="module")
def in_memory() -> Iterator[None]:
    """What the tests of a module read of practices is read once."""
    with read_in_memory():
        yield


@pytest.fixture(scope="module")
def unwritten() -> Iterator[None]:
    """As `in_memory`, and nothing that was read is written: for a module whose tests have small homes of their own."""
    with read_in_memory(written=False):
        yield


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The folder of small inputs on which the workbook was wrong; skips where it is absent."""
    if not SHARED_CASES.is_dir():
        pytest.skip("the folder of shared cases is not beside this checkout")
    return SHARED_CASES
