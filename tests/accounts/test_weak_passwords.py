"""Which passwords are refused, and that one password is one however a device writes its letters."""

import unicodedata

import pytest

from recruit.accounts import passwords
from recruit.accounts.passwords import as_kept
from recruit.accounts.rules import AccountRefusal
from recruit.accounts.weak_passwords import why_not_password

OWN = ("nguyen.van.duc@student.hust.edu.vn", "Nguyễn Văn Đức", "Kensetsu Kakehashi", "建設かけはし")
SHORT, COMMON, LIKE_OWN = (
    AccountRefusal.PASSWORD_TOO_SHORT,
    AccountRefusal.PASSWORD_TOO_COMMON,
    AccountRefusal.PASSWORD_LIKE_OWN,
)
# Ten characters once the letters are put together, and more before.
VOWELS = unicodedata.normalize("NFD", "ầẩẫấậ")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short-one", SHORT),
        (VOWELS, SHORT),
        ("Password123", COMMON),
        # Far down in the list, and with marks around.
        ("MailCreated5240", COMMON),
        ("basketball!!2026", COMMON),
        ("Matkhau@2026", COMMON),
        ("aaaaaaaaaaaa", COMMON),
        ("abcdefghijkl", COMMON),
        ("9876543210", COMMON),
        ("nguyenvanduc2026!", LIKE_OWN),
        ("Đức.Nguyễn.1999", LIKE_OWN),
        ("nguyen.van.duc@student.hust.edu.vn", LIKE_OWN),
        ("kakehashi-2026", LIKE_OWN),
        ("建設かけはし2026年度", LIKE_OWN),
        ("demo-password", None),
        ("nguyen likes old bridges", None),
        ("コンクリートと鉄骨の橋", None),
        ("cầu dây văng sông Hàn", None),
    ],
)
def test_passwords_that_are_easy_to_guess_are_refused(password: str, why: AccountRefusal | None) -> None:
    assert why_not_password(password, own=OWN) is why


def test_a_password_is_one_however_its_letters_are_written() -> None:
    composed = "cầu dây văng sông Hàn"
    taken_apart = unicodedata.normalize("NFD", composed)
    assert composed != taken_apart
    assert passwords.matches(taken_apart, passwords.hash_of(composed))
    assert passwords.matches(composed, passwords.hash_of(taken_apart))
    # Kept before there was one form.
    before = passwords._hashing.context.hash(taken_apart)
    assert passwords.matches(taken_apart, before)
    assert not passwords.matches(as_kept("another " + taken_apart), before)


def test_the_name_of_whoever_registers_is_no_password(db, client):
    answer = client.post(
        "/vi/account/register?kind=student",
        data={
            "name": "Trần Minh Hoàng",
            "email": "a@b.example",
            "password": "tranminhhoang99",
            "agrees": "y",
        },
    )
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.get_data(as_text=True)
