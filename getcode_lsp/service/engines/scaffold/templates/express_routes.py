"""Storage, relations, lists and routes of the Express templates, marked as in `express_parts`."""

from __future__ import annotations

STORE_MEMORY = """
// The collections by path, each with its records by id. Ids are never used again.
const collections = new Map«<string, Collection>»(
  Object.entries(entities).map(([path, entity]) => [
    path,
    { ...entity, path, records: new Map(), nextId: 1 },
  ]),
);
"""

STORE_FILE = """
// The collections by path, each with its records by id. Ids are never used again.
const program = path.parse(path.resolve(process.argv[1]));
const file = path.join(program.dir, `${program.name}.json`);
const saved«: Record<string, { records: Row[]; nextId: number }>» = fs.existsSync(file)
  ? JSON.parse(fs.readFileSync(file, "utf8"))
  : {};
const collections = new Map«<string, Collection>»(
  Object.entries(entities).map(([path, entity]) => {
    const { records, nextId } = saved[path] ?? { records: [], nextId: 1 };
    const byId = new Map(records.map((record) => [record.id, record]));
    return [path, { ...entity, path, records: byId, nextId }];
  }),
);

// Write everything to a new file and put it in the place of the old one, so that
// a crash leaves one of the two whole.
function save()«: void» {
  const state«: typeof saved» = {};
  for (const [path, { records, nextId }] of collections) {
    state[path] = { nextId, records: [...records.values()] };
  }
  fs.writeFileSync(`${file}.new`, JSON.stringify(state, null, 2));
  fs.renameSync(`${file}.new`, file);
}
"""

REFERENCES = """
// The ids that a reference holds: none, one, or those of a list.
const idsIn = (value«: unknown»)«: number[]» => [value ?? []].flat()« as number[]»;

// Refuse ids that point nowhere.
function checkReferences(collection«: Collection», record«: Row»)«: void» {
  for (const [name, field] of Object.entries(collection.fields)) {
    if (!field.to) continue;
    const known = collections.get(field.to)«!».records;
    const missing = idsIn(record[name]).find((id) => !known.has(id));
    if (missing !== undefined) {
      throw new InputError({ [name]: `refers to ${missing}, which isn't there` });
    }
  }
}
"""

UNIQUE = """
// Refuse values that have to be unique and aren't.
function checkUnique(collection«: Collection», record«: Row»)«: void» {
  for (const [name, field] of Object.entries(collection.fields)) {
    if (!field.unique || record[name] === null) continue;
    for (const other of collection.records.values()) {
      if (other.id !== record.id && other[name] === record[name]) {
        throw new InputError({ [name]: "must be unique, and another record has this value" });
      }
    }
  }
}
"""

REMOVE = """
// Delete a record.
function removeRecord(collection«: Collection», id«: number»)«: void» {
  collection.records.delete(id);
}
"""

REMOVE_REFERENCES = """
// Delete a record. What can't be without it is deleted too, the rest forgets it.
function removeRecord(collection«: Collection», id«: number»)«: void» {
  collection.records.delete(id);
  for (const other of collections.values()) {
    for (const [name, field] of Object.entries(other.fields)) {
      if (field.to !== collection.path) continue;
      for (const record of [...other.records.values()]) {
        if (field.many && record[name] !== null) {
          record[name] = idsIn(record[name]).filter((item) => item !== id);
        } else if (record[name] === id && field.required) removeRecord(other, record.id);
        else if (record[name] === id) record[name] = null;
      }
    }
  }
}
"""

ROUTES = """
// The record that a path names; a 404 where there is none.
function find(collection«: Collection», request«: Request»)«: Row» {
  const id = String(request.params.id);
  const record = /^\\d{1,15}$/.test(id) ? collection.records.get(Number(id)) : undefined;
  if (record) return record;
  throw Object.assign(new Error(`There is no ${collection.name} ${id}.`), { status: 404 });
}

// Any other method is refused.
const only =
  (...methods«: string[]») =>
  (request«: Request», response«: Response») => {
    response.set("Allow", methods.join(", ")).status(405);
    response.json({ error: `${request.method} isn't allowed here, ${methods.join(", ")} are.` });
  };

// The routes of one collection.
function routesOf(collection«: Collection») {
  const router = express.Router();
  const stamps = (kind«: string») =>
    Object.entries(collection.fields).filter(([, field]) => field.stamp === kind);
  const put = (record«: Row») => {
@CHECK@    collection.records.set(record.id, record);
    collection.nextId = Math.max(collection.nextId, record.id + 1);
@SAVE@    return record;
  };

  router.get("/", (request, response) => {
@LIST@  });
  router.post("/", (request, response) => {
    const record = { id: collection.nextId, ...readBody(collection, request.body, false) };
    response.status(201).json(put(record));
  });
  router.all("/", only("GET", "POST"));
  router.get("/:id", (request, response) => {
    response.json(find(collection, request));
  });
  router.put("/:id", (request, response) => {
    const old = find(collection, request);
    const record«: Row» = { id: old.id, ...readBody(collection, request.body, false) };
    for (const [name] of stamps("created")) {
      if (!Object.hasOwn(request.body, name)) record[name] = old[name];
    }
    response.json(put(record));
  });
  router.patch("/:id", (request, response) => {
    const old = find(collection, request);
    const changes = readBody(collection, request.body, true);
    for (const [name, field] of stamps("updated")) changes[name] ??= stampOf(field);
    response.json(put({ ...old, ...changes }));
  });
  router.delete("/:id", (request, response) => {
    removeRecord(collection, find(collection, request).id);
@SAVE@    response.status(204).end();
  });
  router.all("/:id", only("GET", "PUT", "PATCH", "DELETE"));
@NESTED@  return router;
}
"""

