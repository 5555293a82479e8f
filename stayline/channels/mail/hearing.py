"""The IMAP client, hearing also what a server tells beside an answer.

A server tells of a new mail once, whenever it next says something (RFC 3501, 5.2): at the end of
another answer, or in one piece with "go on, I tell you what is new". The library keeps the one to
itself and waits at the socket while the other lies in its buffer; a mail that came at that instant
would be noticed minutes later.
"""

from __future__ import annotations

from typing import Any

from imapclient import IMAPClient


class Client(IMAPClient):  # type: ignore[misc]  # it has no types
    """`imapclient.IMAPClient` that looks into its own buffer before it waits."""

    def was_told_of_mail(self) -> bool:
        """Whether some answer since this was last asked told of a new mail beside what it answered."""
        return self._imap.untagged_responses.pop("EXISTS", None) is not None

    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        return self._has_read_more() or super()._poll_socket(sock, timeout)

    def _select_poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        return self._has_read_more() or super()._select_poll_socket(sock, timeout)

    def _has_read_more(self) -> bool:
        """Whether bytes lie read and unheard. The socket does not block while this is asked."""
        own_buffer = getattr(self._imap, "_readbuf", None)  # since Python 3.14
        if own_buffer is not None:
            return any(own_buffer)
        try:
            return bool(self._imap.file.peek(1))
        except OSError:  # TLS says so when it would have to wait
            return False
