from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.kernel import phones, places


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
        # Whoever may run commands on the server is trusted with the number, so the first sign-in needs no code.
        fields.setdefault("phone_verified_at", timezone.now())
        return self.create_user(phone, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """The number may be written as people write it."""
        try:
            return self.get(phone=phones.to_e164(username or ""))
        except phones.NotAPhoneNumber:
            raise self.model.DoesNotExist from None


class User(AbstractUser):
    """One person: may be a shopper, a member of sellers and an officer at once. Known by phone first."""

    username = None  # type: ignore[assignment]  # AbstractUser has one; here the phone is the name
    phone = models.CharField(_("số điện thoại"), max_length=16, unique=True, null=True, blank=True)
    email = models.EmailField(_("thư điện tử"), unique=True, null=True, blank=True)  # type: ignore[assignment]
    phone_verified_at = models.DateTimeField(_("xác minh số lúc"), null=True, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    erased_at = models.DateTimeField(_("xoá dữ liệu lúc"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "phone"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]  # typed by BaseUserManager

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone__isnull=False)
                | models.Q(email__isnull=False)
                | models.Q(erased_at__isnull=False, is_active=False),
                name="user_has_phone_or_email",
            ),
            models.CheckConstraint(
                condition=models.Q(phone__isnull=True) | models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="user_phone_is_e164",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.masked_phone or self.email or gettext("Tài khoản đã xoá")

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Forms and allauth write "" for none; two of those would collide in the unique index.
        self.phone, self.email = self.phone or None, self.email or None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        # Vietnamese order: the family name comes first.
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def masked_phone(self) -> str:
        return phones.masked(self.phone) if self.phone else ""

    @property
    def is_unclaimed(self) -> bool:
        """Nobody has proved the number nor ever come in: the account belongs to whoever can read the code."""
        return self.phone_verified_at is None and self.last_login is None and not self.has_usable_password()


class ConsentPurpose(models.TextChoices):
    TERMS = "TERMS", _("Điều khoản sử dụng và xử lý dữ liệu cá nhân")
    NEWS = "NEWS", _("Tin nhắn và email về mùa hàng mới")

    @classmethod
    def optional(cls) -> list[ConsentPurpose]:
        return [purpose for purpose in cls if purpose != cls.TERMS]


class Consent(models.Model):
    """Proof of what a person agreed to, when and in which edition; withdrawing dates the row, nothing deletes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("mục đích"), max_length=12, choices=ConsentPurpose)
    policy_version = models.CharField(_("phiên bản chính sách"), max_length=16)
    source = models.SlugField(_("nơi đồng ý"), max_length=40)
    granted_at = models.DateTimeField(_("đồng ý lúc"))
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("sự đồng ý")
        verbose_name_plural = _("sự đồng ý")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=models.Q(withdrawn_at__isnull=True), name="consent_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("granted_at")),
                name="consent_withdrawn_after_granted",
            ),
        ]


class ErasureRequest(models.Model):
    """A person asked to be forgotten; carried out after a few days in which they may change their mind."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasure_requests")
    requested_at = models.DateTimeField(_("yêu cầu lúc"))
    due_at = models.DateTimeField(_("thực hiện lúc"))
    cancelled_at = models.DateTimeField(_("huỷ lúc"), null=True, blank=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("yêu cầu xoá dữ liệu")
        verbose_name_plural = _("yêu cầu xoá dữ liệu")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(cancelled_at__isnull=True, done_at__isnull=True),
                name="one_open_erasure_a_user",
            ),
        ]


class SavedAddress(models.Model):
    """Where a person has things sent. The commune is a code with the edition of the codes that it comes from,
    since the map was redrawn in 2025 and may be again; outside Thái Nguyên it is a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_addresses")
    name = models.CharField(_("người nhận"), max_length=120)
    phone = models.CharField(_("số điện thoại"), max_length=16)
    street = models.CharField(_("số nhà, đường, xóm"), max_length=200)
    commune_code = models.CharField(_("mã xã, phường"), max_length=5, blank=True)
    commune_name = models.CharField(_("xã, phường"), max_length=80)
    province_code = models.CharField(_("mã tỉnh"), max_length=2, default=places.PROVINCE_CODE)
    codes_version = models.CharField(_("phiên bản danh mục"), max_length=10, default=places.CODES_VERSION)
    is_default = models.BooleanField(_("địa chỉ chính"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("địa chỉ đã lưu")
        verbose_name_plural = _("địa chỉ đã lưu")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_default=True), name="one_default_address_a_user"
            ),
            models.CheckConstraint(
                condition=models.Q(commune_code="") | models.Q(commune_code__regex=r"^[0-9]{5}$"),
                name="address_commune_is_code",
            ),
            models.CheckConstraint(
                condition=~models.Q(province_code=places.PROVINCE_CODE) | ~models.Q(commune_code=""),
                name="address_at_home_has_commune_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.street}, {self.commune_name}"
