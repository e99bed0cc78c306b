"""How copies are kept: as they are, or encrypted by age (https://age-encryption.org) for a key that only a
passphrase opens. Whoever takes a backup needs the public half alone: no passphrase lies on the server.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from engine.config import BadConfig
from engine.private import new_file

_PIECE = 1024 * 1024


class Sealing(Protocol):
    @property
    def recipient(self) -> str | None:
        """The public half of the key; None where nothing is encrypted."""
        ...

    @property
    def ending(self) -> str:
        """Of the names of copies."""
        ...

    def seal(self, source: Path, target: Path) -> None:
        """Write a copy that is on the disk when this returns."""
        ...

    def open(self, source: Path, target: Path) -> None:
        """Write what was copied; it is on the disk when this returns. Raises BadConfig where it can't be
        decrypted."""
        ...


class Plain:
    """As they are."""

    recipient: str | None = None
    ending = ""

    def seal(self, source: Path, target: Path) -> None:
        """A copy, byte for byte."""
        with source.open("rb") as old, new_file(target) as new:
            shutil.copyfileobj(old, new, _PIECE)

    open = seal


class Key:
    """Encrypted; `open` needs the private half."""

    ending = ".age"

    def __init__(self, recipient: str, private: str | None = None) -> None:
        self.recipient: str | None = recipient
        self._public = recipient
        self.private = private

    def seal(self, source: Path, target: Path) -> None:
        """For the key alone."""
        import pyrage

        with source.open("rb") as old, new_file(target) as new:
            pyrage.encrypt_io(old, new, [pyrage.x25519.Recipient.from_str(self._public)])

    def open(self, source: Path, target: Path) -> None:
        """Raises BadConfig where it was damaged or encrypted for another key."""
        import pyrage

        if self.private is None:
            raise ValueError("without the private half nothing can be decrypted")
        try:
            with source.open("rb") as old, new_file(target) as new:
                pyrage.decrypt_io(old, new, [pyrage.x25519.Identity.from_str(self.private)])
        except (pyrage.DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:  # a disk that is full
                raise
            raise BadConfig(f"{source} can't be decrypted: it is damaged, or of another key") from None


def new_key() -> Key:
    """With its private half."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return Key(str(identity.to_public()), str(identity))


def protected(key: Key, passphrase: str) -> bytes:
    """The private half, encrypted by a passphrase, to be kept beside the backups. Takes a second, on purpose:
    so does each guess."""
    import pyrage

    encrypted: bytes = pyrage.passphrase.encrypt(str(key.private).encode(), passphrase)
    return encrypted


def opened(key: Key, encrypted: bytes, passphrase: str) -> Key:
    """The same key with its private half. Raises BadConfig for a wrong passphrase."""
    import pyrage

    try:
        private = pyrage.passphrase.decrypt(encrypted, passphrase).decode()
    except pyrage.DecryptError:
        raise BadConfig("that is not the passphrase of these backups") from None
    return Key(str(key.recipient), private)
