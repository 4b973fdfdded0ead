"""Forms as Word documents on A4: headings, lines to fill in, tables, boxes to tick.

The few parts of WordprocessingML that a form needs are written here, so that the same form is the same file to the byte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
import io
from xml.sax.saxutils import escape, quoteattr
import zipfile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Of Windows and of Macs with Office; elsewhere the names beside it in the table of fonts stand in.
JAPANESE_FONT = "Yu Gothic"
LATIN_FONT = "Arial"
# Twentieths of a point: A4 with margins of 18 mm.
WIDTH, HEIGHT, MARGIN = 11906, 16838, 1020
INNER_WIDTH = WIDTH - 2 * MARGIN
_LINE = 440
_TAGS = {"ja": "ja-JP", "en": "en-GB", "id": "id-ID", "vi": "vi-VN"}
_GREY, _RULE, _FILL = "595959", "8C8C8C", "EEF1F4"


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; a note is smaller and grey."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Ticks:
    """Lines with a box to tick."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table. `widths` are parts of the page's width; cells left out are empty to be written in.

    The first line of a cell of the first column is bold, `tall` is how many lines high each row is at least. `languages`
    name the language of each column where they differ from the document's. Without words for columns there is no head.
    """

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    tall: int = 1
    languages: tuple[str, ...] = ()


Block = Heading | Text | Ticks | Grid


def document(title: str, blocks: Sequence[Block], *, language: str, footer: str, made_on: date) -> bytes:
    """The whole file. `title` stands above the text and in the head of every page, `footer` before the page's number."""
    body = "".join(
        [_paragraph(title, style="Title"), *(part for block in blocks for part in _block(block, language))]
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": _CORE.format(
            title=escape(title), language=_TAGS[language], day=made_on.isoformat()
        ),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/document.xml": f"{_OPEN.format('document')}<w:body>{body}{_SECTION}</w:body></w:document>",
        "word/styles.xml": _styles(_TAGS[language]),
        "word/fontTable.xml": _FONTS,
        "word/header1.xml": f"{_OPEN.format('hdr')}{_paragraph(title, style='Header')}</w:hdr>",
        "word/footer1.xml": f"{_OPEN.format('ftr')}{_footer(footer)}</w:ftr>",
    }
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)
    return store.getvalue()


def _block(block: Block, language: str) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _paragraph(block.text, style="Heading1")
    elif isinstance(block, Text):
        yield _paragraph(block.text, style="Note" if block.is_note else "")
    elif isinstance(block, Ticks):
        yield from (_paragraph(f"□ {line}", style="Tick") for line in block.lines)
    else:
        yield _table(block, language)
        yield _paragraph("", style="Gap")


def _paragraph(text: str, *, style: str = "", bold: bool = False, language: str = "") -> str:
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{kind}{_run(text, bold=bold, language=language)}</w:p>"


