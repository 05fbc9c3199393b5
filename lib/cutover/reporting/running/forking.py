"""Kernels forked from a process that has imported what they need: a report does not wait for its imports.

A worker forks once, before its first report, while it runs no thread and has read nothing of any practice. That warm
process imports what every kernel needs and, before the first kernel of a notebook, what that notebook imports of this
library; it forks a child for each kernel. What a kernel asked of `data/reference` it reads as well, for those that come
after. A child is one kernel of one report: nothing is shared between them but modules and reference data. Where the
system does not fork, or the warm process is gone, a kernel is started anew, and gives the same bytes.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from multiprocessing.util import Finalize
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Dict

from cutover import reference
from cutover.reading.kept import looks, program
from cutover.reporting.running import kernel, orphans
from cutover.surroundings import SPAWN_VARIABLE

PROVISIONER = "cutover-forked"
Imports = Mapping[str, Sequence[str]]  # what a notebook imports of this library: module -> names in it
# what a kernel imports only when it starts
_WHEN_IT_STARTS = ("argcomplete", "faulthandler", "sqlite3", "tornado.platform.asyncio", "IPython.core.completerlib",
                   "IPython.core.debugger", "IPython.core.oinspect",
                   "IPython.extensions.storemagic")  # fmt: skip
# ipykernel takes the number of its parent when it is imported, so only the kernels' own parent imports it
_KERNELS = ("ipykernel.kernelapp", "ipykernel.zmqshell", "ipykernel.debugger")
MODULES = ("IPython.core.interactiveshell", "matplotlib.figure", "matplotlib.style",
           "matplotlib.backends.backend_svg", "cutover.reporting.page",
            "cutover.reporting.drawing.charts", *_WHEN_IT_STARTS, "pandas.core.reshape.reshape",
            "pandas.core.methods.to_dict", "pyarrow.dataset")  # fmt: skip
_LONGEST = 1 << 20  # bytes of one message
_state: dict[str, Warm | None] = {"warm": None}
_folders: dict[int, str] = {}  # in the warm process: the folder of each kernel that runs


class Warm:
    """The warm process as its worker sees it."""

    def __init__(self, pid: int, channel: socket.socket):
        self.pid, self._channel = pid, channel

    def asked(self, **request) -> int | None:
        """Return the answer to a request; raises OSError where the process is gone."""
        self._channel.sendall(json.dumps(request).encode() + b"\n")
        answer = self._channel.makefile("rb").readline(_LONGEST)
        if not answer:
            raise ConnectionError("the warm process is gone")
        return json.loads(answer)["answer"]

    def end(self) -> None:
        """Let it end, and wait for that."""
        self._channel.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


class ForkedProcess:
    """A forked kernel, with what jupyter_client asks of a process that it started."""

    stdin = stdout = stderr = None

    def __init__(self, warm: Warm, pid: int):
        self._warm, self.pid = warm, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, None while it runs; one whose parent is gone was killed with it."""
        if self.returncode is None:
            try:
                self.returncode = self._warm.asked(poll=self.pid)
            except (OSError, ValueError):
                self.returncode = -signal.SIGKILL
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Return how it ended; jupyter_client asks when it has."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send it a signal; nothing where it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class ForkProvisioner(LocalProvisioner):
    """Gives jupyter_client a kernel that is forked, or one that is started anew where that cannot be.

    `imports` comes from the kernel's own specification: what the notebook imports of this library.
    """

    imports = Dict()

    async def launch_kernel(self, cmd, **kwargs):
        """Fork a kernel for this command; the base class starts it anew where the warm process is gone."""
        warm = _state["warm"]
        try:
            if warm is None:
                return await super().launch_kernel(cmd, **kwargs)
            surroundings, folder = kwargs.get("env") or os.environ, kwargs.get("cwd") or Path.cwd()
            pid = warm.asked(
                arguments=cmd, surroundings=dict(surroundings), folder=str(folder), imports=self.imports
            )
        except (OSError, ValueError):
            _state["warm"] = None
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = ForkedProcess(warm, pid), pid, pid
        return self.connection_info


def is_ready() -> bool:
    """Tell whether this process can fork kernels."""
    return _state["warm"] is not None


