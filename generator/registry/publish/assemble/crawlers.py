"""What programs that visit a site look for: sitemaps, robots.txt, security.txt."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping

SECURITY = ".well-known/security.txt"
MAX_ADDRESSES = 50_000  # in one sitemap, by sitemaps.org


def build_sitemaps(site_url: str, changed: Mapping[str, dt.date | None]) -> dict[str, str]:
    """The sitemaps by path (sitemaps.org 0.9): of addresses, with the days on which pages changed last.

    One file holds 50,000 addresses at most; more are in several, of which sitemap.xml is the index.
    """
    rows = [
        f"<url><loc>{html.escape(site_url + url)}</loc>{_format_changed(changed[url])}</url>\n"
        for url in sorted(changed)
    ]
    if len(rows) <= MAX_ADDRESSES:
        return {"sitemap.xml": _wrap_sitemap("urlset", rows)}
    parts = [rows[i : i + MAX_ADDRESSES] for i in range(0, len(rows), MAX_ADDRESSES)]
    files = {f"sitemap-{i}.xml": _wrap_sitemap("urlset", part) for i, part in enumerate(parts, 1)}
    index = [f"<sitemap><loc>{html.escape(site_url + path)}</loc></sitemap>\n" for path in files]
    return {**files, "sitemap.xml": _wrap_sitemap("sitemapindex", index)}


def _format_changed(day: dt.date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _wrap_sitemap(name: str, rows: list[str]) -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{''.join(rows)}</{name}>\n"


def build_robots(site_url: str, demo: bool) -> str:
    """What crawlers are told (RFC 9309): a made-up register is not indexed."""
    rows = ["User-agent: *", "Disallow: /" if demo else "Allow: /"]
    return "\n".join([*rows, f"Sitemap: {site_url}sitemap.xml", ""])


def build_security(contact: str, site_url: str, day: dt.date) -> str:
    """Whom to tell of a weak spot (RFC 9116); it holds for a year from the day."""
    expires = (day + dt.timedelta(days=365)).isoformat()
    rows = [f"Contact: {contact}", f"Expires: {expires}T00:00:00+08:00", "Preferred-Languages: zh"]
    if site_url:
        rows.append(f"Canonical: {site_url}{SECURITY}")
    return "\n".join([*rows, ""])
