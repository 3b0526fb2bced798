from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
import stripe

from payments.gateways.protocol import GatewayDeclined, GatewayError, GatewayMisconfigured, GatewayUnavailable
from payments.gateways.stripe.errors import ANSWERS, answer, translated


def _subclasses(kind: type) -> set[type]:
    return {kind}.union(*(_subclasses(child) for child in kind.__subclasses__()))


def _all_failures() -> set[type]:
    """Every one that the installed library can raise, also from modules that nothing here imports."""
    for module in pkgutil.iter_modules(stripe.__path__):
        if "error" in module.name:
            importlib.import_module(f"stripe.{module.name}")
    found = {kind for kind in _subclasses(stripe.StripeError) if kind.__module__.split(".")[0] == "stripe"}
    # A base class with a parameter's name, never raised itself.
    return {kind for kind in found if kind.__name__ != "StripeErrorWithParamCode"}


def _make(kind: type[stripe.StripeError]) -> stripe.StripeError:
    """With whatever its constructor asks for."""
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    return kind(**{p.name: "x" for p in parameters if p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD})


class TestAnswers:
    def test_every_failure_of_stripe_has_one(self) -> None:
        assert sorted(kind.__name__ for kind in _all_failures() - set(ANSWERS)) == []
        assert len(ANSWERS) == 36

    def test_each_becomes_ours_and_says_whether_to_try_again(self) -> None:
        for kind, ours in ANSWERS.items():
            with pytest.raises(GatewayError) as caught, translated():
                raise _make(kind)

            assert type(caught.value) is ours
            assert caught.value.retryable == (ours is GatewayUnavailable)

    def test_network_bank_and_keys_are_told_apart(self) -> None:
        assert type(answer(stripe.APIConnectionError("down"))) is GatewayUnavailable
        assert type(answer(stripe.CardError("no", "", "card_declined"))) is GatewayDeclined
        assert type(answer(stripe.AuthenticationError("key"))) is GatewayMisconfigured

    def test_one_that_comes_with_a_later_version_can_be_tried_again(self) -> None:
        assert type(answer(type("NewError", (stripe.StripeError,), {"__module__": "later"})("?"))) is GatewayUnavailable
