"""What arrives typed: forms, addresses and names of files, without the one letter that nobody can type and no database keeps."""

from collections.abc import Iterable
from typing import Any

from flask import Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

NUL = "\0"


class TypedValues(ImmutableMultiDict):
    """Names and values as they were sent, files among them; NUL is left out, as PostgreSQL refuses a whole row for it."""

    def __init__(self, mapping: Iterable[tuple[Any, Any]] | MultiDict | None = None) -> None:
        pairs = mapping.items(multi=True) if isinstance(mapping, MultiDict) else (mapping or ())
        super().__init__([(_without_nul(name), _without_nul(value)) for name, value in pairs])


def _without_nul(value: Any) -> Any:
    if isinstance(value, FileStorage):
        # What stands in the file is its reader's business.
        value.filename = _without_nul(value.filename)
    return value.replace(NUL, "") if isinstance(value, str) else value


class TypedRequest(Request):
    """A request whose forms, queries and names of files can be kept."""

    parameter_storage_class = TypedValues
