"""A batch on several machines, played by processes: what dies loses nothing, and the pages are those of a local batch.

An ordinary run plays one batch; CUTOVER_MACHINES=1 plays the long ones, too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import dask
import pytest
from cutover.commands import report as command
from cutover.errors import UsageError
from cutover.reporting import batch, jobs
from cutover.reporting.overview import unchanged
from cutover.reporting.running import one_report
from cutover.reporting.several import addresses, cost, handiwork, notes
from cutover.reporting.several.client import GoneError
from distributed import Security
from notebook_maker import AS_OF, LOADING, one_notebook, one_practice

CEDAR, HARBOR = ("sample-billing", "cedar-grove"), ("sample-billing", "harbor-point")
LONG = pytest.mark.skipif(not os.environ.get("CUTOVER_MACHINES"), reason="long: CUTOVER_MACHINES=1 plays it")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are ended as Linux ends them")
# it ends the Dask worker that has it made: the kernel's parent is the hand, the hand's is the worker
KILLS_WORKER = """\
import os, signal, time
from pathlib import Path
mark, hand = Path({mark!r}), os.environ["JPY_PARENT_PID"]
if {each_time} or not mark.exists():
    mark.touch()
    os.kill(int(Path(f"/proc/{{hand}}/stat").read_text().rpartition(")")[2].split()[1]), signal.SIGKILL)
    time.sleep(60)
