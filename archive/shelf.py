"""Where the WARC files of an archive are: its folder, and the object storage that has the others.

The page files of an archive that is merged from a storage are found by the same note.

Files that were given to a storage (`baokan offload`) are not in the folder any more; `.storage`
in the folder says where they are, so that whoever knows the folder finds them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from archive.errors import ArchiveError, explain
from archive.storage import Storage
from archive.warc import OPEN, SUFFIX, sync_folder

NOTE = ".storage"
# Bytes that tell two WARC files apart: the first record has a number that no other file has.
TELLING_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of WARC files, and the address of what is not in it ("": nothing is elsewhere).

    To be sent to other processes and machines: where the folder is not there, only the storage is
    asked.
    """

    folder: Path
    storage: str = ""

    @classmethod
    def at(cls, folder: Path) -> Shelf:
        """The shelf of a folder, by the note in it.  Raises ArchiveError."""
        try:
            return cls(folder, (folder / NOTE).read_text("utf-8").strip())
        except (FileNotFoundError, NotADirectoryError):
            return cls(folder)
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiveError(f"{folder / NOTE}: cannot be read: {error}") from error

    def absolute(self) -> Shelf:
        """The same, for a process that works in another folder."""
        return Shelf(self.folder.absolute(), self.storage)

    def local(self, name: str) -> Path | None:
        """The file of that name in the folder, finished or not."""
        # The name twice: a run may finish the file between two of these looks.
        paths = (self.folder / name, self.folder / (name + OPEN), self.folder / name)
        return next((path for path in paths if path.is_file()), None)

    def find_size(self, name: str) -> int | None:
        """Bytes of the file; None for a missing one.  Raises StorageError."""
        if path := self.local(name):
            return path.stat().st_size
        return storage_at(self.storage).size(name) if self.storage else None

    def size(self, name: str) -> int:
        """Bytes of the file.  Raises ArchiveError for a missing one, and StorageError."""
        size = self.find_size(name)
        if size is None:
            raise self._missing(name)
        return size

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The file for the block, wherever it is.  Raises ArchiveError for a missing one, and
        StorageError."""
        if path := self.local(name):
            with path.open("rb") as file:
                yield file
        else:
            self.size(name)
            with storage_at(self.storage).open(name) as file:
                yield file

    def find(self, name: str) -> Path:
        """The file in the folder, finished or not; one that is elsewhere is brought back first.

        Raises ArchiveError for a missing one, DiskFullError, StorageError.
        """
        if path := self.local(name):
            return path
        self.size(name)
        path = self.folder / name
        part = self.folder / f".{name}.back"
        try:
            storage_at(self.storage).get(name, part)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(path)
            sync_folder(self.folder)
        except OSError as error:
            raise explain(error, path) from error
        return path

    def names(self) -> set[str]:
        """The names of all WARC files, here and elsewhere, also of those that are still written
        to.  Raises StorageError."""
        here = {path.name.removesuffix(OPEN) for path in self.folder.glob(f"[!.]*{SUFFIX}*")}
        if not self.storage:
            return here
        return here | {name for name in storage_at(self.storage).sizes() if name.endswith(SUFFIX)}

    def _missing(self, name: str) -> ArchiveError:
        where = f" and not at {self.storage}" if self.storage else ""
        what = "WARC file" if name.endswith(SUFFIX) else "page file"
        return ArchiveError(
            f"{self.folder / name}: the {what} is missing{where}; restore it from a backup"
        )


def leave_note(folder: Path, url: str) -> None:
    """Say in the folder where its other files are.  Raises ArchiveError."""
    draft = folder / f"{NOTE}.part"
    try:
        draft.write_text(url + "\n", "utf-8")
        draft.rename(folder / NOTE)
        sync_folder(folder)
    except OSError as error:
        raise explain(error, folder) from error


@lru_cache(maxsize=16)
def storage_at(url: str) -> Storage:
    """One connection for all who ask for the same place.  Raises StorageError."""
    return Storage(url)
