"""Field types, one file each; `workflows.forms.registry` lists them."""
