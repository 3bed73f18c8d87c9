"""Writes small decision files for the tests."""

from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m">'
)


def table(
    policy: str, rules: list[tuple[str, ...]], *, inputs=("age",), outputs=("tarif",)
) -> bytes:
    """Return a file of one decision `d`; `policy` may be followed by an aggregation: COLLECT SUM.

    An output may be `name=values` and then `=default` to list its values and its default.
    """
    name, _mark, aggregation = (
        policy.partition(" ") if policy.startswith("COLLECT") else (policy, "", "")
    )
    extra = f" aggregation={quoteattr(aggregation)}" if aggregation else ""
    body = "".join(_input(text) for text in inputs)
    body += "".join(_output(text) for text in outputs)
    body += "".join(_rule(i, cells, len(inputs)) for i, cells in enumerate(rules, 1))
    return decisions(f"<decisionTable hitPolicy={quoteattr(name)}{extra}>{body}</decisionTable>")


def decisions(*logics: str) -> bytes:
    """Return a file whose decisions `d`, `d2`… have these boxed expressions."""
    names = [f"d{i or ''}" for i in range(len(logics))]
    return file(
        "".join(
            f'<decision id="{name}" name="{name}"><variable name="{name}"/>{logic}</decision>'
            for name, logic in zip(names, logics, strict=True)
        )
    )


def file(content: str) -> bytes:
    return f"{HEAD}{content}</definitions>".encode()


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def _text(tag: str, text: str) -> str:
    return f"<{tag}><text>{escape(text)}</text></{tag}>"


def _input(text: str) -> str:
    return f"<input label={quoteattr(text)}>{_text('inputExpression', text)}</input>"


def _output(text: str) -> str:
    name, _mark, values = text.partition("=")
    allowed, _mark, default = values.partition("=")
    inner = _text("outputValues", allowed) if allowed else ""
    inner += _text("defaultOutputEntry", default) if default else ""
    return f"<output name={quoteattr(name)}>{inner}</output>"


def _rule(index: int, cells: tuple[str, ...], width: int) -> str:
    tests = "".join(_text("inputEntry", cell) for cell in cells[:width])
    outputs = "".join(_text("outputEntry", cell) for cell in cells[width:])
    return f'<rule id="r{index}">{tests}{outputs}</rule>'
