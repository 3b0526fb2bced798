"""Every address of the site. Each app brings its own; Wagtail's pages come last because they match anything."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from marketplace import media
from marketplace.sitemaps import SITEMAPS

admin.site.site_header = admin.site.site_title = "Xứ Trà"

urlpatterns = [
    # One way in: the admins' own sign-in pages know neither rate limits nor a second factor.
    path("quan-tri/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("quan-tri/", admin.site.urls),
    # Wagtail's own gives its scripts no message of ours.
    path("cms/jsi18n/", JavaScriptCatalog.as_view(packages=["wagtail.admin", "cms"])),
    path("cms/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("api/v1/", include("marketplace.api.urls")),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("marketplace.accounts.urls")),
    path("", include("catalog.urls")),
    path("", include("sellers.urls")),
    path("", include("marketplace.shop.basket.urls")),
    path("", include("marketplace.shop.checkout.urls")),
    path("", include("marketplace.shop.order.urls")),
    path("", include("marketplace.shop.customer.urls")),
    path("", include("payments.urls")),
    path("", include("cms.urls")),
    path("media/<path:path>", media.picture),
    path("", include(wagtail_urls)),
]
