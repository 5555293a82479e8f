"""Why a mail did not reach somebody: from what a server said to one word, and to a sentence. Pure.

The words are those that sisimai gave the causes (https://libsisimai.org/en/reason/), since reports
and other programs know them. Three things decide, in this order: what the server's words say
plainly; its enhanced status (RFC 3463 and the IANA registry of RFC 5248); its reply code
(RFC 5321, 4.2.3). Where in the dialogue it said so matters too: a server that knows an address
refuses it at RCPT, so an "unknown user" after the whole mail came is a filter's word as often as a
fact, and counts as soft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

HARD = frozenset({"userunknown", "hostunknown", "hasmoved", "notaccept"})
"""Trying again, or writing otherwise, cannot help: the address itself is no use."""

SENTENCES = {
    "authfailure": gettext_noop(
        "their server could not make sure that the mail is ours (SPF, DKIM, DMARC)"
    ),
    "badreputation": gettext_noop("their server does not trust the server that sends our mail"),
    "blocked": gettext_noop("their server does not take mail from the server that sends ours"),
    "contenterror": gettext_noop("their server could not take what was in the mail"),
    "delivered": gettext_noop("it was delivered"),
    "exceedlimit": gettext_noop("the mail was larger than that mailbox takes"),
    "expired": gettext_noop("their server could not be reached in time"),
    "feedback": gettext_noop("somebody there called the mail unwanted"),
    "filtered": gettext_noop("their server turned it away for that mailbox"),
    "hasmoved": gettext_noop("the person has moved"),
    "hostunknown": gettext_noop("there is no such mail server"),
    "mailboxfull": gettext_noop("the mailbox is full"),
    "mailererror": gettext_noop("a program at their server failed"),
    "mesgtoobig": gettext_noop("the mail was too big"),
    "networkerror": gettext_noop("there was trouble on the way to their server"),
    "norelaying": gettext_noop("their server does not take mail for that address"),
    "notaccept": gettext_noop("their server takes no mail at all"),
    "notcompliantrfc": gettext_noop("their server did not like the form of the mail"),
    "onhold": gettext_noop("their server refused it"),
    "policyviolation": gettext_noop("it is against a rule of their server"),
    "rejected": gettext_noop("their server does not take mail from our address"),
    "requireptr": gettext_noop(
        "their server does not take mail from ours: its name is not in the DNS"
    ),
    "securityerror": gettext_noop("their server did not allow it"),
    "spamdetected": gettext_noop("their server took the mail for spam"),
    "speeding": gettext_noop("their server has had too many mails from us at once"),
    "suspend": gettext_noop("the mailbox is switched off"),
    "syntaxerror": gettext_noop("their server did not understand ours"),
    "systemerror": gettext_noop("their server has trouble of its own"),
    "systemfull": gettext_noop("their server has no room left"),
    "toomanyconn": gettext_noop("their server has had too much from us at once"),
    "undefined": gettext_noop("their server gave no reason"),
    "userunknown": gettext_noop("there is no such mailbox"),
    "vacation": gettext_noop("somebody is away"),
    "virusdetected": gettext_noop("their server took something in the mail for a virus"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a server said of one recipient."""

    words: str
    status: str = ""
    #: The reply code, such as 550; empty when none was told.
    code: str = ""
    #: The SMTP command it answered; empty when nobody told.
    command: str = ""
    #: The kind of Diagnostic-Code, such as smtp or x-unix; empty when there was none.
    kind: str = ""
    delayed: bool = False

    @property
    def before_the_mail(self) -> bool:
        """Whether it was said before the server saw the mail itself."""
        return self.command in ("CONN", "EHLO", "HELO", "MAIL", "RCPT")


# -- enhanced status codes -----------------------------------------------------------------------

