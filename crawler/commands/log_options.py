"""--log and --log-json: where the events of crawls are written."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import click

from crawler.commands.options import F
from crawler.logs import Format, start_log

_FORMS: dict[str, Format] = {"BAOKAN_LOG": "line", "BAOKAN_LOG_JSON": "json"}


def _start(context: click.Context, option: click.Parameter, value: Path | None) -> None:
    if value is None or context.resilient_parsing:
        return
    variable = str(option.envvar)
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger().addHandler(start_log(value, _FORMS[variable]))
    # Crawls that this process starts as processes of their own log there, too.
    os.environ[variable] = str(value.absolute())


log_options = tuple(
    click.option(
        switch,
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        envvar=variable,
        expose_value=False,
        callback=_start,
        help=f"Append one {what} an event to FILE.  [env: {variable}]",
    )
    for switch, variable, what in (
        ("--log", "BAOKAN_LOG", "line"),
        ("--log-json", "BAOKAN_LOG_JSON", "JSON object"),
    )
)


def log_to(function: F) -> F:
    """The options --log and --log-json."""
    for option in reversed(log_options):
        function = option(function)
    return function
