"""A workbook with a few seeded faults in it: in its cells, types, sheets and names, or its bytes.

Cells are changed in the XML within the file, so that a mutation costs little, and so that what no
spreadsheet program would write is written too.
"""

import random
import re
import zipfile
from collections.abc import Callable
from html import escape
from io import BytesIO

Parts = dict[str, bytes]

VALUES = ["", "0", "-1", "17", "1e308", "-1e-308", "NaN", "1E999", "0.5", "2024", "abc", "45000"]
TEXTS = [
    "",
    " ",
    "=1+1",
    "#N/A",
    "£1,200",
    "12%",
    "why",
    "lambda",
    "nhs",
    "people",
    "(a - b)",
    "x*",
]
TEXTS += ["2024/25", "involved", "gamma", "saving", "a, b", "GBP", "share", "é" * 40000, "../up"]
TEXTS += ["yes", "table", "dirichlet", "sample", "Known", "\N{NO-BREAK SPACE}", "a\nb", "''", "{0}"]
FORMULAS = [
    "1+1",
    "1/0",
    "SUM(A1:A9)",
    "(" * 200,
    "A1",
    "[1]Other!A1",
    "2^2^2^2^2^2",
    "SUM(A1:XFD9)",
]
CELL = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
SHEET = re.compile(rb'<sheet name="([^"]*)"')
TYPES = [b"s", b"str", b"b", b"e", b"n", b"d", b"inlineStr", b"x"]


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def packed(parts: Parts) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def mutated(parts: Parts, seed: int) -> bytes:
    """The workbook with one to three faults; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - faults to be repeated, not secrets
    changed = dict(parts)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(DEEDS)(changed, chance)
    content = packed(changed)
    return bytes_changed(content, chance) if chance.random() < 0.1 else content


def _sheet(parts: Parts, chance: random.Random) -> str:
    return chance.choice([name for name in parts if name.startswith("xl/worksheets/sheet")])


def _one_cell(make: Callable[[bytes, bytes, random.Random], bytes]) -> Callable[..., None]:
    def deed(parts: Parts, chance: random.Random) -> None:
        name = _sheet(parts, chance)
        cells = list(CELL.finditer(parts[name]))
        if cells:
            cell = chance.choice(cells)
            new = make(cell[1], cell[2], chance)
            parts[name] = parts[name][: cell.start()] + new + parts[name][cell.end() :]

    return deed


def _number(place: bytes, _: bytes, chance: random.Random) -> bytes:
    return b'<c r="%s"><v>%s</v></c>' % (place, chance.choice(VALUES).encode())


def _text(place: bytes, _: bytes, chance: random.Random) -> bytes:
    text = escape(chance.choice(TEXTS)).encode()
    return b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (place, text)


def _type(place: bytes, _: bytes, chance: random.Random) -> bytes:
    value = chance.choice(VALUES).encode()
    return b'<c r="%s" t="%s"><v>%s</v></c>' % (place, chance.choice(TYPES), value)


def _formula(place: bytes, _: bytes, chance: random.Random) -> bytes:
    formula = chance.choice(FORMULAS).encode()
    value = chance.choice([b"", b"<v></v>", b"<v>3</v>"])
    return b'<c r="%s"><f>%s</f>%s</c>' % (place, formula, value)


def _style(place: bytes, _: bytes, chance: random.Random) -> bytes:
    return b'<c r="%s" s="%d"><v>1</v></c>' % (place, chance.choice((0, 1, 9, 14, 999, -1)))


def _blank(place: bytes, *_: object) -> bytes:
    return b'<c r="%s"/>' % place


def _elsewhere(_: bytes, __: bytes, chance: random.Random) -> bytes:
    place = chance.choice((b"A1", b"A0", b"ZZ1", b"XFD1", b"B2", b"1A", b"A-1", b""))
    return b'<c r="%s"><v>1</v></c>' % place


def _rename(parts: Parts, chance: random.Random) -> None:
    names = SHEET.findall(parts["xl/workbook.xml"])
    if names:
        old = chance.choice(names)
        new = chance.choice(
            [b"", b"Cohorts", b"Parameters", old.lower(), old + b" ", b"&#0;", b"a/b"]
        )
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            b'<sheet name="%s"' % old, b'<sheet name="%s"' % new
        )


def _swap(parts: Parts, chance: random.Random) -> None:
    first, second = _sheet(parts, chance), _sheet(parts, chance)
    parts[first], parts[second] = parts[second], parts[first]


def _drop(parts: Parts, chance: random.Random) -> None:
    parts.pop(chance.choice([name for name in parts if name != "xl/workbook.xml"]))
    if not any(name.startswith("xl/worksheets/sheet") for name in parts):
        parts["xl/worksheets/sheet1.xml"] = b"<worksheet/>"


def _row(parts: Parts, chance: random.Random) -> None:
    """A row taken out, put in twice, or numbered otherwise."""
    name = _sheet(parts, chance)
    rows = re.findall(rb"<row .*?</row>", parts[name], re.DOTALL)
    if rows:
        row = chance.choice(rows)
        number = b'r="%d"' % chance.choice((0, 1, 3, 500, 1048576))
        new = chance.choice([b"", row + row, re.sub(rb'r="\d+"', number, row, count=1)])
        parts[name] = parts[name].replace(row, new)


def _words(parts: Parts, chance: random.Random) -> None:
    """One text, wherever it stands, becomes another."""
    texts = parts.get("xl/sharedStrings.xml", b"")
    held = re.findall(rb"<t[^>]*>([^<]+)</t>", texts)
    if held:
        new = escape(chance.choice(TEXTS)).encode()
        old = chance.choice(held)
        parts["xl/sharedStrings.xml"] = texts.replace(b">%s<" % old, b">%s<" % new, 1)


def _xml(parts: Parts, chance: random.Random) -> None:
    """Some bytes within a part."""
    name = chance.choice(list(parts))
    parts[name] = bytes_changed(parts[name], chance)


def bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """Bytes with a few changed, dropped or repeated, or the end cut off."""
    if not content:
        return b"\0"
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 4, 30))):
        at = chance.randrange(len(changed))
        kind = chance.randrange(8)
        if kind < 4:
            changed[at] = chance.randrange(256)
        elif kind < 6:
            del changed[at : at + chance.randrange(1, 20)]
        elif kind < 7:
            changed[at:at] = changed[at : at + 50]
        else:
            del changed[at:]
        if not changed:
            return b""
    return bytes(changed)


DEEDS: list[Callable[[Parts, random.Random], None]] = [
    *(_one_cell(make) for make in (_number, _text, _type, _formula, _style, _blank, _elsewhere)),
    _one_cell(_number),
    _one_cell(_text),
    _rename,
    _swap,
    _drop,
    _row,
    _words,
    _words,
    _xml,
]
