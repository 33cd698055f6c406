"""`doctor`: where a connection to the service fails, hop by hop, and what to do next."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from getcode_lsp.cli.terminal import FAILED, OK, say

if TYPE_CHECKING:
    from getcode_lsp.cli.route import Hop


def define_doctor(parser: argparse.ArgumentParser) -> None:
    """`getcode-lsp doctor`."""
    parser.description = (
        "Go the way to the service hop by hop (configuration, DNS, TCP, proxy, TLS, HTTP, key, plan) and stop at the "
        "first that fails: exit code 1, and what to do next. It uses no tokens and never shows the key."
    )
    parser.add_argument("--local", action="store_true", help="look at the local service instead")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object: ok, and hops with name, ok, says, next"
    )
    parser.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    hops = []
    for hop in _hops(local=options.local):
        hops.append(hop)
        if not options.json:
            say(f"{'ok' if hop.ok else 'failed':<8}{hop.name:<15}{hop.says}")
            if hop.next:
                say(f"{'':23}{hop.next}")
        if not hop.ok:
            break
    well = all(hop.ok for hop in hops)
    if options.json:
        told = [{"name": hop.name, "ok": hop.ok, "says": hop.says, "next": hop.next} for hop in hops]
        say(json.dumps({"ok": well, "hops": told}))
    return OK if well else FAILED


def _hops(*, local: bool) -> Iterator[Hop]:
    from getcode_lsp.settings import Environment

    environment = Environment.read(os.environ)
    if local or environment.local:
        yield from _local_hops()
    else:
        yield from _hosted_hops(environment.base_url, environment.problem, explicit=environment.explicit)


def _hosted_hops(origin: str, problem: str | None, *, explicit: bool) -> Iterator[Hop]:
    import asyncio

    from getcode_lsp.cli.access_check import check_access
    from getcode_lsp.cli.route import Hop, Route
    from getcode_lsp.credentials import ENVIRONMENT_VARIABLE, check_key, find_key

    if problem:
        yield Hop("configuration", False, problem, "Correct GETCODE_BASE_URL, or unset it.")
        return
    key = find_key(origin)
    try:
        found = "no key is kept" if key is None else f"a key is there ({len(check_key(key))} characters)"
    except ValueError as error:
        where = f"Correct {ENVIRONMENT_VARIABLE}" if ENVIRONMENT_VARIABLE in os.environ else "Set it anew"
        yield Hop("configuration", False, f"{origin}: {error}.", f"{where}, or use `getcode-lsp login`.")
        return
    named = "from GETCODE_BASE_URL" if explicit else "the default"
    yield Hop("configuration", True, f"{origin} ({named}); {found}")
    route = Route(origin)
    yield from route.hops()
    if key is None:
        yield Hop(
            "key",
            False,
            f"There is no API key for {origin}.",
            "Set one with `getcode-lsp login`, or use the local service (GETCODE_BASE_URL=local).",
        )
        return
    yield from asyncio.run(check_access(origin, key, wants_key=route.wants_key))


def _local_hops() -> Iterator[Hop]:
    import asyncio

    from getcode_lsp.cli.access_check import check_access
    from getcode_lsp.cli.route import Hop
    from getcode_lsp.local_service import LocalService, LocalServiceUnavailable, missing_packages

    yield Hop("configuration", True, "the local service: no key, no network")
    if message := missing_packages():
        yield Hop("packages", False, *message.split(". ", 1))
        return
    yield Hop("packages", True, "the extra [serve] is installed")

    async def start() -> list[Hop]:
        service = LocalService()
        try:
            endpoint = await service.start()
            started = Hop("start", True, f"it runs at {endpoint.base_url}")
            return [started, *await check_access(endpoint.base_url, endpoint.key, wants_key=True)]
        except LocalServiceUnavailable as error:
            return [Hop("start", False, str(error), "Run `getcode-lsp serve` in a terminal to see why.")]
        finally:
            await service.stop()

    yield from asyncio.run(start())
