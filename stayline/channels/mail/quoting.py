"""What is new in a mail and what is quoted. Pure and linear.

The rule above all others: the customer's own words are never hidden. A cut is made only where a
mail program leaves an unmistakable mark (an attribution, a block of header lines, a line of
"original message"), and quotes are folded only where nothing new stands below them. Whoever
answers between the lines is shown whole. Nothing is thrown away: new, forwarded and quoted text
together are the mail.

The words of mail programs in many languages are data below; no library on PyPI knew more than
half of the corpora's, so the rules are our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stayline.channels.mail.html_text import QUOTE_RULE

LONGEST_ATTRIBUTION = 4  # lines
LONGEST_SIGNATURE = 14  # lines that are not blank
LONGEST_MARK = 2_000
"""Letters of a line that are looked at for what a mail program wrote."""
MOST_LINES = 5_000  # that are searched for a mark; what has none by then is shown whole


@dataclass(frozen=True, slots=True)
class Split:
    """A mail's text in four: what is new, what was forwarded with it, the signature (with
    what phones write below), and the quoted rest."""

    new: str
    forwarded: str = ""
    quoted: str = ""
    signature: str = ""

    @property
    def words(self) -> str:
        """What the sender wants read: a forwarded mail is meant to be."""
        return "\n\n".join(one for one in (self.new, self.forwarded) if one)


# -- the words of mail programs ------------------------------------------------------------------

_FROM = (
    r"from|von|de|da|van|od|från|fra|lähettäjä|от|від|发件人|寄件者|寄件人|差出人|보낸 사람|expéditeur"
    r"|remitente|feladó|kimden|gönderen|מאת|من|expeditor|από"
)
_DATE = (
    r"sent|date|gesendet|gesendet am|datum|envoyé|envoyé le|fecha|enviado|enviado el|enviado em|data"
    r"|inviato|verzonden|wysłano|wysłane|skickat|sendt|dato|lähetetty|päiväys|päivämäärä|отправлено"
    r"|дата|надіслано|发送时间|日期|寄件日期|送信日時|日付|보낸 날짜|날짜|odesláno|odoslané|tarih"
    r"|gönderildi|küldve|elküldve|dátum|נשלח|trimis|message du|στάλθηκε"
)
_TO = (
    r"to|an|à|a|para|per|aan|do|till|til|vastaanottaja|кому|收件人|收件者|宛先|받는 사람|destinataire"
    r"|destinatario|kime|címzett|komu|אל|către|προς"
)
_SUBJECT = (
    r"subject|betreff|objet|sujet|asunto|oggetto|onderwerp|assunto|temat|ämne|emne|aihe|тема|主题|主旨"
    r"|件名|제목|předmět|predmet|konu|tárgy|נושא|subiect|θέμα"
)
_FIELD = re.compile(
    r"^[\s>*_|]*(?:(?P<from>" + _FROM + r")|(?P<date>" + _DATE + r")|(?P<to>" + _TO + r")|(?P<subject>"
    + _SUBJECT + r"))\s*\*?\s?[:：]",
    re.IGNORECASE,
)  # fmt: skip
_WROTE = (
    r"wrote|writes|said|schrieb|schrieben|geschrieben|a écrit|ha scritto|scritto|escribió|escreveu|schreef"
    r"|geschreven|skrev|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|kirjoitti|написал(?:а|\(а\))?|пишет"
    r"|пише|написав|写道|寫道|írta|yazdı|tarihinde şunu yazdı|έγραψε|a scris|va escriure|wrote the following"
    r"|כתב|作成|のメッセージ"
)
_ENDS_WROTE = re.compile(r"(?:" + _WROTE + r")\s*(?:[:：]|-{2,})?\s*(?:-{2,})?$", re.IGNORECASE)
_HAS_WROTE = re.compile(r"\b(?:" + _WROTE + r")\b.{0,120}[:：]$", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:[-_*>\s]*)(?:on|am|le|il|op|el|em|den|dnia|w dniu|in data|dne|dňa|a\(z\)|em|på|kl|tir|man|ons|tor|fre"
    r"|lør|søn|ma|di|wo|do|vr|za|zo|pe|ke|to|la|su|ti|пн|вт|ср|чт|пт|сб|вс|mon|tue|wed|thu|fri|sat|sun|lun|mar"
    r"|mer|jeu|ven|sam|dim|at|quoting|on behalf|\d)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\d{1,2}月\d{1,2}日|\b\d{1,2}\.? \w{3,12}\b|\b\w{3,9} \d{1,2}\b",
)
_SURE_WHEN = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{1,2}月\d{1,2}日"
)
_HAS_DIGIT = re.compile(r"\d")
_MAILBOX = re.compile(r"[^\s<>\"@]{1,64}@[^\s<>\"@.]{1,64}\.[^\s<>\"]{1,190}")
_ORIGINAL = re.compile(
    r"^[\s>*]*[-_=\u2500]{2,}\s*(?:original[ -]?(?:message|nachricht|mail|meddelande|besked|melding)"
    r"|ursprüngliche (?:nachricht|mail)|message d'origine|message original|mensaje original|mensagem original"
    r"|messaggio originale|oorspronkelijk bericht|original ?meddelande|ursprungligt meddelande"
    r"|oprindelig(?:e)? (?:besked|meddelelse|mail)|opprinnelig melding|alkuperäinen viesti"
    r"|oryginalna wiadomość|wiadomość oryginalna|исходное сообщение|пересылаемое сообщение|původní zpráva"
    r"|原始邮件|原始郵件|original message|eredeti üzenet|mesaj original|原邮件)\s*[-_=\u2500]{0,}\s*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"^[\s>*]*(?:[-_=]{2,}\s*(?:forwarded (?:message|by)|weitergeleitete (?:nachricht|mail)|message transféré"
    r"|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat"
    r" meddelande|videresendt (?:besked|meddelelse|melding)|edelleenlähetetty viesti|przekazana wiadomość"
    r"|wiadomość przekazana|пересланное сообщение|přeposlaná zpráva|转发的邮件|轉寄郵件|転送メッセージ)\b[^\n]*"
    r"|begin forwarded message\s*:|anfang der weitergeleiteten (?:nachricht|e-mail)\s*:"
    r"|début du message (?:transféré|réexpédié)\s*:|inizio messaggio inoltrato\s*:"
    r"|inicio del mensaje reenviado\s*:|início da mensagem (?:re)?encaminhada\s*:"
    r"|begin doorgestuurd bericht\s*:)\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:[-_=~*#+\u2014\u2500\u1427]{2,}|[\u1427\u2014]|_{2,})\s*$")
_DASHES = re.compile(r"^\s*(?:--|\u2014|__|-- |[-_\u2014]{2})\s*$")
_MOBILE = re.compile(
    r"^[\s<(*_\[]*(?:(?:sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłano|lähetetty"
    r"|отправлено|odesláno|von meinem [\w-]+ gesendet)\b[^.!?\n]{0,4}\s*(?:from|via|with|by|mit|von|vom|depuis"
    r"|à partir de?|desde|do|del|da|van|vanaf|från|fra|z|z mojego|с|из|via|met)\b"
    r"\s*(?:my|mi|meinem|meu|mio|mijn|mon|min|mojego|a|an|the|моего)?\s*"
    r"[\w .,'’()/+-]{1,70}?(?:<[^>\n]*>|\[[^\]\n]*\](?:\([^)\n]*\))?|https?:\S+|\([^)\n]*\))?[\w .]{0,20}[>)*_\]]*"
    r"|von meinem \w[\w -]{0,40} gesendet\.?|diese nachricht wurde von meinem [^\n]{1,80} gesendet\.?"
    r"|get \[?outlook for [^\n]{1,80}|holen sie sich outlook [^\n]{1,80}|télécharger outlook [^\n]{1,80}"
    r"|outlook für (?:ios|android) beziehen[^\n]{0,60}|從我的 .{1,30} 傳送|发自我的.{1,30}|iphoneから送信"
    r"|from my \w+[\w ]{0,20}|\w+ from mobile)\s*$",
    re.IGNORECASE,
)
_PLAIN_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|to all|much|easier|please see|and then)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"^\s{0,3}(?:>|\|\s|&gt;)")
_FENCE = re.compile(r"^\s*```")


# -- splitting -----------------------------------------------------------------------------------


def split_text(text: str) -> Split:
    """Split a body into what is new, what was forwarded with it, and what is quoted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if (answered := _below_a_quote(lines)) is not None:
        return answered
    cut, forwards = _first_cut(lines)
    above, below = lines[:cut], lines[cut:]
    if not _has_words(above):
        if forwards:
            return Split("", _joined(lines))
        # All of it is shown, since the answers are below or nowhere.
        return Split(_joined(lines)) if below else Split("")
    new, dropped = _without_tail(above)
    if not _has_words(new):
        return Split(_joined(lines))
    if below and _mobile_signature(lines, cut):
        dropped, below = [*dropped, *below[:1]], below[1:]
    if forwards:
        return Split(_joined(new), _joined(below), "", _joined(dropped))
    return Split(_joined(new), "", _joined(below), _joined(dropped))


