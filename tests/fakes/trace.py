"""Everything that went over the wire in both directions, and the rules that hold for any of it."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    at: float
    sent: bool  # by the editor
    message: Message

    def __str__(self) -> str:
        body = json.dumps(self.message, ensure_ascii=False)
        shown = body if len(body) <= 1500 else f"{body[:1000]} … {len(body)} characters … {body[-300:]}"
        return f"{self.at:8.3f} {'-->' if self.sent else '<--'} {shown}"


class Trace:
    """The messages of one session, oldest first."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.stderr: list[str] = []
        self._began = time.monotonic()

    def record(self, message: Message, *, sent: bool) -> None:
        self.entries.append(Entry(time.monotonic() - self._began, sent, message))

    def __str__(self) -> str:
        shown = [str(entry) for entry in self.entries[-400:]]
        left = len(self.entries) - len(shown)
        head = [f"… {left} earlier messages …"] if left else []
        return "\n".join([*head, *shown, "--- stderr ---", *self.stderr[-100:]])

    def received(self, method: str | None = None) -> list[Message]:
        """What the server sent: all, or the requests and notifications of one method."""
        return [e.message for e in self.entries if not e.sent and method in (None, e.message.get("method"))]

    def violations(self, secret: str | None, *, abrupt: bool = False) -> Iterator[str]:
        """Every breach of a rule that holds in any session that has come to its end.

        `abrupt`: the server was cut off, so what is open stays open.
        """
        if not abrupt:
            yield from self._answers()
            yield from self._progress()
        if secret:
            yield from (
                f"the key is in {e}" for e in self.entries if not e.sent and _holds(e.message, secret)
            )
            yield from (f"the key is on stderr: {line}" for line in self.stderr if secret in line)
        yield from (f"on stderr: {line}" for line in self.stderr if "Traceback" in line)

    def _answers(self) -> Iterator[str]:
        for sent in (True, False):
            side = [e.message for e in self.entries if e.sent is sent]
            other = [e.message for e in self.entries if e.sent is not sent]
            asked = Counter(_identity(m) for m in side if "method" in m and "id" in m)
            answered = Counter(_identity(m) for m in other if "method" not in m and m.get("id") is not None)
            yield from (f"request id {key} used {n} times" for key, n in asked.items() if n > 1)
            yield from (f"an answer to {key}, never asked" for key in answered if key not in asked)
            if sent:
                yield from (
                    f"{answered[key]} answers to request {key}" for key in asked if answered[key] != 1
                )
            else:
                yield from (f"{n} answers to request {key}" for key, n in answered.items() if n > 1)

    def _progress(self) -> Iterator[str]:
        state: dict[Any, str] = {}
        for message in self.received():
            params = message.get("params") or {}
            if message.get("method") == "window/workDoneProgress/create":
                if params["token"] in state:
                    yield f"progress {params['token']!r} is created twice"
                state[params["token"]] = "created"
            elif message.get("method") == "$/progress":
                token, value = params["token"], params["value"]
                yield from _step(state, token, value)
        yield from (f"progress {token!r} is left {now}" for token, now in state.items() if now == "begin")


def _step(state: dict[Any, str], token: Any, value: Message) -> Iterator[str]:
    kind, before = value["kind"], state.get(token, "never created")
    allowed = {"begin": ("created",), "report": ("begin",), "end": ("begin",)}[kind]
    if before not in allowed:
        yield f"progress {token!r}: {kind} when it is {before}"
    if kind == "begin" and not value.get("title", "").startswith("GetCode"):
        yield f"progress {token!r}: title {value.get('title')!r} does not begin with GetCode"
    state[token] = "begin" if kind == "report" else kind


def _identity(message: Message) -> str:
    return json.dumps(message["id"])


def _holds(message: Message, secret: str) -> bool:
    return secret in json.dumps(message)
