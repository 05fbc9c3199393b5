"""`cutover completion`: what a shell needs to complete commands, options, practices and notebooks at TAB."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

SHELLS = ("bash", "zsh", "fish", "powershell")
_FILES = frozenset({"FILE", "FOLDER", "PATH"})  # of these the shell itself knows best


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("shell", choices=SHELLS, help="which shell; its profile runs what is printed")
    parser.epilog = 'bash and zsh: add  eval "$(cutover completion bash)"  to the profile, or with zsh.'


def run(args: argparse.Namespace) -> int:
    """Print the code by which a shell completes `cutover`."""
    import argcomplete

    print(argcomplete.shellcode(["cutover"], shell=args.shell))
    return 0


def offer(parser: argparse.ArgumentParser, command: argparse.ArgumentParser | None) -> None:
    """Tell the shell what fits, and end the process."""
    import argcomplete

    for action in command._actions if command else ():
        if not action.choices and action.metavar not in _FILES:
            action.completer = _OFFERED.get(str(action.metavar), _nothing)  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser)


def _targets(prefix: str, **_context: object) -> list[str]:
    """The clients; behind a slash, the practices of one."""
    from cutover.errors import CutoverError
    from cutover.reading.practice import folders

    home, (client, slash, _) = folders.project_home(), prefix.partition("/")
    try:
        if slash:
            return [f"{client}/{practice}" for practice in folders.practices(home, client)]
        return [word for one in folders.clients(home) for word in (one, f"{one}/")]
    except CutoverError:
        return []


def _notebooks(**_context: object) -> Iterator[str]:
    """The notebooks that make reports, by their names."""
    from cutover import locations

    names = sorted(path.stem for path in locations.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    yield from (name for name in names if not name.startswith("00_"))


def _nothing(**_context: object) -> list[str]:
    """What only the person knows: a number, a day, a name."""
    return []


# what a word is, as the help names it -> what there is of it
_OFFERED: dict[str, Callable[..., list[str] | Iterator[str]]] = {
    "CLIENT[/PRACTICE]": _targets,
    "NN": _notebooks,
}
