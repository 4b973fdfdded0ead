"""A bucket on this machine: a real server that speaks S3 (moto's), in a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
import subprocess
import sys
import time
from urllib.request import urlopen

import boto3
import pytest

from tests.ports import held_port

NAME = "kakehashi-files"
ADDRESS = f"s3://{NAME}/of/tests"
_KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_REGION": "ap-northeast-1"}


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that runs as long as the block."""
    holder, port = held_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        # A busy machine takes its time.
        for _try in range(300):
            try:
                urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(60)
        holder.close()


def empty_bucket(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys in the environment, and the bucket without anything in it."""
    for name, value in _KEYS.items():
        monkeypatch.setenv(name, value)
    client = boto3.session.Session().client("s3", endpoint_url=address, region_name=_KEYS["AWS_REGION"])
    where = {"LocationConstraint": _KEYS["AWS_REGION"]}
    if not any(found["Name"] == NAME for found in client.list_buckets()["Buckets"]):
        client.create_bucket(Bucket=NAME, CreateBucketConfiguration=where)
    for found in client.list_objects_v2(Bucket=NAME).get("Contents", ()):
        client.delete_object(Bucket=NAME, Key=found["Key"])
    client.close()
