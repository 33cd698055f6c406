"""`describe`: a PDF or an image as a prompt."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from getcode_lsp.cli.asking import ask, check_output, define_output, define_type, deliver, file_kind

if TYPE_CHECKING:
    from getcode_lsp.api.client import GetCodeClient
    from getcode_lsp.cli.terminal import Status


def define_describe(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp describe`."""
    parser.description = (
        "Send a PDF or an image (JPEG, PNG, WebP, GIF) to the service, which describes it as a prompt: that goes to "
        "standard output and can be piped into `getcode-lsp generate -`."
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the PDF or image")
    define_type(parser)
    define_output(parser, "one JSON object instead: prompt (or file), fileName, fileType, outputType")
    parser.set_defaults(run=_describe)


def _describe(options: argparse.Namespace) -> int:
    check_output(options.output, force=options.force)
    _known, language = file_kind(options.filetype, options.output)
    output_type = options.type or language.output_type

    async def work(client: GetCodeClient, status: Status) -> int:
        import asyncio

        from getcode_lsp.api.uploads import UploadRequest
        from getcode_lsp.attachments import read_attachment
        from getcode_lsp.cli.generating import countdown

        found = await asyncio.to_thread(read_attachment, options.file)
        status.show(f"describing {found.file_name!a}…")
        request = UploadRequest(found.content, found.mime_type, found.file_name, output_type)
        described = await client.upload(request, on_retry=countdown(status))
        status.clear()
        fields = {
            "fileName": described.file_name,
            "fileType": described.file_type,
            "outputType": output_type,
        }
        return deliver("prompt", described.prompt, fields, options)

    return ask(options, work)
