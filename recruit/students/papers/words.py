"""What papers and what stands on them are called."""

from flask_babel import lazy_gettext as _l

from recruit.students.papers.rules import ByHand, Interpreter, Offered, Paper, ResumeRefusal

PAPER = {
    Paper.RIREKISHO: _l("Rirekisho (履歴書)"),
    Paper.CV: _l("CV on one page"),
    Paper.INTERVIEW_SHEET: _l("Interview sheet"),
    Paper.RESUME: _l("JSON Resume"),
}

PAPER_IS_FOR = {
    Paper.RIREKISHO: _l(
        "In Japanese, two pages. Japanese companies ask for it when you apply. It follows the form of the ministry of labour."
    ),
    Paper.CV: _l("In English. For companies with offices abroad, and for you."),
    Paper.INTERVIEW_SHEET: _l(
        "In Japanese, one page. It lies before the company in your interview: how to read your name, what to call you, what you can do."
    ),
    Paper.RESUME: _l("A file for other programs that read the open format JSON Resume."),
}

BY_HAND = {
    ByHand.ADDRESS: _l("Address"),
    ByHand.PHONE: _l("Telephone number"),
    ByHand.MONTH_OF_ENTRY: _l("Month in which you entered the university"),
    ByHand.MONTH_OF_LICENCE: _l("Month in which you got a licence"),
    ByHand.PHOTO: _l("Photo, only if a company asks for one"),
}

INTERPRETER = {
    Interpreter.NEEDED: _l("Interpreter needed"),
    Interpreter.HELPFUL: _l("Interpreter helpful"),
    Interpreter.NOT_NEEDED: _l("Probably possible without an interpreter"),
}

RESUME_REFUSAL = {
    ResumeRefusal.TOO_LARGE: _l("This file is larger than 100 KB. A profile in this format is much smaller."),
    ResumeRefusal.NOT_JSON: _l("This is no JSON file, or it is damaged."),
    ResumeRefusal.NO_RESUME: _l("This file is not in the format JSON Resume."),
    ResumeRefusal.NOTHING_SENT: _l("Please choose a file, or paste its contents."),
}

OFFERED = {
    Offered.NAME_PASSPORT: _l("Name as in the passport"),
    Offered.NAME_LOCAL: _l("Name in your own writing"),
    Offered.CALL_NAME: _l("Name to be called by"),
    Offered.KATAKANA: _l("Name in katakana"),
    Offered.ABOUT: _l("About you"),
    Offered.EDUCATION: _l("Studies"),
    Offered.EXPERIENCE: _l("Experience"),
    Offered.RESULT: _l("Language test"),
    Offered.SKILLS: _l("More skills"),
    Offered.LICENCES: _l("More licences"),
}

ALL = (PAPER, BY_HAND, INTERPRETER, RESUME_REFUSAL, OFFERED)
