"""English: British and American, written fast or carefully."""

from __future__ import annotations

from stayline.wording.finding import Kind
from stayline.wording.grammar import Family, Guard, Language, words

FUNCTION_WORDS = frozenset(
    words("""the and of to is are your you we i it that this for with not have has will be please our on at from can
    if by do don't it's i'm i'll we'll you'll there as but so my they when what how any been""")
)

WHOLE = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not",
    "shan't": "shall not", "ain't": "is not", "let's": "let us", "dont": "do not", "isnt": "is not",
    "arent": "are not", "wasnt": "was not", "doesnt": "does not", "didnt": "did not", "havent": "have not",
    "hasnt": "has not", "wouldnt": "would not", "couldnt": "could not", "shouldnt": "should not",
    "shouldve": "should have", "should've": "should have", "im": "i am", "ive": "i have", "youll": "you will",
    "youve": "you have", "youre": "you are", "thats": "that is", "theres": "there is", "weve": "we have",
    "theyll": "they will", "theyre": "they are", "itll": "it will", "itd": "it would", "pls": "please",
    "plz": "please", "dept": "department", "depts": "departments", "dpt": "department", "u": "you", "ur": "your",
    "gonna": "going to", "gotta": "have to", "gotten": "got", "lemme": "let me", "tkt": "ticket", "cs": "customer service",
    "atm": "at the moment", "eta": "eta", "info": "information", "centre": "center", "centres": "centers",
    "kindly": "please", "enquiry": "inquiry", "enquiries": "inquiries", "enquire": "inquire",
    "organise": "organize", "authorised": "authorized", "authorise": "authorize", "apologise": "apologize",
}  # fmt: skip
ENDINGS = {
    "n't": " not",
    "'ll": " will",
    "'ve": " have",
    "'re": " are",
    "'m": " am",
    "'d": " would",
}
IS_AFTER = frozenset(
    words("it that this there what he she who here where how which one everything")
)


def plain(word: str) -> str:
    """A lower-case word with its contraction opened."""
    if word in WHOLE:
        return WHOLE[word]
    if "'" not in word:
        return word
    for ending, opened in ENDINGS.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + opened
    if word.endswith("'s"):
        owner = word.removesuffix("'s")
        return f"{owner} is" if owner in IS_AFTER else f"{owner} 's"
    return word


KEYWORDS = words("""responsible responsibility department departments forwarded forwarding transferred transferring escalated
colleague colleagues possible technical technicians technician specialists customer inquiry convenience earliest
complaint complaints manufacturer warranty patience shortly assistance authorized allowed accounting billing
instructions exception exceptions guidelines correspondence automatically resolved monitored assigned processed
relevant appropriate recommend suggest already mentioned obviously previous received supposed entered
website available experiencing currently connecting redirected unfortunately representative""")

ABBREVIATIONS = frozenset(
    words("mr mrs ms dr st no nr e.g eg i.e ie etc approx ext tel inc ltd co vs resp dept")
)

PARTS = {
    "we": "i|we|our team|my team|this team|our office|this office|our department|our side|us|me",
    "is": "is|are|was|were|am|be|been|being|would be|will be",
    "it": "this|that|it|these|those|which|they|such things|such questions|such requests|this one|that one|the \\w+|your \\w+|\\w+s",
    "inside": "team|teams|department|departments|division|unit|section|desk|helpdesk|office|branch|hotline|helpline"
    "|support|service|services|care|accounts|accounting|accountants|billing|finance|logistics|sales|marketing|legal"
    "|hr|engineering|engineers?|technicians?|technician|specialists?|experts?|staff|headquarters|hq|warehouse|returns"
    "|repairs|dispatch|procurement|purchasing|developers?|dev|admins?|lawyers|colleagues?|coworkers?|workers|people"
    "|folks|guys|lads|crew|squad|group|queue|management|manager|supervisor|representatives?|reps?|agents?|advisers?|advisors?"
    "|switchboard|reception|center|operations|security|compliance|claims|retention|loyalty|fulfillment|fulfilment"
    "|level (1|2|3)|tier (1|2|3)|tier (one|two|three)|l1|l2|l3|second line|second level|2nd level|2nd line|back office"
    "|registry|secretariat|experts|onboarding|payroll|desks|it support|it team|the press|complaints"
    "|facilities|maintenance|fitters|planners|drivers|account manager|case handlers?|handlers?|side|partners?",
    "outside": "manufacturers?|maker|makers|vendor|suppliers?|seller|sellers|dealers?|dealership|shops?|stores?|retailers?"
    "|reseller|providers?|isp|carrier|carriers|couriers?|landlord|bank|insurer|insurance|airline|hotel|installer"
    "|electrician|plumber|garage|workshop|embassy|council|authority|authorities|customs|marketplace|platform"
    "|post office|postal service|delivery company|distributor|operator|agency|publisher|employer|administrator"
    "|ombudsman|ombudsmen|regulator|court|courts|solicitor|trading standards|tribunal|town hall|accountant|consulate|union|ombudsman|ombudsmen|regulator|court|courts|solicitor|trading standards|tribunal|town hall|accountant|consulate|union|merchant|company|municipality|utility|broker|driver|shipper|subcontractor|contractor|franchise|organizer|organiser"
    "|host|venue|venues|third party|previous owner|predecessor|owner|dhl|ups|fedex|hermes|royal mail|amazon|ebay|paypal|apple|google|microsoft",
    "else": "someone|somebody|someone else|somebody else|another person|other people|others|them|one of (my|our) \\w+",
    "org": "<inside>|<outside>|<else>",
    "at": "#phone|#mail|extension|ext",
    "request": "requests?|inquiry|inquiries|query|queries|questions?|messages?|mails?|emails?|issues?|problems?|case"
    "|cases|tickets?|complaints?|concerns?|feedback|details|matter|matters|call|calls|reports?|claims?|application"
    "|information|documents?|comments|suggestions?|order|file|refund request|note|things|topic",
    "your_request": "((your|the|this|that|all|these|both|any) )?~3 <request>|this|that|it|them|everything|things|you",
    "please": "please|simply|just|best|then|instead|rather|feel free to|do not hesitate to|be sure to|make sure to|go ahead and",
    "contact": "call|ring|phone|telephone|dial|contact|email|mail|text|message|write to|write|reach out to|reach"
    "|get in touch with|get in contact with|get onto|get on to|get hold of|get on the phone (to|with)|be in touch with"
    "|make contact with|speak to|speak with|talk to|talk with|have a word with|turn to|consult|ask|approach"
    "|check with|check back with|liaise with|inquire with|inquire at|visit|go to|go back to|go through|head to|head over to"
    "|chase|chase up|follow up with|raise ~4 with|take ~4 (up )?with|take ~4 to|clarify ~4 with|clear ~4 up with"
    "|sort ~4 out with|sort ~4 with|settle ~4 with|discuss ~4 with|clarify with|address ~5 to|direct ~5 to|report ~4 to"
    "|bring ~4 to|resubmit ~5 to|submit ~5 to|send ~2 <request> ~3 to|send (it|this|that) to|resend ~5 to|forward ~4 to"
    "|refer ~4 to|refer to|apply to|complain to|give|drop|try|file ~4 with|lodge ~4 with|log ~4 with|put ~4 to"
    "|inform|notify|schedule ~4 with|book ~4 with|arrange ~4 with|return to|pop into|check in with|look to|connect with|order ~4 from",
    "contacting": "calling|ringing|phoning|contacting|emailing|mailing|messaging|writing to|reaching out to|reaching"
    "|getting in touch with|speaking to|speaking with|talking to|talking with|turning to|consulting|asking|approaching"
    "|checking with|visiting|going to|going through|going via|raising ~3 with|taking ~3 up with|trying|giving|getting hold of|inquiring with|inquiring at",
    "not_me": "(?!(me|myself|you|him|her|the two of us) )(?!us (if|any|at any|when|whenever|directly|again if|should|with any)|us [.!]|us$)",
    "who": "<not_me>((the|our|your|their|his|her|a|an|any|another|that|this) )?~4 (<org>|<at>)",
    "must": "((?!(not|never|no|i|me|we|if) )[^ ,;:.?!]+ ){0,5}?",
    "pages": "faqs?|help center|help pages?|support pages?|knowledge base|website|web site|homepage|home page|site|portal"
    "|forums?|community|user guide|manual|handbook|documentation|docs|support site|help section|support section|self service|chatbot"
    "|app|online help|online chat|live chat|wiki|terms|terms and conditions",
    "passes": "forward|forwards|forwarded|forwarding|pass|passes|passed|passing|transfer|transfers|transferred"
    "|transferring|hand|hands|handed|handing|route|routed|routing|reroute|rerouted|rerouting|escalate|escalated|escalating|refer|referred"
    "|referring|redirect|redirected|redirecting|send|sent|sending|assign|assigned|assigning|reassign|reassigned"
    "|reassigning|move|moved|moving|put|putting|raise|raised|raising|submit|submitted|submitting|relay|relayed"
    "|relaying|delegate|delegated|delegating|share|shared|sharing|flag|flagged|flagging|give|given|gave|giving"
    "|hand over|switch|switched|switching|direct|directed|directing|report|reported|reporting|turn|turned|turning|bounce|bounced|shift|shifted",
    "to": "to|with|through to|on to|onto|over to|along to|across to|up to|towards|through|back to|into|down to|via|in to|at",
    "helps": "arrange|arranged"
    "|arranging|organized?|organised?|organizing|organising|book|booked|booking|order|ordered|ordering|refund|refunded|refunding"
    "|credit|credited|replace|replaced|exchange|exchanged|fix|fixed|fixing|repair|repaired|correct|corrected|reset"
    "|restore|restored|extend|extended|extending|waive|waived|prepare|prepared"
    "|attach|attached|found|find you|look ~4 up|get (you|it|that|this|them|the|a|an)"
    "|make (sure|it|you|an appointment)|do (it|that|this|so)|doing (it|that|this)|bring|brought|bringing|walk you"
    "|guide you|show you|go through|going through|offer|offered|keep (it|you|one)|reserve|reserved|set up"
    "|setting up|set (it|this) up|cancel|cancelled|canceled|change|changed"
    "|add|added|take care|take (it|this|that|\\d+|the) ~4 (off|on|up|from here|out)|taken|taking care|cover|covered|pay|reprint|resend"
    "|unlock|unlocked|solve|sort|sorting|sorted|stay|staying|help|helping|send you|sending you|sent you"
    "|send (a|an|out|the)|sending (a|an|out|the)|sent (a|an|out|the)|put (you|it) on|put ~5 (aside|on your|on my)|give you|give it|deliver|collect|translate"
    "|clear|clarify|clarifying|clarified|push|create|created|open (it|them|the)|drive|spread|find|move your|ship|shipped|shipping|pass (him|her)"
    "|do my best|deal with (it|this|that) (myself|now|today|for you)|handle (it|this) (myself|for you)|issue|issued|upgrade|split|swap|lend|hold|activate|deactivate|block|unblock|enter|print|download",
    "been": "(has|have|had) (\\w+ )?been|is|are|was|were|be|gets|got|will|to be",
    "willing": "((have|has|am|are|will|would|can|could|shall|had|was|just|already|now|also|then|gladly|personally|going|to|happy"
    "|glad|like|love|want|get|been|quickly|be|even|therefore|instead|today|tomorrow|this|morning|afternoon|yesterday|at|least"
    "|still|certainly|definitely|happily|always|first|straight|right|away|myself|both|immediately|at once|very|much|prepared|able|did|do|,|however|though|in the meantime|meanwhile|either|directly) ){0,7}",
    "asks": "ask|asked|asking|check|checked|checking|speak|spoke|spoken|speaking|talk|talked|talking|look|looked|looking|try|tried|trying|test|tested|call|called|calling|ring|rang|rung|phone|phoned|find out|finding out|write to|wrote to|written to|contact|contacted|contacting|explain",
    "not_help": "forwarded|passed|transferred|escalated|noted|logged|explained|informed|closed|mentioned|received|assigned|reassigned|raised|referred|routed|redirected|considered|marked|resolved|recorded|registered|advised|asked|checked|looked|reviewed|discussed|talked|tried|contacted|phoned|called|consulted|stated|answered|replied|warned|repeated|moved|handed|relayed|flagged|shared|submitted|delegated|decided|noticed|learned|wanted|needed|used|listened|experienced|investigated|examined|verified|confirmed|archived|ended|failed|concluded|attempted|experienced|enjoyed|apologized|said|told|sent your|put you|sent it|sent this|put it|put this|given your|sent the \\w+ to",
    "num": "\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty|ninety|an|a",
    "day": "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|today|tomorrow|tonight"
    "|this (morning|afternoon|evening)|noon|midday|midnight|lunch|lunchtime|close of business|cob|eod|end of (the )?day",
    "moment": "<day>|#date|\\d{1,2} ?(am|pm)|\\d{1,2}(am|pm)|\\d{1,2} o'clock|(by|before|at|until|around|till) (\\d{1,2}|five|six|seven|eight|nine|ten|eleven|twelve|one|two|three|four)(?! (\\W )?(\\d+ )?(days|working|business|weeks|months|percent|pounds|dollars|euros|people|times|years|of|to))"
    "|(in|within) (about )?(<num>|half an|a few|a couple of) (minutes?|mins?|hours?|hour)|within the hour"
    "|\\d{1,2}(st|nd|rd|th)?( of)? (january|february|march|april|may|june|july|august|september|october|november|december)"
    "|(january|february|march|april|june|july|august|september|october|november|december) \\d{1,2}(st|nd|rd|th)?|end of (this|the) week|by the \\d{1,2}(st|nd|rd|th)?"
    "",
    "says": "write|writing|call|calling|ring|ringing|phone|tell|telling|get back|come back|let you know|be back|report|update|updating|reply|answer|be in touch|contact|email|message|follow up|confirm|check in|get in touch|reach out|respond|keep you",
    "closes": "clos\\w+|resolved|settled|concluded|completed|done with|solved|finished|finali[sz]ed|over and done with|dealt with|at an end|ended|archived",
    "matter": "case|cases|matter|issue|ticket|tickets|request|inquiry|complaint|conversation|discussion|chat|subject|problem|thread|file|topic|correspondence|query|claim|affair|dispute|enquiry|incident|question|concern",
}

