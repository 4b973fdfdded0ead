"""Encryption at rest for words that must not leak with a copied database: free answers, case notes."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_keys: list[MultiFernet] = []


def key_from(secret: str) -> str:
    """A key derived from the secret key, for installations that set none of their own."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"recruit vault\x00" + secret.encode()).digest()).decode()


def install(keys: list[str]) -> None:
    """Set the keys, newest first: the first one seals, all of them open. Called once, when the house is built."""
    _keys[:] = [MultiFernet([Fernet(key) for key in keys])]


def seal(words: str) -> bytes:
    """Encrypt; the result holds its own time and check."""
    return _keys[0].encrypt(words.encode())


def unseal(sealed: bytes | None) -> str:
    """The words again. Raises ValueError where no installed key fits."""
    if not sealed:
        return ""
    try:
        return _keys[0].decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise ValueError("sealed with a key that is not installed") from error
