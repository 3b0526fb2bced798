"""Baskets of callers without a browser: whoever holds the token holds the basket, so the token cannot be guessed."""

from __future__ import annotations

from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Router
from ninja.responses import Status

from marketplace.api.limits import READ, WRITE
from marketplace.api.parameters import Id
from marketplace.api.schemas.baskets import BasketDetail, ChangedLine, NewLine
from marketplace.api.schemas.problem import answers
from marketplace.api.tokens import Token, get_open_basket, write_token
from marketplace.shop.basket import contents, domain
from marketplace.shop.basket.contents import LineView, SellerView
from marketplace.shop.basket.models import Basket

router = Router(tags=["baskets"])
InPath = Annotated[Token, Path(description=_("Mã giỏ hàng nhận được khi tạo giỏ."))]
LineInPath = Annotated[Id, Path()]


@router.post(
    "",
    response=answers({201: BasketDetail}),
    summary=_("Tạo giỏ hàng"),
    operation_id="create_basket",
    throttle=WRITE,
)
def create_basket(request: HttpRequest, response: HttpResponse) -> Status[dict[str, Any]]:
    basket = Basket.objects.create()
    token = write_token(basket)
    response["Location"] = reverse("api-get-basket", kwargs={"token": token})
    return Status(201, _shown(basket, token))


@router.get(
    "/{token}",
    response=answers({200: BasketDetail}, 404, 409),
    summary=_("Xem giỏ hàng với giá và tồn kho hôm nay"),
    operation_id="get_basket",
    throttle=READ,
)
def get_basket(request: HttpRequest, token: InPath) -> dict[str, Any]:
    return _shown(get_open_basket(token), token)


@router.delete(
    "/{token}",
    response=answers({204: None}, 404, 409),
    summary=_("Bỏ giỏ hàng"),
    operation_id="delete_basket",
    throttle=WRITE,
)
def delete_basket(request: HttpRequest, token: InPath) -> Status[None]:
    domain.discard(basket=get_open_basket(token))
    return Status(204, None)


@router.post(
    "/{token}/lines",
    response=answers({201: BasketDetail}, 400, 404, 409, 413, 415),
    summary=_("Thêm một món; món đã có thì tăng số lượng"),
    operation_id="add_line",
    throttle=WRITE,
)
def add_line(request: HttpRequest, token: InPath, line: NewLine) -> Status[dict[str, Any]]:
    basket = get_open_basket(token)
    domain.add_line(basket=basket, product_id=line.product_id, quantity=line.quantity, at=timezone.now())
    return Status(201, _shown(basket, token))


@router.patch(
    "/{token}/lines/{line_id}",
    response=answers({200: BasketDetail}, 400, 404, 409, 413, 415),
    summary=_("Đổi số lượng"),
    operation_id="change_line",
    throttle=WRITE,
)
def change_line(request: HttpRequest, token: InPath, line_id: LineInPath, line: ChangedLine) -> dict[str, Any]:
    basket = get_open_basket(token)
    domain.change_line(basket=basket, line_id=line_id, quantity=line.quantity, at=timezone.now())
    return _shown(basket, token)


@router.delete(
    "/{token}/lines/{line_id}",
    response=answers({200: BasketDetail}, 404, 409),
    summary=_("Bỏ một món"),
    operation_id="remove_line",
    throttle=WRITE,
)
def remove_line(request: HttpRequest, token: InPath, line_id: LineInPath) -> dict[str, Any]:
    basket = get_open_basket(token)
    domain.remove_line(basket=basket, line_id=line_id)
    return _shown(basket, token)


def _shown(basket: Basket, token: str) -> dict[str, Any]:
    shown = contents.read(basket=basket, user=AnonymousUser(), at=timezone.now())
    return {
        "token": token,
        "sellers": [_seller(seller) for seller in shown.sellers],
        "lines_count": len(shown.lines),
        "goods_amount": shown.goods_amount,
        "discount_amount": shown.discount_amount,
        "total_amount": shown.total_amount,
        "is_orderable": bool(shown.lines) and not shown.is_blocked,
        "is_age_restricted": shown.is_age_restricted,
    }


def _seller(view: SellerView) -> dict[str, Any]:
    return {
        "slug": view.seller.slug,
        "name": view.seller.name,
        "amount": view.amount,
        "lines": [_line(line) for line in view.lines],
    }


def _line(line: LineView) -> dict[str, Any]:
    return {
        "id": line.id,
        "product_id": line.product.pk,
        "title": line.title,
        "url": line.url,
        "quantity": line.quantity,
        "quantity_label": line.quantity_label,
        "pack_label": line.pack_label,
        "step_thousandths": line.step_thousandths,
        "unit_price": line.unit_price,
        "amount": line.amount,
        "discount": line.discount,
        "problems": [
            {
                "code": problem.kind.value,
                "message": problem.message,
                "available": problem.available,
                "is_blocking": problem.is_blocking,
            }
            for problem in line.problems
        ],
    }
