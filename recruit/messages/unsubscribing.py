"""The key in every mail that is not necessary: who holds it may say no to mails like it, without signing in."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from recruit.messages.kinds import MailKind
from recruit.messages.models import Mail
from recruit.messages.rules import MailGroup


@dataclass(frozen=True)
class Said:
    """Whose mails of which group a key is about: a person's, or those to an address without a person."""

    group: MailGroup
    person_ref: str
    address: str


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="recruit.messages.unsubscribe")


def token_for(mail: Mail, kind: MailKind, secret_key: str) -> str:
    """It never ends: a mail may lie unread for years, and saying no must still work."""
    address = "" if mail.to_ref else mail.to_address.lower()
    return _signer(secret_key).dumps([kind.group, mail.to_ref, address])


def read(token: str, secret_key: str) -> Said | None:
    """What a key says; None where anything is wrong with it."""
    try:
        content = _signer(secret_key).loads(token)
    except BadSignature:
        return None
    if not isinstance(content, list) or len(content) != 3 or content[0] not in set(MailGroup):
        return None
    return Said(MailGroup(content[0]), str(content[1]), str(content[2]))
