from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.service.odd_service import KEY
from tests.service.processes import Process, clean_environment, process, wait_until

ODD_SERVICE = str(Path(__file__).with_name("odd_service.py"))


@dataclass
class Service:
    """The real service with the odd engine, running."""

    process: Process
    url: str
    diary: Path

    def client(self, **headers: str) -> httpx.Client:
        given = {"Authorization": f"Bearer {KEY}", **headers}
        return httpx.Client(base_url=self.url, headers=given, trust_env=False, timeout=20)

    def noted(self, line: str, within: float) -> float:
        """The seconds until the engine noted this."""
        return wait_until(lambda: line in self.diary.read_text().splitlines(), f"{line} in the diary", within)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    diary = folder / "diary"
    diary.touch()
    with process([ODD_SERVICE, str(diary)], clean_environment({}, folder)) as child:
        yield Service(child, child.out.next(), diary)
