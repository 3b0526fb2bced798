from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from catalog.models import Product
from catalog.reviews.models import ProductReview
from marketplace.accounts.models import User
from marketplace.demo.reviews import Review, reviews
from marketplace.kernel import phones

_BATCH = 500
# Dates are set by the week: one update each instead of one a review.
_WEEK = 7


@transaction.atomic
def seed_reviews(*, at: datetime) -> int:
    known = set(ProductReview.objects.filter(code__startswith="RV").values_list("code", flat=True))
    missing = [review for review in reviews() if review.code not in known]
    if not missing:
        return 0
    pks = dict(Product.objects.filter(is_demo=True).exclude(structure=Product.CHILD).values_list("code", "pk"))
    people = dict(User.objects.values_list("phone", "pk"))
    ProductReview.objects.bulk_create(
        (
            ProductReview(
                code=review.code,
                product_id=pks[review.goods.code],
                user_id=people[phones.to_e164(review.shopper.phone)],
                score=review.score,
                title=review.title,
                body=review.body,
                status=ProductReview.APPROVED,
            )
            for review in missing
        ),
        batch_size=_BATCH,
    )
    _date(missing, at)
    return len(missing)


def _date(missing: Iterable[Review], at: datetime) -> None:
    by_week: dict[int, list[str]] = defaultdict(list)
    for review in missing:
        by_week[review.days_ago // _WEEK].append(review.code)
    for week, codes in by_week.items():
        ProductReview.objects.filter(code__in=codes).update(date_created=at - timedelta(days=week * _WEEK + 1))
