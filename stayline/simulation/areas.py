"""What is walked together: the products of nouns whose every state is visited.

Each area begins with a few stories and tries all commands of its kinds in every state they lead to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from stayline.ownership import commands as do
from stayline.ownership import events as ev
from stayline.ownership.evidence import KeyPressed, ListedReply, MarkedReply, PageButton, SpokenWord
from stayline.ownership.ids import ColleagueId
from stayline.ownership.problem import Aside, Role, WaitsFor
from stayline.simulation.alphabet import (
    BEA,
    CALL,
    CAROL,
    DAN,
    DUE,
    ERIK,
    NOW,
    PROBLEM,
    SALLY,
    TOM,
    WORD,
    Cast,
    terms,
)


@dataclass(frozen=True)
class Area:
    """Some nouns, taken together. Stories begin with each of `beginnings`.

    The wide form has more people, commands and leavers, and takes many times as long.
    """

    name: str
    beginnings: tuple[tuple[do.Command, ...], ...]
    kinds: tuple[type[do.Command], ...]
    cast: Cast = field(default_factory=Cast)
    leavers: tuple[ColleagueId, ...] = ()
    wide_cast: Cast | None = None
    wide_kinds: tuple[type[do.Command], ...] = ()
    wide_leavers: tuple[ColleagueId, ...] = ()
    at_least: int = 2  # so many stay with the company

    def widened(self) -> Area:
        return replace(
            self,
            cast=self.wide_cast or self.cast,
            kinds=(*self.kinds, *self.wide_kinds),
            leavers=(*self.leavers, *self.wide_leavers),
        )


def _opens(**changes: object) -> do.Open:
    usual: dict[str, object] = {
        "at": NOW,
        "problem": PROBLEM,
        "arrival": ev.Arrival.MAIL,
        "door": None,
        "hosts": (BEA, TOM, SALLY),
        "fallback": SALLY,
        "reviewer": SALLY,
        "promise": DUE,
        "principal": CAROL,
    }
    return do.Open(**(usual | changes))  # type: ignore[arg-type]


_HELP = do.SayIWillHelp(at=NOW, by=BEA)
_OWNED = (_opens(), _HELP, do.Write(at=NOW, by=BEA, word=WORD, promise=terms()))
_PROPOSED = do.ProposeSolution(at=NOW, by=BEA, word=WORD, look_again=terms(NOW, WaitsFor.CUSTOMER))
_CALL = _opens(arrival=ev.Arrival.CALL, contact=CALL, rings=(ERIK,))
_INTERNAL = _opens(arrival=ev.Arrival.INTERNAL, hosts=(BEA,), principal=None)
_ENCOUNTER = _opens(arrival=ev.Arrival.ENCOUNTER, hosts=(ERIK,))
_SCREENED = _opens(screened=Aside.SPAM)
_WITH_DAN = do.AddParty(at=NOW, party=DAN, role=Role.AFFECTED, answer_by=DUE)
_EVERYBODY = (BEA, TOM, SALLY, ERIK)
_HANDOFF = (do.Offer, do.Withdraw, do.Decline, do.PickUp, do.Ask, do.Answer, do.LapseOffer)

AREAS = (
    Area(
        "arriving: ringing, setting aside, bringing back, redirecting, leavers",
        ((_opens(),), (_SCREENED,), (_ENCOUNTER,), (_opens(hosts=(TOM,)),)),
        (
            do.RingOn,
            do.SayIWillHelp,
            do.HearWord,
            do.Write,
            do.PutAside,
            do.ConfirmAside,
            do.AlarmAside,
            do.BringBack,
            do.SaySatisfied,
            do.Relieve,
            do.Sign,
        ),
        cast=Cast(people=(BEA, TOM, SALLY)),
        wide_cast=Cast(),
        leavers=(BEA, SALLY),
        wide_leavers=(TOM, ERIK),
    ),
    Area(
        "handing over: offers, questions, taking back, leavers",
        (_OWNED,),
        (*_HANDOFF, do.TakeBack),
        cast=Cast(people=(BEA, TOM, SALLY), receivers=((TOM,), (TOM, SALLY))),
        wide_cast=Cast(),
        wide_kinds=(do.HearWord,),
        leavers=(BEA,),
        wide_leavers=(TOM, SALLY, ERIK),
    ),
    Area(
        "consent: handing over with every kind of evidence, two on the customer's side",
        ((*_OWNED, _WITH_DAN),),
        (*_HANDOFF, do.TakeBack, do.HearWord),
        cast=Cast(
            people=(BEA, TOM, SALLY),
            parties=(CAROL, DAN),
            evidence=(PageButton, ListedReply, MarkedReply),
            receivers=((TOM,),),
        ),
    ),
    Area(
        "helping: helpers, cover, carried promises, leavers",
        (_OWNED,),
        (
            do.AskToHelp,
            do.Join,
            do.DeclineHelp,
            do.StepBack,
            do.StartCover,
            do.EndCover,
            do.CarryPromise,
            do.Write,
            do.WriteNote,
            do.BreakPromise,
        ),
        cast=Cast(covers=(TOM, ERIK)),
        leavers=_EVERYBODY,
    ),
    Area(
        "cover and handing over",
        (_OWNED,),
        (
            do.Offer,
            do.PickUp,
            do.Ask,
            do.Answer,
            do.TakeBack,
            do.StartCover,
            do.EndCover,
            do.CarryPromise,
            do.StepBack,
        ),
        cast=Cast(people=(BEA, TOM, SALLY), receivers=((TOM,),)),
        wide_cast=Cast(people=(BEA, TOM, SALLY), receivers=((TOM,), (SALLY,))),
        leavers=(BEA,),
        wide_leavers=(TOM, SALLY),
        wide_kinds=(do.Withdraw, do.Decline, do.LapseOffer, do.Relieve, do.Sign),
    ),
    Area(
        "promising: what is waited for, rhythm, words, breaking, common causes",
        (_OWNED, (_opens(),)),
        (
            do.SayIWillHelp,
            do.Write,
            do.HearWord,
            do.HearStranger,
            do.HearMachine,
            do.BreakPromise,
            do.ChooseRhythm,
            do.SayWaitingForYou,
            do.SaySatisfied,
            do.LinkCause,
            do.UnlinkCause,
            do.SpeakForCause,
            do.GoQuiet,
        ),
        cast=Cast(
            people=(BEA, SALLY),
            waits_for=(WaitsFor.US, WaitsFor.CUSTOMER, WaitsFor.FIX),
        ),
        wide_cast=Cast(waits_for=tuple(WaitsFor)),
        wide_leavers=(BEA, SALLY),
    ),
    Area(
        "ending: proposals, satisfied, contradictions, resting, signatures, leavers",
        (_OWNED,),
        (
            do.HearWord,
            do.Write,
            do.ProposeSolution,
            do.AskAgain,
            do.Answer,
            do.SaySatisfied,
            do.AskContradiction,
            do.TakeBack,
            do.GoQuiet,
            do.LetBe,
            do.SayFinalNo,
            do.Relieve,
            do.Sign,
            do.WithdrawSignature,
        ),
        cast=Cast(
            people=(BEA, TOM, SALLY),
            evidence=(PageButton, ListedReply),
        ),
        wide_cast=Cast(
            evidence=(PageButton, ListedReply, MarkedReply),
            waits_for=(WaitsFor.US, WaitsFor.CUSTOMER),
        ),
        leavers=(BEA,),
        wide_leavers=(TOM, SALLY),
    ),
    Area(
        "ending while handing over",
        (_OWNED,),
        (
            do.Offer,
            do.PickUp,
            do.Ask,
            do.Answer,
            do.LapseOffer,
            do.HearWord,
            do.ProposeSolution,
            do.SaySatisfied,
            do.LetBe,
            do.TakeBack,
            do.SayFinalNo,
            do.Sign,
        ),
        cast=Cast(people=(BEA, TOM), receivers=((TOM,),)),
        wide_cast=Cast(people=(BEA, TOM, SALLY), receivers=((TOM,), (BEA,))),
        leavers=(BEA,),
    ),
    Area(
        "the customer's side: parties, their principal, and whose yes counts",
        (_OWNED, (_INTERNAL,)),
        (
            do.AddParty,
            do.GiveRole,
            do.RemoveParty,
            do.ReportGone,
            do.NamePrincipal,
            do.Offer,
            do.PickUp,
            do.Ask,
            do.Answer,
            do.HearWord,
            do.SaySatisfied,
        ),
        cast=Cast(people=(BEA, TOM), parties=(CAROL, DAN), receivers=((TOM,),)),
        wide_cast=Cast(
            people=(BEA, TOM),
            parties=(CAROL, DAN),
            evidence=(PageButton, ListedReply),
            receivers=((TOM,),),
        ),
        leavers=(BEA,),
    ),
    Area(
        "calls: rung, answered, dropped, ended, leavers",
        ((_CALL,), _OWNED),
        (
            do.StartLive,
            do.AnswerRing,
            do.EndRing,
            do.BringIn,
            do.StepOut,
            do.DropLine,
            do.HangUp,
            do.EndLive,
            do.RingOn,
            do.SayIWillHelp,
            do.StepBack,
        ),
        cast=Cast(people=(BEA, TOM)),
        wide_cast=Cast(people=(BEA, TOM, SALLY)),
        wide_leavers=(BEA, TOM),
        wide_kinds=(do.Hold, do.Unhold, do.BurnSlowly),
        at_least=3,
    ),
    Area(
        "hold and silence",
        (_OWNED,),
        (
            do.StartLive,
            do.AnswerRing,
            do.BringIn,
            do.DropLine,
            do.HangUp,
            do.Hold,
            do.Unhold,
            do.BurnSlowly,
        ),
        cast=Cast(people=(BEA, TOM)),
        wide_cast=Cast(),
    ),
    Area(
        "recording",
        (_OWNED,),
        (
            do.StartLive,
            do.AnswerRing,
            do.DropLine,
            do.EndRing,
            do.HangUp,
            do.Hold,
            do.Unhold,
            do.WantRecording,
            do.AnnounceRecording,
            do.StopRecording,
        ),
        cast=Cast(people=(BEA, TOM)),
    ),
    Area(
        "calls and handing over: with the spoken word and keys",
        (
            (
                *_OWNED,
                do.AskToHelp(at=NOW, by=BEA, whom=TOM),
                do.Join(at=NOW, by=TOM),
            ),
        ),
        (
            do.StartLive,
            do.AnswerRing,
            do.BringIn,
            do.StepOut,
            do.DropLine,
            do.HangUp,
            do.RecordLeg,
            do.Offer,
            do.PickUp,
            do.Ask,
            do.HearQuestion,
            do.Answer,
            do.TakeBack,
        ),
        cast=Cast(
            people=(BEA, TOM),
            evidence=(PageButton, KeyPressed, SpokenWord),
            receivers=((TOM,),),
        ),
        wide_kinds=(do.StepBack,),
        wide_leavers=(BEA,),
        at_least=3,
    ),
    Area(
        "calls about what rests, ends or is set aside",
        (_OWNED, (_opens(),), (_SCREENED,)),
        (
            do.StartLive,
            do.AnswerRing,
            do.EndRing,
            do.HangUp,
            do.RecordLeg,
            do.EndLive,
            do.SaySatisfied,
            do.LetBe,
            do.HearWord,
            do.PutAside,
            do.Write,
            do.BreakPromise,
            do.SayFinalNo,
            do.Sign,
            do.JoinTwin,
        ),
        cast=Cast(people=(BEA, SALLY), evidence=(PageButton, KeyPressed)),
    ),
    Area(
        "links: what has to do with what, wherever it stands",
        (_OWNED, (_opens(),)),
        (do.Link, do.Unlink, do.Split, do.SaySatisfied, do.LetBe, do.PutAside, do.HearWord),
        cast=Cast(people=(BEA, TOM)),
    ),
    Area(
        "twins: joining, following, splitting, leavers",
        (_OWNED, (_opens(),), (_opens(), _HELP), (*_OWNED, _PROPOSED)),
        (
            do.JoinTwin,
            do.ReceiveTwin,
            do.FollowTwin,
            do.Split,
            do.Answer,
            do.HearWord,
            do.Offer,
            do.Withdraw,
            do.SaySatisfied,
            do.LetBe,
            do.PutAside,
        ),
        cast=Cast(people=(BEA, TOM, SALLY), receivers=((TOM,),)),
        wide_kinds=(do.Relieve, do.LinkCause, do.AddParty),
        leavers=(BEA,),
        wide_leavers=(TOM,),
    ),
    Area(
        "what is no customer's: internal requests and other correspondence, redirected",
        ((_INTERNAL,), (_opens(), do.PutAside(at=NOW, by=BEA, why=Aside.OTHER))),
        (
            do.Offer,
            do.Withdraw,
            do.Decline,
            do.PickUp,
            do.LapseOffer,
            do.AddParty,
            do.BringBack,
            do.HearWord,
            do.Write,
            do.ConfirmAside,
        ),
        cast=Cast(people=(BEA, TOM, SALLY), receivers=((TOM,),)),
        wide_kinds=(do.NamePrincipal, do.AskToHelp, do.Join),
        leavers=(BEA,),
        wide_leavers=(SALLY,),
    ),
)
