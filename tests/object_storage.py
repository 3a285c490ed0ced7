"""An S3 on loopback, and what is in it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import boto3
import pytest

from archive.backup import back_up
from archive.store import Archive
from tests.crawling import wait_for
from tests.demo_archive import make_demo

BUCKET = "press"


@dataclass(frozen=True)
class Bucket:
    """A running server with one bucket; `environment` is what leads programs to it."""

    environment: dict[str, str]

    def keys(self, under: str = "") -> dict[str, int]:
        """Bytes of what is there, by its name under a folder, as boto3 sees it."""
        pages = self._client().get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=BUCKET, Prefix=under)
        listed = [one for page in found for one in page.get("Contents", ())]
        return {one["Key"].removeprefix(under): one["Size"] for one in listed}

    def put(self, name: str, data: bytes) -> None:
        self._client().put_object(Bucket=BUCKET, Key=name, Body=data)

    def get(self, name: str) -> bytes:
        data: bytes = self._client().get_object(Bucket=BUCKET, Key=name)["Body"].read()
        return data

    def fetch(self, under: str, folder: Path) -> None:
        """Copy all that is under a folder, as any tool for S3 would."""
        for name in self.keys(under):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.get(under + name))

    def begin(self) -> None:
        self._client().create_bucket(Bucket=BUCKET)

    def _client(self):  # type: ignore[no-untyped-def]
        return boto3.client(
            "s3", region_name="us-east-1", endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            aws_access_key_id="test", aws_secret_access_key="test",
        )  # fmt: skip


@contextmanager
def object_storage() -> Iterator[Bucket]:
    """moto's server, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("moto_server")), "-p", str(port)]
    url = f"http://127.0.0.1:{port}"
    environment = {"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "test",
                   "AWS_SECRET_ACCESS_KEY": "test"}  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    ) as server:
        try:
            wait_for(lambda: _answers(url))
            yield Bucket(environment)
        finally:
            server.kill()


def _answers(url: str) -> bool:
    with suppress(URLError, ConnectionError), urlopen(f"{url}/moto-api/"):
        return True
    return False


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Bucket]:
    """One server for all tests of a process: fsspec keeps what it once connected to."""
    with object_storage() as found:
        yield found


@pytest.fixture
def bucket(s3_server: Bucket, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """An empty bucket, which this process is led to, too."""
    urlopen(Request(f"{s3_server.environment['AWS_ENDPOINT_URL']}/moto-api/reset", method="POST"))
    s3_server.begin()
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    return s3_server


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's archive, to be read."""
    return make_demo(tmp_path_factory.mktemp("demo"))


def own_copy(demo: Path, folder: Path) -> Path:
    """The same, for one test to change."""
    with Archive.open(demo) as archive:
        back_up(archive, folder)
    return folder / demo.name
