from typing import TYPE_CHECKING

# Ours first: Oscar defines only the models that are not registered yet.
from catalog.models.certificate import Certificate, CertificateKind
from catalog.models.outbox import IndexTask
from catalog.models.photo import ProductImage
from catalog.models.product import Category, ContentUnit, Product, SaleUnit, Storage
from catalog.models.submission import ProductSubmission, SubmissionClaim, SubmissionPhoto

from oscar.apps.catalogue.models import *  # isort: skip

if TYPE_CHECKING:
    # Oscar makes these at run time, which no type checker can see.
    from oscar.apps.catalogue.abstract_models import AbstractProductCategory as ProductCategory
    from oscar.apps.catalogue.abstract_models import AbstractProductClass as ProductClass
