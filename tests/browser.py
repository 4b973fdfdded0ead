"""A real browser and a real server for the tests that need them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
import hashlib
import os
from pathlib import Path
import shutil
import threading
import time
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import WSGIRequestHandler, make_server

INSTALL_CHROMIUM = "apt-get install -y --no-install-recommends chromium fonts-noto-cjk"
# The browser must find everything on this machine, and say nothing to anybody else.
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PHONE, DESK = 360, 1280
# What is expected of a page has come long before on a calm machine; a busy one may take its time.
expect.set_options(timeout=30_000)
AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
AXE_PATH = "/axe.min.js"


def chromium_path() -> str | None:
    """Debian's Chromium, or what RECRUIT_CHROMIUM names."""
    return os.environ.get("RECRUIT_CHROMIUM") or shutil.which("chromium")


def phone_or_desk(width: int) -> dict[str, object]:
    """Options of a browser context of that width."""
    return {
        "viewport": {"width": width, "height": 780 if width == PHONE else 900},
        "is_mobile": width == PHONE,
        "has_touch": width == PHONE,
        "device_scale_factor": 1,
        "service_workers": "block",
    }


class SlowLine:
    """A slow line, to try tests and scripts on: `RECRUIT_SLOW_LINE=400` lets every page wait so many milliseconds before it is made,
    `post:800` only what is sent, and with `after:800` the work is done and its answer is late.
    """

    def __init__(self, app: WSGIApplication, line: str) -> None:
        self.app = app
        self.which, _colon, wait = line.rpartition(":")
        self.seconds = int(wait or 0) / 1000

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(("/static/", AXE_PATH)):
            return self.app(environ, start_response)
        if self.which == "after":
            answer = self.app(environ, start_response)
            time.sleep(self.seconds)
            return answer
        if self.which != "post" or environ["REQUEST_METHOD"] == "POST":
            time.sleep(self.seconds)
        return self.app(environ, start_response)


