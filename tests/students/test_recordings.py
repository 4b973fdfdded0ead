"""How a name sounds: sent, listened to by who may read the profile, and gone with its file."""

import io

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from recruit.accounts import personal_data
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core.db import session, writing
from recruit.core.models import Sighting, StoredFile
from recruit.core.visitor import WORKER
from recruit.students.recordings import privacy
from recruit.students.recordings.models import NameRecording
from recruit.students.rules import DisclosureScope
from tests import people
from tests.factories.organisations import join, make_company
from tests.factories.students import make_student, show
from tests.trust import bad_files as bad

PAGE = "/vi/me/name-recording"


def send(client: FlaskClient, content: bytes) -> int:
    sent = {"file": (io.BytesIO(content), "Recording 7.bin")}
    return client.post(PAGE, data=sent, content_type="multipart/form-data").status_code


def test_a_name_is_heard_by_who_may_read_the_profile(app: Flask, client: FlaskClient, now) -> None:
    user, member, company = people.student(), people.company_member(), make_company()
    student = make_student(user)
    join(member, company)
    own, recruiter = people.sign_in(client, user), people.sign_in(app.test_client(), member)
    assert send(own, bad.ogg(2.0, b"my home")) == 303
    heard = own.get(f"{PAGE}/sound")
    assert (heard.status_code, heard.mimetype, b"my home" in heard.data) == (200, "audio/ogg", False)
    piece = own.get(f"{PAGE}/sound", headers={"Range": "bytes=4-9"})
    assert (piece.status_code, piece.data) == (206, heard.data[4:10])
    page, sound = f"/ja/company/students/{student.public_id}", "/name-recording"
    assert recruiter.get(page + sound).status_code == 404
    show(student, company, DisclosureScope.CARD)
    assert recruiter.get(page + sound).status_code == 404 and "<audio" not in recruiter.get(page).text
    show(student, company, DisclosureScope.PROFILE)
    # Who goes past the page straight to the sound, in pieces too, has looked all the same.
    before = len(session().scalars(select(Sighting)).all())
    recruiter.get(page + sound, headers={"Range": "bytes=0-"})
    recruiter.get(page + sound)
    looks = session().scalars(select(Sighting).order_by(Sighting.id)).all()[before:]
    assert [(one.person_ref, one.what) for one in looks] == [(student.person.public_id, "profile")] * 2
    assert recruiter.get(page + sound).data == heard.data and "<audio" in recruiter.get(page).text
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert stranger.get(f"{PAGE}/sound").status_code == 404 and send(stranger, bad.mp3()) == 404
    # A newer one takes the place of the older one; what is no recording changes nothing.
    assert send(own, bad.mp3(3.0)) == 303
    assert send(own, bad.pdf()) == 422
    kept = session().scalars(select(NameRecording)).one()
    assert kept.stored_file.media_type == "audio/mpeg"
    assert len(session().scalars(select(StoredFile)).all()) == 1
    assert privacy.files_of(student.person_id) == [("name.mp3", bad.mp3(3.0))]
    assert [own.post(f"{PAGE}/delete").status_code for _press in range(2)] == [303, 303]
    assert session().scalars(select(StoredFile)).all() == []
    send(own, bad.m4a())
    with writing():
        personal_data.erase(user.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    assert session().scalars(select(NameRecording)).all() == session().scalars(select(StoredFile)).all() == []
