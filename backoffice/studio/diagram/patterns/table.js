// The first draft of a decision table: one input, one output, one rule that always applies.

/** Return the text of a DMN file whose only decision is `id`. */
export function table(id, name) {
  const shown = name.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="Definitions_${id}" name="${shown}" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="${id}" name="${shown}">
    <decisionTable id="Table_${id}" hitPolicy="FIRST">
      <input id="Entree_${id}" label="Date du jour">
        <inputExpression id="Lecture_${id}" typeRef="date"><text>today()</text></inputExpression>
      </input>
      <output id="Sortie_${id}" label="Résultat" name="resultat" typeRef="string" />
      <rule id="Regle_${id}">
        <inputEntry id="Cellule_${id}"><text>-</text></inputEntry>
        <outputEntry id="Resultat_${id}"><text>"à préciser"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram>
      <dmndi:DMNShape dmnElementRef="${id}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}
