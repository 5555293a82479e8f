"""The web process: one uvicorn in this process, without children of its own."""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import sys
import threading
import warnings

import uvicorn

from stayline import wording
from stayline.project.browser_lines import LARGEST_MESSAGE
from stayline.project.child import end_with_supervisor, tell_ready

SECONDS_FOR_OPEN_PAGES = 1
"""How long a stop waits for answers under way; live updates, which never end, are cut then."""


class Server(uvicorn.Server):
    """Says when it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            tell_ready()
            # Beside the first pages, so that whoever writes first does not wait for it.
            threading.Thread(target=wording.get_ready, daemon=True).start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # The live lines that are cut now would each be told as an error.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _settle() -> None:
    """Load every view now, and let the garbage collector pass over what stays for good: to look
    through it all again, as it would every few seconds, holds a page up for a tenth of one."""
    from django.urls import reverse

    reverse("home")  # as any other address would
    gc.freeze()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stayline.project.settings")
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(
            sign, lambda *_: sys.exit(0)
        )  # uvicorn raises what it caught once more at its end
    end_with_supervisor()
    # Styles and scripts are files that are read in a thread; whoever starts a demo need not wonder.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
    from stayline.project.asgi import application

    _settle()
    server = Server(
        uvicorn.Config(
            application,
            host=os.environ.get("STAYLINE_WEB_HOST") or "127.0.0.1",
            port=int(os.environ.get("STAYLINE_WEB_PORT") or 8000),
            lifespan="off",
            ws="websockets-sansio",  # browsers' phones alone speak by it
            ws_max_size=LARGEST_MESSAGE,
            ws_per_message_deflate=False,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # STAYLINE_BEHIND_PROXY is Django's to judge
            timeout_graceful_shutdown=SECONDS_FOR_OPEN_PAGES,
        )
    )
    server.run()
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
