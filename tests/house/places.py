"""What the house consists of, found and never listed: modules, templates, files under version control."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
import pkgutil
import subprocess
from types import ModuleType

import recruit

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "recruit"
TEMPLATES = ROOT / "templates"


def modules() -> Iterator[ModuleType]:
    """Every module of the program."""
    for found in pkgutil.walk_packages(recruit.__path__, "recruit."):
        if not found.name.endswith("__main__"):
            yield import_module(found.name)


def kept_files() -> list[Path]:
    """Every file that is under version control, or would be with the next commit."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        left_out = {".venv", "instance", "node_modules", "__pycache__", "test-results"}
        found = [path for path in ROOT.rglob("*") if not left_out & set(path.relative_to(ROOT).parts)]
        return sorted(path for path in found if path.is_file())
    return sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def template_names() -> list[str]:
    return sorted(
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*")
        if path.suffix in (".html", ".txt")
    )
