"""One mailbox by IMAP: opened, its new mails taken one by one, and waited for.

A mail is fetched without marking it, placed (and committed), and only then marked as read or
moved; where it stands is remembered by UID, so that a broken connection costs nothing but time.
What is read twice has the effect of once (`intake`). A mail that cannot be taken is left there,
named, and the next ones are taken.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError

from stayline.channels.mail import intake, oauth
from stayline.channels.mail.models import Mailbox, Security, SignIn
from stayline.channels.mail.sealed import NotOurs, seal, unseal

log = structlog.get_logger(__name__)

SECONDS_TO_ANSWER = 60
MOST_TRIES = 3
"""Of one mail, before it is left there for a person to look at."""


class Unreachable(Exception):
    """A mailbox cannot be opened; the reason is a sentence for the administrator."""


def grant_of(box: Mailbox) -> oauth.Grant:
    """What its provider gives access for. Raises NotOurs."""
    return oauth.Grant(
        provider=box.sign_in,
        token_url=box.token_url,
        client_id=box.client_id,
        client_secret=unseal(box.client_secret),
        refresh_token=unseal(box.refresh_token),
    )


@contextmanager
def opened(box: Mailbox) -> Iterator[Any]:
    """The server, signed in. Raises Unreachable."""
    client = _connected(box)
    try:
        _sign_in(box, client)
        yield client
    finally:
        with suppress(Exception):  # it may be gone already
            client.logout()


def _connected(box: Mailbox) -> Any:
    from stayline.channels.mail.hearing import Client  # loaded only where there is a mailbox

    context = ssl.create_default_context()
    try:
        client = Client(
            box.host,
            box.port,
            ssl=box.security == Security.TLS,
            ssl_context=context if box.security == Security.TLS else None,
            timeout=SECONDS_TO_ANSWER,
        )
        if box.security == Security.STARTTLS:
            client.starttls(context)
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(
            f"The certificate of {box.host} is not good: {error.verify_message}."
        ) from error
    except Exception as error:
        raise Unreachable(f"{box.host}:{box.port} could not be reached ({error}).") from error
    return client


def _sign_in(box: Mailbox, client: Any) -> None:
    try:
        if box.sign_in == SignIn.PASSWORD:
            client.login(box.login, unseal(box.password))
        else:
            client.oauth2_login(box.login, _token(box))
    except (NotOurs, oauth.NoToken) as error:
        raise Unreachable(f"{box.address}: {error}.") from error
    except OSError as error:
        raise Unreachable(f"{box.host} hung up ({error}).") from error
    except client.Error as error:
        raise Unreachable(f"{box.host} does not let {box.login} in: {_said(error)}.") from error


def _token(box: Mailbox) -> str:
    found = oauth.access(grant_of(box))
    if found.next_refresh_token and box.pk is not None:
        box.refresh_token = seal(found.next_refresh_token)
        Mailbox.objects.filter(pk=box.pk).update(refresh_token=box.refresh_token)
    return found.token


def _said(error: Exception) -> str:
    text = error.args[0] if error.args else error
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return plain[:300].rstrip(".")


# -- taking --------------------------------------------------------------------------------------


class Taking:
    """The mails of one opened mailbox, as they come."""

    def __init__(self, box: Mailbox, client: Any, clock: Callable[[], datetime]) -> None:
        self.box, self.client, self.clock = box, client, clock
        self._tries: dict[int, int] = {}
        self._select()

    def _select(self) -> None:
        """Open the folder; when its numbers began anew, everything is looked at again."""
        told = self.client.select_folder(self.box.folder)
        if self.box.done_folder and not self.client.folder_exists(self.box.done_folder):
            self.client.create_folder(self.box.done_folder)
        validity = int(told.get(b"UIDVALIDITY", 0))
        if validity != self.box.uid_validity:
            self.box.uid_validity, self.box.last_uid, self.box.left_there = validity, 0, {}
            self.box.save(update_fields=["uid_validity", "last_uid", "left_there"])

    def take(self, stopping: Callable[[], bool]) -> int:
        """Take what is new, oldest first; how many were taken. Raises what made it impossible to
        go on: a broken connection, a database that is away."""
        taken = in_vain = 0
        while in_vain < 2:
            self.client.was_told_of_mail()  # until here: the search sees it
            new = self._new()
            for uid in new:
                if stopping():
                    return taken
                taken += self._take_one(uid)
            if not self.client.was_told_of_mail():
                break
            in_vain = 0 if new else in_vain + 1  # some servers say so with every answer
        return taken

    def _new(self) -> list[int]:
        """UIDs after the last one. `n:*` names the last mail even when it is older."""
        found = self.client.search(["UID", f"{self.box.last_uid + 1}:*"])
        return sorted(uid for uid in found if uid > self.box.last_uid)

    def _take_one(self, uid: int) -> bool:
        raw, why = self._fetch(uid)
        if raw is None:
            self._leave(uid, why)
            return False
        try:
            delivered = intake.deliver(
                raw,
                envelope_from=None,
                envelope_to=[self.box.door.address] if self.box.door else [],
                at=self.clock(),
            )
        except (OperationalError, InterfaceError, intake.NoDoor):
            raise
        except Exception as error:
            self._tries[uid] = self._tries.get(uid, 0) + 1
            if self._tries[uid] < MOST_TRIES:
                return self._take_one(uid)
            log.exception("a mail is left in its mailbox", mailbox=self.box.pk, uid=uid)
            self._leave(uid, f"it could not be stored ({type(error).__name__})")
            return False
        log.info("mail", outcome=delivered.outcome, problem=delivered.problem, size=len(raw))
        self._put_away(uid)
        self._remember(uid)
        return True

    def _fetch(self, uid: int) -> tuple[bytes | None, str]:
        """The mail's bytes; or why there are none. Does not mark it as read."""
        most = settings.STAYLINE_MAIL_LARGEST_MB * 1024 * 1024
        size = self.client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
        if size > most:
            return None, f"it is larger than {settings.STAYLINE_MAIL_LARGEST_MB} MB"
        raw = self.client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        return raw, "the server does not give it"

    def _put_away(self, uid: int) -> None:
        if not self.box.done_folder:
            self.client.add_flags([uid], [b"\\Seen"], silent=True)
        elif self.client.has_capability("MOVE"):
            self.client.move([uid], self.box.done_folder)
        else:
            self._copy_and_remove(uid)

    def _copy_and_remove(self, uid: int) -> None:
        """Without MOVE (RFC 6851): only this mail is expunged, where the server can do that."""
        self.client.copy([uid], self.box.done_folder)
        self.client.add_flags([uid], [b"\\Seen", b"\\Deleted"], silent=True)
        if self.client.has_capability("UIDPLUS"):
            self.client.uid_expunge([uid])

    def _remember(self, uid: int) -> None:
        self.box.last_uid = max(self.box.last_uid, uid)
        Mailbox.objects.filter(pk=self.box.pk).update(last_uid=self.box.last_uid)

    def _leave(self, uid: int, why: str) -> None:
        """Go on without it: it stays where it is, and is named."""
        if why == "the server does not give it" and uid not in self.client.search(["UID", uid]):
            return self._remember(uid)  # somebody took it away meanwhile
        log.error("a mail is left in its mailbox", mailbox=self.box.pk, uid=uid, why=why)
        self.box.left_there = {**self.box.left_there, str(uid): why}
        Mailbox.objects.filter(pk=self.box.pk).update(left_there=self.box.left_there)
        return self._remember(uid)
