// Answers for the modules of the web forms without a page: a line of JSON asks, a line answers. `[name, lists]` calls a
// function with each list of arguments; `["keep", key, value]` keeps what later stands as { "kept": key }.

import { createInterface } from "node:readline";

const folder = process.argv[2];
const modules = await Promise.all(["scalars", "text", "write", "paste", "hand_over", "plain_words"].map((name) => import(`${folder}/${name}.js`)));
const functions = Object.assign({}, ...modules);
const kept = new Map();

// Objects with what they name as kept, and with Maps for names.
const look = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if ("kept" in value) return kept.get(value.kept);
  const { names = {}, ...others } = value;
  const maps = Object.entries(names).map(([name, pairs]) => [name, new Map(Object.entries(pairs))]);
  const filled = Object.fromEntries(Object.entries(others).map(([name, each]) => [name, look(each)]));
  return "names" in value ? { ...filled, names: Object.fromEntries(maps) } : filled;
};

function call(name, values) {
  try {
    return functions[name](...values.map(look));
  } catch (error) {
    if (error instanceof functions.UnreadableText) return { refused: true };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...values] = JSON.parse(line);
  if (name === "keep") kept.set(...values);
  else process.stdout.write(`${JSON.stringify(values[0].map((list) => call(name, list)))}\n`);
}
