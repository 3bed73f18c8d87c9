"""The diagrams of a process, as their viewer in the browser reads them."""

from flask import Response, jsonify

from workflows.use_cases.dossiers.reading.diagram import Diagram


def as_json(drawn: Diagram) -> Response:
    """Answer with the main diagram and those that it calls, and what is marked in each."""
    called = [
        {
            "file": each.file,
            "name": each.name,
            "bpmn": each.bpmn.decode(),
            "live": each.live,
            "passed": each.passed,
        }
        for each in drawn.called
    ]
    return jsonify(bpmn=drawn.bpmn.decode(), live=drawn.live, passed=drawn.passed, called=called)
