"""Every part renders valid HTML, says its state in words, and escapes what people typed."""

from datetime import UTC, datetime
from functools import partial
import gettext as plain_gettext
from pathlib import Path
import re
from types import SimpleNamespace
from typing import Any

from babel.dates import format_date
from flask_babel import lazy_gettext
import html5lib
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from recruit.core.locales import LANGUAGES
from recruit.core.visitor import NOBODY, Via, Visitor
from recruit.web import charts
from recruit.web.forms import choices_of

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "recruit" / "web" / "static"
STATES = ("done", "here", "waiting", "planned", "late", "unknown", "none", "held")
NASTY = '<xx>"&'


@pytest.fixture(scope="module")
def environment() -> Environment:
    made: Any = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    nothing = plain_gettext.NullTranslations()
    made.install_gettext_translations(nothing, newstyle=True)
    made.globals.update(
        static_url=lambda path: f"/static/{path}",
        page_url=lambda endpoint, **values: f"/en/{endpoint}",
        switch_url=lambda code: f"/{code}/here",
        csrf_token=lambda: "token",
        get_flashed_messages=lambda with_categories=False: [("done", "Saved."), ("problem", NASTY)],
        two_clocks=lambda instant, zone: clocks(),
    )
    made.filters.update(
        format_date=lambda day, style="medium": (
            f"{day:%Y-%m-%d}" if style == "medium" else f"{day:%A %d %B %Y}"
        ),
        dateformat=lambda day, shape: f"{day:%A}" if shape == "EEEE" else f"{day:%B}",
        format_number=str,
        format_money=lambda amount, currency="JPY": f"¥{amount}",
    )
    return made


def clocks(*, same: bool = False, same_day: bool = True) -> SimpleNamespace:
    return SimpleNamespace(
        venue_time="08:30",
        venue_date="Saturday 16 January 2027",
        venue_place="Vietnam",
        reader_time="10:30",
        reader_date="17 Jan",
        reader_place="Japan",
        same=same,
        same_day=same_day,
    )


def page_context(**changes: Any) -> dict[str, Any]:
    return {
        "language": "vi",
        "languages": LANGUAGES,
        "visitor": NOBODY,
        "site": SimpleNamespace(
            name="Kakehashi", name_local="かけはし", operator_line="Free placement office."
        ),
        "main_links": [SimpleNamespace(label="Fairs", href="/vi/fairs", current=True, since=56)],
        "main_links_fit_from": 56,
        "alternates": [SimpleNamespace(code="ja", href="/ja/")],
        "base_url": "https://kakehashi.example",
        "switch_form_id": None,
        "is_report_page": False,
        "reported_page_path": "",
        **changes,
    }


def part(environment: Environment, file: str, macro: str, *arguments: Any, **named: Any) -> str:
    """The HTML of one macro, checked."""
    shown = str(getattr(environment.get_template(f"parts/{file}").module, macro)(*arguments, **named))
    check(shown)
    return shown


def check(fragment: str) -> None:
    """Valid HTML, no style attribute, no script, no identifier twice."""
    parser = html5lib.HTMLParser(strict=True)
    if fragment.lstrip().startswith("<!doctype"):
        parser.parse(fragment)
    else:
        parser.parseFragment(
            fragment, container="tr" if fragment.lstrip().startswith(("<td", "<th")) else "div"
        )
    assert not re.search(r"\sstyle=", fragment)
    assert not re.search(r"\son\w+=", fragment)
    assert "<xx>" not in fragment
    identifiers = re.findall(r'\sid="([^"]+)"', fragment)
    assert len(identifiers) == len(set(identifiers))


