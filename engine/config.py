"""Settings, from environment variables ALUR_…, read once into one frozen object.

An unknown ALUR_ variable, an unreadable value, or one that is missing stops the start with a sentence.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from engine.schema import key, perhaps

#: Known to the tests and tools only.
_OTHERS = {"ALUR_CORPORA", "ALUR_MEDIA", "ALUR_TEST_DATABASES", "ALUR_WIDER"}


#: Goes into a style sheet as it is.
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-z]{3,20}", re.ASCII)
#: A name or an IP address; with a dot in front, all names below it.
_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.ASCII)


class BadConfig(Exception):
    """A setting that can't be used; the message says which and why."""


def _text(value: str, _name: str) -> str:
    return value


def _yes_or_no(value: str, name: str) -> bool:
    if value.lower() not in {"0", "1", "yes", "no", "true", "false"}:
        raise BadConfig(f"{name} is {value!r}; it takes 1 or 0")
    return value.lower() in {"1", "yes", "true"}


def _port(value: str, name: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 <= int(value) <= 65535:
        raise BadConfig(f"{name} is {value!r}; it takes a number up to 65535")
    return int(value)


def _address(value: str, name: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", value):
        raise BadConfig(f"{name} is {value!r}; it takes an address such as https://alur.example.go.id")
    return value.rstrip("/")


def _hosts(value: str, name: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in value.split(",") if host.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise BadConfig(f"{name} holds {host!r}; it takes names such as alur.example.go.id, 10.0.0.5")
    return hosts


def _secret(value: str, name: str) -> str:
    if value and len(value) < 32:
        raise BadConfig(f"{name} is too short; it needs at least 32 characters")
    return value


def _colour(value: str, name: str) -> str:
    if value and not _COLOUR.fullmatch(value):
        raise BadConfig(f"{name} is {value!r}; it takes a CSS colour such as #0b6b62")
    return value


def _file(value: str, name: str) -> Path | None:
    if not value:
        return None
    path = Path(value).resolve()
    if not path.is_file():
        raise BadConfig(f"{name}: no such file: {value}")
    return path


def _folder(value: str, _name: str) -> Path:
    return Path(value).resolve()


def _perhaps_folder(value: str, name: str) -> Path | None:
    return _folder(value, name) if value else None


@dataclass(frozen=True, kw_only=True)
class Config:
    data_dir: Path = key(_folder)
    #: Not given: SQLite, in the data folder.
    #: engine.database_url reads it.
    database_url: str = key(_text, "")
    #: Not given: one of its own, made once and kept in the data folder.
    secret_key: str = key(_secret, "")
    host: str = key(_text, "127.0.0.1")
    port: int = key(_port, 8000)
    #: Where people reach it, when that is not http://host:port: links that are printed or mailed begin so.
    public_url: str = key(_address, "")
    #: Names by which it may be asked, besides that of public_url. With neither, by any.
    hosts: tuple[str, ...] = key(_hosts, ())
    #: True: refuses demo accounts, marks cookies Secure, needs a secret key of its own.
    production: bool = key(_yes_or_no, default=False)
    office_name: str = key(_text, "Dinas Sosial")
    #: A CSS colour such as #0b6b62; empty keeps Alur's own.
    brand_colour: str = key(_colour, "")
    #: An image file shown at login and in print.
    emblem: Path | None = key(_file, None)
    #: TOML with working hours, Ramadan profiles, local holidays (engine.calendar.file says which keys).
    calendar: Path | None = key(_file, None)
    #: TOML with the layout of the SOP sheet (engine.documents.sheet_profile says which keys).
    sheet_profile: Path | None = key(_file, None)
    timezone: str = key(_text, "Asia/Jakarta")
    #: A backup is taken into it each night; not given: none is.
    backup_dir: Path | None = key(_perhaps_folder, None)
    #: Who brings it may read /metrics; empty: nobody, and nothing is measured.
    metrics_token: str = key(_secret, "")

    @property
    def names(self) -> tuple[str, ...]:
        """By which it may be asked, without ports; empty: by any."""
        own = urlsplit(self.public_url).hostname
        known = f"[{own}]" if own and ":" in own else own
        return (known, *self.hosts) if known else self.hosts

    def link(self, path: str) -> str:
        """A full address for a path of ours."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}") + path


def load(environ: Mapping[str, str], *, create: bool = True) -> Config:
    """Config from the environment. Creates the data folder, and the secret key in it when none is given.

    Without `create`, for who only looks, nothing is made, and the secret key is empty when none is given.
    """
    given = {name: value for name, value in environ.items() if name.startswith("ALUR_")}
    known = {f"ALUR_{field.name.upper()}": field for field in fields(Config)}
    if unknown := sorted(given.keys() - known.keys() - _OTHERS):
        raise BadConfig(f"unknown setting: {', '.join(unknown)}{perhaps(unknown, known)}")
    given.setdefault("ALUR_DATA_DIR", "data")
    config = Config(
        **{
            field.name: field.metadata["read"](given[name], name)
            for name, field in known.items()
            if name in given
        }
    )
    if config.production and not config.secret_key:
        raise BadConfig("ALUR_SECRET_KEY is missing; production needs one (at least 32 characters)")
    return replace(
        config,
        secret_key=_filled(config) if create else config.secret_key,
    )


def _filled(config: Config) -> str:
    """The secret key, once the data folder is there."""
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadConfig(f"ALUR_DATA_DIR: {config.data_dir} can't be made ({error.strerror})") from None
    try:
        return config.secret_key or _own_secret(config.data_dir)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it holds no text"
        raise BadConfig(f"the secret key can't be kept in {config.data_dir} ({why})") from None


def _own_secret(data_dir: Path) -> str:
    """Made by the first process that needs it, and never seen half written by another."""
    path = data_dir / "secret_key"
    if not path.exists():
        made = data_dir / f"secret_key.{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48), "ascii")
        try:
            os.link(made, path)
        except OSError:  # another process was first, or the file system knows no links
            if not path.exists():
                made.replace(path)
        made.unlink(missing_ok=True)
    return path.read_text("ascii").strip()
