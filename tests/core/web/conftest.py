"""The showcase application, its client, and its pages as trees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.core.web.showcase.app import build

HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="session")
def showcase() -> Flask:
    return build()


@pytest.fixture
def visitor(showcase: Flask) -> Iterator[FlaskClient]:
    with showcase.test_client() as client:
        yield client
