"""Delivery reports: whom our mail did not reach, and why. Pure.

By RFC 3464 where there is such a report; else by the words that mail servers have used since
before it. Only mail that looks like a server's own is read that way: a customer who forwards a
bounce has written a mail.
"""

from __future__ import annotations

import re

from stayline.channels.mail.addresses import parse_addresses
from stayline.channels.mail.headers import message_ids, readable
from stayline.channels.mail.message import Bounce
from stayline.channels.mail.mime import Part, read

_SERVER = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|post_master|poo?stmaster"
    r"|mail[-_.]delivery[-_.]system|mail|mdaemon|sysadmin|double-bounce|(?:.*-)?bounces?)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|unzustellbar|(?:could not|cannot|can't|not) (?:be )?deliver|returned mail"
    r"|mail (?:system )?error|failure (?:notice|delivery)|deliver\w* (?:status|failure|notification"
    r"|problem|error|has failed|failed|incomplete|delay)|failed delivery|mail delivery"
    r"|delivery (?:status )?notification|returning (?:message )?to sender|non.?remis|nicht zugestellt"
    r"|zustellung|zustellbericht|übermittlungsstatus|bermittlungsstatus|mail failure|message delayed"
    r"|error sending your mail|warning: (?:message|could not)|loop alert|aws notification message"
    r"|delivery report|mancata consegna|no se pudo entregar|не доставлен|недоставлен|доставлено"
    r"|メールエラー|エラー通知|配信できません|配信不能|undelivrable",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:user|recipient|mailbox|address|account|host|domain)s? (?:is |was )?(?:unknown|not found"
    r"|unavailable|full|does not exist|not listed|rejected|disabled|inactive)|no such (?:user|account"
    r"|recipient|mailbox|address)|unknown (?:user|recipient|local part|address)|could not be delivered"
    r"|not delivered|was not delivered|delivery (?:to the following|has failed|failed)|permanent error"
    r"|permanent fatal error|undeliverable|did not reach the following|invalid user address"
    r"|over quota|quota exceeded|mailbox (?:is )?full|notificationType\W+Bounce"
    r"|duplicated message-id in|送信できません|配信できません",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.\-/:])([45][0-5]\d)(?=[ \-\])>:#]|$)", re.MULTILINE)
_ADDRESS = re.compile(
    r"[A-Za-z0-9._%+=~!#$&'*/?^`{|}-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])"
)
_ORIGINAL = re.compile(
    r"^\s*-{2,}[^\n]*(?:original|copy of (?:the|your)|unsent|returned|header|included|below this line)[^\n]*$"
    r"|^(?:received|return-path|message-id): ",
    re.IGNORECASE | re.MULTILINE,
)
_KEYED_ADDRESS = re.compile(
    r"(?:X-Failed-Recipients|RCPT TO|Could not be delivered to|Final-Recipient|Original-Recipient"
    r"|failed (?:for|to)|delivered to|recipients?\(?s?\)?)\b[^\n]{0,40}?[:<\s;]\s*<?"
    r"([^\s<>@,;:]+@[^\s<>,;:]+?)[>.,;:]?(?=\s|$)",
    re.IGNORECASE,
)

