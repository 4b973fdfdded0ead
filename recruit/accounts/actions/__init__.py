"""The moves of accounts, by noun."""

from recruit.accounts.actions.addresses import (
    ask_to_change_address,
    drop_address_change,
    keep_old_address,
    use_new_address,
)
from recruit.accounts.actions.closing import close_account, keep_account
from recruit.accounts.actions.consents import (
    Agreeing,
    agree_again,
    end_consent,
    give_consent,
    give_consents,
    load_consent_texts,
    withdraw_consent,
)
from recruit.accounts.actions.invitations import accept_invitation, register_by_invitation
from recruit.accounts.actions.not_me import shut_out
from recruit.accounts.actions.passwords import change_password, request_reset, reset_password, strengthen_hash
from recruit.accounts.actions.people import (
    change_display_name,
    change_language,
    change_zone,
    confirm_address,
    create_user_for_demo,
    move_to,
    register_person,
)
from recruit.accounts.actions.second_factors import (
    begin_second_factor,
    drop_second_factor,
    end_second_factor,
    renew_recovery_codes,
    use_code,
)
from recruit.accounts.actions.sign_ins import (
    act_for,
    begin_sign_in,
    end_device,
    end_sign_ins_for,
    forget_old_sign_ins,
    note_proof,
    request_sign_in_link,
    sign_out,
    use_sign_in_link,
)
from recruit.accounts.actions.staff import (
    create_staff_user,
    give_role,
    set_roles,
    switch_off,
    switch_on,
    take_role,
)
from recruit.accounts.actions.staff_invitations import (
    invite_to_staff,
    send_staff_invitation_again,
    withdraw_staff_invitation,
)

__all__ = [
    "Agreeing",
    "accept_invitation",
    "act_for",
    "agree_again",
    "ask_to_change_address",
    "begin_second_factor",
    "begin_sign_in",
    "change_display_name",
    "change_language",
    "change_password",
    "change_zone",
    "close_account",
    "confirm_address",
    "create_staff_user",
    "create_user_for_demo",
    "drop_address_change",
    "drop_second_factor",
    "end_consent",
    "end_device",
    "end_second_factor",
    "end_sign_ins_for",
    "forget_old_sign_ins",
    "give_consent",
    "give_consents",
    "give_role",
    "invite_to_staff",
    "keep_account",
    "keep_old_address",
    "load_consent_texts",
    "move_to",
    "note_proof",
    "register_by_invitation",
    "register_person",
    "renew_recovery_codes",
    "request_reset",
    "request_sign_in_link",
    "reset_password",
    "send_staff_invitation_again",
    "set_roles",
    "shut_out",
    "sign_out",
    "strengthen_hash",
    "switch_off",
    "switch_on",
    "take_role",
    "use_code",
    "use_new_address",
    "use_sign_in_link",
    "withdraw_consent",
    "withdraw_staff_invitation",
]
