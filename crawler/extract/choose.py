"""What the page shows and what it marks for machines: which of them a field takes."""

from __future__ import annotations

from archive.records import Person

from . import byline, compact_dates, dates, infoline, labels
from .boilerplate import Rules
from .dates import Moment
from .infoline import Info
from .marks import Marks
from .names import read_names
from .other_dates import read_other_date


def choose_date(info: Info, marks: Marks) -> tuple[Moment, str] | None:
    """The printed date, made finer by a mark of the same day; else a mark; else 更新时间."""
    marked = [(m, by) for value, by in marks.values.get("published", []) if (m := _marked(value))]
    shown = info.published
    if shown is not None:
        by = info.by.get("published", "")
        if not shown.has_time:
            for moment, mark in marked:
                if moment.has_time and moment.iso[:10] == shown.iso[:10]:
                    return moment, mark
        return shown, by
    for moment, mark in marked:
        if moment.has_time:
            return moment, mark
    if marked:
        return marked[0]
    issue = marks.first("issue_date")
    day = dates.read_date(issue[0]) if issue else None
    if issue and day:
        return dates.to_day(day), issue[1]
    return (info.updated, "label of the last change") if info.updated else None


def choose_source(info: Info, marks: Marks, rules: Rules) -> tuple[str, str, str] | None:
    """(normalised, printed, what gave it)."""
    if info.source and info.source_raw:
        return info.source, info.source_raw, info.by.get("source", "")
    for value, by in marks.values.get("source", []):
        found = labels.read_labels(value, rules)
        bare = next((f.value for f in found if f.meaning == "source"), "" if found else value)
        if outlet := infoline.clean_source(bare, rules):
            return *outlet, by
    return None


def add_marked_people(info: Info, marks: Marks, rules: Rules) -> None:
    """Authors and editors of the marks, where the page shows none."""
    if not info.editors:
        for value, by in marks.values.get("editor", []):
            people, editors = _people(value, "editor", rules)
            info.add_people([], editors or people, by)
    if info.authors:
        return
    known = {p.name for p in info.editors}
    for value, by in marks.values.get("author", []):
        people, _ = _people(value, "author", rules)
        # The slot for the author often holds the editor.
        info.add_people([p for p in people if p.name not in known], [], by)


def _people(value: str, field: str, rules: Rules) -> tuple[list[Person], list[Person]]:
    if credit := byline.read_credit(value, value, rules, "markup"):
        return list(credit.people), list(credit.editors)
    found = labels.read_labels(value, rules)
    kinds = {f.meaning.partition(":")[0] for f in found}
    if found and kinds != {field}:
        return [], []
    texts = [f.value for f in found] or [value]
    role = "作者" if field == "author" else "编辑"
    names = [n for text in texts for n in read_names(text, rules) or ()]
    return [Person(n, role, value, "", "markup") for n in names], []


def _marked(value: str) -> Moment | None:
    moment = dates.read_date(value) or compact_dates.read_compact(value) or read_other_date(value)
    # A publishing system that knows only the day writes midnight.
    midnight = moment is not None and "T00:00" in moment.iso and ":00:01" not in moment.iso
    return dates.to_day(moment) if moment and midnight else moment
