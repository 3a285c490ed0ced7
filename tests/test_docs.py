"""Docs that cannot lie: what they list is what there is, in both directions."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click
import pytest
from click.testing import CliRunner

from archive import records, runs
from archive.store import Archive
from crawler import settings
from crawler.catalogue import catalogue
from crawler.cli import baokan
from crawler.titles import Title
from tests.docs_text import cells, code_blocks, section, switches, words

ROOT = Path(__file__).parent.parent
DOCS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
TEXTS = DOCS | {
    name: (ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")
}
QUICK_START = (
    "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/baokan demo",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest",
)


CONTEXT = click.Context(baokan)
JSON_CALLS = ("titles", "search 新桥", "show 1", "stats", "extract {}", "probe {}")
COMMANDS = {name: baokan.get_command(CONTEXT, name) for name in baokan.list_commands(CONTEXT)}


# ------------------------------------------------------------------- commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_in_its_section_and_no_other(name: str) -> None:
    documented = [cell.split()[0] for cell in cells(section(DOCS["commands.md"], name))]
    assert {word for word in documented if word.startswith("--")} == switches(COMMANDS[name])


def test_the_options_before_the_command_are_documented() -> None:
    assert switches(baokan) <= set(re.findall(r"--[a-z-]+", DOCS["commands.md"].split("\n## ")[0]))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_shows_an_example(name: str) -> None:
    result = CliRunner().invoke(baokan, [*name.split(), "--help"])
    assert result.exit_code == 0
    examples = re.findall(r"^  (?:.* \| )?baokan .*$", result.output, re.M)
    assert any(f"baokan {name}".strip() in line for line in examples)


def examples() -> Iterator[tuple[str, str]]:
    for source, text in TEXTS.items():
        for block in code_blocks(text):
            for line in block.splitlines():
                if found := re.match(r"(?:\$ )?(?:.*\| |\w+=\S+ |\S*/bin/)?(baokan .*)", line):
                    yield source, found[1]


@pytest.mark.parametrize(("source", "line"), sorted(set(examples())))
def test_every_example_line_can_be_parsed(source: str, line: str) -> None:
    arguments = shlex.split(re.split(r" (?:[|<>&]|#)", line)[0])[1:]
    place = next((n for n, word in enumerate(arguments) if word in COMMANDS), len(arguments))
    before, after = arguments[:place], arguments[place + 1 :]
    if "--help" in arguments:
        assert set(arguments) <= {*COMMANDS, "--help"}
        return
    assert place < len(arguments), f"{source}: no command in {line!r}"
    parent = baokan.make_context("baokan", before, resilient_parsing=True)
    assert not parent.args, f"{source}: {line}"
    command = COMMANDS[arguments[place]]
    context = command.make_context(arguments[place], after, parent)
    if isinstance(command, click.Group):
        context = command.commands[after[0]].make_context(after[0], after[1:], context)
    title = context.params.get("title")
    if title and title != "NAME" and not title.startswith("demo_"):
        assert title in {one.name for one in catalogue()}, f"{source}: {line}"


def test_examples_are_found_at_all() -> None:
    assert {source for source, _ in examples()} >= {"README.md", "commands.md", "warc.md"}
    assert {line.split()[1] for _, line in examples()} >= set(COMMANDS)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with one invented article."""
    path, at = tmp_path / "archive.db", "2026-01-05T06:30:00.000Z"
    article = records.Article(title="桥通了", body="新桥昨天通车。", published="2022-08-04")
    title = dict.fromkeys(("publication", "kind", "platform", "entry", "publisher", "place"), "")
    asks = [records.Ask("http://127.0.0.1/2022/0804/1.shtml", "any")]
    with Archive.open(path) as archive:
        with archive.transaction() as connection:
            title_id = runs.put_title(connection, {"name": "bridge", **title})
            span = (None, None)
            opened = runs.open_run(
                connection, title_id, "", span, asks, at=at, pid=1, user_agent=""
            )
        archive.ingest(
            opened.run_id, records.Visit(1, "done", at, (), records.Found("article", article))
        )
    return path


@pytest.mark.parametrize("call", JSON_CALLS)
def test_the_keys_of_json_are_documented(call: str, archive: Path) -> None:
    page = archive.with_suffix(".html")
    page.write_text("<h1>桥</h1>" + "<p>新桥昨天通车，长四百米。</p>" * 9, "utf-8")
    arguments = call.format(page).split()
    place = [] if arguments[0] in ("titles", "extract", "probe") else ["--archive", str(archive)]
    result = CliRunner().invoke(baokan, [*arguments, *place, "--json"])
    assert result.exit_code == 0, result.output
    answer: Any = json.loads(result.stdout)
    rows = answer if isinstance(answer, list) else [answer]
    text = section(DOCS["commands.md"], arguments[0])
    if arguments[0] == "show":
        text += section(DOCS["tables.md"], "articles")
    assert rows
    assert set(rows[0]) <= words(text)


# --------------------------------------------------------------------- tables


def test_every_table_and_column_is_documented_and_no_other(archive: Path) -> None:
    connection = sqlite3.connect(archive)
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = [row[0] for row in rows]
    inner = {name for name in names if name.startswith("article_search_")}
    assert inner <= words(section(DOCS["tables.md"], "article_search"))
    headings = set(re.findall(r"^## (.+)$", DOCS["tables.md"], re.M)) - {"Queries to copy"}
    assert headings == set(names) - inner
    for name in headings:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        table = section(DOCS["tables.md"], name).split("\nStates:")[0]
        assert cells(table) == columns, name
    connection.close()