def signature_above(folded: str) -> tuple[str, str]:
    """What was kept folded below the new words, in two: the signature, which is shown dimmed,
    and what was quoted."""
    lines = folded.split("\n")
    cut, _ = _first_cut(lines)
    if cut < len(lines) and _mobile_signature(lines, cut):
        cut += 1
    return _joined(lines[:cut]), _joined(lines[cut:])


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _is_rule(line: str) -> bool:
    """Whether a line is only drawn: nobody draws one as long as a text."""
    return len(line) < LONGEST_MARK and _RULE.match(line) is not None


def _has_words(lines: list[str]) -> bool:
    return any(line.strip() and not _is_rule(line) for line in lines)


def _first_cut(lines: list[str]) -> tuple[int, bool]:
    """The first line of what is not new, and whether it was forwarded."""
    fenced = False
    answered_at = -1  # where something new stands below a quote: what is above it is never cut
    for index, whole in enumerate(lines[:MOST_LINES]):
        line = whole[:LONGEST_MARK]
        if _FENCE.match(line):
            fenced = not fenced
        if fenced or not line.strip():
            continue
        quoted = _QUOTED.match(line) is not None
        if _FORWARD.match(line):
            return _with_rules_above(lines, index), True
        if (not quoted and (_ORIGINAL.match(line) or line == QUOTE_RULE)) or _header_block(
            lines, index
        ):
            return _with_rules_above(lines, index), False
        if index < answered_at:
            continue
        length = 0 if quoted else _attribution(lines, index)
        if quoted or length:
            answer = _answer_below(lines, index + length)
            if answer is None:
                return (index if quoted else _with_rules_above(lines, index)), False
            answered_at = answer
        elif _mobile_signature(lines, index) and _looks_quoted_below(lines, index):
            return index, False
    return len(lines), False


