"""Keys for lists and sliders: in JupyterLab's command mode arrows and letters belong to the notebook, even there."""

from __future__ import annotations

from cutover import at_work

# Lumino, which JupyterLab is made of, looks for no shortcut of its own where an element has this attribute
_SCRIPT = """
(() => {
  const wanted = "select, [role=slider], input[type=checkbox], input[type=radio], input[type=date]";
  if (window.cutoverKeys) return;
  window.cutoverKeys = true;
  document.addEventListener("focusin", event => {
    const one = event.target;
    if (one.matches?.(wanted) && one.closest(".jupyter-widgets")) {
      one.setAttribute("data-lm-suppress-shortcuts", "true");
    }
  }, true);
})();
"""


def give() -> None:
    """Let lists, sliders and boxes of widgets have their keys, once a kernel; nothing happens outside the desk."""
    kernel = at_work.shell()
    if kernel is None or getattr(kernel, "cutover_gave_keys", False):
        return
    kernel.cutover_gave_keys = True
    from IPython.display import Javascript, display

    display(Javascript(_SCRIPT))
