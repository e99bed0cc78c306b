"""Types of fields: one file each, listed here.

The same name finds a type's words (`field_types.toml`), its control (webforms/templates/form/types) and its
reader in the page (webforms/frontend/src/form/types).
"""

from __future__ import annotations

from engine.forms.types.authority import Authority
from engine.forms.types.base import FieldType, Inputs, Shape
from engine.forms.types.changes import Changes
from engine.forms.types.checkbox import Checkbox
from engine.forms.types.checklist import Checklist
from engine.forms.types.date import Date
from engine.forms.types.datetime import DateTime
from engine.forms.types.dispatch import TYPES, UNKNOWN, type_of
from engine.forms.types.file import File
from engine.forms.types.file_or_text import FileOrText
from engine.forms.types.files import Files
from engine.forms.types.group import Group
from engine.forms.types.item_ref import ItemRef
from engine.forms.types.item_select import ItemSelect
from engine.forms.types.multiselect import Multiselect
from engine.forms.types.number import Number
from engine.forms.types.per_item_select import PerItemSelect
from engine.forms.types.preview import Preview
from engine.forms.types.print import Print
from engine.forms.types.radio import Radio
from engine.forms.types.repeat import Repeat
from engine.forms.types.richtext import Richtext
from engine.forms.types.select import Select
from engine.forms.types.tags import Tags
from engine.forms.types.text import Text
from engine.forms.types.textarea import Textarea
from engine.forms.types.url import Url

__all__ = ["CAMUNDA_NAMES", "TYPES", "UNKNOWN", "FieldType", "Inputs", "Shape", "type_of"]

#: The most used first: the editor offers them in this order.
_ALL: tuple[FieldType, ...] = (
    *(Text(), Textarea(), Number(), Date(), DateTime(), Radio(), Select(), Multiselect(), Checklist()),
    *(Checkbox(), Url(), Files(), File(), FileOrText(), Tags(), Repeat(), Group(), Richtext()),
    *(ItemSelect(), ItemRef(), PerItemSelect(), Preview(), Changes(), Authority(), Print()),
)
TYPES.update((item.name, item) for item in _ALL)
#: Camunda 7's own types, and what they are here.
CAMUNDA_NAMES = {item.camunda: item.name for item in _ALL if item.camunda}
