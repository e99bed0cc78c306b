"""Settings, from environment variables ALUR_…, read once into one frozen object.

An unknown ALUR_ variable, an unreadable value, or one that is missing stops the start with a sentence.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: Known to the tests and tools only.
_OTHERS = {"ALUR_CORPORA", "ALUR_MEDIA", "ALUR_TEST_DATABASES"}


#: Goes into a style sheet as it is.
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-z]{3,20}", re.ASCII)


class BadConfig(Exception):
    """A setting that can't be used; the message says which and why."""


@dataclass(frozen=True, kw_only=True)
class Config:
    data_dir: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    #: Where people reach it, when that is not http://host:port: links that are printed or mailed begin so.
    public_url: str = ""
    #: True: refuses demo accounts, marks cookies Secure, needs a secret key of its own.
    production: bool = False
    office_name: str = "Dinas Sosial"
    #: A CSS colour such as #0b6b62; empty keeps Alur's own.
    brand_colour: str = ""
    #: An image file shown at login and in print.
    emblem: Path | None = None
    #: TOML with working hours, Ramadan profiles, local holidays (engine.calendar says which keys).
    calendar: Path | None = None
    #: TOML with the layout of the SOP sheet (engine.documents.sheet_profile says which keys).
    sheet_profile: Path | None = None
    timezone: str = "Asia/Jakarta"

    def link(self, path: str) -> str:
        """A full address for a path of ours."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}") + path


def load(environ: Mapping[str, str]) -> Config:
    """Config from the environment. Creates the data folder, and the secret key in it when none is given."""
    given = {
        name.removeprefix("ALUR_").lower(): value
        for name, value in environ.items()
        if name.startswith("ALUR_") and name not in _OTHERS
    }
    unknown = given.keys() - Config.__dataclass_fields__.keys()
    if unknown:
        raise BadConfig(f"unknown setting: {', '.join(sorted(f'ALUR_{name.upper()}' for name in unknown))}")
    production = _yes_or_no("production", given.get("production", "0"))
    data_dir = Path(given.get("data_dir", "data")).resolve()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadConfig(f"ALUR_DATA_DIR: {data_dir} can't be made ({error.strerror})") from None
    if production and not given.get("secret_key"):
        raise BadConfig("ALUR_SECRET_KEY is missing; production needs one (at least 32 characters)")
    secret_key = given.get("secret_key") or _own_secret(data_dir)
    if len(secret_key) < 32:
        raise BadConfig("ALUR_SECRET_KEY is too short; it needs at least 32 characters")
    defaults = Config.__dataclass_fields__
    return Config(
        data_dir=data_dir,
        database_url=_database(given.get("database_url") or f"sqlite:///{data_dir / 'alur.sqlite3'}"),
        secret_key=secret_key,
        production=production,
        port=_port(given.get("port", "8000")),
        host=given.get("host", str(defaults["host"].default)),
        public_url=_address(given.get("public_url", "")),
        office_name=given.get("office_name", str(defaults["office_name"].default)),
        brand_colour=_colour(given.get("brand_colour", "")),
        emblem=_file("emblem", given.get("emblem")),
        calendar=_file("calendar", given.get("calendar")),
        sheet_profile=_file("sheet_profile", given.get("sheet_profile")),
        timezone=given.get("timezone", str(defaults["timezone"].default)),
    )


def _own_secret(data_dir: Path) -> str:
    """Made by the first process that needs it, and never seen half written by another."""
    path = data_dir / "secret_key"
    if not path.exists():
        made = data_dir / f"secret_key.{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, path)
        except OSError:  # another process was first, or the file system knows no links
            if not path.exists():
                made.replace(path)
        made.unlink(missing_ok=True)
    return path.read_text().strip()


def _yes_or_no(name: str, value: str) -> bool:
    if value.lower() not in {"0", "1", "yes", "no", "true", "false"}:
        raise BadConfig(f"ALUR_{name.upper()} is {value!r}; it takes 1 or 0")
    return value.lower() in {"1", "yes", "true"}


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 <= int(value) <= 65535:
        raise BadConfig(f"ALUR_PORT is {value!r}; it takes a number up to 65535")
    return int(value)


def _address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", value):
        raise BadConfig(
            f"ALUR_PUBLIC_URL is {value!r}; it takes an address such as https://alur.example.go.id"
        )
    return value.rstrip("/")


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise BadConfig("ALUR_DATABASE_URL takes sqlite:///… or postgresql://…")
    return value


def _colour(value: str) -> str:
    if value and not _COLOUR.fullmatch(value):
        raise BadConfig(f"ALUR_BRAND_COLOUR is {value!r}; it takes a CSS colour such as #0b6b62")
    return value


def _file(name: str, value: str | None) -> Path | None:
    if not value:
        return None
    path = Path(value).resolve()
    if not path.is_file():
        raise BadConfig(f"ALUR_{name.upper()}: no such file: {value}")
    return path
