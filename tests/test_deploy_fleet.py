"""The fleet of docs/deploy: what is started by hand works, and compose starts the same."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from tests.crawling import PATIENCE, ROOT, baokan, rows, wait_for
from tests.fleet import LEASE, many_hosts, needs_redis
from tests.object_storage import Bucket, bucket, s3_server
from tests.test_deploy import DEPLOY, instructions, read

__all__ = ["bucket", "s3_server"]

COMPOSE = "compose.fleet.yaml"


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(read(COMPOSE))["services"]
    return found


def test_the_compose_file_is_valid_and_its_parts_fit() -> None:
    whole = yaml.safe_load(read(COMPOSE))
    # Its validator knows no merge keys (<<), which compose does.
    PyCompose.from_yaml(yaml.safe_dump(whole)).validate()
    found = whole["services"]
    assert list(found) == [
        "redis", "storage", "bucket", "worker-1", "worker-2", "worker-3", "merger", "reader",
        "dask-scheduler", "dask-worker",
    ]  # fmt: skip
    for name, service in found.items():
        assert set(service.get("depends_on", ())) <= set(found), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
        named = [volume.split(":")[0] for volume in service.get("volumes", ())]
        assert set(named) <= set(whole["volumes"]), name
        assert name == "bucket" or service["cap_drop"] == ["ALL"], name
    for number in (1, 2, 3):
        worker = found[f"worker-{number}"]
        assert worker["command"][-1] == f"s3://press/worker-{number}"
        assert worker["environment"]["BAOKAN_ARCHIVE"] == "/archive/shard.db"
        assert worker["volumes"] == [f"worker-{number}:/archive"]
        assert f"s3://press/worker-{number}/shard.db" in found["merger"]["command"]
        assert worker["environment"]["BAOKAN_FRONTIER"].endswith("@redis:6379/0")
    assert found["merger"]["volumes"] == ["archive:/archive"]
    assert found["reader"]["volumes"] == ["archive:/archive:ro"]
    built = found["worker-1"]["build"]
    assert (DEPLOY / built["context"]).resolve() == ROOT
    (extras,) = built["args"].values()
    assert next(rest for word, rest in instructions() if word == "ARG").startswith("EXTRAS")
    told = (ROOT / "pyproject.toml").read_text("utf-8")
    assert all(f"\n{name} = [" in told for name in extras.split(","))


def test_by_hand_is_the_same() -> None:
    """What compose gives each service, the script gives, too."""
    script = " ".join(read("fleet.sh").replace("\\\n", " ").replace('"', "").split())
    found = services()
    for name, expected in (
        ("redis", "--appendonly yes --maxmemory 1gb --maxmemory-policy noeviction"),
        ("worker-1", "worker --storage s3://press/worker-"),
        ("merger", "merge s3://press/worker-"),
        ("dask-worker", "--nthreads 1 --nworkers 2"),
    ):
        command = " ".join(found[name]["command"])
        assert expected in command
        for word in expected.split():
            assert word in script, word


def test_the_script_is_good_shell() -> None:
    program = Path(sys.executable).with_name("shellcheck")
    done = subprocess.run([program, DEPLOY / "fleet.sh"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def free_ports(*names: str) -> dict[str, str]:
    ports = {}
    for name in names:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports[name] = str(free.getsockname()[1])
    return ports


def page(port: str, path: str) -> str:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        text: str = answer.read().decode()
        return text
    return ""


@needs_redis
@pytest.mark.slow
def test_the_fleet_by_hand_crawls_merges_shows_and_reads_again(
    bucket: Bucket, tmp_path: Path
) -> None:
    ports = free_ports("REDIS_PORT", "DASK_PORT", "READER_PORT")
    here = tmp_path / "fleet"
    with many_hosts(tmp_path / "press", 6, 8) as press:
        titles = press.record(tmp_path / "titles")
        programs = Path(sys.executable).parent
        told = {name: value for name, value in os.environ.items() if name[:7] != "BAOKAN_"}
        told |= ports | bucket.environment
        told |= {"PATH": f"{programs}:{told['PATH']}", "BAOKAN_CONTACT": "me@library.example",
                 "BAOKAN_LOOPBACK": "1", "BAOKAN_TITLES": str(titles), "MERGE_SECONDS": "1",
                 "BAOKAN_STORAGE_SECONDS": "1", "BAOKAN_LEASE_SECONDS": LEASE}  # fmt: skip
        command = ["sh", DEPLOY / "fleet.sh", here]
        frontier = f"redis://127.0.0.1:{ports['REDIS_PORT']}/0"
        archive = here / "archive.db"
        with subprocess.Popen(command, env=told, start_new_session=True) as fleet:
            try:
                wait_for(lambda: "baokan" in page(ports["READER_PORT"], "/"), fleet)
                begun = baokan("fleet", "begin", "many_hosts", "--frontier", frontier,
                               BAOKAN_TITLES=str(titles))  # fmt: skip
                assert begun.code == 0, begun.err
                count = "SELECT count(*) FROM articles"
                wait_for(lambda: rows(archive, count) == [(48,)], fleet)
                assert "湖滨在线" in page(ports["READER_PORT"], "/-/baokan/archive/article/48")
                again = baokan("replay", "many_hosts", "--engine", "dask", "--scheduler",
                               f"tcp://127.0.0.1:{ports['DASK_PORT']}", "--archive", archive,
                               BAOKAN_TITLES=str(titles))  # fmt: skip
                assert again.code == 0, again.err
            finally:
                fleet.send_signal(signal.SIGTERM)
                fleet.wait(timeout=PATIENCE)
    assert rows(archive, "SELECT count(*), count(DISTINCT url) FROM articles") == [(48, 48)]
    left = subprocess.run(["pgrep", "-f", str(here)], capture_output=True, check=False)
    assert left.stdout == b"", "nothing is left running"
