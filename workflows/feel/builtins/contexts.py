"""Context functions (DMN 1.5, 10.3.4.10, table 76)."""

from workflows.feel.builtins.library import built_in

Context = dict[str, object]


@built_in("get value(context: context, key: string)")
@built_in("get value(m: context, key: string)")
def get_value(context: Context, key: str) -> object:
    """Return the entry of a key, null when there is none."""
    return context.get(key)


@built_in("get entries(context: context)")
@built_in("get entries(m: context)")
def get_entries(context: Context) -> list[object]:
    """Return one context `{key, value}` per entry."""
    return [{"key": key, "value": value} for key, value in context.items()]


@built_in("context(entries: list)")
def context_of(entries: list[object]) -> Context | None:
    """Return the context of a list of `{key, value}`, null when a key is missing or repeated."""
    made: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry["value"]
    return made


@built_in("context put(context: context, key: string, value: Any)")
def put(context: Context, key: str, value: object) -> Context:
    """Return the context with an entry added or replaced."""
    return {**context, key: value}


@built_in("context put(context: context, keys: list, value: Any)")
def put_deep(context: Context, keys: list[object], value: object) -> Context | None:
    """Return the context with an entry put at a path of keys."""
    key, *deeper = keys or [None]
    if not isinstance(key, str):
        return None
    if not deeper:
        return {**context, key: value}
    inner = context.get(key, {})
    made = put_deep(inner, deeper, value) if isinstance(inner, dict) else None
    return None if made is None else {**context, key: made}


@built_in("context merge(contexts: list)")
def merge(contexts: list[object]) -> Context | None:
    """Return one context of the entries of all, the last one prevailing."""
    made: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        made |= context
    return made