def test_icons_and_shapes_all_stand_in_the_sprite(environment: Environment) -> None:
    sprite = (STATIC / "icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    for template in [*TEMPLATES.glob("parts/*.html"), TEMPLATES / "base.html"]:
        used = re.findall(r'icon\("([a-z-]+)"\)|icon_name="([a-z-]+)"', template.read_text())
        assert {first or second for first, second in used} <= known
    assert {f"state-{state}" for state in STATES} <= known
    assert 'href="/static/icons.svg#eye"' in part(environment, "icon.html", "icon", "eye")


@pytest.mark.parametrize("state", STATES)
def test_a_state_has_a_shape_and_a_word(environment: Environment, state: str) -> None:
    shown = part(environment, "status.html", "status", state, NASTY)
    assert f"#state-{state}" in shown
    assert "&lt;xx&gt;" in shown
    part(environment, "status.html", "status_list", [(state, "word")])


def test_buttons(environment: Environment) -> None:
    assert 'type="submit"' in part(
        environment, "button.html", "button", "Save", name="act", value="0", form="f"
    )
    assert 'value="0"' in part(environment, "button.html", "button", "Save", name="act", value="0")
    assert "second-kind" in part(
        environment, "button.html", "button_link", NASTY, "/x", kind="second", arrow=True
    )
    part(environment, "button.html", "strong_link", "Go", "/x")
    part(environment, "button.html", "link_button", "Go", "act", "1")
    posted = part(environment, "button.html", "post_link", "Cancel the seat", "/cancel", {"seat": NASTY})
    assert 'name="csrf_token" value="token"' in posted
    assert 'method="post"' in posted
    assert "closed-box" in part(environment, "button.html", "closed_box", "Closed on 8 Jan")


class Sample(Form):
    name = StringField(
        "Name", validators=[InputRequired("Please fill this in."), Length(max=40)], description="As printed"
    )
    call_name = StringField("Call name")
    about = TextAreaField("About")
    place = SelectField("Place", choices=choices_of([("", "Please choose"), ("hn", "Hanoi")]))
    safe = RadioField(
        "Safe?", choices=choices_of([("1", "Yes"), ("2", "No")]), validators=[InputRequired("Choose one.")]
    )
    agrees = BooleanField("I agree", validators=[InputRequired("Please agree.")])
    secret = HiddenField()


def wrong() -> Sample:
    form = Sample(MultiDict({"call_name": NASTY, "place": "hn"}))
    assert not form.validate()
    return form


def test_a_field_ties_label_hint_and_error_to_its_control(environment: Environment) -> None:
    shown = part(environment, "field.html", "field", wrong().name, width="middle", autocomplete="name")
    assert 'for="name"' in shown
    assert 'aria-describedby="name-hint name-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'aria-required="true"' in shown
    assert 'autocomplete="name"' in shown
    assert "required</span>" in shown
    assert not re.search(r"\srequired[\s>]", shown), "the server says what is wrong, in its own words"
    assert "maxlength" not in shown, "what is pasted is never cut silently"


def test_a_field_keeps_what_was_typed_and_says_optional(environment: Environment) -> None:
    shown = part(environment, "field.html", "field", wrong().call_name)
    assert 'value="&lt;xx&gt;&#34;&amp;"' in shown
    assert "optional</span>" in shown
    assert "aria-invalid" not in shown
    for name in ("about", "place", "secret"):
        part(environment, "field.html", "field", wrong()[name])


def test_radio_buttons_become_a_choice_group(environment: Environment) -> None:
    shown = part(environment, "field.html", "field", wrong().safe)
    assert shown.count('type="radio"') == 2
    assert "<legend>Safe?" in shown
    assert "Choose one." in shown
    noted = part(environment, "field.html", "choice_group", wrong().safe, notes={"1": "most people"})
    assert "most people" in noted


def test_a_check_box_is_a_row(environment: Environment) -> None:
    shown = part(environment, "field.html", "field", wrong().agrees)
    assert 'aria-describedby="agrees-error"' in shown
    assert "Please agree." in shown


def test_the_error_summary_counts_and_leads_to_the_fields(environment: Environment) -> None:
    form = wrong()
    form.form_errors.append("The fair is full.")
    shown = part(environment, "field.html", "error_summary", form)
    assert "4 things need another look" in shown
    targets = re.findall(r'href="#([^"]+)"', shown)
    assert targets == ["name", "safe-0", "agrees"]
    module: Any = environment.get_template("parts/field.html").module
    page = "".join(str(module.field(one)) for one in form)
    assert all(f'id="{target}"' in page for target in targets)
    assert "The fair is full." in shown


def test_no_summary_without_faults(environment: Environment) -> None:
    assert part(environment, "field.html", "error_summary", Sample()).strip() == ""


@pytest.mark.parametrize("kind", ["note", "must", "careful", "problem", "done", "source", "form_note"])
def test_a_notice_says_its_kind(environment: Environment, kind: str) -> None:
    shown = part(environment, "notice.html", kind, NASTY)
    assert re.search(r'notice-kind">.*<span>\w[\w ]+</span></p>', shown)
    assert "&lt;xx&gt;" in shown
    template = environment.from_string(
        '{% from "parts/notice.html" import '
        + kind
        + " as it %}{% call it(title='T') %}<p>Body</p>{% endcall %}"
    )
    check(template.render())
    assert "<p>Body</p>" in template.render()


def test_the_road_says_every_state_in_words(environment: Environment) -> None:
    steps = [
        {
            "state": state,
            "title": NASTY,
            "when": "today",
            "words": "w",
            "href": "/x",
            "link": "Open",
            "days": "63 days",
        }
        for state in STATES
    ]
    shown = part(environment, "road.html", "road", steps)
    assert "is-level" not in shown, "eight stations stand below each other"
    assert shown.count("<li") == len(STATES)
    assert shown.count('aria-current="step"') == 1
    for word in ("done", "now", "waiting", "planned", "late", "unknown", "does not apply", "held"):
        assert f'visually-hidden">{word}<' in shown
    assert "is-level" in part(environment, "road.html", "road", [{"state": "done", "title": "Fair"}])
    row = part(
        environment,
        "road.html",
        "road_row",
        [{"state": state, "mark": "3"} for state in STATES],
        "Follow-ups",
    )
    assert row.count("<li") == len(STATES)


def test_a_table_folds_with_its_column_names(environment: Environment) -> None:
    template = environment.from_string(
        """{% from "parts/table.html" import table, row_head, cell, paging %}
        {% set columns = [{"label": "Name"}, {"label": "Seats", "number": true, "sort_url": "?s", "sorted": "ascending"}, {"label": "Act", "hidden": true}] %}
        {% call table(columns, caption="Fairs") %}<tr>{{ row_head(name, "/x") }}{{ cell(columns[1], 3) }}{% call cell(columns[2]) %}<a href="/y">Open</a>{% endcall %}</tr>{% endcall %}
        {{ paging(next_url="?after=x") }}"""
    )
    shown = template.render(name=NASTY)
    check(shown)
    assert 'data-label="Seats"' in shown
    assert 'aria-sort="ascending"' in shown
    assert 'scope="row"' in shown
    assert "Next page" in shown
    assert part(environment, "table.html", "paging").strip() == ""


def test_rulers_and_dimensions(environment: Environment) -> None:
    entries = [
        {"venue_time": "08:30", "reader_time": "10:30", "title": NASTY, "words": "w", "href": "/x"},
        {"venue_time": "11:30", "reader_time": "13:30", "title": "Lunch", "state": "closed"},
    ]
    shown = part(environment, "ruler.html", "two_edged_ruler", entries, "Vietnam", "Japan")
    assert "10:30" in shown
    assert "is-closed" in shown
    assert "10:30" not in part(environment, "ruler.html", "two_edged_ruler", entries, "Japan")
    day = [{"time": "12:30", "other_time": "14:30", "title": "Ánh", "state": "changed"}]
    assert "14:30" in part(environment, "ruler.html", "day_ruler", day, "Vietnam", "Japan")
    assert "is-uncertain" in part(environment, "dimension.html", "dimension", "63 days", uncertain=True)
    part(environment, "dimension.html", "dimensions", [{"words": "63 days", "title": NASTY, "more": "m"}])


def test_title_block_empty_and_next_step(environment: Environment) -> None:
    cells = [("Who", NASTY, "wide"), None, ("As of", "2027")]
    shown = part(environment, "title_block.html", "title_block", cells)
    assert shown.count("<dt>") == 2
    part(environment, "title_block.html", "title_cell", "/x", "日本語", "ja")
    assert "<a" not in part(environment, "empty.html", "empty", "None yet", "They come in May.")
    part(environment, "empty.html", "empty", "None yet", "They come in May.", "/x", "Look")
    step = part(environment, "next_step.html", "next_step", NASTY, "why", href="/x", act="Answer")
    assert step.count('class="button"') == 1
    template = environment.from_string(
        '{% from "parts/next_step.html" import next_step, panel %}{% call next_step("T") %}<p>b</p>{% endcall %}'
        '{% call panel("P") %}<p>c</p>{% endcall %}'
    )
    check(template.render())


def test_a_person_with_one_name_has_one_name(environment: Environment) -> None:
    shown = part(
        environment, "person.html", "person", "チャン", "Trần", first_lang="ja", other_lang="vi", href="/x"
    )
    assert 'lang="vi"' in shown
    assert "person-other" not in part(environment, "person.html", "person", "Rahmat", "Rahmat")


def test_two_clocks_are_one_when_they_agree(environment: Environment) -> None:
    shown = part(environment, "two_clock.html", "two_clock", clocks(), clocks())
    assert "08:30–08:30" in shown
    assert shown.index("Vietnam") < shown.index("Japan")
    assert "Japan" not in part(environment, "two_clock.html", "two_clock", clocks(same=True))
    assert "Japan, 17 Jan" in part(environment, "two_clock.html", "two_clock", clocks(same_day=False))
    sentence = part(environment, "two_clock.html", "two_clock_sentence", clocks(same_day=False), day=True)
    assert "Saturday 16 January 2027" in sentence
    assert "08:30 Vietnam (10:30 Japan, 17 Jan)" in sentence


@pytest.mark.parametrize("utc_day", [15, 16, 17])
def test_the_date_block_shows_the_day_at_the_venue(environment: Environment, utc_day: int) -> None:
    instant = datetime(2027, 1, utc_day, 12, 0, tzinfo=UTC)
    shown = part(environment, "two_clock.html", "date_block", instant, clocks())
    assert '<span class="day">16</span>' in shown
    assert shown.count('class="day"') == 1


def test_a_month_reads_in_its_language_whichever_was_read_before(environment: Environment) -> None:
    """Babel's names that stand alone are those of the language loaded before, for languages that have none of their own."""
    instant = datetime(2027, 1, 16, 12, 0, tzinfo=UTC)
    months = []
    for language in ("ja", "id", "vi"):
        reading = environment.overlay()
        reading.filters = environment.filters | {"dateformat": partial(format_date, locale=language)}
        shown = part(reading, "two_clock.html", "date_block", instant, clocks(), plain=True)
        months.append(re.findall(r"<span>(.*?)</span>", shown)[0])
    assert months == ["1月", "Januari", "Tháng 1"]


def test_languages_are_links_or_buttons_of_the_form(environment: Environment) -> None:
    source = '{% from "parts/language_menu.html" import language_menu with context %}{{ language_menu() }}'
    links = environment.from_string(source).render(**page_context())
    check(links)
    assert re.findall(r'href="/(\w\w)/here"', links) == ["ja", "en", "id", "vi"]
    assert links.count('aria-current="true"') == 1
    buttons = environment.from_string(source).render(**page_context(switch_form_id="profile-form"))
    check(buttons)
    assert re.findall(
        r'form="profile-form" formaction="[^"]+" name="switch_language" value="(\w\w)" formnovalidate',
        buttons,
    ) == [
        "ja",
        "en",
        "id",
        "vi",
    ]


def test_tabs_progress_and_dots(environment: Environment) -> None:
    links = [
        {"label": NASTY, "href": "/x", "current": True, "count": 0},
        {"label": "B", "href": "/y", "current": False},
    ]
    shown = part(environment, "tabs.html", "tabs", links, "Views")
    assert shown.count('aria-current="page"') == 1
    bar = part(environment, "progress.html", "progress", "Question 4 of 14", 4, 14, "4 minutes")
    assert (bar.count("<rect"), bar.count("is-done"), bar.count("is-here")) == (14, 3, 1)
    dots = part(environment, "progress.html", "dots", 18, 20)
    assert (dots.count("<circle"), dots.count("is-done")) == (20, 18)


def test_should_and_is_speaks_up_when_the_sum_does_not_close(environment: Environment) -> None:
    parts = [
        {"state": "done", "words": "sent", "count": 14},
        {"state": "late", "words": "not sent", "count": 2},
    ]
    shown = part(environment, "should_is.html", "should_is", "Planned", "Done", parts, expected=16)
    assert "14 + 2 = 16" in shown
    assert "does not close" not in shown
    assert "18 should be there, 16 are" in part(
        environment, "should_is.html", "should_is", "Planned", "Done", parts, expected=18
    )
    part(environment, "should_is.html", "should_is", "Planned", "Done", [])


def test_the_timetable_says_changed_and_conflict_in_words(environment: Environment) -> None:
    cells = [
        {"state": "pinned", "who": "Ánh", "words": "M12", "word": "fixed", "href": "/x"},
        {"state": "changed", "who": NASTY, "word": "changed"},
        {"state": "conflict", "who": "Huy", "word": "conflict"},
        {"state": "closed", "word": "lunch"},
        {"who": "Nam"},
    ]
    rows = [{"title": "旭川", "words": "1", "cells": cells}]
    slots = [{"time": f"1{hour}:00", "other_time": "Japan"} for hour in range(5)]
    shown = part(environment, "timetable.html", "timetable", slots, rows, "Here", "There")
    for word in ("changed", "conflict", "lunch", "fixed"):
        assert f">{word}</span>" in shown
    part(environment, "timetable.html", "timetable_key", [("pinned", "fixed")])


def test_rows_of_facts_sums_and_checks(environment: Environment) -> None:
    rows = [("Hours", NASTY, "rest"), ("Nothing", None), ("Empty", "")]
    assert part(environment, "definition.html", "definition", rows).count("<dt>") == 1
    assert "total" in part(environment, "definition.html", "sum_rows", [("Gross", "¥1")], ("Left", "¥1"))
    items = [{"state": state, "words": "Passport", "more": "m"} for state in ("done", "open", "todo")]
    shown = part(environment, "definition.html", "checklist", items)
    assert all(word in shown for word in ("done:", "still open:", "to do:"))
    part(environment, "readers.html", "readers", "Who?", [{"icon": "eye", "title": "You", "words": NASTY}])


def test_mail_parts(environment: Environment) -> None:
    assert 'href="https://x.example"' in part(
        environment, "mail.html", "mail_button", "Open", "https://x.example"
    )
    part(environment, "mail.html", "mail_address", "https://x.example")
    part(environment, "mail.html", "mail_rows", [("Who reads it", NASTY), ("By", "today", "small")])
    assert "10:30 Japan, 17 Jan" in part(environment, "mail.html", "mail_clocks", clocks(same_day=False))
    assert "Who: you" in part(environment, "mail.html", "text_rows", [("Who", "you")])
    assert "/ 10:30 Japan" in part(environment, "mail.html", "text_clocks", clocks())


@pytest.mark.parametrize(("kind", "most"), [("five", 12_000), ("start", 6_000), ("two", 6_000)])
def test_the_bridge_is_light(environment: Environment, kind: str, most: int) -> None:
    shown = part(environment, "bridge.html", "bridge", kind, here=0)
    assert len(shown) < most
    assert shown.count("is-here") == 1
    assert "is-here" not in part(environment, "bridge.html", "bridge", kind)


def test_the_base_page(environment: Environment) -> None:
    child = environment.from_string(
        '{% extends "base.html" %}{% block title %}Fairs{% endblock %}{% block content %}<h1>Fairs</h1>{% endblock %}'
    )
    shown = child.render(**page_context())
    check(shown)
    assert "<title>Fairs | Kakehashi</title>" in shown
    assert '<html lang="vi">' in shown
    assert 'hreflang="ja" href="https://kakehashi.example/ja/"' in shown
    assert shown.index('href="#main"') < shown.index("<header")
    assert shown.count('aria-current="page"') == 2, "in the header and in the menu at the page's end"
    assert "Free placement office." in shown
    assert "Error: Fairs" in re.sub(r"\s+", " ", child.render(**page_context(form=wrong())))
    assert "かけはし" in child.render(**page_context(language="ja"))
    signed_in = Visitor(via=Via.SIGN_IN, display_name=NASTY)
    assert "Sign in" not in child.render(**page_context(visitor=signed_in))


def test_a_page_may_name_its_form_itself(environment: Environment) -> None:
    child = environment.from_string(
        '{% extends "base.html" %}{% set switch_form_id = "own-form" %}{% block content %}{% endblock %}'
    )
    assert 'form="own-form"' in child.render(**page_context())


def test_a_survey_has_no_way_out_but_its_own(environment: Environment) -> None:
    child = environment.from_string(
        '{% extends "survey_base.html" %}{% block content %}<h1>Q</h1>{% endblock %}'
    )
    shown = child.render(**page_context())
    check(shown)
    assert "main-nav" not in shown
    assert "Sign in" not in shown
    assert "#menu" not in shown
    assert "language-menu" in shown


def home(environment: Environment, **changes: Any) -> str:
    fair = SimpleNamespace(
        slug="hanoi", title=NASTY, starts_at=datetime(2027, 1, 16, 1, 30, tzinfo=UTC), zone="Asia/Ho_Chi_Minh",
        place="Hanoi", seats_left=1, sign_up_until=None, title_language="en",
    )  # fmt: skip
    figure = SimpleNamespace(
        sentence="18 of 20",
        people=20,
        interval="70–99%",
        as_of=datetime(2026, 12, 31, tzinfo=UTC),
        definition="same",
        source_url="/s",
    )
    context = page_context(
        **{
            "fairs": [fair],
            "figure": figure,
            "address": "/here{}".format,
            "countries": [("VN", NASTY)],
            **changes,
        }
    )
    shown = environment.get_template("dashboards/home.html").render(**context)
    check(shown)
    return shown


@pytest.mark.parametrize(
    ("language", "act"),
    [("ja", "Register a company"), ("vi", "next fair"), ("id", "next fair"), ("en", "next fair")],
)
def test_home_has_one_filled_button_for_its_likely_reader(
    environment: Environment, language: str, act: str
) -> None:
    shown = home(environment, language=language)
    (filled,) = re.findall(r'<a class="button"[^>]*>([^<]+)', shown)
    assert act in filled


def test_home_without_fairs_and_figure_says_what_comes(environment: Environment) -> None:
    shown = home(environment, fairs=[], figure=None)
    assert "No fair is announced yet" in shown
    assert "title-block" not in shown


def test_a_mail_says_its_matter_and_keeps_its_plain_twin(environment: Environment) -> None:
    for base in ("mail_base.html", "mail_base.txt"):
        child = environment.from_string(
            '{% extends "'
            + base
            + '" %}{% block title %}One month{% endblock %}{% block body %}Hello{% endblock %}'
        )
        shown = child.render(**page_context(fewer_url="https://kakehashi.example/f"))
        assert "One month" in shown
        assert "https://kakehashi.example/f" in shown
        assert "https://kakehashi.example/vi/help" in shown
        if base.endswith("html"):
            check(shown)


def test_sheets_use_roles_only() -> None:
    """Colours stand in tokens.css (and mail.css, since mail programs know no variables); nowhere else."""
    for name in ("base.css", "parts.css"):
        sheet = (STATIC / "css" / name).read_text()
        colours = set(re.findall(r"#[0-9a-f]{3,6}\b", re.sub(r'url\("[^"]*"\)', "", sheet)))
        assert colours <= {"#000", "#fff", "#cfe3e6", "#7fb3bb", "#003741"}
        assert "@import" not in sheet
        assert "http" not in sheet.replace("http://www.w3.org/2000/svg", "")
        tokens = (STATIC / "css" / "tokens.css").read_text()
        used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet))
        assert used - {"--bridge-ground"} <= set(re.findall(r"(--[a-z0-9-]+):", tokens))


def test_charts_go_into_a_page_as_they_are() -> None:
    drawn = charts.small_bars(chart_id="b", title=NASTY, description="d", bars=[charts.Bar(NASTY, 1, "1")])
    check(str(Markup("<div>{}</div>").format(drawn)))


def test_words_that_wait_for_their_reader_are_escaped(environment: Environment) -> None:
    shown = environment.from_string("<p>{{ words }}</p>").render(words=lazy_gettext("%(typed)s", typed=NASTY))
    assert NASTY not in shown
    assert "<script" not in shown
