"""The site put together: frame, stamping, incremental build, output folder, policy."""
