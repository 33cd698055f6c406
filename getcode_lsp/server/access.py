"""Which service answers, and with which key."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable
from typing import TypeVar, cast

from getcode_lsp.api.client import GetCodeClient, Limits
from getcode_lsp.api.errors import BadBaseUrl, KeyMissing, ServiceUnavailable
from getcode_lsp.credentials import find_key
from getcode_lsp.local_service import LocalService, LocalServiceUnavailable
from getcode_lsp.settings import Environment, Settings

T = TypeVar("T")


class ServiceAccess:
    """The client for the service in force; the embedded service is started when it is first needed."""

    def __init__(self) -> None:
        self._environment = Environment.read(os.environ)
        self._settings = Settings()
        self._chosen_local = False
        self._local = LocalService()
        self._key: str | None = None
        self._client: GetCodeClient | None = None
        self._client_for: tuple[str, str | None, Limits] | None = None
        self._old: set[asyncio.Task[None]] = set()

    def configure(self, settings: Settings) -> None:
        """Take over the settings; the next request follows them."""
        self._settings = settings

    def use_local(self) -> None:
        """Use the embedded service from now on, because the user said so."""
        self._chosen_local = True

    @property
    def local(self) -> bool:
        """Whether the embedded service answers."""
        if self._chosen_local or self._environment.local:
            return True
        return self._settings.service == "local" and not self._environment.explicit

    def forget_key(self) -> None:
        """Read the key anew when it is next needed."""
        self._key = None

    async def warm(self) -> None:
        """Do the slow parts of the first request before it comes: the key, the TLS context."""
        if not self.local and not self._environment.problem and (key := await self._read_key()):
            await (await self._client_of(self._environment.base_url, key)).warm()

    async def client(self) -> GetCodeClient:
        """The client to use now; a GetCodeError says what to do where there is none."""
        if self.local:
            return await self._client_of(*await self._start_local())
        if self._environment.problem:
            raise BadBaseUrl(self._environment.problem)
        key = await self._read_key()
        if key is None:
            raise KeyMissing
        return await self._client_of(self._environment.base_url, key)

    async def close(self) -> None:
        """Close every connection and end the embedded service."""
        if self._client is not None:
            await self._client.aclose()
        await self._local.stop()

    async def _start_local(self) -> tuple[str, str]:
        """Where the embedded service is and its key, which may have died since it was last asked."""
        try:
            endpoint = await self._local.start()
        except LocalServiceUnavailable as error:
            raise ServiceUnavailable(str(error)) from error
        return endpoint.base_url, endpoint.key

    async def _read_key(self) -> str | None:
        if self._key is None:
            # A keyring may ask the user something: never on the loop, nor in a thread that the end waits for.
            self._key = await _in_daemon(find_key, self._environment.base_url)
        return self._key

    async def _client_of(self, base_url: str, key: str | None) -> GetCodeClient:
        wanted = (base_url, key, _limits(self._settings))
        if self._client is None or self._client_for != wanted:
            if self._client is not None:
                # Streams of the old one go on to their end.
                task = asyncio.ensure_future(self._client.retire())
                self._old.add(task)
                task.add_done_callback(self._old.discard)
            locate = self._start_local if self.local else None
            self._client, self._client_for = GetCodeClient(*wanted, locate), wanted
        return self._client


async def _in_daemon(function: Callable[[str], T], argument: str) -> T:
    """Run a function in a thread that does not keep the process alive."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def settle(value: T | None, error: Exception | None) -> None:
        if result.done():
            return
        if error is not None:
            result.set_exception(error)
        else:
            result.set_result(cast("T", value))

    def run() -> None:
        value, failure = None, None
        try:
            value = function(argument)
        except Exception as error:  # noqa: BLE001 - it is raised where the result is awaited
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, value, failure)

    threading.Thread(target=run, name="credentials", daemon=True).start()
    return await result


def _limits(settings: Settings) -> Limits:
    return Limits(
        first_token=settings.limits_first_token_seconds,
        no_token=settings.limits_no_token_seconds,
        wall=settings.limits_wall_seconds,
        reply_bytes=settings.limits_reply_megabytes * 1024 * 1024,
    )
