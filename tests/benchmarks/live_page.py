"""What the live page takes for a frame: ``python -m tests.benchmarks.live_page``.

In headless Chromium and in real time, script alone: the evaluation in every draw, the sentences and
the pictures, while one number is moved, with and without its doubt.
"""

from __future__ import annotations

import json
import re
import sys
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import econ
from econ.reports.report import report
from econ.web.live_page import live_page
from tests import chromium

ROOT = Path(__file__).resolve().parents[2]
_PAGE = """<!DOCTYPE html><meta charset="utf-8">
<iframe style="width:1280px;height:900px" srcdoc="{page}"></iframe><pre></pre><script>
window.addEventListener("load", () => {{
  const inner = document.querySelector("iframe").contentWindow, told = {{}};
  for (const [name, low, high] of {moved}) for (const keep of [false, true]) {{
    const times = [], evaluations = [];
    for (let k = 0; k < 60; k++) {{
      const held = {{ [name]: low + (high - low) * (k + 1) / 61 }};
      const {{ frame, evaluation }} = inner.whatIf.set({{ held, keep }});
      if (k >= 10) {{ times.push(frame); evaluations.push(evaluation); }}
    }}
    const at = (xs, q) => xs.sort((a, b) => a - b)[Math.floor(q * (xs.length - 1))];
    told[`${{name}}, ${{keep ? "doubt kept" : "held"}}`] =
      [at(evaluations, 0.5), at(times, 0.5), at(times, 0.95)].map(x => x.toFixed(1));
  }}
  document.querySelector("pre").textContent = JSON.stringify(told);
}});
</script>"""


def measured(draws: int = 10_000) -> dict[str, list[str]]:
    """Milliseconds: the evaluation's median, a frame's median and its 95th percentile."""
    base = econ.read(ROOT / "parameters" / "side_by_side.xlsx")
    html = live_page(report(base, econ.MonteCarlo(draws, 2025))).html
    moved = [
        ["attribution", 0.05, 0.4],
        ["leaving_rate", 1, 4],
        ["reduction_care_hours", -2, 5],
        ["grant", 1e6, 8e6],
    ]
    with TemporaryDirectory() as folder:
        page = Path(folder) / "timed.html"
        page.write_text(_PAGE.format(page=escape(html), moved=json.dumps(moved)), encoding="utf-8")
        shown = chromium.run(Path(folder), "--dump-dom", page.as_uri())
    found = re.search(r"<pre>(.*?)</pre>", shown, re.DOTALL)
    assert found is not None
    told: dict[str, list[str]] = json.loads(unescape(found[1]))
    return told


if __name__ == "__main__":
    for name, (evaluation, frame, slow) in measured().items():
        sys.stdout.write(
            f"{name:36} evaluation {evaluation} ms, frame {frame} ms, 95th {slow} ms\n"
        )
