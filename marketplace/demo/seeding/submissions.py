"""What waits for the reviewers on the first day: new goods, a change, one that was sent back, and two new shops."""

from __future__ import annotations

from django.db import transaction

from catalog.domain.submissions import Claim, Photo, Proposal, open_submission, revise, submission_of
from catalog.models import CertificateKind, Product, ProductSubmission
from marketplace.accounts.models import User
from marketplace.demo import cast
from marketplace.kernel import phones
from sellers.domain.applications import open_application
from sellers.models import Seller, SellerApplication


@transaction.atomic
def seed_submissions() -> int:
    if ProductSubmission.objects.exists() or SellerApplication.objects.exists():
        return 0
    _tea()
    _honey()
    _shops()
    return ProductSubmission.objects.count() + SellerApplication.objects.count()


def _tea() -> None:
    lan, seller, known = _lan_or_minh(cast.LAN)
    open_submission(
        seller=seller,
        sku="LAN-DINH-XUAN",
        user=lan,
        proposal=_like(
            known,
            title="Chè đinh vụ xuân nhà Lan",
            description="Búp đinh hái từ 5 đến 8 giờ sáng, sao tay bằng chảo gang, mẻ chưa đến hai cân.",
            first_price=420_000,
            first_stock=30,
            claims=(Claim(kind=CertificateKind.VIETGAP, number="VietGAP-CHE-19-2026", issuer="Chi cục Trồng trọt"),),
        ),
    )
    submission = submission_of(product=known, sku=_sku(known))
    revise(
        submission=submission,
        user=lan,
        proposal=_like(known, title=f"{known.title}, sao tay", description=f"{known.description}\n\nMẻ này sao tay."),
    )


def _honey() -> None:
    minh, seller, known = _lan_or_minh(cast.MINH)
    open_submission(
        seller=seller,
        sku="MINH-HOA-NHAN",
        user=minh,
        proposal=_like(
            known,
            title="Mật ong hoa nhãn tháng Tư",
            description="Quay một lần trong tháng Tư khi nhãn nở, lọc thô, không hạ thuỷ phần.",
            first_price=160_000,
            first_stock=40,
        ),
    )
    refused = open_submission(
        seller=seller,
        sku="MINH-THUOC",
        user=minh,
        proposal=_like(
            known,
            title="Mật ong chữa dạ dày",
            description="Uống một tháng khỏi hẳn.",
            first_price=250_000,
            first_stock=20,
        ),
    )
    state = refused.current_workflow_task_state
    officer = _user(cast.VAN)
    reason = "Không được ghi thực phẩm chữa khỏi bệnh. Xin sửa tên và mô tả."
    state.task.specific.on_action(state, officer, "reject", comment=reason)


def _shops() -> None:
    open_application(
        applicant=_user(cast.HOA),
        facts={
            "name": "Bếp nhà Hoa",
            "kind": "HOUSEHOLD",
            "commune_code": "05443",
            "address_line": "Tổ 12",
            "phone": cast.HOA.phone,
            "about": "Bánh chưng, cơm lam, tương nếp làm tại nhà, giao trong ngày.",
        },
    )
    open_application(
        applicant=_user(cast.MINH),
        facts={
            "name": "Ong rừng Võ Nhai",
            "kind": "COOPERATIVE",
            "commune_code": "05716",
            "phone": cast.MINH.phone,
            "about": "Tổ hợp tác mười hai nhà nuôi ong, xin mở gian hàng chung.",
        },
    )


def _lan_or_minh(person: cast.Person) -> tuple[User, Seller, Product]:
    user = _user(person)
    seller = Seller.objects.of_member(user).order_by("pk").get()
    known = seller.products.filter(structure=Product.STANDALONE).order_by("pk").first()
    return user, seller, known


def _like(known: Product, *, title: str, description: str, **more: object) -> Proposal:
    """A proposal with the units, the place and the pictures of a product that the seller has already."""
    names = ("sale_unit", "content_amount", "content_unit", "storage", "origin_commune", "producer_name", "label")
    return Proposal(
        title=title,
        category=known.categories.first(),
        words={"description": description, **{name: getattr(known, name) for name in names}},
        photos=[
            Photo(image.photo_key, image.width, image.height, is_illustration=image.is_illustration)
            for image in known.images.all()
        ],
        **more,  # type: ignore[arg-type]
    )


def _sku(product: Product) -> str:
    return str(product.stockrecords.values_list("partner_sku", flat=True).first())


def _user(person: cast.Person) -> User:
    return User.objects.get(phone=phones.to_e164(person.phone))
