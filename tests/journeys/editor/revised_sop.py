"""SOP 032 as an admin would change it: one more field, and a second decision by a new role, Kepala Dinas."""

from __future__ import annotations

from tests.conftest import ROOT

SOP = ROOT / "processes" / "pengelolaan-website-dan-media-sosial.bpmn"
ROLE = "Kepala Dinas"
FIELD = "Nomor surat tugas"
STEP = "Menyetujui penayangan materi"

_LANE = """
      <bpmn:lane id="Lane_kepala" name="Kepala Dinas">
        <bpmn:flowNodeRef>Setujui_tayang</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>Disetujui_kepala</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>"""

_FIELD = """
          <camunda:formField id="nomor_surat" label="Nomor surat tugas" type="text">
            <camunda:validation>
              <camunda:constraint name="required"/>
            </camunda:validation>
          </camunda:formField>
          <camunda:formField id="bidang\""""

_STEP = """
    <bpmn:userTask id="Setujui_tayang" name="Menyetujui penayangan materi">
      <bpmn:extensionElements>
        <camunda:properties>
          <camunda:property name="kelengkapan" value="Materi yang sudah disetujui Tim Kerja"/>
          <camunda:property name="norma_waktu" value="PT30M"/>
          <camunda:property name="keluaran" value="Materi yang sudah disetujui Kepala Dinas"/>
        </camunda:properties>
        <camunda:formData>
          <camunda:formField id="keputusan_kepala" label="Apakah penayangan disetujui?" type="radio">
            <camunda:validation>
              <camunda:constraint name="required"/>
            </camunda:validation>
            <camunda:value id="ya" name="Ya"/>
            <camunda:value id="tidak" name="Tidak"/>
          </camunda:formField>
        </camunda:formData>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:exclusiveGateway id="Disetujui_kepala" name="Disetujui Kepala Dinas?" default="Alur_kepala_tidak"/>
    <bpmn:userTask id="Tayangkan\""""

_FLOWS = """
    <bpmn:sequenceFlow id="Alur_kepala" sourceRef="Setujui_tayang" targetRef="Disetujui_kepala"/>
    <bpmn:sequenceFlow id="Alur_kepala_ya" name="Ya" sourceRef="Disetujui_kepala" targetRef="Tayangkan">
      <bpmn:conditionExpression>{condition}</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Alur_kepala_tidak" name="Tidak" sourceRef="Disetujui_kepala"
      targetRef="Pilih_bahan"/>
    <bpmn:sequenceFlow id="Alur_tayang\""""

_SHAPES = """
      <bpmndi:BPMNShape id="Lane_kepala_di" bpmnElement="Lane_kepala" isHorizontal="true">
        <dc:Bounds x="190" y="680" width="1160" height="200"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Setujui_tayang_di" bpmnElement="Setujui_tayang">
        <dc:Bounds x="815" y="735" width="190" height="90"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Disetujui_kepala_di" bpmnElement="Disetujui_kepala" isMarkerVisible="true">
        <dc:Bounds x="1060" y="755" width="50" height="50"/>
        <bpmndi:BPMNLabel><dc:Bounds x="1110" y="812" width="90" height="28"/></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Alur_kepala_di" bpmnElement="Alur_kepala">
        <di:waypoint x="1005" y="780"/><di:waypoint x="1060" y="780"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Alur_kepala_ya_di" bpmnElement="Alur_kepala_ya">
        <di:waypoint x="1110" y="780"/><di:waypoint x="1145" y="780"/><di:waypoint x="1145" y="425"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Alur_kepala_tidak_di" bpmnElement="Alur_kepala_tidak">
        <di:waypoint x="1085" y="805"/><di:waypoint x="1085" y="860"/><di:waypoint x="545" y="860"/>
        <di:waypoint x="545" y="400"/><di:waypoint x="570" y="400"/>
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>"""

_EDGE_BEFORE = """<di:waypoint x="875" y="580"/>
        <di:waypoint x="1145" y="580"/>
        <di:waypoint x="1145" y="425"/>"""
_EDGE_AFTER = '<di:waypoint x="875" y="580"/><di:waypoint x="910" y="580"/><di:waypoint x="910" y="735"/>'


def revised(*, condition: str = 'keputusan_kepala == "ya"') -> bytes:
    xml = SOP.read_text("utf-8")
    for before, after in (
        ("\n    </bpmn:laneSet>", _LANE),
        ('\n          <camunda:formField id="bidang"', _FIELD),
        ('\n    <bpmn:userTask id="Tayangkan"', _STEP),
        ('sourceRef="Disetujui" targetRef="Tayangkan"', 'sourceRef="Disetujui" targetRef="Setujui_tayang"'),
        ('\n    <bpmn:sequenceFlow id="Alur_tayang"', _FLOWS.format(condition=condition)),
        ('width="1190" height="600"', 'width="1190" height="800"'),
        (_EDGE_BEFORE, _EDGE_AFTER),
        ("\n    </bpmndi:BPMNPlane>", _SHAPES),
    ):
        assert xml.count(before) == 1, before
        xml = xml.replace(before, after)
    return xml.encode()
