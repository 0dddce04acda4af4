// All answers of one person: how long taking them out, bringing them back and asking others takes; then their own list and its search.
// ITEMS=100000 node bench/person.mjs
import { pause, startProduct } from './product.mjs';

const items = Number(process.env.ITEMS ?? 100_000);
const product = await startProduct();
const seconds = (from) => ((performance.now() - from) / 1000).toFixed(2);
const path = '/projects/many';

async function over(job) {
  for (;;) {
    const now = await product.call('GET', `/jobs/${job}`);
    if (now.state === 'done') return now;
    if (now.state !== 'queued' && now.state !== 'running') throw new Error(JSON.stringify(now));
    await pause(50);
  }
}

try {
  await product.call('POST', '/projects', {
    name: 'Many',
    key: 'many',
    overlap: 2,
    guideline: '',
    schema: {
      inputs: [{ id: 'text', type: 'text', field: 'text' }],
      questions: [{ id: 'tone', type: 'choice', title: 'Tone', options: [{ id: 'good' }, { id: 'bad' }] }],
    },
  });
  const me = (await product.call('GET', `${path}/members`)).members[0];
  // The owner's own answers, and a model's beside them on every third item.
  const annotation = (annotator, n, more = {}) => ({
    annotator,
    answers: { tone: n % 7 ? 'good' : 'bad' },
    activeMs: 2_000,
    ambiguous: n % 50 === 0,
    ...more,
  });
  const rows = Array.from({ length: items }, (_, n) =>
    JSON.stringify({
      key: `k${n}`,
      fields: { text: `The parcel number ${n} came late and ${n % 7 ? 'was dry' : 'had got wet'}.` },
      unit: 'code_points',
      annotations: [
        annotation(me.displayName, n, { annotatorId: me.memberId }),
        ...(n % 3 ? [] : [annotation('model', n, { annotatorKind: 'model' })]),
      ],
    }),
  );
  const begun = performance.now();
  await over((await product.call('POST', `${path}/imports?format=jsonl&annotations=true`, rows.join('\n'))).id);
  console.log(`import of ${items} items with answers: ${seconds(begun)} s`);

  for (const wanted of [
    { kind: 'take_out', member: me.memberId, reason: 'Clicked through.' },
    { kind: 'send_back', member: me.memberId, reason: 'Read rule 3.' },
    { kind: 'another' },
  ]) {
    let from = performance.now();
    const change = await product.call('POST', `${path}/changes`, { where: { by: me.memberId }, ...wanted });
    const made = await over(change.job);
    const there = seconds(from);
    from = performance.now();
    const undone = await over((await product.call('POST', `${path}/changes/${change.id}/undo`, {})).job);
    console.log(
      `${wanted.kind}: ${made.summary.changed} items in ${there} s, taken back: ${undone.summary.restored} in ${seconds(from)} s`,
    );
  }

  for (const search of [
    '',
    '?q=number%20777',
    '?q=wet',
    '?q=nothing%20like%20it',
    '?mark=ambiguous',
    '?mark=skipped',
    '?label=tone:bad',
    '?from=2020-01-01&to=2020-01-02',
  ]) {
    const times = [];
    let said;
    for (let n = 0; n < 20; n++) {
      const from = performance.now();
      said = await product.call('GET', `${path}/mine${search}`);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    console.log(
      `mine ${search || 'all'}: ${said.annotations.length} shown, p50 ${times[9].toFixed(1)} ms, p95 ${times[18].toFixed(1)} ms`,
    );
  }
} finally {
  await product.stop();
}
