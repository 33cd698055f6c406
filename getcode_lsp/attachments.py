"""A PDF or an image on the disk, read to be described by the service.

What a comment names may have been written by anybody: it is looked for inside the workspace only, and nothing
outside is opened, whatever links and renamings make of a path meanwhile.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from getcode_lsp.api.errors import GetCodeError, clean
from getcode_lsp.api.limits import MOST_UPLOAD_BYTES
from getcode_lsp.prompts.mentions import MIME_TYPES

_HEAD = 1024  # where a PDF may begin at the latest (ISO 32000-1, annex H)
_KINDS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/gif": "GIF",
}
_LONGEST_SHOWN = 100
_NO_FILE = "{} is not a file that can be sent: it is a folder or a device."
# No waiting for a FIFO's writer, no terminal taken over, no descriptor for child processes.
_READ = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_STEPS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


class AttachmentRefused(GetCodeError):
    """A file that is not read, or not sent; the message says why."""

    default = "The file can't be described."


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file's content, of a type that /api/upload takes, and its name without a folder."""

    content: bytes
    mime_type: str
    file_name: str

    def __repr__(self) -> str:
        return f"Attachment({len(self.content)} bytes, {self.mime_type})"


def read_attachment(path: Path, limit: int = MOST_UPLOAD_BYTES) -> Attachment:
    """Read a file that the user named; raises AttachmentRefused."""
    _check_extension(path.name)
    return _read(path.name, lambda: os.open(path, _READ), limit)


def read_mentioned(
    mention: str, document: Path | None, roots: Sequence[Path], limit: int = MOST_UPLOAD_BYTES
) -> Attachment:
    """Read a file that a comment names; raises AttachmentRefused.

    `document` is the file that the comment stands in, `roots` the folders of the workspace.
    """
    path = find_attachment(mention, document, roots)
    inside = next(root for root in _workspace(document, roots) if path.is_relative_to(root))
    return _read(path.name, lambda: _open_below(inside, path), limit)


def find_attachment(mention: str, document: Path | None, roots: Sequence[Path]) -> Path:
    """The real path of a file that a comment names: beside its document first, then below each root.

    Raises AttachmentRefused where it is not in the workspace, or where there is none; outside of it nobody
    looks. A document that is in no root has its own folder for a workspace.
    """
    shown = _shown(mention)
    _check_mention(mention, shown)
    workspace = _workspace(document, roots)
    if not workspace:
        raise AttachmentRefused(f"{shown} can't be found: save this file into a folder first.")
    bases = ([_real(document.parent)] if document is not None else []) + workspace
    led_out = False
    for base in bases:
        path = Path(os.path.normpath(base / mention))
        if not _inside(path, workspace):
            led_out = True
            continue
        real = _real(path)
        if not _inside(real, workspace):
            led_out = True
        elif os.path.lexists(real):
            _check_extension(real.name)
            return real
    if led_out:
        raise AttachmentRefused(f"{shown} is not in the workspace: it was not read. Copy it there first.")
    raise AttachmentRefused(f"{shown} is not there: check its name, and put one with blanks in quotes.")


def _workspace(document: Path | None, roots: Sequence[Path]) -> list[Path]:
    """The real folders in which a file may be, the one of the document first."""
    real = list(dict.fromkeys(_real(root) for root in roots))
    if document is None:
        return real
    folder = _real(document.parent)
    own = [root for root in real if folder.is_relative_to(root)]
    return own + [root for root in real if root not in own] if own else [folder, *real]


def _check_mention(mention: str, shown: str) -> None:
    """Refuse what is no relative path, on any system, before the disk is asked: a UNC path would be a call."""
    windows = PureWindowsPath(mention)
    if PurePosixPath(mention).is_absolute() or windows.drive or windows.root:
        raise AttachmentRefused(f"{shown} is not a path inside the workspace: it was not read.")
    if any(not character.isprintable() for character in mention) or (os.name == "nt" and ":" in mention):
        raise AttachmentRefused(f"{shown} can't be a file's name: it was not read.")
    _check_extension(windows.name)


