"""How the draws of the headline are spread, each a sheet with its picture.

From cost to net, outcome by outcome; how many draws lie in each range; the chance of at least so
much; and how the mean settled as draws were added.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from econ.pages import charts
from econ.pages.page import Chart, Column, Content, Sheet, Table, in_pounds, sheet_of, tabled
from econ.pages.style import SHARE, Look, signed
from econ.palette import BLUE, GREY, ORANGE
from econ.reports.pictures import Bins, Step, alike, binned, chances, settled, steps
from econ.reports.report import Report
from econ.words import MINUS, exact_money, money, percent

MOST_STEPS = 24
WATERFALL = (
    Column("Step", 62),
    *in_pounds("Adds (mean)", "From", "To", width=16),
    *in_pounds("Room before the bar", "Bar above £0", "Bar below £0", width=16),
)
BINS = 24
DISTRIBUTION = (
    Column("Net present value", 26),
    Column("On the chart", 14),
    *in_pounds("From", "To"),
    Column("Below 0: costs more", 14, "#,##0"),
    Column("Above 0: pays for itself", 14, "#,##0"),
    Column("Share of draws", 14, "0.0%"),
)
ACCEPTABILITY = (
    Column("Result", 52),
    *in_pounds("Net present value of at least", width=22),
    Column("Chance", 16, signed("0.0%")),
)
RUNNING_MEAN = (
    Column("The first draws", 26),
    Column("Draws", 14, "#,##0"),
    *in_pounds("Mean so far", "95% band from", "95% band to", width=16),
)


def from_cost_to_net(found: Report) -> Sheet:
    """Waterfall: what each outcome adds to the result, costs first."""
    made = steps(found)
    rows = [
        (_step(bar), bar.change, bar.start, bar.end, bar.room, bar.above, bar.below) for bar in made
    ]
    describes = "What each outcome adds to the result, costs first, and where its bar stands."
    table = tabled("Waterfall", WATERFALL, rows, describes, [len(rows) - 1])
    return sheet_of(
        table,
        "How the programme gets from its cost to its net result, outcome by outcome.",
        f"Means of present values, {_seen(found)}, {found.scenario.price_year} prices. "
        "Each bar begins where the one before it ends; the last is all of them together.",
        above=(_floating_bars(table, made[-MOST_STEPS:]),),
    )


def _seen(found: Report) -> str:
    return f"view: {found.scenario.perspective}"


def _step(bar: Step) -> str:
    return bar.label if bar.kind == "net" else f"{bar.label} ({bar.kind})"


def _floating_bars(table: Table, shown: Sequence[Step]) -> Chart:
    """A bar floats because it is stacked on one that cannot be seen; across £0 it is in two."""
    hidden: Look = {"fill": {"none": True}, "border": {"none": True}}
    points: Look = {"points": [_bar_look(bar.kind) for bar in shown]}
    looks = (("Room before the bar", hidden), ("Bar above £0", points), ("Bar below £0", points))
    rows = list(table.lines)[-len(shown) :]
    series = [
        charts.series(table, "Step", column, rows, gap=40, overlap=100, **look)
        for column, look in looks
    ]
    told = "; ".join(f"{_step(bar)} {money(bar.change)}" for bar in shown)
    return charts.bar_chart(
        "From cost to net present value",
        "Present value; left of £0: money spent, or harm",
        charts.money_axis([end for bar in shown for end in (bar.start, bar.end)]),
        series,
        f"Bars from the top, each from where the last one ended. {told}.",
        of="Step",
        stacked=True,
        size=(1_100, charts.height(len(shown))),
    )


def _bar_look(kind: str) -> dict[str, object]:
    """A cost is striped, so that it is not told by its colour alone."""
    colour = BLUE if kind == "saving" else GREY
    filled = {"pattern": charts.STRIPED} if kind == "cost" else {"fill": {"color": colour}}
    return {**filled, "border": {"color": GREY, "width": 0.5}}


def draws_in_ranges(found: Report) -> tuple[Sheet, Chart] | None:
    """Distribution, and its picture for the sheet Summary; ``None`` where the draws are alike."""
    draws = found.net_rows[1:]
    if alike(draws):
        return None
    bins = binned(draws, BINS)
    rows = [_in_bin(bins, place) for place in range(len(bins.counts))]
    describes = "How many draws lie in each range of net present value."
    table = tabled("Distribution", DISTRIBUTION, rows, describes)
    sheet = sheet_of(
        table,
        "How the draws of the result are spread.",
        f"Net present value, {_seen(found)}, {found.scenario.price_year} prices. {_pays(found)}.",
        "The chart on the sheet Summary is drawn from this table.",
        wide=False,
    )
    return sheet, _columns(found, table)


def _in_bin(bins: Bins, place: int) -> list[Content]:
    """A range of net present value, and how many draws lie in it; tails are open."""
    (low, high), count = bins.edges[place : place + 2], bins.counts[place]
    first, last = place == 0, place == len(bins.counts) - 1
    start, end = short(low, bins), short(high, bins)
    words = f"{start} and above" if last else f"below {end}" if first else f"{start} to {end}"
    below, above = (count, 0) if high <= 0 else (0, count)
    return [words, start, low, high, below, above, count / sum(bins.counts)]


def short(amount: float, bins: Bins) -> str:
    """An edge as the axis shows it: in one unit and with as few decimals as tell edges apart.

    >>> short(-500_000, Bins((-1_000_000.0, -500_000.0, 0.0), (1, 2)))
    '−£0.5m'
    >>> short(-0.9, Bins((-1.0, -0.9, -0.8), (1, 2)))  # apart by a little less than 0.1
    '−£0.9'
    """
    width = bins.edges[1] - bins.edges[0]
    most = max(abs(bins.edges[0]), abs(bins.edges[-1]))
    unit, letter = (1e6, "m") if most >= 1e6 else (1e3, "k") if most >= 1e3 else (1.0, "")
    decimals = max(0, -floor(log10(width / unit) + 1e-9))
    sign = MINUS if amount < 0 else ""
    return f"{sign}£{abs(amount) / unit:,.{decimals}f}{letter}" if amount else "£0"


def _columns(found: Report, table: Table) -> Chart:
    """The bins as columns, those below 0 in another colour and under another name."""
    look: Look = {"gap": 8, "overlap": 100, "border": {"color": GREY, "width": 0.5}}
    coloured = {"Below 0: costs more": ORANGE, "Above 0: pays for itself": BLUE}
    series = tuple(
        charts.series(table, "On the chart", column, **look, fill={"color": colour})
        for column, colour in coloured.items()
    )
    across = {
        "name": "Net present value, from the left edge of each column",
        "name_font": charts.font(9),
        "num_font": {**charts.font(9), "rotation": -90},
        "label_position": "low",
    }
    up = {"name": "Draws", **charts.NAMED, "num_format": "#,##0", "major_gridlines": charts.GRID}
    title = charts.titled(_pays(found))
    sets = {"title": title, "x_axis": across, "y_axis": up, "legend": charts.LEGEND}
    words = f"Columns: how many draws lie in each range. {_pays(found)}."
    return Chart({"type": "column"}, series, sets, words)


def _pays(found: Report) -> str:
    """The picture in words: its mean, and how many draws lie above 0."""
    net = found.measure("net_present_value")
    pays = percent(net.probability_positive)
    return f"Net present value: mean {money(net.mean)}, {pays} of draws above 0"


def chance_of_at_least(found: Report) -> Sheet | None:
    """Acceptability, read off the draws; ``None`` where nearly all of them are alike."""
    points = chances(found)
    if not points:
        return None
    describes = "The chance that net present value is at least each amount."
    rows = [(_reaches(amount), amount, chance) for amount, chance in points]
    table = tabled("Acceptability", ACCEPTABILITY, rows, describes)
    return sheet_of(
        table,
        "The chance of a result of at least so much.",
        f"Net present value, {_seen(found)}, {found.scenario.price_year} prices.",
        "Read it so: if you want a result of at least the amount on the left, this is the chance "
        "of it. An amount below £0 also says what the impacts without a price would have to be "
        "worth, at least, for the programme to be worth its cost with that chance.",
        above=(_falling_line(found, table, points),),
        wide=False,
    )


def _reaches(amount: float) -> str:
    if amount < 0:
        return f"It falls short by no more than {money(-amount)}"
    return f"It brings {money(amount)} or more above its cost" if amount else "It pays for itself"


def _falling_line(found: Report, table: Table, points: Sequence[tuple[float, float]]) -> Chart:
    along, up = "Net present value of at least", "Chance"
    (least, surest), *_, (most, rarest) = points
    pays = found.measure("net_present_value").probability_positive
    return charts.line_chart(
        "The chance of a result of at least so much",
        {"name": along, **charts.money_axis([amount for amount, _ in points])},
        {"name": up, "num_format": SHARE, "min": 0, "max": 1, "major_unit": 0.25},
        [charts.line(table, along, up, color=BLUE, width=2.25)],
        f"A line that falls from left to right: the chance of at least {money(least)} "
        f"is {percent(surest)}, of more than £0 {percent(pays)}, of at least "
        f"{money(most)} {percent(rarest)}.",
        (1_000, 380),
        legend=charts.NO_LEGEND,
    )


def as_draws_were_added(found: Report) -> Sheet | None:
    """How the mean settled; ``None`` where too few draws tell."""
    run = settled(found)
    if run is None:
        return None
    rows = [
        (f"the first {count:,}", count, mean, low, high)
        for count, mean, low, high in zip(run.draws, run.mean, run.low, run.high, strict=True)
    ]
    describes = "The mean of the first draws, for ever more of them."
    table = tabled("Convergence", RUNNING_MEAN, rows, describes)
    net = found.measure("net_present_value")
    came_to = (
        f"After {found.design.size:,} draws the mean is {money(net.mean)}, with a Monte Carlo "
        f"standard error of {exact_money(net.se)}."
    )
    words = f"The mean of the first draws, with its 95% band. {came_to}"
    return sheet_of(
        table,
        "Whether there were draws enough.",
        f"Net present value, {_seen(found)}, {found.scenario.price_year} prices. {came_to}",
        above=(_settling_lines(table, run.draws[0], [*run.low, *run.high], words),),
        wide=False,
    )


def _settling_lines(table: Table, fewest: int, amounts: Sequence[float], words: str) -> Chart:
    """The running mean and its band, over the number of draws on a log scale."""
    looks = (
        ("Mean so far", BLUE, 2.25, "solid"),
        ("95% band from", ORANGE, 1.25, "dash"),
        ("95% band to", GREY, 1.25, "round_dot"),
    )
    series = [
        charts.line(table, "Draws", column, color=colour, width=width, dash_type=dash)
        for column, colour, width, dash in looks
    ]
    decade = 10 ** floor(log10(fewest))
    return charts.line_chart(
        "How the mean of net present value settled",
        {"name": "Draws", "log_base": 10, "num_format": "#,##0", "min": decade},
        {"name": "Net present value", "num_format": charts.money_format(amounts)},
        series,
        words,
        (1_100, 360),
    )
