"""A scripted editor over stdio: the test is its user.

    ed = Editor(VSCODE, folder)
    await ed.start(["getcode-lsp"], environment)
    ed.open("# make a list$0\\n")
    await ed.generate()
    ed.type("y")
    await ed.text_is("…")
    await ed.progress_ended()
    await ed.finish()

Waits are conditions with a deadline. A spec warning of pytest-lsp, an edit that no editor would take and a
server that dies end any wait at once. `finish` looks at the whole session; what was shown to the user and not
asked for by the test is a failure there.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types

from tests.fakes.client import Client
from tests.fakes.edits import Edits, Received
from tests.fakes.profiles import Profile
from tests.fakes.trace import Message
from tests.fakes.user import User

PATIENCE = 8.0  # seconds for what should happen at once; generous, for a loaded machine
GENERATE = "Generate from comment"
IMPROVE = "Improve prompt"

Action = types.CodeAction | types.Command
T = TypeVar("T")


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


class Editor(User):
    """An editor of one kind with one server process."""

    def __init__(self, profile: Profile, folder: Path, secret: str | None = None) -> None:
        self.profile = profile
        self.folder = folder
        self.secret = secret
        self.client = Client()
        self.trace = self.client.trace
        self.edits = Edits(self.client, profile)
        self.questions: list[Question] = []
        self.capabilities = types.ServerCapabilities()
        self.exit_code: int | None = None
        self._claimed: set[int] = set()  # places in the trace of messages that the test asked for
        self.abrupt = False
        self._forgiving = False
        self._over = False
        self._ended = 0  # progress bars that the test has seen to their end
        self.registered: dict[str, Any] = {}
        self.client.requests["window/showMessageRequest"] = self._asked
        self.client.requests["client/registerCapability"] = self._register

    # -- the session

    async def launch(self, command: list[str], environment: dict[str, str]) -> None:
        """Start the process and say nothing yet."""
        await self.client.start_io(*command, env=environment, cwd=self.folder)

    async def start(
        self, command: list[str], environment: dict[str, str], *, settings: Any = None, options: Any = None
    ) -> types.InitializeResult:
        """Start the process and go through `initialize`; `settings` are answered to workspace/configuration."""
        await self.launch(command, environment)
        if settings is not None:
            self.client.set_configuration(settings, section="getcode")
        params = types.InitializeParams(
            capabilities=self.profile.capabilities,
            process_id=os.getpid(),
            client_info=self.profile.client,
            root_uri=self.folder.as_uri(),
            initialization_options=self.profile.options if options is None else options,
        )
        result = await self.within(self.client.initialize_session(params), "initialize")
        self.capabilities = result.capabilities
        await self._fetched(0)
        encoding = result.capabilities.position_encoding or "utf-16"
        self.edits.encoding = types.PositionEncodingKind(encoding).value
        return result

    async def finish(self) -> None:
        """Shut down and exit as editors do, unless that is done, and judge the whole session."""
        if not self._over and not self.client.faults:
            await self.shutdown()
            await self.exit()
        self.judge()

    async def shutdown(self) -> None:
        await self.within(self.client.shutdown_async(None), "shutdown")

    async def exit(self, *, code: int = 0, within: float = PATIENCE) -> None:
        """Send `exit` and see the process end with a code."""
        self.client.expects_end = True
        self.client.exit(None)
        await self.gone(code=code, within=within)

    async def gone(self, *, code: int | None = 0, within: float = PATIENCE) -> None:
        """The server process ends."""
        self._over = self.client.expects_end = True
        process = self.client.process
        try:
            self.exit_code = await self.within(process.wait(), "the end of the server", seconds=within)
            assert code in (None, self.exit_code), f"the server's exit code is {self.exit_code}, not {code}"
        finally:
            await self.kill()

    async def kill(self) -> None:
        """End the process, if it is still there, and let its streams run out."""
        self._over = self.client.expects_end = True
        with suppress(ProcessLookupError, AssertionError):
            if self.client.process.returncode is None:
                self.client.process.kill()
        if self.client._server is None:
            return
        forwarder = self.client._stderr_forwarder
        await asyncio.wait({asyncio.ensure_future(self.client.process.wait())}, timeout=PATIENCE)
        if forwarder is not None:
            await asyncio.wait({forwarder}, timeout=1)
        await self.client.stop()  # type: ignore[no-untyped-call]

    def ends_abruptly(self) -> None:
        """The server is about to be cut off: what was under way then is not held against it."""
        self.abrupt = self.client.expects_end = True

    def answer(self, msg_id: Any, result: Any) -> None:
        """Answer a request of the server by hand."""
        self.edits.answered()
        self.client.protocol.answer(msg_id, result)

    def judge(self) -> None:
        """Fail of any fault, breach of a rule that always holds, or message that nobody expected."""
        found = [
            *self.client.faults,
            *self.trace.violations(self.secret, abrupt=self.abrupt),
            *self._unexpected(),
        ]
        assert not found, "\n".join(found)

    def _unexpected(self) -> list[str]:
        expected = {
            "workspace/applyEdit",
            "workspace/configuration",
            "client/registerCapability",
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

    # -- code actions and commands

    async def actions(self, *, end: str | int | None = None, only: list[str] | None = None) -> list[Action]:
        """The code actions at the cursor, or for the selection from the cursor to `end` (a text or an offset)."""
        self.edits.flush()
        start = self.buffer.cursor
        stop = start if end is None else self.buffer.find(end) + len(end) if isinstance(end, str) else end
        span = types.Range(
            types.Position(*self.buffer.position(start)), types.Position(*self.buffer.position(stop))
        )
        kinds: list[types.CodeActionKind | str] | None = None if only is None else [*only]
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(self.buffer.uri), span, types.CodeActionContext([], only=kinds)
        )
        answer = await self.ask("textDocument/codeAction", self.client.plain(params))
        assert "error" not in answer, answer
        found = [self._action(raw) for raw in answer["result"] or []]
        for action in found:
            assert self.profile.literals or isinstance(action, types.Command), (
                f"this client knows only commands as code actions, not {action}"
            )
        return found

    def _action(self, raw: Message) -> Action:
        """An action or a command: told apart by what `command` is, which lsprotocol's own hook does not."""
        if isinstance(raw.get("command"), str):
            return self.client.typed(raw, types.Command)
        return self.client.typed(raw, types.CodeAction)

    async def action(self, title: str, *, end: str | int | None = None) -> Action:
        """The code action of this very title."""
        offered = await self.actions(end=end)
        found = [action for action in offered if action.title == title]
        assert len(found) == 1, f"{title!r} is offered {len(found)} times among {[a.title for a in offered]}"
        return found[0]

    async def run(self, action: Action) -> Any:
        """Choose a code action: its command is executed as it was given."""
        command = action if isinstance(action, types.Command) else action.command
        assert command is not None, f"{action} has no command"
        assert isinstance(action, types.Command) or action.edit is None
        provider = self.capabilities.execute_command_provider
        assert provider is not None
        assert command.command in provider.commands, f"{command.command} isn't among {provider.commands}"
        return await self.execute(command.command, *(command.arguments or ()))

    async def execute(self, command: str, *arguments: Any) -> Any:
        """Execute a command and wait for its answer, which must not wait for the work."""
        self.edits.flush()
        params = types.ExecuteCommandParams(command, list(arguments) if arguments else None)
        return await self.within(self.client.workspace_execute_command_async(params), command)

    async def ask(self, method: str, params: Any) -> Message:
        """Send a request with params of any kind and return the whole answer as it came."""
        msg_id = f"test-{len(self.trace.entries)}"
        self.send(method, params, id=msg_id)

        def answers() -> list[Message]:
            return [m for m in self.trace.received() if m.get("id") == msg_id and "method" not in m]

        await self.until(lambda: bool(answers()), f"an answer to {method} {str(params)[:300]}")
        return answers()[0]

    def send(self, method: str, params: Any, **more: Any) -> None:
        """Send a message with params of any kind."""
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        self.trace.record(message, sent=True)
        self.client.write(json.dumps(message))

    async def generate(self, *, end: str | int | None = None) -> None:
        await self.run(await self.action(GENERATE, end=end))

    async def improve(self) -> None:
        await self.run(await self.action(IMPROVE))

    def cancel(self, progress: Progress | None = None) -> None:
        """Press the button of the progress."""
        progress = progress or self.running[-1]
        assert progress.cancellable, f"{progress} has no cancel button"
        self.edits.flush()
        self.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(progress.token))

    async def configure(self, settings: Any) -> None:
        """Change the settings, say so, and let the server fetch them if it wants to and can."""
        before = self._fetches
        self.client.set_configuration(settings, section="getcode")
        params = types.DidChangeConfigurationParams({"getcode": settings})
        self.client.workspace_did_change_configuration(params)
        await self._fetched(before)

    @property
    def _fetches(self) -> int:
        return len(self.trace.received("workspace/configuration"))

    async def _fetched(self, before: int) -> None:
        workspace = self.profile.capabilities.workspace
        if workspace is not None and workspace.configuration:
            await self.until(lambda: self._fetches > before, "the server to fetch the settings")

    # -- what is seen

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
        places = enumerate(self.trace.entries)
        self._claimed.update(i for i, e in places if e.message.get("method") == "window/showDocument")
        return shown[-1].uri

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
        """All that the server did before is seen: it has answered something sent after it."""
        place = {"line": 0, "character": 0}
        nowhere = {"textDocument": {"uri": "test:nowhere"}, "range": {"start": place, "end": place}}
        await self.ask("textDocument/codeAction", {**nowhere, "context": {"diagnostics": []}})

    async def until(
        self, condition: Callable[[], bool], what: str | Callable[[], str], within: float = PATIENCE
    ) -> None:
        await self.client.until(condition, what, within)

    async def within(self, what: Awaitable[T], name: str, *, seconds: float = PATIENCE) -> T:
        """Await something with a deadline."""
        waiting = asyncio.ensure_future(what)
        waiting.add_done_callback(lambda done: done.cancelled() or done.exception())  # never "not retrieved"
        waiting.add_done_callback(lambda _: self.client.stir())
        try:
            await self.client.until(waiting.done, f"waited for {name}", seconds)
            return waiting.result()
        finally:
            waiting.cancel()

    def _register(self, msg_id: Any, params: types.RegistrationParams) -> None:
        for registration in params.registrations:
            method = registration.method
            assert method == "workspace/didChangeConfiguration", f"{method} is registered"
            workspace = self.profile.capabilities.workspace
            support = workspace and workspace.did_change_configuration
            assert support, f"this client doesn't know {method}"
            assert support.dynamic_registration, f"this client doesn't let {method} be registered"
            self.registered[method] = registration.register_options
        self.client.protocol.answer(msg_id, None)

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
