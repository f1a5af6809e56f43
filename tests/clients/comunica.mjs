// Comunica asks what it is told: one JSON object on standard input, what it found as JSON on standard output.
import { QueryEngine } from "@comunica/query-sparql";
import { readFileSync } from "node:fs";

const { url, token, query, form, typed } = JSON.parse(readFileSync(0, "utf8"));
const endpoint = typed ? { type: "sparql", value: url } : url;

// How its users send a token: by a `fetch` of their own.
function withToken(address, init = {}) {
  const headers = new Headers(init.headers);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  return fetch(address, { ...init, headers });
}

const context = { sources: [endpoint], destination: endpoint, fetch: withToken };
const engine = new QueryEngine();
const forms = {
  bindings: async () => (await (await engine.queryBindings(query, context)).toArray()).map((row) => row.get("number").value),
  quads: async () => (await (await engine.queryQuads(query, context)).toArray()).map((quad) => quad.object.value),
  boolean: () => engine.queryBoolean(query, context),
  void: async () => (await engine.queryVoid(query, context)) ?? null,
};

try {
  console.log(JSON.stringify({ found: await forms[form]() }));
} catch (error) {
  console.log(JSON.stringify({ failed: error.message }));
}
