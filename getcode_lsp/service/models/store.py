"""The folder of models: what is there whole, what is there in part, and the lock of whoever is filling it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from getcode_lsp.service.models.catalogue import CATALOGUE, Model

if os.name == "nt":
    import msvcrt
else:
    import fcntl


class ModelError(Exception):
    """A model can't be had; the message says why and what to do."""


def models_folder() -> Path:
    """The user's folder of models; it may not exist yet."""
    import platformdirs

    return platformdirs.user_cache_path("getcode-lsp", appauthor=False) / "models"


class ModelStore:
    """Models of a catalogue in a folder. A file with its final name is whole and was checked."""

    def __init__(self, folder: Path | None = None, catalogue: Sequence[Model] = CATALOGUE) -> None:
        self.folder = models_folder() if folder is None else folder
        self.catalogue = catalogue

    def named(self, name: str) -> Model:
        """The model of a name; raises ModelError that lists the names."""
        found = next((model for model in self.catalogue if model.name == name.strip().lower()), None)
        if found is None:
            names = ", ".join(model.name for model in self.catalogue)
            raise ModelError(f"There is no model {name[:60]!a}; the models are: {names}.")
        return found

    def place(self, model: Model) -> Path:
        """Where the model's file is, or will be."""
        return self.folder / model.file

    def part(self, model: Model) -> Path:
        """Where the first part of its file is while the rest is on its way."""
        return self.folder / f"{model.file}.part"

    def has(self, model: Model) -> bool:
        """Whether the model is here, whole."""
        return _size(self.place(model)) == model.size

    def arrived(self, model: Model) -> int:
        """How many bytes of it are here."""
        return model.size if self.has(model) else _size(self.part(model))

    def best(self) -> Model | None:
        """The best of the models that are here."""
        return next((model for model in self.catalogue if self.has(model)), None)

    def remove(self, model: Model) -> int:
        """Delete the model, and what there is of it in part; how many bytes that freed. Raises ModelError."""
        with self.locked(model):
            freed = 0
            for path in (self.place(model), self.part(model)):
                size = _size(path)
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise ModelError(f"{path} can't be removed: {error.strerror or error}.") from None
                freed += size
        return freed

    @contextmanager
    def locked(self, model: Model) -> Iterator[None]:
        """Keep other processes away from the model's files; raises ModelError where one is at them.

        The lock is of the operating system: it ends with its process, however that ends.
        """
        path = self.folder / f".{model.file}.lock"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise ModelError(f"The folder {self.folder} can't be used: {error.strerror or error}.") from None
        try:
            try:
                _lock(descriptor)
            except OSError:
                raise ModelError(
                    f"Another process is at work on {model.name}: wait until it has ended."
                ) from None
            yield
        finally:
            os.close(descriptor)


def _lock(descriptor: int) -> None:
    if os.name == "nt":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
