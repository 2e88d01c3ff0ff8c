"""What-if as a page on one's own machine, for people who do not know Jupyter.

The page is plain HTML from the model itself: moving a slider asks the model again. It listens on
this machine's own address alone, and fetches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from econ.analysis.one_way import tornado
from econ.figures import blank, rows_high, svg, waterfall
from econ.methods.moved_alone import plausible_range
from econ.model import measures
from econ.model.distributions import Fixed
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.programme import PERSPECTIVES
from econ.model.scenario import Scenario
from econ.model.units import figure
from econ.reports.choices import Valuation, choices
from econ.words import each_pound, money

SLIDERS = 8
"""How many of the numbers that move the answer most have a slider."""
STEPS = 200


@dataclass(frozen=True, slots=True)
class Slider:
    """One number: where it stands in the base case, and how far it may plausibly go."""

    name: str
    label: str
    unit: str
    base: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scenario with what may be changed on its page; made once, asked as often as one likes."""

    scenario: Scenario
    sliders: tuple[Slider, ...]
    valuations: tuple[Valuation, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> WhatIf:
        """The page of a scenario."""
        bars = tornado(scenario, measures.net_present_value(scenario.perspective))
        sliders = [_slider(scenario, bar.parameter) for bar in bars.bars[:SLIDERS]]
        return cls(scenario, tuple(sliders), choices(scenario, bars).valuations)

    def changed(self, asked: Mapping[str, str]) -> Scenario:
        """The scenario as asked; what is not understood, or not offered, is left as it was."""
        moved: dict[str, Any] = {
            slider.name: Fixed(value)
            for slider in self.sliders
            if (value := _number(asked.get(slider.name), slider)) != slider.base
        }
        valued = {
            v.outcome.name: name
            for v in self.valuations
            if (name := asked.get(f"value {v.outcome.name}", v.options[0].name))
            in [option.name for option in v.options[1:]]
        }
        cohorts = [c.name for c in self.scenario.cohorts if c.name == asked.get("cohort")]
        view = asked.get("view", "")
        seen = self.scenario.seen_by(view) if view in PERSPECTIVES else self.scenario
        return seen.revalue(**valued).vary(**moved).only(cohorts=cohorts or None)

    def page(self, asked: Mapping[str, str]) -> str:
        """The page: the controls as they stand, and the base case that they give."""
        scenario = self.changed(asked)
        impacts = evaluate(scenario, base_case(scenario))
        drawn = waterfall(impacts, blank(7.5, rows_high(len(scenario.outcomes) + 1)))
        values = {s.name: _number(asked.get(s.name), s) for s in self.sliders}
        controls = "\n".join(
            [
                _choice("view", "View", [(p, p) for p in PERSPECTIVES], scenario.perspective),
                _choice("cohort", "Group", self._cohorts(), asked.get("cohort", "")),
                *(_valuation(v, asked) for v in self.valuations),
                *(_range(slider, values[slider.name]) for slider in self.sliders),
            ]
        )
        return _PAGE.format(
            title=escape(f"What if: {self.scenario.name}"),
            style=_STYLE,
            controls=controls,
            figures=_figures(impacts, scenario),
            picture=svg(drawn),
        )

    def _cohorts(self) -> list[tuple[str, str]]:
        return [("", "All together"), *((c.name, c.label) for c in self.scenario.cohorts)]


def server(scenario: Scenario, port: int = 0) -> ThreadingHTTPServer:
    """A server of the page on this machine's own address; port 0 takes any that is free.

    ``serve_forever`` runs it; ``server_port`` says where.
    """
    made = WhatIf.of(scenario)

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if asked.path != "/":
                self.send_error(404)
                return
            body = made.page(dict(parse_qsl(asked.query))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - inherited
            """Say nothing of each request."""

    return ThreadingHTTPServer(("127.0.0.1", port), Page)


def _slider(scenario: Scenario, name: str) -> Slider:
    parameter = scenario[name]
    low, high = plausible_range(parameter) or (parameter.mean, parameter.mean)
    return Slider(name, parameter.label, parameter.unit, parameter.mean, low, high)


def _number(text: str | None, slider: Slider) -> float:
    """The number asked for, within the slider's range; its base where nothing sensible is."""
    try:
        asked = float(text or "")
    except ValueError:
        return slider.base
    step = (slider.high - slider.low) / STEPS
    if not abs(asked - slider.base) > 0.51 * step:  # the stop nearest to the base is the base
        return slider.base
    return min(max(asked, slider.low), slider.high)


def _figures(impacts: Impacts, scenario: Scenario) -> str:
    view = scenario.perspective
    cost, gain, net, ratio = (
        make(view).base(impacts)
        for make in (
            measures.costs,
            measures.benefits,
            measures.net_present_value,
            measures.benefit_cost_ratio,
        )
    )
    rows = [("Costs", money(cost)), ("Returns", money(gain)), ("Net present value", money(net))]
    rows.append(("Returned for each £1", each_pound(ratio)))
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f"<dl>{cells}</dl>"


def _choice(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> str:
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(text)}</option>"
        for value, text in options
    )
    return f'<label>{escape(label)} <select name="{escape(name)}">{listed}</select></label>'


def _valuation(valuation: Valuation, asked: Mapping[str, str]) -> str:
    key = f"value {valuation.outcome.name}"
    options = [(option.name, option.label) for option in valuation.options]
    return _choice(key, f"{valuation.outcome.label}: valued by", options, asked.get(key, ""))


def _range(slider: Slider, value: float) -> str:
    changed = "" if value == slider.base else f" (was {figure(slider.base, slider.unit)})"
    return (
        f"<label>{escape(slider.label)}: <strong>{escape(figure(value, slider.unit))}</strong>"
        f"{escape(changed)}"
        f'<input type="range" name="{escape(slider.name)}" min="{slider.low!r}" '
        f'max="{slider.high!r}" step="{(slider.high - slider.low) / STEPS!r}" value="{value!r}">'
        "</label>"
    )


_STYLE = """
body { font-family: Arial, sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem;
  color: #111; }
main { display: grid; grid-template-columns: minmax(16rem, 24rem) 1fr; gap: 2rem; }
@media (max-width: 50rem) { main { grid-template-columns: 1fr; } }
label { display: block; margin: 0 0 .8rem; } select, input { width: 100%; }
dl { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 0 0 1rem; }
dt { color: #3d3d3d; } dd { margin: 0; font-size: 1.5rem; font-weight: bold; }
svg { max-width: 100%; height: auto; }
"""

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<h1>{title}</h1>
<p>The base case as you set it: one value for every number, and no draws. Moving a number within
its plausible range says nothing of how likely it is.</p>
<main>
<form method="get" action="/" onchange="this.submit()">
{controls}
<p><button>Update</button> <a href="/">Back to the base case</a></p>
</form>
<section aria-live="polite">
{figures}
{picture}
</section>
</main>
</body>
</html>
"""