#: What happened, in words for the owner: the first that fits the report. (pattern, reason, hard)
_REASONS: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reason, hard)
    for pattern, reason, hard in (
        ((r"\b[45]\.2\.2\b|mailbox (?:is )?full|over ?quota|quota (?:exceeded|full)|mailbox.{0,40}exceed"
         r"|storage allocation|insufficient disk|not enough storage|disk quota|メールボックスが一杯"),
         "the mailbox is full", False),
        ((r"\b5\.1\.2\b|host (?:unknown|not found)|unknown host|domain.{0,30}(?:not found|not exist"
         r"|unknown|invalid|does not exist)|no mx|nxdomain|name or service not known|no such host"
         r"|host or domain name not found|unrouteable (?:mail )?(?:domain|address)"),
         "there is no such mail server", True),
        (r"\b5\.1\.6\b|has moved|no longer (?:employed|here|in use|at this)|user.{0,20}moved",
         "the person has moved", True),
        ((r"\b5\.1\.1\b|\b5\.1\.0\b|\b5\.1\.3\b|\b5\.1\.10\b|user (?:\S+ )?(?:unknown|not found|doesn't exist"
         r"|does not exist|is unknown)|unknown (?:user|recipient|local|address|or illegal)|no such"
         r" (?:user|recipient|mailbox|account|person|address)|invalid (?:user|recipient|mailbox|address)"
         r"|recipient.{0,30}(?:not found|unknown|not exist|reject)|not listed in|address unknown"
         r"|does(?: not|n't) (?:exist|have an? .{0,20}account)|mailbox (?:unavailable|not found|unknown)"
         r"|unknown-user|no mailbox here|user account is unavailable|not a valid (?:user|mailbox)"
         r"|account.{0,20}(?:not|disabled|inactive|closed)|this user doesn't"),
         "there is no such mailbox", True),
        (r"\b[45]\.2\.1\b|suspend|disabled|inactive|deactivated|not accepting (?:mail|messages)",
         "the mailbox is switched off", False),
        (r"\b[45]\.3\.4\b|\b5\.2\.3\b|too (?:big|large)|size (?:limit|exceed)|exceeds.{0,30}size|message length",
         "the mail was too big", False),
        ((r"\b5\.7\.(?:1|2[0-9]|30|606|708)\b.{0,120}(?:spam|blocked|blacklist|listed|spf|dkim|dmarc|ptr|reverse)"
         r"|spam|blacklist|blocklist|blocked|reputation|spamhaus|dmarc|spf (?:fail|check)|reverse dns|\bptr\b"
         r"|content reject|policy|virus|not authenticated|unauthenticated"),
         "their server did not want our mail", False),
        (r"relay(?:ing)? (?:denied|not|access)|not permitted to relay|denied|refused|reject|not allowed",
         "their server refused it", False),
        ((r"timed? ?out|temporar|try(?:ing)? again|delayed|will (?:be )?(?:retr|keep)|\b4\.\d\.\d\b|deferred"
         r"|too (?:many|busy)|greylist|could not connect|connection (?:refused|reset)|expired|over \d+ days"
         r"|unreachable|not (?:respond|answer)|loop|hop count"),
         "their server could not be reached in time", False),
    )
)  # fmt: skip


def read_bounce(root: Part, text: str) -> Bounce | None:
    """The report in a mail, or None when it is no bounce.

    `text` is the mail's body as words. A delayed delivery counts as a soft bounce.
    """
    report = next(
        (part for part in root.walk() if part.content_type == "message/delivery-status"), None
    )
    if root.content_type == "multipart/report":
        kind = root.type_parameters.get("report-type", "").lower()
        if kind not in ("", "delivery-status"):
            return None
    if report is not None and (root.content_type == "multipart/report" or _is_servers(root)):
        return _from_report(root, report, text)
    servers = _is_servers(root)
    if not servers and root.header("return-path").strip() == "<>":
        servers = _WORDS.search(text[:20_000]) is not None
    if servers and (
        _SUBJECT.search(readable(root.header("subject"))) or _WORDS.search(text[:20_000])
    ):
        return _from_words(root, text)
    return None


def _is_servers(root: Part) -> bool:
    """Whether the mail looks like one that a mail server wrote by itself."""
    senders = parse_addresses(root.header("from"))
    local = senders[0].normal.partition("@")[0] if senders else ""
    path = root.header("return-path").strip().lower()
    if _SERVER.match(local) or (not local and senders):
        return True
    if root.raw_header("x-failed-recipients") is not None:
        return True
    empty_path = path == "<>" or path.startswith("<mailer-daemon")
    subject = bool(_SUBJECT.search(readable(root.header("subject"))))
    no_reply = bool(re.match(r"no-?reply|.*-admin$", local))
    return (empty_path or no_reply) and subject


# -- RFC 3464 ------------------------------------------------------------------------------------


