"""What a sheet shows, read from the value that it is: no file is written."""

from econ.pages.live.formulas import Formula
from econ.pages.page import Cell, Chart, Content, Link, Notes, Sheet, Table, Text, flat


def plain(content: Content) -> object:
    """What stands in a cell: the words of a link, what a formula comes to."""
    kept = content.content if isinstance(content, Cell) else content
    if isinstance(kept, Link):
        return kept.text
    return kept.single if isinstance(kept, Formula) else kept


def rows(sheet: Sheet, place: int = 0) -> list[list[object]]:
    """What stands in the rows of one of its tables."""
    return [[plain(content) for content in row] for row in tables(sheet)[place].rows]


def tables(sheet: Sheet) -> list[Table]:
    return [block for block in flat(sheet.blocks) if isinstance(block, Table)]


def charts(sheet: Sheet) -> list[Chart]:
    return [block for block in flat(sheet.blocks) if isinstance(block, Chart)]


def said(sheet: Sheet) -> list[str]:
    """Its words outside of tables, in their order."""
    words: list[str] = []
    for block in flat(sheet.blocks):
        if isinstance(block, Text):
            words.append(block.text)
        elif isinstance(block, Notes):
            words += block.sentences
    return words


def drawn(chart: Chart, what: str, series: int = 0) -> list[object]:
    """The cells that a series draws, or by which it is named: *values* or *categories*."""
    return held(chart.series[series][what])


def held(block: object) -> list[object]:
    """What the cells of a block come to, one by one."""
    assert isinstance(block, Formula)
    return [cell for row in block.value for cell in row]  # type: ignore[union-attr]
