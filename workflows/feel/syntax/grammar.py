"""The grammar of FEEL (DMN 1.5, 10.3.1.2): tokens -> tree, by precedence climbing.

Lowest first: or < and < comparison, between, in < + - < * / < ** < negation < instance of < path,
filter and call. `if`, `for`, `some`, `every` and `function` extend as far right as they can.
"""

from collections.abc import Iterable
from decimal import Decimal, DecimalException

from workflows.feel.errors import FeelError
from workflows.feel.semantics.values import number
from workflows.feel.syntax import tree
from workflows.feel.syntax.grammar_constructs import Constructs
from workflows.feel.syntax.lexer import Kind, Token
from workflows.feel.syntax.type_grammar import read_type
from workflows.translation import _

COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
ADDITIVE, MULTIPLICATIVE, POWER = 1, 2, 3
PRECEDENCE = {
    **dict.fromkeys("+-", ADDITIVE),
    **dict.fromkeys("*/", MULTIPLICATIVE),
    "**": POWER,
}
CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}
CLOSES_A_RANGE = frozenset((")", "]", "}", ",", ".", "", "=", "!=", "<=", ">=", ":"))


class Grammar(Constructs):
    """One parse; each method reads one production and leaves the reader after it."""

    def expression(self) -> tree.Node:
        """Read any expression."""
        with self.nested():
            return self._or()

    def unary_tests(self) -> tree.UnaryTests:
        """Read the cell of a decision table: `-`, `not(…)` or tests separated by commas."""
        start = self.token.start
        if self.at("-") and self.peek().kind is Kind.END:
            self.take()
            return tree.UnaryTests(start)
        negated = self.at_word("not") and self.peek().value == "(" and self._closes_at_the_end()
        if not negated:
            return tree.UnaryTests(start, self._tests(""))
        self.take()
        self.take()
        tests = self._tests(")")
        self.expect(")")
        return tree.UnaryTests(start, tests, negated=True)

    def _closes_at_the_end(self) -> bool:
        """Tell whether the parenthesis after `not` is closed by the last token of the text."""
        depth = 0
        for index in range(self.index + 1, len(self.tokens)):
            token = self.tokens[index]
            if token.kind is Kind.SYMBOL:
                depth += {"(": 1, ")": -1}.get(token.value, 0)
            if depth == 0:
                return self.tokens[index + 1].kind is Kind.END
        return False

    def _tests(self, closing: str) -> tuple[tree.Node, ...]:
        tests = [self.test()]
        while self.skip(","):
            tests.append(self.test())
        if closing and not self.at(closing):
            raise self.error(_("Il manque une virgule ou une parenthèse fermante."))
        return tuple(tests)

    def test(self) -> tree.Node:
        """Read `< 5`, an interval, or an expression."""
        if self.token.kind is Kind.SYMBOL and self.token.value in COMPARISONS:
            operator = self.take()
            return tree.Test(operator.start, operator.value, self._arithmetic(0))
        return self.expression()

    def _or(self) -> tree.Node:
        first = self._and()
        if not self.at_word("or"):
            return first
        operands = [first]
        while self.skip_word("or"):
            operands.append(self._and())
        return tree.Or(first.position, tuple(operands))

    def _and(self) -> tree.Node:
        first = self._comparison()
        if not self.at_word("and"):
            return first
        operands = [first]
        while self.skip_word("and"):
            operands.append(self._comparison())
        return tree.And(first.position, tuple(operands))

    def _comparison(self) -> tree.Node:
        left = self._arithmetic(0)
        while True:
            token = self.token
            if token.kind is Kind.SYMBOL and token.value in COMPARISONS:
                self.take()
                left = self.link(
                    tree.Comparison(left.position, token.value, left, self._arithmetic(0))
                )
            elif self.skip_word("between"):
                low = self._arithmetic(0)
                self.expect_word("and")
                left = self.link(tree.Between(left.position, left, low, self._arithmetic(0)))
            elif self.skip_word("in"):
                left = self.link(tree.In(left.position, left, self._in_tests()))
            else:
                return left

    def _in_tests(self) -> tuple[tree.Node, ...]:
        """Read what follows `in`: one test, or several between parentheses."""
        if self.at("(") and self._is_list_of_tests():
            self.take()
            tests = self._tests(")")
            self.expect(")")
            return tests
        if self.token.kind is Kind.SYMBOL and self.token.value in COMPARISONS:
            return (self.test(),)
        return (self._arithmetic(0),)

    def _is_list_of_tests(self) -> bool:
        """Tell `in (1, 2)` from `in (1..2)`: a comma before the closing parenthesis."""
        depth = 0
        for index in range(self.index, len(self.tokens)):
            token = self.tokens[index]
            if token.kind is not Kind.SYMBOL:
                continue
            depth += (token.value in "([{") - (token.value in ")]}")
            if depth == 0 or (depth == 1 and token.value in {",", ".."}):
                return token.value == ","
        return False

    def _arithmetic(self, floor: int) -> tree.Node:
        left = self._negation()
        while True:
            token = self.token
            level = PRECEDENCE.get(token.value, 0) if token.kind is Kind.SYMBOL else 0
            if level <= floor:
                return left
            self.take()
            right = self._arithmetic(level)
            left = self.link(tree.Arithmetic(left.position, token.value, left, right))

    def _negation(self) -> tree.Node:
        if not self.at("-"):
            return self._instance()
        start = self.take().start
        with self.nested():
            operand = self._negation()
        if isinstance(operand, tree.Literal) and isinstance(operand.value, Decimal):
            return tree.Literal(start, operand.value.copy_negate())
        return tree.Negation(start, operand)

    def _instance(self) -> tree.Node:
        value = self._postfix()
        while self.at_word("instance") and self.peek().value == "of":
            self.take()
            self.take()
            value = self.link(tree.InstanceOf(value.position, value, read_type(self)))
        return value

    def _postfix(self) -> tree.Node:
        node = self._primary()
        while True:
            if self.skip("."):
                node = self.link(tree.Path(node.position, node, self.path_name()))
            elif self.at("[") and not self._bracket_closes_a_range():
                self.take()
                condition = self.expression_outside_range()
                self.expect("]")
                node = self.link(tree.Filter(node.position, node, condition))
            elif self.at("("):
                node = self.link(self._call(node))
            else:
                return node

    def _bracket_closes_a_range(self) -> bool:
        """Tell `[1..x[` from a filter `x[…]`: nothing that starts an expression follows."""
        after = self.peek()
        return self.in_range_end and (
            (after.kind is not Kind.STRING and after.value in CLOSES_A_RANGE)
            or self.is_stop_word(after)
        )

    def _call(self, function: tree.Node) -> tree.Node:
        self.expect("(")
        arguments: list[tree.Node] = []
        names: list[str] = []
        while not self.at(")"):
            name = self.key_ahead()
            if name is not None:
                names.append(name)
            arguments.append(self.expression_outside_range())
            if not self.skip(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            raise self.error(_("Nommez tous les paramètres, ou aucun."), function.position)
        return tree.Call(function.position, function, tuple(arguments), tuple(names))

    def _primary(self) -> tree.Node:
        token = self.token
        if token.kind is Kind.NUMBER:
            return self._number()
        if token.kind is Kind.STRING:
            self.take()
            return tree.Literal(token.start, token.value)
        if token.kind is Kind.WORD:
            return self._word()
        return self._bracketed()

    def _number(self) -> tree.Node:
        token = self.take()
        try:
            return tree.Literal(token.start, number(token.value))
        except DecimalException as error:
            raise self.error(_("Ce nombre est trop grand."), token.start) from error

    def _word(self) -> tree.Node:
        token = self.token
        known = self.known_name()
        if known is not None:
            return tree.Name(token.start, known)
        if token.value in CONSTANTS:
            self.take()
            return tree.Literal(token.start, CONSTANTS[token.value])
        if token.value in {"if", "for", "some", "every", "function"}:
            with self.nested():
                return self._construct(token)
        if self.is_stop_word(token):
            raise self.error(_("Il manque une valeur avant « %(word)s ».") % {"word": token.value})
        return tree.Name(token.start, self.joined_words())

    def _construct(self, token: Token) -> tree.Node:
        if token.value == "function" and self.peek().value == "(":
            return self.read_function()
        if token.value == "if":
            return self.read_if()
        if token.value == "for" and self.peek().kind is Kind.WORD:
            return self.read_for()
        if token.value in {"some", "every"} and self.peek().kind is Kind.WORD:
            return self.read_quantified()
        return tree.Name(token.start, self.joined_words())

    def _bracketed(self) -> tree.Node:
        token = self.token
        if self.at("{"):
            return self.read_context()
        if self.at("@"):
            return self.read_at_literal()
        if self.at("("):
            return self.read_parenthesised()
        if self.at("["):
            return self.read_list_or_range()
        if self.at("]"):
            self.take()
            return self.read_range(token.start, self.expression_outside_range(), included=False)
        if token.kind is Kind.END:
            raise self.error(_("L’expression s’arrête trop tôt : il manque une valeur."))
        raise self.error(_("« %(text)s » n’est pas attendu ici.") % {"text": token.value})


def parse_expression(text: str, names: Iterable[str] = ()) -> tree.Node:
    """Return the tree of an expression; `names` are the special names in scope."""
    grammar = Grammar(text, names)
    found = grammar.expression()
    grammar.expect_end()
    return found


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> tree.UnaryTests:
    """Return the tree of a decision table's cell; an empty one accepts everything, as `-`."""
    grammar = Grammar(text, names)
    if grammar.token.kind is Kind.END:
        return tree.UnaryTests(0)
    found = grammar.unary_tests()
    grammar.expect_end()
    return found


__all__ = ["FeelError", "Grammar", "parse_expression", "parse_unary_tests"]
