"""The text of a document and the edits streamed into it: pure, without asyncio, clock or LSP."""
