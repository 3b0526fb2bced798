"""The one page of details. The address is asked for as in the address book; deliveries depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.vn import mst

from marketplace.accounts.address_form import AddressForm
from marketplace.kernel.money import Dong
from marketplace.shop.checkout.options import Options
from marketplace.shop.checkout.request import Address, Contact, InvoiceRequest
from payments.gateways.registry import offered

_PERSONAL_ID_DIGITS = 12


class DetailsForm(AddressForm):
    email = forms.EmailField(
        label=_("Email nhận thư xác nhận"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    payment_method = forms.ChoiceField(label=_("Cách trả tiền"), widget=forms.RadioSelect)
    wants_invoice = forms.BooleanField(label=_("Tôi cần hoá đơn điện tử"), required=False)
    invoice_name = forms.CharField(label=_("Tên người mua hoặc đơn vị"), max_length=200, required=False)
    invoice_tax_code = forms.CharField(
        label=_("Mã số thuế hoặc số định danh"),
        max_length=20,
        required=False,
        help_text=_("Mã số thuế 10 hoặc 13 số, hoặc số định danh cá nhân 12 số."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    invoice_address = forms.CharField(label=_("Địa chỉ trên hoá đơn"), max_length=250, required=False)
    save_address = forms.BooleanField(label=_("Lưu địa chỉ này vào sổ địa chỉ"), required=False)

    field_order = ("name", "phone", "email", "province_code", "commune", "commune_code", "street")

    def __init__(self, *args: Any, total: Dong, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.methods = [method for method in offered() if method.minimum <= total]
        self.fields["payment_method"].choices = [(method.code, gettext(method.name)) for method in self.methods]  # type: ignore[attr-defined]
        if self.methods:
            self.fields["payment_method"].initial = self.methods[0].code
        if not has_account:
            del self.fields["save_address"]

    def clean_invoice_tax_code(self) -> str:
        digits = "".join(self.cleaned_data["invoice_tax_code"].split()).replace("-", "")
        if not digits or (len(digits) == _PERSONAL_ID_DIGITS and digits.isdigit()):
            return digits
        try:
            return str(mst.format(mst.validate(digits)))
        except WrongNumber:
            raise forms.ValidationError(gettext("Mã số thuế chưa đúng. Bạn xem lại từng số giúp.")) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("wants_invoice") and not data.get("invoice_name"):
            self.add_error("invoice_name", gettext("Ghi tên người mua hoặc đơn vị để xuất hoá đơn."))
        return data


def contact_of(details: Mapping[str, Any]) -> Contact:
    return Contact(name=details["name"], phone=details["phone"], email=details["email"])


def address_of(details: Mapping[str, Any]) -> Address:
    return Address(
        line=details["street"],
        province_code=details["province_code"],
        commune_code=details["commune_code"],
        commune_name=details["commune_name"],
    )


def invoice_of(details: Mapping[str, Any]) -> InvoiceRequest | None:
    if not details["wants_invoice"]:
        return None
    return InvoiceRequest(
        name=details["invoice_name"],
        tax_code=details["invoice_tax_code"],
        address=details["invoice_address"],
        email=details["email"],
    )


def read_choices(posted: Mapping[str, Any], options: Options) -> tuple[dict[int, str], dict[int, str]]:
    """The delivery and the note typed for each seller of the basket; a delivery that no longer fits is left out."""
    deliveries, notes = {}, {}
    for seller in options.sellers:
        code = str(posted.get(f"delivery-{seller.seller.pk}", ""))
        if code in {offer.code for offer in seller.offers}:
            deliveries[seller.seller.pk] = code
        if note := str(posted.get(f"note-{seller.seller.pk}", "")).replace("\x00", "").strip()[:500]:
            notes[seller.seller.pk] = note
    return deliveries, notes
