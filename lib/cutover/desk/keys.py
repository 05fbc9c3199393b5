"""Keys for lists and sliders: in JupyterLab's command mode arrows and letters belong to the notebook, even there."""

from __future__ import annotations

from pathlib import Path

from cutover import at_work

_SCRIPT = Path(__file__).parents[1] / "reporting" / "template" / "desk_keys.js"


def give() -> None:
    """Let lists, sliders and boxes of widgets have their keys, once a kernel; nothing happens outside the desk."""
    kernel = at_work.shell()
    if kernel is None or getattr(kernel, "cutover_gave_keys", False):
        return
    kernel.cutover_gave_keys = True
    from IPython.display import Javascript, display

    display(Javascript(_SCRIPT.read_text("utf-8")))
