from __future__ import annotations

from pathlib import Path

import pytest

from tests.npm import modules_of

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def express() -> Path:
    """A node_modules folder with Express 5 (`express`) and 4 (`express4`), installed once by npm from the lock."""
    return modules_of(HERE / "express")


@pytest.fixture(scope="session")
def frontend() -> Path:
    """The folder with React, Vue, esbuild and axe-core in its node_modules, installed once by npm from the lock."""
    return modules_of(HERE / "frontend").parent
