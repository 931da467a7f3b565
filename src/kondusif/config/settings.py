"""Django settings. Everything an instance may change comes from the environment and is listed in `docs/running.md`."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from kondusif.config.paths import data_folder, kept_secret

PACKAGE = Path(__file__).resolve().parent.parent
KONDUSIF_DATA = data_folder()
# An ISO moment that the demonstration pins `now` to; empty on a real instance. `kondusif demo` leaves it in the data
# folder, so that every later command on that folder sees the same day.
_pinned = KONDUSIF_DATA / "now"
KONDUSIF_NOW = os.environ.get("KONDUSIF_NOW") or (_pinned.read_text().strip() if _pinned.is_file() else "")

DEBUG = os.environ.get("KONDUSIF_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("KONDUSIF_SECRET_KEY") or kept_secret(KONDUSIF_DATA, "secret-key")
ALLOWED_HOSTS = os.environ.get("KONDUSIF_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Behind TLS the cookies must not travel in the clear; the loopback demonstration has no TLS.
HTTPS = os.environ.get("KONDUSIF_HTTPS", "") == "1"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []


def _room(name: str) -> list[str]:
    """The room, once it stands: rooms appear when their first feature does."""
    return [name] if find_spec(name) else []


INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "kondusif.audit",
    "kondusif.places",
    "kondusif.intake",
    "kondusif.incidents",
    "kondusif.people",
    "kondusif.kerawanan",
    "kondusif.publishing",
    *_room("kondusif.web"),
    *_room("kondusif.api"),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kondusif.config.urls"
WSGI_APPLICATION = "kondusif.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Embedded by default: one file, one writer at a time, every commit on the disk before it is acknowledged (trust T16).
EMBEDDED = not os.environ.get("DATABASE_URL")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": KONDUSIF_DATA / "kondusif.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
    if EMBEDDED
    else dj_database_url.config(conn_max_age=60, conn_health_checks=True),
}
# Work that may wait is done at once, unless a worker (`kondusif worker`) is there to do it: then it is queued. What a
# clock asks for is queued always, so that it is done exactly once whatever is killed.
_DATABASE_QUEUE = {"BACKEND": "django_tasks_db.DatabaseBackend"}
TASKS = {
    "default": _DATABASE_QUEUE
    if os.environ.get("KONDUSIF_TASKS") == "queue"
    else {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "queue": _DATABASE_QUEUE,
}
# Seconds after which a task that is still "running" is taken from the worker that must have been killed.
KONDUSIF_LEASE = int(os.environ.get("KONDUSIF_LEASE", "600"))
# Codes of the areas that get a sitrep at 06.00 and 18.00 on their own clock, and what stands on its head.
KONDUSIF_SITREP_AREAS = [
    code.strip() for code in os.environ.get("KONDUSIF_SITREP_AREAS", "").split(",") if code.strip()
]
# What is scanned every morning for clusters, as "35/kecamatan"; what warns goes into the ledger of alarms.
KONDUSIF_SCANS = [each.strip() for each in os.environ.get("KONDUSIF_SCANS", "").split(",") if each.strip()]
KONDUSIF_LETTERHEAD = [row.strip() for row in os.environ.get("KONDUSIF_LETTERHEAD", "").split("|") if row.strip()]
KONDUSIF_CLASSIFICATION = os.environ.get("KONDUSIF_CLASSIFICATION", "")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # how it is shown; with USE_TZ every stored moment is UTC

STATIC_URL = "/static/"
STATIC_ROOT = KONDUSIF_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Nothing inline, nothing from elsewhere, no frame around us, no form that posts away.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-sesi" if HTTPS else "sesi"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
# Requests to the API from one token or account, counted by each process: so many a minute, "600/m".
KONDUSIF_API_RATE = os.environ.get("KONDUSIF_API_RATE", "600/m")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Mail to those who watch a list or a search; without a sender and an address to link to none is sent, and pages say so.
KONDUSIF_URL = os.environ.get("KONDUSIF_URL", "").rstrip("/")
KONDUSIF_MAIL_FROM = os.environ.get("KONDUSIF_MAIL_FROM", "")
EMAIL_HOST = os.environ.get("KONDUSIF_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("KONDUSIF_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KONDUSIF_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KONDUSIF_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("KONDUSIF_MAIL_TLS", "") == "1"
EMAIL_TIMEOUT = 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A stranger's `Host` header is answered with 400; thirty lines of traceback for each would drown the rest.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