def _from_report(root: Part, report: Part, text: str) -> Bounce | None:
    fields = _report_fields(report.text)
    action = fields.get("action", "").lower().strip()
    if action in ("delivered", "relayed", "expanded"):
        return None
    address = _address_in(fields.get("original-recipient", "") or fields.get("final-recipient", ""))
    address = address or _address_in(fields.get("final-recipient", "")) or _addressed(root, text)
    said = fields.get("diagnostic-code", "") or fields.get("x-supplementary-info", "")
    status = _status(fields.get("status", ""), said, text)
    return _bounce(root, address, status, f"{said}\n{text[:4000]}", delayed=action == "delayed")


def _report_fields(text: str) -> dict[str, str]:
    """The fields of the first recipient that was not reached, with those of the whole message."""
    blocks = [_fields(block) for block in re.split(r"\n\s*\n", text.strip())[:200]]
    chosen = next(
        (b for b in blocks if b.get("action", "").lower() in ("failed", "delayed", "failure")), None
    ) or next((b for b in blocks if "final-recipient" in b or "status" in b), {})
    return {**(blocks[0] if blocks else {}), **chosen}


def _fields(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in re.sub(r"\n[ \t]+", " ", block).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


# -- from words ----------------------------------------------------------------------------------


def _from_words(root: Part, text: str) -> Bounce:
    own = text[:20_000]
    cut = _ORIGINAL.search(own)
    if cut and cut.start() > 40:
        own = own[: cut.start()]
    subject = readable(root.header("subject"))
    delayed = bool(re.search(r"\bdelay(?:ed)?\b|\bwarning\b", subject, re.IGNORECASE))
    return _bounce(
        root, _addressed(root, own), _status("", own, own), f"{own}\n{subject}", delayed=delayed
    )


def _addressed(root: Part, text: str) -> str:
    """The address a report in words speaks about."""
    failed = _address_in(root.header("x-failed-recipients"))
    if failed:
        return failed
    ours = {box.normal for name in ("to", "from") for box in parse_addresses(root.header(name))}
    keyed = (found.lower() for found in _KEYED_ADDRESS.findall(text))
    listed = (found.lower() for found in _ADDRESS.findall(text))
    return next((one for many in (keyed, listed) for one in many if one not in ours), "")


def _address_in(value: str) -> str:
    found = _ADDRESS.search(value.partition(";")[2] or value)
    return found[0].lower() if found else ""


def _status(declared: str, diagnostic: str, text: str) -> str:
    """The enhanced status (RFC 3463): the most exact one that is given."""
    candidates = [
        ".".join(found)
        for source in (diagnostic, declared, text[:4000])
        for found in _STATUS.findall(source)
        if found[0] != "2"
    ]
    exact = (one for one in candidates if not one.endswith(".0.0"))
    return next(exact, candidates[0] if candidates else "")


def _bounce(root: Part, address: str, status: str, said: str, *, delayed: bool) -> Bounce:
    reason, hard = _reason(status, said)
    return Bounce(
        address=address,
        status=status,
        reason=reason,
        hard=hard and not delayed and not status.startswith("4."),
        message_id=_original_id(root, said),
    )


def _reason(status: str, said: str) -> tuple[str, bool]:
    refused = status.startswith("5.7.")  # whatever the words say, the mailbox may well exist
    for source in (status, said[:3000]):
        for pattern, reason, hard in _REASONS:
            if source and not (refused and hard) and pattern.search(source):
                return reason, hard
    reply = _REPLY.search(said[:3000])
    if status.startswith("5.") or (reply and reply[1].startswith("5")):
        return "their server refused it", False
    return "their server gave no reason", False


def _original_id(root: Part, said: str) -> str:
    """The Message-ID of our mail that came back, so that the bounce finds its problem."""
    for part in root.walk():
        if part.content_type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers",
                                 "message/global", "message/global-headers"):  # fmt: skip
            found = message_ids(read(part.body[:100_000]).header("message-id"))
            if found:
                return found[0]
    named = re.search(
        r"^\s*>?\s*message-id:\s*(<[^>\s]+>)", part_text(root), re.IGNORECASE | re.MULTILINE
    )
    return message_ids(named[1])[0] if named else ""


def part_text(root: Part) -> str:
    """The first words of a mail that is all one text."""
    leaf = next((part for part in root.walk() if not part.parts), root)
    return leaf.text[:50_000]