def _check_extension(name: str) -> str:
    mime_type = MIME_TYPES.get(name.rpartition(".")[2].lower()) if "." in name else None
    if mime_type is None:
        kinds = ", ".join(MIME_TYPES)
        raise AttachmentRefused(f"{_shown(name)} can't be described: choose a file of these: {kinds}.")
    return mime_type


def _real(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        raise AttachmentRefused(f"{_shown(path.name)} can't be read.") from None


def _inside(path: Path, roots: Sequence[Path]) -> bool:
    return any(path != root and path.is_relative_to(root) for root in roots)


def _open_below(root: Path, path: Path) -> int:
    """Open a real path below a real folder, so that it is that file or none.

    Step by step and past no link: a folder that is exchanged for a link meanwhile ends it. Where the system can't
    do that, what was opened is compared with what stands inside.
    """
    if not _BY_STEPS:
        descriptor = os.open(path, _READ)
        if not (_real(path) == path and os.path.samestat(os.fstat(descriptor), os.lstat(path))):
            os.close(descriptor)
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return descriptor
    *folders, name = path.relative_to(root).parts
    folder = os.open(root, _FOLDER)
    try:
        for part in folders:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(name, _READ | os.O_NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)


def _read(name: str, open_it: Callable[[], int], limit: int) -> Attachment:
    """Read what was opened, once it is known to be a regular file of a size and kind that can be sent."""
    shown, mime_type = _shown(name), _check_extension(name)
    try:
        descriptor = open_it()
        try:
            content = _content(shown, descriptor, limit)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unreadable(shown, error) from None
    except ValueError:
        raise AttachmentRefused(f"{shown} can't be a file's name: it was not read.") from None
    _check_content(shown, content, mime_type)
    return Attachment(content, mime_type, name)


def _content(shown: str, descriptor: int, limit: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise AttachmentRefused(_NO_FILE.format(shown))
    if status.st_size > limit:
        raise _too_large(shown, status.st_size, limit)
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        content = file.read(limit + 1)
    if len(content) > limit:  # it grew
        raise _too_large(shown, len(content), limit)
    return content


def _check_content(shown: str, content: bytes, mime_type: str) -> None:
    found = _type_of(content)
    if not content:
        raise AttachmentRefused(f"{shown} is empty: nothing was sent.")
    if found is None:
        raise AttachmentRefused(
            f"{shown} holds no {_KINDS[mime_type]}, whatever its name says: it was not sent."
        )
    if found != mime_type:
        raise AttachmentRefused(
            f"{shown} holds a {_KINDS[found]}, not a {_KINDS[mime_type]}: it was not sent. Rename it."
        )


def _type_of(content: bytes) -> str | None:
    """The type that the first bytes show (the magic numbers of the formats' own standards)."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "application/pdf" if b"%PDF-" in content[:_HEAD] else None


def _too_large(shown: str, size: int, limit: int) -> AttachmentRefused:
    return AttachmentRefused(
        f"{shown} is too large to be sent: {_megabytes(size)} MB, at most {_megabytes(limit)}. "
        "Choose a smaller one."
    )


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):,.1f}".removesuffix(".0")


def _unreadable(shown: str, error: OSError) -> AttachmentRefused:
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return AttachmentRefused(f"{shown} leads over a link that is not followed: it was not read.")
    if error.errno == errno.ENOENT:
        return AttachmentRefused(f"{shown} is not there: check its name.")
    if error.errno in (errno.EISDIR, errno.ENXIO):
        return AttachmentRefused(_NO_FILE.format(shown))
    return AttachmentRefused(f"{shown} can't be read: {error.strerror or 'the system refuses it'}.")


def _shown(name: str) -> str:
    return clean(name, None, _LONGEST_SHOWN) or "The file"
