"""`baokan …`: one file a command in crawler/commands/, loaded when it is called."""

from __future__ import annotations

import importlib
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from archive.errors import ArchiveError, DiskFullError
from archive.runs import EXIT_CODES
from archive.store import DEFAULT_PATH
from crawler.collecting import collect_rarely
from crawler.cron import CronError
from crawler.polite import PolitenessError
from crawler.span import SpanError
from crawler.tell import TellError
from crawler.titles import TitleError

COMMANDS = (
    "demo", "titles", "scout", "crawl", "revisit", "schedule", "run-due", "run-slot", "status",
    "stop", "pause", "resume", "health", "metrics", "replay", "rebuild", "extract", "probe",
    "record", "check", "show", "cite", "diff", "search", "index", "reprints", "stats", "gaps",
    "calendar", "mastheads", "verify", "backup", "offload", "merge", "fleet", "worker", "export",
    "serve",
)  # fmt: skip


class _Commands(click.Group):
    """Imports a command's module only when the command is wanted: `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(
            f"crawler.commands.{cmd_name.replace('-', '_')}"
        ).command
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="baokan", message="%(prog)s %(version)s")
@click.option(
    "--archive",
    "archive_path",
    type=click.Path(path_type=Path),
    help=f"The archive file, for all commands.  [default: ./{DEFAULT_PATH}]",
)
def baokan(archive_path: Path | None) -> None:
    """报刊 baokan: crawl Chinese newspapers and magazines into an archive that can be trusted.

    \b
    baokan demo                                  a small press on this machine, crawled in seconds
    baokan titles                                what can be crawled
    baokan crawl hunan_daily --since 2022-08-01 --until 2022-08-04 --contact you@library.example
    baokan search 禁毒                            what was kept
    """


def main() -> None:
    """The command's entry point: errors of the house are one line and a non-zero exit."""
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a GBK terminal has not all of Unicode
    try:
        baokan(prog_name="baokan")
    except (CronError, PolitenessError, SpanError, TellError, TitleError) as error:
        print(f"baokan: {error}", file=sys.stderr)
        sys.exit(2)  # like a wrong option
    except ArchiveError as error:
        print(f"baokan: {error}", file=sys.stderr)
        sys.exit(EXIT_CODES["disk full" if isinstance(error, DiskFullError) else "error"])


if __name__ == "__main__":
    main()
