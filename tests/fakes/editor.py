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
import signal
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types

from tests.fakes.profiles import Profile
from tests.fakes.screen import PATIENCE, Progress, Screen
from tests.fakes.trace import Message

GENERATE = "Generate from comment"
IMPROVE = "Improve prompt"
INSERT = "Insert the generated code"

Action = types.CodeAction | types.Command
T = TypeVar("T")


class Editor(Screen):
    """An editor of one kind with one server process."""

    def __init__(self, profile: Profile, folder: Path, secret: str | None = None) -> None:
        super().__init__(profile, folder)
        self.secret = secret
        self.capabilities = types.ServerCapabilities()
        self.exit_code: int | None = None
        self.abrupt = False
        self._over = False
        self.registered: dict[str, Any] = {}
        self.refreshes = 0  # how often the server had the lenses asked for again
        self.client.requests["client/registerCapability"] = self._register
        self.client.requests["workspace/codeLens/refresh"] = self._refresh

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
            *self.unexpected(),
        ]
        assert not found, "\n".join(found)

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
        self.edits.ran_command()
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

    async def lenses(self) -> list[tuple[int, types.Command]]:
        """The code lenses of the current file: the line and the command of each."""
        self.edits.flush()
        answer = await self.ask("textDocument/codeLens", {"textDocument": {"uri": self.buffer.uri}})
        assert "error" not in answer, answer
        found = [self.client.typed(raw, types.CodeLens) for raw in answer["result"] or []]
        assert all(lens.command is not None for lens in found), found
        return [(lens.range.start.line, lens.command) for lens in found if lens.command]

    async def generate(self, *, end: str | int | None = None) -> None:
        await self.run(await self.action(GENERATE, end=end))

    async def insert_generated(self) -> None:
        await self.run(await self.action(INSERT))

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

    async def caught_up(self) -> None:
        """All that the server did before is seen: it has answered something sent after it."""
        place = {"line": 0, "character": 0}
        nowhere = {"textDocument": {"uri": "test:nowhere"}, "range": {"start": place, "end": place}}
        await self.ask("textDocument/codeAction", {**nowhere, "context": {"diagnostics": []}})

    @asynccontextmanager
    async def read_at_once(self) -> AsyncIterator[None]:
        """The server finds in one piece what is written meanwhile (with signals of POSIX)."""
        self.client.process.send_signal(signal.SIGSTOP)
        try:
            yield
            await asyncio.sleep(0)  # the loop writes what the editor has answered
        finally:
            self.client.process.send_signal(signal.SIGCONT)

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

    def _refresh(self, msg_id: Any, params: Any) -> None:
        workspace = self.profile.capabilities.workspace
        lens = workspace.code_lens if workspace else None
        assert lens is not None, "this client has no lenses to refresh"
        assert lens.refresh_support, "this client has no lenses to refresh"
        self.refreshes += 1
        self.client.protocol.answer(msg_id, None)

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
