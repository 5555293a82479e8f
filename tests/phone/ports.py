"""Ports for tests that run side by side."""

from __future__ import annotations

import os
import socket

LOWEST, HIGHEST = 12000, 32000
"""Below 32768, where no other program is given one by chance."""


_size = HIGHEST - LOWEST
_next = os.getpid() * 978 % _size  # each process begins somewhere else


def block(size: int) -> int:
    """The first of so many ports in a row that are free now; an even one, as RTP wants it."""
    global _next
    while True:
        first = LOWEST + _next // 2 * 2
        _next = (_next + size + size % 2) % _size
        if first + size < HIGHEST and all(_is_free(port) for port in range(first, first + size)):
            return first


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
