"""One analysis in a process of its own: a job on standard input, an answer on standard output, then the end.

The job is a line of JSON and behind it the file; the answer is one line of JSON. Standard input stays open as long as
the service lives: at its end the process ends too.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import dataclass
from typing import BinaryIO

from getcode_lsp.service.analysis.confinement import confine
from getcode_lsp.service.analysis.file_types import PDF
from getcode_lsp.service.analysis.limits import AnalysisLimits
from getcode_lsp.service.analysis.material import Material
from getcode_lsp.service.analysis.refusals import TOO_MUCH, FileRefused
from getcode_lsp.service.analysis.wording import prompt_for


@dataclass(frozen=True, slots=True)
class Job:
    """A file whose first bytes are those of its MIME type, and what its prompt is for."""

    content: bytes
    mime_type: str
    output_type: str


def analyse(job: Job, limits: AnalysisLimits) -> str:
    """The prompt for a file; raises FileRefused."""
    try:
        material = read(job.content, job.mime_type, limits)
        return prompt_for(material, job.output_type, limits.prompt_characters)
    except MemoryError:
        raise FileRefused(
            "The file takes more memory than an analysis may have: send a smaller one.", TOO_MUCH
        ) from None


def read(content: bytes, mime_type: str, limits: AnalysisLimits) -> Material:
    """What a file holds; raises FileRefused."""
    if mime_type == PDF:
        from getcode_lsp.service.analysis.pdf import read_pdf

        return read_pdf(content, limits)
    from getcode_lsp.service.analysis.images import read_image

    return read_image(content, mime_type, limits)


def main() -> None:
    """Read a job, answer it, end."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    head = json.loads(source.readline())
    limits = AnalysisLimits(**head["limits"])
    content = source.read(head["size"])
    threading.Thread(target=_end_with, args=(source,), name="parent", daemon=True).start()
    confine(limits)
    answer: dict[str, object]
    try:
        answer = {"prompt": analyse(Job(content, head["mimeType"], head["outputType"]), limits)}
    except FileRefused as refusal:
        answer = {"refusal": str(refusal), "status": refusal.status}
    except Exception as error:  # noqa: BLE001 - whatever a file makes of a reader, the service hears of it
        answer = {"failure": type(error).__name__}
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()
    os._exit(0)  # no reader's own clean-up may hold the answer back


def _end_with(source: BinaryIO) -> None:
    while source.read(4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
