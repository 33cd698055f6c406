"""How a model comes here: from the hub, going on where an earlier try stopped, or from a file that is here already.

What comes is written to a `.part` file, and gets its final name when it is whole and its sha256 is the right one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from getcode_lsp import __version__
from getcode_lsp.service.models.catalogue import Model
from getcode_lsp.service.models.store import ModelError, ModelStore

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int], None]
"""Told how many bytes are here, and of how many."""

_PIECE = 1024 * 1024
_SPARE_BYTES = 64 * 1024 * 1024
_TRIES = 4  # in a row that bring nothing
_CONNECT_SECONDS, _READ_SECONDS = 15.0, 60.0
_REDIRECTS = 5


class _Broke(Exception):
    """The connection broke; another try may go on from here."""


def pull(store: ModelStore, model: Model, hub: str, progress: Progress) -> Path:
    """Fetch a model from a hub; its file. Raises ModelError; what came so far stays for the next time."""
    with store.locked(model):
        if store.has(model):
            progress(model.size, model.size)
            return store.place(model)
        with _Growing(store, model) as growing:
            _fetch(growing, model.url(hub), progress)
            return growing.accept()


def take(store: ModelStore, model: Model, source: Path, progress: Progress) -> Path:
    """Copy a model from a file, or from a folder that it is in; its file. Raises ModelError."""
    found = _found_in(model, source)
    with store.locked(model), _Growing(store, model) as growing:
        growing.restart()
        growing.check_space()
        try:
            with found.open("rb") as file:
                while piece := file.read(_PIECE):
                    growing.add(piece)
                    progress(growing.size, model.size)
        except OSError as error:
            raise ModelError(f"{found} can't be read: {error.strerror or error}.") from None
        return growing.accept()


def _found_in(model: Model, source: Path) -> Path:
    try:
        if source.is_file():
            return source
        if not source.is_dir():
            raise ModelError(f"There is no file or folder {source}.")
        # The size finds it also in a hub's own cache, where files are named by their hashes.
        for path in sorted(source.rglob("*")):
            if path.is_file() and (path.name == model.file or path.stat().st_size == model.size):
                return path
    except OSError as error:
        raise ModelError(f"{source} can't be read: {error.strerror or error}.") from None
    raise ModelError(f"There is no {model.file} in {source}, and no file of its size ({model.size:,} bytes).")


class _Growing:
    """The `.part` file and the hash of what is in it."""

    def __init__(self, store: ModelStore, model: Model) -> None:
        self._store, self._model = store, model
        self._part = store.part(model)
        self.size = 0
        self._hash = hashlib.sha256()

    def __enter__(self) -> _Growing:
        with self._writing():
            self._file = self._part.open("a+b")
            self._file.seek(0)
            while piece := self._file.read(_PIECE):
                self._hash.update(piece)
                self.size += len(piece)
        if self.size > self._model.size:
            self.restart()
        return self

    def __exit__(self, *_: object) -> None:
        with self._writing():
            self._file.close()

    @property
    def whole(self) -> int:
        """How large the file is in the end, in bytes."""
        return self._model.size

    def restart(self) -> None:
        """Begin anew."""
        with self._writing():
            self._file.truncate(0)
        self.size, self._hash = 0, hashlib.sha256()

    def check_space(self) -> None:
        """Raises ModelError where the rest won't fit on the disk."""
        wanted = self._model.size - self.size + _SPARE_BYTES
        free = shutil.disk_usage(self._part.parent).free
        if free < wanted:
            raise ModelError(
                f"{self._model.name} needs {megabytes(wanted)} more in {self._part.parent}, and {megabytes(free)} are "
                "free: make room, or set XDG_CACHE_HOME to a larger disk."
            )

    def add(self, piece: bytes) -> None:
        """Write one more piece; raises ModelError where that fails or the file grows beyond what it can be."""
        if self.size + len(piece) > self._model.size:
            raise self.wrong("it is larger")
        with self._writing():
            self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    def accept(self) -> Path:
        """Give the file its final name; raises ModelError where it is not the right one, which is then deleted."""
        if self.size != self._model.size or self._hash.hexdigest() != self._model.sha256:
            what = (
                "it is shorter"
                if self.size != self._model.size
                else f"its sha256 is {self._hash.hexdigest()}"
            )
            raise self.wrong(what)
        place = self._store.place(self._model)
        with self._writing():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(place)
        return place

    def wrong(self, what: str) -> ModelError:
        """The error for a file that is another one; what there is of it is deleted."""
        self.restart()
        return ModelError(
            f"What came is not {self._model.file} ({what}), and was deleted. Try again, or another source."
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise ModelError(
                    f"The disk of {self._part.parent} is full; what came is kept. Make room, and pull again."
                ) from None
            raise ModelError(f"{self._part} can't be written: {error.strerror or error}.") from None


def _fetch(growing: _Growing, url: str, progress: Progress) -> None:
    """Fetch the rest, with another try as long as tries bring something."""
    growing.check_space()
    with _client() as http:
        left, most = _TRIES, growing.size
        while True:
            try:
                _go_on(http, url, growing, progress)
                return
            except _Broke as broke:  # noqa: PERF203 - a try is a request
                left, most = (_TRIES, growing.size) if growing.size > most else (left - 1, most)
                if left == 0:
                    raise ModelError(
                        f"{broke} {megabytes(growing.size)} are kept: run the same command again, and it goes on from "
                        "there."
                    ) from None


def _go_on(http: httpx.Client, url: str, growing: _Growing, progress: Progress) -> None:
    """One request for what is missing."""
    import httpx

    whole = growing.whole
    if growing.size == whole:
        return
    headers = {"Range": f"bytes={growing.size}-"} if growing.size else {}
    host = httpx.URL(url).netloc.decode()
    try:
        with http.stream("GET", url, headers=headers) as response:
            if response.status_code == 416:  # the server's file is smaller than what is here
                raise growing.wrong(f"{host} has a shorter one")
            _check(response, host)
            if growing.size and not _continues(response, growing.size):
                growing.restart()
            for piece in response.iter_raw():
                growing.add(piece)
                progress(growing.size, whole)
    except httpx.TooManyRedirects:
        raise ModelError(f"{host} redirects in circles.") from None
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise _Broke(f"The connection to {host} broke or can't be made ({type(error).__name__}).") from None
    if growing.size < whole:
        raise _Broke(f"{host} ended the file early.")


def _continues(response: httpx.Response, at: int) -> bool:
    """Whether a reply goes on where we are; a server that knows no ranges begins anew."""
    return response.status_code == 206 and response.headers.get("content-range", "").startswith(
        f"bytes {at}-"
    )


def _check(response: httpx.Response, host: str) -> None:
    status = response.status_code
    if status in (200, 206):
        return
    if status in (401, 403, 404, 410):
        raise ModelError(
            f"{host} does not have the file, or not for everyone ({status}). Try --url or --from."
        )
    if status in (408, 425, 429) or status >= 500:
        raise _Broke(f"{host} can't answer now ({status}).")
    raise ModelError(f"{host} sent a reply that makes no sense here ({status}).")


@contextmanager
def _client() -> Iterator[httpx.Client]:
    import httpx

    def stay_secure(response: httpx.Response) -> None:
        location = response.headers.get("location", "") if response.has_redirect_location else ""
        if response.url.scheme == "https" and response.url.join(location).scheme != "https":
            raise ModelError("The hub redirects to an address without https, which was refused.")

    try:
        client = httpx.Client(
            follow_redirects=True,  # a hub keeps large files elsewhere; what comes is checked by its hash
            max_redirects=_REDIRECTS,
            headers={"User-Agent": f"getcode-lsp/{__version__}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
            event_hooks={"response": [stay_secure]},
        )
    except (ImportError, ValueError, OSError, httpx.InvalidURL):
        raise ModelError(
            "The hub can't be called: a proxy or a file of certificates is set wrong. Check HTTPS_PROXY, ALL_PROXY, "
            "NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        ) from None
    with client:
        yield client


def megabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size / 1e6:,.1f} MB" if size < 10_000_000 else f"{size / 1e6:,.0f} MB"
