"""What of other projects goes into the site: it is what they published, and does what it is for."""

from __future__ import annotations

import hashlib

import zxingcpp

from tests.publish.test_verification_rows import ASSETS, call

# dist/index.mjs of uqr 0.1.3 on npm; a new version is put in with its own sum.
UQR = "7f0e61c2f13bb3724edee7bfb876e13c54ac9ee4fcfa283c9fa93cfb1241c325"
EXPORTS = "export { QrCodeDataType, encode, renderANSI, renderSVG, renderUnicode, renderUnicodeCompact };\n"
ADDRESS = "https://register.example/verify/?institution=demo-004&course=%E7%A8%BB&from=2026-10-10"

OPTIONS = {"ecc": "L", "border": 4}  # as share.js asks


def test_the_maker_of_qr_codes_is_what_was_published() -> None:
    text = (ASSETS / "uqr.js").read_text("utf-8").partition("// ---\n\n")[2]
    text = text.replace("\nexport function encode(", "\nfunction encode(") + EXPORTS
    assert hashlib.sha256(text.encode()).hexdigest() == UQR


def test_its_codes_are_read_as_what_they_were_made_of() -> None:
    """Addresses of any length for which the page draws one."""
    texts = [(ADDRESS + "%E7%A8%BB" * length)[:length] for length in (1, 40, 86, 300, 1000)]
    for text, modules in zip(
        texts, call("uqr.js", "encode", [[each, OPTIONS] for each in texts]), strict=True
    ):
        pixels = b"".join(
            bytes(0 if dark else 255 for dark in row for _ in range(4)) * 4 for row in modules["data"]
        )
        side = modules["size"] * 4
        [code] = zxingcpp.read_barcodes(memoryview(pixels).cast("B", (side, side)))
        assert code.text == text
