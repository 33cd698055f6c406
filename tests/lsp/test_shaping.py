"""How generated code stands in the document, seen from the editor."""

from __future__ import annotations

import pytest

from tests.fakes.api import FakeApi
from tests.fakes.editor import Editor
from tests.fakes.profiles import VSCODE

in_vscode = pytest.mark.parametrize("profile", [VSCODE], ids=["vscode"])
DONE = {"type": "done", "tokensUsed": 1, "model": "fake"}


async def becomes(ed: Editor, before: str, after: str) -> None:
    ed.open(before)
    await ed.generate()
    await ed.until(lambda: ed.text == after, lambda: repr(ed.text))
    await ed.progress_ended()


@in_vscode
async def test_code_takes_the_files_tabs_or_spaces(ed: Editor, api: FakeApi) -> None:
    api.script("    for item in items:\n", "        print(", "item)\n", "\n\n", DONE)
    await becomes(
        ed,
        "def f(items):\n\t# print them$0\n\treturn items\n",
        "def f(items):\n\t# print them\n\tfor item in items:\n\t\tprint(item)\n\treturn items\n",
    )
    await becomes(
        ed,
        "def f(items):\n    # print them$0\n    return items\n",
        "def f(items):\n    # print them\n    for item in items:\n        print(item)\n    return items\n",
    )


@in_vscode
async def test_commands_to_install_something_are_no_code(ed: Editor, api: FakeApi) -> None:
    api.script("First:\n```bash\npip install x\n", "```\nThen:\n\n```py\nimport x\n```\n", DONE)
    await becomes(ed, "# use x$0\n", "# use x\nimport x\n")
    await ed.until(lambda: "pip install x" in ed.recovered, "the commands in a recovery file")
