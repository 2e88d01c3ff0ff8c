"""What-if as a page on one's own machine, for people who do not know Jupyter.

The page is plain HTML from the model itself: moving a slider asks the model again. It listens on
this machine's own address alone, and fetches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import nan
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from econ.analysis.one_way import tornado
from econ.errors import ScenarioError
from econ.figures import blank, rows_high, svg, waterfall
from econ.methods.moved_alone import plausible_range
from econ.model import measures
from econ.model.allowed import Allowed
from econ.model.distributions import Fixed
from econ.model.draws import base_case
from econ.model.equation import evaluate
from econ.model.impacts import Impacts
from econ.model.parameters import Parameter
from econ.model.scenario import Scenario
from econ.model.units import figure
from econ.reports.choices import Valuation, choices
from econ.words import each_pound, in_prices_of, money

SLIDERS = 8
"""How many of the numbers that move the answer most have a slider."""
STEPS = 200


@dataclass(frozen=True, slots=True)
class Slider:
    """One number, and how far it may plausibly go."""

    number: Parameter
    low: float
    high: float
    rules: tuple[Allowed, ...] = ()

    @property
    def step(self) -> float:
        """How far its stops lie apart."""
        return (self.high - self.low) / STEPS

    def stop(self, asked: Mapping[str, str]) -> float:
        """Where it is asked to stand, within its range; what it may not be stays, to be refused."""
        base, said = self.number.mean, asked.get(self.number.name, "")
        try:
            wanted = float(said) if said else base
        except ValueError:
            wanted = nan
        if any(rule.fault(wanted) for rule in self.rules):
            return wanted
        if not abs(wanted - base) > 0.51 * self.step:  # the stop nearest to the base is the base
            return base
        return min(max(wanted, self.low), self.high)

    def control(self, asked: Mapping[str, str]) -> str:
        """The slider as it stands, with its label and its value."""
        number, value = self.number, self.stop(asked)
        base, now = (figure(x, number.unit) for x in (number.mean, value))
        changed = "" if value == number.mean else f" (was {base})"
        return (
            f"<label>{escape(number.label)}: <strong>{escape(now)}</strong>{escape(changed)}"
            f'<input type="range" name="{escape(number.name)}" min="{self.low!r}" '
            f'max="{self.high!r}" step="{self.step!r}" value="{value!r}"></label>'
        )


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
        numbers = [scenario[bar.parameter] for bar in bars.bars[:SLIDERS]]
        divide = scenario.dividing
        ranges = ((n, plausible_range(n, divides=n.name in divide)) for n in numbers)
        sliders = (
            Slider(n, *(ends or (n.mean, n.mean)), scenario.rules(n.name)) for n, ends in ranges
        )
        return cls(scenario, tuple(sliders), choices(scenario, bars).valuations)

    def changed(self, asked: Mapping[str, str]) -> Scenario:
        """The scenario as asked; what is not offered is left as it was.

        Raises ``ScenarioError`` where a number is what it may not be (C17).
        """
        moved: dict[str, Any] = {
            slider.number.name: Fixed(stop)
            for slider in self.sliders
            if (stop := slider.stop(asked)) != slider.number.mean
        }
        valued = {
            v.outcome.name: name
            for v in self.valuations
            if (name := asked.get(f"value {v.outcome.name}", v.options[0].name))
            in [option.name for option in v.options[1:]]
        }
        cohorts = [c.name for c in self.scenario.cohorts if c.name == asked.get("cohort")]
        view = asked.get("view", "")
        seen = self.scenario.seen_by(view) if view in self.scenario.perspectives else self.scenario
        return seen.revalue(**valued).vary(**moved).only(cohorts=cohorts or None)

    def page(self, asked: Mapping[str, str]) -> str:
        """The page: the controls as they stand, and the central case that they give.

        What is refused is told, and all stands as in the base case.
        """
        refused = ""
        try:
            scenario = self.changed(asked)
        except ScenarioError as error:
            told = [f"{self.scenario.label(p.who)}: {p.what}. {p.remedy}" for p in error.problems]
            refused = f'<p role="alert">{escape(" ".join(told))}</p>'
            asked, scenario = {}, self.scenario
        impacts = evaluate(scenario, base_case(scenario))
        drawn = waterfall(impacts, blank(7.5, rows_high(len(scenario.outcomes) + 1)))
        groups = {"": "All together", **{c.name: c.label for c in self.scenario.cohorts}}
        views = {view: view for view in self.scenario.perspectives}
        controls = [
            _choice("view", "View", views, scenario.perspective),
            _choice("cohort", "Group", groups, asked.get("cohort", "")),
        ]
        for v in self.valuations:
            name, label = f"value {v.outcome.name}", f"{v.outcome.label}: valued by"
            options = {option.name: option.label for option in v.options}
            controls.append(_choice(name, label, options, asked.get(name, "")))
        controls += [slider.control(asked) for slider in self.sliders]
        return _PAGE.format(
            title=escape(f"What if: {self.scenario.name}"),
            style=_STYLE,
            prices=escape(in_prices_of(self.scenario.price_year)),
            refused=refused,
            controls="\n".join(controls),
            figures=_figures(impacts, scenario.perspective),
            picture=svg(drawn),
        )


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


def _figures(impacts: Impacts, view: str) -> str:
    """Costs, returns, net present value and what each pound returns, in the central case."""
    shown = {
        "Costs": money(measures.costs(view).base(impacts)),
        "Returns": money(measures.benefits(view).base(impacts)),
        "Net present value": money(measures.net_present_value(view).base(impacts)),
        "Returned for each £1": each_pound(measures.benefit_cost_ratio(view).base(impacts)),
    }
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in shown.items())
    return f"<dl>{cells}</dl>"


def _choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> str:
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(text)}</option>"
        for value, text in options.items()
    )
    return f'<label>{escape(label)} <select name="{escape(name)}">{listed}</select></label>'


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
<p>The central case as you set it: one value for every number, and no draws. Moving a number within
its plausible range says nothing of how likely it is. {prices}</p>
<main>
<form method="get" action="/" onchange="this.submit()">
{controls}
<p><button>Update</button> <a href="/">Back to the base case</a></p>
</form>
<section aria-live="polite">
{refused}
{figures}
{picture}
</section>
</main>
</body>
</html>
"""
