"""What was changed in a calendar, for the record and in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.calendar.entries import EVERYWHERE, Entries, to_document
from engine.calendar.hours import WEEKDAYS
from engine.calendar.words import plain_day
from engine.texts import text

#: Told one by one; of more than these their number.
_SHOWN = 5
_KINDS = ("units", "other_hours", "days")
_UNTOLD = {"id", "week"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry that was added, changed or removed; `fields`: what stood there before and after."""

    entry: str
    action: str
    name: str
    fields: Mapping[str, tuple[Any, Any]]

    def to_body(self) -> dict[str, Any]:
        """For an event."""
        fields = {name: list(pair) for name, pair in self.fields.items()}
        return {"entry": self.entry, "action": self.action, "name": self.name, "fields": fields}


def from_body(body: Mapping[str, Any]) -> Change:
    """What `to_body` wrote."""
    fields = {name: (before, after) for name, (before, after) in body["fields"].items()}
    return Change(entry=body["entry"], action=body["action"], name=body["name"], fields=fields)


def differences(before: Entries, after: Entries) -> list[Change]:
    """In the order of units, other hours, days."""
    old, new = _flat(before), _flat(after)
    keys = dict.fromkeys([*old, *new])
    found = [_difference(key[0], old.get(key, {}), new.get(key, {})) for key in keys]
    return sorted((each for each in found if each.fields), key=lambda each: _KINDS.index(each.entry))


def _difference(entry: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    names = dict.fromkeys([*before, *after])
    fields = {name: (before.get(name), after.get(name)) for name in names}
    action = "changed" if before and after else "added" if after else "removed"
    return Change(
        entry=entry,
        action=action,
        name=str((after or before)["name"]),
        fields={name: pair for name, pair in fields.items() if pair[0] != pair[1]},
    )


def _flat(entries: Entries) -> dict[tuple[str, int], dict[str, Any]]:
    """Each entry as its fields: the days of a week among them, a unit by its name."""
    document, names = to_document(entries), {unit.id: unit.name for unit in entries.units}
    names[EVERYWHERE] = ""
    return {(kind, entry["id"]): _fields(entry, names) for kind in _KINDS for entry in document[kind]}


def _fields(entry: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    flat = {name: value for name, value in entry.items() if name not in _UNTOLD}
    if "unit" in flat:
        flat["unit"] = names[flat["unit"]]
    return flat | dict(entry.get("week", {}))


def in_words(changes: Sequence[Change], language: str) -> str:
    """One sentence for each, of many only the first ones."""
    shown = [_sentence(each, language) for each in changes[:_SHOWN]]
    if len(changes) > _SHOWN:
        shown.append(text("calendar.change.more", language, n=len(changes) - _SHOWN))
    return "; ".join(shown)


def _sentence(change: Change, language: str) -> str:
    what = text(
        f"calendar.change.{change.entry}_{change.action}",
        language,
        name=change.name or text("calendar.office", language),
    )
    details = ", ".join(_details(change, language))
    return f"{what} ({details})" if details else what


def _details(change: Change, language: str) -> Iterator[str]:
    for name, (before, after) in change.fields.items():
        if name == "name" and change.action != "changed":
            continue
        label = text(f"calendar.{'weekday' if name in WEEKDAYS else 'field'}.{name}", language)
        was, now = (_value(name, each, language) for each in (before, after))
        if change.action == "changed":
            yield text("calendar.change.field", language, label=label, before=was, after=now)
        elif (now or was) and (change.entry != "days" or name != "unit"):
            yield f"{label}: {now or was}"


def _value(name: str, value: Any, language: str) -> str:
    if value is None:
        return ""
    if name in {"first", "last"}:
        return plain_day(date.fromisoformat(value), language)
    if name in {"kind", "observes"}:
        return text(f"calendar.{name}.{value}", language)
    if isinstance(value, list):
        return hours_in_words(value, language) if name in WEEKDAYS or name == "hours" else ", ".join(value)
    return str(value)


def hours_in_words(written: Sequence[str], language: str) -> str:
    """ "07.30–12.00, 13.00–16.00", "libur"."""
    if not written:
        return text("calendar.free", language)
    joined = ", ".join(written).replace("-", "–")
    return joined if language == "en" else joined.replace(":", ".")
