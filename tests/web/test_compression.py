import gzip


def test_pages_for_everybody_are_sent_small(client):
    plain = client.get("/ja/account/sign-in", headers={"Accept-Encoding": ""})
    small = client.get("/ja/account/sign-in", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(plain.data) / 2
    assert b"<h1" in gzip.decompress(small.data)
    assert "Content-Encoding" not in plain.headers


def test_style_sheets_are_sent_small_and_whole(client):
    with client.get("/static/css/base.css") as plain:
        whole = plain.data
    with client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip"}) as small:
        assert gzip.decompress(small.data) == whole


def test_what_was_typed_into_the_address_is_not_compressed(client):
    page = client.get("/ja/account/sign-in?next=/ja/x", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in page.headers
