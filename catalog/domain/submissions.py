"""From what a seller proposes to the live product. Officers review the submission (cms.moderation), not the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from catalog.domain import photos
from catalog.models import (
    Category,
    Certificate,
    Product,
    ProductClass,
    ProductImage,
    ProductSubmission,
    SubmissionClaim,
    SubmissionPhoto,
)
from catalog.search import outbox
from marketplace.kernel import times
from marketplace.kernel.errors import MarketplaceError, gettext_noop

# What a submission says of a product. Price, stock and rating are not among them and stay as they are.
WORDS = (
    "title",
    "title_en",
    "description",
    "sale_unit",
    "content_amount",
    "content_unit",
    "step_thousandths",
    "is_billed_by_weight",
    "season_months",
    "shelf_life_days",
    "storage",
    "origin_commune",
    "producer_name",
    "label",
    "is_age_restricted",
)
_CERTIFICATE = ("kind", "stars", "name", "number", "decision", "issuer", "issued_on", "expires_on")
_PHOTO = ("photo_key", "width", "height", "caption", "display_order", "is_illustration")


class BadProposal(MarketplaceError):
    """`details["fields"]` names what is wrong with which field, for a form."""

    code = "bad_proposal"
    message = gettext_noop("Đề nghị đăng hàng còn chỗ chưa đúng.")


@dataclass(frozen=True, slots=True)
class Photo:
    photo_key: str
    width: int
    height: int
    caption: str = ""
    is_illustration: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    kind: str
    stars: int | None = None
    name: str = ""
    number: str = ""
    decision: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that a seller says of a product in one sending; what is left out keeps its default."""

    title: str
    category: Category
    words: dict[str, Any] = field(default_factory=dict)
    photos: Sequence[Photo] = ()
    claims: Sequence[Claim] = ()
    # Of a new product only; later the seller changes both without review.
    first_price: int = 0
    first_stock: int = 0


@transaction.atomic
def open_submission(*, seller: Any, sku: str, proposal: Proposal, user: Any) -> ProductSubmission:
    """Send a new product to the reviewers; raises BadProposal."""
    submission = ProductSubmission(seller=seller, sku=sku, submitted_by=user)
    _write(submission, proposal)
    _check(submission)
    submission.save()
    _send(submission, user)
    return submission


@transaction.atomic
def revise(*, submission: ProductSubmission, proposal: Proposal, user: Any) -> ProductSubmission:
    """Send a change, or an answer to what the reviewers asked for. What is live stays until they approve."""
    draft = submission.get_latest_revision_as_object()
    _write(draft, proposal)
    _check(draft)
    _send(draft, user)
    return draft


@transaction.atomic
def submission_of(*, product: Product, sku: str) -> ProductSubmission:
    """The product's submission; where it has none (a product of the first hour) one that says what is live."""
    known = ProductSubmission.objects.filter(product=product).first()
    if known is not None:
        return known
    submission = ProductSubmission(seller=product.seller, product=product, sku=sku, live=True)
    for name in WORDS:
        setattr(submission, name, getattr(product, name))
    submission.category = product.categories.first()
    submission.photos = [
        SubmissionPhoto(**{name: getattr(photo, name) for name in _PHOTO}) for photo in product.images.all()
    ]
    submission.claims = [
        SubmissionClaim(**{name: getattr(certificate, name) for name in _CERTIFICATE})
        for certificate in product.certificates.filter(is_checked=True)
    ]
    submission.save()
    submission.live_revision = submission.save_revision(clean=False)
    submission.save(update_fields=["live_revision"])
    return submission


@transaction.atomic
def apply(*, submission: ProductSubmission, at: datetime) -> Product:
    """Write the approved submission to its product, made now if it is new; photos and certificates are replaced whole.

    Keeps price, stock, rating and address of a live product. A claim that has lapsed gives no certificate.
    """
    product = _product(submission)
    for name in WORDS:
        setattr(product, name, getattr(submission, name))
    commune = submission.commune
    product.former_district = commune.former_districts[0] if commune and commune.former_districts else ""
    if product.pk is None or submission.is_withdrawn:
        product.is_public = True
    _save(product)
    product.categories.set([submission.category_id])
    _replace_photos(product, submission)
    _replace_certificates(product, submission, times.business_day(at))
    if submission.product_id is None:
        _open_stock(product, submission)
    ProductSubmission.objects.filter(pk=submission.pk).update(product=product, is_withdrawn=False)
    submission.product, submission.is_withdrawn = product, False
    outbox.touch([product.pk])
    return product


@transaction.atomic
def withdraw(*, submission: ProductSubmission) -> None:
    """Take the product off the shelves; orders that hold it are not touched."""
    ProductSubmission.objects.filter(pk=submission.pk).update(is_withdrawn=True)
    if submission.product_id:
        Product.objects.filter(pk=submission.product_id).update(is_public=False)
        outbox.touch([submission.product_id])


def _write(submission: ProductSubmission, proposal: Proposal) -> None:
    submission.title, submission.category = proposal.title, proposal.category
    for name, value in proposal.words.items():
        if name not in WORDS:
            raise BadProposal(fields={name: ["không có mục này"]})
        setattr(submission, name, value)
    if submission.product_id is None:
        submission.first_price, submission.first_stock = proposal.first_price, proposal.first_stock
    submission.photos = [
        SubmissionPhoto(display_order=order, **asdict(photo)) for order, photo in enumerate(proposal.photos)
    ]
    submission.claims = [SubmissionClaim(**asdict(claim)) for claim in proposal.claims]


def _check(submission: ProductSubmission) -> None:
    wrong: dict[str, list[str]] = {}
    for row in (submission, *submission.photos.all(), *submission.claims.all()):
        try:
            row.full_clean(exclude=[] if row is submission else ["submission"])
        except ValidationError as error:
            wrong.update(error.message_dict)
    if wrong:
        raise BadProposal(fields=wrong)


def _send(submission: ProductSubmission, user: Any) -> None:
    submission.save_revision(user=user, log_action=True)
    state = submission.current_workflow_state
    if state is None:
        submission.get_workflow().start(submission, user)
    elif state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user)


def _product(submission: ProductSubmission) -> Product:
    if submission.product_id:
        return Product.objects.select_for_update().get(pk=submission.product_id)
    return Product(
        seller_id=submission.seller_id,
        structure=Product.STANDALONE,
        product_class=ProductClass.objects.get(slug="nong-san"),
    )


def _save(product: Product) -> None:
    if product.pk is None:
        product.save()
    else:
        # Only these columns: what a sale or a review writes meanwhile is not overwritten.
        product.save(update_fields=[*WORDS, "former_district", "is_public", "date_updated"])


def _replace_photos(product: Product, submission: ProductSubmission) -> None:
    product.images.all().delete()
    ProductImage.objects.bulk_create(
        ProductImage(
            product=product,
            original=photos.jpeg_path(photo.photo_key),
            **{name: getattr(photo, name) for name in _PHOTO},
        )
        for photo in submission.photos.all()
    )


def _replace_certificates(product: Product, submission: ProductSubmission, day: date) -> None:
    product.certificates.all().delete()
    Certificate.objects.bulk_create(
        Certificate(product=product, is_checked=True, **{name: getattr(claim, name) for name in _CERTIFICATE})
        for claim in submission.claims.all()
        if claim.is_valid_on(day)
    )


def _open_stock(product: Product, submission: ProductSubmission) -> None:
    product.stockrecords.create(
        partner_id=submission.seller_id,
        partner_sku=submission.sku,
        price=submission.first_price or None,
        num_in_stock=submission.first_stock,
    )
