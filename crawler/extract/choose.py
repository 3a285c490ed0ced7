"""What the page shows and what it marks for machines: which of them a field takes."""

from __future__ import annotations

from datetime import datetime

from archive.records import Person

from . import byline, dates, infoline, labels
from .boilerplate import Rules
from .compact_dates import read_labelled
from .dates import Moment
from .infoline import Info
from .marks import Marks
from .names import is_han, is_name, read_names
from .relative_dates import find_computed
from .url_dates import from_url, is_day_first

_LONGEST_WRITER = 40  # characters of an element whose class says that it names the writer


def choose_date(
    info: Info, marks: Marks, url: str = "", captured: datetime | None = None
) -> tuple[Moment, str] | None:
    """(the moment, what gave it): printed, made finer by a mark; marked; worked out; 更新时间;
    or at last the day in the address.

    A day after that of the capture is none of publication.
    """
    dated = _printed_or_marked(info, marks, captured) or _worked_out(info, marks, url, captured)
    if dated:
        return dated
    issue = marks.first("issue_date")
    day = dates.read_date(issue[0]) if issue else None
    if issue and day:
        return dates.to_day(day), issue[1]
    if info.updated:
        return info.updated, "label of the last change"
    stated = from_url(url, captured)
    return (stated, stated.computed) if stated else None


def _printed_or_marked(
    info: Info, marks: Marks, captured: datetime | None
) -> tuple[Moment, str] | None:
    marked = [(m, by) for value, by in marks.values.get("published", []) if (m := _marked(value))]
    marked = [(m, by) for m, by in marked if not m.is_after(captured)]
    shown = info.published
    if shown is not None and not shown.is_after(captured):
        for moment, mark in marked:
            finer = moment.has_time or shown.precision in ("month", "year")
            if finer and not shown.has_time and moment.iso.startswith(shown.iso):
                return moment, mark
        return shown, info.by.get("published", "")
    return next(((m, by) for m, by in marked if m.has_time), marked[0] if marked else None)


def _worked_out(
    info: Info, marks: Marks, url: str, captured: datetime | None
) -> tuple[Moment, str] | None:
    """The date that is not printed in full: 今天15:33, 9-27 22:20, 5/6/2022 in Hong Kong."""
    values = info.undated + marks.values.get("published", [])
    if day_first := is_day_first(url):
        for value, by in values:
            moment = dates.read_date(value, day_first)
            if moment and not moment.is_after(captured):
                return moment, f"{by}, day first as the host's region writes"
    for value, by in values:
        if moment := find_computed(value, captured, url, alone=by != infoline.UNLABELLED):
            return moment, f"{by}, {moment.computed}"
    return None


def choose_source(info: Info, marks: Marks, rules: Rules) -> tuple[str, str, str] | None:
    """(normalised, printed, what gave it)."""
    if info.source and info.source_raw:
        return info.source, info.source_raw, info.by.get("source", "")
    for value, by in marks.values.get("source", []):
        found = labels.read_labels(value, rules)
        bare = next((f.value for f in found if f.meaning == "source"), "" if found else value)
        if outlet := infoline.clean_source(bare, rules):
            return *outlet, by
    if info.names_site:
        return info.site, info.site, "name of the site on the information line"
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
    for value, by in marks.values.get("writer", []):
        if info.authors:
            return
        people, _ = _people(value, "author", rules) if len(value) <= _LONGEST_WRITER else ([], [])
        sure = all(is_name(p.name, rules) or not is_han(p.name) for p in people)
        info.add_people([p for p in people if sure and p.name not in known], [], by)


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
    moment = read_labelled(value)
    # A publishing system that knows only the day writes midnight.
    midnight = moment is not None and "T00:00" in moment.iso and ":00:01" not in moment.iso
    return dates.to_day(moment) if moment and midnight else moment
