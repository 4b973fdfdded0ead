"""A soft authenticator: makes and uses passkeys as a telephone would, from what the browser was told."""

import base64
from dataclasses import dataclass, field
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, BACKUP_POSSIBLE, BACKED_UP, WITH_KEY = 0x01, 0x04, 0x08, 0x10, 0x40


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(words: str) -> bytes:
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


@dataclass
class Authenticator:
    """One key of one person. `counts` is how often it has signed; 0 and `steps` 0 for a key that never counts."""

    origin: str = "http://localhost"
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    steps: int = 1
    counts: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _data(self, more: bytes = b"", flags: int = 0) -> bytes:
        self.counts += self.steps
        return (
            hashlib.sha256(self.host.encode()).digest()
            + bytes([self.flags | flags])
            + self.counts.to_bytes(4, "big")
            + more
        )

    def make(self, options: dict[str, Any]) -> str:
        """The answer to being asked for a new key."""
        assert options["authenticatorSelection"]["residentKey"] == "required"
        assert options["authenticatorSelection"]["userVerification"] == "required"
        self.handle = raw(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        told = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        data = self._data(told, WITH_KEY)
        return self._answer(
            attestationObject=text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            clientDataJSON=text(self._client_data("create", options["challenge"])),
            transports=["internal", "made-up"],
        )

    def use(self, options: dict[str, Any]) -> str:
        """The answer to being asked who is there."""
        assert options["userVerification"] == "required"
        data = self._data()
        client_data = self._client_data("get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            authenticatorData=text(data),
            clientDataJSON=text(client_data),
            signature=text(signature),
            userHandle=text(self.handle),
        )

    def _answer(self, **response: Any) -> str:
        known_as = text(self.credential_id)
        return json.dumps({"id": known_as, "rawId": known_as, "type": "public-key", "response": response})
