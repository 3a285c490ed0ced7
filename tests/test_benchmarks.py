"""The benchmark's arithmetic, on cases small enough to be worked out by hand, and its commands."""

from __future__ import annotations

import functools
import gc
import json
import random
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pages import load, mutated
from benchmarks.scoring import (
    asked,
    body_overlap,
    leaks,
    moment,
    names,
    normalise,
    score_page,
    shingles,
    totals,
)
from benchmarks.timing import interleaved, percentile
from crawler.extract import extract

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests" / "pages"
READINGS = 100  # between two measurements of memory
MOST_GROWTH = 48 * 1024  # bytes; to keep the texts alone would be twice that


def test_what_is_compared_has_one_form() -> None:
    assert normalise("「湖上」 新风\u3000ＡＢ\u200b") == '"湖上"新风ab'
    assert normalise(None) == normalise(" \n") == ""


def test_shingles_are_a_multiset_of_four_characters() -> None:
    assert shingles("一二三四五") == {"一二三四": 1, "二三四五": 1}
    assert shingles("一一一一一") == {"一一一一": 2}
    assert shingles("一二") == {"一二": 1}
    assert not shingles("")


@pytest.mark.parametrize(
    ("truth", "got", "optional", "precision", "recall"),
    [
        ("一二三四五六七八", "一二三四五六七八", "", 1.0, 1.0),
        ("一二三四五六七八", "一二三四五", "", 1.0, 2 / 5),  # 2 of its 5 shingles
        ("一二三四五", "一二三四五六七八", "", 2 / 5, 1.0),
        ("一一一一", "一一一一一一", "", 1 / 3, 1.0),  # said three times, there once
        ("一二三四五", "", "", None, 0.0),
        ("一二三四五", "甲乙丙丁戊", "", 0.0, 0.0),
        # The caption may be there: only the shingles over its border are wrong.
        ("一二三四五", "一二三四五甲乙丙丁戊", "甲乙丙丁戊", 2 / 5, 1.0),
    ],
)
def test_overlap_of_bodies(
    truth: str, got: str, optional: str, precision: float | None, recall: float
) -> None:
    assert body_overlap(truth, got, optional) == (
        precision if precision is None else pytest.approx(precision),
        pytest.approx(recall),
    )


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("2022-08-04T09:13:22+08:00", "2022-08-04", "2022-08-04 09:13"),
        ("2022-08-04T09:13+08:00", "2022-08-04", "2022-08-04 09:13"),
        ("2022年8月4日 09时13分22秒", "2022-08-04", "2022-08-04 09:13"),
        ("2022/8/4", "2022-08-04", None),
        ("2022-08-03T17:30:00Z", "2022-08-04", "2022-08-04 01:30"),  # the next day in China
        ("2022-08-04T01:30:00.5+09:30", "2022-08-04", "2022-08-04 00:00"),
        ("2022-08-03T20:00-0500", "2022-08-04", "2022-08-04 09:00"),
        ("2022-08", None, None),
        ("2022-02-30", None, None),
        (None, None, None),
    ],
)
def test_moments(text: str | None, day: str | None, minute: str | None) -> None:
    assert moment(text) == (day, minute)


def test_names_are_cut_where_chinese_is_printed() -> None:
    assert names("陈若溪 李思源、何静") == {"陈若溪", "李思源", "何静"}
    assert names(["Anna Berg", "何静/周禾"]) == {"annaberg", "何静", "周禾"}
    assert names(None) == names([]) == names([""]) == set()


def test_furniture_leaks_unless_the_text_itself_has_it() -> None:
    body = "白鹭归来。\n版权所有 云湖日报社\n服务热线:0700-1234567"
    assert leaks(body, {"body": "白鹭归来。"}) == ["telephone", "copyright"]
    assert leaks(body, {"body": "白鹭归来。", "body_optional": "版权所有"}) == ["telephone"]
    assert leaks("白鹭归来。", {"body": "白鹭归来。"}) == []