_BY_STATUS = {
    "userunknown": "5.1.0 5.1.1 5.1.3 4.1.0 4.1.1",
    "hostunknown": "5.1.2 5.4.4",
    "filtered": "5.1.4 5.2.0 5.2.1 5.2.4 4.2.4",
    "hasmoved": "5.1.6 4.1.6 5.7.17 5.7.18",
    "rejected": "5.1.7 5.1.8 4.1.7 4.1.8",
    "notaccept": "5.1.10 5.3.2 5.7.27 4.3.2",
    "suspend": "4.2.1 5.7.13",
    "mailboxfull": "5.2.2 4.2.2",
    "exceedlimit": "5.2.3 4.2.3",
    "systemfull": "5.3.1 4.3.1 4.4.5",
    "mesgtoobig": "5.3.4 5.7.16 4.7.16 4.3.4",
    "networkerror": "5.4.0 5.4.6 4.4.2 4.4.4 4.4.6 4.4.8",
    "expired": "4.4.1 4.4.7 5.4.1 5.4.7",
    "toomanyconn": "5.5.3",
    "syntaxerror": "5.5.2 5.5.6",
    "systemerror": "5.1.9 4.1.9 5.3.0 5.3.3 5.3.5 4.3.3 4.3.5 5.4.3 4.4.3 4.5.3 5.5.4 5.5.5 4.5.5",
    "authfailure": "5.7.20 5.7.21 5.7.22 5.7.23 5.7.24 5.7.26 5.7.29 4.7.24 4.7.26",
    "requireptr": "5.7.25 4.7.25",
    "spamdetected": "5.7.28",
    "blocked": "4.7.1 4.7.2",
}
_REASON_OF_STATUS = {code: why for why, codes in _BY_STATUS.items() for code in codes.split()}
#: Codes that many servers give for anything: their words say more.
_VAGUE = {"onhold", "systemerror", "securityerror", "networkerror", "hostunknown", "userunknown",
          "contenterror", "filtered", ""}  # fmt: skip


def reason_of_status(status: str) -> str:
    """What an enhanced status means by itself; empty when it means nothing in particular."""
    known = _REASON_OF_STATUS.get(status)
    if known:
        return known
    match status[1:3]:
        case ".6":
            return "contenterror"
        case ".7":
            return "securityerror"
        case _:
            return ""


# -- what servers say ----------------------------------------------------------------------------


def _says(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in phrases), re.IGNORECASE)


