"""The root of every failure that the marketplace names itself.

A subclass stands beside the code that raises it. `code` is stable (the API and the tests speak of it);
`message` is a Vietnamese sentence for the person who reads it.
"""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogues; it is translated where it is shown (the kernel knows no framework)."""
    return message


class MarketplaceError(Exception):
    code = "error"
    message = gettext_noop("Có lỗi xảy ra. Xin thử lại.")
    # Only failures of outside parts can be mended by trying again.
    retryable = False

    def __init__(self, message: str = "", **details: object) -> None:
        self.message = message or str(self.message)
        self.details = details
        super().__init__(self.message)
