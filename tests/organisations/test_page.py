"""A company's page: texts by language, pictures, and the list of what is missing."""

import io
import re

from PIL import Image
import pytest

from recruit.core.db import session, writing
from recruit.core.models import StoredFile
from recruit.organisations import queries
from recruit.organisations.models import OrganisationPicture
from recruit.organisations.rules import MOST_PICTURES, OrganisationState, Rights
from tests import people
from tests.factories.organisations import join, make_company
from tests.organisations.test_views import APPLICATION

WORDS = {"words_ja": "橋の下の技術者", "words_vi": "Kỹ sư dưới chân cầu"}


def a_picture(size=(3200, 2400)):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, "JPEG")
    return out.getvalue()


def send(browser, content, name="site.jpg", **words):
    data = {"file": (io.BytesIO(content), name), **(words or WORDS)}
    return browser.post("/ja/company/page/pictures/new", data=data, content_type="multipart/form-data")


@pytest.fixture
def company(app):
    return make_company(state=OrganisationState.APPLIED, about={"ja": "橋をつくります。"})


@pytest.fixture
def owner(client, company):
    user = people.company_member()
    join(user, company)
    return people.sign_in(client, user)


def test_a_page_is_written_language_by_language(app, owner, company):
    typed = {"about": "Chúng tôi xây cầu.", "housing": "Phòng riêng."}
    assert owner.post("/vi/company/page/vi", data=typed).status_code == 303
    look = owner.get("/vi/company/page/look").text
    assert "Chúng tôi xây cầu." in look
    assert "Phòng riêng." in look
    assert '<div class="prose" lang="ja">' in owner.get("/id/company/page/look").text
    assert owner.get("/vi/company/page/xx").status_code == 404
    # Nobody else sees it before the company is approved.
    assert app.test_client().get(f"/vi/companies/{company.slug}").status_code == 404


def seen_on(page):
    return re.findall(r'name="seen" type="hidden" value="([^"]+)"', page)[0]


@pytest.mark.parametrize(
    ("address", "field", "others"),
    [("page/vi", "about", {"page/vi", "page/ja"}), ("profile", "address", {"profile"})],
)
def test_who_saves_later_overwrites_nothing_unseen(owner, company, address, field, others):
    """The translation is written beside the Japanese: when that changes, whoever writes is told too."""
    for number, other in enumerate(sorted(others)):
        old = seen_on(owner.get(f"/en/company/{address}").text)
        theirs = {**APPLICATION, field: f"Theirs {number}"}
        assert owner.post(f"/en/company/{other}", data=theirs).status_code == 303
        mine = {**APPLICATION, field: f"Mine {number}", "seen": old}
        late = owner.post(f"/en/company/{address}", data=mine)
        assert late.status_code == 422
        assert f"Mine {number}" in late.text
        assert "has changed this since you opened the page" in late.text
        assert f"Theirs {number}" in owner.get(f"/en/company/{other}").text
        again = mine | {"seen": seen_on(late.text)}
        assert owner.post(f"/en/company/{address}", data=again).status_code == 303
        assert f"Mine {number}" in owner.get(f"/en/company/{address}").text


def test_a_picture_is_written_anew_shown_and_taken_off(app, owner, company):
    assert send(owner, a_picture()).status_code == 303
    (picture,) = queries.pictures_of(company)
    assert (picture.width, picture.height) == (1600, 1200)
    own = owner.get(f"/ja/company/page/pictures/{picture.public_id}/file")
    assert own.content_type == "image/jpeg"
    public, stranger = f"/vi/companies/{company.slug}", app.test_client()
    address = f"{public}/pictures/{picture.public_id}"
    assert stranger.get(address).status_code == 404
    with writing():
        company.state = OrganisationState.APPROVED
    assert stranger.get(address).status_code == 200
    assert 'alt="Kỹ sư dưới chân cầu"' in stranger.get(public).text
    assert 'alt="橋の下の技術者" lang="ja"' in stranger.get(public.replace("/vi/", "/id/")).text
    assert owner.post(f"/ja/company/page/pictures/{picture.public_id}/take-off").status_code == 303
    assert session().query(StoredFile).count() == 0
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "words", "field"),
    [
        (b"%PDF-1.7 nothing", "site.jpg", {}, "file"),
        (b"", "site.jpg", {}, "file"),
        (a_picture((8, 8)), "site.jpg", {"words_vi": "Cầu"}, "words_ja"),
    ],
)
def test_what_is_no_picture_or_says_nothing_is_refused_beside_its_field(
    owner, company, content, name, words, field
):
    answer = send(owner, content, name, **words)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert queries.pictures_of(company) == []


def test_there_are_only_so_many_pictures(owner, company):
    for _ in range(MOST_PICTURES):
        assert send(owner, a_picture((8, 8))).status_code == 303
    assert send(owner, a_picture((8, 8))).status_code == 422
    assert len(queries.pictures_of(company)) == MOST_PICTURES


def test_strangers_and_viewers_change_nothing(app, owner, company):
    send(owner, a_picture((8, 8)))
    (picture,) = queries.pictures_of(company)
    here = f"/ja/company/page/pictures/{picture.public_id}"
    other, viewer = people.other_company_member(), people.company_viewer()
    join(other, make_company("株式会社他所建設"))
    join(viewer, company, Rights.VIEWER)
    browser = people.sign_in(app.test_client(), other)
    assert {browser.get(here).status_code, browser.get(f"{here}/file").status_code} == {404}
    assert browser.post(f"{here}/take-off").status_code == 404
    browser = people.sign_in(app.test_client(), viewer)
    assert browser.get("/ja/company/page").status_code == 200
    assert browser.get(f"{here}/file").status_code == 200
    assert browser.post(f"{here}/take-off").status_code == 403
    assert browser.post("/ja/company/page/vi", data={"about": "x"}).status_code == 403
    assert session().query(OrganisationPicture).count() == 1


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_the_list_before_the_first_position_has_one_button(owner, language):
    page = owner.get(f"/{language}/company/ready").text
    assert page.count('class="button"') == 1
    assert f"/{language}/company/profile#trades" in page
