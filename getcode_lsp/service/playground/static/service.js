// The service's endpoints, called with a key that is an argument and kept nowhere here.

import { eventsOf } from "./sse.js";

/** What the service refused or could not do: its own sentence, the HTTP status (0: not reached), seconds to wait. */
export class ServiceError extends Error {
  constructor(message, { status = 0, retryAfter = null, kind = "refused" } = {}) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
    this.kind = kind; // refused, unreachable, cut, failed (by an error event), strange
  }
}

/** The paths of the API that this service has, and the bytes that a file may have. */
export async function offers() {
  return (await ask("/playground/offers", {})).json();
}

/** The name of the engine, which is public. */
export async function engineName() {
  return (await (await ask("/healthz", {})).json()).engine;
}

export async function improve(key, request, signal) {
  const reply = await json(await post("/api/improve", key, request, signal));
  return { text: text(reply.improved), tokensUsed: reply.tokensUsed };
}

export async function upload(key, request, signal) {
  const reply = await json(await post("/api/upload", key, request, signal));
  return { text: text(reply.analysedPrompt), fileName: reply.fileName, fileType: reply.fileType };
}

export async function history(key, { limit, before }, signal) {
  const query = new URLSearchParams({ limit });
  if (before !== undefined) query.set("before", before);
  const reply = await json(await ask(`/api/history?${query}`, { headers: bearer(key), signal }));
  return Array.isArray(reply.generations) ? reply.generations : [];
}

export async function historyEntry(key, id, signal) {
  return json(await ask(`/api/history/${encodeURIComponent(id)}`, { headers: bearer(key), signal }));
}

/** The events of a generation; it ends after `done`, and throws a ServiceError for every other end. */
export async function* generate(key, request, signal) {
  const response = await post("/api/generate", key, request, signal);
  const type = response.headers.get("content-type") ?? "";
  if (!type.toLowerCase().startsWith("text/event-stream")) {
    throw new ServiceError("What answers at this address sent no event stream.", { kind: "strange" });
  }
  try {
    for await (const { data } of eventsOf(response.body)) {
      const event = parsed(data);
      if (event.type === "error") {
        throw new ServiceError(text(event.message), { kind: "failed" });
      }
      yield event;
      if (event.type === "done") return;
    }
  } catch (error) {
    if (error instanceof ServiceError || signal.aborted) throw error;
    throw new ServiceError("The connection broke.", { kind: "cut" });
  }
  throw new ServiceError("The stream ended without saying that it was done.", { kind: "cut" });
}

function parsed(data) {
  try {
    const event = JSON.parse(data);
    if (event !== null && typeof event === "object" && typeof event.type === "string") return event;
  } catch {
    // told below
  }
  throw new ServiceError("The service sent an event that is not of its API.", { kind: "strange" });
}

function text(value) {
  if (typeof value === "string") return value;
  throw new ServiceError("The service's answer is not of its API.", { kind: "strange" });
}

function bearer(key) {
  return { Authorization: `Bearer ${key}` };
}

function post(path, key, body, signal) {
  return ask(path, {
    method: "POST",
    headers: { ...bearer(key), "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, cache: "no-store", credentials: "omit", redirect: "error" });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ServiceError("The service can't be reached.", { kind: "unreachable" });
  }
  if (response.ok) return response;
  throw new ServiceError(await sentence(response), {
    status: response.status,
    retryAfter: seconds(response.headers.get("retry-after")),
  });
}

async function json(response) {
  try {
    const value = await response.json();
    if (value !== null && typeof value === "object") return value;
  } catch (error) {
    if (error.name === "AbortError") throw error;
  }
  throw new ServiceError("The service's answer is not of its API.", { kind: "strange" });
}

async function sentence(response) {
  try {
    const { error } = await response.json();
    if (typeof error === "string" && error.trim()) return error;
  } catch {
    // something before the service answered, in another form
  }
  return `The service answered with status ${response.status} and no reason.`;
}

/** Retry-After as seconds: it is a number of them or a date. */
function seconds(value) {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
