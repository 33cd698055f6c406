// What to do next about everything that can go wrong: one heading and one step each, beside the service's own sentence.

const BY_STATUS = {
  400: ["The request was refused", "Change the prompt or the choices as the message says, then send it again."],
  401: ["The key was refused", "Check that the whole key was pasted. The service's owner makes new ones with “getcode-lsp keys add”."],
  402: ["This key's plan is not enough", "Use a key with a larger plan, or ask the service's owner for one."],
  403: ["This key's plan is not enough", "Use a key with a larger plan, or ask the service's owner for one."],
  404: ["This service does not have that", "It may be an older version: update getcode-lsp where the service runs."],
  408: ["The request took too long to arrive", "Try again on a steadier connection or with a smaller file."],
  413: ["That is too large", "Send a smaller file or a shorter prompt."],
  415: ["The service does not take this kind of file", "Use a PDF, JPEG, PNG, WebP or GIF whose content is what its name says."],
  422: ["The engine can't do this", "Describe it otherwise, or have the service run another engine (“getcode-lsp serve --engine …”)."],
  501: ["This service lacks a part", "Its owner installs what the message names, and starts it again."],
  429: ["Too many requests for this key", "Wait until the limit allows more, then try again."],
};

const BY_KIND = {
  unreachable: ["The service can't be reached", "See whether “getcode-lsp serve” still runs, then try again. Your prompt stays here."],
  failed: ["The generation failed", "Do what the message says, or try again with the prompt described otherwise."],
  strange: ["That was no answer of this API", "A proxy may stand in between, or the page is of another version: reload it."],
};

/** `{title, message, next, retryAfter}` for a ServiceError; `kept` is how many characters of output have come. */
export function adviceFor(error, kept) {
  const [title, next] = chosen(error, kept);
  return { title, message: error.message, next, retryAfter: error.retryAfter };
}

function chosen(error, kept) {
  const count = `${kept.toLocaleString("en")} ${kept === 1 ? "character" : "characters"}`;
  if (error.kind === "cut") {
    return [`The stream stopped early, ${count} kept`, "Copy or download what came, or send the prompt again."];
  }
  if (error.kind === "failed" && kept > 0) {
    return [`The generation failed, ${count} kept`, BY_KIND.failed[1]];
  }
  if (BY_KIND[error.kind]) return BY_KIND[error.kind];
  if (BY_STATUS[error.status]) return BY_STATUS[error.status];
  if (error.status >= 500) return ["The service has a problem", "Try again in a moment; the service's own output says why."];
  return ["The request was refused", "Change it as the message says, then send it again."];
}