_WHO = r"(?:user|recipient|mailbox|account|address|person|e-?mail(?: address| account)?)"
_SPEECH: dict[str, re.Pattern[str]] = {
    "mailboxfull": _says(
        r"(?:mail)?(?:box|folder) (?:\S+ ){0,3}(?:is )?full", r"full mailbox", r"over (?:the |its )?(?:\w+ )?quota",
        r"quota (?:\w+ ){0,2}(?:exceeded|full|violation)", r"exceed\w* (?:\w+ ){0,3}quota",
        r"exceeded storage allocation(?! *$)", r"disk ?(?:space|quota)", r"disc quota", r"not enough (?:storage )?space",
        r"does not have enough space", r"no space left", r"exceed\w* (?:\w+ ){0,3}maximum allowed storage",
        r"mailbox (?:size|exceed|has exceeded)", r"space has been used up", r"too many messages on the server",
        r"exceeds the maximum size allowed for mail delivery", r"too much mail data",
        r"exceeding receiving limits", r"メールボックスが(?:一杯|いっぱい)", r"quota for this",
        r"boite du destinataire pleine",
    ),
    "mesgtoobig": _says(
        r"message (?:file )?(?:is )?too (?:big|large for)", r"message (?:length|size) exceeds",
        r"max(?:imum)? (?:inbound )?message size", r"size limit(?! exceeded for mailbox)", r"line limit exceeded",
        r"file too big",
    ),
    "exceedlimit": _says(r"message too large", r"header size exceeds limit"),
    "suspend": _says(
        r"(?:mail)?box (?:is |has been |currently )?(?:disabled|frozen|suspended|deactivated)",
        r"(?:account|user|recipient|mailbox|service)\S* (?:has been |is |currently |temporar\w+ )*"
        r"(?:suspended|locked|frozen|deactivated|terminated)",
        r"account (?:that you tried to reach )?(?:is|has been) disabled", r"deactivated mailbox", r"inactive account",
        r"user\(?s?\)? account is disabled", r"suspend the service", r"archived recipient", r"invalid/inactive user",
        r"temporarily inactive", r"user or domain is disabled", r"no longer accepts mail",
        r"unavailable or access denied",
        r"account that you tried to reach is inactive",
    ),
    "hasmoved": _says(
        r"has been replaced by", r"\bhas moved\b", r"new (?:e-?mail )?address is",
        r"no longer (?:employed|with (?:the|this) company)",
    ),
    "norelaying": _says(
        r"relay(?:ing)?(?: access| mail)? (?:is )?(?:denied|not (?:permitted|allowed))", r"no relaying", r"relaying mail to",
        r"unable to relay", r"not (?:permitted|allowed|configured) to relay", r"not an open relay", r"as a relay",
        r"insecure mail relay", r"not local host", r"not a gateway", r"we don.t handle mail for",
        r"domain isn.t in my list of allowed rcpthost(?!s\b)", r"specified domain is not allowed",
    ),
    "authfailure": _says(
        r"\bspf\b.{0,60}(?:fail|violation|bad|settings|not allowed|reject|record)", r"(?:bad|per it.s) spf record",
        r"\bd(?:marc|kim)\b.{0,60}(?:fail|policy|reject|fehl)", r"spf\.pobox\.com", r"sender policy framework",
        r"(?:fail|reject).{0,60}\b(?:dmarc|dkim)\b", r"unauthenticated (?:e-?mail|message)",
    ),
    "requireptr": _says(
        r"reverse dns", r"\bptr\b", r"rdns", r"cannot find your (?:hostname|reverse)", r"ip name lookup failed",
        r"unresolvable relay host", r"unverifyable sending ip", r"reverse (?:lookup|hostname)",
        r"forward dns entry does not point", r"dns lookup failure: .{0,120}try again later",
        r"domain \S+ mismatches client ip",
    ),
    "notcompliantrfc": _says(r"not rfc ?\d+ compliant", r"rfcmessagenoncompliant", r"rfc ?[25]?[38]22 (?:violation|compl)"),
    "badreputation": _says(
        r"(?:poor|bad|low|ip|domain|none/bad)\S* (?:\w+ ){0,2}reputation", r"reputation (?:problem|score)",
        r"unexpected volume or user complaints",
    ),
    "rejected": _says(
        r"(?:sender|mail from|from|return.?path)\S* (?:e?mail )?(?:address )?(?:domain )?(?:\S+ )?(?:was |is |has been )?"
        r"(?:rejected|denied|blacklisted|invalid|not (?:pre-?approved|accepted|permitted|found))",
        r"invalid sender", r"bogus mail from", r"sender verif", r"unroutable sender", r"sender domain is empty",
        r"\bbatv\b", r"backscatter", r"(?:null|empty)(?: envelope)? senders?", r"empty email address", r"third-party dsn",
        r"unsigned dsn", r"bouncedeny", r"returned mail not accepted", r"(?<!recipient )address rejected(?!\.?$)",
        r"domain of sender address", r"sender address", r"emetteur invalide", r"address has been blacklisted",
        r"does not accept mail from", r"not allowed to post to this mailing list", r"envelope blocked",
        r"mail from not owned", r"email address is not verified", r"sender is (?:in my black|spammer)",
        r"does not exist e2110", r"delivery not authorized, message refused",
        r"administrative prohibition", r"valid-address-filter", r"recursive cname", r"mx records for",
        r"isn.t on the recipient.s list of senders", r"valid sender domain", r"fully qualified email address",
        r"purported responsible address", r"your access to submit messages", r"spam reporting address",
        r"from a different address or alias",
    ),
    "spamdetected": _says(
        r"\bspam(?:my|ming|assassin|bouncer|profiler)?\b(?!\W{0,20}(?:ips?\b|list|haus|cop))", r"unsolicited",
        r"bulk (?:e-?)?mail", r"content (?:rejected|filter|denied|match)", r"message filtered",
        r"(?:unacceptable|banned|mail) content", r"looks? like spam", r"recurrent pattern", r"bulk\.advertising",
        r"uribl policy", r"blacklisted url", r"temporarily blocked by our filter", r"554 5\.7\.0 reject, id=",
        r"message rejected for policy reasons", r"greylisted\b.{0,40}try again",
    ),
    "speeding": _says(
        r"receiving mail at a rate", r"(?<!connection )rate limited(?! due to)", r"try again slower",
        r"at a rate that prevents",
    ),
    "toomanyconn": _says(
        r"too many (?:concurrent |simultaneous )?(?:smtp )?(?:connections|sessions|errors|recipients)", r"connection (?:rate )?limit",
        r"max emails per hour", r"throttling failure", r"trop de connexions", r"numerous attempts to deliver",
        r"daily message quota",
    ),
    "blocked": _says(
        r"spamhaus", r"spamcop", r"\b(?:dns|r)bl\b", r"black ?list(?:ed)?", r"block ?list", r"client host (?:rejected|\S+ blocked)",
        r"blocked (?:using|by|- see)", r"\b(?:is|are|been|was) blocked\b", r"said: 550 blocked", r"\bip\b.{0,60}(?:blocked|listed|abusive|denied)",
        r"access from", r"connections? (?:from|not accepted|is denied|denied|refused by|reset|dropped|was dropped)",
        r"not accepting connections", r"dynamic (?:ip|zombie)", r"dynamic/zombied", r"not allowed to (?:connect|send mail from)",
        r"refused to talk to me", r"helo command rejected", r"go away", r"no access from mail server",
        r"service not available, closing", r"after initial connection", r"open proxy", r"confirm this mail server",
        r"your server requires confirmation", r"not currently accepting mail from your ip", r"bad ip profile",
        r"host network not allowed", r"unwanted messages", r"use the smtp server of your isp", r"mail from \S+ refused",
        r"user complaints", r"rejected because the sending mta", r"banned sending ip", r"domain does not exist:",
        r"looks suspiciously", r"no matches to nameserver query", r"refused - see http", r"no valid recipients from",
        r"isn.t in my list of allowed rcpthosts", r"sending spam", r"service refused", r":blocked\)",
    ),
    "virusdetected": _says(r"\bvirus", r"malware", r"malicious_url", r"potentially executable attachment", r"infected"),
    "policyviolation": _says(
        r"policy", r"policies", r"illegal attachment", r"members?-only list", r"closed mailing list", r"not subscribed",
        r"header(?:s)? are not accepted", r"header error", r"protocol violation", r"organi[sz]ational settings",
        r"mass mailer", r"low priority", r"multiple addresses", r"captcha", r"images or other attachments",
        r"content presents a potential", r"not accepting mail with",
    ),
    "networkerror": _says(
        r"too many hops", r"hop count", r"loop(?:ing)?\b(?!s? back to myself)(?! was found)(?! broken)",
        r"no route to host", r"host is unreachable", r"name server reply", r"host name lookup failure",
        r"host not found, try again", r"unable to resolve route", r"dns records for the destination",
        r"unrouteable mail domain", r"could not connect and send",
    ),
    "systemerror": _says(
        r"loops? back to myself", r"loop was found", r"loop broken", r"mail loop", r"config(?:uration)? error", r"misconfigured",
        r"local (?:problem|error)", r"internal (?:error|server error)", r"service currently unavailable",
        r"queue file write", r"interrupted system call", r"can.t create user output", r"encountered an error",
        r"could not load", r"timeout waiting for input", r"no mdb", r"transaction failed ",
    ),
    "contenterror": _says(
        r"mime (?:headers|complexity)", r"duplicate header", r"8-bit data in message header", r"binary content",
        r"unnecessary base64", r"header size exceeds", r"exceeds policy limit", r"too many received",
    ),
    "systemfull": _says(r"mail system full", r"aborted: exceeded storage allocation"),
    "notaccept": _says(
        r"null ?mx", r"(?:host|domain|server)\S* (?:does not|doesn.t|do not) accept (?:any )?mail(?! from)",
        r"mail receiving disabled", r"name server: \.: host not found", r"no mx record found", r"no smtp service",
        r"no route for current request", r"returned a permanent error",
    ),
    "expired": _says(
        r"(?:connection|message|operation)s? timed out", r"(?:delivery(?: time)?|message|retry time(?:out)?) (?:has |was )?expired", r"giving up on",
        r"in (?:the )?queue (?:too long|for)", r"not be delivered for", r"has been delayed", r"(?:retry|tried) time(?:out)? not reached",
        r"retry time not reached", r"retry timeout exceeded", r"failing for a long time", r"did ?n.t respond|did not respond|not responding",
        r"allowed queue period", r"after multiple retries", r"delivery attempts will continue",
        r"has not been collected after", r"failed to deliver to domain", r"find a gateway", r"delivery (?:is |has been )?delayed",
        r"cannot connect to remote", r"not yet been delivered", r"did not accept our requests to connect",
        r"deliver for the last", r"envelope expired", r"host not reachable", r"could not be reached", r"for more than \d+ (?:days|hours)",
    ),
    "securityerror": _says(
        r"authenti(?:cation|fication) (?:required|requise|failure|failed|invalide|credentials|turned on)",
        r"authentication is required", r"not authorized", r"(?:star)?tls (?:is )?required", r"executable files",
        r"unauthenticated senders", r"dead domain", r"not subscribed to ses", r"you don.t authenticate",
        r"verification failure",
    ),
    "mailererror": _says(
        r"command (?:died|failed|output|line usage)", r"mailer error", r"procmail", r"maildrop", r"pipe to \|", r"\|\| exit",
        r"unknown mailer", r"local delivery failed",
    ),
    "hostunknown": _says(
        r"host (?:or domain name )?(?:not found|unknown)", r"unknown host", r"(?:host )?domain (?:name )?(?:is )?(?:not reachable|does not exist(?!:))",
        r"no such (?:domain|host)", r"\b553 [\w-]+(?:\.[\w-]+)+ does not exist(?! e2110)", r"name or service not known", r"domain must exist", r"host unreachable", r"nxdomain",
        r"unroute?able address", r"unknown domain", r"domain mentioned in email address is unknown",
        r"account or domain may not exist", r"bad destination (?:host|system)", r"illegal host",
    ),
    "vacation": _says(r"i am (?:away|out of (?:the )?office)", r"will be traveling"),
}  # fmt: skip

