"""Headless Chromium, for tests of pages: printing them, and measuring them as a reader would."""

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
needed = pytest.mark.skipif(
    PROGRAM is None, reason="Chromium is not installed: pages not looked at"
)

_FRAME = """<!DOCTYPE html><meta charset="utf-8">
<iframe style="width:{width}px;height:700px;border:0" srcdoc="{page}"></iframe>
<pre></pre>
<script>
window.addEventListener("load", () => {{
  const inner = document.querySelector("iframe").contentWindow, page = inner.document;
  const root = page.documentElement;
  document.querySelector("pre").textContent = JSON.stringify({{
    width: inner.innerWidth,
    scrolls: root.scrollWidth,
    fetched: inner.performance.getEntriesByType("resource").map(entry => entry.name),
    smallest: Math.min(...[...page.querySelectorAll("svg text")].map(
      text => text.getBoundingClientRect().height)),
    cut: [...page.querySelectorAll(".wide, figure, dl, p")].filter(
      part => part.scrollWidth > part.clientWidth + 1).map(part => part.textContent.slice(0, 60)),
    pictures: [...page.querySelectorAll("svg")].map(svg => svg.getBoundingClientRect().width),
  }});
}});
</script>
"""


def run(folder: Path, *arguments: str) -> str:
    """Run Chromium without a screen, with a profile of its own; returns what it wrote."""
    assert PROGRAM is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'user'}"]
    said = subprocess.run(
        [PROGRAM, *options, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return said.stdout


def pages_printed(page: Path, folder: Path) -> int:
    """How many pages a file has in print, on the paper that it asks for."""
    pdf = folder / "printed.pdf"
    run(folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def measured(html: str, width: int, folder: Path) -> dict[str, Any]:
    """How a page lies in a window so many pixels wide, and what it fetched."""
    outer = folder / "outer.html"
    outer.write_text(_FRAME.format(width=width, page=escape(html)), encoding="utf-8")
    shown = run(folder, "--virtual-time-budget=5000", "--dump-dom", outer.as_uri())
    found = re.search(r"<pre>(.*?)</pre>", shown, re.DOTALL)
    assert found is not None
    result: dict[str, Any] = json.loads(unescape(found[1]))
    return result


_PLAYED = """<!DOCTYPE html><meta charset="utf-8">
{frames}
<pre></pre>
<script>
const wait = time => new Promise(done => setTimeout(done, time));
const play = async (inner, asked) => {{ const page = inner.document; {script} }};
window.addEventListener("load", async () => {{
  const asked = {asked}, told = [];
  for (const [k, frame] of [...document.querySelectorAll("iframe")].entries())
    try {{ told.push(await play(frame.contentWindow, asked[k])); }}
    catch (error) {{ told.push({{ failed: String(error) }}); }}
  document.querySelector("pre").textContent = JSON.stringify(told);
  document.documentElement.dataset.told = "yes";
}});
</script>
"""


def played(
    pages: list[str], script: str, folder: Path, asked: list[Any] | None = None, width: int = 1200
) -> list[Any]:
    """What a script finds out in each of these pages, of ``inner``, its ``page`` and ``asked``."""
    frame = '<iframe style="width:{}px;height:900px;border:0" srcdoc="{}"></iframe>'
    outer = folder / "played.html"
    frames = "\n".join(frame.format(width, escape(html)) for html in pages)
    given = json.dumps(asked or [None] * len(pages)).replace("<", "\\u003c")
    outer.write_text(_PLAYED.format(frames=frames, script=script, asked=given), encoding="utf-8")
    shown = run(folder, "--virtual-time-budget=60000", "--dump-dom", outer.as_uri())
    found = re.search(r"<pre>(.*?)</pre>", shown, re.DOTALL)
    assert found is not None
    result: list[Any] = json.loads(unescape(found[1]))
    assert not [told for told in result if isinstance(told, dict) and "failed" in told], result
    return result
