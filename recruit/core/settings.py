"""Settings: read once from the environment, validated at start, frozen afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
import secrets
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

from recruit.core.providers import SignInProvider, providers_from
from recruit.core.scanning import why_not_scanner
from recruit.core.stores import why_not_url
from recruit.core.vault import key_from

Choice = TypeVar("Choice", bound=StrEnum)
PREFIX = "RECRUIT_"
PROJECT_ROOT = Path(__file__).resolve().parents[2]


class Mode(StrEnum):
    PRODUCTION = "production"
    DEVELOPMENT = "development"
    TEST = "test"


class OperatorStatus(StrEnum):
    """What the operator has declared to the labour office; decides what only a placement office may do."""

    NONE = "none"
    NOTIFIED = "notified"
    FREE_PLACEMENT = "free_placement"
    LICENSED = "licensed"

    @property
    def may_arrange_interviews(self) -> bool:
        """Arranging interviews and recommending persons is placement (Employment Security Act, art. 4, 30, 33)."""
        return self in (OperatorStatus.FREE_PLACEMENT, OperatorStatus.LICENSED)


class SecondFactor(StrEnum):
    STAFF = "staff"
    OFF = "off"


class SettingsInvalid(Exception):
    """Raised at start with every problem found, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """Everything the operator can set. `masked()` is safe to print."""

    mode: Mode
    secret_key: str
    base_url: str
    database_url: str
    smtp_url: str
    files_url: str
    files_endpoint: str
    scanner_url: str
    redis_url: str
    operator_status: OperatorStatus
    operator_name: str
    operator_number: str
    operator_contact: str
    second_factor: SecondFactor
    site_name: str
    site_name_local: str
    mail_from: str
    metrics_token: str
    trusted_proxies: int
    instance_folder: Path
    default_language: str = "ja"
    staff_mail: str = ""
    # The mailbox to which mail servers write back, and the secret of the web hook that tells the same. Off when empty.
    bounce_mailbox_url: str = ""
    bounce_secret: str = ""
    # Newest first; the first seals, all open. Without own keys one is derived from the secret key.
    vault_keys: tuple[str, ...] = ()
    # Where else people may come from to sign in.
    oidc_providers: tuple[SignInProvider, ...] = ()
    argon2_memory_kib: int = field(default=19_456)
    # How many pages for everybody each process keeps; 0 keeps none.
    kept_pages: int = 0

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def is_test(self) -> bool:
        return self.mode is Mode.TEST

    @property
    def uses_https(self) -> bool:
        return self.base_url.startswith("https://")

    def masked(self) -> dict[str, str]:
        """Names and values as text, secrets and passwords in addresses replaced by ***."""
        shown = {}
        for name, value in self.__dict__.items():
            if name in ("secret_key", "metrics_token", "vault_keys", "bounce_secret"):
                shown[name] = "***" if value else ""
            elif name.endswith("_url"):
                shown[name] = _without_password(str(value))
            elif name == "oidc_providers":
                shown[name] = "; ".join(str(provider) for provider in value)
            else:
                shown[name] = str(value)
        return shown


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:***@{host}{port}"))


