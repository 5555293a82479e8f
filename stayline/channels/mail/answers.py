"""Which mailed words are an answer by themselves: exactly a listed yes, no or thank-you. Pure.

Anything more, however clear to a reader, is for the owner to mark as the answer. Case, final
punctuation, a greeting to the person and a closing line count for nothing; every other word does.
"""

from __future__ import annotations

import re
from enum import Enum


class Said(Enum):
    YES = "yes"
    NO = "no"
    THANKS = "thanks"


_YES = """
yes | yes please | yes, please | yes thank you | yes thanks | yes, thank you | yes, thanks | yes of course
| yes that is fine | yes that's fine | yes it is | yes it's fine | yes that is all right | yes that's all right
| that is fine | that's fine | that is all right | that's all right | that's ok | that is ok | ok | okay | ok yes
| sure | yes sure | of course | agreed | i agree | yes i agree | fine | fine with me | that's fine with me
| yes it is solved | yes it's solved | it is solved | it's solved | yes solved | solved | yep | yeah | y
| ja | ja bitte | ja gerne | ja gern | ja danke | ja, danke | ja vielen dank | ja das ist in ordnung | ja in ordnung
| das ist in ordnung | in ordnung | ja klar | klar | ja natürlich | natürlich | ja passt | passt | das passt
| ja das passt | einverstanden | ja einverstanden | ich bin einverstanden | ja ich bin einverstanden | gerne | gern
| ja gelöst | gelöst | ja es ist gelöst | es ist gelöst | ja erledigt | erledigt | jo | jep
"""
_NO = """
no | no thanks | no thank you | no, thank you | no, thanks | no please don't | please don't | no please do not
| please do not | i do not agree | i don't agree | no i don't agree | i disagree | rather not | no rather not
| not yet | no not yet | it is not solved | it's not solved | no it is not solved | no it's not | no it isn't
| not solved | no not solved | not ok | nope | n
| nein | nein danke | nein, danke | nein bitte nicht | bitte nicht | lieber nicht | nein lieber nicht
| nicht einverstanden | nein nicht einverstanden | ich bin nicht einverstanden | noch nicht | nein noch nicht
| nicht gelöst | nein nicht gelöst | es ist nicht gelöst | nein es ist nicht gelöst | das ist nicht in ordnung
| nicht in ordnung | nee | nö
"""
_THANKS = """
thanks | thank you | thank you very much | many thanks | thanks a lot | thanks so much | thank you so much | thx
| great thanks | great thank you | perfect thanks | perfect thank you | great | perfect | ok thanks | ok thank you
| okay thanks | cheers | thanks again | thank you again | thanks for your help | thank you for your help
| danke | danke schön | dankeschön | vielen dank | herzlichen dank | besten dank | danke sehr | tausend dank
| ok danke | okay danke | super danke | prima danke | perfekt danke | super | prima | danke für die hilfe
| danke für ihre hilfe | vielen dank für ihre hilfe | vielen dank für die hilfe
"""
_OPENING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|moin"
    r"|sehr geehrte[rs]?(?: frau| herr)?)(?:[ ,]+[\w.'’-]+){0,3}\s*[,!.]\s*(?=\S)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:\n|[,.!]\s)\s*(?:(?:(?:best|kind|warm)?\s*(?:regards|wishes)|best|sincerely|yours|cheers|thanks|thank you"
    r"|(?:viele|liebe|beste|schöne|freundliche|herzliche)n? grüße?n?|mit freundlichen grüßen|gruß|grüße|lg|vg|mfg"
    r"|danke|vielen dank)\b[ ,.!]*(?:\n\s*[\w.'’-]+(?: [\w.'’-]+){0,2})?)\s*$",
    re.IGNORECASE,
)


def _listed(words: str) -> frozenset[str]:
    return frozenset(_plain(" ".join(one.split())) for one in words.split("|"))


def _plain(text: str) -> str:
    """Words alone: case, punctuation and blanks do not answer anything."""
    flat = re.sub(r"[’`´]", "'", text.casefold())
    return " ".join(re.sub(r"[^\w' ]+", " ", flat).split())


_LISTS = ((Said.YES, _listed(_YES)), (Said.NO, _listed(_NO)), (Said.THANKS, _listed(_THANKS)))


def said(new_text: str) -> Said | None:
    """Which answer the new words of a mail are, exactly; None when they are more, or other."""
    if len(new_text) > 300 or "?" in new_text:
        return None
    text = _OPENING.sub("", new_text.strip())
    for candidate in (text, _CLOSING.sub("", text)):
        plain = _plain(candidate)
        for answer, listed in _LISTS:
            if plain in listed:
                return answer
    return None
