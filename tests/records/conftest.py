"""What the tests of the reading room share."""

import pytest

from generator.records.schemas import Schemas
from tests.conftest import REPOSITORY


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    return Schemas.read(REPOSITORY / "schemas")