GUARDS = {
    "denied": Guard(
        "(do not (have|need)|does not (have|need)|no need|need not|without|instead of|rather than|not going to|will not"
        "|would not|nobody|no one|never|should not|must not|not just|not simply|so that you do not|can not just"
        "|no longer|stop|before i|before we|before anybody|(am|are|will|would|is) not)( [^ ,;:.?!]+){0,8}$",
        "before",
    ),
    "reported": Guard(
        "you (wrote|said|mentioned|told|reported|describe|described|say|write|were told|were sent|were asked|had to"
        "|heard|quoted|have been told|got told|complained)|your (mail|email|message|letter) (said|says)"
        "|(told|asked|sent) you|(they|he|she|colleague|somebody|someone|hotline|chat|chatbot|bot|who) (said|told|claimed|wrote|asked|sent)"
        "|(sorry|apologies|apologize) (that|for|to hear|you|about|if|we)|should not have|nobody should"
        "|it was wrong to|wrong of us",
        "before",
    ),
    "asked": Guard(
        "asked (us|me) (to|for)|you (asked|wanted|were asking|inquired|requested|were looking|needed|mentioned you wanted|wished|also asked|also wanted)|as (you )?(asked|requested|wished|promised|agreed|discussed)|you had asked|your question (about|was)|at your request|per your request|you were after|if you (would rather|prefer|still want|would prefer|like)|or would you rather|happy for",
        "around",
    ),
    "help": Guard(
        "((i|we|(?<!not )let me|let us) |(and|but|so|then|instead) (?=(have|am|will) ))<willing>(?!ask you)(?!give you ~4 (number|contact|contacts|address|email|phone))<helps>"
        "|(i|we) have (already |just |now |also |since |therefore |instead |even |gladly |quickly |both )*(?!<not_help> )(\\w+ed|put|set|sent|got|made|done|found|taken|given|written|kept|brought|built|bought|paid|drawn|let) (?!(on|up|over|across|along|a note|note|down) )"
        "|(?<!what )(?<!nothing )(?<!all )(?<!something )(i|we) can ((?!not )\\w+ )?(do (?!(nothing|about|for))|make|offer|come|be there|give (?!you ~3 (number|address))|get|have it)|what (i|we) can (do|offer)|here is (how|a|an|the|your|what)|(i|we) can offer|(i am|we are) (with you|on it|here|there|taking|getting)|i will be (back|there|with you)"
        "|together with (you|me)|with you until|on your behalf|you (will )?hear from me|(is|comes) (free of charge|on me|on us|on the house)|joins? us|joining us|leave it with me|you (can|will|could) (have|get|receive|keep) (it|one|half|a|an|the|your)|so (?!(i|we|you|it|that|this|they|there) )\\w+ (does|will do|is doing|does it|makes)|i am (staying|calling|asking|sending|bringing|ordering|looking now)",
        "near",
    ),
    "asking": Guard(
        "(?<!something )(?<!anything )((i|we|(?<!not )let me|let us) |(and|but|so) (?=(have|am|will) ))<willing>(?!ask you)<asks>",
        "after",
    ),
    "asked_them": Guard("(?<!something )(i|we|let me) <willing>(?!ask you)<asks>", "near"),
    "asks_on": Guard("(?!.*anything else)[^?]*[.,;:] [^?]*\\?", "after"),
    "stays": Guard(
        "(i|we) (\\w+ )?(\\w+ )?(stay|staying|remain|stick|keep (an eye|hold of|ownership|on it))|(i|we) ~5 <says> ~8 (by|before|at|on|in|within|this|until|around|later)? ?<moment>"
        "|<moment> ~4 (i|we) (will |am )?(<says>)|you (will )?hear from me|hear back from me|(sitting |standing |sits |stands )?(next to|beside) me|(sits|is) (here )?with me|i am still (here|with|your)|(in|on) (this|the) (thread|call|chat) with us|with us now|joins us|join us|joining us|is joining",
        "near",
    ),
    "agreed": Guard(
        "(is|would|will|be|are) (it|that|this|you) (be )?(ok|okay|all right|alright|fine|happy)|if (you|that|it) ((?!not )\\w+ ){0,3}(agree|happy|fine|ok|okay|all right|alright|suits|say yes|like me to|want me to)"
        "|(shall|may|should|can|could|do) (i|we) [^.!?]*\\?|would you (like|mind|prefer|rather)|do you (mind|agree|want)|with your (permission|consent|agreement|ok|okay)|once you agree|when you agree|until you (agree|say|are|tell)|before i|before we|introduce"
        "|are you (ok|okay|happy|fine)|as you (asked|wished|requested|wanted)|fine with you",
        "near",
    ),
    "moment": Guard("<moment>", "near"),
    "question": Guard(".*\\?", "here"),
    "wished": Guard(
        "as you (asked|wished|requested|wanted|said)|at your request|as requested|as agreed|you asked|is it solved|(shall|may|should|can) (i|we) [^.!?]*\\?|would you like|do you want|if you (agree|like)|is that (ok|okay|all right|alright|fine)|are you happy|does that answer",
        "near",
    ),
}

_HELP = (
    "I will help you: I'm asking the person who knows this best and will write to you by {moment}."
)
_ASK = "I'm asking for you now and will write to you by {moment}; you don't have to call anyone."
_JOIN = "I'm bringing in the person who knows this best, and I stay with you until it's solved."
_WHEN = "I'm working on it and will write to you by {moment}, also if it isn't solved by then."
_CAN = "I can't do that. I can offer you {offer} instead; would that help you?"
_MINE = "I'll look at what happened and write to you by {moment}."
_SOLVED = "Is it solved for you? If not, just answer here and I'll go on."

_SAY_NO = "A no is honest. With an offer beside it the customer doesn't stand alone."
_WALL = "A rule is our reason, not the customer's. Say what you can do instead."
_PAST = "The customer hears that it is their fault. What happens next helps them more."
_WAIT = "Without a moment and a person, the customer cannot tell whether anybody is there."
_GONE = "The customer is handed on, and nobody stays. Say that you do."
_AWAY = "The customer has to look for help elsewhere. You can ask for them."
_NOT_ME = "To the customer, you are the company. Who does it, we settle among ourselves."
_INSIDE = "How we are arranged inside, customers need not know. A name and a moment help them."
_ENDED = "It is over when the customer says so. A question keeps the door open."

#: In place of words for how we are arranged inside.
_REACH = "Just answer this message and it reaches me; I'll write to you by {moment} in any case."

_COLD = "It may sound as if the customer were left alone. Say who does what for them, and by when."

