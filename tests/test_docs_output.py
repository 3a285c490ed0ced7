"""The output that the docs show is what the commands print: the demo is crawled for real."""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo.press import DemoPress

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
DATABASE = "baokan-demo/archive.db"
_OURS = {"BAOKAN_RETRY_WAITS": "0.1,0.1", "BAOKAN_LOOPBACK": "1"}
# What differs from run to run, and the sign that stands for it.
_VARIES = (
    (r"127\.0\.0\.1:\d+", "HOST"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "TIME"),
    (r"-\d{14}-", "-TIME-"),
    (r"at byte \d+", "at byte N"),
    (r"sha256:\w+", "sha256:DIGEST"),
    (r'"ms": \[[\d.]+\]', '"ms": [N]'),
    (r"^\s*\d+\s+(?=\d{4}-\d\d-\d\d)", "ID "),  # of an article: pages come back in any order
    (r"^(also in: .*) \d+$", r"\1 ID"),
    (r"\s+", " "),
)


def even(line: str) -> str:
    for pattern, sign in _VARIES:
        line = re.sub(pattern, sign, line)
    return line.strip()


def examples() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Commands of the docs with the output lines that are shown below them."""
    for name in ("README.md", "docs/commands.md", "docs/tables.md", "docs/probe.md"):
        text = (ROOT / name).read_text("utf-8")
        for block in re.findall(r"^```console\n(.*?)^```", text, re.M | re.S):
            for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
                command, *output = part.splitlines()
                if output:
                    yield command.split("   #")[0], tuple(output)


def queries() -> Iterator[tuple[str, tuple[str, ...]]]:
    text = (ROOT / "docs" / "tables.md").read_text("utf-8")
    for query, table in re.findall(r"```sql\n([^`]*)```\n\n((?:\|[^\n]*\n)+)", text, re.S):
        yield query, tuple(table.splitlines())


@pytest.fixture(scope="module")
def press() -> Iterator[DemoPress]:
    with DemoPress() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `baokan demo` has run."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "demo.txt").write_text(run("baokan demo", folder), "utf-8")
    shown = run(f"baokan show 1 --raw --archive {DATABASE}", folder)
    (folder / "page.html").write_text(shown, "utf-8")
    keep_pages(folder)
    run("mkdir again && cp -r baokan-demo/archive.warc again/", folder)
    return folder


def keep_pages(folder: Path) -> None:
    """The kept pages that docs/probe.md checks: one reviewed, one with an edited expectation."""
    for name in ("fair", "street"):
        run(f"baokan record page.html --name {name}", folder)
    run("baokan record --review fair --by 林苇 --yes", folder)
    expected = folder / "fixtures" / "street" / "expected.json"
    text = expected.read_text("utf-8")
    for right, wrong in (("2022-08-04T", "2022-08-05T"), ("长两米四", "长两米五")):
        assert right in text
        text = text.replace(right, wrong)
    expected.write_text(text, "utf-8")


def run(command: str, folder: Path) -> str:
    """Standard output of a shell command, with this Python's `baokan`."""
    words = shlex.split(command)
    if words[0] == "sqlite3":  # the program need not be there
        connection = sqlite3.connect(folder / words[1])
        rows = connection.execute(words[2]).fetchall()
        connection.close()
        return "\n".join("|".join(str(value) for value in row) for row in rows)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BAOKAN_")}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=clean
        | {
            "PATH": path,
            "COLUMNS": "100",
            "BAOKAN_RETRY_WAITS": "0.1,0.1",
            "BAOKAN_LOOPBACK": "1",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(("command", "shown"), sorted(set(examples())))
def test_a_command_prints_what_the_docs_show(
    command: str, shown: tuple[str, ...], folder: Path, press: DemoPress
) -> None:
    local = command.replace("http://127.0.0.1:8000", press.base)
    is_demo = command == "baokan demo"
    printed = (folder / "demo.txt").read_text("utf-8") if is_demo else run(local, folder)
    lines = iter([even(line) for line in printed.splitlines()])
    for line in shown:
        wanted = ".*".join(re.escape(piece) for piece in even(line).split("…"))
        found = any(re.fullmatch(wanted, printed_line) for printed_line in lines)
        assert found, f"{command} does not print (in this order): {line}\nbut:\n{printed}"


@pytest.mark.parametrize(("query", "table"), sorted(set(queries())))
def test_a_query_finds_what_the_docs_show(
    query: str, table: tuple[str, ...], folder: Path
) -> None:
    connection = sqlite3.connect(folder / DATABASE)
    cursor = connection.execute(query)
    names = tuple(column[0] for column in cursor.description)
    rows = [names, *cursor.fetchall()]
    connection.close()
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    found = {even("| " + " | ".join(row) + " |") for row in cells}
    assert {even(line) for line in table if "---" not in line} <= found


def test_examples_are_found_at_all() -> None:
    assert len(set(examples())) > 7
    assert len(set(queries())) > 5
