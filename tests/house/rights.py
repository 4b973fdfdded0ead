"""Who may do what, written by hand: the policy that the matrix of rights holds every road against.

Two tables. `OPENS` says for whom each lock opens. `WHOSE` says, for every road whose address names a thing, whose that
thing must be. A road or a lock that stands in neither fails the matrix.
"""

from collections.abc import Mapping

from tests.house import things
from tests.house.things import Find

NOBODY = "nobody"
# Kinds of visitors. `both` belongs to a company and to a university and acts for the university; `ended` was a colleague
# of `owner` once.
STUDENTS = frozenset({"student", "other_student"})
COMPANY = frozenset({"owner", "recruiter", "viewer"})
STAFF = frozenset({"coordinator", "retention", "editor", "administrator"})
KINDS: tuple[str, ...] = (
    NOBODY, "student", "other_student", "hire", "owner", "recruiter", "viewer", "other_company", "university",
    "other_university", "support", "coordinator", "retention", "editor", "administrator", "both", "ended",
)  # fmt: skip
EVERYBODY = frozenset(KINDS)
SIGNED_IN = EVERYBODY - {NOBODY}

SEES_HIRES = frozenset({"coordinator", "retention", "administrator"})
# Whom each lock opens for, by its name in the census (without "proved").
OPENS: Mapping[str, frozenset[str]] = {
    "anybody": EVERYBODY,
    "token_holder": EVERYBODY,
    "signed_in": SIGNED_IN,
    "staff": STAFF,
    "sees_hires": SEES_HIRES,
    "coordinator": frozenset({"coordinator", "administrator"}),
    "role(administrator)": frozenset({"administrator"}),
    "role(retention_officer)": frozenset({"retention"}),
    # Who writes the handbook.
    "role(administrator, coordinator, editor)": frozenset({"coordinator", "editor", "administrator"}),
    "role(administrator, retention_officer)": frozenset({"administrator", "retention"}),
    "role(administrator, coordinator, retention_officer)": SEES_HIRES,
    "member_of(company)": COMPANY | {"other_company"},
    "member_of(company, owner, recruiter)": frozenset({"owner", "recruiter", "other_company"}),
    "member_of(company, owner)": frozenset({"owner", "other_company"}),
    "member_of(university)": frozenset({"university", "other_university", "both"}),
    "member_of(university, owner, desk)": frozenset({"university", "other_university", "both"}),
    "member_of(university, owner)": frozenset({"university", "other_university", "both"}),
    "member_of(support)": frozenset({"support"}),
    "member_of(support, owner)": frozenset({"support"}),
}

