"""What the tests of the reading room share."""

from hypothesis import settings

from registry.records.strict_yaml import ParsedFile

# How long an example takes proves nothing.
settings.register_profile("registry", deadline=None)
settings.load_profile("registry")


def is_usable(parsed: ParsedFile) -> bool:
    """Whether the data of a file may be checked further."""
    return not any(fault.severity == "error" for fault in parsed.faults)