TRUTH: dict[str, Any] = {
    "title": "一湾碧水引得白鹭归",
    "source": "云湖日报",
    "author": ["陈若溪", "李思源"],
    "published": "2023-03-12T08:05+08:00",
    "body": "一二三四五六七八",
}


def test_a_page_is_asked_only_what_its_truth_has() -> None:
    got = {"title": "一湾碧水引得白鹭归_云湖网", "author": ["陈若溪", "周禾", "何静"],
           "published": "2023-03-12", "editor": ["周禾"], "body": "一二三四五"}  # fmt: skip
    assert score_page(TRUTH, got) == {
        "title": 0.0, "title~": 1.0, "source": 0.0, "day": 1.0, "minute": 0.0,
        "author": (1, 2, 1), "body_p": 1.0, "body_r": 2 / 5, "leak": 0.0,
    }  # fmt: skip


def test_an_answer_where_there_is_none_is_a_false_one() -> None:
    none = {"author": [], "byline": "何静", "source_none": True, "published_none": True}
    assert score_page(none, {"author": "何静"})["false_author"] == 0.0
    got = score_page(none, {"author": "何静 周禾", "source": "云湖网", "published": "2022-01-01"})
    assert got == {"false_author": 1.0, "false_source": 1.0, "false_date": 1.0, "leak": None}


def test_midnight_is_no_minute() -> None:
    assert "minute" not in score_page({"published": "2023-03-12 00:00"}, {})
    assert "minute" in score_page({"published": "2023-03-12 10:00"}, {})


def test_sums_over_pages() -> None:
    scores = [
        {"title": 1.0, "author": (1, 2, 1), "body_p": 1.0, "body_r": 0.5, "leak": 0.0},
        {"title": 0.0, "author": (3, 0, 0), "body_p": None, "body_r": 0.0, "leak": None},
        {"title": 0.0, "body_p": 0.5, "body_r": 1.0, "leak": 1.0, "subtitle": 0.0},
    ]
    sums = totals(scores, {"title", "author", "body"})
    assert sums["title"] == pytest.approx(1 / 3)
    assert sums["author"] == pytest.approx(8 / 11)  # 4 right, 2 wrong, 1 missed
    assert (sums["body_p"], sums["body_r"], sums["leak"]) == (0.75, 0.5, 0.5)
    assert sums["body_f1"] == pytest.approx(0.6)  # of .75 and .5
    assert sums["subtitle"] is None  # the tool gives none on any page: no zero
    assert totals(scores, {"body", "subtitle"})["title"] is None
    assert asked(scores) | {"body_f1": 3, "author": 2, "subtitle": 1} == asked(scores)


def test_percentile_is_a_value_that_was_measured() -> None:
    assert percentile(range(1, 21), 0.95) == 19
    assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0


def test_rounds_are_interleaved_and_a_failure_has_no_time() -> None:
    calls = []

    def fail() -> None:
        calls.append("b")
        raise ValueError

    best = interleaved({"a": lambda: calls.append("a"), "b": fail}, rounds=3)
    assert "".join(calls) == "ababab"
    assert 0 < best["a"] < best["b"] == float("inf")


