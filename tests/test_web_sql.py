"""SQL that a visitor types: it is stopped after a second, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.helpers import new_archive
from tests.reading_room import Room
from tests.test_web_hostile import fill

ENDLESS = (
    "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c",
    "select count(*) from articles a, articles b, articles c, captures d, captures e, captures f,"
    " captures g, captures h, captures i, captures j, captures k, captures l, captures m",
)
WRITING = (
    "delete from articles",
    "insert into titles (name) values ('x')",
    "update articles set title = 'x'",
    "drop table articles",
    "create table x (y)",
    "attach 'x.db' as x",
    "vacuum into 'stolen.db'",
    "pragma writable_schema = 1",
    "with x as (select 1) delete from articles",
    "select 1; delete from articles",
    "select load_extension('x')",
    "insert into article_search (article_search) values ('delete-all')",
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Room]]:
    folder = tmp_path_factory.mktemp("sql")
    with new_archive(folder) as archive:
        fill(archive)
    room = Room(folder / "archive.db")
    try:
        yield folder / "archive.db", room
    finally:
        room.close()


def asked(room: Room, sql: str) -> tuple[int, str]:
    answer = room.get(f"/archive.json?sql={quote(sql)}")
    return answer.status, json.loads(answer.text).get("error") or ""


@pytest.mark.forty(36)
@pytest.mark.parametrize("sql", ENDLESS)
def test_endless_sql_is_stopped(filled: tuple[Path, Room], sql: str) -> None:
    _, room = filled
    status, error = asked(room, sql)
    assert status == 400
    assert "took too long" in error
    assert room.get("/-/settings.json").text.count('"sql_time_limit_ms": 1000') == 1


@pytest.mark.forty(36)
@pytest.mark.parametrize("sql", WRITING)
def test_sql_changes_nothing(filled: tuple[Path, Room], sql: str) -> None:
    path, room = filled
    before, beside = path.read_bytes(), sorted(one.name for one in path.parent.iterdir())
    status, error = asked(room, sql)
    assert status == 400
    assert error
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == beside
    assert asked(room, "select count(*) from articles") == (200, "")
