"""The ownership protocol: `decide`, and the theory it follows.

Rule 1 of this package: everything that affects who is with a customer lives here, and nothing
else does. There is no database, no clock and no framework; time, identity and who is active come
in with each command. The same page in plain words is docs/protocol.md.

**One person.** A problem has exactly one owner from the instant it is opened. It first *rings*:
the door's host owns it, and until somebody has been met a timer may move it on, once round.
"I will help you" ends ringing for good (`rules/arrival.py`).

**Staying.** The owner may bring helpers in, who speak with the customer while the owner stays,
and may be covered for when absent (`rules/helping.py`). To leave, the owner offers a handoff;
somebody picks up and is introduced; the customer is asked by name; the customer agrees. Only
then does the owner change (`rules/handoff.py`). Whatever goes wrong leads back to the owner.

**The customer's word.** Consent and satisfaction need evidence that the principal gave them
(`rules/consent.py`, `rules/questions.py`, `rules/satisfaction.py`) and can be taken back
(`rules/taking_back.py`). A word from the customer's side is never refused and wakes whatever
rests (`rules/words.py`, `rules/resting.py`). Whose yes counts is theirs to say
(`rules/parties.py`).

**The promise.** While a problem is open the customer knows by when they hear next
(`rules/promises.py`).

**Never alone.** In a call or chat one of us is with them, or is being rung (`rules/live.py`). A call
is recorded only after they heard of it, and never against their word (`rules/recording.py`). A
colleague who leaves the company is succeeded in the same instant (`rules/succession.py`).

**Not everything is a customer's.** What is not is set aside by two people (`rules/aside.py`). The
same problem told twice is joined, three told at once are split (`rules/twins.py`), and many with
one cause are spoken to together (`rules/causes.py`). What has to do with each other is linked, which
moves nobody (`rules/links.py`).

`decide` meets a command with the problem and either tells what happens or refuses with a
sentence. What is not listed is refused. `evolve` (in evolve.py) understands everything that
happened. Both are exhaustive, and the type checker proves it.
"""

from __future__ import annotations

from typing import assert_never

from stayline.ownership import commands as do
from stayline.ownership.company import Company
from stayline.ownership.decision import Decision
from stayline.ownership.events import Event
from stayline.ownership.problem import Problem
from stayline.ownership.refusal import Refused
from stayline.ownership.rules import (
    arrival,
    aside,
    causes,
    handoff,
    helping,
    links,
    live,
    parties,
    promises,
    questions,
    recording,
    resting,
    satisfaction,
    succession,
    taking_back,
    twins,
    words,
)


def decide(problem: Problem | None, command: do.Command, company: Company) -> tuple[Event, ...]:
    """What happens when the command meets the problem; nothing, if it means nothing any more.

    Raises Refused, and nothing has changed, when the command breaks the rule.
    """
    events, _ = act(problem, command, company)
    return events


def act(
    problem: Problem | None, command: do.Command, company: Company
) -> tuple[tuple[Event, ...], Problem]:
    """`decide`, together with the problem after what was decided."""
    if isinstance(command, do.Open):
        if problem is not None:
            raise Refused("This problem is open already.")
        decision = arrival.open_problem(command, company)
    else:
        if problem is None:
            raise Refused("There is no such problem.")
        decision = Decision(problem, company, command.at)
        _meet(decision, command)
    return tuple(decision.told), decision.problem


