"""What the tests of the docs read in Markdown, and in commands."""

from __future__ import annotations

import re

import click


def section(text: str, heading: str) -> str:
    """From `## heading` to the next heading of its level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"no section {heading!r}"
    return found[1]


def cells(text: str) -> list[str]:
    """What each table row begins with, where it stands in backquotes."""
    return re.findall(r"^\| `([^`]+)`", text, re.M)


def words(text: str) -> set[str]:
    """Everything that stands in backquotes."""
    return set(re.findall(r"`([^`\n]+)`", text))


def code_blocks(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)


def switches(command: click.Command) -> set[str]:
    """Of a command; of one with commands below it, those of them all."""
    if isinstance(command, click.Group) and command.name != "baokan":
        return set().union(*(switches(one) for one in command.commands.values()))
    return {
        name
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--")
    }