def test_the_queries_of_the_docs_run(archive: Path) -> None:
    queries = re.findall(r"```sql\n(.*?)```", DOCS["tables.md"], re.S)
    queries += re.findall(r'sqlite3 \S+ "(SELECT.*?)"', "\n".join(TEXTS.values()), re.S)
    assert len(queries) > 8
    connection = sqlite3.connect(archive)
    for query in queries:
        connection.execute(query)
    connection.close()


def test_every_word_that_a_row_can_hold_is_documented(archive: Path) -> None:
    text = DOCS["tables.md"]
    connection = sqlite3.connect(archive)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%CHECK%'")
    schema = rows.fetchall()
    connection.close()
    for name, sql in schema:
        for listed in re.findall(r"CHECK \(\w+ IN \(([^)]*)\)", sql):
            assert set(re.findall(r"'([^']+)'", listed)) <= words(section(text, name))
    assert set(cells(section(text, "frontier").split("\nStates:")[1])) == set(
        re.findall(r"'([^']+)'", dict(schema)["frontier"].split("state IN")[1].split(")")[0])
    )
    assert {*runs.EXIT_CODES, "running", "killed"} <= words(section(text, "runs"))
    assert set(get_args(records.Precision)) <= words(section(text, "articles"))
    outcomes = set(get_args(get_type_hints(records.Outcome)["article"])) - {""}
    assert set(cells(DOCS["how-a-page-travels.md"])) == outcomes


def test_every_kind_of_masthead_fact_is_documented() -> None:
    kinds = (records.Fact.__doc__ or "").partition("Kinds:")[2]
    named = set(re.findall(r"[a-z_]{2,}", re.sub(r"\([^)]*\)", "", kinds))) - {"and"}
    rules = "".join(p.read_text("utf-8") for p in (ROOT / "crawler" / "rules").glob("*.toml"))
    used = set(re.findall(r'^fact = "(\w+)"', rules, re.M))
    documented = section(DOCS["tables.md"], "mastheads").partition("Kinds:")[2]
    assert len(named) > 10
    assert len(used) > 10
    assert named | used == words(documented)


def test_every_verdict_of_a_platform_is_documented() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "crawler/platforms").glob("*.py")]
    verdicts = {word for text in sources for word in re.findall(r'Found\(\s*"([\w ]+)"', text)}
    verdicts |= set(get_args(records.PageKind))
    assert len(verdicts) > 8
    assert verdicts <= words(section(DOCS["tables.md"], "frontier").partition("Verdicts:")[2])


# ----------------------------------------------------- settings and exit codes


def test_every_setting_is_documented_with_its_value_and_no_other() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", DOCS["settings.md"], re.M))
    ours = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    assert set(rows) == set(ours)
    for name, value in ours.items():
        if isinstance(value, int | float | str) and name not in {"USER_AGENT", *os.environ}:
            assert str(value) in rows[name], name


def test_every_environment_variable_is_documented() -> None:
    sources = [*(ROOT / "archive").rglob("*.py"), *(ROOT / "crawler").rglob("*.py")]
    named = {n for path in sources for n in re.findall(r"BAOKAN_[A-Z_]+", path.read_text("utf-8"))}
    assert {"BAOKAN_ARCHIVE", "BAOKAN_CONTACT"} <= named
    assert named <= words(DOCS["settings.md"])


def test_the_exit_codes_are_those_of_the_run_row() -> None:
    rows = re.findall(r"^\| (\d+) \| `([^`]+)` \|", DOCS["exit-codes.md"], re.M)
    assert {outcome: int(code) for code, outcome in rows} == runs.EXIT_CODES


def test_every_key_and_option_of_a_title_is_documented() -> None:
    documented = set(cells(DOCS["add-a-title.md"]))
    for path in (ROOT / "docs" / "platforms").glob("*.md"):
        options = re.findall(r"## Options\n(.*?)(?=\n## |\Z)", path.read_text("utf-8"), re.S)
        documented |= {cell for text in options for cell in cells(text)}
    accepted: set[str] = set()
    for path in (ROOT / "crawler" / "platforms").glob("*.py"):
        accepted |= _accepted(ast.parse(path.read_text("utf-8")))
    assert accepted >= {"editions", "max_depth"}
    assert documented == {item.name for item in fields(Title)} | accepted


def _accepted(module: ast.Module) -> set[str]:
    """The words of `set(options) - {…}`: how platforms find the keys that they do not know."""
    named = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            known = named.get(node.right.id) if isinstance(node.right, ast.Name) else node.right
            if isinstance(node.left, ast.Call) and isinstance(known, ast.Set):
                found |= {str(ast.literal_eval(word)) for word in known.elts}
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_links_between_the_docs_resolve(name: str) -> None:
    folder = ROOT if name in ("README.md", "CONTRIBUTING.md") else ROOT / "docs"
    for target in re.findall(r"\]\((?!https?:)([^)]*)\)", TEXTS[name]):
        file, _, anchor = target.partition("#")
        path = folder / file if file else folder / name
        assert path.is_file(), target
        heads = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
        slugs = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
        assert not anchor or anchor in slugs, target


def test_the_readme_begins_with_the_quick_start_and_leads_to_every_page() -> None:
    readme = TEXTS["README.md"]
    assert tuple(code_blocks(readme)[0].splitlines()) == QUICK_START
    assert readme.index(QUICK_START[0]) < 300
    assert {f"docs/{name}" for name in DOCS} <= set(re.findall(r"\]\((docs/[^)#]*)", readme))
    assert QUICK_START[1] in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
