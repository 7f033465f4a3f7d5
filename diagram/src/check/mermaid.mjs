// Checks diagrams with Mermaid's parser: node mermaid.mjs FILE...
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('');
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import('mermaid');

let refused = 0;
const files = process.argv.slice(2);
for (const file of files) {
  try {
    const { diagramType } = await mermaid.parse(readFileSync(file, 'utf8'));
    if (!diagramType.startsWith('state')) {
      throw new Error('expected a state diagram, but got the type ' + diagramType);
    }
  } catch (e) {
    refused++;
    console.log(`${file}: ${e.message}`);
  }
}
console.log(`${files.length} diagrams read, ${refused} rejected`);
process.exit(refused ? 1 : 0);
