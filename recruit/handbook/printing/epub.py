"""A book as EPUB 3: a ZIP whose first entry says what it is, byte for byte the same for the same contents."""

import io
import zipfile

from markupsafe import Markup

from recruit.core import clock
from recruit.handbook.printing.contents import Picture, Printed
from recruit.handbook.printing.page import FACTS, PICTURE_WIDTH, STYLE, Part, parts_of

# ZIP knows no earlier day; the days of a book stand in its package.
_DAY = (1980, 1, 1, 0, 0, 0)
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_PAGE = Markup("""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">
<head><meta charset="utf-8"/><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}</body>
</html>
""")
_PACKAGE = Markup("""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:sha256:{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:language>{lang}</dc:language>
<dc:date>{day}</dc:date>
<meta property="dcterms:modified">{instant}</meta>
<meta property="schema:accessMode">textual</meta>
{seen}<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
<item id="style" href="style.css" media-type="text/css"/>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
{items}</manifest>
<spine>
{places}</spine>
</package>
""")
# All that a picture shows is said in its description.
_SEEN = """<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
"""
_TITLE = "title-page"


def as_epub(book: Printed) -> bytes:
    """The book for readers of books."""
    contents = book.contents
    pictures = book.pictures(PICTURE_WIDTH)
    title = Part(_TITLE, contents["title"], _title_page(book))
    parts = [
        title,
        *parts_of(
            book,
            lambda name: f"{name}.xhtml",
            lambda number: f"{FACTS}.xhtml#fact-{number}",
            lambda one: f"pictures/{pictures[one['name']].file}" if one["name"] in pictures else "",
        ),
    ]
    entries = Markup().join(
        Markup('<li><a href="{}.xhtml">{}</a></li>\n').format(one.name, one.title) for one in parts
    )
    nav = Markup('<nav epub:type="toc" id="toc">\n<h1>{}</h1>\n<ol>\n{}</ol>\n</nav>\n').format(
        contents["words"]["contents"], entries
    )
    files: list[tuple[str, str]] = [
        ("META-INF/container.xml", _CONTAINER),
        ("book/package.opf", _package(book, [one.name for one in parts], list(pictures.values()))),
        ("book/style.css", STYLE),
        ("book/contents.xhtml", _page(book, contents["words"]["contents"], nav)),
        *((f"book/{one.name}.xhtml", _page(book, one.title, one.body)) for one in parts),
    ]
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), "application/epub+zip")
        for name, text in files:
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())
        for one in pictures.values():
            archive.writestr(_entry(f"book/pictures/{one.file}", zipfile.ZIP_STORED), one.content)
    return store.getvalue()


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _title_page(book: Printed) -> Markup:
    contents = book.contents
    lines = filter(None, (contents["edition"], contents["note"], contents["words"]["advice"]))
    return Markup("<h1>{}</h1>\n{}").format(
        contents["title"], Markup().join(Markup("<p>{}</p>\n").format(one) for one in lines)
    )


def _page(book: Printed, title: str, body: Markup) -> str:
    return _PAGE.format(lang=book.language, title=title, body=body)


def _package(book: Printed, names: list[str], pictures: list[Picture]) -> str:
    return _PACKAGE.format(
        lang=book.language,
        identifier=book.hash,
        title=book.contents["title"],
        day=clock.day_in(book.made_at, "Asia/Tokyo").isoformat(),
        instant=book.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        items=Markup().join(
            Markup('<item id="part-{0}" href="{0}.xhtml" media-type="application/xhtml+xml"/>\n').format(one)
            for one in names
        )
        + Markup().join(
            Markup('<item id="picture-{}" href="pictures/{}" media-type="{}"/>\n').format(
                place, one.file, one.media_type
            )
            for place, one in enumerate(pictures)
        ),
        seen=Markup(_SEEN) if pictures else "",
        places=Markup().join(Markup('<itemref idref="part-{}"/>\n').format(one) for one in names),
    )
