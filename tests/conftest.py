"""What all tests share: on a failure the wire traces that a test registered are printed."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest

from tests.browser import chromium  # noqa: F401  a fixture for all of them

Show = Callable[[], str]
TRACES: pytest.StashKey[list[tuple[str, Show]]] = pytest.StashKey()


@pytest.fixture
def show_on_failure(request: pytest.FixtureRequest) -> Callable[[str, Show], None]:
    """Register a text by name that is worked out and printed when the test or its teardown fails."""
    traces = request.node.stash.setdefault(TRACES, [])

    def register(name: str, show: Show) -> None:
        traces.append((name, show))

    return register


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        for name, show in item.stash.get(TRACES, []):
            report.sections.append((f"{name} ({call.when})", show()))
    return report
