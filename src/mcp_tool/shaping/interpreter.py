"""JMESPath within bounds: what the projections of one call may take, and may not undo.

A few characters can ask for more than a Lambda holds: each step of `[@,@] | [@,@] | …` doubles what
the one before made. So every step, and everything that a step builds, is taken off one budget.
"""

import math
from typing import Any

from jmespath.functions import Functions, signature
from jmespath.visitor import Options, TreeInterpreter

# Steps and values; ten thousand whole records take about half. A few seconds at the worst.
BUDGET = 5_000_000
DEPTH = 100
LONGEST_JOIN = 1_000_000
_CHARACTERS = 32  # of a text count as one value more

# These make values that are not part of the record; all others choose among what there is.
_BUILDING = frozenset(
    {"flatten", "function_expression", "literal", "multi_select_dict", "multi_select_list"}
)


class Interpreter(TreeInterpreter):
    """Runs the expressions of one call, until its budget is spent."""

    def __init__(self) -> None:
        super().__init__(Options(custom_functions=_Functions()))
        self._left = BUDGET

    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        """Run one step of an expression.

        Raises:
            ValueError: the budget is spent, or the value is no JSON.
            TypeError: the value is none.
        """
        self._left -= 1
        if self._left < 0:
            raise ValueError("too many steps")
        found = super().visit(node, *args, **kwargs)
        if node["type"] in _BUILDING:
            self.weigh(found)
        return found

    def weigh(self, value: Any) -> None:
        """Take a value off the budget, as large as it would be written out.

        Raises:
            ValueError: the budget does not suffice, it is too deep, or no JSON.
            TypeError: it is no value.
        """
        level = [value]
        for _ in range(DEPTH):
            self._left -= len(level)
            inner: list[Any] = []
            for each in level:
                inner += self._inside(each)
                if len(inner) > self._left:
                    raise ValueError("too large")
            if not inner:
                return
            level = inner
        raise ValueError("too deep")

    def _inside(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value.values()
        if isinstance(value, list):
            return value
        if isinstance(value, str):
            self._left -= len(value) // _CHARACTERS
        elif isinstance(value, float):
            if not math.isfinite(value):
                raise ValueError("no JSON")
        elif value is not None and not isinstance(value, int):
            raise TypeError("no JSON")  # an expression that nothing was given to
        return ()


class _Functions(Functions):
    """JMESPath's functions, without what would hide a secret from whoever looks for one."""

    @signature({"types": ["array"]})
    def _func_reverse(self, array: list[Any]) -> list[Any]:
        return array[::-1]

    @signature({"types": ["string"]}, {"types": ["array-string"]})
    def _func_join(self, separator: str, array: list[str]) -> str:
        if len(separator) * len(array) > LONGEST_JOIN:
            raise ValueError("too long")
        return separator.join(array)
