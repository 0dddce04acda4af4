import { SMTPServer } from 'smtp-server';

/** A mail server on this machine that takes everything. */
export class Mailbox {
  readonly #server: SMTPServer;
  readonly #mails: { to: string; text: string }[] = [];

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          this.#mails.push({
            to: session.envelope.rcptTo.map(({ address }) => address).join(),
            text: Buffer.concat(parts).toString(),
          });
          done();
        });
      },
    });
  }

  static async open(): Promise<Mailbox> {
    const mailbox = new Mailbox();
    await new Promise<void>((listening) => mailbox.#server.listen(0, '127.0.0.1', listening));
    return mailbox;
  }

  /** What a server has to be told to send its mail here. */
  get settings(): Record<string, string> {
    const address = this.#server.server.address();
    if (!address || typeof address === 'string') throw new Error('the mailbox is closed');
    return {
      CUPEL_MAIL_HOST: '127.0.0.1',
      CUPEL_MAIL_PORT: String(address.port),
      CUPEL_MAIL_SECURITY: 'none',
      CUPEL_MAIL_FROM: 'Cupel <labels@example.org>',
    };
  }

  /** @returns the link in the newest mail to the address, once there is one that was not asked for before */
  async link(to: string): Promise<string> {
    for (let tries = 0; tries < 600; tries++) {
      const at = this.#mails.findIndex((mail) => mail.to === to);
      const [mail] = at < 0 ? [] : this.#mails.splice(at, 1);
      if (mail) {
        const link = /https?:\/\/\S+#\S+/.exec(mail.text)?.[0];
        if (!link) throw new Error(`no link in ${mail.text}`);
        return link;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no mail to ${to}`);
  }

  close(): Promise<void> {
    return new Promise((closed) => this.#server.close(closed));
  }
}
