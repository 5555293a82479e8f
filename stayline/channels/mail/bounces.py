"""Delivery reports: whom our mail did not reach, and why. Pure.

By RFC 3464 where there is such a report; else by the words that mail servers have used since
before it. Only mail that looks like a server's own is read that way: a customer who forwards a
bounce has written a mail.
"""

from __future__ import annotations

import re

from stayline.channels.mail.addresses import parse_addresses
from stayline.channels.mail.headers import message_ids
from stayline.channels.mail.message import Bounce
from stayline.channels.mail.mime import Part, read
from stayline.channels.mail.reasons import Said, is_hard, reason

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
    r"^[ \t]{0,20}--[^\n]{0,200}(?:original|copy of (?:the|your)|unsent|returned|header|included|below this line)[^\n]*$"
    r"|^\W{0,3}original (?:message|mail)\b[^\n]{0,20}[:.]\s*$|^below is a copy of"
    r"|^(?:received|return-path|message-id): ",
    re.IGNORECASE | re.MULTILINE,
)
_HAS_WORDS = re.compile(r"[^\W\d_]{3}.{0,200}[^\W\d_]{3}", re.DOTALL)
_LEADING_ADDRESS = re.compile(
    r"^[ \t]*<?([^\s<>@,;:\"()]{1,64}@[\w.-]{1,200})>?[ \t]*(?::|\n|$|\[)", re.MULTILINE
)
_REPLY_LINE = re.compile(r"^[\s<>.*#-]*[45]\d\d[ \-#]|.*\bsaid: ?[45]\d\d|^\s*<<<")
_CONTINUED = re.compile(r"\b[45]\d\d-(?:[45]\.\d\.\d{1,3}\b)?")
_COMMANDS = re.compile(
    r"in reply to (?:the )?((?:end of )?[A-Z]{4}\b[^)\n]{0,20})"
    r"|after (RCPT|MAIL|EHLO|HELO|DATA|end of data|initial connection|pipelined \w+|sending)"
    r"|>>> ([A-Z]{4})\b|like our (RCPT|MAIL|DATA)|SMTP:(RCPT|MAIL|DATA)|\[(RCPT|MAIL|DATA)(?:_\w+)?\]"
    r"|(RCPT|MAIL|DATA) (?:TO |FROM )?response|SMTP command\s*\n\s*([A-Z]{4})|\bSMTP\.(RCPT|MAIL|DATA)\b"
    r"|^(RCPT|MAIL|DATA)\b(?: TO| FROM)?:?|(?:during|sending|to) (?:the )?(RCPT|MAIL|DATA|EHLO|HELO)\b"
    r"|while (?:performing the ')?(RCPT|MAIL|DATA|EHLO|HELO)\b",
    re.MULTILINE,
)
_KEYED_ADDRESS = re.compile(
    r"(?:X-Failed-Recipients|RCPT TO|Could not be delivered to|Final-Recipient|Original-Recipient"
    r"|failed (?:for|to)|delivered to|recipients?\(?s?\)?)\b[^\n]{0,40}?[:<\s;]\s*<?"
    r"([^\s<>@,;:]+@[^\s<>,;:]+?)[>.,;:]?(?=\s|$)",
    re.IGNORECASE,
)


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
    if servers and (_SUBJECT.search(root.subject) or _WORDS.search(text[:20_000])):
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
    subject = bool(_SUBJECT.search(root.subject))
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
    kind, diagnosis = _diagnosis(fields)
    own = _own_words(text)
    told = diagnosis if _is_telling(diagnosis) else f"{diagnosis} {_about(own, address)}"
    said = Said(
        words=_flat(f"{told} {_transcript(own)}" if kind != "x-unix" else told),
        status=_status(fields.get("status", ""), diagnosis, own),
        code=_code(diagnosis) or _code(_transcript(own)),
        command=_command(f"{diagnosis}\n{own}"),
        kind=kind,
        delayed=action == "delayed",
    )
    return _bounce(root, address, said)


def _diagnosis(fields: dict[str, str]) -> tuple[str, str]:
    """The kind of Diagnostic-Code, lower-case, and its words."""
    given = fields.get("diagnostic-code", "") or fields.get("x-supplementary-info", "")
    kind, semicolon, words = given.partition(";")
    if not semicolon or " " in kind.strip():
        return "", given
    return kind.strip().lower(), words.strip()