LIST_ALL = """    response.json([...collection.records.values()]);
"""
LIST_QUERY = """    response.json(listed(collection, [...collection.records.values()], request, response));
"""
NESTED = """
  for (const other of collections.values()) {
    // The fields of the other that point here, and those here that list the other.
    const inward = referring(other, collection);
    const outward = referring(collection, other).filter((name) => collection.fields[name].many);
    if (inward.length + outward.length === 0) continue;
    router.get(`/:id/${other.path}`, (request, response) => {
      const record = find(collection, request);
      const belonging = [...other.records.values()].filter(
        (row) =>
          inward.some((name) => idsIn(row[name]).includes(record.id)) ||
          outward.some((name) => idsIn(record[name]).includes(row.id)),
      );
      response.json(@BELONGING@);
    });
    router.all(`/:id/${other.path}`, only("GET"));
  }
"""
BELONGING = "belonging"
BELONGING_QUERY = "listed(other, belonging, request, response)"

REFERRING = """
// The fields of one collection that hold ids of another.
const referring = (collection«: Collection», other«: Collection») =>
  Object.keys(collection.fields).filter((name) => collection.fields[name].to === other.path);
"""

QUERY = """
// Whether a value is what a query asks for: a part of a text, else the same value.
function matches(field«: Field», value«: unknown», text«: string»)«: boolean» {
  if (Array.isArray(value)) return value.some((item) => matches(field, item, text));
  if (typeof value === "number") return value === Number(text);
  if (field.type !== "string" || field.choices || field.unique) return String(value) === text;
  return String(value).toLowerCase().includes(text.toLowerCase());
}

// The records that a query asks for: FIELD=VALUE for any field, q=TEXT in any text,
// sort=FIELD or sort=-FIELD, limit=N and offset=N. X-Total-Count says how many fit.
function listed(collection«: Collection», rows«: Row[]», request«: Request», response«: Response»)«: Row[]» {
  const query = new URLSearchParams(request.originalUrl.split("?")[1] ?? "");
  const fields = Object.entries(collection.fields);
  const own = (name«: string») => (name in collection.fields ? null : query.get(name));
  const problems«: Record<string, string>» = {};
  for (const [name, field] of fields) {
    const text = query.get(name);
    if (text === null) continue;
    if (["integer", "number"].includes(field.type) && (text.trim() === "" || Number.isNaN(Number(text)))) {
      problems[name] = `must be ${descriptions[field.type]}`;
    }
    rows = rows.filter((row) => matches(field, row[name], text));
  }
  const q = own("q");
  const texts = fields.filter(([, field]) => ["string", "email", "url"].includes(field.type));
  if (q) {
    rows = rows.filter((row) =>
      texts.some(([name]) => String(row[name] ?? "").toLowerCase().includes(q.toLowerCase())),
    );
  }
  const sort = own("sort");
  if (sort) {
    const [, down, by] = /^(-?)(.*)$/s.exec(sort)« as RegExpExecArray»;
    if (by !== "id" && !Object.hasOwn(collection.fields, by)) problems.sort = "must be a field's name";
    // Records without a value come last.
    const key = (row«: Row») => row[by]« as string» ?? undefined;
    rows.sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
      return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
    });
  }
  const [limit, offset] = ["limit", "offset"].map((name) => {
    const text = own(name);
    if (text !== null && !/^\\d{1,9}$/.test(text)) problems[name] = "must be a whole number";
    return text === null ? undefined : Number(text);
  });
  if (Object.keys(problems).length > 0) throw new InputError(problems);
  response.set("X-Total-Count", String(rows.length));
  return rows.slice(offset ?? 0, limit === undefined ? undefined : (offset ?? 0) + limit);
}
"""

SERVER = """
const app = express();
app.disable("x-powered-by");
app.use(express.json());
for (const collection of collections.values()) {
  app.use(`/${collection.path}`, routesOf(collection));
}
app.use((request«: Request», response«: Response») => {
  response.status(404).json({ error: `There is no ${request.method} ${request.path}.` });
});
// Express knows an error handler by its four parameters.
app.use((error«: any», request«: Request», response«: Response», next«: NextFunction») => {
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
