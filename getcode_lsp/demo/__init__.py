"""The main job, shown in a terminal: a comment becomes code in a document, and the code runs."""

from getcode_lsp.demo.show import run

__all__ = ["run"]
