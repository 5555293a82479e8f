"""Web push: a browser is told something while no page of ours is open.

The words are sealed for that one browser (RFC 8291, aes128gcm of RFC 8188), so the push service of
its maker carries what it cannot read; it knows us by a signature (VAPID, RFC 8292). Both are a few
lines over cryptography, which comes with sign-in's keys. The signing key is made of the
installation's own secret, so that every process has the same and no backup holds another one.

A browser names its push service itself. Only the known ones are spoken to, by https, and no answer
of theirs leads anywhere else.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from secrets import token_bytes
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:  # loaded only where there is something to push
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

SECONDS_TO_ANSWER = 10
LASTS = timedelta(hours=4)
"""How long a push service keeps what it cannot deliver: older news are on the desk."""
_RECORD = 4096
_ORDER_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_LOOPBACK = {"127.0.0.1", "localhost"}


class NoLine(ValueError):
    """What a browser sent is no push subscription that we may use."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where a browser is reached, and with what its words are sealed."""

    endpoint: str
    public_key: str
    auth: str

    def checked(self) -> Line:
        """The same, when it can be used. Raises NoLine."""
        host(self.endpoint)
        try:
            point, secret = decoded(self.public_key), decoded(self.auth)
            _point(point)
        except (ValueError, NotBase64) as error:
            raise NoLine("its keys cannot be read") from error
        if len(secret) != 16:
            raise NoLine("its secret is not 16 bytes")
        return self


def host(endpoint: str) -> str:
    """The push service's name. Raises NoLine for any that is not among the settings'."""
    try:
        where = urlsplit(endpoint)
        name, _port = where.hostname or "", where.port
    except ValueError as error:
        raise NoLine("its address cannot be read") from error
    is_known = any(
        name == one or name.endswith(f".{one}") for one in settings.STAYLINE_PUSH_SERVICES
    )
    is_here = where.scheme == "http" and name in _LOOPBACK
    if (
        not is_known
        or not (where.scheme == "https" or is_here)
        or where.username
        or len(endpoint) > 2_000
    ):
        raise NoLine(f"{name[:100] or 'that'} is no push service we know")
    return name


# -- keys ----------------------------------------------------------------------------------------


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _own_key() -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    seed = sha256(b"stayline: web push\0" + str(settings.SECRET_KEY).encode()).digest()
    return ec.derive_private_key(int.from_bytes(seed) % (_ORDER_P256 - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """What a browser has to know us by before it may subscribe."""
    return encoded(_uncompressed(_own_key()))


def _uncompressed(key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _point(data: bytes):  # type: ignore[no-untyped-def]
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data)


# -- sealing (RFC 8291) --------------------------------------------------------------------------


def sealed(
    words: bytes, line: Line, *, key: EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """The body of a push message. `key` and `salt` are fresh for each, but in the RFC's example."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, salt = key or ec.generate_private_key(ec.SECP256R1()), salt or token_bytes(16)
    theirs, ours = decoded(line.public_key), _uncompressed(key)
    shared = key.exchange(ec.ECDH(), _point(theirs))
    seed = _derived(shared, decoded(line.auth), b"WebPush: info\0" + theirs + ours, 32)
    content_key = _derived(seed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(seed, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return head + AESGCM(content_key).encrypt(nonce, words + b"\x02", None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt, info).derive(secret)


# -- the signature (RFC 8292) --------------------------------------------------------------------


def authorization(endpoint: str, at: datetime) -> str:
    """Who asks, for the push service of this address alone, for half a day."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    where = urlsplit(endpoint)
    claims = {
        "aud": f"{where.scheme}://{where.netloc}",
        "exp": int((at + timedelta(hours=12)).timestamp()),
        "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}",
    }
    parts = ({"typ": "JWT", "alg": "ES256"}, claims)
    asked = ".".join(encoded(json.dumps(part).encode()) for part in parts)
    r, s = decode_dss_signature(_own_key().sign(asked.encode(), ec.ECDSA(SHA256())))
    return f"vapid t={asked}.{encoded(r.to_bytes(32) + s.to_bytes(32))}, k={public_key()}"


# -- sending -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said: taken, gone for good, or something else."""

    status: int
    said: str = ""

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status in {403, 404, 410}


def send(line: Line, told: dict[str, str], at: datetime, *, urgent: bool = False) -> Answer:
    """Hand one message over; `at` is the wall's time. What cannot be reached answers 0."""
    try:
        name = host(line.endpoint)
        body = sealed(json.dumps(told).encode(), line.checked())
    except NoLine as error:
        return Answer(410, str(error))
    where = urlsplit(line.endpoint)
    kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
    speaking = kind(name, where.port, timeout=SECONDS_TO_ANSWER)
    headers = {
        "Authorization": authorization(line.endpoint, at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LASTS.total_seconds())),
        "Urgency": "high" if urgent else "normal",
    }
    path = where.path + (f"?{where.query}" if where.query else "")
    try:
        speaking.request("POST", path, body, headers)
        answer = speaking.getresponse()
        return Answer(answer.status, answer.read(300).decode("utf-8", "replace").strip())
    except (OSError, HTTPException) as error:
        return Answer(0, f"{name} could not be reached ({error})")
    finally:
        speaking.close()
