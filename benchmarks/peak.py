"""Peak memory of one tool over the pages of a folder, in a process of its own.

    .venv/bin/python benchmarks/peak.py TOOL FOLDER     # prints MiB

The interpreter, the pages themselves and what the tool loads are in it: compare tools.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pages
import peers


def measure(tool: str, folder: Path) -> float | None:
    """Peak resident MiB of a fresh process that reads each page once; None if it fails."""
    done = subprocess.run(
        [sys.executable, __file__, tool, str(folder)], capture_output=True, text=True, check=False
    )
    return float(done.stdout) if done.returncode == 0 else None


def read_all(tool: str, folder: Path) -> None:
    """Read every page of the folder once with the tool."""
    peers.stay_offline()
    with peers.quiet():
        for page in pages.load(folder):
            try:
                if tool == "baokan":
                    peers.baokan(page.data, page.url)
                else:
                    peers.PEERS[tool].read(page.text, page.url)
            except Exception:
                continue  # counted by the table as a page that it raised on


def peak_mib() -> float:
    """The peak of this process.  Linux's VmHWM begins at zero here; ru_maxrss is inherited."""
    status = Path("/proc/self/status")
    if status.exists():
        high = next(x for x in status.read_text("ascii").splitlines() if x.startswith("VmHWM"))
        return int(high.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # macOS: bytes


if __name__ == "__main__":
    read_all(sys.argv[1], Path(sys.argv[2]))
    print(round(peak_mib(), 1))
