"""Expressions of other tools written again in FEEL, when a diagram is imported.

Camunda 8 `=a > 3`, Camunda 7's JUEL `${a > 3 && b == "x"}`, SpiffWorkflow's Python-like
`a > 3 and b not in ["x"]`. What has no equivalent (method calls, functions of the host) is refused
with its place; a translation never answers otherwise than the original on the values it had.
"""

from dataclasses import dataclass

from workflows.feel.errors import FeelError
from workflows.feel.syntax.foreign_tokens import foreign_tokens
from workflows.feel.syntax.lexer import Kind, Token
from workflows.feel.syntax.names import KEYWORDS
from workflows.translation import _

OR, AND, NOT, COMPARE, ADD, MULTIPLY, SIGN, POWER = range(1, 9)
WORDS = {  # JUEL's words, then those both languages share
    **{"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="},
    **{"div": "/", "mod": "%", "and": "&&", "or": "||"},
}
PYTHON_WORDS = {"and": "&&", "or": "||", "in": "in", "is": "is", "not": "not"}
LEVELS = {
    **{"||": OR, "&&": AND},
    **dict.fromkeys(("==", "!=", "<", ">", "<=", ">=", "in", "is", "not"), COMPARE),
    **{"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "%": MULTIPLY, "**": POWER},
}
FEEL_OPERATORS = {"&&": "and", "||": "or", "==": "="}
CONSTANTS = {
    **{"true": "true", "false": "false", "null": "null"},
    **{"True": "true", "False": "false", "None": "null"},
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A translated part; `level` is how tightly it holds together."""

    text: str
    level: int = POWER + 1
    is_list: bool = False
    is_text: bool = False

    def within(self, level: int) -> str:
        """Return the text, between brackets when it holds less tightly than `level`."""
        return self.text if self.level >= level else f"({self.text})"


def to_feel(text: str, *, python: bool = False) -> str:
    """Return the FEEL text of an expression of any dialect.

    `python` reads what is neither `=…` nor `${…}` as SpiffWorkflow does; without it, it is FEEL.
    Raise FeelError at the place of what cannot be translated.
    """
    bare = text.strip()
    start = text.find(bare)
    if bare.startswith("="):
        return bare[1:].strip()
    if bare[:2] in {"${", "#{"}:
        if not bare.endswith("}"):
            raise FeelError(_("Il manque « } » à la fin."), start + len(bare))
        return _Translator(bare[2:-1], start + 2, python=False).whole()
    return _Translator(bare, start, python=True).whole() if python else bare


class _Translator:
    """One translation, by precedence climbing."""

    def __init__(self, text: str, offset: int, *, python: bool) -> None:
        self._tokens = foreign_tokens(text, offset)
        self._index = 0
        self._python = python
        self._depth = 0

    def whole(self) -> str:
        """Return the translation of everything."""
        found = self._choice()
        if self._token.kind is not Kind.END:
            raise self._refusal(self._token)
        return found.text

    @property
    def _token(self) -> Token:
        return self._tokens[self._index]

    def _take(self) -> Token:
        token = self._tokens[self._index]
        self._index += token.kind is not Kind.END
        return token

    def _skip(self, value: str) -> bool:
        found = self._token.value == value and self._token.kind is not Kind.STRING
        self._index += found
        return found

    def _expect(self, value: str) -> None:
        if not self._skip(value):
            raise FeelError(_("Il manque « %(text)s » ici.") % {"text": value}, self._token.start)

    def _refusal(self, token: Token) -> FeelError:
        return FeelError(
            _("« %(text)s » n’a pas d’équivalent en FEEL : récrivez cette condition.")
            % {"text": token.value or _("la fin")},
            token.start,
        )

    def _choice(self) -> _Part:
        """Translate `c ? a : b`, or `a if c else b`."""
        self._depth += 1
        if self._depth > 40:  # noqa: PLR2004  as FEEL's own nesting
            raise FeelError(_("L’expression imbrique trop de niveaux."), self._token.start)
        first = self._binary(OR)
        if self._python and self._skip("if"):
            condition = self._binary(OR)
            self._expect("else")
            first = self._conditional(condition, first, self._choice())
        elif not self._python and self._skip("?"):
            then = self._choice()
            self._expect(":")
            first = self._conditional(first, then, self._choice())
        self._depth -= 1
        return first

    @staticmethod
    def _conditional(condition: _Part, then: _Part, otherwise: _Part) -> _Part:
        return _Part(f"if {condition.text} then {then.text} else {otherwise.text}", 0)

    def _operator(self) -> str:
        """Return the operator at this place under its symbol, empty for anything else."""
        token = self._token
        if token.kind is Kind.SYMBOL:
            return token.value if token.value in LEVELS else ""
        words = PYTHON_WORDS if self._python else WORDS
        return words.get(token.value, "") if token.kind is Kind.WORD else ""

    def _binary(self, floor: int) -> _Part:
        left = self._unary()
        while True:
            operator = self._operator()
            level = LEVELS.get(operator, 0)
            if not operator or level < floor:
                return left
            self._take()
            if level == COMPARE:
                left = self._comparison(operator, left)
                continue
            right = self._binary(level if operator == "**" else level + 1)
            left = self._arithmetic(operator, left, right)

    def _arithmetic(self, operator: str, left: _Part, right: _Part) -> _Part:
        level = LEVELS[operator]
        one, other = left.within(level), right.within(level + 1)
        if operator != "%":
            return _Part(f"{one} {FEEL_OPERATORS.get(operator, operator)} {other}", level)
        if self._python:
            return _Part(f"modulo({left.text}, {right.text})")
        # Java's remainder has the sign of the dividend, FEEL's modulo that of the divisor
        one, other = left.within(POWER), right.within(POWER)
        return _Part(f"{one} - {other} * round down({one} / {other}, 0)", ADD)

    def _comparison(self, operator: str, left: _Part) -> _Part:
        if operator == "not":
            self._expect("in")
            return self._contrary(self._membership(left, self._binary(ADD)))
        if operator == "is":
            symbol = "!=" if self._skip("not") else "="
            return _Part(f"{left.within(ADD)} {symbol} {self._binary(ADD).within(ADD)}", COMPARE)
        right = self._binary(ADD)
        if self._python and LEVELS.get(self._operator()) == COMPARE:
            raise self._refusal(self._token)  # a < b < c
        if operator == "in":
            return self._membership(left, right)
        symbol = FEEL_OPERATORS.get(operator, operator)
        return _Part(f"{left.within(ADD)} {symbol} {right.within(ADD)}", COMPARE)

    @staticmethod
    def _membership(left: _Part, right: _Part) -> _Part:
        """Translate Python's `in`, which searches a text in a text and an item in a list."""
        if right.is_text:
            return _Part(f"contains({right.text}, {left.text})")
        if right.is_list:
            return _Part(f"{left.within(ADD)} in {right.text}", COMPARE)
        return _Part(f"list contains({right.text}, {left.text})")

    @staticmethod
    def _contrary(part: _Part) -> _Part:
        """Translate a negation: what is null counts as false in the other languages."""
        return _Part(f"({part.text}) != true", COMPARE)

    def _unary(self) -> _Part:
        token = self._token
        if token.kind is Kind.SYMBOL and token.value == "-":
            self._take()
            return _Part(f"-{self._binary(POWER).within(POWER)}", SIGN)
        if (token.value == "!" and token.kind is Kind.SYMBOL) or token.value == "not":
            self._take()
            return self._contrary(self._binary(NOT + 1) if self._python else self._unary())
        if token.value == "empty" and token.kind is Kind.WORD and not self._python:
            self._take()
            part = self._unary().within(COMPARE + 1)
            return _Part(f'({part} = null or {part} = "" or {part} = [])')
        return self._postfix()

    def _postfix(self) -> _Part:
        found = self._primary()
        while True:
            token = self._token
            if self._skip("."):
                name = self._take()
                if name.kind is not Kind.WORD:
                    raise self._refusal(name)
                found = _Part(f"{found.within(POWER + 1)}.{name.value}")
            elif self._skip("["):
                found = self._indexed(found)
            elif token.value == "(" and token.kind is Kind.SYMBOL:
                raise FeelError(
                    _("Un appel de fonction ou de méthode n’a pas d’équivalent en FEEL."),
                    token.start,
                )
            else:
                return found

    def _indexed(self, source: _Part) -> _Part:
        """Translate `list[0]`, counted from 1 in FEEL, and `map["key"]`."""
        negative = self._skip("-")
        token = self._take()
        self._expect("]")
        if token.kind is Kind.NUMBER and token.value.isdecimal():
            place = -int(token.value) if negative else int(token.value) + 1
            return _Part(f"{source.within(POWER + 1)}[{place}]")
        if token.kind is Kind.STRING and not negative:
            return _Part(f"get value({source.text}, {_quoted(token.value)})")
        raise self._refusal(token)

    def _primary(self) -> _Part:
        token = self._take()
        if token.kind is Kind.NUMBER:
            return _Part(token.value)
        if token.kind is Kind.STRING:
            return _Part(_quoted(token.value), is_text=True)
        if token.kind is Kind.WORD:
            return self._name(token)
        if token.value == "(":
            inner = self._choice()
            self._expect(")")
            return _Part(f"({inner.text})")
        if token.value == "[" and self._python:
            return self._list()
        raise self._refusal(token)

    def _name(self, token: Token) -> _Part:
        if token.value in CONSTANTS:
            return _Part(CONSTANTS[token.value])
        if token.value in KEYWORDS or token.value in {"lambda", "instanceof"}:
            raise self._refusal(token)
        return _Part(token.value)

    def _list(self) -> _Part:
        items: list[str] = []
        while self._token.value != "]":
            items.append(self._choice().text)
            if not self._skip(","):
                break
        self._expect("]")
        return _Part(f"[{', '.join(items)}]", is_list=True)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
