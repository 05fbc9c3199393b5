"""A matplotlib figure as one inline SVG that takes its colours from the page and is the same for equal data."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import contextmanager

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.figure import Figure

# stand-ins that matplotlib draws with; the page's colours take their place in the text of the SVG
INK, GRID, PAPER = "#a000f0", "#a000f1", "#a000f2"
_SERIES = {f"#a0000{n}": f"var(--cw-s{n})" for n in range(1, 8)}
_COLOURS = {INK: "currentColor", GRID: "var(--cw-grid)", PAPER: "var(--cw-paper)", **_SERIES}
_SETTINGS = {
    "svg.fonttype": "none",  # text stays text: smaller, and read by search and screen readers
    "svg.hashsalt": "cutover",  # ids do not change from run to run
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "hatch.linewidth": 0.9,
}


@contextmanager
def settings():
    """Draw under matplotlib's defaults and ours, whatever the machine's own settings say."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


def series(number: int) -> str:
    """Return the stand-in for the colour of a series, counted from 0."""
    return list(_SERIES)[number % len(_SERIES)]


def inline(figure: Figure, title: str, description: str) -> Markup:
    """Return the figure as an `svg` element with a text alternative.

    Its ids begin with a digest of its content, so that charts on one page do not share any. The style
    element that matplotlib writes is left out: it would reach the whole page.
    """
    with settings():
        text = io.StringIO()
        no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(text, format="svg", transparent=True, metadata=no_metadata)
    body = _body(text.getvalue())
    digest = hashlib.sha256((body + title + description).encode()).hexdigest()[:8]
    body = re.sub(r'\bid="', f'id="c{digest}-', body)
    body = re.sub(r'url\(#|(?:xlink:)?href="#', lambda found: f"{found[0].removeprefix('xlink:')}c{digest}-", body)
    opening = re.search(r'viewBox="([^"]+)"', text.getvalue())
    head = Markup(
        '<svg viewBox="{box}" role="img" aria-labelledby="c{id}-title c{id}-desc" stroke-linejoin="round">'
        '<title id="c{id}-title">{title}</title><desc id="c{id}-desc">{desc}</desc>'
    ).format(box=opening[1], id=digest, title=title, desc=description)
    return head + Markup(body) + Markup("</svg>")


def _body(text: str) -> str:
    """Return what stands inside the svg element, in the page's colours and font."""
    inside = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    inside = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", inside, flags=re.DOTALL)
    inside = re.sub(r"<style.*?</style>", "", inside, flags=re.DOTALL)
    inside = re.sub(r"font: (?:[a-z]+ )*(?:\d+ )?([\d.]+)px [^;\"]*", r"font-size: \1px", inside)
    for stand_in, colour in _COLOURS.items():
        inside = inside.replace(stand_in, colour)
    return re.sub(r"\n\s*", "\n", re.sub(r"<defs>\s*</defs>", "", inside)).strip()