#: Nobody of that name: hard when the server says so before it saw the mail.
_NOBODY = _says(
    _WHO + r"\S* (?:\S+ ){0,2}?(?:is |was |has |are )?(?:unknown|(?:not|wasn.t) (?:found|known|exist|present|ok|valid"
    r"|recogni[sz]ed|listed|local)|inactive|unavailable|invalid)",
    _WHO + r"\S* (?:\S+ ){0,4}?(?:does not|doesn.t|did not|do not) exist",
    r"(?:unknown|no such|invalid|bad|unrecogni[sz]ed|non-?existent|illegal) (?:or \w+ )?(?:final delivery )?"
    r"(?:e-?mail |destination |virtual |local )?"
    r"(?:user|recipient|mailbox|account|address|person|local.?part|alias|user\w*)",
    r"no (?:mail ?box|account|address|user|valid recipient)\w* (?:found|here|by that|available|with|for)", r"no valid recipients",
    r"not a (?:valid|known|local) (?:user|recipient|mailbox|address)", r"is not an? (?:known user|active address|valid mailbox)",
    r"can.t accept user", r"not our customer", r"not in my (?:valid)?rcptto", r"badr(?:e)?c(?:i)?p(?:ien)?tto",
    r"doesn.t have (?:an?|any) \S+ account", r"there is no one at", r"no one (?:here )?by that name",
    r"(?:user|nobody) missing home directory", r"utilisateur inconnu", r"no existe", r"nessun utente",
    r"address(?:es)? (?:unknown|were unknown)", r"unknown e.?mail address", r"<> does not exist",
    r"user\W{0,2}s? (?:\S+ )?name is not found", r"wrong or no longer valid", r"account unavailable",
    r"recipient (?:address )?rejected\.?(?: \(|$)", r"not accept recipient",
    r"recipnotfound|recipient ?notfound", r"mailbox unavailable", r"unknown[- ]user", r"not found\)?$",
    r"envelope recipient has been denied", r"invalid delivery address", r"宛先不明|あて先不明",
    r"無効なアドレス|存在しません", r"не (?:найден|существует)", r"(?:nicht|un)bekannt", r"not listed in",
)  # fmt: skip
#: Nobody of that name, said by programs that say nothing of the dialogue.
_SURELY_NOBODY = _says(
    r"(?:no valid recipients for this mm|invalid final delivery userid|recipient name is not recogni[sz]ed)",
    r"no mailbox here by that name",
    r"listed in (?:domino|public) (?:name|directory)",
    r"user not exist",
    r"not listed in",
    r"unknown recipient",
    r"recipient ?notfound",
    r"user doesn.t have an? \S+ account",
    r"email address wasn.t found",
)
_FILTERED = _says(
    r"(?:user|recipient)\S* (?:rejects?|refuses?|preferences|rules)",
    r"blocked by the recipient",
    r"only accepting mail from",
    r"restricted sms",
    r"not accepting any mail",
    r"protected by",
    r"notauthorized",
    r"extended inactivity",
    r"domain-filter",
    r"bounced address",
    r"rejected due to user",
)
#: What the servers' words are asked about first, whatever the status says.
_FIRST = ("speeding", "mailboxfull", "mesgtoobig", "exceedlimit", "suspend", "hasmoved", "norelaying",
          "authfailure")  # fmt: skip
