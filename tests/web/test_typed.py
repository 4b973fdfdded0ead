"""What arrives typed comes without the sign that no database keeps."""

import io

from werkzeug.test import EnvironBuilder

from recruit.web.typed import TypedRequest


def test_nul_is_left_out_of_values_and_of_the_names_of_files() -> None:
    builder = EnvironBuilder(
        method="POST",
        query_string={"q": "a\0b"},
        data={"typed": "c\0d", "file": (io.BytesIO(b"e\0f"), "g\0h.csv")},
    )
    request = TypedRequest(builder.get_environ())
    assert (request.args["q"], request.form["typed"]) == ("ab", "cd")
    # What stands in the file stays as it is.
    assert (request.files["file"].filename, request.files["file"].read()) == ("gh.csv", b"e\0f")
