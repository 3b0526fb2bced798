"""Settings that every environment shares. What differs stands in dev, test and production."""

from __future__ import annotations

from pathlib import Path

from oscar.defaults import *  # noqa: F403

from marketplace.settings import env

ROOT = Path(__file__).resolve().parents[2]
# All that the running project writes stands in one folder, so that a reset is one deletion.
VAR = Path(env.text("MARKET_VAR", str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

DEVELOPMENT_SECRET_KEY = "development-only-key-that-production-refuses"
SECRET_KEY = env.secret("SECRET_KEY", DEVELOPMENT_SECRET_KEY)
IS_PRODUCTION = False
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
SITE_URL = env.url("SITE_URL", ("http", "https"), "http://localhost:8000")
SITE_ID = 1

INSTALLED_APPS = [
    "marketplace.accounts.apps.AccountsConfig",
    "cms.apps.CmsConfig",
    "payments.apps.PaymentsConfig",
    "marketplace.shop.apps.ShopConfig",
    "marketplace.demo.apps.DemoConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.flatpages",
    "django.contrib.sitemaps",
    "django.contrib.syndication",
    "django.contrib.humanize",
    # Wagtail. "modelsearch" must not be listed: wagtail.search brings it.
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    # Oscar. A fork keeps Oscar's label; the dashboard is left out: sellers have our portal, officers have Wagtail.
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "catalog.apps.CatalogConfig",
    "catalog.reviews.apps.ReviewsConfig",
    "catalog.search.apps.SearchConfig",
    "sellers.apps.SellersConfig",
    "marketplace.shop.checkout.apps.CheckoutConfig",
    "marketplace.shop.basket.apps.BasketConfig",
    "marketplace.shop.order.apps.OrderConfig",
    "marketplace.shop.shipping.apps.ShippingConfig",
    "marketplace.shop.customer.apps.CustomerConfig",
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    "treebeard",
    "widget_tweaks",
    "django_tables2",
    # Sign-in.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "catalog.page_cache.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "marketplace.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.accounts.middleware.RateLimitMiddleware",
    "marketplace.accounts.middleware.StaffSecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marketplace.shop.basket.middleware.BasketMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "marketplace" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.shop.context.storefront",
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", VAR / "market.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("REDIS_URL")}

AUTH_USER_MODEL = "accounts.User"
# allauth's backend is Django's with phone and e-mail; a second one would only hash every wrong password twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Who enters /cms/ or /quan-tri/ must have shown a passkey or an authenticator code in this session.
STAFF_SECOND_FACTOR_REQUIRED = False
SMS_SENDER = env.text("SMS_SENDER", "console")
SMS_SENDER_TOKEN = env.secret("SMS_SENDER_TOKEN")

ACCOUNT_ADAPTER = "marketplace.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
# Each way to sign up asks its own fields (accounts.forms); here stands what exists at all.
ACCOUNT_SIGNUP_FIELDS = ["phone", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Xứ Trà: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 300
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
# "key" is the phone or the address that is asked for. A hundred phones may share one address of a mobile network.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/10m/ip,5/10m/key",
    "signup": "20/m/ip,100/h/ip",
    "request_login_code": "20/m/ip,1/30s/key,5/h/key",
    "verify_phone": "20/m/ip,1/30s/key,5/h/key",
    "confirm_code": "30/10m/ip,8/10m/key",
    "sms": "10/h/key,20/d/key",
    "change_phone": "5/10m/user",
    "reset_password": "20/m/ip,3/10m/key",
    # Guessing at orders: from one address, and at one order from anywhere.
    "order_track": "10/m/ip,20/h/key",
}
ACCOUNT_FORMS = {
    "login": "marketplace.accounts.forms.LoginForm",
    "request_login_code": "marketplace.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "marketplace.accounts.forms.ConfirmLoginCodeForm",
    "verify_phone": "marketplace.accounts.forms.VerifyPhoneForm",
    "change_phone": "marketplace.accounts.forms.ChangePhoneForm",
    "add_email": "marketplace.accounts.forms.AddEmailForm",
    "confirm_email_verification_code": "marketplace.accounts.forms.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": "marketplace.accounts.forms.ConfirmPasswordResetCodeForm",
    "reset_password": "marketplace.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "marketplace.accounts.forms.ResetPasswordKeyForm",
    "change_password": "marketplace.accounts.forms.ChangePasswordForm",
    "set_password": "marketplace.accounts.forms.SetPasswordForm",
    "reauthenticate": "marketplace.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "marketplace.accounts.mfa.MFAAdapter"
MFA_FORMS = {
    "authenticate": "marketplace.accounts.forms.AuthenticateForm",
    "reauthenticate": "marketplace.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "marketplace.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "marketplace.accounts.forms.AddWebAuthnForm",
    "authenticate_webauthn": "marketplace.accounts.forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "marketplace.accounts.forms.ReauthenticateWebAuthnForm",
    "login_webauthn": "marketplace.accounts.forms.LoginWebAuthnForm",
    "edit_webauthn": "marketplace.accounts.forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Xứ Trà"
MFA_TOTP_TOLERANCE = 1
# Nobody without a proved phone or address gets as far as adding a factor (accounts.stages).
MFA_ALLOW_UNVERIFIED_EMAIL = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0)

# Vietnamese is the language of the source: our own messages are written in Vietnamese and have no "vi" entry;
# locale/en translates them, and locale/vi only fills what Oscar and Wagtail left in English.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "marketplace" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "marketplace" / "static"]
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": env.storage("MEDIA_URL"),
    "staticfiles": {"BACKEND": "marketplace.statics.StaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
# How long a page that is the same for every visitor may be kept (catalog/page_cache.py); 0 keeps none.
PAGE_CACHE_SECONDS = env.integer("PAGE_CACHE_SECONDS", 10)

EMAIL = env.email("EMAIL_URL", VAR / "mail")
EMAIL_BACKEND = EMAIL.pop("backend")
EMAIL_FILE_PATH = EMAIL.pop("file_path", None)
EMAIL_HOST = EMAIL.pop("host", "")
EMAIL_PORT = EMAIL.pop("port", 25)
EMAIL_HOST_USER = EMAIL.pop("user", "")
EMAIL_HOST_PASSWORD = EMAIL.pop("password", "")
EMAIL_USE_TLS = EMAIL.pop("use_tls", False)
EMAIL_USE_SSL = EMAIL.pop("use_ssl", False)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Xứ Trà <khong-tra-loi@xutra.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# A cache of each process's own would keep a session alive in one process after it was ended in another.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if env.text('REDIS_URL') else 'db'}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "marketplace.errors.csrf_failure"
# The largest form that a browser may send beside its files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Oscar
OSCAR_SHOP_NAME = "Xứ Trà"
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_MODERATE_REVIEWS = True
# Letters about orders are sent by a thread after the answer; a test waits for them.
ORDER_MAILS_WAIT = False
# Prices include tax, and a discount is whole đồng.
OSCAR_OFFERS_INCL_TAX = True
OSCAR_OFFER_ROUNDING_FUNCTION = "marketplace.shop.basket.utils.whole_dong"
OSCAR_SLUG_FUNCTION = "marketplace.kernel.text.slugify"

OSCAR_DELETE_IMAGE_FILES = False
OSCAR_URL_SCHEMA = SITE_URL.split(":", 1)[0]
OSCAR_FROM_EMAIL = DEFAULT_FROM_EMAIL
OSCAR_REQUIRED_ADDRESS_FIELDS = ("first_name", "line1", "line4", "country")
# Oscar imports haystack at start; nothing of ours searches through it.
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

# Wagtail
WAGTAIL_SITE_NAME = "Xứ Trà"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.pictures.PictureForm"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# Search
ELASTICSEARCH_URL = env.url("ELASTICSEARCH_URL", ("http", "https"))
SEARCH_INDEX_PREFIX = env.text("SEARCH_INDEX_PREFIX", "market")
SEARCH_FOLDER = VAR / "search"
SEARCH_TIMEOUT_SECONDS = env.integer("SEARCH_TIMEOUT_SECONDS", 2, minimum=1)

# Payments
PAYMENT_METHODS = env.words("PAYMENT_METHODS", ("bank_transfer", "cash_on_delivery", "sandbox"))
STRIPE_SECRET_KEY = env.secret("STRIPE_SECRET_KEY")
STRIPE_PUBLISHABLE_KEY = env.text("STRIPE_PUBLISHABLE_KEY")
STRIPE_WEBHOOK_SECRET = env.secret("STRIPE_WEBHOOK_SECRET")
STRIPE_API_BASE = env.url("STRIPE_API_BASE", ("http", "https"))
# The account that bank transfers go to; the demo's is invented.
BANK_TRANSFER_BIN = env.text("BANK_TRANSFER_BIN", "970436")
DEMO_BANK_ACCOUNT = "1900202601124"
BANK_TRANSFER_ACCOUNT = env.text("BANK_TRANSFER_ACCOUNT", DEMO_BANK_ACCOUNT)
BANK_TRANSFER_NAME = env.text("BANK_TRANSFER_NAME", "CHO NONG SAN XU TRA")

# Requests and seconds: how often one address may ask the API (marketplace/api/limits.py).
API_RATES = {"read": (600, 60), "write": (120, 60), "checkout": (30, 60), "lookup": (20, 60)}

# The page carries no inline style or script, so the policy needs no nonce and pages can be cached whole.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/cms/", "/quan-tri/"),
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "https://js.stripe.com"] if STRIPE_PUBLISHABLE_KEY else ["'self'"],
        "frame-src": ["https://js.stripe.com", "https://hooks.stripe.com"] if STRIPE_PUBLISHABLE_KEY else ["'none'"],
        "connect-src": ["'self'", "https://api.stripe.com"] if STRIPE_PUBLISHABLE_KEY else ["'self'"],
        "img-src": ["'self'", "data:", *filter(None, [env.media_origin(STORAGES["default"])])],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", "https://checkout.stripe.com"] if STRIPE_SECRET_KEY else ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    # One line for every page and every small task of theirs: too many.
    "loggers": {"wagtail": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"}},
}
