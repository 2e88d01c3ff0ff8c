"""How every picture looks, and how it is kept: one place for lines, letters, pounds and files.

A picture is drawn on matplotlib axes that the caller gives, and nothing else is changed: no global
setting, no state. Each carries its own words: the axes' title says what it shows, and the axes'
label says the same as the lines and bars do, for those who cannot see them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import Formatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from econ.files import replacing
from econ.palette import GREY, PALE
from econ.words import MINUS, axis_money

A_ROW, AN_AXIS, A_TITLE = 4.9, 7.7, 10.0
"""Letters in a line for each inch of the figure: of a row's name, of an axis, of the title."""
FONT_SIZE = 9.0
NARROW = 6.0
"""Inches below which a key has one column."""
KEY_BELOW, KEY_LINE = 32, 12
"""Points from the frame down to the key, and for each further line of what the axis shows."""
_PNG_DOTS = 160


class Pounds(Formatter):
    """The ticks of an axis of money, all in one unit."""

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - as matplotlib asks
        """One amount alone, as under the mouse."""
        return axis_money([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """All ticks of the axis together."""
        return axis_money([float(value) for value in values])


def blank(width: float = 7.0, height: float = 4.0) -> Axes:
    """Empty axes on a figure of their own, ``width`` by ``height`` inches.

    Unlike ``matplotlib.pyplot.subplots`` it leaves nothing behind in the program.
    """
    figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(h_pad=0.1, w_pad=0.1))
    return figure.subplots()


def rows_high(rows: int) -> float:
    """The height in inches at which a picture of so many rows is easy to read."""
    return 1.5 + 0.42 * rows


def write_picture(drawn: Axes | Figure, path: str | Path) -> Path:
    """Write a picture as SVG or PNG, by the ending of ``path``: the same bytes each time.

    Raises ``ValueError`` for another ending, and ``OSError`` where the file cannot be written.
    """
    where = Path(path)
    if where.suffix not in (".svg", ".png"):
        raise ValueError(f"{where.name}: a picture is kept as .svg or .png")
    words = {"Title": title(drawn), "Description": words_of(drawn), "Software": None}
    with replacing(where) as temporary:
        if where.suffix == ".svg":
            temporary.write_bytes(svg(drawn).encode())
        else:
            _figure(drawn).savefig(temporary, format="png", dpi=_PNG_DOTS, metadata=words)
    return where


def png(drawn: Axes | Figure) -> bytes:
    """A picture as the bytes of a PNG, its title not drawn, for a page that shows it beside it."""
    axes, made = _axes(drawn), BytesIO()
    heading = axes.get_title(loc="left")
    axes.set_title("", loc="left")
    _figure(drawn).savefig(made, format="png", dpi=_PNG_DOTS, metadata={"Software": None})
    axes.set_title(heading, loc="left")
    return made.getvalue()


def svg(drawn: Axes | Figure, *, titled: bool = True) -> str:
    """A picture as an ``<svg>`` element, its text as text, with its words for screen readers.

    It has a view box and no size of its own, so that it fills the page that it stands in. Without
    ``titled`` the title is told but not drawn, for a page that shows it beside the picture.
    """
    figure, axes, buffer, said = _figure(drawn), _axes(drawn), BytesIO(), title(drawn)
    heading, before = axes.get_title(loc="left"), figure.canvas
    if not titled:
        axes.set_title("", loc="left")
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "econ"}):
        # Figure.savefig would draw everything twice.
        canvas = FigureCanvasSVG(figure)
        unsaid = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        canvas.print_svg(buffer, metadata=unsaid)  # type: ignore[no-untyped-call]
    figure.set_canvas(before)
    axes.set_title(heading, loc="left")
    text = buffer.getvalue().decode()
    body = text[text.index(">", text.index("<svg")) + 1 :]
    head, _, rest = body.partition("<metadata>")
    body = head.rstrip() + rest.partition("</metadata>")[2]
    # Identifiers of its own, so that several pictures fit in one page.
    prefix = re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")
    body = re.sub(r'(\bid="|xlink:href="#|url\(#)', rf"\g<1>{prefix}-", body).strip()
    box = re.findall(r'viewBox="([^"]+)"', text)[0]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{box}" role="img" aria-label="{escape(f"{said}. {words_of(figure)}")}">\n'
        f"<title>{escape(said)}</title>\n<desc>{escape(words_of(figure))}</desc>{body}"
    )


