from __future__ import annotations

from typing import Any

from allauth.account import stages


class EmailVerificationStage(stages.EmailVerificationStage):
    """Who has proved a phone may sign in; who has only an e-mail address proves that."""

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user and (user.phone_verified_at or not user.email):  # type: ignore[attr-defined]
            return None, True
        return super().handle()
