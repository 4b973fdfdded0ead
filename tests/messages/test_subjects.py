"""Subjects reach their reader with every space, however long they are and whatever they are written in."""

import email
from email import policy

from recruit.messages import written_out

VIETNAMESE = "Đã nhận yêu cầu của bạn và chúng tôi trả lời trong vòng ba ngày làm việc kể từ hôm nay"
SUBJECTS = (
    "Một khóa truy cập mới mở được tài khoản của bạn",
    "Your ticket for the fair " * 7,
    "メールアドレスの確認のお願い" * 6,
    *(VIETNAMESE[:length] for length in range(30, len(VIETNAMESE))),
    *("x" * length + " " + VIETNAMESE for length in range(1, 60)),
)


def test_a_subject_arrives_as_it_was_written() -> None:
    for subject in map(str.strip, SUBJECTS):
        raw = written_out.letter(
            [written_out.subject(subject)], language="vi", text="…", html="<p>…", attachments=[]
        )
        assert email.message_from_bytes(raw, policy=policy.default)["Subject"] == subject
        head = raw.partition(b"\r\n\r\n")[0]
        assert head.isascii() and max(map(len, head.split(b"\r\n"))) <= 78
