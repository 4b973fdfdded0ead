"""Providers of OpenID Connect that the operator has set: where else people may come from to sign in."""

from dataclasses import dataclass, field
import json
import re
from typing import Any
from urllib.parse import urlsplit

NAME = "RECRUIT_OIDC_PROVIDERS"
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MUST = ("key", "label", "issuer", "client_id", "client_secret")
_MAY = ("domains",)


@dataclass(frozen=True)
class SignInProvider:
    """One provider. `domains`, where given, lets in only confirmed addresses of these domains."""

    key: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    domains: tuple[str, ...] = ()

    def __str__(self) -> str:
        limit = f", only {' '.join(self.domains)}" if self.domains else ""
        return f"{self.key} ({self.issuer}, client {self.client_id}, secret ***{limit})"


def providers_from(text: str, problems: list[str], *, production: bool) -> tuple[SignInProvider, ...]:
    """Read the setting, a list in JSON. What is wrong is added to `problems`, without ever repeating a value of it."""
    if not text:
        return ()
    try:
        rows = json.loads(text)
    except ValueError:
        problems.append(f"{NAME} is not valid JSON")
        return ()
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problems.append(f"{NAME} must be a JSON list of objects")
        return ()
    found: list[SignInProvider] = []
    for number, row in enumerate(rows, start=1):
        wrong = _faults(row, production=production)
        problems.extend(f"{NAME}, provider {number}: {fault}" for fault in wrong)
        if not wrong:
            domains = tuple(domain.lower() for domain in row.get("domains", ()))
            found.append(SignInProvider(**{name: row[name].strip() for name in _MUST}, domains=domains))
    for what in ("key", "issuer"):
        values = [getattr(provider, what) for provider in found]
        if len(set(values)) != len(values):
            problems.append(f"{NAME} names one {what} twice")
    return tuple(found)


def _faults(row: dict[str, Any], *, production: bool) -> list[str]:
    faults = [f"“{name}” is not known" for name in sorted(set(row) - {*_MUST, *_MAY})]
    for name in _MUST:
        value = row.get(name)
        if not isinstance(value, str) or not value.strip():
            faults.append(f"“{name}” must be a text")
    if faults:
        return faults
    if not _KEY.fullmatch(row["key"]):
        faults.append("“key” must be small letters, digits and hyphens, 30 at most")
    if len(row["label"]) > 60:
        faults.append("“label” must be 60 characters at most")
    if not _is_issuer(row["issuer"].strip(), production=production):
        faults.append("“issuer” must be the provider's https address, exactly as the provider writes it")
    domains = row.get("domains", [])
    if not isinstance(domains, list) or not all(
        isinstance(domain, str) and _DOMAIN.fullmatch(domain.lower()) for domain in domains
    ):
        faults.append("“domains” must be a list of domains of mail addresses")
    return faults


def _is_issuer(issuer: str, *, production: bool) -> bool:
    """HTTPS, and no more than scheme, host and path. A provider on the same machine may do without, except in production."""
    try:
        parts = urlsplit(issuer)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.query or parts.fragment or parts.username or not host or len(issuer) > 200:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK and not production)
