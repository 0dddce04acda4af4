package dev.cupel.server.mail;

import dev.cupel.server.platform.BackgroundLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sends what {@link Mail} was asked for. A mail that is not taken is tried again after 2, 4, 8 minutes and so on up to an hour, for a
 * day; one whose address is refused is given up at once. A server that stops while it sends may send the mail once more.
 */
@Component
class MailSender extends BackgroundLoop {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration TRIED_FOR = Duration.ofDays(1);

    private record Due(
            long id, String kind, String address, @Nullable UUID about, boolean last) {}

    private final Mail mail;
    private final Smtp smtp;
    private final JdbcClient sql;
    private final Map<String, Letters> letters = new HashMap<>();

    MailSender(Mail mail, Smtp smtp, JdbcClient sql, List<Letters> kinds) {
        super("mail");
        this.mail = mail;
        this.smtp = smtp;
        this.sql = sql;
        kinds.forEach(kind -> letters.put(kind.kind(), kind));
    }

    @Override
    public void start() {
        if (mail.on()) {
            super.start();
        }
    }

    @Override
    protected void round() throws InterruptedException {
        while (isRunning() && sendOne()) {
            // until none is due
        }
        mail.awaitAsked(LOOK);
    }

    /** @return whether there was one */
    private boolean sendOne() {
        // Put off before it is sent: whoever dies at it leaves it to be tried again, and another server does not take
        // it meanwhile.
        Optional<Due> due =
                sql.sql("""
                update mail set attempts = attempts + 1, not_before = now() + make_interval(mins => least(60, (2 ^ least(attempts + 1, 6))::int))
                where id = (select id from mail where given_up_at is null and not_before <= now()
                            order by not_before, id limit 1 for update skip locked)
                returning id, kind, address, about, asked_at < now() - make_interval(secs => ?) as last
                """).param(TRIED_FOR.toSeconds()).query(Due.class).optional();
        due.ifPresent(this::send);
        return due.isPresent();
    }

    private void send(Due due) {
        Letters writer = letters.get(due.kind());
        try {
            Optional<Letter> letter =
                    writer == null ? Optional.empty() : writer.write(new Letters.Asked(due.address(), due.about()));
            if (letter.isPresent()) {
                smtp.send(letter.get());
            }
            sql.sql("delete from mail where id = ? or given_up_at < now() - interval '7 days'")
                    .param(due.id())
                    .update();
        } catch (Smtp.Refused e) {
            boolean over = e.forGood || due.last();
            // What the mail server says may quote the address: the log holds no data.
            LOG.warn("a mail ({}) was not sent{}", due.kind(), over ? " and is given up" : "; it is tried again");
            sql.sql("update mail set problem = ?, given_up_at = case when ? then now() end where id = ?")
                    .params(e.said, over, due.id())
                    .update();
        }
    }
}
