"""The API against its own OpenAPI document: bounded, seeded, in process. Whatever is sent, nothing may fail as ours."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.config import SchemathesisConfig

from marketplace.api.tokens import write_token
from marketplace.shop.basket import domain
from marketplace.shop.basket.models import Basket
from marketplace.wsgi import application
from tests.support.goods import make_product, make_seller
from tests.support.searching import index_all

_CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"deterministic": True, "max-examples": 12, "database": "none"},
        "phases": {"coverage": {"generate-duplicate-query-parameters": False}},
    }
)
_SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=_CONFIG)
checks.load_all_checks()
_MUST_HOLD = checks.CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "unsupported_method",
        "allow_header_conformance",
    ]
)
_NEGATIVE = checks.CHECKS.get_one("negative_data_rejection")
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
_turns = itertools.count()


@pytest.fixture
def basket_token(db: None) -> str:
    tea = make_product(make_seller(), stock=100_000)
    index_all()
    basket = Basket.objects.create()
    domain.add_line(basket=basket, product_id=tea.pk, quantity=1, at=NOW)
    return write_token(basket)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a request must not close the connection that holds the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@_SCHEMA.parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_what_the_document_says(case: Any, basket_token: str) -> None:
    must_hold = list(_MUST_HOLD)
    # Half of the cases reach past the token into a real basket, so a wrong token is not wrong there any more.
    if "token" in case.path_parameters and next(_turns) % 2:
        case.path_parameters["token"] = basket_token
        must_hold.remove(_NEGATIVE)
    case.call_and_validate(checks=must_hold, headers={"Accept-Encoding": "identity"})
