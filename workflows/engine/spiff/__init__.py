"""SpiffWorkflow, and what it is taught here: to read our diagrams and to behave as BPMN says."""
