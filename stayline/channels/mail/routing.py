"""Where a mail belongs: which door, which thread, who speaks. Reads only.

A thread is found by a reply token, then by our own Message-IDs, then by a party's own; never by a
subject. Only a token says who somebody is, and only together with the address it was given to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stayline.channels.mail.addresses import normalised
from stayline.channels.mail.message import IncomingMail
from stayline.channels.mail.models import Outgoing
from stayline.people.customers import current
from stayline.people.models import Address, AddressKind, Colleague, Customer, Door, DoorKind
from stayline.problems import company, statements
from stayline.problems.models import Party, Problem, Token, TokenKind
from stayline.problems.tokens import digest, looks_like_token

MOST_RECIPIENTS = 200
"""Addresses of one mail that are compared with doors and tokens."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The problem a mail is about, the token that said so, and our mail that it answers."""

    problem: Problem
    token: Token | None = None
    answers: Outgoing | None = None


def base_and_token(address: str) -> tuple[str, str]:
    """`door@domain` and the token of `door+token@domain`; an empty token when there is none."""
    plain = normalised(address)
    local, _, domain = plain.rpartition("@")
    door, plus, tag = local.rpartition("+")
    if plus and door and looks_like_token(tag):
        return f"{door}@{domain}", tag
    return plain, ""


