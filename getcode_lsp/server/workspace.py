"""Where documents and the workspace's folders are on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pygls import uris

from getcode_lsp.server.protocol import GetCodeProtocol


def path_of(uri: str) -> Path | None:
    """The file that a URI names, None for one that is no file's (`untitled:`, a notebook's cell)."""
    path = uris.to_fs_path(uri)
    return Path(path) if path else None


def roots(protocol: GetCodeProtocol) -> Sequence[Path]:
    """The folders of the workspace as the client names them now; none without a workspace."""
    workspace = protocol.workspace
    named = [folder.uri for folder in workspace.folders.values()]
    if not named and workspace.root_uri:
        named = [workspace.root_uri]
    return [path for uri in named if (path := path_of(uri)) is not None]
