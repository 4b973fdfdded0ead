"""The program that sets one paper. `pdf.py` starts it anew for every paper; it knows nothing of the house.

It reads one JSON object from its input and writes the file to its output. Whatever the texts make the typesetter do, it has
no more than these seconds and this memory, a folder to read from that is empty but for the pictures of this paper, no way to
write a file, and no network address to fetch from: packages are looked for in that folder too.
"""

import json
from pathlib import Path
import resource
import sys

CPU_SECONDS = 10
MOST_MEMORY = 1536 * 1024 * 1024


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


def main() -> None:
    """Set the paper named by the input."""
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    # After the limits: what the typesetter takes at its start counts too.
    import typst  # noqa: PLC0415

    asked = json.load(sys.stdin.buffer)
    folder = str(Path.cwd())
    paper = typst.compile(
        asked["source"].encode(),
        root=folder,
        font_paths=[asked["fonts"]],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(asked["data"], ensure_ascii=False)},
        package_path=folder,
        package_cache_path=folder,
        timestamp=asked["made_at"],
        **asked["options"],
    )
    sys.stdout.buffer.write(paper[0] if isinstance(paper, list) else paper)


if __name__ == "__main__":
    main()
