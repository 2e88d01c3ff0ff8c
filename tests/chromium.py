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
