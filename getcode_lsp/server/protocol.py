"""pygls' protocol, hardened: own framing, own documents, own table of what we asked the client.

Messages that come by the thousand (changes, answers to our edits) are handled as plain JSON; everything else
goes through pygls' types. No message of the client's can stop the server, and nothing we send holds a traceback.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

from getcode_lsp.server.documents import Documents, InvalidParamsError
from getcode_lsp.server.framing import Framing, FramingError, frame

if TYPE_CHECKING:
    from collections.abc import Generator

    from cattrs import Converter
    from pygls.lsp.server import LanguageServer

    from getcode_lsp.server.stdio import Writer

logger = logging.getLogger(__name__)

# Error codes of JSON-RPC 2.0, section 5.1, and LSP 3.17, "Response Message".
PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
SERVER_NOT_INITIALIZED = -32002
# Made once: `json.dumps` with separators of its own makes an encoder for every message.
_encode = json.JSONEncoder(separators=(",", ":")).encode

Reply = Callable[[object, Mapping[str, Any] | None], None]
Message = dict[str, Any]


class GetCodeProtocol(LanguageServerProtocol):
    """One connection to one client."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.documents = Documents()
        self.client: types.InitializeParams | None = None
        self.stopped = asyncio.Event()
        self.exit_code = 1
        self.on_initialize: Callable[[Mapping[str, Any]], None] = _nothing
        self.on_shutdown: Callable[[], None] = _nothing
        self._framing = Framing()
        self._out: Writer | None = None
        self._asked: dict[str, Reply] = {}
        self._requests = 0
        # Messages that are handled as they are, before any typed copy is made of them.
        self._direct: dict[str, Callable[[object], object]] = {
            types.TEXT_DOCUMENT_DID_OPEN: self.documents.opened,
            types.TEXT_DOCUMENT_DID_CHANGE: self.documents.changed,
            types.TEXT_DOCUMENT_DID_CLOSE: self.documents.closed,
        }

    def direct(self, method: str, handler: Callable[[object], object]) -> None:
        """Handle a method by a function of its raw params; InvalidParamsError becomes the error -32602."""
        self._direct[method] = handler

    # Incoming

    def connect(self, writer: Writer) -> None:
        """Send through this writer from now on."""
        self._out = writer

    def received(self, chunk: bytes) -> None:
        """Take in a piece of the input stream."""
        if self.stopped.is_set():
            return
        try:
            bodies = self._framing.feed(chunk)
        except FramingError as error:
            logger.error("The client's stream can't be read: %s", error)
            self.stop(1)
            return
        for body in bodies:
            self._received_body(body)

    def ended(self) -> None:
        """The input has ended: without `exit` that is no orderly end."""
        self.stop(0 if self._shutdown else 1)

    def stop(self, exit_code: int) -> None:
        """Let the server end; the first code counts."""
        if not self.stopped.is_set():
            self.exit_code = exit_code
            self.stopped.set()

    def _received_body(self, body: bytes) -> None:
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, PARSE_ERROR, "This is not JSON.")
            return
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            id_ = message.get("id") if isinstance(message, dict) else None
            self._refuse(id_, INVALID_REQUEST, "This is not a JSON-RPC 2.0 message.")
            return
        try:
            self._dispatch(message)
        except InvalidParamsError as error:
            self._invalid_params(message, str(error))
        except JsonRpcException as error:
            self._invalid_params(message, error.message)
        except Exception:
            logger.exception("A message could not be handled")
            if "id" in message and "method" in message:
                self._refuse(message["id"], INTERNAL_ERROR, "Something went wrong in the language server.")

    def _dispatch(self, message: Message) -> None:
        method = message.get("method")
        if method is None:
            self._take_reply(message)
        elif not isinstance(method, str) or not isinstance(message.get("id", 0), (str, int)):
            self._refuse(
                message.get("id"), INVALID_REQUEST, "A method is a string, an id a string or integer."
            )
        elif self._may_run(method, message):
            handler = self._direct.get(method)
            if handler is None and method in self.fm.builtin_features:
                self._dispatch_typed(message)
            elif handler is None:
                self._unknown(method, message)
            else:
                result = handler(message.get("params"))
                if "id" in message:
                    self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _unknown(self, method: str, message: Message) -> None:
        if "id" in message:
            self._refuse(message["id"], METHOD_NOT_FOUND, f"{method[:100]} is not a method of this server.")
        elif method == types.CANCEL_REQUEST:
            self._dispatch_typed(message)

    def _dispatch_typed(self, message: Message) -> None:
        try:
            typed = self.structure_message(message)
        except Exception:  # noqa: BLE001 - whatever a converter raises, the client's message is at fault
            self._invalid_params(message, "The parameters do not have the form that LSP gives them.")
            return
        if message["method"] == types.INITIALIZE:
            self.on_initialize(message["params"])
        self.handle_message(typed)

    def _may_run(self, method: str, message: Message) -> bool:
        """The lifecycle (LSP 3.17, "Lifecycle Messages"): requests out of turn are refused."""
        request = "id" in message
        if method == types.EXIT:
            return True
        if self._shutdown:
            code, text = INVALID_REQUEST, "The server is shutting down."
        elif self.client is None and method != types.INITIALIZE:
            code, text = SERVER_NOT_INITIALIZED, "The first request must be initialize."
        elif self.client is not None and method == types.INITIALIZE:
            code, text = INVALID_REQUEST, "The server is initialized already."
        else:
            return True
        if request:
            self._refuse(message["id"], code, text)
        return False

    def _invalid_params(self, message: Message, text: str) -> None:
        if "id" in message:
            self._refuse(message["id"], INVALID_PARAMS, text)
        else:
            logger.warning("Passed over a malformed %s: %s", message.get("method"), text)

    def _refuse(self, id_: object, code: int, text: str) -> None:
        self.send({"jsonrpc": "2.0", "id": id_, "error": {"code": code, "message": text}})

    def _take_reply(self, message: Message) -> None:
        id_ = message.get("id")
        reply = self._asked.pop(id_, None) if isinstance(id_, str) else None
        if reply is None:
            logger.warning("An answer to nothing that was asked")
            return
        error = message.get("error")
        if error is not None and not isinstance(error, Mapping):
            error = {"message": "an error without a form"}
        reply(message.get("result"), error)

    # Outgoing

    def send(self, message: Message) -> None:
        """Send one message."""
        if self._out is not None:
            self._out.write(frame(_encode(message).encode()))

    def notify_raw(self, method: str, params: object) -> None:
        """Send a notification whose params are plain JSON."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object, reply: Reply) -> str:
        """Send a request; `reply(result, error)` runs when the answer comes, if it comes. Returns its id."""
        self._requests += 1
        id_ = f"getcode-{self._requests}"
        self._asked[id_] = reply
        self.send({"jsonrpc": "2.0", "id": id_, "method": method, "params": params})
        return id_

    def forget(self, id_: str) -> None:
        """Pass over the answer to a request that nobody waits for any more."""
        self._asked.pop(id_, None)

    async def ask_and_wait(self, method: str, params: object) -> Any:  # noqa: ANN401 - JSON
        """Send a request and return its result, None where the client answers with an error."""
        answered: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def reply(result: object, error: Mapping[str, Any] | None) -> None:
            if not answered.done():
                answered.set_result(None if error is not None else result)

        id_ = self.ask(method, params, reply)
        try:
            return await answered
        finally:
            self.forget(id_)

    def _send_data(self, data: Any) -> None:  # noqa: ANN401 - pygls' own signature
        # pygls logs every body and opens a box on the user's screen when it fails; this does neither.
        if not data:
            return
        message = cast("Message", self._converter.unstructure(data))
        if isinstance(error := message.get("error"), dict):
            error.pop("data", None)  # pygls puts a traceback there
        self.send(message)

    # Lifecycle, under pygls' own names: with two methods for one message one of them wins silently.

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Agree on capabilities and the position encoding."""
        result = yield from super().lsp_initialize(params)
        self.client = params
        encoding = result.capabilities.position_encoding
        if encoding is not None:
            self.documents.encoding = types.PositionEncodingKind(encoding).value
        return result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: object) -> Generator[Any, Any, None]:
        """Stop all work; after this only `exit` is heard."""
        yield from ()
        self.on_shutdown()
        self._shutdown = True

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: object) -> Generator[Any, Any, None]:
        """End the process: with 0 after `shutdown`, else with 1."""
        yield from ()
        self.stop(0 if self._shutdown else 1)

    def _handle_cancel_notification(self, msg_id: str | int) -> None:
        # Our commands return at once and streams are cancelled by their progress: only a coroutine is left.
        future = self._request_futures.pop(msg_id, None)
        if future is not None:
            with contextlib.suppress(Exception):
                future.cancel()


def _nothing(*_params: object) -> None:
    """Stands where nobody wants to know."""
