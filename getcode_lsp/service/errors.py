"""What keeps the service from starting."""

from __future__ import annotations


class ServeError(Exception):
    """The service can't start; the message says why and what to do."""
