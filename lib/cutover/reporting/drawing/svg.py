"""A matplotlib figure as one inline SVG in the page's colors, the same for equal data."""

from __future__ import annotations

import hashlib
import io
import re
from contextlib import contextmanager

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

# stand-ins that matplotlib draws with; the page's colors take their place in the text of the SVG
INK, GRID, PAPER = "#a000f0", "#a000f1", "#a000f2"
_SERIES = {f"#a0000{n}": f"var(--cw-s{n})" for n in range(1, 8)}
_COLORS = {INK: "currentColor", GRID: "var(--cw-grid)", PAPER: "var(--cw-paper)", **_SERIES}
# the fill of each series beside its color, 8 units wide; matplotlib's own patterns take up to 100 kB
_FILLS = {
    2: "M-2 2 2-2M0 8 8 0M6 10 10 6",
    3: "M1 2h2M5 6h2",
    4: "M0 0 8 8M0 8 8 0",
    5: "M-2 6 2 10M0 0 8 8M6-2 10 2",
    6: "M0 2h8M0 6h8",
    7: "M2 0v8M6 0v8",
}
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
    """Return the stand-in for the color of a series, counted from 0."""
    return list(_SERIES)[number % len(_SERIES)]


def inline(figure: Figure, title: str, description: str) -> Markup:
    """Return the figure as an `svg` element with a text alternative.

    Its ids begin with a digest of its content, so that charts on one page do not share any. The style
    element that matplotlib writes is left out: it would reach the whole page.
    """
    with settings():
        text = io.StringIO()
        no_metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        _lay_out(figure)
        figure.savefig(text, format="svg", transparent=True, metadata=no_metadata)
    body = _body(text.getvalue())
    digest = hashlib.sha256(f"{body}{title}{description}".encode()).hexdigest()[:8]
    (box,) = re.findall(r'viewBox="([^"]+)"', text.getvalue())[:1]
    head = Markup(
        '<svg viewBox="{box}" role="img" aria-labelledby="c{id}-title c{id}-desc" stroke-linejoin="round">'
        '<title id="c{id}-title">{title}</title><desc id="c{id}-desc">{desc}</desc>'
    ).format(box=box, id=digest, title=title, desc=description)
    return head + Markup(_own_ids(body, f"c{digest}-")) + Markup("</svg>")


def _lay_out(figure: Figure) -> None:
    """Give each part of the figure its place once; matplotlib would draw all of it, unseen, to do that."""
    if engine := figure.get_layout_engine():
        FigureCanvasSVG(figure)  # texts are measured as they are drawn
        engine.execute(figure)
        figure.set_layout_engine("none")


def _body(text: str) -> str:
    """Return what stands inside the svg element, in the page's colors and font, without waste."""
    inside = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    for waste in (
        r"<metadata>.*?</metadata>",
        r"<!--.*?-->",
        r"<style.*?</style>",
        r' transform="rotate\(-0 [^"]*"',
    ):
        inside = re.sub(waste, "", inside, flags=re.DOTALL)
    inside = re.sub(r"<text [^>]*>", _in_the_pages_font, inside)
    inside = re.sub(r'(?<= d=")[^"]*', lambda found: _rounded(" ".join(found[0].split())), inside)
    inside = re.sub(r'(?<= (?:x|y)=")[\d.]+', lambda found: _rounded(found[0]), inside)
    for stand_in, color in _COLORS.items():
        inside = inside.replace(stand_in, color)
    inside = re.sub(r"<pattern .*?</pattern>", _small_pattern, inside, flags=re.DOTALL)
    return re.sub(r">\s+<", "><", re.sub(r"<defs>\s*</defs>", "", inside)).strip()


def _rounded(numbers: str) -> str:
    return re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), numbers)


def _in_the_pages_font(element: re.Match) -> str:
    (size,) = re.findall(r"([\d.]+)px", element[0])[:1]
    tag = re.sub(r" ?font-family: [^;\"]*;", "", element[0])
    return re.sub(r"(font|font-size): [^;\"]*px[^;\"]*", f"font-size: {size}px", tag)


def _small_pattern(element: re.Match) -> str:
    (name,) = re.findall(r'id="([^"]+)"', element[0])[:1]
    (number,) = re.findall(r"var\(--cw-s(\d)\)", element[0])[:1]
    return (
        f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="8" height="8">'
        f'<rect width="8" height="8" style="fill: var(--cw-s{number})"/>'
        f'<path d="{_FILLS[int(number)]}" style="stroke: var(--cw-paper); stroke-width: 1.1; fill: none"/>'
        "</pattern>"
    )


def _own_ids(body: str, prefix: str) -> str:
    """Return the SVG with its ids under a prefix, and without those that nothing refers to."""
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', body))
    body = re.sub(r' id="([^"]+)"', lambda f: f' id="{prefix}{f[1]}"' if f[1] in used else "", body)
    return re.sub(r'(?:xlink:)?(url\(|href=")#', lambda f: f"{f[1]}#{prefix}", body)