# The thing is the same for everybody whom the lock lets in: public things, and those of the programme's staff.
SHARED = "shared"
# The key in the address is all the proof there is; the rooms' own tests try wrong, old and used keys.
KEY = "key"
# A page of the profile, and a step of a registration, keeps what was typed and says what is wrong: a refused one writes.
KEEPS_WHAT_HOLDS = (
    frozenset({"postings.step"})
    | frozenset(
        "students." + name
        for name in [
            "add_experience",
            "busy_times",
            "earlier_studies",
            "languages",
            "licences",
            "names",
            "one_experience",
            "one_study",
            "skills",
            "studies",
            "visibility",
            "wishes",
        ]
    )
    | {"organisations.apply_step"}
)
# Things of the programme that students alone use, each for themselves.
FOR_STUDENTS = "for students"
Whose = Find | str
WHOSE: Mapping[str, Mapping[Whose, str]] = {
    "accounts": {
        SHARED: "add_provider add_way add_way_for come_back sign_in_with note_reached"
        " send_staff_invitation_again withdraw_staff_invitation staff_access staff_member",
        KEY: "confirm confirm_new_address confirm_way keep_old_address invitation not_me reset sign_in_by_link",
        things.own_device: "end_device",
        things.own_passkey: "remove_passkey",
        things.own_way: "end_way put_way_first",
        things.own_identity: "remove_provider",
        things.own_consent: "withdraw agree_again",
    },
    "api": {SHARED: "position"},
    "applications": {
        FOR_STUDENTS: "apply submit",
        things.own_application: "my_application my_position withdraw keep_longer",
        things.own_offer: "my_offer accept decline",
        things.application_to_company: "applied_for of_company offer make_offer move",
    },
    "arrivals": {things.step_of_hire: "done stuck report_stuck", things.plan_of_hire: "tick_off"},
    "book_files": {
        SHARED: "files send_files take_files",
        things.own_book_delivery: "look_at_files bring_in_files",
    },
    "breaches": {SHARED: "add_people add_seen breach facts letter move people people_file send tell"},
    "cases": {things.case: "add_note case close hand_over plan_next reopen take", KEY: "helped keep_helped"},
    "dashboards": {
        SHARED: "country merge propose_again sitemap_part tell_apart undo_merge",
        things.any_person: "choose_other person",
        things.student_of_university: "student_of_university",
        things.own_consent: "receipt",
    },
    "documents": {
        things.own_document: "own delete own_file own_picture",
        things.document_shown_to_company: "for_company picture_for_company",
    },
    "events": {
        things.own_choice: "own_sign_up",
        SHARED: "add_person_to_event add_sign_up archive calendar call_off close_event decide door"
        " door_figures draw draw_file edit_event edit_material event give_back hide_event"
        " invitations invite letters material materials new_material new_question new_session"
        " new_speaker open_event open_for_invited programme programme_session question questions"
        " remove_session remove_speaker repeat_event retire_question save_event_text sign_up sign_up_figures"
        " sign_up_for_series sign_ups sign_ups_file speaker take_back tell_materials text"
        " withdraw_invitation withdraw_material",
        KEY: "invited answer_invitation material_for_guest",
        things.own_seat: "accept cancel",
        things.own_ticket: "ticket ticket_calendar ticket_paper",
    },
    "fairs": {
        SHARED: "add_interpreter add_usual_tasks booths bring tick_fair_task give_out_booths new_fair_task preparation preparation_file agreed_times ask_for_booth company_free_times company_times offer_times breaks cancel_timetable company_fair company_wishes confirm_booth"
        " company_day day interpreters say_has_time say_late say_no_time make_timetable mend publish remove_interpreter staff_fair timetable withdraw withdraw_booth",
        things.pair_at_fair: "fix_meeting free_meeting",
        things.any_meeting: "came no_show",
        things.any_interpreter: "interpreter_contact",
        things.any_report: "report_holds report_settled",
        KEY: "interpreting",
        things.booth_asked_for: "let_in",
        things.task_of_fair: "fair_task remove_fair_task",
        things.any_repair: "accept_way discard_ways ways_to_mend",
        things.student_seen_at_fair: "answer_student call_off_student propose_to_student time_with_student",
        FOR_STUDENTS: "answer_company call_off_company join_late my_free_times my_time_with my_times my_fair save_my_wishes seen_at_fair end_for_fair",
        things.meeting_of_company: "meeting answer_meeting say_no_show",
    },
    "figures": {SHARED: "file of_chapter one remove"},
    "handbook": {
        SHARED: "add_chapter begin_chapter book book_details change_book change_term changes chapter chapter_changes chapter_history"
        " chapter_place chapter_version check_fact drop_chapter edit enter_fact fact form new_chapter"
        " place_chapter preview_chapter roll_back_chapter save_chapter send_chapter take_back_chapter"
        " take_over_chapter term whole_book",
    },
    "mailbox": {SHARED: "kept_mail"},
    "messages": {
        things.any_mail: "bounced mail send_again",
        SHARED: "address_works mail_as_it_looks mail_kind",
        KEY: "unsubscribe",
    },
    "organisations": {
        things.any_organisation: "approve ask_back invite_for lift note_check organisation refuse suspend",
        things.picture_of_own_page: "page_picture page_picture_file page_picture_off",
        SHARED: "apply_step company company_picture member_for page_texts picture_for_staff send_invitation_for_again withdraw_invitation_for",
        things.organisations_of_kind: "invite_member leave members",
        things.invited_colleague: "send_member_invitation_again withdraw_member_invitation",
        things.own_membership: "act_for",
        things.colleague: "end_membership member",
    },
    "papers": {things.profile_shown_to_company: "for_company"},
    "pictures": {
        things.own_picture: "own move remove",
        things.own_picture_file: "own_file",
        things.experience_with_pictures: "of_experience",
        things.picture_shown_to_company: "for_company",
        things.any_picture: "for_staff",
    },
    "placements": {
        things.any_placement: "begin_leave change_employer end_leave for_staff never_started record_death withdraw_end",
        things.placement_at_company: "at_company confirm_start enter_end move_start",
    },
    "postings": {
        SHARED: "paper position verify",
        things.text_of_any_position: "save_text_for_staff text_for_staff",
        things.text_of_position: "save_own_text text",
        things.any_position: "check history_for_staff note publish send_back take_off",
        things.version_of_any_position: "version_for_staff",
        things.own_posting_search: "change_search_mail open_search remove_search",
        things.position_of_company: "answer close days edit history open_again preview"
        " previewed reopen say_still_right send_answer set_days still_right take_back withdraw",
        things.version_of_position: "version",
        things.step_of_position: "step",
    },
    "recordings": {things.name_said_to_company: "for_company"},
    "requests": {
        things.any_request: "add_note decide finish for_staff",
        KEY: "by_key confirm",
        things.own_request: "own take_back",
    },
    "readers": {SHARED: "answer ask close question say"},
    "retention": {SHARED: "compare_file file"},
    "rights": {things.own_archive: "fetch", SHARED: "erase erase_now"},
    "roster": {
        SHARED: "welcome",
        things.list_of_university: "one_list done",
        things.press_of_university: "take_back",
    },
    "static": {SHARED: "static"},
    "stay": {
        things.any_placement: "enter_for_staff for_staff",
        things.placement_at_company: "at_company enter_at_company",
    },
    "students": {
        things.any_student: "one_for_staff",
        FOR_STUDENTS: "end show_to",
        things.own_search: "change_search_mail open_search remove_search",
        things.own_education: "one_study remove_study",
        things.own_experience: "one_experience remove_experience",
        things.own_busy_time: "remove_busy_time",
        things.student_shown_to_company: "one_for_company",
        things.student_of_university: "confirm",
    },
    "surveys": {
        SHARED: "code codes_file count_consequences retire_code reword_code use_code_again board_file change_wave_rules end_point finish_task guest_results list_file point_to_end questionnaire questionnaire_preview release simulation_file wave_rules",
        things.form_of_company: "company_check company_form hand_in_company_form",
        things.part_of_company_form: "company_part keep_company_part",
        things.gap_signal: "finish_gap_signal",
        things.form_that_was_handed_in: "company_form_for_staff",
        things.response: "response",
        things.open_answer: "keep_open_answer open_answer",
        things.any_placement: "call finish_calls plan_of_hire refuse_by_phone",
        things.own_entry: "entry",
        things.survey_to_read_out: "read_out",
        KEY: "agreement answer answer_guest_survey begin check guest_survey keep_agreement keep_refusal question questions"
        " refuse start stopped submit",
        things.own_survey: "own_answers own_begin own_check own_keep_refusal own_refuse own_start own_stopped own_submit",
        things.open_survey: "own_questions",
        things.own_question: "own_answer own_question",
    },
    "translations": {SHARED: "chapter save_chapter"},
}


def opened_by(lock: str) -> frozenset[str] | None:
    """Whom a lock (or one of several) opens for; None where the policy does not name it."""
    parts = [OPENS.get(part) for part in lock.removesuffix(", proved").split(" or ")]
    return frozenset().union(*(part for part in parts if part is not None)) if None not in parts else None


def whose(endpoint: str) -> Whose | None:
    """Whose the things of this road are; None where the policy does not name it."""
    room, _dot, view = endpoint.partition(".")
    for owner, views in WHOSE.get(room, {}).items():
        if (view or room) in views.split():
            return owner
    return None


# Files take many people out at once, two entries are compared side by side, and gaps stand by name: everybody in them is told.
OF_MANY = {
    "events.sign_ups_file",
    "breaches.people_file",
    "dashboards.merge",
    "students.compare",
    "surveys.gaps_of_staff",
    "surveys.codes_file",
}
