"""The benchmark of engines tells an output that does what was asked from one that does not."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser

from benchmarks.engine_sandbox import Failed
from benchmarks.engine_tasks import TRIALS, Workshop
from tests.service.scaffold.programs import node_binary

BY_NAME = {trial.name: trial for trial in TRIALS}
RIGHT = {
    "slugify": "import re\ndef slugify(text):\n    return re.sub('[^a-z0-9]+', '-', text.lower()).strip('-')\n",
    "to_roman": (
        "def to_roman(number):\n"
        "    if not 0 < number < 4000:\n"
        "        raise ValueError(number)\n"
        "    out = ''\n"
        "    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),\n"
        "                           'M CM D CD C XC L XL X IX V IV I'.split()):\n"
        "        out, number = out + sign * (number // value), number % value\n"
        "    return out\n"
    ),
    "JavaScript helper": (
        "function chunk(items, size) {\n"
        "  if (size < 1) throw new RangeError('size');\n"
        "  const out = [];\n"
        "  for (let at = 0; at < items.length; at += size) out.push(items.slice(at, at + size));\n"
        "  return out;\n}\nmodule.exports = chunk;\n"
    ),
    "CSV": "Date,Category,Amount,Note\n" + '2026-05-01,Food,12.50,"bread, milk"\n' * 6,
}


def shop_in(folder: Path) -> Workshop:
    return Workshop(folder, cast("Browser", None), node_binary(), folder)


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_output_passes(name: str, tmp_path: Path) -> None:
    BY_NAME[name].check(RIGHT[name], shop_in(tmp_path))


@pytest.mark.parametrize(
    ("name", "output", "says"),
    [
        ("slugify", "def slugify(text):\n    return text\n", "gave 'Hello, World!'"),
        ("slugify", "Sure! Here is your function", "it failed: SyntaxError"),
        ("slugify", "", "AttributeError"),
        ("to_roman", RIGHT["to_roman"].replace("raise ValueError(number)", "return ''"), "not 'error'"),
        ("JavaScript helper", "const chunk = (items) => [items];", "gave"),
        ("JavaScript helper", "process.exit(3)", "it failed"),
        ("CSV", "Date;Amount\n1;2\n", "rows"),
        ("CSV", RIGHT["CSV"].replace("12.50", "much"), "not a number"),
        ("tasks API", "raise SystemExit('no')", "it ended: no"),
    ],
)
def test_a_wrong_output_is_found_out(name: str, output: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Failed) as failed:
        BY_NAME[name].check(output, shop_in(tmp_path))
    assert says in str(failed.value)


def test_there_are_twelve_prompts_of_the_kinds_that_are_promised() -> None:
    assert len(TRIALS) == 12
    kinds = [trial.task.output_type for trial in TRIALS]
    assert kinds == ["api"] * 7 + ["website", "chart", "email", "excel", "api"]