FAMILIES = (
    Family(
        Kind.NOT_MINE,
        _NOT_ME,
        _HELP,
        (
            "<is> (\\w+ )?(\\w+ )?(not|no|hardly|outside|beyond) ~4 (my|our|mine|ours|us|me) ?~2 (responsibility|department|departments|area|job|remit|field|business|problem|concern|task|duty|domain|scope|line|team|jurisdiction|patch|fault|expertise|speciality|specialty|purview|competence|control|hands|call|decision|turf|role|division|section|place|thing|baby|desk|influence|control)",
            "(not|nor) (really |actually )?(my|our) (responsibility|department|area|job|remit|problem|concern|task|field|business|call|decision|pigeon|circus)",
            "(falls?|lies?|is|sits?|are|goes?|fell) (\\w+ )?(outside|beyond|out) (of )?(my|our|the) ~3 (responsibility|department|area|job|remit|field|scope|jurisdiction|purview|competence|control|hands|expertise|authority|influence|service)",
            "(not|never|nothing) ~2 (in|within|part of|under|up to|for|down to|with) (my|our|me|us) ?~2 (responsibility|department|area|job|remit|field|scope|jurisdiction|purview|competence|control|hands|power|gift|authority|to (decide|say|answer|judge|deal|change|do|resolve|fix))",
            "(is|are|was) not (up|down) to (me|us)",
            "(i|we|us) (am|are) (\\w+ )?not (\\w+ )?(responsible|in charge|accountable|the (right|correct|proper|best|appropriate) (\\w+ )?(person|people|contact|team|department|place|address|one|ones|office|desk|party)|the (person|people|ones?|team) (you|who|to|for)|able to (decide|say anything|comment|answer)|authorized|empowered|qualified|familiar with|involved|liable|the ones? (to|who)|trained)",
            "(do|does|did) not ~2 (handle|deal with|look after|take care of|manage|process|cover|do|support|answer|cater for|have (anything|a say|any ~2 (influence|control|say|part|idea|information|access|insight|authority))|know (anything|enough)|fall (under|within|in)|work on|belong|concern|sell|take|provide|service) ?~4 (here|us|me|requests?|questions?|claims?|matters?|inquiries|issues?|things|cases|side|team|department|that|it|this|refunds?|returns?|repairs?|invoices?|orders|warranty|complaints|over|to do with|about|to us|with us)",
            "not (really |quite )?(something|anything|a thing|one) (that |which )?(i|we|our|my|this (team|office|desk))|(no one|nobody|none of us|none of my|nothing) (here|on|in|at|from|we) ~3 (can|could|knows?|touches|deals?|handles?|does|is able|would|has|looks)|(something|anything|one|things?) (that )?(i|we|our team|my team|our department|this (team|office|desk)|our office) ((do|does|can|would|could) not|never) ~2 (deal|handle|do|help|look|take|cover|answer|decide|manage|process|say|sort|resolve|influence)\\w*",
            "not (something|anything|a (thing|matter|topic|question)) (that )?(i|we|us|our team|my team|our department|this (team|office)|our office) ~2 (deals?|handles?|dos?|does|helps?|looks?|takes?|covers?|answers?|decide|manages?|process|can|could|would|are|am)",
            "nothing to do with (me|us|our)|(i|we) have nothing to do with|(has|have|had) nothing to do with (me|us|our)",
            "(wrong|incorrect) (department|team|person|place|number|address|desk|office|extension|line|people|contact|mailbox|inbox|branch|section|channel|guy|door)",
            "(is|are|was|be) (more of |rather |really |clearly |purely |only |just |actually )*(a |an |more )?(question|matter|issue|thing|one|topic|case|problem|job|subject|task|request|query) for (?!(me|us|you|tomorrow|both) )\\S+",
            "(is|are) (more of |rather |really |clearly |purely |only |just |actually )?(a|an) (it|billing|sales|warranty|technical|accounting|finance|logistics|legal|hr|shipping|delivery|carrier|network|engineering|hardware|software|marketing|supplier|partner|vendor) (matter|question|issue|thing|topic|problem|inquiry|case)(, not| and ~5 not)?",
            "(up|down) to (the|our|your|a|another|other) ~3 <org>",
            "(is|are|will be|would be|gets|get) (\\w+ )?(handled|dealt with|looked after|managed|processed|taken care of|done|decided|dealt|run|covered|administered|organized|answered|clarified|resolved) (\\w+ )?(by|at|in|through|with) ~5 <org>",
            "(clarified|decided|solved|resolved|answered|settled|sorted|checked|fixed|handled|approved) (only |out )?by ~4 <org>",
            "(the|our|another|a|other|different|someone|somebody|\\w+) ~3 (<org>|else|billing|finance) (is|are|would be|is solely|is actually) (\\w+ )?(responsible|in charge|accountable|liable)( for)?",
            "(another|a different|different|other|some other|a separate|the) ~1 (team|department|person|colleague|office|people|guys|unit|branch|division|company|colleagues) ~1 (handles?|deals?|looks?|takes?|does|do|manages?|processes|covers?|is|are|decides?|decide) ~2 (with|after|care|of|that|this|it|these|those|responsible|for|refunds?|returns|invoices|\\w+)",
            "(someone|somebody) else (handles?|deals?|looks?|takes?|does|manages?|is|has|decides?|covers?|would)",
            "(is|are|that is|falls?|comes?|belongs?|sits?|lies?|rests?) (something |a matter |a job |a case |entirely |solely |strictly |clearly )?(for|with|under|within|to|in) (our|the|your|another|a different) ~4 (?<!happy )<org> ?(to)?",
            "(sit|sits|lie|lies|rest|rests|belong|belongs|falls|fall) (\\w+ )?(with|to|under|within) (\\w+ )?<org>",
            "(i|we) (do|did) not (make|set|decide|write|choose|control|determine) (the|those|these|that|this|any) \\w+|(set|decided|determined|controlled|made|fixed|dictated|handled) by (the|our|your) ~2 <org>|(i|we) (am |are )?(only|just|merely|purely|solely) ~1 (answer|pass|relay|read|cover|covering|follow|filling|standing|helping out|do|does|handle|deal with|look after|work (in|for)|here for|in|from|the|a|an|sell|responsible for|answer|take|cover|manage|process)",
            "i (work|am|sit) (in|for|from|with|at) ~3 (sales|marketing|reception|accounts|billing|logistics|finance|hr|purchasing|the \\w+) ,? ?(so|and|i|we|not) ~3 (can not|do not|no|not|would not|could not|can hardly)",
            "(i|we) (can not|could not|am not able to|are not able to|am unable to|are unable to|will not be able to|would not be able to) ~1 (help|assist|support|advise|do anything|do much|say (anything|more|much)|answer|comment|tell you (anything|more|much)|give you (any|an|a) (information|answer|advice)|be of (any )?(help|assistance)|assist you|resolve this|influence|deal with)",
            "(i am|we are) (\\w+ )?(unable|not able) to (help|assist|support|advise|answer|do)",
            "(there is|there was|there 's|have|has|see|had) (\\w+ )?(nothing|no way|no means|no possibility|no option|not (a lot|much|anything|any way)|little|not a thing) ~2 (i|we|to|of|for|that|more|else|can) ~3 (do|help|helping|assist|assisting|change|here|done)",
            "(nothing|no more) (more |else )?(that )?(i|we) can (do|offer|say|tell you|help)",
            "(i|we) (would|will|do|really|honestly|am afraid|have|just) ~3 (not know|no idea|no clue|not have (a clue|any idea|the faintest)|no knowledge|not the (faintest|foggiest)|no insight|no access|no influence|no say|no control)",
            "(not|no) (one of |one for )(our|us|my|me)",
            "(out of|not in) (my|our) (hands|control|power)",
            "leave (me|us) out of|(not|nor) (mine|ours) to (solve|fix|decide|sort|answer)|no (longer )?my (department|responsibility|area|job)|above my pay grade|before my time",
            "(i|we) (was|were) not (involved|there|the one|the ones|part of|part)",
            "(take|took) no (responsibility|liability) for|(can|do) not (accept|take|assume) (any )?(responsibility|liability|blame)",
            "(did not|do not) come (from|through) (us|our|me)",
            "(the (fault|problem|issue|responsibility|error|delay|mistake) (is|lies|sits|rests|was) (\\w+ )?(with|at|on|caused by|in) (the|our|your) ~3 <org>)",
            "our (responsibility|job|part|role|involvement) (ends|stops|is over|ended|is done)",
            "(i|we) (\\w+ )?(can|could) not (\\w+ )?(?!(wait|find|see|reach|hear|thank|recommend|complain|imagine|believe|agree|read|apologize|open|make out|tell yet|remember|locate|recall|have|let you|leave you|understand)( |$))\\w+",
            "(i|we) (\\w+ )?(do|does) not (\\w+ )?(have (any |a |an |the |that |this )?\\w+|deal|handle|offer|support|provide|cover|accept|repair|speak for|get involved|touch|replace|refund|exchange|take back|control|influence|answer|do (that|this|those|these|it|\\w+s))",
            "(i am|we are|i was) (\\w+ )?(new|only|just|merely) (here|temping|covering|helping out|filling in|the \\w+|a \\w+|an \\w+|on \\w+|from \\w+|in \\w+|standing in)",
            "(i am|we are) not (\\w+ )?(technical|sure what you (expect|want|think)|the ones?|a \\w+ (company|shop|service)|magicians?|in a position to|interested)",
            "(this|the) (line|number|inbox|mailbox|chat|address|desk|team|office|counter|form|email) (is|handles|only|deals) (\\w+ )?(for|with|handles|deals|takes)? ?\\w+ (\\w+ )?(only|alone|exclusively|inquiries|matters)",
            "(we|i) only (handle|deal with|do|take|cover|sell|look after|support|process|answer)",
            "(do not|did not) ask me|beats me|not my (circus|circle|monkey|cup of tea)|how (should|would|am) i (supposed to )?know|(can|could) not speak (to|for) (that|this|them)|(i|we) would not be the (one|ones|person|people)|(it|that) was not (us|me)|not (from|by|in|with) our (department|team|office|side|branch)",
            "(can|could|will) not be held (responsible|liable|accountable)|(is|are|was) (entirely |purely |solely |really |just |all )*(a |an )?(third party|third parties|external|outsourced|someone else 's|somebody else 's|another \\w+|the \\w+ 's|their) ?(thing|provider|matter|problem|issue|company|job|service|responsibility|domain)?",
            "(head office|headquarters|management|corporate|the carrier|the courier|the manufacturer|the bank|the supplier|the \\w+ team|another team|finance|billing|accounts|legal|logistics|hr) (makes?|decides?|sets?|determines?|handles?|deals?|controls?|owns?|manages?|runs?) ~5 (decisions?|that|those|these|this|with|not (us|me)|prices|it|on)",
            "(that|this|it) is (\\w+ )?(\\w+ )?(domain|territory|department|business|area|remit|baby|problem|job|matter) ?,? ?not (ours|mine|us|our)|, not (ours|mine|us|me|our (department|job|team|problem|fault|side))",
            "(known|common) (issue|bug|problem|limitation|fault) ?,? ~4 (no|nothing|not|live with|can not)|(there is|there 's|is|are) no (fix|solution|workaround|remedy|cure|help|way)",
            "(it|that|this) is (for )?(your|the|our|their|up to the|up to your) ~2 <org> (who|that|to) ~1 (has|have|needs?|must|should|sort|decide|deal|handle|fix|do|settle|clear|pay)",
            "<inside> (\\w+ )?(still |first |also |then |now |will )*(has|have|needs?|must) (to )?(still |first )*(sort|release|approve|decide|handle|check|fix|clear|confirm|deal|sign|look|review|process|authori[sz]e|do|take)",
            "(is|are) not (\\w+ )?(used|meant|intended|the (right )?place|the (right )?channel|monitored|set up|responsible|equipped|staffed) (for|to)",
            "(person|colleague|one|guy|lady|specialist|expert|manager|team|technician|people) ~6 (is|are) (\\w+ )?(\\w+ )?(not in|not here|not available|away|on leave|on holiday|on vacation|off sick|off today|out of (the )?office|unavailable|gone home|not around|not working)",
            "(belongs?|goes|should go|has to go|sits|lies|falls) ~2 (with|to|under) (the|your|our|another|a different) ~2 <org>",
            "(that|this|it|which) is (managed|run|operated|handled|done|owned|provided|organized|looked after|dealt with|administered|covered) by (a|an|another|our|the|your|some)",
            "no idea|(i|we) (have|would have|have got) no (clue|idea|say|part|hand|role) (in|about|why|what|how|where|who)",
            "not what (i am|we are|this \\w+ is) here for",
            "(decision|choice|responsibility|blame) (rests|lies|sits|is) (\\w+ )?(with|up to) (?!(you|me) )\\w+",
            "(have|has|got) (zero|no|little|not much) (insight|visibility|influence|control|say|knowledge|access|idea)",
        ),
        unless="not (yours|your fault)|(it|that|this) is (our|my) (responsibility|job|task|mistake|fault)|i am responsible|we are responsible|not (your|the customer 's) (fault|job)|not our (best|intention|standard|usual)|my (fault|mistake|own mistake)|our own (fault|mistake)",
        spared_by=("asks_on", "help", "asking", "asking", "stays", "reported", "asked"),
    ),
    Family(
        Kind.SENT_AWAY,
        _AWAY,
        _ASK,
        (
            "<please> (please )?<contact> <who>",
            "(please|you|simply|just|instead|best|to do (so|this|that) ,?) ~2 (pick up|grab|use) the phone",
            "you (\\w+ )?(will|would|can|could|should|must|may|might|need|ought|have|had|are|want|better) <must><contact> <who>",
            "(can|could|would|will) you (please |kindly |maybe |perhaps |possibly |try )*((?!me |i )\\w+ )?<contact> <who>",
            "(suggest|suggesting|recommend|advise|propose|encourage|urge|ask|asking|invite|request|advised|recommended|suggested|tell|require|like) (\\w+ )?(that )?(you )?(to |should )?(please |instead |first |rather |also |directly )*<contact> <who>",
            "(suggest|recommend|advise|propose|worth|try|about|consider|by|better off|means|through|involves|start by|start with|rather than) (you )?<contacting> <who>",
            "(best|better|easiest|quickest|fastest|simplest|sensible|wise|advisable|necessary|first (step|port of call)|way|quicker|easier|only option|makes sense|up to you|idea|makes more sense|faster|option) ~6 (is|be|are|for you|would|if you|to|was) ~5 (<contact>|got in touch with|contacted|called|spoke (to|with)|asked|rang|talked to|wrote to|visited|go through|went through|reached out to) <who>",
            "^(hi|hello|sorry|no|yes|well|ok|okay|right|then|so|also|unfortunately|otherwise|thanks)? ?,? ?<contact> (?!(me|us|you|back|it|to|a|i) )<who>",
            "(for|regarding|concerning|about|with|in) ~6 , ?(you )?(please )?<contact> <who>",
            "(if|should|when|once|in case) ~9 ,? ?~4 , (please )?<contact> <who>",
            "[;:,] (please |just |simply |then |so |best |instead )*(contact|call|ring|ask|try|email|write to|speak to|talk to|go to|check with) (the|our|your|a) ~3 <org>",
            "((the|our|your|a|that|their|one of our|another) ~3 (<org>)|<inside>) (will|can|could|should|would|may|might) (definitely |surely |certainly |then |gladly |also |probably |hopefully |be (able|happy|glad|delighted|pleased|in a position|better placed) to )*(help|assist|advise|tell|answer|sort|give you|handle|support|explain|resolve|fix|look into|deal with|provide|point you|take care|clarify|be of)",
            "they (will|can|could|should|would|may|might|are) (definitely |surely |certainly |then |gladly |also |probably |hopefully |be (able|happy|glad|delighted|pleased|in a position|better placed) to |able to |the ones who (can )?)*(help|assist|advise|answer|sort ~2 out|support|point you|give you)",
            "(refer to|consult|check|checkout|check out|see|read|look (at|in|on|through|up)|(have|take) a look (at|in|on|through)|visit|browse|search|go (to|on|onto)|use|head to|head over to|log in to|log into|find ~3 (in|on)|look ~4 up (in|on)) (the |our |your |their |us |through )?~4 <pages>",
            "(see|visit|check|use|consult|refer to|read|go to|on|via) (our|the) (\\w+ )?(\\w+ )?(page|pages|section|article|articles|guide|guides|video|videos|tutorial|blog|link) ?(for|on|about|below|to|if|under|where|instead|first|and|$|[.])|(answers?|information|everything|details|instructions|help|answered|explained|described|found|contact details) ~6 (can be found|is available|are available|is listed|are listed|is in|are in|is on|are on|in|on|at) (our|the) ~3 (faqs?|help center|website|homepage|knowledge base|support page|help pages|portal)",
            "(fill in|fill out|complete|submit|use|open|create|raise|log|file|lodge|place|start|put in|make) (the |our |a |an |your |this |it |a new |new |another |that )*~3 (contact form|web form|webform|online form|support form|complaint form|complaints form|request form|form on our|ticket|tickets|support request|service request|new request|new inquiry)",
            "(please|must|should|have to|need to|ask you to|can|to be|only|kindly|has to|may) ~1 (submit|submitted|make|made|raise|raised|report|reported|send|sent|file|filed|register|registered|apply|done|entered|enter|put|placed|lodged|request|requested|do) ~5 (via|through|on|using|over|in|by) (the|our|a|your) ~2 (portal|website|form|contact form|online form|app|self service|hotline|web form|homepage|online account|website form|chat|letter|post|system)",
            "(please|you|kindly|simply|can|just) ~4 (use|try) (the|our) ~2 (chat|chatbot|bot|live chat|contact form|form|hotline|self service|portal|phone line|telephone|online help|support form|forum|app)",
            "(call|ring|phone|come|get|write|check|try|contact us|call us|message us|ring us|get in touch) (us )?(back |again |in |once more |another time |here )*(later|another time|another day|some other time|next week|in a few (days|hours|minutes|weeks)|in an hour|during (business|office|opening|working|our) ~1 (hours|times)|when (the|our|my|a|somebody|someone|he|she|they) ~4 (is|are) (back|in|there|available|here|free)|at a later ~1 (time|date|point)|tomorrow|on (monday|tuesday|wednesday|thursday|friday|saturday)|after (the|\\w+))",
            "(call|ring|contact|phone|email|write to|reach|message) (us|our) (on|at|under|by|via|through|using|in writing|during|between|again|back|from) ?~4 (#phone|#mail|phone|email|post|hotline|writing|form|website|hours|\\w+)",
            "(give|giving|gave|get|send|sending|text) you (the|their|his|her|a|some|our|that|another) ~2 (number|phone number|contact|contacts|extension|address|email|email address|contact details|details|direct line|link) (of|for|to|from|so|and|where|who|you)",
            "(you|customers|anyone) ~2 (can|could|may|will|should|would) (also |always |then |easily |best )*(reach|find|contact|get|call) (?!(me|us|it|the (button|setting|option)) )~6 (on|at|under|by|via|from|using) (the |our |their )?~2 (#phone|#mail|extension|ext|number|hotline|phone|telephone)",
            "their (number|phone number|contact details|email|address|hotline|direct line|website|extension) (is|are|can|:|would)",
            "(the|our) ~3 (hotline|helpline|number|people|person|team|department|desk|office|contact) (you (want|need|are looking for|should|have to|must)|for (this|that) is|to (call|contact|ask|speak)|responsible for this)",
            "(you|we) (\\w+ )?(want|need|require|would want|will want|will need|would need) (the|our|to be (put|speaking|talking)) ~4 (desk|team|department|people|office|counter|helpline|hotline|specialists|experts|folks)",
            "(take|bring|send|return|post|carry) (it|that|this|them|the \\w+|your \\w+) (back )?(up )?(to|with|in to|over to) (the|your|a|where) ~5 (shop|store|dealer|retailer|seller|garage|branch|where you bought|manufacturer|place|bought it|workshop|outlet)",
            "(go|pop|come|drop|walk|head) (back |in |over |down |along |up )*(to|into|by|past|in|at) (the|your|our|a|one of) ~4 (shop|store|dealer|branch|office|counter|desk|town hall|station|dealership|agency|showroom|stores|branches)",
            "(resend|send|forward|redirect|address|submit|readdress|email|write) (it|this|that|your \\w+|the \\w+|a \\w+|an \\w+|again|us|\\w+) ?~4 (to|at) #mail",
            "(email|mail|write to|contact|message|write) #mail|(call|ring|dial|phone) #phone",
            "(call|ring|phone|dial) (the|our) ~3 (number|hotline|helpline|line|switchboard|center)",
            "(look|search|google|check) (for )?(it|this|that) (up )?(online|on the internet|yourself|on google)|(please|just|simply|you can|you could|try to|should|best) (google|googling|youtube) \\w+|googl(e|ing) (it|that|this|the)|(please|just|simply|so|then) ,? ?(please )?(phone|call|ring|come|write|try) (us )?(then|back|again)|(find|work|figure|sort) ~2 (it|that|this)? ?out (for )?yourself",
            "you (will |would |\\w+ )?(need|have|must|should|ought) (to )?(sort|resolve|solve|fix|clear|clarify|settle|arrange|handle|organize|find out|take care of|deal with|check|do|address|pursue|take|discuss) ~4 (yourself|yourselves|on your own|elsewhere|with (the|your|our) ~3 <org>|directly with|between yourselves)",
            "(have|need) to (wait for|rely on|hope) ~3 <org>|ask (someone|somebody) else|try (someone|somebody|somewhere|elsewhere)( else)?|(contact|ask|call|try) elsewhere",
            "(ask|inquire|try|check|look|call in) (at|in|around|with) (your|the|our|a) ~3 (counter|desk|branch|shop|store|reception|local|office|dealer|there)",
            "(questions|complaints|requests|inquiries|issues|returns|claims|matters|orders|cancellations|changes) (\\w+ )?(\\w+ )?(should|must|can|have to|need to|are to|has to|can only|may|are) (only )?(be )?(\\w+ )?(addressed|directed|sent|submitted|made|raised|reported|put|handled|answered|taken up|lodged|dealt with|processed|accepted) (in writing|by|to|via|through|with|online|on|at)",
            "(contact|write|apply|complain|inquire|respond|ask|submit|request|cancel) (us )?(only )?in writing|(in writing|by (post|letter|fax)) (only|please)",
            "(that|it|this) (needs|has|would need|would have) to (go|come|be (done|raised|ordered|cancelled|requested|taken up)) (through|via|from|by|with|to) ~3 <org>",
            "(start|open|begin|create|send|write|submit|use) a (new|separate|fresh|different) (chat|ticket|case|request|email|conversation|inquiry|thread|message|form)",
            "(ask|asking|request|urge|invite|encourage|want|need|require|expect|advise|recommend) (that )?you (to |please |kindly |directly |should |first )*<contact> <who>",
            "(it is|everything is|all of that is|that is|details are|that 's) (all )?(covered |explained |described |answered |listed |documented )?(in|on|under) (the|our) (\\w+ )?<pages>",
            "(there is|there 's|we have) (a|an|our) (\\w+ )?(form|page|portal|hotline|helpline|number|team|department|process|desk|email address|website|section|address|guide|chatbot|faq) (for|to|where|you|that|on) (that|this|it|such|those|these|report|do|submit|you|can|all|which|handle|handles|deals|request|the|our)",
            "(raise|open|file|start|lodge|log) (a|an) (\\w+ )?(dispute|chargeback|claim|complaint|case|appeal) (with|at|via|through|on|to)",
            "(your|the) (first|next|best|only) (port of call|point of contact|step|option|route|bet|course of action|stop) (is|would be|should be|here is|will be)",
            "(take|bring|raise) (it|this|that|the \\w+|your \\w+) (up )?(with|to|elsewhere|somewhere)( (the|your|our|a|them|him|her))?",
            "(?<!have )(download|read|consult|study|read through|go through|work through|follow) (the|our|your) (\\w+ )?(manual|handbook|user guide|faq|faqs|instructions|documentation|terms|knowledge base|help pages?|t and c|small print|guide|guidelines)",
            "(log|sign) (in|into|on|onto) (to )?(your|the|our) (\\w+ )?(account|portal|app|profile|dashboard|website|customer area) (and|to|where|then|if|for)",
            "(for|if you) ~6 (use|try|visit|see|check|consult) (the|our) ~3 (portal|website|self service|app|form|faqs?|help center|chatbot|hotline|page|store|link)",
            "(call|ring|phone|dial|text) (the|that|this|our|their) (\\w+ )?(number|hotline|helpline|line|office|reception|switchboard|emergency line|store|shop)",
            "^(?=.*\\b(you|please|your)\\b)((?!(i|we|me|us|who|they|he|she|will|not|never|to bring|him|her) )\\S+ )*?(call|ring|phone|contact|email|message|write to|speak to|speak with|talk to|reach out to|get in touch with|get hold of|turn to|approach|consult|check with|go through|get on to|drop in at|go back to|take it up with) <who>",
            "(have|did) you (\\w+ )?(considered|tried|thought of|thought about|try|consider|think of|think about) (\\w+ )?(<contacting>|\\w+ing) <who>",
            "(right|correct|proper|official|appropriate|usual|designated|normal|dedicated|relevant) (\\w+ )?(channels?|route|form|inbox|mailbox|address|number|process)",
            "(people|team|colleagues|hotline|helpline|department|support|them|someone|office|service|services|desk|folks|line|center|reception|switchboard|branch|dealer|manufacturer) ~4 (on|at|under|via|using|by|:)? ?#phone",
            "(you will|you would|you|might|may) (\\w+ )?have (\\w+ )?(more|better) (luck|success|chances?) (with|at|on|if|by|through)",
            "(you will|you would|you are|you) (\\w+ )?(want|looking for|after|need) (?!(help|to|a|an|it|this|that|me|us|the (new|old|red|blue|green|small|large|big|second|first|right|left)) )(the )?~2 (team|department|desk|renewals|sales|billing|accounts|support|returns|refunds|claims|reception|people|office|hotline|complaints|warranty|technical|customer service|retention|bookings|line|section) ~3 (for|who|instead|on|there|with|$|[.,])",
            "(suggest|recommend|advise) (\\w+ )?(getting|hiring|finding|seeing|using|trying|consulting|taking) (a|an|another|your)",
            "^(please )?(write|call|talk|speak|mail|email|go) (to )?(them|him|her) (directly|yourself|instead|about)?",
            "(speak|talk) (with|to) (human resources|hr|legal|accounts|sales|support|billing|finance|security)",
        ),
        unless="(112|911|999|fire (brigade|service|department)|ambulance|police|emergency|poison|doctor|lifeguard)|(call|ring|phone|write to|contact|reach|email|text|message|ask) me|(reply|answer|write|respond) (to )?(this|here|me)|send (it|them|that) (back )?to me|(call|contact|ring|ask|writing to|call up) ~4 for you|(i|we) (have |will |am |are |can )?(already )?(call|called|ring|rang|asked|contacted|spoken|spoke|told|phoned|calling|asking|contact|contacting|ask|phone) |(contacts|app) (list|book|permissions?)|instead of you",
        spared_by=("help", "asking", "asked_them", "stays", "asked", "denied", "reported"),
    ),
    Family(
        Kind.PASSED_ON,
        _GONE,
        _JOIN,
        (
            "(?<!you )<passes> <your_request> ~2 <to> ~5 <inside>",
            "<passes> <your_request> ~2 <to> ~3 (<else>|our ~2 (company|partner|supplier|provider|carrier)|the (carrier|manufacturer|supplier|vendor))",
            "<passes> (it|this|that|them|you|everything|your \\w+|the \\w+) ~1 (on|along|over|across|up|internally|upwards|higher|further|upstairs)",
            "<passes> (on|along|over|across|up) <your_request> ~2 <to>",
            "(put|putting|connect|connecting|get|getting|patch|patching) you (through|on to|over)|(connect|connecting|connected|transfer|transferring|transferred|redirect|redirecting|hand|handing|switch|switching|refer|referring) you (now|to|with|over|on|across|through|back|directly|straight|immediately)|you (are|will be|are now|will now be) (being )?(now )?(connected|transferred|redirected|put through|handed over|passed|forwarded|referred)",
            "(i am|i will|we are|we will|let me|i shall|going to|have to|must|just) (\\w+ )?(transfer|transferring|connect|connecting|forward|redirect) (you|your call|the call|this call|your \\w+)",
            "^(forwarded|transferred|escalated|passed|sent|routed|reassigned|handed|forwarding|transferring|escalating|passing|connecting|redirecting) (your|the|this|it|you|to|on|over|over to|case|ticket|request)",
            "<request> ~3 (<been>) ~2 (forwarded|passed|transferred|handed|routed|rerouted|escalated|referred|redirected|assigned|reassigned|moved|raised|submitted|relayed|delegated|shared|flagged|sent|given|logged|directed|put) ~2 (to|with|on|over|through|into|up|in|for)",
            "(request|inquiry|query|case|ticket|complaint|concern|concerns|feedback|issue|claim|question|problem|matter) ~3 (<been>) (now |already |also |since |duly |then |\\w+ed and )*(forwarded|passed|transferred|handed|routed|rerouted|escalated|referred|redirected|assigned|reassigned|moved|relayed|delegated|sent) (on |over |along |across |up )?(to|with|into|through)|(it|this|that|you|they) (<been>) ~2 (forwarded|passed|transferred|handed|routed|rerouted|escalated|referred|redirected|assigned|reassigned|moved|raised|submitted|relayed|delegated|flagged|sent|given) (on |over |along |up )?(to|with|internally) ~4 (<org>|tier|level|internally|them)",
            "(escalate|escalated|escalating|escalation) ~4 (to|with|it|this|internally|your|that|further|case|ticket|issue|matter|request)",
            "(raised|raise|raising|logged|log|flagged|flag|lodged|opened|registered|submitted|reported) (this|it|that|your \\w+|the \\w+|an? \\w+) ~1 (with|to|for|internally) ~4 <org>",
            "(someone|somebody|a colleague|another colleague|one of our|another (team|person|department|colleague|\\w+)|(the|our|a|an) ~3 <inside>|they) ~4 (will|is going to|are going to|would|shall|is|are) (\\w+ )?(take over|take it from here|taking over|take care of|handle|deal with|pick (this|it|that|up)|look after|look into|see to|process|manage|take this|be handling|take on|attend to|carry on|continue|sort)",
            "(it|this|that|matter|<request>) (is|are|sits|lies|rests|was|has been) (now |currently |presently |still |already )?(with|in the hands of|at|on the desk of|in the queue of) (our|the|another|a different|my|an|one of|\\w+) ~4 <inside>",
            "(let|tell|told|inform|informed|informing|notify|notified|notifying|alerted|alert|brief|briefed|make|made|advise|advised|ping|pinged|cc) (the|our|my|an|a) ~2 (relevant|appropriate|responsible|right|correct|respective|concerned|proper|competent|\\w+) ~2 (team|department|colleagues?|people|person|office|unit|division|technicians|specialists|staff|party|parties)",
            "(they|he|she) (will|shall|would|are going to|is going to|should) (then |soon |also |now |hopefully |probably |shortly |directly )*(contact you|be in (touch|contact)|get back|call you|reach out|handle (it|this|that)|take it from here|come back to you|get in (touch|contact)|reply to you|write to you|ring you|deal with it|take care of (it|this|you|that)|respond|email you|follow up|look after (you|it|this)|take over|see to it|process it)",
            "(given|giving|gave|passed|give|left|shared) (your|the|them|him|her|my colleagues?|a colleague|our \\w+) ~3 (number|details|phone number|contact details|email|address|mail) ?~1 (to|with|for)? ?~4 (colleague|team|department|people|<inside>)?,? ?~2 (he|she|they|who) (will|is going to|are going to|would)",
            "(?!(i|we|you|it|that|this|please|can|could|to|will|not) )\\w+ (is going to|will|is|takes?|would|shall) (now |then )?(take|takes|taking|pick|handle|handling|taking over|takes over|take over|look after|own) (it|this|you|over|your \\w+|this up|it up|things|that) ?(from here|over|now|for you|from now on|forward|from this point)",
            "(stay|hold|remain|please hold|hang|wait) (on )?(the )?(line|please)?,? ?(while|until|and) (i|we|you|she|he|they) ~3 (transfer|connect|put|find|pass|am|will be|are|redirect|get)\\w*",
            "(leave|leaving) (you|it|this|that) (now )?(with|to|in the hands of|in the (capable )?hands)|(you are|you will be) in good hands|hand(ed|ing)? (it|this|you|your \\w+|things) (over|off|back)( to)?|from here on ~5 (team|department|colleagues?)",
            "(has|have) been (\\w+ )?(forwarded|passed on|escalated|transferred|handed over|referred) (to|on|internally) ~5 (team|department|colleagues?|specialists?|office|unit|experts?|management|staff|persons?)",
            "(colleagues?|team|department|specialists?|technicians?|office|experts?|engineers|they) (have|has|now have|now has|got|already have|already has|received|have received) (your|the|all|all the) (request|message|mail|email|details|case|information|file|inquiry|complaint|data)",
            "(contact|contacted|hear from|hearing from|called|reached|approached|receive a call|get a call|expect a call) (by|from) (another|a|an|our|the|one of|someone|somebody) ~5 <inside>",
            "(request|inquiry|query|case|ticket|complaint|concern|concerns|feedback|issue|claim|question|problem|matter|message|comments|suggestion|suggestions|details|email|mail|call|report) (<been>) (\\w+ )?(forwarded|passed|escalated|rerouted|routed|reassigned|assigned|allocated|relayed|redirected|referred|transferred|handed over|handed off|flagged|triaged|sent off|sent over|sent on|raised)",
            "(which|it|this|and|that) (<been>) (\\w+ )?(forwarded|passed|escalated|rerouted|routed|reassigned|assigned|allocated|relayed|redirected|referred) (to|on|along|over|up|internally)",
            "(right|relevant|appropriate|responsible|correct|concerned|respective) (people|team|person|department|colleagues?|parties|party|stakeholders|folks|staff|office|unit) (<been>|are|is|will|were|have) (\\w+ )?(\\w+ )?(aware|informed|notified|made aware|told|alerted|briefed|updated|looking|on it|in touch|respond|contact|handle|reach|decide)",
            "(get|have|ask|asked|getting|having|asking|arrange for|arranged for|request|requested) (someone|somebody|a colleague|the team|our team|the \\w+ team|our \\w+ team|one of \\w+ \\w+|a \\w+|another \\w+|an? (agent|adviser|advisor|expert|specialist)|them|the \\w+ department|our \\w+ department|my team|the relevant \\w+) (from \\w+ |in \\w+ |from the \\w+ |else )*(to )?(call|contact|get back|get in touch|reach out|write|email|reply|respond|ring|follow up|take over|deal|handle|look|be in touch)",
            "(looped|looping|loop|cc would|ccd|copied|copying|tagged|tagging|pinged|punted|kicked|chucked|lobbed|popped|pop|dropped|drop|fired|shot|bounced|bunged|shunted|pushed|punt|kick) (your|the|this|it|that|in|them|you|him|her) ~4 (to|over|in|with|across|onto|on|team|department|colleagues|people|guys|queue)",
            "(over|up|off) to (the|our) ~3 (team|department|colleagues|people|guys|folks|specialists|technicians|engineers|experts)|(taken up|being dealt|dealt|discussed|being discussed|raised|shared) with (the|our) ~3 (team|department|stakeholders|colleagues|management|unit|people)",
            "(allocated|assigned) to (an|a|the|our|another) ~3 (agent|adviser|advisor|handler|colleague|team|member|representative|specialist|department|officer|technician|person)",
            "(contact|call|email|message|reply|response|hear) (you )?(from|by) (the|our|a|an|another) (\\w+ )?(\\w+ )?<inside> (will|shortly|soon|in|as|when|team)",
            "(another|a different|one of our|some other|a fellow) (\\w+ )?(colleague|person|agent|team|member|colleagues|advisers?|engineer|technician) (will|is going to|is|can|should|shall|would) (now |then |soon |be |also )*(pick|take|taking|deal|handle|look|help|assist|carry|continue|contact|be in|get|follow|call|respond|see|attend)",
            "(sent|passed|kicked|pushed|gone|going|escalated|moved|raised|bumped|handed|goes) (this|it|that|your \\w+)? ?(up|upstairs|upwards) (to|the|with|for) ?\\w*|(up|upstairs) to (management|the management|head office|senior|my (manager|supervisor|boss)|the next level)",
            "(internally|in house) (re)?(assigned|routed|forwarded|passed|raised|escalated|discussed)|(re)?(assigned|routed|forwarded|passed|raised|escalated) (your \\w+ |it |this |that )?internally|re (assigned|routed|allocated)|reallocated",
        ),
        unless="on (hold|speaker|copy|your|my|the list)|(printer|printers|print|tracking|link|confirmation|to (your|you|my) |(forwarded|sent|forward|forwarding|send) you |to your|parcel|courier van|your (bank|account|new address|phone|inbox|insurer|landlord|school|address)|money|pounds|euros|dollars|photos|domain|voicemail|your (\\w+ )?call forwarding)",
        spared_by=("asked", "stays", "agreed", "denied", "reported"),
    ),
    Family(
        Kind.STALLING,
        _WAIT,
        _WHEN,
        (
            "(as soon as|soon as|when|whenever|as quickly as|as fast as|at the earliest) (it is |it 's |humanly |ever |they are )?(possible|able|we can|they can|we are able|i can|practicable|feasible|time permits|time allows|we get (a|the) chance|i get (a|the) chance)",
            "asap|in due (course|time)|at (our|their|your|the) (earliest|next) (convenience|opportunity|possible)|at the next (opportunity|available)|earliest possible|(get|come) round to (it|this|you|your|that)|at some (point|stage)|sooner or later|one of these days|sometime (soon|next|this|in)|(some|any) day|in the (near|coming|not too distant) (future|days|weeks)|before (too )?long|for the time being|when (the )?time (comes|is right)|down the (line|road)|over the (coming|next few) (days|weeks)",
            "(i|we|they|someone|somebody|you|team|colleagues?|department|he|she|office|support|engineers|technicians|people) (will |shall |would |are going to |am going to |are |am |is |should |can )?(\\w+ )?(\\w+ )?(get back|circle back|circling back|touch base|loop back|report back|ping you|check back|revert back|be (back )?in (touch|contact)|hear|come back|let you know|contact you|reach out|get in (touch|contact)|respond|reply|call you( back)?|inform you|update you|be informed|be notified|keep you (posted|updated|informed|in the loop)|write back|answer you|follow up|revert|notify you|be contacted|be with you|receive (an? )?(answer|reply|response|update|feedback)|get (an? )?(answer|reply|response|update))",
            "(will|going to|would) (\\w+ )?(circle back|get back to you|be in touch|come back to you|reach out|revert|follow up with you|get in touch|touch base)",
            "(answer|reply|response|feedback|update|decision|solution|message|news|notification|resolution) (will|should|can|may|might|is going to|would) (\\w+ )?(follow|come|be (sent|given|provided|made|available|with you|forthcoming)|take|arrive|reach)",
            "(a|an|any|some|one|the|another|our|available|next) ~2 (member|members|colleague|colleagues|advisers?|advisors?|agents?|representatives?|reps?|specialists?|technicians?|experts?|team|someone|operators?|person|employee|of our|of the) ~4 (will|is going to|shall|should|would|may) (\\w+ )?(get back|contact|be in (touch|contact)|reply|call|respond|reach out|get in (touch|contact)|come back|be with you|answer|write|email|attend|assist|review|follow up|revert|take a look|have a look|look)",
            "(someone|somebody) (\\w+ )?(\\w+ )?(will|is going to|should|would|shall|may|might) (\\w+ )?(get back|contact|be in (touch|contact)|reply|call|respond|reach out|get in (touch|contact)|come back|have a look|take a look|look|deal|see|assist|attend|be with)",
            "(i am|we are|they are|team is|team are|department is|engineers are|colleagues are|specialists are|technicians are|being|still|currently) (\\w+ )?(\\w+ )?(looking (into|at)|working (on|hard|flat)|investigating|reviewing|processing|on the case|checking|doing (everything|all|our best|what)|busy|investigated|reviewed|looked (into|at)|under (review|investigation)|dealing with)",
            "we are on it|(is|are) (\\w+ )?(under|in) (review|investigation|process|progress|consideration|hand)|(is|are) (currently |still )?being (processed|reviewed|investigated|looked (at|into)|worked on|dealt with|checked|handled|clarified|considered)",
            "(i|we) (will|shall|would) (\\w+ )?(look into|look at|see what|review|investigate|check|deal with|take a look|have a look|examine|see to|attend to|process|consider|work on|try (to|our|my)|do (our|my) best|take (it|this|that) (up|into)|bear|keep (it|this|that|your) ~2 (in mind|on file|under))",
            "bear with (us|me)|(be|remain|stay) patient|(ask|asking|beg|request|appreciate|need|kindly ask|thank you in advance) (you )?(for )?(your |some |a little |a bit of |further |more |continued )*(patience|understanding)|(a little|a bit|some|bit) (more )?(of )?(patience|longer)|(hang|sit) (on )?tight",
            "(can not|could not|not able to|unable to|not possible to|impossible to|hard to|difficult to|do not|no one can|nobody can|not yet|can neither) (\\w+ )?(say|tell|give|predict|provide|foresee|know|estimate|promise|commit|state|offer|quote|guarantee) (you )?~4 (how long|when|time ?frame|timeframe|eta|date|time|timeline|deadline|moment|schedule|forecast|estimate|promises?|timescale)",
            "(allow|expect|takes?|taking|within|wait|estimated at|usually|typically|normally|currently|be) (us |for |about |around |approximately |you |up to |at least |between |a |some )*(\\d+|two|three|four|five|seven|ten|fourteen|several|a few|couple of) ?(to |and |\\W )?(\\d+ |three |four |five |seven |ten )?(working |business |calendar )?(days|weeks|months) (for|to|until|before|in|due|because|at|,|[.]|as|given|and|or|$)|(promise|guarantee) (you )?(anything|any thing|a (date|time|result|solution|fix)|when|that it)|(no|not any|not an?|without) (\\w+ )?(eta|timeframe|time frame|timeline|timescale|estimate|date|news|update|updates|information|deadline|schedule|forecast)( for| on| yet| at| available| about| as)",
            "(high|large|increased|unusual|heavy|exceptional|unprecedented|great|huge|big|higher|extraordinary|enormous|peak|very many|many|lots of|a lot of) ~4 (volumes?|demand|number|numbers|amount|workload|load|inquiries|requests|calls|tickets|contacts|traffic) .*\\b(take|longer|delay|delays|delayed|experiencing|wait|waiting|patience|usual|slow|slower|currently|busy|backlog)|(experiencing|due to|because of|owing to|given|receiving|facing) (\\w+ )?(\\w+ )?(high|large|increased|unusual|heavy|exceptional|unprecedented|unusually high|higher|extraordinary|staff|capacity|many|backlog) (\\w+ )?(volumes?|demand|number|numbers|amount|workload|load|inquiries|requests|calls|shortages?|constraints|call volumes?|issues|levels?)",
            "(may|might|can|could|will|would|does|is going to) (\\w+ )?take (\\w+ )?(longer|a while|some time|time|a bit|some days|several|up to|a few (days|weeks)|days|weeks|as long|its time|forever)|takes (a while|time|as long|some time|its time)|it will take ~4 (days|weeks|months|time|long)",
            "(processed|dealt with|answered|handled|worked (on|through)|replied to|reviewed|attended to|taken care of|addressed|looked at) (\\w+ )?(in (the )?(order|turn|sequence|chronological|due|strict)|one by one|in turn|soon|shortly|as|in due|by date|chronologically|on a first|according to|when|within the usual|based on)",
            "(will|shall|to|can) be (\\w+ )?(processed|dealt with|handled|reviewed|worked on|attended to|looked (into|at)|addressed|checked|investigated|answered) (soon|shortly|in|as|within|by our|by the|accordingly|promptly|immediately|when|over|once|and)",
            "rest assured|(your|this) ~3 (is|are) (very |extremely |really |so )*(important|valuable|valued) to us|(we|i) (have |duly |will |shall )*(noted|taken note|take note|note|taken (it|your \\w+) on board|registered|recorded|logged) (of )?(your|the|this|it|down|that)|(we|i) (value|take) your (\\w+ )?(feedback|complaint|concerns?|opinion|inquiry) ?(very )?(seriously)?",
            "(as soon as|once|when|if|whenever|until) (i|we|there|they|it|something|somebody|someone) (have|has|is|are|hear|hears|know|knows|get|gets|receive|learn|become|comes|can|find|had) (\\w+ )?(\\w+ )?(something|anything|more|news|an update|updates|any|information|feedback|heard|further|know|say|changes|clarity|new|progress|back|available|result|results|out|answer|reply)",
            "(you|i|we) (just |simply |will just |will simply |will |would )?(have|need) to (be patient|wait)|(please|just|kindly) (wait|stand by|hold on|hold( the line| while| ,| [.]|$)|stay tuned|check back)|(all you can do|best thing) ~4 wait|wait (and see|your turn|until|a (bit|while|few)|for (our|the|them|news))|stay tuned|watch this space",
            "(within|in) (the )?(usual|normal|standard|regular|next (few|couple)|coming|next \\d+) (\\w+ )?(timeframe|time|times|days|weeks|working days|business days|hours|processing)",
            "(all|our) (of our )?(agents|lines|advis[eo]rs|representatives|operators|colleagues) (are|is) (currently |still |all |presently |now )?(busy|engaged|occupied|unavailable|on other calls|assisting)|your call is important",
            "(the )?(relevant|responsible|concerned) ~3 (will|are|is) (\\w+ )?(informed|aware|looking|working|respond|review|checking)",
            "(probably|maybe|perhaps|hopefully|possibly|presumably|eventually) (\\w+ )?(someone|somebody|soon|sometime|next week|at some|in a)|(will|shall|going to|be|get|hear|reply|answer|contact|touch|update|back to you|look|sorted|fixed|solved) (\\w+ )?(\\w+ )?(\\w+ )?(\\w+ )?(soon|shortly)",
            "(swamped|snowed under|short staffed|shortstaffed|understaffed|overloaded|overwhelmed|rushed off our feet|inundated|stretched|up to our (ears|necks)|extremely busy|very busy|really busy|quite busy|so busy)",
            "(on|in) (our|the) (radar|list|roadmap|pipeline|to do list|agenda|works|backlog|schedule)|(it|this|that|everything) (is|still) (\\w+ )?(pending|in the pipeline|in the works|on hold|outstanding|work in progress)|(we|they) are (\\w+ )?aware (of|that)",
            "leave it with us|give (it|us|them) (some |a little |a bit of |a bit more |more )?(time|while)|(we|i) will see( what| how| if|$| [.,])|keep (you )?(posted|updated|in the loop|informed)|(will|shall) keep you (posted|updated|informed|in the loop)|watch your inbox|fingers crossed|(nothing|no news|no update|nothing new) (yet|so far|to report|at (this|the) (time|moment|stage|point))|(in|with) (a|some|the next|one of the next|an upcoming) (future )?(update|release|version|patch)|it will be (a while|some time|a bit|ages)|as fast as (we|they) can|(quite|rather) a (while|wait)|(still|are) waiting (for|on) (our|the|them|a|an|feedback|\\w+) (\\w+ )?(team|department|colleagues|supplier|reply|answer|response|feedback|news|approval|to)",
            "(unforeseen|unexpected|current|internal|operational|technical) (circumstances|difficulties|reasons|delays|issues|problems|challenges) ~6 (delay|delays|delayed|longer|unable|later|not|wait|slower)|(we|i) hear you|(bear|keep) (it|that|this|your \\w+) in mind|(thank you|thanks) for (bearing|your understanding|waiting while|your continued)",
            "(a|some|few|several|couple of) (\\w+ )?(days|weeks|months) (before|until|till) (you|we|it|this|that|someone|somebody|anything|they)|(not before|not until|earliest) (next|in) (week|month|year|\\w+)",
            "(take|takes) (anywhere|something|somewhere) (from|between)",
            "(working|work) (our way )?through (our|the|a) (\\w+ )?(backlog|queue|list|requests|mails|emails)",
            "(aim|try|strive|endeavou?r) to (reply|respond|answer|get back|resolve|come back)",
            "may or may not (hear|get|be|happen)",
            "(hold|sit|hang) (on )?tight",
        ),
        unless="(please|could you|can you|would you|you can|just) (\\w+ )?(send|let me|let us|tell|give|reply|share|return|upload|attach|provide|check|confirm) ~9 (as soon as|asap|soon)|(as soon as|once|when) (the|your) (part|parcel|money|delivery|replacement|courier|order|refund)|^(does|do|did|which|what|is|are|could you|can you)|(money|parcel|refund|order|card|delivery|courier|driver|technician|electrician|part|package|letter|replacement) ~5 (will|should|arrives?|comes?|in|is|by)|i (have|had) (already )?(checked|looked|asked|spoken|called)|it takes (two|three|five|ten|\\d+) minutes|(be|is) (available|released|back in stock) (soon|shortly)|how soon|you (have|had) (been )?(wait|waiting|waited|your patience)|(sorry|thank you|thanks) (for|about|that) (your |the |you |how )?(patience|long|wait|waiting)|call me|check (with me|whether|that|if)|you (were|was) (told|informed)|hear (you|that|this|it|about)|hear (clicking|a \\w+)|(do|can|did) you (hear|see)|(sorry|glad|happy|pleased|good|sad) to hear|you do not hear",
        spared_by=("moment", "stays", "denied", "reported"),
    ),
    Family(
        Kind.BLAMING,
        _PAST,
        _MINE,
        (
            "you (really |clearly |actually |obviously |probably |surely |simply |just |perhaps |certainly |definitely )*(should|ought to|could|might|must|need to) have (?!(received|got|access|a|an|the|it|your|two|three|no|any|all|been (told|informed|warned|given|sent|refunded|asked|contacted|offered|charged|shown|notified|updated|able)|had (it|the|to|a|an|your)|arrived|heard|one|our|my|this|that|enough|more|to|at|both|full|everything|full|everything|by|seen an?|now|some|had|lost|waited|come|found an?|them) )~1 (\\w+ed|\\w+en|\\w+t|known|done|thought|seen|read|kept|let|gone|begun|been|made|paid|told|chosen|put|got)",
            "(as|like) (i|we) (have |had |just |already |clearly |previously |repeatedly |also )*(already |clearly |previously |repeatedly |just |also |told you |mentioned |said |explained |stated |written |wrote |pointed out |informed |made clear |advised |indicated |described |communicated |outlined |noted |tried )+(you |to you |to explain |before |earlier |above |already |in |several |many |multiple |last |on )*",
            "(as|like) (already |clearly |previously |repeatedly |just |explicitly )*(stated|mentioned|explained|said|told|communicated|advised|written|described|outlined|pointed out|indicated|specified|noted|per) (\\w+ )?(in (my|our|the|this|a)|above|before|earlier|already|previously|several|multiple|many|repeatedly|to you|on|my|our|by|you|numerous|twice|,)",
            "(as )?per (the|my|our) (last |previous |earlier |first |\\w+ )?(email|mail|message|call|letter|conversation|chat|note|reply|response) (i|we|on|of|from|dated|sent|below|above|,|and)|as per my (last|previous|earlier|first)|per my (last|previous|earlier)|(once|yet) again (:|,)? ?~2 (i|we|you|please|let me|as|the|this|our|it|that)|^again (:|,)|for the (last|second|third|fourth|fifth|tenth|hundredth|umpteenth|nth|\\w+) time|how many times|let me (repeat|say it again|be clear)|(i|we) (repeat|can only repeat|have to repeat|already answered|have already answered)",
            "(i|we) (have|had)? ?(already |now |clearly |just |previously )*(told|explained|informed|answered|said|mentioned|pointed|stated|warned|advised|written|sent) (this |that |it |you |to you |these )*(\\w+ )?(several|many|multiple|three|two|numerous|twice|already|before|repeatedly|more than once|times|a number|clearly|countless|in my|in our|last|\\d+)",
            "(i|we) (have )?already (told|explained|informed|answered|said|mentioned|pointed out|stated|warned|advised|written|replied)|(i|we) (told|informed|warned) you",
            "(user|operator|operating|customer|human|handling|usage|application|input) (error|errors|mistake|fault)|(layer 8|pebkac|pebcak|id10t)|(incorrect|improper|wrong|faulty|inappropriate|careless) (use|usage|handling|operation|treatment|installation|input|entry)",
            "you (\\w+ )?(\\w+ )?(must|may|might|will) have (\\w+ )?(pressed|entered|typed|done|made|clicked|deleted|set|changed|selected|chosen|broken|damaged|forgotten|missed|overlooked|mixed|misread|misunderstood|used|installed|dropped|given|missed|lost|ignored|switched|turned|plugged|put|left|confused)",
            "you (have |clearly |obviously |apparently |evidently |simply |probably |just |seem to have |must have |appear to have |did |had |\\w+ly )*(failed|neglected|forgot|forgotten|omitted|ignored|misread|misunderstood|misused|overlooked|missed|disregarded|refused) (to|the|our|my|that|about|this|it|your|several|all|what|an?|part)",
            "(if|had) you (\\w+ )?(had )?(only |just |simply |actually |bothered to |bothered |properly |carefully |correctly )*(read|registered|told|followed|checked|come|called|looked|listened|informed|contacted|done|paid|ordered|kept|asked|used|written|given|paid|sent|acted|backed|updated|reported|submitted|cancelled|canceled|let|noticed|entered|chosen|selected|provided|mentioned|bought|been|taken|opened|replied|answered|thought|waited|noted) .*\\b(would|could|might)",
            "you (\\w+ )?(did not|do not|have not|had not|never) (?!(have|need) )(\\w+ )?(?!to )(\\w+ )?(read|follow|provide|listen|understand|pay attention|check|look|bother|register|enter|comply|respond|answer|supply|give us|send us|tell us|inform|use|meet|tick|return ~2 in|pay|cancel|keep|submit|include|attach|notice|activate|back up|think|mention|complete|fill|update|react|report|specify|do|save|request|meet|state|apply|notify|open|realize|realise|state|read|read|followed|provided|listened|understood|paid|answered|sent|told|given|informed|responded|read|submitted|used|cancelled|checked|included)",
            "(nobody|no one|none of our|no other|not one|not a single|none of the|no customer|never) ~3 (else|customers?|users?|client|has ever|ever) ?~2 (has|have|had|is|ever|seems?|reports?|complains?|complained|reported|experiences?|with|mentioned|encountered)",
            "(all|most|other|every|everybody|everyone) (\\w+ )?(customers?|users?|clients|people|else|our customers) (\\w+ )?(manage|managed|manages|can|could|are able|do|does|have no|has no|has never|understand|understands|get|cope|seem|seems|find|are happy|is happy|are satisfied|use|are fine|had no|never had|did)",
            "you (are|were|seem to be|appear to be) (\\w+ )?(the )?(only|first|sole) (one|customer|person|user|client|caller)",
            "(works?|working|worked|runs?|running|is|are|looks|everything is|all) (just |perfectly |absolutely |totally |completely |all |perfectly well |flawlessly |properly |correctly |normal )*(fine|well|perfectly|correctly|properly|ok|okay|in order|as (it should|expected|intended|designed)|without ~2 (problems?|issues?|errors?)|flawlessly|green|good) (on|for|at|from|in|with) (our|my|us|me|this|everyone|everybody|all|other)|(on|from|at|for) (our|my) (side|end|part) ,? ?(everything|all|it|there|the \\w+|nothing) (is|works|looks|runs|was|appears|seems)|works on my ~2 (machine|computer|end|side)|(can not|could not|unable to|not able to) (reproduce|replicate|see|find|detect|confirm|identify) ~3 (problems?|issues?|errors?|faults?|bugs?|behavio[u]?r|mistakes?|on our (side|end|system))",
            "you (\\w+ )?(obviously|clearly|apparently|evidently|simply|surely)|(obviously|clearly|apparently|evidently) ,? ?you",
            "(is|was|are|be|lies|entirely|all|only|solely|purely) (\\w+ )?(\\w+ )?your (own |personal |sole |entire )*(fault|mistake|error|doing|negligence|carelessness|problem|responsibility|oversight|choice|decision|risk|duty|obligation|job)( to| that| and| if| when| not| for| alone| because|,)?|your own (fault|mistake|doing|error|carelessness|negligence|problem|responsibility|risk|oversight)|(through|due to|because of|owing to|caused by|result of|down to) your (own )?(mistake|error|negligence|carelessness|actions?|fault|handling|oversight|failure|input|incorrect|wrong|late|delay|misuse|\\w+ing)",
            "(error|fault|problem|mistake|issue|blame|cause|delay|misunderstanding) (is|lies|was|must be|seems to be|appears to be|must lie|has to be|rests|sits|is clearly|is obviously) (\\w+ )?(on|with|at|by|in) (your|you|the customer)",
            "because you (\\w+ )?(did not|have not|had not|entered|clicked|forgot|ignored|used|failed|never|gave|chose|selected|deleted|made|cancelled|canceled|waited|missed|typed|changed|ordered|put|installed|dropped|sent|provided|pressed|opened|set|are|were|keep)|(only )?because of (you|your)|since you (did not|have not|failed|never|refused|forgot|ignored|entered|chose|missed)",
            "(you were|you have been|you had been|customers are) (clearly |already |expressly |explicitly |repeatedly |previously )*(told|informed|warned|advised|made aware|asked|notified|reminded)( to| that| about| of| before| several| in| already| on| when| not)|(?<!let )you (knew|know|should know|ought to know|would know|agreed|accepted|signed|confirmed|consented|chose) ~1 (that|the|this|very|to|our|full|when|about|it|what|better|well)|as you (\\w+ )?(know|knew|should know|are aware|ought to know|were told|were informed|agreed|can (clearly )?(see|read)|were advised|well know|might have noticed)",
            "(please|kindly|just|next time|in future|in the future|you should|you need to|if you) (\\w+ )?(,)? ?(\\w+ )?(read|look|check|pay attention|be more careful|listen|follow|think|take more care|read through) (\\w+ )?(more )?(properly|carefully|closely|again|correctly|first|thoroughly|attentively|before you|next time|the (instructions|manual|terms|email|mail|message|small print)|our (email|mail|terms|instructions|message)|my (email|mail|message|last|previous))",
            "(is|was|are|were|stands|written|stated|said|explained|described|mentioned|pointed out) (\\w+ )?(clearly|plainly|right there|expressly|explicitly|unmistakably|unambiguously|quite clear|perfectly clear|very clearly) ?~2 (in|on|stated|written|at|explained|marked|visible|described|indicated|there|shown|said|to|from)|(clearly|plainly|explicitly|expressly) (stated|written|states|says|marked|said|explained|indicated|visible|described|mentioned|communicated)|(it|that|this) (says|is) so? ?(right there |clearly )?(in|on) (the|our|your) (manual|instructions|email|contract|terms|small print|mail|faq|website|order|confirmation)",
            "(why|how) (did|do|have|could|on earth|would|come) (you|did you) (\\w+ )?(not |never |ever )?(\\w+ )?(tell|read|check|contact|say|call|inform|follow|come|wait|look|think|do|ignore|told|sent|let|mention|report|miss|overlook) \\?|(did|have|do) you (not|even|actually|at all|really) (\\w+ )?(read|check|follow|look|listen|understand|notice|bother|see|try) \\?",
            "(your|the customer 's) (expectations?|demands?|attitude|tone|behavio[u]?r|impatience|anger|accusations?|complaints?) (is|are|was|were) (\\w+ )?(not |un)?(realistic|unrealistic|unreasonable|exaggerated|inappropriate|unacceptable|unjustified|unfounded|too|excessive|baseless|wrong|helpful|acceptable|appropriate|called for|uncalled)|(calm|calming) down|there is no (need|reason) to (get|be|shout|complain|raise|panic)|(your|the) complaint is (\\w+ )?(unjustified|unfounded|baseless)",
            "(it|that|this) (was|is|would have been|remains|would be) (entirely |solely |clearly |simply |really |your |\\w+ )?(up to you|on you|your (responsibility|job|task|duty|obligation|business|problem|decision|choice|own)) ?~1 (to|if|that|when|whether|and|,|\\.|$)",
            "(that|this|it) (happens|is what happens|comes of|is the result) (if|when|of|because) (you|people|one|customers|not)|(you are|you were) (using|doing|holding|handling|operating|looking|reading) (it|this|that|the \\w+) (wrong|wrongly|incorrectly|improperly|the wrong|in the wrong)|you (are|were|have been) (mistaken|wrong|confused|misinformed|careless|late|too late)",
            "(nobody|no one) (told|asked|forced|made|said) you (to|could|should|that)|whoever told you|what (did|do) you (expect|want (us|me)|think)|you (can|could|should) not expect|you are not listening|you keep \\w+ing|if you (refuse|insist|do not (tell|give|send|provide|cooperate|listen|read))",
            "you (chose|picked|opted|wanted|ordered|bought|signed|agreed|accepted|ticked|decided|clicked) (\\w+ )?(\\w+ )?(\\w+ )?(\\w+ )?(delivery|option|tariff|plan|version|model|contract|it|this|that|terms|conditions|box|one|up|to|for) ?,? ?(so|and now|now|yourself|knowing|after all|then|despite)",
            "(it|that) (says|said) (so |that |this )?(right |clearly |quite clearly |very clearly )?(on|in|at|right there) (the|our|your|page|every) ?\\w*|(any|every) (reasonable|normal|sensible) (person|customer|user)|(common sense|basic knowledge|rtfm)",
            "you (misunderstood|misread|misjudged|overlooked|mixed up|confused|mistyped|miscounted|misplaced|broke|damaged|caused|ignored|forgot)",
            "(did|have|had) you (\\w+ )?(even |actually |really |bother to |bothered to |ever |properly |at least )+(read|check|checked|look|looked|try|tried|follow|followed|plug|plugged|listen|open|see|seen)",
            "(is|was) (entirely |solely |completely |also |really |ultimately |clearly |always )*your (own )?(responsibility|job|duty|obligation|task) (to|not|that)|you are (solely |entirely |yourself |the one |fully )*(responsible|liable|to blame|at fault|accountable)( for| yourself|$| [.,])|(it|that) is on you|you are to blame",
            "(we|i) (have |already |had )*(discussed|been over|been through|talked about|covered|gone over|went over|gone through|clarified) (this|that|it) (already|before|several|many|multiple|a \\w+|last|with you|yesterday|twice)?",
            "(would|could|might) not have (happened|been (necessary|a problem|charged|lost|needed)|come to (this|that)|occurred) ,? ?(if|had|with)",
            "(works?|working|worked|fine|ok|okay|perfect|good|no problems?|no issues?) (just |perfectly |absolutely |fine |well |ok |okay )*(for|with) (everyone|everybody|all|others|other|the others|most|thousands|hundreds|all our|our other)",
            "next time ,? ?(please |just |do |kindly |you should |make sure (to |you ))*(read|check|look|follow|pay|order|contact|call|think|be|keep|plan|consider|order|ask|use|start|back|book|let)",
            "you (\\w+ )?(\\w+ )?(\\w+ )?(\\w+ )?(far |much |way |simply |a bit |just )*too late",
            "(by|through|from|due to|because of|of) your (\\w+ )?(\\w+ )?(handling|use|usage|operation|treatment|installation|misuse|error|mistake|negligence|failure|behavio[u]?r|input|entry|oversight|carelessness)",
            "you (evidently|obviously|clearly|apparently|plainly|simply) (did not|do not|have not|failed|ignored|missed|never|misread|forgot|chose)",
            "(nobody|no one) (but|except|other than|besides|apart from) you",
            "you did (\\w+ )?(agree|accept|sign|confirm|choose|click|order|consent)",
            "if only you",
            "you were (supposed|meant|expected|required|obliged|asked|told) to",
        ),
        unless="you (signed in|logged in)|(it is|either way) your (decision|choice|call) ,? ?(and|either|of course|entirely|,)|so (the|you have|you still)|that is our (bug|fault|mistake|error)|our (bug|fault|mistake|error)|not your (own )?(fault|mistake|doing|problem|responsibility)|never your fault|you did (not|nothing) (do |did )?(anything )?wrong|you have done nothing wrong|could not have known|(my|our) (own )?(fault|mistake|error)|sorry (that )?(you|we|for)|(i|we) (apologi[sz]e|should have)|you (should|ought to) (\\w+ )?have been (told|informed|warned|able|sent|asked|given)|should not have|you were right|you are right|user account|(may|might|could) i|(we|i) (told|informed) you (the )?wrong|wrongly|wrong (information|date|number) (from|by) us|we (failed|forgot)|you (clearly|obviously) (put|need|deserve|love|care|know)|clearly (we|our|something)|(we|i) did not|was wrong of (us|me)|please check (whether|if|that|the (light|cable|led|fuse))|no fault of",
        spared_by=("reported", "denied"),
    ),
    Family(
        Kind.POLICY_WALL,
        _WALL,
        _CAN,
        (
            "(is|are|that is|just|simply|merely|follow|following|due to|per|as per|by|under|with|within|because of|against|contrary to|violates?|according to|in line with|based on|in accordance with|outside|bound by|stick to|adhere to|abide by|have to follow|must follow|have a) (\\w+ )?((our|the|company|corporate|internal|store|standard|strict|general|a|of|this|house|group|legal|their|any|your) )+(company |corporate |internal |store |standard |strict |general |return |returns |refund |security |privacy |legal |data protection |shop |warranty |head office |no )*(policy|policies|rules?|procedures?|guidelines?|regulations?|protocols?|terms( and conditions)?|conditions|process(es)?|instructions from above|requirements|provisions|standards)(?! (number|document|holder|page|covers|gives|includes|is attached|attached|starts|runs)\\b)",
            "(company|corporate|our|the|store|internal|house|return|returns|refund|privacy|security|group|general|warranty|exchange|hr|current|\\w+) (\\w+ )?(policy|policies|rules|rule|guidelines?|regulations?|procedures?|processes|process|protocols?|terms|terms and conditions|conditions|contract|law|guideline|legislation|auditors|compliance|management|corporate|head office|headquarters) (\\w+ )?(\\w+ )?(do|does|did|can|will|would|is|are|clearly|simply|strictly|expressly|explicitly|states?|says?|stipulates?|prohibits?|prevents?|forbids?|requires?|dictates?|prescribes?|excludes?|not|prevent|forbid|only) ?(not |clearly |only |quite clear |clear |very clear |us |that )*(allow|permit|let|provide|enable|foresee|include|from|that|no|not|cannot|us|to|excluded|only|refunds?|returns?|exceptions?|clear|prohibit\\w*|forbid\\w*|us from|cover|support|accept)",
            "(system|computer|software|program|programme|tool|process|procedure|database|form|crm|sap|application|screen|platform|workflow|portal|machine|it) (\\w+ )?((just|simply) )?((does|will|did|would|do|can) not|never|refuses to|is not able to|won't) (\\w+ )?(let|allow|permit|accept|provide|support|give|enable|show|offer|want|foresee|take|recogni[sz]e|have ~2 option|work that way|make|process)",
            "(system|computer|software|program|screen|process|procedure) (just |simply |clearly )?(says|said|tells me|shows|states|says so|blocks|rejects|prevents|requires|prescribes|demands|stops|will only|only (lets|allows|accepts))",
            "(not|never|no longer|im)? ?(possible|technically possible|doable|feasible|provided for|foreseen|intended|envisaged|planned|an option|available) (in|with|within|by|from|on|under|for|through) (our|the|this|my) (\\w+ )?(system|software|computer|process|procedure|program|contract|tariff|terms|policy|rules|setup|database|tool)",
            "(those|these|they) are (the|our|just the|simply the|simply our) (\\w+ )?(rules|guidelines|regulations|terms|conditions|policies|procedures|requirements|facts|instructions)|rules are rules|(that|it|this) is (just |simply |unfortunately |sadly |now |merely )*(the way|how) (it|we|things|this|they) (is|are|do|does|works?|have|goes|has)|(i|we) (did not|do not) make the rules|(that|this|it) is (the )?(standard|normal|usual|official|our|the|common) (procedure|process|practice|way|policy|rule|protocol|approach)|always been (that|this) way|always done it|nothing personal|(law|rules|policy) is the (law|rules|policy)|fixed rules?",
            "(i am|we are|i was|staff are|nobody is|no one is|employees are) (\\w+ )?(\\w+ )?(not|never) (\\w+ )?(allowed|permitted|authorized|supposed|entitled|at liberty|able by law|empowered|in a position|meant)|(i|we) (am|are) (forbidden|prohibited|barred|prevented|obliged|bound|required)|(i|we) (may|must) not (\\w+ )?(give|tell|share|disclose|change|refund|discuss|say|make|do|grant|offer|accept|process|release)|(is|are) (strictly |generally |simply |expressly |explicitly )*(not|no longer|never) (\\w+ )?(allowed|permitted|authorized|eligible|entitled|refundable|returnable|negotiable|exchangeable|covered|possible)|you are not (eligible|entitled)|(is|are) (strictly |generally |expressly |explicitly )*(prohibited|forbidden|non refundable|non negotiable|excluded|out of the question|final)",
            "(can not|could not|do not|will not|never|unable to|not able to|not make|no|without|not possible to|would not) (\\w+ )?(\\w+ )?(make |grant |allow |accept |give |offer |any |an |a )*(exceptions?|exemptions?|goodwill|special cases?|special treatment)|no exceptions?|(exception|exceptions) (is|are|can|will) (not|never)|(if|then) (i|we) (did|made|make|do) (it|this|that|an exception|one)? ?for (you|everyone|everybody|one)|would have to (do|make) ~3 for everyone|treat (everyone|everybody|all) ~3 (same|equally|alike)|no (ifs|discussion|negotiation)",
            "(my|our) hands are (\\w+ )?tied|(not|nothing) ~2 (discretion|leeway|wiggle room|room for maneuver|flexibility)|(i|we) (have|had|see) (absolutely |really )?(no|zero) (discretion|leeway|choice|flexibility|wiggle room|room|option|other choice|other option|alternative|authority|scope)|(have|am|are) (my|our) (instructions|orders|hands tied|rules|guidelines|regulations|procedures|policies)|have to (stick to|follow|comply with|abide by|adhere to) (the|our|my)|that comes from (above|corporate|head office|the top)",
            "(for|due to|because of|on|owing to|out of) (\\w+ )?(data protection|privacy|legal|security|compliance|regulatory|liability|gdpr|technical|organi[sz]ational|administrative|insurance|tax|safety|internal|data privacy|policy|system|confidentiality|fairness|cost) ?(and)?(reasons?|grounds|concerns|regulations|rules|laws?|requirements|restrictions|limitations)?,? ?~4 (can not|could not|not|unable|no|never|refuse|impossible|prohibited|forbidden)|(can not|not|unable|impossible|no) ~8 (for|due to|because of|on|owing to) (\\w+ )?(data protection|privacy|legal|security|compliance|regulatory|liability|gdpr|organi[sz]ational|administrative|internal|confidentiality|policy) (reasons?|grounds|concerns|regulations|rules|laws|requirements)|(gdpr|data protection|data protection law|privacy law|the law|the gdpr) (\\w+ )?(does not|prohibits|forbids|prevents|will not|do not)",
            "(corporate|head office|headquarters|management|the boss|my boss|my manager|my supervisor|compliance|legal|the company|hq|they|the top|the auditors) (\\w+ )?((will|does|do|would|did|has|have) not|never|forbids?|prohibits?|insists?|decided|decides|says? no|said no|says|told us|wants) (\\w+ )?(allow|permit|let|approve|want|accept|authori[sz]e|like|give|it|that|this|so|agree|sign)",
            "(no refunds?|refunds? (are|is) not|no returns?|sales are final|no cancellations?|no exchanges?|no liability|without (a )?(receipt|proof of purchase) (no|there is no|nothing|we can not|i can not|we do not)|no (receipt|serial number|proof|invoice|warranty|contract|form|signature) , no)",
            "(the )?(deadline|period|time limit|warranty|window|return period|guarantee|cut off|term) (has|is|was|had) (\\w+ )?(passed|expired|over|up|ended|lapsed|run out|missed) ,? ?(so|and|nothing|no|therefore|not)",
            "(non|not) negotiable|(is|are) (\\w+ )?(not|never|no longer) (\\w+ )?(possible|an option|available|doable|feasible|allowed|permitted|covered|eligible|refundable|something we (do|offer))|(is|are) (simply |just |unfortunately |sadly )?impossible",
            "(it|that) is what it is|(terms|rules|contracts?) are (terms|rules|contracts?)|(the|your) (contract|terms|tariff|agreement|small print|fine print) (clearly |simply |just |already |quite clearly )?(says?|states?|excludes?|stipulates?|does not|do not|specif\\w+)|(terms|conditions|contract) (that )?you (agreed|signed|accepted)|(is|are) (void|voided|null and void)|against (our|the|company|their) (\\w+ )?(rules?|policy|policies|guidelines|regulations|terms|procedures?|principles)",
            "(computer|system|software|program|tool|machine|till|screen) (will|does|would|can) not|(only|just) (what|as) the (system|computer|screen) (says|shows|tells)|standard (procedure|practice|process)|(we|i) (simply |just |really |generally |never |unfortunately )+(do not|can not|never) (do|offer|make|give|allow|accept|refund|that|such|exchange)",
            "(system|computer|software|program|tool|platform|form|website|till|database) (\\w+ )?(\\w+ )?(rejects?|refuses?|blocks?|prevents?|declines?|forbids?|stops?|denies|cancels|disallows|locks)",
            "against (\\w+ )?(procedure|procedures|policy|policies|protocol|regulations?|the rules|rules|the law|company \\w+|guidelines|practice)",
            "(we|i) (do|can|will) (not|no longer|never) (accept|take|give|grant|issue|offer|refund|exchange|allow|permit|make|override|bend|change|reduce|lower|waive) ~4 (without|after|unless|if|outside|returns?|refunds?|rules?|exceptions?|discounts?|prices?|the price|on)",
            "(bend|break|change|override|circumvent|ignore|stretch) (the|those|these|our|any) ~1 (rules?|policy|policies|system|guidelines|procedures?|regulations)|(company|standard|normal|usual|our) (\\w+ )?(procedure|process|practice|protocol|rule|regulation) (and|,|that|to|for|here|$|[.])",
            "(our|the|your) (\\w+ )?(terms|conditions|policy|contract|rules|warranty|guarantee|tariff|plan) (\\w+ )?(excludes?|exclude|forbids?|prohibits?|rules? (this|that|it) out|limits?|do not|does not) ?\\w*",
            "(management|the company|the board|head office|corporate|my boss|my manager) (has|have) (\\w+ )?decided",
            "(gdpr|data protection|privacy) ,",
            "not how (we|i|things) (do|work|are|handle)",
            "full stop",
        ),
        unless="(insurance|life|home|car|travel|your|new|attached|the) policy (number|covers?|document|holder|starts|runs|ends|is (attached|active|valid|now))|your policy|policy (gives|allows|lets|entitles|includes|says you (can|may|have))|(gives|allows|lets|entitles) you|(is|are) (now )?(attached|unchanged|included)|you (can|may) (still |also )?(return|cancel|exchange|keep|get|have)|(rules|terms|policy|system|policies) (allows?|permits?|lets) (us|me|you)|(our|my) policy is to (help|call|refund|answer|replace|pay|write)|it is (our )?policy to (call|help|refund|answer|replace|write|pay)|must not (be|have|get|touch|open|switch)|your (system|computer|software) ",
        spared_by=("asks_on", "help", "asking", "asking", "stays", "reported", "denied"),
    ),
    Family(
        Kind.CLOSING,
        _ENDED,
        _SOLVED,
        (
            "(consider|considering|considered|regard|regarding|regarded|see|view|deem|treat|treating|deemed|count|take|mark|marked|marking|set|declare|declared) (this|it|the|your|that|our|these) ~4 (as |to be |to have been |is |are )*(now |hereby |therefore |finally |officially |also )*<closes>",
            "(i|we) (have|will|am|are|shall|would|can|must|now|therefore|hereby|just|then|going to|ll|already|also|had to|need to|have to) ~3 (close|closing|closed|resolve|archive|archived|archiving|end|ending|ended|shut|finish|conclude|terminate|lock|locked) (this|it|the|your|that|our|these|out) ?~3 (<matter>|now|then|automatically|today|here|off|down|for good)",
            "(i|we) (close|closed|am closing|are closing|will close|have closed) (the|this|your|it|that|out) ~2 (<matter>|now|here|for now)",
            "<matter> (<been>) ~4 (closed|resolved|settled|concluded|archived|marked as (solved|resolved|closed)|ended|locked|completed|over|closed automatically|terminated|done|finished|solved|auto closed|considered (closed|resolved|settled|solved|done)|set to (closed|resolved|solved))",
            "(if|unless|should|without|when|failing) ~9 ,? ?~7 (close|closed|assume|consider|closing|archived|archive|resolved|settled|expire|expires|deleted|treat)",
            "(assume|presume|take it|trust|suppose|conclude|assuming|expect|understand|believe) (that )?(this|it|the|your|everything|all|you|we) ~3 (is|has been|has|are|was|have|can be) (now |thereby |therefore |thus |hereby |also |\\w+ )?(<closes>|settled|done|no longer|sorted|clear|clarified|taken care|fine|satisfied|ok|okay|answered|addressed|gone)",
            "(do|can|must|should|will) not (reply|respond|answer|write|send) (\\w+ )?(directly )?(back )?(to )?(this|the|back|us|here|any)",
            "(replies|responses|answers|emails?|messages?|mails?) (to|sent to|at) (this|that) ~3 (not|never|no|un\\w+)|(replies|responses|answers|messages|emails) (\\w+ )?(\\w+ )?(will not|can not|are not|will never|are never|is not|can no longer|cannot|could not|shall not) (\\w+ )?(be )?(read|answered|processed|monitored|received|checked|seen|replied|delivered|reach)",
            "(mailbox|inbox|address|email address|account|email|mail|number|channel|line) (is|are) (\\w+ )?(not|never|un|no longer) ?(monitored|read|checked|attended|watched|manned|staffed|in use|answered|looked at|used for)|(unmonitored|unattended|unmanned) (mailbox|inbox|address|email|account)|(no reply|noreply|do not reply)|(this is|sent by|sent from|generated by|was sent by|was generated) (an? |our )?(automated|automatic|automatically|auto|no reply|system generated|system|machine|unattended)|(automatically|auto|machine|system) generated",
            "(no|not|without|neither|any|nor) (\\w+ )?(enter into|entering|engage|further|more|additional|any more|continue|conduct|participate) (\\w+ )?(\\w+ )?(correspondence|discussion|discussions|communication|debate|replies|reply|emails|responses?|answers|dialogue|exchange|messages|comments|inquiries|contact|conversation)|(will|shall|can) not (\\w+ )?(answer|respond to|reply to|discuss|comment on|entertain|accept|read|correspond|react to|consider|continue|be answering|be responding) (any |to |further |this |on |your |about |with |more |additional |it |the )+",
            "(nothing|no) (more |further |else )?(to (add|say|discuss|clarify|report)|(i|we) (can |could |want to |wish to |have to )?(add|say|discuss))|(for|as far as) (me|us|i am|we are|our part|our side) ?(concerned)? ,? ?~3 (is|this|that|the) ~3 (<closes>|over|dealt|final|finished|done|end)|(this|our|my|that) (decision|answer|word|position|statement) is (final|definitive|not|our last|irrevocable|my final)|(this|that) is (my|our) (last|final) (word|reply|message|answer|email|offer|statement|response)|(case|matter|discussion|conversation|end of|issue|ticket) (closed|discussion|story|over|settled|matter)$|case closed|end of (story|discussion|conversation|the matter|the line)|that (is|will be) (all|that|the end of it)( from| for| we| i| then)",
            "(marked|mark|flagged|set|marking|setting|changed|put|updated|moved) (your|the|this|it|that|as) ?~4 (as |to |status to )+(solved|resolved|closed|done|complete|completed|settled|finished)|(status|state) (is|was|has been|changed|set) ~3 (solved|resolved|closed|completed)",
            "(goodbye|good bye|have a nice day) (and |, )?(do not|never)|(i|we) (am|are|will be) (now )?(ending|terminating|hanging up|disconnecting|logging off|leaving)|(chat|call|session|conversation|thread) (will|shall|is going to) (now |automatically |then )*(end|close|be ended|be closed|time out|expire|terminate)|(chat|call|session|conversation|thread) (will|shall|is going to) (now |automatically |then )*(end|close|be ended|be closed|time out|expire|terminate)|(chat|call|session|conversation) (is|will be|has been|was) (now )?(ended|terminated|closed|disconnected|over)|(need|have) to (open|raise|create|log|start|submit|send) a new (\\w+ )?(ticket|case|request|inquiry|message|thread|one)",
            "(refrain|abstain|stop|cease|desist) (from )?(contacting|writing|sending|calling|emailing|further|messaging|replying)",
            "(close|closing|closed|wrap|wrapping|sign|shut|shutting) (this|it|that|things|your (case|ticket|request)|the (case|ticket|request|matter|inquiry)) (out|off|up|down)|(go ahead and|now|hereby|therefore|going to|i will|we will|let me) (\\w+ )?close (this|it|your|the|out)",
            "(we|i) (trust|hope|believe|assume|take it|feel|think|consider) (that )?(this|it|that|the above|we have|i have|your) (now |has |have |fully |\\w+ )?(resolves?|answers?|settles?|concludes?|closes?|clarifies|addresses?|ends?|resolved|answered|settled|clarified|concluded)",
            "(this|that) (concludes|ends|settles|closes) (the|our|this|your|my|matters) ?\\w*|(we|i) have done (all|everything) (we|i) can|no further action|(final|last) (word|decision|answer|reply|response|statement)|(not|no longer) up for (discussion|debate|negotiation)|(i have|we have) nothing (more |further |else )?to (add|say)|(will|shall) not be (replying|responding|answering|corresponding|engaging|continuing)|(hanging|hang) up|thread (locked|closed)",
            "(stop|refrain from|cease|quit|no more) (emailing|writing|calling|contacting|messaging|sending|asking|phoning|emails|calls)|(address|mailbox|email|account|inbox|number) (is |only )?(\\w+ )?(for|sends) (outgoing|outbound|sending|notifications?|automatic|outgoing mail|system) ?\\w* (only|messages|mail|emails)|(due to|because of|owing to|after|given|for) (\\w+ )?(inactivity|lack of (response|reply|activity)|no (response|reply)|non response|missing reply)|(as|since|because) (we|i) (have |did |had )?(not |heard |nothing )+(\\w+ )?(receive|received|hear|heard|back|got|get|from) ~9 (close|closed|closing|assume|resolved|end|archive|ended)",
            "(was|has been|is|will be|are|were) (\\w+ )?(archived|closed|set to (resolved|closed|solved)|marked as \\w+|marked \\w+|concluded|put to bed|filed away) (as|since|because|due|after|now|automatically|by|without|[.,]|$)",
            "(marking|marked|setting|flagging|putting|filing) (this|it|that|your \\w+|the \\w+) (down )?(as|to) (done|solved|resolved|complete|completed|closed|finished|settled|answered|dealt with)",
            "(no|not) (further|more|additional) (repl(y|ies)|responses?|answers?|emails?|messages?|correspondence|communication|questions?|action)",
            "(please )?(do not|stop) (write|writing|send|sending|email|emailing|call|calling|contact|contacting|post|posting) ~4 (to (this|it|us|that)|us|this|here|again|any ?more|any more|further)",
            "(will|shall|would) not be (\\w+ )?(discussing|discussed|debating|answering|commenting|entering|revisiting|changing)",
            "(go|goes|remain|remains|are|left) (unread|unanswered)",
        ),
        unless="(shall|should|may|can|could|do you want|would you like|is it|are you|does) (i|we|me|it|that|to|you|this)? ?~9 \\?|(tap|valve|window|windows|app|browser|tab|door|lid|program|shop|office|store|branch|cap|dialog|box|laptop|road|street|curtain|account|gate) ~4 (clos\\w+|is|are|again)|clos\\w+ (the|your|that|this|it|all)? ?~2 (app|browser|window|windows|tab|tabs|tap|valve|lid|program|door|account|accounts|gate|programs|laptop|cap|cover|box|dialog|old)|closed on|we are closed|are closed|phishing|spam|scam|fraud\\w*|suspicious|fake|virus|you (told|said|confirmed|wrote|say|let) (me |us )?(that )?(it|is|this|everything)|reopened|open again|i will not close|not (been )?closed|stays open|remains open",
        spared_by=("wished", "question", "reported"),
    ),
    Family(
        Kind.INSIDE_WORDS,
        _INSIDE,
        _REACH,
        (
            "tickets?( number| id| no| ref| #| status)?",
            "((your|the|this|our|a|new|of|following|quote|under|assigned|is|state|have|mention|with|reference) )+~1 (case|incident|service request|support request|request|inquiry|complaint|call|support|job|process|internal|transaction|file) (number|no|id|ref|reference|reference number|code)",
            "your reference (number |code |no )?(is|:|for|will)|(quote|state|cite|mention|include|use|keep|have|give) (the|your|this|our|following) ~2 (reference|reference number|case|case number|id|number) ?~2 (in|when|for|with|on|at|if|should)",
            "(case|incident|inc|sr|request|inquiry|ref|reference) (: |# |no |number |id |case |inc )*(?=\\w*\\d)[\\w]*\\d{3,}\\w*|(case|incident|request|inquiry|ref|reference) (: |# |no |number |id )+(#phone|\\d+)|(case|incident|request) #phone",
            "(case|incident|service request|job) (has been|was|is|have been|will be) (\\w+ )?(created|opened|registered|logged|generated|raised|recorded|assigned|pending|on hold|updated)|(created|opened|registered|logged|raised|generated|open|create|log|raise) (a|an|your|the|new) (\\w+ )?(case|incident|service request)",
            "(in|into|to|on|from|the|our|your|a|that|this|right|wrong|wait|waiting|support|place|position|back of the|number \\w+) (\\w+ )?queues?|queue (position|number|time)|queued",
            "(?!(your|their|his|her|my) )\\w+ ((?!your )\\w+ )?departments?",
            "(second|2nd|third|3rd|first|1st|next) (level|line|tier) (support|team|colleagues|engineers|technicians|is|are|needs|has|still|guys|will|agents|help)|(tier|level|lvl) (1|2|3|one|two|three|ii|iii) (support|team|guys|colleagues|technician|is|engineer|are|agents?|will|has|staff|\\.|$)|(l1|l2|l3) (support|team|guys|engineers?|is|are|colleagues|has)|(our|with|by|in|at) (second|2nd|third) (level|line)",
            "(back office|backoffice|backlog|backlogs|escalation (team|manager|process|path|matrix|level)|slas?|service level agreement|cost center|business unit|our crm|work queue|triage|triaged|workflow|change request|on sprint|next sprint|sprint|jira|zendesk|freshdesk|salesforce|servicenow|remedy|stakeholders|internal (process|processes|approval|team|workflow|ticket|stakeholders|systems?))",
            "(an|our|all|next|available|support|service|customer|live|other|human|the|another|care) ((available|next|service|support|care) )*agents?|resolver group|assignment group|(our|your|a|assigned|the) case (handler|manager|owner)|service desk",
            "(first|second|third|1st|2nd|3rd) line (support|team|can|is|are|will|has|have|needs?|staff|colleagues|people|would|does|$|[.,])|(our|your|the|a|an|assigned to|allocated to) (support |service |helpdesk |help desk )?(ticket|workstream|helpdesk|swimlane|resolver|triage|escalations?)",
        ),
        unless="(at|through|in) customs|department head from your|from your (company|side|firm)|counter|till|council|supermarket|bakery|(concert|train|bus|plane|flight|parking|lottery|season|theatre|theater|cinema|museum|festival|entry|admission|return ticket|travel|rail|ferry|day ticket|boarding|speeding|platform|gate|seat|seats|show|match|e ticket|etickets?|opera|zoo|fair|event|tour|raffle|metro|tram|underground|scanned|ski|pool|fine) ?|department (store|stores|of)|(fire|police|state|health|university|emergency|transport|toy|shoe|toys|shoes|women 's|men 's|children 's|kids|homeware|grocery|garden|your \\w+|their|hospital) departments?|(print|printer|printing|mail|message|job|server|playback|play|download|upload|spool|checkout|airport|shop|software|music|taxi|email|outgoing|processing) (\\w+ )?queues?|queue (on|in|of) (your|the) (server|printer|shop|software|phone|computer|app)|(travel|estate|letting|insurance|shipping|cleaning|real estate|booking|secret|free|your|the rental) agents?|(court|phone|carrying|laptop|pillow|suit|display|travel|worst|best|edge|use|in (any|that|this|which)) case|floor|your (own )?(workflow|department|case worker|jira|backlog|queue|sprint|salesforce|zendesk)|water level",
        spared_by=("question", "help", "asking", "asking", "stays", "agreed", "denied", "reported"),
    ),
)

