"""A file for /api/upload (GetCode API reference)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from getcode_lsp.api.errors import RequestRejected


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """What /api/upload is asked for; the name is the file's own, without its folder."""

    content: bytes
    mime_type: str
    file_name: str
    output_type: str

    def __repr__(self) -> str:
        return f"UploadRequest({len(self.content)} bytes, {self.mime_type}, {self.output_type})"

    def check(self, limit: int) -> None:
        """Raise RequestRejected where the file can't be sent; nothing has been then."""
        if not self.content:
            raise RequestRejected("The file is empty; nothing was sent. Choose another one.")
        if len(self.content) > limit:
            raise RequestRejected(
                f"The file is too large to be sent: {len(self.content):,} bytes, at most {limit:,}. "
                "Choose a smaller one."
            )

    def encoded(self) -> bytes:
        """The JSON object to send; it takes as long as the file is large."""
        fields = {
            "fileData": base64.b64encode(self.content).decode("ascii"),
            "mimeType": self.mime_type,
            # Of a name that is not UTF-8 on the disk, what can be said in UTF-8.
            "fileName": self.file_name.encode("utf-8", "replace").decode("utf-8"),
            "outputType": self.output_type,
        }
        return json.dumps(fields).encode("ascii")
