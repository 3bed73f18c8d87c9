"""Writes random expressions, most of them well formed, some broken on purpose."""

from random import Random

from workflows.feel.builtins import LIBRARY

NAMES = ("a", "b", "liste", "contexte", "montant total", "absent", "item", "?")
LITERALS = (
    *("0", "1", "-1", "2.5", "1e3", "99999999999999999999", "0.1", "1E6000", "1E-6000", "12"),
    *('""', '"é"', '"abc"', '"a b"', '"(a+)+$"', '"[x"', '"\\\\1"', '"2026-03-12"', '"PT1H"'),
    *("true", "false", "null", "[]", "{}", '@"2026-03-12"', '@"10:00:00+11:00"', '@"P1Y"'),
    *('@"2026-03-29T02:30:00@Europe/Paris"', '@"P9999D"', '@"-P1DT1S"', '@"9999-12-31"'),
    *('@"-2021-03-12"', '@"99999-12-31T23:59:59Z"', '@"999999999-12-31"'),
    *("[1..3]", "]1..3[", "(< 5)", "(!= 1)", '["a".."z"]', "1..1000000", "[1..1000000]"),
)
OPERATORS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", "..")
TYPES = ("number", "string", "date and time", "list<number>", "context<a: Any>", "range<date>", "?")
FUNCTIONS = tuple(sorted(LIBRARY))


def seeded(seed: int) -> Random:
    """Return a source of chance that gives the same expressions each time."""
    return Random(seed)  # noqa: S311  no secret is made of it


def write(random: Random, depth: int = 4) -> str:
    """Return an expression of at most `depth` levels."""
    if depth <= 0 or random.random() < 0.2:
        return random.choice(LITERALS if random.random() < 0.7 else NAMES)
    return random.choice(SHAPES)(random, depth - 1)


def _binary(random: Random, depth: int) -> str:
    operator = random.choice(OPERATORS)
    return f"{write(random, depth)} {operator} {write(random, depth)}"


def _group(random: Random, depth: int) -> str:
    return f"({write(random, depth)})"


def _signed(random: Random, depth: int) -> str:
    return random.choice(("-", "- ", "--")) + write(random, depth)


def _if(random: Random, depth: int) -> str:
    then, otherwise = write(random, depth), write(random, depth)
    return f"if {write(random, depth)} then {then} else {otherwise}"


def _for(random: Random, depth: int) -> str:
    head = f"for x in {write(random, depth)}"
    if random.random() < 0.5:
        head += f", y in {write(random, depth)}"
    return f"{head} return {random.choice(('x', 'partial', write(random, depth)))}"


def _quantified(random: Random, depth: int) -> str:
    word = random.choice(("some", "every"))
    return f"{word} x in {write(random, depth)} satisfies {write(random, depth)}"


def _list(random: Random, depth: int) -> str:
    return "[" + ", ".join(write(random, depth) for _ in range(random.randrange(4))) + "]"


def _context(random: Random, depth: int) -> str:
    names = random.sample(("a", "b", "c d", '"é-1"'), random.randrange(4))
    return "{" + ", ".join(f"{name}: {write(random, depth)}" for name in names) + "}"


def _filter(random: Random, depth: int) -> str:
    return f"({write(random, depth)})[{write(random, depth)}]"


def _path(random: Random, depth: int) -> str:
    name = random.choice(("a", "b", "year", "days", "start", "start included", "c d"))
    return f"({write(random, depth)}).{name}"


def _call(random: Random, depth: int) -> str:
    function = random.choice(FUNCTIONS)
    parameters = LIBRARY[function].parameters
    count = max(0, len(parameters) + random.choice((-1, 0, 0, 0, 0, 1)))
    arguments = [write(random, depth) for _ in range(count)]
    if random.random() < 0.2 and count == len(parameters):
        arguments = [f"{n}: {a}" for n, a in zip(parameters, arguments, strict=True)]
    return f"{function}({', '.join(arguments)})"


def _lambda(random: Random, depth: int) -> str:
    body = random.choice(("x", "x < y", "x = y", write(random, depth)))
    return f"function(x, y) {body}"


def _recursion(random: Random, depth: int) -> str:
    return "{f: function(n) " + random.choice(("f(n + 1)", "[f(n), f(n)]")) + ", r: f(1)}"


def _instance(random: Random, depth: int) -> str:
    return f"({write(random, depth)}) instance of {random.choice(TYPES)}"


def _broken(random: Random, depth: int) -> str:
    """Return an expression with one character lost, doubled or replaced."""
    text = write(random, depth)
    place = random.randrange(len(text) + 1)
    return (
        text[:place] + random.choice(("", "(", '"', "]", "é", "\\", ".", "🐎")) + text[place + 1 :]
    )


SHAPES = (
    *(_binary, _binary, _group, _if, _for, _quantified, _list, _context, _filter, _path),
    *(_signed, _call, _call, _call, _lambda, _recursion, _instance, _broken),
)
