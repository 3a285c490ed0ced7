"""The pages of charts and of ready-made queries."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from archive.store import Archive
from archive.web import charts_coverage, charts_days, charts_flow, words_search
from archive.web.asking import Asking, title_row
from archive.web.canned import queries


def charts(archive: Archive, asked: Asking) -> dict[str, Any]:
    """Articles a day and title (of all, or of `?title=` and a span of days), which fields were
    found, who reprints whom; each as a picture and as a table.  Raises NotHere."""
    english = asked.language == "en"
    title, since, until = (asked.text(name) for name in ("title", "since", "until"))
    if title:
        title_row(archive, title)
    days = charts_days.day_counts(archive, title, since, until)
    fields = charts_coverage.coverage(archive)
    flows = charts_flow.flows(archive)
    day_words = charts_days.EN if english else charts_days.ZH
    field_words = charts_coverage.EN if english else charts_coverage.ZH
    flow_words = charts_flow.EN if english else charts_flow.ZH
    return {
        "title": title,
        "since": since,
        "until": until,
        "names": archive.query("SELECT name, publication FROM titles ORDER BY publication"),
        # The pictures are made of escaped texts: tests/test_charts.py sees to it.
        "pictures": [
            ("chart_days", Markup(charts_days.days_svg(days, day_words)),
             charts_days.days_table(days, day_words)),
            ("chart_fields", Markup(charts_coverage.coverage_svg(fields, field_words)),
             charts_coverage.coverage_table(fields, field_words)),
            ("chart_flows", Markup(charts_flow.flow_svg(flows, flow_words)),
             charts_flow.flow_table(flows, flow_words)),
        ],
    }  # fmt: skip


def query_list(archive: Archive, asked: Asking) -> dict[str, Any]:
    """The ready-made queries, in the reader's language, with links to their pages in Datasette."""
    english = asked.language == "en"
    return {
        "queries": [
            {
                "path": asked.to.table(name),
                "title": one.title_en if english else one.title_zh,
                "said": one.en if english else one.zh,
                "parameters": [(p.name, p.en if english else p.zh) for p in one.parameters],
            }
            for name, one in queries().items()
        ],
        "example": words_search.SQL_EXAMPLE,
    }
