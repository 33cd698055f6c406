"""The five types of files, by their names in HTTP and by their first bytes (the formats' own standards)."""

from __future__ import annotations

PDF = "application/pdf"
NAMES = {
    PDF: "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/gif": "GIF",
}
MIME_TYPES = tuple(NAMES)

_HEAD = 1024  # where a PDF may begin at the latest (ISO 32000-1, annex H)


def type_of(content: bytes) -> str | None:
    """The MIME type that the first bytes show; None where it is none of the five."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return PDF if b"%PDF-" in content[:_HEAD] else None
