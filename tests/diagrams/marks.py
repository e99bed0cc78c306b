"""What each tool adds to a drawing in words of its own: forms, and whatever else it keeps in the file."""

from __future__ import annotations

import json

from lxml import etree

from tests.diagrams.picture import MODEL, is_node, kind
from tests.diagrams.writing import CAMUNDA, Tree, drawn_elements, extend, taken_forms

MODELER = "{http://camunda.org/schema/modeler/1.0}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
FLOWABLE = "{http://flowable.org/bpmn}"
ACTIVITI = "{http://activiti.org/bpmn}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
SIGNAVIO = "{http://www.signavio.com}"
BIZAGI = "{http://www.bizagi.com/bpmn20}"
TRISO = "{http://www.trisotech.com/2015/triso/modeling}"
COLOUR = "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}"
I18N = "{http://www.omg.org/spec/BPMN/non-normative/extensions/i18n/1.0}"
ARIS = "{http://www.softwareag.com/aris/bpmn2}"
XML = "{http://www.w3.org/XML/1998/namespace}"
BOC = "{http://www.boc-group.com}"


def camunda_7(root: Tree) -> None:
    root.set("exporter", "Camunda Modeler")
    root.set(f"{MODELER}executionPlatform", "Camunda Platform")
    for process in root.iterfind(f"{MODEL}process"):
        process.set(f"{CAMUNDA}historyTimeToLive", "180")
    for step in root.iter(f"{MODEL}serviceTask"):
        step.set(f"{CAMUNDA}type", "external")
        kept = extend(step, f"{CAMUNDA}inputOutput")
        etree.SubElement(kept, f"{CAMUNDA}inputParameter", name="jumlah").text = "${meter}"


def camunda_7_forms(root: Tree) -> None:
    """As the drawings have them."""


def camunda_8_forms(root: Tree) -> None:
    for number, (step, fields, groups) in enumerate(taken_forms(root)):
        if groups:
            extend(step, f"{ZEEBE}assignmentDefinition", {"candidateGroups": groups})
        if fields:
            form = [
                {"type": "textfield", "key": field.get("id"), "label": field.get("label")}
                | ({"type": "number"} if field.get("type") in {"long", "number"} else {})
                for field in fields
            ]
            process = next(step.iterancestors(f"{MODEL}process"))
            text = json.dumps({"components": form, "schemaVersion": 16})
            extend(process, f"{ZEEBE}userTaskForm", {"id": f"formulir_{number}"}, text)
            extend(step, f"{ZEEBE}formDefinition", {"formKey": f"camunda-forms:bpmn:formulir_{number}"})
        extend(step, f"{ZEEBE}userTask")


def camunda_8(root: Tree) -> None:
    root.set(f"{MODELER}executionPlatform", "Camunda Cloud")
    for step in root.iter(f"{MODEL}serviceTask"):
        extend(step, f"{ZEEBE}taskDefinition", {"type": "kirim", "retries": "3"})
    for call in root.iter(f"{MODEL}callActivity"):
        extend(call, f"{ZEEBE}calledElement", {"processId": call.attrib.pop("calledElement", "")})


def flowable_forms(root: Tree) -> None:
    for step, fields, groups in taken_forms(root):
        if groups:
            step.set(f"{FLOWABLE}candidateGroups", groups)
        for field in fields:
            said = {
                "id": field.get("id"),
                "name": field.get("label"),
                # Words in an input of some plugin's own.
                "type": {"string": "short-text"}.get(field.get("type"), field.get("type")),
                "required": "true",
            }
            extend(step, f"{FLOWABLE}formProperty", said)


def spiff_forms(root: Tree) -> None:
    for step, fields, _groups in taken_forms(root):
        if fields:
            kept = extend(step, f"{SPIFF}properties")
            said = {"name": "formJsonSchemaFilename", "value": f"{step.get('id')}-schema.json"}
            etree.SubElement(kept, f"{SPIFF}property", said)


