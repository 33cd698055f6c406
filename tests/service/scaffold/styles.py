"""More prompts in many styles and the reading that each must get, kept as texts beside this file."""

from __future__ import annotations

from pathlib import Path


def _styles(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if not line.startswith("#")]
        prompt = "\n".join(line[2:] for line in lines if line.startswith(">"))
        reading = "\n".join(line for line in lines if line and not line.startswith(">"))
        if prompt:
            found.append((prompt, reading))
    return tuple(found)


STYLES = tuple(
    found
    for name in ("styles.txt", "heldout.txt")
    for found in _styles(Path(__file__).with_name(name).read_text("utf-8"))
)
assert len(STYLES) > 100
