"""The links of the header: which of them a page belongs to."""

import pytest

from recruit.dashboards.links import FOR_COMPANIES, FOR_STUDENTS, FOR_UNIVERSITIES, MOST_LINKS, current_link
from recruit.dashboards.trail_changes import Change, change_words


def hrefs(links, language):
    return [f"/{language}{path}" for _label, path in links]


@pytest.mark.parametrize(
    ("links", "page", "current"),
    [
        (FOR_STUDENTS, "/me", "/me"),
        (FOR_STUDENTS, "/me/profile/studies", "/me/profile"),
        (FOR_STUDENTS, "/me/papers", "/me/profile"),
        (FOR_STUDENTS, "/me/documents/abc", "/me/profile"),
        (FOR_STUDENTS, "/me/name-recording", "/me/profile"),
        (FOR_STUDENTS, "/me/privacy", None),
        (FOR_STUDENTS, "/positions/some-slug", "/positions"),
        (FOR_STUDENTS, "/handbook/first-weeks/1", "/handbook/"),
        (FOR_UNIVERSITIES, "/university/", "/university/"),
        (FOR_UNIVERSITIES, "/university/lists/abc", "/university/students"),
        (FOR_UNIVERSITIES, "/university/invite", "/university/students"),
        (FOR_UNIVERSITIES, "/university/confirmations", "/university/students"),
        (FOR_UNIVERSITIES, "/university/members", None),
        (FOR_COMPANIES, "/company/students/abc", "/company/students"),
        (FOR_COMPANIES, "/company/profile", None),
        (FOR_COMPANIES, "/company/positions-of-others", None),
    ],
)
@pytest.mark.parametrize("language", ["ja", "vi"])
def test_a_page_is_marked_at_what_it_belongs_to(links, page, current, language):
    assert len(links) <= MOST_LINKS
    found = current_link(hrefs(links, language), f"/{language}{page}")
    assert found == (f"/{language}{current}" if current else None)


@pytest.mark.parametrize(
    ("action", "change", "words", "is_translated"),
    [
        ("organisation_moved", "applied → asked_back", "承認待ち → 追加の情報を依頼中", True),
        ("organisation_checked", "telephone passed", "電話確認 確認済み", True),
        ("organisation_moved", "applied → dissolved", "承認待ち → dissolved", False),
        ("no_such_action", "applied", "applied", False),
        ("people_merged", "with AbcD-efgh_ijklmnopqrst", "with AbcD-efgh_ijklmnopqrst", False),
        ("fair.set_up", "", "", True),
    ],
)
def test_the_trail_says_changes_in_the_readers_words(app, action, change, words, is_translated):
    with app.test_request_context("/ja/"):
        found = change_words(action, change)
    assert found == Change(words, is_translated)
