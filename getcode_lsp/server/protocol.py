"""pygls' protocol, hardened: own framing, own documents, own table of what we asked the client.

Messages that come by the thousand (changes, answers to our edits) are handled as plain JSON; everything else
goes through pygls' types. No message of the client's can stop the server, and nothing we send holds a traceback.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

from getcode_lsp.server.documents import Documents, InvalidParamsError, OutOfStepError
from getcode_lsp.server.framing import Framing, FramingError
from getcode_lsp.server.messages import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    REQUEST_FAILED,
    SERVER_NOT_INITIALIZED,
    Message,
    decode,
    is_id,
    salvage,
)
from getcode_lsp.server.outgoing import Outgoing

if TYPE_CHECKING:
    from collections.abc import Generator

    from cattrs import Converter
    from pygls.lsp.server import LanguageServer

    from getcode_lsp.server.stdio import Reader, Writer

logger = logging.getLogger(__name__)

STATUS = "getcode/status"
# So many questions may stand open; of a client that answers none the oldest is taken for unanswered.
MOST_ASKED = 1000
# After so many seconds without a further byte, half a message is looked at for whether it can get complete.
STALLED = 1.0

Reply = Callable[[object, Mapping[str, Any] | None], None]


class GetCodeProtocol(LanguageServerProtocol):
    """One connection to one client."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.documents = Documents()
        self.documents.on_lost = self._document_lost
        self.client: types.InitializeParams | None = None
        self.stopped = asyncio.Event()
        self.exit_code = 1
        self.on_initialize: Callable[[Mapping[str, Any]], None] = _nothing
        self.on_shutdown: Callable[[], None] = _nothing
        self.on_parent: Callable[[int], None] = _nothing
        self._framing = Framing()
        self._stalled: asyncio.TimerHandle | None = None
        self._out = Outgoing()
        self._asked: dict[str, Reply] = {}
        self._waited: set[str] = set()
        self._requests = 0
        # What `getcode/status` counts; the parts add theirs.
        self.counts: dict[str, Callable[[], int]] = {
            "documents": lambda: len(self.documents.all()),
            "streams": lambda: self._streams(None),
            "pending": lambda: len(self._asked),
            "tasks": lambda: len(asyncio.all_tasks()),
            "queued": lambda: self._out.waiting,
            "keptBack": lambda: self._out.kept_back,
        }
        # Messages that are handled as they are, before any typed copy is made of them.
        self._direct: dict[str, Callable[[object], object]] = {
            types.TEXT_DOCUMENT_DID_OPEN: self.documents.opened,
            types.TEXT_DOCUMENT_DID_CHANGE: self.documents.changed,
            types.TEXT_DOCUMENT_DID_CLOSE: self.documents.closed,
            types.SHUTDOWN: self._shut_down,
            types.EXIT: lambda _params: self.ended(),
            types.SET_TRACE: _nothing,  # all there is to tell is told anyway
            types.CANCEL_REQUEST: _nothing,  # every request is answered before the next message is read
            STATUS: self._status,
        }

    def direct(self, method: str, handler: Callable[[object], object]) -> None:
        """Handle a method by a function of its raw params; InvalidParamsError becomes the error -32602."""
        self._direct[method] = handler

    # Incoming

    def connect(self, writer: Writer, reader: Reader) -> None:
        """Speak over these streams from now on."""
        self._out.connect(writer, reader)

    def received(self, chunk: bytes) -> None:
        """Take in a piece of the input stream."""
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        if self.stopped.is_set():
            return
        try:
            for body in self._framing.feed(chunk):
                self._received_body(body)
                if self.stopped.is_set():
                    return
        except FramingError as error:
            self._unreadable_stream(str(error))
        if not self._framing.empty:
            self._stalled = asyncio.get_running_loop().call_later(STALLED, self._look_at_half)

    def ended(self) -> None:
        """The client has gone, by `exit` or without it; only after `shutdown` that is an orderly end."""
        self.stop(0 if self._shutdown else 1)

    def caught_up(self) -> None:
        """The client reads again."""
        self._out.caught_up()

    def stop(self, exit_code: int) -> None:
        """Let the server end; the first code counts."""
        if not self.stopped.is_set():
            self.exit_code = exit_code
            self.stopped.set()

    def _look_at_half(self) -> None:
        self._stalled = None
        if self._framing.hopeless:
            self._unreadable_stream("a Content-Length that is too large")

    def _unreadable_stream(self, reason: str) -> None:
        logger.error("The client's stream can't be read, so the server ends: %s", reason)
        self.stop(1)

    def _received_body(self, body: bytes) -> None:
        try:
            message = decode(body)
        except (ValueError, RecursionError):
            self._unreadable(body, PARSE_ERROR, "This is not JSON in UTF-8.")
            return
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            self._unreadable(body, INVALID_REQUEST, "This is not a JSON-RPC 2.0 message.")
            return
        try:
            self._dispatch(message)
        except OutOfStepError as error:
            if "id" in message:  # the user has been told when it happened
                self._refuse(message["id"], REQUEST_FAILED, str(error))
        except InvalidParamsError as error:
            self._invalid_params(message, str(error))
        except JsonRpcException as error:
            self._invalid_params(message, error.message)
        except Exception:
            logger.exception("A message could not be handled")
            if "id" in message and "method" in message:
                self._refuse(message["id"], INTERNAL_ERROR, "Something went wrong in the language server.")

    def _unreadable(self, body: bytes, code: int, text: str) -> None:
        """Refuse a message that can't be read; one that was to set a text leaves that text unknown."""
        left = salvage(body)
        self._refuse(left.id, code, text)
        if left.sets_text:
            self.documents.lose(left.uri)

    def _document_lost(self, uri: str) -> None:
        name = unquote(uri.rpartition("/")[2])[:100]
        message = f"GetCode: A change of {name} could not be read: close the file and open it again."
        self.notify_raw(
            types.WINDOW_SHOW_MESSAGE, {"type": types.MessageType.Warning.value, "message": message}
        )

    def _dispatch(self, message: Message) -> None:
        method = message.get("method")
        if "method" not in message and ("result" in message or "error" in message):
            self._take_reply(message)
        elif not isinstance(method, str) or not is_id(message.get("id", 0)):
            id_ = message.get("id")
            text = "A method is a string, an id a string or an integer."
            self._refuse(id_ if is_id(id_) else None, INVALID_REQUEST, text)
        elif self._may_run(method, message):
            handler = self._direct.get(method)
            if "id" not in message and _is_request(method):
                logger.warning("Passed over a %s without an id", method)
            elif handler is not None:
                result = handler(message.get("params"))
                if "id" in message:
                    self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
            elif method in self.fm.builtin_features:
                self._dispatch_typed(message)
            elif "id" in message:
                text = f"{method[:100]} is not a method of this server."
                self._refuse(message["id"], METHOD_NOT_FOUND, text)

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
        if "id" in message:
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
            logger.debug("An answer to nothing that anybody waits for")
            return
        error = message.get("error")
        if error is not None and not isinstance(error, Mapping):
            error = {"message": "an error without a form"}
        reply(message.get("result"), error)

    # Outgoing

    def send(self, message: Message) -> None:
        """Send one message."""
        self._out.send(message)

    def notify_raw(self, method: str, params: object) -> None:
        """Send a notification whose params are plain JSON."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object, reply: Reply) -> str:
        """Send a request; `reply(result, error)` runs when the answer comes, if it comes. Returns its id.

        Whoever asks forgets the question when the answer would come too late; see `MOST_ASKED`, too.
        """
        self._requests += 1
        id_ = f"getcode-{self._requests}"
        if len(self._asked) >= MOST_ASKED:
            self._give_up(next(iter(self._asked)))
        self._asked[id_] = reply
        message: Message = {"jsonrpc": "2.0", "id": id_, "method": method}
        self.send(message if params is None else {**message, "params": params})
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
        self._waited.add(id_)
        try:
            return await answered
        finally:
            self._waited.discard(id_)
            self.forget(id_)

    def _give_up(self, id_: str) -> None:
        """Wait no longer; only who does nothing but wait is told, for an edit may still have been made."""
        reply = self._asked.pop(id_)
        if id_ in self._waited:
            reply(None, {"message": "no answer"})

    def _send_data(self, data: Any) -> None:  # noqa: ANN401 - pygls' own signature
        # pygls logs every body and opens a box on the user's screen when it fails; this does neither.
        if not data:
            return
        message = cast("Message", self._converter.unstructure(data))
        if isinstance(error := message.get("error"), dict):
            error.pop("data", None)  # pygls puts a traceback there
        self.send(message)

    # Lifecycle

    # Under pygls' own name: with two methods for one message one of them wins silently.
    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Agree on capabilities and the position encoding."""
        result = yield from super().lsp_initialize(params)
        self.client = params
        encoding = result.capabilities.position_encoding
        if encoding is not None:
            self.documents.encoding = types.PositionEncodingKind(encoding).value
        if params.process_id is not None:
            self.on_parent(params.process_id)
        return result

    def _shut_down(self, _params: object) -> None:
        """Stop all work; after this only `exit` is heard."""
        try:
            self.on_shutdown()
        finally:
            self._shutdown = True

    def _status(self, params: object) -> dict[str, int]:
        """How much is under way, for whoever looks for what grows; `uri` narrows the streams to a document."""
        uri = params.get("uri") if isinstance(params, Mapping) else None
        counts = {name: count() for name, count in self.counts.items()}
        return counts if uri is None else {**counts, "streams": self._streams(uri)}

    def _streams(self, uri: object) -> int:
        documents = self.documents.all()
        return sum(document.turns.count for document in documents if uri in (None, document.uri))

    def _handle_cancel_notification(self, msg_id: str | int) -> None:
        # Our commands return at once and streams are cancelled by their progress: only a coroutine is left.
        future = self._request_futures.pop(msg_id, None)
        if future is not None:
            with contextlib.suppress(Exception):
                future.cancel()


def _is_request(method: str) -> bool:
    """Whether LSP has it that a method is answered."""
    return types.METHOD_TO_TYPES.get(method, (None, None))[1] is not None


def _nothing(*_params: object) -> None:
    """Stands where nobody wants to know."""
