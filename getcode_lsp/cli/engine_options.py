"""The options of `serve` that choose its engine."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from getcode_lsp.service.engines.choosing import EngineChoice

ENVIRONMENT = """\
  GETCODE_ENGINE             --engine
  GETCODE_ENGINE_URL         --engine-url
  GETCODE_ENGINE_KEY         the key of that server; there is no option, for others can read those
  GETCODE_MODEL              --model
  GETCODE_ENGINE_AT_ONCE     --at-once
  GETCODE_ENGINE_THREADS     --threads
  GETCODE_ENGINE_CONTEXT     --context
"""


def define_engine(group: argparse._ArgumentGroup) -> None:
    """The options, in a group of their own."""
    group.add_argument(
        "--engine",
        metavar="NAME",
        help="scaffold, llama, openai, or auto: openai where --engine-url is set, else llama where a model is named or "
        "pulled, else scaffold (default auto)",
    )
    group.add_argument(
        "--engine-url",
        metavar="URL",
        help="an OpenAI-compatible server for the engine openai, as in http://127.0.0.1:11434 for Ollama",
    )
    group.add_argument(
        "--model",
        metavar="NAME",
        help="what that server calls the model (default the first one that it lists)",
    )
    group.add_argument(
        "--at-once",
        metavar="N",
        help="generations that run at once; the others wait for their turn (default llama: 1, openai: all)",
    )
    group.add_argument(
        "--threads", metavar="N", help="processor threads of llama (default all cores but one)"
    )
    group.add_argument(
        "--context",
        metavar="N",
        help="tokens that a prompt and its output may have together with llama (default 8192)",
    )


def engine_choice(options: argparse.Namespace) -> EngineChoice:
    """The choice of the options and the environment; raises ValueError. The key is taken out of the environment."""
    from getcode_lsp.service.engines.choosing import read_choice

    try:
        return read_choice(os.environ, vars(options))
    finally:
        os.environ.pop("GETCODE_ENGINE_KEY", None)  # an engine's own processes have no use for it
