"""Words of another language inside of a text, told by their letters: whoever hears the text needs to be told of them."""

from collections.abc import Iterator
import re

from markupsafe import Markup, escape

_JAPANESE = "[\u3041-\u30ff\u3400-\u9fff々〆]"
# What stands between Japanese words belongs to them.
_IN_JAPANESE = rf"{_JAPANESE}+(?:[、。「」『』（）〜]*{_JAPANESE}+)*"
_LETTERS = "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
# A word with letters that no other of our languages has, and words with accents behind it; of several, one word between
# them may have none. It is looked for where a word begins only: from each letter of a long one would take its square.
_VIETNAMESE = rf"(?<!{_LETTERS}){_LETTERS}*[ăđơưĂĐƠƯ\u1ea0-\u1ef9]{_LETTERS}*"
_ACCENTED = rf"{_LETTERS}*[\u00c0-\u00ff]{_LETTERS}*"
_IN_VIETNAMESE = rf"{_VIETNAMESE}(?:(?: {_LETTERS}+)? {_VIETNAMESE}| {_ACCENTED})*"
_FOREIGN = {
    "ja": re.compile(f"(?P<vi>{_IN_VIETNAMESE})"),
    "vi": re.compile(f"(?P<ja>{_IN_JAPANESE})"),
}
_ANY = re.compile(f"(?P<ja>{_IN_JAPANESE})|(?P<vi>{_IN_VIETNAMESE})")
_TAG = re.compile(r"(<[^>]*>)")


def runs(words: str, language: str) -> Iterator[tuple[str, str]]:
    """The words in pieces, each with its language where that is another one.

    >>> list(runs("Kartu 在留カード dan Sở Nội vụ", "id"))
    [('Kartu ', ''), ('在留カード', 'ja'), (' dan ', ''), ('Sở Nội vụ', 'vi')]
    """
    at = 0
    for match in _FOREIGN.get(language, _ANY).finditer(words):
        if match.start() > at:
            yield words[at : match.start()], ""
        yield match[0], match.lastgroup or ""
        at = match.end()
    if at < len(words):
        yield words[at:], ""


def in_scripts(words: object, language: str, *, is_xml: bool = False) -> Markup:
    """Words as HTML that says which of them are of another language; `is_xml`: in the way of XML as well."""
    return Markup().join(
        Markup('<span lang="{0}"{1}>{2}</span>').format(
            code, Markup(' xml:lang="{}"').format(code) if is_xml else "", piece
        )
        if code
        else escape(piece)
        for piece, code in runs(str(words), language)
    )


def marked(html: str, language: str) -> str:
    """The same for words that are HTML already: tags stay as they are."""
    if not _FOREIGN.get(language, _ANY).search(html):
        return html
    pieces = _TAG.split(html)
    return "".join(
        piece
        if piece.startswith("<")
        else "".join(
            f'<span lang="{code}">{run}</span>' if code else run for run, code in runs(piece, language)
        )
        for piece in pieces
    )
