"""Why a file is not described: what the child tells the service, and the service its client."""

from __future__ import annotations

NOT_THAT = 422
"""The HTTP status for a file that can't be read."""
TOO_MUCH = 413
"""The HTTP status for a file that is, or unpacks to, more than is allowed."""
PART_MISSING = 501
"""The HTTP status where an extra is not installed."""


class FileRefused(Exception):
    """A file that can't be described; the message is for the user and says what to do, `status` is for HTTP."""

    def __init__(self, message: str, status: int = NOT_THAT) -> None:
        super().__init__(message)
        self.status = status
