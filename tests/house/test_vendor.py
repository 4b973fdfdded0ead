"""Files of the tests that come from elsewhere are unchanged and have their licence."""

import hashlib
import json

from tests.house.places import ROOT

VENDOR = ROOT / "tests" / "vendor"


def test_vendored_test_tools_are_those_named() -> None:
    entries = json.loads((VENDOR / "VENDOR.json").read_text())
    named = {file["path"]: file["sha256"] for entry in entries for file in entry["files"]}
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert there - {"VENDOR.json"} == set(named)
    for entry in entries:
        assert entry["name"] and entry["version"] and entry["licence"]
        assert any("LICENSE" in file["path"] for file in entry["files"])
    for path, digest in named.items():
        assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == digest, path
