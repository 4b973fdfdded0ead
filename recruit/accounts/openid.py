"""The talk with a provider of OpenID Connect, through Authlib. Nothing here knows accounts or pages.

Authorization code with state, nonce and PKCE (S256). The provider's own description is fetched when somebody first asks for
it, not at start: a provider that is down takes nothing with it.
"""

from dataclasses import dataclass
from datetime import timedelta
import logging
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OAuthError, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests import RequestException

from recruit.accounts.rules import ProviderRefusal
from recruit.core import clock
from recruit.core.errors import Refused
from recruit.core.providers import SignInProvider

log = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 5
_DESCRIPTION_HOLDS_FOR = timedelta(hours=12)
# Only signatures that the provider's public keys can prove; never "none", never a shared secret.
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
_SCOPE = "openid email profile"


@dataclass(frozen=True)
class Departure:
    """What this browser must remember until it comes back, and where it goes."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Claims:
    """What the provider says about who came back, after every check."""

    issuer: str
    subject: str
    email: str
    email_is_confirmed: bool
    name: str
    hosted_domain: str


class _Client(OAuth2Mixin, OpenIDMixin, BaseApp):
    """Authlib's client without a framework: what the browser keeps is our own matter."""

    client_cls = OAuth2Session

    def __init__(self, provider: SignInProvider) -> None:
        super().__init__(
            None,
            name=provider.key,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": _SCOPE,
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT_SECONDS,
            },
        )
        self.issuer = provider.issuer

    def load_server_metadata(self) -> dict[str, Any]:
        metadata = super().load_server_metadata()
        if not metadata.get("is_checked"):
            _check_description(metadata, self.issuer)
            metadata["is_checked"] = True
        return metadata

    def _get_oauth_client(self, **metadata: Any) -> OAuth2Session:
        known = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"
        return super()._get_oauth_client(**metadata, token_endpoint_auth_method=way)

    @property
    def is_stale(self) -> bool:
        loaded_at = self.server_metadata.get("_loaded_at")
        return loaded_at is not None and not (
            0 <= clock.now().timestamp() - loaded_at < _DESCRIPTION_HOLDS_FOR.total_seconds()
        )


def _check_description(metadata: dict[str, Any], issuer: str) -> None:
    """The description must be that of the issuer we asked, and name addresses as safe as the issuer's own."""
    if metadata.get("issuer") != issuer:
        raise Refused(ProviderRefusal.NOT_VALID)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        address = urlsplit(str(metadata.get(name, "")))
        if not address.hostname or address.scheme not in ("https", urlsplit(issuer).scheme):
            raise Refused(ProviderRefusal.NOT_VALID)
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    usable = sorted(_ALGORITHMS.intersection(offered))
    if not usable:
        raise Refused(ProviderRefusal.NOT_VALID)
    metadata["id_token_signing_alg_values_supported"] = usable


_clients: dict[SignInProvider, _Client] = {}


def _client_of(provider: SignInProvider) -> _Client:
    client = _clients.get(provider)
    if client is None or client.is_stale:
        client = _clients[provider] = _Client(provider)
    return client


def depart(provider: SignInProvider, back_to: str, *, language: str) -> Departure:
    """Where to send somebody who wants to sign in there. Refused where the provider does not answer."""
    try:
        found = _client_of(provider).create_authorization_url(back_to, ui_locales=language)
    except (RequestException, ValueError) as error:
        raise _unreachable(provider, error) from error
    except Refused as refusal:
        # Asked for anew next time: the operator or the provider may have mended it.
        _clients.pop(provider, None)
        raise _refused(provider, refusal.reason, "description does not fit") from refusal
    return Departure(found["url"], found["state"], found["nonce"], found["code_verifier"])


def arrive(provider: SignInProvider, back_to: str, *, code: str, nonce: str, verifier: str) -> Claims:
    """Exchange the code, check the token, and say who came. A code opens once: the provider refuses it a second time."""
    client = _client_of(provider)
    try:
        token = client.fetch_access_token(back_to, code=code, code_verifier=verifier)
        # Said outright, so that no default of the library decides whom the token is from and for.
        expected = {
            "iss": {"essential": True, "values": [provider.issuer]},
            "aud": {"essential": True, "values": [provider.client_id]},
        }
        found = client.parse_id_token(token, nonce, claims_options=expected)
        if found is None:
            raise _refused(provider, ProviderRefusal.NOT_VALID, "no token of identity")
        claims = dict(found)
        if "email" not in claims and client.server_metadata.get("userinfo_endpoint"):
            more = client.userinfo(token=token)
            if more.get("sub") != claims["sub"]:
                raise _refused(provider, ProviderRefusal.NOT_VALID, "user info of somebody else")
            claims = {**more, **claims}
    except RequestException as error:
        raise _unreachable(provider, error) from error
    except (OAuthError, JoseError, ValueError, KeyError, TypeError) as error:
        # Whatever a provider may send: a code used before, a wrong nonce, issuer, audience, key, time or shape.
        raise _refused(provider, ProviderRefusal.NOT_VALID, type(error).__name__) from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise _refused(provider, ProviderRefusal.NOT_VALID, "no subject")
    return Claims(
        issuer=provider.issuer,
        subject=subject,
        email=_text(claims.get("email")).lower(),
        # Some providers write the word in quotes.
        email_is_confirmed=claims.get("email_verified") in (True, "true"),
        name=_text(claims.get("name")),
        hosted_domain=_text(claims.get("hd")).lower(),
    )


def _text(value: object) -> str:
    return value.strip()[:254] if isinstance(value, str) else ""


def _refused(provider: SignInProvider, reason: Any, why: str) -> Refused:
    log.warning("provider's answer refused", extra={"provider": provider.key, "reason": why})
    return Refused(reason)


def _unreachable(provider: SignInProvider, error: Exception) -> Refused:
    log.warning("provider not reached", extra={"provider": provider.key, "reason": type(error).__name__})
    return Refused(ProviderRefusal.UNREACHABLE)
