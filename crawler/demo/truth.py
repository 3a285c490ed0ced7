"""What a complete crawl of the demo press has to find."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.demo.texts import Story


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the demo press and what becomes of a request for it.

    Fates: article, reprint, edited, picture (a photograph with a caption), pseudo (a page credit
    listed like an article), empty, challenge, error 500, not found, vanished, and
    forbidden by robots.txt.
    """

    url: str
    fate: str
    press: str  # magazine or paper
    status: int = 200
    title: str = ""
    subtitle: str = ""
    published: str = ""  # as long as it is printed: 2022-08-04 or 2022-08-04T09:26:41+08:00
    source: str = ""  # as printed
    people: tuple[str, ...] = ()  # names in author line and bylines
    encoding: str = "utf-8"
    marker: str = ""  # words of the text that stand in this document (and in its reprint) only
    aliases: tuple[str, ...] = ()  # other addresses of it that are linked
    issue: str = ""  # 2022-08-04
    page: str = ""  # label of its printed page


@dataclass(frozen=True, slots=True)
class IssueTruth:
    """One day of the newspaper: its front page, or a day on which it did not appear."""

    date: str
    url: str
    exists: bool
    pages: tuple[str, ...] = ()  # addresses of its pages, in printed order


def marker(story: Story) -> str:
    """The longest clause of the story: at least six characters, no punctuation."""
    clauses = re.findall(r"[\u4e00-\u9fff]{6,}", story.body)
    return max(clauses, key=len, default="")
