"""Whether the service accepts the key, and what its plan allows, asked by the client itself without using a token.

Both questions are requests with an empty prompt. A service that looks at the key first answers 401 to a wrong
key, 402 or 403 where the plan does not reach, and 400 or 422 where only the prompt is wrong.
"""

from __future__ import annotations

from getcode_lsp.api.client import GetCodeClient
from getcode_lsp.api.errors import (
    BadReply,
    GenerationFailed,
    GetCodeError,
    KeyMalformed,
    KeyRefused,
    PlanRequired,
    RateLimited,
    RequestRejected,
)
from getcode_lsp.api.limits import Limits
from getcode_lsp.cli.route import Hop
from getcode_lsp.prompts.request import GenerateRequest, ImproveRequest

_LIMITS = Limits(first_token=20.0, no_token=20.0, wall=20.0, retries=0)
_PROVEN = "the service accepts it"
_UNPROVEN = "can't be told: the service looks at the prompt before the key"


async def check_access(origin: str, key: str, *, wants_key: bool) -> list[Hop]:
    """The hops of key and plan; the second is missing where the first failed.

    `wants_key` says that the same request without a key was refused: only then does a complaint about the
    prompt prove that the key was accepted.
    """
    client = GetCodeClient(origin, key, _LIMITS)
    try:
        improving = await _answer_to_improve(client)
        if isinstance(improving, KeyRefused | KeyMalformed):
            return [Hop("key", False, improving.message)]
        if isinstance(improving, RateLimited):
            return [Hop("key", True, _PROVEN), Hop("plan", False, improving.message)]
        if isinstance(improving, PlanRequired):
            return [Hop("key", True, _PROVEN), Hop("plan", False, improving.message)]
        if not _only_the_prompt(improving):
            message = improving.message if improving is not None else ""
            return [Hop("HTTP", False, message)]
        known = wants_key or improving is None
        return [
            Hop("key", True, _PROVEN if known else _UNPROVEN),
            _plan(await _answer_to_generate(client), known=known),
        ]
    finally:
        await client.aclose()


async def _answer_to_improve(client: GetCodeClient) -> GetCodeError | None:
    try:
        await client.improve(ImproveRequest(prompt="", output_type=""))
    except GetCodeError as error:
        return error
    return None


async def _answer_to_generate(client: GetCodeClient) -> GetCodeError | None:
    """How a generation without a prompt is answered; it is left at its first event."""
    try:
        async with client.generate(GenerateRequest(prompt="", output_type="")) as events:
            async for _event in events:
                return None
    except GetCodeError as error:
        return error
    return None


def _only_the_prompt(error: GetCodeError | None) -> bool:
    """Whether an answer means that nothing but the empty prompt was wrong."""
    if isinstance(error, BadReply):
        return "prompt" in error.message  # a 200 whose improved prompt is empty, or missing
    return error is None or isinstance(error, RequestRejected | GenerationFailed)


def _plan(generating: GetCodeError | None, *, known: bool) -> Hop:
    if not _only_the_prompt(generating):
        return Hop("plan", False, generating.message if generating is not None else "")
    return Hop("plan", True, "generating and improving are in it" if known else _UNPROVEN)
