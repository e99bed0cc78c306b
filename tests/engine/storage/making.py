"""Files made for tests: small pictures and films, sound ones and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import ExifTags, Image

pillow_heif.register_heif_opener()

SRT = b"1\r\n00:00:01,000 --> 00:00:02,500\r\nSelamat pagi\r\n"
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.500\nSelamat pagi\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photo(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Noise and slopes: something that differs in every corner."""
    picture = Image.merge("RGB", [Image.linear_gradient("L").resize(size)] * 3)
    picture.paste((200, 30, 30), (0, 0, size[0] // 2 or 1, size[1] // 2 or 1))
    return picture.convert(mode)


def as_bytes(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def from_a_phone(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A photo with its place and who took it; a JPEG is stored lying on its side, as it was held."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telepon Siti"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (7.0, 53.0, 12.0)
    picture = photo(size)
    if kind == "JPEG":
        exif[ExifTags.Base.Orientation] = 6
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    return as_bytes(picture, kind, exif=exif)


def jpeg(size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    return as_bytes(photo(size), **options)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Evil.class", b"\xca\xfe\xba\xbe")
    return buffer.getvalue()


def png_chunk(type_: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + type_ + data + struct.pack(">I", zlib.crc32(type_ + data))


def png_of(width: int, height: int, *, depth: int = 8, colour: int = 0, rows: Iterable[bytes] = ()) -> bytes:
    """A PNG that claims a size, whatever it holds."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + png_chunk(b"IEND", b"")
    )


def box(type_: bytes, *contents: bytes) -> bytes:
    inner = b"".join(contents)
    return struct.pack(">I4s", 8 + len(inner), type_) + inner


#: H.264 as phones record it: High profile, one header of its pictures.
AVC = (b"avc1", 100, 100)


def coded(kind: bytes, codec: bytes | tuple[bytes, int, int]) -> bytes:
    """The box that says how a track is coded; H.264 with the profile that the film says and the real one."""
    if isinstance(codec, bytes):
        entry = box(codec, bytes(78 if kind == b"vide" else 28))
    else:
        type_, said, real = codec
        config = bytes([1, said, 0, 31, 0xFF, 0xE1, 0, 4, 0x67, real, 0, 31])
        entry = box(type_, bytes(78), box(b"avcC", config))
    return box(b"stsd", bytes(4), struct.pack(">I", 1), entry)


def track(
    kind: bytes,
    *extra: bytes,
    size: tuple[int, int] = (0, 0),
    samples: bytes = b"",
    codec: bytes | tuple[bytes, int, int] | None = None,
) -> bytes:
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    header = bytes(4) + bytes(36) + matrix + struct.pack(">2I", size[0] << 16, size[1] << 16)
    handler = bytes(8) + kind + bytes(13)
    usual: dict[bytes, bytes | tuple[bytes, int, int]] = {b"vide": AVC, b"soun": b"mp4a"}
    how = coded(kind, codec or usual[kind]) if codec or kind in usual else b""
    return box(
        b"trak",
        box(b"tkhd", header),
        box(b"mdia", box(b"hdlr", handler), box(b"minf", box(b"stbl", how, samples))),
        *extra,
    )


def tables(offsets: list[int], sizes: list[int]) -> bytes:
    """One sample a chunk."""
    return (
        box(b"stsz", bytes(8), struct.pack(f">I{len(sizes)}I", len(sizes), *sizes))
        + box(b"stsc", bytes(4), struct.pack(">4I", 1, 1, 1, 1))
        + box(b"stco", bytes(4), struct.pack(f">I{len(offsets)}I", len(offsets), *offsets))
    )


def film(
    *index: bytes, brand: bytes = b"isom", tracks: bytes | None = None, media: bytes = b"\x00" * 64
) -> bytes:
    kind = box(b"ftyp", brand, bytes(4), brand, b"mp42")
    tracks = track(b"vide", size=(1280, 720)) + track(b"soun") if tracks is None else tracks
    return kind + box(b"moov", box(b"mvhd", bytes(100)), tracks, *index) + box(b"mdat", media)


def write_long_film(path: Path, size: int) -> None:
    """A sound film of exactly this size, most of it a hole in the file."""
    front = film(media=b"")
    with path.open("wb") as file:
        file.write(front[:-8] + struct.pack(">I4sQ", 1, b"mdat", size - len(front) + 8))
        for at in range(len(front) + 16, size - 16, 5 * 1024 * 1024):
            file.seek(at)
            file.write(at.to_bytes(8, "big"))  # no two parts alike: a mix-up shows in the hash
        file.truncate(size)


def mp3(frames: int = 6, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """Silence in MPEG 1 layer III, 128 kbit/s at 44.1 kHz: 417 bytes a frame."""
    return before + (b"\xff\xfb\x90\x00" + bytes(413)) * frames + after


def id3(words: bytes) -> bytes:
    """A tag of ID3v2.3 that says so."""
    return b"ID3\x03\x00\x00" + bytes([0, 0, len(words) >> 7, len(words) & 127]) + words


def ogg_page(body: bytes, number: int, *, flags: int = 0) -> bytes:
    lacing = [255] * (len(body) // 255) + [len(body) % 255]
    head = b"OggS\x00" + bytes([flags]) + bytes(8) + b"ALUR" + struct.pack("<I", number) + bytes(4)
    return head + bytes([len(lacing), *lacing]) + body


def opus(comment: bytes = b"", *, kind: bytes = b"OpusHead", after: bytes = b"") -> bytes:
    """A voice message as WhatsApp sends it: Opus in Ogg, with a comment."""
    tags = b"OpusTags" + struct.pack("<I", 4) + b"Alur" + struct.pack("<II", 1, len(comment)) + comment
    pages = [kind + bytes(11), tags, b"\xfc\xff\xfe" * 20]
    return b"".join(ogg_page(page, n, flags=2 if n == 0 else 0) for n, page in enumerate(pages)) + after