"""
DIED = "its process was ended from outside twice, perhaps for its memory"


@pytest.fixture
def home(tmp_path):
    """A book of two practices."""
    for client, slug in (CEDAR, HARBOR):
        one_practice(tmp_path, client, slug, slug.title())
    return tmp_path


class Machines:
    """A scheduler and its workers, each a process; kernels are started anew, which takes less for a few reports."""

    def __init__(self, home, *told, **surroundings):
        self.home, self.told = home, told
        self.surroundings = os.environ | {"CUTOVER_HOME": str(home), "CUTOVER_SPAWN": "1"} | surroundings
        self.processes = []
        self.scheduler = self.started("scheduler", "--host", "127.0.0.1", "--port", "0",
                                      "--scheduler-file", str(home / "scheduler.json"))  # fmt: skip
        while not (home / "scheduler.json").exists():
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address = json.loads((home / "scheduler.json").read_text("utf-8"))["address"]

    def started(self, *told, before=(), **surroundings):
        """A process of Dask; its words lie beside the home."""
        with (self.home / "machines.txt").open("a") as said:
            process = subprocess.Popen(
                [*before, sys.executable, "-m", "dask", *told, "--no-dashboard", *self.told],
                env=self.surroundings | surroundings, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def worker(self, *told, **more):
        """One worker, which comes back by itself where `told` names a nanny."""
        return self.started("worker", self.address, *(told or ("--no-nanny",)), "--nthreads", "1",
                            "--local-directory", str(self.home / "dask"), **more)  # fmt: skip

    def end(self):
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def machines(home):
    """Returns who starts a scheduler; all of it ends with the test."""
    begun = []

    def start(*told, **surroundings):
        begun.append(Machines(home, *told, **surroundings))
        return begun[-1]

    yield start
    for one in begun:
        one.end()


def bytes_of(home):
    """Every file of the reports, the locks apart."""
    found = (
        path for path in (home / "reports").rglob("*") if path.is_file() and not path.name.endswith(".lock")
    )
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found}


def failures(outcomes):
    return {f"{o.job.practice} {o.job.stem}": o.failure for o in outcomes}


def poisoned(home, name, each_time):
    """A notebook that ends its worker before it does anything else, the first time or each time."""
    said = KILLS_WORKER.format(mark=str(home / f"{name}.mark"), each_time=each_time)
    return one_notebook(
        home / "notebooks", name, loading=said.replace("{", "{{").replace("}", "}}") + LOADING
    )


def killed(there):
    """How many processes of Dask ended by SIGKILL."""
    return sum(process.poll() == -signal.SIGKILL for process in there.processes)


@ON_LINUX
def test_a_machine_that_dies_loses_nothing_repeats_nothing_and_the_pages_are_those_of_a_local_batch(
    home, machines, monkeypatch
):
    good = one_notebook(home / "notebooks", "01_good", "report.findings()")
    once = poisoned(home, "02_once", each_time=False)
    there = machines()
    there.worker()
    there.worker()
    made = batch.run(home, [CEDAR], [good, once], AS_OF, scheduler=there.address)
    assert failures(made) == {"cedar-grove 01_good": "", "cedar-grove 02_once": ""}
    assert killed(there) == 1
    assert list((home / "data/processed" / notes.FOLDER).iterdir()) == []
    pages = bytes_of(home)
    assert all(unchanged.took(outcome.job) > 0 for outcome in made)
    one_report.report(made[0].job)
    assert bytes_of(home) == pages and len(pages) == 9


@LONG
@ON_LINUX
def test_a_report_that_kills_each_worker_fails_after_two_tries_and_not_its_neighbors(home, machines):
    good = [one_notebook(home / "notebooks", f"0{number}_good") for number in (1, 3, 4)]
    there = machines()
    there.worker("--nanny", "--nworkers", "2")  # a nanny brings the dead ones back
    bad = poisoned(home, "02_poison", each_time=True)
    made = batch.run(home, [CEDAR, HARBOR], [*good, bad], AS_OF, scheduler=there.address)
    assert {job for job, said in failures(made).items() if said} == {
        "cedar-grove 02_poison", "harbor-point 02_poison"
    }  # fmt: skip
    assert {said for said in failures(made).values() if said} == {DIED}


@LONG
@ON_LINUX
def test_without_its_scheduler_a_batch_ends_in_words_and_the_next_makes_what_is_left(home, machines):
    kills = f"import os, signal\nos.kill({{pid}}, signal.SIGKILL)\n{LOADING}"
    there = machines()
    there.worker()
    books = home / "notebooks"
    both = [
        one_notebook(books, "01_good"),
        one_notebook(books, "02_kills", loading=kills.replace("{pid}", str(there.scheduler.pid))),
    ]
    begun = time.monotonic()
    with pytest.raises(
        GoneError, match=r"the scheduler is gone .* of 2 reports had ended, and what was made stays"
    ):
        batch.run(home, [CEDAR], both, AS_OF, scheduler=there.address)
    assert time.monotonic() - begun < 120
    again = batch.run(home, [CEDAR], both[:1], AS_OF, jobs=1)
    assert failures(again) == {"cedar-grove 01_good": ""}


@LONG
@ON_LINUX
def test_a_machine_that_cannot_write_gets_no_more_reports_and_another_makes_them(home, machines, capsys):
    both = [one_notebook(home / "notebooks", f"0{number}_good") for number in (1, 2)]
    there = machines()
    there.worker(before=("sh", "-c", 'ulimit -f 0; exec "$@"', "sh"), DASK_LOGGING__DISTRIBUTED="critical")
    there.worker()
    made = batch.run(home, [CEDAR, HARBOR], both, AS_OF, scheduler=there.address)
    assert set(failures(made).values()) == {""}
    assert (
        capsys.readouterr().err.count("files of reports could not be written (No usable temporary directory")
        == 1
    )


@LONG
def test_with_certificates_the_machines_speak_by_tls_alone(home, machines, monkeypatch):
    certificate = Security.temporary()
    for name, text in (("cert.pem", certificate.tls_ca_file), ("key.pem", certificate.tls_client_key)):
        (home / name).write_text(text, "utf-8")
    told = {"CA_FILE": "cert.pem"} | {f"{who}__{what}": f"{file}.pem" for who in ("CLIENT", "WORKER", "SCHEDULER")
                                      for what, file in (("CERT", "cert"), ("KEY", "key"))}  # fmt: skip
    settings = {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(home / file) for name, file in told.items()}
    there = machines("--protocol", "tls", **settings)
    there.worker()
    assert there.address.startswith("tls://")
    known = {name.removeprefix("DASK_").replace("__", ".").lower(): path for name, path in settings.items()}
    with dask.config.set(known):
        made = batch.run(
            home, [CEDAR], [one_notebook(home / "notebooks", "01_good")], AS_OF, scheduler=there.address
        )
    assert failures(made) == {"cedar-grove 01_good": ""}
    with pytest.raises(UsageError, match="no scheduler answers"):
        batch.run(home, [CEDAR], [home / "notebooks/01_good.ipynb"], AS_OF, force=True,
                  scheduler=there.address.replace("tls", "tcp"))  # fmt: skip


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("tcp://localhost:8786", "tcp://localhost:8786"),
        ("[::1]:8786", "tcp://[::1]:8786"),
        ("tls://10.0.0.7:8786", "tls://10.0.0.7:8786"),
        ("tls://desk.example:8786", "tls://desk.example:8786"),
    ],
)
def test_an_address_of_this_machine_or_with_tls_may_be_spoken_to(address, known):
    assert addresses.checked(address) == known


@pytest.mark.parametrize("address", ["10.0.0.7:8786", "tcp://desk.example:8786", "tcp://0.0.0.0:8786"])
def test_an_address_beyond_this_machine_takes_tls(address):
    with pytest.raises(
        UsageError, match=r"is beyond this machine, .* name it tls://.*:8786\. See docs/several"
    ):
        addresses.checked(address)


@pytest.mark.parametrize("address", ["desk.example", "http://127.0.0.1:1", "tls://:8786", "127.0.0.1:8786/x"])
def test_what_is_no_address_of_a_scheduler_is_said(address):
    with pytest.raises(UsageError, match="is no address of a scheduler like tls://host:8786"):
        addresses.checked(address)


def test_tls_without_certificates_in_dasks_settings_is_a_usage_error_that_names_them():
    with pytest.raises(
        UsageError, match=r"lack certificates .*TLS__CA_FILE, DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT"
    ):
        addresses.security("tls://10.0.0.7:8786")


def test_a_number_of_processes_is_about_this_machine_alone():
    parser = argparse.ArgumentParser()
    command.configure(parser)
    with pytest.raises(UsageError, match="--jobs is about this machine"):
        command.run(parser.parse_args(["--scheduler", "127.0.0.1:8786", "--jobs", "2"]))


def test_a_report_is_begun_twice_and_no_third_time_unless_the_machine_could_not_write(home):
    with notes.folder(home) as name:
        one = notes.Notes(home, name, 0)
        assert [one.begin(), one.begin(), one.begin()] == [True, True, False]
        one.end(notes.Answer("its files could not be written", is_unwritten=True))
        assert one.ended() is None and one.begin() and one.is_wanted()
        one.end(notes.Answer("a cell failed", "code cell 5"))
        assert notes.Notes(home, name, 0).ended() == notes.Answer("a cell failed", "code cell 5")
        assert notes.Notes(home, name, 1).ended() is None and notes.standing(home, name) == ""
        assert "is not the one of the batch" in notes.standing(home / "other", name)
    assert not one.is_wanted()


def test_a_folder_whose_lock_another_machine_does_not_see_is_not_worked_for(home, monkeypatch):
    with notes.folder(home) as name:
        monkeypatch.setattr(notes.locks, "is_held", lambda path: False)
        assert "does not show the locks of other machines" in notes.standing(home, name)


def test_a_machine_with_another_program_is_left_out(home):
    with notes.folder(home) as name:
        assert (
            handiwork.lacking(name, "another")
            == "its program, reference data, Python or a library is another one"
        )


def test_the_longest_reports_begin_first_by_what_they_took_else_by_their_files(home, monkeypatch):
    (home / "data/raw/sample-billing/harbor-point/claims.csv").write_bytes(
        bytes(3 << 20)
    )  # 3 MiB: 3 s and a bit
    by = {"01_fast": 1.0, "02_slow": 60.0}
    monkeypatch.setattr(cost.unchanged, "took", lambda job: by.get(job.stem))
    todo = [
        jobs.Job(home, client, slug, home / f"{stem}.ipynb", AS_OF)
        for client, slug, stem in (
            (*CEDAR, "01_fast"),
            (*CEDAR, "03_new"),
            (*HARBOR, "03_new"),
            (*CEDAR, "02_slow"),
        )
    ]
    assert [(job.practice, job.stem) for job in cost.longest_first(todo)] == [
        ("cedar-grove", "02_slow"), ("harbor-point", "03_new"), ("cedar-grove", "01_fast"), ("cedar-grove", "03_new")
    ]  # fmt: skip
