"""The page of the tests sees what a page complains of, and keeps it on this machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import opened


def test_a_quiet_page_is_clean(chromium: Browser) -> None:
    with opened(chromium) as tab:
        tab.page.set_content("<h1>Owls</h1>")
        assert tab.page.inner_text("h1") == "Owls"
        tab.is_clean()


@pytest.mark.parametrize(
    "html",
    [
        "<script>console.error('no')</script>",
        "<script>throw new Error('no')</script>",
        "<img src='https://elsewhere.example/owl.png'>",
    ],
)
def test_what_is_wrong_is_noted(chromium: Browser, html: str) -> None:
    with opened(chromium) as tab:
        tab.page.set_content(html)
        tab.page.wait_for_function("document.readyState === 'complete'")
        with pytest.raises(AssertionError):
            tab.is_clean()
