"""The models that can be pulled by name: where their makers publish them, and what a right file is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DEFAULT_HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class Model:
    """One file of one repository of the hub; `size` in bytes. Only a file with this `sha256` is accepted."""

    name: str
    repository: str
    file: str
    size: int
    sha256: str
    licence: str

    def url(self, hub: str) -> str:
        """Where the file is on the hub, or on a mirror of it."""
        return f"{hub.rstrip('/')}/{self.repository}/resolve/main/{self.file}"


CATALOGUE: Sequence[Model] = (
    Model(
        "qwen2.5-coder-1.5b",
        "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        1_117_320_768,
        "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        "Apache-2.0",
    ),
    Model(
        "qwen2.5-coder-0.5b",
        "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
        "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        491_400_064,
        "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        "Apache-2.0",
    ),
)
"""The best first."""
