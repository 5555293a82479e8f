"""How much one, two and three app hosts take, side by side. They share this machine's cores with everything else."""

from __future__ import annotations

import os
import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import count

from tests.drill.cluster import APPS, Cluster
from tests.drill.traffic import DOMAIN, mail

SECONDS = 6.0
CLIENTS_EACH = 3
"""Who write, or look, at the same time on each host."""


def figures(cluster: Cluster) -> Iterator[str]:
    """One line for each number of app hosts."""
    numbers = count()
    yield f"throughput on {os.cpu_count()} cores, which the databases, the front and the clients share:"
    for many in range(1, len(APPS) + 1):
        addresses = [cluster.hosts[name].address for name in APPS[:many]]
        mails = _per_second(addresses, lambda address: _bring(address, f"t{next(numbers)}"))
        pages = _per_second(addresses, _look)
        yield f"  {many} app host{'s' * (many > 1)}: {mails:5.1f} mails a second, {pages:5.1f} pages a second"


def _per_second(addresses: list[str], act: Callable[[str], None]) -> float:
    """How often `act` came to its end, by clients on each address at once."""
    done: list[float] = []
    until = time.monotonic() + SECONDS

    def work(address: str) -> None:
        while time.monotonic() < until:
            with suppress(OSError, smtplib.SMTPException, HTTPException):
                act(address)
                done.append(time.monotonic())

    clients = [
        threading.Thread(target=work, args=[address])
        for address in addresses
        for _ in range(CLIENTS_EACH)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(moment <= until for moment in done) / SECONDS


def _bring(address: str, number: str) -> None:
    written = mail(number, "support", f"Hello, {number}.")
    with smtplib.SMTP(address, 2525, timeout=20) as server:
        server.sendmail(f"c{number}@customers.example", [f"support@{DOMAIN}"], written.as_bytes())


def _look(address: str) -> None:
    connection = HTTPConnection(address, 8000, timeout=20)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": f"desk.{DOMAIN}"})
        connection.getresponse().read()
    finally:
        connection.close()