def _run(text: str, *, bold: bool = False, language: str = "") -> str:
    if not text:
        return ""
    look = "<w:b/>" if bold else ""
    if language:
        tag = _TAGS[language]
        look += f'<w:lang w:val="{tag}" w:eastAsia="{tag}"/>'
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(grid: Grid, language: str) -> str:
    whole = sum(grid.widths)
    widths = [INNER_WIDTH * width // whole for width in grid.widths]
    languages = grid.languages or (language,) * len(widths)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = []
    if any(grid.columns):
        cells = "".join(
            _cell([_paragraph(words, style="Cell", bold=True, language=spoken)], width, filled=True)
            for words, width, spoken in zip(grid.columns, widths, languages, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
    for row in grid.rows:
        cells = "".join(
            _cell(
                [
                    _paragraph(line, style="Cell", bold=bold and not number, language=spoken)
                    for number, line in enumerate(words.split("\n"))
                ],
                width,
            )
            for words, width, spoken, bold in zip(
                (*row, *[""] * (len(widths) - len(row))),
                widths,
                languages,
                [True, *[bool(grid.languages)] * (len(widths) - 1)],
                strict=True,
            )
        )
        height = f'<w:cantSplit/><w:trHeight w:val="{_LINE * grid.tall}" w:hRule="atLeast"/>'
        rows.append(f"<w:tr><w:trPr>{height}</w:trPr>{cells}</w:tr>")
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Form"/>'
        f'<w:tblW w:w="{INNER_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(paragraphs: Sequence[str], width: int, *, filled: bool = False) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_FILL}"/>' if filled else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def _footer(words: str) -> str:
    def number(field: str) -> str:
        return f'<w:fldSimple w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    return (
        '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{_run(words)}<w:r><w:tab/></w:r>{number('PAGE')}{_run(' / ')}{number('NUMPAGES')}</w:p>"
    )


def _exactly(points: float) -> str:
    """Lines of one height whatever the font: Japanese ones ask for very different room, and pages would not end alike."""
    return f'w:line="{round(points * 20)}" w:lineRule="exact"'


def _styles(tag: str) -> str:
    def style(name: str, look: str, spacing: str, more: str = "", *, after: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val={quoteattr(_NAMES.get(name, name))}/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{more}<w:spacing {spacing}/>{after}</w:pPr>'
            f"<w:rPr>{look}</w:rPr></w:style>"
        )

    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="2" w:color="{_RULE}"/></w:pBdr>'
    right = f'<w:tabs><w:tab w:val="right" w:pos="{INNER_WIDTH}"/></w:tabs>'
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f"{_OPEN.format('styles')}<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:cs="{LATIN_FONT}" w:eastAsia="{JAPANESE_FONT}"/>'
        f'<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="{tag}" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="100" {_exactly(15)}/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + style("Title", '<w:b/><w:sz w:val="32"/>', f'w:before="0" w:after="120" {_exactly(24)}')
        + style(
            "Heading1",
            '<w:b/><w:sz w:val="24"/>',
            f'w:before="220" w:after="100" {_exactly(17)}',
            f"<w:keepNext/>{rule}",
        )
        + style("Note", f'<w:color w:val="{_GREY}"/><w:sz w:val="18"/>', f'w:after="100" {_exactly(13.5)}')
        + style("Tick", "", f'w:after="60" {_exactly(15)}', after='<w:ind w:left="340" w:hanging="340"/>')
        + style("Cell", '<w:sz w:val="19"/>', f'w:before="30" w:after="30" {_exactly(13.5)}')
        + style("Gap", '<w:sz w:val="8"/>', f'w:after="0" {_exactly(6)}')
        + style("Header", f'<w:color w:val="{_GREY}"/><w:sz w:val="16"/>', f'w:after="0" {_exactly(11)}')
        + style(
            "Footer", f'<w:color w:val="{_GREY}"/><w:sz w:val="16"/>', f'w:after="0" {_exactly(11)}', right
        )
        + '<w:style w:type="table" w:styleId="Form"><w:name w:val="Form"/><w:tblPr>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblCellMar><w:left w:w="90" w:type="dxa"/>'
        '<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    )


_NAMES = {"Heading1": "heading 1", "Header": "header", "Footer": "footer"}
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OPEN = f'<w:{{}} xmlns:w="{_WORD}" xmlns:r="{_OFFICE}">'
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
    f'<w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/><w:pgMar w:top="1134" w:right="{MARGIN}" w:bottom="1020" '
    f'w:left="{MARGIN}" w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>'
)
_PARTS = {"document": "document.main", "styles": "styles", "fontTable": "fontTable"}
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in (*_PARTS.items(), ("header1", "header"), ("footer1", "footer"))
    )
    + "</Types>"
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{part}.xml"/>'
        for number, (kind, part) in enumerate(
            (("styles", "styles"), ("fontTable", "fontTable"), ("header", "header1"), ("footer", "footer1")),
            1,
        )
    )
    + "</Relationships>"
)
_FONTS = (
    f"{_OPEN.format('fonts')}"
    f'<w:font w:name="{JAPANESE_FONT}"><w:altName w:val="Noto Sans JP"/><w:charset w:val="80"/></w:font>'
    f'<w:font w:name="{LATIN_FONT}"><w:altName w:val="Noto Sans"/></w:font></w:fonts>'
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:language>{language}</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created></cp:coreProperties>'
)