_THEN = ("requireptr", "notcompliantrfc", "badreputation", "toomanyconn", "rejected",
         "hostunknown", "spamdetected", "speeding", "blocked")  # fmt: skip
_LAST = ("badreputation", "speeding", "spamdetected", "virusdetected", "policyviolation",
         "systemerror", "networkerror", "contenterror", "systemfull", "notaccept", "expired",
         "securityerror", "mailererror", "vacation")  # fmt: skip
#: Words that outweigh "5.1.1", which many servers give for any refusal of a recipient.
_OVER_NOBODY = ("norelaying", "blocked", "rejected", "notaccept", "mailererror")


def reason(said: Said) -> str:
    """The cause, as one of `SENTENCES`' words."""
    by_status = reason_of_status(said.status)
    if said.status.startswith("2."):
        return "delivered"
    if said.kind in ("", "smtp"):
        found = _from_the_dialogue(said, by_status)
        if found:
            return found
    return _otherwise(said, by_status)


def is_hard(why: str, said: Said) -> bool:
    """Whether writing there again is of no use."""
    return why in HARD and not said.delayed and not (why == "notaccept" and said.status[:1] == "4")


def _speaks_of(words: str, reasons: tuple[str, ...]) -> str:
    return next((one for one in reasons if _SPEECH[one].search(words)), "")


