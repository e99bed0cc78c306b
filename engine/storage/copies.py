"""Copies of a picture fit to be shown: upright, in sRGB, of bounded size, and with no metadata at all.

Runs in the decoder's process only: it imports Pillow, and what it opens may be made to break it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

from engine.storage import tails
from engine.storage.refusal import Refused

#: Cameras write JPEG and HEIC; a decoder needs the whole of a PNG or WebP in memory, twice.
_MAX_MEGAPIXELS = {"image/jpeg": 64, "image/heic": 64, "image/png": 40, "image/webp": 40}
#: As long as a side of a JPEG can be: panoramas are.
_MAX_SIDE = 65_535
_MAX_FILE = 64 * 1024 * 1024

WEB, THUMB = 2048, 480
_QUALITY = {WEB: 85, THUMB: 80}
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
_CHECKS = {
    "image/jpeg": tails.check_jpeg,
    "image/png": tails.check_png,
    "image/webp": tails.check_webp,
    "image/heic": tails.check_heic,
}
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: What Pillow scales smoothly as it is.
_SCALABLE = frozenset({"RGB", "RGBA", "CMYK", "L", "LA"})
#: As many colours as a screenshot of a page or a drawing has; such pictures suffer as JPEG.
_FEW_COLOURS = 256


def prepare() -> None:
    """Load the few decoders that are needed."""
    import pillow_heif
    from PIL import JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1  # threads would each reserve a stack out of the memory limit
    Image.MAX_IMAGE_PIXELS = None  # our own limit is lower, and an error instead of a warning


def make(path: Path, media_type: str, *, into: Path) -> tuple[int, int]:
    """Write the files "web" and "thumb" into the folder; gives width and height of the upright picture."""
    if path.stat().st_size > _MAX_FILE:
        raise Refused("too_large", max_mb=_MAX_FILE // 1024 // 1024)
    _CHECKS[media_type](path)
    with Image.open(path, formats=[_FORMATS[media_type]]) as source:
        width, height = source.size
        most = most_megapixels(media_type)
        if max(width, height) > _MAX_SIDE:
            raise Refused("side_too_long", pixels=_MAX_SIDE)
        if width * height > most * 1_000_000:
            raise Refused("too_many_pixels", megapixels=most)
        turn = _UPRIGHT.get(_orientation(source))
        source.draft("RGB", (WEB, WEB))  # a JPEG is decoded at a fraction of its size, all of it all the same
        source.load()
        web = _for_screens(source)
    if turn is not None:
        web = web.transpose(turn)
        if turn in {_UPRIGHT[5], _UPRIGHT[6], _UPRIGHT[7], _UPRIGHT[8]}:
            width, height = height, width
    _save(web, into / "web", WEB)
    _save(_scaled(web, THUMB), into / "thumb", THUMB)
    return width, height


def most_megapixels(media_type: str) -> int:
    """Of a picture of this media type; larger ones are refused."""
    return _MAX_MEGAPIXELS[media_type]


def _orientation(source: Image.Image) -> int:
    try:
        return int(source.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001  # broken EXIF is common, and no reason to refuse the picture
        return 1


def _for_screens(source: Image.Image) -> Image.Image:
    """Scaled down, in sRGB with 8 bits, transparent or not."""
    profile = source.info.get("icc_profile")
    mode = "RGBA" if source.has_transparency_data else "RGB"
    if source.mode.startswith("I"):
        return _scaled(source.convert("I").point(lambda value: value / 256).convert("L"), WEB).convert(mode)
    if source.mode not in _SCALABLE or "transparency" in source.info:
        return _scaled(source.convert(mode), WEB)
    # Scaled first: a second picture of full size would double the memory.
    small = _scaled(source, WEB)
    if profile and small.mode in {"RGB", "CMYK"}:
        small = _to_srgb(small, profile)
    return small.convert(mode)


def _to_srgb(source: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            source, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except Exception:  # noqa: BLE001  # an unusable profile: show the colours as they are
        return source
    return converted or source


def _scaled(picture: Image.Image, longest: int) -> Image.Image:
    scale = longest / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _save(picture: Image.Image, path: Path, size: int) -> None:
    # A picture made anew from its pixels has nothing else to write: no EXIF, XMP, comment, profile.
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if bare.mode == "RGBA" or bare.getcolors(_FEW_COLOURS) is not None:
        bare.save(path, "PNG", optimize=size == THUMB)
    else:
        bare.save(path, "JPEG", quality=_QUALITY[size], optimize=True, progressive=True)
