"""The constructs of the grammar that open and close: if, for, function, lists, ranges, contexts."""

from abc import abstractmethod

from workflows.feel.semantics.temporal import read_temporal
from workflows.feel.syntax import tree
from workflows.feel.syntax.lexer import Kind
from workflows.feel.syntax.reader import Reader
from workflows.feel.syntax.type_grammar import read_type
from workflows.translation import _


class Constructs(Reader):
    """Productions whose parts are whole expressions."""

    @abstractmethod
    def expression(self) -> tree.Node:
        """Read any expression."""

    @abstractmethod
    def test(self) -> tree.Node:
        """Read `< 5` or an expression."""

    def expression_outside_range(self) -> tree.Node:
        """Read an expression between brackets of its own, where `[` filters again."""
        before, self.in_range_end = self.in_range_end, False
        found = self.expression()
        self.in_range_end = before
        return found

    def read_if(self) -> tree.Node:
        """Read `if … then … else …`."""
        start = self.take().start
        condition = self.expression_outside_range()
        self.expect_word("then")
        then = self.expression_outside_range()
        self.expect_word("else")
        return tree.If(start, condition, then, self.expression_outside_range())

    def read_for(self) -> tree.Node:
        """Read `for … return …`."""
        start = self.take().start
        iterators, mark = self._iterators("return")
        self.names.add("partial")
        result = self.expression_outside_range()
        self.names.forget(mark, (item.name for item in iterators))
        return tree.For(start, iterators, result)

    def read_quantified(self) -> tree.Node:
        """Read `some` or `every … satisfies …`."""
        token = self.take()
        iterators, mark = self._iterators("satisfies")
        condition = self.expression_outside_range()
        self.names.forget(mark, (item.name for item in iterators))
        return tree.Quantified(token.start, token.value == "every", iterators, condition)

    def _iterators(self, closing: str) -> tuple[tuple[tree.Iterator, ...], int]:
        mark = self.names.mark()
        found = [self._iterator()]
        while self.skip(","):
            found.append(self._iterator())
        self.expect_word(closing)
        return tuple(found), mark

    def _iterator(self) -> tree.Iterator:
        start = self.token.start
        name = self.declared_name(("in",))
        self.expect_word("in")
        source = self.expression_outside_range()
        end = self.expression_outside_range() if self.skip("..") else None
        self.names.add(name)
        return tree.Iterator(start, name, source, end)

    def read_function(self) -> tree.Node:
        """Read `function(a: number, b) body`."""
        start = self.take().start
        self.expect("(")
        parameters: list[tree.Parameter] = []
        mark = self.names.mark()
        while not self.at(")"):
            name = self.declared_name((":", ",", ")"))
            parameters.append(tree.Parameter(name, read_type(self) if self.skip(":") else None))
            self.names.add(name)
            if not self.skip(","):
                break
        self.expect(")")
        external = self.skip_word("external")
        body = self.expression_outside_range()
        self.names.forget(mark, (parameter.name for parameter in parameters))
        return tree.FunctionOf(start, tuple(parameters), body, external)

    def read_parenthesised(self) -> tree.Node:
        """Read `(expression)`, `(< 5)` or a range open at its start."""
        start = self.take().start
        before, self.in_range_end = self.in_range_end, False
        inner = self.test()
        self.in_range_end = before
        if self.at(".."):
            return self.read_range(start, inner, included=False)
        self.expect(")")
        return inner

    def read_list_or_range(self) -> tree.Node:
        """Read `[a, b]` or `[a..b]`."""
        start = self.take().start
        items: list[tree.Node] = []
        before, self.in_range_end = self.in_range_end, False
        while not self.at("]"):
            items.append(self.test())
            if len(items) == 1 and self.at(".."):
                self.in_range_end = before
                return self.read_range(start, items[0], included=True)
            if not self.skip(","):
                break
        self.in_range_end = before
        self.expect("]")
        return tree.ListOf(start, tuple(items))

    def read_range(self, start: int, low: tree.Node, *, included: bool) -> tree.Node:
        """Read the rest of a range, from its two dots."""
        self.expect("..")
        before, self.in_range_end = self.in_range_end, True
        high = self.expression()
        self.in_range_end = before
        for closing, end_included in (("]", True), (")", False), ("[", False)):
            if self.skip(closing):
                return tree.RangeOf(start, low, high, included, end_included)
        raise self.error(_("Cet intervalle n’est pas fermé : ajoutez ] ou )."), start)

    def read_context(self) -> tree.Node:
        """Read `{key: value, …}`."""
        start = self.take().start
        entries: list[tuple[str, tree.Node]] = []
        mark = self.names.mark()
        while not self.at("}"):
            key = self.context_key()
            if any(key == name for name, _value in entries):
                raise self.error(
                    _("La clé « %(key)s » est donnée deux fois.") % {"key": key}, start
                )
            entries.append((key, self.expression_outside_range()))
            self.names.add(key)
            if not self.skip(","):
                break
        self.expect("}")
        self.names.forget(mark, (name for name, _value in entries))
        return tree.ContextOf(start, tuple(entries))

    def read_at_literal(self) -> tree.Node:
        """Read `@"2026-03-12"`."""
        start = self.take().start
        token = self.take()
        value = read_temporal(token.value) if token.kind is Kind.STRING else None
        if value is None:
            raise self.error(
                _("Après @, écrivez une date, une heure ou une durée entre guillemets."), start
            )
        return tree.Literal(start, value)