class _SilentHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *arguments: object) -> None:  # noqa: A002 - Werkzeug's name
        """Nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free port, in threads of this process: its address. Beside it stands axe."""
    line = SlowLine(app, os.environ.get("RECRUIT_SLOW_LINE", ""))
    both = SharedDataMiddleware(line, {AXE_PATH: str(AXE)}, cache_timeout=3600)
    server = make_server("127.0.0.1", 0, both, threaded=True, request_handler=_SilentHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Watch:
    """Notes what a page complains about, and whom it asks."""

    def __init__(self, page: Page, base: str) -> None:
        self.complaints: list[str] = []
        page.on(
            "console",
            lambda message: self._say(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self._say(str(error)))
        page.on(
            "request",
            lambda request: None if _is_own(request.url, base) else self._say(f"asks {request.url}"),
        )

    def _say(self, words: str) -> None:
        # An answer of 404 or 403 is checked where it is asked for; the browser's word for it says nothing more.
        if not words.startswith("Failed to load resource: the server responded with a status of"):
            self.complaints.append(words[:200])

    def take(self) -> list[str]:
        """The complaints since the last time."""
        taken, self.complaints = self.complaints, []
        return taken


def _is_own(url: str, base: str) -> bool:
    return url.startswith((base + "/", "data:", "blob:", "about:"))


def new_browser(playwright: object) -> Browser:
    """Chromium, without a window."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))  # type: ignore[attr-defined]


STRUCTURE = """root => {
  const places = new Set(['href', 'src', 'srcset', 'action', 'formaction', 'd', 'points', 'x', 'y', 'x1', 'x2', 'y1', 'y2',
    'cx', 'cy', 'width', 'height', 'viewBox', 'datetime', 'maxlength']);
  const words = new Set(['alt', 'title', 'aria-label', 'placeholder', 'label', 'summary', 'value', 'content', 'hreflang']);
  const attribute = (one, name, value) =>
    name === 'lang' && /^(ja|id|vi|en)$/.test(value) ? (one === document.documentElement ? name : '')
    : places.has(name) ? name
    : (words.has(name) || name.startsWith('data-')) && one.name !== 'viewport' ? name + (value.trim() ? '+' : '-')
    : name + '=' + value;
  // Which links of the header lie under "More" hangs on how wide the words of a language are: tests/web/test_header.py.
  const made = one => one.matches('.main-nav') ? '<main-nav/>' : madeOf(one);
  const madeOf = one => {
    const inside = [...one.childNodes].map(node =>
      node.nodeType === Node.ELEMENT_NODE ? made(node) : node.nodeType === Node.TEXT_NODE && node.data.trim() ? '+' : '');
    const attributes = [...one.attributes].map(({name, value}) => attribute(one, name, value)).filter(Boolean).sort();
    return '<' + one.localName + ' ' + attributes.join(' ') + '>' + [...new Set(inside)].sort().join('') + '</>';
  };
  return made(root);
}"""

FETCH_AXE = """path => 'axe' in window || new Promise(done => {
  const script = document.createElement('script');
  script.src = path;
  script.onload = () => done(true);
  script.onerror = () => done(false);
  document.head.append(script);
})"""

# The look of a text is all that its contrast comes from: its own colour and size, and what is painted under it by what it stands
# in. Each text is marked with the number of its look.
MARK_LOOKS = """() => {
  const grounds = new Map(), numbers = new Map();
  const ground = one => {
    if (!one) return '';
    if (!grounds.has(one)) {
      const style = getComputedStyle(one);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.mixBlendMode, style.filter];
      const paints = own.join(' ') !== 'rgba(0, 0, 0, 0) none 1 static normal none';
      grounds.set(one, ground(one.parentElement) + (paints ? ' > ' + own.join(' ') : ''));
    }
    return grounds.get(one);
  };
  for (const one of document.body.querySelectorAll('*')) {
    const speaks = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!speaks && !one.matches('input, select, textarea')) continue;
    const style = getComputedStyle(one);
    const look = [style.color, style.fontSize, style.fontWeight, style.textShadow].join(' ') + ground(one);
    if (!numbers.has(look)) numbers.set(look, numbers.size);
    one.setAttribute('data-look', numbers.get(look));
  }
  return [...numbers.keys()];
}"""
JUDGE_CONTRAST_OF = """numbers => axe.configure({rules: [{
  id: 'color-contrast', selector: numbers.map(number => `[data-look="${number}"]`).join(',') || '[data-look="none"]',
}]})"""

AXE_RUN = """
async () => (await axe.run(document, {
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']},
  resultTypes: ['violations'],
})).violations.map(one => one.id + ': ' + one.help + ' — ' + one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' , '))
"""


def barriers(page: Page, known_looks: set[str] | None = None) -> list[str]:
    """What axe finds on the page as it stands.

    Whether a text stands out from its ground takes axe longer than all the rest. With `known_looks` it judges only texts that
    look like none of those, and their looks are added.
    """
    # A script that is fetched stays compiled from page to page; what is sent along is read anew each time.
    if not page.evaluate(FETCH_AXE, AXE_PATH):
        page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    if known_looks is not None:
        looks = page.evaluate(MARK_LOOKS)
        page.evaluate(
            JUDGE_CONTRAST_OF, [number for number, look in enumerate(looks) if look not in known_looks]
        )
        known_looks.update(looks)
    return page.evaluate(AXE_RUN)


def structure_of(page: Page) -> str:
    """What a page is made of: its elements and their attributes, without what only its words and places are.

    Two pages of one structure have the same barriers: what axe reads beyond it is whether there are words, and that is in it.
    Of neighbours that are made alike one stands for all, so a list of three is made as one of two.
    """
    return hashlib.sha256(page.evaluate(f"({STRUCTURE})(document.documentElement)").encode()).hexdigest()


SIDEWAYS = """() => {
  const root = document.scrollingElement, width = document.documentElement.clientWidth;
  if (root.scrollWidth <= width) return '';
  const wide = [...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    if (box.right <= width + 1 || !box.width) return false;
    for (let up = one.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== 'visible') return false;
    return true;
  });
  return root.scrollWidth + ' px wide: ' + wide.slice(-3).map(one => one.tagName.toLowerCase() + '.' + one.className).join(', ');
}"""

LAY_OUT = f"""([own, ...others]) => {{
  const made = {STRUCTURE}, sideways = {SIDEWAYS};
  const read = text => new DOMParser().parseFromString(text, 'text/html');
  const structure = made(read(own).documentElement);
  return others.map(text => {{
    const other = read(text);
    if (made(other.documentElement) !== structure) return null;
    document.documentElement.lang = other.documentElement.lang;
    document.body.replaceWith(other.body);
    return sideways();
  }});
}}"""


def sideways(page: Page) -> str:
    """What makes the page wider than the screen; "" where nothing does."""
    return page.evaluate(SIDEWAYS)


def sideways_in_other_words(page: Page, own: str, others: list[str]) -> list[str | None]:
    """Lays each of the `others`, the same page in other languages, out in place of the one that was loaded from `own`.

    None for one that is made otherwise than `own`: it must be loaded to be judged. The page is spoilt afterwards.
    """
    return page.evaluate(LAY_OUT, [own, *others])
