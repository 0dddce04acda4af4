import type { TestProject } from 'vitest/node';
import { Server, setUpOwner } from './harness';

/** Before the first story and after the last: the server they share. See `sharedServer`. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const server = await Server.start();
  const { email, password, token } = await setUpOwner(server);
  project.provide('shared', { base: server.base, email, password, token });
  return () => server.stop();
}
