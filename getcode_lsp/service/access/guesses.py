"""Keys that were wrong, counted by the address that they came from."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

MOST_WRONG = 30
WINDOW_SECONDS = 300.0
_MOST_ADDRESSES = 10_000


class Guesses:
    """How many wrong keys each address has sent of late; too many, and it has to wait.

    A key that was right from the same address before goes on working: a neighbour behind the same router, or an
    editor with an old key on the same machine, locks nobody out.
    """

    def __init__(
        self,
        most: int = MOST_WRONG,
        window: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._window = window
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()
        self._right: OrderedDict[tuple[str, str], None] = OrderedDict()

    def wait(self, address: str) -> int | None:
        """The seconds until another key may be tried from this address; None where one may be now."""
        times = self._wrong.get(_network(address))
        if times is None or len(times) < self._most:
            return None
        left = times[0] + self._window - self._clock()
        return max(1, math.ceil(left)) if left > 0 else None

    def was_wrong(self, address: str) -> None:
        """Note a wrong key."""
        network = _network(address)
        self._wrong.setdefault(network, deque(maxlen=self._most)).append(self._clock())
        self._wrong.move_to_end(network)
        if len(self._wrong) > _MOST_ADDRESSES:
            self._wrong.popitem(last=False)

    def was_right(self, address: str, key_id: str) -> None:
        """Note a right key, which this address may go on using."""
        self._right[_network(address), key_id] = None
        self._right.move_to_end((_network(address), key_id))
        if len(self._right) > _MOST_ADDRESSES:
            self._right.popitem(last=False)

    def knows(self, address: str, key_id: str) -> bool:
        """Whether this key was right from this address before."""
        return (_network(address), key_id) in self._right


def _network(address: str) -> str:
    """What is counted as one: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(ip, ipaddress.IPv6Address):
        mapped = ip.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
