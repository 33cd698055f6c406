from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import Shell
from tests.fakes.api import FakeApi
from tests.fakes.api_thread import ThreadedFakeApi


@pytest.fixture
def api(show_on_failure: Callable[[str, Callable[[], str]], None]) -> Iterator[ThreadedFakeApi]:
    with FakeApi.threaded() as fake:
        show_on_failure("the API", lambda: "\n".join(fake.trace))
        yield fake


@pytest.fixture
def shell(api: ThreadedFakeApi, tmp_path: Path) -> Shell:
    return Shell(api, tmp_path, {})
