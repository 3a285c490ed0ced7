"""The prose of the demo press, read from the TOML files beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Story:
    """One text of the magazine or the newspaper, before it becomes a page."""

    id: int
    title: str
    body: str = ""  # one paragraph a line; the magazine's marks are told in magazine.toml
    subtitle: str = ""
    author: str = ""  # as the author line prints it
    people: tuple[str, ...] = ()  # the names that the bylines print
    # The magazine's own
    form: str = ""  # shape of the address: static, dynamic, inner
    column: str = ""
    published: str = ""  # 2022-08-04 09:26:41
    source: str = ""
    editor: str = ""
    lead: str = ""  # what the magazine prints before a reprinted text
    reprint_of: int = 0  # id of the newspaper's story
    alias: str = ""  # a second address of the same page
    tracked: bool = False  # the list links it with ?from=list
    encoding: str = "utf-8"
    fate: str = "article"
    list_title: str = ""  # where the list's words differ from the headline
    # The newspaper's own
    date: str = ""  # 2022-08-04
    page: str = ""  # label of its page
    also_on: str = ""
    kicker: str = ""
    caption: str = ""
    kind: str = "article"
    jump: int = 0

    @property
    def paragraphs(self) -> list[str]:
        """The lines of lead and body that are not blank."""
        return [line for line in (self.lead + "\n" + self.body).splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One printed page as the newspaper's publishing system knows it."""

    label: str
    node: int
    name: str


@dataclass(frozen=True, slots=True)
class SecondDay:
    """What is different on the magazine's site at the second visit."""

    edited: int
    title: str
    old_sentence: str
    new_sentence: str
    vanished: int


@dataclass(frozen=True, slots=True)
class Magazine:
    """All texts of 《新荷评论》, newest first within a column."""

    stories: tuple[Story, ...]
    second_day: SecondDay


@dataclass(frozen=True, slots=True)
class Paper:
    """All texts of 澧江日报, in printed order within an issue."""

    pages: tuple[PaperPage, ...]
    stories: tuple[Story, ...]
    dates: tuple[str, ...] = field(default=())  # of its issues, oldest first


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def _story(record: dict[str, Any]) -> Story:
    return Story(**record | {"people": tuple(record.get("people", ()))})


@cache
def paper() -> Paper:
    """The newspaper."""
    data = _read("paper.toml")
    stories = tuple(_story(record) for record in data["article"])
    return Paper(
        pages=tuple(PaperPage(**record) for record in data["page"]),
        stories=stories,
        dates=tuple(sorted({story.date for story in stories})),
    )


@cache
def magazine() -> Magazine:
    """The magazine; a reprint has the newspaper's text after its own lead."""
    data = _read("magazine.toml")
    printed = {story.id: story.body for story in paper().stories}
    records = [*data["article"], *data["special"]]
    for record in records:
        if "reprint_of" in record:
            record["body"] = printed[record["reprint_of"]]
            record["fate"] = "reprint"
    return Magazine(
        stories=tuple(_story(record) for record in records),
        second_day=SecondDay(**data["second_day"]),
    )
