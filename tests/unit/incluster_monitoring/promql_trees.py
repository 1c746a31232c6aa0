"""PromQL as Prometheus reads it: parsed by a port of its own grammar, never by ours."""

import promql_parser


def metrics(expression: str) -> set[str]:
    """The names of all metrics that an expression reads.

    Raises:
        ValueError: Prometheus would refuse the expression.
    """
    found: set[str] = set()

    def visit(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            found.add(node.name or "")

    promql_parser.walk(promql_parser.parse(expression), visit)
    return found