def _from_the_dialogue(said: Said, by_status: str) -> str:
    """What the other server itself said, or its status where that is plain."""
    first = _speaks_of(said.words, _FIRST)
    if by_status in ("mailboxfull", "authfailure", "hasmoved", "mesgtoobig", "exceedlimit"):
        return first if by_status == "exceedlimit" and first == "mailboxfull" else by_status
    if first:
        return first
    if said.status[1:3] == ".7" and by_status == "securityerror":
        found = _speaks_of(said.words, _THEN)
        if found:
            return found
    nobody = _nobody(said, by_status)
    if nobody:
        return nobody
    if by_status in ("requireptr", "rejected", "spamdetected", "toomanyconn"):
        return by_status
    if by_status == "blocked" or by_status not in _VAGUE:
        return _speaks_of(said.words, _THEN) or by_status
    return _speaks_of(said.words, _THEN)


def _nobody(said: Said, by_status: str) -> str:
    """`userunknown`, or `filtered` where the mail itself may have been the cause; else empty."""
    if by_status == "suspend":
        return ""
    if said.status in ("5.1.2", "5.4.4") or _SPEECH["hostunknown"].search(said.words):
        return (
            ""
            if said.status == "5.1.2" and _SPEECH["networkerror"].search(said.words)
            else "hostunknown"
        )
    if by_status == "userunknown" and said.command == "MAIL":
        return _speaks_of(said.words, ("toomanyconn", "blocked")) or "rejected"  # of the sender
    if by_status == "userunknown":
        return "" if _speaks_of(said.words, _OVER_NOBODY) else "userunknown"
    if _SURELY_NOBODY.search(said.words):
        return "userunknown"
    nobody = _NOBODY.search(said.words) is not None
    if nobody and (said.command == "RCPT" or said.status in ("5.2.1", "5.1.10")):
        return "userunknown"
    if said.before_the_mail:
        return ""
    return "filtered" if nobody or _FILTERED.search(said.words) else ""


def _otherwise(said: Said, by_status: str) -> str:
    """When the dialogue says nothing plain: our own server's words, then the codes."""
    if by_status and by_status not in _VAGUE and said.kind in ("", "smtp"):
        return by_status
    if said.kind == "x-unix":
        return _speaks_of(said.words, ("mailboxfull",)) or "mailererror"
    return (
        _speaks_of(said.words, ("mailboxfull", *_LAST))
        or by_status
        or ("expired" if said.delayed else "")
        or ("blocked" if said.command in ("EHLO", "HELO", "CONN") else "")
        or _by_code(said)
    )


def _by_code(said: Said) -> str:
    """Only three digits are left, or nothing."""
    if said.code in ("521", "556"):
        return "notaccept"
    if said.code[:2] in ("50", "40"):
        return "syntaxerror"
    if said.code or said.status or said.words.strip():
        return "onhold"
    return "undefined"
