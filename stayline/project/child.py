"""What a process does for the supervisor that started it. Does nothing when nobody did."""

from __future__ import annotations

import contextlib
import os
import signal
import threading

READY = "STAYLINE_READY_FD"
LIFELINE = "STAYLINE_LIFELINE_FD"


def tell_ready() -> None:
    """Says that we answer now."""
    descriptor = os.environ.pop(READY, None)
    if descriptor is not None:
        with contextlib.suppress(BrokenPipeError):  # nobody waits when we were started again
            os.write(int(descriptor), b"ready\n")
        os.close(int(descriptor))


def end_with_supervisor() -> None:
    """Ends this process, in good order, when the supervisor is gone, however it went."""
    descriptor = os.environ.pop(LIFELINE, None)
    if descriptor is None:
        return

    def wait() -> None:
        os.read(int(descriptor), 1)  # returns only when the other end is closed
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
