// Changes to many items at once, and counting them: how long each takes over all items of a project, there and back.
// ITEMS=100000 node bench/changes.mjs
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
      questions: [{ id: 'tone', type: 'choice', options: [{ id: 'good' }, { id: 'bad' }] }],
    },
  });
  const rows = Array.from({ length: items }, (_, n) =>
    JSON.stringify({ key: `k${n}`, text: `The parcel number ${n} came late and ${n % 7 ? 'was dry' : 'had got wet'}.` }),
  );
  const begun = performance.now();
  await over((await product.call('POST', `${path}/imports?format=jsonl`, rows.join('\n'))).id);
  console.log(`import of ${items} items: ${seconds(begun)} s`);

  for (const wanted of [
    { kind: 'exclude', reason: 'Not these.' },
    { kind: 'bin' },
    { kind: 'exclude', reason: 'Not these.' },
    { kind: 'bin' },
    { kind: 'answers', answers: 3 },
    { kind: 'order', order: 'last' },
    { kind: 'skills', skills: ['law'] },
  ]) {
    let from = performance.now();
    const change = await product.call('POST', `${path}/changes`, { where: {}, ...wanted });
    const made = await over(change.job);
    const there = seconds(from);
    if (wanted.kind === 'bin') {
      const times = [];
      for (let n = 0; n < 20; n++) {
        const asked = performance.now();
        await product.call('GET', `${path}/items?limit=100`);
        times.push(performance.now() - asked);
      }
      times.sort((a, b) => a - b);
      console.log(`list beside ${items} items in the bin: p50 ${times[9].toFixed(1)} ms, p95 ${times[18].toFixed(1)} ms`);
    }
    from = performance.now();
    const undone = await over((await product.call('POST', `${path}/changes/${change.id}/undo`, {})).job);
    console.log(
      `${wanted.kind}: ${made.summary.changed} items in ${there} s, taken back: ${undone.summary.restored} in ${seconds(from)} s`,
    );
  }

  for (const filter of ['', '?status=unlabeled', '?q=wet', '?q=number%20777', '?status=complete']) {
    const times = [];
    let said;
    for (let n = 0; n < 20; n++) {
      const from = performance.now();
      said = await product.call('GET', `${path}/items/count${filter}`);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    console.log(
      `count ${filter || 'all'}: ${JSON.stringify(said)}, p50 ${times[9].toFixed(1)} ms, p95 ${times[18].toFixed(1)} ms`,
    );
  }
} finally {
  await product.stop();
}