def _with_rules_above(lines: list[str], index: int) -> int:
    """A line of dashes directly above the mark is the mail program's too."""
    above = index - 1
    while above >= 0 and (not lines[above].strip() or _is_rule(lines[above])):
        above -= 1
    rules = (at for at in range(above + 1, index) if lines[at].strip())
    return next(rules, index)


def _header_block(lines: list[str], index: int) -> bool:
    """Whether From, Sent, To, Subject (three of them) stand here, one below the other."""
    first = _FIELD.match(lines[index][:LONGEST_MARK])
    if first is None or first.lastgroup not in ("from", "date"):
        return False
    seen: set[str] = set()
    strange = 0
    for line in (whole[:LONGEST_MARK] for whole in lines[index : index + 14]):
        if not line.strip():
            if len(seen) >= 3:
                break
            strange += 1
        elif found := _FIELD.match(line):
            seen.add(str(found.lastgroup))
            if re.search(r"\s(?:objet|subject|betreff)\s*:", line, re.IGNORECASE):
                seen.add("subject")
        else:
            strange += 1
        if strange > 4:
            break
    return len(seen) >= 3 and "from" in seen


def _attribution(lines: list[str], index: int) -> int:
    """How many lines "On Monday, Bea wrote:" takes from here; 0 when it is none."""
    if not _OPENS.match(lines[index].lstrip()):
        return _bare_attribution(lines, index)
    joined = ""
    for length in range(1, LONGEST_ATTRIBUTION + 1):
        if index + length > len(lines) or not lines[index + length - 1].strip():
            return 0
        joined = f"{joined} {lines[index + length - 1].strip()}".strip()
        if len(joined) > 600:
            return 0
        if _is_attribution(joined):
            return length
        if _is_attribution(joined, weak=True) and _next_is_quoted(lines, index + length):
            return length
    return 0


def _is_attribution(text: str, *, weak: bool = False) -> bool:
    plain = text.strip("-_* \t")
    ends = plain.endswith((":", "："))
    if weak:
        return ends and _says_wrote(plain, ends=ends)
    if not _HAS_DIGIT.search(plain) or not _WHEN.search(plain):
        return False
    mailbox = "@" in plain and _MAILBOX.search(plain) is not None
    if ends and mailbox and _SURE_WHEN.search(plain[:80]):
        return True
    return (mailbox or _SURE_WHEN.search(plain) is not None) and _says_wrote(plain, ends=ends)


def _says_wrote(plain: str, *, ends: bool) -> bool:
    """Whether it ends in "wrote", or names who wrote before its colon."""
    if _ENDS_WROTE.search(plain[-60:]):
        return True
    return ends and _HAS_WROTE.search(plain[-200:]) is not None


