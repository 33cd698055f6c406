from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import opened
from tests.service.playground.person import Person
from tests.service.processes import Process, clean_environment, process

PLAYING_SERVICE = str(Path(__file__).with_name("playing_service.py"))


@contextmanager
def playing_service(folder: Path, *words: str) -> Iterator[tuple[str, Process]]:
    """The URL and the process of a service that plays."""
    with process([PLAYING_SERVICE, *words], clean_environment({}, folder)) as child:
        yield child.out.next(), child


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with playing_service(tmp_path_factory.mktemp("playing")) as (address, _process):
        yield address


@pytest.fixture
def person(chromium: Browser, url: str) -> Iterator[Person]:
    """Somebody who opened the playground, and who is shown nothing but what the page meant to show."""
    with opened(chromium) as tab:
        somebody = Person(tab, url)
        yield somebody
        somebody.saw_no_fault()
