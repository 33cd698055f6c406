"""Websites in React (19 and 18), React with TypeScript, and Vue: built with their own compilers, mounted and used."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect

from getcode_lsp.service.engines.base import EngineRefusal
from tests.browser import opened
from tests.service.scaffold.pages import BUILT, assert_accessible, assert_fits, build, show, written
from tests.service.scaffold.programs import node_binary
from tests.service.scaffold.test_websites import DASHBOARD, FORM, LAW, PLAYFUL, SAAS, SEEN

CHECKED = {"saas": SAAS, "dashboard": DASHBOARD, "law": LAW, "playful": PLAYFUL}
HOSTILE = (
    'Landing page called "{{ 7*7 }} ${alert(1)} `x` </script></style></template> --> */ \\" with features ("<img src=x onerror=alert(1)>", '
    '"{{constructor.constructor(\'alert(1)\')()}}", "a & b < c > d", "שלום 🙂 {}"), faq ("</template>?") and a form with "{{x}}" and "`${y}`"'
)


def sources(prompts: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {
        f"{name}-{language}": (language, written(prompt, "website", language))
        for name, prompt in prompts.items()
        for language in BUILT
    }


def test_each_page_is_built_and_shows_what_was_asked_for(
    chromium: Browser, frontend: Path, tmp_path: Path
) -> None:
    for name, page in build(sources(CHECKED), frontend, tmp_path).items():
        with opened(chromium, width=360 if name.endswith("vue") else 1280) as tab:
            show(tab.page, page)
            text = tab.page.inner_text("#app").lower()
            assert [words for words in SEEN[name.split("-")[0]] if words.lower() not in text] == [], name
            assert_fits(tab.page)
            assert_accessible(tab.page, frontend)
            tab.is_clean()


def test_the_three_frameworks_and_html_say_the_same(
    chromium: Browser, frontend: Path, tmp_path: Path
) -> None:
    pages = build(sources({"page": SAAS}), frontend, tmp_path)
    texts = set()
    every: list[Path | str] = [*pages.values(), written(SAAS)]
    for page in every:
        with opened(chromium) as tab:
            show(tab.page, page, tmp_path)
            texts.add(" ".join(tab.page.inner_text("body").split()))
    assert len(texts) == 1


@pytest.mark.parametrize("language", BUILT)
def test_menu_tabs_theme_and_forms_work(
    language: str, chromium: Browser, frontend: Path, tmp_path: Path
) -> None:
    prompts = {"tabs": PLAYFUL, "menu": SAAS, "form": FORM}
    pages = build(
        {name: (language, written(prompt, "website", language)) for name, prompt in prompts.items()},
        frontend,
        tmp_path,
        react=18,
    )
    with opened(chromium) as tab:
        show(tab.page, pages["tabs"])
        tab.page.get_by_role("tab", name="Games").click()
        expect(tab.page.get_by_role("tabpanel")).to_contain_text("Games")
        tab.page.keyboard.press("ArrowRight")
        expect(tab.page.get_by_role("tab", name="Toys")).to_be_focused()
        before = tab.page.locator(".page").evaluate("(e) => getComputedStyle(e).backgroundColor")
        tab.page.get_by_role("button", name="Light or dark").click()
        expect(tab.page.locator(".page")).not_to_have_css("background-color", before)
        tab.is_clean()
    with opened(chromium, width=360) as tab:
        show(tab.page, pages["menu"])
        links = tab.page.locator(".nav-links")
        expect(links).to_be_hidden()
        tab.page.get_by_role("button", name="Menu").click()
        expect(links).to_be_visible()
        links.get_by_text("Pricing").click()
        expect(links).to_be_hidden()
        tab.is_clean()
    with opened(chromium) as tab:
        show(tab.page, pages["form"])
        tab.page.get_by_role("button", name="Register").click()
        expect(tab.page.locator(".error:not(:empty)")).to_have_count(7)
        tab.page.get_by_label("Full name").fill("Ada")
        tab.page.get_by_label("Email").fill("ada@example.com")
        tab.page.get_by_label("Date of birth").fill("2000-02-01")
        tab.page.get_by_label("T-shirt size").select_option("M")
        tab.page.get_by_label("Number of guests").fill("2")
        tab.page.get_by_label("cash").check()
        tab.page.get_by_label("accepting the terms").check()
        tab.page.get_by_role("button", name="Register").click()
        expect(tab.page.get_by_role("status")).to_contain_text("nothing was sent")
        expect(tab.page.locator(".error:not(:empty)")).to_have_count(0)
        tab.is_clean()


def refuse(dialog: Dialog) -> None:
    raise AssertionError(f"a text of the prompt ran as code: {dialog.message}")


def test_texts_that_look_like_code_stay_texts(chromium: Browser, frontend: Path, tmp_path: Path) -> None:
    pages = build(sources({"hostile": HOSTILE}), frontend, tmp_path)
    every: list[Path | str] = [*pages.values(), written(HOSTILE)]
    for page in every:
        with opened(chromium) as tab:
            tab.page.on("dialog", refuse)
            show(tab.page, page, tmp_path)
            text = tab.page.inner_text("body")
            for words in (
                "<img src=x onerror=alert(1)>",
                "{{constructor.constructor('alert(1)')()}}",
                "a & b < c > d",
                "שלום 🙂 {}",
                "</template>?",
                "`${y}`",
            ):
                assert words in text
            tab.is_clean()


def test_typescript_is_typed(frontend: Path, tmp_path: Path) -> None:
    for name, prompt in {"form": FORM, "playful": PLAYFUL, "dashboard": DASHBOARD}.items():
        (tmp_path / f"{name}.tsx").write_text(written(prompt, "website", "typescript"), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(frontend / "node_modules")
    options = "--noEmit --strict --noUnusedLocals --jsx react-jsx --target es2022 --module esnext --moduleResolution bundler --lib es2022,dom,dom.iterable".split()
    command = [
        node_binary(),
        str(frontend / "node_modules" / "typescript" / "bin" / "tsc"),
        *options,
        *map(str, tmp_path.glob("*.tsx")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=110, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("prompt", "language", "begins"),
    [
        ("a landing page", "auto", "<!doctype html>"),
        ("a landing page in React", "auto", "/*"),
        ("a Vue component for a landing page", "auto", "<!--"),
        ("a landing page in React", "html", "<!doctype html>"),
        ("a landing page", "php", "<!doctype html>"),
        ("a React page in TypeScript with a contact form", "auto", "/*"),
    ],
)
def test_the_language_is_the_asked_one_or_what_the_prompt_names(
    prompt: str, language: str, begins: str
) -> None:
    assert written(prompt, "website", language).startswith(begins)


def test_a_component_has_one_default_export_and_needs_react_alone() -> None:
    for language in ("react", "typescript"):
        source = written(SAAS, "website", language)
        assert source.count("export default") == 1
        assert re.findall(r'^import .*from "(.*)"', source, re.MULTILINE) == ["react"]
    vue = written(SAAS, "website", "vue")
    assert vue.count("<script setup>") == vue.count("<style scoped>") == 1
    assert len(re.findall("^<template>", vue, re.MULTILINE)) == 1


@pytest.mark.parametrize("language", ["python", "nodejs"])
def test_a_language_of_servers_is_refused(language: str) -> None:
    with pytest.raises(EngineRefusal, match="ask for output of type api"):
        written("a landing page", "website", language)
