from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel import phones


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, phone: str | None = None, password: str | None = None, **fields: Any) -> User:
        """The number may be written as people write it; raises NotAPhoneNumber."""
        email = fields.pop("email", None)
        user = self.model(
            phone=phones.to_e164(phone) if phone else None,
            email=self.normalize_email(email).lower() if email else None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, phone: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(phone, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """One person: may be a shopper, a member of sellers and an officer at once. Known by phone first."""

    username = None  # type: ignore[assignment]  # AbstractUser has one; here the phone is the name
    phone = models.CharField(_("số điện thoại"), max_length=16, unique=True, null=True, blank=True)
    email = models.EmailField(_("thư điện tử"), unique=True, null=True, blank=True)  # type: ignore[assignment]
    phone_verified_at = models.DateTimeField(_("xác minh số lúc"), null=True, blank=True)

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]  # typed by BaseUserManager

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone__isnull=False) | models.Q(email__isnull=False),
                name="user_has_phone_or_email",
            ),
            models.CheckConstraint(
                condition=models.Q(phone__isnull=True) | models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="user_phone_is_e164",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or (phones.as_written(self.phone) if self.phone else str(self.email))

    def get_full_name(self) -> str:
        # Vietnamese order: the family name comes first.
        return f"{self.last_name} {self.first_name}".strip()
