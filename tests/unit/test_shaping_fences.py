"""Code fences: what of a reply is the code, and what stands around it."""

from __future__ import annotations

import re

import pytest

from getcode_lsp.editing.fences import PROSE_CHARACTERS, PROSE_LINES, wrapped_in_fences
from getcode_lsp.editing.shaping import Shaper
from tests.unit.replies import CODE, SHAPED, prefix_before, shape, whole

FENCED = {
    "a plain fence": f"```python\n{CODE}```\n",
    "no language": f"```\n{CODE}```",
    "tildes": f"~~~python\n{CODE}~~~\n",
    "longer fence": f"````python\n{CODE}````\n",
    "blank lines around": f"\n\n```python\n\n{CODE}\n```\n\n",
    "a sentence before": f"Here is the code:\n\n```python\n{CODE}```",
    "a sentence after": f"```python\n{CODE}```\nThis code does it.\n",
    "sentences around": f"Sure! Here's the function you asked for:\n```python\n{CODE}```\n\nLet me know, please.",
    "another language": f"Hier ist der Code:\n```python\n{CODE}```\nViel Erfolg!",
    "letters without case": f"以下是代码：\n```python\n{CODE}```\n这段代码可以运行。",
    "a heading": f"### `books.py`\n\n```python\n{CODE}```\n",
    "a bold name": f"**books.py**\n```python\n{CODE}```\n",
    "a name in backticks": f"`books.py`:\n```python\n{CODE}```\n",
    "a list before": f"This does the following:\n- reads the file\n- writes it\n\n```python\n{CODE}```",
    "inline code in prose": f"The name `x = f(1)` is used:\n```python\n{CODE}```\nCall `f(2)` then.",
    "how to run it": f"```python\n{CODE}```\nRun it with:\n```bash\npython books.py\n```\nEnjoy.",
    "closing fence with blanks": f"```python\n{CODE}```  \n",
    "signs of code behind some words": f"Here is the model (with requests==2, x={{1}}):\n```python\n{CODE}```",
    "an emoji": f"✅ Sure, here it is:\n```python\n{CODE}```",
    "a numbered list": f"1. Take this:\n\n```python\n{CODE}```\n\n2. Run it.",
    "other marks inside": f"Here:\n~~~python\n{CODE}~~~\n```\nx\n```",
    "never closed": f"```python\n{CODE}",
    "CR LF": f"Here it is:\n```python\n{CODE}```\n".replace("\n", "\r\n"),
    "a fence that is indented": "  ```python\n" + re.sub("(?m)^(?=.)", "  ", CODE) + "  ```\n",
}


@pytest.mark.parametrize("name", FENCED)
def test_the_code_comes_out_of_its_fence(name: str) -> None:
    assert shape(FENCED[name]) == SHAPED


INNER = {
    "indented inside a docstring": 'def f():\n    """Do.\n\n    ```\n    f()\n    ```\n    """\n',
    "with a language": "const s = `\n```js\nf()\n```\n`;\n",
    "bare, code follows": "const s = `\n```\nf()\n```\n`;\n",
    "another kind of marks": "s = '''\n~~~\nText here.\n~~~\n'''\n",
}


@pytest.mark.parametrize("name", INNER)
def test_a_fence_inside_the_code_stays(name: str) -> None:
    assert shape(f"```python\n{INNER[name]}```\nThat is all.") == "\n" + INNER[name].rstrip()


