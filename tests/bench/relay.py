"""Stands between browser and server and counts what really goes over the wire.

The browser's own figures leave out headers, and give the length of a message before it was
compressed.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 1 << 16


class Relay(socketserver.ThreadingTCPServer):
    """Hands on all bytes between its own port and that of a server; `received` counts answers."""

    daemon_threads = True  # a browser leaves connections open

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.port = port
        self.received = 0

    @property
    def address(self) -> str:
        """Where the browser finds it."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Connection(socketserver.BaseRequestHandler):
    server: Relay

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.port)) as there:
            asks = threading.Thread(target=self._hand_on, args=(self.request, there), daemon=True)
            asks.start()
            self._hand_on(there, self.request, counts=True)
            asks.join()

    def _hand_on(self, source: socket.socket, sink: socket.socket, counts: bool = False) -> None:
        with suppress(OSError):  # where one side has gone, the other is told so below
            while chunk := source.recv(CHUNK):
                if counts:
                    self.server.received += len(chunk)
                sink.sendall(chunk)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def relayed(port: int) -> Iterator[Relay]:
    """A relay to a port of this machine, in threads of its own."""
    with Relay(port) as relay:
        threading.Thread(target=relay.serve_forever, daemon=True).start()
        yield relay
        relay.shutdown()
