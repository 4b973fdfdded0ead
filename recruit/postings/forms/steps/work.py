"""Step 1: what the work is."""

from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.postings.forms.fields import code, codes, line, long_text, truth, yes_no
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.writing import put, write_texts
from recruit.postings.rules import DraftStep, PostingItem
from recruit.postings.words import EMPLOYER_TYPE, WORK_KIND
from recruit.students.words import MAJOR
from recruit.web.forms import CodeField, Required


class WorkForm(PostingForm):
    STEP = DraftStep.WORK

    title_ja = line(_l("Title of the position"), 200, _l("Example: 土木施工管理（旭川市）"))
    work_kind = CodeField(_l("Kind of work"), WORK_KIND, validators=[Required()])
    employer_type = code(_l("Direct employment or dispatch"), EMPLOYER_TYPE)
    duties_ja = long_text(
        _l("Duties at the start"),
        4000,
        _l("What is planned, checked, measured, drawn. Write for somebody who has never seen your sites."),
    )
    duties_change_range_ja = long_text(
        _l("Range of change of duties"),
        1000,
        _l("Must be stated since April 2024. Example: 会社の定める技術業務（施工管理・積算）"),
    )
    site_labour_declared = yes_no(_l("Site labour is not the main duty"))
    interpreting_main = yes_no(_l("Interpreting or managing foreign workers as the main duty"))
    majors = codes(_l("Majors asked for"), MAJOR, _l("Nothing ticked means any major."))

    def write(self, content: dict[str, Any]) -> None:
        content["work_kind"] = self.holding("work_kind")
        content["majors"] = list(self.holding("majors") or [])
        put(content, PostingItem.EMPLOYER_TYPE, self.holding("employer_type"))
        put(content, PostingItem.SITE_LABOUR_DECLARED, truth(self.holding("site_labour_declared")))
        put(content, PostingItem.INTERPRETING_MAIN, truth(self.holding("interpreting_main")))
        write_texts(self, content, "title", "duties", "duties_change_range")
