"""Words of accounts in the reader's language."""

from flask_babel import lazy_gettext as _l

from recruit.accounts.rules import (
    AccountRefusal,
    ComesAs,
    ContactKind,
    PasskeyRefusal,
    ProviderRefusal,
    Purpose,
    RecipientKind,
)
from recruit.core.visitor import Role

REFUSALS = {
    AccountRefusal.LINK_NOT_VALID: _l(
        "This link no longer works. It may be used, replaced by a newer one, or too old."
    ),
    AccountRefusal.WRONG_SIGN_IN: _l("The e-mail address and the password do not belong together."),
    AccountRefusal.LINK_INSTEAD: _l(
        "Too many passwords were tried at this address lately, so none is looked at for now. Please sign in by a link in a mail, or "
        "on a device you have used before."
    ),
    AccountRefusal.WRONG_PASSWORD: _l("This is not your present password."),
    AccountRefusal.NOT_CONFIRMED: _l(
        "This address has not been confirmed yet. We have sent you the confirmation mail again."
    ),
    AccountRefusal.ADDRESS_TAKEN: _l("This address already belongs to an account."),
    AccountRefusal.ADDRESS_IS_YOURS: _l("This is your present address."),
    AccountRefusal.PASSWORD_TOO_SHORT: _l(
        "Please use at least 10 characters. Several words in a row are easy to remember."
    ),
    AccountRefusal.PASSWORD_TOO_COMMON: _l("This password is easy to guess. Please choose another."),
    AccountRefusal.PASSWORD_LIKE_OWN: _l(
        "This password is made of your name, your address or the name of this site. Please choose other words."
    ),
    AccountRefusal.CODE_NOT_VALID: _l(
        "This code does not fit. Please type the code your app shows now, or a recovery code you have not used."
    ),
    AccountRefusal.FIRST_CODE_NOT_VALID: _l(
        "This code does not fit. Please type the code your app shows now. If it still does not fit, let the telephone set its clock by itself."
    ),
    AccountRefusal.SECOND_FACTOR_NEEDED: _l("Please enter the code from your app as well."),
    AccountRefusal.TOO_MANY_TRIES: _l("Too many tries. Please wait a few minutes."),
    AccountRefusal.ALREADY_CONSENTED: _l("You have already agreed to this."),
}

PROVIDER_REFUSALS = {
    ProviderRefusal.UNREACHABLE: _l(
        "The service you chose does not answer at the moment. Please sign in another way, or try again later."
    ),
    ProviderRefusal.DENIED: _l("You stopped at the other service. Nothing has changed here."),
    ProviderRefusal.NOT_OURS: _l(
        "This answer of the other service does not belong to this browser, or it was used already. Please begin again."
    ),
    ProviderRefusal.TOO_LATE: _l("That took too long. Please begin again."),
    ProviderRefusal.NOT_VALID: _l(
        "The other service sent an answer that we cannot accept. Please begin again, or sign in another way."
    ),
    ProviderRefusal.OTHER_DOMAIN: _l(
        "This service signs in only people with an address of certain organisations. Please sign in another way."
    ),
    ProviderRefusal.ADDRESS_NOT_CONFIRMED: _l(
        "The other service does not confirm that the e-mail address there is yours. Please sign in or register with your address here; after that you can connect the service on your account page."
    ),
    ProviderRefusal.OF_ANOTHER_ACCOUNT: _l(
        "This sign-in of the other service belongs to another account here."
    ),
    ProviderRefusal.LAST_WAY_IN: _l(
        "Please choose a password first. Without one, this is your only lasting way in."
    ),
}

PASSKEY_REFUSALS = {
    PasskeyRefusal.NOT_VALID: _l(
        "This passkey does not open an account here. Please try again, or sign in another way."
    ),
    PasskeyRefusal.TOO_LATE: _l("That took too long. Please begin again."),
    PasskeyRefusal.COPIED: _l(
        "This passkey seems to have been copied, so it no longer opens anything. Please sign in another way; its owner has a mail."
    ),
    PasskeyRefusal.KNOWN: _l("This passkey is already in use here."),
    PasskeyRefusal.TOO_MANY: _l("You have ten passkeys already. Please take one off first."),
    PasskeyRefusal.LAST_SECOND_FACTOR: _l(
        "Staff accounts need a second factor. Please set up an app or another passkey first."
    ),
    PasskeyRefusal.LAST_WAY_IN: _l(
        "Please choose a password first. Without one, this is your only lasting way in."
    ),
}

# How a consent was given, by its code.
CONSENT_WAYS = {
    "registration": _l("With the box on the page where you registered"),
    "application": _l("With the box on the page where you applied"),
    "chosen": _l("With the box on the page where you chose the company"),
    "visibility": _l("With the box on your profile page"),
    "fair": _l("With the button by which you signed up for the fair"),
    "page": _l("With the box on the page about it"),
}

COMES_AS = {
    ComesAs.STUDENT: _l("Student"),
    ComesAs.COMPANY: _l("Company"),
}

CONTACT_KINDS = {
    ContactKind.MAIL: _l("E-mail"),
    ContactKind.MAIL_TO_CONFIRM: _l("E-mail, not confirmed yet"),
    ContactKind.PHONE: _l("Telephone"),
    ContactKind.MESSENGER: _l("Messenger"),
    ContactKind.TRUSTED_PERSON: _l("A person you trust"),
}

PURPOSES = {
    Purpose.SERVICE: _l("Using this service"),
    Purpose.PROFILE_TO_COMPANY: _l("Showing your profile to a company"),
    Purpose.FOLLOW_UP: _l("Questions after you have started work"),
    Purpose.FAIR_COMPANIES: _l("Showing your profile to the companies of a fair"),
    Purpose.PARTNER_ABROAD: _l("Showing your university how your applications stand"),
}

# What has ended when a consent is taken back.
TAKEN_BACK = {
    Purpose.SERVICE: _l("You have taken back your agreement."),
    Purpose.PROFILE_TO_COMPANY: _l("Taken back. What rested on it can no longer be opened."),
    Purpose.FOLLOW_UP: _l("Taken back. We ask you nothing more."),
    Purpose.FAIR_COMPANIES: _l(
        "Taken back. The companies of the fair no longer see your profile. Your seat stays."
    ),
    Purpose.PARTNER_ABROAD: _l("Taken back. The university no longer sees how your applications stand."),
}

RECIPIENTS = {
    RecipientKind.OPERATOR: _l("The operator of this service"),
    RecipientKind.ORGANISATION: _l("An organisation"),
    RecipientKind.PARTNER_ABROAD: _l("A partner abroad"),
    RecipientKind.PUBLIC: _l("Everybody"),
}

ROLES = {
    Role.COORDINATOR: _l("Coordinator"),
    Role.RETENTION_OFFICER: _l("Retention officer"),
    Role.EDITOR: _l("Editor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

ALL = {
    **REFUSALS,
    **PROVIDER_REFUSALS,
    **PASSKEY_REFUSALS,
    **COMES_AS,
    **CONTACT_KINDS,
    **PURPOSES,
    **RECIPIENTS,
    **ROLES,
}
