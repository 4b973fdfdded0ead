"""Encryption at rest for what must not leak with a copied database or disk: free answers, case notes, files."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_keys: list[MultiFernet] = []
_newest: list[Fernet] = []
_names: list[str] = []
# How everything begins that these keys sealed.
_BEGINNING = b"gAAAA"


def key_from(secret: str) -> str:
    """A key derived from the secret key, for installations that set none of their own."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"recruit vault\x00" + secret.encode()).digest()).decode()


def install(keys: list[str]) -> None:
    """Set the keys, newest first: the first one seals, all of them open. Called once, when the house is built."""
    _keys[:] = [MultiFernet([Fernet(key) for key in keys])]
    _newest[:] = [Fernet(keys[0])]
    _names[:] = [hashlib.sha256(b"recruit key\x00" + keys[0].encode()).hexdigest()[:12]]


def newest_key() -> str:
    """A name of the key that seals, from which the key cannot be found."""
    return _names[0]


def seal(words: str) -> bytes:
    """Encrypt; the result holds its own time and check."""
    return _keys[0].encrypt(words.encode())


def unseal(sealed: bytes | None) -> str:
    """The words again. Raises ValueError where no installed key fits."""
    return unseal_bytes(sealed).decode() if sealed else ""


def seal_bytes(content: bytes) -> bytes:
    """Encrypt a file."""
    return _keys[0].encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """The file again. Raises ValueError where no installed key fits."""
    try:
        return _keys[0].decrypt(bytes(sealed))
    except InvalidToken as error:
        raise ValueError("sealed with a key that is not installed") from error


def needs_resealing(sealed: bytes) -> bool:
    """Whether an older key sealed this. What was never sealed needs nothing."""
    if not bytes(sealed).startswith(_BEGINNING):
        return False
    try:
        _newest[0].decrypt(bytes(sealed))
    except InvalidToken:
        return True
    return False


def reseal(sealed: bytes) -> bytes:
    """The same, sealed with the newest key; when it was first sealed stays in it. Raises ValueError where no installed key fits."""
    try:
        return _keys[0].rotate(bytes(sealed))
    except InvalidToken as error:
        raise ValueError("sealed with a key that is not installed") from error
