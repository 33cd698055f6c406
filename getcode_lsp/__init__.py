"""A language server that turns a comment into code, streamed into the open document of any editor."""

__version__ = "0.1.0"
