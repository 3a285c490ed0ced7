"""The files of docs/deploy, by the programs that read them, as far as they can be had here.

There is no container engine: the Dockerfile is linted, and the steps of its first stage, its
command and its health check are run without one.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from compose_spec import PyCompose
from cronsim import CronSim

from crawler.cli import baokan
from crawler.clock import now
from tests.crawling import PATIENCE, ROOT

DEPLOY = ROOT / "docs" / "deploy"
UNITS = ("baokan.service", "baokan-serve.service")
PROGRAM = "/opt/baokan/bin/baokan"


def read(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def instructions() -> list[tuple[str, str]]:
    """(instruction, rest of the line) of the Dockerfile."""
    joined = re.sub(r"\\\n\s*", " ", read("Dockerfile"))
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def instruction(name: str) -> str:
    (found,) = [rest for word, rest in instructions() if word == name]
    return found


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(read("compose.yaml"))["services"]
    return found


def jobs() -> list[tuple[str, str]]:
    """(when, command) of the crontab."""
    lines = [line for line in read("crontab").splitlines() if re.match(r"[*\d]", line)]
    return [(" ".join(line.split()[:5]), line.split(maxsplit=5)[5]) for line in lines]


def calls() -> Iterator[tuple[str, ...]]:
    """The arguments of every `baokan …` in the files."""
    yield tuple(json.loads(instruction("CMD")))
    yield tuple(json.loads(instruction("HEALTHCHECK").partition("CMD")[2])[1:])
    for service in services().values():
        yield tuple(service["command"])
    for unit in UNITS:
        for line in re.findall(rf"^ExecStart={PROGRAM} (.*)$", read(unit), re.M):
            yield tuple(shlex.split(line))
    for _, command in jobs():
        program, *rest = shlex.split(command.partition(">>")[0])
        assert program == PROGRAM
        yield tuple(rest)


def test_every_call_of_baokan_can_be_parsed() -> None:
    found = list(calls())
    assert len(found) == 10
    for call in found:
        command: click.Command = baokan
        context = click.Context(baokan)
        words = list(call)
        while isinstance(command, click.Group):
            inner = command.get_command(context, words.pop(0))
            assert inner is not None, call
            command = inner
        command.make_context(command.name, words, parent=context)  # raises UsageError


def test_the_compose_file_is_valid_and_its_parts_fit() -> None:
    told = PyCompose.from_yaml(read("compose.yaml"))
    told.validate()
    with pytest.raises(ValueError, match="unless"):  # it does look at values
        PyCompose.from_yaml(read("compose.yaml").replace("unless-stopped", "sometimes"))
    whole = yaml.safe_load(read("compose.yaml"))
    scheduler, reader = services()["scheduler"], services()["reader"]
    assert (DEPLOY / scheduler["build"]["context"]).resolve() == ROOT
    assert (ROOT / scheduler["build"]["dockerfile"]).is_file()
    assert scheduler["image"] == reader["image"]
    (place,) = json.loads(f'["{instruction("VOLUME")}"]')
    assert scheduler["volumes"] == [f"archive:{place}"]
    assert reader["volumes"] == [f"archive:{place}:ro"]
    assert set(whole["volumes"]) == {"archive"}
    assert reader["depends_on"] == ["scheduler"]
    assert all(port.startswith("127.0.0.1:") for port in reader["ports"])
    assert "ports" not in scheduler


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    program = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([program, DEPLOY / "Dockerfile"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_the_image_has_what_it_needs_and_runs_as_nobody_special() -> None:
    copied = {
        name
        for word, rest in instructions()
        if word == "COPY" and not rest.startswith("--from")
        for name in rest.split()[:-1]
    }
    assert all((ROOT / name).exists() for name in copied)
    ignored = [line for line in read("Dockerfile.dockerignore").splitlines() if line[:1] == "!"]
    assert {line.removeprefix("!") for line in ignored} == copied
    assert instruction("USER").split(":")[0].isdigit()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_accepts_the_unit(name: str, tmp_path: Path) -> None:
    text = read(name)
    assert PROGRAM in text
    (tmp_path / name).write_text(text.replace(PROGRAM, shutil.which("true") or ""), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / name],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    # 0 is wholly shut in, 10 wholly exposed; a unit without any of the options has 9.6.
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", tmp_path / name],
        capture_output=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout.decode()


def test_a_wrong_unit_is_not_accepted(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    text = read("baokan.service").replace("Restart=on-failure", "Restart=sometimes")
    (tmp_path / "baokan.service").write_text(text.replace(PROGRAM, "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "baokan.service"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "restart specifier" in done.stderr


def test_the_crontab_says_when() -> None:
    assert len(jobs()) == 4
    for when, _ in jobs():
        next(CronSim(when, now()))  # raises CronSimError


@pytest.mark.skipif(shutil.which("logrotate") is None, reason="no logrotate here")
def test_logrotate_accepts_its_file(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "logrotate", tmp_path / "logrotate")
    (tmp_path / "logrotate").chmod(0o644)
    done = subprocess.run(
        ["logrotate", "--debug", "--state", tmp_path / "state", tmp_path / "logrotate"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    unknown = "unknown user"  # baokan, on a machine that has no such account
    assert not [x for x in done.stderr.splitlines() if x.startswith("error") and unknown not in x]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_steps_of_the_dockerfile_make_a_scheduler_that_stops_in_good_order(
    tmp_path: Path,
) -> None:
    """Installs with pip, from the package index."""
    source, program = tmp_path / "src", tmp_path / "opt" / "baokan"
    source.mkdir()
    program.parent.mkdir()
    build = instructions()[: [word for word, _ in instructions()].index("FROM", 1)]
    for word, rest in build:
        *names, target = rest.split()
        if word == "COPY":
            for name in names:
                to = source / target / (name if target == "./" else "")
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, to)
                else:
                    shutil.copy(ROOT / name, to)
        if word == "RUN":
            shell(rest.replace("/opt/baokan", str(program)), source, os.environ)
    told = dict(re.findall(r"(\w+)=(\S+)", instruction("ENV")))
    archive = tmp_path / "archive" / "archive.db"
    archive.parent.mkdir()
    environment = {
        name: value.replace("/opt/baokan", str(program)).replace(
            "/archive/", f"{tmp_path}/archive/"
        )
        for name, value in told.items()
    }
    environment["PATH"] = environment["PATH"].replace("$PATH", os.environ["PATH"])
    health = shlex.join(json.loads(instruction("HEALTHCHECK").partition("CMD")[2]))
    with pytest.raises(AssertionError, match="no archive here"):
        shell(health, archive.parent, environment)
    command = [program / "bin" / "baokan", *json.loads(instruction("CMD"))]
    with subprocess.Popen(command, cwd=archive.parent, env=environment) as scheduler:
        end = time.monotonic() + PATIENCE
        while not archive.exists():
            assert time.monotonic() < end
            assert scheduler.poll() is None
            time.sleep(0.05)
        shell(health, archive.parent, environment)
        scheduler.send_signal(getattr(signal, instruction("STOPSIGNAL")))
        assert scheduler.wait(timeout=PATIENCE) == 5
    shell("baokan demo", tmp_path, environment)  # every file of the package is there
    titles = shell("baokan titles --json", tmp_path, environment)
    assert len(json.loads(titles)) > 700


def shell(command: str, folder: Path, environment: Any, code: int = 0) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout
