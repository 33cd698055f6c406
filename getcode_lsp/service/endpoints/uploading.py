"""POST /api/upload: a PDF or an image as a prompt, worked out in a process of its own."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass, replace

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from getcode_lsp.service.access.plans import Plan
from getcode_lsp.service.analysis.analyst import BUSY
from getcode_lsp.service.analysis.file_types import MIME_TYPES, NAMES, PDF, type_of
from getcode_lsp.service.analysis.parts import missing_upload
from getcode_lsp.service.analysis.refusals import PART_MISSING, FileRefused
from getcode_lsp.service.endpoints.declaring import Call, Endpoint
from getcode_lsp.service.endpoints.fields import OUTPUT_TYPE, Field
from getcode_lsp.service.http.disconnects import unless_gone
from getcode_lsp.service.http.refusals import NO_STORE

_FIELDS_BYTES = 64 * 1024  # of a body, beside the file
_LONGEST_NAME = 255
_RETRY_SECONDS = "5"
_DRIVE = re.compile(r"[A-Za-z]:")
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class _Formed(Field):
    """A field whose texts have a form, which the handler checks with a message of its own."""

    pattern: str = ""
    most: int | None = None
    encoding: str = ""

    def schema(self) -> dict[str, object]:
        """The same as a JSON schema."""
        schema: dict[str, object] = {"type": "string", "description": self.doc, "pattern": self.pattern}
        if self.most is not None:
            schema["maxLength"] = self.most
        if self.encoding:
            schema["contentEncoding"] = self.encoding
        return schema


_FILE_DATA = _Formed(
    "fileData",
    "The file's content in base64 (RFC 4648, section 4), padded, without line breaks.",
    required=True,
    pattern="^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
    encoding="base64",
)
_MIME_TYPE = Field("mimeType", "What the file is.", required=True, choices=MIME_TYPES)
_NO_NAME = (
    r"/\\\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # as `_checked_name` has it
)
_BLANK = r"\u0020.\u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_FILE_NAME = _Formed(
    "fileName",
    "The file's own name with its extension, without a folder.",
    required=True,
    pattern=f"^[^{_NO_NAME}]*[^{_NO_NAME}{_BLANK}][^{_NO_NAME}]*$",
    most=_LONGEST_NAME,
)


async def _upload(call: Call) -> Response:
    name = _checked_name(call.fields["fileName"])
    mime_type = call.fields["mimeType"]
    content = await anyio.to_thread.run_sync(_decoded, call.fields["fileData"], call.service.upload_bytes)
    _check_content(content, mime_type)
    if message := missing_upload():
        raise HTTPException(PART_MISSING, message)
    try:
        work = call.service.analyst.describe(content, mime_type, call.fields["outputType"])
        prompt = await unless_gone(call.request, work)
    except FileRefused as refusal:
        headers = {"Retry-After": _RETRY_SECONDS} if refusal.status == BUSY else None
        raise HTTPException(refusal.status, str(refusal), headers) from None
    kind = "document" if mime_type == PDF else "image"
    return JSONResponse({"analysedPrompt": prompt, "fileName": name, "fileType": kind}, headers=NO_STORE)


_UPLOAD = Endpoint(
    "POST",
    "/api/upload",
    _upload,
    "Describe a PDF or an image as a prompt.",
    needs=Plan.PRO,
    counted=True,
    fields=(_FILE_DATA, _MIME_TYPE, _FILE_NAME, OUTPUT_TYPE),
    answer={
        "type": "object",
        "properties": {
            "analysedPrompt": {"type": "string"},
            "fileName": {"type": "string"},
            "fileType": {"type": "string", "enum": ["document", "image"]},
        },
        "required": ["analysedPrompt", "fileName", "fileType"],
        "additionalProperties": False,
    },
    refusals={
        413: "The file, or what it unpacks to, is larger than is allowed.",
        422: "The file can't be read; the message says why.",
        501: "What reads such files is not installed; the message says how to install it.",
        503: "Too many files are being read: try again.",
    },
)


def upload_of(most_bytes: int) -> Endpoint:
    """The endpoint of a service that takes files of at most so many bytes."""
    return replace(_UPLOAD, largest_body=-(-most_bytes // 3) * 4 + _FIELDS_BYTES)


def _checked_name(name: str) -> str:
    """A name that is one on every system; raises HTTPException 400 for paths and for what can't be seen."""
    if len(name) > _LONGEST_NAME:
        raise HTTPException(400, f"fileName must not be longer than {_LONGEST_NAME} characters.")
    if any(unicodedata.category(c) in _UNSEEN or c in _BIDI_CONTROLS for c in name):
        raise HTTPException(400, "fileName must not hold control characters.")
    if "/" in name or "\\" in name or _DRIVE.match(name) or not name.replace(".", "").strip():
        raise HTTPException(400, "fileName must be a file's name alone, without a folder or a drive.")
    return name


def _decoded(text: str, most: int) -> bytes:
    """The file's bytes; raises HTTPException 400 for what is not base64 in its one strict form, 413 for too much."""
    if len(text) // 4 * 3 - 2 > most:
        raise HTTPException(413, _too_large(len(text) // 4 * 3, most))
    try:
        raw = text.encode("ascii")
        content = base64.b64decode(raw, validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        content, raw = b"", b"-"
    if base64.b64encode(content) != raw:
        plain = " without the data: prefix" if text.startswith("data:") else ""
        raise HTTPException(
            400, f"fileData must be the file in base64{plain}, padded and without line breaks."
        )
    if len(content) > most:
        raise HTTPException(413, _too_large(len(content), most))
    return content


def _too_large(size: int, most: int) -> str:
    return f"fileData holds {size:,} bytes, at most {most:,} are taken: send a smaller file."


def _check_content(content: bytes, mime_type: str) -> None:
    """Raise HTTPException 400 where a file's first bytes are not those of its type."""
    found = type_of(content)
    if found is None:
        raise HTTPException(400, f"fileData holds no {NAMES[mime_type]}, which mimeType says it is.")
    if found != mime_type:
        raise HTTPException(
            400, f"fileData holds a {NAMES[found]}, but mimeType says {mime_type}: it is {found}."
        )
