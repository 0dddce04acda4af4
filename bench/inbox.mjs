// The inbox, its unread mark, decisions on one's items, and the list of items by who answered, when and how, in a large project: 200 labelers,
// 300,000 answers to 100,000 items, a decision on each, a note with every tenth answer, 20,000 replies.
// node bench/inbox.mjs    needs psql (Debian's postgresql-client), with which it fills the database of the server it starts
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { caller, pause, startProduct } from './product.mjs';

const items = Number(process.env.ITEMS ?? 100_000);
const product = await startProduct();

const sql = (text) => {
  const [, , , port] = readFileSync(join(product.data, 'database/postmaster.pid'), 'utf8').split('\n');
  return execFileSync('psql', ['-h', '127.0.0.1', '-p', port, '-U', 'cupel', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-qAt'], {
    env: { ...process.env, PGPASSWORD: readFileSync(join(product.data, 'database-password'), 'utf8').trim() },
    input: text,
    maxBuffer: 1 << 26,
  }).toString();
};

/** Somebody invited, as the API sees them. */
async function person(name, role) {
  const { url } = await product.call('POST', '/projects/large/invitations', { role });
  const call = caller(product.base);
  await call('GET', '/session');
  await call('POST', `/invitations/${url.split('#')[1]}/accept`, {
    email: `${name}@example.org`,
    displayName: name,
    password: `${name} likes long passwords`,
  });
  await call('GET', '/session');
  return call;
}

