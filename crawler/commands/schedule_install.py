"""baokan schedule install: let systemd or cron call `baokan run-due`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click

from archive.store import Archive
from crawler.commands.crawl_options import contact_option
from crawler.commands.options import UserError, archive_option
from crawler.commands.run_due import jobs_option, scheduler_of

_SERVICE = """\
[Unit]
Description=baokan: crawl what is due ({archive})
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart={command}
# A crawl that is told to stop ends within ten seconds, and goes on the next time.
TimeoutStopSec=30
Nice=10
"""
_TIMER = """\
[Unit]
Description=baokan: each {every} minutes ({archive})

[Timer]
OnCalendar=*:0/{every}
Persistent=true

[Install]
WantedBy=timers.target
"""


@click.command(name="install")
@click.option("--systemd", "how", flag_value="systemd", help="Write a service and a timer.")
@click.option("--crontab", "how", flag_value="crontab", help="Write a line of your crontab.")
@click.option("--every", type=click.IntRange(1, 30), default=5, show_default=True,
              metavar="MINUTES", help="How often to look for what is due.")  # fmt: skip
@click.option("--name", default="baokan", show_default=True, metavar="NAME",
              help="Name of the units; another one for each archive.")  # fmt: skip
@click.option("--folder", type=click.Path(path_type=Path), metavar="DIR",
              help="Where the units go.  [default: ~/.config/systemd/user]")  # fmt: skip
@click.option("--print", "only_print", is_flag=True, help="Show it, write nothing.")
@jobs_option
@contact_option
@archive_option
def install(
    how: str | None,
    every: int,
    name: str,
    folder: Path | None,
    only_print: bool,
    jobs: int,
    contact: str,
    archive_path: Path,
) -> None:
    """Let the system's own timer call `baokan run-due`, instead of `baokan schedule run`.

    \b
    baokan schedule install --systemd --contact you@library.example
    baokan schedule install --crontab --contact you@library.example
    baokan schedule install --systemd --print
    """
    if how is None:
        raise UserError("say --systemd or --crontab")
    if not all(c.isalnum() or c in "-_" for c in name) or not name:
        raise UserError(f"{name!r} is no name for a unit: letters, digits, - and _")
    if not only_print:
        with Archive.open(archive_path) as archive:
            scheduler_of(archive, jobs, contact)  # what the timer would complain of is said now
    call = [_program(), "run-due", "--archive", str(archive_path.absolute()), "--jobs", str(jobs)]
    call += ["--contact", contact] if contact else []
    if how == "crontab":
        _crontab(call, every, archive_path.absolute(), only_print)
        return
    about = {"archive": _percent(str(archive_path.absolute())), "every": every}
    command = " ".join(_quoted(word) for word in call)
    units = {
        f"{name}.service": _SERVICE.format(command=command, **about),
        f"{name}.timer": _TIMER.format(**about),
    }
    if only_print:
        click.echo("\n".join(f"# {unit}\n{text}" for unit, text in units.items()), nl=False)
        return
    _write(folder or Path.home() / ".config" / "systemd" / "user", units)
    scope = "" if folder else " --user"
    click.echo(f"now: systemctl{scope} daemon-reload")
    click.echo(f"     systemctl{scope} enable --now {name}.timer")
    if not folder:
        click.echo("     loginctl enable-linger    (so that it goes on when you log out)")


def _program() -> str:
    """The command `baokan` of this environment."""
    beside = Path(sys.executable).with_name("baokan")
    found = beside if beside.exists() else shutil.which("baokan")
    if found is None:
        raise UserError("the command baokan is not installed; install it with pip")
    return str(found)


def _percent(text: str) -> str:
    return text.replace("%", "%%")  # systemd.unit(5): % begins a specifier


def _quoted(word: str) -> str:
    """A word of ExecStart, by systemd.service(5)."""
    word = _percent(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{word}"' if not word or any(c in word for c in " \t';\\\"") else word


def _write(folder: Path, units: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for unit, text in units.items():
            (folder / unit).write_text(text, "utf-8")
            click.echo(f"wrote {folder / unit}")
    except OSError as error:
        raise UserError(f"{folder}: cannot be written ({error.strerror})") from error


def _crontab(call: list[str], every: int, archive: Path, only_print: bool) -> None:
    """Put the line of this archive into the user's crontab, in place of an earlier one."""
    mark = f"# baokan {archive}"
    # crontab(5): % ends the command, unless it is escaped.
    line = f"*/{every} * * * * {shlex.join(call)} {mark}".replace("%", "\\%")
    if only_print:
        click.echo(line)
        return
    if shutil.which("crontab") is None:
        raise UserError("there is no program crontab here; --print shows the line for it")
    environment = os.environ | {"LC_ALL": "C"}
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, env=environment)
    if before.returncode and "no crontab" not in before.stderr:
        raise UserError(f"crontab -l: {before.stderr.strip()}")
    escaped = mark.replace("%", "\\%")
    kept = [one for one in before.stdout.splitlines() if not one.endswith(escaped)]
    text = "\n".join([*kept, line]) + "\n"
    done = subprocess.run(["crontab", "-"], input=text, capture_output=True, text=True)
    if done.returncode:
        raise UserError(f"crontab: {done.stderr.strip()}")
    click.echo(f"wrote your crontab: {line}")
