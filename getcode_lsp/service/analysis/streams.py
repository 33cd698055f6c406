"""A PDF's packed streams, unpacked piece by piece to see how large they get, before any reader is given the file."""

from __future__ import annotations

import re
import zlib

from getcode_lsp.service.analysis.limits import AnalysisLimits
from getcode_lsp.service.analysis.refusals import TOO_MUCH, FileRefused

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_SIDES = re.compile(rb"/(Width|Height)\s+(\d{1,12})")
_DICTIONARY = 4096  # bytes before a stream in which its dictionary is looked for
_PIECE = 1024 * 1024


def check_streams(content: bytes, limits: AnalysisLimits) -> None:
    """Raise FileRefused where a PDF has too many objects, or unpacks to too much."""
    if content.count(b" obj") > limits.most_objects:
        raise _too_much("It has too many parts")
    total = 0
    for match in _STREAM.finditer(content):
        head = content[max(0, match.start() - _DICTIONARY) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if _IMAGE.search(head):
            _check_sides(head, limits)
            continue
        levels = len(_FLATE.findall(head))
        if levels:
            end = content.find(b"endstream", match.end())
            packed = content[match.end() : end if end >= 0 else len(content)]
            total += _unpacked(packed, min(levels, 4), limits.stream_bytes)
            if total > limits.unpacked_bytes:
                raise _too_much("It unpacks to too much")


def _check_sides(head: bytes, limits: AnalysisLimits) -> None:
    sides = {name: int(number) for name, number in _SIDES.findall(head)}
    if sides.get(b"Width", 0) * sides.get(b"Height", 0) > limits.pixels:
        raise _too_much("It holds an image with too many pixels")


def _unpacked(packed: bytes, levels: int, limit: int) -> int:
    """How many bytes a stream unpacks to; a broken one is the reader's business."""
    data = packed
    for _ in range(levels):
        unpacker = zlib.decompressobj()
        pieces: list[bytes] = []
        size = 0
        try:
            while data and not unpacker.eof:
                piece = unpacker.decompress(data, _PIECE)
                data = unpacker.unconsumed_tail
                size += len(piece)
                pieces.append(piece)
                if size > limit:
                    raise _too_much("One of its parts unpacks to too much")
        except zlib.error:
            return size
        data = b"".join(pieces)
    return len(data)


def _too_much(reason: str) -> FileRefused:
    return FileRefused(
        f"The PDF is not opened: {reason[0].lower()}{reason[1:]}. Print its pages to a new PDF, or send fewer of them.",
        TOO_MUCH,
    )
