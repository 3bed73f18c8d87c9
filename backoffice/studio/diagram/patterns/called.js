// The first draft of a diagram that another one calls: one manual task between a start and an end.

/** Return the text of a BPMN file whose process is `id`. */
export function called(id, name) {
  const shown = name.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_${id}" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="${id}" name="${shown}" isExecutable="true">
    <bpmn:startEvent id="Debut">
      <bpmn:outgoing>Flux_debut</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:manualTask id="Faire" name="${shown}">
      <bpmn:incoming>Flux_debut</bpmn:incoming>
      <bpmn:outgoing>Flux_fin</bpmn:outgoing>
    </bpmn:manualTask>
    <bpmn:endEvent id="Fin">
      <bpmn:incoming>Flux_fin</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Flux_debut" sourceRef="Debut" targetRef="Faire" />
    <bpmn:sequenceFlow id="Flux_fin" sourceRef="Faire" targetRef="Fin" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Schema_${id}">
    <bpmndi:BPMNPlane id="Plan_${id}" bpmnElement="${id}">
      <bpmndi:BPMNShape id="Debut_di" bpmnElement="Debut">
        <dc:Bounds x="160" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Faire_di" bpmnElement="Faire">
        <dc:Bounds x="260" y="80" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Fin_di" bpmnElement="Fin">
        <dc:Bounds x="422" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Flux_debut_di" bpmnElement="Flux_debut">
        <di:waypoint x="196" y="120" />
        <di:waypoint x="260" y="120" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Flux_fin_di" bpmnElement="Flux_fin">
        <di:waypoint x="360" y="120" />
        <di:waypoint x="422" y="120" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}
