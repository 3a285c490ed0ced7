"""`baokan check`: what differs, what is damaged, and taking a reading over.  Invented text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.records import Article
from crawler import fixtures
from crawler.compare import differences
from tests.test_fixtures import (
    FERRY,
    PROSE,
    WORKS,
    assert_one_line,
    check,
    edit,
    folder,
    part,
    record,
    review,
)

__all__ = ["folder"]  # the fixture of the tests below


def test_agreement_is_0_and_says_what_it_is_worth(folder: Path) -> None:
    result = check(folder)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "1 page: 1 agree, 0 differ, 0 damaged; 0 reviewed, 1 not reviewed",
        "a page that is not reviewed proves nothing yet: baokan record --review NAME",
    ]
    assert result.stderr == ""


def test_each_field_that_differs_is_shown_old_and_new(folder: Path) -> None:
    edit(folder, "2022-08-04T09:13", "2022-08-05T09:13")
    edit(folder, '"kicker": null', '"kicker": "湖滨新事"')
    edit(folder, '"name": "林苇"', '"name": "林苇苇"')
    edit(folder, "渡船停在岸边。", "渡船还停在岸边。")
    result = check(folder)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == f"{folder / 'bridge'}: differs (not reviewed; expected → read)"
    assert '  published: "2022-08-05T09:13+08:00" → "2022-08-04T09:13+08:00"' in lines
    assert '  kicker: "湖滨新事" → –' in lines
    at = lines.index("  body:")
    assert lines[at + 1 : at + 6] == [
        "    @@ -1,3 +1,3 @@",
        f"     {PROSE}",
        f"    -渡船还停在岸边。{FERRY}",
        f"    +渡船停在岸边。{FERRY}",
        f"     {WORKS}桥长四百二十米。",
    ]
    assert any(line.startswith("    -{") and "林苇苇" in line for line in lines)
    assert "  title:" not in "".join(lines)
    assert "0 agree, 1 differ, 0 damaged" in lines[-2]


def test_a_diff_of_a_long_text_is_short() -> None:
    old = {"body": [f"第{n}段。" for n in range(1000)]}
    new = {"body": [p for p in old["body"] if p != "第500段。"]}
    (found,) = differences(old, new)
    assert found.lines == ("@@ -500,3 +500,2 @@", " 第499段。", "-第500段。", " 第501段。")


def test_what_is_not_expected_is_not_compared_but_said(folder: Path) -> None:
    expected = part(folder, "expected.json")
    del expected["title"], expected["kicker"]
    (folder / "bridge" / "expected.json").write_text(json.dumps(expected), "utf-8")
    result = check(folder)
    assert result.exit_code == 0
    assert f"{folder / 'bridge'}: not compared, not expected: title\n" in result.stdout


def test_a_new_reading_can_be_taken_over(folder: Path) -> None:
    assert review(folder, "--by", "林苇", "--yes").exit_code == 0
    right = part(folder, "expected.json")
    edit(folder, "渡口换了新桥", "渡口换新桥")
    taken = check(folder, "--accept", "bridge")
    assert taken.exit_code == 0
    assert '  title: "渡口换新桥" → "渡口换了新桥"' in taken.stdout
    assert part(folder, "expected.json") == right
    assert part(folder, "meta.json")["reviewed"] is None
    assert "nothing differs" in check(folder, "--accept", "bridge").stdout
    assert "reviewed by 方知" in check(folder, "--accept", "bridge", "--by", "方知").stdout
    assert "1 reviewed, 0 not reviewed" in check(folder).stdout


def test_taking_nothing_over_keeps_the_review(folder: Path) -> None:
    assert review(folder, "--by", "林苇", "--yes").exit_code == 0
    before = part(folder, "meta.json")
    check(folder, "--accept", "bridge")
    assert part(folder, "meta.json") == before


def set_meta(place: Path, key: str, value: object) -> None:
    path = place / "meta.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {key: value}), "utf-8")


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no page": (lambda p: (p / "page.html").unlink(), "page.html"),
    "no expectation": (lambda p: (p / "expected.json").unlink(), "expected.json"),
    "no meta": (lambda p: (p / "meta.json").unlink(), "meta.json"),
    "other bytes": (lambda p: (p / "page.html").write_bytes(b"<p>"), "not the bytes"),
    "cut JSON": (lambda p: (p / "expected.json").write_text('{\n "title": "'), "line 2"),
    "no UTF-8": (lambda p: (p / "expected.json").write_bytes(b'{"title": "\xd0\xc2"}'), "UTF-8"),
    "no object": (lambda p: (p / "expected.json").write_text("[]"), "not one JSON object"),
    "deep": (lambda p: (p / "expected.json").write_text("[" * 10**5), "nested too deep"),
    "typing error": (lambda p: (p / "expected.json").write_text('{"titel": "x"}'), "titel"),
    "body a string": (lambda p: (p / "expected.json").write_text('{"body": "x"}'), "paragraphs"),
    "meta empty": (lambda p: (p / "meta.json").write_text("{}"), "meta.json: url"),
    "no time": (lambda p: set_meta(p, "fetched", "yesterday"), "fetched"),
    "a local time": (lambda p: set_meta(p, "fetched", "2022-08-04T09:13"), "fetched"),
    "odd headers": (lambda p: set_meta(p, "headers", {"content-type": 1}), "headers"),
    "a folder": (lambda p: [(p / "page.html").unlink(), (p / "page.html").mkdir()], "page.html"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_page_is_one_line_and_the_others_are_checked(folder: Path, damage: str) -> None:
    shutil.copytree(folder / "bridge", folder / "aaa")
    shutil.copytree(folder / "bridge", folder / "zzz")
    expected = folder / "zzz" / "expected.json"
    expected.write_text(expected.read_text("utf-8").replace("渡口换了新桥", "渡口"), "utf-8")
    hurt, word = DAMAGE[damage]
    hurt(folder / "bridge")
    result = check(folder)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"baokan: {folder / 'bridge'}")
    assert result.stderr.count("\n") == 1
    assert word in result.stderr
    assert f"{folder / 'zzz'}: differs" in result.stdout
    assert "3 pages: 1 agree, 1 differ, 1 damaged" in result.stdout
    assert_one_line(review(folder, "--by", "x", "--yes"), folder / "bridge", word)


@pytest.mark.parametrize(
    "review_of_it", [[], {"by": "x"}, {"by": 1, "at": "", "expected_sha256": ""}, "yes"]
)
def test_a_review_that_is_none_is_damage(folder: Path, review_of_it: object) -> None:
    meta = part(folder, "meta.json") | {"reviewed": review_of_it}
    (folder / "bridge" / "meta.json").write_text(json.dumps(meta), "utf-8")
    result = check(folder)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "reviewed" in result.stderr


def test_a_page_without_its_meta_can_be_recorded_again(folder: Path) -> None:
    (folder / "bridge" / "meta.json").unlink()  # what a crash in the middle of a record leaves
    page = folder.parent / "page.html"
    assert_one_line(record(page, "--into", folder, "--name", "bridge"), "--again")
    assert record(page, "--into", folder, "--name", "bridge", "--again").exit_code == 0
    assert check(folder).exit_code == 0


def test_nothing_to_check_is_no_success(tmp_path: Path) -> None:
    assert_one_line(check(tmp_path), tmp_path, "no kept page")
    assert_one_line(check(tmp_path / "absent"), tmp_path / "absent")
    assert_one_line(check(tmp_path, "--by", "x"), "--accept")
    assert_one_line(check(tmp_path, "--accept", "absent"), tmp_path / "absent")


def test_what_the_record_holds_can_be_expected() -> None:
    names = set(Article().as_dict())
    assert {"title", "body", "authors", "published", "encoding"} <= fixtures.FIELDS < names
