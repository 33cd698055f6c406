"""Code actions, commands and settings: thin handlers between LSP and the parts that do the work."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from getcode_lsp.api.errors import GetCodeError
from getcode_lsp.editing.session import Stop
from getcode_lsp.server import describing, workspace
from getcode_lsp.server.access import ServiceAccess
from getcode_lsp.server.arguments import read_document, read_target
from getcode_lsp.server.clients import describe
from getcode_lsp.server.completion import Completing
from getcode_lsp.server.discarding import Discarding, region_at
from getcode_lsp.server.documents import InvalidParamsError
from getcode_lsp.server.editor import WARNING, Window
from getcode_lsp.server.generating import Generating
from getcode_lsp.server.improving import Improving
from getcode_lsp.server.inserting import Inserting
from getcode_lsp.server.jobs import Jobs
from getcode_lsp.server.lenses import Lenses
from getcode_lsp.server.offers import Capability, Command, Offer, Place
from getcode_lsp.server.prompting import comment_at
from getcode_lsp.server.protocol import GetCodeProtocol
from getcode_lsp.server.regenerating import Regenerating
from getcode_lsp.server.showing import Showing
from getcode_lsp.server.undoing import Undoing
from getcode_lsp.settings import Settings

logger = logging.getLogger(__name__)

CANCEL, RELOAD = "getcode.cancel", "getcode.reloadCredentials"
# How long, in seconds, a command waits for settings that were asked for.
_SETTINGS_PATIENCE = 1.0
_LLM_GENERATED = 1  # CodeActionTag.LLMGenerated, LSP 3.18


class Features:
    """What the server offers, registered on one pygls server."""

    def __init__(self, server: LanguageServer, protocol: GetCodeProtocol) -> None:
        self._protocol = protocol
        self._documents = protocol.documents
        self._window = Window(protocol)
        self._access = ServiceAccess()
        self._jobs = Jobs(protocol, self._window, self._access)
        self._settings = Settings()
        self._complained: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._fetching: set[asyncio.Task[None]] = set()
        self._waiting: set[asyncio.Task[None]] = set()
        self._lenses = Lenses(protocol, self._jobs)
        self._jobs.following.on_change = self._lenses.refresh
        generating = Generating(self._jobs, self._again)
        self._capabilities: tuple[Capability, ...] = (
            Inserting(self._jobs),
            generating,
            Improving(self._jobs, self._again),
            Showing(self._jobs),
            Discarding(self._jobs),
            Regenerating(self._jobs, generating, self._again),
            Undoing(self._jobs),
            self._jobs.usage,
            describing.Describing(self._jobs, self._again, lambda: workspace.roots(protocol)),
        )
        self._commands: dict[str, Command] = {CANCEL: self.cancel, RELOAD: self.reload_credentials}
        self._requests: set[str] = set()  # commands that ask the service, so that the settings must be there
        for capability in self._capabilities:
            self._commands.update(capability.commands)
            self._requests.update(capability.requests)
        self._register(server)
        Completing(server, protocol)

    def _register(self, server: LanguageServer) -> None:
        kinds: list[types.CodeActionKind | str] = [
            kind for capability in self._capabilities for kind in capability.kinds
        ]
        # Pygls derives the server's capabilities from its own lists; the handlers themselves take plain JSON.
        server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))(
            _listed
        )
        server.feature(types.TEXT_DOCUMENT_CODE_LENS)(_listed)
        for name in self._commands:
            server.command(name)(_listed)
        direct = self._protocol.direct
        direct(types.TEXT_DOCUMENT_CODE_ACTION, self.code_actions)
        direct(types.TEXT_DOCUMENT_CODE_LENS, self._lenses.lenses)
        direct(types.WORKSPACE_EXECUTE_COMMAND, self.execute)
        direct(types.WINDOW_WORK_DONE_PROGRESS_CANCEL, self._window.cancelled)
        direct(types.WORKSPACE_DID_CHANGE_CONFIGURATION, self.configuration_changed)
        direct(types.INITIALIZED, self.initialized)
        self._protocol.on_initialize = self.initialize
        self._protocol.on_shutdown = self.close

    # Lifecycle

    def initialize(self, params: Mapping[str, Any]) -> None:
        """Learn what the client is and the settings that it brings."""
        self._window.client = describe(params)
        options = params.get("initializationOptions")
        if isinstance(options, Mapping):
            self._configure(options.get("settings"))

    def initialized(self, _params: object) -> None:
        """Fetch the settings, and do the slow parts of a first request before there is one."""
        client = self._window.client
        if client.registers_configuration:
            registration = {"id": "getcode-configuration", "method": types.WORKSPACE_DID_CHANGE_CONFIGURATION}
            params = {"registrations": [{**registration, "registerOptions": {"section": "getcode"}}]}
            self._protocol.ask(types.CLIENT_REGISTER_CAPABILITY, params, _ignored)
        self._start_fetching()
        self._run(self._warm())

    async def _warm(self) -> None:
        with contextlib.suppress(GetCodeError, OSError):  # the request itself will say why
            await self._access.warm()

    def close(self) -> None:
        """Stop all work: nothing is sent to the editor from now on."""
        self._drop_waiting()
        self._jobs.end_all()

    async def end(self) -> None:
        """Close every stream, connection and child process."""
        self._drop_waiting()
        await self._jobs.close()
        await self._access.close()

    # Settings

    def configuration_changed(self, params: object) -> None:
        """Take in `workspace/didChangeConfiguration`: pushed settings, or word that they are to be fetched."""
        pushed = params.get("settings") if isinstance(params, Mapping) else None
        if self._window.client.configuration:
            self._start_fetching()
        elif isinstance(pushed, Mapping):
            self._configure(pushed.get("getcode", pushed))

    def _start_fetching(self) -> None:
        if self._window.client.configuration:
            task = asyncio.ensure_future(self._fetch_settings())
            self._fetching.add(task)
            task.add_done_callback(self._fetching.discard)

    async def _fetch_settings(self) -> None:
        answer = await self._protocol.ask_and_wait(
            types.WORKSPACE_CONFIGURATION, {"items": [{"section": "getcode"}]}
        )
        if isinstance(answer, list) and len(answer) == 1 and answer[0] is not None:
            self._configure(answer[0])

    def _configure(self, raw: object) -> None:
        self._settings, messages = Settings.read(raw)
        self._jobs.settings = self._settings
        self._access.configure(self._settings)
        for message in messages:
            if message not in self._complained:
                self._complained.add(message)
                self._window.show(WARNING, message)

    # Code actions and commands

    def code_actions(self, params: object) -> list[dict[str, Any]] | None:
        """What can be done with the comment at a range; no I/O, so that a menu opens at once."""
        if not isinstance(params, Mapping):
            raise InvalidParamsError("params must be an object")
        document = self._documents.get(str(_member(params, "textDocument").get("uri")))
        if document is None:
            return None
        span = self._documents.span(document.mirror, params.get("range"))
        argument = {"uri": document.uri, "version": document.version, "range": params["range"]}
        place = Place(document, span, comment_at(document, span), argument)
        only = _member(params, "context").get("only")
        offers = [
            offer
            for capability in self._capabilities
            for offer in capability.offers(place)
            if _wanted(offer.kind, only)
        ]
        return [self._action(offer) for offer in offers]

    def _action(self, offer: Offer) -> dict[str, Any]:
        run = {"title": offer.title, "command": offer.command, "arguments": [offer.argument]}
        if not self._window.client.literal_actions:
            return run
        action = {"title": offer.title, "kind": offer.kind, "command": run}
        return {**action, "tags": [_LLM_GENERATED]} if self._window.client.tags_actions else action

    def execute(self, params: object) -> object:
        """Run a command: check its argument, start the work, and answer at once."""
        name = params.get("command") if isinstance(params, Mapping) else None
        handler = self._commands.get(name) if isinstance(name, str) else None
        if handler is None or not isinstance(params, Mapping):
            raise InvalidParamsError("this command is not one of this server's")
        arguments = params.get("arguments")
        if self._fetching and name in self._requests:
            takes_file = name == describing.COMMAND
            read_target(self._documents, arguments, takes_file=takes_file)  # what is wrong is said at once
            waiting = asyncio.ensure_future(self._execute_later(name, arguments, set(self._fetching)))
            self._waiting.add(waiting)
            waiting.add_done_callback(self._waiting.discard)
            return None
        return handler(arguments)

    async def _execute_later(self, name: str, arguments: object, fetching: set[asyncio.Task[None]]) -> None:
        """Run a command when the settings that are on their way have come; a client may never send them."""
        await asyncio.wait(fetching, timeout=_SETTINGS_PATIENCE)
        self._fetching -= fetching
        self._again(name, arguments)

    def _again(self, name: str, arguments: object) -> None:
        """Run a command later than it came: the text may have changed, the document may be closed."""
        with contextlib.suppress(InvalidParamsError):
            self._commands[name](arguments)

    def cancel(self, arguments: object) -> None:
        """Cancel what comes at a place (`{uri, range}`), what is under way on one document (`{uri}`), or everything."""
        self._drop_waiting()
        if not arguments:
            self._jobs.cancel(None)
        elif isinstance(arguments, list) and len(arguments) == 1 and isinstance(arguments[0], Mapping):
            self._cancel(arguments[0], arguments)
        else:
            raise InvalidParamsError("no argument, or one object with a uri, is expected")

    def _cancel(self, tree: Mapping[str, Any], arguments: object) -> None:
        if "range" not in tree:
            self._jobs.cancel(read_document(self._documents, tree))
            return
        target = read_target(self._documents, arguments)
        region = region_at(target.document, target.span)
        if region is not None and region.delivery is not None:
            region.delivery.stop(Stop.CANCELLED)

    def reload_credentials(self, arguments: object) -> None:
        """Read the key anew when it is next needed; a key never comes by LSP."""
        if arguments:
            raise InvalidParamsError("no argument is expected")
        self._access.forget_key()

    def _drop_waiting(self) -> None:
        for waiting in self._waiting:
            waiting.cancel()

    def _run(self, work: Any) -> None:  # noqa: ANN401 - any coroutine
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Work in the background failed: %s", type(error).__name__, exc_info=error)


def _member(params: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = params.get(name)
    if not isinstance(value, Mapping):
        raise InvalidParamsError(f"{name} must be an object")
    return value


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a kind is one of those asked for, or a kind below them (LSP 3.17, "CodeActionKind")."""
    return only is None or any(asked in ("", kind) or kind.startswith(f"{asked}.") for asked in only)


def _listed(*_arguments: object) -> None:
    """Stands in pygls' lists; the protocol hands the message to the handler of plain JSON first."""


def _ignored(_result: object, _error: Mapping[str, Any] | None) -> None:
    """Pass over an answer."""
