"""Words for ways to reach a person."""

from flask_babel import lazy_gettext as _l

from recruit.accounts.ways.rules import HowTold, Messenger, Relation, WayRefusal

MESSENGERS = {
    Messenger.ZALO: _l("Zalo"),
    Messenger.WHATSAPP: _l("WhatsApp"),
    Messenger.LINE: _l("LINE"),
    Messenger.FACEBOOK: _l("Facebook Messenger"),
    Messenger.TELEGRAM: _l("Telegram"),
}
RELATIONS = {
    Relation.FAMILY: _l("Family"),
    Relation.PARTNER: _l("Wife, husband or partner"),
    Relation.FRIEND: _l("Friend"),
    Relation.COLLEAGUE: _l("Colleague"),
    Relation.TEACHER: _l("Teacher or adviser"),
}
HOW_TOLD = {
    HowTold.PHONE: _l("By telephone"),
    HowTold.IN_PERSON: _l("In person"),
    HowTold.MAIL: _l("In a mail or letter"),
    HowTold.MESSENGER: _l("By messenger"),
}
REFUSALS = {
    WayRefusal.NOT_A_NUMBER: _l(
        "This does not look like a telephone number. Example: 090 1234 5678, or +84 912 345 678."
    ),
    WayRefusal.NOT_A_WAY: _l("Please give a telephone number or an e-mail address."),
    WayRefusal.KNOWN: _l("You have given us this already."),
    WayRefusal.TOO_MANY: _l("There are three of this kind already. Please take one off first."),
    WayRefusal.IS_SIGN_IN: _l(
        "You sign in with this address. Change it on your account page, and mails follow."
    ),
    WayRefusal.LINK_NOT_VALID: _l(
        "This link no longer works. It may be used, replaced by a newer one, or too old."
    ),
    WayRefusal.SIGNS_IN: _l(
        "This person signs in, and says on their own page how to be reached. Ask them to change it there."
    ),
    WayRefusal.NOT_YET: _l("Please give the day on which the person told you; it cannot lie in the future."),
    WayRefusal.KNOWN_OF_THEM: _l("This is known of the person already."),
}
ALL = (MESSENGERS, RELATIONS, HOW_TOLD, REFUSALS)
