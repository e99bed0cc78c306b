"""The tools in whose manner our drawings are written. A new one is an entry here.

Each takes a drawing in Camunda 7's words and writes it as that tool would. Nothing here was copied from such
a tool's files; names of namespaces and elements are what their formats prescribe.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from tests.diagrams import marks
from tests.diagrams.picture import DC, DD, DI, Manner
from tests.diagrams.writing import Dialect

#: The prefixes of pictures that are not bpmn.io's.
OMG = (("bpmndi", DI), ("omgdc", DC), ("omgdi", DD))


def _uuid(prefix: str) -> Callable[[str], str]:
    return lambda name: f"{prefix}{uuid.uuid5(uuid.NAMESPACE_OID, name)}"


def _juel(text: str) -> str:
    return f"${{{text.replace(' and ', ' && ')}}}"


DIALECTS = (
    Dialect(
        name="Camunda Modeler 7",
        namespaces={"modeler": marks.MODELER[1:-1]},
        condition=_juel,
        forms=marks.camunda_7_forms,
        adorn=marks.camunda_7,
        picture=Manner(labels=True),
    ),
    Dialect(
        name="Camunda Modeler 8",
        namespaces={"zeebe": marks.ZEEBE[1:-1], "modeler": marks.MODELER[1:-1]},
        condition=lambda text: "=" + text.replace("==", "="),
        duration=lambda text: f'=duration("{text}")',
        forms=marks.camunda_8_forms,
        adorn=marks.camunda_8,
        picture=Manner(kept="folded"),
    ),
    Dialect(
        name="bpmn.io",
        prefix="bpmn2",
        namespaces={"asing": "https://asing.example/catatan"},
        adorn=marks.coloured,
        picture=Manner(kept="steps"),
    ),
    Dialect(
        name="Signavio",
        prefix=None,
        namespaces={"signavio": marks.SIGNAVIO[1:-1]},
        renamed=_uuid("sid-"),
        condition=lambda _text: "",
        executable="false",
        adorn=marks.signavio,
        picture=Manner(labels=True, prefixes=OMG),
    ),
    Dialect(
        name="SAP Signavio",
        prefix=None,
        namespaces={"i18n": marks.I18N[1:-1], "omgdc": DC[1:-1], "dmn": "http://www.omg.org/spec/DMN/20180521/MODEL/"},
        renamed=_uuid("sid-"),
        executable="false",
        adorn=marks.sap,
        picture=Manner(kept="folded", prefixes=OMG),
        line_ends=" ",
    ),
    Dialect(
        name="Bizagi",
        prefix=None,
        head='<?xml version="1.0"?>\n',
        renamed=lambda name: f"Id_{name.encode().hex()}",
        condition=lambda text: f"Bila {text}",
        executable="false",
        adorn=marks.bizagi,
        picture=Manner(renamed=True, labels=True),
        line_ends="\r\n",
    ),
    Dialect(
        name="Trisotech",
        prefix="semantic",
        namespaces={None: "https://alur.example", "triso": marks.TRISO[1:-1], "color": marks.COLOUR[1:-1]},
        head='<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>\n',
        encoding="iso-8859-1",
        renamed=_uuid("_"),
        condition=lambda text: text.replace("==", "="),
        executable="",
        adorn=marks.trisotech,
        picture=Manner(marks=((f"{marks.COLOUR}background-color", "#ffffff"),)),
    ),
    Dialect(
        name="ADONIS",
        prefix=None,
        head='<?xml version="1.0" encoding="us-ascii"?>',
        encoding="us-ascii",
        renamed=lambda name: f"obj.{name}",
        executable="",
        adorn=marks.adonis,
        picture=Manner(prefixes=OMG),
    ),
    Dialect(
        name="Flowable",
        prefix=None,
        namespaces={"flowable": marks.FLOWABLE[1:-1]},
        condition=_juel,
        ends=False,
        forms=marks.flowable_forms,
        picture=Manner(prefixes=OMG),
    ),
    Dialect(
        name="SpiffArena",
        namespaces={"spiffworkflow": marks.SPIFF[1:-1]},
        duration=lambda text: f'"{text}"',
        forms=marks.spiff_forms,
        adorn=marks.spiff,
    ),
    Dialect(
        name="a text editor",
        head="\ufeff",
        ends=False,
        forms=marks.camunda_7_forms,
        picture=Manner(kept="none"),
    ),
)  # fmt: skip
