"""Whom a connection trusts: the authorities that the environment names, else those of the operating system."""

from __future__ import annotations

import os
import re
import ssl
import sys
from collections.abc import Mapping
from pathlib import Path

from getcode_lsp.api.errors import ProxyMisconfigured

# macOS and Windows verify certificates themselves, with what an administrator has put into their stores.
# Elsewhere the store is a file that OpenSSL reads: here once, not for every connection on the event loop.
_SYSTEM_VERIFIES = sys.platform in ("darwin", "win32")
_SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",  # older ones of these
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, Arch, the BSDs
)
_HASHED = re.compile(r"[0-9a-f]{8}\.[0-9]+", re.IGNORECASE)


def certificate_variables(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The names of the variables that are set and say which authorities to trust."""
    return [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if environ.get(name)]


def load() -> ssl.SSLContext:
    """The context for connections to a service; raises ProxyMisconfigured, which names the variable at fault.

    It reads files for some time: call it off the event loop.
    """
    if names := certificate_variables():
        context = _empty()
        for name in names:
            _load_named(context, name, os.environ[name])
        return context
    try:
        return _system()
    except OSError:
        raise ProxyMisconfigured(
            "The certificates of this system can't be loaded. Name a file of certificates in SSL_CERT_FILE."
        ) from None


def _load_named(context: ssl.SSLContext, name: str, place: str) -> None:
    try:
        if name == "SSL_CERT_FILE":
            context.load_verify_locations(cafile=place)
            return
        folders = [Path(folder) for folder in place.split(os.pathsep) if folder]
        if any(_HASHED.fullmatch(path.name) for folder in folders for path in folder.iterdir()):
            for folder in folders:
                context.load_verify_locations(capath=str(folder))
            return
    except (OSError, ValueError):
        pass
    what = {
        "SSL_CERT_FILE": "readable file of certificates",
        "SSL_CERT_DIR": "readable folder of certificates, named by their hashes (`openssl rehash`)",
    }[name]
    raise ProxyMisconfigured(f"{name} does not name a {what}. Correct it, or unset it.")


def _system() -> ssl.SSLContext:
    if _SYSTEM_VERIFIES:
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = _empty()
    defaults = ssl.get_default_verify_paths()
    if defaults.cafile or (defaults.capath and _is_hashed(Path(defaults.capath))):
        context.set_default_verify_paths()
        return context
    for file in _SYSTEM_FILES:
        if Path(file).is_file():
            context.load_verify_locations(cafile=file)
            return context
    import certifi  # a system without a store, as small containers are; it comes with httpx

    context.load_verify_locations(cafile=certifi.where())
    return context


def _is_hashed(folder: Path) -> bool:
    try:
        return any(_HASHED.fullmatch(path.name) for path in folder.iterdir())
    except OSError:
        return False


def _empty() -> ssl.SSLContext:
    """A context that verifies, and trusts nobody yet."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
