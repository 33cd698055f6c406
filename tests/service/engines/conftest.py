from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import pytest

from getcode_lsp.service.engines.base import Piece, Used, Waiting
from getcode_lsp.service.engines.openai.address import Address, read_address
from getcode_lsp.service.engines.openai.engine import OpenAIEngine, Patience
from tests.fakes.api import FakeApi
from tests.service.processes import DEADLINE, clean_environment, process

SERVER = str(Path(__file__).with_name("llama_server.py"))
SERVER_KEY = "sk-canary-0123456789"


@dataclass
class LlamaServer:
    """A real llama.cpp server that wants a key; it stops an answer after 300 tokens."""

    url: str
    key: str = SERVER_KEY

    @property
    def address(self) -> Address:
        return read_address(self.url, self.key)


@pytest.fixture(scope="module")
def llama_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    words = [SERVER, "--key", SERVER_KEY, "--most", "300"]
    with process(words, clean_environment({}, tmp_path_factory.mktemp("llama"))) as child:
        yield LlamaServer(child.out.next())


@pytest.fixture
async def api(show_on_failure: Callable[[str, Callable[[], str]], None]) -> AsyncIterator[FakeApi]:
    """A server that answers as the test says, wrongly too."""
    async with FakeApi() as fake:
        show_on_failure("wire", lambda: "\n".join(fake.trace))
        yield fake


def engine_for(api: FakeApi, model: str | None = "m", **options: object) -> OpenAIEngine:
    patience = options.get("patience", Patience())
    assert isinstance(patience, Patience)
    at_once = options.get("at_once")
    assert isinstance(at_once, int | None)
    return OpenAIEngine(read_address(api.url, api.key), model, at_once, patience)


@dataclass
class Output:
    """What an engine yielded so far."""

    pieces: list[Piece] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self._more.set()

    async def shows(self, condition: Callable[[Output], bool], what: str) -> None:
        """Wait until a condition holds for what has come."""
        try:
            with anyio.fail_after(DEADLINE):
                while not condition(self):
                    await self._more.wait()
                    self._more.clear()
        except TimeoutError:
            raise AssertionError(f"{what} did not come; so far: {self.pieces}") from None

    @property
    def text(self) -> str:
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def tokens(self) -> list[int]:
        return [piece.tokens for piece in self.pieces if isinstance(piece, Used)]

    @property
    def notices(self) -> list[str]:
        return [piece.message for piece in self.pieces if isinstance(piece, Waiting)]


async def collect(pieces: AsyncIterator[Piece], into: Output | None = None) -> Output:
    """Everything an engine yields; with `into` also what came before it failed."""
    output = Output() if into is None else into
    async for piece in pieces:
        output.add(piece)
    return output
