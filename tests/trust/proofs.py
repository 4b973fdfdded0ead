"""The attacks 1 to 47 and 62 to 70 of the catalogue (who sees what, signing in, requests from elsewhere, files), and the
tests that prove each.
"""

from collections.abc import Mapping

_MATRIX = "house/test_rights.py::test_everybody_gets_what_is_theirs_and_nothing_else"
_SECRETS = "house/test_rights.py::test_no_page_shows_the_secrets_of_others"
_HERE = "trust/test_c_requests_from_elsewhere.py::"
_FILES = "trust/test_e_files.py::"
_DOCUMENTS = "students/test_documents.py::"
_DOORS = "trust/test_guards.py::"

WHO_SEES_WHAT: Mapping[int, tuple[str, ...]] = {
    # A company opens another's application; a student who never applied; a hire's answers; answers by a side door.
    1: (_MATRIX, "applications/test_views.py::test_strangers_and_viewers"),
    2: (_MATRIX, "students/test_views.py::test_a_company_sees_only_whom_it_is_shown_and_only_so_much"),
    3: (_MATRIX, _SECRETS),
    4: (_SECRETS, "house/test_rights.py::test_the_secrets_are_where_their_owners_read_them"),
    # A university reads another's students, or words of an answer.
    5: (_MATRIX, "students/test_actions.py::test_another_university_confirms_nothing"),
    6: (_SECRETS, "house/test_rights.py::test_the_matrix_sees_a_lock_taken_out"),
    # A student writes another's profile, or moves the own application; a company accepts for the student.
    7: (
        "trust/test_a_who_sees_what.py::test_7_a_profile_is_the_senders_whatever_the_form_says",
        "students/test_actions.py::test_nobody_else_saves_a_profile",
    ),
    8: (_MATRIX, "applications/test_rules.py::test_where_a_company_may_move_to"),
    9: (_MATRIX, "applications/test_views.py::test_a_student_answers_an_offer"),
    # The one file people fetch is their own archive.
    10: (_MATRIX, "house/test_rights.py::test_the_matrix_sees_a_scope_taken_out"),
    11: ("organisations/test_members.py::test_a_removed_member_is_out_on_the_next_page", _MATRIX),
    12: ("organisations/test_members.py::test_who_is_signed_in_as_somebody_else_gets_an_explanation",),
    13: (_MATRIX, "students/test_views.py::test_staff_who_are_members_somewhere_look_as_staff"),
    14: ("trust/test_a_who_sees_what.py::test_14_nobody_looks_as_somebody_else",),
    15: ("arrivals/test_views.py::test_only_own_steps_are_ticked_off",),
    16: ("house/test_rights.py::test_parts_of_two_addresses_lead_nowhere",),
    17: (_SECRETS,),
    18: ("house/test_rights.py::test_other_spellings_and_methods_open_nothing",),
    19: (_MATRIX,),
    20: (
        "postings/test_views.py::test_strangers_find_nothing",
        "events/test_views.py::test_the_wrong_list_and_drafts_are_not_there",
    ),
    21: ("trust/test_a_who_sees_what.py::test_21_no_list_can_be_asked_about_answers",),
    22: ("trust/test_a_who_sees_what.py::test_22_no_address_counts",),
}

