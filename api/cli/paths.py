"""Files in and out: a clear word where one cannot be read or written, and no answer ever half-written."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInputError, Fault

STANDARD = "-"
"""Standard output, given as the answer's path."""

TROUBLE = {
    FileNotFoundError: "filen findes ikke",
    IsADirectoryError: "er en mappe, ikke en fil",
    NotADirectoryError: "ligger i noget, der ikke er en mappe",
    FileExistsError: "er en fil, ikke en mappe; flyt den, eller vælg en anden mappe med TOVHOLDER_VAR",
    PermissionError: "adgang nægtet; ret rettighederne eller vælg en anden placering",
}


def contents(path: Path) -> bytes:
    """What is in the file. Raises BadInputError where it cannot be read."""
    with _trouble_named(path):
        return path.read_bytes()


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes. Made before the work begins, so that a wrong path costs no time. Raises BadInputError."""

    path: Path

    def __post_init__(self) -> None:
        folder = self.path.resolve().parent
        if self.is_standard:
            return
        if self.path.is_dir():
            raise BadInputError([Fault(str(self.path), TROUBLE[IsADirectoryError])])
        if not folder.is_dir():
            raise BadInputError([Fault(str(folder), "mappen findes ikke; opret den først")])
        if not os.access(self.path if self.path.exists() else folder, os.W_OK):
            raise BadInputError([Fault(str(self.path), TROUBLE[PermissionError])])

    @property
    def is_standard(self) -> bool:
        """Whether the answer goes to standard output."""
        return str(self.path) == STANDARD

    def write(self, text: bytes) -> None:
        """All of `text` or nothing: a reader sees the old file until the new one is whole."""
        if self.is_standard:
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
            return
        with _trouble_named(self.path):
            # A device or a pipe cannot be replaced by a file.
            if self.path.exists() and not self.path.is_file():
                self.path.write_bytes(text)
            else:
                _replace(self.path.resolve(), text)


def _replace(path: Path, text: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


@contextmanager
def _trouble_named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadInputError([Fault(str(path), _reason(error))]) from None


def trouble(error: OSError) -> str:
    """What the operating system refused, with the file where it names one."""
    return _reason(error) if error.filename is None else f"{error.filename}: {_reason(error)}"


def _reason(error: OSError) -> str:
    known = next((text for kind, text in TROUBLE.items() if isinstance(error, kind)), None)
    return known or f"kan ikke bruges ({error.strerror})"
