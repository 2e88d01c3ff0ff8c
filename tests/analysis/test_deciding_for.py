"""What one view loses where another decides, worked by hand."""

import numpy as np
import pytest

from econ.analysis.deciding_for import value_of_deciding_for
from econ.errors import ScenarioError

NHS = {"nothing": np.zeros(200), "small": np.full(200, 1.0), "large": np.linspace(-4, 2, 200)}
EVERYONE = {"nothing": np.zeros(200), "small": np.linspace(0, 4, 200), "large": np.full(200, 5.0)}


def test_each_view_loses_by_the_other_s_choice() -> None:
    """The NHS picks small (1 against -1); everyone would have large (5 against 2)."""
    by_nhs, by_all = value_of_deciding_for({"nhs": NHS, "society": EVERYONE}).losses
    assert (by_nhs.bears, by_nhs.chosen, by_nhs.best) == ("society", "small", "large")
    assert by_nhs.estimate == pytest.approx(3)
    assert by_nhs.se == pytest.approx(np.std(EVERYONE["small"], ddof=1) / 200**0.5)
    assert (by_all.bears, by_all.chosen, by_all.best) == ("nhs", "large", "small")
    assert by_all.estimate == pytest.approx(2)


def test_views_that_agree_lose_nothing() -> None:
    found = value_of_deciding_for({"a": NHS, "b": NHS})
    assert [(loss.estimate, loss.se) for loss in found.losses] == [(0.0, 0.0), (0.0, 0.0)]
    assert found.records()[0]["decides"] == "a"


@pytest.mark.parametrize(
    "views",
    [
        {"a": NHS},
        {"a": NHS, "b": {"nothing": np.zeros(200)}},
        {"a": NHS, "b": {name: column[:150] for name, column in NHS.items()}},
    ],
)
def test_views_of_other_options_or_draws_are_refused(views: dict[str, object]) -> None:
    with pytest.raises(ScenarioError, match="do not choose between the same options"):
        value_of_deciding_for(views)  # type: ignore[arg-type]