def _kept_secret(folder: Path) -> str:
    """Development keeps one secret key in the instance folder, so that sign-ins survive a restart."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read and validate. Raises SettingsInvalid that names every wrong or missing variable."""
    problems: list[str] = []

    def read(name: str, default: str = "") -> str:
        return environ.get(PREFIX + name, "").strip() or default

    mode = _choice(problems, "MODE", read("MODE", "production"), Mode, Mode.PRODUCTION)
    production = mode is Mode.PRODUCTION
    instance = Path(read("INSTANCE", str(PROJECT_ROOT / "instance")))

    secret_key = read("SECRET_KEY")
    # Few different signs in many: somebody has typed the same thing again and again.
    if production and (len(secret_key) < 32 or len(set(secret_key)) < 12):
        problems.append("RECRUIT_SECRET_KEY must hold at least 32 random characters in production")
    if not secret_key and mode is Mode.DEVELOPMENT:
        secret_key = _kept_secret(instance)
    if not secret_key and mode is Mode.TEST:
        secret_key = "test-secret-key-that-is-never-used-elsewhere"

    base_url = read("BASE_URL", "" if production else "http://localhost:8000").rstrip("/")
    if not base_url.startswith(("http://", "https://")):
        problems.append("RECRUIT_BASE_URL must be the address people use, such as https://recruit.example")

    database_url = read("DATABASE_URL", f"sqlite:///{instance / 'recruit.sqlite'}")
    if database_url.startswith("postgresql://"):
        database_url = "postgresql+psycopg://" + database_url.removeprefix("postgresql://")
    if not database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        problems.append("RECRUIT_DATABASE_URL must begin with sqlite:/// or postgresql://")

    # Without a mail server, development keeps each mail as a file and shows it in its own mailbox page.
    smtp_url = read("SMTP_URL", "" if production else f"folder://{instance / 'mailbox'}")
    if not smtp_url.startswith(("smtp://", "smtps://", "smtp+starttls://")) and (
        production or not smtp_url.startswith("folder://")
    ):
        problems.append("RECRUIT_SMTP_URL must begin with smtp://, smtp+starttls:// or smtps://")

    status_text = read("OPERATOR_STATUS", "" if production else "free_placement")
    if not status_text:
        problems.append("RECRUIT_OPERATOR_STATUS must be set: none, notified, free_placement or licensed")
    operator_status = _choice(
        problems, "OPERATOR_STATUS", status_text or "none", OperatorStatus, OperatorStatus.NONE
    )
    operator_number = read("OPERATOR_NUMBER", "" if production else "13-ム-000000")
    if production and operator_status is not OperatorStatus.NONE and not operator_number:
        problems.append("RECRUIT_OPERATOR_NUMBER must hold the number of the notification or licence")

    bounce_mailbox_url = read("BOUNCE_MAILBOX_URL")
    schemes = ("imaps://", "imap://") if mode is Mode.TEST else ("imaps://",)
    if bounce_mailbox_url and not bounce_mailbox_url.startswith(schemes):
        problems.append("RECRUIT_BOUNCE_MAILBOX_URL must begin with imaps://")
    bounce_secret = read("BOUNCE_SECRET")
    if bounce_secret and len(bounce_secret) < 32:
        problems.append("RECRUIT_BOUNCE_SECRET must hold at least 32 random characters")

    second_factor = _choice(
        problems,
        "SECOND_FACTOR",
        read("SECOND_FACTOR", "staff" if production else "off"),
        SecondFactor,
        SecondFactor.STAFF,
    )
    files_url = read("FILES_URL", str(instance / "files"))
    files_endpoint, scanner_url = read("FILES_ENDPOINT"), read("SCANNER_URL")
    problems += [
        wrong for wrong in (why_not_url(files_url, files_endpoint), why_not_scanner(scanner_url)) if wrong
    ]
    proxies = _whole_number(problems, "TRUSTED_PROXIES", read("TRUSTED_PROXIES", "0"))
    # 0 keeps no pages.
    kept_pages = _whole_number(
        problems, "KEPT_PAGES", read("KEPT_PAGES", "0" if mode is Mode.TEST else "300")
    )
    oidc_providers = providers_from(read("OIDC_PROVIDERS"), problems, production=production)
    if problems:
        raise SettingsInvalid(problems)
    return Settings(
        mode=mode,
        secret_key=secret_key,
        base_url=base_url,
        database_url=database_url,
        smtp_url=smtp_url,
        files_url=files_url,
        files_endpoint=files_endpoint,
        scanner_url=scanner_url,
        redis_url=read("REDIS_URL"),
        operator_status=operator_status,
        operator_name=read(
            "OPERATOR_NAME",
            "建設かけはし事務局" if not production else read("SITE_NAME", "Kensetsu Kakehashi"),
        ),
        operator_number=operator_number,
        operator_contact=read("OPERATOR_CONTACT", "office@kakehashi.example"),
        second_factor=second_factor,
        site_name=read("SITE_NAME", "Kensetsu Kakehashi"),
        site_name_local=read("SITE_NAME_LOCAL", "建設かけはし"),
        mail_from=read("MAIL_FROM", "Kensetsu Kakehashi <no-reply@kakehashi.example>"),
        metrics_token=read("METRICS_TOKEN"),
        trusted_proxies=proxies,
        instance_folder=instance,
        bounce_mailbox_url=bounce_mailbox_url,
        bounce_secret=bounce_secret,
        staff_mail=read("STAFF_MAIL", read("OPERATOR_CONTACT", "office@kakehashi.example")),
        vault_keys=tuple(read("VAULT_KEYS").split(",")) if read("VAULT_KEYS") else (key_from(secret_key),),
        argon2_memory_kib=1024 if mode is Mode.TEST else 19_456,
        kept_pages=kept_pages,
        oidc_providers=oidc_providers,
    )


def _choice(problems: list[str], name: str, text: str, kind: type[Choice], fallback: Choice) -> Choice:
    try:
        return kind(text)
    except ValueError:
        problems.append(f"{PREFIX}{name} is {text!r}; it must be one of {', '.join(kind)}")
        return fallback


def _whole_number(problems: list[str], name: str, text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    problems.append(f"{PREFIX}{name} must be a whole number")
    return 0
