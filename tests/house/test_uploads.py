"""What may be uploaded: identity papers are asked for nowhere, before or after an offer."""

import re

from tests.house import places

# A list of hires in a file is read and not kept; documents are a student's own, and papers of identity are refused by name.
# A résumé is read from a file of JSON, as far as the student ticks it, and not kept.
# A university's list of its students is read, and kept sealed for an hour.
# Whoever adds a field says here what it takes, and from whom, and when.
TAKES_FILES = {
    "recruit/placements/forms.py",
    "recruit/students/documents/forms.py",
    "recruit/students/papers/forms.py",
    "recruit/students/recordings/forms.py",
    "recruit/students/roster/forms.py",
}


def test_no_field_takes_a_file_but_those_named_here() -> None:
    takes = re.compile(r"\b(Multiple)?FileField\(|request\.files|type=[\"']file[\"']")
    found = {
        path.relative_to(places.ROOT).as_posix()
        for path in [*places.SOURCES.rglob("*.py"), *places.TEMPLATES.rglob("*.html")]
        if takes.search(path.read_text(encoding="utf-8"))
    }
    assert found == TAKES_FILES
