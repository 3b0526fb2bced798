"""Every refusal of the API, as problem+json (RFC 9457) in the reader's language.

`code` is stable and meant for programs, `title` and `detail` are sentences for people, and `errors` names each
field that was wrong. Nothing that a caller sends may end in a 5xx.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from marketplace.kernel.errors import MarketplaceError

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
# Where the page of the documentation explains a code.
TYPE_BASE = "/api/v1/docs#"

TITLES = {
    400: ("malformed", gettext_noop("Không đọc được yêu cầu.")),
    401: ("not_signed_in", gettext_noop("Cần đăng nhập.")),
    403: ("forbidden", gettext_noop("Không được phép.")),
    404: ("not_found", gettext_noop("Không tìm thấy.")),
    405: ("method_not_allowed", gettext_noop("Địa chỉ này không nhận phương thức đó.")),
    409: ("conflict", gettext_noop("Chưa thực hiện được.")),
    413: ("too_large", gettext_noop("Dữ liệu gửi lên quá lớn.")),
    415: ("unsupported_media_type", gettext_noop("Chỉ nhận dữ liệu JSON (application/json).")),
    422: ("invalid", gettext_noop("Dữ liệu chưa đúng.")),
    429: ("too_many_requests", gettext_noop("Quá nhiều yêu cầu. Xin thử lại sau ít phút.")),
    500: ("server_error", gettext_noop("Máy chủ gặp lỗi. Lỗi đã được ghi lại.")),
    503: ("unavailable", gettext_noop("Tạm thời chưa phục vụ được.")),
}

# What pydantic found wrong, said to a person; the names in braces are pydantic's own.
_MESSAGES = {
    "missing": gettext_noop("Thiếu mục này."),
    "extra_forbidden": gettext_noop("Không có mục này."),
    "int_parsing": gettext_noop("Phải là số nguyên."),
    "int_type": gettext_noop("Phải là số nguyên."),
    "int_from_float": gettext_noop("Phải là số nguyên."),
    "int_parsing_size": gettext_noop("Số quá lớn."),
    "string_type": gettext_noop("Phải là chuỗi chữ."),
    "string_unicode": gettext_noop("Chuỗi chữ có ký tự không hợp lệ."),
    "bool_type": gettext_noop("Phải là true hoặc false."),
    "bool_parsing": gettext_noop("Phải là true hoặc false."),
    "list_type": gettext_noop("Phải là một danh sách."),
    "dict_type": gettext_noop("Phải là một đối tượng JSON."),
    "model_type": gettext_noop("Phải là một đối tượng JSON."),
    "model_attributes_type": gettext_noop("Phải là một đối tượng JSON."),
    "greater_than_equal": gettext_noop("Phải từ {ge} trở lên."),
    "less_than_equal": gettext_noop("Không được quá {le}."),
    "string_too_short": gettext_noop("Phải có ít nhất {min_length} ký tự."),
    "string_too_long": gettext_noop("Không được dài quá {max_length} ký tự."),
    "too_long": gettext_noop("Không được quá {max_length} mục."),
    "too_short": gettext_noop("Phải có ít nhất {min_length} mục."),
    "string_pattern_mismatch": gettext_noop("Không đúng mẫu {pattern}."),
    "enum": gettext_noop("Phải là một trong: {expected}."),
    "literal_error": gettext_noop("Phải là một trong: {expected}."),
}
_OTHERWISE = gettext_noop("Giá trị chưa đúng.")

# A failure named by the domain is a conflict with the present state unless it says that the data are wrong.
STATUS_BY_CODE: dict[str, int] = {
    "not_a_phone_number": 422,
    "fraction_of_dong": 422,
    "wrong_quantity": 422,
    "no_such_line": 404,
    "order_not_found": 404,
    "unknown_payment_method": 422,
    "bad_cursor": 422,
    "unsupported_media_type": 415,
    "too_large": 413,
    "malformed": 400,
}


class ApiError(MarketplaceError):
    """A refusal that the API itself decides; the domain's own errors are answered as they are."""

    status = 400

    def __init__(self, status: int, code: str = "", message: str = "") -> None:
        self.status = status
        own_code, title = TITLES[status]
        self.code = code or own_code
        super().__init__(message or title)


def problem(
    status: int,
    *,
    code: str = "",
    detail: str = "",
    errors: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    own_code, title = TITLES[status]
    code = code or own_code
    body: dict[str, Any] = {
        "type": TYPE_BASE + code,
        "title": gettext(title),
        "status": status,
        "detail": detail or gettext(title),
        "code": code,
        "errors": list(errors),
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def register(api: NinjaAPI) -> None:
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(MarketplaceError, _named)
    api.add_exception_handler(Throttled, lambda request, error: problem(429))
    api.add_exception_handler(AuthenticationError, lambda request, error: problem(401))
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, lambda request, error: problem(404))
    api.add_exception_handler(Exception, _unforeseen)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": _field(found["loc"]), "code": str(found["type"]), "message": _message(found)}
        for found in error.errors
    ]
    return problem(422, errors=errors)


def _field(location: Sequence[object]) -> str:
    """`query.page_size` or `body.lines.0.quantity`: where it was sent, without ninja's names of our arguments."""
    source, *path = (str(part) for part in location)
    if source == "body":
        path = path[1:]
    elif source == "query" and len(path) > 1:
        path = path[1:] if path[0] in {"filters", "paging"} else path
    return ".".join([source, *path])


def _message(found: Mapping[str, Any]) -> str:
    template = gettext(_MESSAGES.get(str(found["type"]), _OTHERWISE))
    return template.format_map(found.get("ctx") or {})


def _named(request: HttpRequest, error: MarketplaceError) -> HttpResponse:
    status = error.status if isinstance(error, ApiError) else STATUS_BY_CODE.get(error.code, 409)
    return problem(status, code=error.code, detail=gettext(error.message))


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, ApiError):
        return _named(request, cause)
    return problem(error.status_code if error.status_code in TITLES else 400)


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("the API failed at %s", request.path, exc_info=error)
    return problem(500)
