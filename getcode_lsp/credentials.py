"""The API key: where it is found and kept, each key bound to the origin it was given for.

The order is GETCODE_API_KEY, the system's keyring where the `keyring` package is installed and works, and a file.
The file lies in the user's data folder, not among the configuration that people publish. An origin is what
`settings.check_base_url` returns. No message, log line or error in here holds a key.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

from getcode_lsp.settings import Environment

SERVICE_NAME = "getcode-lsp"
ENVIRONMENT_VARIABLE = "GETCODE_API_KEY"

logger = logging.getLogger(__name__)

_KEY = re.compile(r"[\x21-\x7e]+")
_MOST_CHARACTERS = 4096


class CredentialsError(Exception):
    """A key could not be kept or removed; the message says why and never holds the key."""


def check_key(key: str) -> str:
    """The key, if it can be one; raises ValueError with a message that does not repeat it."""
    if not key:
        raise ValueError("the key is empty")
    if len(key) > _MOST_CHARACTERS:
        raise ValueError(f"the key is longer than {_MOST_CHARACTERS} characters")
    if not _KEY.fullmatch(key):
        raise ValueError("the key has a blank, a line break or a character outside ASCII")
    return key


def find_key(origin: str) -> str | None:
    """The key for an origin, or None; it may wait for the system's keyring, so call it off an event loop.

    GETCODE_API_KEY counts for the origin that GETCODE_BASE_URL names, and is returned as it stands, even
    malformed: whoever sends it checks it first and can then say what is wrong.
    """
    from_environment = os.environ.get(ENVIRONMENT_VARIABLE)
    if from_environment is not None and origin == _configured_origin():
        return from_environment
    return _from_keyring(origin) or _from_file(key_file(origin), origin)


def _configured_origin() -> str | None:
    environment = Environment.read(os.environ)
    return None if environment.problem or environment.local else environment.base_url


def store_key(origin: str, key: str) -> str:
    """Keep a key for an origin and say where: "the system's keyring", or the path of the file.

    Raises ValueError for a key that can't be one and CredentialsError where it could not be written.
    """
    check_key(key)
    path = key_file(origin)
    if _into_keyring(origin, key):
        with suppress(OSError):  # an older key must not come back when the keyring is gone
            path.unlink(missing_ok=True)
        return "the system's keyring"
    try:
        _write_private(path, json.dumps({"origin": origin, "key": key}) + "\n")
    except OSError as error:
        raise CredentialsError(
            f"The key could not be written to {path}: {error.strerror or error}."
        ) from None
    return str(path)


def forget_key(origin: str) -> bool:
    """Remove the key kept for an origin; returns whether there was one. Raises CredentialsError."""
    forgotten = _out_of_keyring(origin)
    path = key_file(origin)
    try:
        path.unlink()
    except FileNotFoundError:
        return forgotten
    except OSError as error:
        raise CredentialsError(f"{path} could not be removed: {error.strerror or error}.") from None
    return True


def key_file(origin: str) -> Path:
    """The file for one origin: one each, so that two logins at once can't lose each other's key."""
    import platformdirs

    folder = platformdirs.user_data_path(SERVICE_NAME, appauthor=False)
    return folder / "keys" / f"{quote(origin, safe='')}.json"


def _from_file(path: Path, origin: str) -> str | None:
    try:
        with path.open(encoding="utf-8") as file:
            if not _only_ours(file.fileno(), path):
                return None
            kept = json.load(file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        logger.warning("The key file %s can't be read (%s)", path, type(error).__name__)
        return None
    if not isinstance(kept, dict) or kept.get("origin") != origin or not isinstance(kept.get("key"), str):
        logger.warning("The key file %s holds no key for its origin", path)
        return None
    key: str = kept["key"]
    return key


def _only_ours(descriptor: int, path: Path) -> bool:
    """Whether an open key file is ours; one that others may read is closed to them first."""
    if os.name != "posix":
        return True  # a user's data folder is private by its access list
    status = os.fstat(descriptor)
    if status.st_uid != os.getuid():
        logger.warning("The key file %s belongs to another user and is not used", path)
        return False
    if stat.S_IMODE(status.st_mode) & 0o077:
        logger.warning("The key file %s was open to other users; now it is not", path)
        os.fchmod(descriptor, 0o600)
    return True


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and stat.S_IMODE(path.parent.stat().st_mode) & 0o077:
        path.parent.chmod(0o700)
    beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _keyring() -> ModuleType | None:
    """The keyring package if it is installed and has a backend that keeps secrets.

    A backend of a priority below 1 is one that its authors do not recommend: it keeps nothing, or plain text.
    """
    try:
        import keyring

        return keyring if keyring.get_keyring().priority >= 1 else None
    except Exception as error:  # noqa: BLE001 - whatever a backend raises, the file is there
        logger.debug("No keyring: %s", type(error).__name__)
        return None


def _from_keyring(origin: str) -> str | None:
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        key = keyring.get_password(SERVICE_NAME, origin)
    except Exception as error:  # noqa: BLE001 - locked, refused, gone: the file is asked next
        logger.warning("The system's keyring can't be read (%s)", type(error).__name__)
        return None
    return key if isinstance(key, str) else None


def _into_keyring(origin: str, key: str) -> bool:
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE_NAME, origin, key)
        return bool(keyring.get_password(SERVICE_NAME, origin) == key)
    except Exception as error:  # noqa: BLE001 - the file takes it instead
        logger.warning("The system's keyring can't be written (%s)", type(error).__name__)
        return False


def _out_of_keyring(origin: str) -> bool:
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        if keyring.get_password(SERVICE_NAME, origin) is None:
            return False
        keyring.delete_password(SERVICE_NAME, origin)
    except Exception as error:  # noqa: BLE001 - every backend has its own exceptions
        raise CredentialsError(
            f"The system's keyring would not remove the key ({type(error).__name__})."
        ) from None
    return True
