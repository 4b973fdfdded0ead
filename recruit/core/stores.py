"""Where sealed files lie: a folder of this machine, or a bucket that speaks S3. A store knows names and bytes, no rows.

A folder is the default. A bucket (`s3://bucket/prefix`) needs boto3, the extra `s3`; keys and region come the way every
tool of that kind reads them (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, or the machine's own role).
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
import os
from pathlib import Path
import secrets
import threading
from typing import Any, Protocol
from urllib.parse import urlsplit

SCHEME = "s3://"
# Three tries, each given up after so many seconds: whoever waits for a page does not wait for minutes.
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 15, 3
# What S3 deletes in one request.
_MOST_AT_ONCE = 1000


class StoreUnreachable(Exception):
    """The store does not answer, or not as it should: nothing was read, or it is not known what was written."""


class NotInStore(Exception):
    """Nothing lies there under this name."""


class Store(Protocol):
    """Sealed files by name."""

    def put(self, name: str, sealed: bytes) -> None:
        """Write a file, whole or not at all; what had this name is replaced."""
        ...

    def get(self, name: str) -> bytes:
        """Raises NotInStore, StoreUnreachable."""
        ...

    def delete(self, names: Iterable[str]) -> None:
        """Delete files; what is not there is no fault."""
        ...

    def names_before(self, instant: datetime) -> Iterator[str]:
        """Every file that was last written before the instant."""
        ...

    def check(self) -> None:
        """Raises StoreUnreachable, quickly, where files cannot be kept. Writes nothing."""
        ...

    def try_out(self) -> str:
        """Write, read and delete a file; gives a sentence. Raises StoreUnreachable."""
        ...


def store_for(files_url: str, endpoint: str = "") -> Store:
    """The store that the settings name."""
    if files_url.startswith(SCHEME):
        return BucketStore(files_url, endpoint)
    return FolderStore(Path(files_url))


def why_not_url(files_url: str, endpoint: str = "") -> str | None:
    """What is wrong with the address of a store, as a sentence for the operator."""
    if endpoint and not endpoint.startswith(("https://", "http://")):
        return "RECRUIT_FILES_ENDPOINT must be an address such as https://objects.example"
    if "://" not in files_url:
        return None
    parts = urlsplit(files_url)
    if parts.scheme != "s3" or not parts.hostname or parts.query or parts.fragment:
        return "RECRUIT_FILES_URL must be a folder or s3://bucket/prefix"
    if parts.username or parts.password:
        return "RECRUIT_FILES_URL holds no keys: they belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if find_spec("boto3") is None:
        return "RECRUIT_FILES_URL names a bucket, which needs boto3: pip install --require-hashes -r requirements-s3.txt"
    return None


def _try_out(store: Store) -> None:
    name, content = f"probe-{secrets.token_hex(8)}", secrets.token_bytes(32)
    store.put(name, content)
    try:
        if store.get(name) != content:
            raise StoreUnreachable("gives back something else than was put there")
    except NotInStore as gone:
        raise StoreUnreachable("does not give back what was put there") from gone
    finally:
        store.delete([name])


class FolderStore:
    """A folder that web server and worker share, readable by their user alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, name: str) -> Path:
        # Two letters of a folder keep folders small. The name says nothing about whose file it is.
        return self.folder / name[:2].lower() / name

    def put(self, name: str, sealed: bytes) -> None:
        path = self._path(name)
        half = path.with_name(path.name + ".half")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(half, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
            half.replace(path)
        except OSError as error:
            raise StoreUnreachable(f"{self.folder} cannot be written to: {error.strerror}") from error

    def get(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise NotInStore(name) from error
        except OSError as error:
            raise StoreUnreachable(f"{self.folder} cannot be read: {error.strerror}") from error

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            try:
                self._path(name).unlink(missing_ok=True)
            except OSError as error:
                raise StoreUnreachable(f"{self.folder} cannot be written to: {error.strerror}") from error

    def names_before(self, instant: datetime) -> Iterator[str]:
        for path in sorted(self.folder.glob("??/*")):
            if path.is_file() and path.stat().st_mtime < instant.timestamp():
                yield path.name

    def check(self) -> None:
        there = next(path for path in (self.folder, *self.folder.absolute().parents) if path.exists())
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            raise StoreUnreachable(f"{self.folder} cannot be written to")

    def try_out(self) -> str:
        _try_out(self)
        return f"{self.folder} can be written to"


class BucketStore:
    """A bucket. Its client is made when it is first needed, in each process anew: none may live through a fork."""

    def __init__(self, files_url: str, endpoint: str = "") -> None:
        parts = urlsplit(files_url)
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        self.endpoint = endpoint
        self._clients: dict[tuple[int, bool], Any] = {}
        self._lock = threading.Lock()

    def _client(self, *, quick: bool = False) -> Any:
        key = (os.getpid(), quick)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._new_client(quick=quick)
            return self._clients[key]

    def _new_client(self, *, quick: bool) -> Any:
        # An extra: who keeps files in a folder does without.
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415

        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint or None,
            config=Config(
                connect_timeout=2 if quick else CONNECT_SECONDS,
                read_timeout=2 if quick else READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": 1 if quick else TRIES},
                # Names of buckets as parts of the host are known to Amazon's own addresses alone.
                s3={"addressing_style": "path" if self.endpoint else "auto"},
                # Stores of other makers do not know the newer sums; every row holds one of its own.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _key(self, name: str) -> str:
        return f"{self.prefix}/{name}" if self.prefix else name

    @contextmanager
    def _asking(self, name: str = "") -> Generator[None]:
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError  # noqa: PLC0415

        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in ("NoSuchKey", "404") and name:
                raise NotInStore(name) from error
            raise StoreUnreachable(f"the bucket {self.bucket} answers {code}") from error
        except (BotoCoreError, HTTPClientError) as error:
            raise StoreUnreachable(f"the bucket {self.bucket} does not answer: {error}") from error

    def put(self, name: str, sealed: bytes) -> None:
        with self._asking():
            self._client().put_object(Bucket=self.bucket, Key=self._key(name), Body=sealed)

    def get(self, name: str) -> bytes:
        with self._asking(name):
            return self._client().get_object(Bucket=self.bucket, Key=self._key(name))["Body"].read()

    def delete(self, names: Iterable[str]) -> None:
        keys = [{"Key": self._key(name)} for name in names]
        for begin in range(0, len(keys), _MOST_AT_ONCE):
            some = keys[begin : begin + _MOST_AT_ONCE]
            with self._asking():
                answer = self._client().delete_objects(
                    Bucket=self.bucket, Delete={"Objects": some, "Quiet": True}
                )
            if answer.get("Errors"):
                raise StoreUnreachable(f"the bucket {self.bucket} keeps what was to be deleted")

    def names_before(self, instant: datetime) -> Iterator[str]:
        with self._asking():
            pages = self._client().get_paginator("list_objects_v2")
            prefix = f"{self.prefix}/" if self.prefix else ""
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
                for found in page.get("Contents", ()):
                    if found["LastModified"] < instant:
                        yield found["Key"].removeprefix(prefix)

    def check(self) -> None:
        with self._asking():
            self._client(quick=True).head_bucket(Bucket=self.bucket)

    def try_out(self) -> str:
        _try_out(self)
        return f"the bucket {self.bucket} can be written to and read"
