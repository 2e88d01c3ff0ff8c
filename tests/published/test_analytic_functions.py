"""The test functions that SALib ships: Ishigami and Homma's, and Sobol's g-function.

https://github.com/SALib/SALib, src/SALib/test_functions: their variances and indices follow from
formulas. Inputs are uniform; Ishigami has a = 7 and b = 0.1; g has eight inputs.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from econ.methods.bootstrap import resamples
from econ.methods.factors import Model
from econ.methods.pick_and_freeze import indices
from tests.methods.test_pick_and_freeze import N, ishigami, outputs_of, singly, sobol_g
from tests.published.declared import Number, source

SOURCE = source(__doc__, "program", "Ishigami.py and Sobol_G.py")
ISHIGAMI = ((0.3139051912, 0.4424111448, 0.0), (0.5575888552, 0.4424111448, 0.2436836641))
SOBOL_G = ((0.716192, 0.179048, 0.023676, 0.007162), (0.787144, 0.242198, 0.034317, 0.010460))


def numbers(_: Path) -> Iterator[Number]:
    yield from of_function("Ishigami", ishigami, singly(3, 1), ISHIGAMI)
    yield from of_function("Sobol's g", sobol_g, singly(8), SOBOL_G)


def of_function(
    name: str,
    model: Model,
    swaps: Sequence[Sequence[str]],
    known: Sequence[Sequence[float]],
) -> Iterator[Number]:
    """First and total indices, within four standard errors of the estimate."""
    found = indices(outputs_of(model, swaps).of(0), resamples(N, 100, 2025))
    for kind, theirs, rows in zip(
        ("First", "Total"), known, (found.first, found.total), strict=True
    ):
        error = np.std(rows[1:], axis=0, ddof=1)
        for k, printed in enumerate(theirs):
            what = f"{kind} index of input {k + 1}, {name}"
            ours, within = float(rows[0][k]), 4 * float(error[k]) + 1e-6
            yield Number(what, printed, ours, within, f"sampled: {N:,} rows")
