"""What holds for every SVG that the engine writes, whatever the prompt."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from getcode_lsp.service.engines.base import EngineRefusal, Task
from getcode_lsp.service.engines.scaffold.engine import ScaffoldEngine, writer_of

NAMESPACE = "{http://www.w3.org/2000/svg}"
_OUTSIDE = re.compile(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\((?!#)", re.IGNORECASE)


def written(prompt: str, output_type: str) -> str:
    """What the engine writes, as it stands in its table of writers."""
    task = Task(prompt, output_type)
    return writer_of(task).write(task)


def written_or_refused(prompt: str, output_type: str) -> str:
    """As `written`; "" where the engine refuses, in one line that names the other engines."""
    try:
        return written(prompt, output_type)
    except EngineRefusal as refusal:
        message = str(refusal)
        assert "\n" not in message
        assert "openai" in message
        return ""


async def improved(prompt: str, output_type: str) -> str:
    return (await ScaffoldEngine().improve(Task(prompt, output_type))).text


def parsed(svg: str) -> ET.Element:
    """The root of a document that has all that each of ours has."""
    root = ET.fromstring(svg)  # noqa: S314, our own output
    assert root.tag == f"{NAMESPACE}svg"
    assert root.get("role") == "img"
    assert root.get("viewBox")
    assert len(root.findall(f"{NAMESPACE}title")) == 1
    assert len(root.findall(f"{NAMESPACE}desc")) == 1
    assert svg.startswith("<!--\n")
    assert "not by AI" in svg.partition("-->")[0]
    assert not root.findall(f".//{NAMESPACE}script")
    for element in root.iter():
        assert not any(name.lower().startswith("on") for name in element.attrib)
        for name, value in element.items():
            assert "NaN" not in value or name.startswith("data-") or name == "class", (name, value)
            assert "Infinity" not in value or name.startswith("data-")
    assert not re.search(r'="(?:nan|-?inf)"', svg)
    assert not _OUTSIDE.search(re.sub(r">[^<]*<|<!--.*?-->|data-\w+=\"[^\"]*\"", "", svg, flags=re.DOTALL))
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]", svg
    )
    return root
