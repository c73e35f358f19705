// Writes docs/platform.md from models/worker/survey/platform.json: node tools/platform_page.mjs > docs/platform.md.
// tests/survey holds the page to the table.
import { compatibility, groups } from "../models/worker/survey/table.mjs";

const HEAD = `# What is supported

The table that \`dormouse doctor\` holds a project's code against, as a page: \`models/worker/survey/platform.json\` is the
table, and \`tools/platform_page.mjs\` writes the page.

| status | means |
|---|---|
| supported | works as in production, as far as recordings and documentation tell |
| approximated | works, but for what is said beside it |
| missing | an error that names it when it is used, or when the project is loaded |
| absent | not part of the Workers runtime: it is not there in production either |

A name that ends in \`*\` stands for a family. Names are those of a scan of public room applications: \`ReqRes\` is a request or
a response, \`Body\` the body of either, \`ctx\` the state of a Durable Object, \`proto\` a method of the language's own objects.
`;

const cell = (text) => text.replaceAll("|", "\\|");

function groupText({ group, rows }) {
  const plain = rows.filter(({ is, says }) => is === "supported" && !says).map(({ api }) => `\`${api}\``);
  let text = `\n## ${group}\n`;
  if (plain.length > 0) text += `\nSupported: ${plain.join(", ")}.\n`;
  const others = rows.filter(({ is, says }) => is !== "supported" || says);
  if (others.length === 0) return text;
  text += "\n| API | status | |\n|---|---|---|\n";
  return text + others.map(({ api, is, says }) => `| \`${cell(api)}\` | ${is} | ${cell(says ?? "")} |\n`).join("");
}

function compatibilityText() {
  const rows = compatibility.map(
    ({ since, on, off, says }) => `| ${since} | ${on && `\`${on}\``} | ${off && `\`${off}\``} | ${cell(says)} |\n`);
  return `\n## What compatibility dates and flags decide\n\n| from | on | off | then |\n|---|---|---|---|\n${rows.join("")}`;
}

export const platformPage = () => HEAD + groups.map(groupText).join("") + compatibilityText();

if (import.meta.main) process.stdout.write(platformPage());
