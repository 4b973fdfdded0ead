"""Text: folding for search, and Markdown to safe HTML."""

from functools import lru_cache
import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from markupsafe import Markup
import nh3

# Marks of voiced kana are letters, not accents: は and ば must stay apart.
_KANA_MARKS = {"\u3099", "\u309a"}
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u31f0-\u31ff々〆ー]+")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def one_line(text: str) -> str:
    """NFC, inner white space folded to one space, ends trimmed: how names and titles are stored."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """How text is compared in searches: no case, no accents, full width made half, katakana made hiragana.

    >>> fold("Nguyễn Văn ĐỨC")
    'nguyen van duc'
    """
    text = unicodedata.normalize("NFKC", text).casefold().replace("đ", "d").replace("ð", "d")
    letters = []
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.combining(letter) and letter not in _KANA_MARKS:
            continue
        # Katakana and hiragana lie 96 code points apart.
        letters.append(chr(ord(letter) - 96) if "ァ" <= letter <= "ヶ" else letter)
    return unicodedata.normalize("NFC", "".join(letters))


def search_words(text: str) -> list[str]:
    """The tokens a text is found by: words, and for Japanese every pair of neighbouring letters."""
    tokens: list[str] = []
    for word in _WORD.findall(fold(text)):
        position = 0
        for run in _CJK.finditer(word):
            if run.start() > position:
                tokens.append(word[position : run.start()])
            letters = run.group()
            tokens += [letters[i : i + 2] for i in range(len(letters) - 1)] or [letters]
            position = run.end()
        if position < len(word):
            tokens.append(word[position:])
    return tokens


def search_key(*texts: str) -> str:
    """What a row keeps to be found by: folded tokens between spaces."""
    return " " + " ".join(dict.fromkeys(token for text in texts for token in search_words(text))) + " "


def slug_of(text: str) -> str:
    """An address part made of plain letters, digits and dashes; empty where nothing of the text is left.

    >>> slug_of("Trường Đại học Xây dựng Hà Nội")
    'truong-dai-hoc-xay-dung-ha-noi'
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))[:80].strip("-")


# ------------------------------------------------------------------------------------------------ Markdown

_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "table", "thead", "tbody", "tr",
    "th", "td", "code", "pre", "hr", "sup",
}  # fmt: skip
_TAGS_IN_WORDS = {"br", "strong", "em", "a", "code", "sup"}
_COLUMNS = {"number", "words"}
_ATTRIBUTES = {"a": {"href", "hreflang"}, "th": {"scope"}, "h2": {"id"}, "h3": {"id"}}


def _flanking_for_cjk(state: StateInline) -> None:
    """CommonMark does not close `**」**` before a kana; treat CJK neighbours as if they were white space."""
    scan = state.scanDelims

    def scan_with_cjk(start: int, can_split_word: bool) -> object:
        found = scan(start, can_split_word)
        before = state.src[start - 1] if start > 0 else " "
        after_at = start + found.length
        after = state.src[after_at] if after_at < len(state.src) else " "
        if state.src[start] == "*" and (_is_cjk(before) or _is_cjk(after)):
            found = found._replace(
                can_open=found.can_open or not after.isspace(),
                can_close=found.can_close or not before.isspace(),
            )
        return found

    state.scanDelims = scan_with_cjk  # ty: ignore[invalid-assignment]


def _is_cjk(letter: str) -> bool:
    return bool(_CJK.match(letter)) or "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uffef"


class _CjkInline(ParserInline):
    """The inline parser, with every state taught the rule above."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = StateInline(src, md, env, tokens)
        _flanking_for_cjk(state)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": False})
    parser.inline = _CjkInline()
    parser.configure("commonmark", {"html": False, "breaks": False}).enable("table")
    parser.core.ruler.push("columns", _columns_by_class)
    return parser


def _columns_by_class(state: StateCore) -> None:
    """Pages take no styles: `---:` makes a column of numbers, `:---` one of words."""
    for token in state.tokens:
        side = token.attrs.pop("style", "") if token.type in ("th_open", "td_open") else ""
        if side == "text-align:right":
            token.attrSet("class", "number")
        elif side == "text-align:left":
            token.attrSet("class", "words")


_parser = _make_parser()
_joined_lines = re.compile(
    r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])\n(?=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])"
)


def markdown_tokens(source: str) -> list[Token]:
    """What the same parser finds in a text, for what is not HTML."""
    return _parser.parse(_joined_lines.sub("", source))


def markdown_tokens_of_words(source: str) -> list[Token]:
    """The same for some words inside of a line."""
    return _parser.parseInline(" ".join(source.split()))[0].children or []


@lru_cache(maxsize=512)
def markdown(source: str) -> Markup:
    """Markdown to HTML that is safe to show: raw HTML stays text, only http(s), mail and own links survive.

    The same text gives the same HTML; what busy pages show is not parsed and cleaned anew each time.
    """
    return _safe(_parser.render(_joined_lines.sub("", source)), _TAGS)


def markdown_words(source: str) -> Markup:
    """The same for some words inside of a line: what stands for a block elsewhere stays as it was typed."""
    return _safe(_parser.renderInline(" ".join(source.split())), _TAGS_IN_WORDS)


def _safe(html: str, tags: set[str]) -> Markup:
    return Markup(
        nh3.clean(
            html,
            tags=tags,
            attributes=_ATTRIBUTES,
            allowed_classes={"th": _COLUMNS, "td": _COLUMNS},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel=None,
        )
    )