def _meet(d: Decision, command: do.Command) -> None:
    """Every command, and the one place that answers it."""
    match command:
        case do.HearWord():
            words.hear_word(d, command)
        case do.Write():
            words.write(d, command)
        case do.WriteNote():
            words.write_note(d, command)
        case do.SayIWillHelp():
            arrival.say_i_will_help(d, command)
        case do.RingOn():
            arrival.ring_on(d, command)
        case do.BreakPromise():
            promises.break_promise(d, command)
        case do.Offer():
            handoff.offer(d, command)
        case do.PickUp():
            handoff.pick_up(d, command)
        case do.Ask():
            handoff.ask(d, command)
        case do.Answer():
            questions.answer(d, command)
        case do.Decline():
            handoff.decline(d, command)
        case do.Withdraw():
            handoff.withdraw(d, command)
        case do.LapseOffer():
            handoff.lapse_offer(d, command)
        case do.ProposeSolution():
            satisfaction.propose_solution(d, command)
        case do.AskAgain():
            satisfaction.ask_again(d, command)
        case do.SaySatisfied():
            satisfaction.say_satisfied(d, command)
        case do.AskContradiction():
            questions.ask_contradiction(d, command)
        case do.TakeBack():
            taking_back.take_back(d, command)
        case do.HearStranger():
            words.hear_stranger(d, command)
        case do.HearMachine():
            words.hear_machine(d, command)
        case do.CarryPromise():
            promises.carry_promise(d, command)
        case do.ChooseRhythm():
            promises.choose_rhythm(d, command)
        case do.SayWaitingForYou():
            promises.say_waiting_for_you(d, command)
        case do.AskToHelp():
            helping.ask_to_help(d, command)
        case do.Join():
            helping.join(d, command)
        case do.DeclineHelp():
            helping.decline_help(d, command)
        case do.StepBack():
            helping.step_back(d, command)
        case do.StartCover():
            helping.start_cover(d, command)
        case do.EndCover():
            helping.end_cover(d, command)
        case do.GoQuiet():
            resting.go_quiet(d, command)
        case do.LetBe():
            resting.let_be(d, command)
        case do.SayFinalNo():
            resting.say_final_no(d, command)
        case do.Relieve():
            resting.relieve(d, command)
        case do.Sign():
            resting.sign(d, command)
        case do.WithdrawSignature():
            resting.withdraw_signature(d, command)
        case do.PutAside():
            aside.put_aside(d, command)
        case do.ConfirmAside():
            aside.confirm_aside(d, command)
        case do.AlarmAside():
            aside.alarm_aside(d, command)
        case do.BringBack():
            aside.bring_back(d, command)
        case do.JoinTwin():
            twins.join_twin(d, command)
        case do.ReceiveTwin():
            twins.receive_twin(d, command)
        case do.FollowTwin():
            twins.follow_twin(d, command)
        case do.Split():
            twins.split(d, command)
        case do.Link():
            links.link(d, command)
        case do.Unlink():
            links.unlink(d, command)
        case do.LinkCause():
            causes.link_cause(d, command)
        case do.UnlinkCause():
            causes.unlink_cause(d, command)
        case do.SpeakForCause():
            causes.speak_for_cause(d, command)
        case do.AddParty():
            parties.add_party(d, command)
        case do.GiveRole():
            parties.give_role(d, command)
        case do.RemoveParty():
            parties.remove_party(d, command)
        case do.ReportGone():
            parties.report_gone(d, command)
        case do.NamePrincipal():
            parties.name_principal(d, command)
        case do.GiveUpRoles():
            succession.give_up_roles(d, command)
        case do.StartLive():
            live.start(d, command)
        case do.AnswerRing():
            live.answer_ring(d, command)
        case do.EndRing():
            live.end_ring(d, command)
        case do.BringIn():
            live.bring_in(d, command)
        case do.StepOut():
            live.step_out(d, command)
        case do.DropLine():
            live.drop_line(d, command)
        case do.HangUp():
            live.hang_up(d, command)
        case do.EndLive():
            live.end_live(d, command)
        case do.Hold():
            live.hold(d, command)
        case do.Unhold():
            live.unhold(d, command)
        case do.HearQuestion():
            handoff.hear_question(d, command)
        case do.BurnSlowly():
            live.burn_slowly(d, command)
        case do.RecordLeg():
            live.record_leg(d, command)
        case do.WantRecording():
            recording.want(d, command)
        case do.AnnounceRecording():
            recording.announce(d, command)
        case do.StopRecording():
            recording.stop(d, command)
        case do.Open():
            raise Refused("This problem is open already.")
        case _:
            assert_never(command)
