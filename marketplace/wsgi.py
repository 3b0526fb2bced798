from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

application = get_wsgi_application()

from marketplace.settings.checks import refuse_unsafe_production  # noqa: E402  # needs the settings

refuse_unsafe_production()
