"""Django's settings, from the environment. `docs/running/settings.md` explains each name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.utils import get_random_secret_key

from stayline.channels.phone.exchange import places
from stayline.project.database import parse_database_url, place_of
from stayline.project.env import (
    SettingError,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_secret,
    env_str,
    env_url,
    parse_url,
)

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_str("STAYLINE_DATA", "data")).resolve()
FILES_DIR = DATA_DIR / "files"

# --- Who we are -------------------------------------------------------------------------------------------------
STAYLINE_COMPANY = env_str("STAYLINE_COMPANY")
STAYLINE_PUBLIC_URL = (
    env_url("STAYLINE_PUBLIC_URL", "http://127.0.0.1:8000", ("https", "http")).geturl().rstrip("/")
)
STAYLINE_DEMO = env_bool("STAYLINE_DEMO", default=False)
DEBUG = env_bool("STAYLINE_DEBUG", default=False)

_public = parse_url("STAYLINE_PUBLIC_URL", STAYLINE_PUBLIC_URL, ("https", "http"))
HTTPS = _public.scheme == "https"


def _secret_key() -> str:
    """Given, or kept in the data folder by the first start; else good for this process only."""
    if given := env_secret("STAYLINE_SECRET_KEY"):
        return given
    file = DATA_DIR / "secret-key"
    return file.read_text().strip() if file.exists() else get_random_secret_key()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = sorted(
    {str(_public.hostname), "127.0.0.1", "localhost", "[::1]", *env_list("STAYLINE_HOSTS")}
)
CSRF_TRUSTED_ORIGINS = [STAYLINE_PUBLIC_URL]
CSRF_FAILURE_VIEW = "stayline.project.trouble.form_too_old"

# --- Parts ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's pages say when a key was last used
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "stayline.people",
    "stayline.problems",
    "stayline.channels.mail",
    "stayline.channels.encounter",
    "stayline.channels.phone",
    "stayline.desk",
    "stayline.customer_page",
    "stayline.project",
]

MIDDLEWARE = [
    "stayline.project.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stayline.project.security.ReadableInputMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stayline.desk.shell.ReadersZoneMiddleware",
    "stayline.project.access.AccessMiddleware",
]

ROOT_URLCONF = "stayline.project.urls"
ASGI_APPLICATION = "stayline.project.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "project" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "stayline.desk.shell.about",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------------------------
DATABASE_URL = env_secret("DATABASE_URL") or place_of(DATA_DIR).url
try:
    _database = parse_database_url(DATABASE_URL)
except ValueError as error:
    raise SettingError(str(error)) from None
_options = _database["OPTIONS"]
assert isinstance(_options, dict)
_options["pool"] = {
    "min_size": 0,
    "max_size": env_int("STAYLINE_POOL", 10, least=2, most=200),
    "timeout": 5,
    "max_idle": 60,
    # An attempt to connect is given up soon and made anew by whoever asks next: one that goes on by itself waits
    # twice as long each time, and keeps everybody waiting when the database has long been back.
    "reconnect_timeout": 2,
}
# A connection that the database's restart cut is noticed and replaced, not handed to a page.
_database["CONN_HEALTH_CHECKS"] = True
DATABASES: dict[str, dict[str, Any]] = {"default": _database}

# What every process must know of, such as how often a password was guessed.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "project_cache",
    }
}

# --- Who signs in, and how --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Colleague"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "stayline.project.accounts.ColleagueAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before how one signs in is changed
ACCOUNT_FORMS = {"reset_password": "stayline.project.accounts.ForgottenPasswordForm"}
ACCOUNT_RATE_LIMITS = {"reset_password": "20/h/ip,3/h/key"}  # nobody's mailbox is flooded
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "stayline.project.new_password.LinkKeys"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = STAYLINE_COMPANY or "Stayline"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# --- Security ---------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the company's other hosts are not ours to promise for
SECURE_HSTS_PRELOAD = False
SECURE_SSL_REDIRECT = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env_bool("STAYLINE_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # whose address is counted when passwords are guessed
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # see SECURE_HSTS_INCLUDE_SUBDOMAINS
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- The telephone (docs/running/phone.md) ----------------------------------------------------------------------

# An Asterisk elsewhere, by its remote control; empty: the one that `stayline phone up` started.
STAYLINE_PHONE_URL = env_str("STAYLINE_PHONE_URL")
STAYLINE_PHONE_USER = env_str("STAYLINE_PHONE_USER", "stayline")
STAYLINE_PHONE_PASSWORD = env_secret("STAYLINE_PHONE_PASSWORD")
STAYLINE_HAS_TELEPHONE = places.is_there(DATA_DIR)
# By which of the exchange's trunks calls leave the house; empty: none does.
STAYLINE_PHONE_TRUNK = env_str("STAYLINE_PHONE_TRUNK")
# How numbers begin that may be called; empty: those of the country of the door that calls, but none that earns by it.
STAYLINE_PHONE_MAY_CALL = env_list("STAYLINE_PHONE_MAY_CALL")

# --- Language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = env_str("STAYLINE_LANGUAGE", "en")
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
# The rule's refusals, since it knows no Django; and the desk's words before those of other people's
# packages, which have one or the other in common with them.
LOCALE_PATHS = [
    PACKAGE_DIR / room / "locale" for room in ("desk", "people", "project", "ownership")
]
# For looking at pages in a language nobody speaks, from right to left (docs/translating.md).
STAYLINE_PSEUDO_LANGUAGE = env_bool("STAYLINE_PSEUDO_LANGUAGE", default=False)
if STAYLINE_PSEUDO_LANGUAGE:
    LANGUAGES = [*LANGUAGES, ("art", "Pseudo")]
    LANGUAGES_BIDI = ["ar", "fa", "he", "art", "ur"]
    LOCALE_PATHS = [*LOCALE_PATHS, DATA_DIR / "pseudo-language"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STAYLINE_TIME_ZONE = env_str("STAYLINE_TIME_ZONE", "UTC")

# --- Files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = FILES_DIR
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": FILES_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Files and mails in a bucket that speaks S3's language, instead of the data folder.
STAYLINE_FILES_BUCKET = env_str("STAYLINE_FILES_BUCKET")
_bucket = {
    "bucket_name": STAYLINE_FILES_BUCKET,
    "endpoint_url": env_str("STAYLINE_FILES_ENDPOINT") or None,
    "region_name": env_str("STAYLINE_FILES_REGION") or None,
    "access_key": env_secret("STAYLINE_FILES_ACCESS_KEY") or None,
    "secret_key": env_secret("STAYLINE_FILES_SECRET_KEY") or None,
    "default_acl": "private",
    "file_overwrite": False,
}
if STAYLINE_FILES_BUCKET:
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Mail -------------------------------------------------------------------------------------------------------
# smtp://user:password@host:587 speaks STARTTLS, smtps:// TLS from the start; smtp+plain:// neither (loopback only).
STAYLINE_MAIL_RELAY = env_secret("STAYLINE_MAIL_RELAY") or "smtp+plain://127.0.0.1:25"
_relay = parse_url("STAYLINE_MAIL_RELAY", STAYLINE_MAIL_RELAY, ("smtp", "smtps", "smtp+plain"))
EMAIL_HOST = str(_relay.hostname)
EMAIL_PORT = _relay.port or {"smtp": 587, "smtps": 465, "smtp+plain": 25}[_relay.scheme]
EMAIL_HOST_USER = _relay.username or ""
EMAIL_HOST_PASSWORD = _relay.password or ""
EMAIL_USE_TLS = _relay.scheme == "smtp"
EMAIL_USE_SSL = _relay.scheme == "smtps"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env_str("STAYLINE_MAIL_FROM", f"stayline@{_public.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
STAYLINE_MAIL_HOST = env_str("STAYLINE_MAIL_HOST", "127.0.0.1")
STAYLINE_MAIL_PORT = env_int("STAYLINE_MAIL_PORT", 2525, least=0, most=65535)
STAYLINE_MAIL_PROTOCOL = env_choice("STAYLINE_MAIL_PROTOCOL", "smtp", ("smtp", "lmtp"))
STAYLINE_MAIL_LARGEST_MB = env_int("STAYLINE_MAIL_LARGEST_MB", 50, least=1, most=1024)

# For how many days a mail is kept exactly as it came, once its problem is over; 0: for ever.
STAYLINE_MAIL_KEEP_DAYS = env_int("STAYLINE_MAIL_KEEP_DAYS", 0, most=36_500)

# Whose Authentication-Results we believe: the name our own mail server signs them with.
STAYLINE_MAIL_AUTHSERV_ID = env_str("STAYLINE_MAIL_AUTHSERV_ID")
# For STARTTLS where mail comes in: files in PEM.
STAYLINE_MAIL_CERTIFICATE = env_str("STAYLINE_MAIL_CERTIFICATE")
STAYLINE_MAIL_KEY = env_str("STAYLINE_MAIL_KEY")
# A demo without a relay keeps its mails; the page that shows them is the mailbox.
STAYLINE_MAIL_OUTBOX_ONLY = STAYLINE_DEMO and not env_secret("STAYLINE_MAIL_RELAY")

# --- Web push ---------------------------------------------------------------------------------------------------
# The push services of the browsers there are, by name; nothing else that a browser names is spoken to.
STAYLINE_PUSH_SERVICES = env_list(
    "STAYLINE_PUSH_SERVICES",
    (
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "notify.windows.com",
    ),
)

# --- Writing ----------------------------------------------------------------------------------------------------
# For how many seconds a reply can be taken back before it leaves.
STAYLINE_UNDO_SEND_SECONDS = env_int("STAYLINE_UNDO_SEND_SECONDS", 15, least=0, most=60)

# What goes with one message: together as much as a mail takes (in base64 it grows by a third), and how many files.
STAYLINE_FILES_TOGETHER_MB = env_int("STAYLINE_FILES_TOGETHER_MB", 18, least=1, most=100)
STAYLINE_FILES_AT_ONCE = env_int("STAYLINE_FILES_AT_ONCE", 20, least=1, most=100)

# --- Clock ------------------------------------------------------------------------------------------------------
# For how many seconds this machine's clock may differ from the database's, before nothing is decided here; 0: for any.
STAYLINE_CLOCK_APART_SECONDS = env_int("STAYLINE_CLOCK_APART_SECONDS", 5, most=3600)

# --- Jobs -------------------------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- Log --------------------------------------------------------------------------------------------------------
STAYLINE_LOG = env_choice("STAYLINE_LOG", "text", ("text", "json"))
STAYLINE_LOG_LEVEL = env_choice("STAYLINE_LOG_LEVEL", "info", ("debug", "info", "warning", "error"))
LOGGING_CONFIG = "stayline.project.logs.configure"
LOGGING: dict[str, Any] = {"format": STAYLINE_LOG, "level": STAYLINE_LOG_LEVEL}

TESTING = "pytest" in sys.modules
