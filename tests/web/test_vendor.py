"""Files that come from elsewhere are exactly those that VENDOR.json names."""

import hashlib
import json
from pathlib import Path

STATIC = Path(__file__).parents[2] / "recruit" / "web" / "static"


def test_vendored_files_are_unchanged_and_have_a_licence() -> None:
    entries = json.loads((STATIC / "vendor" / "VENDOR.json").read_text())
    assert entries
    for entry in entries:
        assert entry["name"]
        assert entry["version"]
        assert entry["licence"]
        assert any("LICENSE" in file["path"] for file in entry["files"])
        for file in entry["files"]:
            assert hashlib.sha256((STATIC / file["path"]).read_bytes()).hexdigest() == file["sha256"], file[
                "path"
            ]