UNTOUCHED = {
    "code without a fence": CODE,
    "code with a fence later": f'x = 1\n"""\n```\n{CODE}```\n"""\n',
    "prose without a fence": "Dear Ann,\n\nThank you for the book.\n\nYours\nBob",
    "prose, then code, then a fence": f"Here it is:\nx = 1\n```python\n{CODE}```",
    "code that ends in a fence": f"{CODE}```",
    "one line between backticks": "```f()```\n",
    "prose of too many lines": "Word.\n" * (PROSE_LINES + 1) + f"```python\n{CODE}```",
    "prose that is too long": "Word and word.\n" * 3
    + "Word " * (PROSE_CHARACTERS // 5)
    + f"\n```\n{CODE}```",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_is_not_wrapped_is_untouched(name: str) -> None:
    stripped = re.sub("[ \t]+\n", "\n", UNTOUCHED[name])
    assert shape(UNTOUCHED[name]) == "\n" + stripped.rstrip()


@pytest.mark.parametrize("name", [*FENCED, *INNER])
def test_a_markdown_target_keeps_its_fences(name: str) -> None:
    reply = (FENCED | INNER)[name].replace("\r\n", "\n")
    assert shape(reply, fences=False, unit=None) == "\n" + re.sub("[ \t]+(?=\n|$)", "", reply).strip("\n")


def test_a_second_block_in_the_same_language_goes_on() -> None:
    reply = "```python\na = 1\n```\nAnd the rest:\n```Python\nb = 2\n```\nDone.\n```bash\nls\n```"
    assert shape(reply) == "\na = 1\n\nb = 2"


def test_what_was_left_out_can_be_had() -> None:
    assert whole("Here:\n```python\na = 1\n```\nRun it.").left_out == "Here:\n```python\n```\nRun it."


@pytest.mark.parametrize(
    ("reply", "remarks"),
    [
        (CODE, ""),
        (f"```python\n{CODE}```", ""),
        (f"\n\n~~~\n{CODE}~~~\n\n", ""),
        (f"```python\n{CODE}", ""),
        (f"Here:\n```python\n{CODE}```\n\nRun it.", "Here:\n\nRun it."),
        (f'```python title="a.py"\n{CODE}```', '```python title="a.py"'),
        (f"```python\n{CODE}```\n```css\nb {{}}\n```", "```css\nb {}\n```"),
        ("```js\na\n```\n```js\nb\n```", ""),
        ("Sorry, this is not possible.", ""),
    ],
)
def test_plain_fences_are_no_remarks(reply: str, remarks: str) -> None:
    assert whole(reply).remarks == remarks


# A bare fence ends the block unless something is open that reaches over lines.
CLOSED = {
    "lower-case prose": "this prints 1.",
    "prose in brackets": "(Note: it prints 1.)",
    "an emoji": "⚠️ It prints 1.",
    "a rule": "---\nIt prints 1.",
    "a call without marks": "f(1) prints 1.",
    "a command": "$ python x.py",
}


@pytest.mark.parametrize("name", CLOSED)
def test_what_follows_a_block_with_nothing_open_is_left_out(name: str) -> None:
    assert shape(f"```python\n{CODE}```\n\n{CLOSED[name]}\n") == SHAPED


@pytest.mark.parametrize(
    "code", ["# don't", "x = 'it\\'s'", "/* a */", "a[[1]]", "cat <<EOF\nit's\nEOF", "/*\n*/", "x = 1 << 2"]
)
def test_what_was_closed_again_is_not_open(code: str) -> None:
    assert shape(f"```\n{code}\n```\nthis is it.\n") == f"\n{code}"


NOT_THE_END = {
    "deeper": "a:\n    ```\n    x\n    ```\nb\n",
    "other marks": "a:\n~~~\nx\n~~~\nb\n",
    "fewer marks": "a:\n```\nx\n```\nb\n",
}


@pytest.mark.parametrize("name", NOT_THE_END)
def test_a_fence_that_cannot_end_the_block_belongs_to_the_code(name: str) -> None:
    marks = "````" if name == "fewer marks" else "```"
    assert shape(f"{marks}\n{NOT_THE_END[name]}{marks}\nthis is it.\n") == "\n" + NOT_THE_END[name].rstrip()


def test_what_was_open_in_one_block_is_not_in_the_next() -> None:
    assert shape("```js\n/*\n```\n```js\nb\n```\nthis is it.") == "\n/*\n\nb"


OPEN = {
    "a comment in a comment": "<!--\n<!-- a -->\n```\nf()\n```\n-->\n",
    "prose in a triple-quoted string": 's = """\n```\nText here. And more.\n```\nThe end.\n"""\nprint(s)\n',
    "a here-document": "cat > README.md <<EOF\n# Title\n```\nText here.\n```\nThat is all.\nEOF\nls\n",
    "a quoted here-document": "cat <<'end'\n```\nText here.\n```\nend\n",
    "a template string": "const s = `\n```\nf()\n```\n`;\n",
    "a comment": "/*\n```\nf()\n```\n*/\n",
    "markup's comment": "<!--\n```\nf()\n```\n-->\n",
}


@pytest.mark.parametrize("name", OPEN)
def test_a_bare_fence_in_something_open_belongs_to_the_code(name: str) -> None:
    assert shape(f"```\n{OPEN[name]}```\nThis is it.\n") == "\n" + OPEN[name].rstrip()


def test_a_bare_fence_at_the_end_closes_whatever_seems_open() -> None:
    assert shape('```\ns = """\n```\n\n') == '\ns = """'
    assert shape('```\ns = """\n```') == '\ns = """'


COMMANDS = "First install it:\n```bash\npip install fastapi\n```\nThen the code:\n"


def test_commands_in_front_of_the_code_are_left_out() -> None:
    assert shape(f"{COMMANDS}```python\n{CODE}```\n", language="python") == SHAPED


def test_commands_are_the_code_where_they_were_asked_for() -> None:
    assert shape(f"{COMMANDS}```python\n{CODE}```\n", language="bash") == "\npip install fastapi"


@pytest.mark.parametrize(
    "rest",
    ["", "```", "```\n", "```\nThis is it.", "```\n" + "Word.\n" * PROSE_LINES, "```\n```css\nb {}\n```\n"],
)
def test_commands_are_the_code_where_no_other_comes(rest: str) -> None:
    assert shape(f"```sh\nls\n{rest}", language="python") == "\nls"


def test_a_long_script_is_the_code_and_streams() -> None:
    script = "ls\n" * (PROSE_LINES + 1)
    shaper = Shaper(languages=["python"])
    assert shaper.feed(f"```sh\n{script}") == "\nls" * (PROSE_LINES + 1)


def test_blocks_of_one_language_under_two_names_belong_together() -> None:
    shaper = Shaper(languages=["python", "py"])
    sent = shaper.feed("```python\na = 1\n```\nAnd:\n```py\nb = 2\n```\n") + shaper.finish()
    assert sent == "\na = 1\n\nb = 2"


def test_fences_of_markdown_are_its_text() -> None:
    assert not wrapped_in_fences("markdown")
    assert not wrapped_in_fences("slides")
    assert wrapped_in_fences("python")


def test_code_in_a_fence_streams_from_its_first_character() -> None:
    reply = f"Here is the code:\n```python\n{CODE}```"
    assert prefix_before(reply, "```python\n") == ""
    assert prefix_before(reply, "```python\ni") == "\ni"
    assert prefix_before(reply, "return x\n``") == SHAPED
