"""Real mail servers of Debian's packages, on loopback, for one test run: Dovecot and Postfix."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

SECRET = "a-password-of-a-test"


def need(program: str, package: str) -> str:
    """The program's path, installed where that is possible; else a line that says it did not run."""
    os.environ["PATH"] = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    if found := shutil.which(program):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
        for words in ("update -q", f"install -y -q --no-install-recommends {package}"):
            subprocess.run(
                ["apt-get", *words.split()],
                env=quiet,
                check=False,
                capture_output=True,
                timeout=300,
            )
    if found := shutil.which(program):
        return found
    line = f"NOT RUN: {program} is missing; as root: apt-get install {package}"
    sys.stderr.write(f"\n{line}\n")
    pytest.skip(line)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_for(port: int, seconds: float = 15) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and localhost, and its key, in PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert, private


# -- Dovecot -------------------------------------------------------------------------------------


@dataclass
class Dovecot:
    """A Dovecot that lets anybody in with `SECRET`, or with the token its introspection believes."""

    folder: Path
    program: str
    port: int
    tls_port: int
    introspection: str = ""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        (self.folder / "dovecot.conf").write_text(self._configuration())
        (self.folder / "oauth2.conf").write_text(
            f"introspection_mode = post\nintrospection_url = {self.introspection}\n"
            "username_attribute = user\nactive_attribute = active\nactive_value = true\n"
        )
        ends = time.monotonic() + 60
        while not self._is_up(ends):
            assert time.monotonic() < ends, (self.folder / "log").read_text(errors="replace")[
                -2000:
            ]

    def _is_up(self, ends: float) -> bool:
        """Start it and wait; whether it answers. It ends at once where its port is not free yet."""
        self.process = subprocess.Popen(
            [self.program, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while self.process.poll() is None and time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return True
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def _configuration(self) -> str:
        me = pwd.getpwuid(os.geteuid()).pw_name
        root = os.geteuid() == 0
        owner = "mail" if root else me
        plain = "" if root else f"default_login_user = {me}\ndefault_internal_user = {me}\n"
        token = (
            f"passdb {{\n driver = oauth2\n mechanisms = xoauth2 oauthbearer\n"
            f" args = {self.folder}/oauth2.conf\n}}\n"
            if self.introspection
            else ""
        )
        return f"""
base_dir = {self.folder}/run
log_path = {self.folder}/log
protocols = imap
listen = 127.0.0.1
{plain}
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{self.folder}/cert.pem
ssl_key = <{self.folder}/key.pem
mail_location = maildir:{self.folder}/mail/%u
mail_uid = {owner}
mail_gid = {owner}
first_valid_uid = 1
first_valid_gid = 1
maildir_stat_dirs = yes
mailbox_idle_check_interval = 1 secs
{token}
passdb {{
 driver = static
 args = password={SECRET}
}}
userdb {{
 driver = static
 args = uid={owner} gid={owner} home={self.folder}/mail/%u
}}
service imap-login {{
 chroot =
 inet_listener imap {{
  port = {self.port}
 }}
 inet_listener imaps {{
  port = {self.tls_port}
  ssl = yes
 }}
}}
service anvil {{
 chroot =
 # One test's wrong password must not slow the next test's right one.
 unix_listener anvil-auth-penalty {{
  mode = 0
 }}
}}
"""


@contextmanager
def dovecot(introspection: str = "") -> Iterator[Dovecot]:
    program = need("dovecot", "dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="stayline-dovecot-", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    (folder / "mail").chmod(0o777)
    certificate(folder)
    server = Dovecot(folder, program, free_port(), free_port(), introspection)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


# -- Postfix -------------------------------------------------------------------------------------

_SERVICES = """
{port}    inet n - n - - smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
proxymap  unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
lmtp      unix - - n - - lmtp
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
tlsmgr    unix - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """A Postfix that hands `fernwood.example` to us by LMTP, and all else to Carol's server."""

    folder: Path
    program: str
    port: int
    ours: int
    carols: int

    def run(self, *words: str) -> None:
        command = [self.program, "-c", str(self.folder / "conf"), *words]
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    def start(self) -> None:
        conf, owner = self.folder / "conf", pwd.getpwnam("postfix")
        for name in ("conf", "spool", "data"):
            (self.folder / name).mkdir()
        os.chown(self.folder / "data", owner.pw_uid, owner.pw_gid)
        (conf / "main.cf").write_text(self._configuration())
        (conf / "master.cf").write_text(_SERVICES.format(port=f"127.0.0.1:{self.port}"))
        (conf / "transport").write_text(
            f"fernwood.example lmtp:inet:127.0.0.1:{self.ours}\n* smtp:[127.0.0.1]:{self.carols}\n"
        )
        self.run("start")
        wait_for(self.port)

    def waiting(self) -> int:
        """Mails in its queue."""
        queues = ("incoming", "active", "deferred")
        spool = self.folder / "spool"
        return sum(path.is_file() for name in queues for path in (spool / name).rglob("*"))

    def _configuration(self) -> str:
        return f"""
compatibility_level = 3.6
queue_directory = {self.folder}/spool
data_directory = {self.folder}/data
maillog_file = {self.folder}/log
maillog_file_prefixes = {self.folder}
myhostname = mx.fernwood.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
relay_domains = fernwood.example
recipient_delimiter = +
transport_maps = texthash:{self.folder}/conf/transport
disable_dns_lookups = yes
smtpd_tls_cert_file = {self.folder}/cert.pem
smtpd_tls_key_file = {self.folder}/key.pem
smtpd_tls_security_level = may
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
"""


@contextmanager
def postfix(*, ours: int, carols: int) -> Iterator[Postfix]:
    program = need("postfix", "postfix")
    if os.geteuid() != 0:
        line = "NOT RUN: only root starts a Postfix"
        sys.stderr.write(f"\n{line}\n")
        pytest.skip(line)
    folder = Path(tempfile.mkdtemp(prefix="stayline-postfix-", dir="/tmp"))
    folder.chmod(0o755)
    certificate(folder)
    server = Postfix(folder, program, free_port(), ours, carols)
    try:
        server.start()
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.run("stop")
        shutil.rmtree(folder, ignore_errors=True)