def _bare_attribution(lines: list[str], index: int) -> int:
    """ "Bea Miller wrote:" directly above a quote."""
    line = lines[index].strip()
    if len(line) < 200 and _next_is_quoted(lines, index + 1) and _ENDS_WROTE.search(line[-60:]):
        return 1
    return 0


def _next_is_quoted(lines: list[str], index: int) -> bool:
    following = (line for line in lines[index : index + 3] if line.strip())
    return _QUOTED.match(next(following, "")) is not None


def _answer_below(lines: list[str], index: int) -> int | None:
    """Where something new stands at or below this line; None: it is all quoted, or a signature."""
    if not any(_QUOTED.match(line) for line in lines[index : index + 6]):
        return None  # a program that does not mark what it quotes: all of it follows
    at = index
    while at < len(lines):
        line = lines[at]
        if not line.strip() or _QUOTED.match(line) or _is_rule(line):
            at += 1
        elif length := _attribution(lines, at):
            at += length
        elif _signature_from(lines, at) or _mobile_signature(lines, at) or _header_block(lines, at):
            return None
        elif _is_wrapped(lines, at):
            at += 1
        else:
            return None if _only_a_signature(lines, at) else at
    return None


def _is_wrapped(lines: list[str], at: int) -> bool:
    """A quoted line's end that a mail program broke off, without its `>`."""
    line = lines[at].strip()
    above = lines[at - 1] if at else ""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return (
        _QUOTED.match(above) is not None
        and len(above) > 60
        and len(line) < 60
        and (not below.strip() or _QUOTED.match(below) is not None)
        and line[:1].islower()
    )


def _only_a_signature(lines: list[str], at: int) -> bool:
    """Whether the rest is a signature below a bottom-less quote: rule first, few lines."""
    return at > 0 and bool(_DASHES.match(lines[at - 1])) and _is_short(lines[at:])


def _is_short(lines: list[str]) -> bool:
    words = [line for line in lines if line.strip()]
    return len(words) <= LONGEST_SIGNATURE and all(len(line) < 300 for line in words)


def _looks_quoted_below(lines: list[str], index: int) -> bool:
    """A phone's own signature ends what was typed; what a blank line below it follows is quoted."""
    return (
        index + 1 < len(lines)
        and not lines[index + 1].strip()
        and _blank_above(lines, index)
        and _has_words(lines[index + 1 :])
    )


def _blank_above(lines: list[str], index: int) -> bool:
    return index == 0 or not lines[index - 1].strip()


def _mobile_signature(lines: list[str], index: int) -> bool:
    line = lines[index]
    if len(line) > 160 or not _MOBILE.match(line) or _PLAIN_SENTENCE.search(line):
        return False
    return "," not in line or "please excuse" in line.lower()


# -- the end of what is new ----------------------------------------------------------------------


def _signature_from(lines: list[str], index: int) -> bool:
    """Whether a signature begins here: a line of two dashes with little below it."""
    if not _DASHES.match(lines[index]) or not _is_short(lines[index + 1 :]):
        return False
    return not any(_QUOTED.match(line) for line in lines[index + 1 :])


def _without_tail(lines: list[str]) -> tuple[list[str], list[str]]:
    """The new words without the signature and the rules below them, and what was taken off."""
    end = len(lines)
    for index in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        if _signature_from(lines[:end], index) and _has_words(lines[:index]):
            end = index
    while end > 0:
        line = lines[end - 1]
        tail = not line.strip() or _is_rule(line) or _mobile_signature(lines, end - 1)
        if not tail:
            break
        end -= 1
    end = end or len(lines)
    start = next((at for at, line in enumerate(lines[:end]) if line.strip()), end)
    return lines[start:end], [line for line in lines[end:] if line.strip()]


def _below_a_quote(lines: list[str]) -> Split | None:
    """A mail that begins with a quote that names whom it quotes, and then says all that is new in
    one piece: the quote is folded. None when it is anything else."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    length = _attribution(lines, start) if start < len(lines) else 0
    if not length or not _next_is_quoted(lines, start + length):
        return None
    at = start + length
    while at < len(lines) and (not lines[at].strip() or _QUOTED.match(lines[at])):
        at += 1
    below = lines[at:]
    if not below or _is_wrapped(lines, at):
        return None
    if any(_QUOTED.match(line) for line in below) or _first_cut(below)[0] != len(below):
        return None
    new, dropped = _without_tail(below)
    if not _has_words(new):
        return None
    return Split(_joined(new), "", _joined(lines[:at]), _joined(dropped))
