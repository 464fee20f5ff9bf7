// Lints the OpenAPI description given as a file: by the published schema of OpenAPI 3.1, and by
// Redocly's rules. Prints what is wrong, one finding a line; exit status 1 when there is any.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { createConfig, lintFromString } from "@redocly/openapi-core";

const source = readFileSync(process.argv[2], "utf8");
const findings = [];

const checked = await new Validator().validate(JSON.parse(source));
if (!checked.valid) findings.push(...[checked.errors].flat().map((e) => JSON.stringify(e)));

// The project has no license file address, and its servers are relative on purpose.
const config = await createConfig({
  extends: ["recommended"],
  rules: { "info-license": "off", "operation-4xx-response": "error", "no-unused-components": "error" },
});
for (const problem of await lintFromString({ source, config }))
  findings.push(`${problem.ruleId}: ${problem.message} at ${problem.location?.[0]?.pointer}`);

for (const finding of findings.slice(0, 50)) console.log(finding);
console.log(`${findings.length} findings`);
process.exitCode = findings.length ? 1 : 0;
