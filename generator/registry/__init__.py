"""The register's program: from YAML records to findings and to a published site."""

__version__ = "0.1.0"
