"""The form of one telephone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from stayline.channels.phone.models import Line, LineKind
from stayline.people import queries as people

if TYPE_CHECKING:
    _OfLine = forms.ModelForm[Line]
else:
    _OfLine = forms.ModelForm

_TECHNOLOGY = "PJSIP/"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class LineForm(_OfLine):
    """Whose it is, what the exchange calls it, and what others dial to reach it."""

    address = forms.CharField(
        max_length=46,
        label=_("Its name in the exchange"),
        help_text=_("The account that signs in there, such as bea."),
    )

    class Meta:
        model = Line
        fields = ("colleague", "address", "extension", "is_on")
        labels = {
            "colleague": _("Whose telephone it is"),
            "extension": _("What others dial"),
            "is_on": _("It rings"),
        }
        help_texts = {
            "extension": _("A Transfer key names somebody by it. It never moves a customer."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own
        whose = self.fields["colleague"]
        assert isinstance(whose, forms.ModelChoiceField)
        whose.queryset = people.active_colleagues()
        if self.instance.kind == LineKind.BROWSER:  # whose, and what it is called, is its window's
            for name in ("colleague", "address"):
                self.fields[name].disabled = True
        self.initial["address"] = str(self.initial.get("address", "")).removeprefix(_TECHNOLOGY)

    def clean_address(self) -> str:
        name = str(self.cleaned_data["address"]).strip().removeprefix(_TECHNOLOGY)
        if not _NAME.fullmatch(name):
            raise forms.ValidationError(_("Letters, digits, - and _ only, as in the exchange."))
        return _TECHNOLOGY + name

    def clean_extension(self) -> str:
        extension = str(self.cleaned_data["extension"]).strip()
        if extension and not re.fullmatch(r"[0-9*#]{1,20}", extension):
            raise forms.ValidationError(_("Only what a telephone has keys for: 0 to 9, * and #."))
        return extension