async function measured(what, ask) {
  const times = [];
  let said;
  for (let n = 0; n < 45; n++) {
    const from = performance.now();
    said = await ask(n);
    if (n >= 5) times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  console.log(`${what}: p50 ${times[19].toFixed(1)} ms, p95 ${times[37].toFixed(1)} ms`);
  return said;
}

try {
  await product.call('POST', '/projects', {
    name: 'Large',
    key: 'large',
    overlap: 3,
    guideline: '',
    schema: {
      inputs: [{ id: 'text', type: 'text', field: 'text' }],
      questions: [{ id: 'tone', type: 'choice', options: [{ id: 'good' }, { id: 'bad' }] }],
    },
  });
  await product.call('PATCH', '/projects/large', { decisionFeedback: true });
  // One who answered half of everything, one who answered a thousandth, one who leads.
  const busy = await person('busy', 'labeler');
  const rare = await person('rare', 'labeler');
  const lead = await person('lead', 'manager');
  const begun = performance.now();
  sql(`
    insert into account (id, kind, email, display_name)
    select gen_random_uuid(), 'person', 'l' || n || '@example.org', 'Labeler ' || n from generate_series(1, 198) n;
    insert into member (project_id, account_id, role)
    select p.id, a.id, 'labeler' from project p, account a where a.email ~ '^l[0-9]+@';
    update member set joined_at = now() - interval '40 days';
    with i as (insert into item (project_id, key, fields)
               select p.id, 'k' || n, jsonb_build_object('text', 'The parcel number ' || n || ' came late.')
               from project p, generate_series(1, ${items}) n order by n returning id, project_id)
    insert into item_state (item_id, project_id, answers, status) select id, project_id, 3, 4 from i order by id;
    create temporary table who as
    select m.id, row_number() over (order by m.id) - 1 as n from member m join account a on a.id = m.account_id where a.email ~ '^l[0-9]+@';
    insert into assignment (project_id, item_id, member_id, kind, state, revision, imported, leased_until)
    select i.project_id, i.id, w.id, 'production'::stage, 'answered', 1, true, now()
    from item i cross join generate_series(0, 1) k join who w on w.n = (i.id * 7 + k * 31) % 198
    union all
    select i.project_id, i.id, case when i.id % 2 = 0 then (select m.id from member m join account a on a.id = m.account_id where a.email = 'busy@example.org')
                                    when i.id % 1000 = 1 then (select m.id from member m join account a on a.id = m.account_id where a.email = 'rare@example.org')
                                    else (select id from who where n = (i.id * 7 + 93) % 198) end,
           'production'::stage, 'answered', 1, true, now()
    from item i;
    update assignment set imported = false;
    insert into annotation (assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers, ambiguous, comment, active_ms,
                            schema_version, guideline_version, saved_at)
    select a.id, a.project_id, a.item_id, a.member_id, 1, gen_random_uuid(), 'submitted', '{"tone":"good"}', false,
           case when a.item_id % 10 = 0 then 'Is this one good?' end, 2000, 1, 1, now() - interval '35 days' + a.item_id * interval '10 seconds'
    from assignment a order by a.item_id;
    insert into adjudication (project_id, item_id, question, option, value, reason, guideline_version, decided_by, decided_at)
    select i.project_id, i.id, 0, 1, '"bad"', 'Late is what matters.', 1, (select id from account where instance_owner),
           now() - interval '20 days' + i.id * interval '15 seconds'
    from item i order by i.id;
    insert into decisions_told (member_id, day, decisions, last_at)
    select a.member_id, (j.decided_at at time zone 'UTC')::date, count(*), max(j.decided_at)
    from adjudication j join assignment a on a.item_id = j.item_id group by 1, 2;
    insert into thread_comment (thread_id, member_id, save_id, text, hidden, written_at)
    select t.id, (select m.id from member m join account a on a.id = m.account_id where a.email = 'lead@example.org'), gen_random_uuid(),
           'Judge what is meant, not what is said.', false, now() - interval '10 days' + t.id * interval '10 seconds'
    from thread t order by t.id limit 20000;
    update thread t set comments = 1 where exists (select 1 from thread_comment c where c.thread_id = t.id);
    update thread_member p set last_at = c.written_at from thread_comment c where c.thread_id = p.thread_id;
    insert into guideline (project_id, version, markdown, note, created_by, created_at)
    select p.id, n + 1, 'Text', 'Clearer.', p.created_by, now() - n * interval '8 hours' from project p, generate_series(1, 60) n;
    delete from inbox_read;
    analyze;
  `);
  console.log(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s: ${sql(
    `select (select count(*) from item) || ' items, ' || (select count(*) from annotation) || ' answers, ' || (select count(*) from adjudication)
     || ' decisions, ' || (select count(*) from thread) || ' threads, ' || (select count(*) from thread_comment) || ' comments'`,
  ).trim()}`);

  // Connections that the server closed meanwhile are noticed now.
  await pause(200);
  for (const [who, call] of Object.entries({ busy, rare, lead })) {
    const first = await measured(`${who}: inbox, first page`, () => call('GET', '/inbox'));
    let { next } = first;
    let pages = 1;
    for (; next && pages < 20; pages++) ({ next } = await call('GET', `/inbox?before=${encodeURIComponent(next)}`));
    if (next)
      await measured(`${who}: inbox, page ${pages + 1}`, () => call('GET', `/inbox?before=${encodeURIComponent(next)}`));
    const unread = await measured(`${who}: unread mark, nothing read yet`, () => call('GET', '/inbox/unread'));
    const before = await call('PUT', '/inbox/read', { through: first.lines[0].at });
    await measured(`${who}: unread mark, all read`, () => call('GET', '/inbox/unread'));
    console.log(`  first line: ${first.lines[0].kind}; unread ${unread.count}${unread.more ? '+' : ''}; read before: ${before.before}`);
    const day = first.lines.find((line) => line.decisions)?.decisions;
    if (day) {
      await measured(`${who}: the ${day.decisions} decisions of a day`, () =>
        call('GET', `/projects/large/mine/decisions?day=${day.day}`),
      );
      await measured(`${who}: all decisions`, () => call('GET', '/projects/large/mine/decisions'));
    }
  }
  await measured('200 unread marks at once, until the last has come', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, n) => [busy, rare, lead][n % 3]('GET', '/inbox/unread')));
  });
  await measured('items with open comments', () => lead('GET', '/projects/large/items?commented=true&limit=100'));
  await measured('items with open comments, disputed first', () =>
    lead('GET', '/projects/large/items?commented=true&sort=-disagreement&limit=100'),
  );
  await measured('items without', () => lead('GET', '/projects/large/items?commented=false&limit=100'));
  const { count } = await measured('items with open comments, counted', () =>
    lead('GET', '/projects/large/items/count?commented=true'),
  );
  console.log(`  ${count} items`);

  // The list of items by what somebody did with them.
  const { members } = await lead('GET', '/projects/large/members');
  const numberOf = (name) => members.find((one) => one.displayName === name).memberId;
  const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  for (const filter of [
    `by=${numberOf('busy')}`,
    `by=${numberOf('rare')}`,
    `by=${numberOf('busy')}&mark=comment`,
    'mark=comment',
    'mark=skipped',
    `from=${day}`,
    `from=${day}&to=${day}T01:00:00Z`,
    `by=${numberOf('rare')}&from=${day}`,
  ])
    for (const order of ['', '&sort=-disagreement', undefined])
      await measured(order === undefined ? `items ${filter}, counted` : `items ${filter}${order}`, () =>
        lead('GET', `/projects/large/items${order === undefined ? '/count' : ''}?${filter}${order ?? ''}`),
      );
} finally {
  await product.stop();
}
