"""Prompts that try to leave a text, attribute, comment or template of a page. Every failure prints its seed.

One seed again: `python -m tests.service.scaffold.test_pages_hostile SEED [COUNT]`; many: a COUNT of some thousand.
"""

from __future__ import annotations

import email
import email.policy
import random
import re
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from getcode_lsp.service.engines.base import EngineRefusal
from tests.browser import opened
from tests.service.scaffold.pages import BUILT, build, improved, show, written
from tests.service.scaffold.test_page_briefs import DECKS, DOCUMENTS, MESSAGES
from tests.service.scaffold.test_page_reader import READINGS

ATTACKS = (
    "</script>", "</style>", "</template>", "</title>", "</textarea>", "<!--", "-->", "--!>", "<script>pwned()</script>", "<img src=x onerror=pwned()>", "]]>", "*/", "/*", "//",
    "{{", "}}", "{{ pwned() }}", "${", "${pwned()}", "`", "``", "'", '"', '" onmouseover="pwned()', "' onload='pwned()", "\\", "\\u0022", "&quot;", "&lt;", "&#123;", "<", ">", "&", "{", "}",
    "javascript:pwned()", "data:text/html,x", "https://evil.example/x.js", "@import url(//evil.example)", "url(//evil.example)", "expression(pwned())", "v-html=pwned", "@click=pwned()", "\n", "\r", "\u2028",
    "\x00", "\x0b", "\u202e", "\u2066", "\ufeff", "\ud800", "\ue000", "\ue001", "\uf8ff", "\u2060", "🙂", "👩‍👩‍👧", "שלום", "مرحبا", "名前", "é", "a" * 300, "9" * 60, "(" * 30, ")" * 30, '"""', "“", "”", "«", "»", "%s",
    "$&", "$1", "\\1", "\\g<0>", "{0}", "__proto__", "constructor", "Subject: x\nBcc: y", "=?utf-8?q?x?=", "€", "[x]", "| a | b |", "# x", "- x", ": ", "; ", ",",
)  # fmt: skip
ROLES = (
    "Landing page for {x} with hero, features ({x}, b) and a form with {x}", 'Landing page called "{x}" with features ("{x}")', "{x}", 'page with a hero "{x}" and a button "{x}"', "contact page, mail {x}@a.example",
    "form with {x} (optional), size ({x}, b or c) and a checkbox for {x}", "table of {x} (a, {x})", "- Hero: {x}\n- {x}: text\n- FAQ\n  - {x}?", "menu: {x} 5, b 6", 'testimonials: "{x}" by {x}',
    "email to Anna saying {x}, subject \"{x}\", button \"{x}\"", "report titled \"{x}\" with sections {x}, b", "invoice from {x} to B: 3 {x} at 5", "3 slides: {x}, b ({x}), c (notes: {x})",
)  # fmt: skip
TYPES = ("website", "email", "pdf", "word", "powerpoint")
RUNS = 200
OPENED = 10
ORDINARY = (*(prompt for prompt, _ in READINGS), *MESSAGES, *DOCUMENTS, *DECKS)


def hostile(seed: int) -> str:
    """A role filled with attacks, or an ordinary prompt with attacks thrown in."""
    chance = random.Random(seed)
    text = "".join(chance.choice(ATTACKS) for _ in range(chance.randint(1, 3)))
    if chance.random() < 0.5:
        return chance.choice(ROLES).replace("{x}", text)
    prompt = chance.choice(ORDINARY)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(prompt) + 1)
        prompt = prompt[:at] + chance.choice(ATTACKS) + prompt[at + chance.choice((0, 0, 1, 5)) :]
    return prompt


def seeds(count: int) -> range:
    """So many seeds in a row, printed."""
    begin = random.randrange(2**31)
    print(f"seeds {begin} to {begin + count - 1}")
    return range(begin, begin + count)


def output(prompt: str, output_type: str, language: str = "html") -> str:
    """What the engine writes, "" where it refuses; a website in HTML even where the prompt names Vue."""
    try:
        return written(prompt, output_type, language)
    except EngineRefusal:
        return ""


