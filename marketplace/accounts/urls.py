"""Sign-in and account security, with allauth's names under Vietnamese addresses."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, include, path

from marketplace.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/dang-nhap/", views.LoginView.as_view(), name="account_login"),
    path("tai-khoan/dang-nhap/ma/", allauth_views.request_login_code, name="account_request_login_code"),
    path("tai-khoan/dang-nhap/nhap-ma/", allauth_views.confirm_login_code, name="account_confirm_login_code"),
    path("tai-khoan/dang-ky/", views.PhoneSignupView.as_view(), name="account_signup"),
    path("tai-khoan/dang-ky/email/", views.EmailSignupView.as_view(), name="account_signup_email"),
    path("tai-khoan/dang-xuat/", allauth_views.logout, name="account_logout"),
    path("tai-khoan/bi-khoa/", allauth_views.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan-lai/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/email/", allauth_views.email, name="account_email"),
    path("tai-khoan/email/nhap-ma/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    path("tai-khoan/so-dien-thoai/", allauth_views.change_phone, name="account_change_phone"),
    path("tai-khoan/so-dien-thoai/nhap-ma/", allauth_views.verify_phone, name="account_verify_phone"),
    path("tai-khoan/mat-khau/", views.PasswordChangeView.as_view(), name="account_change_password"),
    path("tai-khoan/mat-khau/dat/", allauth_views.password_set, name="account_set_password"),
    path("tai-khoan/mat-khau/quen/", allauth_views.password_reset, name="account_reset_password"),
    path("tai-khoan/mat-khau/quen/dien-thoai/", views.password_reset_by_phone, name="account_reset_password_by_phone"),
    path(
        "tai-khoan/mat-khau/quen/nhap-ma/",
        allauth_views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "tai-khoan/mat-khau/quen/dat-moi/",
        allauth_views.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "tai-khoan/mat-khau/quen/xong/",
        allauth_views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("tai-khoan/bao-mat/", include("allauth.mfa.urls")),
    path("tai-khoan/thiet-bi/", include("allauth.usersessions.urls")),
]