def without_tag(address: str) -> str:
    """`door@domain` of `door+anything@domain`."""
    local, _, domain = normalised(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def addressed(mail: IncomingMail, envelope_to: Iterable[str]) -> list[str]:
    """Where it was sent, the envelope first: that is what really happened."""
    boxes = [*mail.to, *mail.cc]
    everywhere = [*envelope_to, *mail.delivered_to, *(box.address for box in boxes)]
    return list(dict.fromkeys(normalised(one) for one in everywhere if one))[:MOST_RECIPIENTS]


def doors_for(addresses: Iterable[str]) -> list[Door]:
    """The doors among these addresses, in their order; a tag after `+` changes no door."""
    wanted = list(addresses)
    found = company.arrangements().mail_doors()
    ordered = (found.get(one) or found.get(without_tag(one)) for one in wanted)
    return list(dict.fromkeys(door for door in ordered if door is not None))


def any_mail_door() -> Door | None:
    """Where a mail goes that names no door of ours: somebody reads it all the same."""
    doors = Door.objects.filter(kind=DoorKind.MAIL)
    return doors.order_by("-is_open", "id").first()


def is_ours(address: str) -> bool:
    """Whether mail to this address is for us."""
    return bool(doors_for([normalised(address)])) or _token_of([normalised(address)]) is not None


def is_domain_of_a_door(domain: str) -> bool:
    """Whether some mail door of ours has this domain."""
    return Door.objects.filter(kind=DoorKind.MAIL, address__endswith=f"@{domain}").exists()


# -- threads -------------------------------------------------------------------------------------


def thread_of(mail: IncomingMail, addresses: Iterable[str]) -> Thread | None:
    """The problem this mail is about; None when it begins something new."""
    token = _token_of(addresses, mail.speaks_for or "")
    if token is not None:
        ours = Outgoing.objects.filter(token=token).first()
        return Thread(token.problem, token, ours)
    return _by_our_ids(mail) or _by_their_own_ids(mail)


def _token_of(addresses: Iterable[str], sender: str = "") -> Token | None:
    """The reply token among these addresses: the sender's own where there are several, as when
    somebody answers all and the others' reply addresses stand beside theirs."""
    digests = [digest(tag) for address in addresses if (tag := base_and_token(address)[1])]
    if not digests:
        return None
    tokens = Token.objects.select_related("problem", "customer", "colleague")
    found = list(tokens.filter(kind=TokenKind.REPLY, digest__in=digests).order_by("-id")[:20])
    own = (one for one in found if len(found) > 1 and _is_of(one, sender))
    return next(own, found[0] if found else None)


def _is_of(token: Token, address: str) -> bool:
    """Whether it was given to whoever has this address."""
    if token.colleague is not None:
        return token.colleague.email == address
    known = Address.objects.filter(kind=AddressKind.MAIL, value=address, customer=token.customer)
    return known.exists()


def _by_our_ids(mail: IncomingMail) -> Thread | None:
    ids = _referred(mail)
    if not ids:
        return None
    found = Outgoing.objects.select_related("problem").filter(message_id__in=ids)
    ours = found.order_by("-id").first()
    return Thread(ours.problem, None, ours) if ours is not None else None


def _referred(mail: IncomingMail) -> list[str]:
    bounced = [mail.bounce.message_id] if mail.bounce and mail.bounce.message_id else []
    return [*bounced, *mail.in_reply_to, *mail.references][-100:]


def _by_their_own_ids(mail: IncomingMail) -> Thread | None:
    """A second mail of the same sender in their own thread, or under the same Message-ID."""
    sender = mail.speaks_for
    ids = [one for one in (mail.message_id, *_referred(mail)) if one]
    if not sender or not ids or mail.machine:
        return None
    (found,) = statements.ask((_EARLIER, [ids, sender]))
    return Thread(Problem.objects.get(pk=found[0][0])) if found else None


_EARLIER = """
SELECT problem_id FROM mail_rawmail WHERE message_id = ANY(%s) AND sender = %s
ORDER BY id DESC LIMIT 1
"""
"""Asked of every mail, and most often of one that begins something new."""


# -- who speaks ----------------------------------------------------------------------------------


def customer_of(mail: IncomingMail) -> Customer | None:
    """The customer whose address stands in From, known already; None when From is in doubt."""
    address = mail.speaks_for
    if not address or mail.authentication.results.get("dmarc") == "fail":
        return None
    row = (
        Address.objects.select_related("customer__merged_into")
        .filter(kind=AddressKind.MAIL, value=address)
        .first()
    )
    return current(row.customer) if row is not None else None


def party_of(mail: IncomingMail, thread: Thread) -> Customer | None:
    """Who of the customer's side speaks: the address must be a party's, and where another
    customer's token led here it is not theirs to use. A colleague's reply address, which the
    customer has from a mail of theirs, only says which problem this is about."""
    customer = customer_of(mail)
    if customer is None:
        return None
    token = thread.token
    if token is not None and token.customer is not None and current(token.customer) != customer:
        return None
    parties = Party.objects.select_related("customer__merged_into").filter(
        problem_id=thread.problem.twin_id or thread.problem.pk, gone=False
    )
    return next((party.customer for party in parties if current(party.customer) == customer), None)


def colleague_of(mail: IncomingMail) -> Colleague | None:
    """The active colleague whose address stands in From. Nobody's word yet."""
    address = mail.sender.normal
    if not address:
        return None
    (found,) = statements.ask((_COLLEAGUE, [address]))
    return Colleague.objects.get(pk=found[0][0]) if found else None


_COLLEAGUE = "SELECT id FROM people_colleague WHERE email = %s AND is_active"
"""Asked of every mail; a colleague's are few."""


def speaks_as(mail: IncomingMail, thread: Thread | None, colleague: Colleague) -> bool:
    """Whether a colleague's mail is really theirs: our own server says so, and in a thread the
    reply address is the one that was given to them."""
    if mail.from_doubt or not mail.authentication.from_is_proven:
        return False
    return thread is None or (
        thread.token is not None and thread.token.colleague_id == colleague.pk
    )


def went_to_a_party(mail: IncomingMail, problem: int) -> bool:
    """Whether somebody of the customer's side stands in To or Cc, and so has read it already."""
    boxes = {box.normal for box in (*mail.to, *mail.cc) if box.address}
    known = Address.objects.filter(kind=AddressKind.MAIL, value__in=boxes)
    parties = Party.objects.filter(problem_id=problem, gone=False)
    return known.filter(customer__in=parties.values("customer")).exists()
