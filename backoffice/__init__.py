"""The back office: Flask-Admin for agents, analysts and administrators.

app       the factory `create_app(world)`
auth      who is signed in; `acting()` and `looking()` open a use case in this person's name
shield    headers, content security policy, foreign origins
failures  every WorkflowError and HTTP error as a French page
wording   dates, sizes and labels as templates show them
views/    one file per screen; each view reads, calls one use case, answers
studio/   browser sources of the editors; `draft/` is what they share: saving, findings

`views/studio/` are the screens of `/conception/…`; each declares its entry of the sub-menu.

No query, no rule and no commit here: they belong to `workflows.use_cases`. The lists of
`views/listing.py` are the exception that reads tables, through a session that cannot write.
"""
