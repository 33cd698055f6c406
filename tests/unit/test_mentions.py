"""The files that a text names."""

from __future__ import annotations

import time

import pytest

from getcode_lsp.prompts.mentions import mentioned_files


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("a page like menu.pdf", ["menu.pdf"]),
        ("menu.pdf", ["menu.pdf"]),
        ("See menu.pdf.", ["menu.pdf"]),
        ("as in menu.pdf, or menu.png; not menu.gif!", ["menu.pdf", "menu.png", "menu.gif"]),
        ("MENU.PDF and Photo.JpEg", ["MENU.PDF", "Photo.JpEg"]),
        ("docs/menu.pdf ./a.png ../b.webp", ["docs/menu.pdf", "./a.png", "../b.webp"]),
        (r"docs\menu.pdf C:\menu.pdf /etc/x.png", [r"docs\menu.pdf", r"C:\menu.pdf", "/etc/x.png"]),
        ('like "our old menu.pdf" here', ["our old menu.pdf"]),
        ("like 'our old menu.pdf' here", ["our old menu.pdf"]),
        ("like `our old menu.pdf` here", ["our old menu.pdf"]),
        ("like “our old menu.pdf” here", ["our old menu.pdf"]),
        ("like «our old menu.pdf» here", ["our old menu.pdf"]),
        ("wie „unser Menü.pdf“ hier", ["unser Menü.pdf"]),
        ("like <our old menu.pdf> here", ["our old menu.pdf"]),
        ("「お品書き 1.png」のように", ["お品書き 1.png"]),
        ('"a.pdf" and "b c.pdf"', ["a.pdf", "b c.pdf"]),
        ("the chef's menu.pdf", ["menu.pdf"]),
        ("the chef's 'old menu.pdf'", ["old menu.pdf"]),
        ("menu.pdf's first page", ["menu.pdf"]),
        ("[the menu](docs/menu.pdf)", ["docs/menu.pdf"]),
        ("(menu.pdf)", ["menu.pdf"]),
        ("*menu.pdf*", ["menu.pdf"]),
        ("@menu.pdf", ["menu.pdf"]),
        ("Speisekarte-größe_1.2.png", ["Speisekarte-größe_1.2.png"]),
        ("请看 菜单.png，谢谢", ["菜单.png"]),
        ("menu.pdf\nmenu.pdf menu.png", ["menu.pdf", "menu.png"]),
        ("archive.2024.pdf", ["archive.2024.pdf"]),
        (".hidden/menu.pdf", [".hidden/menu.pdf"]),
    ],
)
def test_a_file_that_is_named(text: str, files: list[str]) -> None:
    assert list(mentioned_files(text)) == files


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a PDF of the menu",
        "menu.pdfs",
        "menu.pdf.bak",
        "menu.png_old",
        "menu.pdf-old",
        "menu.docx",
        ".pdf",
        "folder/.pdf",
        "a .pdf file",
        "https://example.org/menu.pdf",
        "file:///etc/menu.pdf",
        "file:menu.pdf",
        '"file:menu.pdf"',
        "`https://example.org/a b.png`",
        "data:image.png",
        "x" * 300 + ".pdf",
    ],
)
def test_what_names_no_file(text: str) -> None:
    assert mentioned_files(text) == ()


@pytest.mark.parametrize("piece", [".pdf", "a.pdf", '"', "'.pdf", "a", "./", '.pdf"'])
def test_a_long_text_takes_linear_time(piece: str) -> None:
    begun = time.monotonic()
    mentioned_files(piece * (200_000 // len(piece)))
    assert time.monotonic() - begun < 2
