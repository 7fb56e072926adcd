"""What the tests of the reading room share."""

import pytest
from hypothesis import settings

from registry.records.schemas import Schemas
from registry.records.strict_yaml import ParsedFile
from tests.conftest import REPOSITORY

# How long an example takes proves nothing.
settings.register_profile("registry", deadline=None)
settings.load_profile("registry")


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    return Schemas.read(REPOSITORY / "schemas")


def is_usable(parsed: ParsedFile) -> bool:
    """Whether the data of a file may be checked further."""
    return not any(fault.severity == "error" for fault in parsed.faults)
