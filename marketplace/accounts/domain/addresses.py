"""A person's address book."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from marketplace.accounts.models import SavedAddress, User
from marketplace.kernel import places
from marketplace.kernel.errors import MarketplaceError

MAX_ADDRESSES = 20


class TooManyAddresses(MarketplaceError):
    code = "too_many_addresses"
    message = gettext_noop("Sổ địa chỉ chứa tối đa 20 địa chỉ. Hãy xoá bớt trước.")


@dataclass(frozen=True, slots=True)
class Address:
    """A place to send to, already checked: `phone` is E.164; inside Thái Nguyên there is a commune code."""

    name: str
    phone: str
    street: str
    province_code: str
    commune_name: str
    commune_code: str = ""
    codes_version: str = places.CODES_VERSION


def of_user(user: User) -> QuerySet[SavedAddress]:
    """The main one first, then the newest."""
    return SavedAddress.objects.filter(user=user).order_by("-is_default", "-pk")


def add(*, user: User, address: Address, is_default: bool = False) -> SavedAddress:
    """The first one is the main one. Raises TooManyAddresses."""
    with transaction.atomic():
        _lock(user)
        count = user.saved_addresses.count()
        if count >= MAX_ADDRESSES:
            raise TooManyAddresses
        saved = SavedAddress.objects.create(user=user, **_columns(address))
        if is_default or count == 0:
            _make_default(saved)
    return saved


def change(*, saved: SavedAddress, address: Address, is_default: bool = False) -> None:
    with transaction.atomic():
        _lock(saved.user)
        SavedAddress.objects.filter(pk=saved.pk).update(**_columns(address))
        if is_default:
            _make_default(saved)


def make_default(*, saved: SavedAddress) -> None:
    with transaction.atomic():
        _lock(saved.user)
        _make_default(saved)


def remove(*, saved: SavedAddress) -> None:
    """When the main one goes, the newest of the others takes its place."""
    with transaction.atomic():
        _lock(saved.user)
        saved.delete()
        heir = of_user(saved.user).first()
        if heir and not heir.is_default:
            _make_default(heir)


def _lock(user: User) -> None:
    User.objects.select_for_update().only("pk").get(pk=user.pk)


def _make_default(saved: SavedAddress) -> None:
    SavedAddress.objects.filter(user_id=saved.user_id, is_default=True).exclude(pk=saved.pk).update(is_default=False)
    SavedAddress.objects.filter(pk=saved.pk).update(is_default=True)
    saved.is_default = True


def _columns(address: Address) -> dict[str, str]:
    return {name: getattr(address, name) for name in Address.__dataclass_fields__}
