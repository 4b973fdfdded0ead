"""The catalogues: what is found, what is put in, what does not fit."""

import gettext
import json

from babel.messages.catalog import Catalog
import pytest

from recruit.commands import catalogues
from recruit.commands.catalogues import key_of, messages_of, misfits, problems_of, pseudo_words


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Catalogues of a tiny program with one message of each form."""
    template = Catalog(charset="utf-8", fuzzy=False)
    template.add("Sign in")
    template.add("Dear %(name)s, <b>hello</b>", flags=["python-format"])
    template.add(("%(num)d person", "%(num)d people"), flags=["python-format"])
    template.add("Open", context="state")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogues, "TEMPLATE", tmp_path / "messages.pot")
    monkeypatch.setattr(catalogues, "extracted", lambda: template)
    return tmp_path


WORDS = {
    "Sign in": {"ja": "サインイン", "id": "Masuk", "vi": "Đăng nhập"},
    "Dear %(name)s, <b>hello</b>": {
        "ja": "%(name)s さん、<b>こんにちは</b>",
        "id": "<b>Halo</b> %(name)s",
        "vi": "<b>Chào</b> %(name)s",
    },
    "%(num)d person": {"ja": "%(num)d人", "id": "%(num)d orang", "vi": "%(num)d người"},
    "state::Open": {"ja": "受付中", "id": "Dibuka", "vi": "Đang mở"},
}


def _put_in(folder, words):
    catalogues.TEMPLATE.write_bytes(catalogues.written(catalogues.extracted()))
    catalogues.update(catalogues.extracted())
    file = folder / "room.json"
    file.write_text(json.dumps(words), encoding="utf-8")
    return catalogues.fill([file])


def test_whole_catalogues_have_no_problems(folder):
    filled = _put_in(folder, WORDS)
    assert (filled.put_in, filled.unknown, filled.contradictions) == (12, [], [])
    assert catalogues.problems() == []


def test_every_language_has_one_plural_form(folder):
    _put_in(folder, WORDS)
    for language, expected in (("ja", "%(num)d人"), ("id", "%(num)d orang"), ("vi", "%(num)d người")):
        text = catalogues.path_of(language).read_text(encoding="utf-8")
        assert "nplurals=1; plural=0;" in text
        assert f'msgstr[0] "{expected}"' in text
        assert "msgstr[1]" not in text


def test_files_say_nothing_that_changes_by_itself(folder):
    _put_in(folder, WORDS)
    before = {path: path.read_bytes() for path in folder.rglob("*.po*")}
    assert len(before) == 4
    _put_in(folder, WORDS)
    assert {path: path.read_bytes() for path in folder.rglob("*.po*")} == before
    assert not any(b"Date" in content or b"#: " in content for content in before.values())


def test_what_left_the_sources_leaves_the_catalogues(folder, monkeypatch):
    _put_in(folder, WORDS)
    smaller = Catalog(charset="utf-8", fuzzy=False)
    smaller.add("Sign in")
    monkeypatch.setattr(catalogues, "extracted", lambda: smaller)
    assert any("messages.pot is behind" in problem for problem in catalogues.problems())
    assert any("no longer in the sources" in problem for problem in catalogues.problems())
    catalogues.TEMPLATE.write_bytes(catalogues.written(smaller))
    assert catalogues.update(smaller) == {"ja": 0, "id": 0, "vi": 0}
    assert catalogues.problems() == []
    assert "Open" not in catalogues.path_of("ja").read_text()


def test_new_messages_keep_the_old_translations(folder):
    _put_in(folder, WORDS)
    catalogues.extracted().add("Sign out")
    assert catalogues.update(catalogues.extracted()) == {"ja": 1, "id": 1, "vi": 1}
    assert 'msgstr "サインイン"' in catalogues.path_of("ja").read_text()


def test_what_nobody_asked_for_and_what_contradicts_is_named(folder):
    first, second = folder / "a.json", folder / "b.json"
    catalogues.update(catalogues.extracted())
    first.write_text(json.dumps({"Sign in": {"ja": "ログイン"}, "Nowhere": {"ja": "x"}}))
    second.write_text(json.dumps({"Sign in": {"ja": "サインイン"}}))
    filled = catalogues.fill([first, second])
    assert filled.unknown == ["Nowhere"]
    assert len(filled.contradictions) == 1
    assert "b.json" in filled.contradictions[0]


def test_a_missing_translation_is_named_for_its_language(folder):
    words = {**WORDS, "Sign in": {"ja": "サインイン", "id": "Masuk"}}
    _put_in(folder, words)
    assert catalogues.problems() == ["vi: “Sign in” has no translation"]


def test_a_fuzzy_or_two_formed_catalogue_is_a_problem(folder):
    _put_in(folder, WORDS)
    catalogue = catalogues.read(catalogues.path_of("ja"), "ja")
    wanted = {key_of(message): message for message in messages_of(catalogues.extracted())}
    assert problems_of(catalogue, wanted) == []
    catalogue["Sign in"].flags.add("fuzzy")
    catalogue._num_plurals = 2
    assert [problem.partition(" says")[0] for problem in problems_of(catalogue, wanted)] == [
        "Plural-Forms",
        "“Sign in” is fuzzy",
    ]


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ("<b>Halo</b>", "placeholders"),
        ("<b>Halo</b> %(nama)s", "placeholders"),
        ("<b>Halo %(name)s", "tags"),
        ("<i>Halo</i> %(name)s", "tags"),
        ("<b>Halo</b> %(name)s 100 %", "lone"),
        ("<b>Halo</b> %(name)s", None),
        ("%(name)s <b>Halo</b> %(name)s", None),
    ],
)
def test_what_does_not_fit_is_found(translation, problem):
    catalogue = Catalog(charset="utf-8")
    message = catalogue.add("Dear %(name)s, <b>hello</b>", translation, flags=["python-format"])
    found = misfits(message)
    assert bool(found) is (problem is not None)
    assert problem is None or problem in found[0]


@pytest.mark.parametrize(("source", "fits"), [("95 percent of them", False), ("Interval: 95%", True)])
def test_a_template_is_not_stopped_by_a_sign_that_the_source_writes_in_words(source, fits):
    assert (misfits(Catalog(charset="utf-8").add(source, "95%の人")) == []) is fits


def test_the_singular_may_say_one_in_words():
    catalogue = Catalog(locale="ja")
    message = catalogue.add(("one day", "%(num)d days"), ("%(num)d日",), flags=["python-format"])
    assert misfits(message) == []


def test_the_sources_are_read_with_contexts_plurals_and_trimmed_blocks():
    found = {key_of(message): message for message in messages_of(catalogues.extracted())}
    assert ("", "Every mail that this service has sent, is about to send, or decided not to send.") in found
    assert ("item", "done:") in found
    late = found[
        "",
        "%(num)d mail should have gone more than 15 minutes ago. Please check the worker and the mail server.",
    ]
    assert isinstance(late.id, tuple)
    assert ("", "This field is required.") in found
    assert not any("\n" in single for _context, single in found)


def test_pseudo_words_keep_what_machines_read():
    words = pseudo_words('Read <a href="%(url)s">page</a> &amp; https://x.example {x} %(n).1f %%')
    assert words == '⟦Réád <a href="%(url)s">págé</a> &amp; https://x.example {x} %(n).1f %%⟧'


def test_the_pseudo_language_leaves_the_messages_it_is_made_of_as_they_are(folder, tmp_path):
    given = catalogues.extracted()
    before = catalogues.written(given)
    catalogues.write_pseudo(tmp_path / "pseudo", given)
    assert catalogues.written(given) == before


def test_the_pseudo_language_can_be_loaded(folder, tmp_path):
    assert catalogues.write_pseudo(tmp_path / "pseudo") == 4
    words = gettext.translation("messages", tmp_path / "pseudo", ["eo"])
    assert words.gettext("Sign in") == "⟦Sîgñ îñ⟧"
    assert words.pgettext("state", "Open") == "⟦Öpéñ⟧"
    assert words.ngettext("%(num)d person", "%(num)d people", 2) == "⟦%(num)d péóplé⟧"