SIGNALS = {
    "reported": "(nobody|they|he|she|somebody) should (not )?have|you (were|had been|have been|got) (told|sent|asked|promised|given)|you had to|#quoted|you (wrote|said|asked|mentioned|told|heard|say|write)|(they|he|she|who|hotline|somebody|colleague|nobody|people) (told|asked|sent|promised|kept) you",
    "promise": "(i|we) ~8 (<moment>)|(<moment>) (i|we|you)|you (will )?(have|hear|get|know) ~6 (<moment>)",
    "done": "(i|we) (have|had) (already |just |now |also |both |still )*(?!(not|no|never|nothing|to|a|an|the|been|received|passed|forwarded|noted|logged|informed|told|explained|sent|put|handed|escalated|closed|given|added|done|exhausted|said|not) )\\w+|^(just |now |right , |ok |okay |so |all )*(rang|checked|spoke to|spoke with|ordered|booked|fixed|refunded|cancelled|found|called|moved|replaced|swapped|reserved|picked|collected|switched|cleared|reset)|(i|we) (found|made|checked|spoke|asked|called|rang|replaced|fixed|corrected|moved)",
    "will": "(i will|i am|let me|shall i|may i) (?!(not|only|just|new|afraid|sorry|unable|closing|going to (close|end|have to)|no|in|put|pass|see|try|mention|let|close|end|transfer) )\\w+",
    "relief": "you (do not|will not|did not|never) (have to|need|owe|miss|have (done|missed))|you need not|no need|never again|nothing to (pay|sign)|not have to|(not|never) your (fault|job|problem|mistake)|you can (stop|forget|relax|ignore|keep|bring|have|always keep)|(forget|ignore|do not (worry|pay|bother))",
    "ours": "(our|my) (\\w+ )?(fault|mistake|error|apologies|failing)|(we|i) (really )?(should|ought to) (not )?have|(we|i) (made|got it|were wrong|was wrong|owe)|you (are|were) (\\w+ )?right|you did everything|(i am|we are) (so |very )?sorry (that (you|we|i|it|this)|for (the|our|my)|about)|that is on (me|us)",
    "mine": "(that|it|this) is (now )?(my|mine)|i am (responsible|your|in charge|on it|here|with you|on duty)|leave (it|that|this) (with|to) me|you have (got )?me|right person|(call|ring|write to|text|ask|tell) me|my (desk|mobile|direct|number)|at my",
    "asks": "(what|when|where|which|who|how|did|do you (still|have|want|prefer|know)|does|is (it|there|the|that)|was (it|there)|are there|could you|can you|would|have you (got|still|had)|may i|shall (i|we)|can i) .*\\?",
    "choice": "(shall|may) (i|we)|would you (like|prefer|rather)|do you (want|prefer)|whichever|you choose|either|both (\\w+ )?(are|is|work|options)|happy (for|with)|is (it|that) (all right|ok|okay|fine)",
    "until_you": "(until|till|before|unless|once) you (\\w+ )?(are|say|tell|agree|have|know|confirm)|when you say",
    "no": "(can not|could not|not possible|not able|unable|not allowed|may not|no (refund|exception|chance|way)|not (cover|offer|include|do|take|accept|support|deal|handle|know))",
}

ENGLISH = Language(
    code="en",
    function_words=FUNCTION_WORDS,
    plain=plain,
    keywords=KEYWORDS,
    abbreviations=ABBREVIATIONS,
    parts=PARTS,
    guards=GUARDS,
    families=FAMILIES,
    signals=SIGNALS,
    cold=Family(
        Kind.COLD,
        _COLD,
        _HELP,
        (),
        spared_by=("help", "asked_them", "stays", "agreed", "asked", "reported"),
    ),
)
