"""One way to write each address, so that one person is not two customers."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext as _

from stayline.people.models import AddressKind

ADDRESS_LENGTH_MAX = 320
NAME_LENGTH_MAX = 200

_SPACE = re.compile(r"\s+")
#: Marks that turn the reading direction; in a name they only serve to make it look like another.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def normalised(kind: str, value: str, region: str | None = None) -> str:
    """`value` as it is stored and looked up: mail in lower case, numbers in E.164.

    `region` is the country (ISO 3166) of a number written without its country code. Raises
    ValueError, with a sentence to show, for what cannot be an address of this kind.
    """
    tidy = _one_line(value)
    if not tidy:
        raise ValueError(_("An address is needed."))
    if kind == AddressKind.MAIL:
        tidy = _mail(tidy)
    elif kind == AddressKind.PHONE:
        tidy = _phone(tidy, region)
    if len(tidy) > ADDRESS_LENGTH_MAX:
        raise ValueError(
            _("An address has at most %(most)d characters.") % {"most": ADDRESS_LENGTH_MAX}
        )
    return tidy


def tidy_name(name: str) -> str:
    """A name from outside on one line, without marks that hide what it says, cut to fit."""
    return _one_line(name)[:NAME_LENGTH_MAX].strip()


def _one_line(text: str) -> str:
    # Lone surrogates stand for bytes that no character set explained; the database takes none.
    readable = text.encode("utf-8", "replace").decode("utf-8").translate(_TURNING)
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in readable)
    return unicodedata.normalize("NFC", _SPACE.sub(" ", spaced).strip())


def _mail(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not local or not at or not domain or " " in text:
        raise ValueError(_("“%(text)s” is not a mail address.") % {"text": text})
    # RFC 5321 lets hosts tell capitals apart in the local part; none that people use does.
    return text.lower()


def _phone(text: str, region: str | None) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError(
            _("“%(text)s” is not a number we can call; begin with + and the country code.")
            % {"text": text}
        ) from error
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