def start(is_worker: bool = False) -> None:
    """Make the warm process of this worker, once; nothing where the system does not fork, or this is no worker.

    A process that another one started is a worker; `is_worker` says so of one that cannot be told by that.
    """
    if is_ready() or sys.platform != "linux" or os.environ.get(SPAWN_VARIABLE):
        return
    if multiprocessing.parent_process() is None and not is_worker:
        return
    ours, theirs = socket.socketpair()
    worker = os.getpid()
    pid = _forked()
    if pid == 0:
        _stay(lambda: _serve(theirs, worker))
    theirs.close()
    _state["warm"] = warm = Warm(pid, ours)
    Finalize(
        None, warm.end, exitpriority=1
    )  # when the worker ends in order; else the system ends it with the worker
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[PROVISIONER] = EntryPoint(
        PROVISIONER, f"{__name__}:{ForkProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
    )


def _forked() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a library of numerics has threads of its own, which it ends by itself
        return os.fork()


def _stay(work) -> None:
    """Do the work in a forked process, which ends with it and never returns to what it was forked from."""
    status = 1
    try:
        work()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except OSError:
        pass  # the other side is gone
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _serve(channel: socket.socket, worker: int) -> None:
    """The warm process: import everything, then answer until the worker is gone."""
    orphans.die_with(worker)
    orphans.call_this("cutover-warm")
    os.closerange(3, channel.fileno())
    os.closerange(channel.fileno() + 1, 1 << 16)
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel takes it when it is imported
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else the debugger gives a hint on frozen modules
    for name in (*_KERNELS, *MODULES):
        importlib.import_module(name)
    make_ready()
    gc.freeze()
    with channel.makefile("rb") as requests:
        for line in requests:
            request = json.loads(line)
            answer = _ended(request["poll"]) if "poll" in request else _kernel(request, channel)
            channel.sendall(json.dumps({"answer": answer}).encode() + b"\n")


def make_ready() -> None:
    """Do once what each kernel would do anew and what holds nothing of a practice: templates, fonts, this program."""
    from cutover.reading.era import archive
    from cutover.reporting import markup
    from cutover.reporting.drawing import charts

    with contextlib.suppress(Exception):  # a kernel that meets the same says so
        program.look()
        archive.make_ready()
        markup.compile_templates()
        charts.find_fonts()


def _import(imports: Imports) -> None:
    """Import what a notebook imports; what cannot be imported is left to the notebook, which says so."""
    before = len(sys.modules)
    for module, names in imports.items():
        with contextlib.suppress(Exception):
            __import__(module, fromlist=names)
    if len(sys.modules) > before:
        gc.freeze()


def _ended(pid: int) -> int | None:
    """Return how a kernel ended, None while it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return -signal.SIGKILL
    if not found:
        return None
    _learn_from(_folders.pop(pid, ""))
    return os.waitstatus_to_exitcode(status)


def _learn_from(folder: str) -> None:
    """Take up what a kernel that has ended asked of reference data and found to hold; nothing where it left no word."""
    before, new = len(reference.asked()), 0
    with contextlib.suppress(OSError, ValueError, TypeError):
        reference.read_ahead(json.loads(Path(folder, kernel.ASKED).read_text("utf-8")))
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        new = looks.take_up(_batch(folder), json.loads(Path(folder, kernel.LOOKED).read_text("utf-8")))
    if new or len(reference.asked()) > before:
        gc.freeze()


def _batch(folder: str) -> str:
    """The batch of a run: the folder in which its own lies."""
    return str(Path(folder).parent)


def _kernel(request: dict, channel: socket.socket) -> int:
    """Fork a kernel; return its number when it leads a group of its own, so that all of it can be ended."""
    _import(request["imports"])
    looks.begin(_batch(request["folder"]))
    ready, told = os.pipe()
    warm = os.getpid()
    pid = _forked()
    if pid == 0:
        os.setsid()
        os.close(ready)
        os.close(told)
        channel.close()
        _stay(lambda: _become_kernel(request, warm))
    os.close(told)
    _folders[pid] = request["folder"]
    os.read(ready, 1)  # ends when the child has closed its side
    os.close(ready)
    return pid


def _become_kernel(request: dict, warm: int) -> None:
    orphans.call_this("cutover-kernel")
    os.environ.clear()
    os.environ.update(request["surroundings"] | {"JPY_PARENT_PID": str(warm)})
    os.chdir(request["folder"])
    tempfile.tempdir = None
    arguments = request["arguments"]
    sys.argv = ["kernel", *arguments[arguments.index("-f") :]]
    kernel.main()