class Shape(HTMLParser):
    """Notes what of a file could run or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.wrong: list[str] = []
        self.comments = 0
        self.inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        if tag in (
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "template",
            "img",
            "video",
            "audio",
            "source",
        ):
            self.wrong.append(tag)
        for name, value in attributes:
            outside = name in ("src", "srcset", "action", "formaction", "xlink:href", "srcdoc", "ping")
            script = name == "href" and not re.match(r"#|tel:[+\d]*\Z|mailto:[^\s]+\Z|https?://", value or "")
            if name.startswith("on") or outside or script or (name == "style" and LOADS.search(value or "")):
                self.wrong.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)
        elif self.inside == "style" and LOADS.search(data):
            self.wrong.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_comment(self, data: str) -> None:
        self.comments += 1


LOADS = re.compile(r"url\(|@import|expression\(|pwned|evil", re.IGNORECASE)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff]"
)


def faults(html: str, known: frozenset[str]) -> list[str]:
    """What in a file came from the prompt and is no plain text; `known` are the lines of the engine's own scripts."""
    shape = Shape()
    shape.feed(html)
    shape.close()
    found = [*shape.wrong, *(line for line in lines_of(shape) if line not in known)]
    if shape.comments != 1:
        found.append(f"{shape.comments} comments")
    if not html.endswith("</html>\n"):
        found.append("its end is not its end")
    return found + UNSEEN.findall(html)


def lines_of(shape: Shape) -> list[str]:
    return [line.strip() for script in shape.scripts for line in script.split("\n") if line.strip()]


def known_scripts() -> frozenset[str]:
    """The lines of all scripts that the engine has for pages: none holds a text of a prompt."""
    all_parts = "Landing page with navigation, tabs (A, B), a dark mode toggle, a form, hero and footer"
    shape = Shape()
    for html in (written(all_parts, "website", "html"), *(written(deck, "powerpoint") for deck in DECKS)):
        shape.feed(html)
    return frozenset(lines_of(shape))


def leaves_its_place(prompt: str, output_type: str, known: frozenset[str]) -> list[str]:
    """The faults of what is made of a prompt, and an error of the engine's own as one of them."""
    try:
        html = output(prompt, output_type)
    except Exception as error:  # noqa: BLE001 - whatever it is, the seed has to be told
        return [repr(error)]
    return faults(html, known) if html else []


@pytest.mark.parametrize("output_type", TYPES)
def test_no_prompt_leaves_its_place_in_a_file(output_type: str) -> None:
    known = known_scripts()
    for seed in seeds(RUNS):
        prompt = hostile(seed)
        assert leaves_its_place(prompt, output_type, known) == [], f"seed {seed}, {output_type}: {prompt!r}"


def test_most_hostile_prompts_are_written_not_refused() -> None:
    for output_type in TYPES:
        assert sum(bool(output(hostile(seed), output_type)) for seed in range(40)) > 20, output_type


@pytest.mark.parametrize("output_type", TYPES)
@pytest.mark.parametrize(
    "prompt",
    [
        'Landing page called "€\uf8ff" with features ("€\uf8ff")',
        'Landing page called "| a | b |[x]\u202e" with features ("| a | b |[x]\u202e")',
        'report titled "\ufeff; # x" with sections \ufeff; # x, b',
        'report titled "\x00&lt;" with sections \x00&lt;, b',
        'Landing page called "\ud800# x${pwned()}" with features ("\ud800# x${pwned()}")',
        'Landing page titled "</title>\rhttps://evil.example/x.js" with features </title>\rhttps://evil.example/x.js, b',
    ],
)
def test_a_brand_has_no_characters_that_cannot_be_seen(prompt: str, output_type: str) -> None:
    assert output(prompt, output_type)
    assert leaves_its_place(prompt, output_type, known_scripts()) == []


def test_a_prompt_adds_no_header_to_a_whole_message() -> None:
    for seed in seeds(60):
        prompt = f"{hostile(seed)} as a raw e-mail (.eml)"
        raw = output(prompt, "email")
        if not raw:
            continue
        mail = email.message_from_string(raw, policy=email.policy.default)
        why = f"seed {seed}: {prompt!r}"
        assert set(mail.keys()) == {"Subject", "From", "To", "X-Scaffold", "MIME-Version", "Content-Type"}, (
            why
        )
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"], why