def test_a_manifest_is_read_with_its_charset_and_truth(tmp_path: Path) -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><meta charset="gb2312"><p>贺大瑀</p>'
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.html").write_bytes(page.encode("gb18030"))
    row = {"file": "a.html", "site": "a.example", "url": None, "encoding": "gb18030"}
    manifest = tmp_path / "inner" / "manifest.jsonl"
    manifest.write_text(json.dumps(row | {"truth": {"title": "甲\u2028乙"}}) + "\n", "utf-8")
    (found,) = load(tmp_path)
    assert found.text == '<meta charset="utf-8"><p>贺大瑀</p>'
    assert (found.url, found.truth) == ("http://a.example/", {"title": "甲\u2028乙"})
    manifest.write_text(json.dumps(row) + "\n" + json.dumps(row | {"file": "b.html"}), "utf-8")
    with pytest.raises(ValueError, match=r"manifest\.jsonl, line 2.*b\.html"):
        load(tmp_path)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    script, *rest = map(str, arguments)
    return subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / script), *rest],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_benchmark_runs_without_any_peer(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    done = run("extract.py", PAGES, "--peers", "none", "--rounds", "1", "--json", result)
    assert (done.returncode, done.stderr) == (0, "")
    table = dict(re.findall(r"^(\S.*?)  +\d+ +([\d.]+) *$", done.stdout, re.M))
    figures = json.loads(result.read_text("utf-8"))
    count = len(list(PAGES.glob("*.html")))
    assert figures["pages"] == len(figures["per_page"]["baokan"]) == count
    ours = figures["tools"]["baokan"]
    for measure in ("title", "day", "author", "body_f1", "leak"):
        assert table[measure] == f"{ours['accuracy'][measure]:.3f}"
    assert float(table["× parse, median"]) == pytest.approx(ours["x_parse_median"], abs=0.06)
    assert ours["x_parse_p95"] >= ours["x_parse_median"] > 1
    assert (ours["raised"], ours["x_trafilatura"]) == (0, None)


def test_time_alone_where_there_is_no_truth(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>桥</h1><p>新桥昨天通车。</p>", "utf-8")
    done = run("extract.py", tmp_path, "--peers", "none", "--rounds", "1")
    assert done.returncode == 0
    assert "title" not in done.stdout
    assert "× parse, median" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--peers", "readabilty"), "readabilty"),
        (("missing",), "missing"),
        ((ROOT / "docs", "--peers", "none"), "no manifest.jsonl and no .html file"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(arguments: tuple[object, ...], said: str) -> None:
    done = run("extract.py", *arguments)
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_benchmark_opens_no_connection() -> None:
    code = (
        "import sys, socket; sys.path.insert(0, 'benchmarks'); import peers\n"
        "peers.stay_offline()\n"
        "for ask in (lambda: socket.create_connection(('127.0.0.1', 9)),"
        " lambda: socket.getaddrinfo('press.example', 80)):\n"
        "    try: ask()\n"
        "    except ConnectionRefusedError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.count("a benchmark uses no network") == 2


def test_the_memory_benchmark_measures_and_has_a_bound() -> None:
    done = run("memory.py", PAGES, "--pages", "20", "--bound", "1000")
    assert done.returncode == 0, done.stderr
    sizes = [float(size) for size in re.findall(r"pages +([\d.]+) MiB", done.stdout)]
    assert len(sizes) == 10
    said = re.search(r"growth ([+-][\d.]+) MiB after the first 4 pages", done.stdout)
    assert said
    assert float(said[1]) == pytest.approx(sizes[-1] - sizes[1], abs=0.11)


def test_changed_pages_differ_and_are_the_same_for_the_same_seed() -> None:
    text = "<p>今天天气很好，大家都出来了。</p>" * 20
    first, second = random.Random(1), random.Random(1)
    pages = [mutated(text, first) for _ in range(20)]
    assert pages == [mutated(text, second) for _ in range(20)]
    assert len(set(pages)) == 20


def empty_the_caches() -> None:
    """Those with a limit; one without is what the next test is there to find."""
    for one in gc.get_objects():
        ours = isinstance(one, functools._lru_cache_wrapper) and "crawler" in one.__module__
        if ours and one.cache_parameters()["maxsize"]:
            one.cache_clear()


def test_reading_keeps_nothing() -> None:
    found, chance = load(PAGES), random.Random(1)

    def read(count: int) -> int:
        """Bytes that are still held after that many pages, none like another."""
        for number in range(count):
            page = found[number % len(found)]
            extract(mutated(page.text, chance), f"{page.url}?{number}")
        empty_the_caches()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        read(READINGS)
        warm = read(READINGS)
        assert read(READINGS) - warm < MOST_GROWTH
    finally:
        tracemalloc.stop()


def test_the_cost_of_the_catalogue_is_shown() -> None:
    done = run("catalogue.py", "--rounds", "1", "--bound", "100000")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^one record +[\d.]+ +1\.0 *$", done.stdout, re.M)
    assert int(done.stdout.splitlines()[-1].split()[0]) >= 600
    done = run("catalogue.py", "--title", "no_such_title")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "Error: there is no title no_such_title"
