"""Words that contradict the button beside them: "yes, it is solved", and then "it still hums".

Pure, and careful: a customer who is asked "which is it?" without a reason has been asked once too
often. English and German; of other languages nothing is said.
"""

from __future__ import annotations

import re

_NOT_SOLVED = re.compile(
    r"""
      \b(?:still|again)\ (?:not|no|broken|wrong|missing|dark|cold|dead|down|stuck|failing|fails
        |happening|happens|the\ same|does\ not|doesn'?t|do\ not|don'?t|is\ not|isn'?t|cannot|can'?t
        |waiting|have\ the|has\ the|an?\ (?:error|problem)|see\ the)\b
    | \b(?:does\ not|doesn'?t|did\ not|didn'?t|is\ not|isn'?t|not|never)\ (?:\w+\ )?
        (?:work|works|working|solved|fixed|resolved|better|help|helped|gone|right|arrived)\b
    | \bnot\ yet\b | \bno\ better\b | \b(?:the\ )?same\ (?:problem|error|thing)\b
    | \b(?:it\ is|it's|is)\ (?:still|broken|worse)\b | \bcame\ back\b | \bbroken\ again\b
    | \b(?:immer\ noch|noch\ immer|weiterhin|noch)\ (?:nicht|kein\w*|kaputt|falsch|dunkel|kalt|das\ gleiche|der\ gleiche
        |derselbe|dasselbe)\b
    | \b(?:funktioniert|geht|klappt|hilft|stimmt|läuft)\ (?:es\ |das\ )?(?:aber\ |leider\ |immer\ |noch\ |so\ )*nicht\b
    | \bnicht\ (?:gelöst|behoben|erledigt|besser|repariert)\b | \bwieder\ kaputt\b | \bnoch\ offen\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IS_FINE = re.compile(
    r"\b(?:not|no|never)\ (?:\w+\ )?(?:a\ )?(?:problem|issue|trouble)s?\b(?:\ (?:any\ ?more|at\ all|left))?"
    r"|\b(?:no\ longer|not\ any\ ?more|does\ not\ happen\ (?:again|any\ ?more)|nicht\ mehr|kein\ problem\ mehr"
    r"|did\ not\ come\ back|didn'?t\ come\ back|not\ come\ back)\b",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"""
      \b(?:it|this|that|everything|all)\ (?:now\ |all\ )?(?:works|worked)\ (?:now|again|perfectly|fine|well)\b
    | \b(?:it|this|that|everything)(?:\ is|\ has\ been|'s)\ (?:now\ |all\ )?(?:solved|fixed|resolved|sorted|done|fine|good)\b
    | \b(?:solved|fixed|resolved|sorted)(?:\ now)?,?\ (?:thank|thanks|many\ thanks)\b | \ball\ good\b
    | \b(?:funktioniert|geht|klappt|läuft)\ (?:es\ |das\ )?(?:jetzt|wieder|nun|einwandfrei|prima|super)\b
    | \b(?:ist|hat\ sich)\ (?:jetzt\ |nun\ |alles\ )?(?:gelöst|behoben|erledigt)\b | \balles\ (?:gut|bestens|in\ ordnung)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DOUBTS = re.compile(
    r"\b(?:but|except|however|almost|nearly|not|aber|außer|fast|nicht|if|when|wenn)\b|\?",
    re.IGNORECASE,
)


def contradicts(words: str, *, says_yes: bool) -> bool:
    """Whether words beside "it is solved" (or, without `says_yes`, "not yet") say the opposite."""
    said = " ".join(words.replace("’", "'").split())
    if says_yes:
        return _NOT_SOLVED.search(_IS_FINE.sub(" ", said)) is not None
    return _SOLVED.search(said) is not None and _DOUBTS.search(said) is None
