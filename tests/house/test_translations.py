"""The catalogues: fresh, complete, with the placeholders of the sources."""

from babel.messages.catalog import Catalog

from recruit.commands import catalogues


def test_every_message_is_there_in_every_language(source_messages: Catalog) -> None:
    found = catalogues.problems(source_messages)
    assert not found, f"{len(found)} problems:\n" + "\n".join(found[:60])


def test_the_check_sees_what_is_wrong() -> None:
    # The check itself is checked: a lost placeholder, a lost tag, an empty text and a stale message are found.
    template = catalogues.Catalog(locale="vi", charset="utf-8", fuzzy=False)
    for text in ("%(count)s people", "<b>Now</b>", "Later", "Fine %(x)s"):
        template.add(text)
    wanted = {catalogues.key_of(message): message for message in catalogues.messages_of(template)}
    catalogue = catalogues.Catalog(locale="vi", charset="utf-8", fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    catalogue.add("%(count)s people", "người")
    catalogue.add("<b>Now</b>", "Bây giờ")
    catalogue.add("Later", "")
    catalogue.add("Fine %(x)s", "Tốt %(x)s")
    catalogue.add("Long ago", "Ngày xưa")
    found = "\n".join(catalogues.problems_of(catalogue, wanted))
    assert "placeholders are none" in found
    assert "tags are none" in found
    assert "“Later” has no translation" in found
    assert "“Long ago” is no longer in the sources" in found
    assert "Fine" not in found
