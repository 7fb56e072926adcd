"""Why a site could not be made, in words."""

from __future__ import annotations

from jinja2 import TemplateError
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from ...refusal import describe_os_error
from ...settings import SettingsError
from .template_fault import FaultyTemplateError, describe_program_fault

CAUSES = (TemplateError, FaultyTemplateError, MkDocsException, SettingsError, OSError)


def describe_failure(error: BaseException) -> str:
    """Why there is no site."""
    if isinstance(error, TemplateError):
        return describe_program_fault(error)
    if isinstance(error, ConfigurationError):
        return f"mkdocs.yml 有误：{error}"
    if isinstance(error, Abort):
        return "mkdocs.yml 或页面有误，见上面的说明"
    return describe_os_error(error) if isinstance(error, OSError) else str(error)
