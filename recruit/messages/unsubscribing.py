"""The key in every mail that is not necessary: who holds it may say no to mails of its kind, without signing in."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from recruit.messages.kinds import MailKind, choices_for, known_kinds
from recruit.messages.rules import Addressed, MailGroup


@dataclass(frozen=True)
class Said:
    """Whose mails a key is about: a person's, or those to an address without a person. It speaks of one kind, or of the whole
    group where `kind` is empty: so do keys from before kinds were chosen one by one.
    """

    group: MailGroup
    person_ref: str
    address: str
    kind: str = ""


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="recruit.messages.unsubscribe")


def token_for(mail: Addressed, kind: MailKind, secret_key: str) -> str:
    """It never ends: a mail may lie unread for years, and saying no must still work."""
    address = "" if mail.to_ref else mail.to_address.lower()
    whom = [kind.group, mail.to_ref, address]
    return _signer(secret_key).dumps([*whom, kind.name] if choices_for(kind) else whom)


def read(token: str, secret_key: str) -> Said | None:
    """What a key says; None where anything is wrong with it."""
    try:
        content = _signer(secret_key).loads(token)
    except BadSignature:
        return None
    if not isinstance(content, list) or len(content) not in (3, 4) or content[0] not in set(MailGroup):
        return None
    # A kind that is gone or has another group by now leaves what it was a part of.
    alone = {kind.name for kind in known_kinds() if kind.group == content[0] and choices_for(kind)}
    named = content[3] if len(content) == 4 and content[3] in alone else ""
    return Said(MailGroup(content[0]), str(content[1]), str(content[2]), named)
