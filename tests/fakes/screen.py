"""What the user of the scripted editor sees: progress, messages, questions, and what was kept for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from tests.fakes.buffer import Buffer
from tests.fakes.client import Client
from tests.fakes.edits import Edits, Received
from tests.fakes.new_files import NewFiles
from tests.fakes.profiles import Profile
from tests.fakes.trace import Message, Trace
from tests.fakes.user import User

PATIENCE = 30.0  # seconds for what should happen at once; generous, for a loaded machine


@dataclass
class Progress:
    """One progress bar: what it showed."""

    token: str | int
    title: str = ""
    cancellable: bool = False
    said: list[str] = field(default_factory=list)
    ended: bool = False


@dataclass
class Question:
    """A message with buttons that waits for an answer."""

    text: str
    buttons: list[str]
    _answer: Callable[[Any], None]

    def choose(self, button: str) -> None:
        (title,) = [title for title in self.buttons if button.lower() in title.lower()]
        self._answer({"title": title})

    def dismiss(self) -> None:
        self._answer(None)


class Screen(User):
    """Looks at the current buffer and at everything that the server had shown."""

    def __init__(self, profile: Profile, folder: Path) -> None:
        self.profile = profile
        self.folder = folder
        self.client = Client()
        self.trace: Trace = self.client.trace
        self.edits = Edits(self.client, profile)
        self.new_files = NewFiles(self.client, profile, self.edits, self._open_beside)
        self.questions: list[Question] = []
        self._claimed: set[int] = set()  # places in the trace of messages that the test asked for
        self._forgiving = False
        self._ended = 0  # progress bars that the test has seen to their end
        self.client.requests["window/showMessageRequest"] = self._asked

    async def until(
        self, condition: Callable[[], bool], what: str | Callable[[], str], within: float = PATIENCE
    ) -> None:
        await self.client.until(condition, what, within)

    @property
    def progress(self) -> list[Progress]:
        """All progress bars so far, oldest first."""
        bars: dict[str | int, Progress] = {}
        for message in self.trace.received("$/progress"):
            token, value = message["params"]["token"], message["params"]["value"]
            bar = bars.setdefault(token, Progress(token))
            if value["kind"] == "begin":
                bar.title, bar.cancellable = value["title"], bool(value.get("cancellable"))
            bar.said.extend([value["message"]] if value.get("message") else [])
            bar.ended = bar.ended or value["kind"] == "end"
        return list(bars.values())

    @property
    def running(self) -> list[Progress]:
        return [bar for bar in self.progress if not bar.ended]

    @property
    def recovered(self) -> str:
        """All that the server kept because it could not be written, in the home beside this editor's folder."""
        files = (path for path in (self.folder.parent / "home" / "state").rglob("*") if path.is_file())
        return "".join(path.read_text() for path in sorted(files)).strip()

    @property
    def shown(self) -> list[str]:
        """What was put before the user beside the progress: boxes and questions."""
        methods = ("window/showMessage", "window/showMessageRequest")
        return [m["params"]["message"] for m in self.trace.received() if m.get("method") in methods]

    async def progress_began(self, count: int = 1) -> None:
        await self.until(lambda: len(self.running) >= count, f"{count} running progress bars")

    async def progress_says(self, text: str, *, within: float = PATIENCE) -> None:
        await self.until(
            lambda: any(text in said for bar in self.progress for said in bar.said),
            f"progress that says {text!r}",
            within,
        )

    async def progress_ended(self, *, within: float = PATIENCE) -> None:
        """A progress has ended since this was last asked, and none is left running."""
        if not self.profile.progress:
            return

        def created() -> int:
            return len(self.trace.received("window/workDoneProgress/create"))

        await self.until(lambda: created() > self._ended, "a progress", within)
        await self.caught_up()  # work that is over before the editor agrees is never begun
        await self.until(lambda: not self.running, "the end of the progress", within)
        self._ended = created()

    async def text_is(self, text: str, *, within: float = PATIENCE) -> None:
        """The current buffer gets to hold this very text."""
        await self.until(
            lambda: self.text == text, lambda: f"expected {text!r}\n   found {self.text!r}", within
        )

    async def told(self, *texts: str, within: float = PATIENCE) -> str:
        """The user is shown a message with all these texts in it, be it a box, a question or progress."""
        seen: list[str] = []

        def shown() -> bool:
            for index, entry in enumerate(self.trace.entries):
                said = None if entry.sent else _said(entry.message)
                if said is not None and all(text.lower() in said.lower() for text in texts):
                    self._claimed.add(index)
                    seen.append(said)
            return bool(seen)

        await self.until(shown, f"a message with {texts}", within)
        return seen[-1]

    def claim(self, method: str) -> None:
        """Messages of this method were expected."""
        entries = enumerate(self.trace.entries)
        self._claimed.update(i for i, entry in entries if entry.message.get("method") == method)

    def forgive(self) -> None:
        """Whatever is shown to the user in this session is in order, whether the test looks at it or not."""
        self._forgiving = True

    async def logged(self, *texts: str, within: float = PATIENCE) -> None:
        """A line with all these texts comes into the editor's log of the server."""
        await self.until(
            lambda: any(
                all(text in message["params"]["message"] for text in texts)
                for message in self.trace.received("window/logMessage")
            ),
            f"a line of log with {texts}",
            within,
        )

    async def shown_document(self, *, within: float = PATIENCE) -> str:
        """The server has a document shown; its URI."""
        shown = self.client.shown_documents
        await self.until(lambda: bool(shown), "a document that is shown", within)
        self.claim("window/showDocument")
        return shown[-1].uri

    async def new_file(self, *, within: float = PATIENCE) -> Buffer:
        """The server has had a new document made; it is shown from now on."""
        opened = self.new_files.opened
        await self.until(lambda: bool(opened), "a new document", within)
        await self.shown_document()
        self.show(opened[-1])
        return opened[-1]

    def _open_beside(self, text: str, language: str, uri: str) -> Buffer:
        current = self._current
        buffer = self.open(text, language, uri=uri)
        self._current = current
        return buffer

    async def asked(self, *texts: str, within: float = PATIENCE) -> Question:
        """The user is shown a message with buttons."""

        def found() -> list[Question]:
            return [q for q in self.questions if all(text.lower() in q.text.lower() for text in texts)]

        await self.until(lambda: bool(found()), f"a question with {texts}", within)
        await self.told(*texts)
        return found()[-1]

    async def edits_are(self, count: int) -> list[Received]:
        await self.until(lambda: len(self.edits.received) >= count, f"{count} edits")
        return self.edits.received

    async def caught_up(self) -> None:
        """All that the server did before is seen."""
        raise NotImplementedError

    def unexpected(self) -> list[str]:
        """The messages that the test neither asked for nor forgave."""
        expected = {
            "workspace/applyEdit",
            "workspace/configuration",
            "client/registerCapability",
            "workspace/codeLens/refresh",
            "window/workDoneProgress/create",
            "$/progress",
        }
        return [
            f"nobody expected {entry}"
            for index, entry in enumerate(self.trace.entries)
            if not entry.sent
            and "method" in entry.message
            and entry.message["method"] not in expected
            and index not in self._claimed
            and not (self._forgiving and _said(entry.message) is not None)
            and not _harmless(entry.message)
        ]

    def _asked(self, msg_id: Any, params: types.ShowMessageRequestParams) -> None:
        buttons = [action.title for action in params.actions or []]
        protocol = self.client.protocol
        self.questions.append(
            Question(params.message, buttons, lambda chosen: protocol.answer(msg_id, chosen))
        )


def _said(message: Message) -> str | None:
    params = message.get("params") or {}
    if message.get("method") in ("window/showMessage", "window/showMessageRequest"):
        return str(params["message"])
    if message.get("method") == "$/progress":
        return str(params["value"].get("message", ""))
    return None


def _harmless(message: Message) -> bool:
    """A log entry below a warning is for whoever looks for it."""
    return bool(message["method"] == "window/logMessage" and message["params"]["type"] > 2)
