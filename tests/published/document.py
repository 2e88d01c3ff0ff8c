"""VERIFICATION.md, rendered from what the files of this folder declare."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from tests.published.declared import KINDS, Number, Source, replications

DOCUMENT = Path(__file__).parents[2] / "VERIFICATION.md"
_HEAD = "| what | theirs | ours | ours less theirs | may differ by | why they differ |"
_RULE = "|---|--:|--:|--:|--:|---|"


Made = Mapping[ModuleType, Sequence[Number]]
"""The numbers of each file, made again."""


def made_again() -> Made:
    """Every number of every file."""
    with TemporaryDirectory() as folder:
        return {module: list(module.numbers(Path(folder))) for module in replications()}


def rendered(made: Made) -> str:
    """The document: what it is, then each source with its numbers, by kind."""
    found = sorted(made.items(), key=lambda pair: KINDS.index(pair[0].SOURCE.kind))
    return "\n".join([*_opening(found), *(line for pair in found for line in _section(*pair))])


def _opening(found: Sequence[tuple[ModuleType, Sequence[Number]]]) -> Iterator[str]:
    kinds = [module.SOURCE.kind for module, _ in found]
    every = [number for _, numbers in found for number in numbers]
    apart = sum(number.within is None for number in every)
    yield "# Verification"
    yield ""
    yield "Numbers of others that `econ` makes again from their inputs: papers, guidance, price"
    yield "indices, other programs and closed forms. Theirs is as printed; ours is what the model"
    yield "gives; a tolerance is what the rounding of what is printed leaves open, or four standard"
    yield "errors of what is sampled. Each is declared once, in `tests/published/`, where"
    yield "`python -m pytest tests/published` holds it; this page is rendered from there by"
    yield "`python -m tests.published`, and a test holds it up to date. What any model must do is"
    yield "tried on a programme by `econ verify`."
    yield ""
    said = ", ".join(f"{kind} {kinds.count(kind)}" for kind in KINDS)
    yield f"{len(every)} numbers of {len(found)} sources ({said})."
    yield f"{apart} of them are known to differ, and it is said why. Addresses are as they"
    yield "were when the numbers were read."
    yield ""


def _section(module: ModuleType, numbers: Sequence[Number]) -> Iterator[str]:
    told: Source = module.SOURCE
    yield f"## {told.title}"
    yield ""
    address = f"<{told.address}>, " if told.address else ""
    yield f"{told.kind.capitalize()}: {address}{told.place}. Made again by"
    yield f"`tests/published/{module.__name__.rpartition('.')[2]}.py`."
    yield ""
    yield _HEAD
    yield _RULE
    for number in numbers:
        within = "differs" if number.within is None else _brief(number.within)
        ours = _whole(number.ours, 5 if number.sampled else 9)
        figures = (_whole(number.theirs, 15), ours, _brief(number.off), within)
        yield f"| {number.what} | {' | '.join(figures)} | {number.why} |"
    yield ""


def _whole(figure: float, digits: int) -> str:
    """A figure with so many digits, or all of its whole ones."""
    if float(figure).is_integer():
        return f"{figure:,.0f}"
    return f"{float(f'{figure:.{digits}g}'):,}"


def _brief(figure: float) -> str:
    return "0" if figure == 0 else f"{figure:.2g}"
