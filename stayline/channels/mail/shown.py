"""Links and reply addresses of a customer's that somebody who works here has read.

Who answers all quotes our mail, with their own link in it, to whoever was copied. Nobody inside
may act in a customer's place: what a colleague has seen opens nothing and answers nothing any
more. The reply address still finds its problem, and our next mail brings a new link.
"""

from __future__ import annotations

from datetime import datetime

from stayline.channels.mail.message import IncomingMail
from stayline.channels.mail.routing import base_and_token
from stayline.people.models import Colleague
from stayline.problems.models import Token
from stayline.problems.tokens import digest, looking_like_tokens


def end_what_colleagues_saw(mail: IncomingMail, at: datetime) -> int:
    """End what stands in this mail when it went to a colleague too; how many."""
    went_to = {box.normal for box in (*mail.to, *mail.cc) if box.address}
    if not Colleague.objects.filter(email__in=went_to).exists():
        return 0
    seen = {tag for one in went_to if (tag := base_and_token(one)[1])}
    seen |= looking_like_tokens(f"{mail.text}\n{mail.html}")
    good = Token.objects.filter(digest__in=[digest(one) for one in seen], customer__isnull=False)
    return good.exclude(expires_at__lte=at).update(expires_at=at)
