"""Text in pictures, by rapidocr with the models in its own package; nothing is downloaded."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from getcode_lsp.service.analysis.rows import Segment, clean

if TYPE_CHECKING:
    from PIL.Image import Image

_LEAST_SURE = 0.55
_MOST_SEGMENTS = 400
_SAME_SIZE = 1.22  # heights up to this factor are of one size: letters with and without descenders
_LETTERS = 0.78  # of a box's height


@lru_cache(maxsize=1)
def _engine() -> Any:  # noqa: ANN401 - rapidocr has no types
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_text(image: Image) -> list[Segment]:
    """The lines of text in an RGB image, in its pixels; sizes that are nearly the same are the same."""
    import numpy as np

    seen = _engine()(np.asarray(image)[:, :, ::-1], use_cls=False)
    if seen.boxes is None:
        return []
    found = []
    for box, text, sure in list(zip(seen.boxes, seen.txts, seen.scores, strict=True))[:_MOST_SEGMENTS]:
        plain = clean(str(text), 200)
        if float(sure) < _LEAST_SURE or not plain:
            continue
        xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
        height = max(ys) - min(ys)
        if height > 2.5 * (max(xs) - min(xs)) and len(plain) > 2:
            continue  # text that stands on its side
        found.append(Segment(plain, min(xs), max(xs), min(ys), max(ys), height * _LETTERS))
    return _levelled(found)


def _levelled(segments: list[Segment]) -> list[Segment]:
    from dataclasses import replace
    from statistics import median

    groups: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: one.size):
        if groups and segment.size <= groups[-1][0].size * _SAME_SIZE:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    levelled = [
        replace(segment, size=median(one.size for one in group)) for group in groups for segment in group
    ]
    return sorted(levelled, key=lambda one: (one.middle, one.x0))
