"""The parameters in paths and queries, all of them whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number in the query, or in the path; both bounds are included."""

    name: str
    doc: str
    low: int
    high: int
    default: int | None = None
    in_path: bool = False

    def check(self, text: str) -> int:
        """The number; raises HTTPException 400 that names the parameter."""
        if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
            number = int(text)
            if self.low <= number <= self.high:
                return number
        raise HTTPException(400, f"{self.name} must be a whole number from {self.low} to {self.high}.")

    def described(self) -> dict[str, object]:
        """The same for the OpenAPI document."""
        schema: dict[str, object] = {"type": "integer", "minimum": self.low, "maximum": self.high}
        if self.default is not None:
            schema["default"] = self.default
        return {
            "name": self.name,
            "in": "path" if self.in_path else "query",
            "required": self.in_path,
            "description": self.doc,
            "schema": schema,
        }


def check_parameters(parameters: Sequence[Parameter], request: Request) -> Mapping[str, int]:
    """The parameters of a request, checked; raises HTTPException 400 that names the one that is wrong."""
    known = {parameter.name for parameter in parameters if not parameter.in_path}
    given = request.query_params.multi_items() if parameters else []
    for name, _ in given:
        if name not in known:
            raise HTTPException(400, f"{name[:40]!a} is not a parameter of this request.")
    if len(given) > len({name for name, _ in given}):
        raise HTTPException(400, "A parameter may be given once only.")
    values = {**request.path_params, **dict(given)}
    numbers = {}
    for parameter in parameters:
        if parameter.name in values:
            numbers[parameter.name] = parameter.check(values[parameter.name])
        elif parameter.default is not None:
            numbers[parameter.name] = parameter.default
    return numbers
