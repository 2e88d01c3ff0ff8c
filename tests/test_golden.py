"""Every shipped scenario against the figures kept beside it.

The base case agrees to 1e-9: it is arithmetic. Monte Carlo figures agree to 1e-6 at the fixed seed:
the points are the same to the last bit, but SciPy's quantiles may differ in theirs from one version
to the next.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import FIGURES, ROOT, SCENARIOS, expected, found_by, table

TOLERANCE = dict.fromkeys(FIGURES, 1e-6) | {"base_case": 1e-9, "probability_positive": 2e-4}


@pytest.mark.parametrize("script", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_gives_the_figures_kept_beside_it(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    kept, now = expected(script), table(found_by(script))
    assert [(row["measure"], row["view"]) for row in kept] == [
        (row["measure"], row["view"]) for row in now
    ]
    for before, after in zip(kept, now, strict=True):
        for name in FIGURES:
            where = f"{script.stem}: {before['measure']}, {before['view']}, {name}"
            assert bool(before[name]) == bool(after[name]), where
            if before[name]:
                gap = pytest.approx(float(before[name]), rel=TOLERANCE[name], abs=1e-6)
                assert float(after[name]) == gap, where


def test_every_scenario_tells_its_story_first() -> None:
    for script in SCENARIOS:
        assert script.read_text(encoding="utf-8").startswith('"""'), script.name
