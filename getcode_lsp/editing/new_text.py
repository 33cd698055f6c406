"""The shaper of a reply that is a document of its own: it begins at the top and ends with one line end."""

from __future__ import annotations

from collections.abc import Collection

from getcode_lsp.editing.escapes import Escape
from getcode_lsp.editing.shaping import Shaper


class NewTextShaper(Shaper):
    """Like `Shaper`, with no line end before the first line.

    `final` says whether the text brings its own last line end: not where the document has one already.
    """

    def __init__(
        self,
        *,
        line_end: str,
        fences: bool,
        escape: Escape,
        languages: Collection[str] = (),
        final: bool = True,
    ) -> None:
        super().__init__(line_end=line_end, fences=fences, escape=escape, unit=None, languages=languages)
        self._final = final
        self._first = line_end

    def feed(self, token: str) -> str:
        """The text that may go into the document after one more token; maybe none."""
        return self._without_first(super().feed(token))

    def finish(self, *, at_end_of_file: bool = False) -> str:
        """The last text, once."""
        return self._without_first(super().finish(at_end_of_file=at_end_of_file or self._final))

    def _without_first(self, text: str) -> str:
        if text and self._first:
            text = text.removeprefix(self._first)
            self._first = ""
        return text