def title(drawn: Axes | Figure) -> str:
    """What a picture shows, in one line."""
    return " ".join(_axes(drawn).get_title(loc="left").split())


def words_of(drawn: Axes | Figure) -> str:
    """What is seen in a picture, in words."""
    return str(_axes(drawn).get_label())


def _figure(drawn: Axes | Figure) -> Figure:
    figure = drawn if isinstance(drawn, Figure) else drawn.figure.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    return figure


def _axes(drawn: Axes | Figure) -> Axes:
    return drawn.axes[0] if isinstance(drawn, Figure) else drawn


def dress(axes: Axes, title: str, words: str) -> Axes:
    """Title on the left, light frame, no more ink than needed; ``words`` for who cannot see.

    To be done last: what stands in the picture is words from then on, whatever signs it holds.
    """
    said = _lines(title, A_TITLE * _figure(axes).get_figwidth())
    axes.set_title(said, loc="left", fontsize=11, fontweight="bold", pad=10)
    axes.set_label(words)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.tick_params(labelsize=FONT_SIZE, color=GREY)
    axes.set_axisbelow(True)
    for text in _figure(axes).findobj(Text):
        text.set_parse_math(False)  # two dollars are no formula of TeX
    return axes


def narrow(axes: Axes) -> bool:
    """Whether a picture is so narrow that it is read on a phone, or beside another."""
    return _figure(axes).get_figwidth() < NARROW


def money_along(axis: Axis, label: str) -> None:
    """Make an axis one of money, in pounds."""
    axis.set_major_formatter(Pounds())
    plain_along(axis, label)


def shares_along(axis: Axis, label: str) -> None:
    """Make an axis one of shares, in percent and with no more decimals than they have."""
    axis.set_major_formatter(lambda x, _: f"{round(100 * x, 6):g}%".replace("-", MINUS))
    plain_along(axis, label)


def plain_along(axis: Axis, label: str) -> None:
    """Make an axis one of numbers: round ticks, with light grid lines."""
    along = axis is axis.axes.xaxis
    width, height = _figure(axis.axes).get_size_inches()
    ticks = max(3, min(6, int(0.85 * width if along else 1.4 * height)))
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_label_text(_lines(label, AN_AXIS * (width if along else height)), fontsize=FONT_SIZE)
    axis.grid(visible=True, color=PALE, linewidth=0.8)


def rows_down(axes: Axes, labels: Sequence[str]) -> None:
    """Name the rows of a picture, the first on top; the line is at zero, not at the axis."""
    zero_line(axes)
    letters = A_ROW * _figure(axes).get_figwidth()
    wrapped = [_lines(label, letters) for label in labels]
    axes.set_yticks(range(len(labels)), wrapped, fontsize=FONT_SIZE)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.use_sticky_edges = False
    axes.margins(x=0.08)


def _lines(words: str, letters: float) -> str:
    """Words in lines of so many letters."""
    return "\n".join(wrap(words, int(letters)))


def zero_line(axes: Axes) -> None:
    """The line between paying and not paying."""
    axes.axvline(0, color="black", linewidth=1.2, zorder=3)


def filled(colour: str, hatch: str = "") -> dict[str, Any]:
    """The look of a bar; the hatching says the same as its colour."""
    return {"color": colour, "hatch": hatch, "edgecolor": "white"}


def noted(axes: Axes, x: float, y: float, text: str, **more: object) -> None:
    """Small words beside something drawn."""
    axes.annotate(
        text,
        (x, y),
        fontsize=FONT_SIZE - 0.5,
        textcoords="offset points",
        bbox={"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.8},
        zorder=4,
        **{"xytext": (4, 0), "va": "center", "color": "black"} | more,  # type: ignore[arg-type]
    )


def keyed(axes: Axes, columns: int = 2, patches: Sequence[Patch] = ()) -> None:
    """The key, below the picture: of what is drawn, or of these patches."""
    figure = _figure(axes)
    down = KEY_BELOW + KEY_LINE * axes.get_xlabel().count("\n")
    below = ScaledTranslation(0, -down / 72, figure.dpi_scale_trans)
    axes.legend(
        handles=list(patches) or None,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=axes.transAxes + below,
        ncols=1 if narrow(axes) else columns,
        fontsize=FONT_SIZE,
        frameon=False,
    )