def _is_telling(diagnosis: str) -> bool:
    """Whether it says more than a number."""
    return len(re.findall(r"[^\W\d_]{2,}", _ADDRESS.sub("", diagnosis))) >= 2


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
    own = _own_words(text)
    address = _addressed(root, own)
    subject = root.subject
    said = Said(
        words=_flat(f"{_about(own, address)} {_transcript(own)}"),
        status=_status("", own, own),
        code=_code(_transcript(own)) or _code(own),
        command=_command(own),
        delayed=bool(re.search(r"\bdelay(?:ed)?\b|\bwarning\b", subject, re.IGNORECASE)),
    )
    return _bounce(root, address, said)


def _own_words(text: str) -> str:
    """What the server wrote itself, above the mail that came back."""
    own = text[:20_000]
    cut = next(
        (one for one in _ORIGINAL.finditer(own) if _HAS_WORDS.search(own[: one.start()])), None
    )
    return own[: cut.start()] if cut else own


def _about(own: str, address: str) -> str:
    """What stands at and below the address: above it stand a program's usual sentences."""
    at = own.lower().find(address) if address else -1
    if at < 0:
        return own[:3000]
    line = own.rfind("\n", 0, at) + 1
    found = own[line : line + 1500]
    return found if _is_telling(found) else own[:3000]


def _transcript(own: str) -> str:
    """The lines in which the other server's replies stand."""
    lines = own[:6000].split("\n")
    return " ".join(line.strip() for line in lines if _REPLY_LINE.match(line))[:1500]


def _command(text: str) -> str:
    """The SMTP command that was answered; empty when nobody told."""
    found = list(_COMMANDS.finditer(text[:6000]))
    if not found:
        return ""
    words = next(one for one in found[-1].groups() if one).upper()
    if "DATA" in words or "MESSAGE" in words or words.startswith("BODY"):
        return "DATA"
    if "CONNECT" in words or "GREETING" in words:
        return "CONN"
    return words[:4]


def _code(text: str) -> str:
    found = _REPLY.search(text[:3000])
    return found[1] if found else ""


def _flat(text: str) -> str:
    """One line without addresses, whose parts are no server's words, and without reply codes'
    repetition on every line."""
    return " ".join(_CONTINUED.sub(" ", _ADDRESS.sub("", text)).split())[:3000]


def _addressed(root: Part, text: str) -> str:
    """The address a report in words speaks about."""
    failed = _address_in(root.header("x-failed-recipients"))
    if failed:
        return failed
    ours = {box.normal for name in ("to", "from") for box in parse_addresses(root.header(name))}
    first = (found.lower() for found in _LEADING_ADDRESS.findall(text))
    keyed = (found.lower() for found in _KEYED_ADDRESS.findall(text))
    listed = (found.lower() for found in _ADDRESS.findall(text))
    return next((one for many in (first, keyed, listed) for one in many if one not in ours), "")


def _address_in(value: str) -> str:
    found = _ADDRESS.search(value.partition(";")[2] or value)
    return found[0].lower() if found else ""


def _status(declared: str, diagnostic: str, text: str) -> str:
    """The enhanced status (RFC 3463): the most exact one that is given."""
    candidates = [
        ".".join(found)
        for source in (declared, diagnostic, text[:4000])
        for found in _STATUS.findall(source)
    ]
    candidates = [one for one in candidates if one[0] != "2"] or candidates
    for vague in (r".\.\d\.0|.\.3\..*|4\.4\.7", r".\.0\.0|4\.4\.7", r".\.0\.0"):
        exact = next((one for one in candidates if not re.fullmatch(vague, one)), None)
        if exact is not None:
            return exact
    return candidates[0] if candidates else ""


def _bounce(root: Part, address: str, said: Said) -> Bounce:
    why = reason(said)
    return Bounce(
        address=address,
        status=said.status,
        reason=why,
        hard=is_hard(why, said),
        message_id=_original_id(root),
        said=said,
    )


def _original_id(root: Part) -> str:
    """The Message-ID of our mail that came back, so that the bounce finds its problem."""
    for part in root.walk():
        if part.content_type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers",
                                 "message/global", "message/global-headers"):  # fmt: skip
            found = message_ids(read(part.body[:100_000]).header("message-id"))
            if found:
                return found[0]
    named = re.search(
        r"^[ \t]{0,20}>?[ \t]{0,20}message-id:\s{0,20}(<[^>\s]{1,900}>)",
        part_text(root),
        re.IGNORECASE | re.MULTILINE,
    )
    return message_ids(named[1])[0] if named else ""


def part_text(root: Part) -> str:
    """The first words of a mail that is all one text."""
    leaf = next((part for part in root.walk() if not part.parts), root)
    return leaf.text[:50_000]
