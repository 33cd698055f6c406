"""The parts of the Express templates that are the same in every program that has them.

They are written in TypeScript. What stands between « and » is TypeScript only: the JavaScript program is the same
text without it.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"«\n(.*?)»\n", re.DOTALL)
_INLINE = re.compile(r"«(.*?)»")


def in_language(text: str, *, typed: bool) -> str:
    """A part in TypeScript, or in JavaScript."""
    kept = r"\1" if typed else ""
    return _INLINE.sub(kept, _BLOCK.sub(kept, text))


_TESTS = {
    "string": ("a string", '  string: (value) => typeof value === "string",'),
    "integer": ("an integer", "  integer: (value) => Number.isSafeInteger(value),"),
    "number": ("a number", "  number: (value) => Number.isFinite(value),"),
    "boolean": ("true or false", '  boolean: (value) => typeof value === "boolean",'),
    "date": ("an ISO 8601 date such as 2024-05-31", "  date: isDate,"),
    "datetime": ("an ISO 8601 date and time such as 2024-05-31T18:30:00Z", "  datetime: isDateTime,"),
    "time": ("an ISO 8601 time such as 18:30", "  time: (value) => isTime(value) || isDateTime(value),"),
    "email": (
        "an e-mail address",
        r'  email: (value) => typeof value === "string" && /^[^@\s]+@[^@\s]+$/.test(value),',
    ),
    "url": (
        "an http or https URL",
        r'  url: (value) => typeof value === "string" && /^https?:\/\/\S+$/.test(value),',
    ),
    "object": ("an object", "  object: isObject,"),
}
_IS_OBJECT = """
const isObject = (value«: unknown»)«: value is Record<string, unknown>» =>
  typeof value === "object" && value !== null && !Array.isArray(value);
"""
_IS_DATE = """
function isDate(value«: unknown»)«: boolean» {
  if (typeof value !== "string" || !/^\\d{4}-\\d{2}-\\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  // JavaScript takes 2024-02-30 for the first of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
"""
_IS_TIME = """
function isTime(value«: unknown»)«: boolean» {
  return (
    typeof value === "string" &&
    /^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?(Z|[+-]([01]\\d|2[0-3]):?[0-5]\\d)?$/.test(value)
  );
}
"""
_IS_DATETIME = """
function isDateTime(value«: unknown»)«: boolean» {
  if (typeof value !== "string" || !isDate(value.slice(0, 10))) return false;
  const rest = value.slice(10);
  return rest === "" || (/^[T ]/.test(rest) && isTime(rest.slice(1)));
}
"""


def checks(types: list[str]) -> str:
    """The tests of these types, and the check of a body against the description of its entity."""
    functions = [_IS_OBJECT]
    if {"date", "datetime", "time"} & set(types):
        functions.append(_IS_DATE)
    if {"datetime", "time"} & set(types):
        functions += [_IS_TIME, _IS_DATETIME]
    tests = "\n".join(_TESTS[kind][1] for kind in types)
    names = "\n".join(f'  {kind}: "{_TESTS[kind][0]}",' for kind in types)
    parts = [part.strip("\n") for part in functions]
    parts += [
        f"const tests«: Record<string, (value: unknown) => boolean>» = {{\n{tests}\n}};",
        f"const descriptions«: Record<string, string>» = {{\n{names}\n}};",
        _CHECKS.strip("\n"),
    ]
    return "\n\n".join(parts)


TYPES = """
interface Field {
  type: string;
  many?: boolean;
  required?: boolean;
  nullable?: boolean;
  unique?: boolean;
  choices?: (string | number)[];
  min?: number;
  max?: number;
  above?: number;
  below?: number;
  stamp?: "created" | "updated";
  default?: unknown;
  to?: string;
}

interface Row {
  id: number;
  [field: string]: unknown;
}

interface Collection {
  name: string;
  fields: Record<string, Field>;
  path: string;
  records: Map<number, Row>;
  nextId: number;
}

// The compiler sees to it that each field of a record is described below.
interface Entity<Model> {
  name: string;
  fields: Record<Exclude<keyof Model, "id">, Field>;
}
"""

_CHECKS = """
// An error that the client made; `fields` says what is wrong with which field.
class InputError extends Error {
«
  status: number;
  fields: Record<string, string>;

»
  constructor(fields«: Record<string, string>») {
    super(
      Object.entries(fields)
        .map(([name, problem]) => `${name} ${problem}`)
        .join("; "),
    );
    this.status = 422;
    this.fields = fields;
  }
}

// What is wrong with one value; undefined when nothing is.
function problemOf(field«: Field», value«: unknown», sized = true)«: string | undefined» {
  if (value === null) return field.nullable ? undefined : "must not be null";
  if (field.many) {
    if (!Array.isArray(value)) return "must be a list";
    for (const item of value) {
      const problem = problemOf({ ...field, many: false, nullable: false }, item, false);
      if (problem) return `has an item that ${problem}`;
    }
    return sizeProblem(field, value.length, "items");
  }
  if (!tests[field.type](value)) return `must be ${descriptions[field.type]}`;
  if (field.choices && !field.choices.includes(value« as string»)) {
    return `must be one of ${field.choices.join(", ")}`;
  }
  if (!sized) return undefined;
  if (typeof value === "string") return sizeProblem(field, [...value].length, "characters");
  if (typeof value === "number") return sizeProblem(field, value, "");
  return undefined;
}

function sizeProblem(field«: Field», size«: number», unit«: string»)«: string | undefined» {
  const says = (words«: string», bound«: number») => `must be ${words} ${bound} ${unit}`.trim();
  if (field.min !== undefined && size < field.min) return says("at least", field.min);
  if (field.max !== undefined && size > field.max) return says("at most", field.max);
  if (field.above !== undefined && size <= field.above) return says("more than", field.above);
  if (field.below !== undefined && size >= field.below) return says("less than", field.below);
  return undefined;
}

// The fields of a body that are known and right. With `partial`, fields may be
// left out; otherwise those take their defaults.
function readBody(collection«: Collection», body«: unknown», partial«: boolean»)«: Record<string, unknown>» {
  if (!isObject(body)) throw new InputError({ body: "must be a JSON object" });
  const record«: Record<string, unknown>» = {};
  const problems«: Record<string, string>» = {};
  for (const [name, field] of Object.entries(collection.fields)) {
    if (Object.hasOwn(body, name)) {
      const problem = problemOf(field, body[name]);
      if (problem) problems[name] = problem;
      else record[name] = body[name];
    } else if (!partial && field.required) {
      problems[name] = "is required";
    } else if (!partial) {
      record[name] = field.stamp ? stampOf(field) : structuredClone(field.default ?? null);
    }
  }
  if (Object.keys(problems).length > 0) throw new InputError(problems);
  return record;
}

// The present time, in whole seconds, or the present date.
function stampOf(field«: Field»)«: string» {
  const now = new Date().toISOString();
  return field.type === "date" ? now.slice(0, 10) : `${now.slice(0, 19)}Z`;
}
"""
