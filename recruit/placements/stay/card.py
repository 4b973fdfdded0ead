"""Where on a residence card the last day of the period of stay stands: the front of a card of nobody, that line marked."""

from flask_babel import gettext as _
from markupsafe import Markup, escape

from recruit.web.charts.drawing import DRAW, FONT, INK_2, LINE, PAPER, STAY, WASH, element, line, number

_WIDTH, _HEIGHT = 320.0, 202.0
_MARK = "#e25100"


def drawn_card() -> Markup:
    """The drawing. Its words are those that are printed on every card, so they are the same for every reader."""
    title = _("Where the day stands on the residence card")
    description = _(
        "The front of a residence card. In the middle, below the status of residence, stands the period of stay; the day in brackets behind it is its last day."
    )
    inside = "".join(
        (
            f'<title id="card-title">{escape(title)}</title><desc id="card-desc">{escape(description)}</desc>',
            element(
                "rect",
                x=1.0,
                y=1.0,
                width=_WIDTH - 2,
                height=_HEIGHT - 2,
                rx=10.0,
                fill=PAPER,
                stroke=DRAW,
                stroke_width=2,
            ),
            _words(14, 22, "日本国政府", 9),
            _words(112, 22, "在留カード", 13, bold=True),
            _words(_WIDTH - 12, 22, "AB12345678CD", 9, anchor="end"),
            line(12, 30, _WIDTH - 12, 30, stroke=LINE),
            _row(46, "氏名", "NGUYEN VAN ANH"),
            _row(64, "国籍・地域", "ベトナム"),
            _row(82, "住居地", "神奈川県横浜市 …"),
            _row(104, "在留資格", "技術・人文知識・国際業務"),
            # The photo.
            element("rect", x=246.0, y=40.0, width=62.0, height=78.0, fill=WASH, stroke=STAY),
            element("circle", cx=277.0, cy=68.0, r=13.0, fill="none", stroke=STAY, stroke_width=2),
            element("path", d="M256 118v-8a21 21 0 0 1 42 0v8", fill="none", stroke=STAY, stroke_width=2),
            # The line that is asked for.
            element(
                "rect",
                x=8.0,
                y=122.0,
                width=_WIDTH - 16,
                height=34.0,
                rx=4.0,
                fill="#ffeee2",
                stroke=_MARK,
                stroke_width=2.5,
            ),
            _words(14, 143, "在留期間(満了日)", 9, quiet=True),
            _words(108, 144, "3年", 13),
            _words(140, 144, "(2029年03月21日)", 15, bold=True),
            _row(172, "許可の種類", "上陸許可"),
            _words(14, 192, "このカードは 2029年03月21日 まで有効です。", 9, quiet=True),
        )
    )
    return Markup(
        element(
            "svg",
            inside,
            xmlns="http://www.w3.org/2000/svg",
            klass="card-drawing",
            viewBox=f"0 0 {number(_WIDTH)} {number(_HEIGHT)}",
            width=number(_WIDTH),
            height=number(_HEIGHT),
            role="img",
            lang="ja",
            aria_labelledby="card-title",
            aria_describedby="card-desc",
            font_family=FONT,
        )
    )


def _row(y: float, label: str, value: str) -> str:
    return _words(14, y, label, 9, quiet=True) + _words(76, y, value, 11)


def _words(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    bold: bool = False,
    quiet: bool = False,
    anchor: str = "start",
) -> str:
    return element(
        "text",
        escape(words),
        x=float(x),
        y=float(y),
        font_size=float(size),
        fill=INK_2 if quiet else DRAW,
        font_weight=700 if bold else None,
        text_anchor=anchor,
    )
