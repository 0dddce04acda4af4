// Checks that everything Cupel ships or builds with has a licence on the allow list.
//   node .ci/licences.mjs DEPENDENCIES...   each file is the output of `mvn dependency:list`
// Java: the licence stands in the POM of the artifact or of one of its parents, in the local Maven repository.
// npm: it stands in the package.json of every package under ui/node_modules.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const repository = process.env.MAVEN_REPOSITORY ?? join(homedir(), '.m2', 'repository');

// What may be distributed with an Apache-2.0 program without asking anything of its users beyond a notice.
// Weak copyleft (EPL, MPL, LGPL with class path use) is named artifact by artifact below, with the reason.
const allowed = [
  /apache.*2\.0|^apache[- ]2|apache license|asl 2|the apache software license/i,
  /^mit( license)?$|^the mit license|mit-0|^mit-cmu$|^x11$/i,
  /bsd|^0bsd$|new bsd|revised bsd/i,
  /^isc( license)?$/i,
  /^cc0|public domain|unlicense/i,
  /^cc-by-(3|4)\.0$/i,
  /^python-2\.0$|^blueoak-1\.0\.0$|^zlib$|^ofl-1\.1$|unicode/i,
  /universal permissive license|^upl/i,
  /postgresql/i,
  /eclipse distribution license|^edl/i,
  /bouncy castle/i,
];
const byName = new Map([
  ['ch.qos.logback:logback-classic', 'EPL-1.0 or LGPL-2.1, unmodified, on the class path'],
  ['ch.qos.logback:logback-core', 'EPL-1.0 or LGPL-2.1, unmodified, on the class path'],
  ['jakarta.annotation:jakarta.annotation-api', 'EPL-2.0 or GPL-2 with class path exception, unmodified'],
  ['jakarta.transaction:jakarta.transaction-api', 'EPL-2.0 or GPL-2 with class path exception, unmodified'],
  ['lightningcss', 'MPL-2.0, a build tool, not shipped'],
  ['dompurify', 'MPL-2.0 or Apache-2.0: taken under Apache-2.0'],
  ['axe-core', 'MPL-2.0, test tool, not shipped'],
]);
const isAllowed = (licence) => allowed.some((pattern) => pattern.test(licence.trim()));

/** @returns {string[]} */
function pomLicences(group, artifact, version, depth = 0) {
  const pom = join(repository, ...group.split('.'), artifact, version, `${artifact}-${version}.pom`);
  if (depth > 6 || !existsSync(pom)) return [];
  const text = readFileSync(pom, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  const names = [...text.matchAll(/<license>[\s\S]*?<name>\s*([\s\S]*?)\s*<\/name>[\s\S]*?<\/license>/g)].map((m) => m[1]);
  if (names.length > 0) return names;
  const parent = text.match(/<parent>([\s\S]*?)<\/parent>/)?.[1];
  if (!parent) return [];
  const field = (name) => parent.match(new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`))?.[1] ?? '';
  return pomLicences(field('groupId'), field('artifactId'), field('version'), depth + 1);
}

const problems = [];
let checked = 0;

const artifacts = new Set();
for (const file of process.argv.slice(2)) {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    // group:artifact:type[:classifier]:version:scope
    const found = line.trim().match(/^([\w.-]+):([\w.-]+):jar(?::[\w.-]+)??:([\w.-]+):(compile|runtime)\b/);
    if (found && found[1] !== 'dev.cupel') artifacts.add(`${found[1]}:${found[2]}:${found[3]}`);
  }
}
for (const name of [...artifacts].sort()) {
  const [group, artifact, version] = name.split(':');
  const licences = pomLicences(group, artifact, version);
  checked++;
  if (byName.has(`${group}:${artifact}`)) continue;
  // Several licences of one artifact are a choice.
  if (!licences.some(isAllowed)) problems.push(`${name}: ${licences.join(' or ') || 'no licence in its POM'}`);
}
if (process.argv.length > 2 && artifacts.size === 0) problems.push('no Java dependency was listed: the check saw nothing');

function packages(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const at = join(folder, entry.name);
    if (entry.name.startsWith('@')) {
      packages(at);
      continue;
    }
    const manifest = join(at, 'package.json');
    if (existsSync(manifest)) {
      const { name, version, license, licenses } = JSON.parse(readFileSync(manifest, 'utf8'));
      const text = typeof license === 'string' ? license : (license?.type ?? licenses?.map((l) => l.type).join(' OR ') ?? '');
      checked++;
      const choices = text.replace(/[()]/g, '').split(/ OR /i);
      const fine = choices.some((choice) => choice.split(/ AND /i).every(isAllowed));
      const base = (name ?? '').replace(/^lightningcss-.*/, 'lightningcss');
      if (!fine && !byName.has(base)) problems.push(`npm ${name}@${version}: ${text || 'no licence in its package.json'}`);
    }
    packages(join(at, 'node_modules'));
  }
}
packages(join(root, 'ui', 'node_modules'));

console.log(`${checked} dependencies, ${problems.length} with a licence that is not on the list`);
for (const problem of problems) console.log(`  ${problem}`);
if (problems.length > 0) console.log('Replace them, or add the licence or the name with its reason to .ci/licences.mjs.');
process.exit(problems.length > 0 ? 1 : 0);
