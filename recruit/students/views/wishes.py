"""The pages of wishes, of busy times, and of who may see me."""

from flask.typing import ResponseReturnValue

from recruit.accounts import consents
from recruit.accounts.consents.shown import agrees_to_shown
from recruit.accounts.rules import Purpose
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.students import actions, queries, rules
from recruit.students.forms import ButtonForm
from recruit.students.forms.deeds import BusyTimeForm
from recruit.students.forms.sections import VisibilityForm, WishesForm
from recruit.students.models import Student
from recruit.students.opening import own_or_new
from recruit.students.rules import ProfileSection, Region, Visibility
from recruit.students.summaries import busy_words
from recruit.students.values import Faults
from recruit.students.views.room import room
from recruit.students.views.saving import after_removing, after_saving, is_sent, overview, page, save
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in
from recruit.web.times import reader_zone
from recruit.web.words import words_for


@room.get("/me/profile/wishes", lock=signed_in)
@room.post("/me/profile/wishes", lock=signed_in)
def wishes() -> ResponseReturnValue:
    """What work I wish, where, from when; and some sentences about me."""
    student = queries.own_student(visitor())
    form = WishesForm(data=_wishes_of(student))

    def keep(own: Student) -> Faults:
        changes = {**form.holding(), "about_language": current_language()}
        return actions.save_profile(own, changes, by=visitor(), now=clock.now())

    is_saved = True
    if is_sent():
        is_saved = save(form, keep)
        if is_saved:
            return after_saving(overview())
    return page(ProfileSection.WISHES, form, is_saved=is_saved, student=student)


def _wishes_of(student: Student | None) -> dict[str, object]:
    if student is None:
        return {}
    places = set(student.wished_prefectures)
    return {
        "wished_work": student.wished_work,
        "may_start_on": student.may_start_on,
        "about": student.about,
        **{
            f"prefectures_{region}": [str(one) for one in rules.PREFECTURES_OF[region] if one in places]
            for region in Region
        },
    }


@room.get("/me/profile/busy-times", lock=signed_in)
@room.post("/me/profile/busy-times", lock=signed_in)
def busy_times() -> ResponseReturnValue:
    """When I have no time for interviews."""
    form = BusyTimeForm()

    def keep(own: Student) -> Faults | None:
        if form.errors:
            return None
        zone = reader_zone()
        return actions.add_busy_time(own, **form.busy(), zone=zone, by=visitor(), now=clock.now())

    if is_sent() and save(form, keep):
        return after_saving(page_url("students.busy_times"))
    student = queries.own_student(visitor())
    rows = [(one.public_id, busy_words(one)) for one in (student.busy_times if student else ())]
    return page(ProfileSection.BUSY_TIMES, form, rows=rows)


@room.post("/me/profile/busy-times/<public_id>/remove", lock=signed_in)
def remove_busy_time(public_id: str) -> ResponseReturnValue:
    """I have time then after all."""
    busy = queries.own_busy_time(visitor(), public_id)
    if ButtonForm().is_fine():
        with writing():
            actions.remove_busy_time(busy.student, busy, by=visitor(), now=clock.now())
    return after_removing(page_url("students.busy_times"))


@room.get("/me/profile/visibility", lock=signed_in)
@room.post("/me/profile/visibility", lock=signed_in)
def visibility() -> ResponseReturnValue:
    """Who may see my card without being chosen."""
    student = queries.own_student(visitor())
    form = VisibilityForm(data={"visibility": str(student.visibility if student else Visibility.NOBODY)})
    words = consents.newest_words(Purpose.PROFILE_TO_COMPANY, current_language())
    if is_sent() and form.is_fine() and (not form.agrees.data or agrees_to_shown(form, words)):
        asks, now = visitor(), clock.now()
        try:
            with writing():
                actions.change_visibility(
                    own_or_new(asks, now=now),
                    form.chosen(),
                    agrees=bool(form.agrees.data),
                    language=current_language(),
                    by=asks,
                    now=now,
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            return after_saving(overview())
    return page(
        ProfileSection.VISIBILITY,
        form,
        consent=words,
        has_agreed=bool(student and student.visibility is Visibility.ALL_APPROVED_COMPANIES),
    )
