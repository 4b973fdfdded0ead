"""The kinds of files that a book can be written as."""

from collections.abc import Callable, Mapping

from recruit.handbook.printing.contents import Printed
from recruit.handbook.printing.epub import as_epub
from recruit.handbook.printing.page import as_html
from recruit.handbook.printing.paper import as_pdf

WRITERS: Mapping[str, Callable[[Printed], bytes]] = {"epub": as_epub, "html": as_html, "pdf": as_pdf}