def test_the_frameworks_take_every_hostile_page(chromium: Browser, frontend: Path, tmp_path: Path) -> None:
    sources = {}
    for seed in seeds(OPENED):
        for language in BUILT:
            source = output(hostile(seed), "website", language)
            if source:
                sources[f"{seed}-{language}"] = (language, source)
    run_nothing(chromium, build(sources, frontend, tmp_path), tmp_path)


def test_chromium_runs_nothing_of_a_hostile_prompt(chromium: Browser, tmp_path: Path) -> None:
    pages = {
        f"seed {seed}, {output_type}: {hostile(seed)!r}": output(hostile(seed), output_type)
        for seed in seeds(OPENED)
        for output_type in TYPES
    }
    run_nothing(chromium, {why: html for why, html in pages.items() if html}, tmp_path)


def run_nothing(chromium: Browser, pages: Mapping[str, Path | str], folder: Path) -> None:
    """Open pages whose prompts call `pwned`, and see that nothing is called, loaded or complained of."""
    assert pages
    with opened(chromium) as tab:
        tab.page.add_init_script("window.ran = 0; window.pwned = () => { window.ran += 1; };")
        for why, page in pages.items():
            show(tab.page, page, folder)
            assert tab.page.evaluate("window.ran") == 0, why
            assert (tab.errors, tab.outside) == ([], []), why


def test_a_brief_of_a_hostile_prompt_is_read_again() -> None:
    for seed in seeds(40):
        for output_type in TYPES:
            assert brief_is_read(hostile(seed), output_type), f"seed {seed}, {output_type}: {hostile(seed)!r}"


def brief_is_read(prompt: str, output_type: str) -> bool:
    """Whether the brief of a prompt is written, too; a prompt that is refused has none."""
    try:
        brief = improved(prompt, output_type, "html")
    except EngineRefusal:
        return True
    return bool(output(brief, output_type))


LONG = (
    "(", "hero with ", "a, ", "page with a form with name and ", "x: ", "- a\n", '"a" ', '"', "features (Fast, Safe) ", "a b c d e f ", "- a\n  - b\n", "pricing Free 0, ", "and ", "Mon 9-17, ", "our x ",
    "landing page with hero, ", "to Anna from Ben ", "3 hours of x at 5, ", "slide 1: a. ", "| a | b |\n", "1", "é", "each with ", "called A & ", "+49 1 ", "a@b.example ", "the section ", "red and ",
)  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", LONG)
def test_a_long_prompt_is_read_before_the_deadline(text: str) -> None:
    sentences = "\n".join("Landing page with " + (text * 4000)[:3960].replace("\n", " ") for _ in range(5))
    lines = (f"- {text.strip()}\n" * 20_000)[:19_990]
    for prompt in (sentences, lines):
        for output_type in ("website", "email", "pdf", "powerpoint"):
            output(prompt, output_type)


@pytest.mark.parametrize("output_type", TYPES)
def test_a_sentence_that_does_not_end_is_refused_with_what_to_do(output_type: str) -> None:
    with pytest.raises(EngineRefusal, match=r"more than 4000 characters without the end .* put line breaks"):
        written("Report with " + "a, " * 4000, output_type, "html")
    with pytest.raises(EngineRefusal, match="more than 20000 characters"):
        written("Report with a part.\n" * 1001, output_type, "html")


def main(begin: int, count: int) -> int:
    """Check so many seeds; prints what is wrong, and returns how many are."""
    known, wrong = known_scripts(), 0
    for seed in range(begin, begin + count):
        prompt = hostile(seed)
        for output_type in TYPES:
            found = leaves_its_place(prompt, output_type, known)
            if not found and not brief_is_read(prompt, output_type):
                found = ["its brief is refused"]
            if found:
                wrong += 1
                print(f"seed {seed}, {output_type}: {found} of {prompt!r}", flush=True)
    print(f"{count} seeds, {wrong} wrong")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
