"""The parts of the JavaScript template that are the same in every program that has them."""

from __future__ import annotations

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
const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
"""
_IS_DATE = """
function isDate(value) {
  if (typeof value !== "string" || !/^\\d{4}-\\d{2}-\\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  // JavaScript takes 2024-02-30 for the first of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
"""
_IS_TIME = """
function isTime(value) {
  return (
    typeof value === "string" &&
    /^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?(Z|[+-]([01]\\d|2[0-3]):?[0-5]\\d)?$/.test(value)
  );
}
"""
_IS_DATETIME = """
function isDateTime(value) {
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
        f"const tests = {{\n{tests}\n}};",
        f"const descriptions = {{\n{names}\n}};",
        _CHECKS.strip("\n"),
    ]
    return "\n\n".join(parts)


_CHECKS = """
// An error that the client made; `fields` says what is wrong with which field.
class InputError extends Error {
  constructor(fields) {
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
function problemOf(field, value) {
  if (value === null) return field.nullable ? undefined : "must not be null";
  if (field.many) {
    if (!Array.isArray(value)) return "must be a list";
    for (const item of value) {
      const problem = problemOf({ ...field, many: false, nullable: false, size: false }, item);
      if (problem) return `has an item that ${problem}`;
    }
    return sizeProblem(field, value.length, "items");
  }
  if (!tests[field.type](value)) return `must be ${descriptions[field.type]}`;
  if (field.choices && !field.choices.includes(value)) {
    return `must be one of ${field.choices.join(", ")}`;
  }
  if (field.size === false) return undefined;
  if (typeof value === "string") return sizeProblem(field, [...value].length, "characters");
  if (typeof value === "number") return sizeProblem(field, value, "");
  return undefined;
}

function sizeProblem(field, size, unit) {
  const says = (words, bound) => `must be ${words} ${bound} ${unit}`.trim();
  if (field.min !== undefined && size < field.min) return says("at least", field.min);
  if (field.max !== undefined && size > field.max) return says("at most", field.max);
  if (field.above !== undefined && size <= field.above) return says("more than", field.above);
  if (field.below !== undefined && size >= field.below) return says("less than", field.below);
  return undefined;
}

// The fields of a body that are known and right. With `partial`, fields may be
// left out; otherwise those take their defaults.
function readBody(entity, body, partial) {
  if (!isObject(body)) throw new InputError({ body: "must be a JSON object" });
  const record = {};
  const problems = {};
  for (const [name, field] of Object.entries(entity.fields)) {
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
function stampOf(field) {
  const now = new Date().toISOString();
  return field.type === "date" ? now.slice(0, 10) : `${now.slice(0, 19)}Z`;
}
"""

STORE_MEMORY = """
// The records of each collection by id. Ids are never used again.
const stores = new Map(
  Object.keys(entities).map((collection) => [collection, { records: new Map(), nextId: 1 }]),
);
"""

STORE_FILE = """
// The records of each collection by id. Ids are never used again.
const file = path.join(__dirname, `${path.parse(__filename).name}.json`);
const saved = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
const stores = new Map(
  Object.keys(entities).map((collection) => {
    const { records = [], nextId = 1 } = saved[collection] ?? {};
    return [collection, { records: new Map(records.map((record) => [record.id, record])), nextId }];
  }),
);

// Write everything to a new file and put it in the place of the old one, so that
// a crash leaves one of the two whole.
function save() {
  const state = {};
  for (const [collection, { records, nextId }] of stores) {
    state[collection] = { nextId, records: [...records.values()] };
  }
  fs.writeFileSync(`${file}.new`, JSON.stringify(state, null, 2));
  fs.renameSync(`${file}.new`, file);
}
"""

ROUTES = """
// Refuse a record that doesn't fit the others: ids that point nowhere, and
// values that have to be unique and aren't.
function checkRecord(collection, record) {
  for (const [name, field] of Object.entries(entities[collection].fields)) {
    const value = record[name];
    if (field.to) {
      const missing = [value ?? []].flat().find((id) => !stores.get(field.to).records.has(id));
      if (missing !== undefined) {
        throw new InputError({ [name]: `refers to ${missing}, which isn't there` });
      }
    }
    if (field.unique && value !== null) {
      for (const other of stores.get(collection).records.values()) {
        if (other.id !== record.id && other[name] === value) {
          throw new InputError({ [name]: "must be unique, and another record has this value" });
        }
      }
    }
  }
}

// Delete a record. What can't be without it is deleted too, the rest forgets it.
function removeRecord(collection, id) {
  stores.get(collection).records.delete(id);
  for (const [other, entity] of Object.entries(entities)) {
    for (const [name, field] of Object.entries(entity.fields)) {
      if (field.to !== collection) continue;
      for (const record of [...stores.get(other).records.values()]) {
        if (field.many) record[name] = record[name]?.filter((item) => item !== id) ?? null;
        else if (record[name] === id && field.required) removeRecord(other, record.id);
        else if (record[name] === id) record[name] = null;
      }
    }
  }
}

// The routes of one collection.
function routesOf(collection) {
  const entity = entities[collection];
  const store = stores.get(collection);
  const router = express.Router();
  const stamps = (kind) =>
    Object.entries(entity.fields).filter(([, field]) => field.stamp === kind);

  const find = (request) => {
    const { id } = request.params;
    const record = /^\\d{1,15}$/.test(id) ? store.records.get(Number(id)) : undefined;
    if (record) return record;
    throw Object.assign(new Error(`There is no ${entity.name} ${id}.`), { status: 404 });
  };
  const put = (record) => {
    checkRecord(collection, record);
    store.records.set(record.id, record);
@SAVE@    return record;
  };

  router.get("/", (request, response) => {
    response.json([...store.records.values()]);
  });
  router.post("/", (request, response) => {
    const fields = readBody(entity, request.body, false);
    const record = { id: store.nextId, ...fields };
    checkRecord(collection, record);
    store.nextId += 1;
    response.status(201).json(put(record));
  });
  router.get("/:id", (request, response) => {
    response.json(find(request));
  });
  router.put("/:id", (request, response) => {
    const old = find(request);
    const record = { id: old.id, ...readBody(entity, request.body, false) };
    for (const [name] of stamps("created")) {
      if (!Object.hasOwn(request.body, name)) record[name] = old[name];
    }
    response.json(put(record));
  });
  router.patch("/:id", (request, response) => {
    const old = find(request);
    const changes = readBody(entity, request.body, true);
    for (const [name, field] of stamps("updated")) changes[name] ??= stampOf(field);
    response.json(put({ ...old, ...changes }));
  });
  router.delete("/:id", (request, response) => {
    removeRecord(collection, find(request).id);
@SAVE@    response.status(204).end();
  });
  return router;
}
"""

SERVER = """
const app = express();
app.disable("x-powered-by");
app.use(express.json());
for (const collection of Object.keys(entities)) {
  app.use(`/${collection}`, routesOf(collection));
}
app.use((request, response) => {
  response.status(404).json({ error: `There is no ${request.method} ${request.path}.` });
});
// Express knows an error handler by its four parameters.
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  const status = error.status >= 400 && error.status < 500 ? error.status : 500;
  if (status === 500) console.error(error);
  const message = status === 500 ? "Internal error" : error.message;
  return response.status(status).json({ error: message, fields: error.fields });
});

const port = Number(process.env.PORT || 8000);
const server = app.listen(port, "127.0.0.1");
server.on("listening", () => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
server.on("error", (error) => {
  console.error(`Can't listen on port ${port}: ${error.message}`);
  process.exitCode = 1;
});
"""
