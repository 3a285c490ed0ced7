"""baokan export of articles, and baokan cite: options, files, what is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.export.formats import FORMATS
from archive.records import Article
from archive.store import Archive
from crawler.cli import baokan as cli
from tests.crawling import ROOT, Process, baokan, wait_for
from tests.entries import press
from tests.helpers import bring, open_crawl, prose

FILES = [name.replace("_", "-") for name in FORMATS if name != "epub"]
ISSUE = ("--title", "lakeside", "--issue", "2022-08-04")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return press(tmp_path)


def run(path: Path, *arguments: str | Path) -> Result:
    words = [*map(str, arguments), "--archive", str(path)]
    return CliRunner().invoke(cli, words, env={"BAOKAN_CONTACT": ""})


@pytest.mark.parametrize("name", FILES)
def test_every_format_of_all_and_of_an_issue(path: Path, name: str) -> None:
    target = path.with_name(f"out.{'md' if name == 'markdown' else name}")
    done = baokan("export", f"--{name}", target, *ISSUE, "--archive", path)
    assert (done.code, done.out, done.err) == (0, f"{target}: 3 articles\n", "")
    first = target.read_bytes()
    target.unlink()
    assert baokan("export", f"--{name}", target, *ISSUE, "--archive", path).code == 0
    assert target.read_bytes() == first, "the same archive, the same bytes"
    target.unlink()
    assert (
        baokan("export", f"--{name}", target, "--archive", path).out == f"{target}: 8 articles\n"
    )
    assert not list(path.parent.glob("*.partial"))


@pytest.mark.parametrize("days", [ISSUE[2:], ("--since", "2022-08-04", "--until", "2022-08-04")])
def test_a_book_by_issue_and_by_day(path: Path, days: tuple[str, ...]) -> None:
    target = path.with_name("out.epub")
    done = run(path, "export", "--epub", target, "--title", "lakeside", *days)
    assert done.output == f"{target}: 3 articles\n"
    assert target.read_bytes().startswith(b"PK")


def test_a_folder_of_markdown(path: Path) -> None:
    done = run(path, "export", "--markdown", path.with_name("notes"), *ISSUE)
    assert done.exit_code == 0
    assert len(list(path.with_name("notes").glob("2022-08-04-*.md"))) == 3


@pytest.mark.parametrize("name", [n for n in FILES if n != "parquet"])
def test_standard_output_is_the_file_and_nothing_else(path: Path, name: str) -> None:
    target = path.with_name("out.md")
    run(path, "export", f"--{name}", target, *ISSUE)
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "export", f"--{name}", "-", *ISSUE,
         "--archive", str(path)],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == target.read_bytes()
    assert done.stderr == b"standard output: 3 articles\n"


def test_articles_by_id_and_by_address(path: Path) -> None:
    wanted = ("--article", "1", "--article", "http://hills.example/2.html")
    done = run(path, "export", "--jsonl", "-", *wanted)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["第1篇", "山岭2"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--csv", "a.csv", "--title", "nobody"], 1, "no title 'nobody'"),
        (["--csv", "a.csv", "--article", "999"], 1, "no article 999"),
        (["--csv", "a.csv", "--issue", "999"], 1, "no issue 999"),
        (["--csv", "a.csv", "--since", "2030-01-01"], 1, "no article is chosen by --since"),
        (["--csv", "a.csv", "--since", "2022-08-04", "--until", "2022-08-03"], 2, "later than"),
        (["--csv", "a.csv", "--jsonl", "b.jsonl"], 2, "one thing at a time"),
        ([], 2, "say what to make"),
        (["--parquet", "-"], 2, "name a file"),
        (["--epub", "a.epub", "--title", "lakeside"], 2, "--epub holds one issue"),
        (["--epub", "a.zip", "--issue", "1"], 2, "has to end in .epub"),
        (["--epub", "a.epub", "--issue", "1", "--title", "hills"], 1, "no article is chosen"),
        (["--csv", "a.csv", "--text"], 2, "--text goes with --wacz"),
        (["--bagit", "a", "--title", "lakeside"], 2, "a bag holds the whole archive"),
        (["--wacz", "a.wacz", "--since", "2022-08-04"], 2, "--since: a WACZ"),
        (["--csv", "nowhere/a.csv"], 1, "does not exist"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(
    path: Path, words: list[str], code: int, said: str
) -> None:
    named = [str(path.parent / w) if "." in w and w[0] in "an" else w for w in words]
    before = set(path.parent.iterdir())
    done = baokan("export", *named, "--archive", path)
    assert done.code == code
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert done.out == ""
    after = {p for p in path.parent.iterdir() if not p.name.startswith("archive.db")}
    assert after == {p for p in before if not p.name.startswith("archive.db")}


@pytest.mark.parametrize("name", [*FILES, "epub"])
def test_nothing_is_overwritten(path: Path, name: str) -> None:
    target = path.with_name("there.epub")
    target.write_text("mine")
    done = run(path, "export", f"--{name}", target, *ISSUE)
    assert done.exit_code == 1
    assert "is there already" in str(done.exception)
    assert target.read_text() == "mine"


@pytest.mark.slow
@pytest.mark.parametrize("how", ["--jsonl", "--parquet", "--markdown"])
def test_a_kill_leaves_nothing_under_the_final_name(tmp_path: Path, how: str) -> None:
    path = press(tmp_path)
    with Archive.open(path) as archive:
        crawl = open_crawl(archive, "heavy")
        for number in range(400):
            article = Article(title=f"第{number}篇", body=prose(number, 4000))
            bring(archive, crawl, f"http://heavy.example/{number}.html", article)
        archive.connection.execute(
            "UPDATE articles SET body = (SELECT group_concat(body, char(10)) FROM articles b"
            " WHERE b.id BETWEEN 20 AND 60) WHERE id > 100"
        )
    target = tmp_path / "out"
    process = Process("export", how, target, "--archive", path)
    wait_for(lambda: any(tmp_path.glob("*.partial")), process)
    process.kill()
    process.end()
    assert not target.exists()
    assert list(tmp_path.glob("*.partial"))
    done = baokan("export", how, target, "--archive", path)
    assert done.code == 0, done.err
    assert done.out == f"{target}: 408 articles\n"
    assert not list(tmp_path.glob("*.partial"))


def test_a_full_disk_is_one_line_and_leaves_nothing(path: Path, small_disk: Path) -> None:
    with Archive.open(path) as archive:
        archive.connection.execute("UPDATE articles SET body = ?", ("桥" * 500_000,))
    done = baokan("export", "--jsonl", small_disk / "a.jsonl", "--archive", path)
    assert done.code == 7
    assert "the disk is full" in done.err
    assert os.listdir(small_disk) == []


# ------------------------------------------------------------------------ cite


def test_cite_is_in_the_order_given(path: Path) -> None:
    done = run(path, "cite", "3", "http://hills.example/2.html", "1")
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert "第1篇" in lines[2]
    assert lines[0].startswith("[1] 方知夏. 第3篇: 副题[N/OL]. 湖滨晚报, 2022-08-04(02)[")
    assert lines[1].startswith("[2] 山岭2[EB/OL]. (2022-08-05)[")


@pytest.mark.parametrize(
    ("style", "begin"),
    [("bibtex", "@article{lakeside-"), ("ris", "TY  - NEWS\r\n"), ("csl", '[{"id": "lakeside-'),
     ("dc", "<?xml"), ("gbt7714", "[1] ")],
)  # fmt: skip
def test_the_styles_of_cite(path: Path, style: str, begin: str) -> None:
    done = run(path, "cite", "1", "--style", style)
    assert done.exit_code == 0
    assert done.stdout_bytes.decode().startswith(begin)


def test_an_article_that_is_not_there(path: Path) -> None:
    done = baokan("cite", "1", "999", "--archive", path)
    assert (done.code, done.out) == (1, "")
    assert "no article 999" in done.err
