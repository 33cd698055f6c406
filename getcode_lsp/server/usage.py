"""What this session has used of the service: `getcode.usage`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from getcode_lsp.server.documents import InvalidParamsError
from getcode_lsp.server.editor import INFO, Window
from getcode_lsp.server.offers import Command, Offer, Place

COMMAND = "getcode.usage"


class Usage:
    """Counts generations, improved prompts and tokens since the server started, and tells them."""

    kinds: tuple[str, ...] = ()
    requests: frozenset[str] = frozenset()  # the service is not asked

    def __init__(self, window: Window) -> None:
        self._window = window
        self._since = datetime.now().astimezone()
        self._generations: Counter[str] = Counter()
        self._tokens: Counter[str] = Counter()
        self._improvements = self._improve_tokens = 0
        self.commands: Mapping[str, Command] = {COMMAND: self.usage}

    def generated(self, model: str, tokens: int) -> None:
        """Count a generation that was completed."""
        self._generations[model] += 1
        self._tokens[model] += tokens

    def improved(self, tokens: int | None) -> None:
        """Count a prompt that was improved, or a file that was described; the tokens where the service says them."""
        self._improvements += 1
        self._improve_tokens += tokens or 0

    def offers(self, _place: Place) -> tuple[Offer, ...]:
        """Nothing in the menu."""
        return ()

    def usage(self, arguments: object) -> dict[str, Any]:
        """Run the command `getcode.usage`: the figures, shown as well where the client shows no results."""
        if arguments:
            raise InvalidParamsError("no argument is expected")
        if not self._window.client.shows_results:
            self._window.show(INFO, self.sentence())
        return self.figures()

    def figures(self) -> dict[str, Any]:
        """The figures as one object; `since` in ISO 8601."""
        return {
            "since": self._since.isoformat(timespec="seconds"),
            "generations": self._generations.total(),
            "improvements": self._improvements,
            "tokens": self._tokens.total() + self._improve_tokens,
            "improveTokens": self._improve_tokens,
            "models": {
                model: {"generations": count, "tokens": self._tokens[model]}
                for model, count in sorted(self._generations.items())
            },
        }

    def sentence(self) -> str:
        """The figures in words."""
        since = self._since.strftime("%H:%M")
        done = [
            _counted(self._generations.total(), "generation"),
            _counted(self._improvements, "improved prompt"),
        ]
        if not any(done):
            return f"Nothing has been generated since {since}."
        models = ", ".join(f"{model}: {tokens:,}" for model, tokens in sorted(self._tokens.items()))
        tokens = self._tokens.total() + self._improve_tokens
        of_these = f" ({models})" if models else ""
        return f"{' and '.join(filter(None, done))} since {since} used {tokens:,} tokens{of_these}."


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}" if count else ""