def spiff(root: Tree) -> None:
    for step in root.iter(f"{MODEL}userTask", f"{MODEL}manualTask"):
        extend(step, f"{SPIFF}preScript", None, "x = 1")
        extend(step, f"{SPIFF}instructionsForEndUser", None, "Isi **semua** kolom.")


def signavio(root: Tree) -> None:
    root.set("exporter", "Signavio Process Editor")
    for element in drawn_elements(root):
        extend(element, f"{SIGNAVIO}signavioMetaData", {"metaKey": "bgcolor", "metaValue": "#ffffff"})
        if element.get("name"):
            element.set("name", element.get("name").replace(" ", "\n", 1))
    for start in root.iter(f"{MODEL}startEvent"):
        start.set("isInterrupting", start.get("isInterrupting", "true"))


def sap(root: Tree) -> None:
    """What the standard says anyway is written out, and every name a second time in another language."""
    for element in drawn_elements(root):
        if element.get("name"):
            words = {f"{XML}lang": "en"}
            extend(element, f"{I18N}translation", words, element.get("name").upper())
        if kind(element).lower().endswith("task"):
            for name, value in (("startQuantity", "1"), ("completionQuantity", "1")):
                element.set(name, value)
            element.set("isForCompensation", element.get("isForCompensation", "false"))
        if kind(element).endswith("Gateway"):
            element.set("gatewayDirection", "Unspecified")
        if kind(element) == "process":
            extend(element, f"{ARIS}attribute", {"name": "AT_X"}, "1", declared={None: ARIS[1:-1]})
            element.set("isClosed", "false")
            element.set("processType", "None")


def bizagi(root: Tree) -> None:
    """Extensions declare themselves; loops have a counter of their own in the standard's namespace."""
    for element in drawn_elements(root):
        if element.find(f"{MODEL}documentation") is None and is_node(element):
            element.insert(0, etree.Element(f"{MODEL}documentation"))
        kept = extend(element, f"{BIZAGI}BizagiExtensions", declared={"bizagi": BIZAGI[1:-1]})
        properties = etree.SubElement(kept, f"{BIZAGI}BizagiProperties")
        etree.SubElement(properties, f"{BIZAGI}BizagiProperty", name="bgColor", value="White")
    for loop in root.iter(f"{MODEL}standardLoopCharacteristics"):
        etree.SubElement(loop, f"{MODEL}LoopCounter").text = "0"
    for flow in root.iter(f"{MODEL}messageFlow"):
        flow.set("messageRef", "Message_1")


def trisotech(root: Tree) -> None:
    """Attributes everywhere, also on its own elements, and a reference to what is nowhere."""
    for element in drawn_elements(root):
        element.set(f"{TRISO}shapeKind", kind(element))
    for process in root.iterfind(f"{MODEL}process"):
        charter = extend(process, f"{TRISO}ProjectCharter", {f"{TRISO}version": "2"})
        etree.SubElement(charter, f"{TRISO}projectGoals").text = "Layanan cepat & tepat"
    for step in root.iter(f"{MODEL}serviceTask"):
        step.set("operationRef", "triso:unspecified")


def adonis(root: Tree) -> None:
    """A prefix that everybody else uses for Camunda: the editor's library mixes them up, and can't save that.

    Among its own elements stands one that the standard seems to have, because its prefix was forgotten.
    """
    for process in root.iterfind(f"{MODEL}process"):
        kept = extend(process, f"{BOC}modelattributes", declared={"boc": BOC[1:-1]})
        etree.SubElement(kept, f"{BOC}metavalue", name="Author", index="1").text = "Budi"
        etree.SubElement(kept, f"{MODEL}Grid", spacing="15")
    for step in root.iter(f"{MODEL}serviceTask"):
        extend(step, f"{ACTIVITI}field", {"name": "kelas"}, declared={"camunda": ACTIVITI[1:-1]})


def coloured(root: Tree) -> None:
    for element in drawn_elements(root):
        extend(element, "{https://asing.example/catatan}warna", {"nama": "biru"}, "catatan")
