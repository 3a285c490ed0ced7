"""Every field of an article can be traced to the response, the rule and the programs."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.reader import reader
from tests.crawling import baokan, rows
from tests.presses.multi_page import ARTICLES, MultiPagePress


def test_every_field_names_its_response(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    title, pages = ARTICLES["trs"]
    with MultiPagePress() as press:
        assert baokan("crawl", "--start", press.base + "/", "--archive", archive).code == 0
    ((number,),) = rows(archive, f"SELECT id FROM articles WHERE title = '{title}'")
    done = baokan("show", str(number), "--proof", "--json", "--archive", archive)
    fields = {one["field"]: one for one in json.loads(done.out)}
    assert {"title", "body", "editors"} <= set(fields)
    for one in fields.values():
        (row,) = rows(
            archive,
            "SELECT fetched_at, url, status, digest, warc_file, warc_offset FROM captures"
            f" WHERE id = {one['capture_id']}",
        )
        names = ("fetched_at", "url", "status", "digest", "warc_file", "warc_offset")
        assert tuple(one[name] for name in names) == row
        assert one["fetched_by"].startswith("baokan/")
        assert one["read_by"] == reader()
        line = f"SELECT row_id, kind FROM ledger WHERE hash = '{one['ledger']}'"
        assert rows(archive, line) == [(one["capture_id"], "capture")]
    assert len(fields["body"]["further"]) == len(pages) - 1
    assert fields["title"]["rule"]
    shown = baokan("show", str(number), "--proof", "--archive", archive).out
    assert shown.count("sha256:") == len(pages)
