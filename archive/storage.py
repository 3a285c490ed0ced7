"""Object storage: a place of fsspec (s3://bucket/folder, gs://…) that holds whole files by name.

What is put there is never appended to.  Where the storage is and who may use it, the environment
says, as for every other program that speaks to it (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID …).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO, Any

from archive.errors import ArchiveError, explain

_PIECE = 1 << 20  # bytes
_BLOCK = 1 << 18  # bytes asked for at once when something is read from the middle of a file


class StorageError(ArchiveError):
    """The object storage cannot be had, or refuses; one line for people."""


def is_storage(place: str) -> bool:
    """Whether a place that a person named is an address, and no folder of this machine."""
    return re.match(r"[a-z][a-z0-9+.-]+://", place) is not None


class Storage:
    """A folder of an object storage.  Every method raises StorageError.

    `url`: such as s3://bucket/folder.  Needs fsspec and the package that speaks to such a place.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        with explained(self.url):
            import fsspec  # the extra `storage` may not be there

            # Others write there, too: what a listing said a while ago is not to be trusted.
            self._system, root = fsspec.core.url_to_fs(self.url, use_listings_cache=False)
        self._root = str(root).rstrip("/")

    def sizes(self) -> dict[str, int]:
        """Bytes of every file, by its name within the folder (a/b.warc.gz)."""
        with explained(self.url):
            try:
                found = self._system.find(self._root, detail=True)
            except FileNotFoundError:  # a bucket or folder that nothing was put into
                return {}
            begin = len(self._root) + 1
            return {path[begin:]: int(told["size"]) for path, told in found.items()}

    def size(self, name: str) -> int | None:
        """Bytes of a file; None when it is not there."""
        with explained(self._url(name)):
            try:
                return int(self._system.info(self._path(name))["size"])
            except FileNotFoundError:
                return None

    def put(self, source: Path, name: str) -> None:
        """Have the file there under this name, in the place of an earlier one."""
        with explained(self._url(name)):
            self._make_parent(name)
            self._system.put_file(str(source), self._path(name))

    def write(self, data: bytes, name: str) -> None:
        """Have these bytes there under this name."""
        with explained(self._url(name)):
            self._make_parent(name)
            self._system.pipe_file(self._path(name), data)

    def get(self, name: str, target: Path) -> None:
        """Copy a file to `target`.  StorageError when it is not there, too; DiskFullError."""
        with explained(self._url(name), target):
            self._system.get_file(self._path(name), str(target))

    def read(self, name: str, begin: int, end: int) -> bytes:
        """The bytes from `begin` to `end`, or to the end of the file."""
        with explained(self._url(name)):
            found: bytes = self._system.cat_file(self._path(name), start=begin, end=end)
            return found

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A file to be read from anywhere, which is fetched piece by piece."""
        with explained(self._url(name)):
            file = self._system.open(
                self._path(name), "rb", block_size=_BLOCK, cache_type="readahead"
            )
        with file:
            yield io.BufferedReader(_Pieces(file, self._url(name)))

    def digest(self, name: str) -> str:
        """SHA-256 of the bytes that are there, in hexadecimal."""
        digest = hashlib.sha256()
        with self.open(name) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _url(self, name: str) -> str:
        return f"{self.url}/{name}"

    def _make_parent(self, name: str) -> None:
        # Folders of a bucket are only names.
        if not _is_bucket(self._system):
            self._system.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)


class _Pieces(io.RawIOBase):
    """What is read of a file, so that only its own faults are called those of the storage."""

    def __init__(self, file: Any, url: str) -> None:
        self._file, self._url = file, url

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with explained(self._url):
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with explained(self._url):
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())


def _is_bucket(system: Any) -> bool:
    protocols = system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)
    return bool({"s3", "s3a", "gs", "gcs", "abfs", "az"} & set(protocols))


@contextmanager
def explained(url: str, target: Path | None = None) -> Iterator[None]:
    """What goes wrong in the block with a place of fsspec comes out as a StorageError; a full disk
    under `target` as a DiskFullError."""
    try:
        yield
    except ImportError as error:
        raise StorageError(f"{_shown(url)}: needs another package: {_hint(url, error)}") from error
    except Exception as error:  # each of fsspec's many systems has exceptions of its own
        if target and isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
            raise explain(error, target) from error
        told = " ".join(str(error).split()) or type(error).__name__
        raise StorageError(f"{_shown(url)}: {told}") from error


def _hint(url: str, error: ImportError) -> str:
    named = url.startswith(("s3://", "s3a://")) or error.name == "fsspec"
    return "pip install 'baokan[storage]'" if named else " ".join(str(error).split())


def _shown(url: str) -> str:
    """The address without a name and password in it."""
    return re.sub(r"(?<=://)[^/@]*@", "", url)
