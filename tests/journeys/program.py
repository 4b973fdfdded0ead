"""The program as it runs for people: migrated database, web server, worker and mail server, each a process or port of its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
import os
from pathlib import Path
import re
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import Self
import urllib.error
import urllib.request

from tests.house.places import ROOT
from tests.mail import MailServer
from tests.ports import held_port

PASSWORD = "a-road-of-three-years"
LIMIT_SECONDS = 60.0


class Program:
    """`with Program(folder, at=…) as program:` – the installation in the folder, whose database is migrated, at the time `at`.

    Its processes are the real ones; only their clock is another one, so that the hour of the test run changes nothing and
    weeks can pass.
    """

    def __init__(self, folder: Path, *, at: datetime) -> None:
        self.folder = folder
        self._shift = at - datetime.now(UTC)
        self.mail = MailServer()
        self.holder, self.port = held_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RECRUIT_")},
            "RECRUIT_TEST_SLOW_LINE": os.environ.get("RECRUIT_SLOW_LINE", ""),
            "RECRUIT_MODE": "development",
            "RECRUIT_BASE_URL": self.base,
            "RECRUIT_INSTANCE": str(folder),
            "RECRUIT_DATABASE_URL": f"sqlite:///{folder / 'recruit.sqlite'}",
            "RECRUIT_SMTP_URL": self.mail.url,
            "RECRUIT_NEW_PASSWORD": PASSWORD,
            "RECRUIT_TEST_CLOCK_SHIFT": str(self._shift.total_seconds()),
            "PYTHONPATH": f"{ROOT / 'tests' / 'journeys' / 'shifted'}:{ROOT}",
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.log = folder / "program.log"

    def command(self, *words: str) -> str:
        """Run `recruit …` to its end and give back what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "recruit.commands", *words],
            env=self.environ, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"recruit {' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def _begin(self, *words: str) -> None:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "recruit.commands", *words],
                env=self.environ, cwd=ROOT, stdout=log, stderr=log, process_group=0,
            )  # fmt: skip
        self.processes.append(process)

    def __enter__(self) -> Self:
        self.mail.__enter__()
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    @property
    def now(self) -> datetime:
        """The time at which the program lives."""
        return datetime.now(UTC) + self._shift

    def move_clock_to(self, at: datetime) -> None:
        """Stop, let time pass, start again."""
        self._stop()
        self._shift = at - datetime.now(UTC)
        self.environ["RECRUIT_TEST_CLOCK_SHIFT"] = str(self._shift.total_seconds())
        self._start()

    def _start(self) -> None:
        self._begin("serve", "--port", str(self.port), "--workers", "1")
        self._begin("worker")
        self.wait_for(self._answers, "the web server does not answer")

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop()
        self.holder.close()
        self.mail.__exit__(None, None, None)

    def _stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait_for(self, condition: Callable[[], bool], otherwise: str, seconds: float = LIMIT_SECONDS) -> None:
        ends_at = time.monotonic() + seconds
        while not condition():
            dead = [process.args for process in self.processes if process.poll() is not None]
            if dead or time.monotonic() > ends_at:
                log = (
                    self.log.read_text(encoding="utf-8", errors="replace")[-4000:]
                    if self.log.exists()
                    else ""
                )
                raise AssertionError(f"{otherwise}; ended by themselves: {dead}\n{log}")
            time.sleep(0.1)

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [
            message
            for message in self.mail.messages
            if message["To"] is not None and address in str(message["To"])
        ]

    def mail_to(self, address: str, part: str, *, but: int = 0) -> EmailMessage:
        """The newest mail to somebody whose text holds `part`, once there are more than `but` of them."""

        def found() -> list[EmailMessage]:
            return [message for message in self.mails_to(address) if part in text_of(message)]

        self.wait_for(
            lambda: len(found()) > but,
            f"no mail to {address} that holds {part!r}; there are {[str(mail['Subject']) for mail in self.mails_to(address)]}",
        )
        return found()[-1]

    def link_to(self, address: str, part: str) -> str:
        """The address in the newest mail to somebody that holds `part`."""
        text = text_of(self.mail_to(address, part))
        hits = [hit for hit in re.findall(r"https?://[^\s<>\"]+", text) if part in hit]
        assert hits, text
        return hits[0]


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None, message["Subject"]
    return body.get_content()
