// The playground: one request at a time, from the form to the result.

import { adviceFor } from "./advice.js";
import { Incomplete, RequestForm } from "./form.js";
import { HistoryPanel } from "./history_panel.js";
import { byId, counted } from "./page.js";
import { Result } from "./result.js";
import * as service from "./service.js";

const result = new Result();
const form = new RequestForm({ onKey: () => history.forget() });
const history = new HistoryPanel({ key: () => form.key(), open: openEntry, mend: (refusal) => form.mend(refusal) });
let running = null; // the AbortController of the request under way

async function send() {
  if (running) return;
  running = new AbortController();
  try {
    const key = form.key();
    const { endpoint, subject } = form;
    const request = await form.request();
    form.mark(null);
    const { outputType, language = "auto" } = request;
    arrange(true);
    result.begin({ endpoint, outputType, language, subject });
    await (endpoint === "generate" ? generate(key, request) : rewrite(endpoint, key, request));
  } catch (error) {
    fail(error);
  } finally {
    running = null;
    arrange(false);
  }
}

async function generate(key, request) {
  result.say("Waiting for the first words…");
  let writing = false;
  for await (const event of service.generate(key, request, running.signal)) {
    if (event.type === "token" && typeof event.text === "string") {
      if (!writing) result.say("Writing…");
      writing = true;
      result.append(event.text);
    } else if (event.type === "queue") {
      result.say(`In the queue: ${event.message}`);
    } else if (event.type === "done") {
      result.end(`Done: ${counted(result.length, "character")}, ${counted(event.tokensUsed, "token")}.`, event);
      history.refresh();
    }
  }
}

async function rewrite(endpoint, key, request) {
  result.say(endpoint === "improve" ? "Improving the prompt…" : `Reading ${request.fileName}…`);
  const reply = await service[endpoint](key, request, running.signal);
  result.append(reply.text);
  const made = endpoint === "improve" ? "The improved prompt is below" : `${reply.fileName} as a prompt is below`;
  result.end(`${made}: read it, then use it as your prompt.`, { tokensUsed: reply.tokensUsed });
}

function fail(error) {
  if (error instanceof Incomplete) return form.mend(error);
  if (running?.signal.aborted) {
    return result.end(result.length ? `Stopped: ${counted(result.length, "character")} kept.` : "Stopped.");
  }
  const known = error instanceof service.ServiceError;
  if (!known) console.error(error);
  const shown = known ? error : new service.ServiceError("The page itself failed: reload it.", { kind: "strange" });
  if (running) {
    result.problem(adviceFor(shown, result.length));
    result.end("");
  } else {
    result.problem(adviceFor(shown, 0));
  }
  if (shown.status === 401) form.mark(byId("key"));
  return undefined;
}

function arrange(busy) {
  const focused = document.activeElement;
  byId("stop").hidden = !busy;
  byId("send").disabled = busy;
  if (busy && focused === byId("send")) byId("stop").focus();
  if (!busy && focused === byId("stop")) byId("send").focus();
}

function openEntry(entry) {
  if (running) return;
  const { outputType, language, prompt } = entry;
  result.show({ endpoint: "generate", outputType, language: language ?? "auto", subject: prompt, entry }, entry);
  result.say(`From the history: “${prompt.length > 80 ? `${prompt.slice(0, 80)}…` : prompt}”`);
  byId("output-title").focus();
}

function use() {
  const { entry } = result.about;
  if (!entry) return form.useAsPrompt(result.text);
  form.choose("generate", entry.outputType, entry.language ?? "auto");
  form.setPrompt(entry.prompt, entry.originalPrompt ?? null);
  byId("prompt").focus();
  return undefined;
}

byId("send").addEventListener("click", send);
byId("stop").addEventListener("click", () => running?.abort());
byId("use").addEventListener("click", use);
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && running) {
    running.abort();
  }
});
addEventListener("pagehide", () => running?.abort());

async function describeService() {
  const [{ paths, uploadBytes }, engine] = await Promise.all([service.offers(), service.engineName()]);
  byId("history").hidden = !paths.includes("/api/history");
  if (paths.includes("/api/upload")) form.takeFiles(uploadBytes);
  byId("engine-name").textContent = engine;
  byId("engine").hidden = false;
}

describeService().catch(fail);
