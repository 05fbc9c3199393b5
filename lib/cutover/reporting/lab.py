"""What JupyterLab does with a notebook before it is saved."""

from __future__ import annotations

# what every notebook has in git: the name that a machine gives its kernel changes no file
_OF_ITS_OWN = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def without_outputs(model: dict, **_context: object) -> None:
    """Take every output out of a notebook that is about to be saved: they hold patients, and a notebook is in git.

    A hook of Jupyter's contents manager, which gives it `model`; what is on the screen stays. Widgets' states and the
    numbers of executions go too, and what the machine calls its kernel.
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    content = model["content"]
    content.setdefault("metadata", {}).update(_OF_ITS_OWN)
    content.get("metadata", {}).pop("widgets", None)
    for cell in content.get("cells", ()):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
            cell.get("metadata", {}).pop("execution", None)
