"""What one analysis may take."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class AnalysisLimits:
    """Bounds of one analysis; those of a file's content are checked before anything is decoded.

    `seconds` is the wall time in all, `processor_seconds` what of it is worked, `reading_seconds` the time after which no
    further page is begun. `memory`, `stream_bytes` (of one unpacked PDF stream) and `unpacked_bytes` (of all) are in
    bytes. `pages` and `ocr_pages` are how many are looked at; a PDF with more than `most_pages` is refused.
    """

    seconds: float = 100.0
    processor_seconds: int = 60
    reading_seconds: float = 20.0
    memory: int = 1536 * MEGABYTE
    pages: int = 12
    ocr_pages: int = 3
    most_pages: int = 2_000
    most_objects: int = 100_000
    stream_bytes: int = 48 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
    pixels: int = 50_000_000
    frames: int = 500
    prompt_characters: int = 6_000
