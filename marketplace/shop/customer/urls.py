from __future__ import annotations

from django.urls import path

from marketplace.shop.customer.views import addresses, home, notifications, orders, privacy, profile, reviews, wishlist

urlpatterns = [
    path("tai-khoan/", home.show, name="account"),
    path("tai-khoan/don-hang/", orders.show, name="account-orders"),
    path("tai-khoan/danh-gia/", reviews.show, name="account-reviews"),
    path("tai-khoan/danh-gia/<int:product_id>/", reviews.write, name="account-review"),
    path("tai-khoan/dia-chi/", addresses.show, name="account-addresses"),
    path("tai-khoan/dia-chi/them/", addresses.add, name="account-address-add"),
    path("tai-khoan/dia-chi/<int:pk>/", addresses.change, name="account-address"),
    path("tai-khoan/dia-chi/<int:pk>/chinh/", addresses.make_default, name="account-address-default"),
    path("tai-khoan/dia-chi/<int:pk>/xoa/", addresses.remove, name="account-address-remove"),
    path("tai-khoan/da-luu/", wishlist.show, name="account-wishlist"),
    path("tai-khoan/da-luu/<int:product_id>/", wishlist.toggle, name="wishlist-toggle"),
    path("tai-khoan/thong-bao/", notifications.show, name="account-notifications"),
    path("tai-khoan/thong-bao/da-doc/", notifications.mark_read, name="account-notifications-read"),
    path("tai-khoan/thong-tin/", profile.show, name="account-profile"),
    path("tai-khoan/du-lieu/", privacy.show, name="account-privacy"),
    path("tai-khoan/du-lieu/tai-ve/", privacy.export, name="account-export"),
    path("tai-khoan/du-lieu/xoa/", privacy.erase, name="account-erase"),
    path("tai-khoan/du-lieu/thoi-xoa/", privacy.keep, name="account-erase-cancel"),
]
