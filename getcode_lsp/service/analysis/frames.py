"""The frames of a GIF, counted without decoding one (GIF89a specification)."""

from __future__ import annotations

_EXTENSION, _IMAGE = 0x21, 0x2C


def frames_of_gif(content: bytes, most: int) -> int:
    """How many frames a GIF has; `most` + 1 for any more. A broken end is the decoder's business."""
    if len(content) < 13:
        return 0
    at = 13 + _table(content[10])
    count = 0
    while at < len(content) and count <= most:
        if content[at] == _EXTENSION:
            at = _behind_blocks(content, at + 2)
        elif content[at] == _IMAGE and at + 9 < len(content):
            count += 1
            at = _behind_blocks(content, at + 10 + _table(content[at + 9]) + 1)
        else:
            break
    return count


def _table(flags: int) -> int:
    """The bytes of a colour table, as its flags tell."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(content: bytes, at: int) -> int:
    while at < len(content) and content[at]:
        at += 1 + content[at]
    return at + 1
