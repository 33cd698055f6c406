"""Programs that come as Debian packages: without one a test is skipped, and fails where none may be missing."""

from __future__ import annotations

import os

import pytest


def needs(package: str | None) -> None:
    """Skip, or fail, because of a package that is not there; None: all are."""
    if package is None:
        return
    reason = f"the Debian package {package} is not installed"
    if os.environ.get("GETCODE_REQUIRE_EDITORS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
