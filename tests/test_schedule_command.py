"""`baokan schedule …` and `run-due`, as a person and a timer use them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive import schedules
from archive.schedules import Plan
from archive.store import Archive
from crawler.cli import baokan
from crawler.scout_record import as_toml
from tests.crawling import ROOT, rows
from tests.crawling import baokan as run
from tests.presses.papers import all_presses
from tests.presses.static import serve
from tests.presses.walk import title_of

LONG_AGO = "2026-01-05T00:00:00.000Z"
PRESS = next(press for press in all_presses() if press.name == "founder_classic calendar")


def call(*arguments: str | Path) -> tuple[int, str]:
    """In this process: exit code (2 for errors that main() shows) and output."""
    result = CliRunner().invoke(baokan, [str(word) for word in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return 2, str(result.exception)
    return result.exit_code, result.output


def test_add_list_next_remove(tmp_path: Path) -> None:
    place = ("--archive", tmp_path / "a.db")
    code, said = call(
        "schedule", "add", "hunan_daily", "--cron", "30 6 * * *", "--revisit", *place
    )
    assert code == 0
    assert said.startswith("hunan_daily: next at 20")
    call("schedule", "add", "qiushi", "--cron", "0 8 1,16 * *", "--jitter", "0", *place)
    code, said = call("schedule", "add", "hunan_daily", "--cron", "0 7 * * *", *place)
    assert "in place of the schedule before" in said
    code, said = call("schedule", "list", "--json", *place)
    listed = {row["title"]: row for row in json.loads(said)}
    assert set(listed) == {"hunan_daily", "qiushi"}
    assert (listed["hunan_daily"]["cron"], listed["hunan_daily"]["revisit"]) == (
        "0 7 * * *",
        False,
    )
    code, said = call("schedule", "next", "--limit", "3", "--json", *place)
    moments = [row["at"] for row in json.loads(said)]
    assert moments == sorted(moments)
    assert len(moments) == 3
    assert call("schedule", "remove", "hunan_daily", *place) == (0, "hunan_daily: removed\n")
    code, said = call("schedule", "remove", "hunan_daily", *place)
    assert (code, said) == (2, "baokan: hunan_daily has no schedule; see: baokan schedule list\n")
    assert "qiushi" in call("schedule", "list", *place)[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere_at_all", "--cron", "30 6 * * *"), "unknown title 'nowhere_at_all'"),
        (("qiushi", "--cron", "30 6"), "'30 6' is no cron expression"),
        (("qiushi", "--cron", "30 6 * * *", "--budget", "0"), "more than 0 seconds"),
        (("qiushi", "--cron", "30 6 * * *", "--entry", "ftp://x"), "no http address"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    code, said = call("schedule", "add", *arguments, "--archive", tmp_path / "a.db")
    assert code == 2
    assert says in said
    assert len(said.strip().splitlines()) == 1
    with Archive.open(tmp_path / "a.db") as archive:
        assert schedules.all_of(archive) == []


def test_real_titles_are_not_crawled_without_a_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    place = ("--archive", tmp_path / "a.db")
    call("schedule", "add", "qiushi", "--cron", "30 6 * * *", *place)
    for command in (("run-due",), ("schedule", "run"), ("schedule", "install", "--systemd")):
        code, said = call(*command, *place)
        assert code == 2
        assert "--contact you@library.example" in said


def test_what_is_due_is_crawled_once(tmp_path: Path) -> None:
    days = sorted(PRESS.issues)
    with serve(PRESS) as running:
        title = replace(title_of(PRESS, running.base), seen="2026-11")
        (tmp_path / "titles").mkdir()
        (tmp_path / "titles" / "own.toml").write_text(as_toml(title), "utf-8")
        path = tmp_path / "archive.db"
        environment = {"BAOKAN_TITLES": str(tmp_path / "titles"), "BAOKAN_RETRY_WAITS": "0.1"}
        plan = Plan("test_press", "30 6 * * *", jitter_seconds=0, back_days=3650)
        with Archive.open(path) as archive, archive.transaction() as connection:
            schedules.add(connection, plan, LONG_AGO)
            # What a slot covered long ago: the press has no newer issues than those of its span.
            connection.execute(
                "INSERT INTO slots (schedule_id, slot, since, until, due_at, started_at, ended_at,"
                " outcome) VALUES (1, ?, ?, ?, ?, ?, ?, 'complete')",
                (LONG_AGO, days[0], days[0], LONG_AGO, LONG_AGO, LONG_AGO),
            )
        first = run("run-due", "--archive", path, **environment)
        asked = len(running.log)
        second = run("run-due", "--archive", path, **environment)
        assert len(running.log) == asked
    assert "test_press: crawling" in first.out
    assert (second.code, second.out) == (0, "")
    slots = rows(
        path,
        "SELECT since > ?, ended_at > '' FROM slots WHERE id > 1".replace("?", f"'{days[0]}'"),
    )
    assert slots[0] == (1, 1)
    assert rows(path, "SELECT count(*) FROM runs WHERE slot_id > 1") == [(len(slots),)]
    kept = {str(row[0]) for row in rows(path, "SELECT date FROM issues WHERE appeared")}
    assert set(days[1:]) <= kept


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    archive = tmp_path / "an archive, 100% odd.db"
    folder = tmp_path / "units"
    code, said = call("schedule", "install", "--systemd", "--folder", folder, "--every", "10",
                      "--contact", "you@library.example", "--archive", archive)  # fmt: skip
    assert code == 0, said
    units = sorted(folder.iterdir())
    assert [unit.name for unit in units] == ["baokan.service", "baokan.timer"]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "baokan" not in done.stderr, done.stderr
    assert "OnCalendar=*:0/10" in units[1].read_text()


def test_the_crontab_keeps_what_is_there_and_holds_one_line_an_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a crontab program that keeps the table in a file."""
    table = tmp_path / "table"
    table.write_text("0 1 * * * backup\n")
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = -l ] && exec cat {table}\nexec cat > {table}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    for minutes in ("5", "15"):
        code, said = call("schedule", "install", "--crontab", "--every", minutes,
                          "--archive", tmp_path / "100%.db")  # fmt: skip
        assert code == 0, said
    backup, line = table.read_text().splitlines()
    assert backup == "0 1 * * * backup"
    assert line.startswith("*/15 * * * * ")
    assert "run-due --archive" in line
    assert line.count("\\%") == line.count("%") == 2


def test_the_session_of_the_docs_prints_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "schedules.md").read_text("utf-8")
    (block,) = re.findall(r"^```console\n(.*?)^```", text, re.M | re.S)
    parts = [part.splitlines() for part in re.split(r"^\$ baokan ", block, flags=re.M)[1:]]
    assert len(parts) == 4
    for command, *shown in parts:
        code, said = call(*shlex.split(command))
        assert code == 0
        assert [without_time(line) for line in said.splitlines()] == [
            without_time(line) for line in shown
        ]


def without_time(line: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "TIME", line).rstrip()


def test_every_subcommand_has_help_with_an_example() -> None:
    group = baokan.get_command(click.Context(baokan), "schedule")
    assert isinstance(group, click.Group)
    for name in group.commands:
        code, said = call("schedule", name, "--help")
        assert code == 0
        assert f"\n  baokan schedule {name}" in said
