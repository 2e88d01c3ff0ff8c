"""Colours that meet can be told apart: by their contrast, or by a pattern, a dash or a mark."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest
from matplotlib.colors import to_hex

from econ import figures
from econ.model.designs import MonteCarlo
from econ.pages import page
from econ.pages.book import workbooks
from econ.palette import BLUE, GREY, ORANGE, SERIES, TEAL
from econ.reports.report import Report, report
from econ.reports.sensitivity import Sensitivity, sensitivity
from tests.workbook.summaries import RUN, rich

WHITE = "#FFFFFF"
APART = 3.0
"""The least contrast of two graphics that meet, by the Web Content Accessibility Guidelines."""
Look = Mapping[str, Any]
Told = tuple[Report, Sensitivity]


@pytest.fixture(scope="module")
def told() -> Told:
    """A programme of six years, so that every colour of the series has its bars."""
    scenario = rich(years=6)
    return report(scenario, MonteCarlo(200, 1)), sensitivity(scenario, n=256)


@pytest.fixture(scope="module")
def charts(told: Told) -> list[page.Chart]:
    made = workbooks(told[0], RUN, told[1])
    sheets = (*made.summary.sheets, *made.technical.sheets)
    every = [block for sheet in sheets for block in sheet.every(page.Chart)]
    return [block for block in every if isinstance(block, page.Chart)]


def contrast(one: str, other: str) -> float:
    """How far two colours such as #12436D stand apart."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, pale = sorted(map(light, (one, other)))
    return (pale + 0.05) / (dark + 0.05)


def shape(look: Look) -> tuple[str, str]:
    """The colour of a series or of one bar, and what tells it without its colour."""
    if woven := look.get("pattern"):
        return woven["fg_color"], woven["pattern"]
    line, mark = look.get("line", {}), look.get("marker", {})
    if "fill" in look:
        return look["fill"].get("color", WHITE), "solid"
    if line.get("none"):
        return mark["fill"]["color"], f"mark {mark['type']}"
    return line["color"], f"line {line.get('dash_type', 'solid')}"


def seen(look: Look) -> bool:
    return not look.get("fill", {}).get("none")


def alike(chart: page.Chart) -> Iterator[str]:
    """Series of a chart that are pale on the page, or that meet and cannot be told apart."""
    title = chart.sets["title"]["name"]
    one = [x for x in chart.series if seen(x) and "points" not in x and x["name"] is not None]
    looks = {str(place): shape(look) for place, look in enumerate(one)}
    every: list[Look] = [*chart.series]
    points = [point for series in every for point in series.get("points", ())]
    for colour, _ in (*looks.values(), *map(shape, points)):
        if contrast(colour, WHITE) < APART:
            yield f"{title}: {colour} is pale"
    for (a, first), (b, second) in combinations(looks.items(), 2):
        if first[1] == second[1] and contrast(first[0], second[0]) < APART:
            yield f"{title}: series {a} and {b}, {first} and {second}"


def test_series_that_meet_can_be_told_apart(charts: list[page.Chart]) -> None:
    assert len(charts) >= 10
    assert max(len(chart.series) for chart in charts) == len(SERIES)
    assert [fault for chart in charts for fault in alike(chart)] == []


@pytest.mark.parametrize(("colour", "other"), [(ORANGE, TEAL), (BLUE, GREY), ("#D9D9D9", BLUE)])
def test_two_that_cannot_be_told_apart_are_found(
    colour: str, other: str, charts: list[page.Chart]
) -> None:
    sound = next(chart for chart in charts if len(chart.series) == len(SERIES))
    bare = [{k: v for k, v in x.items() if k not in ("pattern", "fill")} for x in sound.series]
    planted = [{**x, "fill": {"color": c}} for x, c in zip(bare, (colour, other), strict=False)]
    assert len(list(alike(replace(sound, series=tuple(planted))))) == 1


def test_text_on_a_ground_of_its_own_can_be_read(told: Told) -> None:
    """Cells that have a ground: headings, inputs, warnings and what is marked."""
    made = workbooks(told[0], RUN, told[1])
    looks = list[Look]()
    for sheet in (*made.summary.sheets, *made.technical.sheets):
        for block in page.flat(sheet.blocks):
            looks += [block.look] if isinstance(block, page.Text | page.Notes) else []
            if isinstance(block, page.Table):
                cells = (c for row in block.rows for c in row if isinstance(c, page.Cell))
                looks += [cell.look for cell in cells] + [mark.look for mark in block.marks]
    grounds = {
        (str(x["bg_color"]), str(x.get("font_color", "#000000"))) for x in looks if "bg_color" in x
    }
    assert len(grounds) >= 2
    assert {pair for pair in grounds if contrast(*pair) < 4.5} == set()


def test_bars_of_the_figures_can_be_told_apart(told: Told) -> None:
    found, drives = told
    drawn = (
        figures.waterfall(found, figures.blank()),
        figures.who_pays(found, figures.blank()),
        figures.distribution(found, figures.blank()),
        figures.tornado(drives.one_way.tornado, figures.blank()),
    )
    for axes in drawn:
        bars = {
            (to_hex(bar.get_facecolor()), to_hex(bar.get_edgecolor()), bar.get_hatch())
            for bar in axes.patches
        }
        assert bars
        for face, edge, hatch in bars:
            assert max(contrast(face, WHITE), contrast(edge, WHITE) if hatch else 0) >= APART
        for first, second in combinations(bars, 2):
            same = first[2] == second[2] and first[0] != second[0]
            named = {BLUE.lower(), GREY.lower()} == {first[0], second[0]}  # the net has its own row
            assert named or not same or contrast(first[0], second[0]) >= APART


def test_graphics_of_the_live_page_stand_out_from_the_page() -> None:
    css = files("econ.web").joinpath("live", "page.css").read_text("utf-8")
    known = dict(re.findall(r"--(\w+): (#[0-9A-F]{6});", css))
    drawn = set(re.findall(r"(?:fill|stroke): var\(--(\w+)\)", css)) - {"pale"}  # grid lines
    assert len(drawn) >= 3
    assert {name for name in drawn if contrast(known[name], WHITE) < APART} == set()
