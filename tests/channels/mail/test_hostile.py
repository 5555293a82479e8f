"""Mails as the worst programs of the world write them: what can be read of each is read, in time."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from time import process_time
from typing import Any

import pytest

from stayline.channels.mail.parse import parse

CAROL = b"From: Carol <carol@reed.example>\r\nTo: help@fernwood.example\r\n"


def _b64(text: str, charset: str) -> bytes:
    return b64encode(text.encode(charset))


def _parts(*parts: bytes, kind: bytes = b"mixed", more: bytes = b"") -> bytes:
    head = CAROL + b"Content-Type: multipart/" + kind + b'; boundary="b"' + more + b"\r\n\r\n"
    return head + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


#: What it is, the mail, and what must be read in it.
ODD: list[tuple[str, bytes, Mapping[str, Any]]] = [
    # -- charsets
    ("8-bit headers in Latin-1", CAROL + "Subject: Größe für Müller\r\n\r\nx".encode("latin-1"),
     {"subject": "Größe für Müller"}),
    ("8-bit headers in UTF-8", CAROL + "Subject: Größe für Müller\r\n\r\nx".encode(),
     {"subject": "Größe für Müller"}),
    ("8-bit headers in the body's charset",
     CAROL + "Subject: Привет\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\nПривет".encode("koi8-r"),
     {"subject": "Привет", "text": "Привет"}),
    ("gb2312 that is GB18030",
     CAROL + b"Subject: =?gb2312?b?" + _b64("发票錯誤", "gb18030") + b"?=\r\n\r\nx", {"subject": "发票錯誤"}),
    ("iso-2022-jp", CAROL + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
     + "請求書が違います".encode("iso-2022-jp"), {"text": "請求書が違います"}),
    ("shift_jis that names itself x-sjis", CAROL + b"Content-Type: text/plain; charset=x-sjis\r\n\r\n"
     + "請求書".encode("shift_jis"), {"text": "請求書"}),
    ("ks_c_5601-1987 that is cp949", CAROL + b"Content-Type: text/plain; charset=ks_c_5601-1987\r\n\r\n"
     + "청구서 똠방".encode("cp949"), {"text": "청구서 똠방"}),
    ("us-ascii that is UTF-8", CAROL + b"Content-Type: text/plain; charset=us-ascii\r\n\r\n" + "für".encode(),
     {"text": "für"}),
    ("utf-8 that is Windows", CAROL + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "€ für".encode("cp1252"),
     {"text": "€ für"}),
    ("iso-8859-1 that is Windows", CAROL + b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n\x84Ja\x93 \x80 5",
     {"text": "„Ja“ € 5"}),
    ("a charset nobody knows", CAROL + b"Content-Type: text/plain; charset=x-martian\r\n\r\n" + "für".encode(),
     {"text": "für"}),
    ("a charset that is a codec of no charset", CAROL + b"Content-Type: text/plain; charset=rot13\r\n\r\nhello",
     {"text": "hello"}),
    ("a charset in quotes of its own", CAROL + b"Content-Type: text/plain; charset='utf-8'\r\n\r\n" + "für".encode(),
     {"text": "für"}),
    ("utf-16 without a mark", CAROL + b"Content-Type: text/plain; charset=utf-16le\r\n"
     b"Content-Transfer-Encoding: base64\r\n\r\n" + _b64("für", "utf-16-le"), {"text": "für"}),
    ("utf-7", CAROL + b"Content-Type: text/plain; charset=utf-7\r\n\r\nf+APw-r", {"text": "für"}),
    # -- encoded words
    ("a letter cut between two encoded words",
     CAROL + b"Subject: =?utf-8?b?w7w=?= =?utf-8?b?w6TD?=\r\n =?utf-8?b?tg==?=\r\n\r\nx", {"subject": "üäö"}),
    ("blanks in an encoded word", CAROL + b"Subject: =?utf-8?q?Rechnung f=C3=BCr M=C3=A4rz?=\r\n\r\nx",
     {"subject": "Rechnung für März"}),
    ("an encoded word without its end", CAROL + b"Subject: =?utf-8?q?M=C3=A4rz\r\n\r\nx", {}),
    ("a language in an encoded word", CAROL + b"Subject: =?utf-8*de?q?M=C3=A4rz?=\r\n\r\nx", {"subject": "März"}),
    ("base64 without its padding", CAROL + b"Subject: =?utf-8?B?TcOkcno?=\r\n\r\nx", {"subject": "März"}),
    ("words glued to words", CAROL + b"Subject: Re:=?utf-8?q?M=C3=A4rz?=!\r\n\r\nx", {"subject": "Re:März!"}),
    # -- senders
    ("a name with a comma and no quotes", b"From: Reed, Carol <carol@reed.example>\r\n\r\nx",
     {"sender": "carol@reed.example"}),
    ("an encoded name in quotes", b'From: "=?utf-8?q?M=C3=BCller?=" <carol@reed.example>\r\n\r\nx',
     {"name": "Müller", "sender": "carol@reed.example"}),
    ("an encoded whole address", b"From: =?utf-8?q?Carol_=3Ccarol=40reed=2Eexample=3E?= <eve@evil.example>\r\n\r\nx",
     {"sender": "eve@evil.example"}),
    ("a name behind the address", b"From: carol@reed.example (Carol Reed)\r\n\r\nx",
     {"name": "Carol Reed", "sender": "carol@reed.example"}),
    ("no From, but a Sender", b"Sender: carol@reed.example\r\nSubject: x\r\n\r\nx", {"sender": "carol@reed.example"}),
    # -- dates
    ("a date of no calendar", CAROL + b"Date: Mon, 99 Foo 20xx 25:61:61 +9999\r\n\r\nx", {"sent": None}),
    ("a year of five digits", CAROL + b"Date: Mon, 2 Nov 20266 10:00:00 +0000\r\n\r\nx", {}),
    ("a zone nobody knows", CAROL + b"Date: Mon, 2 Nov 2026 10:00:00 XYZT\r\n\r\nx", {"sent": "2026-11-02"}),
    ("a date in ISO's form", CAROL + b"Date: 2026-11-02T10:00:00Z\r\n\r\nx", {"sent": "2026-11-02"}),
    ("a zone of minus a million", CAROL + b"Date: Mon, 2 Nov 2026 10:00:00 -1000000\r\n\r\nx", {}),
    # -- parts
    ("a boundary that is never there", CAROL + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\nHello',
     {"text": "Hello"}),
    ("a multipart without a boundary", CAROL + b"Content-Type: multipart/mixed\r\n\r\nHello", {"text": "Hello"}),
    ("a multipart that does not end", _parts(b"\r\nHello")[:-7], {"text": "Hello"}),
    ("a boundary that begins another one",
     _parts(b'Content-Type: multipart/alternative; boundary="bb"\r\n\r\n--bb\r\n\r\nHello\r\n--bb--'), {"text": "Hello"}),
    ("the same boundary inside", _parts(b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n\r\nHello'),
     {"text": "Hello"}),
    ("a part without headers or a blank line", _parts(b"Hello"), {}),
    ("names for one part twice",
     _parts(b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="b.pdf"\r\n\r\nx'),
     {"names": ["b.pdf"]}),
    ("two files of one name", _parts(*[b'Content-Type: image/png; name="a.png"\r\n\r\nx'] * 2),
     {"names": ["a.png", "a.png"]}),
    ("files without names", _parts(b"Content-Type: image/png\r\n\r\nx", b"Content-Type: application/pdf\r\n\r\ny"),
     {"names": ["attachment-1.png", "attachment-2.pdf"]}),
    ("a name in RFC 2231's pieces, out of order",
     _parts(b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*1*=%C3%A4rz;"
            b" filename*0*=utf-8''M; filename*2=.pdf\r\n\r\nx"), {"names": ["März.pdf"]}),
    ("a name in 8 bits", _parts('Content-Type: application/pdf; name="März.pdf"\r\n\r\nx'.encode()), {"names": ["März.pdf"]}),
    ("a name that is a path of NULs", _parts(b'Content-Type: application/pdf; name="../\x00/..\\x.pdf"\r\n\r\nx'),
     {"names": ["x.pdf"]}),
    ("a mail within a mail within a mail",
     _parts(b"Content-Type: message/rfc822\r\n\r\nSubject: One\r\nContent-Type: message/rfc822\r\n\r\nSubject: Two\r\n\r\nx"),
     {"names": ["One.eml"]}),
    ("an enclosed mail in base64",
     _parts(b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64encode(b"Subject: One\r\n\r\nx")),
     {"names": ["One.eml"]}),
    # -- encodings of bodies
    ("base64 with rubbish in it", CAROL + b"Content-Transfer-Encoding: base64\r\n\r\nSGV!!sbG8\r\n=\r\n--footer--", {}),
    ("quoted-printable with bad escapes",
     CAROL + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n100=ZZ f=C3=BCr=\r\n dich", {"text": "100=ZZ für dich"}),
    ("an encoding nobody knows", CAROL + b"Content-Transfer-Encoding: x-none\r\n\r\nHello", {"text": "Hello"}),
    ("uuencode as the body's encoding",
     CAROL + b"Content-Type: application/x-any; name=a.txt\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n"
     b"begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n", {"names": ["a.txt"], "content": b"abc"}),
    ("uuencode that never ends", CAROL + b"\r\nSee\r\nbegin 644 a.txt\r\n#86)C\r\n", {"text": "See\nbegin 644 a.txt\n#86)C"}),
    ("uuencode that begins again and again", CAROL + b"\r\n" + (b"begin 644 a\r\n" + b"M" * 62 + b"\r\n") * 20_000, {}),
    ("uuencode of many lines without its end",
     CAROL + b"\r\nbegin 644 a\r\n" + (b"M" + b"X" * 60 + b"\r\n") * 20_000 + b"lower-case words\r\nend\r\n", {}),
    ("a hundred thousand empty lines", CAROL + b"\r\nHello" + b"\n" * 100_000 + b"there", {}),
    ("a hundred thousand empty lines, and no words", CAROL + b"\r\n" + b"\n" * 100_000, {"text": ""}),
    ("a name of a million signs", b"From: " + b"a@" * 300_000 + b" <carol@reed.example>\r\n\r\nx", {}),
    *((f"a bounce of {what}", b"From: mailer-daemon@reed.example\r\nSubject: Undelivered\r\n\r\n" + filler * 100_000,
       {"machine": "bounce"})
      for what, filler in (("blanks", b" "), ("empty lines", b"\n"), ("dashes", b"-"), ("fullwidth blanks", b"\xe3\x80\x80"))),
    ("a winmail.dat that is none", _parts(b"\r\nHello", b'Content-Type: application/ms-tnef; name="winmail.dat"\r\n\r\nnone'),
     {"text": "Hello", "names": ["winmail.dat"]}),
    # -- sealed
    ("PGP/MIME", _parts(b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
                        b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----",
                        kind=b"encrypted", more=b'; protocol="application/pgp-encrypted"'),
     {"count": 2}),
    ("S/MIME, opaque", CAROL + b"Content-Type: application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data\r\n"
     b"Content-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3", {"names": ["smime.p7m"]}),
    ("S/MIME, signed", _parts(b"\r\nHello", b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx",
                              kind=b"signed"), {"text": "Hello", "names": ["smime.p7s"]}),
    ("PGP in the words", CAROL + b"\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nHello\r\n"
     b"-----BEGIN PGP SIGNATURE-----\r\nx\r\n-----END PGP SIGNATURE-----\r\n", {}),
    # -- machines
    ("a complaint (ARF)", _parts(b"\r\nThis is an abuse report", b"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse",
                                 b"Content-Type: message/rfc822\r\n\r\nSubject: ours\r\n\r\nx", kind=b"report",
                                 more=b"; report-type=feedback-report"), {"machine": "complaint"}),
    ("a receipt (MDN)", _parts(b"\r\nIt was read", b"Content-Type: message/disposition-notification\r\n\r\n"
                               b"Disposition: manual-action/MDN-sent-manually; displayed", kind=b"report",
                               more=b"; report-type=disposition-notification"), {"machine": "receipt"}),
    ("a report without its type", _parts(b"\r\nGone", b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
                                         b"Final-Recipient: rfc822; dave@reed.example\r\nAction: failed\r\nStatus: 5.1.1",
                                         kind=b"report"), {"machine": "bounce"}),
    ("a DMARC report", b"From: noreply-dmarc@reed.example\r\nSubject: Report Domain: fernwood.example Report-ID: 1\r\nContent-Type: application/gzip; name=r.xml.gz\r\n\r\nx", {"machine": "report"}),
    ("a TLS report", _parts(b"\r\nReport", b"Content-Type: application/tlsrpt+gzip\r\n\r\nx", kind=b"report",
                            more=b"; report-type=tlsrpt"), {"machine": "report"}),
    ("away, in Finnish", CAROL + b"Subject: Automaattinen vastaus: Poissa\r\n\r\nOlen lomalla", {"machine": "vacation"}),
    # -- shapes
    ("nothing", b"", {}), ("one byte", b"\x00", {}), ("headers and no end", CAROL, {"sender": "carol@reed.example", "text": ""}),
    ("line ends of an old Mac", CAROL.replace(b"\r\n", b"\r") + b"Subject: Old\r\rHello", {"subject": "Old", "text": "Hello"}),
    ("mixed line ends", CAROL.replace(b"\r\n", b"\n", 1) + b"Subject: Mixed\n\r\nHello\rthere\n", {"subject": "Mixed"}),
    ("a mailbox's own line", b"From carol@reed.example Mon Nov  2\n" + CAROL + b"\r\nHello", {"text": "Hello"}),
    ("a mark before it all", b"\xef\xbb\xbf" + CAROL + b"Subject: Mark\r\n\r\nHello", {"subject": "Mark"}),
    ("a header of a million", CAROL + b"Subject: " + b"x " * 500_000 + b"\r\n\r\nHello", {"text": "Hello"}),
    ("a subject folded into nothing", CAROL + b"Subject:\r\n \r\n \r\n Hello\r\n\r\nx", {"subject": "Hello"}),
    ("a NUL in the words", CAROL + b"\r\nHel\x00lo", {"text": "Hello"}),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "read"), [one[1:] for one in ODD], ids=[one[0] for one in ODD])
def test_every_odd_mail_is_read_in_time_and_says_what_it_can(
    raw: bytes, read: Mapping[str, Any]
) -> None:
    began = process_time()
    mail = parse(raw)
    assert mail.html_sanitised is not None
    assert process_time() - began < 2
    assert not any(one.startswith("this mail could not be read") for one in mail.defects)
    told = {
        "subject": mail.subject,
        "text": mail.text.strip(),
        "sender": mail.sender.normal,
        "name": mail.sender.name,
        "sent": mail.sent and mail.sent.date().isoformat(),
        "names": [one.name for one in mail.attachments],
        "count": len(mail.attachments),
        "content": mail.attachments[0].content if mail.attachments else b"",
        "machine": mail.machine,
    }
    assert {key: told[key] for key in read} == read


LARGEST = """
import resource, sys
from binascii import b2a_base64
from stayline.channels.mail.parse import parse
line = b2a_base64(bytes(range(57)))[:-1] + b"\\r\\n"
raw = b"".join([b"From: c@reed.example\\r\\nContent-Type: multipart/mixed; boundary=b\\r\\n\\r\\n--b\\r\\n\\r\\nHello"
    b"\\r\\n--b\\r\\nContent-Type: application/zip; name=a.zip\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n",
    line * 660_000, b"\\r\\n--b--\\r\\n"])
mail = parse(raw)
assert mail.attachments[0].size == 57 * 660_000
try:  # its own alone; what follows counts its parent's too
    told = open("/proc/self/status").read()
    most = int(told.split("VmHWM:")[1].split()[0]) * 1024
except OSError:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(len(raw), most)
"""


def test_the_largest_mail_is_read_in_little_memory() -> None:
    """A mail of fifty megabytes, the largest that is taken, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LARGEST], capture_output=True, text=True, check=True, timeout=60
    )
    size, most = map(int, done.stdout.split())
    assert size > 49_000_000
    assert most < 200 * 1024 * 1024
