"""The optional packages: whether they are there, and the one command that installs them."""

from __future__ import annotations

from importlib.util import find_spec

from getcode_lsp.service.analysis.refusals import PART_MISSING, FileRefused

_UPLOAD = ("pypdf", "pdfplumber", "pypdfium2", "PIL")
_OCR = ("rapidocr", "onnxruntime", "cv2")


def missing_upload() -> str | None:
    """What to tell the user where the extra [upload] is not installed."""
    if all(find_spec(name) for name in _UPLOAD):
        return None
    return (
        "This service can't read files yet: its extra for uploads is not installed. On the service's machine run: "
        "pip install 'getcode-lsp[upload]'"
    )


def import_upload() -> None:
    """Raise FileRefused where the extra is not installed."""
    if message := missing_upload():
        raise FileRefused(message, PART_MISSING)


def ocr_is_there() -> bool:
    """Whether text in pictures can be read."""
    return all(find_spec(name) for name in _OCR)
