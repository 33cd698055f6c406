"""`FakeApi` in a thread of its own, for tests that are not coroutines."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from tests.fakes.api import FakeApi, Step
from tests.fakes.api_wire import PATIENCE, FakeRequest, Headers

T = TypeVar("T")


class ThreadedFakeApi:
    """`FakeApi` for tests that are not coroutines; every method has its namesake's meaning.

    `patience`: seconds that it waits for a request, and for its end.
    """

    def __init__(self, api: FakeApi, patience: float = PATIENCE) -> None:
        self._api = api
        self._patience = patience
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-api", daemon=True)
        self.key = api.key

    def __enter__(self) -> ThreadedFakeApi:
        self._thread.start()
        self.run(self._api.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._api.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run any coroutine of `FakeApi` or `FakeRequest` on the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    @property
    def url(self) -> str:
        return self._api.url

    @property
    def requests(self) -> list[FakeRequest]:
        return list(self._api.requests)

    @property
    def trace(self) -> list[str]:
        return list(self._api.trace)

    def request(self) -> FakeRequest:
        return self.run(self._api.request(self._patience))

    def script(
        self, *steps: Step, path: str | None = None, times: int | None = None, delay: float = 0.0
    ) -> None:
        self._api.script(*steps, path=path, times=times, delay=delay)

    def send(self, text: str) -> None:
        self.run(self._api.send(text))

    def event(self, event: object) -> None:
        self.run(self._api.event(event))

    def queue(self, message: str = "You are next.") -> None:
        self.run(self._api.queue(message))

    def done(self, tokens: int = 12, model: str = "fake", *, end: bool = True) -> None:
        self.run(self._api.done(tokens, model, end=end))

    def error(self, message: str = "The model failed.", *, end: bool = True) -> None:
        self.run(self._api.error(message, end=end))

    def ping(self) -> None:
        self.run(self._api.ping())

    def raw(self, data: bytes) -> None:
        self.run(self._api.raw(data))

    def improved(self, text: str, tokens: int = 312) -> None:
        self.run(self._api.improved(text, tokens))

    def described(self, text: str, name: str = "menu.png", kind: str = "image") -> None:
        self.run(self._api.described(text, name, kind))

    def respond(self, status: int, content: object = b"", headers: Headers | None = None) -> None:
        self.run(self._api.respond(status, content, headers))

    def close(self) -> None:
        self.run(self._api.close())

    def cut(self) -> None:
        self.run(self._api.cut())

    def reset(self) -> None:
        self.run(self._api.reset())

    def closed(self) -> float:
        """Wait until the client has let go of the newest request."""
        return self.run(self._api.closed(self._patience))

    def stop(self) -> None:
        self.run(self._api.stop())