SIGNING_IN: Mapping[int, tuple[str, ...]] = {
    23: (
        _DOORS + "test_no_door_tells_whether_an_address_has_an_account",
        _DOORS + "test_a_hash_that_is_skipped_for_strangers_is_seen",
        "accounts/test_views.py::test_registering_answers_alike_for_a_known_address",
    ),
    24: (
        _DOORS + "test_every_door_stops_who_tries_again_and_again",
        _DOORS + "test_a_door_without_its_limit_is_missed",
    ),
    25: (_DOORS + "test_a_limit_ends_nobodys_account",),
    26: ("trust/test_b_sign_in.py::test_26_what_opens_something_cannot_be_guessed",),
    27: (
        "trust/test_b_sign_in.py::test_27_a_link_opens_nothing_else_and_nothing_twice",
        "accounts/test_races.py::test_one_sign_in_link_pressed_twice_at_once_opens_once",
    ),
    28: ("trust/test_b_sign_in.py::test_28_no_link_of_an_old_mail_opens",),
    29: ("accounts/test_sign_ins.py::test_signing_in_gives_a_new_cookie_and_ends_the_old_sign_in",),
    30: (
        "accounts/test_sign_ins.py::test_a_copied_cookie_is_nobody_after_signing_out",
        "accounts/test_views.py::test_the_password_is_changed_knowing_the_old_one",
    ),
    31: ("trust/test_b_sign_in.py::test_31_a_weak_key_does_not_start",),
    32: (_HERE + "test_cookies_with_https", "web/test_gate.py::test_cookies_belong_to_this_host_alone"),
    33: (
        "accounts/test_sign_ins.py::test_staying_signed_in_is_a_wish",
        _HERE + "test_signing_out_clears_what_the_browser_kept",
    ),
    34: (
        "accounts/test_second_factor.py::test_neither_link_nor_reset_goes_round_the_code",
        "accounts/test_providers.py::test_staff_still_need_their_code",
    ),
    35: (
        "accounts/test_addresses.py::test_only_who_has_proved_to_be_there_may_ask",
        "accounts/test_addresses.py::test_it_was_not_me",
    ),
    36: ("accounts/test_providers.py::test_an_account_with_the_same_address_is_not_taken_over",),
}

FROM_ELSEWHERE: Mapping[int, tuple[str, ...]] = {
    37: ("house/test_locks.py::test_every_move_needs_its_token",),
    38: ("house/test_locks.py::test_reading_never_writes",),
    39: (_HERE + "test_39_and_47_headers_hold_on_every_answer",),
    40: (_HERE + "test_40_nobody_is_led_elsewhere",),
    41: (_HERE + "test_41_a_claimed_host_is_refused_and_stands_in_no_mail",),
    42: (
        _HERE + "test_42_a_thousand_forged_senders_are_one",
        _HERE + "test_42_without_a_proxy_nothing_that_is_claimed_counts",
    ),
    43: (_HERE + "test_39_and_47_headers_hold_on_every_answer",),
    44: (
        _HERE + "test_44_a_page_of_one_person_is_in_no_cache",
        "web/test_kept.py::test_who_is_signed_in_gets_an_own_page_and_leaves_none",
    ),
    45: (_HERE + "test_45_a_private_page_has_no_address_that_caches_like",),
    46: (_HERE + "test_46_no_token_of_an_address_is_in_the_log",),
    47: (_HERE + "test_39_and_47_headers_hold_on_every_answer",),
}

FILES: Mapping[int, tuple[str, ...]] = {
    62: (
        _FILES + "test_62_what_a_file_is_says_its_content",
        _FILES + "test_62_what_hides_behind_a_picture_or_a_letter_is_gone",
    ),
    63: (
        "core/test_files.py::test_names_are_harmless",
        _DOCUMENTS + "test_63_and_69_odd_names_and_types_stay_harmless",
    ),
    64: (
        _FILES + "test_64_a_bomb_is_refused_fast_and_in_little_memory",
        _FILES + "test_64_an_entry_that_lies_about_its_size_is_refused",
        _FILES + "test_64_letters_reach_for_nothing_outside",
    ),
    65: (
        _FILES + "test_65_a_pdf_that_acts_is_refused",
        _FILES + "test_65_a_script_in_a_stream_that_breaks_off_is_found",
    ),
    66: (_FILES + "test_66_place_device_and_author_are_gone_and_the_picture_is_upright",),
    67: (
        _FILES + "test_67_a_virus_is_refused_and_silence_is_told",
        _FILES + "test_67_without_a_scanner_nothing_counts_as_searched",
    ),
    68: (
        _DOCUMENTS + "test_68_there_is_an_end_to_how_much_one_student_hands_in",
        _DOCUMENTS + "test_68_who_sends_too_many_is_stopped",
        _DOCUMENTS + "test_two_at_once_never_pass_the_limit",
    ),
    69: (_DOCUMENTS + "test_63_and_69_odd_names_and_types_stay_harmless",),
    70: (_FILES + "test_70_nothing_fetches_an_address_that_somebody_typed",),
}
